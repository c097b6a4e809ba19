//! Values in prose: each with the sentence it stands in and the nearest anchor.
//!
//! The text is walked block by block; a block's text is put together with the values in place, so that a sentence reads as
//! readers see it.

use super::sentence;
use crate::diagnostics::Span;
use crate::model::{Figure, FigureKind, KeyFigure, Node, NodeKind, Page, Proof};
use crate::resolve::{NoteBody, ResolvedPage, plain};
use pulldown_cmark::{Event, TagEnd};
use std::ops::Range;

/// A value of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Index into the page's expressions.
    pub(super) expression: usize,
    /// The words of a checked claim and their place; `None` for a bound value.
    pub(super) words: Option<(String, Span)>,
    /// The nearest anchor; empty at the top.
    pub(super) anchor: String,
    /// What stands there.
    pub(super) label: String,
    /// The sentence.
    pub(super) sentence: String,
}

/// All values of a page's title, summary, text, figures and footnotes, in reading order.
pub(super) fn values(page: &Page, resolved: &ResolvedPage) -> Vec<Found> {
    let mut walker = Walker::new(page, resolved);
    walker.prose(&page.front.title);
    walker.prose(page.front.summary.as_deref().unwrap_or_default());
    walker.prose(&page.document.nodes);
    for (index, note) in resolved.notes.iter().enumerate() {
        let NoteBody::Footnote(name) = &note.body else { continue };
        if let Some(footnote) = page.document.footnotes.get(name) {
            (walker.anchor, walker.label) = (format!("note-{}", index + 1), format!("Note {}", index + 1));
            walker.prose(&footnote.body);
        }
    }
    walker.found
}

struct Walker<'a> {
    page: &'a Page,
    resolved: &'a ResolvedPage,
    anchor: String,
    label: String,
    /// The text of the block so far.
    block: String,
    /// The values of the block so far: expression, place of a claim's words, place in the block.
    pending: Vec<(usize, Option<Span>, Range<usize>)>,
    /// Claims that have begun: index, and where their words begin in the block.
    open: Vec<(usize, usize)>,
    found: Vec<Found>,
}

impl<'a> Walker<'a> {
    const fn new(page: &'a Page, resolved: &'a ResolvedPage) -> Self {
        Self {
            page,
            resolved,
            anchor: String::new(),
            label: String::new(),
            block: String::new(),
            pending: Vec::new(),
            open: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Nodes that are blocks of their own.
    fn prose(&mut self, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.node(&node.kind));
        self.flush();
    }

    fn node(&mut self, node: &NodeKind) {
        match node {
            NodeKind::Markdown(event) => self.event(event),
            NodeKind::Heading(index) => {
                self.flush();
                if let Some(heading) = self.page.document.headings.get(*index) {
                    self.anchor.clone_from(&heading.id);
                    self.label = plain(&heading.text, self.page, self.resolved);
                }
            }
            NodeKind::Expression(index) => self.value(*index),
            NodeKind::Reference(index) => {
                let label = self.resolved.references.get(*index).map_or("", |target| &target.label);
                self.block.push_str(label);
            }
            NodeKind::Image(index) => {
                if let Some(image) = self.page.document.images.get(*index) {
                    image.alt.iter().for_each(|node| self.node(&node.kind));
                }
            }
            NodeKind::Figure(index) => self.figure(*index),
            NodeKind::Claim(index) => self.open.push((*index, self.block.len())),
            NodeKind::ClaimEnd(index) => self.claim(*index),
            // A mark of a note takes the space before it along.
            NodeKind::Citation(_) | NodeKind::NoteUse(_) => self.block.truncate(self.block.trim_end().len()),
            NodeKind::Link(_) | NodeKind::Address(_) => {}
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.block.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => self.block.push(' '),
            // A row of a table says what its cell alone does not.
            Event::End(TagEnd::TableCell) => self.block.push_str(" | "),
            Event::Start(tag) if !is_inline(tag.to_end()) && tag.to_end() != TagEnd::TableCell => {
                self.flush()
            }
            Event::End(end) if !is_inline(*end) => self.flush(),
            _ => {}
        }
    }

    fn value(&mut self, index: usize) {
        let start = self.block.len();
        if let Some(value) = self.resolved.values.get(index) {
            self.block.push_str(&value.text);
            self.pending.push((index, None, start..self.block.len()));
        }
    }

    /// The end of a claim.
    fn claim(&mut self, index: usize) {
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == index) else { return };
        let (_, start) = self.open.remove(at);
        let claim = self.page.document.claims.get(index);
        if let Some((claim, Proof::Expression(expression))) = claim.map(|claim| (claim, claim.proof)) {
            self.pending.push((expression, Some(claim.text), start..self.block.len()));
        }
    }

    /// Ends a block: its values get their sentences.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.open.clear();
        for (expression, words, place) in std::mem::take(&mut self.pending) {
            let text = block.get(place.clone()).unwrap_or_default().trim().to_owned();
            let words = words.map(|span| (text, span));
            let sentence = sentence::around(&block, &place);
            let sentence = sentence.trim_end_matches(" |").to_owned();
            let (anchor, label) = (self.anchor.clone(), self.label.clone());
            self.found.push(Found { expression, words, anchor, label, sentence });
        }
    }

    /// A figure's texts, at the figure's anchor.
    fn figure(&mut self, index: usize) {
        self.flush();
        let (Some(figure), Some(settled)) =
            (self.page.document.figures.get(index), self.resolved.figures.get(index))
        else {
            return;
        };
        let label = if settled.label.is_empty() { self.label.clone() } else { settled.label.clone() };
        let section = std::mem::replace(&mut self.anchor, settled.anchor.clone());
        let heading = std::mem::replace(&mut self.label, label);
        self.texts(figure);
        (self.anchor, self.label) = (section, heading);
    }

    fn texts(&mut self, figure: &Figure) {
        for prose in [&figure.title, &figure.subtitle].into_iter().flatten() {
            self.prose(prose);
        }
        match &figure.kind {
            FigureKind::MarkdownTable(table) => self.prose(&table.nodes),
            FigureKind::KeyFigures(cards) => cards.iter().for_each(|card| self.card(card)),
            FigureKind::Chart(spec) => spec.annotations.iter().for_each(|note| self.prose(&note.words)),
            FigureKind::ECharts(_) | FigureKind::Table(_) => {}
        }
        for prose in [&figure.caption, &figure.note, &figure.alt].into_iter().flatten() {
            self.prose(prose);
        }
    }

    /// `Price surge: 220% (+12%)`.
    fn card(&mut self, card: &KeyFigure) {
        card.label.iter().for_each(|node| self.node(&node.kind));
        self.block.push_str(": ");
        self.value(card.value);
        if let Some(delta) = card.delta {
            self.block.push_str(" (");
            self.value(delta);
            self.block.push(')');
        }
        self.flush();
        self.prose(card.note.as_deref().unwrap_or_default());
    }
}

const fn is_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
