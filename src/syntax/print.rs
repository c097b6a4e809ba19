//! Values as text for readers.
//!
//! In: a value (or a bare amount), its format, the locale. Out: text. Entry: [`value`]; for numbers alone [`quantity`],
//! [`amount`] and [`compact`]; [`in_style`] writes a number the way another one was written.
//!
//! Decided here: a negative number carries a true minus sign (U+2212); halves are rounded away from zero, on the digits
//! a reader sees; a computed number without declared decimals shows at most two, without trailing zeros, but never fewer
//! than two significant digits (0.0034); a computed number keeps the scale in which its cells were written (`$47.6M`);
//! currency signs stand before the number in all languages. A difference of percentages is in percentage points.
//! A month is named in the locale's language; where it has no names, `strftime` says English ones.

use super::number::{self, Decimal, Marks};
use crate::model::{Format, Locale, Moment, Precision, Qualifier, Quantity, Scalar, Unit, Value, Written};
use jiff::fmt::strtime;

const MINUS: char = '\u{2212}';

/// A value as readers see it: as written when it is untouched, else by its format and unit.
#[must_use]
pub fn value(value: &Value, locale: &Locale) -> String {
    if let Some(text) = &value.text {
        return text.to_string();
    }
    match &value.scalar {
        Scalar::Missing => String::new(),
        Scalar::Text(text) => text.to_string(),
        Scalar::Boolean(true) => "true".to_owned(),
        Scalar::Boolean(false) => "false".to_owned(),
        Scalar::Number(number) => quantity(number, &value.format, locale),
        Scalar::Moment(at) => moment(*at, &value.format, locale),
    }
}

/// A computed quantity by its unit and format.
#[must_use]
pub fn quantity(quantity: &Quantity, format: &Format, locale: &Locale) -> String {
    let (mut number, mut unit) = (quantity.amount, quantity.unit.clone());
    if format.percent && !unit.is_percent() {
        if unit.is_none() {
            number *= 100.0;
        }
        unit = Unit::percent();
    }
    let Some(decimal) = Decimal::of(number) else { return "–".to_owned() };
    let (digits, scale) = scaled(decimal, quantity, format, locale);
    let (before, after) = affixes(&unit, quantity, format, locale, &digits);
    let sign = sign_of(number, format.signed, &digits);
    let (mark, plus) = qualifier(&quantity.written);
    match plus {
        // `6+ years`, `$6M+`, `68%+`
        "+" if after.starts_with(' ') => format!("{mark}{sign}{before}{digits}{scale}+{after}"),
        plus => format!("{mark}{sign}{before}{digits}{scale}{after}{plus}"),
    }
}

/// The marks before and after a computed number that is at least, at most or about so much: the one its cells have, where
/// that still says so.
fn qualifier(written: &Written) -> (&'static str, &'static str) {
    let Some(qualifier) = written.qualifier else { return ("", "") };
    let own = number::QUALIFIERS
        .iter()
        .find(|(mark, means)| *means == qualifier && written.prefix.starts_with(mark));
    match (own, qualifier) {
        (Some((mark, _)), _) => (mark, ""),
        (None, Qualifier::AtLeast) => ("", "+"),
        (None, Qualifier::AtMost) => ("≤", ""),
        (None, Qualifier::MoreThan) => (">", ""),
        (None, Qualifier::LessThan) => ("<", ""),
        (None, Qualifier::About) => ("~", ""),
    }
}

/// A bare number with grouped thousands. `decimals` is exact; `None` shows at most two, or two significant digits.
#[must_use]
pub fn amount(number: f64, decimals: Option<u8>, locale: &Locale) -> String {
    let Some(decimal) = Decimal::of(number) else { return "–".to_owned() };
    let digits = plain(decimal, decimals, 2, Some(locale.group), locale);
    format!("{}{digits}", sign_of(number, false, &digits))
}

/// A bare number with the locale's scale sign: `12.3M`, `1.5億`. Without `decimals` at most one digit after the mark.
#[must_use]
pub fn compact(number: f64, decimals: Option<u8>, locale: &Locale) -> String {
    let Some(decimal) = Decimal::of(number) else { return "–".to_owned() };
    let (digits, scale) = compacted(decimal, decimals, locale);
    format!("{}{digits}{scale}", sign_of(number, false, &digits))
}

