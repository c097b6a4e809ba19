//! Timelines: tasks as bars from their start to their end, on an axis of dates or numbers.

use super::ChartInput;
use super::families::{Drawing, Found, Owned};
use super::fields::{self, Fields};
use super::frame::{Cell, Entry, Family, Job, Rect, Sheet};
use super::notes::{self, HIGH};
use super::plot::{Mark, Plot, Point, Series, XKind};
use super::reach::{self, Reach};
use super::rows::{self, Look, block, blocks};
use super::scale::Scale;
use super::words::Words;
use super::{axes, label, places, text, theme};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, Dataset, Format, Scalar, ScalarView};
use charming::component::Axis;
use charming::element::{AxisLabel, AxisType, LineStyle, SplitLine};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

/// The family: bars with their rows and groups, and whether the axis is one of dates.
pub(super) struct Timelines {
    spans: Vec<Span>,
    groups: Vec<String>,
    dates: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Span {
    row: usize,
    group: usize,
    ends: (f64, f64),
    words: String,
}

const ROW: f64 = 32.0;

/// A timeline: the records with a start and an end, one row for each value of `x`.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (found, mut diagnostics) = fields::find(input, spec, dataset);
    let Some(fields) = found else { return (None, diagnostics) };
    let (Some(x), Some(start), Some(end)) = (fields.x, fields.of("start"), fields.of("end")) else {
        return (None, diagnostics);
    };
    let text = |record: usize, field: usize| label::cell(dataset, record, field);
    let mut rows: IndexMap<String, String> = IndexMap::new();
    let mut groups: Vec<String> = Vec::new();
    let mut spans = Vec::new();
    let mut dates = false;
    let mut without = [Vec::new(), Vec::new()];
    for record in input.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()) {
        let place = |field: usize| match dataset.scalar(record, field) {
            Scalar::Moment(moment) => Some((label::milliseconds(&moment), true)),
            Scalar::Number(quantity) => Some((quantity.amount, false)),
            _ => None,
        };
        let (Some(from), Some(to)) = (place(start), place(end)) else {
            match (place(start), place(end)) {
                (None, Some(_)) => without[0].push(record),
                (Some(_), None) => without[1].push(record),
                _ => {}
            }
            check(dataset, (record, &[start, end]), spec, &mut diagnostics);
            continue;
        };
        if from.0 > to.0 || from.1 != to.1 {
            diagnostics.push(
                Diagnostic::new(rules::WRONG_FIELD_KIND, "the bar ends before it begins".to_owned())
                    .at(dataset.span(record, end), format!("before {}", text(record, start)))
                    .help("put the earlier value into the field of `start`"),
            );
            continue;
        }
        dates |= from.1;
        let group = fields.of("color").map(|field| text(record, field)).unwrap_or_default();
        let number = groups.iter().position(|other| *other == group).unwrap_or_else(|| {
            groups.push(group.clone());
            groups.len() - 1
        });
        let words = Words::of(input.locale).range(&text(record, start), &text(record, end));
        let row = rows.insert_full(text(record, x), words.clone()).0;
        spans.push(Span { row, group: number, ends: (from.0, to.0), words });
    }
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    for ((key, field), records) in [("start", start), ("end", end)].into_iter().zip(&without) {
        let finding = spec.field(key).and_then(|name| places::left_out(dataset, (name, field), records));
        finding.into_iter().for_each(|finding| diagnostics.push(finding));
    }
    for note in &spec.annotations {
        let lost = [&note.x, &note.to_x].into_iter().flatten().filter(|x| places::read(x, dates).is_none());
        lost.for_each(|x| diagnostics.push(places::nowhere(note, x, dates)));
    }
    let plot = plot(dataset, &fields, (rows.keys(), &spans, &groups));
    let family = Timelines { spans, groups, dates };
    let drawing = Owned { plots: vec![plot], family, words: |family, _, plot| family.words(plot) };
    (Some(Box::new(drawing) as Box<dyn Drawing>), diagnostics)
}

