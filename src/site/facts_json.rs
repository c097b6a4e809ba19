//! `facts.json`: every figure, bound value, checked claim, dataset and source of the site for machines. `docs/facts-json.md` describes
//! the format, `docs/facts.schema.json` is its schema; both change with [`VERSION`].

use crate::facts::claims;
use crate::model::{
    CellRef, Dataset, DatasetId, Field, FieldKind, FigureKind, Page, PageId, Proof, Prose, Report, Unit,
};
use crate::resolve::{Evaluated, Resolved, ResolvedFigure, ResolvedPage, plain};
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

mod derived;

/// The version of the format.
const VERSION: u32 = 3;

/// What one page has in the file: elements of three lists, as they stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageFacts {
    pub(super) page: String,
    pub(super) figures: String,
    pub(super) facts: String,
}

/// The file's text; the same report gives the same bytes.
#[must_use]
pub fn facts_json(resolved: &Resolved) -> String {
    let pages: Vec<PageFacts> = resolved.order.par_iter().map(|&id| page_facts(resolved, id)).collect();
    let datasets: Vec<String> = dataset_facts(&resolved.report).into_iter().map(|(_, text)| text).collect();
    facts_json_of(
        resolved,
        &datasets.iter().map(String::as_str).collect::<Vec<_>>(),
        &pages.iter().collect::<Vec<_>>(),
    )
}

/// The file of a report whose pages' and datasets' parts are known.
pub(super) fn facts_json_of(resolved: &Resolved, datasets: &[&str], pages: &[&PageFacts]) -> String {
    let sources: Vec<String> = resolved
        .sources
        .iter()
        .map(|source| {
            element(&json!({
                "key": source.key,
                "title": source.title,
                "short": source.short,
                "url": source.url,
            }))
        })
        .collect();
    let report = indented(&format!("{:#}", report_json(&resolved.report)), "  ");
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"report\": {}", report.trim_start());
    list(&mut text, "pages", pages.iter().map(|page| page.page.as_str()));
    list(&mut text, "datasets", datasets.iter().copied());
    list(&mut text, "sources", sources.iter().map(String::as_str));
    list(&mut text, "figures", pages.iter().map(|page| page.figures.as_str()));
    list(&mut text, "facts", pages.iter().map(|page| page.facts.as_str()));
    text.push_str("\n}\n");
    text
}

/// The parts of one page.
pub(super) fn page_facts(resolved: &Resolved, id: PageId) -> PageFacts {
    let Some(settled) = resolved.pages.get(id.0 as usize) else { return PageFacts::default() };
    PageFacts {
        page: element(&page_json(&resolved.report, id, settled)),
        figures: elements(figures_json(resolved, id, settled)),
        facts: elements(facts_of(resolved, id, settled)),
    }
}

/// Each dataset's path and part.
pub(super) fn dataset_facts(report: &Report) -> Vec<(String, String)> {
    let assets: BTreeMap<&str, &[u8]> =
        report.assets.iter().map(|asset| (asset.path.as_str(), &*asset.bytes)).collect();
    let datasets: Vec<&Dataset> = report.datasets.iter().map(|(_, dataset)| dataset).collect();
    datasets
        .into_par_iter()
        .map(|dataset| (dataset.path().to_owned(), element(&dataset_json(report, &assets, dataset))))
        .collect()
}

fn list<'a>(text: &mut String, name: &str, elements: impl Iterator<Item = &'a str>) {
    let _ = write!(text, ",\n  \"{name}\": [");
    let mut any = false;
    for element in elements.filter(|element| !element.is_empty()) {
        text.push_str(if any { ",\n" } else { "\n" });
        text.push_str(element);
        any = true;
    }
    text.push_str(if any { "\n  ]" } else { "]" });
}

fn elements(list: impl IntoIterator<Item = Json>) -> String {
    list.into_iter().map(|json| element(&json)).collect::<Vec<_>>().join(",\n")
}

/// An element of a list of the file.
fn element(json: &Json) -> String {
    indented(&format!("{json:#}"), "    ")
}

/// JSON has no line ends within its texts, so its lines can be moved.
fn indented(json: &str, by: &str) -> String {
    let mut text = String::with_capacity(json.len() + json.len() / 4);
    for (index, line) in json.lines().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        text.push_str(by);
        text.push_str(line);
    }
    text
}

fn report_json(report: &Report) -> Json {
    let config = &report.config;
    json!({
        "title": config.title,
        "description": config.description,
        "language": config.language,
        "authors": config.authors,
        "base_url": config.base_url,
        "date": config.date.map(written),
    })
}

fn page_json(report: &Report, id: PageId, settled: &ResolvedPage) -> Json {
    let page = report.page(id);
    json!({
        "path": page.output,
        "file": report.files.get(page.file).path.as_str(),
        "title": settled.title,
        "summary": settled.summary,
        "date": page.front.date.map(written),
        "updated": page.front.updated.map(written),
    })
}

fn written(date: Date) -> String {
    date.to_string()
}

fn dataset_json(report: &Report, assets: &BTreeMap<&str, &[u8]>, dataset: &Dataset) -> Json {
    let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
    let published = dataset.path().strip_prefix(&content);
    let bytes = published.and_then(|path| assets.get(path)).map(|bytes| sha256(bytes));
    json!({
        "name": dataset.name(),
        "title": dataset.title(),
        "description": dataset.description(),
        "path": bytes.as_ref().and(published),
        "sha256": bytes,
        "records": dataset.len(),
        "primary_key": dataset.primary_key().iter().filter_map(|&index| Some(&dataset.fields().get(index)?.name))
            .collect::<Vec<_>>(),
        "fields": dataset.fields().iter().map(field_json).collect::<Vec<_>>(),
        "sources": dataset.sources().iter().map(|source| json!({
            "key": source.key,
            "title": source.title,
            "path": source.path,
        })).collect::<Vec<_>>(),
        "licences": dataset.licences().iter().map(|licence| json!({
            "name": licence.name,
            "title": licence.title,
            "path": licence.path,
        })).collect::<Vec<_>>(),
    })
}

