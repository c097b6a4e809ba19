//! What a page's expressions came to, as hashes: a page whose data changed need not be made again when it is the same.

use super::record::{PageRecord, Question};
use crate::model::{CellRef, DatasetId, Datasets, Page};
use crate::resolve::expressions::Expressions;
use crate::resolve::{Evaluated, ResolvedPage};
use std::collections::{BTreeMap, BTreeSet};

/// The expressions of a page that say something to a reader, by index.
fn said(page: &Page) -> impl Iterator<Item = usize> + use<> {
    let filters = page.document.filters();
    (0..page.document.expressions.len()).filter(move |index| !filters.contains(index))
}

/// Notes in a record what a settled page asked of the data, and what it got.
pub(super) fn note(record: &mut PageRecord, page: &Page, settled: &ResolvedPage, datasets: &Datasets) {
    let mut questions: BTreeMap<&[DatasetId], (Vec<String>, blake3::Hasher)> = BTreeMap::new();
    for index in said(page) {
        let (Some(expression), Some(value), Some(asked)) =
            (page.document.expressions.get(index), settled.values.get(index), settled.asked.get(index))
        else {
            continue;
        };
        let (expressions, hasher) = questions.entry(asked).or_default();
        expressions.push(expression.source.clone());
        add(hasher, value, datasets);
    }
    let name = |id: &DatasetId| datasets.get(*id).name().to_owned();
    let question = |(asked, (expressions, hasher)): (&[DatasetId], (Vec<String>, blake3::Hasher))| Question {
        asked: asked.iter().map(name).collect(),
        expressions,
        values: hasher.finalize(),
    };
    record.questions = questions.into_iter().map(question).collect();
    let figures = settled.figures.iter().filter_map(|figure| figure.dataset.as_ref());
    let shown: BTreeSet<String> = figures.chain(&settled.asked_by_filters).map(name).collect();
    record.shown = shown.into_iter().collect();
}

/// Whether expressions still come to the same.
pub(super) fn are_same(question: &Question, expressions: &Expressions, datasets: &Datasets) -> bool {
    let mut hasher = blake3::Hasher::new();
    for source in &question.expressions {
        let Ok(value) = expressions.evaluate(source) else { return false };
        add(&mut hasher, &value, datasets);
    }
    hasher.finalize() == question.values
}

/// All that a page may show of a value: the value, its text, and the cells it was made of, by name.
fn add(hasher: &mut blake3::Hasher, evaluated: &Evaluated, datasets: &Datasets) {
    let value = &evaluated.value;
    part(hasher, &evaluated.text);
    part(hasher, &format!("{:?}", (&value.scalar, &value.text, &value.format)));
    for CellRef { dataset, record, field } in value.origin.into_iter().chain(evaluated.used.iter()) {
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
