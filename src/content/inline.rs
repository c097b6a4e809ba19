//! The page under construction, and our inline constructs as nodes with entries in its tables.

use super::mask::{Construct, Mark, Masked, Piece};
use super::places::{Host, Places};
use super::typography::Typography;
use super::{claims, markdown, mask, scan, slips};
use crate::diagnostics::rules::INVALID_EXPRESSION;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, Spanned};
use crate::model::{
    Citation, CitationGroup, CrossReference, Document, Expression, Node, NodeKind, NoteUse, Prose,
    ReferenceKind,
};
use crate::syntax::yaml;
use pulldown_cmark::{CowStr, Event};
use std::borrow::Cow;
use std::ops::Range;

/// What has been read of a page so far.
#[derive(Debug)]
pub(super) struct Draft<'h> {
    pub(super) host: Host<'h>,
    pub(super) document: Document,
    pub(super) diagnostics: Diagnostics,
    /// The title: of the front matter, else of the first heading of level 1.
    pub(super) title: Option<Prose>,
    /// Whether the front matter may hold a title that cannot be read.
    pub(super) is_title_unsure: bool,
    /// What the page's language asks of marks and line ends.
    pub(super) typography: Typography,
}

impl<'h> Draft<'h> {
    pub(super) fn new(host: Host<'h>, typography: Typography) -> Self {
        Self {
            host,
            document: Document::default(),
            diagnostics: Diagnostics::default(),
            title: None,
            is_title_unsure: false,
            typography,
        }
    }

    /// Reads a text as one run of inline Markdown, whatever block it would be on a page of its own.
    pub(super) fn prose(&mut self, text: &str, places: Places<'h>) -> Prose {
        // Behind a word and on one line nothing is a list, a heading or a quotation.
        let line = format!("{PREFIX}{}", text.replace(['\n', '\r'], " "));
        let masked = mask::all(&line, &[]);
        let nodes = markdown::nodes(self, &masked, &places.after_prefix(PREFIX.len()));
        let paragraph = |node: &Node| {
            let tag = pulldown_cmark::Tag::Paragraph;
            node.kind != NodeKind::Markdown(Event::Start(tag.clone()))
                && node.kind != NodeKind::Markdown(Event::End(tag.to_end()))
        };
        let mut nodes: Prose = nodes.into_iter().filter(paragraph).collect();
        strip_prefix(&mut nodes);
        nodes
    }

