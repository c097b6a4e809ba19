//! The Changes page: what readers of earlier editions saw otherwise, newest edition first.

use super::words::Words;
use super::{CHANGES_PATH, RenderInput, SOURCES_PATH, escape, page, url};
use crate::facts::edition::{PastChange, PastChanges};
use crate::model::Page;
use crate::resolve::ResolvedPage;

/// All editions that changed something, each as a section with a table.
pub(crate) fn list(input: &RenderInput<'_>, words: &Words, history: &[PastChanges]) -> String {
    let mut out = String::new();
    for (index, past) in history.iter().enumerate() {
        edition(input, words, &mut out, (past, index));
    }
    out
}

fn edition(input: &RenderInput<'_>, words: &Words, out: &mut String, (past, index): (&PastChanges, usize)) {
    // Two editions may have one date, and so one name: they must be no landmarks.
    let id = format!("edition-{}", index + 1);
    let language = &input.resolved.report.config.language;
    let date = page::date_text(past.date, language);
    let name = words.fill("changes_edition", "date", &date);
    out.push_str("<div class=\"changes\">\n<h2");
    escape::attribute(out, "id", &id);
    out.push('>');
    escape::push(out, &name);
    out.push_str("</h2>\n<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"");
    escape::attribute(out, "aria-labelledby", &id);
    out.push_str("><table class=\"data-table\">\n<caption class=\"visually-hidden\">");
    escape::push(out, &name);
    out.push_str("</caption>\n<thead>\n<tr>");
    for key in ["changes_value", "changes_before", "changes_after", "changes_where"] {
        out.push_str("<th scope=\"col\">");
        escape::push(out, words.get(key));
        out.push_str("</th>");
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for change in &past.changes {
        row(input, words, out, change);
    }
    out.push_str("</tbody>\n</table></div>\n");
    if past.more > 0 {
        out.push_str("<p>");
        escape::push(out, &words.fill("changes_more", "n", &past.more.to_string()));
        out.push_str("</p>\n");
    }
    out.push_str("</div>\n");
}

fn row(input: &RenderInput<'_>, words: &Words, out: &mut String, change: &PastChange) {
    out.push_str("<tr><th scope=\"row\">");
    escape::push(out, if change.value.is_empty() { words.get("changes_sentence") } else { &change.value });
    out.push_str("</th><td>");
    side(out, change.old.as_deref(), words.get("changes_new"));
    out.push_str("</td><td>");
    side(out, change.new.as_deref(), words.get("changes_gone"));
    out.push_str("</td><td>");
    match address(input, change) {
        Some(href) => {
            out.push_str("<a");
            escape::attribute(out, "href", &href);
            out.push('>');
            escape::push(out, &change.label);
            out.push_str("</a>");
        }
        None => escape::push(out, &change.label),
    }
    out.push_str("</td></tr>\n");
}

/// A value, or a word for its absence.
fn side(out: &mut String, text: Option<&str>, absent: &str) {
    match text {
        Some("") => out.push('–'),
        Some(text) => escape::push(out, text),
        None => {
            out.push_str("<em>");
            escape::push(out, absent);
            out.push_str("</em>");
        }
    }
}

/// The place as far as it still exists: the anchor, else the page, else nothing.
fn address(input: &RenderInput<'_>, change: &PastChange) -> Option<String> {
    let resolved = input.resolved;
    if change.page == SOURCES_PATH {
        let key = change.anchor.strip_prefix("source-").unwrap_or_default();
        let anchor =
            resolved.sources.iter().any(|source| source.key == key).then_some(change.anchor.as_str());
        let exists = !resolved.sources.is_empty();
        return exists.then(|| url::relative_anchor(CHANGES_PATH, SOURCES_PATH, anchor));
    }
    let pages =
        resolved.order.iter().map(|id| (resolved.report.page(*id), resolved.pages.get(id.0 as usize)));
    let (page, settled) = pages.into_iter().find(|(page, _)| page.output == change.page)?;
    let anchor = Some(change.anchor.as_str()).filter(|anchor| has_anchor(page, settled, anchor));
    Some(url::relative_anchor(CHANGES_PATH, &page.output, anchor))
}

fn has_anchor(page: &Page, settled: Option<&ResolvedPage>, anchor: &str) -> bool {
    let is_note = |settled: &ResolvedPage| {
        let number = anchor.strip_prefix("note-").and_then(|number| number.parse::<usize>().ok());
        number.is_some_and(|number| (1..=settled.notes.len()).contains(&number))
    };
    page.document.headings.iter().any(|heading| heading.id == anchor)
        || settled.is_some_and(|settled| {
            settled.figures.iter().any(|figure| figure.anchor == anchor) || is_note(settled)
        })
}
