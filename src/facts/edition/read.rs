//! The text of `facts.lock` → a lock. What does not fit is reported at its place.

use super::types::{
    Edition, FactKind, Lock, Printed, PublishedCell, PublishedDataset, PublishedFact, PublishedFigure,
    PublishedPage, PublishedSource,
};
use super::{FILE_NAME, PastChange, PastChanges, VERSION};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, rules};
use crate::model::Report;
use crate::syntax::read::Reader;
use crate::syntax::toml;
use crate::syntax::tree::Tree;

const ADVICE: &str =
    "`sourcebook accept` writes this file: restore it from version control, or delete it and accept anew";

/// The lock of a report, if it has one, and what is wrong with it.
#[must_use]
pub fn of_report(report: &Report) -> Option<(Lock, Diagnostics)> {
    report.lock.map(|file| read(file, &report.files.get(file).text))
}

/// Reads a lock. Without errors, [`write`](super::write()) gives the same text back.
#[must_use]
pub fn read(file: FileId, text: &str) -> (Lock, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (tree, errors) = toml::parse(text);
    let mut reader = Reader::new(file, rules::INVALID_LOCK, &mut diagnostics);
    // One is enough: a conflict of versions makes hundreds.
    if let Some(error) = errors.first() {
        reader.syntax_error(error, ADVICE);
        return (Lock::default(), diagnostics);
    }
    let lock = if version(&mut reader, &tree) { lock(&mut reader, &tree) } else { Lock::default() };
    (lock, diagnostics)
}

/// Whether the version is ours.
fn version(reader: &mut Reader<'_>, tree: &Tree) -> bool {
    let Some(value) = tree.get("version") else {
        missing(reader, FILE_NAME, "version", tree);
        return false;
    };
    let ours = value.number().is_some_and(|number| number == f64::from(VERSION));
    if !ours {
        let found = value.scalar_text().unwrap_or(value.describe());
        let message = format!("the lock has version {found}, expected version {VERSION}");
        let span = reader.span(&value.range);
        reader.push(
            Diagnostic::new(rules::INVALID_LOCK, message)
                .at(span, "")
                .help("a lock of a later version needs a later Sourcebook"),
        );
    }
    ours
}

fn lock(reader: &mut Reader<'_>, tree: &Tree) -> Lock {
    let date = tree.get("date");
    let (mut cells, mut datasets) = (Vec::new(), Vec::new());
    for item in items(reader, tree, "datasets") {
        let name = text(reader, item, "name");
        datasets.push(PublishedDataset {
            name: name.clone(),
            records: item
                .get("records")
                .and_then(|count| reader.u32("records", count))
                .map(|count| count as usize),
            numbered: item.get("numbered").and_then(|value| reader.bool("numbered", value)).unwrap_or(false),
        });
        cells.extend(items(reader, item, "cells").iter().map(|item| cell(reader, &name, item)));
    }
    let mut facts = Vec::new();
    for sentence in items(reader, tree, "sentences") {
        facts.extend(items(reader, sentence, "facts").iter().map(|item| fact(reader, sentence, item)));
    }
    let edition = Edition {
        date: date.and_then(|date| reader.date("date", date)),
        pages: items(reader, tree, "pages").iter().map(|item| page(reader, item)).collect(),
        facts,
        figures: items(reader, tree, "figures").iter().map(|item| figure(reader, item)).collect(),
        cells,
        datasets,
        sources: items(reader, tree, "sources").iter().map(|item| source(reader, item)).collect(),
    };
    Lock {
        edition,
        history: items(reader, tree, "changes").iter().filter_map(|item| past(reader, item)).collect(),
        date_span: date.map(|date| reader.span(&date.range)),
    }
}

fn page(reader: &mut Reader<'_>, item: &Tree) -> PublishedPage {
    PublishedPage { path: text(reader, item, "path"), title: text(reader, item, "title") }
}

