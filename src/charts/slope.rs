//! Slopes: each record a line from one moment to the next, both ends labelled with names and values.

use super::annotate::{self, Target};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet};
use super::plot::{Mark, Plot};
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{axes, label, spread, text};
use charming::component::Axis;
use charming::element::{AxisLabel, AxisTick, AxisType, ItemStyle, LineStyle, SplitLine, Symbol};
use charming::series::Line;
use serde_json::{Value as Json, json};

/// The family of slopes.
pub(super) struct Slopes;

/// Labels at both ends of the lines of one panel, in lines.
struct Ends {
    left: Vec<String>,
    right: Vec<String>,
    left_width: f64,
    right_width: f64,
    /// Lines of the label with the most.
    lines: usize,
}

/// At most so many lines has the name at an end of a line.
const LINES: usize = 3;

impl Slopes {
    fn scale(job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        let values = plot.values().chain(plot.reach.values.iter().copied());
        Scale::around(values.map(|v| magnitude.apply(v)), 4, false)
    }

    /// Names stand at both ends where they take little room; else at the right, broken into lines where they would leave
    /// the lines less than half of the width.
    fn ends(job: &Job<'_>, plot: &Plot, width: f64) -> Ends {
        let alone = plot.points.len() == 1;
        let of = |marks: Option<&Vec<Mark>>, at: usize| -> String {
            marks.and_then(|marks| marks.get(at)).map(|mark| mark.text.clone()).unwrap_or_default()
        };
        let name = |at: usize| if alone { "" } else { plot.points[at].text.as_str() };
        let first = plot.series.first().map(|series| &series.marks);
        let last = plot.series.last().map(|series| &series.marks);
        let both = |at: usize| format!("{} {}", name(at), of(first, at)).trim().to_owned();
        let points = 0..plot.points.len();
        let widest = |words: &[String]| words.iter().map(|w| text::width(w, FONT)).fold(0.0, f64::max);
        let right: Vec<String> =
            points.clone().map(|at| format!("{} {}", of(last, at), name(at)).trim().to_owned()).collect();
        let named: Vec<String> = points.clone().map(both).collect();
        let room = widest(&named) + widest(&right) < width * 0.62;
        let texts = |marks| points.clone().map(|at| of(marks, at)).collect::<Vec<String>>();
        let (firsts, lasts) = (texts(first), texts(last));
        // Numbers at both ends that leave the lines no room: those at the left are left to the table.
        let crowded = !alone && widest(&firsts) + widest(&lasts) + 72.0 > width;
        let left = match () {
            () if room && !job.narrow => named,
            () if crowded => vec![String::new(); firsts.len()],
            () => firsts,
        };
        let left_width = widest(&left);
        let first = Self::moment_names(job, plot, width).first().map_or(0.0, |name| text::width(name, FONT));
        let beside = (left_width + 16.0).max(first / 2.0 + 2.0);
        // A number is never broken.
        let least = (width * 0.2).max(widest(&lasts) + 1.0);
        let most = if room { f64::MAX } else { (width * 0.5 - beside - 17.0 - 2.0 * LEAD).max(least) };
        let right: Vec<String> =
            right.iter().map(|words| text::fitted(words, FONT, most, LINES).join("\n")).collect();
        let lines = right.iter().map(|words| words.lines().count()).max().unwrap_or(1);
        Ends { left_width, right_width: widest(&right), left, right, lines }
    }

    /// The names of the series, broken into lines here: where ECharts broke them would depend on the reader's typeface.
    fn moment_names(job: &Job<'_>, plot: &Plot, width: f64) -> Vec<String> {
        let gap = width * 0.5 / plot.series.len().saturating_sub(1).max(1) as f64 - 8.0;
        let room = if job.narrow || plot.title.is_some() { 84.0 } else { 180.0 };
        let room = if plot.points.len() == 1 { room } else { f64::min(room, gap) };
        plot.series
            .iter()
            .map(|series| text::fitted(&series.name, FONT, room, 2 * LINES).join("\n"))
            .collect()
    }

    /// Height above the lines for the names of the moments.
    fn head(names: &[String]) -> f64 {
        names.iter().map(|name| name.lines().count()).max().unwrap_or(0).max(2) as f64 * LINE + 12.0
    }
}

