//! The dataset that was made for a figure: its cells, and the cells each was made of.

use super::field_json;
use crate::model::{CellRef, Report};
use crate::shape::Derived;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Fields and records, each cell with its text and what it was made of.
pub(super) fn json(report: &Report, derived: &Derived) -> Json {
    let dataset = derived.dataset();
    let cell = |record: usize, field: usize| {
        let cell = dataset.cell(record, field);
        json!({ "text": &*cell.text, "from": from(report, derived.origins(record, field)) })
    };
    let record = |record: usize| -> Vec<Json> {
        (0..dataset.fields().len()).map(|field| cell(record, field)).collect()
    };
    json!({
        "fields": dataset.fields().iter().map(field_json).collect::<Vec<_>>(),
        "records": (0..dataset.len()).map(record).collect::<Vec<_>>(),
    })
}

/// The records that went in, from 1, sorted.
pub(super) fn records(derived: &Derived) -> Vec<u32> {
    let dataset = derived.dataset();
    let cells = (0..dataset.fields().len())
        .flat_map(|field| (0..dataset.len()).flat_map(move |record| derived.origins(record, field)));
    let records: BTreeSet<u32> = cells.map(|cell| cell.record + 1).collect();
    records.into_iter().collect()
}

/// Cells by field, their records as ranges from 1: `[[1, 20], [25, 25]]`.
fn from(report: &Report, cells: &[CellRef]) -> Vec<Json> {
    let mut fields: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for cell in cells {
        fields.entry(cell.field).or_default().push(cell.record + 1);
    }
    let name = |field: u32| {
        let dataset = cells.first().map(|cell| report.datasets.get(cell.dataset))?;
        dataset.fields().get(field as usize).map(|field| field.name.as_str())
    };
    fields
        .into_iter()
        .map(|(field, records)| json!({ "field": name(field), "records": ranges(&records) }))
        .collect()
}

fn ranges(sorted: &[u32]) -> Vec<[u32; 2]> {
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for &record in sorted {
        match ranges.last_mut() {
            Some([_, end]) if *end + 1 == record => *end = record,
            _ => ranges.push([record, record]),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_that_follow_each_other_are_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), [[1, 3], [7, 7], [9, 10]]);
    }
}
