//! Histograms: how many records fall into each of several intervals of equal, round width.
//!
//! Without `bins`, the width is that of Freedman and Diaconis, twice the distance of the quartiles over the cube root of the
//! count, made round; at least 5 intervals and at most 40. An interval holds its lower end and not its upper; the last
//! holds both.

use super::ChartInput;
use super::annotate::{self, Target};
use super::families::{Drawing, Found, Owned};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet};
use super::measured::{Magnitude, Measured, axis_name};
use super::plot::{Mark, Plot, Point, Series, XKind};
use super::quantiles::{between, quantile};
use super::reach::Reach;
use super::scale::{Scale, round_step, tidy};
use super::words::Words;
use super::{axes, fields, label, rows, theme};
use crate::model::{ChartSpec, Dataset, Format, Locale, Panels, Quantity, Scalar, Unit};
use crate::syntax::print;
use charming::component::Axis;
use charming::element::{ItemStyle, TextAlign};
use charming::series::Bar;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The family: the intervals that all panels share, and the unit of what is counted.
pub(super) struct Histograms {
    bins: Bins,
    unit: Option<Unit>,
    format: Format,
    magnitude: Magnitude,
    /// By the title of each panel, what is said of its own values.
    facts: Vec<(Option<String>, Facts)>,
    /// The edges as text.
    edges: Vec<String>,
}

/// The median, the least and the greatest of some values, as text.
struct Facts {
    median: String,
    least: String,
    greatest: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Bins {
    low: f64,
    width: f64,
    count: usize,
}

impl Bins {
    /// Intervals of round width for sorted values.
    fn of(sorted: &[f64], asked: Option<f64>) -> Self {
        let (low, high) = (sorted.first().copied().unwrap_or(0.0), sorted.last().copied().unwrap_or(1.0));
        let range = if high > low { high - low } else { 1.0 };
        let spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        let natural = 2.0 * spread / (sorted.len().max(1) as f64).cbrt();
        let wanted = match asked {
            Some(bins) => range / bins.max(1.0),
            None if natural > 0.0 => natural.clamp(range / 40.0, range / 5.0),
            None => range / 10.0,
        };
        // The round width nearest to the wanted one, not the next above: else there would be too few intervals.
        let above = round_step(wanted);
        let below = round_step(wanted / 2.0).min(above);
        let width = if above / wanted > wanted / below { below } else { above };
        let start = tidy((low / width).floor() * width);
        let count = ((high - start) / width).floor() as usize + 1;
        // A greatest value on an edge belongs to the interval below it.
        let on_edge = count > 1 && tidy(start + (count - 1) as f64 * width) >= high;
        Self { low: start, width, count: if on_edge { count - 1 } else { count } }
    }

    fn edge(&self, at: usize) -> f64 {
        tidy(self.low + at as f64 * self.width)
    }

