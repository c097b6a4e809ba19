//! Networks: things and their links, laid out by springs and repulsion. The layout is worked out here, from the same start
//! each time and with exact arithmetic alone, so that it is the same in every build and in the live chart.

use super::frame::{Job, Sheet};
use super::links::Links;
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::{Graph, GraphLayout};
use serde_json::{Value as Json, json};

/// A place.
type Point = (f64, f64);

/// Draws links.
pub(super) fn paint(job: &Job<'_>, links: &Links) -> Sheet {
    let mut sheet = Sheet::new();
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    sheet.height = wanted.unwrap_or(if job.narrow { 400.0 } else { 440.0 });
    let margin = if job.narrow { (46.0, 34.0) } else { (80.0, 34.0) };
    let most = links.things.iter().map(|thing| weight(links, thing)).fold(0.0, f64::max);
    let sizes: Vec<f64> = links
        .things
        .iter()
        .map(|thing| {
            (9.0 + if job.narrow { 15.0 } else { 23.0 } * (weight(links, thing) / most).sqrt()).round()
        })
        .collect();
    let frame = (job.width() - 2.0 * margin.0, sheet.height - 2.0 * margin.1);
    let places: Vec<Point> = layout(links, frame)
        .into_iter()
        .map(|(x, y)| ((x + margin.0).round(), (y + margin.1).round()))
        .collect();
    let labels = labelled(job, links, &places, &sizes, sheet.height);
    let nodes: Vec<Json> = links
        .things
        .iter()
        .enumerate()
        .map(|(at, thing)| {
            let dim = links.dimmed(job, at);
            let words =
                if thing.text.is_empty() { format!("{} links", thing.degree) } else { thing.text.clone() };
            let mut node = json!({"name": thing.name, "text": words, "x": places[at].0, "y": places[at].1,
                "symbol": "circle", "symbolSize": sizes[at],
                "itemStyle": {"color": if dim { theme::GREY } else { theme::colour(0) },
                    "borderColor": theme::BACKGROUND, "borderWidth": 1.5},
                "label": {"show": false}});
            if let Some((position, words)) = &labels[at] {
                node["label"] =
                    json!({"show": true, "position": position, "formatter": label::literal(words)});
            }
            node
        })
        .collect();
    let largest = links.links.iter().map(|link| link.value).fold(0.0, f64::max);
    let lines: Vec<Json> = links
        .links
        .iter()
        .map(|link| {
            let near = job.spec.highlight.is_some() && !links.link_dimmed(job, link);
            let colour = if near { theme::colour(0) } else { theme::GREY };
            json!({"source": link.from, "target": link.to, "text": link.text, "value": link.value,
                "lineStyle": {"color": colour, "opacity": 1, "curveness": 0,
                    "width": if links.measured { (1.0 + 5.0 * link.value / largest).round() } else { 1.5 }}})
        })
        .collect();
    let x = places.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.0), high.max(p.0)));
    let y = places.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.1), high.max(p.1)));
    // The view has the extent of the places: a pixel is a pixel.
    let extra = json!({
        "left": x.0, "top": y.0, "width": (x.1 - x.0).max(1.0), "height": (y.1 - y.0).max(1.0), "roam": false,
        "label": {"fontSize": FONT, "lineHeight": 15, "color": theme::TEXT, "distance": 4,
            "textBorderColor": theme::BACKGROUND, "textBorderWidth": 3},
        "emphasis": {"focus": "adjacency"}, "data": nodes, "links": lines,
    });
    sheet.series(Graph::new().layout(GraphLayout::None), extra);
    sheet
}

fn weight(links: &Links, thing: &super::links::Thing) -> f64 {
    if links.measured { thing.sums.0 + thing.sums.1 } else { thing.degree as f64 }
}

