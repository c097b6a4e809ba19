//! Radars: measures around a middle, each thing a shape with a marker and a dash pattern of its own.

use super::frame::{Entry, Job, Sheet};
use super::profile::{Measure, Profiles, Thing};
use super::theme::{self, FONT};
use super::{label, text};
use charming::series::Radar;
use serde_json::{Value as Json, json};

/// Draws profiles.
pub(super) fn paint(job: &Job<'_>, profiles: &Profiles) -> Sheet {
    let mut sheet = Sheet::new();
    let entries: Vec<Entry> = profiles
        .things
        .iter()
        .enumerate()
        .filter(|_| profiles.things.len() > 1)
        .map(|(at, thing)| Entry { name: thing.name.clone(), icon: theme::shape(at) })
        .collect();
    let top = sheet.legend(job, &entries);
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    let room = if job.narrow { 66.0 } else { 170.0 };
    let names: Vec<String> = profiles.measures.iter().map(|measure| name(measure, room)).collect();
    let count = names.len() as f64;
    let body = wanted.map_or(if job.narrow { 300.0 } else { 440.0 }, |height| height - top);
    // Names beside the middle take width, those above and below it height.
    let radius = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let angle = at as f64 / count * std::f64::consts::TAU;
            let (aside, above) = (angle.sin().abs(), angle.cos().abs());
            let room = job.width() / 2.0 - text::width(name, FONT) - 12.0;
            let across = if aside > 0.2 { room / aside } else { f64::MAX };
            let high = name.lines().count() as f64 * 16.0 + 14.0;
            across.min(if above > 0.2 { (body / 2.0 - high) / above } else { f64::MAX })
        })
        .fold(f64::MAX, f64::min)
        .max(50.0);
    sheet.height = top + body;
    let indicator: Vec<Json> = profiles
        .measures
        .iter()
        .zip(&names)
        .map(|(measure, name)| json!({"name": label::literal(name), "min": measure.scale.low, "max": measure.scale.high}))
        .collect();
    sheet.more(json!({"radar": {
        "center": [(job.width() / 2.0).round(), (top + body / 2.0).round()], "radius": radius.round(),
        "indicator": indicator, "splitNumber": 4, "axisNameGap": 8,
        "axisName": {"color": theme::TEXT, "fontSize": FONT, "lineHeight": 16},
        "axisLine": {"lineStyle": {"color": theme::GRID}}, "splitLine": {"lineStyle": {"color": theme::GRID}},
        "splitArea": {"show": false}}}));
    let data: Vec<Json> =
        profiles.things.iter().enumerate().map(|(at, thing)| item(job, profiles, at, thing)).collect();
    sheet.series(Radar::new(), json!({"symbolSize": 7, "data": data}));
    sheet
}

/// The name of an axis with its limits below.
fn name(measure: &Measure, room: f64) -> String {
    let mut lines = text::wrap(&measure.name, FONT, room);
    lines.push(format!("{}–{}", measure.ends.0, measure.ends.1));
    lines.join("\n")
}

fn item(job: &Job<'_>, profiles: &Profiles, at: usize, thing: &Thing) -> Json {
    let dim = profiles.dimmed(job, thing);
    let colour = if dim { theme::GREY } else { theme::colour(at) };
    let values: Vec<Option<f64>> =
        thing.marks.iter().enumerate().map(|(axis, mark)| profiles.drawn(axis, mark)).collect();
    json!({"name": thing.name, "value": values, "text": profiles.told(thing), "symbol": theme::shape(at),
        "itemStyle": {"color": colour},
        "lineStyle": {"color": colour, "width": if dim { 1.5 } else { 2.5 }, "type": theme::dash(at)}})
}
