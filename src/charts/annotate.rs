//! Annotations: a line across, a line upright, or a point, each with words.
//!
//! Charming's mark points know no coordinates and its mark lines no label styles, so both are given as JSON.

use super::frame::{Job, Sheet};
use super::label;
use super::plot::{Plot, XKind};
use super::theme::{self, FONT};
use crate::model::Annotation;
use serde_json::{Value as Json, json};

/// What annotations hang on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// The series, counted through the whole option.
    pub(super) series: usize,
    /// Whether the value axis lies.
    pub(super) lying: bool,
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
    for annotation in &job.spec.annotations {
        let value = annotation.y.map(|y| job.magnitude(plot).apply(y));
        let place = annotation.x.as_ref().map(|x| position(plot, x));
        let (across, upright) = if target.lying { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
        let text = label::literal(&annotation.text);
        match (place, value) {
            (Some(place), Some(value)) => points.push(point(annotation, target, (place, value))),
            (None, Some(value)) => lines.push(json!({across: value, "label": {"formatter": text}})),
            (Some(place), None) => lines.push(json!({upright: place, "label": {"formatter": text}})),
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
    sheet.extend_series(target.series, extra);
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
        None => x.clone(),
    }
}
