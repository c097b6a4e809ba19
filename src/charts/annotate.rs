//! Annotations: a line across, a line upright, a band or a point, each with words.
//!
//! Charming's mark points know no coordinates and its mark lines no label styles, so both are given as JSON.

use super::clear::Clear;
use super::frame::{Job, Rect, Sheet};
use super::measured::Magnitude;
use super::notes::{self, Beyond, HIGH};
use super::plot::{Plot, Series, XKind};
use super::scale::Scale;
use super::theme::{self, FONT};
use super::{axes, bar_items, label, merge, places, text};
use crate::model::{Annotation, Panels};
use charming::series::Scatter;
use serde_json::{Value as Json, json};

/// What annotations hang on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    /// The series, counted through the whole option.
    pub(super) series: usize,
    /// Which panel it is.
    pub(super) index: usize,
    /// Whether the value axis lies.
    pub(super) lying: bool,
    /// The plot area.
    pub(super) area: Rect,
    /// The axis of categories, by the places of points.
    pub(super) across: Scale,
    /// What numbers on it are divided by.
    pub(super) count: Magnitude,
    /// The axis of values.
    pub(super) scale: Scale,
    /// Whether lines run through the area that words should keep clear of.
    pub(super) lines: bool,
    /// Whether values stand at the ends of the marks of the series.
    pub(super) values: bool,
}

impl Target {
    /// That of a panel whose area is so wide, before anything else is known of it.
    pub(super) const fn new(
        index: usize,
        (left, width): (f64, f64),
        (across, scale): (Scale, Scale),
    ) -> Self {
        let area = Rect { left, top: 0.0, width, height: 0.0 };
        Self {
            series: 0,
            index,
            lying: false,
            area,
            across,
            count: Magnitude::ONE,
            scale,
            lines: false,
            values: false,
        }
    }

    /// That of rows: names below each other, and values from left to right.
    pub(super) fn rows(plot: &Plot, (series, index): (usize, usize), area: Rect, scale: Scale) -> Self {
        let across = axes::names(plot.points.len());
        Self { series, lying: true, area, ..Self::new(index, (0.0, 0.0), (across, scale)) }
    }
}

/// Adds the annotations of the block to a panel.
pub(super) fn annotate(job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, target: Target) {
    if job.spec.annotations.is_empty() {
        return;
    }
    let words = |position: &str| {
        json!({"show": true, "position": position, "color": theme::TEXT, "fontSize": FONT,
            "textBorderColor": theme::BACKGROUND, "textBorderWidth": 3})
    };
    let notes = Notes { job, plot, target };
    let (lines, points, bands) = notes.all();
    let mut extra = json!({});
    if !lines.is_empty() {
        extra["markLine"] = json!({"silent": true, "symbol": "none", "label": words("insideStartTop"),
            "lineStyle": {"color": theme::MUTED, "width": 1, "type": [4, 3]}, "data": lines});
    }
    if !points.is_empty() {
        extra["markPoint"] = json!({"silent": true, "symbol": "circle", "symbolSize": 12, "label": words("top"),
            "itemStyle": {"color": "transparent", "borderColor": theme::TEXT, "borderWidth": 1.5}, "data": points});
    }
    if !bands.is_empty() {
        let (areas, said): (Vec<Json>, Vec<Json>) = bands.into_iter().unzip();
        let fill = json!({"silent": true, "label": {"show": false}, "data": areas,
            "itemStyle": {"color": theme::GREY, "opacity": 0.18}});
        let mut label = words("inside");
        label["color"] = json!(theme::MUTED);
        // ECharts draws areas below marks, with their own words: these are words of points, which lie on top.
        let words = json!({"silent": true, "symbol": "circle", "symbolSize": 1, "label": label, "data": said,
            "itemStyle": {"color": "transparent"}});
        layer(sheet, target.index, json!({"markArea": fill, "markPoint": words}));
    }
    sheet.extend_series(target.series, extra);
}

/// Adds a series without marks to a panel, for annotations to hang on; gives its place among all.
pub(super) fn layer(sheet: &mut Sheet, index: usize, extra: Json) -> usize {
    let place = sheet.series_count();
    let mut parts = json!({"data": [], "silent": true});
    merge::merge(&mut parts, extra);
    let empty = Scatter::new().x_axis_index(index as f64).y_axis_index(index as f64);
    sheet.series(charming::series::Series::Scatter(empty), parts);
    place
}

/// The annotations of a panel.
pub(super) struct Notes<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) plot: &'a Plot,
    pub(super) target: Target,
}

