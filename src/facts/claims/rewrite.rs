//! The number that would hold, in the style of the one typed.

use super::hold::{holds, snapped};
use super::said::{self, Bound, Found, Manner, Said, Shape, Typed, Way};
use super::{english, units};
use crate::facts::detect::is_han_numeral;
use crate::model::{Locale, Value, Written};
use crate::syntax::number::{Decimal, Marks};
use crate::syntax::print;

/// What to write in place of the number so that the words hold; `None` where the style has no word for it.
pub(super) fn rewrite(text: &str, said: &Said, value: f64, locale: &Locale) -> Option<String> {
    let seen = said.seen(snapped(value))?;
    let typed = text.get(said.range.clone())?;
    if part_of_more(text, said, seen) || turns(text, said, value) {
        return None;
    }
    let new = match &said.shape {
        Shape::Number(number) => match &number.manner {
            Manner::Digits(written) => digits(typed, number, written, (said.bound, seen), locale)?,
            Manner::Composed => return None,
            Manner::Ordinal => ordinal(toward(said.bound, seen, 0))?,
            Manner::Words => {
                // As with digits: a value below the magnitude named is not rounded up to it.
                let shown = Decimal::of(seen)?.magnitude() > number.grain;
                let grain = if shown { number.grain } else { 0 };
                spelt(typed, grain, toward(said.bound, seen, grain), locale)?
            }
        },
        Shape::Fraction(_) => english::nearest_fraction(seen)?.to_owned(),
        Shape::Multiple(_) => english::multiple_like(typed, seen)?.to_owned(),
        Shape::Range(..) | Shape::Ratio(..) => return None,
    };
    Some(cased(typed, new))
}

/// Whether the words hold with a new number in them.
pub(super) fn mends(text: &str, said: &Said, new: &str, value: &Value, locale: &Locale) -> bool {
    let mut words = text.to_owned();
    words.replace_range(said.range.clone(), new);
    let Some(quantity) = value.quantity() else { return false };
    match said::find(&words, locale, quantity) {
        Found::One(said) => {
            units::in_unit(&said, value, Marks::of(locale)).iter().any(|value| holds(&said, *value))
        }
        Found::None | Found::Likely(..) | Found::Several(_) => false,
    }
}

/// Whether the value has another sign than the number, beside other words: `rose` would be wrong, too.
pub(super) fn turns(text: &str, said: &Said, value: f64) -> bool {
    let alone = text.get(said.range.clone()) == Some(text.trim());
    !matches!(said.way, Way::Falls | Way::Either) && !alone && value * said.amount() < 0.0
}

/// Whether the number is a part of a larger one, so that it cannot be written anew by itself: number words or numerals beside it,
/// as in `one adult in five`, or a word behind it that is not known and may be a scale, as in `3 juta`. A value of another size
/// than the number speaks for it.
fn part_of_more(text: &str, said: &Said, value: f64) -> bool {
    const PLAIN: [&str; 16] = [
        "of", "in", "and", "or", "to", "by", "for", "on", "at", "from", "with", "per", "as", "than", "is",
        "was",
    ];
    let (lead, rest) = (text.get(..said.range.start).unwrap_or(""), text.get(said.range.end..).unwrap_or(""));
    if touches(lead, rest) {
        return true;
    }
    let rest = rest.strip_prefix([' ', '\u{a0}', '\u{202f}', '-']).unwrap_or(rest);
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let scaled = match &said.shape {
        Shape::Number(Typed { manner: Manner::Digits(written), .. }) => written.scale.is_some(),
        Shape::Number(_) => false,
        _ => true,
    };
    if word.is_empty() || scaled || PLAIN.contains(&word) || said.amount() == 0.0 || value == 0.0 {
        return false;
    }
    !(0.02..50.0).contains(&(value / said.amount()).abs())
}

