//! Scatters and bubbles: records as points between two axes of numbers; a few points carry their names.

use super::annotate::{self, Target};
use super::clear::Clear;
use super::families::{Drawing, Found, Owned};
use super::frame::{Cell, Entry, Family, Job, LINE, Rect, Sheet};
use super::measured::{Measured, axis_name};
use super::plot::{Plot, Series, XKind};
use super::points::{self, Points};
use super::scale::{self, Scale};
use super::theme::{self, FONT};
use super::{ChartInput, alt, axes, label, text};
use crate::model::{ChartSpec, ChartType, Dataset};
use charming::element::{ItemStyle, LineStyle, Symbol, TextAlign};
use charming::series::{Line, Scatter};
use serde_json::{Value as Json, json};

/// A scatter or bubble chart.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (found, diagnostics) = points::read(input, spec, dataset);
    let drawing = found.map(|(plots, family)| {
        Box::new(Owned { plots, family, words: |family, _, plot| alt::scatter(plot, &family.places) })
            as Box<dyn Drawing>
    });
    (drawing, diagnostics)
}

impl Points {
    fn x_scale(&self, job: &Job<'_>, plot: &Plot) -> Scale {
        let places = plot.points.iter().map(|point| point.at).chain(plot.reach.places.iter().copied());
        let values = places.map(|at| self.x_magnitude.apply(at));
        if plot.axis == XKind::Time {
            let (low, high) =
                values.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
            let pad = ((high - low) * if self.sizes.is_some() { 0.1 } else { 0.03 }).max(1.0);
            return Scale { low: low - pad, high: high + pad, step: 2.0 * pad, log: false };
        }
        if job.spec.word("x_scale").is_some() {
            return Scale::logarithmic(values);
        }
        scale::padded(values.collect(), if job.narrow { 4 } else { 6 }, self.sizes.is_some())
    }

    fn y_scale(&self, job: &Job<'_>, plot: &Plot) -> Scale {
        let magnitude = job.magnitude(plot);
        let values = plot.values().chain(plot.reach.values.iter().copied()).map(|v| magnitude.apply(v));
        if job.spec.word("scale").is_some() {
            return Scale::logarithmic(values);
        }
        scale::padded(values.collect(), if job.narrow { 4 } else { 5 }, self.sizes.is_some())
    }

    /// Whether each group is one point, so that names at points say all that a legend would.
    fn lone(plot: &Plot) -> bool {
        plot.series.iter().all(|series| series.marks.iter().filter(|mark| mark.value.is_some()).count() <= 1)
    }

    /// The shape of the marks of a group: bubbles are circles.
    fn shape(&self, number: usize) -> &'static str {
        if self.sizes.is_some() { "circle" } else { theme::shape(number) }
    }

    /// The groups in the order in which they are drawn: those of large bubbles first, which would hide others.
    fn order(&self, plot: &Plot) -> Vec<usize> {
        let most = |number: &usize| {
            let sizes = self.sizes.as_ref().and_then(|sizes| sizes.get(*number));
            sizes.map_or(0.0, |sizes| sizes.iter().copied().fold(0.0, f64::max))
        };
        let mut order: Vec<usize> = (0..plot.series.len()).collect();
        order.sort_by(|a, b| most(b).total_cmp(&most(a)));
        order
    }

    /// How far bubbles reach beyond the left and the lower edge of the plot area, where the numbers of the axes stand.
    fn overhang(&self, job: &Job<'_>, plot: &Plot, (across, up): (&Scale, &Scale), rect: Rect) -> (f64, f64) {
        if self.sizes.is_none() {
            return (0.0, 0.0);
        }
        // The least that the plot area can be: what stands around it is not known yet.
        let (width, height) = (rect.width * 0.8, rect.height * 0.65);
        let magnitude = job.magnitude(plot);
        let (mut beside, mut beneath) = (0.0_f64, 0.0_f64);
        for (number, series) in plot.series.iter().enumerate() {
            for (at, (mark, point)) in series.marks.iter().zip(&plot.points).enumerate() {
                let Some(value) = mark.value else { continue };
                let half = self.symbol_size(job, number, at) / 2.0;
                beside = beside.max(half - across.part(self.x_magnitude.apply(point.at)) * width);
                beneath = beneath.max(half - up.part(magnitude.apply(value)) * height);
            }
        }
        (beside.ceil(), beneath.ceil())
    }

    fn symbol_size(&self, job: &Job<'_>, number: usize, at: usize) -> f64 {
        let most: f64 = if job.narrow { 34.0 } else { 52.0 };
        self.sizes.as_ref().map_or(11.0, |sizes| {
            let share = sizes.get(number).and_then(|sizes| sizes.get(at)).copied().unwrap_or(0.0);
            (most * share.sqrt()).max(5.0)
        })
    }
}

