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
    let mut questions: BTreeMap<&[DatasetId], (Vec<String>, Sum)> = BTreeMap::new();
    for index in said(page) {
        let (Some(expression), Some(value), Some(asked)) =
            (page.document.expressions.get(index), settled.values.get(index), settled.asked.get(index))
        else {
            continue;
        };
        let (expressions, sum) = questions.entry(asked).or_default();
        expressions.push(expression.source.clone());
        sum.add(value, datasets);
    }
    let name = |id: &DatasetId| datasets.get(*id).name().to_owned();
    let question = |(asked, (expressions, sum)): (&[DatasetId], (Vec<String>, Sum))| Question {
        asked: asked.iter().map(name).collect(),
        expressions,
        values: sum.finish(),
    };
    record.questions = questions.into_iter().map(question).collect();
    let figures = settled.figures.iter().filter_map(|figure| figure.dataset.as_ref());
    let shown: BTreeSet<String> = figures.chain(&settled.asked_by_filters).map(name).collect();
    record.shown = shown.into_iter().collect();
}

/// Whether expressions still come to the same.
pub(super) fn are_same(question: &Question, expressions: &Expressions, datasets: &Datasets) -> bool {
    let mut sum = Sum::default();
    for source in &question.expressions {
        let Ok(value) = expressions.evaluate(source) else { return false };
        sum.add(&value, datasets);
    }
    sum.finish() == question.values
}

/// The hash of values.
#[derive(Debug, Default)]
struct Sum {
    hasher: blake3::Hasher,
    /// What is not in the hash yet: a few bytes at a time take four times as long.
    bytes: Vec<u8>,
}

impl Sum {
    /// Bytes that are hashed at a time.
    const PORTION: usize = 1 << 15;

    /// All that a page may show of a value: the value, its text, and the cells it was made of, by name.
    fn add(&mut self, evaluated: &Evaluated, datasets: &Datasets) {
        let value = &evaluated.value;
        self.part(&evaluated.text);
        self.part(&format!("{:?}", (&value.scalar, &value.text, &value.format)));
        for CellRef { dataset, record, field } in value.origin.into_iter().chain(evaluated.used.iter()) {
            let dataset = datasets.get(dataset);
            self.part(dataset.name());
            self.part(dataset.fields().get(field as usize).map_or("", |field| &field.name));
            self.bytes.extend_from_slice(&record.to_le_bytes());
            self.bytes.extend_from_slice(&field.to_le_bytes());
            for &key in dataset.primary_key() {
                self.part(dataset.text(record as usize, key));
            }
            self.part(dataset.text(record as usize, field as usize));
        }
    }

    fn part(&mut self, text: &str) {
        self.bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
        if self.bytes.len() >= Self::PORTION {
            self.hasher.update(&self.bytes);
            self.bytes.clear();
        }
    }

    fn finish(mut self) -> blake3::Hash {
        self.hasher.update(&self.bytes);
        self.hasher.finalize()
    }
}
