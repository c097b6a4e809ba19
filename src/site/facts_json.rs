//! `facts.json`: every figure, bound value, checked claim, dataset and source of the site for machines. `docs/facts-json.md` describes
//! the format, `docs/facts.schema.json` is its schema; both change with [`VERSION`].

use crate::facts::claims;
use crate::model::{
    CellRef, Dataset, DatasetId, Field, FieldKind, FigureKind, Page, PageId, Proof, Prose, Report, Unit,
};
use crate::resolve::{Evaluated, Resolved, ResolvedFigure, ResolvedPage, plain};
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The version of the format.
const VERSION: u32 = 2;

/// The file's text; the same report gives the same bytes.
#[must_use]
pub fn facts_json(resolved: &Resolved) -> String {
    let report = &resolved.report;
    let pages = || resolved.order.iter().filter_map(|&id| Some((id, resolved.pages.get(id.0 as usize)?)));
    let facts = json!({
        "version": VERSION,
        "report": report_json(report),
        "pages": pages().map(|(id, settled)| page_json(report, id, settled)).collect::<Vec<_>>(),
        "datasets": report.datasets.iter().map(|(_, dataset)| dataset_json(report, dataset)).collect::<Vec<_>>(),
        "sources": resolved.sources.iter().map(|source| json!({
            "key": source.key,
            "title": source.title,
            "short": source.short,
            "url": source.url,
        })).collect::<Vec<_>>(),
        "figures": pages().flat_map(|(id, settled)| figures_json(resolved, id, settled)).collect::<Vec<_>>(),
        "facts": pages().flat_map(|(id, settled)| facts_of(resolved, id, settled)).collect::<Vec<_>>(),
    });
    format!("{facts:#}\n")
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

fn dataset_json(report: &Report, dataset: &Dataset) -> Json {
    let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
    let published = dataset.path().strip_prefix(&content);
    let bytes = published
        .and_then(|path| report.assets.iter().find(|asset| asset.path == path))
        .map(|asset| sha256(&asset.bytes));
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
            "sources": shown.sources.iter().map(|source| json!({
                "key": source.key,
                "text": source.text,
                "url": source.url,
            })).collect::<Vec<_>>(),
        })
    })
}

