//! A number in digits with all that belongs to it: sign and currency before it, scale, unit and second number behind it.

use super::context::{Context, is_cjk};
use super::{Class, Form, Found, Number, cardinal, han, scan};
use crate::model::{Quantity, Unit};
use crate::syntax::number::{self, Marks, is_currency};
use std::ops::Range;

/// How far behind the digits a unit may end, in bytes.
const REACH: usize = 40;
/// How many words a unit may have: `million U.S. dollars`.
const WORDS: usize = 3;

/// The fact that begins at the number of `context`.
pub(super) fn quantity(context: &Context<'_>) -> Found {
    let start = prefix_start(context);
    // The `3分` of `3分の1` are no minutes.
    let (range, first) = if ["分之", "分の"].iter().any(|mark| context.after().starts_with(mark)) {
        (context.range.clone(), number::parse_with(context.number(), context.marks))
    } else {
        single((context.text, context.marks), start, context.range.end)
    };
    let fact = |range, form, quantities| Found { range, class: Class::Fact(Number { form, quantities }) };
    let first = first.map(|first| joined_unit(context.text, &range, &first).unwrap_or(first));
    let Some(first) = first else { return fact(range, Form::Single, Vec::new()) };
    if let Some((end, form, second)) = second((context.text, context.marks), range.clone(), &first) {
        let quantities = match (form, second) {
            (Form::Fraction, Some(second)) => vec![fraction(&first, second.amount)],
            (Form::Single, second) => vec![second.unwrap_or(first)],
            (Form::Range, Some(second)) => {
                let prefix = context.text.get(start..context.range.start).unwrap_or("");
                vec![with_unit((context.number(), prefix), first, &second, context.marks), second]
            }
            (_, second) => std::iter::once(first).chain(second).collect(),
        };
        return fact(range.start..end, form, quantities);
    }
    let fold = context.text.get(range.end..).is_some_and(|rest| rest.starts_with("-fold"));
    let form = if fold { Form::Multiple } else { Form::Single };
    fact(range.start..range.end + if fold { "-fold".len() } else { 0 }, form, vec![first])
}

/// The quantity with the unit that a hyphen joins to it: `14-week`, `9.0-percent`. The range stays that of the number.
fn joined_unit(text: &str, range: &Range<usize>, first: &Quantity) -> Option<Quantity> {
    let word = text.get(range.end..)?.strip_prefix('-').filter(|_| first.unit.is_none())?;
    let word = word.split(|c: char| !c.is_ascii_alphabetic()).next().filter(|word| word.len() > 2)?;
    let unit = number::parse(&format!("1 {word}"))?.unit;
    Some(Quantity { unit, ..first.clone() })
}

/// Whether what stands before a number is a sign or a currency.
pub(super) fn is_prefix(glue: &str) -> bool {
    number::parse(&format!("{glue}1")).is_some()
}

/// Whether the letters directly behind the digits are a scale or a unit, or a word after a hyphen.
pub(super) fn reads(context: &Context<'_>) -> bool {
    let tail = context.bare_tail();
    let letters = tail.find(['–', '—', '-', '+']).unwrap_or(tail.len());
    let end = context.range.end + letters;
    let own = context.text.get(context.range.start..end);
    let own = own.and_then(|text| number::parse_with(text, context.marks));
    own.is_some()
        || tail.starts_with("mol")
        || tail.starts_with("keV")
        || tail.get(..letters).is_some_and(super::lexicon::is_symbol_of_unit)
}

/// Where the sign and the currency before the digits begin.
fn prefix_start(context: &Context<'_>) -> usize {
    let before = context.before();
    if before.ends_with(|c: char| c.is_whitespace() && c != '\n') {
        // `€ 5`, `USD 5`: the sign is a chunk of its own.
        let sign = context.previous();
        let own = !sign.is_empty()
            && sign.len() <= 4
            && sign.chars().all(|c| {
                !c.is_ascii_lowercase()
                    && !c.is_ascii_digit()
                    && !matches!(c, '+' | '-' | '−' | '×' | '<' | '>' | '~' | '≈' | '≤' | '≥')
            });
        let money =
            own && number::parse(&format!("{sign}1")).is_some_and(|quantity| !quantity.unit.is_none());
        return if money { before.trim_end().len() - sign.len() } else { context.range.start };
    }
    let mut starts: Vec<usize> = before.char_indices().rev().take(6).map(|(at, _)| at).collect();
    starts.reverse();
    for start in starts {
        let prefix = before.get(start..).unwrap_or("");
        let joined = before
            .get(..start)
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_alphanumeric() && !is_cjk(c)));
        let spaced = prefix.contains(char::is_whitespace);
        if !joined && !spaced && is_prefix(prefix) {
            return start;
        }
    }
    context.range.start
}

