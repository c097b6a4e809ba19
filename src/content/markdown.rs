//! pulldown-cmark's events → nodes.
//!
//! Events run through a stack of frames: what is a node of its own (a heading, an image, a footnote, a figure) collects
//! the nodes inside it and is put in its place when it ends.

mod nesting;
mod raw_html;
mod tables;

pub(crate) use raw_html::is_verbatim;

use super::inline::{Draft, Spot, plain_text};
use super::mask::{self, Masked};
use super::places::Places;
use super::raw_blocks::raw_blocks;
use super::{blocks, claims, foreign, options, typography};
use crate::diagnostics::rules::{DUPLICATE_ID, DUPLICATE_TITLE};
use crate::diagnostics::{Diagnostic, Spanned};
use crate::model::{Footnote, Heading, Image, Link, Node, NodeKind};
use indexmap::map::Entry;
use nesting::Nesting;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Texts with fewer bytes to a node are rare.
const BYTES_OF_A_NODE: usize = 12;
/// The same in a table, whose cells may be wide and empty.
const BYTES_OF_A_NODE_IN_A_TABLE: usize = 3;
/// More room than for so many is not made beforehand there.
const MOST_NODES: usize = 4_096;

/// Reads a page's text, which begins at byte `base` of the file; its nodes go into the draft's document.
pub(super) fn body(draft: &mut Draft<'_>, text: &str, base: usize) {
    let places = Places::part(draft.host, base);
    let mut skip = raw_blocks(text);
    let mut text = Cow::Borrowed(text);
    if memchr::memmem::find(text.as_bytes(), b":::").is_some() {
        text = foreign::without_fences(draft, &places, &text, &skip).into_owned().into();
        // What the lines held together may be code now.
        skip = raw_blocks(&text);
    }
    foreign::headings(draft, &places, &text, &skip);
    let masked = mask::all(&text, &skip);
    draft.document.nodes = nodes(draft, &masked, &places);
}

/// Reads Markdown whose constructs are hidden.
pub(super) fn nodes(draft: &mut Draft<'_>, masked: &Masked<'_>, places: &Places<'_>) -> Vec<Node> {
    let root = Frame::new(Open::Root, 0..masked.text().len());
    let mut walk = Walk { draft, masked, places, frames: vec![root], html: Vec::new() };
    let mut nesting = Nesting::default();
    for (event, range) in Parser::new_ext(masked.text(), options()).into_offset_iter() {
        if !nesting.leaves_out(&event) {
            walk.event(event, range);
        } else if !std::mem::replace(&mut nesting.left_out, true) {
            let place = places.span(range.start..range.start + 1);
            walk.draft.diagnostics.push(nesting::finding(place));
        }
    }
    let root = walk.frames.into_iter().next();
    let nodes = root.map(|frame| frame.nodes).unwrap_or_default();
    claims::check_nesting(&nodes, &draft.document, &mut draft.diagnostics);
    nodes
}

/// Something that has begun and not ended.
struct Frame {
    open: Open,
    range: Range<usize>,
    nodes: Vec<Node>,
    /// Where the last table begins and ends among the nodes, for a caption right after it.
    table: Option<Range<usize>>,
}

enum Open {
    Root,
    Heading {
        level: u8,
        id: Option<String>,
        classes: Vec<String>,
    },
    Image {
        destination: String,
        title: String,
    },
    Footnote {
        name: String,
    },
    /// With so many columns.
    Table(usize),
    TableCaption(Range<usize>),
    Code {
        kind: CodeBlockKind<'static>,
        body: String,
        runs: Vec<(usize, usize)>,
    },
}

impl Frame {
    fn new(open: Open, range: Range<usize>) -> Self {
        let nodes = match open {
            Open::Root | Open::Footnote { .. } => Vec::with_capacity(range.len() / BYTES_OF_A_NODE),
            Open::Table(_) => Vec::with_capacity((range.len() / BYTES_OF_A_NODE_IN_A_TABLE).min(MOST_NODES)),
            Open::Heading { .. } | Open::Image { .. } | Open::TableCaption(_) | Open::Code { .. } => {
                Vec::new()
            }
        };
        Self { open, range, nodes, table: None }
    }
}

struct Walk<'w, 'h> {
    draft: &'w mut Draft<'h>,
    masked: &'w Masked<'w>,
    places: &'w Places<'w>,
    /// Never empty: the first frame is the root.
    frames: Vec<Frame>,
    /// The lines of the HTML block that has begun.
    html: Vec<raw_html::Piece>,
}

