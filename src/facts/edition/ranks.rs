//! Ranks that changed hands: which record has the greatest and the least number of a field, and which field of a record. Records compete
//! where all of them are published, so that none that a figure leaves out may be the first; fields where both editions show
//! them.

use super::changes::{Place, RankChange};
use super::compare::table;
use super::types::{Edition, PublishedCell};
use std::collections::{BTreeMap, BTreeSet};

/// Which way a table is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Down a field: records compete.
    Down,
    /// Along a record: its fields compete, as where companies stand side by side.
    Along,
}

impl Way {
    /// The name of a row or column that is read, and that of a cell within it.
    fn names(self, cell: &PublishedCell) -> (&str, &str) {
        match self {
            Self::Down => (&cell.field, &cell.record),
            Self::Along => (&cell.record, &cell.field),
        }
    }
}

/// Cells by dataset, and field or record.
type Lines<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a PublishedCell>>;

/// Every field of which another record, and every record of which another field, leads or comes last than before.
pub(super) fn changed(old: &Edition, new: &Edition) -> Vec<RankChange> {
    [Way::Down, Way::Along].into_iter().flat_map(|way| changed_along(old, new, way)).collect()
}

fn changed_along(old: &Edition, new: &Edition, way: Way) -> Vec<RankChange> {
    let (mut before, mut after) = (lines(old, way), lines(new, way));
    let mut changes = Vec::new();
    for (&(dataset, line), cells) in &mut after {
        let Some(former) = before.get_mut(&(dataset, line)) else { continue };
        if way == Way::Along {
            keep_common(former, cells);
        }
        for greatest in [true, false] {
            let (Some(was), Some(is)) = (ends(former, greatest), ends(cells, greatest)) else { continue };
            if names(&was, way) != names(&is, way) {
                let holders = |cells: &[&PublishedCell]| {
                    cells.iter().map(|cell| (way.names(cell).1.to_owned(), cell.value.text.clone())).collect()
                };
                changes.push(RankChange {
                    place: place(new, &is),
                    dataset: table(new, dataset),
                    of: line.to_owned(),
                    greatest,
                    old: holders(&was),
                    new: holders(&is),
                });
            }
        }
    }
    changes
}

fn lines(edition: &Edition, way: Way) -> Lines<'_> {
    let whole = if way == Way::Down { whole(edition) } else { BTreeSet::new() };
    let mut lines = Lines::new();
    for cell in edition.cells.iter().filter(|cell| cell.value.number.is_some()) {
        let competes = match way {
            Way::Down => whole.contains(&(cell.dataset.as_str(), cell.field.as_str())),
            // The key of a record, a year say, does not compete with its values.
            Way::Along => cell.value.text != cell.record,
        };
        if competes {
            lines.entry((&cell.dataset, way.names(cell).0)).or_default().push(cell);
        }
    }
    lines
}

/// The fields of which every record is published.
fn whole(edition: &Edition) -> BTreeSet<(&str, &str)> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut records: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for cell in &edition.cells {
        *counts.entry((&cell.dataset, &cell.field)).or_default() += 1;
        records.entry(&cell.dataset).or_default().insert(&cell.record);
    }
    let total = |dataset: &str| {
        let said = edition.datasets.iter().find(|one| one.name == dataset).and_then(|one| one.records);
        said.or_else(|| Some(records.get(dataset)?.len()))
    };
    counts
        .into_iter()
        .filter(|((dataset, _), count)| total(dataset) == Some(*count))
        .map(|(line, _)| line)
        .collect()
}

/// Leaves the cells of fields that both editions show.
fn keep_common(old: &mut Vec<&PublishedCell>, new: &mut Vec<&PublishedCell>) {
    let names =
        |cells: &[&PublishedCell]| cells.iter().map(|cell| cell.field.clone()).collect::<BTreeSet<_>>();
    let (before, after) = (names(old), names(new));
    old.retain(|cell| after.contains(&cell.field));
    new.retain(|cell| before.contains(&cell.field));
}

/// The cells with the greatest or least number; `None` when that is no rank: numbers of several units, or one cell.
fn ends<'a>(cells: &[&'a PublishedCell], greatest: bool) -> Option<Vec<&'a PublishedCell>> {
    let first = cells.first()?;
    if cells.len() < 2 || cells.iter().any(|cell| cell.value.unit != first.value.unit) {
        return None;
    }
    let numbers = cells.iter().filter_map(|cell| cell.value.number);
    let end = if greatest { numbers.reduce(f64::max)? } else { numbers.reduce(f64::min)? };
    Some(cells.iter().copied().filter(|cell| cell.value.number == Some(end)).collect())
}

fn names<'a>(cells: &[&'a PublishedCell], way: Way) -> Vec<&'a str> {
    let mut names: Vec<&str> = cells.iter().map(|cell| way.names(cell).1).collect();
    names.sort_unstable();
    names
}

fn place(edition: &Edition, cells: &[&PublishedCell]) -> Place {
    let figure =
        cells.first().and_then(|cell| edition.figures_of(&cell.dataset, &cell.record, &cell.field).next());
    figure.map_or_else(Place::default, |figure| Place::figure(edition, figure))
}
