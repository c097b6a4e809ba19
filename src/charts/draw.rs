//! From a block to a drawing: plots, two options, two SVGs, words.

use super::engine::EngineError;
use super::frame::Job;
use super::library::VERSION;
use super::plot::{Plot, XKind};
use super::studio::Fault;
use super::{
    ChartInput, ChartKind, DrawnChart, Library, alt, annotate, culprit, families, fields, places, prepare,
    raw, svg, unused,
};
use crate::diagnostics::{Diagnostic, Diagnostics, advice, rules};
use crate::model::{ChartSpec, ChartType, Dataset};
use serde_json::{Value as Json, json};
use std::borrow::Cow;

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
                let (mut option, width, height) = raw::option(input, spec, narrow);
                prepare::prepare(&mut option, input.locale);
                Rendering { option, width, height }
            };
            let alt = alt::alt(input, None, None);
            (Some(Plan { wide: of(false), narrow: of(true), alt }), Diagnostics::default())
        }
    }
}

fn declared(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> (Option<Plan>, Diagnostics) {
    if spec.incomplete {
        return (None, fields::named(spec, dataset).1);
    }
    let kind = spec.chart_type.value;
    // A key that the type does not take has no effect; most are never looked at.
    let mut taken = Cow::Borrowed(spec);
    if spec.panels.is_some() && !kind.row().takes("panels") {
        taken.to_mut().panels = None;
    }
    let (found, mut diagnostics) = families::builder(kind)(input, &taken, dataset);
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
    check_panels(spec, &drawing.panels(), &mut diagnostics);
    check_places(spec, drawing.plots(), &mut diagnostics);
    let mut lost = Vec::new();
    let mut of = |narrow: bool| {
        let job = Job { input, spec, narrow };
        let sheet = drawing.sheet(&job);
        let height = sheet.height.round() as u32;
        lost.clone_from(&sheet.lost);
        let mut option = sheet.finish(&job);
        prepare::prepare(&mut option, input.locale);
        Rendering { width: job.width() as u32, height, option }
    };
    let alt = alt::alt(input, Some(spec.chart_type.value), Some(&*drawing));
    let plan = Plan { wide: of(false), narrow: of(true), alt };
    for span in lost {
        let message = "an annotation is not shown: it is too far from the data".to_owned();
        diagnostics.push(Diagnostic::new(rules::UNUSED_KEY, message).at(span, "").help(
            "check the number and its unit; an axis grows by at most ten times the extent of its data",
        ));
    }
    (Some(plan), diagnostics)
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

/// An annotation stands in a panel that there is.
fn check_panels(spec: &ChartSpec, titles: &[String], diagnostics: &mut Diagnostics) {
    for wanted in spec.annotations.iter().filter_map(|annotation| annotation.panel.as_ref()) {
        if !titles.contains(&wanted.value) {
            let names = titles.iter().map(String::as_str);
            let help = advice("panel", &wanted.value, names);
            let help = help.or_else(|| Some("leave `panel` out: the chart has no `panels`".to_owned()));
            diagnostics.push(
                Diagnostic::new(
                    rules::UNDEFINED_RECORD,
                    format!("the chart has no panel `{}` for an annotation", wanted.value),
                )
                .at(wanted.span, "")
                .maybe_help(help),
            );
        }
    }
}

/// On an axis of names an annotation stands at one of them, on others at a number or a date.
fn check_places(spec: &ChartSpec, plots: &[Plot], diagnostics: &mut Diagnostics) {
    let kind = spec.chart_type.value;
    if kind == ChartType::Gantt || !kind.row().takes("annotations") {
        return;
    }
    for note in &spec.annotations {
        let stands =
            |plot: &&Plot| note.panel.as_ref().is_none_or(|panel| plot.title.as_ref() == Some(&panel.value));
        let plots: Vec<&Plot> = plots.iter().filter(stands).collect();
        let Some(axis) = plots.first().map(|plot| plot.axis) else { continue };
        if axis != XKind::Category {
            let stands = |x: &&Json| plots.iter().any(|plot| annotate::place(plot, x).is_some());
            let lost = [&note.x, &note.to_x].into_iter().flatten().filter(|x| !stands(x));
            lost.for_each(|x| diagnostics.push(places::nowhere(note, x, axis == XKind::Time)));
            continue;
        }
        let names: Vec<&str> = match kind {
            ChartType::Slope => plots.iter().flat_map(|plot| &plot.series).map(|s| s.name.as_str()).collect(),
            _ => plots.iter().flat_map(|plot| &plot.points).map(|point| point.text.as_str()).collect(),
        };
        for x in [&note.x, &note.to_x].into_iter().flatten() {
            let wanted = places::written(x);
            if !names.contains(&wanted.as_str()) {
                let message =
                    format!("an annotation stands at `{wanted}`, which is no category of the chart");
                diagnostics.push(
                    Diagnostic::new(rules::UNDEFINED_RECORD, message).at(note.span, "").maybe_help(advice(
                        "category",
                        &wanted,
                        names.iter().copied(),
                    )),
                );
            }
        }
    }
}

/// The chart of a plan, whose SVGs are drawn.
pub(super) fn finished(input: &ChartInput<'_>, plan: &Plan, (wide, narrow): (&str, &str)) -> DrawnChart {
    // Patterns for print are in the drawings alone, where the style sheet shows them; the live chart never is printed.
    let printed = match input.kind {
        ChartKind::Declared(spec) => Job { input, spec, narrow: false }.decal() == Some("print"),
        ChartKind::Raw(_) => false,
    };
    let rendering = |r: &Rendering| {
        let mut option = r.option.clone();
        if let Some(option) = option.as_object_mut().filter(|_| printed) {
            option.remove("aria");
        }
        json!({"width": r.width, "height": r.height, "option": option})
    };
    let place = |svg: &str, name: &str| {
        let placed = svg::placed(svg, &format!("{}-{name}", input.anchor));
        if printed { svg::with_print_patterns(&placed) } else { placed }
    };
    let mut live = json!({"wide": rendering(&plan.wide), "narrow": rendering(&plan.narrow)});
    live["advances"] = prepare::advances([&plan.wide.option, &plan.narrow.option]);
    if let Some((before, after)) = unit(input) {
        live["unit"] = json!([before, after]);
    }
    DrawnChart { wide: place(wide, "wide"), narrow: place(narrow, "narrow"), live, alt: plan.alt.clone() }
}

/// What stands before and after a bare number in the tooltip: the unit that all fields of `y` declare.
fn unit(input: &ChartInput<'_>) -> Option<(String, String)> {
    let (ChartKind::Declared(spec), Some(dataset)) = (input.kind, input.dataset) else { return None };
    let of = |name: &str| dataset.fields().iter().find(|field| field.name == name)?.unit.as_ref();
    let mut units = spec.y.iter().map(|name| of(&name.value));
    let first = units.next()??;
    if first.is_none() || !units.all(|unit| unit == Some(first)) {
        return None;
    }
    let unit = first.to_string();
    Some(match unit.chars().next() {
        Some('%' | '/') => (String::new(), unit),
        Some(c) if c.is_alphabetic() => (String::new(), format!(" {unit}")),
        _ => (unit, String::new()),
    })
}

/// The finding for a chart that ECharts could not draw.
pub(super) fn failure(input: &ChartInput<'_>, library: Library<'_>, fault: &Fault) -> Diagnostic {
    if let (Library::Own { span, .. }, EngineError::Library(_)) = (library, &fault.error) {
        // The same for each chart, so that it is told once.
        return Diagnostic::new(rules::INVALID_ECHARTS, format!("the report's own ECharts does not load: {}", fault.error))
            .at(span, "")
            .help(format!("take `dist/echarts.min.js` of the package `echarts`, version 5.5 or newer; without `[charts] echarts`, the {VERSION} in the program draws"));
    }
    let help = match (input.kind, &fault.path) {
        (ChartKind::Raw(spec), _) if culprit::lacks_axes(&spec.option) => {
            "give the option an `xAxis` and a `yAxis`: its series stand on them".to_owned()
        }
        (_, Some(path)) => format!("ECharts draws the chart when `{path}` is left out: look there"),
        (ChartKind::Declared(spec), None) if spec.options.is_empty() => match library {
            Library::Shipped => "this is a fault of Sourcebook: please report it".to_owned(),
            Library::Own { .. } => {
                format!(
                    "leave `[charts] echarts` out: if the ECharts {VERSION} in the program draws the chart, the report's own lacks something"
                )
            }
        },
        (ChartKind::Declared(_), None) => {
            "take parts of `options:` out until the chart is drawn; the rest is at fault".to_owned()
        }
        (ChartKind::Raw(_), None) => {
            let version =
                if library == Library::Shipped { format!(" (ECharts {VERSION})") } else { String::new() };
            format!("compare the option with https://echarts.apache.org/option.html{version}")
        }
    };
    let message = format!("chart `{}` cannot be drawn: {}", input.anchor, fault.error);
    Diagnostic::new(rules::CHART_FAILED, message).at(input.span, "").help(help)
}
