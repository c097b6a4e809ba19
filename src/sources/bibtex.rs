//! BibTeX and BibLaTeX.

use super::fault;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, rules};
use crate::model::{Freshness, Source};
use hayagriva::Entry;
use hayagriva::io::{BibLaTeXError, from_biblatex_str};
use std::ops::Range;

/// One `@…{…}` of the file.
struct Piece<'a> {
    /// `article`, `string` …, in lower case.
    kind: String,
    key: &'a str,
    key_place: Range<usize>,
    place: Range<usize>,
}

/// What is wrong with an entry, and where, when the reader says it.
type EntryFault = (String, Option<Range<usize>>);

/// Reads `sources.bib`.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let pieces = pieces(text);
    let sources = pieces.iter().filter(|piece| piece.is_source());
    let whole = from_biblatex_str(text).ok();
    if pieces.is_empty() && !text.trim().is_empty() {
        let message = "the file holds no source, expected entries such as `@report{key, title = {…}}`";
        diagnostics.push(
            Diagnostic::new(rules::INVALID_SOURCES, message)
                .at(Span::new(file, 0..0), "")
                .help("remove the file, or add entries"),
        );
    }
    let mut found = Vec::new();
    for piece in sources {
        let span = Span::new(file, piece.key_place.clone());
        let entry = whole.as_ref().and_then(|library| library.get(piece.key)).cloned();
        match entry.map_or_else(|| alone(text, &pieces, piece), Ok) {
            Ok(entry) => {
                found.push(Source { key: piece.key.to_owned(), span, entry, freshness: Freshness::default() })
            }
            Err(faults) => {
                for (message, place) in faults {
                    let place = place.unwrap_or_else(|| piece.key_place.clone());
                    let help = "close every brace and quote, and put a comma between fields";
                    diagnostics.push(fault(piece.key, &message, Span::new(file, place)).help(help));
                }
            }
        }
    }
    found
}

impl Piece<'_> {
    fn is_source(&self) -> bool {
        !matches!(self.kind.as_str(), "string" | "preamble" | "comment")
    }
}

/// The pieces of the file: each starts at an `@` that opens a line.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with('@') {
            starts.push(at + line.len() - trimmed.len());
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).filter_map(|(start, end)| piece(text, start..end)).collect()
}

fn piece(text: &str, place: Range<usize>) -> Option<Piece<'_>> {
    let written = text.get(place.clone())?;
    let open = written.find(['{', '('])?;
    let kind = written.get(1..open)?.trim().to_lowercase();
    if kind.is_empty() || !kind.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let after = written.get(open + 1..)?;
    let length = after.find([',', '\n', '}', ')']).unwrap_or(after.len());
    let raw = after.get(..length)?;
    let key = raw.trim();
    let start = place.start + open + 1 + raw.len() - raw.trim_start().len();
    Some(Piece { kind, key, key_place: start..start + key.len(), place })
}

/// One entry read by itself, with the abbreviations of the file; faults with their places in the file.
fn alone(text: &str, pieces: &[Piece<'_>], piece: &Piece<'_>) -> Result<Entry, Vec<EntryFault>> {
    let strings = pieces.iter().filter(|other| other.kind == "string");
    let mut small: String = strings.filter_map(|other| text.get(other.place.clone())).collect();
    let shift = small.len();
    small.push_str(text.get(piece.place.clone()).unwrap_or_default());
    let place = |span: Range<usize>| {
        let start = span.start.checked_sub(shift)? + piece.place.start;
        let end = span.end.checked_sub(shift)? + piece.place.start;
        text.get(start..end).map(|_| start..end)
    };
    match from_biblatex_str(&small) {
        Ok(library) => {
            library.get(piece.key).cloned().ok_or_else(|| vec![("it has no content".to_owned(), None)])
        }
        Err(errors) => Err(errors
            .into_iter()
            .map(|error| match error {
                BibLaTeXError::Parse(error) => (error.kind.to_string(), place(error.span)),
                BibLaTeXError::Type(error) => (error.kind.to_string(), place(error.span)),
            })
            .collect()),
    }
}