impl Family for Points {
    fn legend(&self, _: &Job<'_>, plots: &[Plot]) -> Vec<Entry> {
        let Some(plot) = plots.first().filter(|plot| plot.series.len() > 1 && !Self::lone(plot)) else {
            return Vec::new();
        };
        let entry = |(n, series): (usize, &Series)| Entry { name: series.name.clone(), icon: self.shape(n) };
        plot.series.iter().enumerate().map(entry).collect()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, _: &Plot, _: f64) -> f64 {
        if job.narrow { 320.0 } else { 400.0 }
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let rect = cell.rect;
        let (across, up) = (self.x_scale(job, plot), self.y_scale(job, plot));
        let (beside, beneath) = self.overhang(job, plot, (&across, &up), rect);
        let left = up.label_width() + 8.0 + beside;
        let dates = plot.axis == XKind::Time;
        let width =
            rect.width - left - if dates { 18.0 } else { (across.label_width() / 2.0 + 2.0).max(18.0) };
        let target = Target::new(cell.index, (rect.left + left, width), (across, up));
        let target = Target { count: self.x_magnitude, ..target };
        let name = axes::name_of_axis(&job.value_name(plot), rect.width);
        let head = name.len().max(1) as f64 * LINE + 16.0 + annotate::head(job, plot, target);
        let measured = Measured { unit: self.x_unit.as_ref(), format: &self.x_format };
        let unit = measured.words(self.x_magnitude, job.input.locale).filter(|_| !dates);
        let x_name = axes::name_of_axis(&axis_name(&plot.x_name, unit.as_deref()), width);
        let below = x_name.len().max(1) as f64 * LINE;
        let inner = Rect {
            left: rect.left + left,
            top: rect.top + head,
            width,
            height: rect.height - head - 34.0 - below - beneath,
        };
        sheet.name(&name.join("\n"), rect.left, rect.top, TextAlign::Left);
        let bottom = rect.top + rect.height - x_name.len() as f64 * LINE - 1.0;
        sheet.name(&x_name.join("\n"), inner.left + width / 2.0, bottom, TextAlign::Center);
        let (x, mut x_extra) = if dates {
            let mut places: Vec<f64> = plot.points.iter().map(|point| point.at).collect();
            places.sort_by(f64::total_cmp);
            let span = plot.span_of(&places);
            axes::moments(job, (&places, span), (across.low, across.high), inner.width)
        } else {
            axes::across(&across, &self.x_format, width)
        };
        x_extra["axisLine"] = json!({"show": true, "onZero": false, "lineStyle": {"color": theme::AXIS}});
        x_extra["splitLine"] = json!({"show": false});
        // Below the first number of the other axis, which is as far down as half its height.
        x_extra["axisLabel"]["margin"] = json!((13.0 + beneath).round());
        if plot.ungrouped() {
            x_extra["axisLabel"]["grouped"] = json!(false);
        }
        let (y, mut y_extra) = axes::value(&up, &plot.format, true);
        if beside > 0.0 {
            y_extra["axisLabel"]["margin"] = json!((8.0 + beside).round());
        }
        sheet.axes(inner, (x, x_extra), (y, y_extra));
        let sides = self.label_sides(job, plot, (&across, &up, inner));
        let first = sheet.series_count();
        let lone = Self::lone(plot) && plot.series.len() > 1;
        for number in self.order(plot) {
            let series = &plot.series[number];
            let colour = if job.dimmed(&series.name, "") && lone_or_group(job, plot) {
                theme::GREY
            } else {
                theme::colour(number)
            };
            let data = self.items(job, plot, (number, lone), &sides);
            if job.spec.chart_type.value == ChartType::ConnectedScatter {
                sheet.series(path(&series.name, number, colour, cell.index), json!({"data": data}));
                continue;
            }
            let mut extra = json!({"data": data});
            if is_wanted(job, plot, number) {
                extra["z"] = json!(3);
            }
            let marks = self.marks((&series.name, number), colour, (cell.index, plot.series.len() > 1));
            sheet.series(charming::series::Series::Scatter(marks), extra);
        }
        annotate::annotate(job, sheet, plot, Target { series: first, area: inner, ..target });
    }
}

