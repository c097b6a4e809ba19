//! Box plots and strips: all values of groups, one group a row.
//!
//! Quartiles are found by linear interpolation between the two nearest values (type 7 of Hyndman and Fan, the default of R
//! and NumPy). Whiskers reach to the furthest values within 1.5 times the distance between the quartiles; values beyond
//! are dots.

use super::ChartInput;
use super::annotate::{self, Target};
use super::families::{Drawing, Found, Owned};
use super::fields::{self, Fields};
use super::frame::{Cell, Entry, Family, Job, Rect, Sheet};
use super::plot::{Mark, Plot, Point, Series, XKind};
use super::quantiles::{between, quantile};
use super::reach::Reach;
use super::rows::{self, Look};
use super::scale::Scale;
use super::words::Words;
use super::{axes, label, theme};
use crate::diagnostics::counted;
use crate::model::{ChartSpec, ChartType, Dataset, Format, Panels, Quantity, Scalar, Unit};
use charming::element::{ItemStyle, Symbol};
use charming::series::{Boxplot, Scatter};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The family: the values of each group, by panel.
pub(super) struct Groups {
    panels: Vec<Vec<Vec<Member>>>,
    format: Format,
}

/// One value with the name of its record.
#[derive(Debug, Clone)]
struct Member {
    value: f64,
    name: String,
    text: String,
}

/// What a box shows.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Five {
    low: f64,
    first: f64,
    median: f64,
    third: f64,
    high: f64,
}

const BOX_ROW: f64 = 38.0;
const STRIP_ROW: f64 = 58.0;

/// A box plot or strip: the groups are the values of `x`, or else the fields of `y`.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (found, diagnostics) = fields::find(input, spec, dataset);
    let Some(fields) = found else { return (None, diagnostics) };
    let Some(&first) = fields.y.first() else { return (None, diagnostics) };
    let mut cut: IndexMap<String, IndexMap<String, Vec<Member>>> = IndexMap::new();
    let mut units: Vec<Unit> = Vec::new();
    let text = |record: usize, field: usize| label::cell(dataset, record, field);
    for record in input.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()) {
        let panel = fields.panel.map(|field| text(record, field)).unwrap_or_default();
        for &y in &fields.y {
            let Scalar::Number(quantity) = dataset.scalar(record, y) else { continue };
            let title = &dataset.fields()[y].title;
            let group = fields.x.map_or_else(|| title.clone(), |field| text(record, field));
            let member = Member {
                value: quantity.amount,
                name: dataset.key_text(record),
                text: label::value(dataset, record, y, input.locale),
            };
            cut.entry(panel.clone()).or_default().entry(group).or_default().push(member);
            if !quantity.unit.is_none() && !units.contains(&quantity.unit) {
                units.push(quantity.unit);
            }
        }
    }
    let unit = units.first().filter(|_| units.len() == 1).cloned();
    let format = dataset.fields()[first].format.clone();
    let mut family = Groups { panels: Vec::new(), format };
    let mut plots = Vec::new();
    for (title, groups) in cut {
        let titled = matches!(spec.panels, Some(Panels::Field(_))).then_some(title);
        plots.push(family.plot(input, dataset, (&fields, unit.clone()), (titled, groups)));
    }
    (Some(Box::new(Owned { plots, family, words: Groups::words }) as Box<dyn Drawing>), diagnostics)
}