fn field_json(field: &Field) -> Json {
    json!({
        "name": field.name,
        "title": field.title,
        "description": field.description,
        "type": match field.kind {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Boolean => "boolean",
            FieldKind::Moment => "date",
            FieldKind::Any => "any",
        },
        "unit": field.unit.as_ref().and_then(unit),
    })
}

fn unit(unit: &Unit) -> Option<String> {
    (!unit.is_none()).then(|| unit.to_string())
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn figures_json<'a>(
    resolved: &'a Resolved,
    id: PageId,
    settled: &'a ResolvedPage,
) -> impl Iterator<Item = Json> + use<'a> {
    let page = resolved.report.page(id);
    page.document.figures.iter().zip(&settled.figures).map(move |(figure, shown)| {
        let text = |prose: &Option<Prose>| prose.as_ref().map(|prose| plain(prose, page, settled));
        json!({
            "id": shown.anchor,
            "page": page.output,
            "kind": match figure.kind {
                FigureKind::Chart(_) | FigureKind::ECharts(_) => "chart",
                FigureKind::Table(_) | FigureKind::MarkdownTable(_) => "table",
                FigureKind::KeyFigures(_) => "key-figures",
            },
            "number": shown.number,
            "label": (!shown.label.is_empty()).then_some(&shown.label),
            "title": text(&figure.title),
            "subtitle": text(&figure.subtitle),
            "dataset": shown.dataset.map(|id| resolved.report.datasets.get(id).name()),
            "records": records_json(&resolved.report, shown),
            "derived": shown.derived.as_ref().map(|made| derived::json(&resolved.report, made)),
            "sources": shown.sources.iter().map(|source| json!({
                "key": source.key,
                "text": source.text,
                "url": source.url,
            })).collect::<Vec<_>>(),
        })
    })
}

/// The numbers of the records shown, from 1 as they stand in the dataset's file, in the order shown; those of a derived
/// dataset are all that went into it.
fn records_json(report: &Report, shown: &ResolvedFigure) -> Vec<u32> {
    if let Some(made) = &shown.derived {
        return derived::records(made);
    }
    let length = shown.dataset.map_or(0, |id| report.datasets.get(id).len());
    shown.records.iter().filter(|&&record| (record as usize) < length).map(|record| record + 1).collect()
}

fn facts_of(resolved: &Resolved, id: PageId, settled: &ResolvedPage) -> Vec<Json> {
    let page = resolved.report.page(id);
    let filters = filters(page);
    let words = claims::of_page(page, settled, &resolved.report.files);
    let claims: BTreeMap<usize, &str> = page
        .document
        .claims
        .iter()
        .zip(&words)
        .filter_map(|(claim, words)| match claim.proof {
            Proof::Expression(index) => Some((index, words.text.as_str())),
            Proof::NotAFact => None,
        })
        .collect();
    page.document
        .expressions
        .iter()
        .zip(&settled.values)
        .enumerate()
        .filter(|(index, _)| !filters.contains(index))
        .map(|(index, (expression, value))| {
            let place = resolved.report.files.get(expression.span.file);
            let at = place.line_column(expression.span.range().start);
            let claim = claims.get(&index);
            fact_json(
                resolved,
                value,
                &json!({
                    "kind": if claim.is_some() { "checked" } else { "bound" },
                    "page": page.output,
                    "file": place.path.as_str(),
                    "line": at.line,
                    "column": at.column,
                    "expression": expression.source,
                    "text": claim.map_or(value.text.as_str(), |words| words.trim()),
                }),
            )
        })
        .collect()
}

/// Expressions that choose records: they say nothing to a reader by themselves.
fn filters(page: &Page) -> BTreeSet<usize> {
    let filters = page.document.figures.iter().filter_map(|figure| match &figure.kind {
        FigureKind::Chart(chart) => chart.filter,
        FigureKind::Table(table) => table.filter,
        FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
    });
    filters.collect()
}

fn fact_json(resolved: &Resolved, fact: &Evaluated, place: &Json) -> Json {
    let amount = fact.value.amount().filter(|amount| amount.is_finite());
    let mut json = place.clone();
    if let Some(to) = json.as_object_mut() {
        to.insert("value".to_owned(), fact.text.as_str().into());
        to.insert("number".to_owned(), amount.map_or(Json::Null, number));
        to.insert("unit".to_owned(), fact.value.quantity().and_then(|quantity| unit(&quantity.unit)).into());
        to.insert(
            "cells".to_owned(),
            fact.used.iter().filter_map(|&cell| cell_json(resolved, cell)).collect(),
        );
    }
    json
}

/// A whole number without `.0`, as a person would write it.
fn number(amount: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if amount.fract() == 0.0 && amount.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
        let whole = amount as i64;
        return whole.into();
    }
    amount.into()
}

fn cell_json(resolved: &Resolved, cell: CellRef) -> Option<Json> {
    let CellRef { dataset: DatasetId(index), record, field } = cell;
    let (_, dataset) = resolved.report.datasets.iter().nth(index as usize)?;
    let field_name = &dataset.fields().get(field as usize)?.name;
    if record as usize >= dataset.len() {
        return None;
    }
    Some(json!({
        "dataset": dataset.name(),
        "record": record + 1,
        "key": dataset.key_text(record as usize),
        "field": field_name,
        "text": &*dataset.cell(record as usize, field as usize).text,
    }))
}

#[cfg(test)]
mod tests;
