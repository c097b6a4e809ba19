//! Links between things, from a flat table of `from`, `to` and an amount: what sankeys, chords and networks show.

use super::cells::Cells;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::shares::share;
use super::{ChartInput, chord, network, sankey};
use crate::diagnostics::{Diagnostic, Diagnostics, counted, rules};
use crate::model::{ChartSpec, ChartType, Dataset, Locale};

/// A thing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Thing {
    pub(super) name: String,
    /// What comes in, and what goes out.
    pub(super) sums: (f64, f64),
    /// The greater of the two, as text; empty without amounts.
    pub(super) text: String,
    /// How many links it has.
    pub(super) degree: usize,
}

/// A link; equal ones are added up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
    pub(super) text: String,
}

/// Things and links.
pub(super) struct Links {
    pub(super) things: Vec<Thing>,
    pub(super) links: Vec<Link>,
    kind: ChartType,
    /// Whether links have amounts.
    pub(super) measured: bool,
    /// The amounts of all links together, of a sankey those that come in; as text too.
    total: (f64, String),
}

/// The links of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    cells.check_parts(spec, &mut diagnostics);
    let mut found = read(&cells, spec.chart_type.value);
    if spec.chart_type.value == ChartType::Sankey {
        check_circles(spec, &found, &mut diagnostics);
    }
    check_ends(&cells, spec, &mut diagnostics);
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    if spec.chart_type.value == ChartType::Sankey {
        // What flows through several stages is counted where it comes in.
        found.total.0 = found.things.iter().map(|thing| (thing.sums.1 - thing.sums.0).max(0.0)).sum();
    }
    if let Some(&y) = cells.fields.y.first() {
        for thing in &mut found.things {
            thing.text = cells.printed(thing.sums.0.max(thing.sums.1), y);
        }
        for link in &mut found.links {
            link.text = cells.printed(link.value, y);
        }
        found.total = (found.total.0, cells.printed(found.total.0, y));
    }
    (Some(Box::new(found)), diagnostics)
}

fn read(cells: &Cells<'_>, kind: ChartType) -> Links {
    let (from, to) = (cells.fields.of("from"), cells.fields.of("to"));
    let y = cells.fields.y.first().copied();
    let mut found = Links {
        things: Vec::new(),
        links: Vec::new(),
        kind,
        measured: y.is_some(),
        total: (0.0, String::new()),
    };
    let (Some(from), Some(to)) = (from, to) else { return found };
    for record in cells.records() {
        let value = match y {
            Some(y) => cells.mark(record, y).value.unwrap_or(0.0),
            None => 1.0,
        };
        let (start, end) = (cells.text(record, from), cells.text(record, to));
        if value <= 0.0 || start.is_empty() || end.is_empty() {
            continue;
        }
        let (start, end) = (found.thing(start), found.thing(end));
        found.total.0 += value;
        found.things[start].sums.1 += value;
        found.things[end].sums.0 += value;
        found.things[start].degree += 1;
        found.things[end].degree += 1;
        match found.links.iter_mut().find(|link| (link.from, link.to) == (start, end)) {
            Some(link) => link.value += value,
            None => found.links.push(Link { from: start, to: end, value, text: String::new() }),
        }
    }
    found
}

/// A finding when an amount comes from nowhere or goes nowhere: it would be left out.
fn check_ends(cells: &Cells<'_>, spec: &ChartSpec, diagnostics: &mut Diagnostics) {
    let Some(&y) = cells.fields.y.first() else { return };
    for key in ["from", "to"] {
        let (Some(field), Some(name)) = (cells.fields.of(key), spec.field(key)) else { continue };
        let lost = |record: &usize| {
            cells.text(*record, field).is_empty() && cells.mark(*record, y).value.is_some_and(|v| v > 0.0)
        };
        if let Some(record) = cells.records().find(lost) {
            diagnostics.push(cells.nameless(spec, (name, field), record));
        }
    }
}