impl Groups {
    /// A plot whose one series holds the medians; its groups go to the family.
    fn plot(
        &mut self,
        input: &ChartInput<'_>,
        dataset: &Dataset,
        (fields, unit): (&Fields, Option<Unit>),
        (title, groups): (Option<String>, IndexMap<String, Vec<Member>>),
    ) -> Plot {
        let (mut points, mut marks, mut members) = (Vec::new(), Vec::new(), Vec::new());
        for (name, mut group) in groups {
            group.sort_by(|a, b| a.value.total_cmp(&b.value));
            let five = Five::of(&group);
            let say = |amount: f64| {
                let quantity =
                    Quantity { amount, unit: unit.clone().unwrap_or_default(), written: Arc::default() };
                between(&quantity, &self.format, input.locale)
            };
            let told = format!(
                "median {}, middle half {} to {}, {} from {} to {}",
                say(five.median),
                say(five.first),
                say(five.third),
                counted(group.len(), "value"),
                group.first().map_or("", |member| member.text.as_str()),
                group.last().map_or("", |member| member.text.as_str())
            );
            points.push(Point { text: name, at: points.len() as f64 });
            marks.push(Mark { value: Some(five.median), text: say(five.median), told, ..Mark::default() });
            members.push(group);
        }
        self.panels.push(members);
        let titles = |field: usize| dataset.fields()[field].title.clone();
        let measure = if fields.x.is_some() { fields.y.first().map(|&y| titles(y)) } else { None };
        Plot {
            title,
            axis: XKind::Category,
            points,
            series: vec![Series { name: Words::of(input.locale).median.to_owned(), marks }],
            x_name: fields.x.map(titles).unwrap_or_default(),
            measure: measure.unwrap_or_default(),
            unit,
            format: self.format.clone(),
            reach: Reach::default(),
        }
    }

    fn members(&self, index: usize) -> &[Vec<Member>] {
        self.panels.get(index).map(Vec::as_slice).unwrap_or_default()
    }

    fn scale(&self, job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        let own = self.panels.iter().flatten().flatten().map(|member| member.value);
        let all = own.chain(plot.reach.values.iter().copied()).map(|value| magnitude.apply(value));
        Scale::around(all, if job.narrow { 3 } else { 6 }, false)
    }

    /// "Highest median: North, 34; lowest: South, 21. Widest spread: …"
    fn words(&self, index: usize, plot: &Plot) -> Vec<String> {
        let mut sentences = match super::alt::ends(plot) {
            Some((high, low)) => vec![Words::english().medians(&high, &low)],
            None => super::alt::extremes(plot).into_iter().map(of_medians).collect(),
        };
        let Some(series) = plot.series.first() else { return sentences };
        let spread = |members: &[Member]| {
            let five = Five::of(members);
            five.third - five.first
        };
        let widest = self.members(index).iter().enumerate();
        let widest = widest.max_by(|a, b| spread(a.1).total_cmp(&spread(b.1)));
        if let Some((at, _)) = widest.filter(|_| plot.points.len() > 1) {
            sentences.push(format!("Widest spread: {}: {}.", plot.points[at].text, series.marks[at].said()));
        }
        sentences
    }

    fn boxes(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, index: usize) {
        let magnitude = job.magnitude(plot);
        let series = &plot.series[0];
        let colour = |name: &str| if job.dimmed("", name) { theme::GREY } else { theme::colour(0) };
        let groups = self.members(index);
        let item = |(at, members): (usize, &Vec<Member>)| {
            let five = Five::of(members);
            let ends = [five.low, five.first, five.median, five.third, five.high].map(|v| magnitude.apply(v));
            let name = &plot.points[at].text;
            json!({"value": ends, "name": name, "text": series.marks[at].said(),
                "itemStyle": {"borderColor": colour(name)}})
        };
        let boxes = Boxplot::new()
            .name(series.name.as_str())
            .item_style(ItemStyle::new().color(theme::GRID).border_color(theme::colour(0)).border_width(1.5));
        let data: Vec<Json> = groups.iter().enumerate().map(item).collect();
        let extra = json!({"data": data, "xAxisIndex": index, "yAxisIndex": index, "boxWidth": [10, 22],
            "layout": "vertical"});
        sheet.series(charming::series::Series::Boxplot(boxes), extra);
        let outside = |(at, members): (usize, &Vec<Member>)| {
            let five = Five::of(members);
            let name = plot.points[at].text.clone();
            let far = members.iter().filter(move |m| m.value < five.low || m.value > five.high);
            far.map(|member| dot(&member.name, member, (magnitude.apply(member.value), at), colour(&name)))
                .collect::<Vec<Json>>()
        };
        let dots = dots("Outlier", index, 6.0);
        let data: Vec<Json> = groups.iter().enumerate().flat_map(outside).collect();
        if !data.is_empty() {
            sheet.series(charming::series::Series::Scatter(dots), json!({"data": data}));
        }
    }

