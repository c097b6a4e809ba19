//! Lines and areas. Up to four lines carry their names at their ends, with the last value; more get a legend. Gaps in
//! the data are gaps in the line.

use super::annotate::{self, Target};
use super::axes;
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet, compose};
use super::plot::{Plot, Series, XKind};
use super::scale::Scale;
use super::tags::{self, Tag};
use super::theme::{self, FONT};
use super::{bands, bar, label, spread, text};
use crate::model::{ChartType, Stack};
use charming::element::{AreaStyle, ItemStyle, LineStyle, Step, Symbol, TextAlign};
use charming::series::Line;
use serde_json::{Value as Json, json};

/// Draws lines and areas.
pub(super) fn paint(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    compose(&Lines, job, plots)
}

/// The family of lines.
pub(super) struct Lines;

impl Lines {
    fn area(job: &Job<'_>) -> bool {
        job.spec.chart_type.value == ChartType::Area
    }

    fn stacked(job: &Job<'_>, plot: &Plot) -> bool {
        job.spec.stack != Stack::Off && plot.series.len() > 1
    }

    /// Whether the lines of a panel carry their names at their ends.
    fn direct(job: &Job<'_>, plot: &Plot) -> bool {
        let most = if job.narrow { 0.42 } else { 0.34 } * job.width();
        let fits = plot.series.iter().all(|series| end_width(job, plot, series) <= most);
        (2..=4).contains(&plot.series.len()) && fits && plot.title.is_none() && !Self::stacked(job, plot)
    }

    /// What the axis of values of a panel holds.
    fn line_ends(job: &Job<'_>, plot: &Plot) -> Vec<f64> {
        if job.spec.stack == Stack::Stream {
            (0..plot.points.len()).map(|at| bands::total(plot, at) / 2.0).collect()
        } else if Self::stacked(job, plot) {
            bar::stack_ends(plot)
        } else {
            plot.values().collect()
        }
    }

    fn scale(job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        if job.spec.stack == Stack::Stream {
            let ends = Self::line_ends(job, plot).into_iter().chain(plot.reach.values.iter().copied());
            let half = ends.map(|end| magnitude.apply(end.abs())).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
            return Scale { low: -half, high: half, step: half, log: false };
        }
        let ends = Self::line_ends(job, plot).into_iter().chain(plot.reach.values.iter().copied());
        let values: Vec<f64> = ends.map(|v| magnitude.apply(v)).collect();
        if job.spec.word("scale").is_some() {
            return Scale::logarithmic(values.into_iter());
        }
        let (low, high) =
            values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
        let percent = plot.measured().is_percent() && low >= 0.0;
        let near_zero = low >= 0.0 && low < high * 0.6;
        Scale::around(
            values.into_iter(),
            if job.narrow { 4 } else { 5 },
            Self::area(job) || percent || near_zero,
        )
    }

    /// Room at both sides of the plot area: for numbers of the axis at the left, words at the ends of lines at the right,
    /// and names of points half of which stand beyond the ends of the axis.
    fn sides(job: &Job<'_>, plot: &Plot, (scale, direct, width): (&Scale, bool, f64)) -> (f64, f64) {
        let stream = job.spec.stack == Stack::Stream;
        // One or two dates are written out below the axis: `May 2020`.
        let few = plot.axis == XKind::Time && plot.points.len() < 3;
        let more = if few { 4.0 } else { 0.0 };
        let half = |point: Option<&super::plot::Point>| {
            point.map_or(0.0, |point| text::width(&point.text, FONT) / 2.0 + more)
        };
        let (first, last) = (half(plot.points.first()), half(plot.points.last()));
        // The axis may end at a round number beyond the last.
        let last = match plot.axis {
            XKind::Number => {
                let end = axes::horizontal_scale(job, plot, width).high;
                last.max(text::width(&end.to_string(), FONT) / 2.0)
            }
            _ => last,
        };
        // The first date may stand at the very beginning of the axis, half of its label left of it.
        let dates = match plot.axis {
            XKind::Time if few => first.clamp(30.0, 40.0),
            XKind::Time => 30.0,
            _ => 0.0,
        };
        let left = if stream { first.clamp(8.0, 40.0) } else { (scale.label_width() + 8.0).max(dates) };
        let ends = plot.series.iter().map(|series| end_width(job, plot, series)).fold(0.0, f64::max);
        let values = if Self::every_value(job, plot) { widest_mark(plot) / 2.0 } else { 0.0 };
        let right = if direct { ends + 14.0 } else { last.clamp(10.0, 40.0).max(values) };
        if plot.axis != XKind::Category || plot.points.len() < 2 {
            return (left, right);
        }
        let (first, last) = axes::end_halves(plot, width - left - right);
        (left.max(first), right.max(last))
    }

