//! Markdown's tables: their rows and captions.

use super::super::{captions, foreign};
use super::{Open, Walk};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::rules::RAGGED_RECORD;
use crate::model::{Node, NodeKind};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

impl Walk<'_, '_> {
    pub(super) fn end_table(&mut self, mut nodes: Vec<Node>, range: Range<usize>) {
        let end = Node { kind: NodeKind::Markdown(Event::End(TagEnd::Table)), span: self.places.span(range) };
        let caption = captions::take_row(self.draft.host, &mut nodes);
        nodes.push(end);
        if let Some(caption) = caption {
            let figure = captions::figure(self.draft, nodes, caption);
            return self.push_nodes([figure]);
        }
        let start = self.top().nodes.len();
        self.push_nodes(nodes);
        let end = self.top().nodes.len();
        self.top().table = Some(start..end);
    }

    /// Reports cells that the header has no column for: Markdown drops them.
    pub(super) fn check_row(&mut self, range: &Range<usize>) {
        let Open::Table(columns) = self.top().open else { return };
        let row = self.masked.text().get(range.clone()).unwrap_or_default().trim_end();
        if captions::is_lead(row) {
            return;
        }
        let bars = memchr::memchr_iter(b'|', row.as_bytes());
        let mut bars = bars.filter(|at| *at > 0 && row.as_bytes()[at - 1] != b'\\');
        let Some(last) = bars.nth(columns - 1) else { return };
        let surplus = &row[last + 1..];
        let empty = |c: char| c == '|' || c.is_whitespace();
        if !surplus.trim_matches(empty).is_empty() {
            let cells = columns + surplus.trim_end_matches(empty).split('|').count();
            let span = self.places.span(range.start + last..range.start + row.len());
            self.draft.diagnostics.push(
                Diagnostic::new(RAGGED_RECORD, format!("the row has {cells} cells, the header {columns}"))
                    .at(span, "has no column")
                    .help("give the header a column for it, or write `\\|` for a bar inside a cell"),
            );
        }
    }

    /// A paragraph right after a table may be its caption.
    pub(super) fn paragraph(&mut self, range: Range<usize>) {
        let text = self.masked.source().get(range.clone()).unwrap_or("");
        let is_caption = captions::is_lead(text);
        let nodes = self.top().nodes.len();
        let table = self.top().table.take().filter(|table| is_caption && table.end == nodes);
        match table {
            Some(table) => return self.open(Open::TableCaption(table), range),
            None if captions::is_lost(text) => {
                let line = text.lines().next().map_or(0, str::len);
                let span = self.places.span(range.start..range.start + line);
                self.draft.diagnostics.push(foreign::caption(span));
            }
            None => {}
        }
        self.push(Event::Start(Tag::Paragraph), range);
    }

    pub(super) fn end_caption(&mut self, table: Range<usize>, caption: Vec<Node>, range: Range<usize>) {
        let nodes = self.top().nodes.split_off(table.start);
        let span = self.places.span(range);
        let figure = captions::figure(self.draft, nodes, captions::Caption { nodes: caption, span });
        self.push_nodes([figure]);
    }
}
