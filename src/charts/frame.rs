//! What the families share: where panels, legend, names and axes stand, and the option that comes of it.
//!
//! All places are pixels worked out here, so that labels can be laid out without asking ECharts, and so that the live
//! chart stands exactly where the prerendered one stood.

use super::measured::{Magnitude, axis_name};
use super::plot::Plot;
use super::scale;
use super::theme::{self, FONT};
use super::words::Words;
use super::{ChartInput, merge, panels, reach, text};
use crate::diagnostics::Span;
use crate::model::{ChartSpec, Panels};
use charming::Chart;
use charming::component::{Axis, Grid, Legend, Title};
use charming::element::{Padding, TextAlign, TextStyle};
use charming::series::Series;
use serde_json::{Value as Json, json};

/// One rendering of one chart.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    /// What is drawn.
    pub(super) input: &'a ChartInput<'a>,
    /// What was asked for.
    pub(super) spec: &'a ChartSpec,
    /// For phones.
    pub(super) narrow: bool,
}

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Where one panel goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// The place without the panel's title.
    pub(super) rect: Rect,
    /// Width of the shared column of category names at the left of `rect`; 0 when a panel further left shows them.
    pub(super) gutter: f64,
    /// Which panel it is.
    pub(super) index: usize,
    /// The first of its row, which shows what all share.
    pub(super) first: bool,
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) icon: &'static str,
}

/// A family of charts.
pub(super) trait Family {
    /// Entries of the legend; empty when marks are labelled directly.
    fn legend(&self, job: &Job<'_>, plots: &[Plot]) -> Vec<Entry>;
    /// Width of the column of category names that panels of a row share.
    fn gutter(&self, job: &Job<'_>, plots: &[Plot]) -> f64;
    /// Height of a panel that is `width` wide, without its title.
    fn height(&self, job: &Job<'_>, plot: &Plot, width: f64) -> f64;
    /// What the axis of values of the panel of a number holds.
    fn ends(&self, _: &Job<'_>, plot: &Plot, _: usize) -> Vec<f64> {
        plot.values().collect()
    }
    /// Room beside the axis of values for words at its ends, in a panel that is so wide.
    fn sides(&self, _: &Job<'_>, _: &Plot, _: f64) -> (f64, f64) {
        (0.0, 0.0)
    }
    /// Adds a panel.
    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell);
    /// The highest and the lowest of a panel in words, if it has such.
    fn extremes(&self, plot: &Plot) -> Option<(String, String)> {
        super::alt::ends(plot)
    }
    /// The sentence about these two: they are values, unless the family says otherwise.
    fn told(&self, words: &Words, highest: &str, lowest: &str) -> String {
        words.ends(highest, lowest)
    }
}

/// Height of a line of text.
pub(super) const LINE: f64 = 17.0;
/// Between panels that stand side by side.
pub(super) const GAP: f64 = 28.0;

impl Job<'_> {
    /// The width of the drawing.
    pub(super) const fn width(&self) -> f64 {
        if self.narrow { 288.0 } else { 680.0 }
    }

    /// The magnitude in which a panel's axis counts: none where equal factors take equal room, from the least to the greatest.
    pub(super) fn magnitude(&self, plot: &Plot) -> Magnitude {
        if self.spec.word("scale").is_some() {
            return plot.measured().unscaled();
        }
        plot.measured().magnitude(plot.largest(), self.input.locale)
    }

    /// The name of the value axis; empty when the panel's title says it.
    pub(super) fn value_name(&self, plot: &Plot) -> String {
        if matches!(self.spec.panels, Some(Panels::Y | Panels::Records)) {
            return String::new();
        }
        let unit = plot.measured().words(self.magnitude(plot), self.input.locale);
        axis_name(&plot.measure, unit.as_deref())
    }

    fn panel_title(&self, plot: &Plot) -> Option<String> {
        let title = plot.title.as_deref()?;
        if matches!(self.spec.panels, Some(Panels::Field(_))) {
            return Some(title.to_owned());
        }
        let unit = plot.measured().words(self.magnitude(plot), self.input.locale);
        Some(axis_name(title, unit.as_deref()))
    }

    /// Whether a mark steps back because another is highlighted.
    pub(super) fn dimmed(&self, series: &str, category: &str) -> bool {
        self.spec.highlight.as_ref().is_some_and(|wanted| wanted.value != series && wanted.value != category)
    }

    /// The colour of a series: the first for the one that is highlighted, grey for the others.
    pub(super) fn series_colour(&self, name: &str, number: usize) -> &'static str {
        match &self.spec.highlight {
            Some(_) if self.dimmed(name, "") => theme::GREY,
            Some(_) => theme::colour(0),
            None => theme::colour(number),
        }
    }

    /// When colours carry patterns, if they do.
    pub(super) fn decal(&self) -> Option<&str> {
        let taken = |_: &&str| self.spec.chart_type.value.row().takes("decal");
        self.spec.word("decal").or_else(|| self.input.decal.filter(taken))
    }

    /// Whether values are written at marks, of which there are so many.
    pub(super) fn labels(&self, marks: usize, most: usize) -> bool {
        self.spec.labels.unwrap_or(marks <= most)
    }
}

