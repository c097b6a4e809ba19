//! A page as blocks of plain text, each part with its place in the file and what supports the numbers in it.

use crate::diagnostics::Span;
use crate::model::{Document, Figure, FigureKind, Node, NodeKind, PageId, Proof};
use crate::resolve::{Resolved, ResolvedPage};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// What supports a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// The author typed it.
    Typed,
    /// It is the value of an expression.
    Bound,
    /// It stands in a claim.
    Checked,
    /// It is no statement: code, a formula, the label of a figure, `[…]{-}`.
    None,
}

/// One block.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its text as a reader sees it, without marks of notes.
    pub(super) text: String,
    parts: Vec<Part>,
    /// Where marks of notes and citations stand in the text.
    pub(super) marks: Vec<usize>,
    /// Whether a citation covers the whole block: of its figure, its table row, its quotation.
    pub(super) cited: bool,
    /// Whether a claim may be written into it.
    pub(super) writable: bool,
    /// How many numbers in it are values of expressions.
    pub(super) bound: usize,
    /// How many claims it holds.
    pub(super) checked: usize,
    /// Its place in a Markdown table.
    pub(super) cell: Option<Cell>,
    /// Whether it is a heading, or the title of a figure.
    pub(super) heading: bool,
}

/// A place in a page's Markdown tables, each counted from 0; row 0 is the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::facts) struct Cell {
    pub(in crate::facts) table: usize,
    pub(in crate::facts) row: usize,
    pub(in crate::facts) column: usize,
}

#[derive(Debug)]
struct Part {
    range: Range<usize>,
    span: Span,
    /// Whether the file says the same, byte for byte.
    exact: bool,
    support: Support,
}

/// A range of a block in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    pub(super) support: Support,
    /// Whether the span holds the text of the range and nothing else.
    pub(super) exact: bool,
}

impl Block {
    /// Where a range of the text stands, with the strongest support that any of it has.
    pub(super) fn place(&self, range: &Range<usize>) -> Option<Place> {
        // Each part begins where the one before it ends.
        let before = self.parts.partition_point(|part| part.range.end <= range.start);
        let mut parts = self.parts.iter().skip(before).take_while(|part| part.range.start < range.end);
        let first = parts.next()?;
        let mut place = first.place(range);
        for part in parts {
            let more = part.place(range);
            place.span.end = place.span.end.max(more.span.end);
            place.exact = false;
            if place.support == Support::Typed {
                place.support = more.support;
            }
        }
        Some(place)
    }
}

impl Part {
    fn place(&self, range: &Range<usize>) -> Place {
        let start = range.start.max(self.range.start) - self.range.start;
        let end = range.end.min(self.range.end) - self.range.start;
        let span = if self.exact { self.span.within(start..end) } else { self.span };
        Place { span, support: self.support, exact: self.exact }
    }
}

/// The blocks of a page: title, summary, text, figures' texts in their places, footnotes.
pub(super) fn blocks(resolved: &Resolved, id: PageId) -> Vec<Block> {
    let page = resolved.report.page(id);
    let mut reader = Reader {
        resolved,
        document: &page.document,
        settled: resolved.pages.get(id.0 as usize),
        blocks: Vec::new(),
        block: Block::default(),
        claims: Vec::new(),
        quotations: Vec::new(),
        row: None,
        next_cell: Cell::default(),
        cell: None,
        heading: false,
        links: 0,
        code: false,
        writable: false,
    };
    reader.prose(&page.front.title);
    if let Some(summary) = &page.front.summary {
        reader.prose(summary);
    }
    reader.writable = true;
    reader.prose(&page.document.nodes);
    for footnote in page.document.footnotes.values() {
        reader.prose(&footnote.body);
    }
    reader.blocks
}

struct Reader<'a> {
    resolved: &'a Resolved,
    document: &'a Document,
    settled: Option<&'a ResolvedPage>,
    blocks: Vec<Block>,
    block: Block,
    /// What supports the words of the open claims.
    claims: Vec<Support>,
    /// The first block of each open quotation.
    quotations: Vec<usize>,
    /// The first block of the open table row.
    row: Option<usize>,
    /// The place of the next cell.
    next_cell: Cell,
    /// The place of the open cell.
    cell: Option<Cell>,
    heading: bool,
    links: usize,
    code: bool,
    writable: bool,
}

