//! The number in a claim's words, and what the words around it say of it.

use super::figures::digits;
use super::joined::{Sought, is_count};
use super::units::{self, Declared};
use super::{context, english, han, joined, languages};
use crate::facts::detect::{self, Class, Reason};
use crate::model::{Locale, Qualifier, Quantity, Scale, Unit, Written};
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
    /// Which way words such as `fell` say that the value moved.
    pub(super) way: Way,
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
    /// Words stand before it that may turn its meaning round.
    Unclear,
}

/// Which way words say that a value moved by the number beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// They do not say.
    Unsaid,
    /// `fell`: the value is negative, and the number its size.
    Falls,
    /// `rose`: the value is positive.
    Rises,
    /// `changed`: the number is its size.
    Either,
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
    /// The value as these words put it: its size when they say that it fell or changed. `None` when it moved the other way.
    pub(super) fn seen(&self, value: f64) -> Option<f64> {
        // Without an upper bound the number itself says that it rose.
        let open = matches!(self.bound, Bound::LessThan | Bound::AtMost);
        match self.way {
            Way::Falls => (value < 0.0).then_some(-value),
            Way::Rises if open => (value > 0.0).then_some(value),
            Way::Either => Some(value.abs()),
            Way::Rises | Way::Unsaid => Some(value),
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
    let sought = Sought { marks, value };
    let language = locale.primary();
    let mut all = digits(text, marks, Declared::of(&value.unit, marks).as_ref());
    joined::merge(text, &mut all, sought);
    joined::ranked(text, &mut all);
    if all.is_empty() {
        all = spelt(text, sought);
    }
    add_spelt_part(text, &mut all, sought);
    for said in &mut all {
        millions(text, said, value);
    }
    for said in &mut all {
        context::read(text, said, &language);
    }
    if all.len() > 1 {
        all = facts(text, all, locale);
    }
    match all.len() {
        0 => Found::None,
        1 => Found::One(Box::new(all.remove(0))),
        _ => choose(text, all, sought, &language),
    }
}

/// The `twelve` of `twelve of 40 schools`, where only the whole is in digits. `one of 40` speaks of the whole.
fn add_spelt_part(text: &str, all: &mut Vec<Said>, sought: Sought<'_>) {
    let [whole] = all.as_slice() else { return };
    let before = whole.range.start;
    if text.get(..before).and_then(|before| part_end(before, "en")).is_none() {
        return;
    }
    let counts = |said: &Said| matches!(said.shape, Shape::Number(_)) && said.amount() != 1.0;
    let part = spelt(text, sought).into_iter().rfind(|said| said.range.end <= before && counts(said));
    if let Some(part) = part {
        all.insert(0, part);
    }
}

/// The number in some words that begins or ends in a range of them, with what the words around it say.
pub(super) fn at(text: &str, range: &Range<usize>, locale: &Locale, value: &Quantity) -> Option<Said> {
    let marks = Marks::of(locale);
    let sought = Sought { marks, value };
    let mut all = digits(text, marks, Declared::of(&value.unit, marks).as_ref());
    all.extend(spelt(text, sought));
    joined::merge(text, &mut all, sought);
    let within = |said: &Said| said.range.start < range.end && range.start < said.range.end;
    let mut said = all.into_iter().find(within)?;
    context::read(text, &mut said, &locale.primary());
    Some(said)
}

/// `1.2m` are metres, and millions where the value is of such a size.
fn millions(text: &str, said: &mut Said, value: &Quantity) {
    let letter = text.get(said.range.clone()).is_some_and(|typed| typed.ends_with('m'));
    let Shape::Number(typed) = &mut said.shape else { return };
    let large = value.amount.abs() >= 1e5 * typed.amount.abs() && typed.amount != 0.0;
    if !(letter && large && said.unit.is_symbol("m")) || value.unit.is_symbol("m") {
        return;
    }
    if let Manner::Digits(written) = &mut typed.manner {
        typed.amount *= 1e6;
        typed.grain += 6;
        written.scale = Some(Scale { symbol: written.suffix.clone(), exponent: 6 });
        said.unit = Unit::NONE;
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

/// Of several numbers, the only one of the value's unit that is no whole of a part. A value without a unit may be any of them: a
/// bare number or one with the name of what is counted is the likeliest.
fn choose(text: &str, mut all: Vec<Said>, sought: Sought<'_>, language: &str) -> Found {
    let (_, unit) = units::plain(&sought.value.unit, sought.marks);
    // The number directly before the words for `of`, whose whole this one is.
    let part = |at: usize| {
        let part = at.checked_sub(1).map(|at| &all[at])?;
        let end = part_end(text.get(..all[at].range.start)?, language)?;
        (end == part.range.end && matches!(part.shape, Shape::Number(_))).then_some(part)
    };
    let fits = |said: &Said| match unit.is_none() {
        true => is_count(&said.unit),
        false => units::agree(&said.unit, &unit),
    };
    // The part of `12 of 40 firms` has the unit of its whole.
    let of_its_unit = |part: &&Said| part.unit.is_none() || fits(part);
    // `12 large firms of the 40`
    let of_another = |at: usize| {
        let before = text.get(..all[at].range.start);
        unit.is_none() && at > 0 && before.is_some_and(|before| part_end(before, "en").is_some())
    };
    let fitting = || (0..all.len()).filter(|at| fits(&all[*at]));
    let is_whole = |at: &usize| part(*at).is_some_and(|part| of_its_unit(&part)) || of_another(*at);
    let apart: Vec<usize> = fitting().filter(|at| !is_whole(at)).collect();
    let parts: Vec<&Said> = fitting().filter_map(part).filter(of_its_unit).collect();
    match (apart.as_slice(), parts.as_slice()) {
        ([only], _) if unit.is_none() => Found::Likely(Box::new(all[*only].clone()), all),
        ([only], _) => Found::One(Box::new(all.swap_remove(*only))),
        ([], [part]) => Found::Likely(Box::new((*part).clone()), all),
        _ => Found::Several(all),
    }
}

/// Where a text ends before the words that name the whole of a part: the `12` of `12 out of the` before 40.
fn part_end(before: &str, language: &str) -> Option<usize> {
    let lower = before.trim_end().to_lowercase();
    let words = languages::wholes(language).iter().chain(languages::wholes("en"));
    let lead = words.filter_map(|words| lower.strip_suffix(words)).find(|rest| rest.ends_with(' '))?;
    Some(lead.trim_end().len())
}

pub(super) fn is_year(said: &Said) -> bool {
    let Shape::Number(Typed { amount, manner: Manner::Digits(written), .. }) = &said.shape else {
        return false;
    };
    let bare = said.unit.is_none() && written.prefix.is_empty() && written.suffix.is_empty();
    bare && !written.grouped && written.decimals == 0 && (1900.0..=2100.0).contains(amount)
}

/// A number as it was parsed at its place in the words.
pub(super) fn of(range: Range<usize>, quantity: &Quantity) -> Said {
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
    Said { range, shape: Shape::Number(typed), unit: quantity.unit.clone(), bound, way: Way::Unsaid }
}

/// Numbers in words, with the unit behind them.
fn spelt(text: &str, sought: Sought<'_>) -> Vec<Said> {
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
            way: Way::Unsaid,
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
    joined::merge(text, &mut all, sought);
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
