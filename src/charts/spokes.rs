//! Names and values beside the parts of a pie, each at the end of a line from its part: at the left and the right of the
//! pie, pushed apart until none overlap.

use super::frame::{LINE, Sheet};
use super::spread;
use super::text;
use super::theme::{self, FONT};
use charming::element::TextAlign;
use serde_json::{Value as Json, json};

/// A part with something to say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spoke {
    /// The direction of its middle, clockwise from the top, in radians.
    pub(super) turn: f64,
    /// Its own radius.
    pub(super) edge: f64,
    /// Its name.
    pub(super) name: String,
    /// Its value as text.
    pub(super) value: String,
    /// How much of the whole it is: the smallest go without words where not all have room.
    pub(super) weight: f64,
}

/// The pie that spokes belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hub {
    /// Its middle.
    pub(super) middle: (f64, f64),
    /// Its radius.
    pub(super) radius: f64,
    /// The width that words have.
    pub(super) room: f64,
    /// The upper and the lower edge of the place.
    pub(super) limits: (f64, f64),
}

/// Words in their place: lines, and the middle of them at the end that is nearer to the pie.
#[derive(Debug, Clone, PartialEq)]
struct Placed {
    lines: Vec<String>,
    at: (f64, f64),
}

/// Between the pie and words, and between the line and words.
const AWAY: f64 = 14.0;
const GAP: f64 = 4.0;

/// At most so many lines has a name.
const LINES: usize = 3;