/// Whether the words directly before or behind a number belong to a larger one.
fn touches(lead: &str, rest: &str) -> bool {
    let numeral = |c: char| c.is_numeric() || is_han_numeral(c);
    if lead.ends_with(numeral) || rest.starts_with(numeral) {
        return true;
    }
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let clause = lead.rsplit([',', ';', ':', '(']).next().unwrap_or("");
    let before: Vec<String> =
        clause.split([' ', '\u{a0}', '-']).filter(|part| !part.is_empty()).map(word).collect();
    let last = |from_end: usize| before.iter().rev().nth(from_end).map_or("", String::as_str);
    // `one in`, `1 out of every`, `quarter of a`, `second of`; in `one adult in` stands what is counted.
    let joints = ["in", "of", "out", "every", "each", "a", "an", "the", "all"];
    let back = (0..4).take_while(|at| joints.contains(&last(*at))).count();
    let joined = (0..back).any(|at| matches!(last(at), "in" | "of"));
    let counts = |word: &str| {
        english::is_part(word) || english::is_rank(word) || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let next = rest.split([' ', '\u{a0}', '-']).find(|part| !part.is_empty()).map(word).unwrap_or_default();
    english::is_part(&next)
        || (rest.starts_with('-') && english::is_rank(&next))
        || (back == 0 && english::is_part(last(0)))
        || (joined && (counts(last(back)) || matches!(last(back + 1), "one" | "1")))
}

fn digits(
    text: &str,
    typed: &Typed,
    written: &Written,
    (bound, value): (Bound, f64),
    locale: &Locale,
) -> Option<String> {
    let mut style = written.clone();
    let mut grain = typed.grain;
    // A value that would round to nothing gets as many decimals as show its first digit.
    let first = Decimal::of(value)?.magnitude() - 1;
    if value != 0.0 && first < grain {
        style.decimals = u8::try_from(i32::from(style.decimals) + grain - first).ok().filter(|n| *n <= 6)?;
        grain = first;
    }
    let number = toward(bound, value, grain);
    let new = print::in_style(number, &style, locale);
    // The author's minus sign, where it is not the typographic one.
    let hyphen = number < 0.0 && typed.amount < 0.0 && text.contains('-');
    let new = if hyphen { new.replacen('\u{2212}', "-", 1) } else { new };
    let minus = typed.amount > 0.0 && number < 0.0;
    (!minus || bound == Bound::Exactly || bound == Bound::About).then_some(new)
}

/// The value rounded to a power of ten: to the side on which an inequality holds, else to the nearest.
fn toward(bound: Bound, value: f64, grain: i32) -> f64 {
    let unit = 10f64.powi(grain);
    let steps = snapped(value / unit);
    let steps = match bound {
        Bound::Exactly | Bound::About | Bound::Unclear => return nearest(value, grain),
        Bound::AtLeast => steps.floor(),
        Bound::AtMost | Bound::Nearly => steps.ceil(),
        Bound::MoreThan | Bound::JustOver if steps.fract() == 0.0 => steps - 1.0,
        Bound::MoreThan | Bound::JustOver => steps.floor(),
        Bound::LessThan if steps.fract() == 0.0 => steps + 1.0,
        Bound::LessThan => steps.ceil(),
    };
    snapped(steps * unit)
}

fn nearest(value: f64, grain: i32) -> f64 {
    let steps = Decimal::of(value).map(|decimal| decimal.shifted(-grain).rounded(0).text(0, '.', None));
    let size: Option<f64> = steps.and_then(|steps| format!("{steps}e{grain}").parse().ok());
    size.map_or(value, |size| if value < 0.0 { -size } else { size })
}

fn ordinal(number: f64) -> Option<String> {
    if !(1.0..1e9).contains(&number) || number.fract() != 0.0 {
        return None;
    }
    let whole = number as u64;
    let suffix = match (whole % 10, whole % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    Some(format!("{whole}{suffix}"))
}

/// In words as the one typed; in digits where words would be long.
fn spelt(text: &str, grain: i32, number: f64, locale: &Locale) -> Option<String> {
    let fold = text.to_lowercase().ends_with("fold");
    let words =
        english::rounded(number, grain).map(|words| if fold { format!("{words}fold") } else { words });
    let decimals = u8::try_from(-grain).unwrap_or(0);
    let digits = || (number >= 0.0 && !fold).then(|| print::amount(number, Some(decimals), locale));
    words.or_else(digits)
}

fn cased(typed: &str, new: String) -> String {
    let mut chars = new.chars();
    match (typed.starts_with(|c: char| c.is_uppercase()), chars.next()) {
        (true, Some(first))
            if first.is_lowercase() && typed.chars().nth(1).is_some_and(char::is_lowercase) =>
        {
            format!("{}{}", first.to_uppercase(), chars.as_str())
        }
        _ => new,
    }
}
