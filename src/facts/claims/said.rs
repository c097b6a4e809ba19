//! The number in a claim's words, and what the words around it say of it.

use super::languages::BETWEEN;
use super::{composed, context, english, han, units};
use crate::facts::detect::{self, Class, Reason};
use crate::model::{Locale, Qualifier, Quantity, Unit, Written};
use crate::syntax::number::{self, Marks};
use std::ops::Range;

/// A number as the words put it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// Where it stands in the words, with its signs and unit.
    pub(super) range: Range<usize>,
    pub(super) shape: Shape,
    pub(super) unit: Unit,
    pub(super) bound: Bound,
    /// Whether a word such as `fell` says that the value is negative.
    pub(super) falls: bool,
}

/// The form of a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Number(Typed),
    /// `3–5`
    Range(Typed, Typed),
    /// `1:3`
    Ratio(Typed, Typed),
    /// `two-thirds`
    Fraction(f64),
    /// `doubled`
    Multiple(f64),
}

/// A number as typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    /// With its scale multiplied out.
    pub(super) amount: f64,
    /// The power of ten of the last digit typed: 5 for `1.2M`.
    pub(super) grain: i32,
    pub(super) manner: Manner,
}

/// How a number was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Manner {
    Digits(Written),
    /// `3rd`
    Ordinal,
    Words,
    /// Digits with a part that is not written anew: `1½`, `10⁶`, `12 dozen`.
    Composed,
}

/// What the words say of its exactness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Exactly,
    About,
    Nearly,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    JustOver,
}

/// What a search came to.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    None,
    One(Box<Said>),
    /// One of several that may all be meant, which stand behind it.
    Likely(Box<Said>, Vec<Said>),
    Several(Vec<Said>),
}

impl Said {
    /// The value as these words put it: its size when they say that it fell. `None` when it did not fall.
    pub(super) fn seen(&self, value: f64) -> Option<f64> {
        match self.falls {
            true => (value < 0.0).then_some(-value),
            false => Some(value),
        }
    }

    /// How many decimals were typed, of the first of two.
    pub(super) fn decimals(&self) -> u8 {
        match &self.shape {
            Shape::Number(typed) | Shape::Range(typed, _) => match &typed.manner {
                Manner::Digits(written) => written.decimals,
                Manner::Ordinal | Manner::Words | Manner::Composed => 0,
            },
            Shape::Ratio(..) | Shape::Fraction(_) | Shape::Multiple(_) => 0,
        }
    }

    /// The number typed; the first of two.
    pub(super) fn amount(&self) -> f64 {
        match &self.shape {
            Shape::Number(typed) | Shape::Range(typed, _) | Shape::Ratio(typed, _) => typed.amount,
            Shape::Fraction(amount) | Shape::Multiple(amount) => *amount,
        }
    }
}

/// The number in the words that a value of this kind is to be compared with.
pub(super) fn find(text: &str, locale: &Locale, value: &Quantity) -> Found {
    let marks = Marks::of(locale);
    let mut all = digits(text, marks);
    merge(text, &mut all);
    if all.is_empty() {
        all = spelt(text);
    }
    let language = locale.primary();
    for said in &mut all {
        context::read(text, said, &language);
    }
    if all.len() > 1 {
        all = facts(text, all, locale);
    }
    match all.len() {
        0 => Found::None,
        1 => Found::One(Box::new(all.remove(0))),
        _ => choose(text, all, value, marks),
    }
}

/// Several numbers without years, labels, dates and names; all of them when there is nothing else.
fn facts(text: &str, all: Vec<Said>, locale: &Locale) -> Vec<Said> {
    // A rank may be what is claimed.
    let exempt: Vec<Range<usize>> = detect::numbers(text, &locale.language)
        .into_iter()
        .filter(|found| matches!(found.class, Class::Exempt(reason) if reason != Reason::Ordinal))
        .map(|found| found.range)
        .collect();
    let named = |said: &Said| exempt.iter().any(|range| range.contains(&said.range.start));
    let plain: Vec<Said> = all.iter().filter(|said| !is_year(said) && !named(said)).cloned().collect();
    if plain.is_empty() { all } else { plain }
}

