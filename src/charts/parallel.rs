//! Parallel coordinates: each measure an upright axis, each thing a line across; on phones the axes lie below each other.

use super::frame::{Entry, Job, LINE, Sheet};
use super::profile::{Profiles, Thing};
use super::theme::{self, FONT};
use super::words::Words;
use super::{label, spread, text};
use charming::element::TextAlign;
use charming::series::Parallel;
use serde_json::{Value as Json, json};

/// At most so many lines has the name of an axis.
const LINES: usize = 5;

/// Draws profiles.
pub(super) fn paint(job: &Job<'_>, profiles: &Profiles) -> Sheet {
    let mut sheet = Sheet::new();
    let names = profiles.entries();
    let entries: Vec<Entry> = names
        .iter()
        .filter(|_| names.len() > 1)
        .map(|name| Entry { name: name.clone(), icon: "roundRect" })
        .collect();
    let top = sheet.legend(job, &entries);
    let axes = if job.narrow {
        lying(job, &mut sheet, profiles, top)
    } else {
        upright(job, &mut sheet, profiles, top)
    };
    let axis = |(at, measure): (usize, &super::profile::Measure)| {
        json!({"dim": at, "min": measure.scale.low, "max": measure.scale.high, "name": "",
            "axisLabel": {"formatter": " "}, "axisTick": {"show": false},
            "axisLine": {"lineStyle": {"color": theme::AXIS, "width": 1}}, "splitLine": {"show": false}})
    };
    let list: Vec<Json> = profiles.measures.iter().enumerate().map(axis).collect();
    sheet.more(json!({"parallel": axes, "parallelAxis": list}));
    let groups = names.len().max(1);
    for group in 0..groups {
        let members: Vec<usize> =
            (0..profiles.things.len()).filter(|&at| profiles.entry(at) == group).collect();
        let data: Vec<Json> = members.iter().map(|&at| item(job, profiles, &profiles.things[at])).collect();
        // The legend shows what the lines are drawn in.
        let dim = !members.is_empty() && members.iter().all(|&at| profiles.dimmed(job, &profiles.things[at]));
        let colour = if dim { theme::GREY } else { theme::colour(group) };
        let mut extra = json!({"data": data, "smooth": false,
            "lineStyle": {"color": colour, "width": 2, "opacity": 1, "type": theme::dash(group)}});
        if let Some(name) = names.get(group) {
            extra["name"] = json!(name);
            extra["itemStyle"] = json!({"color": colour});
        }
        sheet.series(Parallel::new(), extra);
    }
    sheet
}

fn item(job: &Job<'_>, profiles: &Profiles, thing: &Thing) -> Json {
    let values: Vec<Json> = thing
        .marks
        .iter()
        .enumerate()
        .map(|(at, mark)| profiles.drawn(at, mark).map_or_else(|| json!("-"), |value| json!(value)))
        .collect();
    let mut item = json!({"name": thing.name, "value": values, "text": profiles.told(thing)});
    if profiles.dimmed(job, thing) {
        item["lineStyle"] = json!({"color": theme::GREY, "width": 1});
    } else if job.spec.highlight.is_some() {
        item["lineStyle"] = json!({"width": 3});
    }
    item
}

/// Upright axes: names and upper limits above, lower limits below, names of things at the last axis when they fit.
fn upright(job: &Job<'_>, sheet: &mut Sheet, profiles: &Profiles, top: f64) -> Json {
    let count = profiles.measures.len();
    let named: Vec<&Thing> = profiles
        .things
        .iter()
        .filter(|thing| job.spec.highlight.is_none() || !profiles.dimmed(job, thing))
        .filter(|thing| thing.marks.last().is_some_and(|mark| mark.value.is_some()))
        .collect();
    let direct = named.len() <= 16;
    let widest = named.iter().map(|thing| text::width(&thing.name, FONT)).fold(0.0, f64::max).min(150.0);
    let (left, right) = (56.0, if direct { widest + 14.0 } else { 56.0 });
    let gap = (job.width() - left - right) / (count - 1).max(1) as f64;
    let room = gap.min(2.0 * left) - 8.0;
    let names: Vec<Vec<String>> =
        profiles.measures.iter().map(|measure| text::fitted(&measure.name, FONT, room, LINES)).collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let head = top + lines * LINE + LINE + 6.0;
    let wanted = job.spec.height.map_or(400.0 + top, f64::from);
    let height = (wanted - head - LINE - 6.0).max(80.0);
    sheet.height = head + height + LINE + 6.0;
    for (at, (measure, name)) in profiles.measures.iter().zip(&names).enumerate() {
        let x = left + at as f64 * gap;
        let first = top + (lines - name.len() as f64) * LINE;
        sheet.note(&name.join("\n"), x, first, TextAlign::Center);
        sheet.name(&measure.ends.1, x, head - LINE - 4.0, TextAlign::Center);
        sheet.name(&measure.ends.0, x, head + height + 4.0, TextAlign::Center);
    }
    if direct {
        let last = count - 1;
        let wanted: Vec<f64> = named
            .iter()
            .map(|thing| {
                let value = profiles.drawn(last, &thing.marks[last]).unwrap_or(0.0);
                head + (1.0 - profiles.measures[last].scale.part(value)) * height
            })
            .collect();
        // As many lines for each name as all have room for.
        let most = (height / LINE / named.len().max(1) as f64).floor().clamp(1.0, 3.0) as usize;
        let names: Vec<Vec<String>> =
            named.iter().map(|thing| text::fitted(&thing.name, FONT, widest + 1.0, most)).collect();
        let high = names.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE;
        let more = (high - LINE) / 2.0;
        let placed = spread::spread(&wanted, high, (head + more, head + height - more));
        for (name, y) in names.iter().zip(placed) {
            let top = y - name.len() as f64 * LINE / 2.0;
            sheet.note(&label::literal(&name.join("\n")), job.width() - right + 10.0, top, TextAlign::Left);
        }
    }
    json!({"left": left, "top": head, "width": gap * (count - 1) as f64, "height": height, "layout": "horizontal"})
}

/// Lying axes, with names and limits in a column at the left.
fn lying(job: &Job<'_>, sheet: &mut Sheet, profiles: &Profiles, top: f64) -> Json {
    let column = 112.0;
    let names: Vec<Vec<String>> =
        profiles.measures.iter().map(|m| text::fitted(&m.name, FONT, column - 10.0, LINES)).collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64 + 1.0;
    let row = (lines * LINE + 14.0).max(56.0);
    let count = profiles.measures.len();
    let first = top + lines * LINE / 2.0 + 4.0;
    for (at, (measure, name)) in profiles.measures.iter().zip(&names).enumerate() {
        let y = first + at as f64 * row - (name.len() as f64 + 1.0) * LINE / 2.0;
        sheet.note(&name.join("\n"), 0.0, y, TextAlign::Left);
        let limits = Words::of(job.input.locale).range(&measure.ends.0, &measure.ends.1);
        sheet.name(&limits, 0.0, y + name.len() as f64 * LINE, TextAlign::Left);
    }
    let height = row * (count - 1) as f64;
    sheet.height = first + height + lines * LINE / 2.0 + 8.0;
    json!({"left": column, "top": first, "width": job.width() - column - 8.0, "height": height, "layout": "vertical"})
}