impl Walk<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::FootnoteReference(name) => {
                let place = range.start + 2..range.end.saturating_sub(1).max(range.start + 2);
                let name = Spanned::new(name.to_string(), self.places.span(place));
                let node = self.draft.note_use(name, self.places.span(range));
                self.push_nodes([node]);
            }
            Event::Code(text) => {
                let text = self.masked.restore(&text, range.start);
                self.push(Event::Code(text.into()), range);
            }
            Event::InlineMath(text) => {
                let text = self.masked.restore(&text, range.start);
                self.push(Event::InlineMath(text.into()), range);
            }
            Event::DisplayMath(text) => {
                let text = self.masked.restore(&text, range.start);
                self.push(Event::DisplayMath(text.into()), range);
            }
            Event::Html(text) => self.html_line(&text, range),
            Event::InlineHtml(text) => self.inline_html(&text, range),
            Event::SoftBreak if typography::closes_up(self.masked.text(), &range) => {}
            other => self.push(other.into_static(), range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, classes, .. } => {
                let id = id.map(|id| self.masked.restore(&id, range.start));
                let classes = classes.iter().map(ToString::to_string).collect();
                self.open(Open::Heading { level: level as u8, id, classes }, range);
            }
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => {
                let destination = self.address(&dest_url, &range);
                let title = self.link_title(&title, &range);
                self.open(Open::Image { destination, title }, range);
            }
            Tag::FootnoteDefinition(name) => self.open(Open::Footnote { name: name.to_string() }, range),
            Tag::Table(alignments) => {
                self.open(Open::Table(alignments.len()), range.clone());
                self.push(Event::Start(Tag::Table(alignments)), range);
            }
            Tag::TableRow => {
                self.check_row(&range);
                self.push(Event::Start(Tag::TableRow), range);
            }
            Tag::CodeBlock(kind) => {
                let kind = kind.into_static();
                self.open(Open::Code { kind, body: String::new(), runs: Vec::new() }, range);
            }
            Tag::HtmlBlock => self.html_block(range),
            Tag::Paragraph => {
                self.draft.typography.begin();
                self.paragraph(range);
            }
            other => self.push(Event::Start(other.into_static()), range),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if tag == TagEnd::HtmlBlock {
            return self.end_html_block(range);
        }
        let own = matches!(
            (&self.top().open, tag),
            (Open::Heading { .. }, TagEnd::Heading(_))
                | (Open::Image { .. }, TagEnd::Image)
                | (Open::Footnote { .. }, TagEnd::FootnoteDefinition)
                | (Open::Table(_), TagEnd::Table)
                | (Open::TableCaption(_), TagEnd::Paragraph)
                | (Open::Code { .. }, TagEnd::CodeBlock)
        );
        if !own {
            return self.push(Event::End(tag), range);
        }
        let Some(frame) = self.frames.pop() else { return };
        claims::check_nesting(&frame.nodes, &self.draft.document, &mut self.draft.diagnostics);
        match frame.open {
            Open::Root => {}
            Open::Heading { level, id, classes } => {
                let span = self.places.span(frame.range);
                let explicit = id.is_some();
                let id = id.unwrap_or_default();
                let heading = Heading { level, id, explicit, classes, text: frame.nodes, span };
                self.end_heading(heading, tag, range);
            }
            Open::Image { destination, title } => {
                let end = frame.range.end;
                let rest = self.masked.source().get(end..).unwrap_or_default();
                if let Some(length) = foreign::attributes(rest) {
                    let span = self.places.span(end..end + length);
                    self.draft.diagnostics.push(foreign::attributes_finding(span));
                }
                let span = self.places.span(frame.range);
                self.draft.refuse_marks(&frame.nodes);
                self.draft.document.images.push(Image { destination, title, alt: frame.nodes, span });
                let kind = NodeKind::Image(self.draft.document.images.len() - 1);
                self.push_nodes([Node { kind, span }]);
            }
            Open::Footnote { name } => self.end_footnote(name, frame.nodes, &frame.range),
            Open::Table(_) => self.end_table(frame.nodes, range),
            Open::TableCaption(table) => self.end_caption(table, frame.nodes, frame.range),
            Open::Code { kind, body, runs } => self.end_code(kind, body, runs, frame.range),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Open::Code { .. } = self.top().open {
            let text = self.masked.restore(text, range.start);
            // A tab cut by an indentation comes as spaces: the line's end is what is sure.
            let start = range.end.saturating_sub(text.len()).max(range.start);
            if let Open::Code { body, runs, .. } = &mut self.top().open {
                runs.push((body.len(), start));
                body.push_str(&text);
            }
            return;
        }
        let text = self.draft.typography.marks(text, self.masked.text(), &range);
        let last = self.frames.len() - 1;
        self.draft.text(self.masked, self.places, (&text, range), &mut self.frames[last].nodes);
    }

    fn link(&mut self, kind: LinkType, destination: &str, title: &str, range: Range<usize>) {
        let mut destination = self.address(destination, &range);
        if kind == LinkType::Email {
            destination.insert_str(0, "mailto:");
        }
        let title = self.link_title(title, &range);
        let span = self.places.span(range);
        self.draft.document.links.push(Link { destination, title, span });
        let kind = NodeKind::Link(self.draft.document.links.len() - 1);
        self.push_nodes([Node { kind, span }]);
    }

    fn address(&mut self, destination: &str, range: &Range<usize>) -> String {
        let help = "write the address itself";
        let spot = Spot { range: range.clone(), place: "an address", help };
        self.draft.misplaced(self.masked, self.places, destination, spot);
        self.masked.restore(destination, range.start)
    }

    fn link_title(&mut self, title: &str, range: &Range<usize>) -> String {
        let help = "write the title itself";
        let spot = Spot { range: range.clone(), place: "a title", help };
        self.draft.misplaced(self.masked, self.places, title, spot);
        self.masked.restore(title, range.start)
    }

    fn end_heading(&mut self, heading: Heading, tag: TagEnd, range: Range<usize>) {
        let (span, text) = (heading.span, heading.text.clone());
        if heading.level == 1 && self.frames.len() == 1 {
            match &self.draft.title {
                None => return self.title(heading),
                Some(_) if std::mem::take(&mut self.draft.is_title_unsure) => return self.title(heading),
                Some(title) if plain_text(title) == plain_text(&text) => {
                    let marked = title.iter().any(is_mark);
                    return self
                        .title(Heading { text: if marked { title.clone() } else { text }, ..heading });
                }
                Some(_) => self.draft.diagnostics.push(
                    Diagnostic::new(DUPLICATE_TITLE, "the page has a title already, found a second one")
                        .at(span, "a heading of level 1")
                        .help("make it `##`, or take `title` out of the front matter"),
                ),
            }
        }
        self.draft.document.headings.push(heading);
        let kind = NodeKind::Heading(self.draft.document.headings.len() - 1);
        self.push_nodes([Node { kind, span }]);
        self.push_nodes(text);
        self.push(Event::End(tag), range);
    }

    /// A heading that is the page's title. References and links may name its id.
    fn title(&mut self, heading: Heading) {
        self.draft.title = Some(heading.text.clone());
        if heading.explicit {
            self.draft.document.title_heading = Some(self.draft.document.headings.len());
            self.draft.document.headings.push(heading);
        }
    }

    fn end_footnote(&mut self, name: String, body: Vec<Node>, range: &Range<usize>) {
        let source = self.masked.source().get(range.clone()).unwrap_or("");
        let start = range.start + source.find("[^").map_or(0, |at| at + 2);
        let name = Spanned::new(name.clone(), self.places.span(start..start + name.len()));
        match self.draft.document.footnotes.entry(name.value.clone()) {
            Entry::Occupied(first) => {
                let message = format!("the footnote `{}` is defined twice", name.value);
                let first = first.get().name.span;
                self.draft.diagnostics.push(
                    Diagnostic::new(DUPLICATE_ID, message)
                        .at(name.span, "defined here again")
                        .and(first, "first defined here")
                        .help("give one of them another name"),
                );
            }
            Entry::Vacant(place) => {
                place.insert(Footnote { name, body });
            }
        }
    }

    fn end_code(
        &mut self,
        kind: CodeBlockKind<'static>,
        body: String,
        runs: Vec<(usize, usize)>,
        range: Range<usize>,
    ) {
        let runs = runs.into_iter().map(|(text, file)| (text, self.places.range(file..file).start)).collect();
        let span = self.places.span(range.clone());
        if let CodeBlockKind::Fenced(info) = &kind {
            let block = blocks::Block {
                name: info.split_whitespace().next().unwrap_or(""),
                places: Places::runs(self.draft.host, runs),
                body: &body,
                span,
            };
            if let Some(figure) = blocks::figure(self.draft, &block) {
                self.draft.document.figures.push(figure);
                let kind = NodeKind::Figure(self.draft.document.figures.len() - 1);
                return self.push_nodes([Node { kind, span }]);
            }
            if blocks::is_figure(block.name) {
                return;
            }
            if block.name.starts_with('{') {
                let fence = self.places.span(range.start..range.start + first_line(self.masked, &range));
                self.draft.diagnostics.push(foreign::code(block.name, fence));
            }
        }
        self.push(Event::Start(Tag::CodeBlock(kind)), range.clone());
        self.push(Event::Text(CowStr::from(body)), range.clone());
        self.push(Event::End(TagEnd::CodeBlock), range);
    }

    fn open(&mut self, open: Open, range: Range<usize>) {
        self.frames.push(Frame::new(open, range));
    }

    fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn push(&mut self, event: Event<'static>, range: Range<usize>) {
        let span = self.places.span(range);
        self.top().nodes.push(Node { kind: NodeKind::Markdown(event), span });
    }

    fn push_nodes(&mut self, nodes: impl IntoIterator<Item = Node>) {
        self.top().nodes.extend(nodes);
    }
}

/// The length of the first line of a range.
fn first_line(masked: &Masked<'_>, range: &Range<usize>) -> usize {
    let text = masked.source().get(range.clone()).unwrap_or_default();
    text.lines().next().map_or(0, str::len)
}

/// Whether a node is a footnote's or a citation's mark.
const fn is_mark(node: &Node) -> bool {
    matches!(node.kind, NodeKind::NoteUse(_) | NodeKind::Citation(_))
}
