//! Words in brackets, proven by the data: `[68%]{= expression }`.
//!
//! In: a resolved report. Out: one diagnostic for each claim that does not hold, with the text that would. Entry:
//! [`verify`]; [`of_page`] gives each claim's words. Steps:
//! 1. [`words`]: a claim's words as plain text that knows its places in the file;
//! 2. [`said`]: the number in the words; [`figures`] for those in digits, [`composed`] for what follows its digits, [`english`] and [`han`] for numbers spelt out; [`joined`] for ranges, ratios and numbers in parts;
//!    [`context`] and [`moves`] for what stands around it (`about`, `over`; `fell`), [`languages`] for those of other languages;
//!    [`dates`] for dates;
//! 3. [`units`]: the value in the unit of the number;
//! 4. [`hold`]: whether the two agree at the precision that was typed;
//! 5. [`rewrite`]: the number that would hold, in the style of the one typed; [`report`]: the diagnostic.
//!
//! `docs/claims.md` states the rules. Left out: which numbers in prose need a claim (`facts::detect`).

mod composed;
mod context;
mod dates;
mod english;
mod figures;
mod han;
mod hold;
mod joined;
mod languages;
mod moves;
mod moves_in;
mod report;
mod rewrite;
mod rises_in;
mod said;
#[cfg(test)]
mod tests;
mod units;
mod words;

pub use words::{Words, of_page};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{CellSet, Claim, Locale, PageId, Proof, Quantity, Scalar, Value};
use crate::resolve::{Evaluated, Resolved};
use crate::syntax::number::{self, Marks};
use dates::Stated;
use rayon::prelude::*;
use said::{Bound, Said, Shape, Way};
use std::ops::Range;

/// Checks every claim of the report, pages in parallel.
#[must_use]
pub fn verify(resolved: &Resolved) -> Diagnostics {
    let all: Vec<PageId> = resolved.report.pages().map(|(id, _)| id).collect();
    verify_pages(resolved, &all)
}

/// Checks the claims of some pages, in parallel.
#[must_use]
pub fn verify_pages(resolved: &Resolved, ids: &[PageId]) -> Diagnostics {
    let found: Vec<Diagnostics> = ids.par_iter().map(|id| verify_page(resolved, *id)).collect();
    let mut diagnostics = Diagnostics::default();
    found.into_iter().for_each(|found| diagnostics.extend(found));
    diagnostics
}

fn verify_page(resolved: &Resolved, id: PageId) -> Diagnostics {
    let page = resolved.report.page(id);
    let Some(settled) = resolved.pages.get(id.0 as usize) else { return Diagnostics::default() };
    if page.document.claims.is_empty() {
        return Diagnostics::default();
    }
    let words = of_page(page, settled, &resolved.report.files);
    let claims = page.document.claims.iter().zip(&words);
    let check = |(claim, words): (&Claim, &Words)| {
        let Proof::Expression(index) = claim.proof else { return None };
        let proof = settled.values.get(index)?;
        one(&report::Case { resolved, locale: &settled.locale, claim, words, proof })
    };
    claims.filter_map(check).collect()
}

/// The fault of one claim, if it has one.
fn one(case: &report::Case<'_>) -> Option<Diagnostic> {
    match &case.proof.value.scalar {
        // What could not be evaluated has been reported.
        Scalar::Missing => None,
        Scalar::Boolean(true) => None,
        Scalar::Boolean(false) => Some(case.untrue()),
        Scalar::Text(_) => {
            let found = number::narrow(&case.proof.text);
            (!same_words(&case.words.text, &found, case.locale)).then(|| case.other_words())
        }
        Scalar::Moment(moment) => {
            let (words, printed) = (&case.words.text, &number::narrow(&case.proof.text));
            if same_words(words, printed, case.locale) {
                return None;
            }
            match dates::states(words, *moment, printed, case.locale) {
                Stated::Yes => None,
                Stated::No => Some(case.other_words()),
                Stated::Turned => Some(case.turned_date()),
            }
        }
        Scalar::Number(quantity) => number(case, quantity),
    }
}

fn number(case: &report::Case<'_>, quantity: &Quantity) -> Option<Diagnostic> {
    match judge(&case.words.text, quantity, case.proof, case.locale) {
        Verdict::Holds => None,
        Verdict::NoNumber => Some(case.without_number()),
        Verdict::Several(numbers) => Some(case.several(&numbers)),
        Verdict::Unclear(said) => Some(case.unclear(&said)),
        Verdict::Units(said) => Some(case.other_unit(&said)),
        Verdict::Differs(said, values) => Some(case.differs(&said, &values)),
    }
}