/// A number in the style of another: 21,000,000 in the style of `$18M` is `$21M`.
#[must_use]
pub fn in_style(number: f64, written: &Written, locale: &Locale) -> String {
    let Some(decimal) = Decimal::of(number) else { return "–".to_owned() };
    let power = written.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent));
    let group = written.grouped.then_some(locale.group);
    let decimal = decimal.shifted(-power).rounded(i32::from(written.decimals));
    let digits = decimal.text(written.decimals, locale.decimal, group);
    let sign = sign_of(number, written.signed, &digits);
    let marks = number::QUALIFIERS.iter().map(|(mark, _)| *mark);
    let about = marks.filter(|mark| written.prefix.starts_with(mark)).map(str::len).next().unwrap_or(0);
    let (about, prefix) = written.prefix.as_str().split_at_checked(about).unwrap_or(("", &written.prefix));
    format!("{about}{sign}{prefix}{digits}{}", written.suffix)
}

/// A printed number with so many more decimals; `None` where the text is no number.
#[must_use]
pub fn finer(text: &str, number: f64, more: u8, locale: &Locale) -> Option<String> {
    let printed = number::parse_with(text, Marks::of(locale))?;
    let mut style = Written::clone(&printed.written);
    style.decimals = style.decimals.checked_add(more)?;
    // In the unit in which it is printed, a share is a hundredth of its percents.
    let factor = match printed.amount == 0.0 || number == 0.0 {
        true => 1.0,
        false => 10f64.powi((printed.amount / number).abs().log10().round() as i32),
    };
    Some(in_style(number * factor, &style, locale))
}

/// A date as precisely as it was written, by the format's pattern or the locale's.
#[must_use]
pub fn moment(moment: Moment, format: &Format, locale: &Locale) -> String {
    let asked = format.date.as_deref().and_then(|pattern| date(moment, pattern, locale));
    asked
        .or_else(|| date(moment, &pattern(moment.precision, locale), locale))
        .unwrap_or_else(|| moment.at.to_string())
}

/// A date by an `strftime` pattern, months named in the locale's language; `None` when the pattern is not one.
#[must_use]
pub fn date(moment: Moment, pattern: &str, locale: &Locale) -> Option<String> {
    let Some(months) = locale.months else { return strtime::format(pattern, moment.at).ok() };
    let month = months[usize::from(moment.at.month().unsigned_abs()) - 1];
    let short = short_month(month);
    let mut named = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        let (before, directive) = rest.split_at(at);
        named.push_str(before);
        // A directive that is no name of a month, `%%` included, is left to `strftime`.
        let (text, length) = match directive.as_bytes().get(1) {
            Some(b'B') => (month, 2),
            Some(b'b' | b'h') => (short.as_str(), 2),
            Some(next) => (directive.get(..2).unwrap_or(directive), if next.is_ascii() { 2 } else { 1 }),
            None => (directive, 1),
        };
        named.push_str(text);
        rest = directive.get(length..).unwrap_or_default();
    }
    named.push_str(rest);
    strtime::format(&named, moment.at).ok()
}

/// The first letters of a month's name where it is long: `Sept.`, `févr.`, but `Mai`.
fn short_month(month: &str) -> String {
    if month.chars().count() <= 4
        || month.chars().next().is_some_and(|c| ('\u{600}'..='\u{6ff}').contains(&c))
    {
        return month.to_owned();
    }
    let letters = if month.starts_with("juil") || month.starts_with("févr") || month.starts_with("Sept") {
        4
    } else {
        3
    };
    let start: String = month.chars().take(letters).collect();
    format!("{start}.")
}

fn pattern(precision: Precision, locale: &Locale) -> String {
    let dates = locale.dates;
    match precision {
        Precision::Second => format!("{} %H:%M", dates.day),
        Precision::Day => dates.day.to_owned(),
        Precision::Month => dates.month.to_owned(),
        Precision::Year => dates.year.to_owned(),
    }
}

/// The digits without sign, and the scale sign behind them.
fn scaled(decimal: Decimal, quantity: &Quantity, format: &Format, locale: &Locale) -> (String, String) {
    let group = (format.grouped != Some(false)).then_some(locale.group);
    let most = if format.suffix.as_deref() == Some("x") { 1 } else { 2 };
    if let Some(scale) = &quantity.written.scale {
        let small = decimal.clone().shifted(-i32::from(scale.exponent));
        // With `compact` another scale may fit better: 1,200M is 1.2B.
        let fits = if format.compact { 1..=3 } else { 1..=i32::MAX };
        if fits.contains(&small.magnitude()) {
            return (plain(small, format.decimals, most, group, locale), scale.symbol.clone());
        }
    }
    if format.compact {
        // Those of the cells were meant for the scale that does not fit.
        let decimals = format.decimals.filter(|_| format.declared || quantity.written.scale.is_none());
        return compacted(decimal, decimals, locale);
    }
    (plain(decimal, format.decimals, most, group, locale), String::new())
}

