//! What is wrong with a text that is not YAML: the parser knows where it could not go on, the line often why.

use crate::syntax::tree::SyntaxError;
use granit_parser::ScanError;
use std::ops::Range;

/// The parser's fault, in the words of its cause where that is known.
pub(super) fn syntax_error(text: &str, error: &ScanError) -> SyntaxError {
    let at = boundary(text, error.marker().byte_offset().unwrap_or(text.len()));
    let message = error.info();
    if let Some(error) = text_after_list(text, at).or_else(|| cause(text, at, &message)) {
        return error;
    }
    let message = match message.as_str() {
        "" => "this is not valid YAML".to_owned(),
        _ => format!("this is not valid YAML: {message}"),
    };
    SyntaxError { message, range: at..at }
}

/// Says that the last value before a fault at `at` begins as a list and goes on as text, `key: [42%] of all`, if it does: YAML
/// finds that only where the next key stands.
pub(crate) fn text_after_list(text: &str, at: usize) -> Option<SyntaxError> {
    // The fault stands at the value, behind it, or at the key of the next line.
    let lines = text.get(..at)?.lines().count();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate().take(lines + 1) {
        let plain = |key: &str| key.chars().all(|c| c.is_alphanumeric() || " -_".contains(c));
        let value = line.find(": [").filter(|key| plain(&line[..*key])).map(|key| key + 2).or_else(|| {
            let item = line.trim_start().strip_prefix("- [")?;
            Some(line.len() - item.len() - 1)
        });
        let near = number + 2 >= lines;
        if let Some(value) = value.filter(|value| near && goes_on(&line[*value..])) {
            let message =
                "text follows the list that begins this value: text that begins with `[` stands in quotes";
            let range = start + value..start + line.trim_end().len();
            return Some(SyntaxError { message: message.to_owned(), range });
        }
        start += line.len();
    }
    None
}

/// Whether text follows the end of the list that a value begins with.
fn goes_on(value: &str) -> bool {
    let mut depth = 0_usize;
    for (at, character) in value.char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth -= 1,
            // What stands in quotes or begins a comment may hold brackets of its own.
            '"' | '\'' | '#' => return false,
            _ => {}
        }
        if depth == 0 {
            let rest = value[at + 1..].trim();
            return !rest.is_empty() && !rest.starts_with(['#', ',', ']', '}', ':']);
        }
    }
    false
}

/// The nearest place at or before `at` where a character starts.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The commonest causes, by the lines around the fault.
fn cause(text: &str, at: usize, message: &str) -> Option<SyntaxError> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    let next = start + line.len() + 1;
    let fault = |message: &str, range: Range<usize>| Some(SyntaxError { message: message.to_owned(), range });
    // The parser names the end of the line above.
    for (start, line) in
        [(start, line), (next, text.get(next..).unwrap_or_default().lines().next().unwrap_or_default())]
    {
        if let Some(tab) = indentation(line).find('\t') {
            return fault(
                "a tab indents this line: YAML is indented with blanks",
                start + tab..start + tab + 1,
            );
        }
    }
    let value = value_of(line);
    let place = start + value.start..start + value.end;
    let value = &line[value];
    if value.starts_with(['%', '@', '`']) {
        return fault("text that begins with `%`, `@` or a backtick stands in quotes", place);
    }
    if !message.contains("mapping values") {
        return None;
    }
    if value.contains(": ") && !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '!']) {
        return fault("text with `: ` in it stands in quotes", place);
    }
    let above = text.get(..start)?.lines().rfind(|line| !line.trim().is_empty())?;
    let deeper = indentation(line).len() > indentation(above).len();
    (deeper && !above.trim_end().ends_with(':')).then(|| SyntaxError {
        message: "this line stands further in than the one above, which has its value: keys of one mapping begin in one column".to_owned(),
        range: start..start + indentation(line).len().max(1),
    })
}

fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Where the value of a line `key: value` or `- value` stands; an empty range behind the line when it has none.
fn value_of(line: &str) -> Range<usize> {
    let content = line.trim_end();
    let mut at = indentation(line).len();
    while let Some(item) = line[at..].strip_prefix("- ") {
        at = line.len() - item.trim_start().len();
    }
    let start = content.get(at..).and_then(|rest| rest.find(": ")).map_or(at, |colon| {
        let value = line[at + colon + 2..].trim_start();
        line.len() - value.len()
    });
    start.min(content.len())..content.len()
}