    fn strips(
        &self,
        job: &Job<'_>,
        sheet: &mut Sheet,
        plot: &Plot,
        (inner, scale, index): (Rect, &Scale, usize),
    ) {
        let magnitude = job.magnitude(plot);
        let groups = self.members(index);
        let most = groups.iter().map(Vec::len).max().unwrap_or(0);
        let size = if most <= 60 {
            8.0
        } else if most <= 200 {
            6.0
        } else {
            4.0
        };
        let mut data = Vec::new();
        for (at, members) in groups.iter().enumerate() {
            let across: Vec<f64> =
                members.iter().map(|m| scale.part(magnitude.apply(m.value)) * inner.width).collect();
            let lifts = swarm(&across, size + 0.5, STRIP_ROW / 2.0 - size / 2.0 - 4.0);
            let grey = job.dimmed("", &plot.points[at].text);
            for (member, lift) in members.iter().zip(lifts) {
                let wanted = job.spec.highlight.as_ref().is_some_and(|wanted| wanted.value == member.name);
                let colour = if grey && !wanted { theme::GREY } else { theme::colour(0) };
                let mut item = dot(&member.name, member, (magnitude.apply(member.value), at), colour);
                item["symbolOffset"] = json!([0, (lift * 100.0).round() / 100.0]);
                data.push(item);
            }
        }
        let name = plot.measure.as_str();
        sheet.series(
            charming::series::Series::Scatter(dots(name, index, size)),
            json!({"data": data, "itemStyle": {"borderColor": theme::BACKGROUND, "borderWidth": 0.75}}),
        );
        let middle = |(at, mark): (usize, &Mark)| {
            Some(json!({"value": [magnitude.apply(mark.value?), at], "symbolSize": [3, STRIP_ROW - 20.0],
                "name": plot.points[at].text, "text": mark.said()}))
        };
        let data: Vec<Json> = plot.series[0].marks.iter().enumerate().filter_map(middle).collect();
        let bars = rows::blocks(Words::of(job.input.locale).median, index, theme::TEXT);
        sheet.series(
            charming::series::Series::Scatter(bars),
            json!({"data": data, "z": 4,
            "itemStyle": {"borderColor": theme::BACKGROUND, "borderWidth": 1}}),
        );
    }
}

impl Five {
    /// Of sorted values.
    fn of(members: &[Member]) -> Self {
        let values: Vec<f64> = members.iter().map(|member| member.value).collect();
        let [first, median, third] = [0.25, 0.5, 0.75].map(|part| quantile(&values, part));
        let reach = 1.5 * (third - first);
        let inside = || values.iter().copied().filter(|v| *v >= first - reach && *v <= third + reach);
        let (low, high) = (inside().fold(first, f64::min), inside().fold(third, f64::max));
        Self { low, first, median, third, high }
    }
}

/// A sentence about equal values as one about medians.
fn of_medians(sentence: String) -> String {
    let equal = sentence.strip_prefix("All ").and_then(|rest| rest.split_once(" values are equal: "));
    match equal {
        Some((count, median)) => format!("All {count} medians are equal: {median}"),
        None => sentence,
    }
}

