//! Icicles: parts of parts as columns of bars, the whole at the left, each thing beside what it belongs to. ECharts has no
//! such series: each thing is a bar, stacked with those of its level.

use super::frame::{Job, Rect, Sheet};
use super::hierarchy::{Branch, Hierarchy, dimmed};
use super::theme::{self, FONT};
use super::{label, text};
use charming::component::Axis;
use charming::element::{AxisType, ItemStyle};
use charming::series::Bar;
use serde_json::{Value as Json, json};

/// A thing in its place.
struct Placed<'a> {
    branch: &'a Branch,
    level: usize,
    /// Where it begins, as an amount.
    start: f64,
    /// The group it belongs to.
    group: usize,
    /// The names of what holds it.
    above: Vec<&'a str>,
}

/// Draws a hierarchy.
pub(super) fn paint(job: &Job<'_>, hierarchy: &Hierarchy) -> Sheet {
    let mut sheet = Sheet::new();
    let depth = hierarchy.depth();
    let leaves: usize = hierarchy.roots.iter().map(Branch::leaves).sum();
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    sheet.height = wanted.unwrap_or((leaves as f64 * 31.0).clamp(300.0, 760.0));
    let inner = Rect { left: 0.0, top: 0.0, width: job.width(), height: sheet.height };
    let mut placed = Vec::new();
    let mut start = 0.0;
    for (group, root) in hierarchy.roots.iter().enumerate() {
        place(root, (0, start, group), &[], &mut placed);
        start += root.value;
    }
    let levels: Vec<String> = (0..depth).map(|level| level.to_string()).collect();
    let x = Axis::new().type_(AxisType::Category).show(false);
    let y = Axis::new().type_(AxisType::Value).show(false).min(0.0);
    sheet.axes(inner, (x, json!({"data": levels})), (y, json!({"max": hierarchy.total, "inverse": true})));
    let width = inner.width / depth.max(1) as f64;
    let mut ends = vec![0.0; depth];
    for thing in &placed {
        // What ends before the deepest level leaves a gap there.
        let gap = thing.start - ends[thing.level];
        if gap > hierarchy.total * 1e-9 {
            series(&mut sheet, depth, thing.level, json!({"value": gap, "itemStyle": {"opacity": 0}}), true);
        }
        let part = thing.branch.value / hierarchy.total * inner.height;
        series(&mut sheet, depth, thing.level, item(job, thing, (width, part)), false);
        ends[thing.level] = thing.start + thing.branch.value;
    }
    sheet
}

fn place<'a>(
    branch: &'a Branch,
    (level, start, group): (usize, f64, usize),
    above: &[&'a str],
    placed: &mut Vec<Placed<'a>>,
) {
    placed.push(Placed { branch, level, start, group, above: above.to_vec() });
    let mut inner = above.to_vec();
    inner.push(&branch.name);
    let mut at = start;
    for child in &branch.children {
        place(child, (level + 1, at, group), &inner, placed);
        at += child.value;
    }
}

fn series(sheet: &mut Sheet, depth: usize, level: usize, item: Json, silent: bool) {
    let mut data = vec![Json::Null; depth];
    data[level] = item;
    let bar = Bar::new()
        .stack("icicle")
        .bar_width("100%")
        .item_style(ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.5));
    sheet.series(bar, json!({"data": data, "silent": silent}));
}

fn item(job: &Job<'_>, thing: &Placed<'_>, (width, height): (f64, f64)) -> Json {
    let Placed { branch, group, above, .. } = thing;
    let dim = dimmed(job, above, &branch.name);
    let (fill, ink) =
        if dim { (theme::GREY, theme::ON_GREY) } else { (theme::colour(*group), theme::on(*group)) };
    let mut item = json!({"name": branch.name, "value": branch.value, "text": branch.text,
        "itemStyle": {"color": fill}});
    let room = (width - 14.0, height - 4.0);
    let one = format!("{} {}", branch.name, branch.text);
    let lines = text::wrap(&branch.name, FONT, room.0);
    let fits = |words: &[String]| {
        words.len() as f64 * 16.0 <= room.1 && words.iter().all(|line| text::width(line, FONT) <= room.0)
    };
    let mut both = lines.clone();
    both.push(branch.text.clone());
    let choices = [vec![one], both, lines];
    if let Some(words) = choices.iter().find(|words| fits(words)) {
        item["label"] = json!({"show": true, "position": "inside", "color": ink, "fontSize": FONT,
            "lineHeight": 16, "formatter": label::literal(&words.join("\n"))});
    }
    item
}