    /// Adds an expression that stands at `range` of a text; gives its index.
    pub(super) fn expression(&mut self, source: &str, places: &Places<'_>, range: Range<usize>) -> usize {
        let trimmed = source.trim_start();
        let start = range.start + source.len() - trimmed.len();
        let source = trimmed.trim_end();
        let span = places.span(start..start + source.len());
        if source.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(
                    INVALID_EXPRESSION,
                    "the expression is empty, expected one such as `data.x.y.z`",
                )
                .at(places.span(range), "nothing to evaluate")
                .help("write an expression between the braces, or `\\{{` for the braces themselves"),
            );
        }
        self.document.expressions.push(Expression { source: source.to_owned(), span });
        self.document.expressions.len() - 1
    }

    /// Adds to `nodes` the pieces of a text that stands at `range` of the masked text.
    pub(super) fn text(
        &mut self,
        masked: &Masked<'_>,
        places: &Places<'_>,
        (content, range): (&str, Range<usize>),
        nodes: &mut Vec<Node>,
    ) {
        self.slips(masked, places, &range);
        let exact = masked.text().get(range.clone()) == Some(content);
        let words = |offset: usize, text: Cow<'_, str>, nodes: &mut Vec<Node>| {
            let start = range.start + offset;
            let place = if exact { start..start + text.len() } else { range.clone() };
            let text = match text {
                // Short ones need no memory of their own.
                Cow::Borrowed(text) => CowStr::Borrowed(text).into_static(),
                Cow::Owned(text) => text.into(),
            };
            nodes.push(Node { kind: NodeKind::Markdown(Event::Text(text)), span: places.span(place) });
        };
        if let Some(text) = masked.plain(content, range.start) {
            return words(0, text, nodes);
        }
        for piece in masked.pieces(content, range.start) {
            match piece {
                Piece::Text(offset, text) => words(offset, text, nodes),
                Piece::Mark(mark) => self.mark(masked, places, mark, nodes),
                Piece::Claim(claim) => nodes.push(claims::start(self, masked.source(), places, claim)),
            }
        }
    }

    fn slips(&mut self, masked: &Masked<'_>, places: &Places<'_>, range: &Range<usize>) {
        for at in masked.slips(range) {
            let (finding, length, label) = slips::finding(masked.source(), at);
            self.diagnostics.push(finding.at(places.span(at..at + length), label));
        }
    }

    /// Reports words that YAML takes for comments, by their places in the file.
    pub(super) fn cut_off(&mut self, places: impl IntoIterator<Item = Range<usize>>) {
        for range in places {
            let words = self.host.text.get(range.clone()).unwrap_or_default();
            self.diagnostics.push(yaml::cut_off_finding(words, self.host.span(range)));
        }
    }

    /// Reports constructs that stand where a text is kept as written: addresses, HTML.
    pub(super) fn misplaced(
        &mut self,
        masked: &Masked<'_>,
        places: &Places<'_>,
        content: &str,
        at: Spot<'_>,
    ) {
        if masked.plain(content, at.range.start).is_some() {
            return;
        }
        for piece in masked.pieces(content, at.range.start) {
            let Piece::Mark(mark) = piece else { continue };
            if matches!(mark.construct, Construct::Expression | Construct::ClaimEnd) {
                let span = places.span(mark.range.clone());
                self.diagnostics.push(misplaced(false, at.place, span, at.help));
            }
        }
    }

    /// Reports marks of notes in a text that is read aloud, where they would be lost.
    pub(super) fn refuse_marks(&mut self, alternative: &[Node]) {
        for node in alternative {
            let what = match node.kind {
                NodeKind::Citation(_) => "citation",
                NodeKind::NoteUse(_) => "footnote",
                _ => continue,
            };
            let message = format!("a {what} stands in an alternative text, where none is made");
            self.diagnostics.push(
                Diagnostic::new(INVALID_EXPRESSION, message)
                    .at(node.span, "this would be left out")
                    .help("put it into the text beside the picture, or into a caption"),
            );
        }
    }

    fn mark(&mut self, masked: &Masked<'_>, places: &Places<'_>, mark: &Mark, nodes: &mut Vec<Node>) {
        let range = mark.range.clone();
        let span = places.span(range.clone());
        let text = masked.source().get(range.clone()).unwrap_or("");
        match mark.construct {
            Construct::Expression => {
                let inner = range.start + 2..range.end - 2;
                let source = masked.source().get(inner.clone()).unwrap_or("");
                let index = self.expression(source, places, inner);
                nodes.push(Node { kind: NodeKind::Expression(index), span });
            }
            Construct::NoteUse => {
                let name = range.start + 2..range.end - 1;
                let value = masked.source().get(name.clone()).unwrap_or("").to_owned();
                nodes.push(self.note_use(Spanned::new(value, places.span(name)), span));
            }
            Construct::Reference => {
                let id = text.trim_start_matches(['@', '{']).trim_end_matches('}');
                nodes.push(self.reference(id, span));
            }
            Construct::ClaimEnd => nodes.extend(claims::end(self, masked, places, &range)),
            Construct::Citation => self.citation(text, range.start, places, nodes),
        }
    }

    /// Adds a use of a footnote.
    pub(super) fn note_use(&mut self, name: Spanned<String>, span: Span) -> Node {
        self.document.note_uses.push(NoteUse { name });
        Node { kind: NodeKind::NoteUse(self.document.note_uses.len() - 1), span }
    }

    fn reference(&mut self, id: &str, span: Span) -> Node {
        let kind = match id.get(..3) {
            Some("tbl") => ReferenceKind::Table,
            Some("sec") => ReferenceKind::Section,
            _ => ReferenceKind::Figure,
        };
        self.document.references.push(CrossReference { kind, id: id.to_owned(), span });
        Node { kind: NodeKind::Reference(self.document.references.len() - 1), span }
    }

    /// `[@a; @b]`, or references in brackets: `[see @fig-a; @tbl-b]`. Text and references keep their order.
    fn citation(&mut self, text: &str, start: usize, places: &Places<'_>, nodes: &mut Vec<Node>) {
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        let items = scan::items(inner).unwrap_or_default();
        let place = |range: &Range<usize>| start + 1 + range.start..start + 1 + range.end;
        let part = |range: &Range<usize>| inner.get(range.clone()).unwrap_or("");
        let mut group = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if !scan::is_reference(part(&item.key)) {
                let some =
                    |range: &Range<usize>| Some(part(range).to_owned()).filter(|text| !text.is_empty());
                let key = Spanned::new(part(&item.key).to_owned(), places.span(place(&item.key)));
                for words in [&item.prefix, &item.locator] {
                    if let Some(found) = scan::first_construct(part(words)) {
                        let at = place(words).start;
                        let span = places.span(at + found.start..at + found.end);
                        self.diagnostics.push(misplaced(
                            false,
                            "a citation",
                            span,
                            "write the words themselves",
                        ));
                    }
                }
                group.push(Citation { key, prefix: some(&item.prefix), locator: some(&item.locator) });
                continue;
            }
            let mut words = |text: String, range: &Range<usize>| {
                if !text.trim().is_empty() {
                    let kind = NodeKind::Markdown(Event::Text(text.into()));
                    nodes.push(Node { kind, span: places.span(place(range)) });
                }
            };
            let separator = item.prefix.start..item.prefix.start;
            words(if index > 0 { "; ".to_owned() } else { String::new() }, &separator);
            words(format!("{} ", part(&item.prefix)), &item.prefix);
            let reference = self.reference(part(&item.key), places.span(place(&item.key)));
            nodes.push(reference);
            if !item.locator.is_empty() {
                let kind = NodeKind::Markdown(Event::Text(format!(", {}", part(&item.locator)).into()));
                nodes.push(Node { kind, span: places.span(place(&item.locator)) });
            }
        }
        if !group.is_empty() {
            let span = places.span(start..start + text.len());
            self.document.citations.push(CitationGroup { citations: group, span });
            nodes.push(Node { kind: NodeKind::Citation(self.document.citations.len() - 1), span });
        }
    }
}

