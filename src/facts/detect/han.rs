//! Chinese numerals: `三分之一`, `两成`, `十五家`, `百分之五`, `三億`.
//!
//! Single numerals are parts of too many words (`一方面`, `四川`, `十分`), so that only fractions, tenths, and numbers
//! of two and more before a counter or with a scale are facts.

use super::context::Context;
use super::{Class, Form, Found, Number, Reason, lexicon};
use crate::model::{Quantity, Unit, Value};

/// Whether a character is a numeral.
pub(in crate::facts) fn is_numeral(c: char) -> bool {
    !c.is_ascii() && "〇零一二两兩三四五六七八九十百千万萬亿億兆".contains(c)
}

/// The number at the start of a text, in numerals or digits: how long it is, and its value.
pub(in crate::facts) fn leading(text: &str) -> Option<(usize, f64)> {
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    if digits > 0 {
        return Some((digits, text.get(..digits)?.parse().ok()?));
    }
    let end = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    let whole = text.get(..end).filter(|run| !run.is_empty()).and_then(value)?;
    // `三点五`
    let behind = text.get(end..)?.strip_prefix(['点', '點']).unwrap_or("");
    let decimals: String = behind.chars().map_while(digit).collect();
    if decimals.is_empty() {
        return Some((end, whole));
    }
    let number = format!("{whole}.{decimals}").parse().ok()?;
    let length: usize = behind.chars().take(decimals.len()).map(char::len_utf8).sum();
    Some((end + '点'.len_utf8() + length, number))
}

/// The digit that a numeral is: `5` for `五`.
fn digit(c: char) -> Option<char> {
    let place =
        if c == '零' { 0 } else { "〇一二三四五六七八九".chars().position(|known| known == c)? };
    char::from_digit(place as u32, 10)
}

/// What makes a number tenths, `成` or `割`, with the ones behind it, so that `三成五` is 35 %: how long it is, the
/// percent, and whether there are ones.
pub(in crate::facts) fn tenths(amount: f64, after: &str) -> Option<(usize, f64, bool)> {
    let next = after.chars().next()?;
    let second = after.chars().nth(1);
    let word = second.is_some_and(|c| "立功为本果员長长熟就都交效".contains(c));
    if !((next == '成' && !word && amount < 10.0) || (next == '割' && second != Some('り'))) {
        return None;
    }
    let length = next.len_utf8();
    let ones = ones(after.get(length..)?);
    let (more, part) = ones.unwrap_or_default();
    Some((length + more, amount * 10.0 + part, ones.is_some()))
}

/// The ones behind tenths, unless a word begins there: `五`, `5`, `五分`, `半`.
pub(super) fn ones(text: &str) -> Option<(usize, f64)> {
    let first = text.chars().next()?;
    let digit = if first.is_ascii_digit() { Some(first) } else { digit(first) };
    let part = if first == '半' { 5 } else { digit?.to_digit(10)? };
    let rest = text.get(first.len_utf8()..)?;
    let end = rest.strip_prefix('分').unwrap_or(rest);
    // `三成一般` and `3成10` go on otherwise.
    let ends = |c: char| !c.is_alphanumeric() || "的左右以和与與及至到了をがはの".contains(c);
    let ended = end.chars().next().is_none_or(ends);
    (ended && part > 0).then_some((text.len() - end.len(), f64::from(part)))
}

/// The number that begins at a run of numerals, if it is one.
pub(super) fn number(context: &Context<'_>) -> Option<Found> {
    let (run, after) = (context.number(), context.after());
    if context.before().ends_with('第') {
        let start = context.range.start - '第'.len_utf8();
        return Some(Found { range: start..context.range.end, class: Class::Exempt(Reason::Ordinal) });
    }
    let amount = value(run)?;
    let fact = |more: usize, form, amount: f64, unit: Unit| {
        let quantities: Vec<Quantity> = Value::number(amount, unit).quantity().cloned().into_iter().collect();
        let range = context.range.start..context.range.end + more;
        Some(Found { range, class: Class::Fact(Number { form, quantities }) })
    };
    if let Some((mark, rest)) =
        ["分之", "分の"].iter().find_map(|mark| Some((mark, after.strip_prefix(mark)?)))
        && let Some((length, above)) = leading(rest)
        && amount > 0.0
    {
        let more = mark.len() + length;
        return if run == "百" {
            fact(more, Form::Single, above, Unit::percent())
        } else {
            fact(more, Form::Fraction, above / amount, Unit::NONE)
        };
    }
    let next = after.chars().next()?;
    let second = after.chars().nth(1);
    if let Some((more, percent, _)) = tenths(amount, after) {
        return fact(more, Form::Single, percent, Unit::percent());
    }
    let month = next == '个' && matches!(second, Some('月' | '百'));
    let counter = lexicon::is_counter(next) && !"小条只支".contains(next);
    let scaled = run.chars().count() > 1 && run.ends_with(['万', '萬', '亿', '億']);
    if amount >= 2.0 && (counter || month || scaled) && !run.starts_with(['万', '千', '亿']) {
        let more = if counter { next.len_utf8() } else { 0 };
        return fact(more, Form::Single, amount, Unit::NONE);
    }
    None
}

/// The value of a run of numerals: `三百二十` is 320.
fn value(run: &str) -> Option<f64> {
    let (mut total, mut section, mut digit) = (0.0, 0.0, None::<f64>);
    for c in run.chars() {
        match c {
            '十' | '百' | '千' => {
                let power = match c {
                    '十' => 10.0,
                    '百' => 100.0,
                    _ => 1000.0,
                };
                section += digit.take().unwrap_or(1.0) * power;
            }
            '万' | '萬' | '亿' | '億' | '兆' => {
                let power = match c {
                    '万' | '萬' => 1e4,
                    '兆' => 1e12,
                    _ => 1e8,
                };
                section += digit.take().unwrap_or(0.0);
                total = (total + if section == 0.0 { 1.0 } else { section }) * power;
                section = 0.0;
            }
            _ => {
                let place = "〇一二三四五六七八九".chars().position(|known| known == c);
                let single = match c {
                    '两' | '兩' => Some(2),
                    '零' => Some(0),
                    _ => place,
                }?;
                digit = Some(digit.map_or(0.0, |digit| digit * 10.0) + single as f64);
            }
        }
    }
    Some(total + section + digit.unwrap_or(0.0))
}
