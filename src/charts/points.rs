//! Records as points between two axes of numbers, for scatters and bubbles.

use super::fields::{self, Fields};
use super::measured::{Magnitude, Measured};
use super::plot::{Mark, Plot, Point, Series, XKind};
use super::reach::Reach;
use super::{ChartInput, label, places};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, Dataset, Format, Quantity, Scalar, Unit};
use indexmap::IndexMap;

/// The family of points. `sizes` holds the size of each mark as a share of the greatest, by series.
pub(super) struct Points {
    /// Unit, format and magnitude of the horizontal axis.
    pub(super) x_unit: Option<Unit>,
    pub(super) x_format: Format,
    pub(super) x_magnitude: Magnitude,
    /// Sizes, when bubbles are asked for.
    pub(super) sizes: Option<Vec<Vec<f64>>>,
    /// What each point says of itself when asked: its numbers with their names.
    pub(super) told: Vec<String>,
    /// Where each point stands, in words.
    pub(super) places: Vec<String>,
}

/// The fields that place a point.
struct Axes<'a> {
    dataset: &'a Dataset,
    x: usize,
    y: usize,
    /// The field of sizes, where points have sizes.
    size: Option<usize>,
    /// Whether the horizontal axis is one of dates.
    dates: bool,
}

impl Axes<'_> {
    fn number(&self, record: usize, field: usize) -> Option<Quantity> {
        match self.dataset.scalar(record, field) {
            Scalar::Number(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The horizontal position, and its unit.
    fn across(&self, record: usize) -> Option<(f64, Unit)> {
        match self.dataset.scalar(record, self.x) {
            Scalar::Number(quantity) => Some((quantity.amount, quantity.unit)),
            Scalar::Moment(moment) if self.dates => Some((label::milliseconds(&moment), Unit::default())),
            _ => None,
        }
    }

    /// The finding for a size below zero, which no bubble has.
    fn negative(&self, input: &ChartInput<'_>, spec: &ChartSpec) -> Option<Diagnostic> {
        let (field, name) = (self.size?, spec.field("size")?);
        let mut records = input.records.iter().map(|record| *record as usize);
        let record = records.find(|&record| {
            record < self.dataset.len() && self.number(record, field).is_some_and(|size| size.amount < 0.0)
        })?;
        let message = format!("field `{}` has a negative number, which no size can show", name.value);
        let finding = Diagnostic::new(rules::WRONG_FIELD_KIND, message).at(name.span, "");
        let finding = finding.and(self.dataset.span(record, field), "this is negative");
        Some(finding.help("leave the record out with `filter:`, or colour points by the field with `color:`"))
    }

    /// The records that have a place and, where points have sizes, a size; those that lack a part of it are told.
    fn records(&self, input: &ChartInput<'_>, spec: &ChartSpec, diagnostics: &mut Diagnostics) -> Vec<usize> {
        let (mut placed, mut without_x, mut without_y) = (Vec::new(), Vec::new(), Vec::new());
        let mut without_size = Vec::new();
        for record in input.records.iter().map(|r| *r as usize).filter(|r| *r < self.dataset.len()) {
            match (self.across(record).is_some(), self.number(record, self.y).is_some()) {
                (true, true) if self.size.is_some_and(|size| self.number(record, size).is_none()) => {
                    without_size.push(record);
                }
                (true, true) => placed.push(record),
                (false, true) => without_x.push(record),
                (true, false) => without_y.push(record),
                (false, false) => {}
            }
        }
        let halves = [
            (spec.x.as_ref(), self.x, without_x),
            (spec.y.first(), self.y, without_y),
            (spec.field("size"), self.size.unwrap_or_default(), without_size),
        ];
        for (name, field, records) in halves {
            let finding = name.and_then(|name| places::left_out(self.dataset, (name, field), &records));
            finding.into_iter().for_each(|finding| diagnostics.push(finding));
        }
        placed
    }
}

/// The points of a block. A plot of points holds one series per group; each mark belongs to the point of the same place
/// in `points`, and other series have gaps there.
pub(super) fn read(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
) -> (Option<(Vec<Plot>, Points)>, Diagnostics) {
    let (found, mut diagnostics) = fields::find(input, spec, dataset);
    let Some(fields) = found else { return (None, diagnostics) };
    let (size, colour) = (fields.of("size"), fields.of("color"));
    let Fields { x: Some(x), y, series, .. } = fields else { return (None, diagnostics) };
    let Some(&y) = y.first() else { return (None, diagnostics) };
    let by = series.or(colour);
    let dates = fields::dates(spec, dataset);
    let axes = Axes { dataset, x, y, size, dates };
    if let Some(finding) = axes.negative(input, spec) {
        diagnostics.push(finding);
        return (None, diagnostics);
    }
    let records = axes.records(input, spec, &mut diagnostics);
    let words = |record: usize, field: usize| label::cell(dataset, record, field);
    let mut groups: IndexMap<String, (Vec<Mark>, Vec<f64>)> = IndexMap::new();
    let (mut plotted, mut told) = (Vec::new(), Vec::new());
    for (place, &record) in records.iter().enumerate() {
        let (Some((across, unit)), Some(up)) = (axes.across(record), axes.number(record, y)) else {
            continue;
        };
        let name = by.map_or_else(|| dataset.fields()[y].title.clone(), |field| words(record, field));
        let (marks, sizes) = groups.entry(name).or_default();
        marks.resize(place, Mark::default());
        sizes.resize(place, 0.0);
        marks.push(Mark {
            value: Some(up.amount),
            text: label::value(dataset, record, y, input.locale),
            unit: up.unit,
            ..Mark::default()
        });
        sizes.push(
            size.and_then(|field| axes.number(record, field))
                .map_or(0.0, |quantity| quantity.amount.max(0.0)),
        );
        let says = |field: usize| {
            let value = label::value(dataset, record, field, input.locale);
            format!("{} {value}", dataset.fields()[field].title)
        };
        told.push([Some(y), Some(x), size].into_iter().flatten().map(says).collect::<Vec<_>>().join(", "));
        plotted.push((Point { text: name_of(dataset, record, (x, y, by), &words), at: across }, unit));
    }
    let greatest = groups.values().flat_map(|(_, sizes)| sizes).fold(0.0, |a: f64, b| a.max(*b));
    let share =
        |sizes: &Vec<f64>| sizes.iter().map(|s| if greatest > 0.0 { s / greatest } else { 0.0 }).collect();
    let sizes = size.map(|_| groups.values().map(|(_, sizes)| share(sizes)).collect());
    let largest = plotted.iter().fold(0.0, |a: f64, (point, _)| a.max(point.at.abs()));
    let x_unit = one(plotted.iter().map(|(_, unit)| unit));
    let (points, _): (Vec<Point>, Vec<Unit>) = plotted.into_iter().unzip();
    let series: Vec<Series> = groups.into_iter().map(|(name, (marks, _))| Series { name, marks }).collect();
    let unit = one(series.iter().flat_map(|s| &s.marks).filter(|m| m.value.is_some()).map(|m| &m.unit));
    let titles = |field: usize| dataset.fields()[field].title.clone();
    let plot = Plot {
        title: None,
        axis: if dates { XKind::Time } else { XKind::Number },
        points,
        series,
        x_name: titles(x),
        measure: titles(y),
        unit,
        format: dataset.fields()[y].format.clone(),
        reach: Reach::default(),
    };
    let plots = vec![plot];
    fields::check_plots(input, spec, &plots, &mut diagnostics);
    let places = records.iter().map(|&record| words(record, x)).collect();
    let log = spec.word("x_scale").is_some();
    let x_format = dataset.fields()[x].format.clone();
    let across = Measured { unit: x_unit.as_ref(), format: &x_format };
    let x_magnitude = match () {
        () if dates => Magnitude::ONE,
        () if log => across.unscaled(),
        () => across.magnitude(largest, input.locale),
    };
    let family = Points { x_unit, x_format, x_magnitude, sizes, told, places };
    (Some((plots, family)), diagnostics)
}

/// What a point is called: its key, unless that is one of its numbers; else the first text it has.
fn name_of(
    dataset: &Dataset,
    record: usize,
    (x, y, by): (usize, usize, Option<usize>),
    words: &dyn Fn(usize, usize) -> String,
) -> String {
    match dataset.primary_key() {
        [key] if *key != x && *key != y => words(record, *key),
        _ => by.map(|field| words(record, field)).unwrap_or_default(),
    }
}

fn one<'a>(mut units: impl Iterator<Item = &'a Unit>) -> Option<Unit> {
    let first = units.next()?.clone();
    units.all(|unit| *unit == first).then_some(first).filter(|unit| !unit.is_none())
}
