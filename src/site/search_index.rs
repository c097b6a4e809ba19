//! The search index: scripts that hand every title and text of the site to the search in the page.
//!
//! They are scripts and not JSON, since pages opened from `file://` may not fetch. They call nothing but one assignment:
//! `window.sourcebookSearch = {"version": 1, "files": 1, "entries": [{"t": title, "u": address from the site's root, "k": kind,
//! "p": title of the page, "b": text}]}`. Kinds are `page`, `section`, `figure`, `table` and `source`. There is one file for each
//! thousand pages in reading order, so that an edited page changes one of them: `search-index.js` says how many there are, and
//! `search-index.2.js` sets `window.sourcebookSearch2`.

use super::xml;
use crate::model::{Dataset, Document, Figure, FigureKind, Node, NodeKind, Page, PageId, Prose, ScalarView};
use crate::resolve::{Resolved, ResolvedFigure, ResolvedPage, Words};
use bytes::Bytes;
use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write as _;

const SOURCES_PAGE: &str = "sources/index.html";

/// What the texts of an index may weigh together; beyond, a reader would wait longer for it than it saves.
const BUDGET: usize = 8 << 20;
/// Line ends to old JavaScript, letters to JSON.
const LINE_ENDS: [char; 2] = ['\u{2028}', '\u{2029}'];
/// Entries of a page, about.
const ENTRIES: usize = 8;

/// Pages in a file.
const PAGES: usize = 1_000;

/// How many files an index of so many pages has.
pub(super) fn count(pages: usize) -> usize {
    pages.div_ceil(PAGES).max(1)
}

/// The pages of each file.
pub(super) fn portions<T>(pages: &[T]) -> impl Iterator<Item = &[T]> {
    (0..count(pages.len())).map(|file| &pages[file * PAGES..pages.len().min((file + 1) * PAGES)])
}

/// Where a file stands in the site, the first being 0. Every page names the first, and a word changed on one page changes it: with
/// its hash in its name, that word would change all pages.
pub(super) fn path(file: usize) -> String {
    match file {
        0 => "assets/search-index.js".to_owned(),
        _ => format!("assets/search-index.{}.js", file + 1),
    }
}

/// How many bytes of text an entry keeps in a report of so many pages: a power of two, so that it seldom changes.
pub(super) fn text_limit(pages: usize) -> usize {
    let share = (BUDGET / (ENTRIES * pages.max(1))).max(64);
    1 << share.ilog2()
}

/// The files of the index, path and script; the same report gives the same bytes.
#[must_use]
pub fn search_index(resolved: &Resolved) -> Vec<(String, Bytes)> {
    let limit = text_limit(resolved.order.len());
    let entries = |&id: &PageId| page_entries(resolved, id, limit);
    let script = |(file, pages): (usize, &[PageId])| {
        let entries: Vec<String> = pages.par_iter().map(entries).collect();
        let rest = rest(resolved, file);
        let script =
            script((file, count(resolved.order.len())), entries.iter().chain(&rest).map(String::as_str));
        (path(file), script.into_bytes().into())
    };
    portions(&resolved.order).enumerate().map(script).collect()
}

/// A file of an index, by its number and how many there are, from entries that are known.
pub(super) fn script<'a>(
    (file, files): (usize, usize),
    entries: impl Iterator<Item = &'a str> + Clone,
) -> String {
    let length: usize = entries.clone().map(|entries| entries.len() + 1).sum();
    let mut script = String::with_capacity(length + 128);
    let _ = match file {
        0 => write!(script, "window.sourcebookSearch={{\"version\":1,\"files\":{files},\"entries\":["),
        _ => write!(script, "window.sourcebookSearch{}={{\"version\":1,\"entries\":[", file + 1),
    };
    let mut first = true;
    for entries in entries.filter(|entries| !entries.is_empty()) {
        if !std::mem::take(&mut first) {
            script.push(',');
        }
        script.push_str(entries);
    }
    script.push_str("]};\n");
    script
}

