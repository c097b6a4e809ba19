//! Keys that a chart's type does not take: a wish that would be passed over is a finding.

use super::ChartInput;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{ChartSpec, ChartType, Panels};

/// A key, whether the block has it, where its value stands if that is known, and the types that take it.
type Key = (&'static str, bool, Option<Span>, &'static [ChartType]);

const POINTS: &[ChartType] = &[ChartType::Scatter, ChartType::Bubble];
const STACKED: &[ChartType] = &[ChartType::Bar, ChartType::Line, ChartType::Area];

/// Findings for the keys of a block that its type does not take.
pub(super) fn keys(input: &ChartInput<'_>, spec: &ChartSpec) -> Diagnostics {
    use ChartType::{Area, Bar, Bubble, Donut, Dumbbell, Line, Pie, Scatter, Slope};
    let kind = spec.chart_type.value;
    let panels = match &spec.panels {
        Some(Panels::Field(field)) => Some(field.span),
        _ => None,
    };
    let keys: [Key; 8] = [
        (
            "series",
            spec.series.is_some(),
            spec.series.as_ref().map(|field| field.span),
            &[Bar, Line, Area, Scatter, Bubble, Slope, Dumbbell],
        ),
        ("size", spec.size.is_some(), spec.size.as_ref().map(|field| field.span), POINTS),
        ("color", spec.color.is_some(), spec.color.as_ref().map(|field| field.span), POINTS),
        ("stack", spec.stack, None, STACKED),
        ("horizontal", spec.horizontal, None, &[Bar]),
        ("panels", spec.panels.is_some(), panels, &[Bar, Line, Area, Pie, Donut, Slope, Dumbbell]),
        ("labels", spec.labels.is_some(), None, &[Bar, Line, Area, Scatter, Bubble, Dumbbell]),
        (
            "annotations",
            !spec.annotations.is_empty(),
            spec.annotations.first().map(|annotation| annotation.span),
            &[Bar, Line, Area, Scatter, Bubble, Slope, Dumbbell],
        ),
    ];
    keys.into_iter()
        .filter(|(_, there, _, types)| *there && !types.contains(&kind))
        .map(|(key, _, span, types)| {
            let takers: Vec<String> = types.iter().map(|kind| format!("`{}`", name(*kind))).collect();
            Diagnostic::new(rules::UNUSED_KEY, format!("a `{}` chart does not take `{key}`", name(kind)))
                .at(span.unwrap_or(input.span), "")
                .help(format!("take it out, or choose a type that takes it: {}", takers.join(", ")))
        })
        .collect()
}

/// The type as authors write it.
const fn name(kind: ChartType) -> &'static str {
    match kind {
        ChartType::Bar => "bar",
        ChartType::Line => "line",
        ChartType::Area => "area",
        ChartType::Pie => "pie",
        ChartType::Donut => "donut",
        ChartType::Scatter => "scatter",
        ChartType::Bubble => "bubble",
        ChartType::Slope => "slope",
        ChartType::Dumbbell => "dumbbell",
    }
}
