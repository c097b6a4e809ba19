//! The types of what changed between two editions.

use super::FigureChange;
use super::types::{Edition, Printed, PublishedFact, PublishedFigure};
use crate::diagnostics::Span;
use jiff::civil::Date;

/// All changes between two editions; every list is ordered by page.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The date of the older edition.
    pub since: Option<Date>,
    /// How many errors the report has as it is now: values that they touch are missing in it.
    pub errors: usize,
    /// Fields and records that have another name.
    pub names: Vec<NameChange>,
    /// Values: facts in prose first, then cells of figures, on each page.
    pub values: Vec<ValueChange>,
    /// Checked claims of which the data say something else than before, or which no longer hold, or hold again.
    pub claims: Vec<ClaimChange>,
    /// Sentences that read otherwise.
    pub sentences: Vec<SentenceChange>,
    /// Figures that show other records or fields, or in another order.
    pub figures: Vec<FigureChange>,
    /// Ranks that changed hands.
    pub ranks: Vec<RankChange>,
    /// Sources by key.
    pub sources: Vec<SourceChange>,
}

/// A place of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The page's path in the site.
    pub page: String,
    /// The page's title.
    pub title: String,
    /// The anchor there; empty for the top of the page.
    pub anchor: String,
    /// What stands there: a heading's text, `Table 2`; empty for the top of the page.
    pub label: String,
}

/// A value that is another, new or gone.
#[derive(Debug, Clone)]
pub struct ValueChange {
    /// The first place that shows it.
    pub place: Place,
    /// Labels of other figures that show it.
    pub also: Vec<String>,
    /// What it is a value of: an expression, or `minerals · Terbium · Price Surge`; of a cell that a figure made, `Figure 2 · …`.
    pub name: String,
    /// The expression that stood in its place, where that was another.
    pub former: Option<String>,
    /// The fact's id; `None` for a cell.
    pub fact: Option<String>,
    /// The sentence it stands in; `None` for a cell.
    pub sentence: Option<String>,
    /// The sentence it stood in; `None` for a cell, and when it is new.
    pub old_sentence: Option<String>,
    /// Before; `None` when it is new.
    pub old: Option<Printed>,
    /// After; `None` when it is gone.
    pub new: Option<Printed>,
    /// Where it stands now, or in the lock when it is gone.
    pub span: Option<Span>,
}

/// A checked claim whose data have moved under its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimChange {
    /// Where it stands.
    pub place: Place,
    /// The fact's id.
    pub fact: String,
    /// The sentence it stands in.
    pub sentence: String,
    /// The words as they were typed.
    pub old_words: String,
    /// The words as typed.
    pub words: String,
    /// The expression.
    pub expression: String,
    /// What the data said.
    pub old: String,
    /// What the data say.
    pub new: String,
    /// Whether the words held.
    pub held: bool,
    /// Whether the words hold.
    pub holds: bool,
    /// Where the words stand.
    pub span: Option<Span>,
}

/// A sentence that reads otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceChange {
    /// Where it stands.
    pub place: Place,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
    /// Where its first value stands.
    pub span: Option<Span>,
}

/// A field or a record that has another name, and mostly the same values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameChange {
    /// The dataset's name.
    pub dataset: String,
    /// Whether it is a record, else a field.
    pub is_record: bool,
    /// The name it had.
    pub old: String,
    /// The name it has.
    pub new: String,
}

/// A rank that changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankChange {
    /// The first figure that shows the field.
    pub place: Place,
    /// The dataset's name.
    pub dataset: String,
    /// The name of the field whose records are compared, or the key of the record whose fields are.
    pub of: String,
    /// Whether it is the greatest number, else the least.
    pub greatest: bool,
    /// Who had it, with the value as printed; several when they were equal.
    pub old: Vec<(String, String)>,
    /// Who has it.
    pub new: Vec<(String, String)>,
}

/// A source that is another, new or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange {
    /// The key.
    pub key: String,
    /// The entry before; `None` when it is new.
    pub old: Option<String>,
    /// The entry after; `None` when it is gone.
    pub new: Option<String>,
    /// Where it stands now, or in the lock when it is gone.
    pub span: Option<Span>,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.names.is_empty()
            && self.claims.is_empty()
            && self.sentences.is_empty()
            && self.figures.is_empty()
            && self.ranks.is_empty()
            && self.sources.is_empty()
    }

    /// Values whose sign turned.
    pub fn signs(&self) -> impl Iterator<Item = &ValueChange> {
        self.values.iter().filter(|change| change.sign_turned())
    }
}

impl NameChange {
    /// What has the name.
    pub(super) const fn kind(&self) -> &'static str {
        if self.is_record { "record" } else { "field" }
    }
}

impl Place {
    /// The place of a figure.
    pub(super) fn figure(edition: &Edition, figure: &PublishedFigure) -> Self {
        Self {
            page: figure.page.clone(),
            title: edition.title(&figure.page).to_owned(),
            anchor: figure.anchor.clone(),
            label: figure.label.clone(),
        }
    }

    /// The place of a value in prose.
    pub(super) fn fact(edition: &Edition, fact: &PublishedFact) -> Self {
        Self {
            page: fact.page.clone(),
            title: edition.title(&fact.page).to_owned(),
            anchor: fact.anchor.clone(),
            label: fact.label.clone(),
        }
    }

    /// The place for readers: `Rare earths, Table 2`.
    #[must_use]
    pub fn name(&self) -> String {
        if self.label.is_empty() { self.title.clone() } else { format!("{}, {}", self.title, self.label) }
    }
}

impl ValueChange {
    /// Whether the number was above zero and is below, or the other way round.
    #[must_use]
    pub fn sign_turned(&self) -> bool {
        let number = |side: &Option<Printed>| side.as_ref().and_then(|value| value.number);
        number(&self.old).zip(number(&self.new)).is_some_and(|(old, new)| old * new < 0.0)
    }

    /// What it is a value of, behind what stood in its place: `data.q.Q2.Rev → data.q.Q3.Rev`.
    #[must_use]
    pub fn names(&self) -> String {
        let former = self.former.as_ref().map(|former| format!("{former} → "));
        former.unwrap_or_default() + self.name.as_str()
    }

    /// The value before, as printed.
    #[must_use]
    pub fn old_text(&self) -> Option<String> {
        self.old.as_ref().map(|value| self.shown(value))
    }

    /// The value after, as printed.
    #[must_use]
    pub fn new_text(&self) -> Option<String> {
        self.new.as_ref().map(|value| self.shown(value))
    }

    /// The text; with the unit when that is all that changed.
    fn shown(&self, value: &Printed) -> String {
        let same = self.old.as_ref().zip(self.new.as_ref()).is_some_and(|(old, new)| old.text == new.text);
        if same { with_unit(&value.text, &value.unit) } else { value.text.clone() }
    }
}

pub(super) fn with_unit(text: &str, unit: &str) -> String {
    format!("{text} ({})", if unit.is_empty() { "no unit" } else { unit })
}
