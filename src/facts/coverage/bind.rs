//! Unsupported numbers as checked claims.

use super::{Coverage, Unsupported};
use crate::diagnostics::FileId;
use crate::resolve::Resolved;
use std::ops::Range;

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
}

/// The edits that make claims of the numbers with one certain candidate, by file and place. Numbers in front matter,
/// in figure blocks and within links are left alone, and nothing but the number is touched.
#[must_use]
pub fn bind(resolved: &Resolved, coverage: &Coverage) -> Vec<Edit> {
    let mut edits: Vec<Edit> = coverage.unsupported().filter_map(|number| edit(resolved, number)).collect();
    edits.sort_by(|a, b| a.file.cmp(&b.file).then(a.range.start.cmp(&b.range.start)));
    edits
}

fn edit(resolved: &Resolved, number: &Unsupported) -> Option<Edit> {
    let candidate = number.candidates.first().filter(|_| number.unambiguous && number.writable)?;
    let text = &resolved.report.files.get(number.span.file).text;
    let mut range = number.span.range();
    // The backslash of `\$70M` goes along.
    if text.get(..range.start).is_some_and(|before| before.ends_with('\\')) {
        range.start -= 1;
    }
    let typed = text.get(range.clone())?;
    let claim = format!("[{typed}]{{= {} }}", candidate.expression);
    Some(Edit { file: number.span.file, range, text: claim })
}
