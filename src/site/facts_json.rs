//! `facts.json`: every figure, fact, value, dataset and source of the site for machines. `docs/facts-json.md` describes
//! the format, `docs/facts.schema.json` is its schema; both change with [`VERSION`].

mod facts;
mod origin;

use crate::facts::coverage::Coverage;
use crate::model::{Dataset, Field, FieldKind, FigureKind, PageId, Prose, Report, Unit};
use crate::resolve::{FigureSource, Resolved, ResolvedFigure, ResolvedPage, plain};
use derived::OfDerived;
use facts::Facts;
use jiff::civil::Date;
use origin::on_one_line;
pub(super) use origin::{Hashes, Origins, Published, sha256};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};
use std::io;

mod derived;

/// Its place in the site.
pub(super) const PATH: &str = "facts.json";

/// The version of the format.
const VERSION: u32 = 3;

/// What one page has in the file besides its line in the list of pages: elements of two lists, as they stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageFacts {
    pub(super) figures: String,
    pub(super) facts: String,
}

/// The lists of the file that are too long to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Datasets,
    Figures,
    Facts,
}

/// What is done with each element.
pub(super) type Take<'a> = dyn FnMut(&str) -> io::Result<()> + Send + 'a;

/// The file's text; the same report gives the same bytes.
#[must_use]
pub fn facts_json(resolved: &Resolved, evidence: &Coverage) -> String {
    let published = Published::of(&resolved.report);
    let origins = Origins::of(&resolved.report, &published);
    let part = |id: &PageId| page_facts(resolved, &origins, evidence, *id);
    let pages: Vec<PageFacts> = resolved.order.par_iter().map(part).collect();
    let datasets: Vec<String> = dataset_facts(&resolved.report).into_iter().map(|(_, text)| text).collect();
    let mut text = Vec::new();
    let hashes = origin::hashes(&resolved.report);
    let written = write(&mut text, resolved, &hashes, &mut |list, take| match list {
        List::Datasets => datasets.iter().try_for_each(|text| take(text)),
        List::Figures => pages.iter().try_for_each(|page| take(&page.figures)),
        List::Facts => pages.iter().try_for_each(|page| take(&page.facts)),
    });
    // Writing to memory cannot fail.
    drop(written);
    written_json(text)
}

/// Writes the file of a report, given the hashes of its datasets' files. `each` hands over the elements of a list, as [`page_facts`] and [`dataset_facts`] made them, pages
/// in reading order.
///
/// # Errors
/// Those of `out` and of `each`.
pub(super) fn write(
    out: &mut (dyn io::Write + Send),
    resolved: &Resolved,
    hashes: &Hashes,
    each: &mut dyn FnMut(List, &mut Take<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let report = elements([report_json(&resolved.report)]);
    write!(out, "{{\n  \"version\": {VERSION},\n  \"report\": {}", report.trim_start())?;
    let mut lists = Lists { out, hashes };
    lists.list("pages", |take| {
        let line = |id: &PageId| elements([PageLine::of(resolved, *id)]);
        let lines: Vec<String> = resolved.order.par_iter().map(line).collect();
        lines.iter().try_for_each(|line| take(line))
    })?;
    lists.list("datasets", |take| each(List::Datasets, take))?;
    lists.list("sources", |take| {
        resolved.sources.iter().try_for_each(|source| {
            take(&element(&json!({
                "key": source.key,
                "title": source.title,
                "short": source.short,
                "url": source.url,
            })))
        })
    })?;
    lists.list("figures", |take| each(List::Figures, take))?;
    lists.list("facts", |take| each(List::Facts, take))?;
    lists.out.write_all(b"\n}\n")
}

/// The file while its lists are written.
struct Lists<'a> {
    out: &'a mut (dyn io::Write + Send),
    hashes: &'a Hashes,
}

impl Lists<'_> {
    fn list(&mut self, name: &str, elements: impl FnOnce(&mut Take<'_>) -> io::Result<()>) -> io::Result<()> {
        write!(self.out, ",\n  \"{name}\": [")?;
        let mut any = false;
        let mut text = String::new();
        elements(&mut |element| {
            if element.is_empty() {
                return Ok(());
            }
            self.out.write_all(if any { b",\n" } else { b"\n" })?;
            any = true;
            if !origin::may_have_mark(element) {
                return self.out.write_all(element.as_bytes());
            }
            text.clear();
            origin::push(&mut text, element, self.hashes);
            self.out.write_all(text.as_bytes())
        })?;
        self.out.write_all(if any { b"\n  ]" } else { b"]" })
    }
}

/// The parts of one page. Hashes of data files stand in them as marks, so that they hold when a file changes and the page's
/// values do not.
pub(super) fn page_facts(
    resolved: &Resolved,
    origins: &Origins<'_>,
    evidence: &Coverage,
    id: PageId,
) -> PageFacts {
    let Some(settled) = resolved.pages.get(id.0 as usize) else { return PageFacts::default() };
    let facts = Facts { resolved, origins, id, settled };
    PageFacts {
        figures: elements(figures_json(resolved, id, settled)),
        facts: elements(facts.all(evidence.pages.get(id.0 as usize))),
    }
}

