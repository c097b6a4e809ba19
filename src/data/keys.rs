//! Primary keys, unique fields and foreign keys.

use super::package::Resource;
use super::schema::{FieldSpec, ForeignKey, Schema};
use super::table::{RawCell, RawKind, Table};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned, advice, rules};
use crate::model::{Cells, Dataset, DatasetId, Datasets, Kinds, Scalar, Scalars};
use crate::syntax::bytes;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The fields of the declared primary key; names that the data do not have are faults.
pub(super) fn declared(table: &Table, schema: &Schema, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let names = || table.fields.iter().map(|field| field.name.as_str());
    let mut key = Vec::new();
    for name in &schema.primary_key {
        match names().position(|known| known == name.value) {
            Some(index) => key.push(index),
            None => diagnostics.push(unknown_field("primary key", name, names())),
        }
    }
    key
}

fn unknown_field<'a>(
    what: &str,
    name: &Spanned<String>,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("the {what} names the field `{}`, which the data do not have", name.value);
    Diagnostic::new(rules::INVALID_SCHEMA, message).at(name.span, "no such field").maybe_help(advice(
        "field",
        &name.value,
        known,
    ))
}

/// The first field, when its cells are all there and all different.
pub(super) fn found(table: &Table) -> Vec<usize> {
    let Some(first) = table.columns.first().filter(|first| !first.is_empty()) else { return Vec::new() };
    match is_key(first) {
        true => vec![0],
        false => Vec::new(),
    }
}

/// The key of a record for a message: `` `Terbium` ``, else `record 3`.
pub(super) fn record_name(table: &Table, key: &[usize], record: usize) -> String {
    let text = key_text(table, key, record);
    if text.trim().is_empty() { format!("record {}", record + 1) } else { format!("`{text}`") }
}

fn key_cells<'a>(table: &'a Table, key: &[usize], record: usize) -> Vec<RawCell<'a>> {
    key.iter().filter_map(|&field| table.cell(record, field)).collect()
}

fn key_text(table: &Table, key: &[usize], record: usize) -> String {
    key_cells(table, key, record).iter().map(|cell| &*cell.text).collect::<Vec<_>>().join(" / ")
}

fn key_span(table: &Table, key: &[usize], record: usize, file: FileId) -> Span {
    let place = key_cells(table, key, record).first().map_or(0..0, |cell| cell.place.clone());
    Span::new(file, place)
}

/// Whether the cells of a field are all there and all different.
fn is_key(cells: &Cells<Kinds<RawKind>>) -> bool {
    cells.texts().all(|text| !bytes::trim(text).is_empty()) && cells.are_all_different()
}

