//! Bars and lines whose plots are changed before they are drawn: ranked, as shares of 100 %, to both sides of a middle.

use super::ChartInput;
use super::cells::Cells;
use super::families::{Found, Plotted};
use super::frame::{Job, Sheet};
use super::plot::{self, Plot};
use super::{shares, stack_parts, theme};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, ChartType, Dataset, Stack};
use charming::element::ItemStyle;

/// A chart of plots in the order and the shares that the block asks for.
pub(super) fn drawing(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
    paint: fn(&Job<'_>, &[Plot]) -> Sheet,
    words: fn(&Plot) -> Vec<String>,
) -> Found {
    let (plots, mut diagnostics) = plot::plots(input, spec, dataset);
    check(spec, &mut diagnostics);
    let cells = Cells::find(input, spec, dataset).0;
    let plots = plots.map(|mut plots| {
        if let Some(cells) = &cells {
            stack_parts::check(spec, cells, &mut plots, &mut diagnostics);
        }
        for plot in &mut plots {
            if spec.is_on("rank") {
                rank(plot);
            }
            let shared = matches!(spec.stack, Stack::Percent | Stack::Diverging)
                && !(spec.stack == Stack::Diverging && plot.measured().is_percent());
            if shared {
                let least = shares::decimals(spec, dataset, plot);
                shares::to_shares(plot, least, input.locale);
            }
        }
        plots
    });
    let plots = plots.filter(|_| !diagnostics.has_errors());
    (plots.map(|plots| Plotted::boxed(spec, plots, paint, words)), diagnostics)
}

/// A way to stack that the type has not.
fn check(spec: &ChartSpec, diagnostics: &mut Diagnostics) {
    let (word, types) = match spec.stack {
        Stack::Diverging => ("diverging", &[ChartType::Bar][..]),
        Stack::Stream => ("stream", &[ChartType::Area][..]),
        _ => return,
    };
    if !types.contains(&spec.chart_type.value) {
        let own = spec.chart_type.value.row().name;
        let takers: Vec<&str> = types.iter().map(|kind| kind.row().name).collect();
        diagnostics.push(
            Diagnostic::new(rules::UNUSED_KEY, format!("a `{own}` chart does not take `stack: {word}`"))
                .at(spec.chart_type.span, "")
                .help(format!("choose `stack: true`, or the type `{}`", takers.join("`, `"))),
        );
    }
}

/// Greatest first by the first series; then gaps, and what sums up the rest.
fn rank(plot: &mut Plot) {
    let Some(first) = plot.series.first() else { return };
    let value = |at: usize| first.marks.get(at).and_then(|mark| mark.value).unwrap_or(f64::NEG_INFINITY);
    let mut order: Vec<usize> = (0..plot.points.len()).collect();
    order.sort_by(|a, b| is_rest(plot, *a).cmp(&is_rest(plot, *b)).then(value(*b).total_cmp(&value(*a))));
    plot.points = order.iter().map(|&at| plot.points[at].clone()).collect();
    for (place, point) in plot.points.iter_mut().enumerate() {
        point.at = place as f64;
    }
    for series in &mut plot.series {
        series.marks = order.iter().filter_map(|&at| series.marks.get(at).cloned()).collect();
    }
}

/// Whether a point stands for all that `limit` cut off.
fn is_rest(plot: &Plot, at: usize) -> bool {
    plot.series.iter().filter_map(|series| series.marks.get(at)).any(|mark| mark.rest)
}

/// The names of ranked categories: `1  Terbium`; equal values share a rank, and the rest has none.
pub(super) fn ranked_names(plot: &Plot) -> Vec<String> {
    let value = |at: usize| plot.series.first().and_then(|s| s.marks.get(at)).and_then(|mark| mark.value);
    let mut rank = 1;
    let name = |(at, point): (usize, &plot::Point)| {
        if at > 0 && value(at) != value(at - 1) {
            rank = at + 1;
        }
        // What has no value has no rank.
        match value(at) {
            Some(_) if !is_rest(plot, at) => format!("{rank}\u{2002}{}", point.text),
            _ => point.text.clone(),
        }
    };
    plot.points.iter().enumerate().map(name).collect()
}

/// The series in the order in which they are stacked, each with the factor by which its values are multiplied. To both
/// sides of a middle, the series nearest to it comes first, and one in the middle is cut in half.
pub(super) fn order(stack: Stack, count: usize) -> Vec<(usize, f64)> {
    if stack != Stack::Diverging {
        return (0..count).map(|series| (series, 1.0)).collect();
    }
    let half = count / 2;
    let middle = (count % 2 == 1).then_some(half);
    let left = middle.map(|at| (at, -0.5)).into_iter().chain((0..half).rev().map(|at| (at, -1.0)));
    let right = middle.map(|at| (at, 0.5)).into_iter().chain((half + count % 2..count).map(|at| (at, 1.0)));
    left.chain(right).collect()
}

/// The ends of what is stacked to both sides of a middle.
pub(super) fn diverging_ends(plot: &Plot) -> Vec<f64> {
    let order = order(Stack::Diverging, plot.series.len());
    let sum = |at: usize, sign: f64| -> f64 {
        let parts = order.iter().filter(|(_, factor)| factor * sign > 0.0);
        parts.filter_map(|(series, factor)| Some(plot.series[*series].marks.get(at)?.value? * factor)).sum()
    };
    (0..plot.points.len()).flat_map(|at| [sum(at, -1.0), sum(at, 1.0)]).collect()
}

/// Answers of a scale: one colour to each side, fainter near the middle, which is grey.
pub(super) fn answer_style(number: usize, count: usize) -> ItemStyle {
    let half = count / 2;
    let style = ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.0);
    if count % 2 == 1 && number == half {
        return style.color(theme::GREY).opacity(0.7);
    }
    let left = number < half;
    let from_middle = if left { half - number } else { number + 1 - half - count % 2 };
    let strength = if half <= 1 { 1.0 } else { (from_middle as f64 - 1.0) / (half as f64 - 1.0) };
    style.color(theme::colour(if left { 2 } else { 0 })).opacity(0.62 + 0.38 * strength)
}

