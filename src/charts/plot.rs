//! A chart block and its dataset as plots: categories, series and marks, cut into panels; with everything that is
//! wrong about the fields.

use super::fields::{self, Fields};
use super::places::{self, Places};
use super::reach::{self, Reach};
use super::{ChartInput, bands, label, measured, panels};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, ChartType, Dataset, Format, Panels, Scalar, Unit};
use indexmap::IndexMap;

/// One panel: what shares a pair of axes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    /// What sets this panel apart from the others; `None` when it is the only one.
    pub(super) title: Option<String>,
    /// The kind of the axis of categories.
    pub(super) axis: XKind,
    /// Its points in order.
    pub(super) points: Vec<Point>,
    /// The series; each has one mark per point.
    pub(super) series: Vec<Series>,
    /// The name of the axis of categories; empty when there is none.
    pub(super) x_name: String,
    /// What the values measure; empty when nothing short says it.
    pub(super) measure: String,
    /// The unit of the values, when they share one.
    pub(super) unit: Option<Unit>,
    /// The format of the values, when their fields share one.
    pub(super) format: Format,
    /// What its axes hold besides its own.
    pub(super) reach: Reach,
}

/// The kind of an axis of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum XKind {
    /// Names.
    Category,
    /// Numbers at their distances.
    Number,
    /// Dates at their distances.
    Time,
}

/// A point of the axis of categories.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    /// As written.
    pub(super) text: String,
    /// Its place: the index of a name, the number, the milliseconds since 1970.
    pub(super) at: f64,
}

/// A series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// Its name.
    pub(super) name: String,
    /// One mark per point.
    pub(super) marks: Vec<Mark>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Mark {
    /// The number; `None` is a gap.
    pub(super) value: Option<f64>,
    /// As written.
    pub(super) text: String,
    /// Its unit.
    pub(super) unit: Unit,
    /// The band around it.
    pub(super) range: Option<(f64, f64)>,
    /// What it says of itself when asked, when that is more than the text.
    pub(super) told: String,
    /// Whether it is of the record that sums up what `limit` cut off, which is no thing among others.
    pub(super) rest: bool,
}

impl Mark {
    /// What it says of itself when asked.
    pub(super) fn said(&self) -> &str {
        if self.told.is_empty() { &self.text } else { &self.told }
    }
}

impl Plot {
    /// All numbers, ends of bands included.
    pub(super) fn values(&self) -> impl Iterator<Item = f64> + '_ {
        let ends = |mark: &Mark| mark.range.map_or([None, None], |(low, high)| [Some(low), Some(high)]);
        let of = move |mark: &Mark| ends(mark).into_iter().chain([mark.value]).flatten();
        self.series.iter().flat_map(move |series| series.marks.iter().flat_map(of))
    }

    /// Whether the numbers along the horizontal axis are written without marks between thousands, as years are.
    pub(super) fn ungrouped(&self) -> bool {
        let whole = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 3);
        let mut large = self.points.iter().filter(|point| point.at.abs() >= 1000.0).peekable();
        large.peek().is_some() && large.all(|point| whole(&point.text))
    }

    /// The ends of an axis of numbers or dates, on which points stand in order.
    pub(super) fn span(&self) -> (f64, f64) {
        let ends = self.points.first().into_iter().chain(self.points.last()).map(|point| point.at);
        self.span_of(&ends.collect::<Vec<f64>>())
    }

    /// The ends of an axis that holds places, and what else it has to.
    pub(super) fn span_of(&self, places: &[f64]) -> (f64, f64) {
        let all = places.iter().chain(&self.reach.places).copied();
        reach::limits(all).unwrap_or((0.0, 1.0))
    }

    /// The greatest distance from zero that its axis holds.
    pub(super) fn largest(&self) -> f64 {
        self.values()
            .chain(self.reach.values.iter().copied())
            .fold(0.0, |largest, value| value.abs().max(largest))
    }

    /// How many marks there are.
    pub(super) fn marks(&self) -> usize {
        self.series.iter().flat_map(|series| &series.marks).filter(|mark| mark.value.is_some()).count()
    }
}

/// The plots of a declared chart that has points, series and values.
pub(super) fn plots(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
) -> (Option<Vec<Plot>>, Diagnostics) {
    let (plots, mut diagnostics) = read(input, spec, dataset);
    if let Some(plots) = &plots {
        fields::check_plots(input, spec, plots, &mut diagnostics);
    }
    (plots, diagnostics)
}

