//! Panels that stand side by side.

use super::frame::{GAP, Job};
use super::plot::{Plot, Point, XKind};
use crate::model::ChartType;

/// Gives panels the same points, with gaps, when they have most of them in common: what stands side by side is then the
/// same in all.
pub(super) fn align(plots: &mut [Plot]) {
    let mut all: Vec<Point> = Vec::new();
    for plot in plots.iter() {
        let mut at = 0;
        for point in &plot.points {
            match all.iter().position(|known| known.text == point.text) {
                Some(known) => at = known + 1,
                None => {
                    all.insert(at, point.clone());
                    at += 1;
                }
            }
        }
    }
    let missing: usize = plots.iter().map(|plot| all.len() - plot.points.len()).sum();
    if missing == 0 || missing * 2 >= all.len() * plots.len() {
        return;
    }
    for (at, point) in all.iter_mut().enumerate() {
        point.at = if plots.iter().all(|plot| plot.axis == XKind::Category) { at as f64 } else { point.at };
    }
    for plot in plots {
        let own = |point: &Point| plot.points.iter().position(|own| own.text == point.text);
        let places: Vec<Option<usize>> = all.iter().map(own).collect();
        for series in &mut plot.series {
            let mark = |place: &Option<usize>| place.and_then(|at| series.marks.get(at).cloned());
            series.marks = places.iter().map(|place| mark(place).unwrap_or_default()).collect();
        }
        plot.points.clone_from(&all);
    }
}

/// The width of each of so many panels beside the column of names that a row of them shares.
pub(super) fn width(job: &Job<'_>, panels: usize, gutter: f64) -> f64 {
    let columns = columns(job, panels) as f64;
    (job.width() - gutter - GAP * (columns - 1.0)) / columns
}

/// How many panels stand side by side.
pub(super) fn columns(job: &Job<'_>, panels: usize) -> usize {
    // Rows need length, not height.
    let rows = matches!(
        job.spec.chart_type.value,
        ChartType::Dumbbell
            | ChartType::Lollipop
            | ChartType::Waterfall
            | ChartType::Bullet
            | ChartType::Pictorial
            | ChartType::Boxplot
            | ChartType::Strip
    );
    let one_column = job.narrow || rows;
    match (one_column, panels) {
        (true, _) | (_, 0 | 1) => 1,
        (_, 2 | 4) => 2,
        _ => 3,
    }
}
