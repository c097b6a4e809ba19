//! What supports the numbers of a page, for readers: computed and checked ones carry their origin, cited and unsupported ones a
//! class, and a line below the title counts them and has the switch that shows them all.

use super::context::PageContext;
use super::escape;
use super::html::Writer;
use crate::facts::coverage::Typed;
use crate::model::{CellRef, CellSet, DatasetId, Figure, FigureKind, Node, PageId, Proof, Scalar};
use crate::resolve::{Evaluated, Resolved};
use std::collections::BTreeMap;
use std::ops::Range;

/// At most so many cells are named in a computed value's tooltip.
const CELLS_NAMED: usize = 3;
/// The end of a marked number.
const END: &str = "</span>";

/// Where readers find the data: for each dataset its figures, tables first.
#[derive(Debug, Default)]
pub(crate) struct Shown<'a>(BTreeMap<DatasetId, Vec<Place<'a>>>);

#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    page: PageId,
    table: bool,
    anchor: &'a str,
    records: &'a [u32],
}

impl<'a> Shown<'a> {
    /// The figures of a report.
    pub(crate) fn of(resolved: &'a Resolved) -> Self {
        let mut shown: BTreeMap<DatasetId, Vec<Place<'a>>> = BTreeMap::new();
        for ((page, source), settled) in resolved.report.pages().zip(&resolved.pages) {
            for (figure, place) in source.document.figures.iter().zip(&settled.figures) {
                // What is derived from cells does not show them.
                let Some(dataset) = place.dataset.filter(|_| place.derived.is_none()) else { continue };
                let table = is_table(figure);
                let place = Place { page, table, anchor: &place.anchor, records: &place.records };
                shown.entry(dataset).or_default().push(place);
            }
        }
        shown.values_mut().for_each(|places| places.sort_by_key(|place| !place.table));
        Self(shown)
    }

    /// Page and anchor of the figure that shows a cell: on this page if there is one, a table rather than a chart.
    fn find(&self, cell: CellRef, page: PageId) -> Option<(PageId, &'a str)> {
        let places = self.0.get(&cell.dataset)?;
        let shows = |place: &&Place<'a>| place.records.contains(&cell.record);
        let here = places.iter().filter(shows).find(|place| place.page == page);
        here.or_else(|| places.iter().find(shows)).map(|place| (place.page, place.anchor))
    }
}

const fn is_table(figure: &Figure) -> bool {
    matches!(figure.kind, FigureKind::Table(_))
}

impl<'a> Writer<'a> {
    /// A bound value: what a machine reads in `value`, where it comes from in `title`.
    pub(crate) fn value(&mut self, evaluated: &Evaluated) {
        self.value_start("value", evaluated);
        escape::push(&mut self.out, &evaluated.text);
        self.out.push_str("</data>");
    }

    /// The words of a claim stand in an element of their own that carries the proven value.
    pub(crate) fn claim_start(&mut self, index: usize) {
        if let Some(evaluated) = self.proven(index) {
            self.value_start("claim", evaluated);
        }
    }

    pub(crate) fn claim_end(&mut self, index: usize) {
        if self.proven(index).is_some() {
            self.out.push_str("</data>");
        }
    }

    /// The value of a claim; `None` where only its words are written.
    fn proven(&self, index: usize) -> Option<&'a Evaluated> {
        let claim = self.cx.page.document.claims.get(index).filter(|_| !self.bare)?;
        match claim.proof {
            Proof::Expression(expression) => self.cx.resolved.values.get(expression),
            Proof::NotAFact => None,
        }
    }

    fn value_start(&mut self, class: &str, evaluated: &Evaluated) {
        self.out.push_str("<data");
        escape::attribute(&mut self.out, "class", class);
        match &evaluated.value.scalar {
            Scalar::Number(quantity) => {
                escape::attribute(&mut self.out, "value", &quantity.amount.to_string());
                if !quantity.unit.is_none() {
                    escape::attribute(&mut self.out, "data-unit", &quantity.unit.to_string());
                }
            }
            Scalar::Boolean(truth) => escape::attribute(&mut self.out, "value", &truth.to_string()),
            Scalar::Text(text) => escape::attribute(&mut self.out, "value", text),
            Scalar::Missing | Scalar::Moment(_) => {
                escape::attribute(&mut self.out, "value", &evaluated.text);
            }
        }
        if let Some(origin) = origin(self.cx, evaluated) {
            escape::attribute(&mut self.out, "title", &origin);
        }
        // Inside a link, the link's own address is what a reader expects.
        if let Some(address) = evaluated.used.first().and_then(|cell| address(self.cx, cell)) {
            escape::attribute(&mut self.out, "data-at", &address);
        }
        self.out.push('>');
    }

    /// A text of the author, whose cited and unsupported numbers carry their class.
    pub(crate) fn text(&mut self, text: &str, node: &Node) {
        let typed = if self.bare { &[] } else { self.cx.typed(node.span.range()) };
        let mut done = 0;
        for number in typed {
            let Some(range) = place(self.cx, text, node, number).filter(|range| range.start >= done) else {
                continue;
            };
            let (Some(before), Some(words)) = (text.get(done..range.start), text.get(range.clone())) else {
                continue;
            };
            escape::push(&mut self.out, before);
            // A number of several nodes, such as an escaped `$5`, has one element.
            if self.marked == Some((number.span.start, self.out.len())) {
                self.out.truncate(self.out.len() - END.len());
            } else {
                let class = if number.cited { "cited" } else { "unsupported" };
                self.out.push_str("<span");
                escape::attribute(&mut self.out, "class", class);
                self.out.push('>');
            }
            escape::push(&mut self.out, words);
            self.out.push_str(END);
            self.marked = Some((number.span.start, self.out.len()));
            done = range.end;
        }
        escape::push(&mut self.out, text.get(done..).unwrap_or_default());
    }
}

