//! What a report states of things by name: sentences with one typed number, and the cells of Markdown tables. Contradictions
//! are looked for among them.

use super::blocks::{Block, Cell, Support};
use crate::diagnostics::Span;
use crate::facts::detect::{Class, Form, Found, Reason};
use crate::model::Quantity;
use std::collections::BTreeMap;
use std::ops::Range;

/// A typed number that is alone in its sentence, or in its cell of a Markdown table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::facts) struct Statement {
    /// Where the number stands.
    pub(in crate::facts) span: Span,
    /// The number as it was typed.
    pub(in crate::facts) text: String,
    /// What it says.
    pub(in crate::facts) quantity: Quantity,
    /// Its sentence; of a cell, the cell.
    pub(in crate::facts) sentence: String,
    /// The number in the sentence.
    pub(in crate::facts) range: Range<usize>,
    /// The cell it stands in.
    pub(in crate::facts) cell: Option<Cell>,
}

/// What a page states.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::facts) struct Statements {
    /// Its statements in reading order.
    pub(in crate::facts) all: Vec<Statement>,
    /// Texts of the head row and first column of its Markdown tables.
    pub(in crate::facts) heads: BTreeMap<Cell, String>,
    /// Whether the last heading or title names a year: then numbers below it may be those of that year alone.
    dated: bool,
}

impl Statements {
    /// Takes up a block and its numbers.
    pub(super) fn add(&mut self, block: &Block, found: &[Found], sentences: &[Range<usize>]) {
        if block.heading {
            self.dated = found.iter().any(is_date);
        }
        if let Some(cell) = block.cell.filter(|cell| cell.row == 0 || cell.column == 0) {
            self.heads.insert(cell, block.text.trim().to_owned());
            return;
        }
        if self.dated || found.is_empty() {
            return;
        }
        if block.cell.is_some() {
            self.statement(block, &found.iter().collect::<Vec<_>>(), 0..block.text.len());
        } else {
            for sentence in sentences {
                let first = found.partition_point(|number| number.range.start < sentence.start);
                let within = |number: &&Found| number.range.end <= sentence.end;
                let numbers: Vec<&Found> = found.iter().skip(first).take_while(within).collect();
                self.statement(block, &numbers, sentence.clone());
            }
        }
    }

    /// The statement of a sentence whose numbers are these, if it has one.
    fn statement(&mut self, block: &Block, numbers: &[&Found], sentence: Range<usize>) {
        let facts = numbers.iter().filter_map(|number| match &number.class {
            Class::Fact(fact) => Some((number, fact)),
            Class::Exempt(_) => None,
        });
        let facts: Vec<_> = facts.collect();
        let [(number, fact)] = facts.as_slice() else { return };
        let ([quantity], Form::Single) = (fact.quantities.as_slice(), fact.form) else { return };
        let place = block.place(&number.range).filter(|place| place.support == Support::Typed);
        let (Some(place), false) = (place, numbers.iter().any(|number| is_date(number))) else { return };
        let (Some(text), Some(words)) =
            (block.text.get(number.range.clone()), block.text.get(sentence.clone()))
        else {
            return;
        };
        self.all.push(Statement {
            span: place.span,
            text: text.to_owned(),
            quantity: quantity.clone(),
            sentence: words.to_owned(),
            range: number.range.start - sentence.start..number.range.end - sentence.start,
            cell: block.cell,
        });
    }
}

const fn is_date(number: &Found) -> bool {
    matches!(number.class, Class::Exempt(Reason::Year | Reason::Date))
}
