//! Where the words of an imported report say another number than its tables.

use crate::facts::coverage::{Coverage, Unsupported};
use crate::model::{Dataset, Datasets, Quantity, Scalar};
use crate::resolve::Resolved;

/// A sentence that names a record and a field of a table as a whole, and a number of the cell's unit that no cell of the
/// record holds; then two tables that say different things of one record and field.
#[must_use]
pub fn contradictions(resolved: &Resolved, coverage: &Coverage) -> Vec<String> {
    let datasets = &resolved.report.datasets;
    let mut found: Vec<String> =
        coverage.unsupported().filter_map(|number| spoken(number, datasets)).collect();
    found.extend(between(datasets));
    found
}

fn spoken(number: &Unsupported, datasets: &Datasets) -> Option<String> {
    let [quantity] = number.number.quantities.as_slice() else { return None };
    if quantity.unit.is_none() {
        return None;
    }
    let sentence = number.sentence.to_lowercase();
    let equal = |cell: &Quantity| (cell.amount - quantity.amount).abs() < 1e-9 * cell.amount.abs().max(1.0);
    for (_, dataset) in datasets.iter() {
        // A record that the sentence also names may be the one that is meant.
        let meant =
            (0..dataset.len()).filter(|record| names(&sentence, &dataset.key_text(*record))).any(|record| {
                numbers(dataset, record).any(|(_, cell)| cell.unit == quantity.unit && equal(&cell))
            });
        if meant {
            return None;
        }
        for record in 0..dataset.len() {
            let key = dataset.key_text(record);
            if dataset.primary_key().is_empty() || !names(&sentence, &key) {
                continue;
            }
            let cells: Vec<(usize, Quantity)> =
                numbers(dataset, record).filter(|(_, cell)| cell.unit == quantity.unit).collect();
            let named = cells.iter().find(|(at, _)| names(&sentence, &dataset.fields()[*at].name));
            if let Some((at, _)) = named {
                let cell = dataset.text(record, *at);
                let field = &dataset.fields()[*at].name;
                return Some(format!(
                    "the text says {}, the table {} says {cell} ({key}, {field}): “{}”",
                    number.text,
                    dataset.title(),
                    number.sentence
                ));
            }
        }
    }
    None
}

fn numbers(dataset: &Dataset, record: usize) -> impl Iterator<Item = (usize, Quantity)> {
    (0..dataset.fields().len()).filter_map(move |at| match dataset.scalar(record, at) {
        Scalar::Number(number) => Some((at, number)),
        _ => None,
    })
}

/// Whether a sentence holds a name as a whole.
fn names(sentence: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let letters = name.chars().any(char::is_alphabetic);
    let whole = |at: usize| {
        let inside = |c: char| c.is_ascii_alphanumeric();
        let before = sentence.get(..at).is_some_and(|text| text.ends_with(inside));
        let after = sentence.get(at + name.len()..).is_some_and(|text| text.starts_with(inside));
        !before && !after
    };
    letters && sentence.match_indices(name.as_str()).any(|(at, _)| whole(at))
}

/// Cells of two tables with one record's name and one field's name, and different numbers of one unit.
fn between(datasets: &Datasets) -> Vec<String> {
    let all: Vec<&Dataset> = datasets.iter().map(|(_, dataset)| dataset).collect();
    let mut found = Vec::new();
    for (index, first) in all.iter().enumerate() {
        for second in all.iter().skip(index + 1).filter(|second| !second.primary_key().is_empty()) {
            for record in 0..first.len() {
                let key = first.key_text(record);
                let Some(other) = second.record(&key).filter(|_| !first.primary_key().is_empty()) else {
                    continue;
                };
                for (at, number) in numbers(first, record) {
                    let name = &first.fields()[at].name;
                    let differs = second.field(name).and_then(|field| match second.scalar(other, field) {
                        Scalar::Number(same) if same.unit == number.unit && same.amount != number.amount => {
                            Some(field)
                        }
                        _ => None,
                    });
                    if let Some(field) = differs {
                        let (a, b) = (first.text(record, at), second.text(other, field));
                        found.push(format!(
                            "{key}, {name}: {a} in the table {}, {b} in the table {}",
                            first.title(),
                            second.title()
                        ));
                    }
                }
            }
        }
    }
    found
}
