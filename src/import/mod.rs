//! A plain report → a report: Markdown or plain text as people have it, in files of a report of ours.
//!
//! In: the text and the name of its file. Out: [`Imported`]: the files of a report, and what was found. Entry:
//! [`import()`]. Steps: YAML or TOML above the text is taken off ([`front`]); the text becomes lines ([`lines`]), whose links have
//! their addresses ([`links`]), and these blocks ([`blocks`], [`paragraph`], [`inner`], [`lists`], [`html`], [`signs`], [`table`],
//! [`columns`]);
//! the list of sources at the end is taken off ([`bibliography`], [`references`], [`entry`]), and so are footnotes ([`notes`]); lines
//! without a mark that stand like headings become headings ([`heads`]), titles and source lines of tables ([`captions`]); each table
//! becomes a data file with its schema ([`datasets`]) and, where its numbers ask for it, a chart ([`propose`]); everything is written
//! as Markdown ([`pages`]) with citations in place of marks ([`marks`], [`powers`]). [`contradictions()`] compares the words of the
//! imported report with its tables. No word and no number is left out.
//!
//! Left out: binding numbers (the command asks `facts::coverage`), and pictures. Only [`pandoc`] starts a program.

mod bibliography;
mod blocks;
mod captions;
mod columns;
mod contradictions;
mod datasets;
mod entry;
mod epub;
mod escape;
mod front;
mod heads;
mod html;
mod inner;
mod lines;
mod links;
mod lists;
mod marks;
mod notes;
mod pages;
pub mod pandoc;
mod paragraph;
mod powers;
mod propose;
mod references;
mod signs;
mod table;
#[cfg(test)]
mod tests;

pub use contradictions::contradictions;

use blocks::{Block, Kind};
use std::collections::BTreeMap;

/// What is known of the text beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The title when the text has none: the name of its file.
    pub name: &'a str,
    /// Whether all headings stay on one page.
    pub single_page: bool,
}

/// A report that was made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its files: path and bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What was found in the text.
    pub found: Found,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Pages that were made.
    pub pages: usize,
    /// Headings.
    pub headings: usize,
    /// Tables.
    pub tables: usize,
    /// Charts that were proposed, by the file that has them.
    pub charts: usize,
    /// Sources that were listed with a number or a sign.
    pub numbered_sources: usize,
    /// All sources.
    pub sources: usize,
    /// Places that cite a source.
    pub citations: usize,
    /// Statements of the text that disagree with one another.
    pub contradictions: Vec<Remark>,
    /// What may have been taken for something else than it is.
    pub doubts: Vec<Remark>,
}

/// A remark on a line of the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// What is to be said.
    pub text: String,
}

/// Makes a report of a text.
#[must_use]
pub fn import(text: &str, options: &Options<'_>) -> Imported {
    let mut found = Found::default();
    let mut lines = lines::lines(text);
    let front = front::take(&mut lines);
    let shape = lines::shape(&lines);
    if shape.markup {
        links::write_out(&mut lines);
    }
    let mut blocks = blocks::read(lines, &shape, &mut found.doubts);
    let mut references = references::take(&mut blocks, &shape, &mut found.doubts);
    let notes = notes::take(&mut blocks, text, shape.markup);
    found.numbered_sources = references.numbered();
    heads::settle(&mut blocks, &shape, &mut found.doubts);
    let is_repeated = |title: &String| {
        blocks
            .iter()
            .any(|block| matches!(&block.kind, Kind::Heading { level: 1, text, .. } if text == title))
    };
    let own = front.title.filter(|title| !is_repeated(title)).map(|title| (title, None));
    let (title, id) = own.or_else(|| heads::title(&mut blocks)).unzip();
    if let Some(rest) = front.rest {
        blocks.insert(0, Block { line: 1, apart: true, kind: Kind::Raw(rest) });
    }
    let language = lines::language(text);
    let mut marker =
        marks::Marker { references: &mut references, notes: &notes, markup: shape.markup, citations: 0 };
    let tables = datasets::take(&mut blocks, &mut marker, &mut found);
    let written = pages::write(
        &blocks,
        &tables,
        &mut marker,
        &pages::Frame {
            title: title.as_deref().unwrap_or(options.name),
            id: id.flatten().as_deref(),
            language,
            single: options.single_page,
            more: &front.more,
        },
    );
    found.citations = marker.citations;
    let mut files = written.files;
    files.extend(tables.files());
    found.sources = references.len();
    if let Some(text) = references.yaml() {
        files.insert("content/sources.yaml".to_owned(), text.into_bytes());
    }
    found.pages = written.pages;
    found.headings = blocks.iter().filter(|block| matches!(block.kind, Kind::Heading { .. })).count()
        + usize::from(title.is_some());
    found.tables = tables.len();
    found.charts = tables.charts();
    references.remark(&mut found);
    found.doubts.sort();
    found.contradictions.sort();
    Imported { files, found }
}

/// The blocks of a kind of text, for tests of what reads them.
#[cfg(test)]
fn blocks_of(text: &str) -> Vec<Block> {
    let lines = lines::lines(text);
    let shape = lines::shape(&lines);
    blocks::read(lines, &shape, &mut Vec::new())
}