/// Lays panels out and has the family paint them.
pub(super) fn compose(family: &dyn Family, job: &Job<'_>, plots: &[Plot]) -> Sheet {
    let (plots, lost) = reach::reached(family, job, plots);
    let plots = plots.as_ref();
    let mut sheet = Sheet::new();
    sheet.lost = lost;
    let mut top = sheet.legend(job, &family.legend(job, plots));
    let columns = panels::columns(job, plots.len());
    let gutter = if plots.len() > 1 { family.gutter(job, plots) } else { 0.0 };
    let width = panels::width(job, plots.len(), gutter);
    let rows: Vec<&[Plot]> = plots.chunks(columns).collect();
    let heights: Vec<(f64, f64)> =
        rows.iter().map(|row| row_height(family, job, row, (width, gutter))).collect();
    let gaps = GAP * 0.8 * (rows.len() as f64 - 1.0).max(0.0);
    let natural = top + heights.iter().map(|(title, body)| title + body).sum::<f64>() + gaps;
    let wanted =
        job.spec.height.filter(|_| !job.narrow).map_or(natural, |h| f64::from(h).clamp(120.0, 4000.0));
    let extra = (wanted - natural) / rows.len().max(1) as f64;
    if plots.len() > 1 {
        // Read by `templates/charts.js`, which says them with each value.
        let titles: Vec<&str> = plots.iter().map(|plot| plot.title.as_deref().unwrap_or_default()).collect();
        sheet.more(json!({"sourcebookPanels": titles}));
    }
    for (row, (title_height, body)) in rows.iter().zip(&heights) {
        let body = (body + extra).max(40.0);
        for (column, plot) in row.iter().enumerate() {
            let first = column == 0;
            let own_gutter = if first { gutter } else { 0.0 };
            let left = if first { 0.0 } else { gutter + column as f64 * (width + GAP) };
            let index = sheet.panels;
            if let Some(title) = job.panel_title(plot) {
                let lines = text::fold(&title, FONT * 1.06, width);
                sheet.heading(
                    &lines.join("\n"),
                    left + own_gutter,
                    top + title_height - 4.0 - lines.len() as f64 * LINE,
                );
            }
            let rect = Rect { left, top: top + title_height, width: width + own_gutter, height: body };
            family.paint(job, &mut sheet, plot, Cell { rect, gutter: own_gutter, index, first });
            sheet.panels += 1;
        }
        top += title_height + body + GAP * 0.8;
    }
    sheet.height = (top - GAP * 0.8).max(60.0).ceil();
    sheet
}

/// Heights of a row's titles and of its panels; `widths` are those of a panel and of the shared column.
fn row_height(family: &dyn Family, job: &Job<'_>, row: &[Plot], widths: (f64, f64)) -> (f64, f64) {
    let lines =
        |plot: &Plot| job.panel_title(plot).map_or(0, |title| text::lines(&title, FONT * 1.06, widths.0));
    let lines = row.iter().map(lines).max().unwrap_or(0) as f64;
    let title = if lines > 0.0 { lines * LINE + 6.0 } else { 0.0 };
    let of = |(column, plot): (usize, &Plot)| {
        family.height(job, plot, if column == 0 { widths.0 + widths.1 } else { widths.0 })
    };
    let body = row.iter().enumerate().map(of).fold(0.0, f64::max);
    (title, body)
}

/// An option in the making: charming's typed option, and what charming has no words for, merged over it at the end.
pub(super) struct Sheet {
    chart: Chart,
    series: Vec<Json>,
    x_axes: Vec<Json>,
    y_axes: Vec<Json>,
    legend: Json,
    /// Parts of the option for which charming has no place: coordinate systems, scales of colours.
    more: Json,
    panels: usize,
    /// Annotations too far from the data to be shown.
    pub(super) lost: Vec<Span>,
    /// Height of the drawing in pixels.
    pub(super) height: f64,
}

impl Sheet {
    /// An empty option.
    pub(super) fn new() -> Self {
        Self {
            chart: Chart::new(),
            series: Vec::new(),
            x_axes: Vec::new(),
            y_axes: Vec::new(),
            legend: json!({}),
            more: json!({}),
            panels: 0,
            lost: Vec::new(),
            height: 0.0,
        }
    }

    fn change(&mut self, with: impl FnOnce(Chart) -> Chart) {
        self.chart = with(std::mem::replace(&mut self.chart, Chart::new()));
    }

    /// How many series there are so far.
    pub(super) const fn series_count(&self) -> usize {
        self.series.len()
    }

    /// Adds a series and what charming lacks of it; data items go there too, as charming's carry no labels.
    pub(super) fn series(&mut self, series: impl Into<Series>, extra: Json) {
        let series = series.into();
        self.change(|chart| chart.series(series));
        self.series.push(extra);
    }

    /// Adds a series that charming cannot say, to an option without others.
    pub(super) fn raw(&mut self, series: Json) {
        self.series.push(series);
    }

    /// Merges parts into the option.
    pub(super) fn more(&mut self, parts: Json) {
        merge::merge(&mut self.more, parts);
    }

