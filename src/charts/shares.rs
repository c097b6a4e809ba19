//! Shares of 100 %: every value as a part of the sum of its category, with as many decimals as it takes to say nothing
//! false. A small part is never 0 %, and shares that words compare are alike only when they are equal.

use super::plot::Plot;
use super::scale::tidy;
use super::words::Words;
use crate::model::{ChartSpec, Dataset, Format, Locale, Unit};
use crate::syntax::print;

/// Beyond so many decimals a difference is an error of arithmetic.
const MOST: u8 = 12;

/// Beyond so many decimals written digits are noise.
const NOISE: u8 = 4;

/// How many decimals cells in per cent have; none of other cells.
pub(super) fn decimals(spec: &ChartSpec, dataset: &Dataset, plot: &Plot) -> u8 {
    if !plot.measured().is_percent() {
        return 0;
    }
    let of = |field: usize| {
        let written =
            || (0..dataset.len()).filter_map(|at| Some(dataset.view(at, field).number()?.written.decimals));
        dataset.fields()[field].format.decimals.or_else(|| written().max())
    };
    let fields = spec.y.iter().filter_map(|name| dataset.field(&name.value));
    fields.filter_map(of).filter(|decimals| *decimals <= NOISE).max().unwrap_or(0)
}

/// Turns every value into its share, with this many decimals or more.
pub(super) fn to_shares(plot: &mut Plot, least: u8, locale: &Locale) {
    let mut shared = Vec::new();
    for at in 0..plot.points.len() {
        let values = plot.series.iter().filter_map(|series| series.marks.get(at).and_then(|mark| mark.value));
        let total: f64 = values.filter(|value| *value > 0.0).sum();
        shared.push(total > 0.0);
        for mark in plot.series.iter_mut().filter_map(|series| series.marks.get_mut(at)) {
            let Some(value) = mark.value.filter(|_| total > 0.0) else { continue };
            mark.value = Some(tidy(value.max(0.0) / total * 100.0));
        }
    }
    let decimals = enough(plot, &shared, least, locale);
    for (series, decimals) in plot.series.iter_mut().zip(decimals) {
        let marks = series.marks.iter_mut().zip(&shared).zip(decimals);
        for ((mark, _), decimals) in marks.filter(|((_, shared), _)| **shared) {
            let Some(share) = mark.value else { continue };
            let text = written(share, decimals, locale);
            mark.told = format!("{text} ({})", mark.text);
            mark.text = text;
            mark.unit = Unit::percent();
        }
    }
    (plot.unit, plot.format) = (Some(Unit::percent()), Format::default());
    plot.measure = Words::of(locale).share_of(&plot.measure);
}

/// A part of a total in words: whole per cents, one decimal below ten, and as many as it takes to be neither nothing nor all.
pub(super) fn share(part: f64, total: f64, locale: &Locale) -> String {
    let share = if total > 0.0 { tidy(part / total * 100.0) } else { 0.0 };
    let least = u8::from(share > 0.0 && share < 10.0 && share.fract() != 0.0);
    let decimals = (least..MOST).find(|decimals| !is_false(share, *decimals, locale)).unwrap_or(MOST);
    written(share, decimals, locale)
}

/// Whether a part would be written as nothing or as all, though it is neither.
fn is_false(share: f64, decimals: u8, locale: &Locale) -> bool {
    let alike = |end: f64| share != end && written(share, decimals, locale) == written(end, decimals, locale);
    alike(0.0) || alike(100.0)
}

fn written(share: f64, decimals: u8, locale: &Locale) -> String {
    format!("{}%", print::amount(share, Some(decimals), locale))
}

