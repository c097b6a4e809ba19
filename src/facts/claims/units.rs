//! A value in the unit of the number that an author typed.

use super::hold;
use super::said::{self, Bound, Manner, Said, Shape, Typed};
use crate::model::{Scale, Unit, Value};
use crate::syntax::number::{self, Marks, is_currency};
use std::ops::Range;

/// Signs, codes and words of one unit.
const SAME: &[&[&str]] = &[
    &["¥", "CNY", "元"],
    &["¥", "JPY", "円"],
    &["₩", "KRW", "원"],
    &["$", "USD"],
    &["€", "EUR"],
    &["£", "GBP", "pound"],
    &["₹", "INR"],
    &["lb", "pound"],
];
/// Up to this size a computed bare number may be a share of more than one.
const SHARE: f64 = 5.0;

/// The readings of a value in the unit of the number typed, the likeliest first; none when the units do not agree.
pub(super) fn in_unit(said: &Said, value: &Value, marks: Marks) -> Vec<f64> {
    let Some(quantity) = value.quantity() else { return Vec::new() };
    let (factor, unit) = plain(&quantity.unit, marks);
    let amount = quantity.amount * factor;
    let ratio = unit.is_none() || ["x", "time"].iter().any(|name| unit.is_symbol(name));
    match &said.shape {
        Shape::Fraction(_) | Shape::Ratio(..) if unit.is_percent() => return vec![amount / 100.0],
        Shape::Multiple(_) | Shape::Fraction(_) | Shape::Ratio(..) => {
            return if ratio { vec![amount] } else { Vec::new() };
        }
        Shape::Number(_) | Shape::Range(..) => {}
    }
    let typed = &said.unit;
    if typed.is_percent() && ratio {
        return percents(said, amount, value.origin.is_some());
    }
    // `0.68` for 68 %: a part of one is written with decimals.
    if typed.is_none() && unit.is_percent() && has_decimals(said) {
        return match (is_bounded(said), said.amount().abs() <= 1.0) {
            (true, true) => vec![amount / 100.0],
            (true, false) => vec![amount],
            (false, _) => likelier(said, amount, amount / 100.0),
        };
    }
    let times = ["x", "time"].iter().any(|name| typed.is_symbol(name)) && ratio;
    if typed.is_none() || unit.is_none() || times || agree(typed, &unit) { vec![amount] } else { Vec::new() }
}

/// So many words behind a number are looked at for a unit.
const FAR: usize = 3;
/// Words that end the part of a text that speaks of the number before them.
const APART: [&str; 24] = [
    "of", "in", "and", "or", "per", "to", "for", "on", "at", "from", "with", "than", "is", "are", "was",
    "were", "after", "before", "over", "under", "out", "by", "as", "but",
];
/// Words for a time that something is counted for.
const PERIODS: &[(&str, &[&str])] = &[
    ("hour", &["hourly"]),
    ("day", &["daily"]),
    ("week", &["weekly", "pw"]),
    ("month", &["monthly", "pcm"]),
    ("quarter", &["quarterly"]),
    ("year", &["yearly", "annually", "pa", "p.a", "annum"]),
];

/// Where the words behind a number end that name another unit than the value has: `12 more days` for weeks, `£14 a week` for
/// `£/month`. `None` when none does.
pub(super) fn other_behind(text: &str, said: &Said, value: &Unit) -> Option<usize> {
    if value.is_none() {
        return None;
    }
    let rest = text.get(said.range.end..)?;
    let words = words_behind(rest);
    if let Some((period, end)) = period(&words) {
        let own = value.factors().iter().find(|(symbol, power)| *power < 0 && is_period(symbol));
        if own.is_some_and(|(symbol, _)| symbol != period) {
            return Some(said.range.end + end);
        }
    }
    // With a unit of its own, the number has been compared already; directly behind it a unit would be its own.
    if !said.unit.is_none() || !matches!(said.shape, Shape::Number(_) | Shape::Range(..)) {
        return None;
    }
    let near = words.iter().take(FAR).take_while(|(word, _)| !APART.contains(word) && !word.is_empty());
    let (unit, end) = near.skip(1).find_map(|(word, end)| Some((measure(word)?, *end)))?;
    (!agree(&unit, &plain(value, Marks::default()).1)).then_some(said.range.end + end)
}

/// The words behind a number up to a mark that ends the clause, each with the place where it ends.
fn words_behind(rest: &str) -> Vec<(&str, usize)> {
    let clause = rest.find([',', ';', ':', '(', ')', '—']).map_or(rest, |end| &rest[..end]);
    let mut at = 0;
    let words = clause.split([' ', '\u{a0}', '-']).map(|word| {
        let end = at + word.len();
        at = end + clause[end..].chars().next().map_or(0, char::len_utf8);
        (word.trim_end_matches(['.', '!', '?']), end)
    });
    words.filter(|(word, _)| !word.is_empty()).take(2 * FAR).collect()
}

