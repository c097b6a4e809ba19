//! Citations and cross references: `[see @key, p. 4]`, `@fig-id`.

use super::near;
use std::ops::Range;

/// `@fig-x`, `@{fig-x}` and the same of `tbl-` and `sec-` at the start of `text`: its length.
pub(in super::super) fn reference(text: &str) -> Option<usize> {
    let (key, length) = key(text)?;
    is_reference(text.get(key)?).then_some(length)
}

/// Whether a key is one of a figure, table or section.
pub(in super::super) fn is_reference(key: &str) -> bool {
    ["fig-", "tbl-", "sec-"].iter().any(|prefix| key.len() > prefix.len() && key.starts_with(prefix))
}

/// One item between semicolons: ranges of the text between the brackets.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Item {
    pub(in super::super) prefix: Range<usize>,
    pub(in super::super) key: Range<usize>,
    pub(in super::super) locator: Range<usize>,
}

/// `[see @key, p. 4; @other]` at the start of `text`: its length and its items. `None` when it is something else: a
/// link, a footnote, words in brackets.
pub(in super::super) fn citation(text: &str) -> Option<(usize, Vec<Item>)> {
    let text = near(text);
    let inner = text.strip_prefix('[')?;
    let end = inner.find([']', '['])?;
    let after = inner.get(end..)?.strip_prefix(']')?;
    let ours = after.starts_with("[@") || after.starts_with("[^");
    if after.starts_with('(') || (after.starts_with('[') && !ours) {
        return None;
    }
    items(inner.get(..end)?).map(|items| (end + 2, items))
}

/// The citation that names a key, with braces where it needs them.
pub(in super::super) fn citation_of(key: &str) -> String {
    let plain = format!("[@{key}]");
    let names =
        |items: Vec<Item>| items.len() == 1 && plain.get(items[0].key.clone()) == plain.get(1..1 + key.len());
    let found = citation(&plain).filter(|(length, _)| *length == plain.len());
    match found.is_some_and(|(_, items)| names(items)) {
        true => plain,
        false => format!("[@{{{key}}}]"),
    }
}

/// The items of a citation, given the text between its brackets.
pub(in super::super) fn items(inner: &str) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut start = 0;
    for part in inner.split(';') {
        items.push(item(part, start)?);
        start += part.len() + 1;
    }
    Some(items)
}

fn item(part: &str, start: usize) -> Option<Item> {
    let (at, key, length) = part.match_indices('@').find_map(|(at, _)| {
        let before = part[..at].chars().next_back();
        let word_before = before.is_some_and(|c| (c.is_alphanumeric() && is_spaced(c)) || "_.@/".contains(c));
        let (key, length) = key(&part[at..]).filter(|_| !word_before)?;
        Some((at, at + key.start..at + key.end, length))
    })?;
    let prefix = part[..at].trim_end_matches(|c: char| c == '-' || c.is_whitespace());
    let lead = prefix.len() - prefix.trim_start().len();
    let after = at + length;
    let rest = part[after..].trim_end();
    let locator = rest.trim_start_matches(|c: char| c == ',' || c == '，' || c.is_whitespace());
    let locator_start = after + rest.len() - locator.len();
    let shift = |range: Range<usize>| range.start + start..range.end + start;
    Some(Item {
        prefix: shift(lead..prefix.len()),
        locator: shift(locator_start..locator_start + locator.len()),
        key: shift(key),
    })
}

/// `@key` or `@{key}` at the start of `text`: where the key stands, and the length of all. Braces, as Pandoc has them, are for
/// keys whose end cannot be told: `@{fig-销量}`.
fn key(text: &str) -> Option<(Range<usize>, usize)> {
    let name = text.strip_prefix('@')?;
    let Some(braced) = name.strip_prefix('{') else {
        let length = key_length(name);
        return (length > 0).then_some((1..1 + length, 1 + length));
    };
    let length = braced.find(|c: char| "{}[];".contains(c) || c.is_whitespace())?;
    (length > 0 && braced[length..].starts_with('}')).then_some((2..2 + length, length + 3))
}

