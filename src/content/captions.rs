//! `Table: title {#tbl-id}`, or `: title {#tbl-id}` as Pandoc has it, right after a Markdown table makes it a figure.
//!
//! Without a blank line between them Markdown takes the line for one more row; then the row is taken out again.

use super::inline::Draft;
use super::places::Host;
use crate::diagnostics::{Span, Spanned};
use crate::model::{Figure, FigureKind, MarkdownTable, Node, NodeKind, Prose};
use pulldown_cmark::{Event, Tag, TagEnd};

/// What a caption begins with.
const LEADS: [&str; 2] = ["Table:", ": "];

/// Whether a text begins as a caption does.
pub(super) fn is_lead(text: &str) -> bool {
    LEADS.iter().any(|lead| text.starts_with(lead))
}

/// The inline nodes of a caption and its whole place.
#[derive(Debug)]
pub(super) struct Caption {
    pub(super) nodes: Prose,
    pub(super) span: Span,
}

/// Takes the caption out of a table's nodes when it is the last row.
pub(super) fn take_row(host: Host<'_>, nodes: &mut Vec<Node>) -> Option<Caption> {
    let is_row = |node: &Node| node.kind == NodeKind::Markdown(Event::Start(Tag::TableRow));
    let start = nodes.iter().rposition(is_row)?;
    let span = nodes[start].span;
    let text = host.text.get(span.range())?;
    if !is_lead(text.trim_start()) {
        return None;
    }
    let row = nodes.split_off(start);
    let structure = |node: &Node| {
        matches!(
            &node.kind,
            NodeKind::Markdown(
                Event::Start(Tag::TableRow | Tag::TableCell)
                    | Event::End(TagEnd::TableRow | TagEnd::TableCell)
            )
        )
    };
    Some(Caption { nodes: row.into_iter().filter(|node| !structure(node)).collect(), span })
}

/// Makes the figure of a table and its caption, and the node for it.
pub(super) fn figure(draft: &mut Draft<'_>, table: Vec<Node>, caption: Caption) -> Node {
    let text = draft.host.text.get(caption.span.range()).unwrap_or("");
    let attribute = attribute(text).map(|(start, id)| (caption.span.range().start + start, id.to_owned()));
    let mut title = caption.nodes;
    if let Some((start, _)) = &attribute {
        cut(&mut title, *start);
    }
    trim(draft.host, &mut title);
    let id = attribute.map(|(start, id)| {
        let range = start + 2..start + 2 + id.len();
        Spanned::new(id, draft.host.span(range))
    });
    let first = table.first().map_or(caption.span, |node| node.span);
    let span = Span { start: first.start.min(caption.span.start), ..caption.span };
    draft.document.figures.push(Figure {
        id,
        title: Some(title).filter(|title| !title.is_empty()),
        subtitle: None,
        caption: None,
        note: None,
        alt: None,
        sources: Vec::new(),
        kind: FigureKind::MarkdownTable(MarkdownTable { nodes: table }),
        span,
    });
    Node { kind: NodeKind::Figure(draft.document.figures.len() - 1), span }
}

/// Whether a paragraph that no table stands above is a caption all the same: it has the id of a table.
pub(super) fn is_lost(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.starts_with(LEADS[0]) && attribute(line).is_some()
}

/// `{#id}` at the end of a caption: where it starts, and the id.
fn attribute(text: &str) -> Option<(usize, &str)> {
    let start = text.rfind("{#")?;
    let (id, after) = text.get(start + 2..)?.split_once('}')?;
    let rest = after.trim_matches(|c: char| c.is_whitespace() || c == '|');
    let fits = !id.is_empty() && !id.contains(char::is_whitespace) && rest.is_empty();
    fits.then_some((start, id))
}

/// Removes everything from offset `end` of the file.
fn cut(title: &mut Prose, end: usize) {
    title.retain(|node| node.span.range().start < end);
    let Some(Node { kind: NodeKind::Markdown(Event::Text(text)), span }) = title.last_mut() else { return };
    let kept = end.saturating_sub(span.range().start);
    if span.range().end > end
        && let Some(before) = text.get(..kept)
    {
        *text = before.to_owned().into();
        span.end = span.end.min(u32::try_from(end).unwrap_or(u32::MAX));
    }
}

/// Removes what a caption begins with, and white space around the title.
fn trim(host: Host<'_>, title: &mut Prose) {
    if let Some(Node { kind: NodeKind::Markdown(Event::Text(text)), span }) = title.first_mut() {
        let rest =
            LEADS.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text).trim_start().to_owned();
        let range = span.range();
        *span = host.span((range.start + text.len() - rest.len()).min(range.end)..range.end);
        *text = rest.into();
    }
    if let Some(Node { kind: NodeKind::Markdown(Event::Text(text)), span }) = title.last_mut() {
        let rest = text.trim_end().to_owned();
        let range = span.range();
        *span = host.span(range.start..range.end.saturating_sub(text.len() - rest.len()).max(range.start));
        *text = rest.into();
    }
    title.retain(|node| !matches!(&node.kind, NodeKind::Markdown(Event::Text(text)) if text.is_empty()));
}