/// An end that is neither a date nor a number; an empty one is left out.
fn check(
    dataset: &Dataset,
    (record, ends): (usize, &[usize]),
    spec: &ChartSpec,
    diagnostics: &mut Diagnostics,
) {
    for (field, key) in ends.iter().zip(["start", "end"]) {
        let cell = dataset.cell(record, *field);
        if matches!(cell.scalar, ScalarView::Moment(_) | ScalarView::Number(_) | ScalarView::Missing) {
            continue;
        }
        let name = &dataset.fields()[*field].name;
        if diagnostics.iter().any(|other| other.message.contains(&format!("`{name}`"))) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                rules::WRONG_FIELD_KIND,
                format!("field `{name}` is not all dates; the ends of bars are dates or numbers"),
            )
            .at(spec.field(key).map_or(dataset.span(record, *field), |name| name.span), "")
            .and(dataset.span(record, *field), "this is no date")
            .help("write dates as 2025-03-01, or declare the field's format in `datapackage.json`"),
        );
    }
}

/// A series for each group, whose marks are the starts.
fn plot<'a>(
    dataset: &Dataset,
    fields: &Fields,
    (names, spans, groups): (impl Iterator<Item = &'a String>, &[Span], &[String]),
) -> Plot {
    let points: Vec<Point> =
        names.enumerate().map(|(at, text)| Point { text: text.clone(), at: at as f64 }).collect();
    let series = groups.iter().enumerate().map(|(number, name)| {
        let mut marks = vec![Mark::default(); points.len()];
        for span in spans.iter().filter(|span| span.group == number) {
            marks[span.row] = Mark { value: Some(span.ends.0), text: span.words.clone(), ..Mark::default() };
        }
        Series { name: name.clone(), marks }
    });
    let series = series.collect();
    let x_name = fields.x.map(|x| dataset.fields()[x].title.clone()).unwrap_or_default();
    Plot {
        title: None,
        axis: XKind::Category,
        points,
        series,
        x_name,
        measure: String::new(),
        unit: None,
        format: Format::default(),
        reach: Reach::default(),
    }
}

impl Timelines {
    /// The ends of all bars.
    fn own_limits(&self) -> (f64, f64) {
        reach::limits(self.spans.iter().flat_map(|span| [span.ends.0, span.ends.1])).unwrap_or((0.0, 1.0))
    }

    /// The ends of the axis, which holds what annotates it.
    fn limits(&self, job: &Job<'_>) -> (f64, f64) {
        let own = self.own_limits();
        let notes = job.spec.annotations.iter().flat_map(|note| [&note.x, &note.to_x]).flatten();
        let notes = notes.filter_map(|x| self.place(x).as_f64()).filter(|at| reach::is_near(*at, Some(own)));
        let (low, high) = reach::limits(notes.chain([own.0, own.1])).unwrap_or(own);
        // Around a single moment half a day, of which a time axis has ticks.
        let around = if self.dates { 43_200_000.0 } else { 1.0 };
        if low < high { (low, high) } else { (low - around, low + around) }
    }

    /// "8 tasks. First: Survey, 2024-01 to 2024-03. Last to end: … Longest: …"
    fn words(&self, plot: &Plot) -> Vec<String> {
        let named = |span: &Span| format!("{}, {}", plot.points[span.row].text, span.words);
        let mut sentences = vec![format!("{} bars in {} rows.", self.spans.len(), plot.points.len())];
        let spans = self.spans.iter();
        sentences.extend(
            spans
                .clone()
                .min_by(|a, b| a.ends.0.total_cmp(&b.ends.0))
                .map(|s| format!("First: {}.", named(s))),
        );
        sentences.extend(
            spans
                .clone()
                .max_by(|a, b| a.ends.1.total_cmp(&b.ends.1))
                .map(|s| format!("Last to end: {}.", named(s))),
        );
        let length = |span: &Span| span.ends.1 - span.ends.0;
        sentences.extend(
            spans.max_by(|a, b| length(a).total_cmp(&length(b))).map(|s| format!("Longest: {}.", named(s))),
        );
        sentences
    }

