//! Figures that mislead however well they are drawn.

use crate::data;
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartType, Figure, FigureKind, Page, PageId};
use crate::resolve::{Resolved, ResolvedFigure};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// Charts with two value axes in one panel: where their lines cross says nothing, and readers think it does.
pub(super) fn dual_axes(page: &Page) -> Diagnostics {
    page.document
        .figures
        .iter()
        .filter(|figure| match &figure.kind {
            FigureKind::ECharts(spec) => has_dual_axes(&spec.option),
            FigureKind::Chart(spec) => has_dual_axes(&spec.options),
            FigureKind::Table(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => false,
        })
        .map(|figure| {
            Diagnostic::new(rules::DUAL_AXES, "this chart has two vertical axes in one panel")
                .at(figure.span, "")
                .help("draw small multiples, one for each unit: `panels: y`")
        })
        .collect()
}

/// Parts of a whole, one of which is the total of the others: it takes half of the circle.
pub(super) fn total_among_parts(resolved: &Resolved, id: PageId) -> Diagnostics {
    const CIRCLES: [ChartType; 4] = [ChartType::Pie, ChartType::Donut, ChartType::HalfDonut, ChartType::Rose];
    let figures = &resolved.report.page(id).document.figures;
    let shown = resolved.pages.get(id.0 as usize).map(|page| page.figures.as_slice()).unwrap_or_default();
    let find = |(figure, shown): (&Figure, &ResolvedFigure)| {
        let FigureKind::Chart(spec) = &figure.kind else { return None };
        let dataset = resolved.report.datasets.get(shown.dataset.filter(|_| shown.derived.is_none())?);
        let last = data::total(dataset)?;
        let is_shown = shown.records.len() > 1 && shown.records.contains(&(last as u32));
        (is_shown && CIRCLES.contains(&spec.chart_type.value)).then(|| {
            let (kind, total) = (spec.chart_type.value.row().name, dataset.text(last, 0));
            let message = format!(
                "`{total}` is the total of the other parts of this `{kind}`, and one more part of it"
            );
            Diagnostic::new(rules::STRAY_RECORD, message)
                .at(spec.data.span, "")
                .and(dataset.span(last, 0), "the total")
                .help("take the line out of the file, or leave it out with `filter:`")
        })
    };
    figures.iter().zip(shown).filter_map(find).collect()
}

/// Whether two of the option's vertical axes stand at one grid.
fn has_dual_axes(option: &Map<String, Json>) -> bool {
    let Some(Json::Array(axes)) = option.get("yAxis") else { return false };
    let mut grids = BTreeSet::new();
    axes.iter().any(|axis| {
        let grid = axis.get("gridIndex").and_then(Json::as_u64).unwrap_or(0);
        let shown = axis.get("show").and_then(Json::as_bool).unwrap_or(true);
        shown && !grids.insert(grid)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn dual(option: Json) -> bool {
        matches!(option, Json::Object(option) if has_dual_axes(&option))
    }

    #[test]
    fn two_axes_of_one_grid_are_found() {
        assert!(dual(json!({"yAxis": [{"name": "$"}, {"name": "%"}]})));
        assert!(!dual(json!({"yAxis": [{"name": "$"}, {"gridIndex": 1}]})));
        assert!(!dual(json!({"yAxis": [{"name": "$"}, {"show": false}]})));
        assert!(!dual(json!({"yAxis": {"name": "$"}})));
    }
}