    fn place(&self, value: f64) -> usize {
        (((value - self.low) / self.width + 1e-9).floor().max(0.0) as usize).min(self.count - 1)
    }
}

/// A histogram of the field `x`.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (found, diagnostics) = fields::find(input, spec, dataset);
    let Some((x, panel)) = found.and_then(|fields| Some((fields.x?, fields.panel))) else {
        return (None, diagnostics);
    };
    let mut cut: IndexMap<String, Vec<(f64, usize)>> = IndexMap::new();
    let mut units: Vec<Unit> = Vec::new();
    for record in input.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()) {
        let Scalar::Number(quantity) = dataset.scalar(record, x) else { continue };
        let title = panel.map(|field| label::cell(dataset, record, field)).unwrap_or_default();
        cut.entry(title).or_default().push((quantity.amount, record));
        if !quantity.unit.is_none() && !units.contains(&quantity.unit) {
            units.push(quantity.unit);
        }
    }
    let mut all: Vec<f64> = cut.values().flatten().map(|(value, _)| *value).collect();
    all.sort_by(f64::total_cmp);
    let bins = Bins::of(&all, spec.amount("bins"));
    let largest = all.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let unit = units.first().filter(|_| units.len() == 1).cloned();
    let format = dataset.fields()[x].format.clone();
    let magnitude = Measured { unit: unit.as_ref(), format: &format }.magnitude(largest, input.locale);
    let round = Format { decimals: None, ..format.clone() };
    let edge = |at: usize| {
        let unit = unit.clone().unwrap_or_default();
        let quantity = Quantity { amount: bins.edge(at), unit, written: Arc::default() };
        print::quantity(&quantity, &round, input.locale)
    };
    let edges = (0..=bins.count).map(edge).collect();
    let mut family = Histograms { bins, unit, format, magnitude, facts: Vec::new(), edges };
    let mut plots = Vec::new();
    for (title, mut members) in cut {
        members.sort_by(|a, b| a.0.total_cmp(&b.0));
        let values: Vec<f64> = members.iter().map(|(value, _)| *value).collect();
        let title = matches!(spec.panels, Some(Panels::Field(_))).then_some(title);
        let amount = quantile(&values, 0.5);
        let unit = family.unit.clone().unwrap_or_default();
        let quantity = Quantity { amount, unit, written: Arc::default() };
        let median = between(&quantity, &family.format, input.locale);
        let written = |member: Option<&(f64, usize)>| {
            member.map(|(_, record)| label::value(dataset, *record, x, input.locale)).unwrap_or_default()
        };
        let (least, greatest) = (written(members.first()), written(members.last()));
        family.facts.push((title.clone(), Facts { median, least, greatest }));
        plots.push(family.plot(title, &values, (dataset.fields()[x].title.clone(), input.locale)));
    }
    (
        Some(Box::new(Owned { plots, family, words: |family, _, plot| family.words(plot) })
            as Box<dyn Drawing>),
        diagnostics,
    )
}

impl Histograms {
    fn number(&self, value: f64, locale: &Locale) -> String {
        print::amount(self.magnitude.apply(value), None, locale)
    }

    fn plot(&self, title: Option<String>, values: &[f64], (x_name, locale): (String, &Locale)) -> Plot {
        let mut counts = vec![0usize; self.bins.count];
        for value in values {
            counts[self.bins.place(*value)] += 1;
        }
        let point = |at: usize| {
            let (from, to) = (self.bins.edge(at), self.bins.edge(at + 1));
            let text = Words::of(locale).range(&self.number(from, locale), &self.number(to, locale));
            Point { text, at: tidy((from + to) / 2.0) }
        };
        let mark = |count: &usize| Mark {
            value: Some(*count as f64),
            text: print::amount(*count as f64, Some(0), locale),
            ..Mark::default()
        };
        let count = Words::of(locale).count.to_owned();
        Plot {
            title,
            axis: XKind::Number,
            points: (0..self.bins.count).map(point).collect(),
            series: vec![Series { name: count.clone(), marks: counts.iter().map(mark).collect() }],
            x_name,
            measure: count,
            unit: None,
            format: Format::default(),
            reach: Reach::default(),
        }
    }

    /// "120 values of Age, median 34. The fullest class is 30 to 40: 41. All lie between 13 and 78."
    fn words(&self, plot: &Plot) -> Vec<String> {
        let Some(series) = plot.series.first() else { return Vec::new() };
        let total: f64 = plot.values().sum();
        let facts = self.facts.iter().find(|(title, _)| *title == plot.title).map(|(_, facts)| facts);
        let mut sentences = vec![format!(
            "{total} values of {}, median {}.",
            plot.x_name,
            facts.map_or("", |facts| &facts.median)
        )];
        let most = series
            .marks
            .iter()
            .enumerate()
            .rev()
            .max_by(|a, b| a.1.value.unwrap_or(0.0).total_cmp(&b.1.value.unwrap_or(0.0)));
        if let Some((at, mark)) = most {
            let (low, high) = (&self.edges[at], &self.edges[at + 1]);
            let range = Words::english().range(without_unit(low, high), high);
            sentences.push(format!("The fullest class is {range}: {}.", mark.text));
        }
        sentences.extend(facts.map(|Facts { least, greatest, .. }| match least == greatest {
            true => format!("All are {least}."),
            false => format!("All lie between {} and {greatest}.", without_unit(least, greatest)),
        }));
        sentences
    }

