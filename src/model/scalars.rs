//! What the cells of a field are, side by side. Data are numbers and words for the most part. A number is its amount and which of
//! the field's manners it is written in, nine bytes; words are what the cell's text says already, one byte.

use super::{Moment, Quantity, Scalar, Unit, Written};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What cells are, in their order, beside their texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scalars {
    len: usize,
    /// What all are, as long as all are the same; else see `kinds`.
    only: Kind,
    /// What each is; empty as long as all are the same.
    kinds: Vec<Kind>,
    /// The amounts of numbers; empty as long as there is none.
    amounts: Vec<f64>,
    /// The moments; empty as long as there is none.
    moments: Vec<Moment>,
    manners: Vec<Manner>,
    /// What does not fit.
    odd: BTreeMap<usize, Scalar>,
}

/// What a cell is; below the named ones, the manner of a number.
type Kind = u8;

const MISSING: Kind = u8::MAX;
const TEXT: Kind = u8::MAX - 1;
const MOMENT: Kind = u8::MAX - 2;
const TRUE: Kind = u8::MAX - 3;
const FALSE: Kind = u8::MAX - 4;
const ODD: Kind = u8::MAX - 5;

/// The unit and the manner of writing that numbers of a field share.
type Manner = (Unit, Arc<Written>);

/// A number without a copy of it.
#[derive(Debug, Clone, Copy)]
pub struct NumberView<'a> {
    /// See [`Quantity::amount`].
    pub amount: f64,
    /// Its unit.
    pub unit: &'a Unit,
    /// Its manner of writing.
    pub written: &'a Arc<Written>,
}

impl NumberView<'_> {
    /// The number.
    #[must_use]
    pub fn to_quantity(self) -> Quantity {
        Quantity { amount: self.amount, unit: self.unit.clone(), written: Arc::clone(self.written) }
    }
}

/// What a cell is, without a copy of it.
#[derive(Debug, Clone, Copy)]
pub enum ScalarView<'a> {
    /// Nothing.
    Missing,
    /// What its text says.
    Text,
    /// True or false.
    Boolean(bool),
    /// A date or time.
    Moment(Moment),
    /// A number.
    Number(NumberView<'a>),
    /// Words that are not its text.
    Words(&'a Arc<str>),
}

impl<'a> ScalarView<'a> {
    /// The number, if it is one.
    #[must_use]
    pub const fn number(self) -> Option<NumberView<'a>> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether it is missing.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The cell, given its text.
    #[must_use]
    pub fn to_scalar(self, text: &str) -> Scalar {
        match self {
            Self::Missing => Scalar::Missing,
            Self::Text => Scalar::Text(text.into()),
            Self::Boolean(truth) => Scalar::Boolean(truth),
            Self::Moment(moment) => Scalar::Moment(moment),
            Self::Number(number) => Scalar::Number(number.to_quantity()),
            Self::Words(words) => Scalar::Text(Arc::clone(words)),
        }
    }
}

impl<'a> From<&'a Scalar> for ScalarView<'a> {
    fn from(scalar: &'a Scalar) -> Self {
        match scalar {
            Scalar::Missing => Self::Missing,
            Scalar::Text(words) => Self::Words(words),
            Scalar::Boolean(truth) => Self::Boolean(*truth),
            Scalar::Number(Quantity { amount, unit, written }) => {
                Self::Number(NumberView { amount: *amount, unit, written })
            }
            Scalar::Moment(moment) => Self::Moment(*moment),
        }
    }
}

