//! Bars: grouped or stacked, upright or lying. They start at zero; with few bars the values stand at their ends and
//! the axis of values is left out.
//!
//! Charming lacks labels of single bars; they are merged in with the data.

use super::annotate::{self, Target};
use super::axes::{self, name_lines};
use super::bar_items::{self, Items};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet, compose};
use super::plot::Plot;
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{merge, panels, rows, stacks, text};
use crate::model::{Panels, Stack};
use charming::element::{ItemStyle, Label, LabelPosition, TextAlign};
use charming::series::Bar;
use serde_json::{Value as Json, json};

/// Draws bars.
pub(super) fn paint(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    compose(&Bars::new(job, plots), job, plots)
}

/// The family of bars.
pub(super) struct Bars {
    /// Whether bars lie.
    lying: bool,
    /// Whether panels have other names than the first of them, so that each shows its own.
    own_names: bool,
    /// Whether values at lying bars leave them enough room in every panel; else the table has them.
    roomy: bool,
}

impl Bars {
    /// Bars lie when asked to, and when their names would not fit below them.
    pub(super) fn new(job: &Job<'_>, plots: &[Plot]) -> Self {
        let share = match (plots.len() > 1, job.narrow) {
            (true, false) => 3.2,
            (false, false) => 1.1,
            (_, true) => 1.25,
        };
        let crowded = plots.iter().any(|plot| {
            let room = job.width() / share / plot.points.len().max(1) as f64 - 8.0;
            let names = plot.points.iter().any(|point| axes::longest_word(&point.text) > room);
            plot.points.len() <= 24 && (names || name_lines(plot, room) > 2.0)
        });
        let records = matches!(job.spec.panels, Some(Panels::Records));
        let rows = records || job.spec.is_on("rank") || job.spec.stack == Stack::Diverging;
        let names = |plot: &Plot| plot.points.iter().map(|point| point.text.clone()).collect::<Vec<_>>();
        let own_names = plots.iter().skip(1).any(|plot| names(plot) != names(&plots[0]));
        Self {
            lying: job.spec.horizontal || crowded || rows,
            own_names,
            roomy: plots.iter().all(|plot| Self::leaves_room(job, plot, (plots, own_names))),
        }
    }

    /// Whether values beside the lying bars of a panel take no more than most of its width.
    fn leaves_room(job: &Job<'_>, plot: &Plot, (plots, own_names): (&[Plot], bool)) -> bool {
        let own = Self::name_room(job, std::slice::from_ref(plot)) + 10.0;
        let width = match plots.len() {
            0 | 1 => job.width() - own,
            count if own_names => {
                let width = panels::width(job, count, 0.0);
                width - own.min(width * 0.45)
            }
            count => panels::width(job, count, Self::shared_names(job, plots)),
        };
        let sides = if plot.values().any(|value| value < 0.0) { 2.0 } else { 1.0 };
        sides * (rows::widest_value(plot) + 8.0) <= width * 0.6
    }

    /// The width of the column of names that panels share.
    fn shared_names(job: &Job<'_>, plots: &[Plot]) -> f64 {
        Self::name_room(job, plots).min(150.0) + 10.0
    }

    /// Whether it is a series that is highlighted, and not a category.
    pub(super) fn by_series(job: &Job<'_>, plot: &Plot) -> bool {
        let wanted = job.spec.highlight.as_ref();
        wanted.is_some_and(|wanted| plot.series.iter().any(|series| series.name == wanted.value))
    }

    /// Where the bars of a panel end, in the order of its points.
    fn bar_ends(job: &Job<'_>, plot: &Plot) -> Vec<f64> {
        if job.spec.stack == Stack::Diverging {
            stacks::diverging_ends(plot)
        } else if Self::stacked(job, plot) {
            stack_ends(plot)
        } else {
            plot.values().collect()
        }
    }

    fn stacked(job: &Job<'_>, plot: &Plot) -> bool {
        job.spec.stack != Stack::Off && plot.series.len() > 1
    }