/// Whether the one number in some words, with `about` and `over` as they stand there, can be this quantity; `None` when they
/// cannot be compared.
pub(super) fn agree(words: &str, quantity: &Quantity, locale: &Locale) -> Option<bool> {
    match judge(&number::narrow(words), quantity, &bare(quantity), locale) {
        Verdict::Holds => Some(true),
        Verdict::Differs(..) => Some(false),
        Verdict::NoNumber | Verdict::Several(_) | Verdict::Unclear(_) | Verdict::Units(_) => None,
    }
}

/// A number that comes from nowhere.
fn bare(quantity: &Quantity) -> Evaluated {
    let value = Value::new(Scalar::Number(quantity.clone()));
    Evaluated { value, text: String::new(), used: CellSet::default() }
}

/// The part of a sentence that has to stand in brackets so that a claim says of the number at `range` what the sentence says of
/// it, `over 3%` and not `3%`; `None` when that does not hold for a value, or cannot be told.
pub(super) fn brackets(
    sentence: &str,
    range: &Range<usize>,
    value: &Value,
    locale: &Locale,
) -> Option<Range<usize>> {
    let quantity = value.quantity()?;
    let said = said::at(sentence, range, locale, quantity)?;
    // A cell above zero may be a level, of which nobody says that it rose.
    let moved = matches!(said.way, Way::Rises | Way::Either);
    if !matches!(said.shape, Shape::Number(_) | Shape::Fraction(_)) || said.bound == Bound::Unclear || moved {
        return None;
    }
    let own = said.range.start.min(range.start)..said.range.end.max(range.end);
    let proof = Evaluated { value: value.clone(), text: String::new(), used: CellSet::default() };
    let holds = |part: &Range<usize>| {
        let words = sentence.get(part.clone())?;
        let alike = match said::find(words, locale, quantity) {
            said::Found::One(found) => {
                (found.bound, found.way, &found.shape) == (said.bound, said.way, &said.shape)
            }
            _ => false,
        };
        (alike && matches!(judge(words, quantity, &proof, locale), Verdict::Holds)).then(|| part.clone())
    };
    let (starts, ends) = (words::starts(sentence, own.start), words::ends(sentence, own.end));
    let mut parts: Vec<Range<usize>> =
        starts.iter().flat_map(|start| ends.iter().map(|end| *start..*end)).collect();
    parts.sort_by_key(ExactSizeIterator::len);
    parts.iter().find_map(holds)
}

/// What comes out of comparing words with a number.
#[derive(Debug)]
enum Verdict {
    Holds,
    NoNumber,
    Several(Vec<Said>),
    /// What the words say of the number cannot be told.
    Unclear(Said),
    Units(Said),
    /// The number in the words, and the value in its unit: the likeliest reading first.
    Differs(Said, Vec<f64>),
}

fn judge(words: &str, quantity: &Quantity, proof: &Evaluated, locale: &Locale) -> Verdict {
    // A value whose printed form is what the words say holds, whatever it is made of: `8.7/10`, `24/7`.
    if words.trim() == proof.text && !words.trim().is_empty() {
        return Verdict::Holds;
    }
    let (said, others) = match said::find(words, locale, quantity) {
        said::Found::None => return Verdict::NoNumber,
        said::Found::Several(numbers) => return Verdict::Several(numbers),
        said::Found::Likely(said, all) => (*said, Some(all)),
        said::Found::One(said) => (*said, None),
    };
    if said.bound == Bound::Unclear {
        return Verdict::Unclear(said);
    }
    if let Some(end) = units::other_behind(words, &said, &quantity.unit) {
        return Verdict::Units(Said { range: said.range.start..end, ..said });
    }
    let values = units::in_unit(&said, &proof.value, Marks::of(locale));
    match others {
        _ if values.iter().any(|value| hold::holds(&said, *value)) => Verdict::Holds,
        // Another one may have been meant.
        Some(all) => Verdict::Several(all),
        None if values.is_empty() => Verdict::Units(said),
        None => Verdict::Differs(said, values),
    }
}

/// Whether two texts are the same words. Marks that the typography of a page makes of typed ones are as good as those: `d'Ivoire` in the
/// data is `d’Ivoire` on the page.
fn same_words(a: &str, b: &str, locale: &Locale) -> bool {
    let folded = |text: &str| {
        let typed = locale.quotes.straight(text);
        typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    folded(a) == folded(b)
}