impl Reader<'_> {
    fn prose(&mut self, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.node(node));
        self.close();
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Markdown(event) => self.event(event, node.span),
            NodeKind::Heading(_) => {
                self.close();
                self.heading = true;
            }
            NodeKind::Link(_) => self.links += 1,
            NodeKind::Expression(index) => self.expression(*index, node.span),
            NodeKind::Citation(_) | NodeKind::NoteUse(_) => self.block.marks.push(self.block.text.len()),
            NodeKind::Reference(index) => {
                let label = self
                    .settled
                    .and_then(|page| page.references.get(*index))
                    .map_or("", |target| &target.label);
                self.push(label, node.span, Support::None);
            }
            NodeKind::Claim(index) => {
                let proof = self.document.claims.get(*index).map(|claim| claim.proof);
                let proven = matches!(proof, Some(Proof::Expression(_)));
                self.block.checked += usize::from(proven);
                self.claims.push(if proven { Support::Checked } else { Support::None });
            }
            NodeKind::ClaimEnd(_) => {
                self.claims.pop();
            }
            NodeKind::Figure(index) => self.figure(*index),
            NodeKind::Image(_) | NodeKind::Address(_) => {}
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Text(text) if !self.code => self.push(text, span, Support::Typed),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(text, span, Support::None);
            }
            Event::SoftBreak | Event::HardBreak => self.push(" ", span, Support::Typed),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => return,
            Tag::Link { .. } => {
                self.links += 1;
                return;
            }
            _ => self.close(),
        }
        match tag {
            Tag::CodeBlock(_) => self.code = true,
            Tag::BlockQuote(_) => self.quotations.push(self.blocks.len()),
            Tag::TableHead | Tag::TableRow => self.row = Some(self.blocks.len()),
            Tag::TableCell => self.cell = Some(self.next_cell),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => return,
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                return;
            }
            _ => self.close(),
        }
        match tag {
            TagEnd::CodeBlock => self.code = false,
            TagEnd::BlockQuote(_) => {
                let first = self.quotations.pop();
                self.cite_from(first);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let first = self.row.take();
                self.cite_from(first);
                (self.next_cell.row, self.next_cell.column) = (self.next_cell.row + 1, 0);
            }
            TagEnd::TableCell => {
                self.cell = None;
                self.next_cell.column += 1;
            }
            TagEnd::Table => {
                self.next_cell = Cell { table: self.next_cell.table + 1, ..Cell::default() };
            }
            _ => {}
        }
    }

    /// A citation in one of the blocks from `first` on covers them all.
    fn cite_from(&mut self, first: Option<usize>) {
        let Some(blocks) = first.and_then(|first| self.blocks.get_mut(first..)) else { return };
        if blocks.iter().any(|block| !block.marks.is_empty()) {
            blocks.iter_mut().for_each(|block| block.cited = true);
        }
    }

    fn expression(&mut self, index: usize, span: Span) {
        let Some(value) = self.settled.and_then(|page| page.values.get(index)) else { return };
        let number = value.value.amount().is_some() || value.text.contains(|c: char| c.is_ascii_digit());
        self.block.bound += usize::from(number && self.claims.is_empty());
        self.push(&value.text, span, Support::Bound);
    }

    fn figure(&mut self, index: usize) {
        self.close();
        let Some(figure) = self.document.figures.get(index) else { return };
        let sources = self
            .settled
            .and_then(|page| page.figures.get(index))
            .is_some_and(|figure| !figure.sources.is_empty());
        let first = self.blocks.len();
        let writable = std::mem::replace(&mut self.writable, false);
        self.heading = figure.title.is_some();
        [&figure.title, &figure.subtitle].into_iter().flatten().for_each(|prose| self.prose(prose));
        self.figure_body(figure, writable);
        [&figure.caption, &figure.note].into_iter().flatten().for_each(|prose| self.prose(prose));
        self.writable = writable;
        if sources || !figure.sources.is_empty() {
            self.blocks.iter_mut().skip(first).for_each(|block| block.cited = true);
        }
    }

    fn figure_body(&mut self, figure: &Figure, writable: bool) {
        match &figure.kind {
            FigureKind::MarkdownTable(table) => {
                self.writable = writable;
                self.prose(&table.nodes);
                self.writable = false;
            }
            FigureKind::KeyFigures(cards) => {
                for card in cards {
                    let first = self.blocks.len();
                    self.prose(&card.label);
                    self.blocks
                        .push(Block { bound: 1 + usize::from(card.delta.is_some()), ..Block::default() });
                    if let Some(note) = &card.note {
                        self.prose(note);
                    }
                    if !card.sources.is_empty() {
                        self.blocks.iter_mut().skip(first).for_each(|block| block.cited = true);
                    }
                }
            }
            FigureKind::Chart(spec) => spec.annotations.iter().for_each(|note| self.prose(&note.words)),
            FigureKind::ECharts(_) | FigureKind::Table(_) => {}
        }
    }

    fn push(&mut self, text: &str, span: Span, support: Support) {
        let start = self.block.text.len();
        self.block.text.push_str(text);
        let support = self.claims.last().copied().unwrap_or(support);
        let exact = self.resolved.report.files.text(span) == text && self.links == 0;
        self.block.parts.push(Part { range: start..self.block.text.len(), span, exact, support });
    }

    fn close(&mut self) {
        let heading = std::mem::take(&mut self.heading);
        let open = &mut self.block;
        // A block of marks alone still cites its row or quotation.
        if !open.text.is_empty() || !open.marks.is_empty() || open.checked > 0 {
            self.blocks.push(Block {
                // The open block keeps its room for the next one.
                text: open.text.as_str().to_owned(),
                parts: open.parts.drain(..).collect(),
                marks: open.marks.drain(..).collect(),
                cited: false,
                writable: self.writable,
                bound: open.bound,
                checked: open.checked,
                cell: self.cell,
                heading,
            });
        }
        open.text.clear();
        (open.bound, open.checked) = (0, 0);
    }
}
