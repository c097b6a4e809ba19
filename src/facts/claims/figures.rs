//! Numbers in digits among the words of a claim.

use super::said::{Manner, Said, Shape, Typed, of};
use super::units::Declared;
use super::{composed, han};
use crate::model::Unit;
use crate::syntax::number::{self, Marks};
use std::ops::Range;

/// The numbers in order; `declared` is the unit of the value, where its name is not known.
pub(super) fn digits(text: &str, marks: Marks, declared: Option<&Declared>) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let first = from + offset;
        let otherwise = number::grouped_otherwise(&text[first..], marks);
        let (last, marks) = match otherwise {
            Some((length, marks)) => (first + length, marks),
            None => (digits_end(text, first, marks), marks),
        };
        let floor = found.last().map_or(0, |said| said.range.end);
        from = match one(text, floor, first..last, (marks, declared)) {
            Some(said) => {
                let end = said.range.end.max(last);
                found.push(said);
                end
            }
            None => last,
        };
    }
    found
}

fn digits_end(text: &str, first: usize, marks: Marks) -> usize {
    let mut chars = text[first..].char_indices().peekable();
    let mut end = first;
    while let Some((at, c)) = chars.next() {
        // The marks of other languages too, so that `1.234,5` is not taken for two numbers: it does not read as one.
        let mark = c == marks.decimal || Some(c) == marks.group || c == '.' || c == ',';
        let digit_follows = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_ascii_digit() || (mark && digit_follows)) {
            break;
        }
        end = first + at + c.len_utf8();
    }
    end
}

/// The number around a run of digits: as much of its surroundings as reads as one number.
fn one(
    text: &str,
    floor: usize,
    run: Range<usize>,
    (marks, declared): (Marks, Option<&Declared>),
) -> Option<Said> {
    let before = |at: usize| text[..at].chars().next_back();
    let starts = (run.start.saturating_sub(6).max(floor)..=run.start).filter(|at| text.is_char_boundary(*at));
    let start = starts
        .filter(|at| {
            // `p<0.05`; behind a longer word the sign may be anything.
            let letters = text[..*at].chars().rev().take_while(|c| c.is_alphanumeric()).count();
            let compares = letters <= 2 && text[*at..].starts_with(['<', '>', '≤', '≥', '≈']);
            compares || !before(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
        })
        .filter(|at| !text[*at..].starts_with(char::is_whitespace))
        .find(|at| number::parse_with(&text[*at..run.end], marks).is_some())?;
    let hyphen = before(start) == Some('-') && text[..start - 1].ends_with(|c: char| c.is_alphabetic());
    if hyphen {
        return None;
    }
    if let Some(said) = han::in_figures(text, run.clone()) {
        return Some(said);
    }
    if let Some(said) = declared.and_then(|declared| declared.behind(text, start..run.end, marks)) {
        return Some(composed::dashed(text, floor, said));
    }
    let ends = |end: &usize| {
        let Some((number, rest)) = text.split_at_checked(*end) else { return false };
        let digit = |c: char| c.is_ascii_digit();
        let within = rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            && number.ends_with(|c: char| c.is_ascii_alphanumeric());
        // In `1.5 × 10⁹` the sign is no unit.
        let operation = number.ends_with(" ×") && rest.trim_start().starts_with(digit);
        !within && !operation && !number.ends_with(char::is_whitespace)
    };
    let last = text.len().min(run.end + 48);
    let whole = (run.end..=last).rev().filter(ends).find_map(|end| {
        let quantity = number::parse_with(&text[start..end], marks)?;
        Some((end, quantity))
    });
    let Some((end, quantity)) = whole else { return fold_or_ordinal(text, start..run.end, marks) };
    let mut said = of(start..end, &quantity);
    if ["-fold", "fold"].iter().any(|fold| text[end..].starts_with(fold)) {
        said.unit = Unit::of("x");
    } else if said.unit.is_none() {
        said.unit = text[end..].strip_prefix('-').and_then(composed::hyphened).unwrap_or(Unit::NONE);
    }
    composed::whole(text, composed::dashed(text, floor, said))
}

/// `12fold`, `3rd`.
fn fold_or_ordinal(text: &str, range: Range<usize>, marks: Marks) -> Option<Said> {
    let quantity = number::parse_with(&text[range.clone()], marks)?;
    let after = &text[range.end..];
    let ends = |suffix: &str| {
        after.strip_prefix(suffix).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    if ends("fold") {
        return Some(Said { unit: Unit::of("x"), ..of(range, &quantity) });
    }
    let suffix = ["st", "nd", "rd", "th"].into_iter().find(|suffix| ends(suffix))?;
    let mut said = of(range.start..range.end + suffix.len(), &quantity);
    said.shape = Shape::Number(Typed { amount: quantity.amount, grain: 0, manner: Manner::Ordinal });
    Some(said)
}
