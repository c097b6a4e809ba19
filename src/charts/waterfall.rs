//! Waterfalls: changes that add up, each bar beginning where the one before it ended; totals stand on zero.

use super::ChartInput;
use super::annotate::{self, Target};
use super::families::{Drawing, Found, Owned};
use super::frame::{Cell, Entry, Family, Job, Rect, Sheet};
use super::plot::{self, Mark, Plot};
use super::rows::{self, Look, block, blocks};
use super::scale::Scale;
use super::{alt, axes, theme};
use crate::diagnostics::{Diagnostic, Diagnostics, advice, rules};
use crate::model::{ChartSpec, Dataset, Quantity};
use crate::syntax::print;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The family: for each panel, by its title, where each bar begins and ends, and whether it is a total.
pub(super) struct Waterfalls {
    steps: Vec<(Option<String>, Vec<Step>)>,
    /// The level that each panel reaches, as text.
    ends: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    from: f64,
    to: f64,
    total: bool,
}

const ROW: f64 = 32.0;

/// A waterfall of the first series of each panel.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (plots, mut diagnostics) = plot::plots(input, spec, dataset);
    let Some(mut plots) = plots else { return (None, diagnostics) };
    check_totals(spec, &plots, &mut diagnostics);
    let totals: Vec<&str> = spec.texts("totals").iter().map(|name| name.value.as_str()).collect();
    let (mut steps, mut ends) = (Vec::new(), Vec::new());
    let format = spec.y.first().and_then(|y| dataset.field(&y.value)).map(|y| &dataset.fields()[y].format);
    for plot in &mut plots {
        plot.series.truncate(1);
        let points: Vec<String> = plot.points.iter().map(|point| point.text.clone()).collect();
        // A total is written as the values are: without a unit where these have none.
        let unit = plot.unit.clone().filter(|unit| {
            let sign = unit.to_string();
            plot.series.iter().flat_map(|series| &series.marks).any(|mark| mark.text.contains(&sign))
        });
        let unit = unit.unwrap_or_default();
        let Some(series) = plot.series.first_mut() else { continue };
        let written = |amount: f64| {
            let quantity = Quantity { amount, unit: unit.clone(), written: Arc::default() };
            print::quantity(&quantity, format.unwrap_or(&crate::model::Format::default()), input.locale)
        };
        let walked = walk(&mut series.marks, |at| totals.contains(&points[at].as_str()), &written);
        ends.push(written(walked.last().map_or(0.0, |step| step.to)));
        steps.push((plot.title.clone(), walked));
    }
    let family = Waterfalls { steps, ends };
    (
        Some(Box::new(Owned { plots, family, words: |family, _, plot| family.words(plot) })
            as Box<dyn Drawing>),
        diagnostics,
    )
}

/// Where bars begin and end. A total without a value takes the sum so far; changes carry their sign.
fn walk(marks: &mut [Mark], is_total: impl Fn(usize) -> bool, written: &impl Fn(f64) -> String) -> Vec<Step> {
    let mut level = 0.0;
    let mut steps = Vec::new();
    for (at, mark) in marks.iter_mut().enumerate() {
        let total = is_total(at);
        if total {
            let to = mark.value.unwrap_or(level);
            if mark.value.is_none() {
                *mark = Mark { value: Some(to), text: written(to), ..Mark::default() };
            }
            steps.push(Step { from: 0.0, to, total });
            level = to;
            continue;
        }
        let change = mark.value.unwrap_or(0.0);
        if change > 0.0 && !mark.text.is_empty() && !mark.text.starts_with('+') {
            mark.text = format!("+{}", mark.text);
        }
        steps.push(Step { from: level, to: level + change, total });
        level += change;
    }
    steps
}

