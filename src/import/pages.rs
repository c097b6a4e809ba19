//! Blocks → the pages of a report in Markdown, and its configuration.

use super::blocks::{Block, Kind};
use super::datasets::{Tables, Taken};
use super::escape::{self, quoted};
use super::html;
use super::lists::Item;
use super::marks::Marker;
use crate::syntax::slug::{Identifiers, slug};
use std::collections::BTreeMap;

/// What stands around the blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// The report's title.
    pub(super) title: &'a str,
    /// What links in the text ask for it by.
    pub(super) id: Option<&'a str>,
    /// Its language.
    pub(super) language: &'a str,
    /// Whether all stays on one page.
    pub(super) single: bool,
    /// Who wrote it, and when, as lines of the configuration.
    pub(super) more: &'a str,
}

/// The pages that were written.
#[derive(Debug)]
pub(super) struct Written {
    /// Path and text.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// How many pages.
    pub(super) pages: usize,
}

/// Writes the configuration and the pages: what stands before the first heading of level 1 is the first page, each such
/// heading begins another.
pub(super) fn write(
    blocks: &[Block],
    tables: &Tables,
    marker: &mut Marker<'_>,
    frame: &Frame<'_>,
) -> Written {
    let tops = blocks.iter().filter(|block| is_top(block)).count();
    let split = !frame.single && tops > 1;
    let (plain, _) = marker.bare(frame.title);
    let mut files = BTreeMap::from([(
        "sourcebook.toml".to_owned(),
        format!("title = {}\nlanguage = {}\n{}", quoted(&plain), quoted(frame.language), frame.more)
            .into_bytes(),
    )]);
    let mut parts: Vec<&[Block]> = Vec::new();
    if split {
        let first = blocks.iter().position(is_top).unwrap_or(blocks.len());
        parts.push(blocks.get(..first).unwrap_or(&[]));
        let rest = blocks.get(first..).unwrap_or(&[]);
        let starts: Vec<usize> =
            (0..rest.len()).filter(|at| is_top(&rest[*at])).chain([rest.len()]).collect();
        parts.extend(starts.windows(2).map(|pair| rest.get(pair[0]..pair[1]).unwrap_or(&[])));
    } else {
        parts.push(blocks);
    }
    let mut names = Identifiers::default();
    // Names that mean something else in a report.
    ["index", "sources", "changes", "data", "404", "assets", "figures", "cards"].iter().for_each(|name| {
        names.take(name);
    });
    let mut ids = Ids::default();
    let mut chapters = Vec::new();
    let mut anchors = Anchors::default();
    let pages = parts.len();
    for (order, part) in parts.into_iter().enumerate().skip(1) {
        let Some((Kind::Heading { text, id, .. }, rest)) =
            part.split_first().map(|(first, rest)| (&first.kind, rest))
        else {
            continue;
        };
        let (words, _) = marker.bare(text);
        let name = names.make(&short(&slug(&words)));
        let mut page = format!("+++\norder = {order}\n+++\n\n# {}\n", heading(text, id.as_deref(), marker));
        body(&mut page, rest, 0, tables, marker, &mut ids);
        notes(&mut page, marker);
        anchors.add(&format!("{name}.md"), part, marker);
        files.insert(format!("content/{name}.md"), page.into_bytes());
        chapters.push((words, name));
    }
    let mut index = format!("# {}\n", heading(frame.title, frame.id, marker));
    let first: &[Block] =
        if split { blocks.get(..blocks.iter().position(is_top).unwrap_or(0)).unwrap_or(&[]) } else { blocks };
    body(&mut index, first, u8::from(!split), tables, marker, &mut ids);
    if split && first.is_empty() {
        index.push('\n');
        for (words, name) in chapters {
            index.push_str(&format!("- [{}]({name}.md)\n", escape::inline(&words)));
        }
    }
    notes(&mut index, marker);
    anchors.add("index.md", first, marker);
    for anchor in frame.id.map(str::to_owned).into_iter().chain([slug(&plain)]) {
        anchors.0.entry(anchor).or_insert_with(|| ("index.md".to_owned(), true));
    }
    files.insert("content/index.md".to_owned(), index.into_bytes());
    if marker.markup {
        for (path, bytes) in &mut files {
            let Some(page) = path.strip_prefix("content/") else { continue };
            *bytes = anchors.linked(&String::from_utf8_lossy(bytes), page).into_bytes();
        }
    }
    Written { files, pages }
}

