//! Places that state different numbers for the same thing: a sentence and the data, a table and the text, two sentences.
//!
//! In: a [`Resolved`] and its [`Coverage`], which has read every number. Out: one warning for each number that contradicts
//! another, showing both places. Entry: [`find`]. Steps: the records and fields of datasets and the rows and columns of
//! Markdown tables are [`names`] of things; a typed number is compared with a cell when its sentence names exactly that
//! cell's record and field; two sentences are compared when they differ in nothing but the number.
//!
//! False alarms weigh more than misses. Left out: sentences with several numbers, with a date, or with words that speak of a
//! change, a comparison or a plan ([`guards`]); what stands below a heading or title with a year; numbers without a unit
//! unless they are large; claims and bound values, which the data prove.

mod guards;
mod names;
#[cfg(test)]
mod tests;

use super::claims;
use super::coverage::{Coverage, Statement};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{CellRef, Locale, NodeKind, PageId, Proof, Quantity};
use crate::resolve::Resolved;
use crate::syntax::number::rates_agree;
use names::{Names, Stated};
use std::collections::BTreeMap;

/// From this size on a number without a unit is unlikely to agree with a cell's kind by chance.
const LARGE: f64 = 1_000.0;

/// The warnings for numbers that contradict one another, in reading order.
#[must_use]
pub fn find(resolved: &Resolved, coverage: &Coverage) -> Diagnostics {
    let names = Names::of(resolved, coverage);
    let mut search = Search { resolved, names, sentences: BTreeMap::new(), found: Diagnostics::default() };
    for page in &coverage.pages {
        for statement in &page.statements.all {
            search.look(page.page, &page.statements.heads, statement);
        }
    }
    search.found
}

struct Search<'a> {
    resolved: &'a Resolved,
    names: Names,
    /// Sentences without their number → the first that was found.
    sentences: BTreeMap<String, (PageId, &'a Statement)>,
    found: Diagnostics,
}

impl<'a> Search<'a> {
    fn look(
        &mut self,
        page: PageId,
        heads: &BTreeMap<super::coverage::Cell, String>,
        statement: &'a Statement,
    ) {
        if let Some(cell) = statement.cell {
            let head = |row, column| heads.get(&super::coverage::Cell { row, column, ..cell });
            let (Some(row), Some(column)) = (head(cell.row, 0), head(0, cell.column)) else { return };
            let stated = self
                .names
                .exactly((row, column), (page.0 as usize, cell.table), |other| compares(statement, other));
            let finding = self.compare(page, statement, &statement.text, &stated);
            self.keep(finding);
            return;
        }
        if self.names.is_empty() || guards::found(&statement.sentence, &self.locale(page).language) {
            return;
        }
        let mentioned = self.names.mentioned(&statement.sentence);
        let stated = self.names.meant(&mentioned, |other| compares(statement, other));
        let finding = self.compare(page, statement, &statement.sentence, &stated);
        self.keep(finding);
        if !mentioned.is_empty() {
            self.again(page, statement);
        }
    }

    /// That of a page.
    fn locale(&self, page: PageId) -> &'a Locale {
        self.resolved.pages.get(page.0 as usize).map_or(&self.resolved.locale, |page| &page.locale)
    }

    fn keep(&mut self, finding: Option<Diagnostic>) {
        if let Some(finding) = finding {
            self.found.push(finding);
        }
    }

    /// Compares a statement with the cells of the same names.
    fn compare(
        &self,
        page: PageId,
        statement: &Statement,
        words: &str,
        stated: &[&Stated],
    ) -> Option<Diagnostic> {
        let differs = |other: &&&Stated| {
            compares(statement, other)
                && claims::agree(words, &other.quantity, self.locale(page)) == Some(false)
        };
        stated.iter().find(differs).map(|other| self.finding(statement, other))
    }

    fn finding(&self, statement: &Statement, other: &Stated) -> Diagnostic {
        let message = format!(
            "`{}` contradicts `{}`: both are stated for {} / {}",
            statement.text, other.text, other.row, other.column
        );
        let mut found = Diagnostic::new(rules::CONTRADICTION, message)
            .at(statement.span, "here")
            .and(other.span, "there");
        if let Some(place) = other.cell.and_then(|cell| self.said(cell)) {
            found = found.and(place, "the text says so, too");
        }
        found.help(
            "correct one of the two, or say in the sentence how they differ; `[…]{-}` marks what is no fact",
        )
    }

    /// The first place in the text that is bound to a cell.
    fn said(&self, cell: CellRef) -> Option<Span> {
        let pages = self.resolved.report.pages.iter().zip(&self.resolved.pages);
        pages.into_iter().find_map(|(page, settled)| {
            let index = settled.values.iter().position(|value| value.value.origin == Some(cell))?;
            let claim = page.document.claims.iter().find(|claim| claim.proof == Proof::Expression(index));
            let bound = page.document.nodes.iter().find(|node| node.kind == NodeKind::Expression(index));
            claim.map(|claim| claim.text).or_else(|| bound.map(|node| node.span))
        })
    }

    /// Compares a sentence with an earlier one that reads the same but for the number.
    fn again(&mut self, page: PageId, statement: &'a Statement) {
        let mut sentence = statement.sentence.trim().to_lowercase();
        let before = statement.sentence.len() - statement.sentence.trim_start().len();
        let range = statement.range.start - before..statement.range.end - before;
        // Lower case may be of another length.
        if sentence.get(range.clone()) != Some(statement.text.to_lowercase().as_str()) {
            return;
        }
        sentence.replace_range(range, "#");
        let Some((other, first)) = self.sentences.get(&sentence) else {
            self.sentences.insert(sentence, (page, statement));
            return;
        };
        if comparable(&statement.quantity, &first.quantity)
            && claims::agree(&statement.sentence, &first.quantity, self.locale(page)) == Some(false)
            && claims::agree(&first.sentence, &statement.quantity, self.locale(*other)) == Some(false)
        {
            let message = format!(
                "`{}` contradicts `{}`: two sentences differ in nothing but this number",
                statement.text, first.text
            );
            self.found.push(
                Diagnostic::new(rules::CONTRADICTION, message)
                    .at(statement.span, "here")
                    .and(first.span, "there")
                    .help("correct one of the two, or say how they differ"),
            );
        }
    }
}

/// Whether a statement can be compared with the number of a cell.
fn compares(statement: &Statement, other: &Stated) -> bool {
    other.span != statement.span && comparable(&statement.quantity, &other.quantity)
}

/// Whether two quantities measure in the same unit.
fn comparable(a: &Quantity, b: &Quantity) -> bool {
    let large = || a.amount.abs().min(b.amount.abs()) >= LARGE;
    (a.unit == b.unit && (!a.unit.is_none() || large())) || rates_agree(&a.unit, &b.unit)
}
