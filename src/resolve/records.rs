//! The records a figure shows: filtered, sorted and limited, or shaped into a dataset of their own.

use super::figures::{FigureContext, check_field, expression_diagnostic};
use crate::diagnostics::{Diagnostics, Spanned};
use crate::model::{
    ChartSpec, Dataset, DatasetId, Document, Figure, FigureKind, KEYS, KeyKind, Locale, Panels, SortKey,
    TableSpec,
};
use crate::shape::{Derived, Given, Wish, derive, order};
use crate::syntax::collate::Collation;
use std::sync::Arc;

/// What a figure shows of a dataset.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The records, in order: of the dataset, or of the derived one.
    pub(super) records: Vec<u32>,
    /// The dataset made for this figure.
    pub(super) derived: Option<Arc<Derived>>,
}

/// The dataset a figure names.
pub(super) fn data(figure: &Figure) -> Option<&Spanned<String>> {
    match &figure.kind {
        FigureKind::Chart(spec) => Some(&spec.data),
        FigureKind::Table(spec) => Some(&spec.data),
        FigureKind::ECharts(spec) => spec.data.as_ref(),
        FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
    }
}

/// Whether a figure's data are derived from those of its dataset.
pub(super) fn is_derived(figure: &Figure) -> bool {
    match &figure.kind {
        FigureKind::Chart(spec) => !spec.shape.is_empty(),
        FigureKind::Table(spec) => !spec.shape.is_empty(),
        FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => false,
    }
}

/// What a figure of a dataset shows.
pub(super) fn shown(
    context: FigureContext<'_>,
    document: &Document,
    id: DatasetId,
    figure: &Figure,
    diagnostics: &mut Diagnostics,
) -> Shown {
    let dataset = context.report.datasets.get(id);
    let kept = |filter, diagnostics: &mut Diagnostics| kept(context, document, id, filter, diagnostics);
    match &figure.kind {
        FigureKind::Chart(spec) => {
            let records = kept(spec.filter, diagnostics);
            if spec.shape.is_empty() {
                return plain(dataset, records, (&spec.sort, spec.limit, context.locale), diagnostics);
            }
            let given = Given { dataset, id, records: &records };
            shaped(given, &chart_wish(context, spec), diagnostics)
        }
        FigureKind::Table(spec) => {
            let records = kept(spec.filter, diagnostics);
            if spec.shape.is_empty() {
                return plain(dataset, records, (&spec.sort, spec.limit, context.locale), diagnostics);
            }
            let given = Given { dataset, id, records: &records };
            shaped(given, &table_wish(context, spec), diagnostics)
        }
        FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => {
            Shown { records: (0..dataset.len() as u32).collect(), derived: None }
        }
    }
}

/// The records that a filter leaves.
fn kept(
    context: FigureContext<'_>,
    document: &Document,
    id: DatasetId,
    filter: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<u32> {
    let all = || (0..context.report.datasets.get(id).len() as u32).collect();
    let Some(expression) = filter.and_then(|index| document.expressions.get(index)) else { return all() };
    let kept = context.expressions.compile_filter(&expression.source, id).and_then(|filter| filter.records());
    kept.unwrap_or_else(|error| {
        diagnostics.push(expression_diagnostic(&error, expression.span));
        all()
    })
}

fn plain(
    dataset: &Dataset,
    mut records: Vec<u32>,
    (sort, limit, locale): (&[SortKey], Option<usize>, &Locale),
    diagnostics: &mut Diagnostics,
) -> Shown {
    let keys: Vec<(usize, bool)> = sort
        .iter()
        .filter_map(|key| Some((check_field(&key.field, dataset, diagnostics)?, key.descending)))
        .collect();
    if !keys.is_empty() {
        let collation = Collation::of(locale);
        records.sort_by(|&a, &b| {
            order::by_keys(&keys, &collation, |field, first| {
                let record = if first { a } else { b } as usize;
                (dataset.view(record, field), dataset.text(record, field))
            })
        });
    }
    records.truncate(limit.unwrap_or(usize::MAX));
    Shown { records, derived: None }
}

fn shaped(given: Given<'_>, wish: &Wish<'_>, diagnostics: &mut Diagnostics) -> Shown {
    let (derived, found) = derive(given, wish);
    diagnostics.extend(found);
    let records = derived.as_ref().map_or_else(Vec::new, |d| (0..d.dataset().len() as u32).collect());
    Shown { records, derived: derived.map(Arc::new) }
}

fn chart_wish<'a>(context: FigureContext<'a>, spec: &'a ChartSpec) -> Wish<'a> {
    let panel = match &spec.panels {
        Some(Panels::Field(field)) => Some(field),
        _ => None,
    };
    let extras = |numbers: bool| {
        let wanted = move |kind: &KeyKind| match kind {
            KeyKind::Field | KeyKind::Fields => !numbers,
            KeyKind::Numbers(_) | KeyKind::ManyNumbers(_) => numbers,
            KeyKind::Amount(..) | KeyKind::Switch | KeyKind::Choice(_) | KeyKind::Text | KeyKind::Texts => {
                false
            }
        };
        KEYS.iter().filter(move |row| wanted(&row.kind)).flat_map(|row| spec.fields_of(row.name))
    };
    Wish {
        shape: &spec.shape,
        sort: &spec.sort,
        limit: spec.limit,
        along: spec.x.as_ref().filter(|_| !spec.chart_type.value.row().measured_x),
        values: &spec.y,
        measures: extras(true).collect(),
        groups: spec.series.iter().chain(extras(false)).chain(panel).collect(),
        locale: context.locale,
    }
}

fn table_wish<'a>(context: FigureContext<'a>, spec: &'a TableSpec) -> Wish<'a> {
    Wish {
        shape: &spec.shape,
        sort: &spec.sort,
        limit: spec.limit,
        along: None,
        values: &[],
        measures: Vec::new(),
        groups: Vec::new(),
        locale: context.locale,
    }
}