    fn every_value(job: &Job<'_>, plot: &Plot) -> bool {
        !Self::stacked(job, plot)
            && job.spec.labels.unwrap_or(plot.series.len() == 1 && plot.marks() <= 10 && plot.title.is_none())
    }
}

/// What stands at the end of a line.
fn end_words(job: &Job<'_>, plot: &Plot, series: &Series) -> String {
    let last = series.marks.iter().rev().find(|mark| mark.value.is_some());
    let value = last.map_or("", |mark| mark.text.as_str());
    if Lines::every_value(job, plot) && plot.series.len() == 1 {
        return value.to_owned();
    }
    format!("{} {value}", series.name).trim().to_owned()
}

fn end_width(job: &Job<'_>, plot: &Plot, series: &Series) -> f64 {
    text::width(&end_words(job, plot, series), FONT)
}

impl Family for Lines {
    fn legend(&self, job: &Job<'_>, plots: &[Plot]) -> Vec<Entry> {
        let Some(plot) = plots.first().filter(|plot| plot.series.len() > 1) else { return Vec::new() };
        if plots.len() == 1 && Self::direct(job, plot) {
            return Vec::new();
        }
        let icon = |number: usize| if Self::area(job) { "rect" } else { theme::shape(number) };
        plot.series
            .iter()
            .enumerate()
            .map(|(number, s)| Entry { name: s.name.clone(), icon: icon(number) })
            .collect()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        match (job.narrow, plot.title.is_some()) {
            (false, false) => 360.0,
            (true, false) => 300.0,
            (_, true) => 220.0,
        }
    }

    fn ends(&self, job: &Job<'_>, plot: &Plot, _: usize) -> Vec<f64> {
        Self::line_ends(job, plot)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let rect = cell.rect;
        let scale = Self::scale(job, plot);
        let stream = job.spec.stack == Stack::Stream;
        let direct = Self::direct(job, plot);
        let (left, right) = Self::sides(job, plot, (&scale, direct, rect.width));
        let width = rect.width - left - right;
        let name = if stream { String::new() } else { job.value_name(plot) };
        let name = axes::name_of_axis(&name, rect.width);
        let head = if name.is_empty() { 10.0 } else { name.len() as f64 * LINE + 16.0 };
        let head = head + if Self::every_value(job, plot) { 12.0 } else { 0.0 };
        let scales = (axes::horizontal_scale(job, plot, width), scale);
        let target = Target::new(cell.index, (rect.left + left, width), scales);
        let head = head + annotate::head(job, plot, target);
        let x_name = axes::name_of_axis(&plot.x_name, width);
        let foot = match plot.axis {
            XKind::Category => axes::foot(plot, axes::thinning(plot, width).1, &x_name),
            _ => 28.0 + x_name.len() as f64 * LINE,
        };
        let inner =
            Rect { left: rect.left + left, top: rect.top + head, width, height: rect.height - head - foot };
        sheet.name(&name.join("\n"), rect.left, rect.top, TextAlign::Left);
        let bottom = rect.top + rect.height - x_name.len() as f64 * LINE - 1.0;
        sheet.name(&x_name.join("\n"), inner.left + width / 2.0, bottom, TextAlign::Center);
        let (x, mut x_extra) = axes::horizontal(job, plot, inner.width);
        if stream {
            x_extra["axisLine"]["onZero"] = json!(false);
        }
        sheet.axes(inner, (x, x_extra), axes::value(&scale, &plot.format, !stream));
        bands::pillow(job, sheet, plot, cell.index);
        let first = sheet.series_count();
        let offsets = if direct { end_offsets(job, plot, (&scale, inner)) } else { Vec::new() };
        for number in 0..plot.series.len() {
            bands::around(job, sheet, plot, number, cell.index);
        }
        let first = first.max(sheet.series_count());
        let written = |series: &Series, at: usize| value_at(job, plot, (series, at), direct);
        let tags = tags::tags(job, plot, (&scale, inner), &written);
        for (number, series) in plot.series.iter().enumerate() {
            let line = typed(job, plot, number, cell.index);
            let data = items(job, plot, series, (offsets.get(number).copied(), &tags[number]));
            let mut extra = json!({"data": data, "clip": false});
            if stream {
                extra["stackStrategy"] = json!("all");
            }
            if plot.series.len() > 1 && !job.dimmed(&series.name, "") && !Self::stacked(job, plot) {
                extra["lineStyle"] = json!({"type": theme::dash(if has_markers(plot) { 0 } else { number })});
            }
            sheet.series(charming::series::Series::Line(line), extra);
        }
        annotate::annotate(job, sheet, plot, Target { series: first, area: inner, lines: true, ..target });
    }
}

