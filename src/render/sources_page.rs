//! The Sources page: every source with its details and links to every place that uses it.

use super::notes::letters;
use super::words::Words;
use super::{RenderInput, SOURCES_PATH, escape, url};
use crate::resolve::{SourceEntry, SourceUse};
use crate::syntax::address;

/// All entries as `<ul class="source-list">…</ul>`.
pub(crate) fn list(input: &RenderInput<'_>, words: &Words) -> String {
    let mut out = String::from("<ul class=\"source-list\">\n");
    for source in &input.resolved.sources {
        entry(input, words, &mut out, source);
    }
    out.push_str("</ul>\n");
    out
}

fn entry(input: &RenderInput<'_>, words: &Words, out: &mut String, source: &SourceEntry) {
    out.push_str("<li class=\"source\"");
    escape::attribute(out, "id", &format!("source-{}", source.key));
    out.push_str(">\n<p class=\"source-entry\">");
    out.push_str(&source.html);
    out.push_str("</p>\n");
    if let Some(note) = &source.note {
        out.push_str("<p class=\"source-note\">");
        escape::push(out, note);
        out.push_str("</p>\n");
    }
    let linked = source.html.contains("<a ");
    if let Some(address) = source.url.as_ref().filter(|address| !linked && !address::is_dangerous(address)) {
        out.push_str("<p class=\"source-link\"><a rel=\"noopener\"");
        escape::attribute(out, "href", address);
        out.push('>');
        escape::push(out, words.get("source_open"));
        out.push_str("<span class=\"visually-hidden\">: ");
        escape::push(out, &source.title);
        out.push_str("</span></a></p>\n");
    }
    uses(input, words, out, &source.uses);
    out.push_str("</li>\n");
}

/// The uses by page, in the order they come in.
fn uses(input: &RenderInput<'_>, words: &Words, out: &mut String, uses: &[SourceUse]) {
    if uses.is_empty() {
        out.push_str("<p class=\"source-uses\">");
        escape::push(out, words.get("source_unused"));
        out.push_str("</p>\n");
        return;
    }
    out.push_str("<div class=\"source-uses\"><p>");
    escape::push(out, words.get("source_used"));
    out.push_str("</p>\n<ul>\n");
    for group in uses.chunk_by(|a, b| a.page == b.page) {
        let Some(page) = group.first().map(|first| first.page) else { continue };
        let Some(target) = input.resolved.report.pages.get(page.0 as usize) else { continue };
        let title = input.resolved.pages.get(page.0 as usize).map_or("", |page| page.title.as_str());
        out.push_str("<li>");
        link(out, &url::relative(SOURCES_PATH, &target.output), title);
        for (index, place) in group.iter().filter(|place| !place.anchor.is_empty()).enumerate() {
            out.push_str(if index > 0 { ", " } else { ": " });
            let href = url::relative_anchor(SOURCES_PATH, &target.output, Some(&place.anchor));
            link(out, &href, &name(input, words, place));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul></div>\n");
}

/// `Figure 3` for a figure; `Note 2` for a note mark, `Note 2 a` where the note has several.
fn name(input: &RenderInput<'_>, words: &Words, place: &SourceUse) -> String {
    let mark = place.anchor.strip_prefix("note-").and_then(|rest| rest.split_once("-use-"));
    let numbers =
        mark.and_then(|(note, nth)| Some((note.parse::<usize>().ok()?, nth.parse::<usize>().ok()?)));
    let Some((number, nth)) = numbers else { return place.label.clone() };
    let notes = input.resolved.pages.get(place.page.0 as usize).map(|page| page.notes.as_slice());
    let uses = notes.and_then(|notes| notes.get(number.checked_sub(1)?)).map_or(nth, |note| note.uses);
    let label = words.fill("note", "n", &number.to_string());
    if uses > 1 { format!("{label} {}", letters(nth.saturating_sub(1))) } else { label }
}

fn link(out: &mut String, href: &str, text: &str) {
    out.push_str("<a");
    escape::attribute(out, "href", href);
    out.push('>');
    escape::push(out, text);
    out.push_str("</a>");
}
