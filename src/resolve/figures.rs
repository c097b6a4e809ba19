//! Figures: which dataset, which records, which sources.

use super::expressions::{ExpressionError, Expressions};
use super::numbering::{Numbered, Numbering};
use super::{FigureSource, ResolvedFigure, SourceEntry};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, Spanned, advice, rules};
use crate::model::{
    Dataset, DatasetId, Document, Figure, FigureKind, KeyFigure, Report, Scalar, SortKey, TableSpec, Value,
};
use std::cmp::Ordering;

/// What figures are settled with.
#[derive(Clone, Copy)]
pub(super) struct FigureContext<'a> {
    pub(super) report: &'a Report,
    pub(super) sources: &'a [SourceEntry],
    pub(super) expressions: &'a Expressions,
    pub(super) numbering: &'a Numbering,
}

/// Which records a figure shows.
struct Choice<'a> {
    filter: Option<usize>,
    sort: &'a [SortKey],
    limit: Option<usize>,
}

/// Settles one figure.
pub(super) fn settle(
    context: FigureContext<'_>,
    document: &Document,
    figure: &Figure,
    numbered: &Numbered,
    diagnostics: &mut Diagnostics,
) -> ResolvedFigure {
    let (data, choice) = asked(figure);
    let dataset = data.and_then(|name| find(context.report, name, diagnostics));
    let records = match dataset {
        Some(id) => records(context, document, id, &choice, diagnostics),
        None => Vec::new(),
    };
    if let FigureKind::KeyFigures(cards) = &figure.kind {
        check_cards(context, cards, diagnostics);
    }
    if let (FigureKind::Table(table), Some(id)) = (&figure.kind, dataset) {
        check_table(table, context.report.datasets.get(id), diagnostics);
    }
    ResolvedFigure {
        number: numbered.number,
        label: numbered.label.clone(),
        anchor: numbered.anchor.clone(),
        dataset,
        records,
        sources: sources(context, figure, dataset, diagnostics),
    }
}

fn asked(figure: &Figure) -> (Option<&Spanned<String>>, Choice<'_>) {
    match &figure.kind {
        FigureKind::Chart(spec) => {
            (Some(&spec.data), Choice { filter: spec.filter, sort: &spec.sort, limit: spec.limit })
        }
        FigureKind::Table(spec) => {
            (Some(&spec.data), Choice { filter: spec.filter, sort: &spec.sort, limit: spec.limit })
        }
        FigureKind::ECharts(spec) => (spec.data.as_ref(), Choice { filter: None, sort: &[], limit: None }),
        FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => {
            (None, Choice { filter: None, sort: &[], limit: None })
        }
    }
}

fn find(report: &Report, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<DatasetId> {
    let found = report.datasets.find(&name.value);
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(rules::UNDEFINED_DATASET, format!("no dataset is named `{}`", name.value))
                .at(name.span, "")
                .maybe_help(advice("dataset", &name.value, report.datasets.names())),
        );
    }
    found
}

fn records(
    context: FigureContext<'_>,
    document: &Document,
    id: DatasetId,
    choice: &Choice<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<u32> {
    let dataset = context.report.datasets.get(id);
    let mut records: Vec<u32> = (0..dataset.len() as u32).collect();
    if let Some(expression) = choice.filter.and_then(|index| document.expressions.get(index)) {
        let kept =
            context.expressions.compile_filter(&expression.source, id).and_then(|filter| filter.records());
        match kept {
            Ok(kept) => records = kept,
            Err(error) => diagnostics.push(expression_diagnostic(&error, expression.span)),
        }
    }
    let keys: Vec<(usize, bool)> = choice
        .sort
        .iter()
        .filter_map(|key| Some((check_field(&key.field, dataset, diagnostics)?, key.descending)))
        .collect();
    if !keys.is_empty() {
        records.sort_by(|a, b| compare_records(dataset, &keys, *a as usize, *b as usize));
    }
    records.truncate(choice.limit.unwrap_or(usize::MAX));
    records
}

/// An expression's fault at its place in the page.
pub(super) fn expression_diagnostic(error: &ExpressionError, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(error.rule, error.message.clone()).at(span.within(error.range.clone()), "");
    error.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.clone()))
}

fn compare_records(dataset: &Dataset, keys: &[(usize, bool)], a: usize, b: usize) -> Ordering {
    keys.iter()
        .map(|&(field, descending)| {
            let (a, b) = (&dataset.cell(a, field).scalar, &dataset.cell(b, field).scalar);
            compare(a, b, descending)
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers by amount, moments by time, texts by letters; missing values last either way.
fn compare(a: &Scalar, b: &Scalar, descending: bool) -> Ordering {
    let order = match (a, b) {
        (Scalar::Missing, Scalar::Missing) => return Ordering::Equal,
        (Scalar::Missing, _) => return Ordering::Greater,
        (_, Scalar::Missing) => return Ordering::Less,
        (Scalar::Number(a), Scalar::Number(b)) => a.amount.total_cmp(&b.amount),
        (Scalar::Moment(a), Scalar::Moment(b)) => a.cmp(b),
        (Scalar::Text(a), Scalar::Text(b)) => a.cmp(b),
        (Scalar::Boolean(a), Scalar::Boolean(b)) => a.cmp(b),
        (a, b) => kind_rank(a).cmp(&kind_rank(b)),
    };
    if descending { order.reverse() } else { order }
}

const fn kind_rank(scalar: &Scalar) -> u8 {
    match scalar {
        Scalar::Boolean(_) => 0,
        Scalar::Number(_) => 1,
        Scalar::Moment(_) => 2,
        Scalar::Text(_) => 3,
        Scalar::Missing => 4,
    }
}

fn check_table(table: &TableSpec, dataset: &Dataset, diagnostics: &mut Diagnostics) {
    let columns = table.columns.iter().map(|column| &column.field);
    let named = columns.chain(&table.bars).chain(table.highlight.iter().map(|(field, _)| field));
    for field in named {
        check_field(field, dataset, diagnostics);
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

fn check_field(field: &Spanned<String>, dataset: &Dataset, diagnostics: &mut Diagnostics) -> Option<usize> {
    let found = dataset.field(&field.value);
    if found.is_none() {
        let known = dataset.fields().iter().map(|field| field.name.as_str());
        diagnostics.push(
            Diagnostic::new(
                rules::UNDEFINED_FIELD,
                format!("the dataset `{}` has no field `{}`", dataset.name(), field.value),
            )
            .at(field.span, "")
            .maybe_help(advice("field", &field.value, known)),
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
            Some(key) => registered(context, key, source.span, diagnostics),
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
    let found = context.sources.iter().find(|source| source.key == key);
    if found.is_none() {
        diagnostics.push(
            Diagnostic::new(rules::UNDEFINED_SOURCE, format!("no source has the key `{key}`"))
                .at(span, "")
                .maybe_help(advice("source", key, context.report.sources.keys())),
        );
    }
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
