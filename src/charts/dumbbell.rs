//! Dumbbells: before and after as dots on one axis, joined by a line, with their values beside them. Lollipops: dots on
//! stems from zero.

use super::annotate::{self, Target};
use super::frame::{Cell, Entry, Family, Job, Sheet};
use super::plot::{Mark, Plot};
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{axes, label, rows, text};
use crate::model::ChartType;
use charming::element::mark_line::{MarkLine, MarkLineData, MarkLineVariant};
use charming::element::{ItemStyle, LineStyle, Symbol};
use charming::series::Scatter;
use serde_json::{Value as Json, json};

/// The family of dumbbells.
pub(super) struct Dumbbells;

const ROW: f64 = 34.0;

impl Dumbbells {
    fn labelled(job: &Job<'_>, plot: &Plot) -> bool {
        let values = if is_lollipop(job) { 1 } else { 2 };
        // Long values would leave no room to what they are written at.
        let room = (job.width() - rows::name_room(job, plot)) * 0.6;
        let fits = job.spec.labels == Some(true) || 2.0 * rows::widest_value(plot) <= room;
        job.labels(plot.marks(), 24) && plot.series.len() == values && fits
    }

    fn scale(job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        let values = plot.values().chain(plot.reach.values.iter().copied());
        Scale::around(values.map(|v| magnitude.apply(v)), if job.narrow { 3 } else { 5 }, true)
    }

    /// The room that values beside the outermost dots need at either end of the axis.
    fn room(job: &Job<'_>, plot: &Plot, width: f64) -> (f64, f64) {
        let scale = Self::scale(job, plot);
        let axis = Self::has_axis(job, plot) || !is_lollipop(job);
        let least = if axis { (scale.label_width() / 2.0).max(10.0) } else { 6.0 };
        let shared = plot.reach.widths.sides;
        let least = (shared.0.max(least), shared.1.max(least));
        if !Self::labelled(job, plot) {
            return least;
        }
        let magnitude = job.magnitude(plot);
        let marks: Vec<(f64, f64)> = plot
            .series
            .iter()
            .flat_map(|series| &series.marks)
            .filter_map(|mark| {
                Some((scale.part(magnitude.apply(mark.value?)), text::width(&mark.text, FONT) + 14.0))
            })
            .collect();
        let sides = |inner: f64| {
            let side = |(left, right): (f64, f64), (part, needed): &(f64, f64)| {
                (left.max(needed - part * inner), right.max(needed - (1.0 - part) * inner))
            };
            marks.iter().fold(least, side)
        };
        // The less is left for the axis, the more do values need beside it.
        let mut inner = width * 0.6;
        let mut found = sides(inner);
        while width - found.0 - found.1 < inner - 1.0 && inner > 40.0 {
            inner = (width - found.0 - found.1).max(40.0);
            found = sides(inner);
        }
        found
    }

    /// Whether the axis of values is drawn: not under a single row whose values are written.
    fn has_axis(job: &Job<'_>, plot: &Plot) -> bool {
        !Self::labelled(job, plot) || (plot.points.len() > 1 && !is_lollipop(job))
    }
}

impl Family for Dumbbells {
    fn legend(&self, _: &Job<'_>, plots: &[Plot]) -> Vec<Entry> {
        let series = plots.first().map(|plot| plot.series.as_slice()).unwrap_or_default();
        if series.len() < 2 {
            return Vec::new();
        }
        series
            .iter()
            .enumerate()
            .map(|(n, s)| Entry { name: s.name.clone(), icon: theme::shape(n) })
            .collect()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        rows::height(job, plot, ROW, Self::has_axis(job, plot))
    }