    /// The horizontal axis: ticks at edges of intervals, as many as have room.
    fn across(&self, plot: &Plot, width: f64) -> Scale {
        let (first, last) = plot.span_of(&[self.bins.low, self.bins.edge(self.bins.count)]);
        // The axis ends at edges, too, where an annotation stands beyond all bars.
        let before = ((self.bins.low - first) / self.bins.width).ceil();
        let all = ((last - self.bins.low) / self.bins.width - 1e-9).ceil() + before;
        let edge = |at: f64| tidy(self.bins.low + (at - before) * self.bins.width);
        let (low, high) = (self.magnitude.apply(edge(0.0)), self.magnitude.apply(edge(all)));
        let step = self.magnitude.apply(self.bins.width);
        let mut scale = Scale { low, high, step, log: false };
        let mut every = 1;
        while every < all as usize {
            scale.step = tidy(step * every as f64);
            let ticks = ((high - low) / scale.step).ceil() + 1.0;
            if ticks * (scale.label_width() + 14.0) <= width {
                break;
            }
            every += 1;
        }
        scale
    }
}

impl Family for Histograms {
    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        if job.spec.horizontal {
            return self.bins.count as f64 * 22.0 + 2.0 * LINE + 42.0 + annotate::foot(job);
        }
        match (job.narrow, plot.title.is_some()) {
            (false, false) => 340.0,
            (true, false) => 280.0,
            (_, true) => 220.0,
        }
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let Some(series) = plot.series.first() else { return };
        let lying = job.spec.horizontal;
        let counts = whole(plot, if job.narrow { 4 } else { 5 });
        let measured = Measured { unit: self.unit.as_ref(), format: &self.format };
        let unit = measured.words(self.magnitude, job.input.locale);
        let edges = axis_name(&plot.x_name, unit.as_deref());
        let (beside, below) = if lying { (&edges, &plot.measure) } else { (&plot.measure, &edges) };
        let rect = cell.rect;
        let labels = if lying { self.across(plot, f64::MAX).label_width() } else { counts.label_width() };
        let left = labels + 8.0;
        // Half of the last number below stands beyond the end of its axis.
        let last = if lying { counts } else { self.across(plot, f64::MAX) }.label_width() / 2.0;
        let width = rect.width - left - last.max(16.0);
        let target = Target {
            lying,
            count: self.magnitude,
            ..Target::new(cell.index, (rect.left + left, width), (self.across(plot, f64::MAX), counts))
        };
        let beside = axes::name_of_axis(beside, rect.width);
        let head = beside.len().max(1) as f64 * LINE + 14.0;
        let head = head + if lying { 0.0 } else { annotate::head(job, plot, target) };
        let below = axes::name_of_axis(below, width);
        let foot = 28.0 + below.len().max(1) as f64 * LINE + if lying { annotate::foot(job) } else { 0.0 };
        let inner =
            Rect { left: rect.left + left, top: rect.top + head, width, height: rect.height - head - foot };
        sheet.name(&beside.join("\n"), rect.left, rect.top, TextAlign::Left);
        let bottom = rect.top + rect.height - below.len() as f64 * LINE - 1.0;
        sheet.name(&below.join("\n"), inner.left + width / 2.0, bottom, TextAlign::Center);
        let by_bins = self.edge_axis(plot, if lying { f64::MAX } else { inner.width });
        let by_count = axes::value(&counts, &plot.format, true);
        if lying {
            sheet.axes(inner, by_count, by_bins);
        } else {
            sheet.axes(inner, by_bins, by_count);
        }
        let first = sheet.series_count();
        if lying {
            let data = self.blocks(job, plot, series, (inner, &counts));
            let blocks = rows::blocks(&series.name, cell.index, theme::colour(0));
            sheet.series(charming::series::Series::Scatter(blocks), json!({"data": data}));
        } else {
            let data = self.bars(job, plot, series);
            let width = (inner.width * self.part(plot) - 1.0).max(1.0);
            let bar = Bar::new()
                .name(series.name.as_str())
                .x_axis_index(cell.index as f64)
                .y_axis_index(cell.index as f64)
                .bar_width((width * 10.0).round() / 10.0)
                .item_style(ItemStyle::new().color(theme::colour(0)));
            sheet.series(charming::series::Series::Bar(bar), json!({"data": data}));
        }
        annotate::annotate(job, sheet, plot, Target { series: first, area: inner, ..target });
    }
}