fn check_totals(spec: &ChartSpec, plots: &[Plot], diagnostics: &mut Diagnostics) {
    let names = || plots.iter().flat_map(|plot| plot.points.iter().map(|point| point.text.as_str()));
    for total in spec.texts("totals") {
        if !names().any(|name| name == total.value) {
            diagnostics.push(
                Diagnostic::new(
                    rules::UNDEFINED_RECORD,
                    format!("`totals` names `{}`, which is no category of the chart", total.value),
                )
                .at(total.span, "")
                .maybe_help(advice("category", &total.value, names())),
            );
        }
    }
}

impl Waterfalls {
    /// The steps of a panel.
    fn of(&self, plot: &Plot) -> &[Step] {
        self.place(plot).map(|at| self.steps[at].1.as_slice()).unwrap_or_default()
    }

    fn place(&self, plot: &Plot) -> Option<usize> {
        self.steps.iter().position(|(title, _)| *title == plot.title)
    }

    fn scale(&self, job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        let ends = self.of(plot).iter().flat_map(|step| [step.from, step.to]);
        let ends = ends.chain(plot.reach.values.iter().copied());
        Scale::around(ends.map(|v| magnitude.apply(v)), if job.narrow { 3 } else { 5 }, true)
    }

    /// Room at both ends of the axis for values beside the bars.
    fn room(&self, job: &Job<'_>, plot: &Plot, width: f64) -> (f64, f64) {
        let (scale, magnitude) = (self.scale(job, plot), job.magnitude(plot));
        let room = rows::widest_value(plot) + 10.0;
        // Labels of falls stand to the left of their bars: only one that ends near the edge needs room beyond it.
        let width = width - rows::name_room(job, plot) - room;
        let falls = self.of(plot).iter().filter(|step| step.to < step.from);
        let left =
            falls.map(|step| room - scale.part(magnitude.apply(step.to)) * width * 0.7).fold(4.0, f64::max);
        (left.max(plot.reach.widths.sides.0), room)
    }

    /// Whether values stand beside the bars; those that take most of the width are left to the table, and the axis is drawn.
    fn labelled(&self, job: &Job<'_>, plot: &Plot) -> bool {
        let (left, right) = self.room(job, plot, job.width());
        left + right <= (job.width() - rows::name_room(job, plot)) * 0.6
    }

    /// "From Revenue, $120M to Profit, $18M. Greatest rise: … Greatest fall: …"; without a total at the end, "to $18M after Tax".
    fn words(&self, plot: &Plot) -> Vec<String> {
        let Some(series) = plot.series.first() else { return Vec::new() };
        let steps = self.of(plot);
        let named = |at: usize| alt::listed(&[&plot.points[at].text, &series.marks[at].text]);
        let of = |sign: f64| {
            let changes = steps.iter().enumerate().filter(|(_, step)| !step.total);
            let changes = changes.map(|(at, step)| (at, (step.to - step.from) * sign));
            changes.filter(|(_, change)| *change > 0.0).max_by(|a, b| a.1.total_cmp(&b.1))
        };
        let mut sentences = Vec::new();
        let known = |at: &usize| series.marks.get(*at).is_some_and(|mark| mark.value.is_some());
        let mut ends = (0..plot.points.len()).filter(known);
        if let (Some(first), Some(last)) = (ends.next(), ends.next_back()) {
            // What a change comes to is the level it leaves, not its own size.
            let level = self.place(plot).map_or("", |at| self.ends[at].as_str());
            sentences.push(match steps.get(last).is_some_and(|step| step.total) {
                true => format!("From {} to {}.", named(first), named(last)),
                false => format!("From {} to {level} after {}.", named(first), plot.points[last].text),
            });
        }
        sentences.extend(of(1.0).map(|(at, _)| format!("Greatest rise: {}.", named(at))));
        sentences.extend(of(-1.0).map(|(at, _)| format!("Greatest fall: {}.", named(at))));
        sentences
    }

