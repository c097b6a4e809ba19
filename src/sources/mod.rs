//! `sources.yaml` (Hayagriva) and `sources.bib` (BibLaTeX) → the source registry.
//!
//! In: the texts of both files, each if it is there. Out: [`SourceRegistry`] in the order of declaration, the YAML file
//! first. Entry: [`parse`]. Hayagriva's readers stop at the first fault and know no places, so each file is read twice:
//! whole by hayagriva, and by a reader of ours for the places; when hayagriva refuses the file, entry by entry, so that
//! the others are kept and every fault is reported at its own. Left out: what the entries mean in print, which is the
//! work of `resolve::bibliography`.

mod bibtex;
mod csl;
mod fields;
mod hayagriva;
mod mended;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, rules};
use crate::model::{Source, SourceRegistry};

/// A source, or the key of one that cannot be read.
type Declared = Result<Source, String>;

/// Reads the sources of both files.
#[must_use]
pub fn parse(yaml: Option<(FileId, &str)>, bib: Option<(FileId, &str)>) -> (SourceRegistry, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut registry = SourceRegistry::default();
    let mut declared = Vec::new();
    if let Some((file, text)) = yaml {
        declared.extend(hayagriva::read(file, text, &mut diagnostics));
    }
    if let Some((file, text)) = bib {
        declared.extend(bibtex::read(file, text, &mut diagnostics));
    }
    for source in declared {
        let source = match source {
            Ok(source) => source,
            Err(key) => {
                registry.add_broken(key);
                continue;
            }
        };
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

/// A key that no citation can name: `[@{…}]` takes all but these letters, and `fig-x` is a figure there.
fn key_fault(key: &str, span: Span) -> Option<Diagnostic> {
    let barred = |c: char| c.is_whitespace() || "[]{};".contains(c);
    let figure = ["fig-", "tbl-", "sec-"].iter().any(|lead| key.len() > lead.len() && key.starts_with(lead));
    let (message, help) = if key.is_empty() {
        ("a source has an empty key, which no citation can name".to_owned(), "give it a key".to_owned())
    } else if key.contains(barred) {
        let words: Vec<&str> = key.split(barred).filter(|word| !word.is_empty()).collect();
        (
            format!("no citation can name the key `{key}`"),
            match words.as_slice() {
                [] => "give it letters and digits".to_owned(),
                words => {
                    format!("write it without blanks, brackets, braces and semicolons: `{}`", words.join("-"))
                }
            },
        )
    } else if figure {
        (
            format!(
                "no citation can name the key `{key}`, which begins like the id of a figure, table or section"
            ),
            format!("begin it with something else: `source-{key}`"),
        )
    } else {
        return None;
    };
    Some(Diagnostic::new(rules::INVALID_SOURCES, message).at(span, "").help(help))
}