/// Of several numbers, the only one of the value's unit. A value without a unit may be any of them: a bare number or one
/// with the name of what is counted is the likeliest.
fn choose(text: &str, mut all: Vec<Said>, value: &Quantity, marks: Marks) -> Found {
    let (_, unit) = units::plain(&value.unit, marks);
    let whole = |said: &Said| text.get(..said.range.start).is_some_and(is_of);
    let fits = |said: &Said| match unit.is_none() {
        true => is_count(&said.unit) && !whole(said),
        false => units::agree(&said.unit, &unit),
    };
    let mut fitting = (0..all.len()).filter(|index| fits(&all[*index]));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) if unit.is_none() => Found::Likely(Box::new(all[only].clone()), all),
        (Some(only), None) => Found::One(Box::new(all.swap_remove(only))),
        _ => Found::Several(all),
    }
}

/// Whether a text ends where the whole of a part is named: the `40` of `12 of 40`.
fn is_of(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    ["of", "of the", "of all"]
        .iter()
        .any(|of| before.strip_suffix(of).is_some_and(|rest| rest.ends_with(' ')))
}

/// Whether a unit is none, or the name of what is counted, time apart.
fn is_count(unit: &Unit) -> bool {
    const TIMES: [&str; 9] =
        ["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"];
    match unit.factors() {
        [] => true,
        [(symbol, 1)] => number::plural(symbol).is_some() && !TIMES.contains(&symbol.as_str()),
        _ => false,
    }
}

fn is_year(said: &Said) -> bool {
    let Shape::Number(Typed { amount, manner: Manner::Digits(written), .. }) = &said.shape else {
        return false;
    };
    let bare = said.unit.is_none() && written.prefix.is_empty() && written.suffix.is_empty();
    bare && !written.grouped && written.decimals == 0 && (1900.0..=2100.0).contains(amount)
}

/// Numbers in digits, in order.
fn digits(text: &str, marks: Marks) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut from = 0;
    while let Some(offset) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let first = from + offset;
        let last = digits_end(text, first, marks);
        let floor = found.last().map_or(0, |said| said.range.end);
        from = match one(text, floor, first..last, marks) {
            Some(said) => {
                let end = said.range.end.max(last);
                found.push(said);
                end
            }
            None => last,
        };
    }
    found
}

fn digits_end(text: &str, first: usize, marks: Marks) -> usize {
    let mut chars = text[first..].char_indices().peekable();
    let mut end = first;
    while let Some((at, c)) = chars.next() {
        // The marks of other languages too, so that `1.234,5` is not taken for two numbers: it does not read as one.
        let mark = c == marks.decimal || Some(c) == marks.group || c == '.' || c == ',';
        let digit_follows = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(c.is_ascii_digit() || (mark && digit_follows)) {
            break;
        }
        end = first + at + c.len_utf8();
    }
    end
}

