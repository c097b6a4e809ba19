//! Fields of `sources.yaml` that no entry has. Hayagriva passes over them in silence; what was meant would be missing in print.

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, advice, rules};
use crate::syntax::tree::Tree;

/// Fields of entries, and our own `retrieved` and `next-release`.
const FIELDS: [&str; 31] = [
    "retrieved",
    "next-release",
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "chapter",
    "serial",
];

/// Usual names of BibTeX and CSL, and what Hayagriva has for them.
const FOREIGN: [(&[&str], &str); 13] = [
    (
        &["journal", "journaltitle", "container-title", "booktitle", "series", "collection-title"],
        "write `parent: { type: Periodical, title: … }`, with the type of what the source is part of",
    ),
    (&["doi", "isbn", "issn", "pmid", "arxiv", "eprint"], "write `serial-number: { NAME: … }`"),
    (&["year", "month", "day", "issued"], "write `date: 2024`, `date: 2024-06` or `date: 2024-06-05`"),
    (&["pages", "page"], "write `page-range`"),
    (
        &["accessed", "access-date", "urldate", "visited", "access", "date-accessed"],
        "write `url: { value: https://…, date: 2024-06-05 }`",
    ),
    (&["number"], "write `issue`, or `serial-number` for that of a report"),
    (&["institution", "school"], "write `organization`, or `publisher`, which styles print"),
    (&["address", "publisher-place"], "write `publisher: { name: …, location: … }`"),
    (&["howpublished", "annote", "annotation", "addendum"], "write `note`"),
    (&["translator"], "write `affiliated: [{ role: translator, names: … }]`"),
    (&["subtitle"], "write it behind a colon in `title`"),
    (&["link", "website", "uri"], "write `url`"),
    (&["authors", "by"], "write `author`"),
];

/// A finding for each unknown field of an entry, and of what it is part of.
pub(super) fn check(file: FileId, key: &str, value: &Tree, diagnostics: &mut Diagnostics) {
    for (field, inner) in value.map().unwrap_or_default() {
        if field.name == "parent" {
            for parent in inner.list().unwrap_or(std::slice::from_ref(inner)) {
                check(file, key, parent, diagnostics);
            }
        }
        if FIELDS.contains(&field.name.as_str()) {
            continue;
        }
        let message = format!("the source `{key}` has the field `{}`, which is not known", field.name);
        diagnostics.push(
            Diagnostic::new(rules::INVALID_SOURCES, message)
                .at(Span::new(file, field.range.clone()), "not a known field")
                .maybe_help(help(&field.name)),
        );
    }
}

fn help(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let foreign = FOREIGN.iter().find(|(names, _)| names.contains(&lower.as_str()));
    foreign.map(|(_, help)| help.replace("NAME", &lower)).or_else(|| advice("field", name, FIELDS))
}
