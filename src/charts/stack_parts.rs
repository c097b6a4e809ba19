//! Parts of stacks: what no stack can be made of. A part below zero has no place in areas and in stacks around a middle;
//! where a part is missing, shares are false and areas end too low, so that the whole stack is left out. A part is missing where a cell is
//! empty, in areas where the series has values on both sides; what has no record is no part.

use super::cells::Cells;
use super::plot::{Mark, Plot, Series};
use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, rules};
use crate::model::{ChartSpec, ChartType, Panels, Stack};

/// What is wrong with the parts of stacks; what cannot be stacked becomes a gap.
pub(super) fn check(spec: &ChartSpec, cells: &Cells<'_>, plots: &mut [Plot], diagnostics: &mut Diagnostics) {
    let areas = matches!(spec.chart_type.value, ChartType::Line | ChartType::Area);
    if spec.stack == Stack::Off || !(areas || spec.chart_type.value == ChartType::Bar) {
        return;
    }
    // Bars below zero are piled downwards, and shares take them for zero.
    let signed = spec.stack == Stack::Percent || (spec.stack == Stack::Plain && !areas);
    let is_negative = |plot: &Plot| {
        plot.series.len() > 1
            && plot
                .series
                .iter()
                .flat_map(|s| &s.marks)
                .any(|mark| mark.value.is_some_and(|value| value < 0.0))
    };
    if !signed && plots.iter().any(is_negative) {
        negative(spec, cells).into_iter().for_each(|finding| diagnostics.push(finding));
        return;
    }
    let left_out =
        matches!(spec.stack, Stack::Percent | Stack::Diverging) || (spec.stack == Stack::Plain && areas);
    let mut lacking = Vec::new();
    for (index, plot) in plots.iter_mut().enumerate() {
        for at in 0..plot.points.len() {
            let lacks = |(number, series): (usize, &Series)| {
                !has(series, at)
                    && match areas {
                        true => is_gap(series, at),
                        false => empty_cell(spec, cells, plot, (at, number)).is_some(),
                    }
            };
            let without = plot.series.iter().enumerate().position(lacks);
            let Some(number) = without.filter(|_| plot.series.iter().any(|series| has(series, at))) else {
                continue;
            };
            lacking.push((index, at, number));
            if left_out {
                for mark in plot.series.iter_mut().filter_map(|series| series.marks.get_mut(at)) {
                    *mark = Mark::default();
                }
            }
        }
    }
    let finding = missing(spec, cells, plots, (&lacking, left_out));
    finding.into_iter().for_each(|finding| diagnostics.push(finding));
}

fn has(series: &Series, at: usize) -> bool {
    series.marks.get(at).is_some_and(|mark| mark.value.is_some())
}

/// Whether a series has values before and behind a point; before the first and behind the last it is not there, and no part.
fn is_gap(series: &Series, at: usize) -> bool {
    (0..at).any(|before| has(series, before))
        && (at + 1..series.marks.len()).any(|behind| has(series, behind))
}

/// The finding for the first part below zero.
fn negative(spec: &ChartSpec, cells: &Cells<'_>) -> Option<Diagnostic> {
    let below =
        |record: usize, field: usize| cells.mark(record, field).value.is_some_and(|value| value < 0.0);
    let first = |(name, &field): (&'_ Spanned<String>, &usize)| {
        Some((name.clone(), cells.records().find(|&record| below(record, field))?, field))
    };
    let (name, record, field) = spec.y.iter().zip(&cells.fields.y).find_map(first)?;
    let kind = spec.chart_type.value.row().name;
    let (what, instead) = match spec.stack {
        Stack::Diverging => ("`stack: diverging`".to_owned(), "choose `stack: true`"),
        Stack::Stream => ("`stack: stream`".to_owned(), "choose a `line` without `stack`"),
        _ => (format!("a stacked `{kind}`"), "choose a `line` without `stack`"),
    };
    let message = format!("field `{}` has a negative number, which {what} cannot show", name.value);
    let finding = Diagnostic::new(rules::WRONG_FIELD_KIND, message).at(name.span, "");
    let finding = finding.and(cells.span(record, field), "this is negative");
    Some(finding.help(format!("leave the record out with `filter:`, or {instead}")))
}

/// The warning about stacks that lack a part: by panel, point and series.
fn missing(
    spec: &ChartSpec,
    cells: &Cells<'_>,
    plots: &[Plot],
    (lacking, left_out): (&[(usize, usize, usize)], bool),
) -> Option<Diagnostic> {
    let &(index, at, number) = lacking.first()?;
    let plot = &plots[index];
    let (stack, part) = (&plot.points[at].text, &plot.series[number].name);
    let message = match (lacking.len(), left_out) {
        (1, true) => format!("the stack of `{stack}` lacks `{part}`, and the chart leaves it out"),
        (1, false) => format!("the stack of `{stack}` lacks `{part}`"),
        (count, true) => {
            format!(
                "{count} stacks lack a part, and the chart leaves them out; the first is `{stack}` without `{part}`"
            )
        }
        (count, false) => format!("{count} stacks lack a part; the first is `{stack}` without `{part}`"),
    };
    let found = empty_cell(spec, cells, plot, (at, number));
    let name =
        spec.series.as_ref().or_else(|| spec.y.get(number)).map_or(spec.chart_type.span, |name| name.span);
    let finding = Diagnostic::new(rules::UNPLACED_RECORD, message).at(name, "");
    let finding = match found {
        Some((record, field)) => finding.and(cells.span(record, field), "this is empty"),
        None => finding,
    };
    Some(finding.help("fill the value in, 0 where there is none, or leave the stack out with `filter:`"))
}

/// The empty cell of a part, unless there is no record of it.
fn empty_cell(
    spec: &ChartSpec,
    cells: &Cells<'_>,
    plot: &Plot,
    (at, number): (usize, usize),
) -> Option<(usize, usize)> {
    let fields = &cells.fields;
    let field = if fields.series.is_some() { fields.y.first() } else { fields.y.get(number) };
    let field = *field?;
    let is_part = |record: usize| {
        let of =
            |field: Option<usize>, text: &str| field.is_none_or(|field| cells.text(record, field) == text);
        let panel = match (&spec.panels, &plot.title) {
            (Some(Panels::Field(_)), Some(title)) => of(fields.panel, title),
            _ => true,
        };
        panel
            && cells.name(record) == plot.points[at].text
            && of(fields.series, &plot.series[number].name)
            && cells.mark(record, field).value.is_none()
    };
    cells.records().find(|&record| is_part(record)).map(|record| (record, field))
}
