//! Lines about tables, above and below them: titles, sources, notes.

use super::blocks::{Block, Kind};
use super::heads::stands_like_heading;
use unicode_width::UnicodeWidthStr;

/// Words before the source of a table.
const SOURCE: &[&str] = &[
    "source",
    "sources",
    "data source",
    "data sources",
    "source(s)",
    "quelle",
    "quellen",
    "fuente",
    "fuentes",
    "fonte",
    "bron",
    "来源",
    "资料来源",
    "数据来源",
    "資料來源",
    "数据来自",
    "出典",
    "出所",
    "자료",
    "출처",
];
/// Words before a note of a table.
const NOTE: &[&str] =
    &["note", "notes", "n.b", "nb", "anmerkung", "hinweis", "nota", "注", "注释", "備考", "주"];
/// Words before the title of a table that number tables alone, as the site does.
const TABLES: &[&str] = &["table", "tab.", "tabelle", "tabla", "tableau", "表", "표"];
/// Words before the title of a table that number pictures, too.
const EXHIBITS: &[&str] = &["exhibit", "figure", "图表", "图", "図"];

/// Takes lines about tables off into their tables.
pub(super) fn settle(blocks: &mut Vec<Block>) {
    lines_below(blocks);
    titles(blocks);
    numbers(blocks);
}

/// Takes `Source: …`, `Note: …` and captions below tables off into them.
fn lines_below(blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        part_broken(blocks, at + 1);
        let (head, tail) = blocks.split_at_mut(at + 1);
        if let (Some(Kind::Table(table)), Some(Kind::Text(text))) =
            (head.last_mut().map(|block| &mut block.kind), tail.first().map(|block| &block.kind))
        {
            let plain = unwrapped(text);
            if let Some(words) = after(plain, SOURCE) {
                table.sources.push(words.to_owned());
                blocks.remove(at + 1);
                continue;
            }
            if let Some(words) = after(plain, NOTE) {
                table.notes.push(words.to_owned());
                blocks.remove(at + 1);
                continue;
            }
            if let Some(words) = caption(plain).filter(|_| table.title.is_none()) {
                table.name(words);
                blocks.remove(at + 1);
                continue;
            }
        }
        at += 1;
    }
}

/// Parts a text whose first line is about the table above it, and ends with a break that is marked.
fn part_broken(blocks: &mut Vec<Block>, at: usize) {
    let Some(Block { kind: Kind::Text(text), line, .. }) = blocks.get(at) else { return };
    let Some((first, rest)) = text.split_once("\\\n") else { return };
    if at > 0
        && matches!(blocks[at - 1].kind, Kind::Table(_))
        && (after(first, SOURCE).or(after(first, NOTE))).is_some()
    {
        let rest = Block { line: *line, apart: false, kind: Kind::Text(rest.to_owned()) };
        blocks[at].kind = Kind::Text(first.to_owned());
        blocks.insert(at + 1, rest);
    }
}

/// The words of `Table: …` and `: …`, as Markdown has captions.
fn caption(text: &str) -> Option<&str> {
    text.strip_prefix(": ")
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .or_else(|| after(text, &["table"]))
}

/// A text without brackets or emphasis around the whole of it.
pub(super) fn unwrapped(text: &str) -> &str {
    let pairs = [("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("(", ")"), ("（", "）")];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.filter(|inner| !inner.contains("**")).map_or(text, str::trim)
}

/// What stands after one of the labels and a colon.
fn after<'t>(text: &'t str, labels: &[&str]) -> Option<&'t str> {
    let (label, words) = text.split_once([':', '：'])?;
    let label = label.trim_matches(['*', '_', ' ']).to_lowercase();
    let words = words.trim_start_matches(['*', '_']).trim();
    (labels.contains(&label.as_str()) && !words.is_empty()).then_some(words)
}

/// Takes the short line over a table off as its title.
fn titles(blocks: &mut Vec<Block>) {
    let mut at = 1;
    while at < blocks.len() {
        let title = match (&blocks[at - 1].kind, &blocks[at].kind) {
            (Kind::Text(text), Kind::Table(table)) if table.title.is_none() => {
                let title = || is_title(text).then(|| unwrapped(text).trim_end_matches([':', '：']));
                caption(unwrapped(text)).or_else(title).map(str::to_owned)
            }
            _ => None,
        };
        if let (Some(title), Some(Kind::Table(table))) =
            (title, blocks.get_mut(at).map(|block| &mut block.kind))
        {
            table.name(&title);
            blocks.remove(at - 1);
        } else {
            at += 1;
        }
    }
}

/// Takes `Table 3:` off the title of the third table: that is what the site writes over it.
fn numbers(blocks: &mut [Block]) {
    let tables = blocks.iter_mut().filter_map(|block| match &mut block.kind {
        Kind::Table(table) => Some(table),
        _ => None,
    });
    for (place, table) in tables.enumerate() {
        let rest = table.title.as_deref().and_then(|title| numbered(title, place + 1));
        if let Some(rest) = rest.map(str::to_owned) {
            table.title = Some(rest);
        }
    }
}

/// What stands after `Table`, this number and a mark.
fn numbered(title: &str, number: usize) -> Option<&str> {
    let at = title.find(|c: char| c.is_ascii_digit())?;
    let label = title[..at].trim_end().to_lowercase();
    let rest = title[at..].strip_prefix(&number.to_string())?;
    let words = rest.trim_start_matches([' ', '.', ':', '：', '–', '—', '-', '|']);
    // `2.1` is another number than 2.
    let deeper = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let marked = words.len() < rest.len() && !deeper;
    (TABLES.contains(&label.as_str()) && marked && !words.is_empty()).then_some(words)
}

/// `Table 3: …`, or what could be a heading.
fn is_title(text: &str) -> bool {
    (is_numbered(text) && text.width() <= 200) || stands_like_heading(text)
}

/// Whether a text begins as `Table 3` or `Figure 2`.
pub(super) fn is_numbered(text: &str) -> bool {
    let lower = unwrapped(text).to_lowercase();
    let label = TABLES.iter().chain(EXHIBITS).find_map(|label| lower.strip_prefix(label));
    label.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text says where something is from, or begins as a note on it.
pub(super) fn is_remark(text: &str) -> bool {
    after(text, SOURCE).or(after(text, NOTE)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_table_is_taken_off_when_the_site_writes_the_same() {
        for (title, number, expected) in [
            ("Table 1: Rents", 1, Some("Rents")),
            ("TABLE 2. 2022 completions", 2, Some("2022 completions")),
            ("表3：売上", 3, Some("売上")),
            ("Table 3 – Prices", 3, Some("Prices")),
            ("Table 2: Rents", 1, None),
            ("Table 12: Rents", 1, None),
            ("Table 2.1 Rents", 2, None),
            ("Figure 1: Rents", 1, None),
            ("Table 1", 1, None),
            ("Rents 1: the North", 1, None),
        ] {
            assert_eq!(numbered(title, number), expected, "{title}");
        }
    }
}