impl Notes<'_> {
    /// Lines, points, and bands with their words.
    fn all(&self) -> (Vec<Json>, Vec<Json>, Vec<(Json, Json)>) {
        let Self { job, plot, target } = self;
        let (across, upright) = if target.lying { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
        let (mut lines, mut points, mut bands) = (Vec::new(), Vec::new(), Vec::new());
        let mut beyond = self.beyond().into_iter();
        let mut clear = self.taken();
        let is_band = |note: &Annotation| note.to_x.is_some() || note.to_y.is_some();
        bands.extend(self.standing().filter(|note| is_band(note)).map(|note| self.band(note, &mut clear)));
        for note in self.standing().filter(|note| !is_band(note)) {
            let value = note.y.map(|y| job.magnitude(plot).apply(y));
            let place = note.x.as_ref().map(|x| position(plot, target.count, x));
            let ends = |words: Option<Beyond>| {
                let words = words.unwrap_or_default();
                let label = json!({"formatter": label::literal(&words.lines.join("\n")), "position": "end",
                    "align": words.align, "distance": 4.0 + words.row as f64 * HIGH});
                label::with_lines(label, HIGH)
            };
            let inside = || notes::lines(&note.text, target.area.width - 10.0);
            if is_beyond(note, target.lying) {
                let at = if target.lying { json!(value) } else { json!(place) };
                let mut line = json!({"label": ends(beyond.next())});
                line["xAxis"] = at;
                lines.push(line);
            } else if let (Some(place), Some(value)) = (&place, value) {
                points.push(self.point(note, (place, value), &mut clear));
            } else if let Some(value) = value {
                let side = self.clear_side(value, &inside(), &mut clear);
                let label = json!({"formatter": label::literal(&inside().join("\n")), "position": side});
                lines.push(json!({across: value, "label": label::with_lines(label, HIGH)}));
            } else if let Some(place) = place {
                let label = json!({"formatter": label::literal(&inside().join("\n"))});
                lines.push(json!({upright: place, "label": label::with_lines(label, HIGH)}));
            }
        }
        (lines, points, bands)
    }

    fn standing(&self) -> impl Iterator<Item = &Annotation> {
        let stands = |note: &&Annotation| stands(self.job, self.plot, self.target.index, note);
        self.job.spec.annotations.iter().filter(stands)
    }

    /// The words of upright lines, in the order of the annotations.
    fn beyond(&self) -> Vec<Beyond> {
        let Self { job, plot, target } = self;
        let ends: Vec<(f64, &str)> = self
            .standing()
            .filter(|note| is_beyond(note, target.lying))
            .map(|note| {
                let part = match (&note.x, note.y) {
                    (Some(x), _) => self.part(&position(plot, target.count, x)),
                    (None, Some(y)) => target.scale.part(job.magnitude(plot).apply(y)),
                    (None, None) => 0.5,
                };
                (target.area.left + part * target.area.width, note.text.as_str())
            })
            .collect();
        notes::beyond(&ends, job.width())
    }

    /// What is taken before points and lines have their words: the name of the axis of values, and words above.
    fn taken(&self) -> Clear {
        let Self { job, plot, target } = self;
        let area = target.area;
        let name = Rect {
            left: area.left - 100.0,
            top: area.top - 216.0,
            width: text::width(&job.value_name(plot), FONT) + 100.0,
            height: 200.0,
        };
        let mut clear = Clear { taken: vec![name], paths: Vec::new() };
        if target.lying {
            // The numbers of the axis stand above.
            let (left, width) = (area.left - 100.0, area.width + 200.0);
            clear.taken.push(Rect { left, top: area.top - 200.0, width, height: 200.0 });
        } else {
            clear.taken.extend(self.beyond().iter().map(|words| words.above(area.top - 4.0)));
        }
        clear
    }

    /// Where a place lies on the axis of categories, from 0 to 1.
    pub(super) fn part(&self, place: &Json) -> f64 {
        let at = match place {
            Json::String(name) => {
                self.plot.points.iter().find(|point| point.text == *name).map(|point| point.at)
            }
            other => other.as_f64(),
        };
        at.map_or(0.5, |at| self.target.across.part(at))
    }

    fn point(&self, note: &Annotation, (place, value): (&Json, f64), clear: &mut Clear) -> Json {
        let Target { lying, area, scale, .. } = self.target;
        let (at, up) = (self.part(place), scale.part(value));
        let (x, y) = if lying { (up, at) } else { (at, 1.0 - up) };
        // Beside the numbers or names of the axis at the left, where they leave enough room.
        let (start, end) = (area.left.min(self.job.width() - 140.0), self.job.width());
        let lines = notes::lines(&note.text, end - start);
        let centre = (area.left + x * area.width, area.top + y * area.height);
        let edges = (start, end, area.top + area.height);
        let named = |point: &super::plot::Point| place.as_str() == Some(point.text.as_str());
        let at = self.plot.points.iter().position(named).filter(|_| self.target.values);
        let own = at.and_then(|at| bar_items::taken(self.job, self.plot, &self.target, (at, centre)));
        clear.taken.extend(own.map(|(value, _)| value));
        let clear = (clear, own.and_then(|(_, bar)| bar));
        let words = notes::beside(centre, &lines, clear, edges);
        let coordinates = if lying { json!([value, place]) } else { json!([place, value]) };
        let label = json!({"formatter": label::literal(&lines.join("\n")), "position": words.side,
            "distance": words.distance, "offset": [words.shift.round(), 0]});
        json!({"coord": coordinates, "label": label::with_lines(label, HIGH)})
    }

    /// Where words on a line across keep clearest of what is drawn: above or below it, at its start or end.
    fn clear_side(&self, value: f64, lines: &[String], clear: &mut Clear) -> &'static str {
        let Target { area, scale, .. } = self.target;
        let (width, height) = (notes::widest(lines) + 10.0, lines.len() as f64 * HIGH + 6.0);
        let level = area.top + area.height * (1.0 - scale.part(value));
        let end = area.left + area.width - width;
        let sides = [
            ("insideStartTop", area.left, level - height),
            ("insideEndTop", end, level - height),
            ("insideStartBottom", area.left, level),
            ("insideEndBottom", end, level),
        ];
        let place = |&(_, left, top): &(&str, f64, f64)| Rect { left, top, width, height };
        let bottom = area.top + area.height;
        let fits = |side: &&(&'static str, f64, f64)| {
            let wanted = place(side);
            wanted.top >= 0.0 && wanted.top + height <= bottom && clear.has_room(&wanted)
        };
        let crossed = |wanted: &Rect| self.plot.series.iter().any(|series| self.crosses(series, wanted));
        let free = |side: &&(&'static str, f64, f64)| !self.target.lines || !crossed(&place(side));
        let chosen = sides.iter().filter(fits).find(free).or_else(|| sides.iter().find(fits));
        let chosen = chosen.unwrap_or(&sides[0]);
        clear.taken.push(place(chosen));
        chosen.0
    }

    /// Whether a line, or a value written at one of its points, runs through a rectangle.
    fn crosses(&self, series: &Series, wanted: &Rect) -> bool {
        let Target { area, scale, across, .. } = self.target;
        let magnitude = self.job.magnitude(self.plot);
        let place = |(point, mark): (&super::plot::Point, &super::plot::Mark)| {
            let value = magnitude.apply(mark.value?);
            let x = area.left + across.part(point.at) * area.width;
            Some((x, area.top + area.height * (1.0 - scale.part(value))))
        };
        let path: Vec<(f64, f64)> = self.plot.points.iter().zip(&series.marks).filter_map(place).collect();
        let near = |by: f64| Rect {
            left: wanted.left - by,
            top: wanted.top - by,
            width: wanted.width + 2.0 * by,
            height: wanted.height + 2.0 * by,
        };
        let marks = near(14.0);
        let inside = |(x, y): &(f64, f64)| {
            (marks.left..marks.left + marks.width).contains(x)
                && (marks.top..marks.top + marks.height).contains(y)
        };
        path.iter().any(inside) || Clear { taken: Vec::new(), paths: vec![path] }.is_crossed(&near(2.0))
    }
}