/// Where the headings of the text stand now, by the anchors that they had when it was one.
#[derive(Debug, Default)]
struct Anchors(BTreeMap<String, (String, bool)>);

impl Anchors {
    /// Adds the headings of a page.
    fn add(&mut self, page: &str, blocks: &[Block], marker: &Marker<'_>) {
        for (index, block) in blocks.iter().enumerate() {
            if let Kind::Heading { text, id, .. } = &block.kind {
                let is_title = index == 0 && is_top(block);
                let anchor = id.clone().unwrap_or_else(|| slug(&marker.bare(text).0));
                self.0.entry(anchor).or_insert_with(|| (page.to_owned(), is_title));
            }
        }
    }

    /// The text of a page, whose links to headings lead to the pages that these stand on.
    fn linked(&self, text: &str, page: &str) -> String {
        const OPEN: &str = "](#";
        let mut parts = text.split(OPEN);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let anchor = part.split([')', ' ']).next().unwrap_or_default();
            match self.0.get(anchor).filter(|(other, is_title)| *is_title || other != page) {
                Some((other, true)) => {
                    out.push_str(&format!("]({other}{}", part.get(anchor.len()..).unwrap_or_default()));
                }
                Some((other, false)) => out.push_str(&format!("]({other}#{part}")),
                None => out.push_str(&format!("{OPEN}{part}")),
            }
        }
        out
    }
}

fn is_top(block: &Block) -> bool {
    matches!(block.kind, Kind::Heading { level: 1, .. })
}

