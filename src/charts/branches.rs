//! Trees: what belongs to what, as branches from left to right, each end with its name.

use super::frame::{Job, Sheet};
use super::hierarchy::{Branch, Hierarchy, dimmed};
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::{Tree, TreeEdgeShape, TreeLayout, TreeOrient};
use serde_json::{Value as Json, json};

/// Draws a hierarchy; several roots hang below one that has no name.
pub(super) fn paint(job: &Job<'_>, hierarchy: &Hierarchy) -> Sheet {
    let mut sheet = Sheet::new();
    let leaves: usize = hierarchy.roots.iter().map(Branch::leaves).sum();
    let row = if job.narrow { 34.0 } else { 26.0 };
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    sheet.height = wanted.unwrap_or((leaves as f64 * row).clamp(160.0, 1600.0) + 20.0);
    let single = hierarchy.roots.len() == 1;
    let depth = hierarchy.depth() + usize::from(!single);
    let ends = hierarchy.roots.iter().flat_map(super::hierarchy::ends);
    let last =
        ends.map(|end| text::width(&words(end), FONT)).fold(0.0, f64::max).min(job.width() * 0.3) + 16.0;
    let column = (job.width() - 6.0 - last) / (depth - 1).max(1) as f64;
    let data: Vec<Json> = match hierarchy.roots.as_slice() {
        [root] => vec![node(job, root, column - 18.0, (0, &[]))],
        roots => {
            let children: Vec<Json> =
                roots.iter().enumerate().map(|(i, root)| node(job, root, column - 18.0, (i, &[]))).collect();
            vec![
                json!({"name": "", "children": children, "symbolSize": 4, "label": {"show": false}, "silent": true}),
            ]
        }
    };
    let left = 6.0;
    let tree = Tree::new()
        .left(left)
        .top(10.0)
        .layout(TreeLayout::Orthogonal)
        .orient(TreeOrient::LeftRight)
        .edge_shape(TreeEdgeShape::Curve);
    let extra = json!({
        "width": (job.width() - left - last).max(20.0).round(), "height": sheet.height - 20.0,
        "symbol": "circle", "symbolSize": 8, "roam": false, "expandAndCollapse": false, "initialTreeDepth": -1,
        "lineStyle": {"color": theme::AXIS, "width": 1.2},
        "label": {"fontSize": FONT, "lineHeight": 16, "color": theme::TEXT, "position": "right",
            "align": "left", "verticalAlign": "middle", "distance": 5,
            "backgroundColor": theme::BACKGROUND, "padding": [0, 3]},
        "data": data,
    });
    sheet.series(tree, extra);
    sheet
}

/// Name and amount.
fn words(branch: &Branch) -> String {
    format!("{} {}", branch.name, branch.text).trim_end().to_owned()
}

fn node(job: &Job<'_>, branch: &Branch, room: f64, (group, above): (usize, &[&str])) -> Json {
    let dim = dimmed(job, above, &branch.name);
    let fill = if dim { theme::GREY } else { theme::colour(group) };
    let lines = text::wrap(&words(branch), FONT, room);
    let text = if branch.text.is_empty() { &branch.name } else { &branch.text };
    let mut inner = above.to_vec();
    inner.push(&branch.name);
    let children: Vec<Json> =
        branch.children.iter().map(|child| self::node(job, child, room, (group, &inner))).collect();
    let mut node = json!({"name": branch.name, "text": text, "itemStyle": {"color": fill, "borderColor": fill},
        "label": {"formatter": label::literal(&lines.join("\n"))}});
    if !branch.text.is_empty() {
        node["value"] = json!(branch.value);
    }
    if !children.is_empty() {
        node["children"] = Json::Array(children);
    }
    node
}