/// The plots before it is asked whether readers can tell their series apart.
pub(super) fn read(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    dataset: &Dataset,
) -> (Option<Vec<Plot>>, Diagnostics) {
    let (found, mut diagnostics) = fields::find(input, spec, dataset);
    let Some(found) = found else { return (None, diagnostics) };
    let places = Places::of(spec, dataset, found.x);
    let mut reader = Reader { input, spec, dataset, fields: &found, places, clash: None };
    let records: Vec<usize> =
        input.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()).collect();
    if let Some(finding) = reader.left_out(&records) {
        diagnostics.push(finding);
    }
    let plots = match &spec.panels {
        None => vec![reader.plot(&records, &found.y, None)],
        Some(Panels::Y) => {
            found.y.iter().map(|&y| reader.plot(&records, &[y], Some(reader.title_of(y)))).collect()
        }
        Some(Panels::Records) => records.iter().map(|&record| reader.of_record(record)).collect(),
        Some(Panels::Field(_)) => {
            let mut groups: IndexMap<String, Vec<usize>> = IndexMap::new();
            for &record in &records {
                let name = found.panel.map(|field| reader.text(record, field)).unwrap_or_default();
                groups.entry(name).or_default().push(record);
            }
            let mut plots: Vec<Plot> = groups
                .iter()
                .map(|(name, records)| reader.plot(records, &found.y, Some(name.clone())))
                .collect();
            if spec.chart_type.value == ChartType::Bar {
                panels::align(&mut plots);
            }
            plots
        }
    };
    match reader.clash {
        Some(records) => {
            diagnostics.push(reader.twice(records));
            (None, diagnostics)
        }
        None => (Some(plots), diagnostics),
    }
}

struct Reader<'a> {
    input: &'a ChartInput<'a>,
    spec: &'a ChartSpec,
    dataset: &'a Dataset,
    fields: &'a Fields,
    places: Places<'a>,
    /// The first two records that claim one mark.
    clash: Option<(usize, usize)>,
}

