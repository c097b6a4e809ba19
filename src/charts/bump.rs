//! Bumps: ranks of series over time, the first on top, names at both ends.
//!
//! Ranks come from the values at each place of `x`, greatest first; where all values are ranks already, whole numbers from
//! 1 to the number of series, they are taken as they are.

use super::ChartInput;
use super::families::{Drawing, Found, Owned};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet};
use super::plot::{self, Plot, Series};
use super::words::Words;
use super::{alt, axes, fields, label, text, theme};
use crate::model::{ChartSpec, Dataset};
use charming::component::Axis;
use charming::element::{
    AxisLabel, AxisLine, AxisTick, AxisType, ItemStyle, LineStyle, SplitLine, Symbol, TextAlign,
};
use charming::series::Line;
use serde_json::{Value as Json, json};

/// The family: the rank of each mark, by panel and series.
pub(super) struct Bumps {
    ranks: Vec<Vec<Option<usize>>>,
    /// Whether the values are ranks themselves, of which the greatest is the last.
    given: bool,
}

const ROW: f64 = 34.0;

/// A bump chart.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (plots, mut diagnostics) = plot::read(input, spec, dataset);
    let Some(plots) = plots else { return (None, diagnostics) };
    if plots.iter().all(|plot| plot.series.len() <= 12) {
        fields::check_units(spec, input, &plots, &mut diagnostics);
    } else {
        fields::check_plots(input, spec, &plots, &mut diagnostics);
    }
    let family = Bumps::of(plots.first());
    (
        Some(Box::new(Owned { plots, family, words: |family, _, plot| family.words(plot) })
            as Box<dyn Drawing>),
        diagnostics,
    )
}

/// Whether all values are ranks already.
fn are_ranks(plot: &Plot) -> bool {
    let count = plot.series.len() as f64;
    plot.values().all(|value| value.fract() == 0.0 && value >= 1.0 && value <= count)
}

fn ranks(plot: &Plot) -> Vec<Vec<Option<usize>>> {
    let value = |series: &Series, at: usize| series.marks.get(at).and_then(|mark| mark.value);
    let given = are_ranks(plot);
    let rank = |series: &Series, at: usize| {
        let own = value(series, at)?;
        if given {
            return Some(own as usize);
        }
        let better = plot.series.iter().filter(|other| value(other, at).is_some_and(|v| v > own)).count();
        Some(better + 1)
    };
    plot.series.iter().map(|s| (0..plot.points.len()).map(|at| rank(s, at)).collect()).collect()
}

/// What stands around the lines.
struct Room {
    /// The name of the ranks, in lines.
    name: Vec<String>,
    /// The name of the horizontal axis, in lines.
    x_name: Vec<String>,
    /// At the left and the right.
    sides: (f64, f64),
    foot: f64,
}

impl Room {
    fn head(&self) -> f64 {
        self.name.len() as f64 * LINE + 14.0
    }
}

/// The name of a series in at most two lines, of which a row has room.
fn end_lines(name: &str, width: f64) -> Vec<String> {
    text::fitted(name, theme::FONT, width * 0.4, 2)
}

impl Bumps {
    fn of(plot: Option<&Plot>) -> Self {
        Self { ranks: plot.map(ranks).unwrap_or_default(), given: plot.is_some_and(are_ranks) }
    }

    fn room(&self, job: &Job<'_>, plot: &Plot, width: f64) -> Room {
        let word = Words::of(job.input.locale).rank;
        let name =
            if plot.measure.is_empty() { word.to_owned() } else { format!("{word}: {}", plot.measure) };
        let names = plot.series.iter().flat_map(|series| end_lines(&series.name, width));
        let names = names.map(|line| text::width(&line, theme::FONT)).fold(0.0, f64::max);
        let left = text::width(&self.last().to_string(), theme::FONT) + 20.0;
        let right = names * if job.spec.highlight.is_some() { 1.06 } else { 1.0 } + 14.0;
        let halves = axes::end_halves(plot, width - left - right);
        let sides = (left.max(halves.0), right.max(halves.1));
        let inner = width - sides.0 - sides.1;
        let x_name = axes::name_of_axis(&plot.x_name, inner);
        let foot = axes::foot(plot, axes::thinning(plot, inner).1, &x_name) + 2.0;
        Room { name: axes::name_of_axis(&name, width), x_name, sides, foot }
    }

    fn end(&self, number: usize) -> Option<usize> {
        self.ranks.get(number)?.iter().rev().find_map(|rank| *rank)
    }

    fn last(&self) -> usize {
        self.ranks.iter().flatten().flatten().copied().max().unwrap_or(1)
    }

