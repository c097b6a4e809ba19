//! Values written along lines: each beside its point, on the side where it touches no line, no other value and no edge;
//! one that finds no such place is left to the table.

use super::clear::Clear;
use super::frame::{Job, Rect};
use super::plot::{Plot, Series};
use super::scale::Scale;
use super::text;
use super::theme::FONT;

/// Where a value stands: above or below its point, and how far to the right of being centred there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tag {
    /// `top` or `bottom`.
    pub(super) side: &'static str,
    /// Pixels to the right.
    pub(super) shift: f64,
}

/// Height of a line of letters.
const HIGH: f64 = 15.0;

/// Between a point and its value.
const AWAY: f64 = 7.0;

/// The tags of every series of a panel, by mark. `words` gives what is written at a mark, if anything is.
pub(super) fn tags(
    job: &Job<'_>,
    plot: &Plot,
    (scale, inner): (&Scale, Rect),
    words: &dyn Fn(&Series, usize) -> Option<String>,
) -> Vec<Vec<Option<Tag>>> {
    let magnitude = job.magnitude(plot);
    let place = |series: &Series, at: usize| {
        let value = series.marks.get(at)?.value?;
        let up = inner.height * (1.0 - scale.part(magnitude.apply(value)));
        Some((inner.left + across(plot, at) * inner.width, inner.top + up))
    };
    let path = |series: &Series| (0..plot.points.len()).filter_map(|at| place(series, at)).collect();
    let mut clear = Clear { taken: Vec::new(), paths: plot.series.iter().map(path).collect() };
    let mut tags: Vec<Vec<Option<Tag>>> = vec![vec![None; plot.points.len()]; plot.series.len()];
    for (number, series) in plot.series.iter().enumerate() {
        for at in by_weight(series) {
            let Some(words) = words(series, at) else { continue };
            let Some((x, y)) = place(series, at) else { continue };
            let width = text::width(&words, FONT);
            let found = spots(width, is_upper(plot, series, at)).into_iter().find_map(|tag| {
                let top = if tag.side == "top" { y - AWAY - HIGH } else { y + AWAY };
                let wanted = Rect { left: x + tag.shift - width / 2.0, top, width, height: HIGH };
                let inside = wanted.left >= inner.left - 4.0
                    && wanted.left + width <= job.width().min(inner.left + inner.width + 40.0)
                    && top >= inner.top - AWAY - HIGH
                    && top + HIGH <= inner.top + inner.height;
                (inside && clear.is_free(&wanted)).then_some((tag, wanted))
            });
            if let Some((tag, rect)) = found {
                clear.taken.push(Rect { left: rect.left - 3.0, width: rect.width + 6.0, ..rect });
                tags[number][at] = Some(tag);
            }
        }
    }
    tags
}

/// Where to look for room, the best first.
fn spots(width: f64, upper: bool) -> Vec<Tag> {
    let (first, second) = if upper { ("top", "bottom") } else { ("bottom", "top") };
    let aside = (width / 2.0 - 2.0).max(0.0);
    let shifts = [0.0, -aside / 2.0, aside / 2.0, -aside, aside];
    let of = |side: &'static str| shifts.map(|shift| Tag { side, shift });
    of(first).into_iter().chain(of(second)).collect()
}

/// The marks of a series in the order in which they find their places: the ends, the extremes, then the others.
fn by_weight(series: &Series) -> Vec<usize> {
    let known: Vec<(usize, f64)> =
        series.marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.value?))).collect();
    let most = known.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let mut order: Vec<usize> = Vec::new();
    let firsts = [known.last(), known.first(), most, least].into_iter().flatten();
    for (at, _) in firsts.chain(&known) {
        if !order.contains(at) {
            order.push(*at);
        }
    }
    order
}

/// Whether no other line is above at this point.
fn is_upper(plot: &Plot, series: &Series, at: usize) -> bool {
    let value = |series: &Series| series.marks.get(at).and_then(|mark| mark.value);
    let own = value(series);
    !plot.series.iter().any(|other| value(other) > own)
}

/// The part of the axis that lies left of a point.
fn across(plot: &Plot, at: usize) -> f64 {
    let ends = (plot.points.first().map_or(0.0, |p| p.at), plot.points.last().map_or(1.0, |p| p.at));
    if ends.1 <= ends.0 {
        return 0.5;
    }
    plot.points.get(at).map_or(0.0, |point| (point.at - ends.0) / (ends.1 - ends.0))
}
