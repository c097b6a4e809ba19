//! Chords: things as arcs of a circle, links as ribbons across it whose widths are their amounts. ECharts 5.5 has no such
//! series: the arcs are a pie, the ribbons polygons worked out here.

use super::frame::{Job, Sheet};
use super::links::Links;
use super::spokes::{self, Hub, Spoke};
use super::theme;
use charming::datatype::CompositeValue;
use charming::element::{ItemStyle, Label};
use charming::series::Pie;
use serde_json::{Value as Json, json};
use std::f64::consts::TAU;

/// Width of the arcs.
const ARC: f64 = 14.0;

/// Part of the circle that is left free between things.
const FREE: f64 = 0.06;

/// Draws links.
pub(super) fn paint(job: &Job<'_>, links: &Links) -> Sheet {
    let mut sheet = Sheet::new();
    let most = if job.narrow { 64.0 } else { 160.0 };
    let room = spokes::room(&spokes_of(links, &[], 1.0), most);
    let wanted = job.spec.height.filter(|_| !job.narrow).map_or(440.0, f64::from);
    let radius = (job.width() / 2.0 - room - 20.0).min(wanted / 2.0 - 46.0).max(40.0);
    let needed = spokes::height(&spokes_of(links, &[], 1.0), room) / 2.0;
    sheet.height = if job.narrow { (2.0 * radius + 96.0).max(needed) } else { wanted };
    let middle = ((job.width() / 2.0).round(), (sheet.height / 2.0).round());
    let sum = |at: usize| links.things[at].sums.0 + links.things[at].sums.1;
    let total: f64 = (0..links.things.len()).map(sum).sum();
    let gap = FREE * total / links.things.len() as f64;
    let mut data = Vec::new();
    let mut starts = Vec::new();
    let mut at = 0.0;
    for (place, thing) in links.things.iter().enumerate() {
        let colour = if links.dimmed(job, place) { theme::GREY } else { theme::colour(place) };
        starts.push(at);
        data.push(json!({"name": thing.name, "value": sum(place), "text": thing.text,
            "itemStyle": {"color": colour}}));
        // A part without name or colour keeps two things apart.
        data.push(json!({"value": gap, "itemStyle": {"opacity": 0}, "tooltip": {"show": false}}));
        at += sum(place) + gap;
    }
    let ring = Ring { middle, radius: radius - ARC - 2.0, whole: at };
    let turns: Vec<f64> =
        starts.iter().enumerate().map(|(place, start)| (start + sum(place) / 2.0) / at * TAU).collect();
    let mut elements = ribbons(job, links, &ring, starts);
    let hub = Hub { middle, radius, room, limits: (0.0, sheet.height) };
    elements.extend(spokes::paint(&mut sheet, &spokes_of(links, &turns, radius), hub));
    sheet.more(json!({"graphic": {"elements": elements}}));
    let pair = |a: f64, b: f64| CompositeValue::from(vec![a.round(), b.round()]);
    let pie = Pie::new()
        .clockwise(true)
        .start_angle(90.0)
        .center(pair(middle.0, middle.1))
        .radius(pair(radius - ARC, radius))
        .item_style(ItemStyle::new().border_width(0.0))
        .label(Label::new().show(false));
    let extra = json!({"data": data, "labelLine": {"show": false}, "emphasis": {"scale": false}});
    sheet.series(pie, extra);
    sheet
}

/// What is said of each thing, in its direction; without directions to see how much room words need.
fn spokes_of(links: &Links, turns: &[f64], edge: f64) -> Vec<Spoke> {
    let spoke = |(at, thing): (usize, &super::links::Thing)| Spoke {
        turn: turns.get(at).copied().unwrap_or_default(),
        edge,
        name: thing.name.clone(),
        value: thing.text.clone(),
        weight: thing.sums.0 + thing.sums.1,
    };
    links.things.iter().enumerate().map(spoke).collect()
}

/// The circle that ribbons end on.
struct Ring {
    middle: (f64, f64),
    radius: f64,
    /// What the whole circle stands for.
    whole: f64,
}

impl Ring {
    /// The point at an amount, clockwise from the top.
    fn point(&self, amount: f64) -> (f64, f64) {
        let angle = amount / self.whole * TAU;
        (self.middle.0 + self.radius * angle.sin(), self.middle.1 - self.radius * angle.cos())
    }

    /// Points along the arc between two amounts.
    fn arc(&self, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
        (0..=12).map(move |step| self.point(from + (to - from) * f64::from(step) / 12.0))
    }

    /// Points along the curve through the circle from one amount to another.
    fn curve(&self, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
        let (a, b, c) = (self.point(from), self.middle, self.point(to));
        (1..24).map(move |step| {
            let t = f64::from(step) / 24.0;
            let mix =
                |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            (mix(a.0, b.0, c.0), mix(a.1, b.1, c.1))
        })
    }
}

/// A polygon for each link, the widest below; each takes its part of both arcs, in the order of the data.
fn ribbons(job: &Job<'_>, links: &Links, ring: &Ring, mut used: Vec<f64>) -> Vec<Json> {
    let mut found: Vec<(f64, Json)> = Vec::new();
    for link in &links.links {
        let from = used[link.from];
        used[link.from] += link.value;
        let to = used[link.to];
        used[link.to] += link.value;
        let points: Vec<[f64; 2]> = ring
            .arc(from, from + link.value)
            .chain(ring.curve(from + link.value, to))
            .chain(ring.arc(to, to + link.value))
            .chain(ring.curve(to + link.value, from))
            .map(|(x, y)| [(x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0])
            .collect();
        let dim = links.link_dimmed(job, link);
        let colour = if dim { theme::GREY } else { theme::colour(link.from) };
        let ribbon = json!({"type": "polygon", "shape": {"points": points}, "silent": true, "z": 1,
            "style": {"fill": colour, "opacity": if dim { 0.35 } else { 0.7 },
                "stroke": theme::BACKGROUND, "lineWidth": 1}});
        found.push((link.value, ribbon));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, ribbon)| ribbon).collect()
}
