//! A claim's words as plain text, with the place of each part in the file.

use crate::diagnostics::{Files, Span};
use crate::model::{Figure, FigureKind, Node, NodeKind, Page};
use crate::resolve::ResolvedPage;
use crate::syntax::number::narrow;
use pulldown_cmark::Event;
use std::ops::Range;

/// What a reader sees of a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The words without emphasis and links, with bound values in place and full-width digits as narrow ones.
    pub text: String,
    runs: Vec<Run>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    range: Range<usize>,
    span: Span,
    /// Whether the file reads the same there, byte by byte.
    exact: bool,
}

impl Words {
    /// The place of a range of the text, when the file reads the same there; `None` when it runs over emphasis, an
    /// escape or a bound value.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        let mut span: Option<Span> = None;
        for run in self.runs.iter().filter(|run| run.range.start < range.end && range.start < run.range.end) {
            let start = range.start.max(run.range.start) - run.range.start;
            let end = range.end.min(run.range.end) - run.range.start;
            let part = run.span.within(start..end);
            span = match span {
                _ if !run.exact => return None,
                None => Some(part),
                Some(before) if before.end == part.start => Some(Span { end: part.end, ..before }),
                Some(_) => return None,
            };
        }
        span.filter(|span| span.range().len() == range.len())
    }

    fn push(&mut self, text: &str, span: Span, files: &Files) {
        let start = self.text.len();
        let narrow = narrow(text);
        self.text.push_str(&narrow);
        let exact = files.text(span) == narrow;
        self.runs.push(Run { range: start..self.text.len(), span, exact });
    }
}

/// The words of each of a page's claims, in the order of `document.claims`.
#[must_use]
pub fn of_page(page: &Page, settled: &ResolvedPage, files: &Files) -> Vec<Words> {
    if page.document.claims.is_empty() {
        return Vec::new();
    }
    let mut collector = Collector {
        words: vec![Words::default(); page.document.claims.len()],
        open: Vec::new(),
        settled,
        files,
    };
    let document = &page.document;
    collector.all(&page.front.title);
    collector.all(page.front.summary.as_deref().unwrap_or_default());
    collector.all(&document.nodes);
    document.footnotes.values().for_each(|note| collector.all(&note.body));
    document.images.iter().for_each(|image| collector.all(&image.alt));
    document.figures.iter().flat_map(texts).for_each(|prose| collector.all(prose));
    collector.words
}

/// All texts of a figure.
fn texts(figure: &Figure) -> Vec<&[Node]> {
    let own = [&figure.title, &figure.subtitle, &figure.caption, &figure.note, &figure.alt];
    let mut texts: Vec<&[Node]> = own.into_iter().flatten().map(Vec::as_slice).collect();
    match &figure.kind {
        FigureKind::MarkdownTable(table) => texts.push(&table.nodes),
        FigureKind::KeyFigures(cards) => {
            texts.extend(
                cards
                    .iter()
                    .flat_map(|card| std::iter::once(&card.label).chain(&card.note))
                    .map(Vec::as_slice),
            );
        }
        FigureKind::Chart(spec) => texts.extend(spec.annotations.iter().map(|note| note.words.as_slice())),
        FigureKind::ECharts(_) | FigureKind::Table(_) => {}
    }
    texts
}

struct Collector<'a> {
    words: Vec<Words>,
    open: Vec<usize>,
    settled: &'a ResolvedPage,
    files: &'a Files,
}

impl Collector<'_> {
    fn all(&mut self, nodes: &[Node]) {
        self.open.clear();
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Claim(index) => {
                // A text that is shown twice (a heading that is the title) is read once.
                if let Some(words) = self.words.get_mut(*index) {
                    *words = Words::default();
                    self.open.push(*index);
                }
            }
            NodeKind::ClaimEnd(index) => self.open.retain(|open| open != index),
            NodeKind::Markdown(
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text),
            ) => self.push(text, node.span),
            NodeKind::Markdown(Event::SoftBreak | Event::HardBreak) => self.push(" ", node.span),
            NodeKind::Expression(index) => {
                let settled = self.settled;
                if let Some(value) = settled.values.get(*index) {
                    self.push(&value.text, node.span);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, span: Span) {
        for index in &self.open {
            if let Some(words) = self.words.get_mut(*index) {
                words.push(text, span, self.files);
            }
        }
    }
}

/// So many places around a number are tried for the brackets of its claim.
const PLACES: usize = 12;

/// Where words begin before a place in a text, nearest first, itself included.
pub(super) fn starts(text: &str, place: usize) -> Vec<usize> {
    let before = text.get(..place).unwrap_or("").char_indices().rev().map(|(at, _)| at);
    std::iter::once(place).chain(before.filter(|at| begins(text, *at))).take(PLACES).collect()
}

/// Where words end behind a place in a text, nearest first, itself included.
pub(super) fn ends(text: &str, place: usize) -> Vec<usize> {
    let behind = text.get(place..).unwrap_or("").char_indices().map(|(at, c)| place + at + c.len_utf8());
    let ends = behind.filter(|at| {
        let last = text.get(..*at).and_then(|text| text.chars().next_back());
        last.is_some_and(char::is_alphanumeric) && !text.get(*at..).is_some_and(continues)
    });
    std::iter::once(place).chain(ends).take(PLACES / 2).collect()
}

/// Whether a word begins at a place: every sign of a script without spaces is one.
fn begins(text: &str, at: usize) -> bool {
    let first = text.get(at..).and_then(|rest| rest.chars().next());
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    first.is_some_and(|first| {
        !first.is_whitespace()
            && (first >= '\u{2e80}' || before.is_none_or(|c| c.is_whitespace() || c >= '\u{2e80}'))
    })
}

fn continues(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() && c < '\u{2e80}')
}
