//! One entry of a list of sources, taken apart: its mark, its author and title, its address.

use super::blocks::Kind;
use super::lists::Item;
use super::marks::superscript;

/// The line and the text of an entry that is an item of a list, its further paragraphs included.
pub(super) fn of_item(item: Item) -> (usize, String) {
    let mut text = item.number.map_or_else(String::new, |number| format!("[{number}] "));
    text.push_str(&item.text);
    for below in item.below {
        if let Kind::Text(more) = below.block.kind {
            text.push(' ');
            text.push_str(&more);
        }
    }
    (item.line, text)
}

/// The mark at the start of an entry and its words: `¹ A`, `[1] A`, `[^a]: A`, `(1) A`.
pub(super) fn mark(text: &str) -> (Option<String>, &str) {
    let digits: String = text.chars().map_while(superscript).collect();
    if !digits.is_empty() {
        let length: usize = text.chars().take(digits.chars().count()).map(char::len_utf8).sum();
        return (Some(digits), trimmed(text.get(length..).unwrap_or("")));
    }
    let bare = text.strip_prefix('\\').unwrap_or(text);
    if let Some((name, rest)) = bare.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        let name = name.trim_end_matches('\\');
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "^-_".contains(c));
        if plain {
            return (Some(name.to_owned()), trimmed(rest));
        }
    }
    (None, text.trim())
}

/// `1 A`, `2 B`, as a word processor leaves its notes: entries without marks that all count from 1.
pub(super) fn mark_counted(entries: &mut [(usize, String)]) {
    let number = |text: &str| text.split_once(' ').and_then(|(number, _)| number.parse::<usize>().ok());
    if entries.iter().enumerate().all(|(index, (_, text))| number(text) == Some(index + 1)) {
        for (_, text) in entries {
            if let Some((number, words)) = text.split_once(' ') {
                *text = format!("[{number}] {words}");
            }
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches([' ', ':', '.', '\t', '\u{3000}']).trim_end()
}

/// A text for Hayagriva, to which braces and `$` are marks.
pub(super) fn verbatim(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "{}$\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The letters and digits of a text, in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of an entry without its address, and the address.
pub(super) fn address(text: &str, markup: bool) -> (String, Option<String>) {
    let text = if markup { unlinked(text) } else { text.to_owned() };
    let Some(at) = text.find("https://").or_else(|| text.find("http://")) else {
        return (tidied(&text), None);
    };
    let rest = &text[at..];
    let end =
        rest.find(|c: char| c.is_whitespace() || "<>\"“”|\\^`{}，。）】」".contains(c)).unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ')', ']', '*', '_', '\'']);
    let host = url.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("");
    let sound = url.is_ascii()
        && host.contains('.')
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    if !sound || host.starts_with(['.', '-']) || host.contains("..") || host.contains(':') {
        return (tidied(&text), None);
    }
    let words = format!("{} {}", &text[..at], &rest[url.len()..]);
    (tidied(&words), Some(url.to_owned()))
}

/// Words without the signs that stood around an address, and with single spaces.
fn tidied(text: &str) -> String {
    let text = text.replace("<>", " ").replace("()", " ").replace("< >", " ").replace("( )", " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches(|c: char| " .,;:–—-<>".contains(c)).to_owned()
}

/// Markdown's links and emphasis as words: `[A](b)` → `A b`.
fn unlinked(text: &str) -> String {
    let text = text.replace("](", "] (").replace(['*', '`'], "");
    let text = text.replace("\\[", "[").replace("\\]", "]").replace('\\', "");
    text.replace("] (", " (").replace('[', "")
}

/// `Author: Title` in two, when the part before the colon is a name.
pub(super) fn parted(text: &str) -> (Option<String>, String) {
    let split = text.split_once(": ").or_else(|| text.split_once('：'));
    if let Some((author, title)) = split {
        let name = author.split_whitespace().count() <= 6
            && author.chars().count() <= 60
            && !author.contains(['.', '“', '"']);
        if name && !author.trim().is_empty() && !title.trim().is_empty() {
            return (Some(author.trim().to_owned()), title.trim().to_owned());
        }
    }
    (None, text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_count_have_marks() {
        let entries = |list: &[&str]| -> Vec<String> {
            let mut entries: Vec<(usize, String)> = list.iter().map(|text| (1, (*text).to_owned())).collect();
            mark_counted(&mut entries);
            entries.into_iter().map(|(_, text)| text).collect()
        };
        assert_eq!(entries(&["1 A b", "2 C"]), ["[1] A b", "[2] C"]);
        assert_eq!(entries(&["2024 Census", "2 C"]), ["2024 Census", "2 C"]);
    }

    #[test]
    fn entries_are_taken_apart() {
        assert_eq!(mark("¹ TMTPost: A"), (Some("1".to_owned()), "TMTPost: A"));
        assert_eq!(mark("¹² B"), (Some("12".to_owned()), "B"));
        assert_eq!(mark("\\[3\\] C"), (Some("3".to_owned()), "C"));
        assert_eq!(mark("[^a]: D"), (Some("^a".to_owned()), "D"));
        assert_eq!(parted("TMTPost: A: B"), (Some("TMTPost".to_owned()), "A: B".to_owned()));
        let url = Some("https://example.org/a_b".to_owned());
        assert_eq!(
            address("IEA, World Report (https://example.org/a_b).", false),
            ("IEA, World Report".to_owned(), url.clone())
        );
        assert_eq!(
            address("[World *Report*](https://example.org/a_b)", true),
            ("World Report".to_owned(), url)
        );
        assert_eq!(address("see http://x", false).1, None);
    }
}
