//! Single bars: their values, colours and the words that stand at them or on them.

use super::bar::Bars;
use super::frame::{Job, Rect};
use super::measured::Magnitude;
use super::plot::{Mark, Plot};
use super::theme::{self, FONT};
use super::{label, text};
use serde_json::{Value as Json, json};

/// A panel in which bars are drawn.
pub(super) struct Items<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) plot: &'a Plot,
    pub(super) magnitude: Magnitude,
    pub(super) stacked: bool,
    pub(super) lying: bool,
    pub(super) inner: Rect,
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
            let length = if self.lying { self.inner.width } else { self.inner.height };
            let part = self.magnitude.apply(value).abs() / (scale.high - scale.low) * length;
            let needed = if self.lying { text::width(&mark.text, FONT) + 16.0 } else { 22.0 };
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
            if value < 0.0 {
                item["label"]["position"] = json!(if self.lying { "left" } else { "bottom" });
            }
        }
        item
    }
}
