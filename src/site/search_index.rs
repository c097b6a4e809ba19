//! The search index: a script that hands every title and text of the site to the search in the page.
//!
//! It is a script and not JSON, since pages opened from `file://` may not fetch. It calls nothing but one assignment:
//! `window.sourcebookSearch = {"version": 1, "entries": [{"t": title, "u": address from the site's root, "k": kind,
//! "p": title of the page, "b": text}]}`. Kinds are `page`, `section`, `figure`, `table` and `source`.

use super::xml;
use crate::model::{Dataset, Document, Figure, FigureKind, Node, NodeKind, Page, PageId, Prose, Scalar};
use crate::resolve::{Resolved, ResolvedFigure, ResolvedPage, plain};
use pulldown_cmark::{Event, TagEnd};
use rayon::prelude::*;
use serde_json::{Map, Value as Json};

const SOURCES_PAGE: &str = "sources/index.html";

/// What the texts of an index may weigh together; beyond, a reader would wait longer for it than it saves.
const BUDGET: usize = 8 << 20;
/// Entries of a page, about.
const ENTRIES: usize = 8;

/// How many bytes of text an entry keeps in a report of so many pages: a power of two, so that it seldom changes.
pub(super) fn text_limit(pages: usize) -> usize {
    let share = (BUDGET / (ENTRIES * pages.max(1))).max(64);
    1 << share.ilog2()
}

/// The index as a script; the same report gives the same bytes.
#[must_use]
pub fn search_index(resolved: &Resolved) -> String {
    let limit = text_limit(resolved.order.len());
    let pages: Vec<String> = resolved.order.par_iter().map(|&id| page_entries(resolved, id, limit)).collect();
    search_index_of(resolved, &pages)
}

/// The index of a report whose pages' entries are known.
pub(super) fn search_index_of(resolved: &Resolved, pages: &[String]) -> String {
    let mut script = String::from("window.sourcebookSearch={\"version\":1,\"entries\":[");
    let mut first = true;
    let mut push = |entries: &str| {
        if !first {
            script.push(',');
        }
        first = false;
        script.push_str(entries);
    };
    pages.iter().for_each(|entries| push(entries));
    for source in &resolved.sources {
        let address = at(SOURCES_PAGE, &format!("source-{}", source.key));
        let parts =
            [&source.short, source.url.as_deref().unwrap_or(""), source.note.as_deref().unwrap_or("")];
        let entry = entry("source", &source.title, address, "", &join(&parts, usize::MAX));
        push(&script_safe(entry.to_string()));
    }
    script.push_str("]};\n");
    script
}

/// The entries of a page as JSON, with commas between them.
pub(super) fn page_entries(resolved: &Resolved, id: PageId, limit: usize) -> String {
    let mut entries = Vec::new();
    push_page(&mut entries, resolved, id, limit);
    let mut text = String::new();
    for mut entry in entries {
        if let Some(Json::String(body)) = entry.get_mut("b") {
            shorten(body, limit);
        }
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&script_safe(entry.to_string()));
    }
    text
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
    if !json.contains(['<', '\u{2028}', '\u{2029}']) {
        return json;
    }
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn push_page(entries: &mut Vec<Json>, resolved: &Resolved, id: PageId, limit: usize) {
    let page = resolved.report.page(id);
    let Some(settled) = resolved.pages.get(id.0 as usize) else { return };
    let reader = Reader { page, settled, limit };
    let (opening, sections) = reader.sections();
    let summary = settled.summary.as_deref().unwrap_or("");
    let mut body = vec![summary, opening.as_str()];
    let notes = reader.notes();
    body.extend(notes.iter().map(String::as_str));
    entries.push(entry("page", &settled.title, xml::encode(&page.output), "", &join(&body, limit)));
    for section in sections {
        let address = at(&page.output, section.id);
        entries.push(entry("section", &section.title, address, &settled.title, &section.text));
    }
    for (figure, shown) in page.document.figures.iter().zip(&settled.figures) {
        if let Some((kind, title)) = reader.figure_title(figure, shown) {
            let body = reader.figure_text(figure, shown, resolved);
            entries.push(entry(kind, &title, at(&page.output, &shown.anchor), &settled.title, &body));
        }
    }
}