/// The longest text from `start` over `digits_end` that reads as one number.
fn single((text, marks): (&str, Marks), start: usize, digits_end: usize) -> (Range<usize>, Option<Quantity>) {
    for end in ends(text, digits_end).into_iter().rev() {
        // `14.6 per 100,000` does not end at its comma.
        let broken = text
            .get(end..)
            .and_then(|rest| rest.strip_prefix([',', '.']))
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if broken && end > digits_end {
            continue;
        }
        if let Some(quantity) = text.get(start..end).and_then(|text| number::parse_with(text, marks)) {
            return (start..end, Some(quantity));
        }
    }
    (start..digits_end, None)
}

/// The places behind the digits where a unit may end, nearest first.
fn ends(text: &str, digits_end: usize) -> Vec<usize> {
    let rest = text.get(digits_end..).unwrap_or("");
    let mut ends = vec![digits_end];
    let mut spaces = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        // `per 100,000` goes on behind its comma.
        let grouped = c == ','
            && at > 0
            && rest.as_bytes()[at - 1].is_ascii_digit()
            && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if grouped {
            continue;
        }
        let breaks = matches!(
            c,
            ',' | ';' | ':' | '(' | ')' | '[' | ']' | '!' | '?' | '"' | '“' | '”' | '—' | '–' | '\n'
        );
        if at > REACH || breaks || matches!(c, '。' | '、' | '，' | '；' | '（' | '）' | '：') {
            break;
        }
        if c == ' ' || c == '\u{a0}' || c == '\u{202f}' {
            spaces += 1;
            if spaces > WORDS {
                break;
            }
            continue;
        }
        let next = characters.peek().map(|(_, next)| *next);
        let joined = next.is_some_and(|next| next.is_alphanumeric() && !is_cjk(next))
            && c.is_alphanumeric()
            && !is_cjk(c);
        // `5-year`: the hyphen parts number and word.
        // `0.60 × 2.8`: the sign stands for an operation, not for a unit.
        let operation = c == '×' && spaces > 0;
        if !joined && c != '-' && !operation {
            ends.push(digits_end + at + c.len_utf8());
        }
    }
    ends
}