impl Scalars {
    /// None yet, with room for so many numbers.
    #[must_use]
    pub(crate) fn of_about(count: usize) -> Self {
        Self { amounts: Vec::with_capacity(count), ..Self::default() }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// One of them, of a cell with this text.
    ///
    /// # Panics
    /// When `index` is out of range.
    #[must_use]
    pub fn get(&self, index: usize, text: &str) -> Scalar {
        self.view(index).to_scalar(text)
    }

    /// One of them, not copied.
    ///
    /// # Panics
    /// When `index` is out of range.
    #[must_use]
    pub fn view(&self, index: usize) -> ScalarView<'_> {
        assert!(index < self.len, "{index} of {}", self.len);
        match self.kinds.get(index).copied().unwrap_or(self.only) {
            MISSING => ScalarView::Missing,
            TEXT => ScalarView::Text,
            MOMENT => ScalarView::Moment(self.moments[index]),
            TRUE => ScalarView::Boolean(true),
            FALSE => ScalarView::Boolean(false),
            ODD => (&self.odd[&index]).into(),
            manner => {
                let (unit, written) = &self.manners[manner as usize];
                ScalarView::Number(NumberView { amount: self.amounts[index], unit, written })
            }
        }
    }

    /// All of them, not copied.
    pub(crate) fn views(&self) -> impl ExactSizeIterator<Item = ScalarView<'_>> {
        (0..self.len).map(|index| self.view(index))
    }

    /// Adds one, of a cell with this text.
    pub fn push(&mut self, scalar: Scalar, text: &str) {
        let kind = self.kind(self.len, scalar, text);
        self.add(kind);
    }

    /// What the cell of an index is; keeps what has to be known of it beside that.
    fn kind(&mut self, index: usize, scalar: Scalar, text: &str) -> Kind {
        match scalar {
            Scalar::Missing => MISSING,
            Scalar::Text(words) if *words == *text => TEXT,
            Scalar::Boolean(true) => TRUE,
            Scalar::Boolean(false) => FALSE,
            Scalar::Moment(moment) => {
                put(&mut self.moments, index, moment);
                MOMENT
            }
            Scalar::Number(Quantity { amount, unit, written }) => match self.known(&unit, &written) {
                Some(manner) => {
                    put(&mut self.amounts, index, amount);
                    manner
                }
                None => {
                    self.odd.insert(index, Scalar::Number(Quantity { amount, unit, written }));
                    ODD
                }
            },
            words @ Scalar::Text(_) => {
                self.odd.insert(index, words);
                ODD
            }
        }
    }

    /// The number of a manner; `None` when there are too many of them.
    fn known(&mut self, unit: &Unit, written: &Arc<Written>) -> Option<Kind> {
        if let Some(found) =
            self.manners.iter().position(|(other, manner)| manner == written && other == unit)
        {
            return u8::try_from(found).ok();
        }
        let new = u8::try_from(self.manners.len()).ok().filter(|manner| *manner < ODD)?;
        self.manners.push((unit.clone(), Arc::clone(written)));
        Some(new)
    }

    fn add(&mut self, kind: Kind) {
        if self.len == 0 {
            self.only = kind;
        }
        if kind != self.only && self.kinds.is_empty() {
            self.kinds.reserve_exact(self.amounts.capacity().max(self.len + 1));
            self.kinds.resize(self.len, self.only);
        }
        if kind != self.only || !self.kinds.is_empty() {
            self.kinds.push(kind);
        }
        self.len += 1;
    }

    /// Adds others behind these.
    pub fn append(&mut self, others: Self) {
        let manners: Vec<Option<Kind>> =
            others.manners.iter().map(|(unit, written)| self.known(unit, written)).collect();
        for index in 0..others.len {
            let kind = others.kinds.get(index).copied().unwrap_or(others.only);
            let at = self.len;
            let kind = match kind {
                MISSING | TEXT | TRUE | FALSE => kind,
                MOMENT => {
                    put(&mut self.moments, at, others.moments[index]);
                    MOMENT
                }
                ODD => {
                    self.odd.extend(others.odd.get(&index).map(|scalar| (at, scalar.clone())));
                    ODD
                }
                manner => match manners[manner as usize] {
                    Some(manner) => {
                        put(&mut self.amounts, at, others.amounts[index]);
                        manner
                    }
                    None => {
                        self.odd.insert(at, others.get(index, ""));
                        ODD
                    }
                },
            };
            self.add(kind);
        }
    }

    /// Makes a moment of one, or, without one, words that its text says.
    ///
    /// # Panics
    /// When `index` is out of range.
    pub(crate) fn replace(&mut self, index: usize, new: Option<Moment>) {
        if self.kinds.is_empty() {
            self.kinds = vec![self.only; self.len];
        }
        self.kinds[index] = match new {
            Some(moment) => {
                put(&mut self.moments, index, moment);
                MOMENT
            }
            None => TEXT,
        };
    }

    /// Takes no more memory than it needs.
    pub(crate) fn shrink(&mut self) {
        self.kinds.shrink_to_fit();
        self.amounts.shrink_to_fit();
        self.moments.shrink_to_fit();
        self.manners.shrink_to_fit();
    }
}

