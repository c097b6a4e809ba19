//! Definitions of links in Markdown: each link that asks for one is written out, since a report parts what stood in one text.

use super::lines::Line;
use super::signs::{ends_code, fence};
use crate::content;
use std::collections::{BTreeMap, BTreeSet};

/// Writes the links out, and takes the definitions off that were asked for. One under a number is that of a source unless a link
/// with words asks for it.
pub(super) fn write_out(lines: &mut Vec<Line>) {
    let is_code = code(lines);
    let mut links = Links::default();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| !is_code[*at]) {
        if let Some((name, address)) = definition(&line.raw) {
            links.known.entry(plain(name)).or_insert_with(|| (at, address.to_owned()));
        }
    }
    if links.known.is_empty() {
        return;
    }
    for (at, line) in lines.iter_mut().enumerate() {
        if !is_code[at] && definition(&line.raw).is_none() {
            line.raw = links.written_out(&line.raw);
        }
    }
    let Links { known, mut asked } = links;
    for (name, (at, _)) in known.iter().filter(|(name, _)| is_number(name)) {
        let mark = format!("[{name}]");
        if lines.iter().enumerate().any(|(other, line)| other != *at && line.raw.contains(&mark)) {
            asked.remove(name);
        }
    }
    let taken: BTreeSet<usize> = asked.iter().filter_map(|name| known.get(name)).map(|(at, _)| *at).collect();
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        !taken.contains(&(at - 1))
    });
}

/// Whether a line is the definition of a link, and not the entry of a source under its number.
pub(super) fn is_definition(text: &str) -> bool {
    definition(text).is_some_and(|(name, _)| !is_number(name))
}

/// Which lines stand in code between fences.
fn code(lines: &[Line]) -> Vec<bool> {
    let mut open: Option<String> = None;
    let mut is_code = Vec::with_capacity(lines.len());
    for line in lines {
        let text = line.text();
        let inside = open.is_some();
        match &open {
            Some(sign) if ends_code(text, sign) => open = None,
            None => open = fence(text).map(str::to_owned),
            Some(_) => {}
        }
        is_code.push(inside || open.is_some());
    }
    is_code
}

/// `[name]: address "title"`: the name, and the address with its title.
fn definition(line: &str) -> Option<(&str, &str)> {
    let text = line.trim();
    let (name, rest) = text.strip_prefix('[')?.split_once("]:")?;
    let rest = rest.trim();
    let (address, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let title = title.trim();
    let is_quoted = [('"', '"'), ('\'', '\''), ('(', ')')]
        .iter()
        .any(|(open, close)| title.len() > 1 && title.starts_with(*open) && title.ends_with(*close));
    let is_name = !name.trim().is_empty() && !name.starts_with('^') && !name.contains(['[', ']']);
    let is_set_in = line.starts_with("    ") || line.starts_with('\t');
    let is_address = address.contains(['.', '/', '#', ':']) && !address.contains(['(', ')']);
    (is_name && !is_set_in && is_address && (title.is_empty() || is_quoted)).then_some((name, rest))
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

#[derive(Default)]
struct Links {
    /// The line and the address of each name.
    known: BTreeMap<String, (usize, String)>,
    /// The names that a link asks for.
    asked: BTreeSet<String>,
}

impl Links {
    /// A line whose links have their addresses.
    fn written_out(&mut self, line: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(line.len()), line);
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '`' => content::code_span(rest),
                '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                '[' => match self.link(rest) {
                    Some((link, length)) => {
                        out.push_str(&link);
                        rest = rest.get(length..).unwrap_or("");
                        continue;
                    }
                    None => 1,
                },
                // Words that began on the line before.
                ']' if !out.contains('[') => match self.name(rest.get(1..).unwrap_or("")) {
                    Some((address, length)) => {
                        out.push_str(&format!("]({address})"));
                        rest = rest.get(1 + length..).unwrap_or("");
                        continue;
                    }
                    None => 1,
                },
                _ => c.len_utf8(),
            };
            out.push_str(rest.get(..length).unwrap_or(rest));
            rest = rest.get(length..).unwrap_or("");
        }
        out
    }

    /// The link at the start of a text, and the length that it had there: `[words][name]`, `[name][]`, `[name]`.
    fn link(&mut self, text: &str) -> Option<(String, usize)> {
        let end = text.find(']')?;
        let words = text.get(1..end).filter(|words| !words.contains('['))?;
        let after = text.get(end + 1..)?;
        if after.starts_with(['(', ':']) || is_number(words) {
            return None;
        }
        if let Some((address, length)) = self.name(after) {
            return Some((format!("[{words}]({address})"), end + 1 + length));
        }
        let length = match after.strip_prefix("[") {
            Some(rest) if rest.starts_with(']') => end + 3,
            Some(_) => return None,
            None => end + 1,
        };
        Some((format!("[{words}]({})", self.ask(words)?), length))
    }

    /// The address of the name in brackets at the start of a text, and their length.
    fn name(&mut self, text: &str) -> Option<(String, usize)> {
        let name = text.strip_prefix('[')?.split_once(']')?.0;
        Some((self.ask(name)?, name.len() + 2))
    }

    fn ask(&mut self, name: &str) -> Option<String> {
        let name = plain(name);
        let address = self.known.get(&name)?.1.clone();
        self.asked.insert(name);
        Some(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    fn of(text: &str) -> String {
        let mut lines = lines(text);
        write_out(&mut lines);
        lines.into_iter().map(|line| line.raw).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn links_are_written_out() {
        for (text, expected) in [
            (
                "Says [the office][off] and [ONS], [ONS][].\n\n[off]: https://e.org/office \"The office\"\n[ons]: https://o.uk",
                "Says [the office](https://e.org/office \"The office\") and [ONS](https://o.uk), [ONS](https://o.uk).\n",
            ),
            ("![A map][Map A]\n[map  a]: img/a.png", "![A map](img/a.png)"),
            ("See [the\noffice][a].\n[a]: #b", "See [the\noffice](#b)."),
            ("See [it][1].\n[1]: https://e.org", "See [it](https://e.org)."),
        ] {
            assert_eq!(of(text), expected);
        }
    }

    #[test]
    fn what_is_no_such_link_stays() {
        for text in [
            "Rose [1], [2][1].\n[1]: https://e.org\n[2]: https://f.org",
            "See [it] and [1].\n[1]: https://e.org",
            "`[a]` and \\[a] and [a](b).\n\n```\n[a]\n```\n\n[a]: https://e.org",
            "[^1]: https://e.org\nA[^1].",
            "[Note]: important",
            "[//]: # (words)",
        ] {
            assert_eq!(of(text), text);
        }
        assert!(is_definition("[a]: https://e.org") && !is_definition("[1]: https://e.org"));
        assert!(!is_definition("[smith]: Smith, 2020") && !is_definition("[^a]: https://e.org"));
    }
}
