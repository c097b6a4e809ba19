//! Bands: the range around a line, and the pillow on which a stream lies. Both are stacked lines that carry no value of
//! their own: silent, and of the same name as their line, so that the legend turns them off together.

use super::fields::Fields;
use super::frame::{Job, Sheet};
use super::plot::{Plot, XKind};
use crate::model::{Dataset, Stack};
use charming::element::{AreaStyle, ItemStyle, LineStyle};
use charming::series::Line;
use serde_json::{Value as Json, json};

/// The fields of the lower and the upper end of the band around a field of `y`, in whose order they stand.
pub(super) fn ends(fields: &Fields, field: usize) -> Option<(usize, usize)> {
    let place = fields.y.iter().position(|other| *other == field)?;
    Some((fields.all_of("low").nth(place)?, fields.all_of("high").nth(place)?))
}

/// The band around a value of a record, by the fields of its ends.
pub(super) fn range(dataset: &Dataset, record: usize, ends: Option<(usize, usize)>) -> Option<(f64, f64)> {
    let (low, high) = ends?;
    let number = |field: usize| dataset.amount(record, field);
    Some((number(low)?, number(high)?)).filter(|(low, high)| low <= high)
}

/// Adds the band around a line, if it has one.
pub(super) fn around(job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, number: usize, index: usize) {
    let series = &plot.series[number];
    if series.marks.iter().all(|mark| mark.range.is_none()) {
        return;
    }
    let magnitude = job.magnitude(plot);
    let colour = job.series_colour(&series.name, number);
    let of = |pick: fn((f64, f64)) -> f64| -> Vec<Json> {
        let ends = series.marks.iter().map(|mark| mark.range.filter(|_| mark.value.is_some()));
        ends.enumerate()
            .map(|(at, range)| place(plot, at, range.map(|range| magnitude.apply(pick(range)))))
            .collect()
    };
    let stack = format!("band-{index}-{number}");
    let low = quiet(&series.name, index, &stack);
    add(sheet, low, of(|(low, _)| low));
    let fill = AreaStyle::new().color(colour).opacity(0.22);
    add(sheet, quiet(&series.name, index, &stack).area_style(fill), of(|(low, high)| high - low));
}

/// Adds what lifts a stream so that its middle is level.
pub(super) fn pillow(job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, index: usize) {
    if job.spec.stack != Stack::Stream {
        return;
    }
    let magnitude = job.magnitude(plot);
    let data = (0..plot.points.len())
        .map(|at| place(plot, at, Some(magnitude.apply(-total(plot, at) / 2.0))))
        .collect();
    add(sheet, quiet("", index, &format!("stack-{index}")), data);
}

/// The sum of all series at a point.
pub(super) fn total(plot: &Plot, at: usize) -> f64 {
    let marks = plot.series.iter().filter_map(|series| series.marks.get(at));
    marks.filter_map(|mark| mark.value).sum()
}

/// A value at a point of the horizontal axis.
fn place(plot: &Plot, at: usize, value: Option<f64>) -> Json {
    let value = value.map_or(Json::Null, |value| json!(value));
    match plot.axis {
        XKind::Category => value,
        _ => json!([plot.points.get(at).map_or(0.0, |point| point.at), value]),
    }
}

fn quiet(name: &str, index: usize, stack: &str) -> Line {
    Line::new()
        .name(name)
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .show_symbol(false)
        .stack(stack)
        .item_style(ItemStyle::new().color("transparent"))
        .line_style(LineStyle::new().width(0.0).color("transparent"))
        .z(1)
}

fn add(sheet: &mut Sheet, line: Line, data: Vec<Json>) {
    let extra = json!({"data": data, "silent": true, "stackStrategy": "all", "tooltip": {"show": false}});
    sheet.series(charming::series::Series::Line(line), extra);
}