/// The number around a run of digits: as much of its surroundings as reads as one number.
fn one(text: &str, floor: usize, run: Range<usize>, marks: Marks) -> Option<Said> {
    let before = |at: usize| text[..at].chars().next_back();
    let starts = (run.start.saturating_sub(6).max(floor)..=run.start).filter(|at| text.is_char_boundary(*at));
    let start = starts
        .filter(|at| !before(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_'))
        .filter(|at| !text[*at..].starts_with(char::is_whitespace))
        .find(|at| number::parse_with(&text[*at..run.end], marks).is_some())?;
    let hyphen = before(start) == Some('-') && text[..start - 1].ends_with(|c: char| c.is_alphabetic());
    if hyphen {
        return None;
    }
    let ends = |end: &usize| {
        text.is_char_boundary(*end)
            && !(text[*end..].starts_with(|c: char| c.is_ascii_alphanumeric())
                && before(*end).is_some_and(|c| c.is_ascii_alphanumeric()))
            && !before(*end).is_some_and(char::is_whitespace)
    };
    let last = text.len().min(run.end + 48);
    let whole = (run.end..=last).rev().filter(ends).find_map(|end| {
        let quantity = number::parse_with(&text[start..end], marks)?;
        Some((end, quantity))
    });
    let Some((end, quantity)) = whole else { return fold_or_ordinal(text, start..run.end, marks) };
    let mut said = of(start..end, &quantity);
    if ["-fold", "fold"].iter().any(|fold| text[end..].starts_with(fold)) {
        said.unit = Unit::of("x");
    }
    composed::whole(text, said)
}

/// `12fold`, `3rd`.
fn fold_or_ordinal(text: &str, range: Range<usize>, marks: Marks) -> Option<Said> {
    let quantity = number::parse_with(&text[range.clone()], marks)?;
    let after = &text[range.end..];
    let ends = |suffix: &str| {
        after.strip_prefix(suffix).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    if ends("fold") {
        return Some(Said { unit: Unit::of("x"), ..of(range, &quantity) });
    }
    let suffix = ["st", "nd", "rd", "th"].into_iter().find(|suffix| ends(suffix))?;
    let mut said = of(range.start..range.end + suffix.len(), &quantity);
    said.shape = Shape::Number(Typed { amount: quantity.amount, grain: 0, manner: Manner::Ordinal });
    Some(said)
}

fn of(range: Range<usize>, quantity: &Quantity) -> Said {
    let written = &quantity.written;
    let power = written.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent));
    let bound = match written.qualifier {
        None => Bound::Exactly,
        Some(Qualifier::About) => Bound::About,
        Some(Qualifier::AtLeast) => Bound::AtLeast,
        Some(Qualifier::AtMost) => Bound::AtMost,
        Some(Qualifier::MoreThan) => Bound::MoreThan,
        Some(Qualifier::LessThan) => Bound::LessThan,
    };
    let typed = Typed {
        amount: quantity.amount,
        grain: power - i32::from(written.decimals),
        manner: Manner::Digits(Written::clone(written)),
    };
    Said { range, shape: Shape::Number(typed), unit: quantity.unit.clone(), bound, falls: false }
}

/// Puts ranges and ratios together.
fn merge(text: &str, all: &mut Vec<Said>) {
    let mut at = 0;
    while at + 1 < all.len() {
        match pair(text, &all[at], &all[at + 1]) {
            Some(said) => {
                all[at] = said;
                all.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

fn pair(text: &str, a: &Said, b: &Said) -> Option<Said> {
    let (Shape::Number(low), Shape::Number(high)) = (&a.shape, &b.shape) else { return None };
    let space = text.get(a.range.end..b.range.start)?;
    let between = space.trim();
    let lead = text[..a.range.start].trim_end().to_lowercase();
    let range = a.range.start..b.range.end;
    let bare = a.unit.is_none() && b.unit.is_none();
    let said = |shape| Some(Said { range, shape, unit: b.unit.clone(), bound: Bound::Exactly, falls: false });
    // `week 24: 45` is none.
    let ratio = ["/", "in", "out of"].contains(&between) || [":", " : "].contains(&space);
    if bare && (ratio || (between == "to" && low.amount >= high.amount)) {
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
    if let (None, Some(power), true) = (scale(&low), scale(high), a.unit.is_none() || a.unit == b.unit) {
        low.amount *= 10f64.powi(power);
        low.grain += power;
    }
    let alike = a.unit.is_none() || a.unit == b.unit || b.unit.is_none();
    if !alike || low.amount >= high.amount {
        return None;
    }
    let unit = if b.unit.is_none() { a.unit.clone() } else { b.unit.clone() };
    said(Shape::Range(low, high.clone())).map(|said| Said { unit, ..said })
}

/// Numbers in words, with the unit behind them.
fn spelt(text: &str) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut found: Vec<english::Spelt> = english::find(text).into_iter().chain(han::find(text)).collect();
    if found.is_empty() {
        found = english::ordinals(text);
    }
    for spelt in found {
        let mut said = Said {
            range: spelt.range,
            shape: spelt.shape,
            unit: spelt.unit,
            bound: Bound::Exactly,
            falls: false,
        };
        if let (Shape::Number(Typed { .. }), true) = (&said.shape, said.unit.is_none()) {
            let rest = text.get(said.range.end..).unwrap_or("");
            // `three in four` are no inches.
            let ratio = rest.starts_with(" in ") || rest.starts_with(" out of ");
            if let Some(quantity) = unit_after(rest).filter(|_| !ratio) {
                said.unit = quantity;
            }
        }
        all.push(said);
    }
    merge(text, &mut all);
    if all.len() > 1 {
        // `one` is more often a pronoun.
        let pronoun =
            |said: &Said| text.get(said.range.clone()).is_some_and(|word| word.eq_ignore_ascii_case("one"));
        all.retain(|said| !pronoun(said));
    }
    all
}

/// The unit in words after a number in words; its place is not part of the number.
pub(super) fn unit_after(rest: &str) -> Option<Unit> {
    let rest: String = rest.chars().take(40).collect();
    let ends = rest
        .char_indices()
        .map(|(at, _)| at)
        .chain([rest.len()])
        .filter(|at| *at > 0 && !rest[*at..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    let ends: Vec<usize> = ends.collect();
    let found = ends.into_iter().rev().find_map(|end| number::parse(&format!("2{}", &rest[..end])));
    found
        .filter(|quantity| quantity.amount == 2.0)
        .map(|quantity| quantity.unit)
        .filter(|unit| !unit.is_none())
}