/// Places within a frame (Fruchterman and Reingold), spread over it.
fn layout(links: &Links, (width, height): Point) -> Vec<Point> {
    let count = links.things.len();
    if count == 1 {
        return vec![(width / 2.0, height / 2.0)];
    }
    let mut places: Vec<Point> = (0..count).map(|at| start(at, count)).collect();
    let ideal = 1.0 / (count as f64).sqrt();
    for round in 0..400 {
        let heat = 0.1 * (1.0 - f64::from(round) / 400.0);
        let mut push: Vec<Point> = vec![(0.0, 0.0); count];
        for a in 0..count {
            for b in 0..count {
                let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
                let square = (dx * dx + dy * dy).max(1e-6);
                push[a].0 += dx * ideal * ideal / square;
                push[a].1 += dy * ideal * ideal / square;
            }
            // A weak pull to the middle keeps parts without links near.
            push[a].0 += (0.5 - places[a].0) * 0.4 * ideal;
            push[a].1 += (0.5 - places[a].1) * 0.4 * ideal;
        }
        for link in &links.links {
            let (a, b) = (places[link.from], places[link.to]);
            let (dx, dy) = (a.0 - b.0, a.1 - b.1);
            let distance = (dx * dx + dy * dy).sqrt();
            let (x, y) = (dx * distance / ideal, dy * distance / ideal);
            push[link.from] = (push[link.from].0 - x, push[link.from].1 - y);
            push[link.to] = (push[link.to].0 + x, push[link.to].1 + y);
        }
        for (place, push) in places.iter_mut().zip(&push) {
            let length = (push.0 * push.0 + push.1 * push.1).sqrt().max(1e-9);
            let step = length.min(heat) / length;
            *place = (place.0 + push.0 * step, place.1 + push.1 * step);
        }
    }
    let ends = |of: fn(&Point) -> f64| {
        places.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (x, y) = (ends(|p| p.0), ends(|p| p.1));
    let spread = |v: f64, (low, high): Point, room: f64| (v - low) / (high - low).max(1e-6) * room;
    places.iter().map(|p| (spread(p.0, x, width), spread(p.1, y, height))).collect()
}

/// Starting places: along a square, without sines, which differ between machines.
fn start(at: usize, count: usize) -> Point {
    let along = at as f64 * 4.0 / count as f64;
    let part = along.fract();
    match along as usize {
        0 => (part, 0.0),
        1 => (1.0, part),
        2 => (1.0 - part, 1.0),
        _ => (0.0, 1.0 - part),
    }
}

/// Where each name stands, the heaviest things first: right, left, above or below, and nowhere when all are taken.
fn labelled(
    job: &Job<'_>,
    links: &Links,
    places: &[Point],
    sizes: &[f64],
    height: f64,
) -> Vec<Option<(&'static str, String)>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]).then(a.cmp(b)));
    let round = |at: usize| {
        let half = sizes[at] / 2.0 + 1.0;
        (places[at].0 - half, places[at].1 - half, places[at].0 + half, places[at].1 + half)
    };
    let mut taken: Vec<(f64, f64, f64, f64)> = (0..places.len()).map(round).collect();
    let mut labels = vec![None; places.len()];
    for at in order {
        let lines = text::wrap(&links.things[at].name, FONT, if job.narrow { 84.0 } else { 130.0 });
        let wide = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
        let high = lines.len() as f64 * 15.0;
        let (x, y) = places[at];
        let gap = sizes[at] / 2.0 + 4.0;
        let choices = [
            ("right", (x + gap, y - high / 2.0)),
            ("left", (x - gap - wide, y - high / 2.0)),
            ("bottom", (x - wide / 2.0, y + gap)),
            ("top", (x - wide / 2.0, y - gap - high)),
        ];
        let is_free = |(left, top): Point| {
            let (right, bottom) = (left + wide, top + high);
            // A line of text is a little higher than its step.
            let inside = left >= 2.0 && top >= 4.0 && right <= job.width() && bottom <= height - 4.0;
            inside && taken.iter().all(|t| right <= t.0 || left >= t.2 || bottom <= t.1 || top >= t.3)
        };
        let crossed = |(left, top): Point| {
            let through = |link: &&super::links::Link| {
                let (a, b) = (places[link.from], places[link.to]);
                (0..=40).any(|step| {
                    let part = f64::from(step) / 40.0;
                    let (x, y) = (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
                    (left..=left + wide).contains(&x) && (top..=top + high).contains(&y)
                })
            };
            links.links.iter().filter(through).count()
        };
        let free =
            choices.into_iter().filter(|(_, place)| is_free(*place)).min_by_key(|(_, place)| crossed(*place));
        if let Some((position, (left, top))) = free {
            taken.push((left, top, left + wide, top + high));
            labels[at] = Some((position, lines.join("\n")));
        }
    }
    labels
}