    fn axis(&self, job: &Job<'_>) -> (Axis, Json, Scale) {
        let (low, high) = self.limits(job);
        if !self.dates {
            let scale = Scale::around([low, high].into_iter(), if job.narrow { 3 } else { 6 }, false);
            let (axis, extra) = axes::value(&scale, &Format::default(), true);
            return (axis, extra, scale);
        }
        let scale = Scale { low, high, step: high - low, log: false };
        let axis = Axis::new()
            .type_(AxisType::Time)
            .min(low)
            .max(high)
            .axis_label(AxisLabel::new().color(theme::MUTED).font_size(theme::FONT))
            .split_line(SplitLine::new().show(true).line_style(LineStyle::new().color(theme::GRID)));
        let extra = json!({"axisLine": {"show": false}, "axisTick": {"show": false},
            "axisLabel": {"hideOverlap": true, "formatter": axes::time_labels(job)},
            "splitNumber": if job.narrow { 2 } else { 6 }});
        (axis, extra, scale)
    }

    fn items(&self, job: &Job<'_>, plot: &Plot, (group, inner, scale): (usize, Rect, &Scale)) -> Vec<Json> {
        let name = &plot.series[group].name;
        let item = |span: &Span| {
            let task = &plot.points[span.row].text;
            let mut item = block((inner, scale), span.ends, span.row, 16.0);
            item["name"] = json!(task);
            item["text"] = json!(span.words);
            if job.dimmed(name, task) {
                item["itemStyle"] = json!({"color": theme::GREY});
            }
            if job.spec.labels == Some(true) {
                item["label"] = self.label(job, span, (inner, scale), job.dimmed(name, task));
            }
            item
        };
        self.spans.iter().filter(|span| span.group == group).map(item).collect()
    }

    /// The words of a bar: beside it where they touch no other bar of the row, at the right before the left; else upon it
    /// where it is long enough, in a colour that stands out from its own; else none.
    fn label(&self, job: &Job<'_>, span: &Span, (inner, scale): (Rect, &Scale), dimmed: bool) -> Json {
        let needed = text::width(&span.words, theme::FONT) + 8.0;
        let at = |value: f64| scale.part(value) * inner.width;
        let (from, to) = (at(span.ends.0), at(span.ends.1));
        let others = || self.spans.iter().filter(|other| other.row == span.row && *other != span);
        let free = |low: f64, high: f64| {
            low >= 0.0
                && high <= inner.width
                && others().all(|other| at(other.ends.1) <= low || at(other.ends.0) >= high)
        };
        if free(to, to + needed) {
            return rows::words(&span.words, "right");
        }
        if free(from - needed, from) {
            return rows::words(&span.words, "left");
        }
        if to - from < needed {
            return json!({"show": false});
        }
        let mut label = rows::words(&span.words, "inside");
        label["color"] = json!(if dimmed { theme::ON_GREY } else { theme::on(span.group) });
        if job.decal().is_some() {
            // Words on a pattern need a ground of their own.
            label["color"] = json!(theme::TEXT);
            label["backgroundColor"] = json!(theme::BACKGROUND);
            label["padding"] = json!([1, 4]);
        }
        label
    }

    /// Height below the rows for the words of lines and bands.
    fn foot(job: &Job<'_>) -> f64 {
        let notes = job.spec.annotations.iter().filter(|note| note.x.is_some());
        match notes::rows(notes.map(|note| note.text.as_str()), job.width()) {
            0 => 0.0,
            rows => 6.0 + rows as f64 * HIGH,
        }
    }

    /// A place on the axis: the milliseconds of a date, or a number.
    fn place(&self, x: &Json) -> Json {
        places::read(x, self.dates).map_or_else(|| x.clone(), |at| json!(at))
    }

