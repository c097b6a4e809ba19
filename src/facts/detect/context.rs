//! A number among its neighbours.

use super::{Found, languages, lexicon};
use crate::syntax::number::Marks;
use std::ops::Range;

const OPENING: [char; 9] = ['(', '[', '"', '“', '‘', '«', '*', '\'', '„'];
const CLOSING: [char; 14] = [')', ']', '"', '”', '’', '»', '*', '\'', ',', ';', ':', '.', '!', '?'];

/// No chunk goes on farther from its number, in bytes.
const CHUNK: usize = 1000;

/// A candidate in its text. A *chunk* is a run of characters without spaces and without Chinese, Japanese or Korean
/// letters: `(€3–5m),` is one.
#[derive(Debug, Clone)]
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    /// The number found before this one.
    pub(super) last: Option<&'a Found>,
    /// How numbers in digits are written.
    pub(super) marks: Marks,
    /// BCP 47.
    language: &'a str,
    chunk: Range<usize>,
    // Nearly every rule asks for these.
    inside: Range<usize>,
    glue: &'a str,
    bare_tail: &'a str,
}

fn slice(text: &str, range: Range<usize>) -> &str {
    text.get(range).unwrap_or("")
}

impl<'a> Context<'a> {
    pub(super) fn new(
        (text, language, marks): (&'a str, &'a str, Marks),
        range: Range<usize>,
        last: Option<&'a Found>,
    ) -> Self {
        let start = chunk_start(text, range.start);
        let end = chunk_end(text, range.end);
        let glue = slice(text, start..range.start).trim_start_matches(OPENING);
        let bare_tail = slice(text, range.end..end).trim_end_matches(CLOSING);
        let inside = range.start - glue.len()..range.end + bare_tail.len();
        Self { text, range, last, marks, language, chunk: start..end, inside, glue, bare_tail }
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        slice(self.text, range)
    }

    /// The digits or the word itself.
    pub(super) fn number(&self) -> &'a str {
        self.slice(self.range.clone())
    }

    pub(super) fn before(&self) -> &'a str {
        self.slice(0..self.range.start)
    }

    pub(super) fn after(&self) -> &'a str {
        self.slice(self.range.end..self.text.len())
    }

    /// Where the whole chunk stands, closing punctuation left out.
    pub(super) fn chunk_range(&self) -> Range<usize> {
        self.inside.clone()
    }

    /// The whole chunk without punctuation around it.
    pub(super) fn chunk(&self) -> &'a str {
        self.slice(self.chunk_range())
    }

    /// What stands in the chunk before the number, without opening brackets: `$`, `F-`.
    pub(super) fn glue(&self) -> &'a str {
        self.glue
    }

    /// What stands in the chunk behind the number: `%`, `-year`, `th,`.
    pub(super) fn tail(&self) -> &'a str {
        self.slice(self.range.end..self.chunk.end)
    }

    /// The tail without punctuation at its end.
    pub(super) fn bare_tail(&self) -> &'a str {
        self.bare_tail
    }

    /// Whether nothing but punctuation stands around the number in its chunk.
    pub(super) fn stands_alone(&self) -> bool {
        self.glue().is_empty() && self.bare_tail().is_empty()
    }

    /// Whether only closing punctuation follows in the chunk and there is some.
    pub(super) fn is_closed(&self) -> bool {
        !self.tail().is_empty() && self.bare_tail().is_empty()
    }

    /// The chunk before this one (empty when something stands between), without opening brackets.
    pub(super) fn previous(&self) -> &'a str {
        let before = self.slice(0..self.chunk.start);
        let trimmed = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        if trimmed.len() == before.len() {
            return "";
        }
        trimmed.get(chunk_start(trimmed, trimmed.len())..).unwrap_or("").trim_start_matches(OPENING)
    }

    /// The chunks behind this one, punctuation included, with the place where each ends.
    pub(super) fn following(&self) -> impl Iterator<Item = (&'a str, usize)> {
        let text = self.text;
        let mut at = self.chunk.end;
        std::iter::from_fn(move || {
            let rest = text.get(at..)?;
            let spaces = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
            let start = at + spaces;
            let end = chunk_end(text, start);
            let chunk = text.get(start..end)?;
            if spaces == 0 || chunk.is_empty() {
                return None;
            }
            at = end;
            Some((chunk, end))
        })
    }

    /// The next chunk, or an empty text.
    pub(super) fn next(&self) -> &'a str {
        // Punctuation behind the number parts it from what follows.
        self.following().next().map_or("", |(chunk, _)| chunk)
    }

    /// The next chunk without punctuation; empty when the number's own chunk is closed by some.
    pub(super) fn next_word(&self) -> &'a str {
        if self.is_closed() { "" } else { bare(self.next()) }
    }

    /// The number as a whole number without marks.
    pub(super) fn integer(&self) -> Option<u32> {
        let number = self.number();
        (number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| number.parse().ok())
            .flatten()
    }

    /// Whether a word is the name of a month in the language of the text.
    pub(super) fn is_month(&self, word: &str) -> bool {
        lexicon::is_month(word, self.language)
    }

    /// Whether a word stands before numbers of parts, in the language of the text.
    pub(super) fn is_label(&self, word: &str) -> bool {
        languages::is_label(word, self.language)
    }

    /// Whether the full stop behind the number makes an ordinal of it.
    pub(super) fn is_ordinal(&self) -> bool {
        let behind = self.after().strip_prefix('.').unwrap_or("");
        languages::is_ordinal(self.slice(0..self.range.end), behind, self.language)
    }

    /// Whether all nouns have a capital, so that a capital makes no name.
    pub(super) fn has_capital_nouns(&self) -> bool {
        matches!(languages::primary(self.language), "de" | "lb")
    }

    /// Whether the chunk or word begins a sentence or the text.
    pub(super) fn begins_sentence(&self) -> bool {
        let before = self.slice(0..self.chunk.start).trim_end();
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '”', '"', '—', '–', '。'])
    }
}

/// A chunk without punctuation around it.
pub(super) fn bare(chunk: &str) -> &str {
    chunk.trim_start_matches(OPENING).trim_end_matches(CLOSING)
}

/// Whether a character is of a script written without spaces, or its punctuation.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

fn parts(c: char) -> bool {
    c.is_whitespace() || is_cjk(c)
}

fn chunk_start(text: &str, end: usize) -> usize {
    let from = text.floor_char_boundary(end.saturating_sub(CHUNK));
    let before = slice(text, from..end);
    before.char_indices().rev().find(|(_, c)| parts(*c)).map_or(from, |(at, c)| from + at + c.len_utf8())
}

fn chunk_end(text: &str, start: usize) -> usize {
    let after = slice(text, start..text.floor_char_boundary(start + CHUNK));
    start + after.find(parts).unwrap_or(after.len())
}
