//! Candlesticks: opening, closing, lowest and highest price of each date. A rise is hollow, a fall is filled, so that
//! colour never stands alone. Dates stand side by side: days without trade leave no gap.
//!
//! Charming's candlestick knows no axes and no styles; they are merged in.

use super::ChartInput;
use super::annotate::{self, Target};
use super::families::{Drawing, Found, Owned};
use super::fields::{self, Fields};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet};
use super::plot::{self, Plot, Series};
use super::scale::Scale;
use super::words::Words;
use super::{alt, axes, places, theme};
use crate::diagnostics::Diagnostic;
use crate::model::{ChartSpec, Dataset};
use charming::element::TextAlign;
use charming::series::Candlestick;
use serde_json::{Value as Json, json};

/// The family: opening, lowest and highest prices; the plot's series are the closing ones.
pub(super) struct Candles {
    open: Series,
    low: Series,
    high: Series,
}

/// The keys of the prices, the closing one first.
const PRICES: [&str; 4] = ["close", "open", "low", "high"];

/// A candlestick chart.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (found, mut diagnostics) = fields::find(input, spec, dataset);
    let Some(found) = found else { return (None, diagnostics) };
    for finding in half_told(input, spec, dataset, &found) {
        diagnostics.push(finding);
    }
    let mut with_all = spec.clone();
    with_all.y = PRICES.iter().filter_map(|key| spec.field(key).cloned()).collect();
    with_all.extras.clear();
    with_all.chart_type.value = crate::model::ChartType::Bar;
    let (plots, _) = plot::read(input, &with_all, dataset);
    let Some(mut plot) = plots.and_then(|plots| plots.into_iter().next()) else { return (None, diagnostics) };
    let mut others = plot.series.split_off(1).into_iter();
    let (Some(open), Some(low), Some(high)) = (others.next(), others.next(), others.next()) else {
        return (None, diagnostics);
    };
    if let Some(close) = plot.series.first_mut() {
        let known = |at: usize| [&open, &low, &high].iter().all(|series| series.marks[at].value.is_some());
        close
            .marks
            .iter_mut()
            .enumerate()
            .filter(|(at, _)| !known(*at))
            .for_each(|(_, mark)| mark.value = None);
    }
    let family = Candles { open, low, high };
    plot.measure = Words::of(input.locale).price.to_owned();
    let drawing = Owned { plots: vec![plot], family, words: |family, _, plot| family.words(plot) };
    (Some(Box::new(drawing) as Box<dyn Drawing>), diagnostics)
}

/// What is said of records that have some of the four prices, but not all: they have no candle.
fn half_told(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
    fields: &Fields,
) -> Vec<Diagnostic> {
    let all: Vec<(&str, usize)> = PRICES.iter().filter_map(|key| Some((*key, fields.of(key)?))).collect();
    let has = |record: usize, field: usize| dataset.amount(record, field).is_some();
    let records =
        input.records.iter().map(|record| *record as usize).filter(|record| *record < dataset.len());
    let some: Vec<usize> =
        records.filter(|record| all.iter().any(|(_, field)| has(*record, *field))).collect();
    let finding = |(key, field): &(&str, usize)| {
        let without: Vec<usize> = some.iter().copied().filter(|record| !has(*record, *field)).collect();
        places::left_out(dataset, (spec.field(key)?, *field), &without)
    };
    all.iter().filter_map(finding).collect()
}

impl Candles {
    /// "Close rises from 10 (May 2) to 12 (May 4). Highest price: May 3, 15; lowest: May 2, 2."
    fn words(&self, plot: &Plot) -> Vec<String> {
        // A turn of the closing price is not the highest or the lowest that is drawn.
        let mut sentences = alt::ends_of_lines(plot);
        if let Some((high, low)) = self.extremes(plot) {
            sentences.push(format!("Highest price: {high}; lowest: {low}."));
        }
        sentences
    }

