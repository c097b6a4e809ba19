//! What the axes of a panel hold besides its own values: those of annotations, and those of panels that measure the same.

use super::annotate;
use super::frame::{Family, Job};
use super::plot::{Plot, XKind};
use super::{axes, panels, rows, text, theme};
use crate::diagnostics::Span;
use crate::model::{Annotation, Panels};
use serde_json::Value as Json;
use std::borrow::Cow;

/// What a panel has to leave room for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Reach {
    /// Values.
    pub(super) values: Vec<f64>,
    /// Places along an axis of numbers or dates.
    pub(super) places: Vec<f64>,
    /// Widths that panels on one scale share, so that equal values are equally long.
    pub(super) widths: Widths,
}

/// Widths in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Widths {
    /// The widest value at a mark.
    pub(super) value: f64,
    /// The widest name of a row, and its longest word.
    pub(super) name: (f64, f64),
    /// Room at both ends of the axis of values.
    pub(super) sides: (f64, f64),
}

/// An annotation further from the data than so many times their extent would leave them no room.
const FAR: f64 = 10.0;

/// The panels with what their axes have to hold, and the places of annotations that are too far from the data to be shown.
pub(super) fn reached<'a>(
    family: &dyn Family,
    job: &Job<'_>,
    plots: &'a [Plot],
) -> (Cow<'a, [Plot]>, Vec<Span>) {
    let shares = plots.len() > 1 && matches!(job.spec.panels, Some(Panels::Field(_)));
    if !shares && job.spec.annotations.is_empty() {
        return (Cow::Borrowed(plots), Vec::new());
    }
    let mut ends: Vec<Vec<f64>> =
        plots.iter().enumerate().map(|(index, plot)| family.ends(job, plot, index)).collect();
    if shares {
        ends = shared(plots, &ends);
    }
    let mut plots = plots.to_vec();
    let mut lost = Vec::new();
    for note in &job.spec.annotations {
        let mut seen: Option<bool> = None;
        for (index, plot) in plots.iter_mut().enumerate() {
            if annotate::stands(job, plot, index, note) {
                let held = hold(job, plot, note, &ends[index]);
                seen = Some(seen.unwrap_or(false) || held);
            }
        }
        lost.extend((seen == Some(false)).then_some(note.span));
    }
    if shares {
        for (plot, ends) in plots.iter_mut().zip(ends) {
            plot.reach.values.extend(ends);
        }
        let reached: Vec<Vec<f64>> = plots.iter().map(|plot| plot.reach.values.clone()).collect();
        for (at, values) in shared(&plots, &reached).into_iter().enumerate() {
            plots[at].reach.values = values;
        }
        share_widths(family, job, &mut plots);
    }
    (Cow::Owned(plots), lost)
}

/// For each panel the least and the greatest value of all that measure in its unit.
fn shared(plots: &[Plot], ends: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let of = |plot: &Plot| {
        let alike = plots.iter().zip(ends).filter(|(other, _)| other.unit == plot.unit);
        limits(alike.flat_map(|(_, ends)| ends.iter().copied())).map_or(Vec::new(), |(l, h)| vec![l, h])
    };
    plots.iter().map(of).collect()
}

fn share_widths(family: &dyn Family, job: &Job<'_>, plots: &mut [Plot]) {
    let most = |of: &dyn Fn(&Plot) -> f64, plots: &[Plot]| plots.iter().map(of).fold(0.0, f64::max);
    let names = |measure: &dyn Fn(&str) -> f64| {
        let points = plots.iter().flat_map(|plot| &plot.points);
        points.map(|point| measure(&point.text)).fold(0.0, f64::max)
    };
    let mut widths = Widths {
        value: most(&rows::widest_value, plots),
        name: (names(&|name| text::width(name, theme::FONT)), names(&axes::longest_word)),
        sides: (0.0, 0.0),
    };
    plots.iter_mut().for_each(|plot| plot.reach.widths = widths);
    let width = panels::width(job, plots.len(), 0.0);
    let sides = |plot: &Plot| family.sides(job, plot, width);
    widths.sides = (most(&|plot| sides(plot).0, plots), most(&|plot| sides(plot).1, plots));
    plots.iter_mut().for_each(|plot| plot.reach.widths = widths);
}

/// Has a panel hold an annotation; whether it can be seen there.
fn hold(job: &Job<'_>, plot: &mut Plot, note: &Annotation, ends: &[f64]) -> bool {
    let log = job.spec.word("scale").is_some();
    let around = limits(ends.iter().copied().chain((!log).then_some(0.0)));
    let values: Vec<f64> = [note.y, note.to_y].into_iter().flatten().collect();
    let near = |value: &&f64| if log { **value > 0.0 } else { is_near(**value, around) };
    let held: Vec<f64> = values.iter().filter(near).copied().collect();
    let positions = [&note.x, &note.to_x].map(|x| x.as_ref().and_then(|x| place(plot, x)));
    let positions: Vec<f64> = positions.into_iter().flatten().collect();
    let along = limits(plot.points.iter().map(|point| point.at));
    let log = job.spec.word("x_scale").is_some();
    let near = |at: &&f64| if log { **at > 0.0 } else { is_near(**at, along) };
    let stand: Vec<f64> = positions.iter().filter(near).copied().collect();
    // Of a band one end may be far: it is cut there.
    let seen = (values.is_empty() || !held.is_empty()) && (positions.is_empty() || !stand.is_empty());
    if seen {
        plot.reach.values.extend(held);
        plot.reach.places.extend(stand);
    }
    seen
}

/// A place on an axis of numbers or dates.
fn place(plot: &Plot, x: &Json) -> Option<f64> {
    if plot.axis == XKind::Category { None } else { annotate::place(plot, x) }
}

/// Whether a place is no further from the data than these can bear.
pub(super) fn is_near(value: f64, around: Option<(f64, f64)>) -> bool {
    around.is_none_or(|(low, high)| {
        let far = (high - low) * FAR;
        high <= low || (low - far..=high + far).contains(&value)
    })
}

/// The least and the greatest of some values.
pub(super) fn limits(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let values = values.filter(|value| value.is_finite());
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}
