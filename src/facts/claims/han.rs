//! Numbers in Chinese and Japanese numerals: `百分之四十`, `三分之一`, `四成`, `三割五分`, `两倍`, `第三`, `十五`.
//!
//! Left out: numerals before anything but a unit or a mark, which are parts of too many words (`一方面`, `十分`).

use super::english::Spelt;
use super::said::{Bound, Manner, Said, Shape, Typed, Way, unit_after};
use crate::facts::detect::{han_tenths, is_han_numeral, leading_han};
use crate::model::Unit;
use std::ops::Range;

/// What stands between the two numbers of a fraction, the lower one first.
const PARTED: [&str; 2] = ["分之", "分の"];

/// All numbers, in order.
pub(super) fn find(text: &str) -> Vec<Spelt> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(is_han_numeral)) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or("");
        let run = rest.find(|c| !is_han_numeral(c)).unwrap_or(rest.len());
        at = start + run;
        let ranked = text.get(..start).is_some_and(|before| before.ends_with('第'));
        let share = rest
            .split_at_checked(run)
            .and_then(|(run, after)| share(run, after).or_else(|| counted(run, after, ranked)));
        if let Some((length, shape, unit)) = share {
            at += length;
            found.push(Spelt { shape, unit, range: start..at });
        }
    }
    found
}

/// A fraction with figures in it: `3分の1`, `三分之1`, `百分之5`; `digits` is its first number in figures.
pub(super) fn in_figures(text: &str, digits: Range<usize>) -> Option<Said> {
    let said =
        |range, shape, unit| Some(Said { range, shape, unit, bound: Bound::Exactly, way: Way::Unsaid });
    let typed: f64 = text.get(digits.clone())?.parse().ok()?;
    let after = text.get(digits.end..)?;
    if let Some(rest) = PARTED.iter().find_map(|mark| after.strip_prefix(mark)) {
        let (length, above) = leading_han(rest).filter(|_| typed > 0.0)?;
        let end = text.len() - rest.len() + length;
        return said(digits.start..end, Shape::Fraction(above / typed), Unit::NONE);
    }
    let before = PARTED.iter().find_map(|mark| text.get(..digits.start)?.strip_suffix(mark))?;
    let start = before.trim_end_matches(is_han_numeral).len();
    let run = before.get(start..)?;
    if run == "百" {
        let decimals = text.get(digits.clone())?.split('.').nth(1).map_or(0, str::len);
        let typed = Typed { amount: typed, grain: -(decimals as i32), manner: Manner::Composed };
        return said(start..digits.end, Shape::Number(typed), Unit::percent());
    }
    let (_, below) = leading_han(run).filter(|(_, below)| *below > 0.0)?;
    said(start..digits.end, Shape::Fraction(typed / below), Unit::NONE)
}

/// What a numeral and the text behind it come to, and how much of that text belongs to it.
fn share(run: &str, after: &str) -> Option<(usize, Shape, Unit)> {
    let number = |amount, grain| Shape::Number(Typed { amount, grain, manner: Manner::Composed });
    let (_, amount) = leading_han(run)?;
    let mark = PARTED.iter().find(|mark| after.starts_with(**mark));
    if let Some(mark) = mark {
        let rest = after.get(mark.len()..)?;
        let (length, above) = leading_han(rest).filter(|_| amount > 0.0)?;
        let decimals = rest.get(..length)?.chars().skip_while(|c| !"点點".contains(*c)).skip(1).count();
        return Some(match run {
            "百" => (mark.len() + length, number(above, -(decimals as i32)), Unit::percent()),
            _ => (mark.len() + length, Shape::Fraction(above / amount), Unit::NONE),
        });
    }
    let (length, percent, ones) = han_tenths(amount, after)?;
    Some((length, number(percent, i32::from(!ones)), Unit::percent()))
}

/// A rank, a multiple, a half, or a whole number that stands alone or before a unit, and how much of the text behind belongs
/// to it.
fn counted(run: &str, after: &str, ranked: bool) -> Option<(usize, Shape, Unit)> {
    let (_, amount) = leading_han(run).filter(|(length, _)| *length == run.len())?;
    let number = |grain| Shape::Number(Typed { amount, grain, manner: Manner::Composed });
    if ranked {
        return Some((0, number(0), Unit::NONE));
    }
    if run == "一" && after.starts_with('半') {
        return Some(('半'.len_utf8(), Shape::Fraction(0.5), Unit::NONE));
    }
    if after.starts_with('倍') && !after.starts_with("倍半") {
        return Some(('倍'.len_utf8(), number(0), Unit::of("x")));
    }
    let ends = after.chars().next().is_none_or(|next| !next.is_alphanumeric());
    let measured = || !after.starts_with('分') && unit_after(after).is_some();
    let long = run.chars().count() > 1 && !run.starts_with(['百', '千', '万', '萬', '亿', '億']);
    // As with `three hundred`, the last magnitude named is the precision.
    let grain = run.chars().rev().map_while(magnitude).sum();
    ((long && ends) || (amount >= 2.0 && measured())).then(|| (0, number(grain), Unit::NONE))
}

fn magnitude(c: char) -> Option<i32> {
    match c {
        '百' => Some(2),
        '千' => Some(3),
        '万' | '萬' => Some(4),
        '亿' | '億' => Some(8),
        _ => None,
    }
}