/// The numbers of the records shown, from 1 as they stand in the dataset's file, in the order shown.
fn records_json(report: &Report, shown: &ResolvedFigure) -> Vec<u32> {
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
mod tests {
    use super::*;
    use crate::model::{Node, NodeKind};
    use crate::site::sample;

    fn parsed(resolved: &Resolved) -> Json {
        serde_json::from_str(&facts_json(resolved)).expect("JSON")
    }

    /// What the schema says of a value, for the words of JSON Schema that ours uses.
    fn faults(schema: &Json, root: &Json, value: &Json, at: &str) -> Vec<String> {
        if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
            let target = root.pointer(name.trim_start_matches('#')).expect("a definition");
            return faults(target, root, value, at);
        }
        let mut found = Vec::new();
        let mut check = |holds: bool, what: &str| {
            if !holds {
                found.push(format!("{at}: {what}"));
            }
        };
        if let Some(kinds) = schema.get("type") {
            let one = [kinds.clone()];
            let kinds = kinds.as_array().map_or(&one[..], Vec::as_slice);
            check(kinds.iter().any(|kind| is_of_type(value, kind.as_str().expect("a name"))), "type");
        }
        check(schema.get("const").is_none_or(|only| only == value), "const");
        let choices = schema.get("enum").and_then(Json::as_array);
        check(choices.is_none_or(|choices| choices.contains(value)), "enum");
        let least = schema.get("minimum").and_then(Json::as_f64);
        check(least.zip(value.as_f64()).is_none_or(|(least, number)| number >= least), "minimum");
        if let Some(object) = value.as_object() {
            let properties = schema["properties"].as_object().expect("properties");
            let required = schema["required"].as_array().expect("required");
            check(
                required.iter().all(|name| object.contains_key(name.as_str().expect("a name"))),
                "required",
            );
            assert!(properties.keys().all(|name| required.contains(&Json::from(name.as_str()))), "{at}");
            for (name, value) in object {
                let at = format!("{at}/{name}");
                match properties.get(name) {
                    Some(schema) => found.extend(faults(schema, root, value, &at)),
                    None => found.push(format!("{at}: unknown")),
                }
            }
        }
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            found.extend(faults(&schema["items"], root, item, &format!("{at}/{index}")));
        }
        found
    }

    fn is_of_type(value: &Json, kind: &str) -> bool {
        match kind {
            "null" => value.is_null(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.is_i64() || value.is_u64(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("the schema names the type {other}"),
        }
    }

    #[test]
    fn the_file_agrees_with_its_schema() {
        let schema: Json = serde_json::from_str(include_str!("../../docs/facts.schema.json")).expect("JSON");
        let mut facts = parsed(&sample::resolved());
        assert_eq!(faults(&schema, &schema, &facts, ""), Vec::<String>::new());
        // And the schema would notice.
        facts["facts"][0]["number"] = "68".into();
        facts["figures"][0]["more"] = 1.into();
        facts["version"] = 1.into();
        assert_eq!(
            faults(&schema, &schema, &facts, ""),
            ["/version: const", "/figures/0/more: unknown", "/facts/0/number: type"]
        );
    }

    #[test]
    fn a_bound_value_names_its_place_and_its_cells() {
        let facts = parsed(&sample::resolved());
        let expected = json!([{
            "kind": "bound",
            "page": "rare-earths/index.html",
            "file": "content/rare-earths.md",
            "line": 2,
            "column": 4,
            "expression": "data.minerals.Terbium[\"Price Surge\"]",
            "text": "68%",
            "value": "68%",
            "number": 68,
            "unit": "%",
            "cells": [{
                "dataset": "minerals", "record": 1, "key": "Terbium", "field": "Price Surge", "text": "68%"
            }]
        }]);
        assert_eq!(facts["facts"], expected, "the filter of the table is no fact");
    }

    #[test]
    fn a_claim_is_listed_with_its_words_and_its_value() {
        let mut resolved = sample::resolved();
        let document = &mut resolved.report.pages[1].document;
        let span = document.expressions[0].span;
        let claim = |proof| crate::model::Claim { proof, text: span, span };
        document.claims = vec![claim(Proof::NotAFact), claim(Proof::Expression(0))];
        let at =
            document.nodes.iter().position(|node| node.kind == NodeKind::Expression(0)).expect("a value");
        let words = NodeKind::Markdown(pulldown_cmark::Event::Text("two-thirds".into()));
        let nodes = [NodeKind::Claim(1), words, NodeKind::ClaimEnd(1)].map(|kind| Node { kind, span });
        document.nodes.splice(at..=at, nodes);
        let facts = parsed(&resolved);
        assert_eq!(facts["facts"].as_array().map(Vec::len), Some(1));
        let fact = &facts["facts"][0];
        assert_eq!(
            (&fact["kind"], &fact["text"], &fact["value"]),
            (&"checked".into(), &"two-thirds".into(), &"68%".into())
        );
        assert_eq!(fact["cells"][0]["key"], "Terbium");
    }

    #[test]
    fn a_dataset_can_be_checked_against_the_published_file() {
        let facts = parsed(&sample::resolved());
        let dataset = &facts["datasets"][0];
        assert_eq!(dataset["path"], "data/minerals.csv");
        // printf 'Mineral,Price Surge\nTerbium,68%%\n' | sha256sum
        assert_eq!(dataset["sha256"], "a6e4d7592d297b333f3ab6aac7d37b0e4f6a63a5fe94b532fb3a348d79c4a968");
        assert_eq!(dataset["fields"][1]["unit"], "%");
        assert_eq!(facts["figures"][0]["records"], json!([1]));
        let mut resolved = sample::resolved();
        resolved.report.assets.clear();
        assert_eq!(parsed(&resolved)["datasets"][0]["path"], Json::Null);
    }

    #[test]
    fn whole_numbers_have_no_fraction_and_no_number_is_lost() {
        assert_eq!(number(18_000_000.0).to_string(), "18000000");
        assert_eq!(number(-0.25).to_string(), "-0.25");
        assert_eq!(number(1e300).as_f64(), Some(1e300));
        let mut resolved = sample::resolved();
        resolved.pages[1].values[0].value = crate::model::Value::number(f64::NAN, Unit::NONE);
        assert_eq!(parsed(&resolved)["facts"][0]["number"], Json::Null);
    }
}
