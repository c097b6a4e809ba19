//! Treemaps: parts of parts as rectangles whose areas are their amounts. Groups carry their names above what they hold; a
//! part is named when its name fits.

use super::frame::{Job, Rect, Sheet};
use super::hierarchy::{Branch, Hierarchy, dimmed};
use super::label;
use super::text;
use super::theme::{self, FONT};
use charming::series::Treemap;
use serde_json::{Value as Json, json};

/// Height of the line with a group's name.
const HEAD: f64 = 22.0;

/// Pixels between groups, and between what they hold.
const ROOT_GAP: f64 = 4.0;
const GAP: f64 = 2.0;

/// Draws a hierarchy.
pub(super) fn paint(job: &Job<'_>, hierarchy: &Hierarchy) -> Sheet {
    let mut sheet = Sheet::new();
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    sheet.height = wanted.unwrap_or(if job.narrow { 460.0 } else { 400.0 });
    let place = Rect { left: 0.0, top: 0.0, width: job.width(), height: sheet.height };
    let rects = squarified(&hierarchy.roots, grown(place, ROOT_GAP / 2.0));
    let data: Vec<Json> = hierarchy
        .roots
        .iter()
        .zip(&rects)
        .enumerate()
        .map(|(number, (root, rect))| node(job, root, grown(*rect, -ROOT_GAP / 2.0), (number, &[])))
        .collect();
    let treemap = Treemap::new().left(0.0).top(0.0).width(place.width).height(place.height);
    let extra = json!({
        "roam": false, "nodeClick": false, "breadcrumb": {"show": false}, "squareRatio": 1.618_033_988_75,
        "label": {"fontSize": FONT, "lineHeight": 17, "position": [6, 5], "align": "left",
            "verticalAlign": "top", "overflow": "truncate", "ellipsis": ""},
        "upperLabel": {"show": false, "height": HEAD, "fontSize": FONT, "fontWeight": "bold",
            "color": theme::TEXT, "padding": [0, 0, 0, 2]},
        "itemStyle": {"borderWidth": 0, "gapWidth": GAP, "borderColor": theme::BACKGROUND},
        "levels": levels(hierarchy.depth()),
        "data": data,
    });
    sheet.series(treemap, extra);
    sheet
}

fn levels(depth: usize) -> Vec<Json> {
    (0..=depth)
        .map(|level| {
            let upper = level > 0 && level < depth;
            json!({"itemStyle": {"borderWidth": 0, "gapWidth": if level == 0 { ROOT_GAP } else { GAP },
                "borderColor": theme::BACKGROUND}, "upperLabel": {"show": upper}})
        })
        .collect()
}

fn node(job: &Job<'_>, branch: &Branch, rect: Rect, (number, above): (usize, &[&str])) -> Json {
    let leaf = branch.children.is_empty();
    let mut node = json!({"name": branch.name, "value": branch.value, "text": branch.text});
    let dim = dimmed(job, above, &branch.name);
    if leaf {
        let fill = if dim { theme::GREY } else { theme::colour(number) };
        node["itemStyle"] = json!({"color": fill});
        node["label"] = leaf_label(branch, rect, if dim { theme::ON_GREY } else { theme::on(number) });
        return node;
    }
    let fits = text::width(&branch.name, FONT) * 1.08 + 4.0 <= rect.width;
    node["itemStyle"] = json!({"color": theme::BACKGROUND});
    node["upperLabel"] =
        json!({"formatter": if fits { label::literal(&branch.name) } else { " ".to_owned() }});
    // As ECharts reckons: the gap around the whole is given back, the line of the name taken.
    let around = grown(rect, GAP / 2.0);
    let inner = Rect { top: around.top + HEAD, height: (around.height - HEAD).max(1.0), ..around };
    let rects = squarified(&branch.children, inner);
    let mut above = above.to_vec();
    above.push(&branch.name);
    let children: Vec<Json> = branch
        .children
        .iter()
        .zip(&rects)
        .map(|(child, rect)| self::node(job, child, grown(*rect, -GAP / 2.0), (number, &above)))
        .collect();
    node["children"] = Json::Array(children);
    node
}

