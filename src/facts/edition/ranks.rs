//! Ranks that changed hands: which record has the greatest and the least number of a field, and which field of a record.

use super::changes::{Place, RankChange};
use super::types::{Edition, PublishedCell};
use std::collections::BTreeMap;

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
    let (before, after) = (lines(old, way), lines(new, way));
    let mut changes = Vec::new();
    for (&(dataset, line), cells) in &after {
        let Some(former) = before.get(&(dataset, line)) else { continue };
        for greatest in [true, false] {
            let (Some(was), Some(is)) = (ends(former, greatest), ends(cells, greatest)) else { continue };
            if names(&was, way) != names(&is, way) {
                let holders = |cells: &[&PublishedCell]| {
                    cells.iter().map(|cell| (way.names(cell).1.to_owned(), cell.value.text.clone())).collect()
                };
                changes.push(RankChange {
                    place: place(new, &is),
                    dataset: dataset.to_owned(),
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
    let mut lines = Lines::new();
    for cell in edition.cells.iter().filter(|cell| cell.value.number.is_some()) {
        // The key of a record, a year say, does not compete with its values.
        if way == Way::Down || cell.value.text != cell.record {
            lines.entry((&cell.dataset, way.names(cell).0)).or_default().push(cell);
        }
    }
    lines
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