/// Where something that does not belong there was found.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    /// The event's range.
    pub(super) range: Range<usize>,
    /// `a link's address`
    pub(super) place: &'a str,
    /// What to do instead.
    pub(super) help: &'a str,
}

/// An expression where none is evaluated, or a citation where none is made.
pub(super) fn misplaced(is_citation: bool, place: &str, span: Span, help: &str) -> Diagnostic {
    let (what, done) = if is_citation { ("a citation", "made") } else { ("an expression", "evaluated") };
    Diagnostic::new(INVALID_EXPRESSION, format!("{what} stands in {place}, where none is {done}"))
        .at(span, "this would be printed as it is")
        .help(help)
}

const PREFIX: &str = "x ";

fn strip_prefix(nodes: &mut Prose) {
    let Some(Node { kind: NodeKind::Markdown(Event::Text(text)), span }) = nodes.first_mut() else { return };
    let Some(rest) = text.strip_prefix(PREFIX.trim_end()) else { return };
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    if rest.is_empty() {
        nodes.remove(0);
        return;
    }
    let kept = rest.to_owned();
    // The prefix has no place in the file; the span begins where the text does.
    span.end = span.end.max(span.start);
    *text = kept.into();
}

/// The plain text of nodes, without values and notes: for ids and comparisons.
pub(super) fn plain_text(nodes: &[Node]) -> String {
    let mut plain = String::new();
    for node in nodes {
        match &node.kind {
            NodeKind::Markdown(Event::Text(text) | Event::Code(text) | Event::InlineMath(text)) => {
                plain.push_str(text);
            }
            NodeKind::Markdown(Event::SoftBreak | Event::HardBreak) => plain.push(' '),
            _ => {}
        }
    }
    plain
}
