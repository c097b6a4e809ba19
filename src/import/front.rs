//! YAML or TOML above a text of Markdown, as other programs have it: title, author and date go where a report has them, all else stays as it
//! is, in a block of code.

use super::escape::quoted;
use super::lines::Line;
use crate::syntax::tree::{Tree, TreeKind};
use crate::syntax::{toml, yaml};
use jiff::civil::Date;

/// What stood above a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) title: Option<String>,
    /// Lines of the configuration.
    pub(super) more: String,
    /// The lines that mean nothing here, as a block of code.
    pub(super) rest: Option<String>,
}

/// Takes it off. A text that only begins with a rule has none. Entries are read one by one, so that one that is no YAML spoils no other.
pub(super) fn take(lines: &mut Vec<Line>) -> Front {
    let Some((end, is_toml)) =
        end(lines).map(|end| (end, false)).or_else(|| Some((end_of_toml(lines)?, true)))
    else {
        return Front::default();
    };
    let taken: Vec<Line> = lines.drain(..=end).collect();
    let name = if is_toml { "toml" } else { "yaml" };
    let begins = |line: &str| if is_toml { begins_toml(line) } else { begins_entry(line) };
    let read = |text: &str| if is_toml { entry_of_toml(text) } else { entry(text) };
    let mut front = Front::default();
    let mut rest = Vec::new();
    for entry in taken[1..end].chunk_by(|_, next| !begins(&next.raw)) {
        let text: Vec<&str> = entry.iter().map(|line| line.raw.as_str()).collect();
        let text = text.join("\n").trim_end().to_owned();
        // What stands below the name of a table is of that table.
        let is_inner = is_toml && rest.iter().any(|text: &String| text.starts_with('['));
        if is_inner || !read(&text).is_some_and(|(key, value)| front.takes(&key, &value)) {
            rest.push(text);
        }
    }
    front.rest = (!rest.is_empty()).then(|| format!("```{name}\n{}\n```", rest.join("\n")));
    front
}

impl Front {
    /// Takes an entry that a report has a place for, the first of its kind.
    fn takes(&mut self, key: &str, value: &Tree) -> bool {
        match key {
            "title" if self.title.is_none() => {
                self.title = words(value);
                self.title.is_some()
            }
            "author" | "authors" => {
                let names = value.list().unwrap_or(std::slice::from_ref(value));
                let names: Option<Vec<String>> =
                    names.iter().map(|name| words(name).map(|name| quoted(&name))).collect();
                names.is_some_and(|names| self.adds("authors", &format!("[{}]", names.join(", "))))
            }
            "date" => {
                words(value).is_some_and(|date| date.parse::<Date>().is_ok() && self.adds("date", &date))
            }
            _ => false,
        }
    }

    /// Adds a line to the configuration, which has each key once.
    fn adds(&mut self, key: &str, value: &str) -> bool {
        let start = format!("{key} = ");
        let is_new = !self.more.lines().any(|line| line.starts_with(&start));
        if is_new {
            self.more.push_str(&format!("{start}{value}\n"));
        }
        is_new
    }
}

/// Whether a line begins an entry; others go on with the last.
fn begins_entry(line: &str) -> bool {
    !line.is_empty() && !line.starts_with([' ', '\t']) && !line.starts_with("- ")
}

/// The key and the value of an entry. What people write in one line and YAML does not allow, as `title: A: b`, is a text.
fn entry(text: &str) -> Option<(String, Tree)> {
    if let Ok(Tree { kind: TreeKind::Map(mut entries), .. }) = yaml::parse(text) {
        return entries.pop().filter(|_| entries.is_empty()).map(|(key, value)| (key.name, value));
    }
    let (key, value) = text.split_once(':').filter(|(_, value)| !value.contains('\n'))?;
    let kind = TreeKind::String(value.trim().to_owned());
    Some((key.to_owned(), Tree { kind, range: 0..text.len() }))
}

/// Whether a line begins an entry of TOML, or a table.
fn begins_toml(line: &str) -> bool {
    let key = line.split_once('=').map_or("", |(key, _)| key.trim_end());
    line.starts_with('[') || !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}

/// The key and the value of an entry of TOML.
fn entry_of_toml(text: &str) -> Option<(String, Tree)> {
    let (Tree { kind: TreeKind::Map(mut entries), .. }, faults) = toml::parse(text) else { return None };
    let (key, value) = entries.pop().filter(|_| entries.is_empty() && faults.is_empty())?;
    Some((key.name, value))
}

