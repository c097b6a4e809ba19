//! A page's text → front matter and [`Document`].
//!
//! In: one Markdown file's text. Out: its parts and every fault with its place. Entry: [`parse`]; [`output_path`] says
//! where the page goes. Steps:
//! 1. [`front_matter`] takes what stands between `+++` or `---` lines.
//! 2. [`mask`] hides `{{ … }}`, claims, citations, footnotes and references from Markdown, without moving a byte.
//! 3. [`markdown`] turns pulldown-cmark's events into nodes; [`inline`] turns what was hidden into nodes with entries in
//!    the document's tables; [`claims`] ties words to their proofs; [`captions`] finds captions of Markdown tables.
//! 4. [`blocks`] reads fenced `chart`, `echarts`, `table` and `key-figures` blocks.
//! 5. Headings without an id get one.
//!
//! Left out: whether names exist — datasets, sources, notes, figures, pages. That is for `resolve` and `check`.

mod blocks;
mod captions;
mod claims;
mod embedded;
mod foreign;
mod front_matter;
mod inline;
mod markdown;
mod mask;
mod places;
mod raw_blocks;
mod scan;
mod slips;
mod typography;

#[cfg(test)]
mod tests;

pub(crate) use markdown::is_verbatim;
pub(crate) use scan::{LONGEST, code_span, formula};

use crate::diagnostics::rules::{DUPLICATE_ID, MISSING_TITLE};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span};
use crate::model::{Document, FrontMatter};
use crate::syntax::slug::{Identifiers, slug};
use camino::Utf8Path;
use inline::{Draft, plain_text};
use places::Host;
use pulldown_cmark::Options;
use typography::Typography;

/// The citation that names a key: `[@a]`, `[@{O'Neil}]`.
pub(crate) fn citation_of(key: &str) -> String {
    scan::citation_of(key)
}

/// What a page's file holds: a [`Page`](crate::model::Page) without its places in the report and the site.
#[derive(Debug, Clone, PartialEq)]
pub struct PageParts {
    /// What stands above the text; its title comes from the first heading of level 1 when it has none of its own.
    pub front: FrontMatter,
    /// The text.
    pub document: Document,
    /// The whole text without front matter.
    pub body: Span,
}

/// Reads a page: `path` is below the content folder, `language` that of pages which name none (BCP 47).
#[must_use]
pub fn parse(file: FileId, path: &Utf8Path, text: &str, language: &str) -> (PageParts, Diagnostics) {
    let mut draft = Draft::new(Host { file, text }, Typography::of(language));
    let (mut front, start) = front_matter::read(&mut draft);
    markdown::body(&mut draft, text.get(start..).unwrap_or(""), start);
    identify_headings(&mut draft);
    if draft.title.is_none() {
        let line = text.get(start..).and_then(|body| body.lines().next()).unwrap_or_default();
        let first_line = start..start + line.len();
        let help = match line.strip_prefix('#').filter(|words| words.starts_with(char::is_alphanumeric)) {
            Some(words) => format!("a heading has a blank behind its `#`: write `# {}`", words.trim()),
            None => "add `title` to the front matter, or begin the text with `# Title`".to_owned(),
        };
        draft.diagnostics.push(
            Diagnostic::new(MISSING_TITLE, format!("the page `{path}` has no title"))
                .at(draft.host.span(first_line), "expected `title` above, or a heading of level 1")
                .help(help),
        );
    }
    front.title = draft.title.unwrap_or_default();
    let parts = PageParts { front, document: draft.document, body: Span::new(file, start..text.len()) };
    (parts, draft.diagnostics)
}

/// The Markdown that pages are written in.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Where the page of a file goes in the site: `rare-earths.md` and `rare-earths/index.md` to
/// `rare-earths/index.html`. `slug` replaces the last part.
#[must_use]
pub fn output_path(path: &Utf8Path, slug: Option<&str>) -> String {
    let folder =
        if path.file_stem() == Some("index") { path.parent().map(Utf8Path::to_path_buf) } else { None };
    let folder = folder.unwrap_or_else(|| path.with_extension(""));
    let parent = folder.parent().map_or("", Utf8Path::as_str);
    let name = match slug {
        // The home page has no part to replace.
        Some(slug) if folder.file_name().is_some() => slug,
        _ => folder.file_name().unwrap_or(""),
    };
    let parts = [parent, name, "index.html"];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// Gives every heading without an id one that no other heading or figure of the page has.
fn identify_headings(draft: &mut Draft<'_>) {
    let mut ids = Identifiers::default();
    for id in draft.document.figures.iter().filter_map(|figure| figure.id.as_ref()) {
        ids.take(&id.value);
    }
    let raw = draft.document.raw_ids.iter().map(|raw| (raw.id.value.as_str(), raw.id.span));
    let headings = draft.document.headings.iter().filter(|heading| heading.explicit);
    for (id, span) in raw.chain(headings.map(|heading| (heading.id.as_str(), heading.span))) {
        if !ids.take(id) {
            draft.diagnostics.push(
                Diagnostic::new(DUPLICATE_ID, format!("the id `{id}` is taken already on this page"))
                    .at(span, "a second use of the id")
                    .help("give it another id"),
            );
        }
    }
    taken_by_page(draft);
    for heading in draft.document.headings.iter_mut().filter(|heading| !heading.explicit) {
        let text = plain_text(&heading.text);
        let text = if is_generated(&slug(&text)) { format!("section {text}") } else { text };
        heading.id = ids.make(&text);
    }
}

/// The ids that every page may have of its own: those of the templates and of their script.
const OF_TEMPLATES: [&str; 6] =
    ["main", "notes-title", "cite-title", "interface-words", "note-preview", "fact-origin"];

/// Reports ids of the author's that the page has already: those of its frame, and of its notes where it has any.
fn taken_by_page(draft: &mut Draft<'_>) {
    let document = &draft.document;
    let has_notes = !document.citations.is_empty() || !document.note_uses.is_empty();
    let is_note = |id: &str| {
        id.strip_prefix("note-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let headings = document.headings.iter().filter(|heading| heading.explicit);
    let headings = headings.map(|heading| (heading.id.as_str(), heading.span));
    let figures = document.figures.iter().filter_map(|figure| figure.id.as_ref());
    let written = headings.chain(figures.map(|id| (id.value.as_str(), id.span)));
    let raw = document.raw_ids.iter().map(|raw| (raw.id.value.as_str(), raw.id.span));
    let taken = written.chain(raw).filter(|(id, _)| OF_TEMPLATES.contains(id) || (has_notes && is_note(id)));
    for (id, span) in taken {
        draft.diagnostics.push(
            Diagnostic::new(DUPLICATE_ID, format!("the id `{id}` is one that pages have of their own"))
                .at(span, "a second use of the id")
                .help("give it another id"),
        );
    }
}

/// Whether an id looks like those that notes, figures and sources get: `note-3`, `figure-1`, `source-key`; or is one that
/// pages have.
fn is_generated(id: &str) -> bool {
    if OF_TEMPLATES.contains(&id) {
        return true;
    }
    let generated = ["note-", "fig-", "tbl-", "figure-", "table-", "key-figures-", "source-"];
    generated.iter().any(|prefix| id.starts_with(prefix))
}
