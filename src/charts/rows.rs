//! What the families share whose categories stand below each other: names at the left, the axis of values on top. A
//! bar that floats is a point of a scatter with a rectangle as wide as its pixels for a symbol: unlike a bar it may begin
//! anywhere, on an axis of dates too, and like one it has a tooltip and a label.

use super::axes;
use super::frame::{Job, LINE, Rect, Sheet};
use super::plot::Plot;
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{annotate, label, merge, text};
use charming::component::Axis;
use charming::element::{ItemStyle, Symbol, TextAlign};
use charming::series::Scatter;
use serde_json::{Value as Json, json};

/// How the rows of a panel are framed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Room beside the axis of values for words at its ends.
    pub(super) sides: (f64, f64),
    /// Whether the axis of values is drawn.
    pub(super) shown: bool,
}

/// Adds the axes of rows and gives the plot area.
pub(super) fn frame(
    job: &Job<'_>,
    sheet: &mut Sheet,
    plot: &Plot,
    (rect, look): (Rect, Look),
    (x, x_extra): (Axis, Json),
) -> Rect {
    let names = name_room(job, plot);
    let margin = if names > 0.0 { names + 10.0 } else { 0.0 };
    let head = head(job, plot, look.shown);
    let inner = Rect {
        left: rect.left + margin + look.sides.0,
        top: rect.top + head,
        width: (rect.width - margin - look.sides.0 - look.sides.1).max(40.0),
        height: rect.height - head - annotate::foot(job),
    };
    axis_names(job, sheet, plot, (rect, inner.left, names));
    let (y, mut y_extra) = axes::category(plot, names, names > 0.0);
    if job.spec.is_on("rank") {
        let ranked = super::stacks::ranked_names(plot);
        merge::merge(&mut y_extra["axisLabel"], axes::in_lines(&ranked, names));
        y_extra["data"] = json!(ranked);
    }
    y_extra["inverse"] = json!(true);
    y_extra["axisLine"] = json!({"show": false});
    y_extra["axisLabel"]["margin"] = json!((inner.left - rect.left - margin + 10.0).round());
    y_extra["splitLine"] = json!({"show": false});
    sheet.axes(inner, (x.position("top"), x_extra), (y, y_extra));
    inner
}

/// The name of the axis of values at `left`, or further left where it would be cut off; then, if there is room, that of
/// the column of names, which is `names` wide.
pub(super) fn axis_names(
    job: &Job<'_>,
    sheet: &mut Sheet,
    plot: &Plot,
    (rect, left, names): (Rect, f64, f64),
) {
    let lines = axes::name_of_axis(&job.value_name(plot), job.width());
    let widest = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
    let left = left.min(job.width() - widest).max(rect.left);
    let name = lines.join("\n");
    sheet.name(&name, left, rect.top, TextAlign::Left);
    let free = if name.is_empty() { names } else { left - rect.left - 8.0 };
    let end = names.min(free);
    if names > 0.0 && text::width(&plot.x_name, FONT) <= end {
        sheet.name(&plot.x_name, rect.left + end, rect.top, TextAlign::Right);
    }
}

/// The width of the column of names.
pub(super) fn name_room(job: &Job<'_>, plot: &Plot) -> f64 {
    if plot.title.is_some() && plot.points.len() == 1 {
        return 0.0;
    }
    let (widest, word) = plot.reach.widths.name;
    let widest = plot.points.iter().map(|point| text::width(&point.text, FONT)).fold(widest, f64::max);
    let word = plot.points.iter().map(|point| axes::longest_word(&point.text)).fold(word, f64::max);
    let rank = if job.spec.is_on("rank") { 24.0 } else { 0.0 };
    widest.min((job.width() * 0.34).max(word.min(job.width() * 0.45))).max(24.0) + rank
}

/// How many lines the name of the axis of values takes.
pub(super) fn value_lines(job: &Job<'_>, plot: &Plot) -> usize {
    axes::name_of_axis(&job.value_name(plot), job.width()).len()
}

/// Height above the rows: names of the axes, and ticks when the axis is drawn.
pub(super) fn head(job: &Job<'_>, plot: &Plot, shown: bool) -> f64 {
    let beside = name_room(job, plot) > 0.0 && !plot.x_name.is_empty();
    let names = match value_lines(job, plot).max(usize::from(beside)) {
        0 => 0.0,
        lines => lines as f64 * LINE + 5.0,
    };
    names + if shown { LINE + 6.0 } else { 0.0 }
}

/// Height of a panel whose rows are so high, or as high as their names need.
pub(super) fn height(job: &Job<'_>, plot: &Plot, row: f64, shown: bool) -> f64 {
    let room = name_room(job, plot);
    let lines = axes::name_lines(plot, room.max(1.0));
    let row = if room > 0.0 { row.max(lines * 16.0 + 12.0) } else { row };
    head(job, plot, shown) + plot.points.len().max(1) as f64 * row + annotate::foot(job)
}

/// Room beside an axis for half of its outermost tick labels.
pub(super) fn tick_sides(scale: &Scale) -> (f64, f64) {
    let half = (scale.label_width() / 2.0).max(10.0);
    (half, half)
}

/// A scatter whose points are rectangles.
pub(super) fn blocks(name: &str, index: usize, colour: &str) -> Scatter {
    Scatter::new()
        .name(name)
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Custom("rect".to_owned()))
        .item_style(ItemStyle::new().color(colour).opacity(1.0))
}

/// A rectangle from one value to another in a row.
pub(super) fn block((inner, scale): (Rect, &Scale), (from, to): (f64, f64), row: usize, high: f64) -> Json {
    let width = (scale.part(from) - scale.part(to)).abs() * inner.width.round();
    json!({"value": [(from + to) / 2.0, row], "symbolSize": [(width * 100.0).round().max(150.0) / 100.0, high]})
}

/// A label of a block, outside at the right or left end, or in its middle.
pub(super) fn words(text: &str, side: &str) -> Json {
    json!({"show": true, "position": side, "formatter": label::literal(text), "color": theme::TEXT, "fontSize": FONT})
}

/// The widest value.
pub(super) fn widest_value(plot: &Plot) -> f64 {
    let marks = plot.series.iter().flat_map(|series| &series.marks);
    marks.map(|mark| text::width(&mark.text, FONT)).fold(plot.reach.widths.value, f64::max)
}
