//! Figures: which dataset, which records, which sources.

use super::expressions::{ExpressionError, Expressions};
use super::numbering::{Numbered, Numbering};
use super::records::{self, Shown};
use super::{FigureSource, ResolvedFigure, SourceEntry, sources};
use crate::diagnostics::{
    Diagnostic, Diagnostics, Span, Spanned, advice, field_advice, rules, unreadable_dataset,
};
use crate::model::{
    Dataset, DatasetId, Document, Figure, FigureKind, KeyFigure, Locale, Report, Scalar, TableSpec, Value,
};

/// What figures are settled with.
#[derive(Clone, Copy)]
pub(super) struct FigureContext<'a> {
    pub(super) report: &'a Report,
    pub(super) sources: &'a [SourceEntry],
    pub(super) expressions: &'a Expressions,
    pub(super) numbering: &'a Numbering,
    pub(super) locale: &'a Locale,
}

/// Settles one figure.
pub(super) fn settle(
    context: FigureContext<'_>,
    document: &Document,
    figure: &Figure,
    numbered: &Numbered,
    diagnostics: &mut Diagnostics,
) -> ResolvedFigure {
    let dataset = records::data(figure).and_then(|name| find(context.report, name, diagnostics));
    let shown = match dataset {
        Some(id) => records::shown(context, document, id, figure, diagnostics),
        None => Shown::default(),
    };
    if let FigureKind::KeyFigures(cards) = &figure.kind {
        check_cards(context, cards, diagnostics);
    }
    if let (FigureKind::Table(table), Some(id)) = (&figure.kind, dataset) {
        let derived = shown.derived.as_ref().map(|derived| derived.dataset());
        let shaped = !table.shape.is_empty();
        // When a step failed, that was told; its fields are not there to be asked for.
        if derived.is_some() || !shaped {
            let dataset = derived.unwrap_or_else(|| context.report.datasets.get(id));
            check_table(table, dataset, diagnostics);
            check_look(table, dataset, &shown.records, diagnostics);
            if shown.records.is_empty() {
                diagnostics.push(no_records(table, document, context.report.datasets.get(id)));
            }
        }
    }
    ResolvedFigure {
        number: numbered.number,
        label: numbered.label.clone(),
        anchor: numbered.anchor.clone(),
        dataset,
        records: shown.records,
        derived: shown.derived,
        sources: sources(context, figure, dataset, diagnostics),
    }
}

fn find(report: &Report, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<DatasetId> {
    let found = report.datasets.find(&name.value);
    if found.is_none() {
        let (message, help) = match report.datasets.unreadable(&name.value) {
            Some(path) => {
                let [message, help] = unreadable_dataset(&name.value, path);
                (message, Some(help))
            }
            None => (
                format!("no dataset is named `{}`", name.value),
                advice("dataset", &name.value, report.datasets.names()),
            ),
        };
        diagnostics
            .push(Diagnostic::new(rules::UNDEFINED_DATASET, message).at(name.span, "").maybe_help(help));
    }
    found
}

/// An expression's fault at its place in the page.
pub(super) fn expression_diagnostic(error: &ExpressionError, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(error.rule, error.message.clone()).at(span.within(error.range.clone()), "");
    error.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.clone()))
}

fn check_table(table: &TableSpec, dataset: &Dataset, diagnostics: &mut Diagnostics) {
    let columns = table.columns.iter().map(|column| &column.field);
    let named = columns.chain(&table.bars).chain(table.highlight.iter().map(|(field, _)| field));
    for field in named {
        check_field(field, dataset, diagnostics);
    }
    for name in table.sparklines.iter().flat_map(|sparkline| &sparkline.fields) {
        let Some(field) = check_field(name, dataset, diagnostics) else { continue };
        let stray = (0..dataset.len())
            .find(|&record| !matches!(dataset.scalar(record, field), Scalar::Number(_) | Scalar::Missing));
        let Some(record) = stray else { continue };
        let message = format!("field `{}` is not all numbers; a sparkline takes numbers", name.value);
        diagnostics
            .push(no_numbers(message, name.span, dataset.span(record, field)).help("name fields of numbers"));
    }
}

/// A table without records. Of a dataset that has some, the filter left none.
fn no_records(table: &TableSpec, document: &Document, dataset: &Dataset) -> Diagnostic {
    let filter = table.filter.and_then(|index| document.expressions.get(index));
    let filter = filter.filter(|_| !dataset.is_empty());
    let (place, help) = match filter {
        Some(filter) => (filter.span, "the filter is true of no record".to_owned()),
        None => (table.data.span, format!("the dataset `{}` has none", dataset.name())),
    };
    Diagnostic::new(rules::EMPTY_TABLE, "the table has no records to show").at(place, "").help(help)
}

/// A field that `name` stands for holds what is no number, at `cell`.
fn no_numbers(message: String, name: Span, cell: Span) -> Diagnostic {
    Diagnostic::new(rules::WRONG_FIELD_KIND, message).at(name, "").and(cell, "this is no number")
}