/// Each dataset's path and part.
pub(super) fn dataset_facts(report: &Report) -> Vec<(String, String)> {
    let published = Published::of(report);
    let origins = Origins::of(report, &published);
    let datasets: Vec<_> = report.datasets.iter().collect();
    datasets
        .into_par_iter()
        .map(|(id, dataset)| {
            let (path, sha256) = origins.get(id);
            (dataset.path().to_owned(), element(&dataset_json(dataset, (path, sha256.as_deref()))))
        })
        .collect()
}

/// Each on a line of its own: files of one version differ in the lines of what changed, and indentation would be a third of the file.
fn elements<T: Serialize>(list: impl IntoIterator<Item = T>) -> String {
    let mut text = Vec::new();
    for (index, item) in list.into_iter().enumerate() {
        text.extend_from_slice(if index > 0 { b",\n    " } else { b"    " });
        // All keys are texts, and writing to memory cannot fail.
        let _ = item.serialize(&mut Serializer::with_formatter(&mut text, OneLine));
    }
    written_json(text)
}

/// An element of a list of the file.
fn element(json: &Json) -> String {
    elements([json])
}

/// JSON on one line, with a blank behind each comma and colon.
struct OneLine;

impl Formatter for OneLine {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { out.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

fn written_json(text: Vec<u8>) -> String {
    String::from_utf8(text).unwrap_or_else(|_| unreachable!("JSON is written as UTF-8"))
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

/// A page in the list of pages.
#[derive(Serialize)]
struct PageLine<'a> {
    path: &'a str,
    file: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    date: Option<String>,
    updated: Option<String>,
}

impl<'a> PageLine<'a> {
    fn of(resolved: &'a Resolved, id: PageId) -> Self {
        let (page, settled) = (resolved.report.page(id), &resolved.pages[id.0 as usize]);
        Self {
            path: &page.output,
            file: resolved.report.files.get(page.file).path.as_str(),
            title: &settled.title,
            summary: settled.summary.as_deref(),
            date: page.front.date.map(written),
            updated: page.front.updated.map(written),
        }
    }
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
) -> impl Iterator<Item = FigureLine<'a>> + use<'a> {
    let page = resolved.report.page(id);
    page.document.figures.iter().zip(&settled.figures).map(move |(figure, shown)| {
        let text = |prose: &Option<Prose>| prose.as_ref().map(|prose| plain(prose, page, settled));
        FigureLine {
            id: &shown.anchor,
            page: &page.output,
            kind: match figure.kind {
                FigureKind::Chart(_) | FigureKind::ECharts(_) => "chart",
                FigureKind::Table(_) | FigureKind::MarkdownTable(_) => "table",
                FigureKind::KeyFigures(_) => "key-figures",
            },
            number: shown.number,
            label: Some(shown.label.as_str()).filter(|label| !label.is_empty()),
            title: text(&figure.title),
            subtitle: text(&figure.subtitle),
            dataset: shown.dataset.map(|id| resolved.report.datasets.get(id).name()),
            records: on_one_line(records_of(&resolved.report, shown).into_iter()),
            derived: shown.derived.as_ref().map(|made| OfDerived::of(&resolved.report, made)),
            sources: shown.sources.iter().map(SourceLine::of).collect(),
        }
    })
}

/// A figure in the list of figures.
#[derive(Serialize)]
struct FigureLine<'a> {
    id: &'a str,
    page: &'a str,
    kind: &'static str,
    number: Option<u32>,
    label: Option<&'a str>,
    title: Option<String>,
    subtitle: Option<String>,
    dataset: Option<&'a str>,
    records: Box<RawValue>,
    derived: Option<OfDerived<'a>>,
    sources: Vec<SourceLine<'a>>,
}

/// A source of a figure.
#[derive(Serialize)]
struct SourceLine<'a> {
    key: Option<&'a str>,
    text: &'a str,
    url: Option<&'a str>,
}

impl<'a> SourceLine<'a> {
    fn of(source: &'a FigureSource) -> Self {
        Self { key: source.key.as_deref(), text: &source.text, url: source.url.as_deref() }
    }
}

/// The numbers of the records shown, from 1 as they stand in the dataset's file, in the order shown; those of a derived
/// dataset are all that went into it.
fn records_of(report: &Report, shown: &ResolvedFigure) -> Vec<u32> {
    if let Some(made) = &shown.derived {
        return derived::records(made);
    }
    let length = shown.dataset.map_or(0, |id| report.datasets.get(id).len());
    shown.records.iter().filter(|&&record| (record as usize) < length).map(|record| record + 1).collect()
}

#[cfg(test)]
mod tests;
