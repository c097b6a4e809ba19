//! Ranks that changed hands: which record has the greatest and the least number of a field.

use super::changes::{Place, RankChange};
use super::types::{Edition, PublishedCell};
use std::collections::BTreeMap;

/// Cells by dataset and field.
type Fields<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a PublishedCell>>;

/// Every field of which another record leads, or comes last, than before.
pub(super) fn changed(old: &Edition, new: &Edition) -> Vec<RankChange> {
    let (before, after) = (fields(old), fields(new));
    let mut changes = Vec::new();
    for (&(dataset, field), cells) in &after {
        let Some(former) = before.get(&(dataset, field)) else { continue };
        for greatest in [true, false] {
            let (Some(was), Some(is)) = (ends(former, greatest), ends(cells, greatest)) else { continue };
            if names(&was) != names(&is) {
                changes.push(RankChange {
                    place: place(new, dataset, field, &is),
                    dataset: dataset.to_owned(),
                    field: field.to_owned(),
                    greatest,
                    old: was.iter().map(|cell| (cell.record.clone(), cell.value.text.clone())).collect(),
                    new: is.iter().map(|cell| (cell.record.clone(), cell.value.text.clone())).collect(),
                });
            }
        }
    }
    changes
}

fn fields(edition: &Edition) -> Fields<'_> {
    let mut fields = Fields::new();
    for cell in edition.cells.iter().filter(|cell| cell.value.number.is_some()) {
        fields.entry((&cell.dataset, &cell.field)).or_default().push(cell);
    }
    fields
}

/// The cells with the greatest or least number; `None` when that is no rank: numbers of several units, or one record.
fn ends<'a>(cells: &[&'a PublishedCell], greatest: bool) -> Option<Vec<&'a PublishedCell>> {
    let first = cells.first()?;
    if cells.len() < 2 || cells.iter().any(|cell| cell.value.unit != first.value.unit) {
        return None;
    }
    let numbers = cells.iter().filter_map(|cell| cell.value.number);
    let end = if greatest { numbers.reduce(f64::max)? } else { numbers.reduce(f64::min)? };
    Some(cells.iter().copied().filter(|cell| cell.value.number == Some(end)).collect())
}

fn names<'a>(cells: &[&'a PublishedCell]) -> Vec<&'a str> {
    let mut names: Vec<&str> = cells.iter().map(|cell| cell.record.as_str()).collect();
    names.sort_unstable();
    names
}

fn place(edition: &Edition, dataset: &str, field: &str, cells: &[&PublishedCell]) -> Place {
    let record = cells.first().map_or("", |cell| cell.record.as_str());
    edition
        .figures_of(dataset, record, field)
        .next()
        .map_or_else(Place::default, |f| Place::figure(edition, f))
}