/// What bars and emphasis ask for is seen, or the author hears that it is not. A stray word among numbers has no bar, and is seen
/// as it is.
fn check_look(table: &TableSpec, dataset: &Dataset, records: &[u32], diagnostics: &mut Diagnostics) {
    for name in &table.bars {
        let Some(field) = dataset.field(&name.value) else { continue };
        let is_number = |record: usize| matches!(dataset.scalar(record, field), Scalar::Number(_));
        let present = |record: &usize| !matches!(dataset.scalar(*record, field), Scalar::Missing);
        let Some(record) = (0..dataset.len()).find(present).filter(|_| !(0..dataset.len()).any(is_number))
        else {
            continue;
        };
        let message = format!("field `{}` has no numbers; a bar takes numbers", name.value);
        diagnostics.push(
            no_numbers(message, name.span, dataset.span(record, field)).help("name a field of numbers"),
        );
    }
    for (name, value) in &table.highlight {
        let Some(field) = dataset.field(&name.value) else { continue };
        let texts = || records.iter().map(|&record| dataset.text(record as usize, field));
        if records.is_empty() || texts().any(|text| text == value.as_str()) {
            continue;
        }
        let message =
            format!("`highlight` is `{value}`, which no record of the table has as `{}`", name.value);
        diagnostics.push(Diagnostic::new(rules::UNUSED_KEY, message).at(name.span, "").maybe_help(advice(
            "value",
            value,
            texts().collect::<std::collections::BTreeSet<&str>>(),
        )));
    }
}

fn check_cards(context: FigureContext<'_>, cards: &[KeyFigure], diagnostics: &mut Diagnostics) {
    for card in cards {
        for key in &card.sources {
            registered(context, &key.value, key.span, diagnostics);
        }
        let Some(id) = &card.figure else { continue };
        if !context.numbering.places.contains_key(&id.value) {
            let known = context.numbering.places.keys().map(String::as_str);
            diagnostics.push(
                Diagnostic::new(
                    rules::UNDEFINED_REFERENCE,
                    format!("nothing in the report has the id `{}`", id.value),
                )
                .at(id.span, "")
                .maybe_help(advice("figure", &id.value, known)),
            );
        }
    }
}

pub(super) fn check_field(
    field: &Spanned<String>,
    dataset: &Dataset,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let found = dataset.field(&field.value);
    if found.is_none() {
        let known = dataset.fields().iter().map(|field| field.name.as_str());
        diagnostics.push(
            Diagnostic::new(
                rules::UNDEFINED_FIELD,
                format!("the dataset `{}` has no field `{}`", dataset.name(), field.value),
            )
            .at(field.span, "")
            .maybe_help(field_advice(&field.value, known)),
        );
    }
    found
}

fn sources(
    context: FigureContext<'_>,
    figure: &Figure,
    dataset: Option<DatasetId>,
    diagnostics: &mut Diagnostics,
) -> Vec<FigureSource> {
    if !figure.sources.is_empty() {
        return figure
            .sources
            .iter()
            .filter_map(|key| registered(context, &key.value, key.span, diagnostics))
            .collect();
    }
    let Some(dataset) = dataset.map(|id| context.report.datasets.get(id)) else { return Vec::new() };
    if dataset.sources().is_empty() {
        diagnostics.push(
            Diagnostic::new(rules::MISSING_SOURCE, "this figure has no source")
                .at(figure.span, "")
                .help("name one with `source: key`, or give the dataset `sources` in `datapackage.json`"),
        );
    }
    dataset
        .sources()
        .iter()
        .filter_map(|source| match &source.key {
            // What is wrong with the key is said once for the data package (`check`).
            Some(key) => of_registry(context, key),
            None => Some(FigureSource {
                key: None,
                text: source.title.clone().or_else(|| source.path.clone()).unwrap_or_default(),
                url: source.path.clone().filter(|path| path.starts_with("http")),
            }),
        })
        .collect()
}

/// The source of a key, or a finding where the key stands.
pub(super) fn registered(
    context: FigureContext<'_>,
    key: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<FigureSource> {
    if !context.report.sources.declares(key) {
        diagnostics.push(sources::undefined(&context.report.sources, key, span));
    }
    of_registry(context, key)
}

fn of_registry(context: FigureContext<'_>, key: &str) -> Option<FigureSource> {
    let found = context.sources.iter().find(|source| source.key == key);
    found.map(|source| FigureSource { key: Some(key.to_owned()), text: source.short.clone(), url: None })
}

/// A value that stands for a filter, which has no text of its own.
pub(super) const fn no_value() -> Value {
    Value {
        scalar: Scalar::Missing,
        text: None,
        origin: None,
        format: crate::model::Format {
            decimals: None,
            declared: false,
            compact: false,
            signed: false,
            percent: false,
            currency: None,
            suffix: None,
            grouped: None,
            date: None,
        },
    }
}
