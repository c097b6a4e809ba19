//! Sources that nothing cites, and keys that cite nothing.

use crate::content;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{NodeKind, Page, Report};
use crate::resolve::{self, Resolved};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;

/// Registry entries without a use.
pub(super) fn unused(resolved: &Resolved) -> Diagnostics {
    resolved
        .sources
        .iter()
        .filter(|entry| entry.uses.is_empty())
        .filter_map(|entry| resolved.report.sources.get(&entry.key))
        .map(|source| {
            Diagnostic::new(rules::UNUSED_SOURCE, format!("nothing cites the source `{}`", source.key))
                .at(source.span, "")
                .help(format!("cite it with `{}`, or take it out", content::citation_of(&source.key)))
        })
        .collect()
}

/// Keys in data packages that no source has, each where it stands, whether or not a figure shows the data.
pub(super) fn undefined(report: &Report) -> Diagnostics {
    let sources = report.datasets.iter().flat_map(|(_, dataset)| dataset.sources());
    let keys = sources.filter_map(|source| Some((source.span, source.key.as_deref()?)));
    // Those of a package are those of each of its resources.
    let missing: BTreeMap<Span, &str> = keys.filter(|(_, key)| !report.sources.declares(key)).collect();
    missing.into_iter().map(|(span, key)| resolve::undefined_source(&report.sources, key, span)).collect()
}

/// Keys of sources in the text without brackets, `@a`: Pandoc takes them for citations.
pub(super) fn bare(page: &Page, report: &Report) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    if report.sources.is_empty() {
        return diagnostics;
    }
    let notes = page.document.footnotes.values().flat_map(|note| &note.body);
    let mut is_code = false;
    for node in page.document.nodes.iter().chain(notes) {
        match &node.kind {
            NodeKind::Markdown(Event::Start(Tag::CodeBlock(_))) => is_code = true,
            NodeKind::Markdown(Event::End(TagEnd::CodeBlock)) => is_code = false,
            NodeKind::Markdown(Event::Text(text)) if !is_code => {
                for key in keys(text).filter(|key| report.sources.declares(key)) {
                    let written = format!("@{key}");
                    let at = report.files.text(node.span).find(&written);
                    let span = at.map_or(node.span, |at| node.span.within(at..at + written.len()));
                    let message = format!("`{written}` cites nothing without brackets, and is printed");
                    diagnostics.push(Diagnostic::new(rules::FOREIGN_MARKUP, message).at(span, "").help(
                        format!("write `{}`, behind the name of the author", content::citation_of(key)),
                    ));
                }
            }
            _ => {}
        }
    }
    diagnostics
}

/// What stands behind each `@` that begins a word, without punctuation at its end.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || "._%+-/".contains(c));
        let end = after.find(|c: char| !c.is_alphanumeric() && !"_-.:".contains(c)).unwrap_or(after.len());
        let key = after[..end].trim_end_matches(['.', ':', '-']);
        (begins && !key.is_empty()).then_some(key)
    })
}
