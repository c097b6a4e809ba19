//! `facts.json`: every figure, fact, value, dataset and source of the site for machines. `docs/facts-json.md` describes
//! the format, `docs/facts.schema.json` is its schema; both change with [`VERSION`].

mod facts;
mod origin;

use crate::facts::coverage::Coverage;
use crate::model::{Dataset, Field, FieldKind, FigureKind, PageId, Prose, Report, Unit};
use crate::resolve::{Resolved, ResolvedFigure, ResolvedPage, plain};
use facts::Facts;
use jiff::civil::Date;
use origin::Origins;
use serde_json::{Value as Json, json};

mod derived;

/// The version of the format.
const VERSION: u32 = 3;

/// The file's text; the same report gives the same bytes.
#[must_use]
pub fn facts_json(resolved: &Resolved, evidence: &Coverage) -> String {
    let report = &resolved.report;
    let pages = || resolved.order.iter().filter_map(|&id| Some((id, resolved.pages.get(id.0 as usize)?)));
    let origins = Origins::of(report);
    let facts: Vec<Json> = pages()
        .flat_map(|(id, settled)| {
            let page = Facts { resolved, origins: &origins, id, settled };
            page.all(evidence.pages.get(id.0 as usize))
        })
        .collect();
    let json = json!({
        "version": VERSION,
        "report": report_json(report),
        "pages": pages().map(|(id, settled)| page_json(report, id, settled)).collect::<Vec<_>>(),
        "datasets": report.datasets.iter().map(|(id, dataset)| dataset_json(dataset, origins.get(id))).collect::<Vec<_>>(),
        "sources": resolved.sources.iter().map(|source| json!({
            "key": source.key,
            "title": source.title,
            "short": source.short,
            "url": source.url,
        })).collect::<Vec<_>>(),
        "figures": pages().flat_map(|(id, settled)| figures_json(resolved, id, settled)).collect::<Vec<_>>(),
        "facts": facts,
    });
    format!("{json:#}\n")
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

fn dataset_json(dataset: &Dataset, (path, sha256): (Option<&str>, Option<&str>)) -> Json {
    json!({
        "name": dataset.name(),
        "title": dataset.title(),
        "description": dataset.description(),
        "path": path,
        "sha256": sha256,
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

#[cfg(test)]
mod tests;
