//! Pictorial bars: rows of symbols without words, each of which stands for so many; the last is cut to its part.

use super::ChartInput;
use super::families::{Found, plotted};
use super::frame::{Cell, Entry, Family, Job, LINE, Sheet, compose};
use super::plot::{Mark, Plot};
use super::rows::{self, Look};
use super::scale::{Scale, round_step, tidy};
use super::words::Words;
use super::{alt, axes, theme};
use crate::model::{ChartSpec, Dataset, Format};
use crate::syntax::number::is_currency;
use crate::syntax::print;
use charming::element::{ItemStyle, TextAlign};
use charming::series::PictorialBar;
use serde_json::{Value as Json, json};

struct Pictures;

const SYMBOL: f64 = 18.0;
const ROW: f64 = 34.0;

/// A pictorial chart of the first field of `y`.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    plotted(input, spec, dataset, |job, plots| compose(&Pictures, job, plots), alt::extremes)
}

impl Pictures {
    /// For how many each symbol stands: as asked, else a round number that makes at most so many of them.
    fn each(job: &Job<'_>, plot: &Plot) -> f64 {
        let most = if job.narrow { 8.0 } else { 16.0 };
        let Some(each) = job.spec.amount("each") else { return round_step(plot.largest() / most) };
        // Where so many symbols have no room, each stands for a multiple.
        let room = job.width() - rows::name_room(job, plot) - rows::widest_value(plot) - 20.0;
        let fit = (room / (SYMBOL * shape(job).1 + 3.0)).floor().max(1.0);
        tidy(each * (plot.largest() / each / fit).ceil().max(1.0))
    }

    fn scale(job: &Job<'_>, plot: &Plot) -> Scale {
        let each = Self::each(job, plot);
        let count = tidy(plot.largest() / each).ceil().max(1.0);
        Scale { low: 0.0, high: tidy(count * each), step: each, log: false }
    }

    /// "Each ● stands for 5 million."
    fn key(job: &Job<'_>, plot: &Plot) -> String {
        let each = Self::each(job, plot);
        let magnitude = job.magnitude(plot);
        let number = print::amount(magnitude.apply(each), None, job.input.locale);
        let unit = plot.measured().words(magnitude, job.input.locale).unwrap_or_default();
        // `$0.1 trillion`: the sign of a currency stands before the number.
        let sign = plot.format.currency.clone().or_else(|| plot.unit.as_ref().map(ToString::to_string));
        let sign = sign.filter(|sign| plot.format.currency.is_some() || is_currency(sign));
        let words = match sign.as_deref().and_then(|sign| Some((sign, unit.strip_prefix(sign)?))) {
            Some((sign, rest)) => format!("{sign}{number} {}", rest.trim_start()),
            None => format!("{number} {unit}"),
        };
        let words = words.trim().replace(" %", "%");
        let key = Words::of(job.input.locale).symbol(&words);
        if plot.measure.is_empty() { key } else { format!("{}: {key}", plot.measure) }
    }
}

impl Family for Pictures {
    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        let bare = Plot {
            measure: String::new(),
            unit: None,
            format: Format::default(),
            x_name: String::new(),
            series: Vec::new(),
            ..plot.clone()
        };
        LINE + 5.0 + rows::height(job, &bare, ROW, false)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let Some(series) = plot.series.first() else { return };
        let scale = Self::scale(job, plot);
        let room = rows::widest_value(plot) + 10.0;
        let names = rows::name_room(job, plot) + 10.0;
        let count = (scale.high / scale.step).round().max(1.0);
        // As many symbols as there are decide the width: the axis ends with the last.
        let (symbol, aspect) = shape(job);
        let pitch = ((cell.rect.width - names - room) / count).min(SYMBOL * aspect + 4.0);
        let mut rect = cell.rect;
        rect.width = names + pitch * count + room;
        let look = Look { sides: (0.0, room), shown: false };
        rect.top += LINE + 5.0;
        rect.height -= LINE + 5.0;
        // The line above the symbols names measure and unit: the axes have no names.
        let bare = Plot {
            measure: String::new(),
            unit: None,
            format: Format::default(),
            x_name: String::new(),
            series: Vec::new(),
            ..plot.clone()
        };
        rows::frame(job, sheet, &bare, (rect, look), axes::value(&scale, &plot.format, false));
        sheet.name(&Self::key(job, plot), cell.rect.left, cell.rect.top, TextAlign::Left);
        let pictures = PictorialBar::new()
            .name(series.name.as_str())
            .x_axis_index(cell.index as f64)
            .y_axis_index(cell.index as f64)
            .symbol_clip(true)
            .item_style(ItemStyle::new().color(theme::colour(0)));
        let item = |(at, mark): (usize, &Mark)| {
            let value = mark.value.map_or(Json::Null, |value| json!(value.max(0.0)));
            let dimmed = job.dimmed(&series.name, &plot.points[at].text);
            let colour = if dimmed { theme::GREY } else { theme::colour(0) };
            // The last symbol is cut to its part; the words stand behind the whole of it.
            let symbols = (mark.value.unwrap_or(0.0) / scale.step).ceil().max(0.0);
            json!({"value": value, "text": mark.said(), "itemStyle": {"color": colour},
                "symbolRepeat": symbols.max(1.0), "symbolBoundingData": symbols.max(1.0) * scale.step,
                "label": rows::words(&mark.text, "left"), "end": symbols * pitch})
        };
        let mut data: Vec<Json> = series.marks.iter().enumerate().map(item).collect();
        for item in &mut data {
            // The label hangs on the row of symbols: it is moved to where that ends.
            let end = item["end"].as_f64().unwrap_or(0.0);
            item["label"]["position"] = json!([(end + 8.0).round(), "50%"]);
            item["label"]["verticalAlign"] = json!("middle");
            if let Some(item) = item.as_object_mut() {
                item.remove("end");
            }
        }
        let width = (SYMBOL * aspect).min(pitch - 2.0).max(1.0);
        // With `!`, the last symbol has its margin too: each begins where its amount begins.
        let margin = format!("{}!", (pitch - width) / 2.0);
        let extra = json!({"data": data, "symbol": symbol, 
            "symbolSize": [width, width / aspect], "symbolMargin": margin, "label": {"show": true}});
        sheet.series(charming::series::Series::PictorialBar(pictures), extra);
    }
}

/// The outline of a symbol, and its width as a part of its height.
fn shape(job: &Job<'_>) -> (&'static str, f64) {
    match job.spec.word("icon") {
        Some("square") => ("rect", 1.0),
        Some("person") => (
            "path://M12 1a3.6 3.6 0 1 1 0 7.2a3.6 3.6 0 1 1 0-7.2zM8.5 9.2h7a2.5 2.5 0 0 1 2.5 2.5v6h-2v6h-8v-6h-2v-6a2.5 2.5 0 0 1 2.5-2.5z",
            0.55,
        ),
        Some("drop") => ("path://M12 1c5 7 8 11 8 15a8 8 0 0 1-16 0c0-4 3-8 8-15z", 0.7),
        Some("house") => ("path://M12 2L23 12h-3v10h-6v-7h-4v7H4V12H1z", 1.1),
        Some("tree") => ("path://M12 1l6 8h-3l5 7h-6v6h-4v-6H4l5-7H6z", 0.76),
        _ => ("circle", 1.0),
    }
}
