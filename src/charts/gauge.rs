//! Gauges: one value within its limits, as an arc; several records make several.

use super::cells::Cells;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::plot::Mark;
use super::theme::{self, FONT};
use super::{ChartInput, label, text};
use crate::diagnostics::{Diagnostic, rules};
use crate::model::{ChartSpec, Dataset};
use charming::element::{AxisLabel, AxisTick, Pointer, SplitLine, TextAlign};
use charming::series::Gauge;
use serde_json::json;

/// Records with their values.
struct Gauges {
    entries: Vec<(String, Mark)>,
    max: f64,
    /// The upper limit as text.
    max_text: String,
    /// Zero as text.
    zero_text: String,
}

/// The gauges of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    cells.check_parts(spec, &mut diagnostics);
    let (Some(x), Some(&y)) = (cells.fields.x, cells.fields.y.first()) else { return (None, diagnostics) };
    let entries: Vec<(String, Mark)> =
        cells.records().map(|record| (cells.text(record, x), cells.mark(record, y))).collect();
    let unit = cells.unit(y);
    let rating = unit
        .as_ref()
        .and_then(|unit| unit.to_string().trim_start_matches('1').strip_prefix('/')?.parse().ok());
    let known = if unit.as_ref().is_some_and(crate::model::Unit::is_percent) { Some(100.0) } else { rating };
    let Some(max) = spec.amount("max").or(known) else {
        diagnostics.push(
            Diagnostic::new(rules::MISSING_KEY, "the chart has no `max`: the upper limit of the gauge")
                .at(input.span, "")
                .help("add `max:` with a number; percentages and ratings have their own"),
        );
        return (None, diagnostics);
    };
    let above = cells.records().find(|&record| cells.mark(record, y).value.is_some_and(|value| value > max));
    if let (Some(record), Some(name)) = (above, spec.y.first()) {
        let message = format!("field `{}` has a number above the limit of the gauge, {max}", name.value);
        diagnostics.push(cells.refuse(name, record, y, (message, "this is above the limit")));
    }
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    (
        Some(Box::new(Gauges {
            entries,
            max,
            max_text: cells.printed(max, y),
            zero_text: cells.printed(0.0, y),
        })),
        diagnostics,
    )
}

impl Gauges {
    fn gauge(
        &self,
        job: &Job<'_>,
        sheet: &mut Sheet,
        at: usize,
        (left, top, width, radius): (f64, f64, f64, f64),
    ) {
        let (name, mark) = &self.entries[at];
        let thick = (radius * 0.24).round();
        let colour = if job.dimmed(name, "") { theme::GREY } else { theme::colour(0) };
        let (middle, base) = (left + width / 2.0, top + radius);
        let gauge = Gauge::new()
            .name(name.as_str())
            .start_angle(180.0)
            .end_angle(0.0)
            .min(0.0)
            .max(self.max)
            .pointer(Pointer::new().show(false))
            .axis_tick(AxisTick::new().show(false))
            .split_line(SplitLine::new().show(false))
            .axis_label(AxisLabel::new().show(false));
        let big = (radius * 0.3).clamp(18.0, 34.0).round();
        let words = if mark.value.is_some() { label::literal(&mark.text) } else { "–".to_owned() };
        let extra = json!({
            "center": [middle.round(), base.round()], "radius": radius.round(),
            "progress": {"show": mark.value.is_some(), "width": thick, "itemStyle": {"color": colour}},
            "axisLine": {"lineStyle": {"width": thick, "color": [[1, theme::GRID]]}},
            "anchor": {"show": false}, "title": {"show": false},
            "detail": {"formatter": words, "fontSize": big, "fontWeight": "bold", "color": theme::TEXT,
                "offsetCenter": [0, -(big * 0.45).round()]},
            "data": [{"value": mark.value, "name": name, "text": mark.text}],
        });
        sheet.series(gauge, extra);
        sheet.name(&self.zero_text, middle - radius + thick / 2.0, base + 4.0, TextAlign::Center);
        sheet.name(&self.max_text, middle + radius - thick / 2.0, base + 4.0, TextAlign::Center);
        for (line, words) in text::wrap(name, FONT, width - 12.0).iter().enumerate() {
            sheet.note(words, middle, base + 23.0 + line as f64 * 17.0, TextAlign::Center);
        }
    }
}

impl Drawing for Gauges {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        let mut sheet = Sheet::new();
        let columns = self.entries.len().clamp(1, if job.narrow { 2 } else { 3 });
        let width = job.width() / columns as f64;
        let side = text::width(&self.max_text, FONT) / 2.0;
        let radius = (width / 2.0 - side.max(8.0) - 8.0).clamp(30.0, 130.0);
        let lines =
            self.entries.iter().map(|(name, _)| text::lines(name, FONT, width - 12.0)).max().unwrap_or(1);
        let row = radius + 30.0 + lines as f64 * 17.0 + 14.0;
        for at in 0..self.entries.len() {
            let place = ((at % columns) as f64 * width, (at / columns) as f64 * row + 4.0, width, radius);
            self.gauge(job, &mut sheet, at, place);
        }
        sheet.height = self.entries.len().div_ceil(columns) as f64 * row;
        sheet
    }

    /// "Heat pumps: 62% of 100%."
    fn sentences(&self) -> Vec<String> {
        let told = self.entries.iter().map(|(name, mark)| match mark.value {
            Some(_) => format!("{name}: {}, on a scale from 0 to {}.", mark.text, self.max_text),
            None => format!("{name}: no value."),
        });
        told.collect()
    }

    fn names(&self) -> Vec<String> {
        self.entries.iter().map(|(name, _)| name.clone()).collect()
    }

    fn is_empty(&self) -> bool {
        self.entries.iter().all(|(_, mark)| mark.value.is_none())
    }
}
