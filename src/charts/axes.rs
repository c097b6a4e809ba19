//! The axes of the Cartesian families, in the look all charts share.

use super::frame::{Job, LINE};
use super::plot::{Plot, XKind};
use super::scale::Scale;
use super::theme::{self, FONT};
use super::time;
use super::{merge, text};
use crate::model::Format;
use charming::component::Axis;
use charming::element::{AxisLabel, AxisLine, AxisTick, AxisType, LineStyle, SplitLine};
use serde_json::{Value as Json, json};

/// Pixels between a horizontal axis and its labels where the first of them stands at the corner: so much that it
/// does not touch the lowest label of the vertical axis, in fonts with tall lines too.
const MARGIN: f64 = 12.0;

/// A value axis with fixed limits; without ticks when the values are written at the marks. The format of the values says
/// whether thousands have marks.
pub(super) fn value(scale: &Scale, format: &Format, shown: bool) -> (Axis, Json) {
    let axis = Axis::new()
        .type_(AxisType::Value)
        .min(scale.low)
        .max(scale.high)
        .axis_line(AxisLine::new().show(false))
        .axis_tick(AxisTick::new().show(false))
        .axis_label(AxisLabel::new().show(shown).color(theme::MUTED).font_size(FONT))
        .split_line(SplitLine::new().show(shown).line_style(LineStyle::new().color(theme::GRID)));
    let (axis, mut extra) = match scale.log {
        true => (axis.type_(AxisType::Log), ticks_at(&scale.ticks())),
        false => (axis.interval(scale.step), json!({})),
    };
    if format.grouped == Some(false) {
        extra["axisLabel"]["grouped"] = json!(false);
    }
    (axis, extra)
}

/// A horizontal axis of values that is so wide: of a logarithmic one so many ticks that their numbers keep apart.
pub(super) fn across(scale: &Scale, format: &Format, width: f64) -> (Axis, Json) {
    let (axis, mut extra) = value(scale, format, true);
    if scale.log {
        merge::merge(&mut extra, ticks_at(&scale.ticks_apart(width)));
    }
    (axis, extra)
}

fn ticks_at(ticks: &[f64]) -> Json {
    json!({"axisTick": {"customValues": ticks}, "axisLabel": {"customValues": ticks, "short": true}})
}

/// An axis of names. `room` is the width that each may take; longer ones are broken into lines.
pub(super) fn category(plot: &Plot, room: f64, shown: bool) -> (Axis, Json) {
    let names: Vec<String> = plot.points.iter().map(|point| point.text.clone()).collect();
    let label = in_lines(&names, room);
    let axis = Axis::new()
        .type_(AxisType::Category)
        .data(names)
        .axis_tick(AxisTick::new().show(false))
        .axis_label(AxisLabel::new().show(shown).color(theme::TEXT).font_size(FONT))
        .split_line(SplitLine::new().show(false));
    (axis, json!({"axisLine": {"lineStyle": {"color": theme::AXIS}}, "axisLabel": label}))
}

/// Labels of names that have `room` pixels each. Names that must be broken are broken here: ECharts would do so with the
/// widths of one typeface, and within letters of two units of UTF-16. `engine.js` and `templates/charts.js` read `lines`.
pub(super) fn in_lines(names: &[String], room: f64) -> Json {
    let lines: Vec<String> = names.iter().map(|name| text::fold(name, FONT, room).join("\n")).collect();
    let rare = names.iter().any(|name| name.chars().any(|c| c > '\u{ffff}'));
    if rare || lines != names {
        return json!({"interval": 0, "lineHeight": 16, "lines": lines});
    }
    json!({"interval": 0, "width": room.ceil() + 2.0, "overflow": "break", "lineHeight": 16})
}

