//! The numbers of one text: which are facts, and which only look like them.
//!
//! In: the plain text of one block (a paragraph, a heading, a table cell). Out: [`Found`], in reading order, without
//! overlaps: a fact with its quantities, or an exemption with its reason. Entry: [`numbers`]. Steps: runs of digits,
//! English number words and Chinese numerals are found ([`scan`]); the table of [`rules`] takes out years, labels,
//! names and the like, first match first; what is left grows to the left and right into a quantity ([`extent`],
//! [`words`], [`han`]).
//!
//! Left out: vague words (`dozens`, `several`, `millions of`), ordinals in words, Roman numerals, number words of languages other than English, Chinese and Japanese. False alarms weigh more than misses: `one` alone
//! is a pronoun.

mod cardinal;
mod context;
mod extent;
mod han;
mod languages;
mod lexicon;
mod rules;
mod scan;
#[cfg(test)]
mod tests;
mod words;

pub(super) use extent::{SUPERSCRIPTS, superscript};
pub(super) use han::{is_numeral as is_han_numeral, leading as leading_han, tenths as han_tenths};
pub(super) use languages::{is_abbreviation, is_ordinal, primary};

use crate::model::{Locale, Quantity};
use crate::syntax::number::{Marks, Narrow, grouped_otherwise};
use context::Context;
use std::ops::Range;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands, in bytes of the text: sign, currency, scale and unit included.
    pub range: Range<usize>,
    /// What it is.
    pub class: Class,
}

/// What a number is.
#[derive(Debug, Clone, PartialEq)]
pub enum Class {
    /// A statement that can be true or false.
    Fact(Number),
    /// Something that needs no support.
    Exempt(Reason),
}

/// A fact's number.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// How it is put together.
    pub form: Form,
    /// Its parts: one for a single number, two for a range or a ratio; empty when the text says a number that has no
    /// single value (`doubled` has one: 2).
    pub quantities: Vec<Quantity>,
}

/// How a number is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `68%`, `twelve`, `3億`, `14 per 100,000`.
    Single,
    /// `3–5`, `7–2`, `73.0 ± 1.0`.
    Range,
    /// `1:3`, `one in five`.
    Ratio,
    /// `two-thirds`, `half`, `三分之一`.
    Fraction,
    /// `doubled`, `twofold`, `twice`.
    Multiple,
}

/// Why a number is no fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// `2024`, `2024-25`, `1990s`, `2024年`.
    Year,
    /// `12 May 2025`, `Q1 2025`, `2025-03-01`, `3月5日`.
    Date,
    /// `17:00`, `3 pm`.
    Time,
    /// `20th`, `第3`.
    Ordinal,
    /// `Figure 3`, `p. 14`, `week 8`.
    Label,
    /// `1.` before a list item.
    ListMark,
    /// `v2.3`, `Pika 1.0`.
    Version,
    /// `F-35`, `COVID-19`, `5G`, `Windows 11`.
    Name,
    /// Telephone numbers, DOIs, addresses in networks, postcodes.
    Identifier,
    /// `10 Downing Street`.
    Address,
    /// `the two`, which points back at things that were named.
    BackReference,
}

impl Reason {
    /// Its name, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Date => "date",
            Self::Time => "time",
            Self::Ordinal => "ordinal",
            Self::Label => "label",
            Self::ListMark => "list mark",
            Self::Version => "version",
            Self::Name => "name",
            Self::Identifier => "identifier",
            Self::Address => "address",
            Self::BackReference => "back reference",
        }
    }
}

/// The numbers of a text in a language (BCP 47), written with its marks, in reading order.
///
/// ```
/// use sourcebook::facts::detect::{Class, numbers};
///
/// let found = numbers("In 2024 sales of the F-35 rose by 12%.", "en");
/// let facts: Vec<_> = found.iter().filter(|number| matches!(number.class, Class::Fact(_))).collect();
/// assert_eq!(facts.len(), 1);
/// ```
#[must_use]
pub fn numbers(text: &str, language: &str) -> Vec<Found> {
    Detector::of(language).numbers(text)
}

/// What is known of a language, for the many texts of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Detector<'l> {
    /// BCP 47.
    pub(super) language: &'l str,
    marks: Marks,
    /// Whether number words are looked for.
    words: bool,
}

impl<'l> Detector<'l> {
    pub(super) fn of(language: &'l str) -> Self {
        Self { language, marks: Marks::of(&Locale::of(language)), words: words::serve(language) }
    }

    /// As [`numbers`].
    pub(super) fn numbers(&self, text: &str) -> Vec<Found> {
        let Some(narrow) = Narrow::of(text) else { return self.read(text) };
        let found = self.read(&narrow.text);
        found.into_iter().map(|found| Found { range: narrow.back(&found.range), ..found }).collect()
    }

    fn read(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for candidate in scan::candidates(text, self.marks) {
            if found.last().is_some_and(|last| candidate.range.start < last.range.end) {
                continue;
            }
            let otherwise =
                text.get(candidate.range.start..).and_then(|rest| grouped_otherwise(rest, self.marks));
            let marks = otherwise.map_or(self.marks, |(_, marks)| marks);
            let whole = (text, self.language, marks);
            let context = Context::new(whole, candidate.range.clone(), found.last());
            let next = match candidate.kind {
                scan::Kind::Digits => Some(digits(&context)),
                scan::Kind::Word if self.words => words::number(&context),
                scan::Kind::Word => None,
                scan::Kind::Han => han::number(&context),
            };
            // A number may not reach back into the one before it.
            found.extend(
                next.filter(|next| found.last().is_none_or(|last| last.range.end <= next.range.start)),
            );
        }
        found
    }
}

fn digits(context: &Context<'_>) -> Found {
    let exempt = rules::ALL.iter().find_map(|rule| {
        let range = (rule.find)(context)?;
        Some(Found { range, class: Class::Exempt(rule.reason) })
    });
    exempt.unwrap_or_else(|| extent::quantity(context))
}
