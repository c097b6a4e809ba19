//! Chords: things around a circle, links as curves across it whose widths are their amounts. ECharts 5.5 has no chord
//! series: this is its graph on a circle.

use super::frame::{Job, Sheet};
use super::links::Links;
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::{Graph, GraphLayout};
use serde_json::{Value as Json, json};
use std::f64::consts::TAU;

/// Draws links.
pub(super) fn paint(job: &Job<'_>, links: &Links) -> Sheet {
    let mut sheet = Sheet::new();
    let room = if job.narrow { 74.0 } else { 160.0 };
    let wanted = job.spec.height.filter(|_| !job.narrow).map_or(460.0, f64::from);
    let radius = (job.width() / 2.0 - room - 18.0).min(wanted / 2.0 - 60.0).max(40.0);
    sheet.height = if job.narrow { 2.0 * radius + 120.0 } else { wanted };
    let count = links.things.len() as f64;
    let largest = links.links.iter().map(|link| link.value).fold(0.0, f64::max);
    let sum = |at: usize| links.things[at].sums.0 + links.things[at].sums.1;
    let greatest = (0..links.things.len()).map(sum).fold(0.0, f64::max);
    let nodes: Vec<Json> = links
        .things
        .iter()
        .enumerate()
        .map(|(at, thing)| {
            let angle = (at as f64 + 0.5) * TAU / count;
            let (across, down) = (angle.cos(), angle.sin());
            let position = match (across, down) {
                (across, _) if across > 0.25 => "right",
                (across, _) if across < -0.25 => "left",
                (_, down) if down > 0.0 => "bottom",
                _ => "top",
            };
            let mut lines = text::wrap(&thing.name, FONT, room - 10.0);
            if !thing.text.is_empty() {
                lines.push(thing.text.clone());
            }
            let dim = links.dimmed(job, at);
            json!({"name": thing.name, "text": thing.text, "symbol": "circle",
                "symbolSize": (12.0 + 18.0 * (sum(at) / greatest).sqrt()).round(),
                "itemStyle": {"color": if dim { theme::GREY } else { theme::colour(at) },
                    "borderColor": theme::BACKGROUND, "borderWidth": 1},
                "label": {"show": true, "position": position, "formatter": label::literal(&lines.join("\n"))}})
        })
        .collect();
    let curves: Vec<Json> = links
        .links
        .iter()
        .map(|link| {
            let colour = if links.link_dimmed(job, link) { theme::GREY } else { theme::colour(link.from) };
            json!({"source": link.from, "target": link.to, "text": link.text, "value": link.value,
                "lineStyle": {"color": colour, "opacity": 0.55, "curveness": 0.45,
                    "width": (1.0 + 13.0 * link.value / largest).round()}})
        })
        .collect();
    let extra = json!({
        "left": (job.width() / 2.0 - radius).round(), "top": (sheet.height / 2.0 - radius).round(),
        "width": (2.0 * radius).round(), "height": (2.0 * radius).round(),
        "circular": {"rotateLabel": false}, "roam": false,
        "label": {"fontSize": FONT, "lineHeight": 16, "color": theme::TEXT},
        "emphasis": {"focus": "adjacency"}, "data": nodes, "links": curves,
    });
    sheet.series(Graph::new().layout(GraphLayout::Circular), extra);
    sheet
}