    fn items(&self, job: &Job<'_>, plot: &Plot) -> Vec<Json> {
        let magnitude = job.magnitude(plot);
        let Some(close) = plot.series.first() else { return Vec::new() };
        let at = |series: &Series, at: usize| series.marks.get(at).and_then(|mark| mark.value);
        let item = |place: usize| {
            let all = [&self.open, close, &self.low, &self.high];
            let values: Option<Vec<f64>> =
                all.iter().map(|series| at(series, place).map(|v| magnitude.apply(v))).collect();
            let Some(values) = values else { return json!({"value": ["-", "-", "-", "-"], "text": ""}) };
            let word = |series: &Series| series.marks[place].text.clone();
            let text = format!(
                "opens at {}, closes at {}, lowest {}, highest {}",
                word(&self.open),
                word(close),
                word(&self.low),
                word(&self.high)
            );
            json!({"value": values, "text": text})
        };
        (0..plot.points.len()).map(item).collect()
    }
}

impl Family for Candles {
    /// Of the candles as they are drawn, not of the closing prices.
    fn extremes(&self, plot: &Plot) -> Option<(String, String)> {
        let drawn = |series: &'_ Series| -> Vec<(f64, String)> {
            let closed = plot.series.first().map(|close| close.marks.as_slice()).unwrap_or_default();
            let marks = plot.points.iter().zip(&series.marks).zip(closed);
            marks
                .filter(|(_, close)| close.value.is_some())
                .filter_map(|((point, mark), _)| Some((mark.value?, alt::listed(&[&point.text, &mark.text]))))
                .collect()
        };
        let highest = drawn(&self.high).into_iter().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let lowest = drawn(&self.low).into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        (highest.0 > lowest.0).then_some((highest.1, lowest.1))
    }

    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        Vec::new()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, _: &Plot, _: f64) -> f64 {
        if job.narrow { 300.0 } else { 360.0 }
    }

    fn ends(&self, _: &Job<'_>, _: &Plot, _: usize) -> Vec<f64> {
        self.low.marks.iter().chain(&self.high.marks).filter_map(|mark| mark.value).collect()
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let rect = cell.rect;
        let magnitude = job.magnitude(plot);
        let ends = self.ends(job, plot, 0).into_iter().chain(plot.reach.values.iter().copied());
        let scale = Scale::around(ends.map(|v| magnitude.apply(v)), if job.narrow { 4 } else { 5 }, false);
        let left = scale.label_width() + 8.0;
        let width = rect.width - left - 12.0;
        let scales = (axes::names(plot.points.len()), scale);
        let target = Target::new(cell.index, (rect.left + left, width), scales);
        let head = LINE + 14.0 + annotate::head(job, plot, target);
        let (step, room) = axes::thinning(plot, width);
        let inner = Rect {
            left: rect.left + left,
            top: rect.top + head,
            width,
            height: rect.height - head - axes::foot(plot, room, &[]) - 2.0,
        };
        let key = Words::of(job.input.locale).candles;
        let full = format!("{}; {key}", job.value_name(plot));
        let fits = super::text::width(&full, theme::FONT) <= rect.width;
        sheet.name(if fits { &full } else { key }, rect.left, rect.top, TextAlign::Left);
        let (x, mut x_extra) = axes::category(plot, room, true);
        x_extra["axisLabel"]["interval"] = json!(step - 1);
        x_extra["axisLabel"]["color"] = json!(theme::MUTED);
        sheet.axes(inner, (x, x_extra), axes::value(&scale, &plot.format, true));
        let name = plot.series.first().map_or("", |series| series.name.as_str());
        let first = sheet.series_count();
        let extra = json!({"data": self.items(job, plot), "xAxisIndex": cell.index, "yAxisIndex": cell.index,
            "barMaxWidth": 16, "itemStyle": {"color": theme::BACKGROUND, "borderColor": theme::colour(0),
                "color0": theme::colour(3), "borderColor0": theme::colour(3), "borderWidth": 1.5}});
        sheet.series(charming::series::Series::Candlestick(Candlestick::new().name(name)), extra);
        annotate::annotate(job, sheet, plot, Target { series: first, area: inner, ..target });
    }
}