impl Reader<'_> {
    fn text(&self, record: usize, field: usize) -> String {
        label::cell(self.dataset, record, field)
    }

    fn value(&self, record: usize, field: usize) -> String {
        label::value(self.dataset, record, field, self.input.locale)
    }

    fn title_of(&self, field: usize) -> String {
        self.dataset.fields()[field].title.clone()
    }

    fn mark(&self, record: usize, field: usize) -> Mark {
        match self.dataset.scalar(record, field) {
            Scalar::Number(quantity) => Mark {
                value: quantity.amount.is_finite().then_some(quantity.amount),
                text: self.value(record, field),
                unit: quantity.unit,
                range: bands::range(self.dataset, record, bands::ends(self.fields, field)),
                told: self.told(record, field),
                rest: self.is_rest(record),
            },
            _ => Mark::default(),
        }
    }

    /// Whether a record sums up what `limit` cut off: it stands after those that are left.
    fn is_rest(&self, record: usize) -> bool {
        self.spec.shape.other.is_some() && self.spec.limit == Some(record)
    }

    /// "4.2% (3.9% to 4.6%)" where there is a band.
    fn told(&self, record: usize, field: usize) -> String {
        let Some((low, high)) = bands::ends(self.fields, field) else { return String::new() };
        let [value, low, high] = [field, low, high].map(|field| self.value(record, field));
        if low.is_empty() || high.is_empty() { value } else { format!("{value} ({low} to {high})") }
    }

    /// Points from the field `x`, series from `y` or from the field `series`.
    fn plot(&mut self, records: &[usize], y: &[usize], title: Option<String>) -> Plot {
        let axis = self.places.axis;
        let records: Vec<usize> = records.iter().copied().filter(|&r| self.places.has(r)).collect();
        let records = records.as_slice();
        let mut points: Vec<Point> = Vec::new();
        let mut place: IndexMap<String, usize> = IndexMap::new();
        for &record in records {
            let text = self.x_text(record);
            if !place.contains_key(&text) || self.fields.series.is_none() {
                place.insert(text.clone(), points.len());
                points.push(Point { at: self.places.at(record, points.len()), text });
            }
        }
        let series = match self.fields.series {
            Some(by) => self.long_series(records, y, by, &place, points.len()),
            None => y.iter().map(|&field| self.wide_series(records, field)).collect(),
        };
        let x_name = self.fields.x.map(|field| self.title_of(field)).unwrap_or_default();
        let (measure, reach) = (String::new(), Reach::default());
        let mut plot = Plot {
            title,
            axis,
            points,
            series,
            x_name,
            measure,
            unit: None,
            format: Format::default(),
            reach,
        };
        self.name_values(&mut plot, y);
        if axis != XKind::Category {
            places::sort(&mut plot);
        }
        plot
    }

    fn wide_series(&self, records: &[usize], field: usize) -> Series {
        Series {
            name: self.title_of(field),
            marks: records.iter().map(|&record| self.mark(record, field)).collect(),
        }
    }

    fn long_series(
        &mut self,
        records: &[usize],
        y: &[usize],
        by: usize,
        place: &IndexMap<String, usize>,
        points: usize,
    ) -> Vec<Series> {
        let mut all: IndexMap<String, Vec<Option<(usize, Mark)>>> = IndexMap::new();
        for &record in records {
            let group = self.text(record, by);
            for &field in y {
                let name =
                    if y.len() == 1 { group.clone() } else { format!("{group}, {}", self.title_of(field)) };
                let marks = all.entry(name).or_insert_with(|| vec![None; points]);
                let mark = self.mark(record, field);
                let slot = place.get(&self.x_text(record)).and_then(|&at| marks.get_mut(at));
                let Some(slot) = slot.filter(|_| mark.value.is_some()) else { continue };
                if let Some((first, _)) = slot.replace((record, mark)) {
                    self.clash = self.clash.or(Some((first, record)));
                }
            }
        }
        let mark = |slot: Option<(usize, Mark)>| slot.map(|(_, mark)| mark).unwrap_or_default();
        let series =
            |(name, slots): (String, Vec<_>)| Series { name, marks: slots.into_iter().map(mark).collect() };
        all.into_iter().map(series).collect()
    }

    /// The finding for records with values that stand nowhere.
    fn left_out(&self, records: &[usize]) -> Option<Diagnostic> {
        let place = (self.spec.x.as_ref()?, self.fields.x?);
        let says = |record: usize| self.fields.y.iter().any(|&y| self.dataset.amount(record, y).is_some());
        let lost = |record: &usize| !self.places.has(*record) && says(*record);
        let shown = self.spec.panels != Some(Panels::Records);
        let lost: Vec<usize> = records.iter().copied().filter(lost).collect();
        places::left_out(self.dataset, place, &lost).filter(|_| shown)
    }

    /// The finding for two records that claim one mark.
    fn twice(&self, (first, second): (usize, usize)) -> Diagnostic {
        let series = self.fields.series.map(|field| self.text(first, field)).unwrap_or_default();
        let (y, by) = (self.fields.y.first().copied().unwrap_or(0), self.spec.series.as_ref());
        let x = self.x_text(first);
        let message = format!("two records are of `{x}` and `{series}`; a chart shows one value for them");
        let place = |record: usize| self.dataset.span(record, y);
        Diagnostic::new(rules::CHART_FAILED, message)
            .at(by.map_or(self.spec.chart_type.span, |name| name.span), "")
            .and(place(first), "the first")
            .and(place(second), "the second")
            .help(
                "put them together with `aggregate:`, such as `aggregate: sum`, or choose one with `filter:`",
            )
    }

    /// One record as a panel. Before and after stay series; elsewhere the fields become categories.
    fn of_record(&self, record: usize) -> Plot {
        let key = match self.fields.x {
            Some(field) => self.text(record, field),
            None => self.dataset.key_text(record),
        };
        let before_after = matches!(self.spec.chart_type.value, ChartType::Slope | ChartType::Dumbbell);
        let marks: Vec<(String, Mark)> =
            self.fields.y.iter().map(|&field| (self.title_of(field), self.mark(record, field))).collect();
        let (points, series) = if before_after {
            let series = marks.into_iter().map(|(name, mark)| Series { name, marks: vec![mark] }).collect();
            (vec![Point { text: key.clone(), at: 0.0 }], series)
        } else {
            let points = marks.iter().enumerate();
            let points = points.map(|(at, (name, _))| Point { text: name.clone(), at: at as f64 }).collect();
            let marks = marks.into_iter().map(|(_, mark)| mark).collect();
            (points, vec![Series { name: key.clone(), marks }])
        };
        let mut plot = Plot {
            title: Some(key),
            axis: XKind::Category,
            points,
            series,
            x_name: String::new(),
            measure: String::new(),
            unit: None,
            format: measured::shared_format(self.dataset, &self.fields.y),
            reach: Reach::default(),
        };
        plot.unit = plot.shared_unit();
        plot
    }

    fn x_text(&self, record: usize) -> String {
        match self.fields.x {
            Some(field) => self.text(record, field),
            None => self.dataset.key_text(record),
        }
    }

    fn name_values(&self, plot: &mut Plot, y: &[usize]) {
        plot.unit = plot.shared_unit();
        plot.format = measured::shared_format(self.dataset, y);
        plot.measure = match y {
            [field] => self.title_of(*field),
            _ => label::common_words(&y.iter().map(|&field| self.title_of(field)).collect::<Vec<_>>()),
        };
        // `Coal (2015 = 100)` and `Gas (2015 = 100)` are `Coal` and `Gas` on an axis of `2015 = 100`.
        let shared = plot.measure.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        if let (Some(shared), None) = (shared.map(str::to_owned), self.fields.series) {
            for series in &mut plot.series {
                if let Some(short) = series.name.strip_suffix(plot.measure.as_str()) {
                    series.name = short.trim_end().to_owned();
                }
            }
            plot.measure = shared;
        }
    }
}
