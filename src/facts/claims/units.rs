//! A value in the unit of the number that an author typed.

use super::said::{Said, Shape};
use crate::model::{Quantity, Unit};
use crate::syntax::number::{self, Marks, is_currency};

/// Signs and codes of one currency.
const SAME: &[&[&str]] = &[&["¥", "CNY", "元"], &["¥", "JPY", "円"], &["₩", "KRW", "원"]];

/// The readings of a value in the unit of the number typed, the likeliest first; none when the units do not agree.
pub(super) fn in_unit(said: &Said, quantity: &Quantity, marks: Marks) -> Vec<f64> {
    let (factor, unit) = plain(&quantity.unit, marks);
    let value = quantity.amount * factor;
    let ratio = unit.is_none() || ["x", "time"].iter().any(|name| unit.is_symbol(name));
    match &said.shape {
        Shape::Fraction(_) | Shape::Ratio(..) if unit.is_percent() => return vec![value / 100.0],
        Shape::Multiple(_) | Shape::Fraction(_) | Shape::Ratio(..) => {
            return if ratio { vec![value] } else { Vec::new() };
        }
        Shape::Number(_) | Shape::Range(..) => {}
    }
    let typed = &said.unit;
    let likelier = |a: f64, b: f64| {
        let far = |value: f64| (value.abs() / said.amount().abs()).ln().abs();
        if far(b) < far(a) { vec![b, a] } else { vec![a, b] }
    };
    if typed.is_percent() && ratio {
        // A bare number may be a share of one, or a number of percent.
        return likelier(value * 100.0, value);
    }
    // `0.68` for 68 %: a part of one is written with decimals.
    if typed.is_none() && unit.is_percent() && said.decimals() > 0 {
        return likelier(value, value / 100.0);
    }
    let times = ["x", "time"].iter().any(|name| typed.is_symbol(name)) && ratio;
    if typed.is_none() || unit.is_none() || times || agree(typed, &unit) { vec![value] } else { Vec::new() }
}

/// Whether the number's unit is that of the value, or what stands above its fraction line: `$14` of `$/user`; of rates, whether
/// they are for each equally many.
pub(super) fn agree(typed: &Unit, unit: &Unit) -> bool {
    if number::rates_agree(typed, unit) {
        return true;
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
