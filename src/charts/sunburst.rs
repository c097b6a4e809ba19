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
    let data: Vec<Json> = hierarchy
        .roots
        .iter()
        .enumerate()
        .map(|(number, root)| node(job, &rings, root, (number, 0, &[])))
        .collect();
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
    let mut top = sheet.height + 6.0;
    for root in &hierarchy.roots {
        let parts: Vec<String> = match root.children.len() {
            0 => Vec::new(),
            _ => root.children.iter().map(|child| format!("{} {}", child.name, child.text)).collect(),
        };
        sheet.heading(&format!("{} {}", root.name, root.text), 0.0, top);
        top += 19.0;
        for line in text::wrap(&parts.join(", "), FONT, job.width()) {
            sheet.note(&line, 0.0, top, charming::element::TextAlign::Left);
            top += 17.0;
        }
        top += 5.0;
    }
    sheet.height = top;
}

fn node(
    job: &Job<'_>,
    rings: &Rings,
    branch: &Branch,
    (number, level, above): (usize, usize, &[&str]),
) -> Json {
    let dim = dimmed(job, above, &branch.name);
    let fill = if dim { theme::GREY } else { theme::colour(number) };
    let opacity = 1.0;
    let mut node = json!({"name": branch.name, "text": branch.text,
        "itemStyle": {"color": fill, "opacity": opacity}});
    node["label"] = words(rings, branch, level, if dim { theme::BACKGROUND } else { theme::on(number) });
    let mut above = above.to_vec();
    above.push(&branch.name);
    if branch.children.is_empty() {
        node["value"] = json!(branch.value);
    } else {
        let children: Vec<Json> = branch
            .children
            .iter()
            .map(|child| self::node(job, rings, child, (number, level + 1, &above)))
            .collect();
        node["value"] = json!(branch.value);
        node["children"] = Json::Array(children);
    }
    node
}

/// The name in its ring where it fits; of the outer ring's parts beside it when there is room.
fn words(rings: &Rings, branch: &Branch, level: usize, colour: &str) -> Json {
    let middle = rings.hole + (level as f64 + 0.5) * rings.thick;
    let angle = branch.value / rings.total.max(f64::MIN_POSITIVE) * TAU;
    let along = angle.min(std::f64::consts::PI) * middle;
    let lines = text::wrap(&branch.name, FONT, rings.thick - 8.0);
    let widest = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
    // Horizontal words in a ring need its thickness across or its arc, whichever way it lies: both must hold them.
    let high = lines.len() as f64 * 15.0;
    let across = rings.thick - 8.0;
    let fits = widest <= across.min(along) && high <= across.min(along);
    if fits {
        return json!({"formatter": label::literal(&lines.join("\n")), "color": colour, "align": "center"});
    }
    let outer = level + 1 == rings.depth && branch.children.is_empty();
    if outer
        && angle * (rings.hole + rings.thick * rings.depth as f64) >= 17.0
        && text::width(&branch.name, FONT) + 8.0 <= rings.room
    {
        return json!({"formatter": label::literal(&branch.name), "color": theme::TEXT, "position": "outside",
            "distance": 5});
    }
    json!({"show": false})
}