    /// "First at the end: Terbium (2020: 3). Greatest climb: …"
    fn words(&self, plot: &Plot) -> Vec<String> {
        let moves: Vec<(usize, usize, usize)> = (0..plot.series.len())
            .filter_map(|number| {
                let ranks = self.ranks.get(number)?;
                Some((number, ranks.iter().find_map(|rank| *rank)?, self.end(number)?))
            })
            .collect();
        let name = |number: usize| plot.series[number].name.as_str();
        let mut sentences: Vec<String> = self.leaders(plot).into_iter().collect();
        let change = |one: &(usize, usize, usize)| one.1 as i64 - one.2 as i64;
        let words = |one: &(usize, usize, usize)| format!("{}, from {} to {}", name(one.0), one.1, one.2);
        if let Some(one) = moves.iter().max_by_key(|one| change(one)).filter(|one| change(one) > 0) {
            sentences.push(format!("Greatest climb: {}.", words(one)));
        }
        if let Some(one) = moves.iter().min_by_key(|one| change(one)).filter(|one| change(one) < 0) {
            sentences.push(format!("Greatest fall: {}.", words(one)));
        }
        sentences
    }

    /// Who is first at the beginning and at the end: all that share the rank.
    fn leaders(&self, plot: &Plot) -> Option<String> {
        let ranked = |at: &usize| self.ranks.iter().any(|ranks| ranks.get(*at).copied().flatten().is_some());
        let mut known = (0..plot.points.len()).filter(ranked);
        let first = known.next()?;
        let first_of = |at: usize| -> Vec<&str> {
            let series = plot.series.iter().zip(&self.ranks);
            series.filter(|(_, ranks)| ranks[at] == Some(1)).map(|(series, _)| series.name.as_str()).collect()
        };
        let place = |at: usize| plot.points[at].text.as_str();
        let then = first_of(first);
        let Some(last) = known.next_back() else {
            return Some(format!("First in {}: {}.", place(first), joined(&then)));
        };
        let now = first_of(last);
        let (is, then, now) = (if now.len() > 1 { "are" } else { "is" }, joined(&then), joined(&now));
        Some(if then == now {
            format!("{now} {is} first in {} and in {}.", place(first), place(last))
        } else {
            format!("First in {}: {then}; first in {}: {now}.", place(first), place(last))
        })
    }

    fn items(&self, job: &Job<'_>, plot: &Plot, (number, width): (usize, f64)) -> Vec<Json> {
        let series = &plot.series[number];
        let dimmed = job.dimmed(&series.name, "");
        let ranks = &self.ranks[number];
        let ends = (ranks.iter().position(Option::is_some), ranks.iter().rposition(Option::is_some));
        let item = |(at, mark): (usize, &plot::Mark)| {
            let Some(rank) = ranks.get(at).copied().flatten() else {
                return json!({"value": null, "text": ""});
            };
            let text = if mark.text == rank.to_string() {
                mark.text.clone()
            } else {
                format!("rank {rank}, {}", mark.said())
            };
            let mut item = json!({"value": rank, "text": text});
            if ends.1 == Some(at) {
                let colour = if dimmed { theme::MUTED } else { theme::TEXT };
                item["label"] = json!({"show": true, "position": "right", "formatter": label::literal(&end_lines(&series.name, width).join("\n")),
                    "color": colour, "fontSize": theme::FONT, "offset": [3, 0],
                    "fontWeight": if dimmed || job.spec.highlight.is_none() { "normal" } else { "bold" }});
                item["label"] = label::with_lines(item["label"].take(), 16.0);
            }
            item
        };
        series.marks.iter().enumerate().map(item).collect()
    }

    fn line(job: &Job<'_>, plot: &Plot, number: usize, index: usize) -> Line {
        let name = plot.series[number].name.as_str();
        let dimmed = job.dimmed(name, "");
        let colour = job.series_colour(name, number);
        Line::new()
            .name(name)
            .x_axis_index(index as f64)
            .y_axis_index(index as f64)
            .symbol(Symbol::Custom(theme::shape(number).to_owned()))
            .symbol_size(if dimmed { 8.0 } else { 11.0 })
            .show_symbol(true)
            .connect_nulls(false)
            .item_style(ItemStyle::new().color(colour))
            .line_style(LineStyle::new().width(if dimmed { 1.5 } else { 3.5 }).color(colour))
            .z(if dimmed { 2 } else { 3 })
    }
}