fn entry(kind: &str, title: &str, address: String, page: &str, body: &str) -> Json {
    let mut entry = Map::new();
    entry.insert("t".to_owned(), title.into());
    entry.insert("u".to_owned(), address.into());
    entry.insert("k".to_owned(), kind.into());
    for (key, text) in [("p", page), ("b", body)] {
        if !text.is_empty() {
            entry.insert(key.to_owned(), text.into());
        }
    }
    Json::Object(entry)
}

fn at(path: &str, anchor: &str) -> String {
    format!("{}#{}", xml::encode(path), xml::encode(anchor))
}

/// The words of texts with single spaces between them; not many more than are kept.
fn join(parts: &[&str], limit: usize) -> String {
    let mut text = String::new();
    for word in parts.iter().flat_map(|part| part.split_whitespace()) {
        if text.len() > limit {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
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
    text: String,
}

impl<'a> Reader<'a> {
    fn text(&self, prose: &[Node]) -> String {
        join(&[&plain(prose, self.page, self.settled)], self.limit)
    }

    /// A title, which is kept whole.
    fn title(&self, prose: &[Node]) -> String {
        join(&[&plain(prose, self.page, self.settled)], usize::MAX)
    }

    /// The text before the first section, and the sections. The heading of level 1 is the page's title, not a section.
    fn sections(&self) -> (String, Vec<Section<'a>>) {
        let document: &'a Document = &self.page.document;
        let mut opening = String::new();
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
            let text = self.text(after_heading(part));
            match heading.filter(|heading| heading.level > 1) {
                Some(heading) => {
                    sections.push(Section { id: &heading.id, title: self.title(&heading.text), text });
                }
                None => opening = join(&[&opening, &text], self.limit),
            }
        }
        (opening, sections)
    }

    fn notes(&self) -> Vec<String> {
        self.page.document.footnotes.values().map(|note| self.text(&note.body)).collect()
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

    fn figure_text(&self, figure: &Figure, shown: &ResolvedFigure, resolved: &Resolved) -> String {
        let prose: [&Option<Prose>; 4] = [&figure.subtitle, &figure.caption, &figure.note, &figure.alt];
        let mut parts: Vec<String> = prose.into_iter().flatten().map(|prose| self.text(prose)).collect();
        if let FigureKind::MarkdownTable(table) = &figure.kind {
            parts.push(self.text(&table.nodes));
        }
        if let Some(dataset) = shown.data(&resolved.report) {
            parts.push(words_of(dataset, &shown.records));
        }
        join(&parts.iter().map(String::as_str).collect::<Vec<_>>(), self.limit)
    }
}

/// The fields' titles and the words (not the numbers) in the records shown.
fn words_of(dataset: &Dataset, records: &[u32]) -> String {
    let mut words: Vec<&str> = dataset.fields().iter().map(|field| field.title.as_str()).collect();
    for &record in records {
        for field in 0..dataset.fields().len() {
            if (record as usize) < dataset.len()
                && let Scalar::Text(text) = dataset.scalar(record as usize, field)
            {
                words.push(text);
            }
        }
    }
    words.join(" ")
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

    fn entries(resolved: &Resolved) -> Vec<Json> {
        let script = search_index(resolved);
        let json = script.strip_prefix("window.sourcebookSearch=").expect("an assignment");
        let json: Json = serde_json::from_str(json.trim_end().trim_end_matches(';')).expect("JSON");
        assert_eq!(json["version"], 1);
        json["entries"].as_array().expect("entries").clone()
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
        let script = search_index(&resolved);
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
