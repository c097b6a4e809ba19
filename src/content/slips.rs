//! Marks of ours that are written a little otherwise, and would be printed.
//!
//! The mask remembers where one begins ([`Masked::slips`](super::mask::Masked::slips)); the finding is made where it stands in a text.

use super::{claims, foreign, scan};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::rules::INVALID_EXPRESSION;

/// Endings by which words in round brackets are known to be an address.
const ENDINGS: [&str; 17] = [
    "md", "markdown", "html", "htm", "pdf", "csv", "tsv", "json", "xlsx", "ods", "png", "jpg", "jpeg", "gif",
    "svg", "webp", "avif",
];

/// Whether the proof of a claim begins with `rest` and stands apart from its words, which end with `before`: `[words] {= … }`.
pub(super) fn is_apart(before: &str, rest: &str) -> bool {
    let words = before.trim_end();
    let space = &before[words.len()..];
    scan::proof(rest).is_some()
        && words.ends_with(']')
        && !space.is_empty()
        && space.matches('\n').count() < 2
}

/// Whether the proof of a claim begins with `rest` and no bracket stands before it: `220%{= data.x.y }`.
pub(super) fn is_bare(before: &str, rest: &str) -> bool {
    let proof = scan::proof(rest).and_then(|length| rest.get(..length)).unwrap_or_default();
    !before.ends_with(']') && (proof.contains("data.") || proof.contains("data["))
}

/// Whether a tag of a template begins with `rest`: `{% include "x" %}`.
pub(super) fn tag(rest: &str) -> Option<usize> {
    let line = rest.lines().next()?;
    line.strip_prefix("{%")?.find("%}").map(|end| end + 4)
}

/// Whether an expression in single braces begins with `rest`. `{data.table}` is none: what is printed is a part of a dataset.
pub(super) fn is_single(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let inner = line.strip_prefix('{').and_then(|inner| inner.split_once('}')).map(|(inner, _)| inner);
    let path = inner.and_then(|inner| inner.trim_start().strip_prefix("data")).unwrap_or_default();
    path.starts_with(['.', '[']) && path.matches(['.', '[']).count() > 1
}

/// The length of an address with blanks in it, with its brackets: `](my picture.png)`. Markdown takes it for text.
pub(super) fn spaced_address(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("](")?;
    let inner = inner.get(..memchr::memchr2(b')', b'\n', inner.as_bytes())?)?;
    // Nearly all addresses have neither.
    if inner.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_whitespace()) {
        return None;
    }
    let (first, title) = inner.trim().split_once(char::is_whitespace)?;
    let is_marked = first.starts_with('<') || title.trim_start().starts_with(['"', '\'', '(']);
    let ending = inner.trim_end().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_file = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    let is_closed = rest.as_bytes().get(inner.len() + 2) == Some(&b')');
    (is_closed && is_file && !is_marked && !inner.contains("{{")).then_some(inner.len() + 3)
}

