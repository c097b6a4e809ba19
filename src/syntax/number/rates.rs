//! Rates: `14.2 per 100,000`, `3 deaths per 1,000`, whose unit has a number in it.

use super::units;
use crate::model::Unit;

/// Scale words that stand for a number: `per million`.
const SCALES: &[(&str, f64)] = &[("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// Words before the number of a rate, in English, German, Dutch, French, Spanish and Portuguese.
const JOINTS: [&str; 6] = ["per", "je", "pro", "pour", "por cada", "por"];

/// Whether a text may hold a rate: most numbers are no rates, and are told from them cheaply.
pub(super) fn may_divide(text: &str) -> bool {
    text.contains('/')
        || text.as_bytes().windows(3).any(|word| matches!(word, b"per" | b"je " | b"pro" | b"pou" | b"por"))
}

/// What a unit counts, and for each how many.
#[derive(Debug, Clone, PartialEq)]
struct Rate {
    /// The symbol of what is counted; `None` for a bare `per 1,000`.
    counted: Option<String>,
    base: f64,
}

/// Whether a unit is a rate for each so many: `per 100,000`, `cases/1,000`, `deaths per million people`.
pub(crate) fn is_rate(unit: &str) -> bool {
    read(unit).is_some()
}

/// Whether two units are rates for each equally many, of the same things where both name them.
pub(crate) fn rates_agree(a: &Unit, b: &Unit) -> bool {
    let (Some(a), Some(b)) = (read(&a.to_string()), read(&b.to_string())) else { return false };
    a.base == b.base && (a.counted.is_none() || b.counted.is_none() || a.counted == b.counted)
}

/// The unit of a number that ends as ` cases per 100,000`; `None` when it is no rate.
///
/// `/100,000` behind a bare number is none: it may be a fraction, or the scale of a map.
pub(super) fn unit(text: &str, currency: Option<&str>) -> Option<Unit> {
    let (counted, below) = split(text)?;
    let bare = counted.is_empty();
    let (_, rest) = base(below).filter(|_| !(bare && text.trim_start().starts_with('/')))?;
    let known = bare || units::symbol(counted).is_some();
    // `per million` and `users/million` divide by a word, as `per day` does.
    if !rest.is_empty() || (known && below.starts_with(char::is_alphabetic)) {
        return None;
    }
    match currency {
        Some(currency) if bare => Some(Unit::of(currency).per(&Unit::of(below))),
        Some(_) => None,
        None => (known || is_noun(counted)).then(|| Unit::of(text.trim())),
    }
}

/// Whether a text may name what is counted: a few words, none of which parts a sentence.
fn is_noun(text: &str) -> bool {
    const APART: [&str; 14] =
        ["of", "in", "and", "or", "to", "by", "for", "on", "at", "from", "with", "per", "than", "was"];
    let word = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '-') && !APART.contains(&word);
    text.split(' ').count() <= 4 && text.split(' ').all(|part| !part.is_empty() && word(part))
}

fn read(unit: &str) -> Option<Rate> {
    let (counted, below) = split(unit)?;
    let (base, rest) = base(below)?;
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let counted = (!matches!(counted, "" | "1"))
        .then(|| units::symbol(counted).map_or_else(|| counted.to_lowercase(), str::to_owned));
    Some(Rate { counted, base })
}

/// The parts around `per` or the first stroke.
fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let stroke = || text.strip_prefix('/').map(|below| ("", below)).or_else(|| text.split_once('/'));
    let joined = |joint: &&str| {
        let bare = text.strip_prefix(*joint).and_then(|below| Some(("", below.strip_prefix(' ')?)));
        bare.or_else(|| text.split_once(&format!(" {joint} ")))
    };
    let (above, below) = JOINTS.iter().find_map(joined).or_else(stroke)?;
    Some((above.trim(), below.trim()))
}

/// The number at the start of a text, a hundred or a multiple of it, and the rest.
fn base(text: &str) -> Option<(f64, &str)> {
    const MARKS: [char; 5] = [',', '.', ' ', '\u{a0}', '\u{202f}'];
    let mut digits = String::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (group, after) = rest.split_at(end);
        digits.push_str(group);
        rest = after;
        let next = after.strip_prefix(MARKS).filter(|_| !group.is_empty());
        let three = |text: &str| {
            text.bytes().take_while(u8::is_ascii_digit).count() == 3 && (1..=9).contains(&digits.len())
        };
        match next.filter(|next| three(next)) {
            Some(next) => rest = next,
            None => break,
        }
    }
    let spaced = rest.trim_start();
    let scale = SCALES.iter().find_map(|(word, scale)| {
        let after = spaced.strip_prefix(word).filter(|after| !after.starts_with(char::is_alphabetic))?;
        Some((*scale, after))
    });
    let (scale, rest) = scale.unwrap_or((1.0, rest));
    let number: f64 = match digits.as_str() {
        "" if scale == 1.0 => return None,
        "" => 1.0,
        digits if digits.starts_with('0') => return None,
        digits => digits.parse().ok()?,
    };
    Some((number * scale, rest)).filter(|(base, _)| *base >= 100.0 && *base < 1e12 && base % 100.0 == 0.0)
}
