//! Thousands with another mark between them than that of the locale: `2 000` and `2'000` on an English page.

use super::Marks;

/// Marks between thousands that are no decimal marks anywhere.
const GROUPS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

/// The length of such a number at the start of a text, and the marks that read it. With a plain space only what cannot be two numbers
/// counts: `2 000`, and not the `3 200` of `in Table 3 200 people`.
pub(crate) fn grouped_otherwise(text: &str, marks: Marks) -> Option<(usize, Marks)> {
    let digits = |at: usize| {
        text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut end = digits(0);
    let group = text.get(end..)?.chars().next()?;
    let own = marks.group.is_some_and(|own| own == group || own.is_whitespace() && group.is_whitespace());
    if !(1..=3).contains(&end) || text.starts_with('0') || own || !GROUPS.contains(&group) {
        return None;
    }
    if group == ' ' && text.as_bytes().get(end + 1) != Some(&b'0') {
        return None;
    }
    let first = end;
    while text.get(end..).is_some_and(|rest| rest.starts_with(group)) && digits(end + group.len_utf8()) == 3 {
        end += group.len_utf8() + 3;
    }
    let decimals =
        text.get(end..)?.strip_prefix(marks.decimal).map_or(0, |_| digits(end + marks.decimal.len_utf8()));
    let length = if decimals > 0 { end + marks.decimal.len_utf8() + decimals } else { end };
    (end > first).then_some((length, Marks { group: Some(group), ..marks }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_thousands_are_grouped() {
        let length = |text: &str| {
            grouped_otherwise(text, Marks::default()).map(|(length, _)| text[..length].to_owned())
        };
        for text in [
            "2 000",
            "1 021",
            "12\u{a0}450",
            "1\u{202f}234\u{202f}567.5",
            "3\u{2009}400",
            "2'000",
            "2’000.25",
        ] {
            assert_eq!(length(&format!("{text} homes")), Some(text.to_owned()));
        }
        for text in ["3 200 people", "2023 000", "0 000", "2 0000", "2,000", "12", "5' 300", "5 kg"] {
            assert_eq!(length(text), None, "{text}");
        }
        let french = Marks { decimal: ',', group: Some('\u{202f}'), long_scale: false };
        assert_eq!(grouped_otherwise("2 000", french).map(|(length, _)| length), None);
    }
}
