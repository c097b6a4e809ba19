//! Where the words of annotations stand, so that none is cut off at an edge and none lies on another.

use super::clear::{Clear, overlap};
use super::frame::Rect;
use super::text;
use super::theme::FONT;

/// Height of a line of words.
pub(super) const HIGH: f64 = 16.0;

/// At most so many lines have the words of one annotation.
const LINES: usize = 3;

/// Words beyond the end of a line, in one of several rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Beyond {
    /// The words.
    pub(super) lines: Vec<String>,
    /// On which side of the line they begin: `left`, `center` or `right` as the text is aligned to it.
    pub(super) align: &'static str,
    /// The row of the line of words that is nearest to the end, 0 the first.
    pub(super) row: usize,
    /// Where they begin, and how wide they are.
    left: f64,
    width: f64,
}

impl Beyond {
    /// How many rows are taken up to the last line of these words.
    pub(super) const fn rows(&self) -> usize {
        self.row + self.lines.len()
    }

    /// The place of the words above a height.
    pub(super) fn above(&self, bottom: f64) -> Rect {
        let height = self.lines.len() as f64 * HIGH;
        Rect { left: self.left, top: bottom - self.rows() as f64 * HIGH, width: self.width, height }
    }
}

/// The words of lines that end at these places of a drawing, each in the first row where it touches no other.
pub(super) fn beyond(ends: &[(f64, &str)], drawing: f64) -> Vec<Beyond> {
    let mut placed: Vec<Beyond> = Vec::new();
    for (x, words) in ends {
        let whole = text::width(words, FONT);
        let (align, room) = match *x {
            x if x >= whole / 2.0 && x + whole / 2.0 <= drawing => ("center", whole + 1.0),
            x if x < drawing / 2.0 => ("left", drawing - x),
            x => ("right", x),
        };
        let lines = lines(words, room);
        let width = widest(&lines);
        let left = match align {
            "left" => *x,
            "right" => x - width,
            _ => x - width / 2.0,
        };
        let free = |row: &usize| {
            placed.iter().all(|other| {
                let beside = left >= other.left + other.width + 6.0 || other.left >= left + width + 6.0;
                beside || *row >= other.rows() || other.row >= row + lines.len()
            })
        };
        let most = placed.iter().map(Beyond::rows).max().unwrap_or(0);
        let row = (0..=most).find(free).unwrap_or(most);
        placed.push(Beyond { lines, align, row, left, width });
    }
    placed
}

/// How many rows words need in a drawing at most, wherever their lines end.
pub(super) fn rows<'a>(words: impl Iterator<Item = &'a str>, drawing: f64) -> usize {
    let all: Vec<(usize, f64)> = words
        .map(|words| {
            let lines = lines(words, drawing / 2.0);
            (lines.len(), widest(&lines))
        })
        .collect();
    if all.iter().map(|(_, width)| width + 6.0).sum::<f64>() <= drawing / 2.0 {
        return all.iter().map(|(lines, _)| *lines).max().unwrap_or(0);
    }
    all.iter().map(|(lines, _)| lines).sum()
}

/// Words in lines.
pub(super) fn lines(words: &str, room: f64) -> Vec<String> {
    text::fitted(words, FONT, room, LINES)
}

/// The width of the widest line.
pub(super) fn widest(lines: &[String]) -> f64 {
    lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max)
}

/// Where the words of a point stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Beside {
    /// `top` or `bottom`.
    pub(super) side: &'static str,
    /// How far they are moved to the right to stay between two edges.
    pub(super) shift: f64,
    /// How far they are from the point.
    pub(super) distance: f64,
}

/// Where the words of a point touch nothing: above it before below, and as near as can be. Their place is taken then.
/// Where there is none, they stand on its bar rather than on other words.
pub(super) fn beside(
    (x, y): (f64, f64),
    lines: &[String],
    (clear, bar): (&mut Clear, Option<Rect>),
    (start, end, bottom): (f64, f64, f64),
) -> Beside {
    /// Half of the circle around the point.
    const HALF: f64 = 6.0;
    let (width, height) = (widest(lines), lines.len() as f64 * HIGH);
    let left = (x - width / 2.0).min(end - width).max(start);
    let place = |(side, distance): (&'static str, f64)| {
        let away = HALF + distance;
        let top = if side == "top" { y - away - height } else { y + away };
        Rect { left, top, width, height }
    };
    let rows = (0..3).flat_map(|row| ["top", "bottom"].map(|side| (side, 5.0 + f64::from(row) * HIGH)));
    let free = |spot: &(&'static str, f64)| {
        let wanted = place(*spot);
        wanted.top >= 0.0 && wanted.top + height <= bottom && clear.has_room(&wanted)
    };
    let off = |spot: &(&'static str, f64)| bar.is_none_or(|bar| !overlap(&bar, &place(*spot)));
    let spot = rows.clone().filter(free).find(off).or_else(|| rows.clone().find(free));
    let spot = spot.unwrap_or(("top", 5.0));
    clear.taken.push(place(spot));
    Beside { side: spot.0, shift: left + width / 2.0 - x, distance: spot.1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_lines_stay_within_the_drawing_and_apart() {
        let placed = beyond(&[(2.0, "at the left"), (150.0, "middle"), (298.0, "at the right")], 300.0);
        let sides: Vec<_> = placed.iter().map(|words| (words.align, words.row)).collect();
        assert_eq!(sides, [("left", 0), ("center", 0), ("right", 0)]);
        let placed = beyond(&[(150.0, "first words"), (160.0, "second words"), (20.0, "x")], 300.0);
        assert_eq!(placed.iter().map(|words| words.row).collect::<Vec<_>>(), [0, 1, 0]);
        let long = beyond(&[(100.0, "words that are much longer than there is room")], 160.0);
        assert!(long[0].lines.len() > 1 && long[0].above(0.0).left >= 0.0, "{long:?}");
    }

    #[test]
    fn rows_are_enough_for_any_place() {
        assert_eq!(rows(["a", "b"].into_iter(), 300.0), 1);
        assert_eq!(rows(["words that are long", "and more of these words"].into_iter(), 400.0), 2);
        assert_eq!(rows(std::iter::empty(), 300.0), 0);
    }
}
