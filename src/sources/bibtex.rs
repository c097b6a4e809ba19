//! BibTeX and BibLaTeX.

mod names;
mod scan;
mod tex;

use super::{Declared, fault, key_fault, mended};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, rules};
use crate::model::{Freshness, Source};
use hayagriva::io::{BibLaTeXError, from_biblatex_str};
use hayagriva::types::{EntryType, Publisher};
use hayagriva::{Entry, Library};
use scan::{DEPTH, Field, Piece, pieces};
use std::ops::Range;

/// What is wrong with an entry, where, and what to do.
struct EntryFault {
    message: String,
    place: Range<usize>,
    help: String,
}

const SYNTAX: &str = "close every brace and quote, and put a comma between fields";

/// Reads `sources.bib`.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Declared> {
    let mut pieces = pieces(text);
    let mut found = Vec::new();
    if pieces.is_empty() && !text.trim().is_empty() {
        let message = "the file holds no source, expected entries such as `@report{key, title = {…}}`";
        diagnostics.push(
            Diagnostic::new(rules::INVALID_SOURCES, message)
                .at(Span::new(file, 0..0), "")
                .help("remove the file, or add entries"),
        );
    }
    pieces.retain(|piece| {
        let Some(place) = piece.too_deep(text) else { return true };
        let message = format!("braces are nested deeper than {DEPTH}");
        diagnostics.push(
            Diagnostic::new(rules::INVALID_SOURCES, message).at(Span::new(file, place), "").help(SYNTAX),
        );
        found.extend(piece.is_source().then(|| Err(piece.key.to_owned())));
        false
    });
    let clean = clean(text, &pieces);
    let whole = from_biblatex_str(&clean).ok();
    for piece in pieces.iter().filter(|piece| piece.is_source()) {
        let span = Span::new(file, piece.key_place.clone());
        let key = piece.key.to_owned();
        if let Some(fault) = key_fault(&key, span) {
            diagnostics.push(fault);
            found.push(Err(key));
            continue;
        }
        let entry = whole.as_ref().and_then(|library| library.get(piece.key)).cloned();
        let entry = entry.map_or_else(|| alone(&clean, &pieces, piece), Ok);
        match entry.and_then(|entry| with_address(text, piece, entry)) {
            Ok(entry) => {
                let entry = tex::readable(published(mended::entry(&entry)));
                let fields = piece.fields(text);
                names::check(file, text, &fields).for_each(|finding| diagnostics.push(finding));
                found.push(Ok(Source { key, span, entry, freshness: Freshness::default() }));
            }
            Err(faults) => {
                for EntryFault { message, place, help } in faults {
                    diagnostics.push(fault(piece.key, &message, Span::new(file, place)).help(help));
                }
                found.push(Err(key));
            }
        }
    }
    found
}