fn fact(reader: &mut Reader<'_>, sentence: &Tree, item: &Tree) -> PublishedFact {
    let kind = match item.get("kind").map(|kind| (kind, kind.string())) {
        Some((_, Some("checked"))) => FactKind::Checked,
        Some((_, Some("bound"))) => FactKind::Bound,
        Some((other, _)) => {
            reader.wrong("kind", other, "`bound` or `checked`");
            FactKind::Bound
        }
        None => {
            missing(reader, "the fact", "kind", item);
            FactKind::Bound
        }
    };
    PublishedFact {
        id: text(reader, item, "id"),
        kind,
        page: text(reader, sentence, "page"),
        anchor: text(reader, sentence, "anchor"),
        label: text(reader, sentence, "label"),
        expression: text(reader, item, "expression"),
        value: printed(reader, item),
        data: optional(reader, item, "data"),
        holds: item.get("holds").and_then(|holds| reader.bool("holds", holds)).unwrap_or(true),
        sentence: text(reader, sentence, "sentence"),
        span: value_span(reader, item),
    }
}

fn figure(reader: &mut Reader<'_>, item: &Tree) -> PublishedFigure {
    let mut texts = |key: &str| {
        let list = item.get(key).map(|list| reader.texts(key, list));
        list.map(|list| list.into_iter().map(|text| text.value).collect::<Vec<String>>())
    };
    let (fields, records) = (texts("fields").unwrap_or_default(), texts("records"));
    PublishedFigure {
        page: text(reader, item, "page"),
        anchor: text(reader, item, "anchor"),
        label: text(reader, item, "label"),
        dataset: text(reader, item, "dataset"),
        fields,
        records,
        span: item.get("anchor").map(|anchor| reader.span(&anchor.range)),
    }
}

fn cell(reader: &mut Reader<'_>, dataset: &str, item: &Tree) -> PublishedCell {
    PublishedCell {
        dataset: dataset.to_owned(),
        record: text(reader, item, "record"),
        field: text(reader, item, "field"),
        value: printed(reader, item),
        span: value_span(reader, item),
    }
}

fn printed(reader: &mut Reader<'_>, item: &Tree) -> Printed {
    Printed {
        text: text(reader, item, "text"),
        number: item.get("number").and_then(|number| reader.number("number", number)),
        unit: optional(reader, item, "unit").unwrap_or_default(),
    }
}

fn value_span(reader: &Reader<'_>, item: &Tree) -> Option<crate::diagnostics::Span> {
    item.get("text").map(|value| reader.span(&value.range))
}

fn source(reader: &mut Reader<'_>, item: &Tree) -> PublishedSource {
    PublishedSource {
        key: text(reader, item, "key"),
        entry: text(reader, item, "entry"),
        span: item.get("key").map(|key| reader.span(&key.range)),
    }
}

fn past(reader: &mut Reader<'_>, item: &Tree) -> Option<PastChanges> {
    let Some(date) = item.get("date") else {
        missing(reader, "an edition's changes", "date", item);
        return None;
    };
    let date = reader.date("date", date)?;
    let more = item.get("more").and_then(|more| reader.u32("more", more)).unwrap_or_default();
    let changes = items(reader, item, "values").iter().map(|item| PastChange {
        page: text(reader, item, "page"),
        anchor: text(reader, item, "anchor"),
        label: text(reader, item, "label"),
        value: text(reader, item, "value"),
        old: optional(reader, item, "old"),
        new: optional(reader, item, "new"),
    });
    Some(PastChanges { date, changes: changes.collect(), more })
}

/// The items of a list; none when there is no such key.
fn items<'t>(reader: &mut Reader<'_>, tree: &'t Tree, key: &str) -> &'t [Tree] {
    tree.get(key).and_then(|list| reader.list(key, list)).unwrap_or_default()
}

/// A text that must be there.
fn text(reader: &mut Reader<'_>, item: &Tree, key: &str) -> String {
    if item.map().is_none() {
        reader.wrong("item", item, "a table of keys and values");
        return String::new();
    }
    if item.get(key).is_none() {
        missing(reader, "the entry", key, item);
    }
    optional(reader, item, key).unwrap_or_default()
}

fn optional(reader: &mut Reader<'_>, item: &Tree, key: &str) -> Option<String> {
    item.get(key).and_then(|value| reader.string(key, value)).map(|text| text.value)
}

fn missing(reader: &mut Reader<'_>, what: &str, key: &str, item: &Tree) {
    // An entry may be long; its first byte is place enough.
    let span = reader.span(&(item.range.start..item.range.start.saturating_add(1).min(item.range.end)));
    let message = format!("{what} has no `{key}`");
    reader.push(Diagnostic::new(rules::INVALID_LOCK, message).at(span, "").help(ADVICE));
}