/// The horizontal axis of lines: names, numbers or dates.
pub(super) fn horizontal(job: &Job<'_>, plot: &Plot, width: f64) -> (Axis, Json) {
    match plot.axis {
        XKind::Category => {
            let (step, room) = thinning(plot, width);
            let (axis, mut extra) = category(plot, room, true);
            extra["axisLabel"]["interval"] = json!(step - 1);
            extra["axisLabel"]["color"] = json!(theme::MUTED);
            extra["boundaryGap"] = json!(plot.points.len() == 1);
            (axis, extra)
        }
        XKind::Number => numbers(job, plot, width),
        XKind::Time => {
            let places: Vec<f64> = plot.points.iter().map(|point| point.at).collect();
            let (first, last) = plot.span();
            let ends = (first, if first < last { last } else { first + 1.0 });
            moments(job, (&places, (first, last)), ends, width)
        }
    }
}

/// The ends of the horizontal axis of lines, by the places of points.
pub(super) fn horizontal_scale(job: &Job<'_>, plot: &Plot, width: f64) -> Scale {
    let (low, high) = plot.span();
    match plot.axis {
        XKind::Number => number_scale(job, plot, width).0,
        XKind::Category if plot.points.len() == 1 => names(1),
        _ => Scale { low, high: if low < high { high } else { low + 1.0 }, step: 1.0, log: false },
    }
}

/// The ends of an axis of so many names, each in the middle of its part.
pub(super) const fn names(count: usize) -> Scale {
    Scale { low: -0.5, high: count as f64 - 0.5, step: 1.0, log: false }
}

/// Dates at their distances, in order, on an axis from one end to the other; it has ticks within `span`.
pub(super) fn moments(
    job: &Job<'_>,
    (places, span): (&[f64], (f64, f64)),
    ends: (f64, f64),
    width: f64,
) -> (Axis, Json) {
    let ticks = time::ticks(places, span, width, job.input.locale);
    let axis = Axis::new()
        .type_(AxisType::Time)
        .min(ends.0)
        .max(ends.1)
        .axis_label(AxisLabel::new().color(theme::MUTED).font_size(FONT))
        .split_line(SplitLine::new().show(false));
    let extra = json!({
        "axisLine": {"lineStyle": {"color": theme::AXIS}},
        "axisTick": {"lineStyle": {"color": theme::AXIS}, "customValues": ticks.at},
        "axisLabel": {"hideOverlap": true, "formatter": ticks.formatter, "customValues": ticks.at, "margin": MARGIN},
    });
    (axis, extra)
}

/// Patterns of dates by the grain of a tick.
pub(super) fn time_labels(job: &Job<'_>) -> Json {
    let (month, day) = time::patterns(job.input.locale);
    json!({"year": "{yyyy}", "quarter": month, "month": month, "week": day, "day": day, "hour": "{HH}:{mm}",
        "minute": "{HH}:{mm}", "second": "{HH}:{mm}:{ss}", "millisecond": "{HH}:{mm}:{ss}"})
}

/// Numbers: ticks at the data's own positions when these are few and apart, else round ones.
fn numbers(job: &Job<'_>, plot: &Plot, width: f64) -> (Axis, Json) {
    let (scale, own) = number_scale(job, plot, width);
    let mut axis = Axis::new()
        .type_(AxisType::Value)
        .min(scale.low)
        .max(scale.high)
        .axis_label(AxisLabel::new().color(theme::MUTED).font_size(FONT))
        .split_line(SplitLine::new().show(false));
    let mut extra = json!({
        "axisLine": {"onZero": false, "lineStyle": {"color": theme::AXIS}},
        "axisTick": {"show": true, "lineStyle": {"color": theme::AXIS}},
        "axisLabel": {"margin": MARGIN},
    });
    if let Some(own) = own {
        extra["axisTick"]["customValues"] = json!(own);
        extra["axisLabel"]["customValues"] = json!(own);
    } else {
        axis = axis.interval(scale.step);
    }
    if plot.ungrouped() {
        extra["axisLabel"]["grouped"] = json!(false);
    }
    (axis, extra)
}

