//! Bullets: a bar against its target, on bands that say what is poor, fair and good.

use super::ChartInput;
use super::annotate::{self, Target};
use super::families::{Drawing, Found, Owned};
use super::frame::{Cell, Entry, Family, Job, Rect, Sheet};
use super::plot::{self, Mark, Plot};
use super::rows::{self, Look, block};
use super::scale::Scale;
use super::words::Words;
use super::{axes, theme};
use crate::model::{ChartSpec, Dataset};
use charming::element::{ItemStyle, Symbol};
use charming::series::{Bar, Scatter};
use serde_json::{Value as Json, json};

/// The family: the targets and the ends of the bands, by panel and row.
pub(super) struct Bullets {
    targets: Vec<Vec<Mark>>,
    ranges: Vec<Vec<Vec<Mark>>>,
}

const ROW: f64 = 40.0;

/// A bullet chart of the first field of `y`.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let mut with_all = spec.clone();
    with_all.y.truncate(1);
    with_all.y.extend(spec.fields_of("target").iter().chain(spec.fields_of("ranges")).cloned());
    let (found, diagnostics) = super::fields::find(input, spec, dataset);
    let Some(&first) = found.as_ref().and_then(|fields| fields.y.first()) else { return (None, diagnostics) };
    let (Some(mut plots), _) = plot::read(input, &with_all, dataset) else { return (None, diagnostics) };
    let (mut targets, mut ranges) = (Vec::new(), Vec::new());
    for plot in &mut plots {
        // Targets and bands stand on the axis of the values, whatever their own fields say.
        plot.format = dataset.fields()[first].format.clone();
        let mut others = plot.series.split_off(plot.series.len().min(1)).into_iter().map(|s| s.marks);
        targets.push(others.next().unwrap_or_default());
        ranges.push(others.collect());
        if plot.measure.is_empty() {
            plot.measure = plot.series.first().map(|series| series.name.clone()).unwrap_or_default();
        }
    }
    let family = Bullets { targets, ranges };
    (Some(Box::new(Owned { plots, family, words: Bullets::words }) as Box<dyn Drawing>), diagnostics)
}

impl Bullets {
    fn scale(&self, job: &Job<'_>, plot: &Plot, index: usize) -> Scale {
        let magnitude = job.magnitude(plot);
        let values = self.ends(job, plot, index).into_iter().chain(plot.reach.values.iter().copied());
        Scale::around(values.map(|v| magnitude.apply(v)), if job.narrow { 3 } else { 5 }, true)
    }

    /// "3 of 5 meet the target; furthest below: North, 61% against 80%."
    fn words(&self, index: usize, plot: &Plot) -> Vec<String> {
        let Some(series) = plot.series.first() else { return Vec::new() };
        let targets = self.targets.get(index).map(Vec::as_slice).unwrap_or_default();
        let mut pairs: Vec<(usize, f64)> = Vec::new();
        for (at, (mark, target)) in series.marks.iter().zip(targets).enumerate() {
            if let (Some(value), Some(target)) = (mark.value, target.value) {
                pairs.push((at, value - target));
            }
        }
        let met = pairs.iter().filter(|(_, distance)| *distance >= 0.0).count();
        let named = |at: usize| {
            format!("{}, {} against {}", plot.points[at].text, series.marks[at].text, targets[at].text)
        };
        let mut sentences = vec![format!("{met} of {} reach their target.", pairs.len())];
        let by = |a: &&(usize, f64), b: &&(usize, f64)| a.1.total_cmp(&b.1);
        if let Some((at, distance)) = pairs.iter().min_by(by) {
            let word = if *distance < 0.0 { "Furthest below" } else { "Nearest" };
            sentences.push(format!("{word}: {}.", named(*at)));
        }
        if let Some((at, _)) = pairs.iter().max_by(by).filter(|(_, distance)| *distance > 0.0) {
            sentences.push(format!("Furthest above: {}.", named(*at)));
        }
        sentences
    }