impl Histograms {
    /// The axis of intervals, with ticks at their edges.
    fn edge_axis(&self, plot: &Plot, room: f64) -> (Axis, Json) {
        let across = self.across(plot, room);
        let (axis, mut extra) = axes::value(&across, &self.format, true);
        extra["axisLine"] = json!({"show": true, "onZero": false, "lineStyle": {"color": theme::AXIS}});
        extra["axisTick"] = json!({"show": true, "lineStyle": {"color": theme::AXIS}});
        extra["splitLine"] = json!({"show": false});
        let up_to = ((across.high - across.low) / across.step).floor() as usize;
        let ticks: Vec<f64> = (0..=up_to).map(|at| tidy(across.low + at as f64 * across.step)).collect();
        extra["axisTick"]["customValues"] = json!(ticks);
        extra["axisLabel"]["customValues"] = json!(ticks);
        (axis, extra)
    }

    /// How much of its axis an interval takes.
    fn part(&self, plot: &Plot) -> f64 {
        let Scale { low, high, .. } = self.across(plot, f64::MAX);
        self.magnitude.apply(self.bins.width) / (high - low)
    }

    /// Upright bars.
    fn bars(&self, job: &Job<'_>, plot: &Plot, series: &Series) -> Vec<Json> {
        let item = |(point, mark): (&Point, &Mark)| {
            let value = json!([self.magnitude.apply(point.at), mark.value]);
            styled(job, point, json!({"value": value, "text": mark.text, "name": point.text}))
        };
        plot.points.iter().zip(&series.marks).map(item).collect()
    }

    /// Lying bars: ECharts' own lie on an axis of names only, where edges have no place; so these are rectangles.
    fn blocks(
        &self,
        job: &Job<'_>,
        plot: &Plot,
        series: &Series,
        (inner, counts): (Rect, &Scale),
    ) -> Vec<Json> {
        let high = (inner.height.round() * self.part(plot) - 1.0).max(1.0);
        let item = |(point, mark): (&Point, &Mark)| {
            let count = mark.value.unwrap_or(0.0);
            let wide = counts.part(count) * inner.width.round();
            let size = [wide, high].map(|pixels| (pixels * 100.0).round() / 100.0);
            let value = json!([count / 2.0, self.magnitude.apply(point.at)]);
            styled(
                job,
                point,
                json!({"value": value, "symbolSize": size, "text": mark.text, "name": point.text}),
            )
        };
        plot.points.iter().zip(&series.marks).filter(|(_, mark)| mark.value != Some(0.0)).map(item).collect()
    }
}

/// The lower edge without the word that follows the upper one too: `30` of `30 minutes` and `40 minutes`.
fn without_unit<'a>(low: &'a str, high: &str) -> &'a str {
    let word = high.find(' ').map_or("", |at| &high[at..]);
    low.strip_suffix(word).unwrap_or(low)
}

/// A scale of counts: there is no half record.
fn whole(plot: &Plot, ticks: usize) -> Scale {
    let values: Vec<f64> = plot.values().chain(plot.reach.values.iter().copied()).collect();
    let mut scales = (1..=ticks).rev().map(|ticks| Scale::around(values.iter().copied(), ticks, true));
    let whole = |scale: &Scale| scale.step.fract() == 0.0;
    scales.find(whole).unwrap_or(Scale { low: 0.0, high: 1.0, step: 1.0, log: false })
}

fn styled(job: &Job<'_>, point: &Point, mut item: Json) -> Json {
    if job.dimmed("", &point.text) {
        item["itemStyle"] = json!({"color": theme::GREY});
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_round_and_hold_every_value() {
        let sorted: Vec<f64> = (0..100).map(f64::from).collect();
        let bins = Bins::of(&sorted, None);
        assert_eq!(bins, Bins { low: 0.0, width: 20.0, count: 5 });
        assert_eq!(Bins::of(&sorted, Some(10.0)), Bins { low: 0.0, width: 10.0, count: 10 });
        assert_eq!((bins.place(20.0), bins.place(99.0), bins.place(19.9)), (1, 4, 0));
        // The greatest value stands on an edge: it belongs to the last interval.
        let edge = Bins::of(&[0.0, 2.0, 4.0, 6.0, 8.0, 10.0], Some(5.0));
        assert_eq!((edge, edge.place(10.0)), (Bins { low: 0.0, width: 2.0, count: 5 }, 4));
        assert_eq!(Bins::of(&[7.0, 7.0], None).count, 1);
    }
}