/// The words of a text, a number or a date on one line; `None` when there are none.
fn words(value: &Tree) -> Option<String> {
    let words: Vec<&str> = value.scalar_text()?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The line that ends it: all between is keys with values, lists and what is set in.
fn end(lines: &[Line]) -> Option<usize> {
    let is_yaml = |line: &Line| {
        let key = line.raw.split_once(':').map_or("", |(key, _)| key);
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
        is_key || line.raw.is_empty() || line.raw.starts_with([' ', '\t', '#']) || line.raw.starts_with("- ")
    };
    lines.first().filter(|line| line.raw == "---")?;
    lines.get(1).filter(|line| !line.raw.is_empty())?;
    let end = 1 + lines.iter().skip(1).position(|line| line.raw == "---" || line.raw == "...")?;
    let inner = lines.get(1..end)?;
    (inner.iter().any(|line| line.raw.contains(':')) && inner.iter().all(is_yaml)).then_some(end)
}

/// The line that ends it when it is TOML: all between is, and has a key.
fn end_of_toml(lines: &[Line]) -> Option<usize> {
    lines.first().filter(|line| line.raw == "+++")?;
    let end = 1 + lines.iter().skip(1).position(|line| line.raw == "+++")?;
    let text: Vec<&str> = lines.get(1..end)?.iter().map(|line| line.raw.as_str()).collect();
    let (tree, faults) = toml::parse(&text.join("\n"));
    (faults.is_empty() && tree.map().is_some_and(|entries| !entries.is_empty())).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    #[test]
    fn title_author_and_date_are_taken_and_the_rest_is_kept() {
        let mut text =
            lines("---\ntitle: \"A: b\"\nauthor: Jane\ndate: 2025-01-02\ntags:\n  - x\n---\n\nWords.");
        let front = take(&mut text);
        assert_eq!(front.title.as_deref(), Some("A: b"));
        assert_eq!(front.more, "authors = [\"Jane\"]\ndate = 2025-01-02\n");
        assert_eq!(front.rest.as_deref(), Some("```yaml\ntags:\n  - x\n```"));
        assert_eq!(text.last().map(|line| (line.number, line.raw.as_str())), Some((9, "Words.")));
    }

    #[test]
    fn toml_is_read_too() {
        let mut text = lines(
            "+++\ntitle = \"A: b\"\nauthors = [\n  \"Jane\",\n  \"Roe\",\n]\ndate = 2025-01-02\ndraft = true\n[extra]\ntitle = \"C\"\n+++\nWords.",
        );
        let front = take(&mut text);
        assert_eq!(front.title.as_deref(), Some("A: b"));
        assert_eq!(front.more, "authors = [\"Jane\", \"Roe\"]\ndate = 2025-01-02\n");
        assert_eq!(front.rest.as_deref(), Some("```toml\ndraft = true\n[extra]\ntitle = \"C\"\n```"));
        assert_eq!(text.len(), 1);
        for text in ["+++\nWords = of it.\n+++\n", "+++\n\n+++\n", "+++\na = 1\n"] {
            let mut read = lines(text);
            assert_eq!(take(&mut read), Front::default(), "{text}");
        }
    }

    #[test]
    fn values_are_read_as_yaml_writes_them() {
        let of = |yaml: &str| {
            let mut text = lines(&format!("---\n{yaml}\n---\n\nWords."));
            let Front { title, more, rest } = take(&mut text);
            assert_eq!(
                text.iter().map(|line| line.raw.as_str()).collect::<Vec<_>>(),
                ["", "Words."],
                "{yaml}"
            );
            (title.unwrap_or_default(), more, rest.unwrap_or_default())
        };
        let front =
            |title: &str, more: &str, rest: &str| (title.to_owned(), more.to_owned(), rest.to_owned());
        for (yaml, title, more, rest) in [
            ("title: 'It''s \"a: b\"' # so", "It's \"a: b\"", "", ""),
            ("title: \"A \\\"b\\\"\"", "A \"b\"", "", ""),
            ("title: A # said\n# whole", "A", "", "```yaml\n# whole\n```"),
            ("title: >\n  One\n  two\n\nlang: de", "One two", "", "```yaml\nlang: de\n```"),
            ("title: |-\n  One\n  two", "One two", "", ""),
            ("title: One\n  two", "One two", "", ""),
            ("title: 2024", "2024", "", ""),
            ("author:\n  - Jane Doe\n  - \"Roe, R.\"", "", "authors = [\"Jane Doe\", \"Roe, R.\"]\n", ""),
            ("authors: [Jane, 'Roe']", "", "authors = [\"Jane\", \"Roe\"]\n", ""),
            (
                "author:\n  - name: Jane\n    affiliation: A",
                "",
                "",
                "```yaml\nauthor:\n  - name: Jane\n    affiliation: A\n```",
            ),
            ("date: '2025-01-02'", "", "date = 2025-01-02\n", ""),
            ("date: May", "", "", "```yaml\ndate: May\n```"),
            ("title:\n  main: A\n  sub: B", "", "", "```yaml\ntitle:\n  main: A\n  sub: B\n```"),
            (
                "params:\n  title: No\n  date: 2025-01-02\ntitle: Yes",
                "Yes",
                "",
                "```yaml\nparams:\n  title: No\n  date: 2025-01-02\n```",
            ),
            // What is no YAML is read as before.
            ("title: \"A: b\"\nx: a: b", "A: b", "", "```yaml\nx: a: b\n```"),
            ("title: A: b\nauthor: Jane", "A: b", "authors = [\"Jane\"]\n", ""),
            ("title: A\ntitle: B", "A", "", "```yaml\ntitle: B\n```"),
        ] {
            assert_eq!(of(yaml), front(title, more, rest), "{yaml}");
        }
    }

    #[test]
    fn a_text_between_rules_is_no_front_matter() {
        for text in
            ["---\n\nWords: many of them.\n\n---\n", "---\n\n---\n", "---\ntitle: A\n", "title: A\n---\n"]
        {
            let mut read = lines(text);
            assert_eq!(take(&mut read), Front::default(), "{text}");
            assert_eq!(read, lines(text));
        }
    }
}