/// Name and amount where they fit, the name alone in little room, else nothing.
fn leaf_label(branch: &Branch, rect: Rect, colour: &str) -> Json {
    let room = (rect.width - 12.0, rect.height - 13.0);
    let lines = text::wrap(&branch.name, FONT, room.0);
    let widest = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
    let high = lines.len() as f64 * 17.0;
    if widest > room.0 || high > room.1 {
        return json!({"show": false});
    }
    let amount = high + 17.0 <= room.1 && text::width(&branch.text, FONT) <= room.0;
    let words = if amount { format!("{}\n{}", lines.join("\n"), branch.text) } else { lines.join("\n") };
    json!({"formatter": label::literal(&words), "color": colour})
}

/// A rectangle with so much more on each side.
fn grown(rect: Rect, by: f64) -> Rect {
    let side = |length: f64| (length + 2.0 * by).max(0.0);
    Rect { left: rect.left - by, top: rect.top - by, width: side(rect.width), height: side(rect.height) }
}

/// The rectangles of parts as ECharts lays them out: the largest first, in rows along the shorter side, as near to the
/// golden ratio as can be (Bruls, Huizing, van Wijk). In the order of the parts.
fn squarified(parts: &[Branch], place: Rect) -> Vec<Rect> {
    let total: f64 = parts.iter().map(|part| part.value).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| parts[*b].value.total_cmp(&parts[*a].value));
    let unit = place.width * place.height / total.max(f64::MIN_POSITIVE);
    let mut rects = vec![place; parts.len()];
    let mut rest = place;
    let mut row: Vec<usize> = Vec::new();
    let mut queue = order.into_iter().peekable();
    while let Some(&next) = queue.peek() {
        let area = |row: &[usize]| row.iter().map(|i| parts[*i].value * unit).sum::<f64>();
        let side = rest.width.min(rest.height);
        let worst = |row: &[usize]| {
            let sum = area(row);
            let areas = row.iter().map(|i| parts[*i].value * unit);
            let (least, most) = areas.fold((f64::MAX, 0.0_f64), |(l, m), a| (l.min(a), m.max(a)));
            let square = side * side * 1.618_033_988_75;
            (square * most / (sum * sum)).max(sum * sum / (square * least))
        };
        let mut longer = row.clone();
        longer.push(next);
        if row.is_empty() || worst(&longer) <= worst(&row) {
            row = longer;
            queue.next();
        } else {
            rest = laid(&row, &mut rects, rest, &|i| parts[i].value * unit);
            row.clear();
        }
    }
    laid(&row, &mut rects, rest, &|i| parts[i].value * unit);
    rects
}

/// Lays a row along the shorter side and gives what is left.
fn laid(row: &[usize], rects: &mut [Rect], rest: Rect, area: &dyn Fn(usize) -> f64) -> Rect {
    let sum: f64 = row.iter().map(|&i| area(i)).sum();
    if sum <= 0.0 {
        return rest;
    }
    let upright = rest.width >= rest.height;
    let side = if upright { rest.height } else { rest.width };
    let thick = sum / side.max(1e-9);
    let mut at = 0.0;
    for &i in row {
        let length = area(i) / thick;
        rects[i] = if upright {
            Rect { left: rest.left, top: rest.top + at, width: thick, height: length }
        } else {
            Rect { left: rest.left + at, top: rest.top, width: length, height: thick }
        };
        at += length;
    }
    if upright {
        Rect { left: rest.left + thick, width: (rest.width - thick).max(0.0), ..rest }
    } else {
        Rect { top: rest.top + thick, height: (rest.height - thick).max(0.0), ..rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_go_by_amounts_and_fill_the_place() {
        let part = |value: f64| Branch { value, ..Branch::default() };
        let parts = [part(1.0), part(6.0), part(3.0)];
        let place = Rect { left: 0.0, top: 0.0, width: 200.0, height: 100.0 };
        let rects = squarified(&parts, place);
        for (part, rect) in parts.iter().zip(&rects) {
            assert!((rect.width * rect.height - part.value * 2000.0).abs() < 1e-6, "{rect:?}");
            assert!(rect.left >= 0.0 && rect.left + rect.width <= 200.0001, "{rect:?}");
        }
        assert_eq!(rects[1], Rect { left: 0.0, top: 0.0, width: 120.0, height: 100.0 });
    }
}