/// Puts a value at its place in a list in which places may be left out.
fn put<T: Copy>(list: &mut Vec<T>, index: usize, value: T) {
    if index >= list.len() {
        list.resize(index + 1, value);
    } else {
        list[index] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;
    use jiff::civil::date;

    fn number(amount: f64, decimals: u8) -> Scalar {
        let written = Written { decimals, ..Written::default() };
        Scalar::Number(Quantity { amount, unit: Unit::of("$"), written: written.into() })
    }

    fn held(scalars: &[Scalar]) -> Scalars {
        let mut held = Scalars::default();
        scalars.iter().for_each(|scalar| held.push(scalar.clone(), "text"));
        held
    }

    fn check(scalars: &[Scalar]) {
        let all = |held: &Scalars| (0..held.len()).map(|index| held.get(index, "text")).collect::<Vec<_>>();
        assert_eq!(all(&held(scalars)), scalars);
        for cut in 0..=scalars.len() {
            let (first, second) = scalars.split_at(cut);
            let mut both = held(first);
            both.append(held(second));
            both.shrink();
            assert_eq!(all(&both), scalars, "{cut}");
        }
    }

    #[test]
    fn what_is_held_comes_back_as_it_was() {
        let moment = Moment { at: date(2025, 3, 1).at(0, 0, 0, 0), precision: Precision::Day };
        let (text, words) = (Scalar::Text("text".into()), Scalar::Text("other words".into()));
        let all = [
            number(1.0, 0),
            Scalar::Missing,
            number(2.5, 1),
            text.clone(),
            Scalar::Moment(moment),
            Scalar::Boolean(true),
            words.clone(),
            number(0.25, 2),
            Scalar::Boolean(false),
            number(3.0, 0),
        ];
        for first in 0..all.len() {
            check(&all[first..]);
            check(&[all[first].clone(), all[first].clone()]);
        }
        check(&[]);
        check(&[text.clone(), text, words]);
    }

    #[test]
    fn more_manners_than_there_is_room_for_are_held_one_by_one() {
        let many: Vec<Scalar> = (0..=u8::MAX).map(|decimals| number(1.0, decimals)).collect();
        check(&many);
        let percent = many.iter().cloned().map(|scalar| match scalar {
            Scalar::Number(number) => Scalar::Number(Quantity { unit: Unit::percent(), ..number }),
            other => other,
        });
        check(&many.iter().take(200).cloned().chain(percent.take(200)).collect::<Vec<_>>());
    }

    #[test]
    fn some_become_moments_or_words() {
        let moment = Moment { at: date(2025, 1, 1).at(0, 0, 0, 0), precision: Precision::Year };
        let mut scalars = held(&[number(2025.0, 0), number(2026.0, 0), Scalar::Boolean(true)]);
        scalars.replace(1, Some(moment));
        scalars.replace(2, None);
        let all: Vec<Scalar> = (0..3).map(|index| scalars.get(index, "text")).collect();
        assert_eq!(all, [number(2025.0, 0), Scalar::Moment(moment), Scalar::Text("text".into())]);
    }
}
