//! Raised numbers that are powers and no marks of sources: `5 m²`, `10³`, `R²`, `s⁻¹`.

use super::lines::is_dense;
use super::marks::superscript;

/// Units before a power.
const UNITS: &[&str] = &["m", "km", "cm", "mm", "dm", "nm", "hm", "yd", "ft", "in", "mi", "s", "sq"];
/// Signs between the terms of a formula.
const OPERATORS: &[char] = &['=', '+', '−', '×', '·', '≈', '±', '^'];

/// The length of the power at the start of `rest`, and whether it might be a mark of a source as well.
pub(super) fn power(rest: &str, before: &str) -> Option<(usize, bool)> {
    let is_raised = |c: char| superscript(c).is_some() || "⁻⁺".contains(c);
    let length: usize = rest.chars().take_while(|c| is_raised(*c)).map(char::len_utf8).sum();
    let run = rest.get(..length).filter(|run| run.chars().any(|c| superscript(c).is_some()))?;
    if run.starts_with(['⁻', '⁺']) {
        return Some((length, false));
    }
    let before = before.trim_end_matches(['*', '_']);
    let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + last_length(before, at));
    let (lead, word) = before.split_at_checked(start)?;
    if word == "10" {
        return Some((length, false));
    }
    // Nothing is raised to the first power.
    if run == "¹" {
        return None;
    }
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut letters = word.chars();
    let is_letter =
        letters.next().is_some_and(|c| c.is_alphabetic() && !is_dense(c)) && letters.next().is_none();
    if UNITS.contains(&word) {
        Some((length, false))
    } else if is_letter {
        Some((length, word.chars().any(char::is_uppercase)))
    } else {
        let is_term = word.is_empty() && is_sum(lead)
            || (1..=3).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_lowercase())
                && lead.trim_end_matches(['*', '_', ' ']).ends_with(OPERATORS);
        is_term.then_some((length, true))
    }
}

/// The length of the sign at a place.
fn last_length(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// Whether a text ends with terms in brackets: `(a + b)`.
fn is_sum(text: &str) -> bool {
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or("", |(_, inner)| inner);
    let mut words = inner.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| word.chars().count() == 1)
        && inner.contains(|c: char| OPERATORS.contains(&c) || "-–*/".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_told_from_marks() {
        for (text, expected) in [
            ("5 m²", Some(false)),
            ("12 ft²", Some(false)),
            ("10³", Some(false)),
            ("10¹²", Some(false)),
            ("s⁻¹", Some(false)),
            ("with v³", Some(false)),
            ("*x*²", Some(false)),
            ("3x²", Some(false)),
            ("R²", Some(true)),
            ("E = mc²", Some(true)),
            ("(a + b)²", Some(true)),
            ("rose²", None),
            ("in 2025²", None),
            ("rose (by 5%)²", None),
            ("(2019–2020)²", None),
            ("to 5 km¹", None),
            ("Plan B¹", None),
            ("增长²", None),
            ("长²", None),
            ("²", None),
        ] {
            let at = text.find(|c: char| superscript(c).is_some() || c == '⁻').unwrap();
            let found = power(&text[at..], &text[..at]);
            assert_eq!(found.map(|(_, is_doubtful)| is_doubtful), expected, "{text}");
            assert!(found.is_none_or(|(length, _)| length == text.len() - at), "{text}");
        }
    }
}
