//! `data.x`, `data.x.Key`, `record.Field`: looking names up, and saying what is near when there is none.

use super::fault::Fault;
use super::methods;
use super::operand::{Context, Operand, Record, Table};
use crate::diagnostics::{DATA_FILES, nearest, nearest_dataset, rules, unreadable_dataset};
use crate::model::{CellRef, Dataset, DatasetId, Scalar, Value};
use std::collections::BTreeMap;

/// The dataset of a name.
pub(super) fn table(context: &Context, key: &Operand) -> Result<Table, Fault> {
    let Some(name) = key.text() else {
        let found = key.describe(context);
        return Err(Fault::invalid(format!("{found} does not name a dataset")).help("write `data[\"name\"]`"));
    };
    if let Some(id) = context.datasets.find(&name) {
        context.asked.borrow_mut().insert(id);
        return Ok(Table(id));
    }
    if let Some(path) = context.datasets.unreadable(&name) {
        let [message, help] = unreadable_dataset(&name, path);
        return Err(Fault::new(rules::UNDEFINED_DATASET, message).named(&name).help(help));
    }
    let fault = Fault::new(rules::UNDEFINED_DATASET, format!("no dataset is named `{name}`")).named(&name);
    let names: Vec<&str> = context.datasets.names().collect();
    let form = |name: &str| path("data", name);
    Err(fault.help(match nearest_dataset(&name, &names) {
        Some(near) => format!("did you mean {}?", form(near)),
        None if names.is_empty() => advice("dataset", &name, &names, form),
        None => format!("{}{DATA_FILES}", advice("dataset", &name, &names, form)),
    }))
}

/// The record of a key; a number names a key written in digits, or counts from 1 where there is no primary key.
pub(super) fn record(context: &Context, table: Table, key: &Operand) -> Result<Record, Fault> {
    let dataset = context.dataset(table.0);
    let name = match key {
        Operand::Value(value) => key_text(value),
        _ => None,
    };
    let Some(name) = name else {
        let found = key.describe(context);
        return Err(Fault::invalid(format!("{found} does not name a record of `{}`", dataset.name())));
    };
    let by_number = || {
        let number = usize::try_from(key.whole()?).ok()?.checked_sub(1)?;
        (dataset.primary_key().is_empty() && number < dataset.len()).then_some(number)
    };
    if let Some(record) = dataset.record(&name).or_else(by_number) {
        return Ok(Record { dataset: table.0, record: record as u32 });
    }
    Err(no_record(context, table.0, &name))
}

/// The index of a field.
pub(super) fn field(context: &Context, dataset: DatasetId, name: &str) -> Result<u32, Fault> {
    let dataset = context.dataset(dataset);
    if let Some(index) = dataset.field(name) {
        return Ok(index as u32);
    }
    let message = format!("`{}` has no field `{name}`", dataset.name());
    if let Some(usage) = methods::usage(name) {
        return Err(Fault::new(rules::UNDEFINED_FIELD, message)
            .named(name)
            .help(format!("`{name}` is a method, and has brackets: write `{usage}`")));
    }
    let names = dataset.fields().iter().map(|field| field.name.as_str());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let help = advice("field", name, &names, |name| format!("`{name}`"));
    Err(Fault::new(rules::UNDEFINED_FIELD, message).named(name).help(help))
}

/// The value of a record's field.
pub(super) fn cell(context: &Context, record: Record, key: &Operand) -> Result<Value, Fault> {
    let Some(name) = key.text() else {
        let found = key.describe(context);
        return Err(Fault::invalid(format!("{found} does not name a field")).help("write `[\"Field\"]`"));
    };
    let field = field(context, record.dataset, &name)?;
    Ok(context.cell(CellRef { dataset: record.dataset, record: record.record, field }))
}

fn no_record(context: &Context, id: DatasetId, name: &str) -> Fault {
    let dataset = context.dataset(id);
    let fault = Fault::new(rules::UNDEFINED_RECORD, format!("`{}` has no record `{name}`", dataset.name()));
    let fault = fault.named(name);
    if let Some(usage) = methods::usage(name) {
        return fault.help(format!("`{name}` is a method, and has brackets: write `{usage}`"));
    }
    if dataset.primary_key().is_empty() {
        if let Some(fault) = ambiguous(dataset, name) {
            return fault;
        }
        return fault
            .help("the dataset has no primary key: declare `primaryKey` in `datapackage.json`, or find the record with `.filter(|r| …).first()`");
    }
    if dataset.field(name).is_some() {
        let example = dataset.keys().next().unwrap_or("…");
        return fault.help(format!(
            "`{name}` is a field: name a record first, as in `{}[\"{example}\"][\"{name}\"]`, or take all its values with `.field(\"{name}\")`",
            path("data", dataset.name()).trim_matches('`'),
        ));
    }
    let keys: Vec<&str> = dataset.keys().collect();
    fault.help(advice("record", name, &keys, |name| format!("`{name}`")))
}

/// What keeps the first field, which has the text, from naming records: a text that stands twice, this one before others.
fn ambiguous(dataset: &Dataset, name: &str) -> Option<Fault> {
    let first = dataset.fields().first()?;
    let text = |record: usize| dataset.text(record, 0).trim();
    let records = 0..dataset.len();
    let own: Vec<usize> = records.clone().filter(|record| text(*record) == name).take(2).collect();
    let (found, pair) = match own.as_slice() {
        [] => return None,
        [one, other] => (name, (*one, *other)),
        _ => {
            let mut seen = BTreeMap::new();
            records.filter(|record| !text(*record).is_empty()).find_map(|record| {
                let one = *seen.entry(text(record)).or_insert(record);
                (one != record).then(|| (text(record), (one, record)))
            })?
        }
    };
    let (one, other) = (pair.0 + 1, pair.1 + 1);
    let message = format!(
        "`{}` of `{}` holds `{found}` twice, in records {one} and {other}, and names no records therefore",
        first.name,
        dataset.name()
    );
    let help = "take one of them out, or declare a `primaryKey` of several fields in `datapackage.json`";
    Some(Fault::new(rules::UNDEFINED_RECORD, message).named(name).help(help))
}

/// "did you mean …?" or the list of what is known, in the form in which it would be written.
pub(super) fn advice(what: &str, name: &str, known: &[&str], form: impl Fn(&str) -> String) -> String {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean {}?", form(near));
    }
    if known.is_empty() {
        return crate::diagnostics::advice(what, name, []).unwrap_or_default();
    }
    let shown: Vec<String> = known.iter().take(12).map(|name| form(name)).collect();
    format!("known: {}{}", shown.join(", "), if known.len() > 12 { ", …" } else { "" })
}

/// `data.minerals`, or `data["folder/name"]` where the name is no identifier.
pub(super) fn path(owner: &str, name: &str) -> String {
    let identifier = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if identifier { format!("`{owner}.{name}`") } else { format!("`{owner}[\"{name}\"]`") }
}

fn key_text(value: &Value) -> Option<String> {
    match &value.scalar {
        _ if value.text.is_some() => value.text.as_deref().map(str::to_owned),
        Scalar::Text(text) => Some(text.to_string()),
        Scalar::Number(quantity) if quantity.unit.is_none() => Some(quantity.amount.to_string()),
        _ => None,
    }
}
