//! Numbers in Chinese and Japanese numerals: `百分之四十`, `三分之一`, `四成`, `三割五分`, `两倍`, `第三`, `十五`.
//!
//! Left out: numerals before anything but a unit or a mark, which are parts of too many words (`一方面`, `十分`).

use super::english::Spelt;
use super::said::{Manner, Shape, Typed, unit_after};
use crate::facts::detect::{han_tenths, is_han_numeral, leading_han};
use crate::model::Unit;

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

/// What a numeral and the text behind it come to, and how much of that text belongs to it.
fn share(run: &str, after: &str) -> Option<(usize, Shape, Unit)> {
    let number = |amount, grain| Shape::Number(Typed { amount, grain, manner: Manner::Composed });
    let (_, amount) = leading_han(run)?;
    let mark = ["分之", "分の"].iter().find(|mark| after.starts_with(**mark));
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
