//! Bands of annotations: between two places, two values, or where both meet.

use super::annotate::{self, Notes, Target};
use super::clear::Clear;
use super::frame::Rect;
use super::notes::{self, HIGH};
use super::plot::XKind;
use super::theme::{self, FONT};
use super::{axes, label, text};
use crate::model::Annotation;
use serde_json::{Value as Json, json};

/// Between the edges of a band and its words.
const INSIDE: f64 = 5.0;

impl Notes<'_> {
    /// The corners of a band, and its words in one of its upper corners.
    pub(super) fn band(&self, note: &Annotation, clear: &mut Clear) -> (Json, Json) {
        let Self { job, plot, target } = self;
        let Target { area, scale, lying, .. } = *target;
        let (across, upright) = if lying { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
        let mut corners = [json!({}), json!({})];
        // From left to right and from the top, as parts of the plot area.
        let (mut along, mut down) = ((0.0, 1.0), 0.0);
        // The places at both ends and the highest value, where the axis of places may be zoomed.
        let (mut ends, mut highest) = (None, scale.high);
        if let (Some(from), Some(to)) = (&note.x, &note.to_x) {
            let places = [from, to].map(|x| annotate::position(plot, target.count, x));
            let middles = in_order(self.part(&places[0]), self.part(&places[1]));
            let whole = self.whole_names(middles);
            corners = match whole {
                Some(whole) => self.pixels(whole),
                None => places.clone().map(|place| json!({upright: place})),
            };
            if lying {
                down = whole.unwrap_or(middles).0;
            } else {
                along = whole.unwrap_or(middles);
                let turned = self.part(&places[0]) > middles.0;
                let [first, last] = places;
                ends = whole.is_none().then_some(if turned { (last, first) } else { (first, last) });
            }
        }
        if let (Some(from), Some(to)) = (note.y, note.to_y) {
            let values = [from, to].map(|y| job.magnitude(plot).apply(y));
            let parts = in_order(scale.part(values[0]), scale.part(values[1]));
            if lying {
                along = parts;
            } else {
                down = 1.0 - parts.1;
                highest = values[0].max(values[1]).min(scale.high);
            }
            [corners[0][across], corners[1][across]] = values.map(|value| json!(value));
        }
        let at = |part: f64| area.left + part * area.width;
        let (left, right) = (at(along.0), at(along.1));
        let wide = text::width(&note.text, FONT) + INSIDE;
        let from_left = left + wide <= job.width() || job.width() - left >= right;
        let room = if from_left { job.width() - left } else { right } - INSIDE;
        let lines = notes::lines(&note.text, room);
        if !lying && note.to_y.is_none() {
            let (width, height) = (notes::widest(&lines), lines.len() as f64 * HIGH);
            let left = if from_left { left + INSIDE } else { right - INSIDE - width };
            clear.taken.push(Rect { left, top: area.top + INSIDE, width, height });
        }
        let mut words = match ends {
            Some((first, last)) => json!({"coord": [if from_left { first } else { last }, highest]}),
            None => json!({"x": if from_left { left } else { right }.round(),
                "y": (area.top + down * area.height).round()}),
        };
        let (shift, align) = if from_left { (INSIDE, "left") } else { (-INSIDE, "right") };
        let label = json!({"formatter": label::literal(&lines.join("\n")), "position": [shift, INSIDE],
            "align": align, "verticalAlign": "top", "color": theme::MUTED});
        words["label"] = label::with_lines(label, HIGH);
        (json!(corners), words)
    }

    /// A band over names that each have a part of the axis covers these parts, not what is between their middles.
    fn whole_names(&self, (from, to): (f64, f64)) -> Option<(f64, f64)> {
        let names = self.plot.points.len();
        let half = 0.5 / names.max(1) as f64;
        let parted = self.plot.axis == XKind::Category && self.target.across == axes::names(names);
        parted.then_some(((from - half).max(0.0), (to + half).min(1.0)))
    }

    /// The corners of a band along the axis of categories, in pixels: ECharts knows no places between names.
    fn pixels(&self, (from, to): (f64, f64)) -> [Json; 2] {
        let Target { area, lying, .. } = self.target;
        let (key, start, length) =
            if lying { ("y", area.top, area.height) } else { ("x", area.left, area.width) };
        [from, to].map(|part| json!({key: (start + part * length).round()}))
    }
}

fn in_order(a: f64, b: f64) -> (f64, f64) {
    (a.min(b), a.max(b))
}
