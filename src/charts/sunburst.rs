//! Sunbursts: parts of parts as rings; names stand in the rings where they fit, those of the outer ring beside it.

use super::frame::{Job, Sheet};
use super::hierarchy::{Branch, Hierarchy, dimmed};
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::Sunburst;
use serde_json::{Value as Json, json};
use std::f64::consts::TAU;

/// Where rings stand.
struct Rings {
    hole: f64,
    thick: f64,
    depth: usize,
    total: f64,
    /// Room beside the outer ring.
    room: f64,
}

/// Draws a hierarchy.
pub(super) fn paint(job: &Job<'_>, hierarchy: &Hierarchy) -> Sheet {
    let mut sheet = Sheet::new();
    let depth = hierarchy.depth();
    let wanted = job.spec.height.filter(|_| !job.narrow).map_or(440.0, f64::from);
    let room = if job.narrow { 4.0 } else { 110.0 };
    let radius = (job.width() / 2.0 - room).min(wanted / 2.0 - 24.0).max(40.0);
    sheet.height = if job.narrow { 2.0 * radius + 12.0 } else { wanted };
    let hole = radius * if depth > 2 { 0.16 } else { 0.24 };
    let rings = Rings { hole, thick: (radius - hole) / depth as f64, depth, total: hierarchy.total, room };
    let mut start = 0.0;
    let mut data: Vec<Json> = Vec::new();
    for (number, root) in hierarchy.roots.iter().enumerate() {
        data.push(node(job, &rings, root, (number, 0, start, &[])));
        start += root.value;
    }
    let extra = json!({
        "center": [job.width() / 2.0, (sheet.height / 2.0).round()],
        "radius": [hole.round(), radius.round()],
        "nodeClick": false, "sort": null,
        "itemStyle": {"borderColor": theme::BACKGROUND, "borderWidth": 1.5},
        "label": {"fontSize": FONT, "lineHeight": 15, "rotate": 0, "minAngle": 0},
        "emphasis": {"focus": "ancestor"},
        "data": data,
    });
    sheet.series(Sunburst::new(), extra);
    if job.narrow {
        legend(&mut sheet, job, hierarchy);
    }
    sheet
}

/// On phones the groups are named below, as there is no room beside the rings.
fn legend(sheet: &mut Sheet, job: &Job<'_>, hierarchy: &Hierarchy) {
    sheet.height += 6.0;
    for root in &hierarchy.roots {
        let parts: Vec<String> = match root.children.len() {
            0 => Vec::new(),
            _ => root.children.iter().map(|child| format!("{} {}", child.name, child.text)).collect(),
        };
        sheet.heading(&format!("{} {}", root.name, root.text), 0.0, sheet.height);
        sheet.height += 19.0;
        sheet.below(&parts.join(", "), job.width());
    }
}

fn node(
    job: &Job<'_>,
    rings: &Rings,
    branch: &Branch,
    (number, level, start, above): (usize, usize, f64, &[&str]),
) -> Json {
    let dim = dimmed(job, above, &branch.name);
    let (fill, ink) =
        if dim { (theme::GREY, theme::ON_GREY) } else { (theme::colour(number), theme::on(number)) };
    let mut node = json!({"name": branch.name, "value": branch.value, "text": branch.text,
        "itemStyle": {"color": fill}, "label": words(rings, branch, (level, start), ink)});
    let mut inner = above.to_vec();
    inner.push(&branch.name);
    let mut at = start;
    let mut children = Vec::new();
    for child in &branch.children {
        children.push(self::node(job, rings, child, (number, level + 1, at, &inner)));
        at += child.value;
    }
    if !children.is_empty() {
        node["children"] = Json::Array(children);
    }
    node
}

/// The name in its ring where it fits; of the outer ring's parts beside it when there is room.
fn words(rings: &Rings, branch: &Branch, (level, start): (usize, f64), colour: &str) -> Json {
    let middle = rings.hole + (level as f64 + 0.5) * rings.thick;
    let whole = rings.total.max(f64::MIN_POSITIVE);
    let angle = branch.value / whole * TAU;
    let turn = (start + branch.value / 2.0) / whole * TAU;
    let along = angle.min(2.0) * middle;
    let across = rings.thick - 8.0;
    let lines = text::wrap(&branch.name, FONT, across);
    let widest = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
    let high = lines.len() as f64 * 15.0;
    // Above and below the middle the arc runs with the words, at the sides across them.
    let fits = if turn.cos().abs() > 0.8 {
        widest <= along * 0.85 && high <= across
    } else {
        widest <= across.min(along) && high <= across.min(along)
    };
    if fits {
        return json!({"formatter": label::literal(&lines.join("\n")), "color": colour, "align": "center"});
    }
    let rim = angle * (rings.hole + rings.thick * rings.depth as f64 + 8.0);
    let width = text::width(&branch.name, FONT);
    let apart = rim * turn.sin().abs() >= 16.0 || rim * turn.cos().abs() >= width + 8.0;
    let outer = level + 1 == rings.depth && branch.children.is_empty();
    if outer && apart && width + 8.0 <= rings.room {
        return json!({"formatter": label::literal(&branch.name), "color": theme::TEXT, "position": "outside",
            "distance": 5});
    }
    json!({"show": false})
}
