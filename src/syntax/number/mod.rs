//! Written numbers: `$18M`, `68%`, `8.7/10`, `5+ years`, `3億` → [`Quantity`].
//!
//! In: the whole text of a cell (or of a word group in prose). Out: amount, unit and the manner of writing, or `None`
//! when the text is not one number. Entry: [`parse`]. Steps: what stands before the digits (about, sign, currency), the
//! digits, then what follows (`+`, scale, unit). [`print::in_style`](super::print::in_style) is the way back.
//!
//! Left out: ranges (`12–15`), fractions without a whole number before them (`1½` is read), number words, accounting brackets, and identifiers that hold digits (`F-35`,
//! `Q1 2025`, dates, telephone numbers): they are texts.

mod decimal;
mod fractions;
mod groups;
mod rates;
mod scales;
mod units;
mod wide;
#[cfg(test)]
mod tests;

pub(crate) use decimal::Decimal;
pub(crate) use fractions::is_fraction;
pub(crate) use groups::grouped_otherwise;
pub(crate) use rates::{is_rate, rates_agree};
pub(crate) use units::{is_currency, is_sign_of, plural};
pub(crate) use wide::{Narrow, narrow};

use crate::model::{Locale, Qualifier, Quantity, Scale, Unit, Written};

/// The marks in a written number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Between whole digits and the rest.
    pub decimal: char,
    /// Between thousands; `None` when there is no such mark.
    pub group: Option<char>,
    /// Whether a billion is a million millions, as in German, French and Spanish.
    pub long_scale: bool,
}

impl Default for Marks {
    /// English: `1,234.5`.
    fn default() -> Self {
        Self { decimal: '.', group: Some(','), long_scale: false }
    }
}

impl Marks {
    /// The marks with which a locale prints.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        let long_scale = Locale::has_long_scale(&locale.language);
        Self { decimal: locale.decimal, group: Some(locale.group), long_scale }
    }

    /// English marks, with the scale words of a language.
    #[must_use]
    pub fn english_in(language: &str) -> Self {
        Self { long_scale: Locale::has_long_scale(language), ..Self::default() }
    }
}

/// The text as one number with English marks; `None` when it is anything else.
#[must_use]
pub fn parse(text: &str) -> Option<Quantity> {
    parse_with(text, Marks::default())
}

/// The text as one number with these marks (a field's `decimalChar` and `groupChar`); `None` when it is anything else.
#[must_use]
pub fn parse_with(text: &str, marks: Marks) -> Option<Quantity> {
    let text = super::bytes::trim(text);
    // No number is longer, and a text need not be looked at closely.
    if text.len() > 120 {
        return None;
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    plain(text, marks).or_else(|| written(text, marks))
}

/// A number of digits and at most one decimal mark, as most cells of data are: the same as [`written`] gives, without the
/// steps that look for what it does not have.
fn plain(text: &str, marks: Marks) -> Option<Quantity> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end);
    if whole.is_empty() || whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let fraction = match rest {
        "" => "",
        rest => rest.strip_prefix(marks.decimal).filter(|digits| !digits.is_empty())?,
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount = match marks.decimal {
        '.' => text.parse().ok()?,
        _ => format!("{whole}.{fraction}").parse().ok()?,
    };
    let written = Written {
        decimals: u8::try_from(fraction.len()).ok()?,
        grouped: whole.len() < 4,
        ..Written::default()
    };
    Some(Quantity { amount, unit: Unit::NONE, written: written.into() })
}

/// Any written number.
fn written(text: &str, marks: Marks) -> Option<Quantity> {
    let (before, rest) = before_digits(text);
    let (digits, rest) = digits(rest, marks)?;
    let after = after_digits(rest, &before, marks)?;
    let places = digits.fraction.len() as i32 - digits.exponent;
    let power = after.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent)) - places;
    let magnitude: f64 = format!("{}{}e{power}", digits.whole, digits.fraction).parse().ok()?;
    if !magnitude.is_finite() {
        return None;
    }
    let zero = magnitude == 0.0;
    let written = Written {
        decimals: digits.shown.or_else(|| u8::try_from(places.max(0)).ok())?,
        scale: after.scale,
        signed: before.sign == Some('+') && !zero,
        grouped: digits.grouped,
        qualifier: before.qualifier.or(after.qualifier),
        prefix: before.prefix,
        suffix: rest.to_owned(),
    };
    if after.rating.is_some_and(|top| magnitude > top || before.sign.is_some()) {
        return None;
    }
    let amount = if before.sign == Some('-') && !zero { -magnitude } else { magnitude };
    Some(Quantity { amount, unit: after.unit, written: written.into() })
}

