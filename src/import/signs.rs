//! What a line begins with, and what that makes of it.

use super::lines::is_dense;

/// What begins and ends a block of Pandoc, `::: {.note}`. A report leaves such lines out, so that nothing else may stand in them.
pub(super) const DIV: &str = ":::";

/// A line without words that parts what stands above and below.
pub(super) fn is_rule(text: &str) -> bool {
    text.chars().count() >= 3 && text.chars().all(|c| "-=_*~#+·•. ".contains(c))
}

/// Whether Markdown would take two lines for something else if they were one: a break that is marked, the kind of an alert, a term
/// and its definition.
pub(super) fn keeps_end(text: &str, next: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or(text);
    let alert = last.strip_prefix("[!").and_then(|rest| rest.strip_suffix(']'));
    last.ends_with('\\')
        || next.starts_with(": ")
        || alert.is_some_and(|kind| kind.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a line begins a footnote of Markdown: `[^a]: `.
pub(super) fn is_note(text: &str) -> bool {
    text.strip_prefix("[^")
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(name, _)| !name.contains(']'))
}

/// A text without the attributes that Markdown has behind a heading, and the id among them: `Costs {#costs .wide}`.
pub(super) fn attributes(text: &str) -> (&str, Option<String>) {
    let Some((words, list)) = text.strip_suffix('}').and_then(|text| text.rsplit_once('{')) else {
        return (text, None);
    };
    let known =
        |part: &str| part == "-" || part.contains('=') || part.len() > 1 && part.starts_with(['#', '.']);
    if words.trim().is_empty() || list.trim().is_empty() || !list.split_whitespace().all(known) {
        return (text, None);
    }
    let id = list.split_whitespace().find_map(|part| part.strip_prefix('#'));
    (words.trim_end(), id.map(str::to_owned))
}

/// The fence of code that a line begins with.
pub(super) fn fence(text: &str) -> Option<&str> {
    let sign = text.chars().next().filter(|sign| "`~".contains(*sign))?;
    let rest = text.trim_start_matches(sign);
    let fence = &text[..text.len() - rest.len()];
    // Backticks that are closed on the line are code in a sentence.
    (fence.len() >= 3 && !(sign == '`' && rest.contains('`'))).then_some(fence)
}

/// Whether a line ends the code that a fence has begun.
pub(super) fn ends_code(text: &str, fence: &str) -> bool {
    text.starts_with(fence) && text.trim_start_matches(|c| fence.starts_with(c)).is_empty()
}

/// Whether a line begins with the mark of a source in a list: `¹`, `[1]`, `[^1]:`.
pub(super) fn starts_mark(text: &str) -> bool {
    let superscript = text.starts_with(|c: char| super::marks::superscript(c).is_some());
    let bracket = text.strip_prefix('[').or_else(|| text.strip_prefix("\\["));
    let digits = |rest: &str| rest.trim_start_matches('^').starts_with(|c: char| c.is_ascii_digit());
    superscript || bracket.is_some_and(|rest| digits(rest) && rest.contains(']'))
}

/// What follows the sign of an item without a number.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let sign = text.chars().next()?;
    let rest = text.get(sign.len_utf8()..)?;
    let round = "•‣◦▪●○■□➢➤✓✔·\u{f0b7}\u{f0a7}".contains(sign);
    let plain = "-*+–—".contains(sign) && rest.starts_with([' ', '\t']);
    // `・` and `·` stand between words too, never before a space-less first word of a line.
    (round || plain || sign == '・').then_some(rest)
}

/// `1.`, `1)`, `(1)`, `a)`: the number and the rest.
pub(super) fn numbered(text: &str) -> Option<(Option<String>, &str)> {
    let open = text.strip_prefix('(');
    let inner = open.unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let letter = digits == 0 && inner.starts_with(|c: char| c.is_ascii_lowercase());
    let length = if letter { 1 } else { digits };
    let (number, rest) = inner.split_at_checked(length).filter(|_| (1..=3).contains(&length))?;
    let rest = match open {
        Some(_) => rest.strip_prefix(')')?,
        None if letter => rest.strip_prefix(')')?,
        None => rest.strip_prefix(['.', ')', '、', '．'])?,
    };
    let spaced = rest.starts_with([' ', '\t']) || rest.chars().next().is_some_and(is_dense);
    spaced.then(|| (Some(number.to_owned()), rest))
}