/// Entries of no page: the last file has those of the sources.
pub(super) fn rest(resolved: &Resolved, file: usize) -> Option<String> {
    let is_last = file + 1 == count(resolved.order.len());
    (is_last && !resolved.sources.is_empty()).then(|| source_entries(resolved))
}

fn source_entries(resolved: &Resolved) -> String {
    let mut entries = Entries { text: Vec::new(), limit: usize::MAX };
    for source in &resolved.sources {
        let address = at(SOURCES_PAGE, &format!("source-{}", source.key));
        let mut body = Words::up_to(usize::MAX);
        for part in [Some(&source.short), source.url.as_ref(), source.note.as_ref()].into_iter().flatten() {
            body.add(part);
        }
        entries.push("source", &source.title, &address, "", body);
    }
    entries.finish()
}

/// The entries of a page as JSON, with commas between them.
pub(super) fn page_entries(resolved: &Resolved, id: PageId, limit: usize) -> String {
    let page = resolved.report.page(id);
    let Some(settled) = resolved.pages.get(id.0 as usize) else { return String::new() };
    let mut entries = Entries { text: Vec::new(), limit };
    let reader = Reader { page, settled, limit };
    let (opening, sections) = reader.sections();
    let mut body = Words::up_to(limit);
    body.add(settled.summary.as_deref().unwrap_or(""));
    body.add(&opening);
    for note in page.document.footnotes.values() {
        body.add_prose(&note.body, page, settled);
    }
    entries.push("page", &settled.title, &xml::encode(&page.output), "", body);
    for Section { id, title, text } in sections {
        entries.push("section", &title, &at(&page.output, id), &settled.title, text);
    }
    for (figure, shown) in page.document.figures.iter().zip(&settled.figures) {
        if let Some((kind, title)) = reader.figure_title(figure, shown) {
            let body = reader.figure_words(figure, shown, resolved);
            entries.push(kind, &title, &at(&page.output, &shown.anchor), &settled.title, body);
        }
    }
    entries.finish()
}

/// One entry.
#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "t")]
    title: &'a str,
    #[serde(rename = "u")]
    address: &'a str,
    #[serde(rename = "k")]
    kind: &'a str,
    #[serde(rename = "p", skip_serializing_if = "str::is_empty")]
    page: &'a str,
    #[serde(rename = "b", skip_serializing_if = "str::is_empty")]
    body: &'a str,
}

/// Entries as JSON with commas between them.
struct Entries {
    text: Vec<u8>,
    /// How many bytes of a body are kept.
    limit: usize,
}

impl Entries {
    fn push(&mut self, kind: &str, title: &str, address: &str, page: &str, body: Words) {
        if !self.text.is_empty() {
            self.text.push(b',');
        }
        let mut body = body.into_text();
        shorten(&mut body, self.limit);
        // All keys are texts, and writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.text, &Entry { title, address, kind, page, body: &body });
    }

    fn finish(self) -> String {
        script_safe(String::from_utf8(self.text).unwrap_or_else(|_| unreachable!("JSON is written as UTF-8")))
    }
}

/// Cuts a text between two words.
fn shorten(text: &mut String, limit: usize) {
    if text.len() <= limit {
        return;
    }
    let end = text.floor_char_boundary(limit);
    let cut = text.get(..end).and_then(|start| start.rfind(' ')).unwrap_or(end);
    text.truncate(cut);
    text.push_str(" …");
}

/// JSON that can stand in a script, in a page too: `</script` and the line ends that JavaScript once knew are escaped.
fn script_safe(json: String) -> String {
    if memchr::memchr(b'<', json.as_bytes()).is_none()
        && !json.contains(LINE_ENDS[0])
        && !json.contains(LINE_ENDS[1])
    {
        return json;
    }
    json.replace('<', "\\u003c").replace(LINE_ENDS[0], "\\u2028").replace(LINE_ENDS[1], "\\u2029")
}

fn at(path: &str, anchor: &str) -> String {
    format!("{}#{}", xml::encode(path), xml::encode(anchor))
}