/// Reports records without a key, and keys that stand twice.
pub(super) fn check_primary(table: &Table, key: &[usize], file: FileId, diagnostics: &mut Diagnostics) {
    let is_sound = match key {
        [] => true,
        [only] => table.columns.get(*only).is_some_and(is_key),
        _ => false,
    };
    if is_sound {
        return;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for record in 0..table.len() {
        for (cell, field) in key_cells(table, key, record).into_iter().zip(key) {
            if cell.text.trim().is_empty() {
                let name = table.fields.get(*field).map_or("", |field| &field.name);
                let message = format!(
                    "`{name}` of record {} is empty, expected a value: it is the primary key",
                    record + 1
                );
                diagnostics.push(
                    Diagnostic::new(rules::CONSTRAINT_VIOLATION, message)
                        .at(Span::new(file, cell.place.clone()), "expected a value")
                        .help("give every record a key"),
                );
            }
        }
        let text = key_text(table, key, record);
        let Some(first) = seen.get(&text) else {
            seen.insert(text, record);
            continue;
        };
        let message = format!("two records have the primary key `{text}`, expected a different one for each");
        diagnostics.push(
            Diagnostic::new(rules::DUPLICATE_KEY, message)
                .at(key_span(table, key, record, file), "again here")
                .and(key_span(table, key, *first, file), "first here")
                .help("change one of them, or make the key of more fields"),
        );
    }
}

/// Reports cells of a `unique` field that stand twice.
pub(super) fn check_unique(
    (cells, scalars): (&Cells<Kinds<RawKind>>, &Scalars),
    spec: &FieldSpec,
    file: FileId,
    diagnostics: &mut Diagnostics,
) {
    if cells.are_all_different() {
        return;
    }
    let span = |record: usize| cells.span(file, record);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for record in 0..cells.len() {
        if scalars.view(cells.which(record)).is_missing() {
            continue;
        }
        let text = cells.text(record);
        let Some(first) = seen.get(text) else {
            seen.insert(text, record);
            continue;
        };
        let message = format!("`{}` is `{text}` twice, expected different values", spec.name.value);
        diagnostics.push(
            Diagnostic::new(rules::CONSTRAINT_VIOLATION, message)
                .at(span(record), "again here")
                .and(span(*first), "first here")
                .help("mend the cell, or remove `unique`"),
        );
    }
}

/// Holds the foreign keys of a resource's dataset against the datasets they name. `names` gives the dataset of a
/// resource's name, if it could be read: what is wrong with it otherwise was told.
pub(super) fn check_foreign(
    resource: &Resource,
    id: DatasetId,
    names: &BTreeMap<String, Option<DatasetId>>,
    datasets: &Datasets,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let keys = resource.schema.iter().flat_map(|schema| &schema.foreign_keys);
    for key in keys {
        let target = match key.resource.value.as_str() {
            "" | "self" => Some(Some(id)),
            name => names.get(name).copied(),
        };
        match target {
            Some(Some(target)) => {
                check_one(key, datasets.get(id), datasets.get(target), &mut diagnostics);
            }
            Some(None) => {}
            None => diagnostics.push(
                Diagnostic::new(
                    rules::INVALID_SCHEMA,
                    format!(
                        "the foreign key names the resource `{}`, which the package does not have",
                        key.resource.value
                    ),
                )
                .at(key.resource.span, "no such resource")
                .maybe_help(advice(
                    "resource",
                    &key.resource.value,
                    names.keys().map(String::as_str),
                )),
            ),
        }
    }
    diagnostics
}

fn check_one(key: &ForeignKey, from: &Dataset, to: &Dataset, diagnostics: &mut Diagnostics) {
    let Some(fields) = indices(&key.fields, from, diagnostics) else { return };
    let Some(targets) = indices(&key.targets, to, diagnostics) else { return };
    let texts = |dataset: &Dataset, record: usize, fields: &[usize]| -> Vec<String> {
        fields.iter().map(|&field| dataset.text(record, field).trim().to_owned()).collect()
    };
    let known: BTreeSet<Vec<String>> = (0..to.len()).map(|record| texts(to, record, &targets)).collect();
    // Numbers are the same however they are written: `1,000` and `1000`.
    let values = |dataset: &Dataset, record: usize, fields: &[usize]| -> Vec<String> {
        fields.iter().map(|&field| value(dataset, record, field)).collect()
    };
    let equal: BTreeSet<Vec<String>> = (0..to.len()).map(|record| values(to, record, &targets)).collect();
    for record in 0..from.len() {
        let missing = fields.iter().any(|&field| from.view(record, field).is_missing());
        let wanted = texts(from, record, &fields);
        let found = missing || known.contains(&wanted) || equal.contains(&values(from, record, &fields));
        let (Some(&first), false) = (fields.first(), found) else { continue };
        let wanted = wanted.join(" / ");
        let names: Vec<String> = key.fields.iter().map(|name| format!("`{}`", name.value)).collect();
        let message = format!(
            "{} of `{}` is `{wanted}`, expected a value of `{}`",
            names.join(", "),
            from.key_text(record),
            to.name()
        );
        let place = key.fields.first().map_or(key.resource.span, |name| name.span);
        let candidates: Vec<String> = known.iter().map(|texts| texts.join(" / ")).collect();
        diagnostics.push(
            Diagnostic::new(rules::CONSTRAINT_VIOLATION, message)
                .at(from.span(record, first), "no such record")
                .and(place, "the foreign key")
                .maybe_help(advice("record", &wanted, candidates.iter().map(String::as_str))),
        );
    }
}

/// What a cell says, as a text that is the same for equal numbers and for no text.
fn value(dataset: &Dataset, record: usize, field: usize) -> String {
    match dataset.scalar(record, field) {
        Scalar::Number(number) if number.written.qualifier.is_none() => {
            format!("\0{} {}", number.amount, number.unit)
        }
        _ => dataset.text(record, field).trim().to_owned(),
    }
}

fn indices(
    names: &[Spanned<String>],
    dataset: &Dataset,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let known = || dataset.fields().iter().map(|field| field.name.as_str());
    let mut all = Vec::new();
    for name in names {
        match dataset.field(&name.value) {
            Some(index) => all.push(index),
            None => diagnostics.push(unknown_field("foreign key", name, known())),
        }
    }
    (all.len() == names.len()).then_some(all)
}