/// The limits of an axis of numbers, and its ticks where these are the data's own positions.
fn number_scale(job: &Job<'_>, plot: &Plot, width: f64) -> (Scale, Option<Vec<f64>>) {
    let ends = plot.span();
    let apart = plot.points.windows(2).all(|pair| {
        let gap = (pair[1].at - pair[0].at) / (ends.1 - ends.0).max(f64::MIN_POSITIVE) * width;
        gap > (text::width(&pair[0].text, FONT) + text::width(&pair[1].text, FONT)) / 2.0 + 8.0
    });
    if plot.points.len() <= 9 && apart {
        let same = f64::from(u8::from(ends.0 == ends.1));
        let own = plot.points.iter().map(|point| point.at).collect();
        return (Scale { low: ends.0 - same, high: ends.1 + same, step: 1.0, log: false }, Some(own));
    }
    let of = |ticks: usize| Scale::around([ends.0, ends.1].into_iter(), ticks, false);
    let fits = |scale: &Scale| {
        let ticks = ((scale.high - scale.low) / scale.step).round().max(1.0);
        width / ticks >= scale.label_width() + 10.0
    };
    let most = if job.narrow { 4 } else { 7 };
    if let Some(scale) = (2..=most).rev().map(of).find(fits) {
        return (scale, None);
    }
    if ends.0 == ends.1 {
        return (of(1), None);
    }
    // Where no three round numbers have room, the data say their own ends.
    (Scale { low: ends.0, high: ends.1, step: ends.1 - ends.0, log: false }, Some(vec![ends.0, ends.1]))
}

/// At most so many lines has a name below an axis.
const NAME_LINES: usize = 4;

/// Every how many names below an axis one is shown, so that none overlap, and the room that each has.
pub(super) fn thinning(plot: &Plot, width: f64) -> (usize, f64) {
    let count = plot.points.len().max(1);
    let slot = width / count as f64;
    let widest = plot.points.iter().map(|p| longest_word(&p.text)).fold(0.0, f64::max) + 8.0;
    let least = ((widest / slot).ceil() as usize).clamp(1, count);
    let room = |step: usize| (slot * step as f64 - 6.0).max(1.0);
    let fits = |step: &usize| {
        plot.points.iter().all(|point| text::lines(&point.text, FONT, room(*step)) <= NAME_LINES)
    };
    // Longer steps are tried until one is at least as long as the axis.
    let step = (least..=count).find(fits).unwrap_or(count);
    (step, room(step))
}

/// The lines of the name of an axis; none when it has no name.
pub(super) fn name_of_axis(name: &str, room: f64) -> Vec<String> {
    if name.is_empty() { Vec::new() } else { text::fitted(name, FONT, room, NAME_LINES) }
}

/// Height below a horizontal axis of names for these and, in lines, for the name of the axis.
pub(super) fn foot(plot: &Plot, room: f64, name: &[String]) -> f64 {
    name_lines(plot, room) * 16.0 + 12.0 + name.len() as f64 * LINE
}

/// Half of the widths of the first and the last name below an axis that they stand at the very ends of.
pub(super) fn end_halves(plot: &Plot, width: f64) -> (f64, f64) {
    let (step, room) = thinning(plot, width);
    let half = |at: usize| {
        let lines = plot.points.get(at).map(|point| text::fold(&point.text, FONT, room)).unwrap_or_default();
        lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max) / 2.0
    };
    let last = plot.points.len().saturating_sub(1);
    (half(0), if last.is_multiple_of(step) { half(last) } else { 0.0 })
}

/// How far the last name that is shown below an axis so wide stands beyond its end, when each has a part of the axis.
pub(super) fn overhang(plot: &Plot, width: f64) -> f64 {
    let (step, room) = thinning(plot, width);
    let slot = width / plot.points.len().max(1) as f64;
    let last = plot.points.len().saturating_sub(1) / step * step;
    let Some(point) = plot.points.get(last) else { return 0.0 };
    let lines = text::fold(&point.text, FONT, room);
    let half = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max) / 2.0;
    half - ((plot.points.len() - last) as f64 - 0.5) * slot
}

/// The width of the part of a name that cannot be broken.
pub(super) fn longest_word(name: &str) -> f64 {
    text::wrap(name, FONT, 0.0).iter().map(|word| text::width(word, FONT)).fold(0.0, f64::max)
}

/// The number of lines that names take when each has `room` pixels.
pub(super) fn name_lines(plot: &Plot, room: f64) -> f64 {
    plot.points.iter().map(|point| text::lines(&point.text, FONT, room)).max().unwrap_or(1) as f64
}