/// A page whose prose is read with its values in place.
#[derive(Clone, Copy)]
struct Reader<'a> {
    page: &'a Page,
    settled: &'a ResolvedPage,
    /// How much of a text will be kept.
    limit: usize,
}

struct Section<'a> {
    id: &'a str,
    title: String,
    text: Words,
}

impl<'a> Reader<'a> {
    fn words(&self, prose: &[Node], limit: usize) -> Words {
        let mut words = Words::up_to(limit);
        words.add_prose(prose, self.page, self.settled);
        words
    }

    /// A title, which is kept whole.
    fn title(&self, prose: &[Node]) -> String {
        self.words(prose, usize::MAX).into_text()
    }

    /// The text before the first section, and the sections. The heading of level 1 is the page's title, not a section.
    fn sections(&self) -> (String, Vec<Section<'a>>) {
        let document: &'a Document = &self.page.document;
        let mut opening = Words::up_to(self.limit);
        let mut sections: Vec<Section<'a>> = Vec::new();
        let mut rest = document.nodes.as_slice();
        while !rest.is_empty() {
            let end = rest.iter().skip(1).position(is_heading).map_or(rest.len(), |found| found + 1);
            let (part, next) = rest.split_at(end);
            rest = next;
            let heading = part.first().and_then(|node| match node.kind {
                NodeKind::Heading(index) => document.headings.get(index),
                _ => None,
            });
            let text = after_heading(part);
            match heading.filter(|heading| heading.level > 1) {
                Some(heading) => {
                    let (title, text) = (self.title(&heading.text), self.words(text, self.limit));
                    sections.push(Section { id: &heading.id, title, text });
                }
                None => opening.add_prose(text, self.page, self.settled),
            }
        }
        (opening.into_text(), sections)
    }

    /// Kind and title of a figure that has a place of its own; key figures belong to their section.
    fn figure_title(&self, figure: &Figure, shown: &ResolvedFigure) -> Option<(&'static str, String)> {
        let kind = match figure.kind {
            FigureKind::Chart(_) | FigureKind::ECharts(_) => "figure",
            FigureKind::Table(_) | FigureKind::MarkdownTable(_) => "table",
            FigureKind::KeyFigures(_) => return None,
        };
        let title = figure.title.as_ref().map(|title| self.title(title)).unwrap_or_default();
        let parts: Vec<&str> =
            [shown.label.as_str(), &title].into_iter().filter(|part| !part.is_empty()).collect();
        Some((kind, parts.join(": ")))
    }

    fn figure_words(&self, figure: &Figure, shown: &ResolvedFigure, resolved: &Resolved) -> Words {
        let mut words = Words::up_to(self.limit);
        let prose: [&Option<Prose>; 4] = [&figure.subtitle, &figure.caption, &figure.note, &figure.alt];
        for prose in prose.into_iter().flatten() {
            words.add_prose(prose, self.page, self.settled);
        }
        if let FigureKind::MarkdownTable(table) = &figure.kind {
            words.add_prose(&table.nodes, self.page, self.settled);
        }
        if let Some(dataset) = shown.data(&resolved.report) {
            add_words_of(&mut words, dataset, &shown.records);
        }
        words
    }
}

/// The fields' titles and the words (not the numbers) in the records shown.
fn add_words_of(words: &mut Words, dataset: &Dataset, records: &[u32]) {
    dataset.fields().iter().for_each(|field| words.add(&field.title));
    for &record in records {
        if words.is_full() {
            return;
        }
        for field in 0..dataset.fields().len() {
            if (record as usize) < dataset.len()
                && let ScalarView::Text = dataset.view(record as usize, field)
            {
                words.add(dataset.text(record as usize, field));
            }
        }
    }
}

fn is_heading(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Heading(_))
}