/// The points of a series joined in the order of their records.
fn path(name: &str, number: usize, colour: &str, index: usize) -> charming::series::Series {
    let line = Line::new()
        .name(name)
        .x_axis_index(index as f64)
        .y_axis_index(index as f64)
        .symbol(Symbol::Custom(theme::shape(number).to_owned()))
        .symbol_size(8.0)
        .show_symbol(true)
        .item_style(ItemStyle::new().color(colour))
        .line_style(LineStyle::new().color(colour).width(2.0));
    charming::series::Series::Line(line)
}

/// Whether a group holds what is highlighted.
fn is_wanted(job: &Job<'_>, plot: &Plot, number: usize) -> bool {
    let Some(series) = plot.series.get(number) else { return false };
    let drawn = |(mark, point): (&super::plot::Mark, &super::plot::Point)| {
        mark.value.is_some() && !job.dimmed(&series.name, &point.text)
    };
    job.spec.highlight.is_some() && series.marks.iter().zip(&plot.points).any(drawn)
}

/// Whether the highlight names a group rather than a point.
fn lone_or_group(job: &Job<'_>, plot: &Plot) -> bool {
    job.spec
        .highlight
        .as_ref()
        .is_some_and(|wanted| plot.series.iter().any(|series| series.name == wanted.value))
}

impl Points {
    /// The marks of a group; where there are several, bubbles let those below them be seen.
    fn marks(&self, (name, number): (&str, usize), colour: &str, (index, several): (usize, bool)) -> Scatter {
        let opacity = if self.sizes.is_some() && several { 0.8 } else { 1.0 };
        let style = ItemStyle::new().color(colour).border_color(theme::BACKGROUND).border_width(1.0);
        Scatter::new()
            .name(name)
            .x_axis_index(index as f64)
            .y_axis_index(index as f64)
            .symbol(Symbol::Custom(self.shape(number).to_owned()))
            .symbol_size(11.0)
            .item_style(style.opacity(opacity))
    }

