//! Unsupported numbers as checked claims.

use super::{Coverage, Unsupported};
use crate::diagnostics::FileId;
use crate::facts::{claims, plans};
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
    if is_of_another(&number.sentence, &words) {
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

/// Words for everything but the thing that a sentence names.
const OTHERS: &[&str] = &[
    "unlike",
    "outside",
    "except",
    "excluding",
    "without",
    "elsewhere",
    "außer",
    "außerhalb",
    "ohne",
    "anders",
    "hors",
    "sauf",
    "contrairement",
    "excepto",
    "salvo",
    "fuera",
    "sin",
];

/// Whether a sentence speaks of another value than that of the thing it names, by the words around those that go into the brackets.
fn is_of_another(sentence: &str, words: &Range<usize>) -> bool {
    let (before, after) =
        (sentence.get(..words.start).unwrap_or(""), sentence.get(words.end..).unwrap_or(""));
    let has = |text: &str, is_one: fn(&str) -> bool| {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(is_one)
    };
    let others = |word: &str| OTHERS.contains(&word);
    let apart = [',', ';', ':', '—'];
    let clause = (before.rsplit(apart).next().unwrap_or(""), after.split(apart).next().unwrap_or(""));
    has(before, others) || has(after, others) || has(clause.0, plans::is_one) || has(clause.1, plans::is_one)
}
