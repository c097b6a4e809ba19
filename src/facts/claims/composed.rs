//! What belongs to a number behind its digits and is no unit: an exponent, a scale word that is none in data.
//!
//! Left out: what the parser of cells reads already, as `½`, `million` and `万`.

use super::said::{Manner, Said, Shape, Typed, unit_after};
use crate::facts::detect::{SUPERSCRIPTS, han_tenths, superscript};
use crate::model::{Scale, Unit};
use crate::syntax::number::{self, is_fraction};

/// Scale words and their powers of ten, in lower case; one that begins with another comes first.
const SCALES: &[(&str, u8)] = &[
    ("hundred", 2),
    ("lakh crore", 12),
    ("lakhs", 5),
    ("lakh", 5),
    ("crores", 7),
    ("crore", 7),
    ("tausend", 3),
    ("millionen", 6),
    ("milliarden", 9),
    ("milliarde", 9),
    ("billionen", 12),
    ("billiarde", 15),
    ("billiarden", 15),
    ("mille", 3),
    ("milliards", 9),
    ("milliard", 9),
    ("mil millones", 9),
    ("millones", 6),
    ("millón", 6),
    ("milhões", 6),
    ("milhão", 6),
    ("bilhões", 9),
    ("bilhão", 9),
    ("mil", 3),
    ("ألف", 3),
    ("مليون", 6),
    ("مليار", 9),
];

/// What stands before the power of `1.5 × 10⁹`.
const TIMES_TEN: &str = " × 10";

/// Tenths, which are percent.
const TENTHS: [char; 2] = ['割', '成'];

/// A number in digits with the rest of its numeral; `None` when that cannot be read.
pub(super) fn whole(text: &str, said: Said) -> Option<Said> {
    let mut said = behind(text, said)?;
    let fraction = text.get(said.range.clone()).is_some_and(|number| number.contains(is_fraction));
    if let Shape::Number(typed) = &mut said.shape
        && fraction
    {
        typed.manner = Manner::Composed;
    }
    Some(said)
}

fn behind(text: &str, mut said: Said) -> Option<Said> {
    let rest = text.get(said.range.end..).unwrap_or("");
    let Shape::Number(typed) = &mut said.shape else { return Some(said) };
    let Manner::Digits(written) = &mut typed.manner else { return Some(said) };
    let Some(first) = rest.chars().next().filter(|_| written.suffix.is_empty()) else { return Some(said) };
    let length = if let Some((length, power)) = rest.strip_prefix(TIMES_TEN).and_then(exponent) {
        typed.amount *= 10f64.powi(power);
        typed.grain += power;
        typed.manner = Manner::Composed;
        TIMES_TEN.len() + length
    } else if let Some((length, power)) = exponent(rest) {
        typed.amount = typed.amount.powi(power);
        typed.grain = match typed.amount == 0.0 {
            true => 0,
            false => typed.amount.abs().log10().floor() as i32,
        };
        typed.manner = Manner::Composed;
        length
    } else if let Some((length, percent, true)) = han_tenths(typed.amount, rest) {
        (typed.amount, typed.grain) = (percent, 0);
        typed.manner = Manner::Composed;
        length
    } else if let Some(length) = word(rest, "dozen") {
        typed.amount *= 12.0;
        typed.manner = Manner::Composed;
        length
    } else if let Some((length, power)) = scale(rest) {
        typed.amount *= 10f64.powi(i32::from(power));
        typed.grain += i32::from(power);
        let symbol = rest.get(..length)?.to_owned();
        written.suffix.clone_from(&symbol);
        written.scale = Some(Scale { symbol, exponent: power });
        length
    } else {
        // Another numeral: `5十`, `1.5½`.
        return (!first.is_numeric() && !"十百".contains(first)).then_some(said);
    };
    said.range.end += length;
    if TENTHS.contains(&first) {
        said.unit = Unit::percent();
    } else if said.unit.is_none() {
        said.unit = text.get(said.range.end..).and_then(unit_after).unwrap_or(Unit::NONE);
    }
    Some(said)
}

/// The unit of `9-percent`, `12-percentage-point`, whose place is not part of the number.
pub(super) fn hyphened(rest: &str) -> Option<Unit> {
    let word = rest.split(|c: char| !c.is_alphabetic() && c != '-').next()?;
    let parts: Vec<&str> = word.split('-').take(2).collect();
    // `1-in-5`
    if matches!(parts.first(), Some(&("in" | "to" | "of"))) {
        return None;
    }
    let read = |unit: String| number::parse(&format!("2 {unit}")).map(|quantity| quantity.unit);
    read(parts.join(" ")).or_else(|| read((*parts.first()?).to_owned())).filter(|_| word.len() > 2)
}

/// With a dash for a minus: `–4%` at the start of the words or behind a space, unless a number stands before it.
pub(super) fn dashed(text: &str, floor: usize, said: Said) -> Said {
    let lead = text.get(floor..said.range.start).and_then(|lead| lead.strip_suffix('–'));
    let minus = lead.is_some_and(|lead| match lead.chars().next_back() {
        Some(last) => (last.is_whitespace() || last == '(') && !(floor > 0 && lead.trim().is_empty()),
        None => floor == 0,
    });
    let Shape::Number(typed) = &said.shape else { return said };
    if !minus || typed.amount <= 0.0 {
        return said;
    }
    let typed = Typed { amount: -typed.amount, ..typed.clone() };
    let range = said.range.start - '–'.len_utf8()..said.range.end;
    Said { range, shape: Shape::Number(typed), ..said }
}

/// The scale word at the start of a text: how long it is with the space before it, and its power of ten.
fn scale(text: &str) -> Option<(usize, u8)> {
    let tenths = text.chars().next().filter(|first| TENTHS.contains(first));
    tenths
        .map(|sign| (sign.len_utf8(), 1))
        .or_else(|| SCALES.iter().find_map(|(scale, power)| word(text, scale).map(|length| (length, *power))))
}

/// The length of a word at the start of a text, with the space before it.
fn word(text: &str, word: &str) -> Option<usize> {
    let bare = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let (head, rest) = bare.split_at_checked(word.len())?;
    let ends = !rest.starts_with(char::is_alphanumeric);
    (ends && head.to_lowercase() == word).then(|| text.len() - rest.len())
}

/// The exponent at the start of a text: its length and its value.
fn exponent(text: &str) -> Option<(usize, i32)> {
    let end = text.find(|c| !SUPERSCRIPTS.contains(c)).unwrap_or(text.len());
    let power = superscript(text.get(..end)?).filter(|power| power.abs() < 100)?;
    Some((end, power))
}