    fn sides(&self, job: &Job<'_>, plot: &Plot, width: f64) -> (f64, f64) {
        let names = rows::name_room(job, plot);
        let margin = if names > 0.0 { names + 10.0 } else { 0.0 };
        Self::room(job, plot, width - margin)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let scale = Self::scale(job, plot);
        let shown = Self::has_axis(job, plot);
        let look = rows::Look { sides: self.sides(job, plot, cell.rect.width), shown };
        let inner =
            rows::frame(job, sheet, plot, (cell.rect, look), axes::value(&scale, &plot.format, shown));
        let first = sheet.series_count();
        for number in 0..plot.series.len() {
            let scatter = typed(job, plot, number, cell.index);
            sheet.series(
                charming::series::Series::Scatter(scatter),
                json!({"data": items(job, plot, number), "z": 6}),
            );
        }
        // The lines between dots hang on the first series: what annotates needs another.
        let series = match plot.series.len() {
            0 | 1 if !job.spec.annotations.is_empty() => annotate::layer(sheet, cell.index, json!({})),
            _ => first + 1,
        };
        annotate::annotate(job, sheet, plot, Target::rows(plot, (series, cell.index), inner, scale));
    }
}

fn is_lollipop(job: &Job<'_>) -> bool {
    job.spec.chart_type.value == ChartType::Lollipop
}

/// Draws lollipops: the first series alone.
pub(super) fn lollipops(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    let one = |plot: &Plot| Plot { series: plot.series.iter().take(1).cloned().collect(), ..plot.clone() };
    super::frame::compose(&Dumbbells, job, &plots.iter().map(one).collect::<Vec<Plot>>())
}

/// The dots of one series; the first carries the lines that join each row's least and greatest.
fn typed(job: &Job<'_>, plot: &Plot, number: usize, index: usize) -> Scatter {
    let scatter = Scatter::new()
        .name(plot.series[number].name.as_str())
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Custom(theme::shape(number).to_owned()))
        .symbol_size(13.0)
        .item_style(ItemStyle::new().color(theme::colour(number)).opacity(1.0));
    if number > 0 {
        return scatter;
    }
    let magnitude = job.magnitude(plot);
    let end = |value: f64, row: usize| {
        let coordinates = vec![magnitude.apply(value), row as f64];
        MarkLineData::new().coord(coordinates)
    };
    let lines: Vec<MarkLineVariant> = (0..plot.points.len())
        .filter_map(|row| {
            let values =
                plot.series.iter().filter_map(|series| series.marks.get(row).and_then(|mark| mark.value));
            let zero = is_lollipop(job).then_some(0.0);
            let (low, high) =
                values.chain(zero).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
            (low < high).then(|| MarkLineVariant::StartToEnd(end(low, row), end(high, row)))
        })
        .collect();
    let style = LineStyle::new().color(theme::GREY).width(3.0).type_(charming::element::LineStyleType::Solid);
    let joint = MarkLine::new()
        .symbol(vec![Symbol::None, Symbol::None])
        .silent(true)
        .line_style(style)
        .label(charming::element::Label::new().show(false))
        .data(lines);
    scatter.mark_line(joint)
}

fn items(job: &Job<'_>, plot: &Plot, number: usize) -> Vec<Json> {
    let magnitude = job.magnitude(plot);
    let labelled = Dumbbells::labelled(job, plot);
    let item = |(row, mark): (usize, &Mark)| {
        let value = mark.value.map_or(Json::Null, |value| json!(magnitude.apply(value)));
        let mut item = json!({"value": [value, row], "text": mark.text});
        if labelled && mark.value.is_some() {
            let other = plot.series.get(1 - number.min(1)).and_then(|series| series.marks.get(row));
            let other = other.map_or(Some(0.0), |mark| mark.value);
            let left = mark.value < other || (mark.value == other && number == 0 && plot.series.len() > 1);
            item["label"] = json!({"show": true, "position": if left { "left" } else { "right" }, "fontSize": FONT,
                "formatter": label::literal(&mark.text), "color": theme::TEXT});
        }
        let category = plot.points.get(row).map_or("", |point| point.text.as_str());
        if job.dimmed(&plot.series[number].name, category) {
            item["itemStyle"] = json!({"color": theme::GREY});
        }
        item
    };
    plot.series[number].marks.iter().enumerate().map(item).collect()
}
