//! What a page's expressions came to, as one hash: a page whose data changed need not be made again when it is the same.

use super::record::PageRecord;
use crate::model::{CellRef, Datasets, FigureKind, Page};
use crate::resolve::expressions::Expressions;
use crate::resolve::{Evaluated, ResolvedPage};
use std::collections::BTreeSet;

/// The expressions of a page that say something to a reader, by index. Filters choose records: they belong to figures.
fn said(page: &Page) -> impl Iterator<Item = usize> + use<> {
    let filters: BTreeSet<usize> = page
        .document
        .figures
        .iter()
        .filter_map(|figure| match &figure.kind {
            FigureKind::Chart(chart) => chart.filter,
            FigureKind::Table(table) => table.filter,
            FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
        })
        .collect();
    (0..page.document.expressions.len()).filter(move |index| !filters.contains(index))
}

/// Notes in a record what a settled page asked of the data, and what it got.
pub(super) fn note(record: &mut PageRecord, page: &Page, settled: &ResolvedPage, datasets: &Datasets) {
    let mut hasher = blake3::Hasher::new();
    let mut expressions = Vec::new();
    for index in said(page) {
        let (Some(expression), Some(value)) =
            (page.document.expressions.get(index), settled.values.get(index))
        else {
            continue;
        };
        expressions.push(expression.source.clone());
        add(&mut hasher, value, datasets);
    }
    record.expressions = expressions;
    record.values = hasher.finalize();
    let name = |id: &crate::model::DatasetId| datasets.get(*id).name().to_owned();
    record.asked = settled.asked.iter().map(name).collect();
    let figures = settled.figures.iter().filter_map(|figure| figure.dataset.as_ref());
    let shown: BTreeSet<String> = figures.chain(&settled.asked_by_filters).map(name).collect();
    record.shown = shown.into_iter().collect();
}

/// Whether a record's expressions still come to the same.
pub(super) fn are_same(record: &PageRecord, expressions: &Expressions, datasets: &Datasets) -> bool {
    let mut hasher = blake3::Hasher::new();
    for source in &record.expressions {
        let Ok(value) = expressions.evaluate(source) else { return false };
        add(&mut hasher, &value, datasets);
    }
    hasher.finalize() == record.values
}

/// All that a page may show of a value: the value, its text, and the cells it was made of, by name.
fn add(hasher: &mut blake3::Hasher, evaluated: &Evaluated, datasets: &Datasets) {
    let value = &evaluated.value;
    part(hasher, &evaluated.text);
    part(hasher, &format!("{:?}", (&value.scalar, &value.text, &value.format)));
    for &CellRef { dataset, record, field } in value.origin.iter().chain(&evaluated.used) {
        let dataset = datasets.get(dataset);
        part(hasher, dataset.name());
        part(hasher, dataset.fields().get(field as usize).map_or("", |field| &field.name));
        hasher.update(&record.to_le_bytes());
        hasher.update(&field.to_le_bytes());
        for &key in dataset.primary_key() {
            part(hasher, dataset.text(record as usize, key));
        }
        part(hasher, dataset.text(record as usize, field as usize));
    }
}

fn part(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}