/// The nodes after a part's heading, if it starts with one.
fn after_heading(part: &[Node]) -> &[Node] {
    if !part.first().is_some_and(is_heading) {
        return part;
    }
    let end =
        part.iter().position(|node| matches!(node.kind, NodeKind::Markdown(Event::End(TagEnd::Heading(_)))));
    end.and_then(|end| part.get(end + 1..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample;
    use serde_json::Value as Json;

    fn entries(resolved: &Resolved) -> Vec<Json> {
        let files = search_index(resolved);
        let script = |(file, (path, script)): (usize, &(String, Bytes))| {
            assert_eq!(*path, super::path(file));
            let (start, json) =
                str::from_utf8(script).expect("UTF-8").split_once('=').expect("an assignment");
            let json: Json = serde_json::from_str(json.trim_end().trim_end_matches(';')).expect("JSON");
            let (number, count) = match file {
                0 => (String::new(), Json::from(files.len())),
                _ => ((file + 1).to_string(), Json::Null),
            };
            assert_eq!(start, format!("window.sourcebookSearch{number}"));
            assert_eq!((&json["version"], &json["files"]), (&Json::from(1), &count));
            json["entries"].as_array().expect("entries").clone()
        };
        files.iter().enumerate().flat_map(script).collect()
    }

    #[test]
    fn a_thousand_pages_share_a_file_and_the_sources_stand_in_the_last() {
        let mut resolved = sample::resolved();
        assert_eq!(search_index(&resolved).len(), 1);
        let first = resolved.order[0];
        for (pages, files) in [(PAGES, 1), (PAGES + 1, 2), (2 * PAGES + 1, 3)] {
            resolved.order = vec![first; pages];
            assert_eq!(search_index(&resolved).len(), files);
            let found = entries(&resolved);
            let kinds = |kind: &str| found.iter().filter(|entry| entry["k"] == kind).count();
            assert_eq!((kinds("page"), kinds("source")), (pages, 1));
            assert_eq!(found.last().map(|entry| &entry["k"]), Some(&Json::from("source")));
        }
        resolved.order = Vec::new();
        assert_eq!(entries(&resolved).len(), 1);
    }

    #[test]
    fn pages_sections_figures_and_sources_are_found() {
        let found = entries(&sample::resolved());
        let kinds: Vec<&str> = found.iter().map(|entry| entry["k"].as_str().expect("a kind")).collect();
        assert_eq!(kinds, ["page", "page", "section", "table", "page", "source"]);
        let section = &found[2];
        assert_eq!(section["t"], "Prices of 稀土");
        assert_eq!(section["u"], "rare-earths/index.html#sec-%E7%A8%80%E5%9C%9F");
        assert_eq!(section["p"], "Rare earths");
        assert_eq!(section["b"], "Terbium rose 68% in </script> a year.");
        assert_eq!(found[1]["b"], "Prices rose 68%. Opening words. A footnote.");
        assert_eq!(found[3]["t"], "Table 1: Minerals by price");
        assert_eq!(found[3]["b"], "Per kilogram Mineral Price Surge Terbium");
        assert_eq!(found[5]["u"], "sources/index.html#source-tmtpost");
    }

    #[test]
    fn nothing_in_it_ends_a_script_or_a_line() {
        let mut resolved = sample::resolved();
        resolved.pages[0].title = "a\u{2028}b\u{2029}c<!--<script>\"\\".to_owned();
        let files = search_index(&resolved);
        let script = str::from_utf8(&files[0].1).expect("UTF-8");
        assert!(!script.contains('<') && !script.contains('\u{2028}') && !script.contains('\u{2029}'));
        assert_eq!(script.lines().count(), 1);
        assert_eq!(entries(&resolved)[0]["t"], "a\u{2028}b\u{2029}c<!--<script>\"\\");
    }

    #[test]
    fn texts_are_cut_between_words_once_all_of_them_weigh_too_much() {
        assert!(text_limit(100) >= 8_192);
        assert_eq!((text_limit(1_000), text_limit(10_000), text_limit(1_000_000)), (1_024, 64, 64));
        let mut text = "稀土 ".repeat(40);
        shorten(&mut text, 64);
        assert!(text.len() <= 64 + " …".len() && text.ends_with("稀土 …"), "{text}");
        let mut short = "a b".to_owned();
        shorten(&mut short, 64);
        assert_eq!(short, "a b");
    }
}