impl Family for Slopes {
    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, width: f64) -> f64 {
        let row = Self::ends(job, plot, width).lines as f64 * LINE + 4.0;
        let head = Self::head(&Self::moment_names(job, plot, width));
        let lines = plot.points.len() as f64 * row + head + 24.0;
        let least = if plot.title.is_some() {
            190.0
        } else if job.narrow {
            300.0
        } else {
            340.0
        };
        lines.max(least)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let rect = cell.rect;
        let scale = Self::scale(job, plot);
        let ends = Self::ends(job, plot, rect.width);
        let names = Self::moment_names(job, plot, rect.width);
        let head = Self::head(&names);
        let half = |name: Option<&String>| name.map_or(0.0, |name| text::width(name, FONT) / 2.0 + 2.0);
        let alone = plot.points.len() == 1;
        let height = rect.height - head - if alone { 42.0 } else { 14.0 };
        let last = plot.series.len().saturating_sub(1);
        let sides = [
            Side::of((job, plot), (0, &ends.left), (&scale, height)),
            Side::of((job, plot), (last, &ends.right), (&scale, height)),
        ];
        let beside =
            |width: f64, side: &Side| if alone { width / 2.0 + 2.0 } else { width + 16.0 + side.gap };
        let left = beside(ends.left_width, &sides[0]).max(half(names.first()));
        let right = beside(ends.right_width, &sides[1]).max(half(names.last()));
        let inner = Rect {
            left: rect.left + left,
            top: rect.top + head + if alone { 16.0 } else { 0.0 },
            width: (rect.width - left - right).max(40.0),
            height,
        };
        let (y, y_extra) = axes::value(&scale, &plot.format, false);
        sheet.axes(inner, moments(plot, &names), (y, y_extra));
        let moments = Scale { low: 0.0, high: (plot.series.len().max(2) - 1) as f64, step: 1.0, log: false };
        let target = Target::new(cell.index, (inner.left, inner.width), (moments, scale));
        let first = sheet.series_count();
        for at in 0..plot.points.len() {
            let data = items(job, plot, &ends, (at, &sides));
            let line = typed(job, plot, at, cell.index);
            sheet.series(charming::series::Series::Line(line), json!({"data": data, "clip": false}));
        }
        let leaders: Vec<Json> =
            (0..plot.points.len()).flat_map(|at| leaders(job, plot, &sides, (at, inner))).collect();
        if !leaders.is_empty() && !alone {
            let lines = json!({"silent": true, "symbol": "none", "label": {"show": false}, "data": leaders,
                "lineStyle": {"width": 1, "type": "solid"}});
            annotate::layer(sheet, cell.index, json!({"markLine": lines}));
        }
        annotate::annotate(job, sheet, plot, Target { series: first, area: inner, ..target });
    }
}

/// Words at one side of the lines.
struct Side {
    /// Where the lines end, from the top of the plot area; `None` where one has no value.
    wanted: Vec<Option<f64>>,
    /// Where their words stand.
    placed: Vec<f64>,
    /// Room between both for thin lines that lead from one to the other, where words stand far away.
    gap: f64,
}

/// How far words stand from the end of their line without a thin line that leads to them.
const NEAR: f64 = 10.0;
/// The width of thin lines that lead to words.
const LEAD: f64 = 14.0;