/// The unit that a word in the plural, or a symbol, stands for.
fn measure(word: &str) -> Option<Unit> {
    let plural = word.ends_with('s') || matches!(word, "people" | "feet" | "euro" | "yen" | "yuan");
    plural
        .then(|| number::parse(&format!("2 {word}")))
        .flatten()
        .map(|found| found.unit)
        .filter(|unit| !unit.is_none())
}

fn is_period(symbol: &str) -> bool {
    PERIODS.iter().any(|(period, _)| *period == symbol)
}

/// The time in `a week`, `each month`, `weekly`, and where it ends.
fn period(words: &[(&str, usize)]) -> Option<(&'static str, usize)> {
    words.iter().take(FAR).enumerate().find_map(|(at, (word, end))| {
        let lower = word.to_lowercase();
        let adverb = PERIODS.iter().find(|(_, adverbs)| adverbs.contains(&lower.as_str()));
        if let Some((period, _)) = adverb {
            return Some((*period, *end));
        }
        let next = ["a", "an", "each", "every", "per"]
            .contains(&lower.as_str())
            .then(|| words.get(at + 1))
            .flatten();
        let (unit, end) = next?;
        PERIODS.iter().find(|(period, _)| *period == unit.to_lowercase()).map(|(period, _)| (*period, *end))
    })
}

/// The readings of a bare number in percent: it may be a share of one, or a number of percent.
///
/// Nearly all numbers hold for one reading of `less than 40%`, so that behind words that set a bound, and in a range, the size
/// decides: up to one it is a share. A larger one that was computed may be a share, too, and must hold either way.
fn percents(said: &Said, amount: f64, cell: bool) -> Vec<f64> {
    let (share, size) = (amount * 100.0, amount.abs());
    if !is_bounded(said) {
        // `1%` is not 0.95.
        let whole = size > 0.0 && size < 1.0 && !has_decimals(said);
        return if whole { vec![share] } else { likelier(said, share, amount) };
    }
    if size <= 1.0 {
        return vec![share];
    }
    let doubtful = !cell && size <= SHARE && hold::holds(said, share) != hold::holds(said, amount);
    if doubtful { Vec::new() } else { vec![amount] }
}

/// Two readings, that of the size of the number typed first.
fn likelier(said: &Said, a: f64, b: f64) -> Vec<f64> {
    let far = |value: f64| (value.abs() / said.amount().abs()).ln().abs();
    if far(b) < far(a) { vec![b, a] } else { vec![a, b] }
}

/// Whether the number leaves room for many values: `over 40%`, `40–50%`.
const fn is_bounded(said: &Said) -> bool {
    !matches!(said.bound, Bound::Exactly | Bound::About) || matches!(said.shape, Shape::Range(..))
}

const fn has_decimals(said: &Said) -> bool {
    match &said.shape {
        Shape::Number(typed) | Shape::Range(typed, _) => typed.grain < 0,
        Shape::Ratio(..) | Shape::Fraction(_) | Shape::Multiple(_) => false,
    }
}

/// Whether the number's unit is that of the value, or what stands above its fraction line: `$14` of `$/user`; of rates, whether
/// they are for each equally many.
pub(super) fn agree(typed: &Unit, unit: &Unit) -> bool {
    // `12 points` are percentage points as well.
    if number::rates_agree(typed, unit) || (typed.is_symbol("point") && unit.is_symbol("pp")) {
        return true;
    }
    if let Some(head) = head(unit).filter(|_| typed != unit) {
        return agree(typed, &head);
    }
    let above: Vec<&(String, i8)> = unit.factors().iter().filter(|(_, power)| *power > 0).collect();
    let alike =
        |a: &str, b: &str| a == b || SAME.iter().any(|group| group.contains(&a) && group.contains(&b));
    let pairs = |list: &[&(String, i8)]| {
        let typed = typed.factors();
        typed.len() == list.len() && typed.iter().zip(list).all(|(a, b)| a.1 == b.1 && alike(&a.0, &b.0))
    };
    pairs(&unit.factors().iter().collect::<Vec<_>>()) || (above.len() < unit.factors().len() && pairs(&above))
}

/// What a declared unit counts: `%` of `% of GDP`.
fn head(unit: &Unit) -> Option<Unit> {
    let [(symbol, 1)] = unit.factors() else { return None };
    let (head, _) = symbol.split_once(" of ")?;
    number::parse(&format!("1 {head}")).map(|quantity| quantity.unit).filter(|unit| !unit.is_none())
}