    /// Whether values stand at the ends of bars.
    pub(super) fn labelled(&self, job: &Job<'_>, plot: &Plot) -> bool {
        if Self::stacked(job, plot) || !job.labels(plot.marks(), 12) {
            return false;
        }
        let room = job.width() / plot.marks().max(1) as f64;
        let fits = if self.lying { self.roomy } else { rows::widest_value(plot) < room };
        fits || job.spec.labels == Some(true)
    }

    /// The axis of values, with so many steps.
    pub(super) fn scale(&self, job: &Job<'_>, plot: &Plot, ticks: usize) -> Scale {
        let magnitude = job.magnitude(plot);
        let ends = Self::bar_ends(job, plot).into_iter().chain(plot.reach.values.iter().copied());
        let values: Vec<f64> = ends.map(|value| magnitude.apply(value)).collect();
        if job.spec.stack == Stack::Diverging {
            let most = values.iter().fold(0.0, |most: f64, end| most.max(end.abs()));
            return Scale { low: -most, high: most.max(f64::MIN_POSITIVE), step: most, log: false };
        }
        let mut scale = Scale::around(values.iter().copied(), ticks, true);
        let largest = values.iter().copied().fold(0.0, f64::max);
        if self.lying && self.labelled(job, plot) {
            let least = values.iter().copied().fold(0.0, f64::min);
            scale.low = if least < 0.0 { least } else { scale.low };
            scale.high = if largest > 0.0 || least < 0.0 { largest } else { scale.high };
        }
        scale
    }

    fn name_room(job: &Job<'_>, plots: &[Plot]) -> f64 {
        let most = if job.narrow { 0.36 } else { 0.3 } * job.width();
        let widest = plots
            .iter()
            .flat_map(|plot| &plot.points)
            .map(|p| text::width(&p.text, FONT))
            .fold(0.0, f64::max);
        let word = plots
            .iter()
            .flat_map(|plot| &plot.points)
            .map(|p| axes::longest_word(&p.text))
            .fold(0.0, f64::max);
        let rank = if job.spec.is_on("rank") { 24.0 } else { 0.0 };
        widest.min(most.max(word.min(job.width() * 0.45))).max(24.0) + rank
    }

    fn row(job: &Job<'_>, plot: &Plot) -> f64 {
        let bars = if Self::stacked(job, plot) { 1.0 } else { plot.series.len().max(1) as f64 };
        let thickness = if bars <= 1.0 {
            20.0
        } else if bars <= 2.0 {
            17.0
        } else {
            14.0
        };
        let lines = name_lines(plot, Self::name_room(job, std::slice::from_ref(plot)));
        (bars * (thickness + 2.0) + 12.0).max(lines * 16.0 + 10.0)
    }

    fn paint_lying(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let Cell { rect, .. } = cell;
        let labelled = self.labelled(job, plot);
        let single = plot.title.is_none();
        let own = Self::name_room(job, std::slice::from_ref(plot)) + 10.0;
        let names = match () {
            () if single => own,
            () if self.own_names => own.min(rect.width * 0.45),
            () => cell.gutter,
        };
        let shows_names = single || self.own_names || cell.first;
        let name = job.value_name(plot);
        let top = rect.top + header_height(job, plot, labelled);
        let scale = self.scale(job, plot, if rect.width - names < 240.0 { 3 } else { 5 });
        let more = if annotate::has_points(job) { bar_items::MORE } else { 0.0 };
        let right = if labelled {
            rows::widest_value(plot) + 8.0 + more
        } else {
            (scale.label_width() / 2.0).max(12.0)
        };
        let below = if labelled && scale.low < 0.0 { rows::widest_value(plot) + 8.0 } else { 0.0 };
        let inner = Rect {
            left: rect.left + names + below,
            top,
            width: rect.width - names - right - below,
            height: rect.top + rect.height - top - annotate::foot(job),
        };
        if single {
            rows::axis_names(job, sheet, plot, (rect, inner.left - below, names - 10.0));
        } else {
            let name = text::fitted(&name, FONT, rect.width - names, 1).concat();
            sheet.name(&name, rect.left + names, rect.top, TextAlign::Left);
            if shows_names && text::width(&plot.x_name, FONT) <= names - 10.0 {
                // Beside the title of the panel, unless that stands above the names.
                let top = if self.own_names { rect.top } else { rect.top - LINE - 4.0 };
                sheet.name(&plot.x_name, rect.left + names - 10.0, top, TextAlign::Right);
            }
        }
        let answers = job.spec.stack == Stack::Diverging;
        let (mut x, x_extra) = axes::value(&scale, &plot.format, !labelled && !answers);
        x = x.position("top");
        let (y, mut y_extra) = axes::category(plot, names - 10.0, shows_names);
        y_extra["inverse"] = json!(true);
        y_extra["axisLabel"]["margin"] = json!((10.0 + below).round());
        if job.spec.is_on("rank") {
            let ranked = stacks::ranked_names(plot);
            merge::merge(&mut y_extra["axisLabel"], axes::in_lines(&ranked, names - 10.0));
            y_extra["data"] = json!(ranked);
        }
        if scale.low < 0.0 {
            y_extra["axisLine"]["onZero"] = json!(true);
            y_extra["offset"] = json!(0);
        }
        sheet.axes(inner, (x, x_extra), (y, y_extra));
        self.series(job, sheet, plot, Target::rows(plot, (0, cell.index), inner, scale));
    }

