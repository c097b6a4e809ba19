//! What changed between two editions.

use super::names::{renamed, split};
use super::types::{Edition, Printed, PublishedCell, PublishedFact, PublishedFigure};
use super::{FigureChange, figures, ranks, same};
use crate::diagnostics::Span;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// All changes between two editions; every list is ordered by page.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The date of the older edition.
    pub since: Option<Date>,
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
    /// What changed from `old` to `new`.
    #[must_use]
    pub fn between(old: &Edition, new: &Edition) -> Self {
        let renamed = renamed(old, new);
        let old = renamed.as_ref();
        let mut changes = Self { since: old.date, ..Self::default() };
        facts(old, new, &mut changes);
        cells(old, new, &mut changes);
        changes.figures = figures::changed(old, new);
        changes.ranks = ranks::changed(old, new);
        changes.sources = sources(old, new);
        let pages: BTreeMap<&str, usize> = old
            .pages
            .iter()
            .chain(&new.pages)
            .enumerate()
            .map(|(at, page)| (page.path.as_str(), at))
            .collect();
        let at = |place: &Place| pages.get(place.page.as_str()).copied();
        changes.values.sort_by_key(|change| at(&change.place));
        changes.claims.sort_by_key(|change| at(&change.place));
        changes.sentences.sort_by_key(|change| at(&change.place));
        changes.figures.sort_by_key(|change| at(&change.place));
        changes.ranks.sort_by_key(|change| at(&change.place));
        changes
    }

    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
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

    fn fact(edition: &Edition, fact: &PublishedFact) -> Self {
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

fn with_unit(text: &str, unit: &str) -> String {
    format!("{text} ({})", if unit.is_empty() { "no unit" } else { unit })
}

fn differ(old: &Printed, new: &Printed) -> bool {
    old.text != new.text || old.unit != new.unit
}

/// A claim's words are what is published; what the data say of them is a change of its own.
fn fact_differs(old: &PublishedFact, new: &PublishedFact) -> bool {
    if new.data.is_some() { old.value.text != new.value.text } else { differ(&old.value, &new.value) }
}

fn facts(old: &Edition, new: &Edition, changes: &mut Changes) {
    let partners = same::facts(&old.facts, &new.facts);
    let mut reworded = BTreeSet::new();
    for (index, fact) in new.facts.iter().enumerate() {
        let former = partners.get(&index).and_then(|&at| old.facts.get(at));
        if former.is_none_or(|former| fact_differs(former, fact)) {
            let other = former.filter(|former| former.expression != fact.expression);
            let value = ValueChange {
                former: other.map(|former| former.expression.clone()),
                old_sentence: former.map(|former| former.sentence.clone()),
                old: former.map(|former| former.value.clone()),
                ..of_fact(new, fact, Some(&fact.value))
            };
            changes.values.push(value);
        }
        changes.claims.extend(former.and_then(|former| claim(new, former, fact)));
        let Some(former) = former.filter(|former| former.sentence != fact.sentence) else { continue };
        if reworded.insert((&fact.page, &fact.anchor, &former.sentence, &fact.sentence)) {
            changes.sentences.push(SentenceChange {
                place: Place::fact(new, fact),
                old: former.sentence.clone(),
                new: fact.sentence.clone(),
                span: fact.span,
            });
        }
    }
    let taken: BTreeSet<usize> = partners.into_values().collect();
    for (_, fact) in old.facts.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
        let sentence = Some(fact.sentence.clone());
        changes.values.push(ValueChange {
            old: Some(fact.value.clone()),
            old_sentence: sentence,
            ..of_fact(old, fact, None)
        });
    }
}

fn claim(edition: &Edition, former: &PublishedFact, fact: &PublishedFact) -> Option<ClaimChange> {
    let (mut old, mut new) = (former.data.clone()?, fact.data.clone()?);
    // Where the unit alone is another, the texts say it.
    if old == new && former.value.unit != fact.value.unit {
        (old, new) = (with_unit(&old, &former.value.unit), with_unit(&new, &fact.value.unit));
    }
    let change = ClaimChange {
        place: Place::fact(edition, fact),
        fact: fact.id.clone(),
        sentence: fact.sentence.clone(),
        old_words: former.value.text.clone(),
        words: fact.value.text.clone(),
        expression: fact.expression.clone(),
        held: former.holds,
        holds: fact.holds,
        span: fact.span,
        old,
        new,
    };
    (change.old != change.new || change.held != change.holds).then_some(change)
}

fn of_fact(edition: &Edition, fact: &PublishedFact, new: Option<&Printed>) -> ValueChange {
    ValueChange {
        place: Place::fact(edition, fact),
        also: Vec::new(),
        name: fact.expression.clone(),
        former: None,
        fact: Some(fact.id.clone()),
        sentence: Some(fact.sentence.clone()),
        old_sentence: None,
        old: None,
        new: new.cloned(),
        span: fact.span,
    }
}

fn cells(old: &Edition, new: &Edition, changes: &mut Changes) {
    let key = |cell: &PublishedCell| (cell.dataset.clone(), cell.record.clone(), cell.field.clone());
    let former: BTreeMap<_, &PublishedCell> = old.cells.iter().map(|cell| (key(cell), cell)).collect();
    let mut kept = BTreeSet::new();
    for cell in &new.cells {
        let key = key(cell);
        let before = former.get(&key).map(|cell| &cell.value);
        if before.is_none_or(|before| differ(before, &cell.value)) {
            changes.values.push(of_cell(new, cell, (before, Some(&cell.value))));
        }
        kept.insert(key);
    }
    for cell in old.cells.iter().filter(|cell| !kept.contains(&key(cell))) {
        changes.values.push(of_cell(old, cell, (Some(&cell.value), None)));
    }
}

fn of_cell(
    edition: &Edition,
    cell: &PublishedCell,
    (old, new): (Option<&Printed>, Option<&Printed>),
) -> ValueChange {
    let mut figures = edition.figures_of(&cell.dataset, &cell.record, &cell.field);
    let place = figures.next().map_or_else(Place::default, |figure| Place::figure(edition, figure));
    ValueChange {
        place,
        also: figures.map(|figure| figure.label.clone()).collect(),
        name: format!("{} · {} · {}", table(edition, &cell.dataset), cell.record, cell.field),
        former: None,
        fact: None,
        sentence: None,
        old_sentence: None,
        old: old.cloned(),
        new: new.cloned(),
        span: cell.span,
    }
}

/// What cells stand in: a dataset by its name, what a figure made of one by the figure's label.
pub(super) fn table(edition: &Edition, name: &str) -> String {
    let figure = edition.figures.iter().find(|figure| figure.dataset == name);
    let made = figure.filter(|_| !split(name).1.is_empty()).map(|figure| figure.label.as_str());
    made.filter(|label| !label.is_empty()).unwrap_or(name).to_owned()
}

fn sources(old: &Edition, new: &Edition) -> Vec<SourceChange> {
    let keys: BTreeSet<&str> =
        old.sources.iter().chain(&new.sources).map(|source| source.key.as_str()).collect();
    let find = |edition: &Edition, key: &str| {
        let found = edition.sources.iter().find(|source| source.key == key);
        found.map(|source| (source.entry.clone(), source.span))
    };
    keys.into_iter()
        .filter_map(|key| {
            let (before, after) = (find(old, key), find(new, key));
            let span = after.as_ref().or(before.as_ref()).and_then(|(_, span)| *span);
            let (before, after) = (before.map(|(entry, _)| entry), after.map(|(entry, _)| entry));
            (before != after).then(|| SourceChange { key: key.to_owned(), old: before, new: after, span })
        })
        .collect()
}
