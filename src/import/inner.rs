//! Blocks that hold blocks: quotations and footnotes. Headings and tables that stand in them stay as they are, since a report has these
//! in its pages alone.

use super::blocks::{Block, Kind, Reader};
use super::lines::{Line, Shape};
use super::{escape, table};

/// Quotations in quotations are read so deep; further signs are left out.
const DEEPEST: usize = 8;

impl Reader<'_> {
    /// Reads a quotation.
    pub(super) fn quote(&mut self) -> Kind {
        let mut lines = Vec::new();
        while let Some(line) = self.line(0).filter(|line| line.text().starts_with('>')) {
            let text = line.text();
            let rest = text.strip_prefix("> ").or_else(|| text.strip_prefix('>')).unwrap_or(text);
            let rest = if self.depth < DEEPEST { rest } else { rest.trim_start_matches(['>', ' ']) };
            lines.push(Line { raw: rest.to_owned(), ..line.clone() });
            self.at += 1;
        }
        Kind::Quote(self.inner(lines))
    }

    /// Reads a footnote: the lines below it that go on with its words, and below blank ones those that are set in by four columns.
    pub(super) fn note(&mut self, line: &Line) -> Kind {
        let (name, words) = line.text().split_once("]:").unwrap_or_default();
        let mut lines = vec![Line { raw: words.trim().to_owned(), ..line.clone() }];
        self.at += 1;
        while let Some(line) = self.line(0) {
            let filled = |line: &&Line| !line.text().is_empty();
            let next = self.lines.iter().skip(self.at).find(filled);
            let is_set_in = next.is_some_and(|next| next.indent() >= 4);
            if !is_set_in && (self.is_apart(self.at) || self.ends_paragraph(line)) {
                break;
            }
            lines.push(Line { raw: line.set_out(4), ..line.clone() });
            self.at += 1;
        }
        Kind::Note { name: name.trim_start_matches("[^").to_owned(), blocks: self.inner(lines) }
    }

    /// The blocks of lines that stand in a block.
    fn inner(&mut self, lines: Vec<Line>) -> Vec<Block> {
        let shape = Shape { width: Some(0), ..*self.shape };
        let mut reader = Reader {
            lines,
            shape: &shape,
            at: 0,
            depth: self.depth + 1,
            all: std::mem::take(&mut self.all),
            blocks: Vec::new(),
            doubts: &mut *self.doubts,
        };
        reader.read();
        let Reader { all, blocks, .. } = reader;
        self.all = all;
        blocks
    }

    /// The rows of a table of Markdown that stands in a block.
    pub(super) fn inner_table(&mut self) -> Option<String> {
        let lines = self.lines.get(self.at..).filter(|_| self.depth > 0 && self.shape.markup)?;
        let (_, read) = table::read(lines, &mut Vec::new())?;
        let rows: Vec<String> = lines.iter().take(read).map(|line| escape::braces(line.text())).collect();
        self.at += read;
        Some(rows.join("\n"))
    }
}
