//! Unsupported numbers as checked claims.

use super::{Coverage, Unsupported};
use crate::diagnostics::FileId;
use crate::facts::{claims, contradictions::guards};
use crate::model::{PageId, Value};
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

/// The edits that make claims of the numbers with one certain candidate, by file and place, where the claim holds with the words
/// around the number. Numbers in front matter, in figure blocks and within links are left alone, and nothing but brackets and
/// expression is added.
#[must_use]
pub fn bind(resolved: &Resolved, coverage: &Coverage) -> Vec<Edit> {
    let numbers =
        coverage.pages.iter().flat_map(|page| page.unsupported.iter().map(|number| (page.page, number)));
    let mut edits: Vec<Edit> = numbers.filter_map(|(page, number)| edit(resolved, page, number)).collect();
    edits.sort_by(|a, b| a.file.cmp(&b.file).then(a.range.start.cmp(&b.range.start)));
    edits
}

fn edit(resolved: &Resolved, page: PageId, number: &Unsupported) -> Option<Edit> {
    let candidate = number.candidates.first().filter(|_| number.unambiguous && number.writable)?;
    let text = &resolved.report.files.get(number.span.file).text;
    let locale = &resolved.pages.get(page.0 as usize)?.locale;
    let cell = candidate.cell;
    let scalar = resolved.report.datasets.get(cell.dataset).scalar(cell.record as usize, cell.field as usize);
    let value = Value { origin: Some(cell), ..Value::new(scalar) };
    // `under 3%` goes into the brackets as a whole.
    let words = claims::brackets(&number.sentence, &number.within, &value, locale)?;
    // `2.1% higher than in 2020` and `the target is 2.1%` say nothing of the cell.
    let apart = [';', ':', '—'];
    let before = number.sentence.get(..words.start)?.rsplit(apart).next()?;
    let after = number.sentence.get(words.end..)?.split(apart).next()?;
    if [before, after].iter().any(|part| guards::of_another_value(part, &locale.language)) {
        return None;
    }
    let (before, after) = (words.start..number.within.start, number.within.end..words.end);
    let (before, after) = (number.sentence.get(before)?, number.sentence.get(after)?);
    let mut range = number.span.range();
    // The backslash of `\$70M` goes along.
    if text.get(..range.start).is_some_and(|before| before.ends_with('\\')) {
        range.start -= 1;
    }
    // The file must read the same around the number: no emphasis, no escapes.
    let plain = |words: &str| !words.contains(['[', ']', '\\']);
    let same = text.get(..range.start)?.ends_with(before) && text.get(range.end..)?.starts_with(after);
    if !(same && plain(before) && plain(after)) {
        return None;
    }
    let range = range.start - before.len()..range.end + after.len();
    let claim = format!("[{}]{{= {} }}", text.get(range.clone())?, candidate.expression);
    Some(Edit { file: number.span.file, range, text: claim })
}
