//! Numbers in English words: `twelve`, `three hundred`, `two-thirds`, `doubled`, `twelvefold`.

use super::said::{Manner, Shape, Typed};
use crate::model::Unit;
use std::ops::Range;

/// A number in words and its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spelt {
    pub(super) shape: Shape,
    pub(super) unit: Unit,
    pub(super) range: Range<usize>,
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, i32); 4] = [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];
const PARTS: [(&str, f64); 9] = [
    ("half", 2.0),
    ("third", 3.0),
    ("quarter", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];
const MULTIPLES: [(&[&str], f64); 5] = [
    (&["halved", "halving", "halves", "halve"], 0.5),
    (&["doubled", "doubling", "doubles", "double", "twice"], 2.0),
    (&["tripled", "tripling", "triples", "triple", "trebled", "threefold"], 3.0),
    (&["quadrupled", "quadrupling", "quadruples", "quadruple"], 4.0),
    (&["quintupled", "quintupling", "quintuples", "quintuple"], 5.0),
];

const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// All ranks in words, in order; for texts without other numbers, since `the second half` is none.
pub(super) fn ordinals(text: &str) -> Vec<Spelt> {
    let spelt = |(word, range): Token<'_>| {
        let rank = ORDINALS.iter().position(|known| word.eq_ignore_ascii_case(known))? + 1;
        let typed = Typed { amount: rank as f64, grain: 0, manner: Manner::Composed };
        Some(Spelt { shape: Shape::Number(typed), unit: Unit::NONE, range })
    };
    tokens(text).into_iter().filter_map(spelt).collect()
}

/// Whether a word in lower case is a number or a part of one: `twelve`, `million`, `quarter`.
pub(super) fn is_part(word: &str) -> bool {
    small(word).is_some()
        || scale(word).is_some()
        || ["hundred", "dozen", "half", "quarter", "quarters"].contains(&word)
}

/// Whether a word in lower case is a rank: `second`.
pub(super) fn is_rank(word: &str) -> bool {
    ORDINALS.contains(&word)
}

/// All numbers in words, in order.
pub(super) fn find(text: &str) -> Vec<Spelt> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let read = multiple(&tokens, at).or_else(|| fraction(&tokens, at)).or_else(|| cardinal(&tokens, at));
        match read {
            Some((next, shape, unit)) => {
                let rank = ranked(text, &tokens, next, &shape);
                let (next, shape) = rank.map_or((next, shape), |shape| (next + 1, shape));
                let range = tokens[at].1.start..tokens[next - 1].1.end;
                found.push(Spelt { shape, unit, range });
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The number of `twenty-first`, whose tens end before a token. `thirty-second` may be half a minute: it is no number that holds.
fn ranked(text: &str, tokens: &[Token<'_>], next: usize, tens: &Shape) -> Option<Shape> {
    let Shape::Number(tens) = tens else { return None };
    let (word, range) = tokens.get(next).filter(|_| tens.amount >= 20.0 && tens.amount % 10.0 == 0.0)?;
    let rank = ORDINALS.iter().position(|known| word.eq_ignore_ascii_case(known))? + 1;
    let before = next.checked_sub(1).and_then(|before| tokens.get(before))?;
    let amount = if rank == 2 { f64::NAN } else { tens.amount + rank as f64 };
    (text.get(before.1.end..range.start) == Some("-")).then_some(Shape::Number(Typed {
        amount,
        grain: 0,
        manner: Manner::Composed,
    }))
}

/// A whole number below 1,000 in words.
pub(super) fn words(number: u64) -> Option<String> {
    let number = usize::try_from(number).ok()?;
    Some(match number {
        0..20 => SMALL[number].to_owned(),
        20..100 if number % 10 == 0 => TENS[number / 10].to_owned(),
        20..100 => format!("{}-{}", TENS[number / 10], SMALL[number % 10]),
        100..1000 if number % 100 == 0 => format!("{} hundred", SMALL[number / 100]),
        100..1000 => format!("{} hundred and {}", SMALL[number / 100], words((number % 100) as u64)?),
        _ => return None,
    })
}

/// A number rounded to a power of ten, in words: 3,200,000 to millions is `three million`.
pub(super) fn rounded(amount: f64, grain: i32) -> Option<String> {
    let unit = (amount / 10f64.powi(grain)).round();
    if !(0.0..1000.0).contains(&unit) {
        return None;
    }
    let whole = unit as u64;
    match grain {
        0 if whole <= 100 => words(whole),
        2 if (1..10).contains(&whole) => Some(format!("{} hundred", words(whole)?)),
        _ => {
            let scale = SCALES.iter().find(|(_, power)| *power == grain)?.0;
            (whole > 0).then_some(format!("{} {scale}", words(whole)?))
        }
    }
}

/// The fraction in words nearest to a part of one.
pub(super) fn nearest_fraction(value: f64) -> Option<&'static str> {
    const KNOWN: [(&str, f64); 7] = [
        ("a fifth", 0.2),
        ("a quarter", 0.25),
        ("a third", 1.0 / 3.0),
        ("half", 0.5),
        ("two-thirds", 2.0 / 3.0),
        ("three-quarters", 0.75),
        ("four-fifths", 0.8),
    ];
    let near = KNOWN.iter().min_by(|a, b| (a.1 - value).abs().total_cmp(&(b.1 - value).abs()))?;
    Some(near.0)
}

/// The word for a multiple in the form of another: `tripled` for 3 in the form of `doubled`.
pub(super) fn multiple_like(word: &str, factor: f64) -> Option<&'static str> {
    let word = word.to_lowercase();
    let form = MULTIPLES.iter().find_map(|(forms, _)| forms.iter().position(|form| *form == word))?;
    let (forms, _) = MULTIPLES.iter().find(|(_, known)| (known - factor).abs() <= 0.05 * known)?;
    forms.get(form).copied().filter(|_| form < 4)
}

type Token<'t> = (&'t str, Range<usize>);

