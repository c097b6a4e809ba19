//! What supports the numbers of a report: bound, checked, cited, or nothing.
//!
//! In: a [`Resolved`]. Out: [`Coverage`], page by page in the report's order, with the unsupported numbers, their
//! sentences and the expressions that would bind them. Entry: [`coverage`]; [`bind()`] writes the certain ones as claims.
//! Steps: a page is cut into blocks of plain text with the place of every part ([`blocks`]); the detector finds
//! their numbers; a citation or note in the same sentence ([`sentences`]) makes a number cited; for what is left the
//! datasets of the page are searched ([`candidates`]).
//!
//! Left out: code, formulas, alternative texts, the data that figures show (they are values already), and generated
//! pages.

mod bind;
mod blocks;
mod candidates;
mod sentences;
mod statements;
#[cfg(test)]
mod tests;

pub use bind::{Edit, bind};
pub(super) use blocks::Cell;
pub(super) use statements::{Statement, Statements};

use super::detect::{Class, Detector, Number};
use crate::diagnostics::Span;
use crate::model::{CellRef, PageId};
use crate::resolve::Resolved;
use blocks::{Block, Support};
use candidates::Candidates;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What supports the numbers of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// One for each of the report's pages, in the same order.
    pub pages: Vec<PageCoverage>,
}

/// What supports the numbers of one page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageCoverage {
    /// The page.
    pub page: PageId,
    /// Numbers that are computed: `{{ … }}`.
    pub bound: usize,
    /// Claims that are typed and verified: `[68%]{= … }`.
    pub checked: usize,
    /// Numbers with a citation or a note in their sentence.
    pub cited: usize,
    /// Numbers with nothing.
    pub unsupported: Vec<Unsupported>,
    /// The typed numbers that are no claims, in the order of the page's file.
    pub typed: Vec<Typed>,
    /// What it states of things by name.
    pub(super) statements: Statements,
}

/// A number that the author typed and no claim proves.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// Where it stands.
    pub span: Span,
    /// The number as the reader sees it.
    pub text: String,
    /// Its sentence as the reader sees it, one text for all of its numbers.
    pub sentence: Arc<str>,
    /// What it says.
    pub number: Number,
    /// Whether a citation or note stands in its sentence.
    pub cited: bool,
}

/// A number that nothing supports.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsupported {
    /// Where it stands.
    pub span: Span,
    /// The number as the reader sees it.
    pub text: String,
    /// Its sentence as the reader sees it, one text for all of its numbers.
    pub sentence: Arc<str>,
    /// The number in the sentence.
    within: Range<usize>,
    /// What it says.
    pub number: Number,
    /// Cells of the page's datasets that say the same, best first.
    pub candidates: Vec<Candidate>,
    /// Whether the first candidate is the only good one.
    pub unambiguous: bool,
    /// Whether the text at `span` is the number alone, in a place where a claim may be written.
    writable: bool,
}

/// A cell that an unsupported number may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The expression for it: `data.minerals["Terbium"]["Price Surge"]`.
    pub expression: String,
    /// The cell.
    pub cell: CellRef,
    /// What in the sentence speaks for it: `the sentence names Terbium and Price Surge`.
    pub why: String,
}

impl PageCoverage {
    fn nothing(page: PageId) -> Self {
        Self {
            page,
            bound: 0,
            checked: 0,
            cited: 0,
            unsupported: Vec::new(),
            typed: Vec::new(),
            statements: Statements::default(),
        }
    }

    /// All facts of the page.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.supported() + self.unsupported.len()
    }

    /// The facts that are bound, checked or cited.
    #[must_use]
    pub const fn supported(&self) -> usize {
        self.bound + self.checked + self.cited
    }

    /// The share of supported facts in percent; 100 for a page without facts.
    #[must_use]
    pub fn percent(&self) -> f64 {
        percent(self.supported(), self.facts())
    }
}

impl Coverage {
    /// All facts of the report.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.pages.iter().map(PageCoverage::facts).sum()
    }

    /// The facts that are bound, checked or cited.
    #[must_use]
    pub fn supported(&self) -> usize {
        self.pages.iter().map(PageCoverage::supported).sum()
    }

    /// The share of supported facts in percent; 100 for a report without facts.
    #[must_use]
    pub fn percent(&self) -> f64 {
        percent(self.supported(), self.facts())
    }

    /// All unsupported numbers in the order of pages.
    pub fn unsupported(&self) -> impl Iterator<Item = &Unsupported> {
        self.pages.iter().flat_map(|page| &page.unsupported)
    }
}

fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 100.0 } else { part as f64 * 100.0 / all as f64 }
}

/// Where the cells are looked for that a number may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In the datasets that its page uses.
    Page,
    /// In all datasets of the report.
    Report,
}