/// Rounded to exactly `decimals`, or to at most `most` (or two significant digits) without trailing zeros.
fn plain(decimal: Decimal, decimals: Option<u8>, most: i32, group: Option<char>, locale: &Locale) -> String {
    if let Some(decimals) = decimals {
        return decimal.rounded(i32::from(decimals)).text(decimals, locale.decimal, group);
    }
    // Two significant digits below 1; what is smaller than 10⁻¹² is an error of arithmetic.
    let places = if decimal.magnitude() >= 1 { most } else { (2 - decimal.magnitude()).min(14) };
    let rounded = decimal.rounded(places);
    let places = u8::try_from(rounded.decimals()).unwrap_or(u8::MAX);
    rounded.text(places, locale.decimal, group)
}

/// The digits and the largest scale sign that leaves at least one digit before the mark.
fn compacted(decimal: Decimal, decimals: Option<u8>, locale: &Locale) -> (String, String) {
    let reached = locale.scales.iter().rposition(|(_, power)| decimal.magnitude() > i32::from(*power));
    let (symbol, power) = reached.map_or(("", 0), |index| locale.scales[index]);
    let most = if reached.is_some() { 1 } else { 2 };
    let scaled = |power: u8| decimal.clone().shifted(-i32::from(power));
    let group = Some(locale.group);
    // What rounds up to the next scale is written in it: 999,960 is 1M, not 1,000K.
    let rounded = scaled(power).rounded(decimals.map_or(most, i32::from));
    if let Some((symbol, next)) = locale.scales.get(reached.map_or(0, |index| index + 1))
        && rounded.magnitude() > i32::from(next - power)
    {
        return (plain(scaled(*next), decimals, 1, group, locale), (*symbol).to_owned());
    }
    (plain(scaled(power), decimals, most, group, locale), symbol.to_owned())
}

/// What stands before and after the digits for a unit.
fn affixes(
    unit: &Unit,
    quantity: &Quantity,
    format: &Format,
    locale: &Locale,
    digits: &str,
) -> (String, String) {
    if let Some(suffix) = &format.suffix {
        return (format.currency.clone().unwrap_or_default(), suffix.clone());
    }
    let (above, below): (Vec<_>, Vec<_>) = unit.factors().iter().partition(|(_, power)| *power > 0);
    let mut per = String::new();
    for (symbol, power) in below {
        per.push('/');
        per.push_str(&raised(symbol, power.unsigned_abs()));
    }
    match above.as_slice() {
        [] => (format.currency.clone().unwrap_or_default(), per),
        [(symbol, 1)] if number::is_currency(symbol) => {
            let written = quantity.written.prefix.trim_end();
            let sign = if number::is_sign_of(written, symbol) { written } else { symbol };
            let sign = format.currency.as_deref().unwrap_or(sign);
            let space = if sign.chars().all(|c| c.is_ascii_alphabetic()) { "\u{a0}" } else { "" };
            (format!("{sign}{space}"), per)
        }
        [(symbol, 1)] => (String::new(), format!("{}{per}", word(symbol, locale, digits))),
        many => {
            let symbols: Vec<String> =
                many.iter().map(|(symbol, power)| raised(symbol, power.unsigned_abs())).collect();
            (String::new(), format!(" {}{per}", symbols.join("·")))
        }
    }
}

fn raised(symbol: &str, power: u8) -> String {
    match power {
        1 => symbol.to_owned(),
        2 => format!("{symbol}²"),
        3 => format!("{symbol}³"),
        n => format!("{symbol}^{n}"),
    }
}

/// A unit behind its number: signs and East Asian words close up, other words stand after a space, in the plural where
/// English has one.
fn word(symbol: &str, locale: &Locale, digits: &str) -> String {
    let language = locale.language.split(['-', '_']).next().unwrap_or_default();
    match (symbol, language) {
        ("pp", "zh") => return "个百分点".to_owned(),
        ("pp", "ja") => return "ポイント".to_owned(),
        ("pp", "ko") => return "%p".to_owned(),
        ("%" | "‰", "de" | "es") => return format!("\u{a0}{symbol}"),
        ("%" | "‰", "fr") => return format!("\u{202f}{symbol}"),
        ("%" | "‰" | "°" | "x", _) => return symbol.to_owned(),
        _ => {}
    }
    if symbol.starts_with('/') || symbol.chars().next().is_some_and(is_east_asian) {
        return symbol.to_owned();
    }
    let plural = number::plural(symbol).filter(|_| digits != "1");
    format!(" {}", plural.unwrap_or(symbol))
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The sign of a number whose digits are these: none when it was rounded to zero.
fn sign_of(number: f64, signed: bool, digits: &str) -> String {
    let zero = !digits.chars().any(|c| ('1'..='9').contains(&c));
    match number {
        _ if zero => String::new(),
        n if n < 0.0 => MINUS.to_string(),
        _ if signed => '+'.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