    fn paint_upright(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let Cell { rect, .. } = cell;
        let scale = self.scale(job, plot, 5);
        let left = scale.label_width() + 8.0;
        let name = axes::name_of_axis(&job.value_name(plot), rect.width);
        let head = if name.is_empty() { 8.0 } else { name.len() as f64 * LINE + 16.0 };
        let width = rect.width - left - axes::overhang(plot, rect.width - left).max(4.0);
        let target =
            Target::new(cell.index, (rect.left + left, width), (axes::names(plot.points.len()), scale));
        let head = head + annotate::head(job, plot, target);
        let (step, room) = axes::thinning(plot, width);
        let x_name = axes::name_of_axis(&plot.x_name, width);
        let foot = axes::foot(plot, room, &x_name);
        let below = self.below(job, plot, (&scale, rect.height - head - foot));
        let height = rect.height - head - foot - below;
        let inner = Rect { left: rect.left + left, top: rect.top + head, width, height };
        sheet.name(&name.join("\n"), rect.left, rect.top, TextAlign::Left);
        let bottom = rect.top + rect.height - x_name.len() as f64 * LINE - 1.0;
        sheet.name(&x_name.join("\n"), rect.left + left + width / 2.0, bottom, TextAlign::Center);
        let (x, mut x_extra) = axes::category(plot, room, true);
        x_extra["axisLabel"]["interval"] = json!(step - 1);
        if below > 0.0 {
            x_extra["axisLabel"]["margin"] = json!((8.0 + below).round());
        }
        sheet.axes(inner, (x, x_extra), axes::value(&scale, &plot.format, true));
        self.series(job, sheet, plot, Target { area: inner, ..target });
    }

    /// Room between the plot area and the names for values written below bars that end near its lower edge.
    fn below(&self, job: &Job<'_>, plot: &Plot, (scale, height): (&Scale, f64)) -> f64 {
        let magnitude = job.magnitude(plot);
        let least = plot.values().map(|value| magnitude.apply(value)).fold(0.0, f64::min);
        if least >= 0.0 || !self.labelled(job, plot) {
            return 0.0;
        }
        (LINE + 3.0 - scale.part(least) * height).max(0.0)
    }

