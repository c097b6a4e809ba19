//! `check --fix`: writes the numbers that hold into the author's files, and touches nothing else.

use super::whole;
use crate::diagnostics::rules::CLAIM_MISMATCH;
use crate::diagnostics::{Diagnostics, FileId, Files, Fix};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;

/// The byte order mark of UTF-8, which is no part of a file's text.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What was done to one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fixed {
    path: Utf8PathBuf,
    count: usize,
}

impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = if self.count == 1 { "number" } else { "numbers" };
        write!(f, "{}: {} {numbers} rewritten", self.path, self.count)
    }
}

/// Applies the fixes of false claims, each file as a whole or not at all: what was done, and why the other files stay as they are. One
/// that cannot be read or written, or has changed since it was checked, is no reason to leave out the next.
pub(super) fn apply(
    folder: &Utf8Path,
    diagnostics: &Diagnostics,
    files: &Files,
) -> (Vec<Fixed>, Vec<String>) {
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.rule == CLAIM_MISMATCH) {
        if let Some(fix) = &diagnostic.fix {
            by_file.entry(fix.span.file).or_default().push(fix);
        }
    }
    let (mut done, mut faults) = (Vec::new(), Vec::new());
    for (id, fixes) in by_file {
        let file = files.get(id);
        let (text, count) = mended(&file.text, fixes);
        match write(&folder.join(&file.path), &file.text, &text) {
            Ok(()) => done.push(Fixed { path: file.path.clone(), count }),
            Err(why) => faults.push(format!("{}: {why}", file.path)),
        }
    }
    (done, faults)
}

/// The text with the fixes in it, and how many there are. Of two that overlap, the later one stands.
fn mended(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.start));
    let mut mended = text.to_owned();
    let (mut limit, mut count) = (text.len(), 0);
    for fix in fixes {
        let range = fix.span.range();
        if range.end <= limit && text.get(range.clone()).is_some() {
            limit = range.start;
            mended.replace_range(range, &fix.text);
            count += 1;
        }
    }
    (mended, count)
}

/// Puts the new text in the place of the old one.
pub(super) fn write(path: &Utf8Path, old: &str, new: &str) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let mark = if bytes.starts_with(MARK) { MARK } else { &[] };
    if bytes.get(mark.len()..) != Some(old.as_bytes()) {
        return Err("the file is not UTF-8 or has changed since; save it as UTF-8 and run again".to_owned());
    }
    whole::write(path, &[mark, new.as_bytes()].concat()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Span;

    #[test]
    fn fixes_are_applied_from_the_end_and_never_on_top_of_each_other() {
        let mut files = Files::default();
        let text = "a 68% b\r\nc $18M d";
        let file = files.add("a.md", text);
        let fix = |range: std::ops::Range<usize>, new: &str| Fix {
            span: Span::new(file, range),
            text: new.to_owned(),
        };
        let (first, second, across) = (fix(2..5, "7%"), fix(11..15, "$121M"), fix(4..12, "x"));
        assert_eq!(mended(text, vec![&first, &second]), ("a 7% b\r\nc $121M d".to_owned(), 2));
        assert_eq!(mended(text, vec![&first, &second, &across]), ("a 7% b\r\nc $121M d".to_owned(), 2));
        assert_eq!(mended(text, vec![&fix(40..41, "x")]), (text.to_owned(), 0));
    }
}
