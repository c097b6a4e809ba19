//! Gauges: one value within its limits, as an arc; several records make several.

use super::cells::Cells;
use super::families::{Drawing, Found};
use super::frame::{Job, LINE, Sheet};
use super::measured::Measured;
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
    /// The upper limit as text, and in short.
    max_text: (String, String),
    /// Zero as text.
    zero_text: String,
}

/// How gauges are laid out.
struct Layout {
    columns: usize,
    /// Of a column.
    width: f64,
    radius: f64,
    /// Thickness of the arc.
    thick: f64,
    /// Size of the value's letters.
    size: f64,
    /// Whether the value stands in the arc; else below it.
    inside: bool,
}

/// The least size of a value.
const LEAST: f64 = 16.0;

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
    let measured = Measured { unit: unit.as_ref(), format: cells.format(y) };
    let known = if measured.is_percent() { Some(measured.whole()) } else { rating };
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
            max_text: (cells.printed(max, y), cells.compact(max, y)),
            zero_text: cells.printed(0.0, y),
        })),
        diagnostics,
    )
}

impl Gauges {
    /// The upper limit as it stands at the arc: in short where it is long.
    fn limit(&self) -> &str {
        let (whole, short) = &self.max_text;
        if whole.chars().count() > 6 { short } else { whole }
    }

    /// As many columns as leave each value room in its arc; where there is none, values stand below.
    fn layout(&self, job: &Job<'_>) -> Layout {
        let most = self.entries.len().clamp(1, if job.narrow { 2 } else { 3 });
        let of = |columns: usize| self.in_columns(job, columns);
        let fitting = (1..=most).rev().map(of).find(|layout| layout.inside);
        fitting.unwrap_or_else(|| Layout { size: LEAST, ..of(1) })
    }

    fn in_columns(&self, job: &Job<'_>, columns: usize) -> Layout {
        let width = job.width() / columns as f64;
        let side = text::width(self.limit(), FONT) / 2.0;
        let radius = (width / 2.0 - side.max(8.0) - 8.0).clamp(30.0, 130.0);
        let thick = (radius * 0.24).round();
        let widest = self.entries.iter().map(|(_, mark)| bold(&mark.text, 1.0)).fold(0.0, f64::max);
        // The arc is narrower at the upper edge of the words.
        let fits = |size: &f64| {
            let half = (radius - thick).powi(2) - (size * 0.95).powi(2);
            widest * size + 4.0 <= 2.0 * half.max(0.0).sqrt()
        };
        let start = (radius * 0.3).clamp(18.0, 34.0).round();
        let sizes = std::iter::successors(Some(start), |size| (*size > LEAST).then_some(size - 1.0));
        let size = sizes.into_iter().find(fits);
        Layout { columns, width, radius, thick, size: size.unwrap_or(LEAST), inside: size.is_some() }
    }

    fn gauge(&self, job: &Job<'_>, sheet: &mut Sheet, at: usize, (layout, left, top): (&Layout, f64, f64)) {
        let Layout { width, radius, thick, size, inside, .. } = *layout;
        let (name, mark) = &self.entries[at];
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
        let words = if mark.value.is_some() { label::literal(&mark.text) } else { "–".to_owned() };
        let up = if inside { -size * 0.45 } else { LINE + 6.0 + size * 0.6 };
        let extra = json!({
            "center": [middle.round(), base.round()], "radius": radius.round(),
            "progress": {"show": mark.value.is_some(), "width": thick, "itemStyle": {"color": colour}},
            "axisLine": {"lineStyle": {"width": thick, "color": [[1, theme::GRID]]}},
            "anchor": {"show": false}, "title": {"show": false},
            "detail": {"formatter": words, "fontSize": size, "fontWeight": "bold", "color": theme::TEXT,
                "offsetCenter": [0, up.round()]},
            "data": [{"value": mark.value, "name": name, "text": mark.text}],
        });
        sheet.series(gauge, extra);
        sheet.name(&self.zero_text, middle - radius + thick / 2.0, base + 4.0, TextAlign::Center);
        sheet.name(self.limit(), middle + radius - thick / 2.0, base + 4.0, TextAlign::Center);
        let first = base + 23.0 + layout.below();
        for (line, words) in text::fold(name, FONT, width - 12.0).iter().enumerate() {
            sheet.note(words, middle, first + line as f64 * LINE, TextAlign::Center);
        }
    }
}

impl Layout {
    /// Height of a value below the arc.
    fn below(&self) -> f64 {
        if self.inside { 0.0 } else { (self.size * 1.3).round() }
    }
}

/// The width of bold words.
fn bold(words: &str, size: f64) -> f64 {
    text::width(words, size) * 1.06
}

impl Drawing for Gauges {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        let mut sheet = Sheet::new();
        let layout = self.layout(job);
        let lines = |name: &str| text::lines(name, FONT, layout.width - 12.0);
        let lines = self.entries.iter().map(|(name, _)| lines(name)).max().unwrap_or(1);
        let row = layout.radius + 30.0 + layout.below() + lines as f64 * LINE + 14.0;
        for at in 0..self.entries.len() {
            let (column, line) = (at % layout.columns, at / layout.columns);
            let place = (column as f64 * layout.width, line as f64 * row + 4.0);
            self.gauge(job, &mut sheet, at, (&layout, place.0, place.1));
        }
        sheet.height = self.entries.len().div_ceil(layout.columns) as f64 * row;
        sheet
    }

    /// "Heat pumps: 62% of 100%."
    fn sentences(&self) -> Vec<String> {
        let told = self.entries.iter().map(|(name, mark)| match mark.value {
            Some(_) => format!("{name}: {}, on a scale from 0 to {}.", mark.text, self.max_text.0),
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
