//! Shares in Chinese and Japanese numerals: `百分之四十`, `三分之一`, `四成`, `三割五分`.
//!
//! Left out: other numerals, which are parts of too many words.

use super::english::Spelt;
use super::said::{Manner, Shape, Typed};
use crate::facts::detect::{han_tenths, is_han_numeral, leading_han};
use crate::model::Unit;

/// All shares, in order.
pub(super) fn find(text: &str) -> Vec<Spelt> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(is_han_numeral)) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or("");
        let run = rest.find(|c| !is_han_numeral(c)).unwrap_or(rest.len());
        at = start + run;
        let share = rest.split_at_checked(run).and_then(|(run, after)| share(run, after));
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
