//! Sankeys: flows as bands whose widths are their amounts; the first and the last things are named outside the bands.

use super::frame::{Job, Sheet};
use super::links::Links;
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::Sankey;
use serde_json::{Value as Json, json};

/// Width of a thing.
const NODE: f64 = 14.0;
/// Height of a line of words.
const HIGH: f64 = 16.0;

/// Draws links.
pub(super) fn paint(job: &Job<'_>, links: &Links) -> Sheet {
    let mut sheet = Sheet::new();
    let most = if job.narrow { 86.0 } else { 150.0 };
    let first = |at: usize| links.links.iter().all(|link| link.to != at);
    let last = |at: usize| links.links.iter().all(|link| link.from != at);
    // Amounts wider than names may be would leave no room to the bands: the table has them.
    let measured = links.things.iter().all(|thing| text::width(&thing.text, FONT) <= most);
    let words: Vec<Vec<String>> = links
        .things
        .iter()
        .map(|thing| {
            let mut lines = text::fold(&thing.name, FONT, most);
            lines.extend(measured.then(|| thing.text.clone()));
            lines
        })
        .collect();
    let room = |side: &dyn Fn(usize) -> bool| {
        let lines = words.iter().enumerate().filter(|(at, _)| side(*at)).flat_map(|(_, lines)| lines);
        lines.map(|line| text::width(line, FONT)).fold(0.0, f64::max).ceil() + 10.0
    };
    let (left, right) = (room(&first), room(&last));
    let ends =
        (0..words.len()).filter(|&at| first(at)).count().max((0..words.len()).filter(|&at| last(at)).count());
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    sheet.height = wanted.unwrap_or((ends as f64 * 62.0).clamp(300.0, 900.0));
    // Words stand in the middle of a thing, which may be the thinnest at the very edge.
    let most_lines = words.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let edge = (most_lines * HIGH / 2.0).max(12.0);
    let sankey = Sankey::new().left(left).right(right).top(edge).bottom(edge);
    let nodes: Vec<Json> = links
        .things
        .iter()
        .enumerate()
        .map(|(at, thing)| {
            let dim = links.dimmed(job, at);
            let position = if first(at) { "left" } else { "right" };
            let mut node = json!({"name": thing.name, "text": thing.text,
                "itemStyle": {"color": if dim { theme::GREY } else { theme::colour(at) }, "borderWidth": 0},
                "label": {"position": position, "formatter": label::literal(&words[at].join("\n"))}});
            if !(first(at) || last(at)) {
                if job.narrow {
                    node["label"]["position"] = json!("inside");
                }
                node["label"]["backgroundColor"] = json!(theme::BACKGROUND);
                node["label"]["padding"] = json!([1, 3]);
            }
            node
        })
        .collect();
    let flows: Vec<Json> = links
        .links
        .iter()
        .map(|link| {
            let (from, to) = (&links.things[link.from].name, &links.things[link.to].name);
            let colour = if links.link_dimmed(job, link) { theme::GREY } else { theme::colour(link.from) };
            json!({"source": from, "target": to, "value": link.value, "text": link.text,
                "lineStyle": {"color": colour, "opacity": 0.35}})
        })
        .collect();
    let extra = json!({
        "nodeWidth": NODE, "nodeGap": if job.narrow { 20 } else { 16 }, "draggable": false, "layoutIterations": 48, "emphasis": {"focus": "adjacency"},
        "label": {"fontSize": FONT, "lineHeight": HIGH, "color": theme::TEXT},
        "lineStyle": {"curveness": 0.5}, "data": nodes, "links": flows,
    });
    sheet.series(sankey, extra);
    sheet
}