/// The length of a note in its place in brackets, where the words before it end with `^`: `^[See the annex.]`. A single word may be an
/// exponent.
pub(super) fn note_in_place(before: &str, rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[').filter(|_| before.ends_with('^'))?;
    let end = inner.find([']', '[', '\n'])?;
    let is_note = inner[..end].contains(' ') && inner[end..].starts_with(']');
    (is_note && !inner[end + 1..].starts_with(['(', '[', '{'])).then_some(end + 2)
}

/// What is wrong at `at`, where a mark begins that is not closed or a little otherwise; its length, and what is there.
pub(super) fn finding(source: &str, at: usize) -> (Diagnostic, usize, &'static str) {
    let rest = source.get(at..).unwrap_or_default();
    if let Some(length) = spaced_address(rest) {
        return (foreign::spaced_address(), length, "");
    }
    if let Some(length) = note_in_place(source.get(..at).unwrap_or_default(), rest) {
        return (foreign::note_in_place(), length, "");
    }
    if is_apart(source.get(..at).unwrap_or_default(), rest) {
        let message = "found a blank between `]` and `{`, expected `[words]{= expression }`";
        let finding = Diagnostic::new(INVALID_EXPRESSION, message)
            .help("take the blank out, or write `\\{` for the brace itself");
        return (finding, 2, "this belongs to the bracket");
    }
    if let Some(length) = tag(rest) {
        return (foreign::tag(), length, "");
    }
    if is_bare(source.get(..at).unwrap_or_default(), rest) {
        let message = "found `{= … }` without words in brackets, expected `[words]{= expression }`";
        let finding = Diagnostic::new(INVALID_EXPRESSION, message).help(
            "put the words that it proves into brackets before it, or write `\\{` for the brace itself",
        );
        return (finding, 2, "no bracket stands before it");
    }
    if rest.starts_with("{=") {
        return (claims::broken(source, at), 2, NOT_CLOSED);
    }
    if !rest.starts_with("{{") {
        let (help, label) = match source.get(..at).is_some_and(|before| before.ends_with(']')) {
            true => ("write `[words]{= … }`, or `\\{` for the brace itself", "expected `{= … }`"),
            false => ("write `{{ … }}`, or `\\{` for the brace itself", "expected `{{ … }}`"),
        };
        let finding = Diagnostic::new(INVALID_EXPRESSION, "found an expression in single braces").help(help);
        return (finding, 1 + rest.find('}').unwrap_or_default(), label);
    }
    if scan::is_too_long(rest) {
        let message = format!("found `{{{{` without `}}}}` in the {} bytes that follow", scan::LONGEST);
        let finding = Diagnostic::new(INVALID_EXPRESSION, message)
            .help("shorten the expression, or close it with `}}` if it was to end before");
        return (finding, 2, NOT_CLOSED);
    }
    let message = "found `{{` without `}}`, expected both in one paragraph";
    let finding = Diagnostic::new(INVALID_EXPRESSION, message)
        .help("close it with `}}`, or write `\\{{` for the braces themselves");
    (finding, 2, NOT_CLOSED)
}

const NOT_CLOSED: &str = "this is not closed";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_like_a_mark_is_none() {
        for text in ["{data.table}", "{data}", "{ a.b.c }", "{x}", "{ data.x.y", "{}"] {
            assert!(!is_single(text), "{text}");
        }
        for text in ["{ data.x.y }", "{data[\"x\"].count()}", "{data.x[\"y\"].Z} z"] {
            assert!(is_single(text), "{text}");
        }
        for text in [
            "](a.png)",
            "](a.png \"a title.png\")",
            "](<my a.png>)",
            "](see page 5)",
            "](a b.png",
            "](v. 2.0)",
        ] {
            assert_eq!(spaced_address(text), None, "{text}");
        }
        assert_eq!(spaced_address("](my a.PNG) b"), Some(11));
        for (before, rest) in [
            ("a", "[b c]"),
            ("a^", "[2]"),
            ("a^", "[b c](d)"),
            ("a^", "[b c][d]"),
            ("a^", "[b [c] d]"),
            ("a^", "[b c"),
        ] {
            assert_eq!(note_in_place(before, rest), None, "{before}{rest}");
        }
        assert_eq!(note_in_place("a^", "[b c] d"), Some(5));
        assert!(is_bare("rose by 220%", "{= data.x.y }") && is_bare("", "{= data[\"x\"].y.z } b"));
        assert!(!is_bare("[a]", "{= data.x.y }") && !is_bare("a", "{= 1 }") && !is_bare("a", "{= data.x"));
        assert_eq!((tag("{% if x %} a"), tag("{% of all"), tag("{%%}")), (Some(10), None, Some(4)));
        assert!(is_apart("[a]  ", "{= x }") && is_apart("[a]\n", "{= x }"));
        assert!(!is_apart("[a]", "{= x }") && !is_apart("[a] ", "{=") && !is_apart("[a]\n\n", "{= x }"));
    }
}
