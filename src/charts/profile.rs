//! Profiles: several measures of the same things, each on an axis of its own; what radars and parallel coordinates show.

use super::cells::Cells;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::measured::{Magnitude, Measured, axis_name};
use super::plot::Mark;
use super::scale::Scale;
use super::theme::SERIES_COLOURS;
use super::{ChartInput, parallel, radar};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, ChartType, Dataset};
use crate::syntax::print;

/// One axis.
pub(super) struct Measure {
    /// Its name, with the unit in which its numbers count.
    pub(super) name: String,
    /// Its name, with the unit of its values as written.
    pub(super) measure: String,
    /// Its limits.
    pub(super) scale: Scale,
    /// The limits as text.
    pub(super) ends: (String, String),
    magnitude: Magnitude,
}

/// One thing.
pub(super) struct Thing {
    pub(super) name: String,
    /// Its group, if there are groups.
    pub(super) group: String,
    /// One mark for each measure.
    pub(super) marks: Vec<Mark>,
}

/// Things and their measures.
pub(super) struct Profiles {
    pub(super) measures: Vec<Measure>,
    pub(super) things: Vec<Thing>,
    /// Names of the groups, in the order of the data; empty without groups.
    pub(super) groups: Vec<String>,
    kind: ChartType,
}

/// The profiles of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    let kind = spec.chart_type.value;
    let least = if kind == ChartType::Radar { 3 } else { 2 };
    if spec.y.len() < least {
        diagnostics.push(
            Diagnostic::new(
                rules::MISSING_KEY,
                format!("`y` has {} field; a `{}` takes at least {least}", spec.y.len(), kind.row().name),
            )
            .at(spec.y.first().map_or(input.span, |name| name.span), "")
            .help("write `y: [Speed, Price, Comfort]` with the fields of the axes"),
        );
        return (None, diagnostics);
    }
    let x = cells.fields.x;
    let colour = cells.fields.of("color");
    let things: Vec<Thing> = cells
        .records()
        .map(|record| Thing {
            name: x.map(|x| cells.text(record, x)).unwrap_or_default(),
            group: colour.map(|colour| cells.text(record, colour)).unwrap_or_default(),
            marks: cells.fields.y.iter().map(|&y| cells.mark(record, y)).collect(),
        })
        .collect();
    if kind == ChartType::Radar {
        check_radar(spec, &cells, &things, &mut diagnostics);
    }
    let mut groups: Vec<String> = Vec::new();
    for thing in &things {
        if colour.is_some() && !groups.contains(&thing.group) {
            groups.push(thing.group.clone());
        }
    }
    let measures = (0..spec.y.len()).map(|at| measure(input, &cells, &things, (at, kind))).collect();
    let drawing = Profiles { measures, things, groups, kind };
    ((!diagnostics.has_errors()).then(|| Box::new(drawing) as Box<dyn Drawing>), diagnostics)
}

fn measure(
    input: &ChartInput<'_>,
    cells: &Cells<'_>,
    things: &[Thing],
    (at, kind): (usize, ChartType),
) -> Measure {
    let field = cells.fields.y[at];
    let values = || things.iter().filter_map(|thing| thing.marks[at].value);
    let largest = values().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let unit = cells.unit(field);
    let measured = Measured { unit: unit.as_ref(), format: cells.format(field) };
    let magnitude = measured.magnitude(largest, input.locale);
    let scaled = values().map(|value| magnitude.apply(value));
    // A rating has its own end; the middle of a radar is zero, as areas are seen.
    let top: Option<f64> = unit.as_ref().and_then(|unit| {
        unit.to_string().trim_start_matches('1').strip_prefix('/').and_then(|top| top.parse().ok())
    });
    let mut scale = Scale::around(scaled, 4, kind == ChartType::Radar);
    if let (Some(top), true) = (top, kind == ChartType::Radar) {
        scale = Scale { low: scale.low.min(0.0), high: top, step: top / 5.0, log: false };
    }
    let words = measured.words(magnitude, input.locale);
    let end = |value: f64| print::amount(value, None, input.locale);
    let own = measured.words(Magnitude::ONE, input.locale);
    Measure {
        name: axis_name(&cells.title(field), words.as_deref()),
        measure: axis_name(&cells.title(field), own.as_deref()),
        ends: (end(scale.low), end(scale.high)),
        scale,
        magnitude,
    }
}