/// Few points are marked; lines of many points differ in their dashes instead.
fn has_markers(plot: &Plot) -> bool {
    plot.points.len() <= 24
}

/// Whether a point stands between gaps, so that no line shows it.
fn alone(series: &Series, at: usize) -> bool {
    let gap = |at: usize| series.marks.get(at).is_none_or(|mark| mark.value.is_none());
    !gap(at) && gap(at + 1) && (at == 0 || gap(at - 1))
}

fn typed(job: &Job<'_>, plot: &Plot, number: usize, index: usize) -> Line {
    let series = &plot.series[number];
    let dimmed = job.dimmed(&series.name, "");
    let colour = job.series_colour(&series.name, number);
    let stray = (0..series.marks.len()).any(|at| alone(series, at));
    let mut line = Line::new()
        .name(series.name.as_str())
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Custom(theme::shape(number).to_owned()))
        .symbol_size(7.0)
        // A label hangs on a symbol, so that of the last point is shown; `items` hides the others.
        .show_symbol((has_markers(plot) && !Lines::stacked(job, plot)) || stray || Lines::direct(job, plot))
        .connect_nulls(false)
        .item_style(ItemStyle::new().color(colour))
        .line_style(LineStyle::new().width(if dimmed { 1.5 } else { 2.5 }).color(colour))
        .z(if dimmed { 2 } else { 3 });
    match job.spec.word("step") {
        Some("start") => line = line.step(Step::Start),
        Some("middle") => line = line.step(Step::Middle),
        Some(_) => line = line.step(Step::End),
        None => {}
    }
    if Lines::area(job) {
        let opacity = if Lines::stacked(job, plot) { 1.0 } else { 0.25 };
        line = line.area_style(AreaStyle::new().color(colour).opacity(opacity));
    }
    if Lines::stacked(job, plot) && Lines::area(job) {
        // A line of page between neighbours.
        line = line.line_style(LineStyle::new().width(1.0).color(theme::BACKGROUND));
    }
    if Lines::stacked(job, plot) {
        line = line.stack(format!("stack-{index}"));
    }
    line
}

/// What is written at a mark: its value, where all values are, unless a series before it has the same there or the end of
/// the line says it.
fn value_at(job: &Job<'_>, plot: &Plot, (series, at): (&Series, usize), direct: bool) -> Option<String> {
    let last = series.marks.iter().rposition(|mark| mark.value.is_some());
    let mark = series.marks.get(at).filter(|mark| mark.value.is_some())?;
    let wanted = Lines::every_value(job, plot) && !repeated(plot, series, at);
    (wanted && !(direct && Some(at) == last)).then(|| mark.text.clone())
}