#[cfg(test)]
mod tests {
    use super::super::plot::{Mark, Point, Series, XKind};
    use super::*;

    fn plot(series: &[&[f64]]) -> Plot {
        let mark = |value: &f64| Mark { value: Some(*value), text: value.to_string(), ..Mark::default() };
        let points = (0..series[0].len()).map(|at| Point { text: format!("p{at}"), at: at as f64 }).collect();
        let series = series.iter().enumerate().map(|(number, values)| Series {
            name: format!("s{number}"),
            marks: values.iter().map(mark).collect(),
        });
        Plot {
            title: None,
            axis: XKind::Category,
            points,
            series: series.collect(),
            x_name: String::new(),
            measure: "sales".to_owned(),
            unit: None,
            format: Default::default(),
            reach: Default::default(),
        }
    }

    #[test]
    fn a_scale_of_answers_is_stacked_from_its_middle() {
        assert_eq!(order(Stack::Diverging, 4), [(1, -1.0), (0, -1.0), (2, 1.0), (3, 1.0)]);
        assert_eq!(order(Stack::Diverging, 3), [(1, -0.5), (0, -1.0), (1, 0.5), (2, 1.0)]);
        assert_eq!(order(Stack::Plain, 2), [(0, 1.0), (1, 1.0)]);
        assert_eq!(diverging_ends(&plot(&[&[10.0], &[20.0], &[70.0]])), [-20.0, 80.0]);
    }

    #[test]
    fn equal_values_share_a_rank() {
        let mut ranked = plot(&[&[3.0, 9.0, 3.0, 1.0]]);
        rank(&mut ranked);
        let names = ranked_names(&ranked);
        assert_eq!(names, ["1\u{2002}p1", "2\u{2002}p0", "2\u{2002}p2", "4\u{2002}p3"]);
        ranked.series[0].marks[3].value = None;
        assert_eq!(ranked_names(&ranked)[3], "p3", "what has no value has no rank");
    }

    #[test]
    fn the_rest_stands_last_without_a_rank() {
        let mut ranked = plot(&[&[3.0, 9.0, 11.0]]);
        ranked.series[0].marks[2].rest = true;
        rank(&mut ranked);
        assert_eq!(ranked_names(&ranked), ["1\u{2002}p1", "2\u{2002}p0", "p2"]);
    }
}