/// How far dots at sorted places are lifted so that none overlap: the least way up or down, at most `most`.
fn swarm(across: &[f64], size: f64, most: f64) -> Vec<f64> {
    let mut lifts: Vec<f64> = Vec::with_capacity(across.len());
    for (at, x) in across.iter().enumerate() {
        let near: Vec<(f64, f64)> = (0..at)
            .rev()
            .take_while(|other| x - across[*other] < size)
            .map(|other| (across[other], lifts[other]))
            .collect();
        let free = |lift: &f64| near.iter().all(|(other, up)| (x - other).hypot(lift - up) >= size - 1e-9);
        let touching = near.iter().flat_map(|(other, up)| {
            let rise = (size * size - (x - other).powi(2)).max(0.0).sqrt();
            [up + rise, up - rise]
        });
        let mut options: Vec<f64> = std::iter::once(0.0).chain(touching).collect();
        options.sort_by(|a, b| a.abs().total_cmp(&b.abs()).then(b.total_cmp(a)));
        lifts.push(options.into_iter().find(free).unwrap_or(0.0));
    }
    let highest = lifts.iter().fold(0.0, |highest: f64, lift| highest.max(lift.abs()));
    if highest > most { lifts.iter().map(|lift| lift / highest * most).collect() } else { lifts }
}

fn dots(name: &str, index: usize, size: f64) -> Scatter {
    Scatter::new()
        .name(name)
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Circle)
        .symbol_size(size)
        .item_style(ItemStyle::new().color(theme::colour(0)).opacity(1.0))
}

fn dot(name: &str, member: &Member, (value, row): (f64, usize), colour: &str) -> Json {
    json!({"value": [value, row], "name": name, "text": member.text, "itemStyle": {"color": colour}})
}

impl Family for Groups {
    fn told(&self, words: &Words, highest: &str, lowest: &str) -> String {
        words.medians(highest, lowest)
    }

    fn legend(&self, job: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        if job.spec.chart_type.value == ChartType::Strip {
            vec![Entry {
                name: Words::of(job.input.locale).median.to_owned(),
                icon: "path://M4,0 L7,0 L7,11 L4,11 Z M0,5 L0,6 M11,5 L11,6",
            }]
        } else {
            Vec::new()
        }
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        let strip = job.spec.chart_type.value == ChartType::Strip;
        rows::height(job, plot, if strip { STRIP_ROW } else { BOX_ROW }, true)
    }

    fn ends(&self, _: &Job<'_>, _: &Plot, index: usize) -> Vec<f64> {
        self.members(index).iter().flatten().map(|member| member.value).collect()
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let scale = self.scale(job, plot);
        let look = Look { sides: rows::tick_sides(&scale), shown: true };
        let inner = rows::frame(job, sheet, plot, (cell.rect, look), axes::value(&scale, &plot.format, true));
        let first = sheet.series_count();
        if job.spec.chart_type.value == ChartType::Strip {
            self.strips(job, sheet, plot, (inner, &scale, cell.index));
        } else {
            self.boxes(job, sheet, plot, cell.index);
        }
        annotate::annotate(job, sheet, plot, Target::rows(plot, (first, cell.index), inner, scale));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(values: &[f64]) -> Vec<Member> {
        let member = |value: &f64| Member { value: *value, name: String::new(), text: String::new() };
        values.iter().map(member).collect()
    }

    #[test]
    fn quartiles_are_interpolated_and_far_values_stand_outside() {
        // R: quantile(c(1, 2, 3, 4, 5, 6, 7, 30)) gives 2.75, 4.5, 6.25.
        let five = Five::of(&members(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 30.0]));
        assert_eq!(five, Five { low: 1.0, first: 2.75, median: 4.5, third: 6.25, high: 7.0 });
    }

    #[test]
    fn equal_medians_are_not_equal_values() {
        assert_eq!(of_medians("All 3 values are equal: b, 5.".to_owned()), "All 3 medians are equal: b, 5.");
    }

    #[test]
    fn dots_of_a_swarm_do_not_overlap() {
        let across = [0.0, 1.0, 2.0, 3.0, 20.0];
        let lifts = swarm(&across, 8.0, 100.0);
        for a in 0..across.len() {
            for b in 0..a {
                assert!((across[a] - across[b]).hypot(lifts[a] - lifts[b]) > 7.99, "{lifts:?}");
            }
        }
        assert_eq!((lifts[0], lifts[4]), (0.0, 0.0));
        assert!(swarm(&across, 8.0, 5.0).iter().all(|lift| lift.abs() <= 5.0));
    }
}
