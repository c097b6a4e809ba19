//! YAML above a text of Markdown, as other programs have it: title, author and date go where a report has them, all else stays as it
//! is, in a block of code.

use super::escape::quoted;
use super::lines::Line;
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

/// Takes it off. A text that only begins with a rule has none.
pub(super) fn take(lines: &mut Vec<Line>) -> Front {
    let Some(end) = end(lines) else { return Front::default() };
    let taken: Vec<Line> = lines.drain(..=end).collect();
    let mut front = Front::default();
    let mut rest = Vec::new();
    for line in &taken[1..end] {
        let value = line.raw.split_once(':').map(|(key, value)| (key, unquoted(value)));
        match value {
            Some(("title", title)) if !title.is_empty() => front.title = Some(title),
            Some(("author", name)) if !name.is_empty() && !name.starts_with(['[', '{', '|', '>']) => {
                front.more.push_str(&format!("authors = [{}]\n", quoted(&name)));
            }
            Some(("date", date)) if date.parse::<Date>().is_ok() => {
                front.more.push_str(&format!("date = {date}\n"));
            }
            _ => rest.push(line.raw.as_str()),
        }
    }
    rest.retain(|line| !line.is_empty());
    front.rest = (!rest.is_empty()).then(|| format!("```yaml\n{}\n```", rest.join("\n")));
    front
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

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value).to_owned()
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