    fn items(&self, job: &Job<'_>, plot: &Plot, (scale, inner): (&Scale, Rect)) -> Vec<Json> {
        let magnitude = job.magnitude(plot);
        let marks = plot.series.first().map(|series| series.marks.as_slice()).unwrap_or_default();
        let labelled = self.labelled(job, plot);
        let steps = self.of(plot).iter().enumerate();
        steps
            .filter_map(|(row, step)| {
                let mark = marks.get(row).filter(|mark| mark.value.is_some())?;
                let ends = (magnitude.apply(step.from), magnitude.apply(step.to));
                let mut item = block((inner, scale), ends, row, 20.0);
                let name = &plot.points[row].text;
                let colour = match (step.total, step.to < step.from) {
                    _ if job.dimmed("", name) => theme::GREY,
                    (true, _) => theme::colour(4),
                    (_, false) => theme::colour(0),
                    (_, true) => theme::colour(3),
                };
                item["name"] = json!(name);
                item["text"] = json!(mark.said());
                item["itemStyle"] = json!({"color": colour});
                if labelled {
                    let side = if step.to < step.from { "left" } else { "right" };
                    item["label"] = rows::words(&mark.text, side);
                }
                Some(item)
            })
            .collect()
    }

    /// Thin lines that carry each level to the next row.
    fn links(&self, job: &Job<'_>, plot: &Plot) -> Json {
        let magnitude = job.magnitude(plot);
        let steps = self.of(plot);
        let link = |(row, pair): (usize, &[Step])| {
            let level = magnitude.apply(pair[0].to);
            json!([{"coord": [level, row]}, {"coord": [level, row + 1]}])
        };
        let data: Vec<Json> = steps.windows(2).enumerate().map(link).collect();
        json!({"silent": true, "symbol": "none", "label": {"show": false},
            "lineStyle": {"color": theme::AXIS, "width": 1, "type": "solid"}, "data": data})
    }
}

impl Family for Waterfalls {
    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        rows::height(job, plot, ROW, !self.labelled(job, plot))
    }

    fn ends(&self, _: &Job<'_>, plot: &Plot, _: usize) -> Vec<f64> {
        self.of(plot).iter().flat_map(|step| [step.from, step.to]).collect()
    }

    fn sides(&self, job: &Job<'_>, plot: &Plot, width: f64) -> (f64, f64) {
        self.room(job, plot, width)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let scale = self.scale(job, plot);
        let shown = !self.labelled(job, plot);
        let sides = match shown {
            true => rows::tick_sides(&scale),
            false => self.room(job, plot, cell.rect.width),
        };
        let look = Look { sides, shown };
        let inner =
            rows::frame(job, sheet, plot, (cell.rect, look), axes::value(&scale, &plot.format, shown));
        let first = sheet.series_count();
        let name = plot.series.first().map_or("", |series| series.name.as_str());
        let series = blocks(name, cell.index, theme::colour(0));
        let data = self.items(job, plot, (&scale, inner));
        sheet.series(charming::series::Series::Scatter(series), json!({"data": data}));
        let links = blocks("", cell.index, "transparent");
        sheet.series(
            charming::series::Series::Scatter(links),
            json!({"data": [], "silent": true, "z": 1, "markLine": self.links(job, plot)}),
        );
        annotate::annotate(job, sheet, plot, Target::rows(plot, (first, cell.index), inner, scale));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_begin_where_the_last_ended_and_totals_on_zero() {
        let mark = |value: Option<f64>, text: &str| Mark { value, text: text.to_owned(), ..Mark::default() };
        let mut marks =
            [mark(Some(10.0), "10"), mark(Some(5.0), "5"), mark(Some(-20.0), "−20"), mark(None, "")];
        let steps = walk(&mut marks, |at| at == 0 || at == 3, &|amount| format!("= {amount}"));
        let step = |from: f64, to: f64, total: bool| Step { from, to, total };
        let expected =
            [step(0.0, 10.0, true), step(10.0, 15.0, false), step(15.0, -5.0, false), step(0.0, -5.0, true)];
        assert_eq!(steps, expected);
        let texts: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
        assert_eq!(texts, ["10", "+5", "−20", "= -5"]);
    }
}
