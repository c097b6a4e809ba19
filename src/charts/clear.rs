//! What words in a drawing keep clear of: other words, marks, lines and the edges of the plot area.

use super::frame::Rect;

/// Places that are taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Clear {
    /// Words and marks.
    pub(super) taken: Vec<Rect>,
    /// Lines, each through its points in order.
    pub(super) paths: Vec<Vec<(f64, f64)>>,
}

impl Clear {
    /// Whether nothing is in the way of a rectangle.
    pub(super) fn is_free(&self, wanted: &Rect) -> bool {
        self.has_room(wanted) && !self.is_crossed(wanted)
    }

    /// Whether no word and no mark is in the way of a rectangle.
    pub(super) fn has_room(&self, wanted: &Rect) -> bool {
        !self.taken.iter().any(|other| overlap(other, wanted))
    }

    /// Whether a line runs through a rectangle.
    pub(super) fn is_crossed(&self, wanted: &Rect) -> bool {
        let crosses = |path: &Vec<(f64, f64)>| path.windows(2).any(|pair| cuts(pair[0], pair[1], wanted));
        self.paths.iter().any(crosses)
    }
}

/// Whether two rectangles overlap.
pub(super) fn overlap(a: &Rect, b: &Rect) -> bool {
    a.left < b.left + b.width
        && b.left < a.left + a.width
        && a.top < b.top + b.height
        && b.top < a.top + a.height
}

/// Whether a part of the line between two points lies inside a rectangle (Liang and Barsky).
fn cuts(from: (f64, f64), to: (f64, f64), rect: &Rect) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let edges = [
        (-dx, from.0 - rect.left),
        (dx, rect.left + rect.width - from.0),
        (-dy, from.1 - rect.top),
        (dy, rect.top + rect.height - from.1),
    ];
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (step, room) in edges {
        if step == 0.0 {
            if room <= 0.0 {
                return false;
            }
        } else if step < 0.0 {
            start = start.max(room / step);
        } else {
            end = end.min(room / step);
        }
    }
    start < end
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { left: 10.0, top: 10.0, width: 20.0, height: 10.0 };

    #[test]
    fn lines_cut_a_rectangle_or_pass_it() {
        assert!(cuts((0.0, 0.0), (40.0, 30.0), &BOX));
        assert!(cuts((15.0, 12.0), (16.0, 13.0), &BOX));
        assert!(cuts((0.0, 15.0), (11.0, 15.0), &BOX));
        assert!(!cuts((0.0, 15.0), (9.0, 15.0), &BOX));
        assert!(!cuts((0.0, 25.0), (40.0, 25.0), &BOX));
        assert!(!cuts((0.0, 10.0), (40.0, 10.0), &BOX));
        assert!(!cuts((0.0, 18.0), (20.0, 40.0), &BOX));
    }

    #[test]
    fn words_need_room_of_all_kinds() {
        let mut clear = Clear { taken: Vec::new(), paths: vec![vec![(0.0, 0.0), (5.0, 5.0), (40.0, 5.0)]] };
        assert!(clear.is_free(&BOX));
        clear.taken.push(Rect { left: 29.0, top: 19.0, width: 5.0, height: 5.0 });
        assert!(!clear.has_room(&BOX));
        clear.taken.clear();
        clear.paths.push(vec![(0.0, 12.0), (50.0, 12.0)]);
        assert!(clear.has_room(&BOX) && !clear.is_free(&BOX));
    }
}
