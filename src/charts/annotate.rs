//! Annotations: a line across, a line upright, a band or a point, each with words.
//!
//! Charming's mark points know no coordinates and its mark lines no label styles, so both are given as JSON.

use super::frame::{Job, Rect, Sheet};
use super::plot::{Plot, Series, XKind};
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{label, text};
use crate::model::{Annotation, Panels};
use charming::series::Scatter;
use serde_json::{Value as Json, json};

/// What annotations hang on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// The series, counted through the whole option.
    pub(super) series: usize,
    /// Which panel it is.
    pub(super) index: usize,
    /// Whether the value axis lies.
    pub(super) lying: bool,
    /// The plot area and the scale of its values, when lines run through it that words should keep clear of.
    pub(super) lines: Option<(Rect, Scale)>,
}

/// Adds the annotations of the block to a panel.
pub(super) fn annotate(job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, target: Target) {
    if job.spec.annotations.is_empty() {
        return;
    }
    let words = |position: &str| {
        json!({"show": true, "position": position, "color": theme::TEXT, "fontSize": FONT,
            "textBorderColor": theme::BACKGROUND, "textBorderWidth": 3})
    };
    let (mut lines, mut points): (Vec<Json>, Vec<Json>) = (Vec::new(), Vec::new());
    let mut bands: Vec<Json> = Vec::new();
    for annotation in job.spec.annotations.iter().filter(|note| stands(job, plot, target.index, note)) {
        if annotation.to_x.is_some() || annotation.to_y.is_some() {
            bands.push(band(job, plot, target, annotation));
            continue;
        }
        let value = annotation.y.map(|y| job.magnitude(plot).apply(y));
        let place = annotation.x.as_ref().map(|x| position(plot, x));
        let (across, upright) = if target.lying { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
        let text = label::literal(&annotation.text);
        match (place, value) {
            (Some(place), Some(value)) => points.push(point(annotation, target, (place, value))),
            (None, Some(value)) if target.lying => {
                let label = json!({"formatter": text, "position": "end", "distance": 4});
                lines.push(json!({across: value, "label": label}));
            }
            (None, Some(value)) => {
                let side = clear_side(job, plot, target, (value, &annotation.text));
                lines.push(json!({across: value, "label": {"formatter": text, "position": side}}));
            }
            (Some(place), None) if target.lying => {
                lines.push(json!({upright: place, "label": {"formatter": text}}));
            }
            (Some(place), None) => {
                let align = edge_align(plot, &place);
                let label = json!({"formatter": text, "position": "end", "align": align, "distance": 4});
                lines.push(json!({upright: place, "label": label}));
            }
            (None, None) => {}
        }
    }
    let mut extra = json!({});
    if !lines.is_empty() {
        extra["markLine"] = json!({"silent": true, "symbol": "none", "label": words("insideStartTop"),
            "lineStyle": {"color": theme::MUTED, "width": 1, "type": [4, 3]}, "data": lines});
    }
    if !points.is_empty() {
        extra["markPoint"] = json!({"silent": true, "symbol": "circle", "symbolSize": 12, "label": words("top"),
            "itemStyle": {"color": "transparent", "borderColor": theme::TEXT, "borderWidth": 1.5}, "data": points});
    }
    if !bands.is_empty() {
        let mut label = words("insideTopLeft");
        label["color"] = json!(theme::MUTED);
        let area = json!({"silent": true, "label": label, "data": bands,
            "itemStyle": {"color": theme::GREY, "opacity": 0.18}});
        // On a series of its own: what is marked shares the layer of its series, and a band belongs below all.
        let index = target.index as f64;
        let below = Scatter::new().x_axis_index(index).y_axis_index(index);
        let layer = json!({"data": [], "silent": true, "z": 0, "markArea": area});
        sheet.series(charming::series::Series::Scatter(below), layer);
    }
    sheet.extend_series(target.series, extra);
}

/// Whether an annotation stands in a panel: the one it names, else every one; but a value where each panel measures something
/// else is one of the first.
fn stands(job: &Job<'_>, plot: &Plot, index: usize, annotation: &Annotation) -> bool {
    let own_measures = matches!(job.spec.panels, Some(Panels::Y | Panels::Records));
    match &annotation.panel {
        Some(panel) => plot.title.as_ref() == Some(&panel.value),
        None => index == 0 || !own_measures || annotation.y.is_none(),
    }
}

/// Room above an upright plot area for the words of upright lines.
pub(super) fn head(job: &Job<'_>) -> f64 {
    let upright = |note: &Annotation| note.x.is_some() && note.y.is_none() && note.to_x.is_none();
    if job.spec.annotations.iter().any(upright) { 16.0 } else { 0.0 }
}

/// Room below a lying plot area for the words of lines at a value.
pub(super) fn foot(job: &Job<'_>) -> f64 {
    let at_value = |note: &Annotation| note.y.is_some() && note.x.is_none() && note.to_y.is_none();
    if job.spec.annotations.iter().any(at_value) { 20.0 } else { 0.0 }
}

/// Words of an upright line near an end of the axis lean inwards.
fn edge_align(plot: &Plot, place: &Json) -> &'static str {
    let at = match place {
        Json::String(name) => plot.points.iter().find(|point| point.text == *name).map(|point| point.at),
        other => other.as_f64(),
    };
    let (low, high) =
        plot.points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| (l.min(p.at), h.max(p.at)));
    match at.map(|at| (at - low) / (high - low).max(f64::MIN_POSITIVE)) {
        Some(part) if part < 0.12 => "left",
        Some(part) if part > 0.88 => "right",
        _ => "center",
    }
}

