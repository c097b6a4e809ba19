//! The fields a chart names: found, and of a kind that can be drawn where they are wanted.

use super::ChartInput;
use super::limits;
use super::plot::Plot;
use super::theme::SERIES_COLOURS;
use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, field_advice, rules};
use crate::model::{ChartSpec, ChartType, Dataset, FieldKind, KEYS, KeyKind, Panels, Scalar};

/// Indices of the fields a chart names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fields {
    /// Categories or horizontal positions.
    pub(super) x: Option<usize>,
    /// Values.
    pub(super) y: Vec<usize>,
    /// Names of series.
    pub(super) series: Option<usize>,
    /// Names of panels.
    pub(super) panel: Option<usize>,
    /// Those of keys that some types alone take, in the order of each key.
    pub(super) extras: Vec<(&'static str, usize)>,
}

impl Fields {
    /// The first field of a key that some types alone take.
    pub(super) fn of(&self, key: &str) -> Option<usize> {
        self.all_of(key).next()
    }

    /// All fields of a key that some types alone take.
    pub(super) fn all_of(&self, key: &str) -> impl Iterator<Item = usize> {
        self.extras.iter().filter(move |(other, _)| *other == key).map(|(_, field)| *field)
    }
}

/// Finds all fields. `None` when one that the chart cannot do without is missing or unfit; every fault is told.
pub(super) fn find(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
) -> (Option<Fields>, Diagnostics) {
    let (fields, mut diagnostics) = named(spec, dataset);
    missing_keys(input, spec, &mut diagnostics);
    let records: Vec<usize> =
        input.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()).collect();
    let mut numeric = |name: Option<&Spanned<String>>, axis: &str| {
        if let Some((name, field)) = name.and_then(|name| Some((name, dataset.field(&name.value)?))) {
            check_kind(&Wanted { name, field, axis }, dataset, &records, &mut diagnostics);
        }
    };
    spec.y.iter().for_each(|name| numeric(Some(name), "value axis"));
    for row in KEYS {
        if let KeyKind::Numbers(what) | KeyKind::ManyNumbers(what) = row.kind {
            spec.fields_of(row.name).iter().for_each(|name| numeric(Some(name), what));
        }
    }
    if spec.chart_type.value.row().measured_x && !dates(spec, dataset) {
        numeric(spec.x.as_ref(), "horizontal axis");
    }
    limits::logarithms(spec, dataset, &records, &mut diagnostics);
    limits::turned(&fields, (spec, dataset), &records, &mut diagnostics);
    ((!diagnostics.has_errors()).then_some(fields), diagnostics)
}

/// The fields that a block names, as far as the dataset has them; every one that it lacks is told.
pub(super) fn named(spec: &ChartSpec, dataset: &Dataset) -> (Fields, Diagnostics) {
    let mut finder = Finder { dataset, diagnostics: Diagnostics::default() };
    let panel = match &spec.panels {
        Some(Panels::Field(name)) => Some(name),
        _ => None,
    };
    let fields = Fields {
        x: finder.optional(spec.x.as_ref()),
        y: spec.y.iter().filter_map(|name| finder.optional(Some(name))).collect(),
        series: finder.optional(spec.series.as_ref()),
        panel: finder.optional(panel),
        extras: finder.extras(spec),
    };
    (fields, finder.diagnostics)
}

/// Whether the horizontal positions of points are dates.
pub(super) fn dates(spec: &ChartSpec, dataset: &Dataset) -> bool {
    let field = spec.x.as_ref().and_then(|name| dataset.field(&name.value));
    let moments = field.is_some_and(|field| dataset.fields()[field].kind == FieldKind::Moment);
    let points = [ChartType::Scatter, ChartType::ConnectedScatter, ChartType::Bubble];
    moments && points.contains(&spec.chart_type.value) && spec.word("x_scale").is_none()
}

/// Warnings about what the plots show together.
pub(super) fn check_plots(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    plots: &[Plot],
    diagnostics: &mut Diagnostics,
) {
    limits::categories(input, spec, plots, diagnostics);
    let place = spec.y.first().map_or(input.span, |first| first.span);
    let named = matches!(spec.chart_type.value, ChartType::Slope | ChartType::Heatmap);
    let lines = if named { 0 } else { SERIES_COLOURS };
    let most = plots.iter().map(|plot| plot.series.len()).max().unwrap_or(0);
    if lines > 0 && most > lines && spec.highlight.is_none() {
        diagnostics.push(
            Diagnostic::new(
                rules::TOO_MANY_SERIES,
                format!("the chart has {most} series; readers tell at most {lines} apart"),
            )
            .at(spec.series.as_ref().map_or(place, |series| series.span), "")
            .help(format!("emphasise one with `highlight:`, {}or show fewer", cut(spec))),
        );
    }
    check_units(spec, input, plots, diagnostics);
}

/// How a chart is cut into panels of few series, where its type has panels.
fn cut(spec: &ChartSpec) -> String {
    match &spec.series {
        _ if !spec.chart_type.value.row().takes("panels") => String::new(),
        Some(series) => format!("cut the chart with `panels: {}`, ", series.value),
        None => "cut the chart with `panels: y`, ".to_owned(),
    }
}

