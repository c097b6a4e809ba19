//! The types of an edition.

use super::PastChanges;
use crate::diagnostics::{Diagnostics, Span};
use jiff::civil::Date;

/// `facts.lock`: the accepted edition, and what changed from edition to edition.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    /// The accepted edition.
    pub edition: Edition,
    /// What changed, newest first.
    pub history: Vec<PastChanges>,
    /// Where the edition's date stands, for messages.
    pub date_span: Option<Span>,
}

/// Every value a report publishes.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// When it was accepted; `None` for a present state.
    pub date: Option<Date>,
    /// Pages in reading order.
    pub pages: Vec<PublishedPage>,
    /// Values in prose, in reading order.
    pub facts: Vec<PublishedFact>,
    /// Figures that show a dataset, in reading order.
    pub figures: Vec<PublishedFigure>,
    /// Cells that a figure shows, by dataset, record and field.
    pub cells: Vec<PublishedCell>,
    /// The datasets of these cells.
    pub datasets: Vec<PublishedDataset>,
    /// Sources by key.
    pub sources: Vec<PublishedSource>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPage {
    /// Its path in the site.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// What a reader sees of a value, and what a program reckons with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Printed {
    /// The text.
    pub text: String,
    /// The number with its scale multiplied out (`$18M` is 18,000,000; `68%` is 68), if it is one.
    pub number: Option<f64>,
    /// The unit; empty for none.
    pub unit: String,
}

/// How a fact is tied to the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// Computed: `{{ … }}`.
    Bound,
    /// Typed and verified: `[…]{= … }`.
    Checked,
}

/// A value in prose.
#[derive(Debug, Clone)]
pub struct PublishedFact {
    /// The same in every edition as long as page, section and expression are: `fact-1a2b3c4d5e`.
    pub id: String,
    /// How it is tied to the data.
    pub kind: FactKind,
    /// The page's path in the site.
    pub page: String,
    /// The nearest anchor above it: a heading's, a figure's or a note's; empty at the top of the page.
    pub anchor: String,
    /// What stands at the anchor, for readers: the heading's text, `Table 2`; empty at the top of the page.
    pub label: String,
    /// The expression.
    pub expression: String,
    /// What a reader sees: the value, or the words of a claim; number and unit are the expression's.
    pub value: Printed,
    /// What the data say, when the words are typed; `None` for a bound value.
    pub data: Option<String>,
    /// Whether the words hold; a bound value always does.
    pub holds: bool,
    /// The sentence, with all its values.
    pub sentence: String,
    /// Where it stands: in a page, or in the lock it was read from.
    pub span: Option<Span>,
}

/// A figure that shows a dataset.
#[derive(Debug, Clone)]
pub struct PublishedFigure {
    /// The page's path in the site.
    pub page: String,
    /// Its id there.
    pub anchor: String,
    /// `Table 2`.
    pub label: String,
    /// The dataset's name.
    pub dataset: String,
    /// The fields it shows.
    pub fields: Vec<String>,
    /// The records it shows, in its order; `None` means all of the dataset's, in the order of its cells.
    pub records: Option<Vec<String>>,
    /// Where it stands: in a page, or in the lock it was read from.
    pub span: Option<Span>,
}

/// A cell that a figure shows: of a table, or a point of a chart.
#[derive(Debug, Clone)]
pub struct PublishedCell {
    /// The dataset's name.
    pub dataset: String,
    /// The record's key, or its number from 1.
    pub record: String,
    /// The field's name.
    pub field: String,
    /// The value.
    pub value: Printed,
    /// Where it stands: in the data file, or in the lock it was read from.
    pub span: Option<Span>,
}

/// A dataset of which a figure shows cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedDataset {
    /// Its name, as its cells have it.
    pub name: String,
    /// How many records it has, where figures do not show all of them.
    pub records: Option<usize>,
    /// Whether its records are named by their numbers, for want of a key.
    pub numbered: bool,
}

/// A source.
#[derive(Debug, Clone)]
pub struct PublishedSource {
    /// The key.
    pub key: String,
    /// The entry as plain text.
    pub entry: String,
    /// Where it stands: in the registry, or in the lock it was read from.
    pub span: Option<Span>,
}

impl PublishedFact {
    /// Whether both stand in one sentence, as far as the lock can tell.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        (&self.page, &self.anchor, &self.label, &self.sentence)
            == (&other.page, &other.anchor, &other.label, &other.sentence)
    }
}

impl PublishedFigure {
    /// The page and the anchor.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.page, &self.anchor)
    }

    /// Whether its author gave it its id, which else is made of its number.
    pub(super) fn has_own_id(&self) -> bool {
        let number = self.anchor.strip_prefix("fig-").or_else(|| self.anchor.strip_prefix("tbl-"));
        number.is_none_or(|number| !number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

impl Edition {
    /// Marks the claims that do not hold: those in whose words something was found.
    pub(super) fn mark_claims(&mut self, found: &Diagnostics) {
        let places: Vec<Span> =
            found.iter().filter_map(|found| found.primary.as_ref()).map(|label| label.span).collect();
        for fact in self.facts.iter_mut().filter(|fact| fact.kind == FactKind::Checked) {
            let within = |place: &Span| {
                fact.span.is_some_and(|words| {
                    words.file == place.file && words.start < place.end && place.start < words.end
                })
            };
            fact.holds &= !places.iter().any(within);
        }
    }

    /// The title of a page; the path when there is no such page.
    #[must_use]
    pub fn title<'a>(&'a self, path: &'a str) -> &'a str {
        self.pages.iter().find(|page| page.path == path).map_or(path, |page| &page.title)
    }

    /// The figures that show a cell, in reading order.
    pub fn figures_of<'a>(
        &'a self,
        dataset: &'a str,
        record: &'a str,
        field: &'a str,
    ) -> impl Iterator<Item = &'a PublishedFigure> {
        self.figures.iter().filter(move |figure| {
            let records = figure.records.as_ref();
            figure.dataset == dataset
                && figure.fields.iter().any(|shown| shown == field)
                && records.is_none_or(|records| records.iter().any(|shown| shown == record))
        })
    }
}