fn items(
    job: &Job<'_>,
    plot: &Plot,
    series: &Series,
    (end, tags): (Option<f64>, &[Option<Tag>]),
) -> Vec<Json> {
    let magnitude = job.magnitude(plot);
    let last = series.marks.iter().rposition(|mark| mark.value.is_some());
    let place = |at: usize, value: Json| match plot.axis {
        XKind::Category => value,
        _ => json!([plot.points.get(at).map_or(0.0, |point| point.at), value]),
    };
    let item = |(at, mark): (usize, &super::plot::Mark)| {
        // A stream is piled up: above a gap all series would break.
        let stream_gap = job.spec.stack == Stack::Stream && mark.value.is_none();
        let gap = if stream_gap { json!(0.0) } else { Json::Null };
        let value = mark.value.map_or(gap, |value| json!(magnitude.apply(value)));
        let text = if stream_gap { "–" } else { mark.said() };
        let mut item = json!({"value": place(at, value), "text": text});
        if plot.axis != XKind::Category {
            item["name"] = json!(place_name(plot, at));
        }
        if end.is_some() && !has_markers(plot) && Some(at) != last && !alone(series, at) {
            item["symbol"] = json!("none");
        }
        let colour = if job.dimmed(&series.name, "") { theme::MUTED } else { theme::TEXT };
        if let (Some(offset), true) = (end, Some(at) == last) {
            item["label"] = json!({"show": true, "position": "right", "formatter": label::literal(&end_words(job, plot, series)),
                "color": colour, "fontSize": FONT, "offset": [2, offset.round()]});
        } else if let Some(tag) = tags.get(at).copied().flatten() {
            item["label"] = json!({"show": true, "position": tag.side, "formatter": label::literal(&mark.text),
                "color": colour, "fontSize": FONT, "textBorderColor": theme::BACKGROUND, "textBorderWidth": 2});
            if tag.shift != 0.0 {
                item["label"]["offset"] = json!([tag.shift.round(), 0]);
            }
        }
        item
    };
    series.marks.iter().enumerate().map(item).collect()
}

/// What a point of a continuous axis is called: `Week 4`, `2025-03`.
fn place_name(plot: &Plot, at: usize) -> String {
    let text = plot.points.get(at).map_or("", |point| point.text.as_str());
    if plot.axis == XKind::Number {
        format!("{} {text}", plot.x_name).trim().to_owned()
    } else {
        text.to_owned()
    }
}

/// Whether a series before this one has the same value at a point: one label is enough.
fn repeated(plot: &Plot, series: &Series, at: usize) -> bool {
    let value = |series: &Series| series.marks.get(at).and_then(|mark| mark.value);
    plot.series
        .iter()
        .take_while(|other| other.name != series.name)
        .any(|other| value(other) == value(series))
}

/// The width of the widest value.
fn widest_mark(plot: &Plot) -> f64 {
    let marks = plot.series.iter().flat_map(|series| &series.marks);
    marks.map(|mark| text::width(&mark.text, FONT)).fold(0.0, f64::max)
}

/// How far the words at the ends of lines are moved up or down so that none overlap.
fn end_offsets(job: &Job<'_>, plot: &Plot, (scale, inner): (&Scale, Rect)) -> Vec<f64> {
    let magnitude = job.magnitude(plot);
    let end = |series: &Series| {
        let value = series.marks.iter().rev().find_map(|mark| mark.value).unwrap_or(0.0);
        inner.height * (1.0 - scale.part(magnitude.apply(value)))
    };
    let wanted: Vec<f64> = plot.series.iter().map(end).collect();
    let placed = spread::spread(&wanted, LINE, (0.0, inner.height));
    placed.iter().zip(&wanted).map(|(placed, wanted)| placed - wanted).collect()
}