    fn items(
        &self,
        job: &Job<'_>,
        plot: &Plot,
        (number, _): (usize, bool),
        sides: &[Option<&'static str>],
    ) -> Vec<Json> {
        let magnitude = job.magnitude(plot);
        let series = &plot.series[number];
        let by_group = lone_or_group(job, plot);
        let mut marks: Vec<(usize, &super::plot::Mark)> =
            series.marks.iter().enumerate().filter(|(_, mark)| mark.value.is_some()).collect();
        if self.sizes.is_some() {
            // What is drawn last lies on top: the small ones.
            let size = |at: usize| self.symbol_size(job, number, at);
            marks.sort_by(|a, b| size(b.0).total_cmp(&size(a.0)));
        }
        if job.spec.highlight.is_some() && job.spec.chart_type.value != ChartType::ConnectedScatter {
            // What is drawn last lies on top.
            marks.sort_by_key(|(at, _)| !job.dimmed(&series.name, &plot.points[*at].text));
        }
        marks
            .into_iter()
            .map(|(at, mark)| {
                let point = &plot.points[at];
                let place = [self.x_magnitude.apply(point.at), magnitude.apply(mark.value.unwrap_or(0.0))];
                let mut item = json!({"name": point.text, "value": place, "text": self.told.get(at)});
                if self.sizes.is_some() {
                    item["symbolSize"] = json!(self.symbol_size(job, number, at).round());
                }
                if job.dimmed(&series.name, &point.text) && !by_group {
                    item["itemStyle"] = json!({"color": theme::GREY});
                }
                if let Some(side) = sides.get(at).copied().flatten() {
                    item["label"] = json!({"show": true, "position": side, "fontSize": FONT, "color": theme::TEXT,
                        "formatter": label::literal(&point.text), "textBorderColor": theme::BACKGROUND,
                        "textBorderWidth": 2});
                    if self.sizes.is_some() {
                        // Else as translucent as its bubble.
                        item["label"]["opacity"] = json!(1);
                    }
                }
                item
            })
            .collect()
    }

    /// On which side of its point each name stands: the first of four where it touches no point, no name, no edge.
    fn label_sides(
        &self,
        job: &Job<'_>,
        plot: &Plot,
        place: (&Scale, &Scale, Rect),
    ) -> Vec<Option<&'static str>> {
        let (across, up, inner) = place;
        let count = plot.points.len();
        if !job.labels(count, 16) {
            return vec![None; count];
        }
        let magnitude = job.magnitude(plot);
        let mut clear = Clear::default();
        let mut centres = vec![None; count];
        for (number, series) in plot.series.iter().enumerate() {
            let mut path = Vec::new();
            for (at, mark) in series.marks.iter().enumerate() {
                let Some(value) = mark.value else { continue };
                let x = inner.left + across.part(self.x_magnitude.apply(plot.points[at].at)) * inner.width;
                let y = inner.top + (1.0 - up.part(magnitude.apply(value))) * inner.height;
                let half = self.symbol_size(job, number, at) / 2.0;
                clear.taken.push(Rect {
                    left: x - half,
                    top: y - half,
                    width: 2.0 * half,
                    height: 2.0 * half,
                });
                centres[at] = Some((x, y, half));
                path.push((x, y));
            }
            if job.spec.chart_type.value == ChartType::ConnectedScatter {
                clear.paths.push(path);
            }
        }
        let mut sides = vec![None; count];
        for at in 0..count {
            let (Some((x, y, half)), name) = (centres[at], &plot.points[at].text) else { continue };
            let width = text::width(name, FONT);
            let options = [
                ("right", x + half + 4.0, y - 8.0),
                ("left", x - half - 4.0 - width, y - 8.0),
                ("top", x - width / 2.0, y - half - 20.0),
                ("bottom", x - width / 2.0, y + half + 4.0),
            ];
            let rect = |left: f64, top: f64| Rect { left, top, width, height: 16.0 };
            let fits = |left: f64, top: f64| {
                left >= inner.left
                    && left + width <= job.width()
                    && top >= inner.top - 8.0
                    && top + 16.0 <= inner.top + inner.height + 4.0
                    && clear.has_room(&rect(left, top))
            };
            let fitting =
                || options.into_iter().filter(|(_, left, top)| !name.is_empty() && fits(*left, *top));
            // A name on a line is better than a point without one.
            let chosen = fitting()
                .find(|(_, left, top)| !clear.is_crossed(&rect(*left, *top)))
                .or_else(|| fitting().next());
            if let Some((side, left, top)) = chosen {
                clear.taken.push(rect(left, top));
                sides[at] = Some(side);
            }
        }
        sides
    }
}