    /// Bands behind the bars, each fainter than the one before it.
    fn bands(&self, job: &Job<'_>, plot: &Plot, (inner, scale, index): (Rect, &Scale, usize)) -> Vec<Json> {
        let magnitude = job.magnitude(plot);
        let ranges = self.ranges.get(index).map(Vec::as_slice).unwrap_or_default();
        let mut data = Vec::new();
        for row in 0..plot.points.len() {
            let mut ends: Vec<f64> =
                ranges.iter().filter_map(|marks| Some(magnitude.apply(marks.get(row)?.value?))).collect();
            ends.sort_by(f64::total_cmp);
            for (place, end) in ends.iter().enumerate() {
                let from = if place == 0 { 0.0 } else { ends[place - 1] };
                let mut band = block((inner, scale), (from, *end), row, 26.0);
                let opacity = [0.6, 0.4, 0.22, 0.14][place.min(3)];
                band["itemStyle"] = json!({"opacity": opacity});
                data.push(band);
            }
        }
        data
    }
}

impl Family for Bullets {
    fn legend(&self, job: &Job<'_>, plots: &[Plot]) -> Vec<Entry> {
        let name = plots.first().and_then(|plot| plot.series.first()).map(|series| series.name.clone());
        let bar = name.map(|name| Entry { name, icon: "rect" });
        bar.into_iter()
            .chain([Entry { name: Words::of(job.input.locale).target.to_owned(), icon: TARGET }])
            .collect()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        rows::height(job, plot, ROW, true)
    }

    fn ends(&self, _: &Job<'_>, plot: &Plot, index: usize) -> Vec<f64> {
        let others = self.targets.get(index).into_iter().chain(self.ranges.get(index).into_iter().flatten());
        plot.values().chain(others.flatten().filter_map(|mark| mark.value)).collect()
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let scale = self.scale(job, plot, cell.index);
        let (left, right) = rows::tick_sides(&scale);
        let look = Look { sides: (left, right), shown: true };
        let inner = rows::frame(job, sheet, plot, (cell.rect, look), axes::value(&scale, &plot.format, true));
        // Silent: bands are no values of their own.
        let bands = rows::blocks("", cell.index, theme::GREY);
        let data = self.bands(job, plot, (inner, &scale, cell.index));
        let extra = json!({"data": data, "silent": true, "z": 1, "tooltip": {"show": false}});
        sheet.series(charming::series::Series::Scatter(bands), extra);
        let first = sheet.series_count();
        let Some(series) = plot.series.first() else { return };
        let bar = Bar::new()
            .name(series.name.as_str())
            .x_axis_index(cell.index as f64)
            .y_axis_index(cell.index as f64)
            .bar_width(11.0)
            .item_style(ItemStyle::new().color(theme::colour(0)));
        let magnitude = job.magnitude(plot);
        let targets = self.targets.get(cell.index).map(Vec::as_slice).unwrap_or_default();
        let item = |(at, mark): (usize, &Mark)| {
            let value = mark.value.map_or(Json::Null, |value| json!(magnitude.apply(value)));
            let target = targets.get(at).map_or("", |target| target.text.as_str());
            let mut item = json!({"value": value, "text": format!("{} (target {target})", mark.text)});
            if job.dimmed(&series.name, &plot.points[at].text) {
                item["itemStyle"] = json!({"color": theme::GREY});
            }
            item
        };
        let data: Vec<Json> = series.marks.iter().enumerate().map(item).collect();
        sheet.series(charming::series::Series::Bar(bar), json!({"data": data, "z": 4}));
        let marks = Scatter::new()
            .name(Words::of(job.input.locale).target)
            .x_axis_index(cell.index as f64)
            .y_axis_index(cell.index as f64)
            .symbol(Symbol::Custom("rect".to_owned()))
            .item_style(ItemStyle::new().color(theme::TEXT).opacity(1.0));
        let item = |(at, mark): (usize, &Mark)| {
            Some(
                json!({"value": [magnitude.apply(mark.value?), at], "text": mark.text, "symbolSize": [3, 24],
                "name": plot.points[at].text}),
            )
        };
        let data: Vec<Json> = targets.iter().enumerate().filter_map(item).collect();
        sheet.series(charming::series::Series::Scatter(marks), json!({"data": data, "z": 5}));
        annotate::annotate(job, sheet, plot, Target::rows(plot, (first + 1, cell.index), inner, scale));
    }
}

/// An upright stroke for the legend.
const TARGET: &str = "path://M4,0 L6,0 L6,11 L4,11 Z M0,5 L0,6 M10,5 L10,6";