/// A sankey has a direction: what flows back to where it came from has no place in it.
fn check_circles(spec: &ChartSpec, found: &Links, diagnostics: &mut Diagnostics) {
    let mut open: Vec<bool> = vec![true; found.things.len()];
    // Things that nothing open flows into are taken out until none is left, or only circles.
    loop {
        let fed = |thing: usize| found.links.iter().any(|link| link.to == thing && open[link.from]);
        let Some(done) = (0..open.len()).find(|&thing| open[thing] && !fed(thing)) else { break };
        open[done] = false;
    }
    let names: Vec<String> = found
        .things
        .iter()
        .zip(&open)
        .filter(|(_, open)| **open)
        .map(|(thing, _)| format!("`{}`", thing.name))
        .collect();
    if !names.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                rules::CHART_FAILED,
                format!(
                    "a sankey has no place for flows that run in a circle, as through {}",
                    names.join(", ")
                ),
            )
            .at(spec.chart_type.span, "")
            .help("leave the way back out with `filter:`, or choose `type: chord`"),
        );
    }
}

impl Links {
    fn thing(&mut self, name: String) -> usize {
        match self.things.iter().position(|thing| thing.name == name) {
            Some(place) => place,
            None => {
                self.things.push(Thing { name, ..Thing::default() });
                self.things.len() - 1
            }
        }
    }

    /// Whether a thing steps back: neither it nor one it is linked with is highlighted.
    pub(super) fn dimmed(&self, job: &Job<'_>, thing: usize) -> bool {
        let Some(wanted) = &job.spec.highlight else { return false };
        let is_wanted = |other: usize| self.things[other].name == wanted.value;
        let near = |link: &Link| {
            (link.from == thing && is_wanted(link.to)) || (link.to == thing && is_wanted(link.from))
        };
        !(is_wanted(thing) || self.links.iter().any(near))
    }

    /// Whether a link steps back.
    pub(super) fn link_dimmed(&self, job: &Job<'_>, link: &Link) -> bool {
        let wanted = job.spec.highlight.as_ref();
        wanted.is_some_and(|wanted| {
            self.things[link.from].name != wanted.value && self.things[link.to].name != wanted.value
        })
    }
}

impl Drawing for Links {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        match self.kind {
            ChartType::Sankey => sankey::paint(job, self),
            ChartType::Chord => chord::paint(job, self),
            _ => network::paint(job, self),
        }
    }

    /// "9 links between 7 things, 120 TWh in all. Largest: from Gas to Homes, 40 TWh (33%)."
    fn sentences(&self) -> Vec<String> {
        let (links, things) = (counted(self.links.len(), "link"), counted(self.things.len(), "thing"));
        if !self.measured {
            let most = self.things.iter().rev().max_by_key(|thing| thing.degree);
            let words = most.map(|thing| format!("Most links: {}, {}.", thing.name, thing.degree));
            return std::iter::once(format!("{links} between {things}.")).chain(words).collect();
        }
        let mut sentences = vec![format!("{links} between {things}, {} in all.", self.total.1)];
        let largest = self.links.iter().rev().max_by(|a, b| a.value.total_cmp(&b.value));
        sentences.extend(largest.map(|link| {
            format!(
                "Largest: from {} to {}, {} ({}).",
                self.things[link.from].name,
                self.things[link.to].name,
                link.text,
                share(link.value, self.total.0, &Locale::default())
            )
        }));
        let most = self.things.iter().rev().max_by(|a, b| {
            let sum = |thing: &Thing| thing.sums.0.max(thing.sums.1);
            sum(a).total_cmp(&sum(b))
        });
        sentences.extend(most.map(|thing| format!("Most goes through {}, {}.", thing.name, thing.text)));
        sentences
    }

    fn names(&self) -> Vec<String> {
        self.things.iter().map(|thing| thing.name.clone()).collect()
    }

    fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}
