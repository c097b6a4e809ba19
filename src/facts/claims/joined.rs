//! Numbers that stand together and are one: ranges, ratios, the parts of `1兆2000億`, the rank of `second of 27`.

use super::english;
use super::languages::BETWEEN;
use super::said::{Bound, Manner, Said, Shape, Typed, Way, is_year};
use crate::model::{Quantity, Unit};
use crate::syntax::number::{self, Marks, is_currency};

/// What stands between the two numbers of a ratio.
const RATIOS: [&str; 5] = ["in", "in every", "out of every", "of every", OUT_OF];
/// Between a part and its whole: `12 out of 40` are 30 %, and 12.
const OUT_OF: &str = "out of";

/// What the numbers of a text are read for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought<'v> {
    pub(super) marks: Marks,
    /// The value that one of them is compared with.
    pub(super) value: &'v Quantity,
}

impl Sought<'_> {
    /// Whether two numbers with these words between them are a ratio for this value. More than one is no share, and `12 out of 40`
    /// speaks of the 12 then.
    fn is_ratio(&self, between: &str) -> bool {
        let counted = !self.value.unit.is_none() || self.value.amount.abs() > 1.0;
        RATIOS.contains(&between) && !(between == OUT_OF && counted && is_count(&self.value.unit))
    }
}

/// Whether a unit is none, or the name of what is counted, time apart.
pub(super) fn is_count(unit: &Unit) -> bool {
    const TIMES: [&str; 9] =
        ["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"];
    match unit.factors() {
        [] => true,
        [(symbol, 1)] => number::plural(symbol).is_some() && !TIMES.contains(&symbol.as_str()),
        _ => false,
    }
}

/// Puts ranges, ratios and parts together.
pub(super) fn merge(text: &str, all: &mut Vec<Said>, sought: Sought<'_>) {
    add_parts(text, all);
    let mut at = 0;
    while at + 1 < all.len() {
        match pair(text, &all[at], &all[at + 1], sought) {
            Some(said) => {
                all[at] = said;
                all.remove(at + 1);
            }
            None => at += 1,
        }
    }
    for said in all {
        if let Some(ratio) = spelt_ratio(text, said, sought) {
            *said = ratio;
        }
    }
}

/// The rank that a number in figures says of how many it is: `second of 27`.
pub(super) fn ranked(text: &str, all: &mut Vec<Said>) {
    let Some(first) = all.first() else { return };
    let between = |range: &std::ops::Range<usize>| text.get(range.end..first.range.start).map(str::trim);
    let article =
        |before: &str| matches!(before.split_whitespace().next_back(), Some("a" | "A" | "one" | "One"));
    let rank = english::ordinals(text).into_iter().find(|spelt| {
        matches!(between(&spelt.range), Some("of" | "of the" | "of all" | "out of"))
            && !article(&text[..spelt.range.start])
    });
    if let Some(spelt) = rank {
        let (range, shape) = (spelt.range, spelt.shape);
        all.insert(0, Said { range, shape, unit: Unit::NONE, bound: Bound::Exactly, way: Way::Unsaid });
    }
}

/// Puts the parts of `1兆2000億` together; what comes out is not written anew.
fn add_parts(text: &str, all: &mut Vec<Said>) {
    let mut at = 0;
    while at + 1 < all.len() {
        let mut found = false;
        while let Some(said) = all.get(at + 1).and_then(|next| part(text, &all[at], next)) {
            all[at] = said;
            all.remove(at + 1);
            found = true;
        }
        if let (true, Shape::Number(typed)) = (found, &mut all[at].shape) {
            typed.manner = Manner::Composed;
        }
        at += 1;
    }
}

/// A second number directly behind the scale of the first.
fn part(text: &str, a: &Said, b: &Said) -> Option<Said> {
    let (Shape::Number(high), Shape::Number(low)) = (&a.shape, &b.shape) else { return None };
    let Manner::Digits(written) = &high.manner else { return None };
    let scale = written.scale.as_ref().filter(|scale| !scale.symbol.is_ascii())?;
    let smaller = low.amount >= 0.0 && low.amount < 10f64.powi(i32::from(scale.exponent));
    let adjacent = text.get(a.range.end..b.range.start).is_some_and(str::is_empty);
    let typed = Typed { amount: high.amount + low.amount, ..low.clone() };
    (adjacent && smaller && a.unit.is_none()).then(|| Said {
        range: a.range.start..b.range.end,
        shape: Shape::Number(typed),
        unit: b.unit.clone(),
        ..a.clone()
    })
}