/// The text as hayagriva should see it, with each byte in its place: entries only, names with plain blanks (`J.~R. Smith`), and addresses
/// without TeX around them. Of `howpublished = {\url{…}}` it would keep the words without the address.
fn clean(text: &str, pieces: &[Piece<'_>]) -> String {
    let mut clean = String::with_capacity(text.len());
    for piece in pieces.iter().filter(|piece| piece.kind != "comment") {
        clean.push_str(&" ".repeat(piece.place.start - clean.len()));
        clean.push_str(&text[piece.place.clone()]);
        if !piece.is_source() {
            continue;
        }
        let fields = piece.fields(text);
        let has_url = fields.iter().any(|field| field.name == "url");
        for field in fields.iter().filter(|field| matches!(field.name.as_str(), "author" | "editor")) {
            let place = field.value_place.clone();
            let names = text[place.clone()].replace("\\~", "\\\0").replace('~', " ").replace("\\\0", "\\~");
            clean.replace_range(place, &names);
        }
        for field in &fields {
            let how = field.name == "howpublished" && !has_url;
            let Some(address) = address(text, field).filter(|_| how || field.name == "url") else { continue };
            let Range { start, end } = field.value_place.clone();
            let (before, after) = (" ".repeat(address.start - start), " ".repeat(end - address.end));
            clean.replace_range(start..end, &format!("{before}{}{after}", &text[address]));
            if how {
                clean.replace_range(field.name_place.clone(), "url         ");
            }
        }
    }
    clean
}

/// Where the address stands in a field that is `\url{…}`, has it among its words, or is one.
fn address(text: &str, field: &Field) -> Option<Range<usize>> {
    let value = &text[field.value_place.clone()];
    let (from, length) = match value.find("\\url{") {
        Some(at) => (at + 5, value[at + 5..].find('}')?),
        None => {
            let bare = value.trim();
            let is_one = bare.starts_with("https://") || bare.starts_with("http://");
            if !is_one || bare.contains(|c: char| c.is_whitespace() || "{}\\".contains(c)) {
                return None;
            }
            (value.len() - value.trim_start().len(), bare.len())
        }
    };
    let start = field.value_place.start + from;
    Some(start..start + length)
}

/// The entry, unless it has an address that hayagriva passed over as none. The words around an address are its note.
fn with_address(text: &str, piece: &Piece<'_>, mut entry: Entry) -> Result<Entry, Vec<EntryFault>> {
    let fields = piece.fields(text);
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    let value = |field: &Field| text[field.value_place.clone()].trim();
    if let Some(url) = field("url") {
        return match value(url) {
            written if entry.url_any().is_none() && !written.is_empty() => Err(vec![EntryFault {
                message: format!("`url`: `{written}` is no address"),
                place: url.value_place.clone(),
                help: "begin it with `https://`".to_owned(),
            }]),
            _ => Ok(entry),
        };
    }
    let how = field("howpublished").map(value).filter(|how| how.contains("\\url{"));
    let words = how.map(|how| how.replace("\\url", "").replace(['{', '}'], ""));
    if let Some(words) = words.filter(|words| words.trim().contains(char::is_whitespace))
        && entry.note().is_none()
    {
        entry.set_note(words.trim().to_owned().into());
    }
    Ok(entry)
}

/// A thesis or report with the institution as its publisher: that is the name styles print.
fn published(mut entry: Entry) -> Entry {
    let of_institution = matches!(entry.entry_type(), EntryType::Report | EntryType::Thesis);
    let publisher = entry.publisher();
    let location = publisher.and_then(Publisher::location).cloned();
    if of_institution
        && publisher.and_then(Publisher::name).is_none()
        && let Some(institution) = entry.organization().cloned()
    {
        entry.set_publisher(Publisher::new(Some(institution), location));
    }
    entry
}

/// One entry read by itself, with the abbreviations of the file; faults with their places in the file.
fn alone(text: &str, pieces: &[Piece<'_>], piece: &Piece<'_>) -> Result<Entry, Vec<EntryFault>> {
    let strings = pieces.iter().filter(|other| other.kind == "string");
    let mut small: String = strings.map(|other| &text[other.place.clone()]).collect();
    let shift = small.len();
    small.push_str(&text[piece.place.clone()]);
    let place = |span: Range<usize>| {
        let start = span.start.checked_sub(shift)? + piece.place.start;
        let end = span.end.checked_sub(shift)? + piece.place.start;
        text.get(start..end).map(|_| start..end)
    };
    let empty = || {
        let (message, help) = ("it has no content".to_owned(), SYNTAX.to_owned());
        vec![EntryFault { message, place: piece.key_place.clone(), help }]
    };
    let faults = match from_biblatex_str(&small) {
        Ok(library) => return library.get(piece.key).cloned().ok_or_else(empty),
        Err(faults) => faults,
    };
    let readable = |text: &str| -> Option<Library> { from_biblatex_str(text).ok() };
    let told = |error| match error {
        BibLaTeXError::Parse(error) => EntryFault {
            message: error.kind.to_string(),
            place: place(error.span).unwrap_or_else(|| piece.key_place.clone()),
            help: SYNTAX.to_owned(),
        },
        BibLaTeXError::Type(error) => {
            let at = place(error.span);
            let fields = piece.fields(text);
            let without = |field: &&Field| {
                let mut less = small.clone();
                let range = field.name_place.start..field.value_place.end;
                let range = range.start + shift - piece.place.start..range.end + shift - piece.place.start;
                // A field of another name in its place, so that braces and commas stay right.
                less.replace_range(
                    range.start..range.start + field.name.len(),
                    &"x".repeat(field.name.len()),
                );
                readable(&less).is_some()
            };
            let around = |field: &&Field| {
                let value = &field.value_place;
                at.as_ref().is_some_and(|at| value.start <= at.start && at.end <= value.end)
            };
            // A month without its year is not read at all, so the year is the last to be left out.
            let but_year = || fields.iter().filter(|field| field.name != "year");
            match fields.iter().find(around).or_else(|| but_year().find(without)) {
                Some(field) => EntryFault {
                    message: format!("`{}`: {}", field.name, error.kind),
                    place: field.value_place.clone(),
                    help: advice(&field.name),
                },
                None => EntryFault {
                    message: error.kind.to_string(),
                    place: at.unwrap_or_else(|| piece.key_place.clone()),
                    help: "write the field as BibLaTeX has it".to_owned(),
                },
            }
        }
    };
    Err(faults.into_iter().map(told).collect())
}

fn advice(field: &str) -> String {
    match field {
        "year" | "month" | "day" | "date" | "urldate" | "eventdate" | "origdate" => {
            "write a year as `2024`, a month as `jun` or `6`, all of a date as `date = {2024-06-05}`; leave out what is not known"
                .to_owned()
        }
        _ => format!("write `{field}` as BibLaTeX has it"),
    }
}
