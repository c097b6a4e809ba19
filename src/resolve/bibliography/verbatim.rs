//! Words that no style may change: those with capitals inside (`MiniMax`, `TMTPost`, `U.S.`, `iPhone`).
//!
//! CSL's title and sentence case know English words only; a brand's letters are its name. Such words are marked as
//! verbatim before the style sees them, as an author would with braces.

use super::others::signed;
use hayagriva::Entry;
use hayagriva::types::{ChunkKind, ChunkedString, FormatString, Publisher, StringChunk};

/// The entry with such words of its titles and names marked, in what it is part of too.
pub(super) fn protect(entry: &Entry) -> Entry {
    let mut safe = entry.clone();
    if let Some(title) = entry.title() {
        safe.set_title(string(title));
    }
    if let Some(organization) = entry.organization() {
        safe.set_organization(string(organization));
    }
    if let Some(publisher) = entry.publisher() {
        safe.set_publisher(Publisher::new(publisher.name().map(string), publisher.location().map(string)));
    }
    if let Some(genre) = entry.genre() {
        safe.set_genre(string(genre));
    }
    if let Some(authors) = entry.authors() {
        safe.set_authors(signed(authors));
    }
    if let Some(editors) = entry.editors() {
        safe.set_editors(signed(editors));
    }
    safe.set_parents(entry.parents().iter().map(protect).collect());
    safe
}

/// Words that title case leaves small within a sentence.
const SMALL: [&str; 21] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "the",
    "to", "und", "via", "vs.", "with",
];

fn string(text: &FormatString) -> FormatString {
    FormatString {
        value: chunks(&text.value),
        short: text.short.as_deref().map(|short| Box::new(chunks(short))),
    }
}

fn chunks(text: &ChunkedString) -> ChunkedString {
    // Hayagriva sets the case when it meets the first chunk that has one, and drops the blanks there: an empty chunk
    // takes that upon itself.
    let mut safe = ChunkedString(vec![StringChunk::normal("")]);
    for chunk in &text.0 {
        match chunk.kind {
            ChunkKind::Normal => words(&chunk.value, &mut safe),
            _ => safe.push_chunk(StringChunk::new(chunk.value.clone(), chunk.kind)),
        }
    }
    safe
}

/// Blanks before a verbatim word stay with the words before it: hayagriva puts `the` into lower case again when it sees the
/// blank behind it. Between two verbatim words they are verbatim too.
fn words(text: &str, safe: &mut ChunkedString) {
    let mut rest = text;
    let mut abbreviated = false;
    while !rest.is_empty() {
        let word = rest.trim_start();
        let (blanks, _) = rest.split_at(rest.len() - word.len());
        let (word, after) = word.split_at(word.find(char::is_whitespace).unwrap_or(word.len()));
        let inside = word.chars().filter(|c| c.is_alphanumeric());
        // Hayagriva takes any full stop for the end of a sentence: `Proc. Of the`.
        let goes_on = abbreviated && SMALL.contains(&word);
        abbreviated = word.ends_with('.');
        let kind = match goes_on || inside.skip(1).any(char::is_uppercase) {
            true => ChunkKind::Verbatim,
            false => ChunkKind::Normal,
        };
        let before = safe.0.last().map_or(ChunkKind::Normal, |chunk| chunk.kind);
        safe.push_str(blanks, if before == kind { kind } else { ChunkKind::Normal });
        safe.push_str(word, kind);
        rest = after;
    }
}
