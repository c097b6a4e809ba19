//! Figures that show other records or fields than before, or their records in another order.

use super::changes::Place;
use super::names::split;
use super::pairing::Pairing;
use super::types::{Edition, PublishedFigure};
use crate::diagnostics::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A figure that shows something else, as far as no value says so: a record whose cells are new is told by them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// Where it stands.
    pub place: Place,
    /// The dataset's name.
    pub dataset: String,
    /// Records that came and went.
    pub records: Difference,
    /// Fields that came and went.
    pub fields: Difference,
    /// The stretch of its records that stands in another order, as it was and as it is.
    pub order: Option<(Vec<String>, Vec<String>)>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What came and what went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Only in the older edition.
    pub gone: Vec<String>,
    /// Only in the newer one.
    pub new: Vec<String>,
}

/// A figure with its records in order.
struct Listed<'a> {
    figure: &'a PublishedFigure,
    records: Vec<&'a str>,
}

/// Cells by dataset, record and field.
type Cells<'a> = BTreeSet<(&'a str, &'a str, &'a str)>;

/// Every figure of both editions that shows something else. One that is new or gone says nothing new of a value.
pub(super) fn changed(old: &Edition, new: &Edition) -> Vec<FigureChange> {
    let (before, after) = (listed(old), listed(new));
    // The older edition calls a figure by the name that it has now.
    let mut pairing = Pairing::new(&before, &after);
    pairing.by(|one| (!one.figure.anchor.is_empty()).then(|| (one.figure.place(), &one.figure.dataset)));
    let partners = pairing.into_partners();
    let differ: Vec<(&Listed<'_>, &Listed<'_>)> = partners
        .into_iter()
        .map(|(after_at, before_at)| (&before[before_at], &after[after_at]))
        .filter(|(was, is)| was.records != is.records || was.figure.fields != is.figure.fields)
        .collect();
    if differ.is_empty() {
        return Vec::new();
    }
    let (old_cells, new_cells) = (cells(old), cells(new));
    let changes = differ.into_iter().map(|(was, is)| FigureChange {
        place: Place::figure(new, is.figure),
        dataset: split(&is.figure.dataset).0.to_owned(),
        records: Difference {
            gone: was.records_without(is, &new_cells),
            new: is.records_without(was, &old_cells),
        },
        fields: Difference {
            gone: was.fields_without(is, &new_cells),
            new: is.fields_without(was, &old_cells),
        },
        order: order(&was.records, &is.records),
        span: is.figure.span,
    });
    changes.filter(|change| !change.is_empty()).collect()
}

fn listed(edition: &Edition) -> Vec<Listed<'_>> {
    // The records of cells, in their order.
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for cell in &edition.cells {
        let records = all.entry(&cell.dataset).or_default();
        if records.last() != Some(&cell.record.as_str()) {
            records.push(&cell.record);
        }
    }
    let mut listed = Vec::new();
    for figure in &edition.figures {
        let records = match &figure.records {
            Some(records) => records.iter().map(String::as_str).collect(),
            None => all.get(figure.dataset.as_str()).cloned().unwrap_or_default(),
        };
        listed.push(Listed { figure, records });
    }
    listed
}

fn cells(edition: &Edition) -> Cells<'_> {
    let cells = edition.cells.iter();
    cells.map(|cell| (cell.dataset.as_str(), cell.record.as_str(), cell.field.as_str())).collect()
}

impl Listed<'_> {
    /// The records that the other does not show; without those that the other edition, whose cells these are, does not
    /// publish.
    fn records_without(&self, other: &Listed<'_>, published: &Cells<'_>) -> Vec<String> {
        let shown: BTreeSet<&str> = other.records.iter().copied().collect();
        let fields = &self.figure.fields;
        let stays = |record: &str| fields.iter().all(|field| self.is_in(published, record, field));
        let records = self.records.iter().filter(|record| !shown.contains(*record) && stays(record));
        records.map(|record| (*record).to_owned()).collect()
    }

    /// The same of fields.
    fn fields_without(&self, other: &Listed<'_>, published: &Cells<'_>) -> Vec<String> {
        let stays = |field: &str| self.records.iter().all(|record| self.is_in(published, record, field));
        let fields = self.figure.fields.iter();
        fields.filter(|field| !other.figure.fields.contains(field) && stays(field)).cloned().collect()
    }

    fn is_in(&self, cells: &Cells<'_>, record: &str, field: &str) -> bool {
        cells.contains(&(self.figure.dataset.as_str(), record, field))
    }
}

impl FigureChange {
    fn is_empty(&self) -> bool {
        self.is_order_alone() && self.order.is_none()
    }

    /// Whether nothing came and nothing went.
    pub(super) const fn is_order_alone(&self) -> bool {
        self.records.is_empty() && self.fields.is_empty()
    }

    /// What it no longer shows, and what it shows now: records, then fields.
    pub(super) fn sides(&self) -> (Vec<&str>, Vec<&str>) {
        let names = |side: fn(&Difference) -> &Vec<String>| {
            side(&self.records).iter().chain(side(&self.fields)).map(String::as_str).collect()
        };
        (names(|difference| &difference.gone), names(|difference| &difference.new))
    }
}

impl Difference {
    const fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty()
    }
}

/// The stretch of the records of both lists that stands in another order.
fn order(old: &[&str], new: &[&str]) -> Option<(Vec<String>, Vec<String>)> {
    let common = |list: &[&str], other: &[&str]| -> Vec<String> {
        let other: BTreeSet<&str> = other.iter().copied().collect();
        list.iter().filter(|record| other.contains(*record)).map(|record| (*record).to_owned()).collect()
    };
    let (mut old, mut new) = (common(old, new), common(new, old));
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    old.drain(..same);
    new.drain(..same);
    while old.last().is_some_and(|last| new.last() == Some(last)) {
        old.pop();
        new.pop();
    }
    (!old.is_empty()).then_some((old, new))
}