/// A band between two places or two values, or where both meet.
fn band(job: &Job<'_>, plot: &Plot, target: Target, annotation: &Annotation) -> Json {
    let (across, upright) = if target.lying { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
    let mut corners = [json!({}), json!({})];
    if let (Some(from), Some(to)) = (&annotation.x, &annotation.to_x) {
        corners[0][upright] = position(plot, from);
        corners[1][upright] = position(plot, to);
    }
    if let (Some(from), Some(to)) = (annotation.y, annotation.to_y) {
        corners[0][across] = json!(job.magnitude(plot).apply(from));
        corners[1][across] = json!(job.magnitude(plot).apply(to));
    }
    corners[0]["label"] = json!({"formatter": label::literal(&annotation.text)});
    json!(corners)
}

fn point(annotation: &Annotation, target: Target, (place, value): (Json, f64)) -> Json {
    let coordinates = if target.lying { json!([value, place]) } else { json!([place, value]) };
    json!({"coord": coordinates, "label": {"formatter": label::literal(&annotation.text)}})
}

/// A place on the axis of categories: a name as written, a number, the milliseconds of a date.
fn position(plot: &Plot, x: &Json) -> Json {
    let text = match x {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match plot.points.iter().find(|point| point.text == text) {
        Some(point) if plot.axis != XKind::Category => json!(point.at),
        Some(point) => json!(point.text),
        None if plot.axis == XKind::Category => json!(text),
        None if plot.axis == XKind::Time => label::date(&text).map_or_else(|| x.clone(), |at| json!(at)),
        None => x.clone(),
    }
}

/// Where words on a line across keep clearest of the lines of the chart: above or below it, at its start or end.
fn clear_side(job: &Job<'_>, plot: &Plot, target: Target, (value, words): (f64, &str)) -> &'static str {
    let Some((area, scale)) = target.lines else { return "insideStartTop" };
    let width = text::width(words, FONT) + 10.0;
    let level = area.height * (1.0 - scale.part(value));
    let sides = [
        ("insideStartTop", 0.0, level - 22.0),
        ("insideEndTop", area.width - width, level - 22.0),
        ("insideStartBottom", 0.0, level),
        ("insideEndBottom", area.width - width, level),
    ];
    let free = |&&(_, left, top): &&(&str, f64, f64)| {
        let wanted = Rect { left, top, width, height: 22.0 };
        top + 22.0 <= area.height
            && plot.series.iter().all(|series| !crosses(job, plot, series, (area, scale, wanted)))
    };
    sides.iter().find(free).map_or("insideStartTop", |side| side.0)
}

/// Whether a line, or a value written at one of its points, runs through a rectangle of the plot area.
fn crosses(job: &Job<'_>, plot: &Plot, series: &Series, (area, scale, wanted): (Rect, Scale, Rect)) -> bool {
    let magnitude = job.magnitude(plot);
    let (first, last) = (plot.points.first().map_or(0.0, |p| p.at), plot.points.last().map_or(1.0, |p| p.at));
    let span = (last - first).max(f64::MIN_POSITIVE);
    let places: Vec<(f64, f64)> = plot
        .points
        .iter()
        .zip(&series.marks)
        .filter_map(|(point, mark)| {
            let value = magnitude.apply(mark.value?);
            Some(((point.at - first) / span * area.width, area.height * (1.0 - scale.part(value))))
        })
        .collect();
    let touches = |x: f64, y: f64, room: f64| {
        x > wanted.left - room
            && x < wanted.left + wanted.width + room
            && y > wanted.top - room
            && y < wanted.top + wanted.height + room
    };
    let steps = 40;
    let between = |a: (f64, f64), b: (f64, f64)| {
        (0..=steps).any(|step| {
            let part = f64::from(step) / f64::from(steps);
            touches(a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part, 2.0)
        })
    };
    places.iter().any(|place| touches(place.0, place.1, 14.0))
        || places.windows(2).any(|pair| between(pair[0], pair[1]))
}