/// A radar's shape needs a value on each axis, and a reader tells few shapes apart.
fn check_radar(spec: &ChartSpec, cells: &Cells<'_>, things: &[Thing], diagnostics: &mut Diagnostics) {
    for (record, thing) in cells.records().zip(things) {
        let Some(at) = thing.marks.iter().position(|mark| mark.value.is_none()) else { continue };
        let Some(name) = spec.y.get(at) else { continue };
        let message = format!("`{}` has no `{}`; a radar needs a value on each axis", thing.name, name.value);
        diagnostics.push(cells.refuse(name, record, cells.fields.y[at], (message, "nothing stands here")));
    }
    if things.len() > SERIES_COLOURS && spec.highlight.is_none() {
        diagnostics.push(
            Diagnostic::new(
                rules::TOO_MANY_SERIES,
                format!("the chart has {} shapes; readers tell at most {SERIES_COLOURS} apart", things.len()),
            )
            .at(spec.chart_type.span, "")
            .help("emphasise one with `highlight:`, or show fewer with `filter:` or `limit:`"),
        );
    }
}

impl Profiles {
    /// A value as its axis counts it.
    pub(super) fn drawn(&self, at: usize, mark: &Mark) -> Option<f64> {
        mark.value.map(|value| self.measures[at].magnitude.apply(value))
    }

    /// What the legend names: groups, else things when they are few.
    pub(super) fn entries(&self) -> Vec<String> {
        if !self.groups.is_empty() {
            self.groups.clone()
        } else if self.things.len() <= SERIES_COLOURS {
            self.things.iter().map(|thing| thing.name.clone()).collect()
        } else {
            Vec::new()
        }
    }

    /// The place of a thing among the entries; 0 when there are none.
    pub(super) fn entry(&self, at: usize) -> usize {
        let thing = &self.things[at];
        match (self.groups.is_empty(), self.things.len() <= SERIES_COLOURS) {
            (false, _) => self.groups.iter().position(|group| *group == thing.group).unwrap_or(0),
            (true, true) => at,
            (true, false) => 0,
        }
    }

    /// The values of a thing in words.
    pub(super) fn told(&self, thing: &Thing) -> String {
        let pairs = self.measures.iter().zip(&thing.marks);
        pairs
            .map(|(measure, mark)| format!("{} {}", measure.measure, mark.text))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Whether a thing steps back.
    pub(super) fn dimmed(&self, job: &Job<'_>, thing: &Thing) -> bool {
        let wanted = job.spec.highlight.as_ref();
        wanted.is_some_and(|wanted| wanted.value != thing.name && wanted.value != thing.group)
    }
}

impl Drawing for Profiles {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        if self.kind == ChartType::Radar { radar::paint(job, self) } else { parallel::paint(job, self) }
    }

    /// "3 things by 5 measures. Speed: highest Alpha, 80 km/h; lowest Gamma, 55 km/h."
    fn sentences(&self) -> Vec<String> {
        let mut sentences =
            vec![format!("{} records by {} measures.", self.things.len(), self.measures.len())];
        for (at, measure) in self.measures.iter().enumerate() {
            let known = || self.things.iter().filter_map(|thing| Some((thing.marks[at].value?, thing)));
            let highest = known().reduce(|a, b| if b.0 > a.0 { b } else { a });
            let lowest = known().reduce(|a, b| if b.0 < a.0 { b } else { a });
            if let (Some((high, most)), Some((low, least))) = (highest, lowest) {
                let words = if high > low {
                    format!(
                        "{}: highest {}, {}; lowest {}, {}.",
                        measure.measure, most.name, most.marks[at].text, least.name, least.marks[at].text
                    )
                } else {
                    format!("{}: {} throughout.", measure.measure, most.marks[at].text)
                };
                sentences.push(words);
            }
        }
        sentences
    }

    fn names(&self) -> Vec<String> {
        self.things.iter().map(|thing| thing.name.clone()).chain(self.groups.iter().cloned()).collect()
    }

    fn is_empty(&self) -> bool {
        self.things.iter().all(|thing| thing.marks.iter().all(|mark| mark.value.is_none()))
    }
}
