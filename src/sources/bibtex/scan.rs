//! Where the entries of a BibTeX file and their fields stand. Braces are counted as the biblatex crate counts them, which reads
//! the entries afterwards.

use std::ops::Range;

/// One `@…{…}` of the file.
pub(super) struct Piece<'a> {
    /// `article`, `string` …, in lower case.
    pub(super) kind: String,
    pub(super) key: &'a str,
    pub(super) key_place: Range<usize>,
    pub(super) place: Range<usize>,
}

/// One `name = {value}` of an entry.
pub(super) struct Field {
    /// In lower case.
    pub(super) name: String,
    pub(super) name_place: Range<usize>,
    /// Without the braces or quotes around it, unless it is of several parts.
    pub(super) value_place: Range<usize>,
}

/// So deep may braces be nested: the biblatex crate calls itself for each, and would run out of stack.
pub(super) const DEPTH: usize = 100;

impl Piece<'_> {
    /// The first brace that is nested deeper than `DEPTH`.
    pub(super) fn too_deep(&self, text: &str) -> Option<Range<usize>> {
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, letter) in text[self.place.clone()].char_indices() {
            match letter {
                '{' if !escaped => depth += 1,
                '}' if !escaped => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEPTH {
                let at = self.place.start + at;
                return Some(at..at + 1);
            }
            escaped = letter == '\\' && !escaped;
        }
        None
    }

    pub(super) fn is_source(&self) -> bool {
        !matches!(self.kind.as_str(), "string" | "preamble" | "comment")
    }

    /// The fields up to the first that is not written as one.
    pub(super) fn fields(&self, text: &str) -> Vec<Field> {
        let mut at = self.key_place.end;
        let mut fields = Vec::new();
        while let Some(field) = field(text, skip(text, at, ",")) {
            at = field.1;
            fields.push(field.0);
        }
        fields.retain(|field| field.value_place.end <= self.place.end);
        fields
    }
}

/// The pieces of the file. What stands between them is no entry; `%` there hides the rest of its line.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['@', '%']) {
        let start = at + found;
        at = if text[start..].starts_with('%') {
            line_end(text, start)
        } else if let Some(piece) = piece(text, start) {
            let end = piece.place.end;
            pieces.push(piece);
            end
        } else {
            start + 1
        };
    }
    pieces
}

/// The piece whose `@` stands at `start`.
fn piece(text: &str, start: usize) -> Option<Piece<'_>> {
    let (open, kind) = opening(text, start)?;
    let kind = kind.to_lowercase();
    let after = &text[open + 1..];
    let has_key = !matches!(kind.as_str(), "string" | "preamble" | "comment");
    let raw = if has_key { after.split([',', '\n', '}', ')']).next().unwrap_or_default() } else { "" };
    let key = raw.trim();
    let key_start = open + 1 + raw.len() - raw.trim_start().len();
    let end = close(text, open, open + 1 + raw.len(), kind == "comment")
        .or_else(|| next_line_with_entry(text, open))
        .unwrap_or(text.len());
    Some(Piece { kind, key, key_place: key_start..key_start + key.len(), place: start..end })
}

/// The brace behind `@misc`, and the word before it.
fn opening(text: &str, start: usize) -> Option<(usize, &str)> {
    let name = text[start..].strip_prefix('@')?.trim_start();
    let length = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let brace = name[length..].trim_start();
    (length > 0 && brace.starts_with(['{', '('])).then(|| (text.len() - brace.len(), &name[..length]))
}

/// Where the piece ends whose brace stands at `open`, read on from `at`.
fn close(text: &str, open: usize, mut at: usize, comment: bool) -> Option<usize> {
    let closing = if text[open..].starts_with('(') { ')' } else { '}' };
    let mut depth = 0_usize;
    loop {
        let letter = text[at..].chars().next()?;
        match letter {
            _ if letter == closing && depth == 0 => return Some(at + 1),
            '\\' => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '"' if depth == 0 && !comment => at = quoted(text, at)? - 1,
            '%' if depth == 0 && !comment => at = line_end(text, at) - 1,
            _ => {}
        }
        at += if matches!(letter, '"' | '%') { 1 } else { letter.len_utf8() };
    }
}

/// The end of the quoted text that begins at `start`.
fn quoted(text: &str, start: usize) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text[start + 1..].char_indices() {
        match letter {
            '"' if !escaped => return Some(start + 1 + at + 1),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

/// An entry that is never closed ends where a line begins the next one.
fn next_line_with_entry(text: &str, open: usize) -> Option<usize> {
    let mut at = line_end(text, open);
    while at < text.len() {
        let line = &text[at..];
        let start = at + line.len() - line.trim_start().len();
        if opening(text, start).is_some() {
            return Some(start);
        }
        at = line_end(text, start);
    }
    None
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// Past blanks, comments and the letters of `more`.
fn skip(text: &str, mut at: usize, more: &str) -> usize {
    while let Some(letter) = text[at..].chars().next() {
        match letter {
            '%' => at = line_end(text, at),
            _ if letter.is_whitespace() || more.contains(letter) => at += letter.len_utf8(),
            _ => break,
        }
    }
    at
}

/// The field that begins at `start`, and where it ends.
fn field(text: &str, start: usize) -> Option<(Field, usize)> {
    let name = text[start..].split(|c: char| c.is_whitespace() || "={}\",#%".contains(c)).next()?;
    let equals = skip(text, start + name.len(), "");
    text[equals..].strip_prefix('=').filter(|_| !name.is_empty())?;
    let first = skip(text, equals + 1, "");
    let (mut place, mut end) = part(text, first)?;
    loop {
        let next = skip(text, end, "");
        if !text[next..].starts_with('#') {
            break;
        }
        end = part(text, skip(text, next + 1, ""))?.1;
        place = first..end;
    }
    let field =
        Field { name: name.to_lowercase(), name_place: start..start + name.len(), value_place: place };
    Some((field, end))
}

/// One part of a value: what it says, and where it ends.
fn part(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let end = match text[at..].chars().next()? {
        '{' => close(text, at, at + 1, true)?,
        '"' => quoted(text, at)?,
        _ => {
            let rest = &text[at..];
            let length = rest.find(|c: char| c.is_whitespace() || ",}#)".contains(c)).unwrap_or(rest.len());
            return (length > 0).then_some((at..at + length, at + length));
        }
    };
    Some((at + 1..end - 1, end))
}