impl Side {
    fn of(
        (job, plot): (&Job<'_>, &Plot),
        (moment, words): (usize, &[String]),
        (scale, height): (&Scale, f64),
    ) -> Self {
        let magnitude = job.magnitude(plot);
        let marks = plot.series.get(moment).map(|series| series.marks.as_slice()).unwrap_or_default();
        let end = |at: usize| {
            let value = magnitude.apply(marks.get(at)?.value?);
            Some(height * (1.0 - scale.part(value)))
        };
        let wanted: Vec<Option<f64>> = (0..plot.points.len()).map(end).collect();
        let places: Vec<f64> = wanted.iter().map(|place| place.unwrap_or(height)).collect();
        let heights: Vec<f64> =
            words.iter().map(|words| words.lines().count().max(1) as f64 * LINE).collect();
        let edge = 4.0 + LINE / 2.0;
        let placed = spread::blocks(&places, &heights, (-edge, height + edge));
        let mut side = Self { wanted, placed, gap: 0.0 };
        let far = (0..words.len()).any(|at| !words[at].is_empty() && side.is_far(at));
        side.gap = if far { LEAD } else { 0.0 };
        side
    }

    /// How far the words of a line are moved.
    fn offset(&self, at: usize) -> f64 {
        self.wanted[at].map_or(0.0, |wanted| self.placed[at] - wanted)
    }

    fn is_far(&self, at: usize) -> bool {
        self.offset(at).abs() > NEAR
    }
}

/// The thin lines that lead from the ends of a line to words that stand far away.
fn leaders(job: &Job<'_>, plot: &Plot, sides: &[Side; 2], (at, inner): (usize, Rect)) -> Vec<Json> {
    let lead = |side: &Side, x: f64, away: f64| {
        let wanted = side.wanted[at].filter(|_| side.gap > 0.0 && side.is_far(at))?;
        let from = json!({"x": (x + away * 6.0).round(), "y": (inner.top + wanted).round(),
            "lineStyle": {"color": colour(job, plot, at)}});
        let to =
            json!({"x": (x + away * (9.0 + side.gap)).round(), "y": (inner.top + side.placed[at]).round()});
        Some(json!([from, to]))
    };
    let [left, right] = sides;
    lead(left, inner.left, -1.0).into_iter().chain(lead(right, inner.left + inner.width, 1.0)).collect()
}

/// The axis of moments: the names of the series, above, with an upright line under each.
fn moments(plot: &Plot, names: &[String]) -> (Axis, Json) {
    let axis = Axis::new()
        .type_(AxisType::Category)
        .position("top")
        .data(names.to_vec())
        .axis_tick(AxisTick::new().show(false))
        .axis_label(AxisLabel::new().color(theme::MUTED).font_size(FONT))
        .split_line(SplitLine::new().show(true).line_style(LineStyle::new().color(theme::AXIS)));
    let extra = json!({"boundaryGap": false, "axisLine": {"show": false},
        "axisLabel": {"interval": 0, "margin": if plot.points.len() == 1 { 30 } else { 12 }, "lineHeight": 16}});
    (axis, extra)
}

fn typed(job: &Job<'_>, plot: &Plot, at: usize, index: usize) -> Line {
    let name = plot.points[at].text.as_str();
    let dimmed = job.dimmed("", name);
    let colour = colour(job, plot, at);
    Line::new()
        .name(name)
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Custom(theme::shape(at).to_owned()))
        .symbol_size(8.0)
        .show_symbol(true)
        .item_style(ItemStyle::new().color(colour))
        .line_style(LineStyle::new().width(if dimmed { 1.5 } else { 2.5 }).color(colour))
        .z(if dimmed { 2 } else { 3 })
}

/// The colour of a line.
fn colour(job: &Job<'_>, plot: &Plot, at: usize) -> &'static str {
    match plot.points.len() {
        _ if job.dimmed("", &plot.points[at].text) => theme::GREY,
        1 => theme::colour(0),
        _ => theme::colour(at),
    }
}

fn items(job: &Job<'_>, plot: &Plot, ends: &Ends, (at, sides): (usize, &[Side; 2])) -> Vec<Json> {
    let magnitude = job.magnitude(plot);
    let last = plot.series.len().saturating_sub(1);
    let colour = if job.dimmed("", &plot.points[at].text) { theme::MUTED } else { theme::TEXT };
    let item = |(moment, series): (usize, &super::plot::Series)| {
        let Some(mark) = series.marks.get(at) else { return json!({"value": null, "text": ""}) };
        let value = mark.value.map_or(Json::Null, |value| json!(magnitude.apply(value)));
        let mut item = json!({"value": value, "text": mark.text});
        let words = |words: &str, side: &str, dx: f64, dy: f64| {
            let label = json!({"show": true, "position": side, "formatter": label::literal(words),
                "color": colour, "fontSize": FONT, "offset": [dx, dy.round()]});
            label::with_lines(label, LINE)
        };
        if plot.points.len() == 1 {
            item["label"] = words(&mark.text, vertical_side(plot, moment, at), 0.0, 0.0);
        } else if moment == 0 {
            item["label"] = words(&ends.left[at], "left", -2.0 - sides[0].gap, sides[0].offset(at));
        } else if moment == last {
            item["label"] = words(&ends.right[at], "right", 2.0 + sides[1].gap, sides[1].offset(at));
        }
        item
    };
    plot.series.iter().enumerate().map(item).collect()
}

/// Where the value of a line that is alone stands: away from where the line goes.
fn vertical_side(plot: &Plot, moment: usize, at: usize) -> &'static str {
    let value =
        |moment: usize| plot.series.get(moment).and_then(|s| s.marks.get(at)).and_then(|mark| mark.value);
    let neighbour = if moment == 0 { value(1) } else { value(moment - 1) };
    if neighbour > value(moment) { "bottom" } else { "top" }
}
