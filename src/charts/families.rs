//! Which type is drawn by what: [`builder`] has an arm for each, and a [`Drawing`] is what comes of a block whose fields
//! are found.

use super::frame::{Family, Job, Sheet, compose};
use super::plot::{self, Plot};
use super::words::Words;
use super::{
    ChartInput, alt, bar, bullet, bump, calendar, candlestick, cells, dumbbell, funnel, gantt, gauge, groups,
    heatmap, hierarchy, histogram, line, links, map, pictorial, pie, profile, scatter, slope, stacks,
    waterfall,
};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, ChartType, Dataset};

/// A chart with its data: drawn twice, wide and narrow, and put into words.
pub(super) trait Drawing {
    /// One rendering.
    fn sheet(&self, job: &Job<'_>) -> Sheet;
    /// The sentences of the alternative text, the most telling first.
    fn sentences(&self) -> Vec<String>;
    /// The panels, of which texts in other languages say the extremes; none where values are no marks of a plot.
    fn plots(&self) -> &[Plot] {
        &[]
    }
    /// The highest and the lowest of a panel in words of a language, if it has such.
    fn extremes(&self, plot: &Plot, words: &Words) -> Option<String> {
        alt::ends(plot).map(|(high, low)| words.ends(&high, &low))
    }
    /// What `highlight` may name.
    fn names(&self) -> Vec<String>;
    /// The titles of the panels, which an annotation may name.
    fn panels(&self) -> Vec<String> {
        Vec::new()
    }
    /// Whether there is nothing to draw.
    fn is_empty(&self) -> bool;
}

/// A drawing, unless its fields are unfit; and what is wrong with them.
pub(super) type Found = (Option<Box<dyn Drawing>>, Diagnostics);

/// Makes a drawing of a block.
pub(super) type Builder = fn(&ChartInput<'_>, &ChartSpec, &Dataset) -> Found;

/// What draws a type.
pub(super) fn builder(kind: ChartType) -> Builder {
    match kind {
        ChartType::Bar => |i, s, d| stacks::drawing(i, s, d, bar::paint, alt::bars),
        ChartType::Lollipop => |i, s, d| stacks::drawing(i, s, d, dumbbell::lollipops, alt::extremes),
        ChartType::Waterfall => waterfall::drawing,
        ChartType::Bullet => bullet::drawing,
        ChartType::Pictorial => pictorial::drawing,
        ChartType::Histogram => histogram::drawing,
        ChartType::Boxplot | ChartType::Strip => groups::drawing,
        ChartType::Candlestick => candlestick::drawing,
        ChartType::Gantt => gantt::drawing,
        ChartType::Line | ChartType::Area => |i, s, d| stacks::drawing(i, s, d, line::paint, alt::trends),
        ChartType::Bump => bump::drawing,
        ChartType::Scatter | ChartType::ConnectedScatter | ChartType::Bubble => scatter::drawing,
        ChartType::Pie | ChartType::Donut | ChartType::HalfDonut | ChartType::Rose => {
            |i, s, d| parted(i, s, d, pie::paint, alt::parts)
        }
        ChartType::Funnel => |i, s, d| parted(i, s, d, funnel::paint, funnel::sentences),
        ChartType::Treemap | ChartType::Sunburst | ChartType::Icicle | ChartType::Tree => hierarchy::drawing,
        ChartType::Sankey | ChartType::Chord | ChartType::Network => links::drawing,
        ChartType::Radar | ChartType::Parallel => profile::drawing,
        ChartType::Gauge => gauge::drawing,
        ChartType::Heatmap => |i, s, d| plotted(i, s, d, heatmap::paint, alt::extremes),
        ChartType::Calendar => calendar::drawing,
        ChartType::Map => map::drawing,
        ChartType::Slope => {
            |i, s, d| plotted(i, s, d, |job, plots| compose(&slope::Slopes, job, plots), alt::changes)
        }
        ChartType::Dumbbell => {
            |i, s, d| plotted(i, s, d, |job, plots| compose(&dumbbell::Dumbbells, job, plots), alt::changes)
        }
    }
}

/// A chart of plots: categories, series and marks in panels.
pub(super) struct Plotted {
    /// The panels.
    pub(super) plots: Vec<Plot>,
    /// Draws them.
    pub(super) paint: fn(&Job<'_>, &[Plot]) -> Sheet,
    /// Puts one into words.
    pub(super) words: fn(&Plot) -> Vec<String>,
    /// The line that is highlighted, of which the words speak first.
    pub(super) highlight: Option<String>,
}

/// A chart of plots as their fields say.
pub(super) fn plotted(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
    paint: fn(&Job<'_>, &[Plot]) -> Sheet,
    words: fn(&Plot) -> Vec<String>,
) -> Found {
    let (plots, diagnostics) = plot::plots(input, spec, dataset);
    (plots.map(|plots| Plotted::boxed(spec, plots, paint, words)), diagnostics)
}

/// A chart of plots whose values are parts, of which none is below zero.
fn parted(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
    paint: fn(&Job<'_>, &[Plot]) -> Sheet,
    words: fn(&Plot) -> Vec<String>,
) -> Found {
    let (drawing, mut diagnostics) = plotted(input, spec, dataset, paint, words);
    if let Some(cells) = cells::Cells::find(input, spec, dataset).0 {
        cells.check_parts(spec, &mut diagnostics);
    }
    let nothing =
        |plots: &[Plot]| !is_empty(plots) && plots.iter().all(|plot| plot.values().sum::<f64>() <= 0.0);
    if !diagnostics.has_errors() && drawing.as_ref().is_some_and(|drawing| nothing(drawing.plots())) {
        diagnostics.push(
            Diagnostic::new(rules::CHART_FAILED, "all parts are zero: there is no whole to share out")
                .at(input.span, "")
                .help("check `filter:`, or show the values in a `table`"),
        );
    }
    (drawing.filter(|_| !diagnostics.has_errors()), diagnostics)
}

impl Plotted {
    /// The drawing of these plots.
    pub(super) fn boxed(
        spec: &ChartSpec,
        plots: Vec<Plot>,
        paint: fn(&Job<'_>, &[Plot]) -> Sheet,
        words: fn(&Plot) -> Vec<String>,
    ) -> Box<dyn Drawing> {
        let lines = matches!(spec.chart_type.value, ChartType::Line | ChartType::Area);
        let highlight = spec.highlight.as_ref().filter(|_| lines).map(|name| name.value.clone());
        Box::new(Self { plots, paint, words, highlight })
    }

    /// A panel with the line that is highlighted before all others.
    fn highlighted_first(&self, plot: &Plot) -> Plot {
        let mut plot = plot.clone();
        plot.series.sort_by_key(|series| self.highlight.as_ref() != Some(&series.name));
        plot
    }
}

impl Drawing for Plotted {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        (self.paint)(job, &self.plots)
    }

    fn sentences(&self) -> Vec<String> {
        match self.highlight {
            Some(_) => alt::of_panels(&self.plots, |_, plot| (self.words)(&self.highlighted_first(plot))),
            None => alt::of_panels(&self.plots, |_, plot| (self.words)(plot)),
        }
    }

    fn plots(&self) -> &[Plot] {
        &self.plots
    }

    fn names(&self) -> Vec<String> {
        names(&self.plots)
    }

    fn panels(&self) -> Vec<String> {
        titles(&self.plots)
    }

    fn is_empty(&self) -> bool {
        is_empty(&self.plots)
    }
}

/// A chart of plots whose family holds data of its own.
pub(super) struct Owned<F: Family> {
    /// The panels.
    pub(super) plots: Vec<Plot>,
    /// The family with its data.
    pub(super) family: F,
    /// Puts the panel of a number into words.
    pub(super) words: fn(&F, usize, &Plot) -> Vec<String>,
}

impl<F: Family> Drawing for Owned<F> {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        compose(&self.family, job, &self.plots)
    }

    fn sentences(&self) -> Vec<String> {
        alt::of_panels(&self.plots, |index, plot| (self.words)(&self.family, index, plot))
    }

    fn extremes(&self, plot: &Plot, words: &Words) -> Option<String> {
        self.family.extremes(plot).map(|(high, low)| self.family.told(words, &high, &low))
    }

    fn plots(&self) -> &[Plot] {
        &self.plots
    }

    fn names(&self) -> Vec<String> {
        names(&self.plots)
    }

    fn panels(&self) -> Vec<String> {
        titles(&self.plots)
    }

    fn is_empty(&self) -> bool {
        is_empty(&self.plots)
    }
}

fn titles(plots: &[Plot]) -> Vec<String> {
    plots.iter().filter_map(|plot| plot.title.clone()).collect()
}

/// All series and categories, each once.
fn names(plots: &[Plot]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for plot in plots {
        let points = plot.points.iter().map(|point| &point.text);
        for name in plot.series.iter().map(|series| &series.name).chain(points) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn is_empty(plots: &[Plot]) -> bool {
    plots.iter().all(|plot| plot.marks() == 0)
}