/// Adds the words of all spokes and gives the lines that lead to them.
pub(super) fn paint(sheet: &mut Sheet, spokes: &[Spoke], hub: Hub) -> Vec<Json> {
    let mut leads = Vec::new();
    for side in [1.0, -1.0] {
        let members: Vec<&Spoke> = spokes.iter().filter(|spoke| is_at(spoke, side)).collect();
        for (spoke, placed) in placed(members, hub, side) {
            let (x, y) = placed.at;
            let align = if side > 0.0 { TextAlign::Left } else { TextAlign::Right };
            let top = y - placed.lines.len() as f64 * LINE / 2.0;
            sheet.note(&placed.lines.join("\n"), x, top, align);
            // To a part of nothing no line can lead.
            if spoke.weight <= 0.0 {
                continue;
            }
            let start = point(hub.middle, spoke.turn, spoke.edge);
            let end = (x - side * GAP, y);
            let points = [start, (end.0 - side * GAP, end.1), end];
            let points = points.map(|(x, y)| [(x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0]);
            leads.push(json!({"type": "polyline", "shape": {"points": points}, "silent": true, "z": 1,
                "style": {"stroke": theme::AXIS, "fill": "none", "lineWidth": 1}}));
        }
    }
    leads
}

/// The height that the words of the fuller side need.
pub(super) fn height(spokes: &[Spoke], room: f64) -> f64 {
    let of = |side: f64| {
        let members = spokes.iter().filter(|spoke| is_at(spoke, side));
        members.map(|spoke| high(&lines(spoke, room, true))).sum::<f64>()
    };
    of(1.0).max(of(-1.0))
}

/// The width that names and values need, at most `most`; a long value may take half as much again.
pub(super) fn room(spokes: &[Spoke], most: f64) -> f64 {
    let names = spokes.iter().flat_map(|spoke| text::fitted(&spoke.name, FONT, most, LINES));
    let values = spokes.iter().map(|spoke| spoke.value.clone());
    let widths = names.chain(values).map(|line| text::width(&line, FONT));
    widths.filter(|width| *width <= most * 1.5).fold(30.0, f64::max).ceil()
}

fn is_at(spoke: &Spoke, side: f64) -> bool {
    (spoke.turn.sin() >= 0.0) == (side > 0.0)
}

fn point((x, y): (f64, f64), turn: f64, radius: f64) -> (f64, f64) {
    (x + radius * turn.sin(), y - radius * turn.cos())
}

/// The name above the value; in one line where little room is left and they fit.
fn lines(spoke: &Spoke, room: f64, short: bool) -> Vec<String> {
    let one = format!("{} {}", spoke.name, spoke.value);
    if short && text::width(&one, FONT) <= room {
        return vec![one.trim().to_owned()];
    }
    let name = text::fitted(&spoke.name, FONT, room, LINES);
    // A number that is cut short is another number.
    let value = Some(spoke.value.clone()).filter(|value| text::width(value, FONT) <= room);
    name.into_iter().chain(value).filter(|line| !line.is_empty()).collect()
}

fn high(lines: &[String]) -> f64 {
    lines.len() as f64 * LINE + 2.0
}

/// The spokes of one side that find room, with their words.
fn placed(mut members: Vec<&Spoke>, hub: Hub, side: f64) -> Vec<(&Spoke, Placed)> {
    members.sort_by(|a, b| b.turn.cos().total_cmp(&a.turn.cos()));
    let wanted = |spoke: &Spoke| point(hub.middle, spoke.turn, hub.radius + AWAY).1;
    let tall = |members: &[&Spoke], short: bool| -> Vec<f64> {
        members.iter().map(|spoke| high(&lines(spoke, hub.room, short))).collect()
    };
    let at = |members: &[&Spoke], short: bool| {
        let wanted: Vec<f64> = members.iter().map(|spoke| wanted(spoke)).collect();
        spread::blocks(&wanted, &tall(members, short), hub.limits)
    };
    // Where words would have to move far, each takes as little room as it can.
    let moved = at(&members, false).iter().zip(&members).any(|(y, spoke)| (y - wanted(spoke)).abs() > 20.0);
    while members.len() > 1 && tall(&members, moved).iter().sum::<f64>() > hub.limits.1 - hub.limits.0 {
        let least = members.iter().enumerate().min_by(|a, b| a.1.weight.total_cmp(&b.1.weight));
        let Some((least, _)) = least else { break };
        members.remove(least);
    }
    let places = at(&members, moved);
    let place = |(spoke, y): (&Spoke, f64)| {
        let lines = lines(spoke, hub.room, moved);
        // Outside of the pie over the whole height of the words.
        let near = ((y - hub.middle.1).abs() - high(&lines) / 2.0).max(0.0);
        let around = hub.radius + GAP;
        let beside = (around * around - near * near).max(0.0).sqrt() + AWAY - GAP;
        let natural = (hub.radius + AWAY) * spoke.turn.sin().abs() + GAP;
        Placed { lines, at: (hub.middle.0 + side * beside.max(natural.min(hub.radius + AWAY)), y) }
    };
    members.into_iter().zip(places).map(|(spoke, y)| (spoke, place((spoke, y)))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::frame::Rect;
    use super::*;

    fn spoke(turn: f64, name: &str) -> Spoke {
        Spoke { turn, edge: 100.0, name: name.to_owned(), value: "5".to_owned(), weight: turn }
    }

    fn rect((x, y): (f64, f64), side: f64, lines: &[String]) -> Rect {
        let width = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
        let height = lines.len() as f64 * LINE;
        Rect { left: if side > 0.0 { x } else { x - width }, top: y - height / 2.0, width, height }
    }

    #[test]
    fn words_keep_clear_of_the_pie_and_of_each_other() {
        let hub = Hub { middle: (340.0, 160.0), radius: 130.0, room: 190.0, limits: (0.0, 320.0) };
        for turns in
            [[0.01, 0.03, 0.05, 0.08, 1.0], [3.0, 3.05, 3.08, 3.1, 3.13], [1.5, 1.52, 1.55, 1.57, 1.6]]
        {
            let spokes: Vec<Spoke> = turns.iter().map(|turn| spoke(*turn, "A little name")).collect();
            let placed = placed(spokes.iter().collect(), hub, 1.0);
            assert_eq!(placed.len(), 5);
            let rects: Vec<Rect> = placed.iter().map(|(_, p)| rect(p.at, 1.0, &p.lines)).collect();
            for (at, words) in rects.iter().enumerate() {
                assert!(words.top >= 0.0 && words.top + words.height <= 320.0, "{words:?}");
                let near = (words.top - 160.0).max(160.0 - words.top - words.height).max(0.0);
                assert!((words.left - 340.0).hypot(near) >= 130.0, "{words:?}");
                assert!(rects[..at].iter().all(|other| !super::super::clear::overlap(words, other)));
            }
        }
    }

    #[test]
    fn the_smallest_go_without_words_where_not_all_have_room() {
        let hub = Hub { middle: (340.0, 30.0), radius: 20.0, room: 190.0, limits: (0.0, 60.0) };
        let spokes = [spoke(0.5, "a"), spoke(1.0, "b"), spoke(1.5, "c"), spoke(2.0, "d")];
        let left: Vec<&str> =
            placed(spokes.iter().collect(), hub, 1.0).iter().map(|(spoke, _)| spoke.name.as_str()).collect();
        assert_eq!(left, ["b", "c", "d"]);
    }
}