/// The first words of a long name.
fn short(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('-') {
        if !out.is_empty() && out.chars().count() + word.chars().count() > 40 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out.chars().take(60).collect()
}

/// Adds the footnotes that a page refers to.
fn notes(page: &mut String, marker: &mut Marker<'_>) {
    for note in marker.notes.of(page) {
        page.push_str(&format!("\n{}\n", simple(&note.block.kind, marker)));
    }
}

/// Ids of figures.
#[derive(Debug, Default)]
struct Ids(Identifiers);

/// Writes blocks with headings `deeper` than they are.
fn body(
    out: &mut String,
    blocks: &[Block],
    deeper: u8,
    tables: &Tables,
    marker: &mut Marker<'_>,
    ids: &mut Ids,
) {
    for block in blocks {
        out.push('\n');
        match &block.kind {
            Kind::Heading { level, text, id } => {
                let marks = "#".repeat(usize::from((level + deeper).min(6)));
                out.push_str(&format!("{marks} {}\n", heading(text, id.as_deref(), marker)));
            }
            Kind::List(items) => list(out, items, marker),
            Kind::Figure(index) => {
                if let Some(table) = tables.taken.get(*index) {
                    figures(out, table, marker, ids);
                }
            }
            Kind::Table(_) => {}
            Kind::Text(_) | Kind::Quote(_) | Kind::Note { .. } | Kind::Raw(_) => {
                out.push_str(&simple(&block.kind, marker));
                out.push('\n');
            }
        }
    }
}

/// A block that may stand in another.
fn simple(kind: &Kind, marker: &mut Marker<'_>) -> String {
    match kind {
        Kind::Text(text) => paragraph(text, marker),
        Kind::List(items) => {
            let mut text = String::new();
            list(&mut text, items, marker);
            text.trim_end().to_owned()
        }
        Kind::Quote(blocks) if blocks.is_empty() => String::new(),
        Kind::Quote(blocks) => {
            let text = several(blocks, marker);
            let lines = text.split('\n').map(|line| format!("> {line}").trim_end().to_owned());
            lines.collect::<Vec<_>>().join("\n")
        }
        Kind::Note { name, blocks } => {
            let text = indented(&several(blocks, marker), 4);
            format!("[^{name}]: {}", text.trim_start())
        }
        Kind::Raw(text) => text.clone(),
        Kind::Heading { .. } | Kind::Table(_) | Kind::Figure(_) => String::new(),
    }
}

/// Blocks with a blank line between them.
fn several(blocks: &[Block], marker: &mut Marker<'_>) -> String {
    let blocks: Vec<String> = blocks.iter().map(|block| simple(&block.kind, marker)).collect();
    blocks.join("\n\n")
}

fn paragraph(text: &str, marker: &mut Marker<'_>) -> String {
    if marker.markup && html::begins(text, true) {
        return text.to_owned();
    }
    let markdown = marker.markdown(text);
    if marker.markup { markdown } else { escape::start(&markdown) }
}

/// A heading's words and id; closing `#` and braces would be marks.
fn heading(text: &str, id: Option<&str>, marker: &mut Marker<'_>) -> String {
    let markdown = marker.markdown(text);
    let words = if marker.markup { markdown } else { markdown.replace('#', "\\#") };
    id.map_or(words.clone(), |id| format!("{words} {{#{id}}}"))
}

/// An item that is open.
struct Open {
    /// How far it is set in, in the text.
    indent: usize,
    /// How far its words are, in the text.
    column: usize,
    /// How far its words are, in what is written.
    at: usize,
}

fn list(out: &mut String, items: &[Item], marker: &mut Marker<'_>) {
    let mut open: Vec<Open> = Vec::new();
    let mut is_loose = false;
    for item in items {
        while open.last().is_some_and(|last| last.indent >= item.indent && open.len() > 1)
            || open.last().is_some_and(|last| last.indent == item.indent)
        {
            open.pop();
        }
        if open.first().is_some_and(|first| first.indent > item.indent) {
            open.clear();
        }
        let at = open.last().map_or(0, |last| last.at);
        let number = item.number.as_ref().map(|number| {
            let digits = number.bytes().all(|b| b.is_ascii_digit());
            if digits { format!("{number}.") } else { format!("- {number})") }
        });
        let sign = number.unwrap_or_else(|| "-".to_owned());
        let inner = at + if sign.starts_with('-') { 2 } else { sign.len() + 1 };
        open.push(Open { indent: item.indent, column: item.column, at: inner });
        let mut below = item.below.iter();
        let first = match item.text.as_str() {
            "" => below.next().map_or_else(String::new, |below| simple(&below.block.kind, marker)),
            text => paragraph(text, marker),
        };
        // Below other blocks an item might be taken for a part of them.
        if item.apart && is_loose {
            out.push('\n');
        }
        is_loose = !item.below.is_empty();
        let first = indented(&first, inner);
        out.push_str(&format!("{}{sign} {}\n", " ".repeat(at), first.trim_start()));
        for below in below {
            while open.len() > 1 && open.last().is_some_and(|last| last.column > below.indent) {
                open.pop();
            }
            // Each line of a plain text is a paragraph.
            if below.block.apart || !marker.markup {
                out.push('\n');
            }
            let at = open.last().map_or(0, |last| last.at);
            out.push_str(&indented(&simple(&below.block.kind, marker), at));
            out.push('\n');
        }
    }
}

/// A text whose lines are set in, but for blank ones.
fn indented(text: &str, by: usize) -> String {
    let space = " ".repeat(by);
    let lines =
        text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{space}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// The chart and the table of a dataset.
fn figures(out: &mut String, table: &Taken, marker: &mut Marker<'_>, ids: &mut Ids) {
    let ascii = if table.name.is_ascii() { table.name.replace('_', "-") } else { "table".to_owned() };
    let id = ids.0.make(table.id.as_ref().unwrap_or(&ascii));
    // Figures' texts are Markdown; those of a table were made plain.
    let plain = |text: &str| quoted(&escape::inline(text));
    let title = table.title.as_deref().map(plain);
    let sources = match table.sources.as_slice() {
        [] => String::new(),
        [key] => format!("source: {key}\n"),
        keys => format!("source: [{}]\n", keys.join(", ")),
    };
    if let Some(chart) = &table.chart {
        let y: Vec<String> = chart.y.iter().map(|name| quoted(name)).collect();
        let y = if y.len() == 1 { y.concat() } else { format!("[{}]", y.join(", ")) };
        out.push_str(&format!("```chart\nid: fig-{id}\ntype: {}\ndata: {}\n", chart.kind, table.name));
        out.push_str(&format!("x: {}\ny: {y}\n", quoted(&chart.x)));
        if let Some(panels) = chart.panels {
            out.push_str(&format!("panels: {panels}\n"));
        }
        if let Some(title) = &title {
            out.push_str(&format!("title: {title}\n"));
        }
        out.push_str(&format!("subtitle: {}\n{sources}```\n\n", plain(&chart.subtitle)));
    }
    out.push_str(&format!("```table\nid: tbl-{id}\ndata: {}\n", table.name));
    if let Some(title) = &title {
        out.push_str(&format!("title: {title}\n"));
    }
    if !table.notes.is_empty() {
        let notes: Vec<String> = table.notes.iter().map(|note| marker.markdown(note)).collect();
        out.push_str(&format!("note: {}\n", quoted(&notes.join(" "))));
    }
    out.push_str(&format!("{sources}```\n"));
}