/// Where a typed number stands in the text of a node.
fn place(cx: &PageContext<'_>, text: &str, node: &Node, number: &Typed) -> Option<Range<usize>> {
    let files = &cx.input.resolved.report.files;
    let (start, end) = (node.span.start.max(number.span.start), node.span.end.min(number.span.end));
    if start >= end {
        return None;
    }
    if files.text(node.span) == text {
        let from = node.span.start;
        return Some((start - from) as usize..(end - from) as usize);
    }
    // The file reads otherwise: an escape, or a sign that was set as typography wants it.
    let found = text.find(&number.text).map(|at| at..at + number.text.len());
    let whole = number.span.start <= node.span.start && node.span.end <= number.span.end;
    found.or_else(|| whole.then_some(0..text.len()))
}

impl PageContext<'_> {
    /// The typed numbers of the page that stand in a range of its file.
    fn typed(&self, range: Range<usize>) -> &[Typed] {
        let Some(page) = self.input.evidence.pages.get(self.id.0 as usize) else { return &[] };
        let typed = &page.typed;
        let first = typed.partition_point(|number| number.span.range().end <= range.start);
        let last = typed.partition_point(|number| number.span.range().start < range.end);
        typed.get(first..last.max(first)).unwrap_or_default()
    }
}

/// `Talkie · 8-Week Retention · Retention benchmarks · Source: AppPsych (2025)`.
fn origin(cx: &PageContext<'_>, evaluated: &Evaluated) -> Option<String> {
    let words = cx.words;
    let own = evaluated.value.origin.map(|cell| CellSet::from_iter([cell]));
    let cells = own.as_ref().unwrap_or(&evaluated.used);
    let mut names: Vec<String> =
        cells.iter().take(CELLS_NAMED).filter_map(|cell| cx.cell_name(cell)).collect();
    if names.is_empty() {
        return None;
    }
    if cells.len() > CELLS_NAMED {
        names.push(words.fill("and_more", "n", &(cells.len() - CELLS_NAMED).to_string()));
    }
    let mut text = match evaluated.value.origin {
        Some(_) => names.join("; "),
        None => words.fill("computed_from", "cells", &names.join("; ")),
    };
    for part in parts(cx, cells) {
        text.push_str(" · ");
        text.push_str(&part);
    }
    Some(text)
}

/// Titles of the datasets, then their sources.
fn parts(cx: &PageContext<'_>, cells: &CellSet) -> Vec<String> {
    let datasets = || cells.datasets().map(|(id, _)| cx.input.resolved.report.datasets.get(id));
    let mut parts: Vec<String> = datasets().map(|dataset| dataset.title().to_owned()).collect();
    let mut sources: Vec<&str> = Vec::new();
    for source in datasets().flat_map(|dataset| dataset.sources()) {
        let registered = source.key.as_deref().and_then(|key| cx.shared.sources.get(key));
        let name = registered.map(|entry| entry.short.as_str()).or(source.title.as_deref());
        sources.extend(name.filter(|name| !sources.contains(name)));
    }
    let label = if sources.len() > 1 { "figure_sources" } else { "figure_source" };
    if !sources.is_empty() {
        parts.push(format!("{} {}", cx.words.get(label), sources.join("; ")));
    }
    parts
}

/// The address of the figure that shows a cell, else of the published file.
fn address(cx: &PageContext<'_>, cell: CellRef) -> Option<String> {
    if let Some((page, anchor)) = cx.shared.shown.find(cell, cx.id) {
        return if page == cx.id { Some(format!("#{anchor}")) } else { cx.page_href(page, Some(anchor)) };
    }
    let report = &cx.input.resolved.report;
    let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
    let path = report.datasets.get(cell.dataset).path().strip_prefix(&content)?;
    cx.shared.asset(camino::Utf8Path::new(path)).map(|_| cx.to(path))
}

/// The legend of the page's facts as items of a list: for each class that it has, how many there are. Empty for a page without
/// facts.
pub(crate) fn legend(cx: &PageContext<'_>) -> String {
    let mut out = String::new();
    let Some(page) = cx.input.evidence.pages.get(cx.id.0 as usize) else { return out };
    let classes = [
        ("evidence-bound", page.bound, "evidence_bound"),
        ("evidence-checked", page.checked, "evidence_checked"),
        ("evidence-cited", page.cited, "evidence_cited"),
        ("evidence-unsupported", page.unsupported.len(), "evidence_unsupported"),
    ];
    for (class, count, key) in classes.into_iter().filter(|(_, count, _)| *count > 0) {
        out.push_str("<li><span");
        escape::attribute(&mut out, "class", class);
        out.push('>');
        escape::push(&mut out, &cx.words.fill(key, "n", &count.to_string()));
        out.push_str("</span></li>");
    }
    out
}