/// Whether the words of an annotation stand beyond the end of an upright line.
fn is_beyond(note: &Annotation, lying: bool) -> bool {
    let single = note.to_x.is_none() && note.to_y.is_none();
    single && if lying { note.x.is_none() && note.y.is_some() } else { note.x.is_some() && note.y.is_none() }
}

/// Whether an annotation stands in a panel: the one it names, else every one; but a value where each panel measures something
/// else is one of the first.
pub(super) fn stands(job: &Job<'_>, plot: &Plot, index: usize, annotation: &Annotation) -> bool {
    let own_measures = matches!(job.spec.panels, Some(Panels::Y | Panels::Records));
    match &annotation.panel {
        Some(panel) => plot.title.as_ref() == Some(&panel.value),
        None => index == 0 || !own_measures || annotation.y.is_none(),
    }
}

/// Whether there is an annotation at a point.
pub(super) fn has_points(job: &Job<'_>) -> bool {
    job.spec.annotations.iter().any(|note| note.x.is_some() && note.y.is_some())
}

/// Room above an upright plot area for the words of upright lines.
pub(super) fn head(job: &Job<'_>, plot: &Plot, target: Target) -> f64 {
    let rows = Notes { job, plot, target }.beyond().iter().map(Beyond::rows).max();
    rows.unwrap_or(0) as f64 * HIGH
}

/// Room below a lying plot area for the words of lines at a value.
pub(super) fn foot(job: &Job<'_>) -> f64 {
    let notes = job.spec.annotations.iter().filter(|note| is_beyond(note, true));
    match notes::rows(notes.map(|note| note.text.as_str()), job.width()) {
        0 => 0.0,
        rows => 4.0 + rows as f64 * HIGH,
    }
}

/// A place on the axis of categories: a name as written, a number as the axis counts it, the milliseconds of a date.
pub(super) fn position(plot: &Plot, count: Magnitude, x: &Json) -> Json {
    if plot.axis == XKind::Category {
        return json!(places::written(x));
    }
    place(plot, x).map_or_else(|| x.clone(), |at| json!(count.apply(at)))
}

/// A place on an axis of numbers or dates: that of a point with these words, or the number or date that they are.
pub(super) fn place(plot: &Plot, x: &Json) -> Option<f64> {
    let text = places::written(x);
    let point = plot.points.iter().find(|point| point.text == text);
    point.map(|point| point.at).or_else(|| places::read(x, plot.axis == XKind::Time))
}