/// What supports the numbers of a report, with candidates from each page's own datasets.
#[must_use]
pub fn coverage(resolved: &Resolved) -> Coverage {
    coverage_within(resolved, Scope::Page)
}

/// What supports the numbers of a report, with the expressions that would bind the unsupported ones.
#[must_use]
pub fn coverage_within(resolved: &Resolved, scope: Scope) -> Coverage {
    with_candidates(resolved, evidence(resolved), scope)
}

/// What supports the numbers of a report. The unsupported ones have no candidates.
#[must_use]
pub fn evidence(resolved: &Resolved) -> Coverage {
    let ids: Vec<PageId> = resolved.report.pages().map(|(id, _)| id).collect();
    let pages = ids.into_par_iter().map(|id| page(resolved, id)).collect();
    Coverage { pages }
}

impl Coverage {
    /// Nothing yet, for so many pages.
    #[must_use]
    pub(crate) fn nothing(pages: usize) -> Self {
        let empty = |index| PageCoverage::nothing(PageId(index as u32));
        Self { pages: (0..pages).map(empty).collect() }
    }

    /// Finds what supports the numbers of some pages, in parallel.
    pub(crate) fn find(&mut self, resolved: &Resolved, ids: &[PageId]) {
        let found: Vec<PageCoverage> = ids.par_iter().map(|id| page(resolved, *id)).collect();
        for page in found {
            let place = page.page.0 as usize;
            self.pages[place] = page;
        }
    }

    /// Lets what was found of some pages go, in parallel: it is many small texts.
    pub(crate) fn forget(&mut self, ids: &[PageId]) {
        let take =
            |id: &PageId| std::mem::replace(&mut self.pages[id.0 as usize], PageCoverage::nothing(*id));
        let found: Vec<PageCoverage> = ids.iter().map(take).collect();
        found.into_par_iter().for_each(drop);
    }
}

/// The same, with the expressions that would bind the unsupported numbers.
#[must_use]
pub fn with_candidates(resolved: &Resolved, mut coverage: Coverage, scope: Scope) -> Coverage {
    coverage.pages.par_iter_mut().for_each(|page| {
        let mut candidates = Candidates::new(resolved, page.page, scope);
        for number in &mut page.unsupported {
            (number.candidates, number.unambiguous) = candidates.find(&number.number, &number.sentence);
        }
    });
    coverage
}

fn page(resolved: &Resolved, id: PageId) -> PageCoverage {
    let mut found = PageCoverage::nothing(id);
    let page = resolved.report.page(id);
    let language = page.front.language.as_deref().unwrap_or(&resolved.report.config.language);
    let detector = Detector::of(language);
    for block in blocks::blocks(resolved, id) {
        found.bound += block.bound;
        found.checked += block.checked;
        numbers(&block, &detector, &mut found);
    }
    found.typed.sort_by_key(|typed| typed.span.start);
    found
}

/// Counts the typed numbers of a block.
fn numbers(block: &Block, detector: &Detector<'_>, page: &mut PageCoverage) {
    let all = detector.numbers(&block.text);
    let sentences =
        if all.is_empty() { Vec::new() } else { sentences::split(&block.text, detector.language) };
    page.statements.add(block, &all, &sentences);
    let at_mark = |mark: &usize| sentences::at_mark(&sentences, &block.text, *mark).start;
    let marked: BTreeSet<usize> = block.marks.iter().map(at_mark).collect();
    let mut last: Option<(Range<usize>, Arc<str>)> = None;
    for found in all {
        let Class::Fact(number) = found.class else { continue };
        let Some(place) = block.place(&found.range).filter(|place| place.support == Support::Typed) else {
            continue;
        };
        let sentence = sentences::at(&sentences, found.range.start);
        let cited = block.cited || marked.contains(&sentence.start);
        let whole = block.text.get(sentence.clone()).unwrap_or("");
        let start = sentence.end.saturating_sub(whole.trim_start().len());
        let within = found.range.start.saturating_sub(start)..found.range.end.saturating_sub(start);
        let sentence = match &last {
            Some((range, text)) if *range == sentence => Arc::clone(text),
            _ => Arc::clone(&last.insert((sentence, Arc::from(whole.trim()))).1),
        };
        let text = block.text.get(found.range).unwrap_or("").to_owned();
        page.cited += usize::from(cited);
        if !cited {
            page.unsupported.push(Unsupported {
                span: place.span,
                text: text.clone(),
                sentence: Arc::clone(&sentence),
                within,
                number: number.clone(),
                candidates: Vec::new(),
                unambiguous: false,
                writable: place.exact && block.writable,
            });
        }
        page.typed.push(Typed { span: place.span, text, sentence, number, cited });
    }
}
