//! The dataset that was made for a figure: its cells, and the cells each was made of.

use super::field_json;
use super::origin::by_field;
use crate::model::{CellSet, Report};
use crate::shape::Derived;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// Fields and records, each cell with its text and what it was made of.
pub(super) fn json(report: &Report, derived: &Derived) -> Json {
    let dataset = derived.dataset();
    let cell = |record: usize, field: usize| {
        let from: CellSet = derived.origins(record, field).iter().copied().collect();
        let from = from.datasets().flat_map(|(id, cells)| by_field(report.datasets.get(id), cells));
        json!({ "text": dataset.text(record, field), "from": from.collect::<Vec<_>>() })
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
