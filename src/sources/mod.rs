//! `sources.yaml` (Hayagriva) and `sources.bib` (BibLaTeX) → the source registry.
//!
//! In: the texts of both files, each if it is there. Out: [`SourceRegistry`] in the order of declaration, the YAML file
//! first. Entry: [`parse`]. Hayagriva's readers stop at the first fault and know no places, so each file is read twice:
//! whole by hayagriva, and by a reader of ours for the places; when hayagriva refuses the file, entry by entry, so that
//! the others are kept and every fault is reported at its own. Left out: what the entries mean in print, which is the
//! work of `resolve::bibliography`.

mod bibtex;
mod hayagriva;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, rules};
use crate::model::{Source, SourceRegistry};

/// Reads the sources of both files.
#[must_use]
pub fn parse(yaml: Option<(FileId, &str)>, bib: Option<(FileId, &str)>) -> (SourceRegistry, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut registry = SourceRegistry::default();
    let mut sources = Vec::new();
    if let Some((file, text)) = yaml {
        sources.extend(hayagriva::read(file, text, &mut diagnostics));
    }
    if let Some((file, text)) = bib {
        sources.extend(bibtex::read(file, text, &mut diagnostics));
    }
    for source in sources {
        if let Err(second) = registry.add(source) {
            let first = registry.get(&second.key).map(|first| first.span);
            diagnostics.push(duplicate(&second, first));
        }
    }
    (registry, diagnostics)
}

fn duplicate(second: &Source, first: Option<Span>) -> Diagnostic {
    let message = format!("two sources have the key `{}`, expected a different one for each", second.key);
    let diagnostic = Diagnostic::new(rules::DUPLICATE_SOURCE, message)
        .at(second.span, "again here")
        .help("rename one of them, or remove it");
    match first {
        Some(first) => diagnostic.and(first, "first here"),
        None => diagnostic,
    }
}

/// A fault of an entry.
fn fault(key: &str, message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(rules::INVALID_SOURCES, format!("the source `{key}` cannot be read: {message}"))
        .at(span, "")
}