/// A warning where one axis has several units.
pub(super) fn check_units(
    spec: &ChartSpec,
    input: &ChartInput<'_>,
    plots: &[Plot],
    diagnostics: &mut Diagnostics,
) {
    let place = spec.y.first().map_or(input.span, |first| first.span);
    for plot in plots {
        let mut units: Vec<String> = Vec::new();
        for mark in plot.series.iter().flat_map(|series| &series.marks).filter(|mark| !mark.unit.is_none()) {
            let unit = mark.unit.to_string();
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        if units.len() > 1 && spec.chart_type.value != ChartType::Bubble {
            let names: Vec<String> = units.iter().map(|unit| format!("`{unit}`")).collect();
            let help = match spec.panels {
                _ if !spec.chart_type.value.row().takes("panels") => {
                    "keep one unit with `filter:`, or with fewer fields in `y:`"
                }
                Some(Panels::Records) => "give each its own axis with `panels: y`",
                None | Some(Panels::Field(_)) if plot.series.len() > 1 => {
                    "give each its own axis with `panels: y` or `panels: records`"
                }
                _ => "give each its own axis with `panels: records`",
            };
            diagnostics.push(
                Diagnostic::new(
                    rules::MIXED_UNITS,
                    format!(
                        "values in {} share one axis; one axis should have one unit",
                        names.join(" and ")
                    ),
                )
                .at(place, "")
                .help(help),
            );
            return;
        }
    }
}

fn missing_keys(input: &ChartInput<'_>, spec: &ChartSpec, diagnostics: &mut Diagnostics) {
    for (key, what) in spec.chart_type.value.row().needs {
        let given = match *key {
            "x" => spec.x.is_some() || matches!(spec.panels, Some(Panels::Records)),
            "y" => !spec.y.is_empty(),
            "series" => spec.series.is_some(),
            key => spec.extras.iter().any(|extra| extra.key == key),
        };
        if !given {
            diagnostics.push(
                Diagnostic::new(rules::MISSING_KEY, format!("the chart has no `{key}`: the field of {what}"))
                    .at(input.span, "")
                    .help(format!("add `{key}:` with the name of a field")),
            );
        }
    }
    let (low, high) = (spec.fields_of("low"), spec.fields_of("high"));
    if spec.chart_type.value == ChartType::Line && low.len() != high.len() {
        let alone = if low.len() > high.len() { ("high", low) } else { ("low", high) };
        diagnostics.push(
            Diagnostic::new(
                rules::MISSING_KEY,
                format!("a band has two ends, but `{}` has fewer fields than its counterpart", alone.0),
            )
            .at(alone.1.first().map_or(input.span, |field| field.span), "")
            .help("give `low:` and `high:` one field each for every field of `y`"),
        );
    }
    let pair = matches!(spec.chart_type.value, ChartType::Slope | ChartType::Dumbbell);
    if let (true, [only], None) = (pair, spec.y.as_slice(), &spec.series) {
        diagnostics.push(
            Diagnostic::new(
                rules::MISSING_KEY,
                "`y` has one field; before and after take two, or one and `series`".to_owned(),
            )
            .at(only.span, "")
            .help("write `y: [Before, After]` with two fields of the dataset"),
        );
    }
}

struct Finder<'a> {
    dataset: &'a Dataset,
    diagnostics: Diagnostics,
}

impl Finder<'_> {
    fn extras(&mut self, spec: &ChartSpec) -> Vec<(&'static str, usize)> {
        let mut found = Vec::new();
        for extra in &spec.extras {
            let fields = spec.fields_of(extra.key).iter();
            found.extend(fields.filter_map(|name| Some((extra.key, self.optional(Some(name))?))));
        }
        found
    }

    fn optional(&mut self, name: Option<&Spanned<String>>) -> Option<usize> {
        let name = name?;
        let found = self.dataset.field(&name.value);
        if found.is_none() {
            let known = self.dataset.fields().iter().map(|field| field.name.as_str());
            let message = format!("dataset `{}` has no field `{}`", self.dataset.name(), name.value);
            self.diagnostics.push(
                Diagnostic::new(rules::UNDEFINED_FIELD, message)
                    .at(name.span, "")
                    .maybe_help(field_advice(&name.value, known)),
            );
        }
        found
    }
}

struct Wanted<'a> {
    name: &'a Spanned<String>,
    field: usize,
    axis: &'a str,
}

/// Numbers are wanted: tells the field when it has none, else the first cell that is something else.
fn check_kind(wanted: &Wanted<'_>, dataset: &Dataset, records: &[usize], diagnostics: &mut Diagnostics) {
    let Wanted { name, field, axis } = wanted;
    let is_number = |record: &usize| dataset.amount(*record, *field).is_some();
    let stray =
        |record: &&usize| !matches!(dataset.scalar(**record, *field), Scalar::Number(_) | Scalar::Missing);
    let Some(&first) = records.iter().find(stray) else { return };
    // What is no number in a field of numbers was reported where it stands.
    if dataset.fields()[*field].kind == FieldKind::Number {
        return;
    }
    let is_mixed = records.iter().any(is_number);
    let kind = match dataset.fields()[*field].kind {
        FieldKind::Text => "text",
        FieldKind::Boolean => "true or false",
        FieldKind::Moment => "dates",
        FieldKind::Number | FieldKind::Any => "mixed",
    };
    let message = if is_mixed {
        format!("field `{}` is not all numbers; the {axis} takes numbers", name.value)
    } else {
        format!("field `{}` is {kind}; the {axis} takes numbers", name.value)
    };
    let numbers: Vec<String> = dataset
        .fields()
        .iter()
        .filter(|field| field.kind == FieldKind::Number)
        .map(|field| format!("`{}`", field.name))
        .collect();
    let help = if is_mixed {
        let text = dataset.text(first, *field);
        format!(
            "mend the cell, leave its record out with `filter:`, or add `{text}` to `missingValues` in `datapackage.json`"
        )
    } else if numbers.is_empty() {
        "choose a field of numbers; there is none in this dataset".to_owned()
    } else {
        format!("fields with numbers: {}", numbers.join(", "))
    };
    diagnostics.push(
        Diagnostic::new(rules::WRONG_FIELD_KIND, message)
            .at(name.span, "")
            .and(dataset.span(first, *field), "this is no number")
            .help(help),
    );
}