/// A unit that is written as its field declares it and not as the parser of numbers knows it: `% of GDP`, `Mt CO2`, `EUR million`.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) text: String,
    /// The power of ten in it.
    pub(super) power: u8,
    pub(super) unit: Unit,
}

impl Declared {
    /// The unit of a value, where its name is not known.
    pub(super) fn of(unit: &Unit, marks: Marks) -> Option<Self> {
        let text = unit.to_string();
        let (factor, plain) = plain(unit, marks);
        let known = number::parse(&format!("1 {text}")).is_some_and(|quantity| quantity.unit == *unit);
        (!unit.is_none() && !known).then(|| Self { text, power: factor.log10().round() as u8, unit: plain })
    }

    /// A number whose unit is written as the field declares it, behind its digits and perhaps a scale.
    pub(super) fn behind(&self, text: &str, digits: Range<usize>, marks: Marks) -> Option<Said> {
        let behind = text.get(digits.end..)?;
        let at = behind.find(&self.text).filter(|at| *at <= 24)?;
        let end = digits.end + at + self.text.len();
        if text.get(end..)?.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let quantity = number::parse_with(text.get(digits.start..digits.end + at)?, marks)?;
        let mut said = said::of(digits.start..end, &quantity);
        let Shape::Number(Typed { amount, grain, manner: Manner::Digits(written) }) = &mut said.shape else {
            return None;
        };
        written.suffix = behind.get(..at + self.text.len())?.to_owned();
        if self.power > 0 && written.scale.is_none() {
            written.scale = Some(Scale { symbol: written.suffix.clone(), exponent: self.power });
        }
        *amount *= 10f64.powi(i32::from(self.power));
        *grain += i32::from(self.power);
        said.unit = self.unit.clone();
        quantity.unit.is_none().then_some(said)
    }
}

/// A unit without a scale, and the scale: `thousand $` is 1,000 and `$`. A field declares such units.
pub(super) fn plain(unit: &Unit, marks: Marks) -> (f64, Unit) {
    let [(symbol, 1)] = unit.factors() else { return (1.0, unit.clone()) };
    scaled(symbol, marks).unwrap_or_else(|| (1.0, unit.clone()))
}

fn scaled(symbol: &str, marks: Marks) -> Option<(f64, Unit)> {
    let power = |word: &str| power(word, marks);
    // A known symbol is no scale: `m` is metres, `MW` megawatts. Nor is the number of `per 1,000`.
    if number::is_rate(symbol)
        || number::parse(&format!("1 {symbol}")).is_some_and(|quantity| quantity.amount == 1.0)
    {
        return None;
    }
    let words: Vec<&str> = symbol
        .split(|c: char| c.is_whitespace() || "()".contains(c))
        .filter(|word| !matches!(*word, "" | "of" | "in"))
        .collect();
    let at = words.iter().position(|word| power(word).is_some());
    let (power, rest) = match at {
        Some(at) => {
            let rest: Vec<&str> =
                words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, word)| *word).collect();
            (power(words[at])?, rest.join(" "))
        }
        // `$K`, `$bn`
        None => {
            let sign = symbol.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '\'');
            (power(symbol.strip_prefix(sign)?)?, sign.to_owned())
        }
    };
    let unit = if rest.is_empty() {
        Unit::NONE
    } else if is_currency(&rest) {
        Unit::of(&rest)
    } else {
        let written = [format!("1 {rest}"), format!("{rest} 1")];
        written.iter().find_map(|text| number::parse(text)).map_or_else(|| Unit::of(&rest), |q| q.unit)
    };
    Some((10f64.powi(power), unit))
}

fn power(word: &str, marks: Marks) -> Option<i32> {
    // A scale word counts as it does behind a number.
    let read = number::parse_with(&format!("1 {word}"), Marks { long_scale: true, ..Marks::default() });
    if let Some(scale) = read.and_then(|read| read.written.scale.clone()).filter(|_| marks.long_scale) {
        return Some(i32::from(scale.exponent));
    }
    Some(match word.to_lowercase().as_str() {
        "thousand" | "thousands" | "k" | "'000" | "000" | "000s" | "千" => 3,
        "million" | "millions" | "mn" | "mln" | "mio" | "mio." | "m" | "百万" => 6,
        "billion" | "billions" | "bn" | "mrd" | "mrd." | "b" => 9,
        "trillion" | "trillions" | "tn" => 12,
        "万" | "萬" => 4,
        "億" | "亿" => 8,
        _ => return None,
    })
}
