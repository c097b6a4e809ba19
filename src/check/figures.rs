//! Figures that mislead however well they are drawn.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{FigureKind, Page};
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