/// A second number that belongs to the first: the end of both, how they belong together, and its quantity.
fn second(
    (text, marks): (&str, Marks),
    range: Range<usize>,
    first: &Quantity,
) -> Option<(usize, Form, Option<Quantity>)> {
    let rest = text.get(range.end..)?;
    let (mark, form) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark))?;
    let start = range.end + mark.len();
    let after = text.get(start..)?;
    if *mark == "成" || *mark == "割" {
        let (more, ones) = han::ones(after).unwrap_or_default();
        let percent = Quantity { amount: first.amount * 10.0 + ones, unit: Unit::percent(), ..first.clone() };
        return Some((start + more, Form::Single, Some(percent)));
    }
    if *mark == "分之" || *mark == "分の" {
        let (length, amount) = han::leading(after)?;
        return Some((
            start + length,
            Form::Single,
            Some(Quantity { amount: amount / first.amount, ..first.clone() }),
        ));
    }
    if *mark == " × 10" {
        let power = after.find(|c| !SUPERSCRIPTS.contains(c)).unwrap_or(after.len());
        let exponent = superscript(after.get(..power)?)?;
        let scaled = Quantity { amount: first.amount * 10f64.powi(exponent), ..first.clone() };
        return Some((start + power, Form::Single, Some(scaled)));
    }
    let sign = after.len() - after.trim_start_matches(['$', '€', '£', '¥', '₹']).len();
    let digits_start = start + sign;
    let digits = scan::digits(text.get(digits_start..)?, marks);
    if digits == 0 {
        // `386k downloads in six weeks` is two numbers.
        if !first.unit.is_none() {
            return None;
        }
        return words_behind(after, *form).map(|(length, quantity)| (start + length, *form, Some(quantity)));
    }
    let (second_range, quantity) = single((text, marks), start, digits_start + digits);
    // The `6m` of `£5–6m` are no metres.
    let money =
        *form == Form::Range && first.unit.factors().first().is_some_and(|(unit, _)| is_currency(unit));
    let with_sign = || {
        let typed = text.get(second_range.clone())?;
        number::parse_with(&format!("{}{typed}", first.written.prefix), marks)
    };
    let quantity = money.then(with_sign).flatten().or(quantity);
    let year = digits == 4 && quantity.as_ref().is_some_and(|q| (1500.0..2101.0).contains(&q.amount));
    if *mark == " in "
        && (year || !first.unit.is_none() || quantity.as_ref().is_none_or(|q| q.amount < first.amount))
    {
        return None;
    }
    let mut end = second_range.end;
    // `2:01:09`, `3:2:1`.
    let more = text.get(end..)?;
    if *form == Form::Ratio && more.starts_with(':') {
        let tail = more.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(more.len());
        end += more.get(..tail)?.trim_end_matches(':').len();
    }
    // `3億2,000万円` is one amount.
    if mark.is_empty() {
        let scaled = first.written.scale.as_ref().is_some_and(|scale| !scale.symbol.is_ascii());
        let sum = quantity
            .filter(|_| scaled)
            .map(|second| Quantity { amount: first.amount + second.amount, ..second })?;
        return Some((end, Form::Single, Some(sum)));
    }
    Some((end, *form, quantity))
}

/// What stands between two numbers that belong together.
const MARKS: &[(&str, Form)] = &[
    (" ± ", Form::Range),
    ("±", Form::Range),
    ("–", Form::Range),
    ("-for-", Form::Ratio),
    ("-to-", Form::Range),
    ("-", Form::Range),
    ("~", Form::Range),
    ("～", Form::Range),
    ("〜", Form::Range),
    (" × 10", Form::Single),
    (":", Form::Ratio),
    (" out of ", Form::Ratio),
    (" in ", Form::Ratio),
    (" per ", Form::Ratio),
    ("/", Form::Fraction),
    ("成", Form::Single),
    ("割", Form::Single),
    ("分之", Form::Fraction),
    ("分の", Form::Fraction),
    ("", Form::Single),
];

/// What exponents are written with.
pub(in crate::facts) const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

/// The number that superscripts write: `⁻⁷`.
pub(in crate::facts) fn superscript(text: &str) -> Option<i32> {
    let digits: String = text
        .chars()
        .filter_map(|c| {
            if c == '⁻' {
                Some('-')
            } else {
                "⁰¹²³⁴⁵⁶⁷⁸⁹"
                    .chars()
                    .position(|known| known == c)
                    .and_then(|at| char::from_digit(at as u32, 10))
            }
        })
        .collect();
    digits.parse().ok().filter(|power: &i32| power.abs() < 300)
}

/// A number in words behind `out of` and `in`.
fn words_behind(after: &str, form: Form) -> Option<(usize, Quantity)> {
    let (length, amount) = (form == Form::Ratio).then(|| cardinal::cardinal(after)).flatten()?;
    Some((length, crate::model::Value::number(amount, Unit::NONE).quantity()?.clone()))
}

fn fraction(above: &Quantity, below: f64) -> Quantity {
    let amount = if below == 0.0 { above.amount } else { above.amount / below };
    Quantity { amount, ..above.clone() }
}

/// The first number of a range with the scale and unit that stand behind the second: `3` of `3–5 billion`.
fn with_unit((digits, prefix): (&str, &str), first: Quantity, second: &Quantity, marks: Marks) -> Quantity {
    if !first.written.suffix.is_empty() {
        return first;
    }
    number::parse_with(&format!("{prefix}{digits}{}", second.written.suffix), marks).unwrap_or(first)
}