/// The length of the citation key at the start of `text`: it begins with a letter, digit or `_` and does not end in
/// punctuation. Letters of a script that is written without spaces belong to it only where it begins with one: elsewhere the
/// running text goes on right behind it.
fn key_length(text: &str) -> usize {
    let begins_unspaced = text.starts_with(|c: char| c.is_alphanumeric() && !is_spaced(c));
    let letter = |c: char| c.is_alphanumeric() && (begins_unspaced || is_spaced(c));
    let inside = |c: char| letter(c) || "_:.#$%&+?<>~/-".contains(c);
    let key = text.split(|c| !inside(c)).next().unwrap_or("");
    let key = key.trim_end_matches(|c: char| !letter(c) && c != '_');
    if key.starts_with(|c: char| c.is_alphanumeric() || c == '_') { key.len() } else { 0 }
}

/// Whether a letter is of a script that puts spaces between words.
const fn is_spaced(c: char) -> bool {
    // Thai, Lao, Tibetan; Burmese; Khmer; Chinese, Japanese and Korean, whose particles have no space before them.
    !matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str) -> Option<Vec<(&str, &str, &str)>> {
        let (_, items) = citation(text)?;
        let inner = &text[1..];
        Some(items.into_iter().map(|i| (&inner[i.prefix], &inner[i.key], &inner[i.locator])).collect())
    }

    #[test]
    fn citations_follow_pandoc() {
        assert_eq!(cited("[@a]"), Some(vec![("", "a", "")]));
        assert_eq!(
            cited("[see @a.b:c, p. 4; -@other]"),
            Some(vec![("see", "a.b:c", "p. 4"), ("", "other", "")])
        );
        assert_eq!(cited("[@doi:10.1/x.y, 第 4 页]"), Some(vec![("", "doi:10.1/x.y", "第 4 页")]));
        assert_eq!(cited("[@a.]"), Some(vec![("", "a", ".")]));
        assert_eq!(cited("[@a][@b]"), Some(vec![("", "a", "")]));
        for none in ["[me@x.org]", "[@]", "[a; @b]", "[@a](url)", "[@a][b]", "[words]", "[@a", "[x [@a]"] {
            assert_eq!(cited(none), None, "{none}");
        }
    }

    #[test]
    fn references_end_with_their_ids() {
        assert_eq!(reference("@fig-a.b. Next"), Some(8));
        assert_eq!(reference("@fig-x显示"), Some(6));
        assert_eq!(reference("@sec-überblick. Next"), Some(15));
        assert_eq!(reference("@fig-цены,"), Some(13));
        assert_eq!(cited("[see @sec-über]"), Some(vec![("see", "sec-über", "")]));
        assert_eq!(cited("[@aü, p. 3]"), Some(vec![("", "aü", "p. 3")]));
        assert_eq!(cited("[@a第 4 页]"), Some(vec![("", "a", "第 4 页")]));
        assert_eq!(cited("[@王2023, 第 4 页]"), Some(vec![("", "王2023", "第 4 页")]));
        assert_eq!(reference("@figure"), None);
        assert_eq!(reference("@fig-"), None);
    }

    #[test]
    fn citations_that_are_advised_name_their_keys() {
        for key in ["a", "a.b:c", "清华2024", "王小明"] {
            assert_eq!(citation_of(key), format!("[@{key}]"));
        }
        for key in ["O'Neil", "a.", "-a", "a|b", "清华2024.", "a清华", "@b", "a,b"] {
            let braced = citation_of(key);
            assert_eq!(braced, format!("[@{{{key}}}]"));
            assert_eq!(cited(&braced), Some(vec![("", key, "")]));
        }
    }

    #[test]
    fn braces_say_where_a_key_ends() {
        assert_eq!(reference("@{fig-销量}的"), Some("@{fig-销量}".len()));
        assert_eq!(reference("@{sec-a}b"), Some(8));
        for none in ["@{fig-}", "@{fig-a", "@{fig a}", "@{a}", "@{}", "@{fig-{a}}"] {
            assert_eq!(reference(none), None, "{none}");
        }
        assert_eq!(
            cited("[参见@{清华2024}，第 4 页; @{b}c]"),
            Some(vec![("参见", "清华2024", "第 4 页"), ("", "b", "c")])
        );
    }
}