fn pair(text: &str, a: &Said, b: &Said, sought: Sought<'_>) -> Option<Said> {
    let (Shape::Number(low), Shape::Number(_)) = (&a.shape, &b.shape) else { return None };
    let space = text.get(a.range.end..b.range.start)?;
    let between = space.trim();
    let lead = text[..a.range.start].trim_end().to_lowercase();
    let range = a.range.start..b.range.end;
    let b = &money(text, a, b, sought.marks);
    let Shape::Number(high) = &b.shape else { return None };
    let said =
        |shape| Some(Said { range, shape, unit: b.unit.clone(), bound: Bound::Exactly, way: Way::Unsaid });
    if a.unit.is_none() && b.unit.is_none() && is_ratio(text, (a, low), (b, high), (space, sought)) {
        return said(Shape::Ratio(low.clone(), high.clone()));
    }
    let joins = ["–", "-", "—", "to", "bis", "à", "tot", "至", "到", "〜", "～"].contains(&between)
        || BETWEEN.iter().any(|(before, and)| between == *and && lead.ends_with(before));
    if !joins || ["from", "von", "从"].iter().any(|from| lead.ends_with(from)) {
        return None;
    }
    let mut low = low.clone();
    let scale = |typed: &Typed| match &typed.manner {
        Manner::Digits(written) => written.scale.as_ref().map(|scale| i32::from(scale.exponent)),
        _ => None,
    };
    let alike = a.unit.is_none() || a.unit == b.unit || b.unit.is_none();
    if let (None, Some(power), true) = (scale(&low), scale(high), alike) {
        low.amount *= 10f64.powi(power);
        low.grain += power;
    }
    if !alike || low.amount >= high.amount {
        return None;
    }
    let unit = if b.unit.is_none() { a.unit.clone() } else { b.unit.clone() };
    said(Shape::Range(low, high.clone())).map(|said| Said { unit, ..said })
}

/// Whether two bare numbers are a ratio: `1:3`, `3 to 1`, `three in four`, `one adult in five`; not `123 in 2024`, `2023/24`.
fn is_ratio(
    text: &str,
    (a, low): (&Said, &Typed),
    (b, high): (&Said, &Typed),
    (space, sought): (&str, Sought<'_>),
) -> bool {
    let between = space.trim();
    if [&low.manner, &high.manner].contains(&&Manner::Ordinal) {
        return false;
    }
    // `1 in 2000` is none.
    let year = is_year(b) && !(low.amount == 1.0 && high.amount % 100.0 == 0.0);
    if sought.is_ratio(between) {
        return !year;
    }
    // `week 24: 45` is none.
    if between == "/" {
        return !is_year(a);
    }
    let ends = || text.get(b.range.end..).is_some_and(|rest| !rest.contains(char::is_alphanumeric));
    let mut words = between.split_whitespace();
    let counted = matches!((words.next(), words.next(), words.next()), (Some(_), Some("in"), None));
    [":", " : "].contains(&space)
        || (between == "to" && low.amount >= high.amount)
        || (counted && low.amount == 1.0 && !year && ends())
}

/// The second number of a range of money, whose sign stands before the first alone: the `6m` of `£5–6m`.
fn money(text: &str, a: &Said, b: &Said, marks: Marks) -> Said {
    let currency = a.unit.factors().first().is_some_and(|(symbol, _)| is_currency(symbol));
    let Shape::Number(Typed { manner: Manner::Digits(written), .. }) = &a.shape else { return b.clone() };
    let read = || number::parse_with(&format!("{}{}", written.prefix, text.get(b.range.clone())?), marks);
    match currency.then(read).flatten() {
        Some(quantity) if quantity.unit == a.unit => super::said::of(b.range.clone(), &quantity),
        _ => b.clone(),
    }
}

/// `one in 1,000`, `two out of 10`: a number in words before one in figures.
fn spelt_ratio(text: &str, said: &Said, sought: Sought<'_>) -> Option<Said> {
    let Shape::Number(high) = &said.shape else { return None };
    let Manner::Digits(_) = &high.manner else { return None };
    let lead = text.get(..said.range.start)?.trim_end();
    let mut joints = RATIOS.iter().rev().filter(|joint| sought.is_ratio(joint));
    let ratio = joints.find_map(|joint| lead.strip_suffix(joint)?.strip_suffix(' '))?;
    let word = ratio.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let start = ratio.len() - word.len();
    let amount = english::small(&word.to_lowercase()).filter(|_| !ratio[..start].ends_with('-'))?;
    let year = is_year(said) && !(amount == 1.0 && high.amount % 100.0 == 0.0);
    let low = Typed { amount, grain: 0, manner: Manner::Words };
    let shape = Shape::Ratio(low, high.clone());
    (said.unit.is_none() && !year).then(|| Said { range: start..said.range.end, shape, ..said.clone() })
}
