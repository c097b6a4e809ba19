//! Where the bytes of an embedded text stand in the page's file: the one place where they are shifted.

use crate::diagnostics::{FileId, Span};
use std::ops::Range;

/// The page's file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Host<'h> {
    pub(super) file: FileId,
    pub(super) text: &'h str,
}

impl Host<'_> {
    /// A span of the file, moved to places where characters start.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.boundary(range.start);
        let end = self.boundary(range.end).max(start);
        Span::new(self.file, start..end)
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Places of a text in its file.
#[derive(Debug, Clone)]
pub(super) struct Places<'h> {
    host: Host<'h>,
    /// Offset in the text and offset in the file; from there on both go on byte by byte.
    runs: Vec<(usize, usize)>,
    /// The only place known when the text cannot be matched with the file.
    whole: Option<Range<usize>>,
}

impl<'h> Places<'h> {
    /// A text that is a part of the file, from byte `base`.
    pub(super) fn part(host: Host<'h>, base: usize) -> Self {
        Self { host, runs: vec![(0, base)], whole: None }
    }

    /// A text put together from parts of the file.
    pub(super) fn runs(host: Host<'h>, runs: Vec<(usize, usize)>) -> Self {
        Self { host, runs, whole: None }
    }

    /// A value of YAML or TOML that stands at `range` of the file with its quotes, and reads `value` without them.
    pub(super) fn of_value(host: Host<'h>, range: Range<usize>, value: &str) -> Self {
        let raw = host.text.get(range.clone()).unwrap_or("");
        match align(raw, value) {
            Some(runs) => {
                let runs = runs.into_iter().map(|(text, raw)| (text, range.start + raw)).collect();
                Self { host, runs, whole: None }
            }
            None => Self { host, runs: Vec::new(), whole: Some(range) },
        }
    }

    /// The same text with `count` bytes put before it.
    pub(super) fn after_prefix(mut self, count: usize) -> Self {
        self.runs.iter_mut().for_each(|(text, _)| *text += count);
        self
    }

    /// The range of the file for a range of the text.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        if let Some(whole) = &self.whole {
            return whole.clone();
        }
        let start = self.at(range.start);
        if range.end <= range.start {
            return start..start;
        }
        // The end belongs to the run of the last byte: the next run may stand elsewhere.
        start..(self.at(range.end - 1) + 1).max(start)
    }

    /// The span for a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.host.span(self.range(range))
    }

    fn at(&self, offset: usize) -> usize {
        let run = self.runs.partition_point(|(text, _)| *text <= offset);
        match self.runs.get(run.saturating_sub(1)) {
            Some((text, file)) => file + offset.saturating_sub(*text),
            None => 0,
        }
    }
}

/// Matches a scalar as written with its value: runs of (offset in value, offset in raw). `None` when they do not match.
fn align(raw: &str, value: &str) -> Option<Vec<(usize, usize)>> {
    if raw == value {
        return Some(vec![(0, 0)]);
    }
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        let inner = raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner {
            return walk(inner, quote.len(), value, quote);
        }
    }
    let block = raw.starts_with(['|', '>']);
    let start = if block { raw.find('\n')? } else { 0 };
    walk(raw.get(start..)?, start, value, "")
}

/// Walks over both texts character by character: white space may be folded, escapes take more room than their value.
fn walk(raw: &str, base: usize, value: &str, quote: &str) -> Option<Vec<(usize, usize)>> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (offset, wanted) in value.char_indices() {
        let skip = step(raw.get(at..)?, wanted, quote)?;
        let start = at + skip.before;
        let expected = runs.last().map(|(text, file)| file + (offset - text));
        if expected != Some(base + start) {
            runs.push((offset, base + start));
        }
        at = start + skip.taken;
    }
    Some(runs)
}

struct Step {
    /// Bytes of white space or line continuations to pass over.
    before: usize,
    /// Bytes that make up the character.
    taken: usize,
}

fn step(raw: &str, wanted: char, quote: &str) -> Option<Step> {
    let mut before = 0;
    loop {
        let rest = raw.get(before..)?;
        let found = rest.chars().next();
        match found {
            Some('\\') if quote.starts_with('"') => {
                let taken = escape_length(rest);
                if rest[1..].starts_with(['\n', '\r']) {
                    before += taken;
                    continue;
                }
                return Some(Step { before, taken });
            }
            Some(c) if c == wanted => {
                let doubled = quote == "'" && rest.starts_with("''");
                return Some(Step { before, taken: if doubled { 2 } else { c.len_utf8() } });
            }
            Some(c) if c.is_whitespace() && !wanted.is_whitespace() => before += c.len_utf8(),
            // A folded line break: one space for white space of any length, passed over by the next character.
            Some(c) if c.is_whitespace() => return Some(Step { before, taken: c.len_utf8() }),
            _ if wanted.is_whitespace() => return Some(Step { before, taken: 0 }),
            _ => return None,
        }
    }
}

/// The length of a backslash escape of YAML, JSON or TOML; a UTF-16 pair counts as one.
fn escape_length(rest: &str) -> usize {
    let length = match rest.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') if rest[2..].to_ascii_lowercase().starts_with('d') && rest.get(6..8) == Some("\\u") => 12,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(_) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        None => 1,
    };
    if rest.is_char_boundary(length.min(rest.len())) { length.min(rest.len()) } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml;

    /// The text in the file under each `…` part of the value of the only key.
    fn check(file_text: &str, part: &str, expected: &str) {
        let mut files = crate::diagnostics::Files::default();
        let file = files.add("a.yaml", file_text);
        let tree = yaml::parse(file_text).unwrap();
        let value = &tree.map().unwrap()[0].1;
        let text = value.string().unwrap();
        let places = Places::of_value(Host { file, text: file_text }, value.range.clone(), text);
        let start = text.find(part).unwrap();
        assert_eq!(files.text(places.span(start..start + part.len())), expected);
    }

    #[test]
    fn parts_of_values_are_found_in_the_file() {
        check("t: plain 漢字 text", "漢字", "漢字");
        check("t: 'it''s {{ x }}'", "{{ x }}", "{{ x }}");
        check(r#"t: "a \"q\" \u6f22 {{ x }}""#, "{{ x }}", "{{ x }}");
        check(r#"t: "a \ud83d\ude00 z""#, "z", "z");
        check("t: >-\n  one two\n  three\n\n  four", "three", "three");
        check("t: >-\n  one two\n  three\n\n  four", "four", "four");
        check("t: >-\n  one two\n  three\n\n  four", "two three", "two\n  three");
        check("t: |\n  a\n\n    b: c\n", "b: c", "b: c");
        check("t: one\n   two", "two", "two");
    }

    #[test]
    fn a_value_that_does_not_match_has_one_place() {
        let mut files = crate::diagnostics::Files::default();
        let text = "t: *alias";
        let host = Host { file: files.add("a.yaml", text), text };
        let places = Places::of_value(host, 3..9, "other words");
        assert_eq!(files.text(places.span(2..4)), "*alias");
    }
}
