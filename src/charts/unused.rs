//! Keys that a chart's type does not take: a wish that would be passed over is a finding.

use super::ChartInput;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{ChartSpec, Panels, Stack, TYPES};

/// Findings for the keys of a block that its type does not take.
pub(super) fn keys(input: &ChartInput<'_>, spec: &ChartSpec) -> Diagnostics {
    let own = spec.chart_type.value.row();
    given(spec)
        .into_iter()
        .filter(|(key, _)| !own.takes(key))
        .map(|(key, span)| {
            let takers: Vec<String> =
                TYPES.iter().filter(|row| row.takes(key)).map(|row| format!("`{}`", row.name)).collect();
            Diagnostic::new(rules::UNUSED_KEY, format!("a `{}` chart does not take `{key}`", own.name))
                .at(span.unwrap_or(input.span), "")
                .help(format!("take it out, or choose a type that takes it: {}", takers.join(", ")))
        })
        .collect()
}

/// The keys that not every type takes, of those the block has; and where the value stands if that is known.
fn given(spec: &ChartSpec) -> Vec<(&'static str, Option<Span>)> {
    let panels = match &spec.panels {
        Some(Panels::Field(field)) => Some(field.span),
        _ => None,
    };
    let note = spec.annotations.first().map(|annotation| annotation.span);
    let common = [
        ("x", spec.x.is_some(), spec.x.as_ref().map(|field| field.span)),
        ("y", !spec.y.is_empty(), spec.y.first().map(|field| field.span)),
        ("series", spec.series.is_some(), spec.series.as_ref().map(|field| field.span)),
        ("stack", spec.stack != Stack::Off, None),
        ("horizontal", spec.horizontal, None),
        ("panels", spec.panels.is_some(), panels),
        ("labels", spec.labels.is_some(), None),
        ("annotations", !spec.annotations.is_empty(), note),
    ];
    let extras = spec.extras.iter().map(|extra| (extra.key, Some(extra.span)));
    let common = common.into_iter().filter(|(_, there, _)| *there).map(|(key, _, span)| (key, span));
    common.chain(extras).collect()
}