/// The words and signs that say how exact a number is, longest first.
pub(crate) const QUALIFIERS: &[(&str, Qualifier)] = &[
    ("approx. ", Qualifier::About),
    ("around ", Qualifier::About),
    ("about ", Qualifier::About),
    ("ca. ", Qualifier::About),
    ("c. ", Qualifier::About),
    ("<=", Qualifier::AtMost),
    (">=", Qualifier::AtLeast),
    ("≤", Qualifier::AtMost),
    ("≥", Qualifier::AtLeast),
    ("<", Qualifier::LessThan),
    (">", Qualifier::MoreThan),
    ("~", Qualifier::About),
    ("≈", Qualifier::About),
    ("约", Qualifier::About),
    ("約", Qualifier::About),
];

struct Before {
    qualifier: Option<Qualifier>,
    /// `+` or `-`.
    sign: Option<char>,
    unit: Option<&'static str>,
    prefix: String,
}

struct Digits {
    whole: String,
    fraction: String,
    /// Of `e6`; 0 without one.
    exponent: i32,
    grouped: bool,
    /// How many decimals stand for a fraction such as `½`.
    shown: Option<u8>,
}

struct After {
    qualifier: Option<Qualifier>,
    scale: Option<Scale>,
    unit: Unit,
    /// The best mark of a rating: 10 for `/10`.
    rating: Option<f64>,
}

/// Reads qualifier, sign and currency; the prefix keeps all of it but the sign.
fn before_digits(text: &str) -> (Before, &str) {
    let mut before = Before { qualifier: None, sign: None, unit: None, prefix: String::new() };
    let mut rest = text;
    // Most begin with their digits.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return (before, rest);
    }
    if let Some((mark, qualifier)) = QUALIFIERS.iter().find(|(mark, _)| rest.starts_with(mark)) {
        before.qualifier = Some(*qualifier);
        rest = keep(&mut before.prefix, rest, mark.len());
    }
    rest = sign(&mut before, rest);
    if let Some((length, unit)) = units::currency_prefix(rest) {
        before.unit = Some(unit);
        rest = keep(&mut before.prefix, rest, length);
        if before.sign.is_none() {
            rest = sign(&mut before, rest);
        }
    } else if rest.starts_with('×') {
        before.unit = Some("x");
        rest = keep(&mut before.prefix, rest, '×'.len_utf8());
    }
    (before, rest)
}

/// Moves `length` bytes and the spaces behind them into `prefix`.
fn keep<'a>(prefix: &mut String, text: &'a str, length: usize) -> &'a str {
    let rest = text.get(length..).unwrap_or("").trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    prefix.push_str(text.get(..text.len() - rest.len()).unwrap_or(""));
    rest
}

fn sign<'a>(before: &mut Before, text: &'a str) -> &'a str {
    let (sign, length) = match text.chars().next() {
        Some('+') => ('+', 1),
        Some('-') => ('-', 1),
        Some('\u{2212}') => ('-', '\u{2212}'.len_utf8()),
        _ => return text,
    };
    before.sign = Some(sign);
    text.get(length..).unwrap_or("")
}

/// Reads `12,345.6`, `1.5e6` or `1½`.
fn digits(text: &str, marks: Marks) -> Option<(Digits, &str)> {
    let (whole, groups, rest) = whole_digits(text, marks)?;
    let (fraction, rest) = fraction(rest, marks);
    if (whole.is_empty() && fraction.is_empty()) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    // A number below 1,000 does not show whether thousands would be grouped; that counts as yes.
    let grouped = groups || whole.len() < 4;
    if let Some((part, rest)) = fractions::leading(rest).filter(|_| fraction.is_empty()) {
        let shown = Some(part.decimals);
        return Some((Digits { whole, fraction: part.digits.to_owned(), exponent: 0, grouped, shown }, rest));
    }
    let (exponent, rest) = exponent(rest);
    Some((Digits { whole, fraction, exponent, grouped, shown: None }, rest))
}

/// The digits before the decimal mark, whether they were grouped, and the rest; `None` when a group has not three.
fn whole_digits(text: &str, marks: Marks) -> Option<(String, bool, &str)> {
    let (first, mut rest) = leading_digits(text);
    let mut whole = first.to_owned();
    let mut grouped = false;
    while let Some(after) = marks.group.and_then(|group| strip_group(rest, group))
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        let (group, tail) = leading_digits(after);
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        whole.push_str(group);
        grouped = true;
        rest = tail;
    }
    Some((whole, grouped, rest))
}

