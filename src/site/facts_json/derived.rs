//! The dataset that was made for a figure: its cells, and the cells each was made of.

use super::field_json;
use super::origin::{OfField, by_field};
use crate::model::{CellSet, Report};
use crate::shape::Derived;
use serde::Serialize;
use serde_json::Value as Json;

/// Fields and records.
#[derive(Debug, Serialize)]
pub(super) struct OfDerived<'a> {
    fields: Vec<Json>,
    records: Vec<Vec<MadeCell<'a>>>,
}

/// A cell with its text and what it was made of.
#[derive(Debug, Serialize)]
struct MadeCell<'a> {
    text: &'a str,
    from: Vec<OfField<'a>>,
}

impl<'a> OfDerived<'a> {
    /// A dataset as it stands in the file.
    pub(super) fn of(report: &'a Report, derived: &'a Derived) -> Self {
        let dataset = derived.dataset();
        let cell = |record: usize, field: usize| {
            let from: CellSet = derived.origins(record, field).iter().copied().collect();
            let from = from.datasets().flat_map(|(id, cells)| by_field(report.datasets.get(id), cells));
            MadeCell { text: dataset.text(record, field), from: from.collect() }
        };
        let record = |record: usize| (0..dataset.fields().len()).map(|field| cell(record, field)).collect();
        Self {
            fields: dataset.fields().iter().map(field_json).collect(),
            records: (0..dataset.len()).map(record).collect(),
        }
    }
}

/// The records that went in, from 1, sorted.
pub(super) fn records(derived: &Derived) -> Vec<u32> {
    let dataset = derived.dataset();
    let cells = (0..dataset.fields().len())
        .flat_map(|field| (0..dataset.len()).flat_map(move |record| derived.origins(record, field)));
    let mut records: Vec<u32> = cells.map(|cell| cell.record + 1).collect();
    records.sort_unstable();
    records.dedup();
    records
}
