//! What the Changes page shows: the changes of the last editions, kept in the lock.

use super::changes::{Changes, ValueChange};
use super::text::listed;
use super::types::{Edition, Lock};
use jiff::civil::Date;

/// So many editions are remembered.
const EDITIONS: usize = 10;

/// So many changes of an edition are remembered.
const CHANGES: usize = 200;

/// What changed with one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChanges {
    /// When the edition was accepted.
    pub date: Date,
    /// The changes by page.
    pub changes: Vec<PastChange>,
    /// How many more there were.
    pub more: u32,
}

/// One value that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// The page's path in the site.
    pub page: String,
    /// The anchor there; empty for the top of the page.
    pub anchor: String,
    /// What the link says: `Rare earths, Table 2`.
    pub label: String,
    /// What it is a value of: the sentence, or dataset, record and field; empty where `old` and `new` are whole sentences.
    pub value: String,
    /// Before; `None` when it is new.
    pub old: Option<String>,
    /// After; `None` when it is gone.
    pub new: Option<String>,
}

impl Lock {
    /// The lock after the state `present` has been accepted at `date`. Without changes, the edition keeps its date; the
    /// first edition has nothing to compare with.
    #[must_use]
    pub fn next(accepted: Option<&Self>, present: Edition, changes: &Changes, date: Date) -> Self {
        let mut history = accepted.map(|lock| lock.history.clone()).unwrap_or_default();
        let kept = accepted.and_then(|lock| lock.edition.date).filter(|_| changes.is_empty());
        if accepted.is_some() {
            history.splice(0..0, past(changes, date));
            history.truncate(EDITIONS);
        }
        Self { edition: Edition { date: Some(kept.unwrap_or(date)), ..present }, history, date_span: None }
    }
}

/// The changes that readers are shown; `None` when there are none.
fn past(changes: &Changes, date: Date) -> Option<PastChanges> {
    let value = |change: &ValueChange| {
        // Another expression in its place says something else, which only whole sentences show.
        let whole = change.former.is_some();
        let name = change.sentence.clone().unwrap_or_else(|| change.name.clone());
        PastChange {
            page: change.place.page.clone(),
            anchor: change.place.anchor.clone(),
            label: change.place.name(),
            old: if whole { change.old_sentence.clone() } else { change.old_text() },
            new: if whole { change.sentence.clone() } else { change.new_text() },
            value: if whole { String::new() } else { name },
        }
    };
    let mut values: Vec<PastChange> = changes.values.iter().map(value).collect();
    values.dedup();
    let figures = changes.figures.iter().map(|change| {
        let (gone, new) = change.sides();
        let side = |names: &[&str]| (!names.is_empty()).then(|| listed(names));
        let (old, new) = match &change.order {
            Some((old, new)) if change.is_order_alone() => (Some(listed(old)), Some(listed(new))),
            _ => (side(&gone), side(&new)),
        };
        PastChange {
            page: change.place.page.clone(),
            anchor: change.place.anchor.clone(),
            label: change.place.name(),
            value: change.place.label.clone(),
            old,
            new,
        }
    });
    let names = changes.names.iter().map(|change| PastChange {
        page: String::new(),
        anchor: String::new(),
        label: change.dataset.clone(),
        value: change.dataset.clone(),
        old: Some(change.old.clone()),
        new: Some(change.new.clone()),
    });
    let sources = changes.sources.iter().map(|change| PastChange {
        page: "sources/index.html".to_owned(),
        anchor: format!("source-{}", change.key),
        label: change.key.clone(),
        value: change.key.clone(),
        old: change.old.clone(),
        new: change.new.clone(),
    });
    let mut all: Vec<PastChange> = values.into_iter().chain(figures).chain(names).chain(sources).collect();
    let more = u32::try_from(all.len().saturating_sub(CHANGES)).unwrap_or(u32::MAX);
    all.truncate(CHANGES);
    (!all.is_empty()).then_some(PastChanges { date, changes: all, more })
}
