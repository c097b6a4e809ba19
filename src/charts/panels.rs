//! Panels that stand side by side.

use super::plot::{Plot, Point, XKind};

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