    /// Upright lines and bands at dates, and words below each.
    fn notes(&self, job: &Job<'_>, (inner, scale): (Rect, &Scale)) -> Json {
        let place = |x: &Json| self.place(x);
        let (mut lines, mut bands) = (Vec::new(), Vec::new());
        let at = |x: &Json| inner.left + place(x).as_f64().map_or(0.5, |x| scale.part(x)) * inner.width;
        let ends: Vec<(f64, &str)> = job
            .spec
            .annotations
            .iter()
            .filter_map(|note| {
                let from = at(note.x.as_ref()?);
                Some((note.to_x.as_ref().map_or(from, |to| (from + at(to)) / 2.0), note.text.as_str()))
            })
            .collect();
        let mut beyond = notes::beyond(&ends, job.width()).into_iter();
        for note in &job.spec.annotations {
            let Some(from) = &note.x else { continue };
            let words = beyond.next().unwrap_or_default();
            let label = json!({"formatter": label::literal(&words.lines.join("\n")),
                "align": words.align, "distance": 5.0 + words.row as f64 * HIGH});
            let label = label::with_lines(label, HIGH);
            match &note.to_x {
                Some(to) => bands.push(json!([{"xAxis": place(from), "label": label}, {"xAxis": place(to)}])),
                None => lines.push(json!({"xAxis": place(from), "label": label})),
            }
        }
        let label = json!({"show": true, "color": theme::TEXT, "fontSize": theme::FONT,
            "textBorderColor": theme::BACKGROUND, "textBorderWidth": 3});
        let mut extra = json!({});
        if !lines.is_empty() {
            extra["markLine"] = json!({"silent": true, "symbol": "none", "label": label, "data": lines,
                "lineStyle": {"color": theme::TEXT, "width": 1, "type": [4, 3]}});
            extra["markLine"]["label"]["position"] = json!("end");
        }
        if !bands.is_empty() {
            extra["markArea"] = json!({"silent": true, "label": label, "data": bands, "z": 0,
                "itemStyle": {"color": theme::GREY, "opacity": 0.18}});
            extra["markArea"]["label"]["position"] = json!("bottom");
        }
        extra
    }
}

impl Family for Timelines {
    /// A bar is no value: the latest start is not the highest of anything.
    fn extremes(&self, _: &Plot) -> Option<(String, String)> {
        None
    }

    fn legend(&self, _: &Job<'_>, _: &[Plot]) -> Vec<Entry> {
        if self.groups.len() < 2 {
            return Vec::new();
        }
        self.groups.iter().map(|name| Entry { name: name.clone(), icon: "rect" }).collect()
    }

    fn gutter(&self, _: &Job<'_>, _: &[Plot]) -> f64 {
        0.0
    }

    fn height(&self, job: &Job<'_>, plot: &Plot, _: f64) -> f64 {
        let bare = Plot { series: Vec::new(), ..plot.clone() };
        rows::height(job, &bare, ROW, true) + Self::foot(job)
    }

    fn paint(&self, job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, cell: Cell) {
        let (axis, extra, scale) = self.axis(job);
        let look = Look { sides: (12.0, 22.0), shown: true };
        let bare = Plot { series: Vec::new(), ..plot.clone() };
        let mut rect = cell.rect;
        rect.height -= Self::foot(job);
        let inner = rows::frame(job, sheet, &bare, (rect, look), (axis, extra));
        for group in 0..plot.series.len() {
            let name = plot.series[group].name.as_str();
            let series = blocks(name, cell.index, theme::colour(group));
            let mut extra = json!({"data": self.items(job, plot, (group, inner, &scale))});
            if group == 0 {
                super::merge::merge(&mut extra, self.notes(job, (inner, &scale)));
            }
            sheet.series(charming::series::Series::Scatter(series), extra);
        }
    }
}