/// Words of letters with their places.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphabetic() || c == '\'', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push((&text[from..at], from..at));
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

fn is(tokens: &[Token<'_>], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|(token, _)| token.eq_ignore_ascii_case(word))
}

/// Whether a token follows the one before it directly: with a space or a hyphen between them.
fn joined(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| tokens.get(at)) else { return true };
    tokens.get(at).is_some_and(|token| token.1.start - before.1.end == 1)
}

fn multiple(tokens: &[Token<'_>], at: usize) -> Option<(usize, Shape, Unit)> {
    let word = tokens.get(at)?.0.to_lowercase();
    if let Some((_, factor)) =
        MULTIPLES.iter().find(|(forms, _)| forms.contains(&word.as_str()) && !word.ends_with("fold"))
    {
        return Some((at + 1, Shape::Multiple(*factor), Unit::NONE));
    }
    let factor = word.strip_suffix("fold").and_then(small)?;
    Some((at + 1, whole(factor, 0), Unit::of("x")))
}

/// `half`, `a quarter`, `two-thirds`: how many parts, of how many that make one, and where it ends.
fn parts(tokens: &[Token<'_>], at: usize) -> Option<(f64, f64, usize)> {
    let part = |at: usize| {
        let word = tokens.get(at)?.0.to_lowercase();
        let singular = match word.as_str() {
            "halves" => "half",
            word => word.strip_suffix('s').unwrap_or(word),
        };
        PARTS.iter().find(|(name, _)| *name == singular).map(|(_, parts)| *parts)
    };
    if is(tokens, at, "half") {
        return Some((1.0, 2.0, at + 1));
    }
    let count = if is(tokens, at, "a") || is(tokens, at, "an") {
        1.0
    } else {
        small(&tokens.get(at)?.0.to_lowercase())?
    };
    let parts = part(at + 1).filter(|_| joined(tokens, at + 1))?;
    (count < parts).then_some((count, parts, at + 2))
}

fn fraction(tokens: &[Token<'_>], at: usize) -> Option<(usize, Shape, Unit)> {
    let (count, parts, next) = parts(tokens, at).or_else(|| lone_part(tokens, at))?;
    let over = count / parts;
    // `half a million`, `a quarter of a million`, `half of one percent`
    let of = next + usize::from(is(tokens, next, "of"));
    let article = ["a", "an", "one"].iter().any(|word| is(tokens, of, word));
    let of = of + usize::from(article);
    let scale = tokens.get(of).and_then(|(word, _)| scale(&word.to_lowercase()));
    if article && is(tokens, of, "dozen") {
        return Some((of + 1, whole(over * 12.0, 0), Unit::NONE));
    }
    if let Some(power) = scale.filter(|_| article) {
        return Some((of + 1, whole(over * 10f64.powi(power), power - decimals(parts)), Unit::NONE));
    }
    if let Some((end, unit)) = point(tokens, of).filter(|_| (next..=of).all(|at| joined(tokens, at))) {
        let typed = Typed { amount: over, grain: -decimals(parts), manner: Manner::Composed };
        return Some((end, Shape::Number(typed), Unit::of(unit)));
    }
    (at + 1 < next || is(tokens, at, "half")).then_some((next, Shape::Fraction(over), Unit::NONE))
}

/// The `quarter` of `quarter of a million`.
fn lone_part(tokens: &[Token<'_>], at: usize) -> Option<(f64, f64, usize)> {
    let word = tokens.get(at)?.0.to_lowercase();
    let (_, parts) = PARTS.iter().find(|(name, _)| *name == word)?;
    is(tokens, at + 1, "of").then_some((1.0, *parts, at + 1))
}

/// What a percent and the points are called, with the place behind it.
fn point(tokens: &[Token<'_>], at: usize) -> Option<(usize, &'static str)> {
    let point = |at: usize| is(tokens, at, "point") || is(tokens, at, "points");
    if is(tokens, at, "percent") {
        return Some((at + 1, "%"));
    }
    if is(tokens, at, "per") && is(tokens, at + 1, "cent") {
        return Some((at + 2, "%"));
    }
    if is(tokens, at, "percentage") && point(at + 1) {
        return Some((at + 2, "pp"));
    }
    if is(tokens, at, "basis") && point(at + 1) {
        return Some((at + 2, "bp"));
    }
    point(at).then_some((at + 1, "point"))
}

/// So many decimals tell the parts of one apart.
const fn decimals(parts: f64) -> i32 {
    match parts as u8 {
        2 | 5 | 10 => 1,
        8 => 3,
        _ => 2,
    }
}

/// The fraction of a mixed number such as `two and a half`: its size, its decimals, and where it ends.
fn mixed(tokens: &[Token<'_>], start: usize, at: usize) -> Option<(f64, i32, usize)> {
    // `between one and two thirds` are two numbers, and so is `one and half of it`.
    let between = start.checked_sub(1).is_some_and(|before| is(tokens, before, "between"));
    let and = at > start && is(tokens, at, "and") && !is(tokens, at + 1, "half") && joined(tokens, at + 1);
    let (count, parts, next) = parts(tokens, at + 1).filter(|_| and && !between)?;
    Some((count / parts, decimals(parts), next))
}

/// `two hundred and five`, `three million`, `a hundred`, `one and a half million`. The last magnitude named is the precision.
fn cardinal(tokens: &[Token<'_>], start: usize) -> Option<(usize, Shape, Unit)> {
    let (mut total, mut current, mut grain, mut last, mut at) = (0.0, 0.0, 0, 0, start);
    let magnitude = |word: &str| word == "hundred" || word == "dozen" || scale(word).is_some();
    while let Some((token, _)) = tokens.get(at) {
        let word = token.to_lowercase();
        let next = tokens.get(at + 1).map(|(token, _)| token.to_lowercase()).unwrap_or_default();
        if at > start && !joined(tokens, at) {
            break;
        }
        if let Some((part, decimals, next)) = mixed(tokens, start, at) {
            // `two and a half`; `a million and a half` says half of what was named last.
            let power = if current > 0.0 { 0 } else { last };
            current += part * 10f64.powi(power);
            (grain, at) = (power - decimals, next);
            continue;
        } else if at == start && word == "a" && magnitude(&next) {
            current = 1.0;
        } else if let Some(number) = small(&word).filter(|number| {
            current % 100.0 == 0.0 || (current % 10.0 == 0.0 && *number < 10.0 && current % 100.0 >= 20.0)
        }) {
            current += number;
            grain = 0;
        } else if word == "hundred" && current > 0.0 {
            current *= 100.0;
            grain += 2;
        } else if word == "dozen" && current > 0.0 {
            current *= 12.0;
            grain = 0;
        } else if let Some(power) = scale(&word).filter(|_| current > 0.0) {
            total += current * 10f64.powi(power);
            current = 0.0;
            (grain, last) = (grain + power, power);
        } else if !(word == "and" && at > start && small(&next).is_some() && current >= 100.0) {
            break;
        }
        at += 1;
    }
    (at > start).then(|| (at, whole(total + current, grain), Unit::NONE))
}

fn whole(amount: f64, grain: i32) -> Shape {
    Shape::Number(Typed { amount, grain, manner: Manner::Words })
}

/// The value of a word in lower case for a number below a hundred.
pub(super) fn small(word: &str) -> Option<f64> {
    let tens = || TENS.iter().position(|name| *name == word && !word.is_empty()).map(|index| index * 10);
    SMALL.iter().position(|name| *name == word).or_else(tens).map(|number| number as f64)
}

fn scale(word: &str) -> Option<i32> {
    SCALES.iter().find(|(name, _)| *name == word).map(|(_, power)| *power)
}
