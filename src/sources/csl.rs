//! Sources in the format of CSL, JSON or YAML, where Hayagriva's should be: reference managers and Pandoc write them.

use crate::diagnostics::{Diagnostic, FileId, Span, rules};
use crate::syntax::tree::Tree;
use std::ops::Range;

/// A list of them.
pub(super) struct Sources {
    /// Their ids.
    pub(super) keys: Vec<String>,
    place: Range<usize>,
    /// Whether they stand under `references`, as in YAML.
    named: bool,
}

/// The sources, if that is what a file holds.
pub(super) fn sources(tree: &Tree) -> Option<Sources> {
    let references = tree.get("references").filter(|list| list.list().is_some());
    let list = references.unwrap_or(tree);
    let items = list.list().filter(|items| !items.is_empty())?;
    let is_source = |item: &Tree| item.get("id").is_some() && item.get("type").is_some();
    let id = |item: &Tree| Some(item.get("id")?.scalar_text()?.to_owned());
    items.iter().all(is_source).then(|| Sources {
        keys: items.iter().filter_map(id).collect(),
        place: list.range.start..items.first().map_or(list.range.end, |first| first.range.end),
        named: references.is_some(),
    })
}

/// The finding.
pub(super) fn fault(file: FileId, sources: &Sources) -> Diagnostic {
    let (name, read) = match sources.named {
        true => ("CSL-YAML", "pandoc -s -f markdown -t biblatex"),
        false => ("CSL-JSON", "pandoc -f csljson -t biblatex"),
    };
    let message =
        format!("these sources are {name}, expected Hayagriva's YAML: a mapping of keys to sources");
    Diagnostic::new(rules::INVALID_SOURCES, message)
        .at(Span::new(file, sources.place.clone()), "")
        .help(format!("make BibTeX of them, which is read as `content/sources.bib`: `{read} FILE -o sources.bib`, or export it where they come from"))
}