/// Strips a grouping mark; a locale that groups by one kind of space accepts the others.
fn strip_group(text: &str, group: char) -> Option<&str> {
    const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];
    if SPACES.contains(&group) { text.strip_prefix(SPACES) } else { text.strip_prefix(group) }
}

fn fraction(text: &str, marks: Marks) -> (String, &str) {
    let Some(after) = text.strip_prefix(marks.decimal) else { return (String::new(), text) };
    match leading_digits(after) {
        ("", _) => (String::new(), text),
        (digits, rest) => (digits.to_owned(), rest),
    }
}

/// The power of `e6` or `E-3`, 0 without one, and the rest.
fn exponent(text: &str) -> (i32, &str) {
    let Some(after) = text.strip_prefix(['e', 'E']) else { return (0, text) };
    let (negative, after) = match after.strip_prefix('-') {
        Some(after) => (true, after),
        None => (false, after.strip_prefix('+').unwrap_or(after)),
    };
    let (digits, rest) = leading_digits(after);
    match digits.parse::<i32>() {
        Ok(power) if digits.len() <= 3 => (if negative { -power } else { power }, rest),
        _ => (0, text),
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// Reads `+`, scale and unit; `None` when something stands there that is no part of a number.
fn after_digits(text: &str, before: &Before, marks: Marks) -> Option<After> {
    let mut after = After { qualifier: None, scale: None, unit: Unit::NONE, rating: None };
    let mut rest = plus(&mut after, text);
    let bare = rest.trim_start();
    let money = before.unit.is_some_and(is_currency);
    let word = marks.long_scale.then(|| scales::long_scale_prefix(bare)).flatten();
    if let Some((length, exponent)) =
        word.or_else(|| scales::scale_prefix(bare, money, bare.len() < rest.len()))
    {
        let end = rest.len() - bare.len() + length;
        after.scale = Some(Scale { symbol: rest.get(..end)?.to_owned(), exponent });
        rest = plus(&mut after, rest.get(end..)?);
    }
    if after.qualifier.is_some() && before.qualifier.is_some() {
        return None;
    }
    let divides = rates::may_divide(rest);
    if let Some(unit) = divides.then(|| rates::unit(rest, before.unit)).flatten() {
        return Some(After { unit, ..after });
    }
    let parts = if divides { split_per(rest).or_else(|| rest.split_once('/')) } else { None };
    let (own, per) = parts.map_or((rest, None), |(own, per)| (own, Some(per)));
    let own = match (before.unit, own.trim()) {
        (unit, "") => unit,
        (None, word) => Some(units::symbol(word)?),
        (Some(_), _) => return None,
    };
    after.unit = own.map_or(Unit::NONE, Unit::of);
    let Some(per) = per else { return Some(after) };
    match rating(per) {
        Some(top) if own.is_none() && after.scale.is_none() => {
            after.unit = Unit::of(&format!("/{per}"));
            after.rating = Some(top);
        }
        _ => after.unit = denominators(after.unit, per)?,
    }
    Some(after)
}

/// The parts around ` per `; that of `per cent` and `per cento` is none.
fn split_per(text: &str) -> Option<(&str, &str)> {
    let mut all = text.match_indices(" per ").map(|(at, per)| (&text[..at], &text[at + per.len()..]));
    all.find(|(_, unit)| !matches!(unit.split(' ').next(), Some("cent" | "cento")))
}

/// Reads the `+` of `5+ years` or `4M+`.
fn plus<'a>(after: &mut After, text: &'a str) -> &'a str {
    match text.strip_prefix('+') {
        Some(rest) if after.qualifier.is_none() => {
            after.qualifier = Some(Qualifier::AtLeast);
            rest
        }
        _ => text,
    }
}

/// The best mark of a rating scale. Only common scales, so that `24/7` and most fractions and dates stay texts.
fn rating(text: &str) -> Option<f64> {
    ["5", "10", "20", "100"].contains(&text).then(|| text.parse().ok()).flatten()
}

/// Divides by each of `user/month`: a known unit by its symbol, any other single word as it is.
fn denominators(unit: Unit, text: &str) -> Option<Unit> {
    text.split('/').try_fold(unit, |unit, word| {
        let word = word.trim();
        let one_word =
            !word.is_empty() && word.chars().count() <= 24 && word.chars().all(char::is_alphabetic);
        let symbol = units::symbol(word).or_else(|| one_word.then_some(word))?;
        Some(unit.per(&Unit::of(symbol)))
    })
}
