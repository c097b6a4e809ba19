//! From a block to a drawing: plots, two options, two SVGs, words.

use super::engine::{Engine, EngineError};
use super::frame::Job;
use super::{ChartInput, ChartKind, Drawings, DrawnChart, alt, families, raw, svg, unused};
use crate::diagnostics::{Diagnostic, Diagnostics, advice, rules};
use crate::model::{ChartSpec, Dataset};
use serde_json::{Value as Json, json};
use std::cell::OnceCell;

/// One rendering before it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rendering {
    /// The option.
    pub(super) option: Json,
    /// Width in CSS pixels.
    pub(super) width: u32,
    /// Height in CSS pixels.
    pub(super) height: u32,
}

/// What a chart needs of the engine, and its words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) wide: Rendering,
    pub(super) narrow: Rendering,
    pub(super) alt: String,
}

/// Everything but the drawing.
pub(super) fn plan(input: &ChartInput<'_>) -> (Option<Plan>, Diagnostics) {
    match (input.kind, input.dataset) {
        (ChartKind::Declared(spec), Some(dataset)) => declared(input, spec, dataset),
        (ChartKind::Declared(_), None) => (None, Diagnostics::default()),
        (ChartKind::Raw(spec), _) => {
            let of = |narrow: bool| {
                let (option, width, height) = raw::option(input, spec, narrow);
                Rendering { option, width, height }
            };
            let alt =
                if input.title.is_empty() { "Chart.".to_owned() } else { format!("Chart: {}.", input.title) };
            (Some(Plan { wide: of(false), narrow: of(true), alt }), Diagnostics::default())
        }
    }
}

fn declared(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> (Option<Plan>, Diagnostics) {
    let (found, mut diagnostics) = families::builder(spec.chart_type.value)(input, spec, dataset);
    diagnostics.extend(unused::keys(input, spec));
    let Some(drawing) = found else { return (None, diagnostics) };
    if drawing.is_empty() {
        diagnostics.push(
            Diagnostic::new(rules::CHART_FAILED, "the chart has no values to draw; it needs at least one")
                .at(input.span, "")
                .help("check `filter:` and `limit:`, and that the fields of `y` have values"),
        );
        return (None, diagnostics);
    }
    check_highlight(spec, &drawing.names(), &mut diagnostics);
    let of = |narrow: bool| {
        let job = Job { input, spec, narrow };
        let sheet = drawing.sheet(&job);
        let height = sheet.height.round() as u32;
        Rendering { width: job.width() as u32, height, option: sheet.finish(&job) }
    };
    let alt = alt::alt(spec.chart_type.value.row().noun, drawing.sentences(), input.title);
    (Some(Plan { wide: of(false), narrow: of(true), alt }), diagnostics)
}

/// A highlight must name something in the chart, else everything would be grey.
fn check_highlight(spec: &ChartSpec, names: &[String], diagnostics: &mut Diagnostics) {
    let Some(wanted) = &spec.highlight else { return };
    if !names.contains(&wanted.value) {
        diagnostics.push(
            Diagnostic::new(
                rules::UNDEFINED_RECORD,
                format!(
                    "`highlight` is `{}`, which is neither a category nor a series of the chart",
                    wanted.value
                ),
            )
            .at(wanted.span, "")
            .maybe_help(advice("category", &wanted.value, names.iter().map(String::as_str))),
        );
    }
}

/// What draws: the kept drawings, and an engine that starts when something must be drawn.
pub(super) struct Studio<'a> {
    kept: &'a dyn Drawings,
    engine: OnceCell<Result<Engine, EngineError>>,
}

impl<'a> Studio<'a> {
    pub(super) fn new(kept: &'a dyn Drawings) -> Self {
        Self { kept, engine: OnceCell::new() }
    }

    /// The SVG of a rendering; `prefix` makes its ids unique on the page.
    fn draw(&self, rendering: &Rendering, prefix: &str) -> Result<String, EngineError> {
        let size = (rendering.width, rendering.height);
        let made_from = json!([prefix, size, rendering.option]).to_string();
        if let Some(svg) = self.kept.get(made_from.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok())
        {
            return Ok(svg);
        }
        let engine = self.engine.get_or_init(Engine::new).as_ref().map_err(Clone::clone)?;
        let svg = svg::clean(&engine.render(&rendering.option, size.0, size.1)?, prefix, size);
        self.kept.put(made_from.as_bytes(), svg.as_bytes());
        Ok(svg)
    }
}

/// Draws a plan.
pub(super) fn paint(
    studio: &Studio<'_>,
    input: &ChartInput<'_>,
    plan: &Plan,
) -> Result<DrawnChart, Box<Diagnostic>> {
    let draw = |rendering: &Rendering, name: &str| {
        let prefix = format!("{}-{name}", input.anchor);
        studio.draw(rendering, &prefix).map_err(|error| Box::new(failure(input, &error)))
    };
    let live = |r: &Rendering| json!({"width": r.width, "height": r.height, "option": r.option});
    Ok(DrawnChart {
        wide: draw(&plan.wide, "wide")?,
        narrow: draw(&plan.narrow, "narrow")?,
        live: json!({"wide": live(&plan.wide), "narrow": live(&plan.narrow)}),
        alt: plan.alt.clone(),
    })
}

/// The finding for a chart that ECharts could not draw.
pub(super) fn failure(input: &ChartInput<'_>, error: &EngineError) -> Diagnostic {
    let help = match input.kind {
        ChartKind::Declared(spec) if spec.options.is_empty() => {
            "this is a fault of Sourcebook: please report it"
        }
        ChartKind::Declared(_) => {
            "take parts of `options:` out until the chart is drawn; the rest is at fault"
        }
        ChartKind::Raw(_) => "compare the option with https://echarts.apache.org/option.html (ECharts 5.5.1)",
    };
    Diagnostic::new(rules::CHART_FAILED, format!("chart `{}` cannot be drawn: {error}", input.anchor))
        .at(input.span, "")
        .help(help)
}