    /// Adds the series of a panel, and the annotations that hang on the first.
    fn series(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, target: Target) {
        let Target { index, area: inner, .. } = target;
        let stacked = Self::stacked(job, plot);
        let slot = if self.lying { inner.height } else { inner.width } / plot.points.len().max(1) as f64;
        let bars = if stacked { 1.0 } else { plot.series.len().max(1) as f64 };
        let thickness =
            ((slot * 0.72 - (bars - 1.0) * 2.0) / bars).clamp(1.0, if self.lying { 26.0 } else { 56.0 });
        let first = sheet.series_count();
        for (number, factor) in stacks::order(job.spec.stack, plot.series.len()) {
            let series = &plot.series[number];
            let style = if job.spec.stack == Stack::Diverging {
                stacks::answer_style(number, plot.series.len())
            } else {
                item_style(number, stacked)
            };
            // The legend shows what the series is drawn in.
            let dimmed = Self::by_series(job, plot) && job.dimmed(&series.name, "");
            let style = if dimmed { style.color(theme::GREY) } else { style };
            let mut bar = Bar::new()
                .name(series.name.as_str())
                .x_axis_index(index as f64)
                .y_axis_index(index as f64)
                .bar_width(thickness.floor().max(1.0))
                .bar_gap("8%")
                .item_style(style);
            if stacked {
                bar = bar.stack(format!("stack-{index}"));
            } else if self.labelled(job, plot) {
                let position = if self.lying { LabelPosition::Right } else { LabelPosition::Top };
                bar =
                    bar.label(Label::new().show(true).position(position).color(theme::TEXT).font_size(FONT));
            }
            let context = Items {
                job,
                plot,
                magnitude: job.magnitude(plot),
                stacked,
                target: Target { series: first, ..target },
                factor,
            };
            let data: Vec<Json> = series
                .marks
                .iter()
                .enumerate()
                .map(|(at, mark)| context.item(self, (number, at), mark))
                .collect();
            sheet.series(charming::series::Series::Bar(bar), json!({"data": data}));
        }
        annotate::annotate(
            job,
            sheet,
            plot,
            Target { series: first, values: self.labelled(job, plot), ..target },
        );
    }
}

impl Family for Bars {
    fn legend(&self, _: &Job<'_>, plots: &[Plot]) -> Vec<Entry> {
        let names =
            plots.first().filter(|plot| plot.series.len() > 1 && plots.iter().all(|p| same_series(p, plot)));
        let all = names
            .map(|plot| plot.series.iter().map(|s| Entry { name: s.name.clone(), icon: "rect" }).collect());
        all.unwrap_or_default()
    }

    fn gutter(&self, job: &Job<'_>, plots: &[Plot]) -> f64 {
        if self.lying && !self.own_names { Self::shared_names(job, plots) } else { 0.0 }
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        if self.lying {
            let head = header_height(job, plot, self.labelled(job, plot));
            let rows = plot.points.len().max(1) as f64 * Self::row(job, plot);
            return head + rows + annotate::foot(job);
        }
        match (job.narrow, plot.title.is_some()) {
            (false, false) => 340.0,
            (true, false) => 280.0,
            (_, true) => 230.0,
        }
    }

    fn ends(&self, job: &Job<'_>, plot: &Plot, _: usize) -> Vec<f64> {
        Self::bar_ends(job, plot)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        if self.lying {
            self.paint_lying(job, sheet, plot, cell);
        } else {
            self.paint_upright(job, sheet, plot, cell);
        }
    }
}

/// Height above lying bars: names of the axes, and ticks when values are not written at the bars.
fn header_height(job: &Job<'_>, plot: &Plot, labelled: bool) -> f64 {
    let single = plot.title.is_none();
    let names = match rows::value_lines(job, plot) {
        0 if !single || plot.x_name.is_empty() => 2.0,
        lines if single => lines.max(1) as f64 * LINE + 5.0,
        _ => LINE + 5.0,
    };
    let bare = labelled || job.spec.stack == Stack::Diverging;
    names + if bare { 0.0 } else { LINE + 4.0 }
}

fn same_series(a: &Plot, b: &Plot) -> bool {
    a.series.len() == b.series.len() && a.series.iter().zip(&b.series).all(|(a, b)| a.name == b.name)
}

fn item_style(number: usize, stacked: bool) -> ItemStyle {
    let style = ItemStyle::new().color(theme::colour(number));
    if stacked { style.border_color(theme::BACKGROUND).border_width(1.0) } else { style }
}

/// The ends of all stacks, above and below zero.
pub(super) fn stack_ends(plot: &Plot) -> Vec<f64> {
    let sum = |at: usize, sign: f64| -> f64 {
        let values = plot.series.iter().filter_map(|series| series.marks.get(at).and_then(|mark| mark.value));
        values.filter(|value| value * sign > 0.0).sum()
    };
    (0..plot.points.len()).flat_map(|at| [sum(at, 1.0), sum(at, -1.0)]).collect()
}