/// The decimals of each share, by series and point.
fn enough(plot: &Plot, shared: &[bool], least: u8, locale: &Locale) -> Vec<Vec<u8>> {
    let share = |series: usize, at: usize| plot.series[series].marks.get(at)?.value.filter(|_| shared[at]);
    let series = 0..plot.series.len();
    let needed = |at: usize| {
        let honest = |decimals: &u8| {
            !series.clone().filter_map(|one| share(one, at)).any(|it| is_false(it, *decimals, locale))
        };
        (least..MOST).find(honest).unwrap_or(MOST)
    };
    let of_points: Vec<u8> = (0..shared.len()).map(needed).collect();
    let mut decimals = vec![of_points; plot.series.len()];
    let all: Vec<(usize, usize, f64)> = series
        .flat_map(|one| (0..shared.len()).filter_map(move |at| Some((one, at, share(one, at)?))))
        .collect();
    for pair in compared(&all) {
        let [(a, b), (c, d)] = pair.map(|(series, at, _)| (series, at));
        let [one, two] = pair.map(|(_, _, share)| share);
        let from = decimals[a][b].max(decimals[c][d]);
        let same = |decimals: u8| written(one, decimals, locale) == written(two, decimals, locale);
        if one != two && same(from) {
            let needed = (from..MOST).find(|decimals| !same(*decimals)).unwrap_or(MOST);
            (decimals[a][b], decimals[c][d]) = (needed, needed);
        }
    }
    decimals
}

/// The pairs of shares that words compare: the first and the last of each series, the greatest and the least of all.
fn compared(all: &[(usize, usize, f64)]) -> Vec<[(usize, usize, f64); 2]> {
    let ends = all.chunk_by(|a, b| a.0 == b.0).filter_map(|own| Some([*own.first()?, *own.last()?]));
    let greatest = all.iter().rev().max_by(|a, b| a.2.total_cmp(&b.2));
    let least = all.iter().min_by(|a, b| a.2.total_cmp(&b.2));
    ends.chain(greatest.zip(least).map(|(greatest, least)| [*greatest, *least])).collect()
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
            reach: Default::default(),
            title: None,
            axis: XKind::Category,
            points,
            series: series.collect(),
            x_name: String::new(),
            measure: "sales".to_owned(),
            unit: None,
            format: Default::default(),
        }
    }

    fn said(series: &[&[f64]], least: u8) -> Vec<String> {
        let mut plot = plot(series);
        to_shares(&mut plot, least, &Locale::default());
        plot.series.iter().flat_map(|s| s.marks.iter().map(|mark| mark.said().to_owned())).collect()
    }

    #[test]
    fn shares_sum_to_a_hundred_and_tell_what_they_were() {
        assert_eq!(said(&[&[30.0, 0.0], &[90.0, 0.0]], 0), ["25% (30)", "0", "75% (90)", "0"]);
        let mut shares = plot(&[&[30.0], &[90.0]]);
        to_shares(&mut shares, 0, &Locale::default());
        assert_eq!(shares.measure, "Share of sales");
    }

    #[test]
    fn a_part_is_never_nothing_or_all() {
        assert_eq!(
            said(&[&[1.0, 1.0, 0.0], &[999.0, 3.0, 5.0]], 0),
            ["0.1% (1)", "25% (1)", "0% (0)", "99.9% (999)", "75% (3)", "100% (5)"]
        );
        assert_eq!(said(&[&[1.0], &[2e6]], 0), ["0.00005% (1)", "99.99995% (2000000)"]);
    }

    #[test]
    fn a_part_in_words_is_never_nothing_or_all() {
        let en = Locale::default();
        let said = |part: f64, total: f64| share(part, total, &en);
        assert_eq!([said(1.0, 3.0), said(1.0, 20.0), said(1.0, 18.0)], ["33%", "5%", "5.6%"]);
        assert_eq!([said(9995.0, 10_000.0), said(999.0, 1000.0)], ["99.95%", "99.9%"]);
        assert_eq!([said(1.0, 5000.0), said(5.0, 5.0), said(0.0, 5.0)], ["0.02%", "100%", "0%"]);
        assert_eq!(share(1.0, 5000.0, &Locale::of("de")), "0,02%");
    }

    #[test]
    fn shares_that_are_compared_differ_as_written_when_they_differ() {
        // 33.2 %, 40 % and 33.4 % of the first series: its ends are compared, the middle is not.
        assert_eq!(
            said(&[&[332.0, 400.0, 334.0], &[668.0, 600.0, 666.0]], 0),
            ["33.2% (332)", "40% (400)", "33.4% (334)", "66.8% (668)", "60% (600)", "66.6% (666)"]
        );
        assert_eq!(said(&[&[1.0, 2.0], &[2.0, 4.0]], 0)[..2], ["33% (1)", "33% (2)"]);
        assert_eq!(said(&[&[12.5], &[87.5]], 1), ["12.5% (12.5)", "87.5% (87.5)"]);
    }
}