/// "A, B and C"; of more than three, the first three and how many more.
fn joined(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [a, b, c, _, ..] => format!("{a}, {b}, {c} and {} more", names.len() - 3),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

impl Family for Bumps {
    fn extremes(&self, plot: &Plot) -> Option<(String, String)> {
        if self.given { None } else { alt::ends(plot) }
    }

    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, width: f64) -> f64 {
        let room = self.room(job, plot, width);
        room.head() + self.last() as f64 * ROW + room.foot
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let rect = cell.rect;
        let last = self.last();
        let room = self.room(job, plot, rect.width);
        let inner = Rect {
            left: rect.left + room.sides.0,
            top: rect.top + room.head(),
            width: rect.width - room.sides.0 - room.sides.1,
            height: rect.height - room.head() - room.foot,
        };
        sheet.name(&room.name.join("\n"), rect.left, rect.top, TextAlign::Left);
        let bottom = rect.top + rect.height - room.x_name.len() as f64 * LINE - 1.0;
        let middle = inner.left + inner.width / 2.0;
        sheet.name(&room.x_name.join("\n"), middle, bottom, TextAlign::Center);
        let category = Plot { axis: plot::XKind::Category, ..plot.clone() };
        let (x, x_extra) = axes::horizontal(job, &category, inner.width);
        let y = Axis::new()
            .type_(AxisType::Value)
            .min(0.5)
            .max(last as f64 + 0.5)
            .axis_line(AxisLine::new().show(false))
            .axis_tick(AxisTick::new().show(false))
            .axis_label(AxisLabel::new().show(true).color(theme::MUTED).font_size(theme::FONT))
            .split_line(SplitLine::new().show(false));
        let ticks: Vec<usize> = (1..=last).collect();
        let y_extra = json!({"inverse": true, "axisTick": {"customValues": ticks},
            "axisLabel": {"customValues": ticks, "margin": 14}});
        sheet.axes(inner, (x, merged(x_extra)), (y, y_extra));
        for number in 0..plot.series.len() {
            let data = self.items(job, plot, (number, rect.width));
            let line = Self::line(job, plot, number, cell.index);
            sheet.series(
                charming::series::Series::Line(line),
                // Names hang on the last symbol, whether the axis has a label there or not.
                json!({"data": data, "clip": false, "showAllSymbol": true, "smooth": 0.35, "smoothMonotone": "x"}),
            );
        }
    }
}

/// The axis below the last rank, not at its first.
fn merged(mut extra: Json) -> Json {
    extra["axisLine"] = json!({"onZero": false, "lineStyle": {"color": theme::AXIS}});
    extra["position"] = json!("bottom");
    extra
}

#[cfg(test)]
mod tests {
    use super::super::plot::{Mark, Point, XKind};
    use super::*;

    fn plot(rows: &[&[f64]]) -> Plot {
        let mark = |value: &f64| Mark { value: Some(*value), text: value.to_string(), ..Mark::default() };
        let series = rows.iter().enumerate().map(|(number, values)| Series {
            name: format!("s{number}"),
            marks: values.iter().map(mark).collect(),
        });
        Plot {
            title: None,
            axis: XKind::Category,
            points: (0..rows[0].len()).map(|at| Point { text: format!("y{at}"), at: at as f64 }).collect(),
            series: series.collect(),
            x_name: String::new(),
            measure: String::new(),
            unit: None,
            format: Default::default(),
            reach: Default::default(),
        }
    }

    #[test]
    fn the_greatest_is_first_unless_ranks_are_given() {
        let of = |rows: &[&[f64]]| ranks(&plot(rows)).into_iter().flatten().flatten().collect::<Vec<_>>();
        assert_eq!(of(&[&[10.0, 5.0], &[20.0, 6.0], &[20.0, 1.0]]), [3, 2, 1, 1, 1, 3]);
        assert_eq!(of(&[&[1.0, 2.0], &[2.0, 1.0]]), [1, 2, 2, 1]);
    }

    #[test]
    fn words_name_leaders_and_climbers() {
        let plot = plot(&[&[10.0, 50.0], &[20.0, 6.0], &[30.0, 7.0]]);
        let family = Bumps::of(Some(&plot));
        let expected = [
            "First in y0: s2; first in y1: s0.",
            "Greatest climb: s0, from 3 to 1.",
            "Greatest fall: s1, from 2 to 3.",
        ];
        assert_eq!(family.words(&plot), expected);
    }

    #[test]
    fn all_that_share_the_first_rank_are_named() {
        let said = |rows: &[&[f64]]| {
            let plot = plot(rows);
            Bumps::of(Some(&plot)).leaders(&plot).unwrap_or_default()
        };
        assert_eq!(said(&[&[9.0, 9.0], &[9.0, 8.0]]), "First in y0: s0 and s1; first in y1: s0.");
        assert_eq!(said(&[&[9.0, 5.0], &[9.0, 5.0]]), "s0 and s1 are first in y0 and in y1.");
        let five = [&[9.0, 5.0][..]; 5];
        assert_eq!(said(&five), "s0, s1, s2 and 2 more are first in y0 and in y1.");
        assert_eq!(said(&[&[9.0], &[5.0]]), "First in y0: s0.");
    }

    #[test]
    fn ranks_have_no_highest_value() {
        let ends = |rows: &[&[f64]]| {
            let plot = plot(rows);
            Bumps::of(Some(&plot)).extremes(&plot)
        };
        assert_eq!(ends(&[&[1.0, 2.0], &[2.0, 1.0]]), None);
        assert!(ends(&[&[10.0, 20.0], &[20.0, 10.0]]).is_some());
    }
}
