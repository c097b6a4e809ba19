//! Single bars: their values, colours and the words that stand at them or on them.

use super::annotate::{self, Target};
use super::bar::Bars;
use super::frame::{Job, Rect};
use super::measured::Magnitude;
use super::notes::HIGH;
use super::plot::{Mark, Plot};
use super::theme::{self, FONT};
use super::{label, places, text};
use crate::model::Annotation;
use serde_json::{Value as Json, json};

/// Between the end of a bar and its value.
const GAP: f64 = 5.0;
/// Between the middle of an annotated point and a value.
const AROUND: f64 = 11.0;

/// How much further than others values stand from bars whose ends are annotated.
pub(super) const MORE: f64 = AROUND - GAP;

/// How far from the end of its bar a value stands: beyond the circle of an annotation that would cover it.
fn gap(job: &Job<'_>, plot: &Plot, target: &Target, (at, mark): (usize, &Mark)) -> f64 {
    let (Some(value), Some(point)) = (mark.value, plot.points.get(at)) else { return GAP };
    let (length, size) = match target.lying {
        true => (target.area.width, text::width(&mark.text, FONT)),
        false => (target.area.height, HIGH),
    };
    let along = |value: f64| target.scale.part(job.magnitude(plot).apply(value)) * length;
    let is_here = |note: &&Annotation| {
        let named = note.x.as_ref().is_some_and(|x| places::written(x) == point.text);
        named && note.to_x.is_none() && note.to_y.is_none() && annotate::stands(job, plot, target.index, note)
    };
    let beyond = |note: &Annotation| {
        let away = (along(note.y?) - along(value)) * if value < 0.0 { -1.0 } else { 1.0 };
        (-1.0..=size + AROUND).contains(&away).then_some(away + AROUND)
    };
    job.spec.annotations.iter().filter(is_here).filter_map(beyond).fold(GAP, f64::max)
}

/// The places of the value at a bar with an annotated point, and of the bar where the point is at its end.
pub(super) fn taken(
    job: &Job<'_>,
    plot: &Plot,
    target: &Target,
    (at, (x, y)): (usize, (f64, f64)),
) -> Option<(Rect, Option<Rect>)> {
    let mark = plot.series.first()?.marks.get(at)?;
    let value = mark.value?;
    let gap = gap(job, plot, target, (at, mark));
    let (area, part) = (target.area, target.scale.part(job.magnitude(plot).apply(value)));
    let (start, width) = (target.scale.part(0.0), text::width(&mark.text, FONT));
    let up = value >= 0.0;
    let (words, bar) = if target.lying {
        let place = |part: f64| area.left + part * area.width;
        let (end, base) = (place(part), place(start));
        let left = if up { end + gap } else { end - gap - width };
        let bar = Rect { left: end.min(base), top: y - 10.0, width: (end - base).abs(), height: 20.0 };
        (Rect { left, top: y - HIGH / 2.0, width, height: HIGH }, bar)
    } else {
        let place = |part: f64| area.top + (1.0 - part) * area.height;
        let (end, base) = (place(part), place(start));
        let top = if up { end - gap - HIGH } else { end + gap };
        let bar = Rect { left: x - 6.0, top: end.min(base), width: 12.0, height: (end - base).abs() };
        (Rect { left: x - width / 2.0, top, width, height: HIGH }, bar)
    };
    Some((words, (gap > GAP).then_some(bar)))
}

/// A panel in which bars are drawn.
pub(super) struct Items<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) plot: &'a Plot,
    pub(super) magnitude: Magnitude,
    pub(super) stacked: bool,
    pub(super) target: Target,
    /// What values are multiplied by.
    pub(super) factor: f64,
}

impl Items<'_> {
    /// The bar of a series at a point.
    pub(super) fn item(&self, bars: &Bars, (number, at): (usize, usize), mark: &Mark) -> Json {
        let Some(value) = mark.value else { return json!({"value": null, "text": ""}) };
        let value = value * self.factor;
        let mut item = json!({"value": self.magnitude.apply(value), "text": mark.said()});
        let series = &self.plot.series[number].name;
        let category = self.plot.points.get(at).map_or("", |point| point.text.as_str());
        let both_signs = self.plot.series.len() == 1 && value < 0.0 && self.plot.values().any(|v| v > 0.0);
        if both_signs && self.job.spec.highlight.is_none() {
            item["itemStyle"] = json!({"color": theme::colour(3)});
        }
        if self.job.dimmed(series, category) {
            let by_category = self.plot.series.len() > 1 && !Bars::by_series(self.job, self.plot);
            let style = if by_category { json!({"opacity": 0.55}) } else { json!({"color": theme::GREY}) };
            item["itemStyle"] = style;
        }
        if self.stacked {
            let scale = bars.scale(self.job, self.plot, 5);
            let length = if self.target.lying { self.target.area.width } else { self.target.area.height };
            let part = self.magnitude.apply(value).abs() / (scale.high - scale.low) * length;
            let needed = if self.target.lying { text::width(&mark.text, FONT) + 16.0 } else { 22.0 };
            let most = if self.plot.measured().is_percent() { 60 } else { 12 };
            if self.factor == -0.5 {
                return item;
            }
            if part / self.factor.abs() >= needed && self.job.labels(self.plot.marks(), most) {
                item["label"] = json!({"show": true, "position": "inside", "formatter": label::literal(&mark.text),
                    "color": theme::TEXT, "fontSize": FONT, "backgroundColor": theme::BACKGROUND,
                    "padding": [1, 4], "borderRadius": 2, "opacity": 1});
                if self.factor == 0.5 {
                    item["label"]["position"] = json!([0, "50%"]);
                    item["label"]["align"] = json!("center");
                    item["label"]["verticalAlign"] = json!("middle");
                }
            }
        } else if bars.labelled(self.job, self.plot) {
            item["label"] = json!({"formatter": label::literal(&mark.text)});
            let gap = gap(self.job, self.plot, &self.target, (at, mark));
            if number == 0 && gap > GAP {
                item["label"]["distance"] = json!(gap.round());
            }
            if value < 0.0 {
                item["label"]["position"] = json!(if self.target.lying { "left" } else { "bottom" });
            }
        }
        item
    }
}