    /// Adds to the extra options of the first series of a panel that starts at `index`.
    pub(super) fn extend_series(&mut self, index: usize, extra: Json) {
        if let Some(series) = self.series.get_mut(index) {
            merge::merge(series, extra);
        }
    }

    /// Adds a plot area with its axes and what charming lacks of them.
    pub(super) fn axes(&mut self, inner: Rect, x: (Axis, Json), y: (Axis, Json)) {
        let index = self.x_axes.len() as f64;
        let grid = Grid::new()
            .left(scale::tidy(inner.left.round()))
            .top(scale::tidy(inner.top.round()))
            .width(inner.width.round().max(1.0))
            .height(inner.height.round().max(1.0));
        self.change(|chart| chart.grid(grid).x_axis(x.0.grid_index(index)).y_axis(y.0.grid_index(index)));
        self.x_axes.push(x.1);
        self.y_axes.push(y.1);
    }

    /// A panel's title.
    pub(super) fn heading(&mut self, words: &str, left: f64, top: f64) {
        let style = TextStyle::new().font_size(FONT).font_weight("bold").color(theme::TEXT).line_height(LINE);
        self.words(words, (left, top), style, TextAlign::Left);
    }

    /// The name of an axis: horizontal, in the secondary colour.
    pub(super) fn name(&mut self, words: &str, left: f64, top: f64, align: TextAlign) {
        let style =
            TextStyle::new().font_size(FONT).font_weight("normal").color(theme::MUTED).line_height(LINE);
        self.words(words, (left, top), style, align);
    }

    /// Plain words in the drawing.
    pub(super) fn note(&mut self, words: &str, left: f64, top: f64, align: TextAlign) {
        let style =
            TextStyle::new().font_size(FONT).font_weight("normal").color(theme::TEXT).line_height(LINE);
        self.words(words, (left, top), style, align);
    }

    /// Plain words in lines below what is drawn so far, and a little room after them.
    pub(super) fn below(&mut self, words: &str, width: f64) {
        for line in text::wrap(words, FONT, width) {
            self.note(&line, 0.0, self.height, TextAlign::Left);
            self.height += LINE;
        }
        self.height += 5.0;
    }

    fn words(&mut self, words: &str, (left, top): (f64, f64), style: TextStyle, align: TextAlign) {
        if words.is_empty() {
            return;
        }
        let title = Title::new()
            .text(words)
            .left(left.round())
            .top(top.round())
            .padding(Padding::from(0.0))
            .text_align(align)
            .text_style(style);
        self.change(|chart| chart.title(title));
    }

    /// Puts the legend at the top left, in data order, and gives its height.
    pub(super) fn legend(&mut self, job: &Job<'_>, entries: &[Entry]) -> f64 {
        if entries.is_empty() {
            return 0.0;
        }
        // A longer name is broken into lines.
        let most = job.width() - 20.0;
        let (mut height, mut row, mut used) = (0.0, 0.0_f64, 0.0);
        for entry in entries {
            let lines = text::lines(&entry.name, FONT, most);
            let width = 14.0 + 6.0 + text::width(&entry.name, FONT).min(most) + 14.0;
            if used > 0.0 && used + width - 14.0 > job.width() {
                height += row;
                (row, used) = (0.0, 0.0);
            }
            row = row.max(lines as f64 * 16.0 + 14.0);
            used += width;
        }
        height += row;
        let legend = Legend::new()
            .left(0.0)
            .top(0.0)
            .width(job.width())
            .padding(Padding::from(0.0))
            .item_gap(14.0)
            .item_width(14.0)
            .item_height(11.0)
            .text_style(TextStyle::new().font_size(FONT).color(theme::TEXT))
            .data(entries.iter().map(|entry| (entry.name.clone(), entry.icon.to_owned())).collect());
        self.change(|chart| chart.legend(legend));
        self.legend = json!({"inactiveColor": theme::MUTED, "textStyle": {"lineHeight": 16}});
        if entries.iter().any(|entry| text::width(&entry.name, FONT) > most) {
            self.legend["textStyle"]["width"] = json!(most);
            self.legend["textStyle"]["overflow"] = json!("break");
        }
        height - 4.0
    }

    /// The option as JSON: base, typed option, additions, the author's own options over all.
    pub(super) fn finish(self, job: &Job<'_>) -> Json {
        let mut option = theme::base();
        merge::merge(&mut option, serde_json::to_value(&self.chart).unwrap_or_default());
        for (key, extras) in [("series", self.series), ("xAxis", self.x_axes), ("yAxis", self.y_axes)] {
            if extras.is_empty() {
                continue;
            }
            let part = &mut option[key];
            if part.is_object() {
                *part = Json::Array(vec![part.take()]);
            }
            merge::merge(part, Json::Array(extras));
        }
        if option.get("legend").is_some() {
            merge::merge(&mut option, json!({"legend": self.legend}));
        }
        if job.decal().is_some() {
            merge::merge(&mut option, theme::decals());
        }
        merge::merge(&mut option, self.more);
        merge::merge(&mut option, merge::author(&job.spec.options));
        merge::compact(&mut option);
        option
    }
}
