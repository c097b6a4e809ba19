//! Words that an author means and YAML takes for a comment: `title: We are #1 in wind`.

use crate::diagnostics::{Diagnostic, Span, rules};
use crate::syntax::tree::{Tree, TreeKind};
use std::ops::Range;

/// What is wrong where such words stand.
pub(crate) fn cut_off_finding(words: &str, span: Span) -> Diagnostic {
    Diagnostic::new(rules::CUT_OFF, cut_off_message(words)).at(span, "this is not read").help(CUT_OFF_HELP)
}

/// The message of that finding.
pub(crate) fn cut_off_message(words: &str) -> String {
    format!("`{words}` is a comment in YAML, and is left out")
}

/// What to do about it.
pub(crate) const CUT_OFF_HELP: &str = "put the whole value in quotes; a comment has a blank behind its `#`";

/// The comments right behind texts without quotes, or where a value is missing, that do not look like one: a letter, a digit or a
/// mark of ours follows the `#`.
pub(crate) fn cut_off(text: &str, tree: &Tree) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    visit(text, tree, &mut found);
    found
}

fn visit(text: &str, tree: &Tree, found: &mut Vec<Range<usize>>) {
    match &tree.kind {
        TreeKind::String(_) if is_plain(text, tree) => found.extend(comment(text, tree.range.end)),
        TreeKind::List(items) => items.iter().for_each(|item| visit(text, item, found)),
        TreeKind::Map(entries) => {
            for (key, value) in entries {
                match value.kind {
                    TreeKind::Null if value.range.is_empty() => {
                        let behind = text.get(key.range.end..).unwrap_or_default();
                        let colon = behind.len() - behind.trim_start().len();
                        if behind[colon..].starts_with(':') {
                            found.extend(comment(text, key.range.end + colon + 1));
                        }
                    }
                    _ => visit(text, value, found),
                }
            }
        }
        _ => {}
    }
}

/// Whether a text is written as it is, without quotes, and is no alias.
fn is_plain(text: &str, tree: &Tree) -> bool {
    let written = text.get(tree.range.clone()).unwrap_or_default();
    !written.starts_with(['"', '\'', '|', '>', '*']) && !written.is_empty()
}

/// The comment behind `end`, on its line, that does not look like one.
fn comment(text: &str, end: usize) -> Option<Range<usize>> {
    let line = text.get(end..)?.lines().next()?;
    let comment = line.trim_start();
    let start = end + line.len() - comment.len();
    let words = comment.strip_prefix('#').filter(|_| start > end)?;
    let is_text = words.starts_with(|c: char| c.is_alphanumeric() || "{[$@".contains(c));
    is_text.then(|| start..start + comment.trim_end().len())
}
