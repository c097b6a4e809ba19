//! Where a text lists its sources, and the entries of the list.

use super::blocks::{Block, Kind};
use super::entry::{mark, mark_counted, of_item};
use super::notes;
use super::signs::starts_mark;

/// Headings of lists of sources.
const HEADINGS: &[&str] = &[
    "sources",
    "source list",
    "list of sources",
    "data sources",
    "data sources and notes",
    "references",
    "reference list",
    "bibliography",
    "works cited",
    "citations",
    "literature",
    "sources and notes",
    "notes and sources",
    "further reading",
    "quellen",
    "quellenverzeichnis",
    "literatur",
    "literaturverzeichnis",
    "einzelnachweise",
    "références",
    "sources et références",
    "bibliographie",
    "fuentes",
    "referencias",
    "bibliografía",
    "fonti",
    "bibliografia",
    "fontes",
    "referências",
    "bronnen",
    "参考文献",
    "参考资料",
    "参考資料",
    "资料来源",
    "資料來源",
    "数据来源",
    "數據來源",
    "来源",
    "出典",
    "引用文献",
    "参考",
    "참고문헌",
    "출처",
    "자료",
];
/// Headings of what may be sources and may be remarks.
const NOTES: &[&str] = &["notes", "endnotes", "footnotes", "注释", "注釋", "脚注"];

/// Where the list begins, with its heading and without, and where it ends.
pub(super) fn list(blocks: &[Block]) -> Option<(usize, usize, usize)> {
    let mut headings = (0..blocks.len()).rev().filter(|at| heading(&blocks[*at]).is_some());
    let last = headings.next();
    let found = last.and_then(|at| below(blocks, at, true).map(|to| (at, at + 1, to)));
    let is_marked = |at: &usize| matches!(blocks[*at].kind, Kind::Heading { .. });
    let earlier =
        || headings.filter(is_marked).find_map(|at| below(blocks, at, false).map(|to| (at, at + 1, to)));
    found.or_else(earlier).or_else(|| tail(blocks))
}

/// The entries of a list, each with its line.
pub(super) fn entries(blocks: Vec<Block>) -> Vec<(usize, String)> {
    let mut entries = Vec::new();
    for block in blocks {
        match block.kind {
            Kind::Text(text) => entries.push((block.line, text)),
            Kind::List(items) => entries.extend(items.into_iter().map(of_item)),
            Kind::Note { ref name, .. } => {
                entries.push((block.line, format!("[^{name}]: {}", notes::words(&block))))
            }
            _ => {}
        }
    }
    mark_counted(&mut entries);
    entries
}

/// Where the entries below a heading end; `None` when what stands there is no list of sources. Below the last such heading of a text
/// they need no mark.
fn below(blocks: &[Block], at: usize, is_last: bool) -> Option<usize> {
    let rest = blocks.get(at + 1..)?;
    let next = rest.iter().position(|block| matches!(block.kind, Kind::Heading { .. }));
    let mut body = rest.get(..next.unwrap_or(rest.len()))?;
    // Footnotes that a word processor left at the end are none of its entries.
    if !body.first().is_some_and(is_note) {
        let notes = body.iter().rev().take_while(|block| is_note(block)).count();
        body = body.get(..body.len() - notes)?;
    }
    let is_sources = heading(blocks.get(at)?) == Some(Heading::Sources);
    if body.is_empty() || !is_sources && body.iter().any(is_note) {
        return None;
    }
    let is_sure = is_sources && is_last && next.is_none();
    if body.iter().all(may_be_entries) && all_marked_or_none(body) && (is_sure || say_so(body)) {
        return Some(at + 1 + body.len());
    }
    // Entries with marks end where something else stands: a last word, an appendix.
    let run = body.iter().take_while(|block| is_marked(block)).count();
    (run > 0).then_some(at + 1 + run)
}

/// Entries with marks at the end of a text, without a heading.
fn tail(blocks: &[Block]) -> Option<(usize, usize, usize)> {
    let end = blocks.len() - blocks.iter().rev().take_while(|block| is_note(block)).count();
    let is_entry = |block: &&Block| is_marked(block) && !is_note(block);
    let count = blocks.get(..end)?.iter().rev().take_while(is_entry).count();
    (count > 0 && count < end).then(|| (end - count, end - count, end))
}

/// Whether all entries have marks or addresses.
fn say_so(body: &[Block]) -> bool {
    entries(body.to_vec()).iter().all(|(_, text)| mark(text).0.is_some() || text.contains("://"))
}

fn is_marked(block: &Block) -> bool {
    is_note(block) || matches!(&block.kind, Kind::Text(text) if starts_mark(text))
}

fn is_note(block: &Block) -> bool {
    matches!(block.kind, Kind::Note { .. })
}

/// Whether a block may be entries: paragraphs, notes, or a list of them.
fn may_be_entries(block: &Block) -> bool {
    match &block.kind {
        Kind::Text(_) | Kind::Note { .. } => true,
        Kind::List(items) => {
            let mut below = items.iter().flat_map(|item| &item.below);
            below.all(|below| matches!(below.block.kind, Kind::Text(_)))
        }
        _ => false,
    }
}

/// Where the first entry has a mark, another paragraph without one belongs to no list.
fn all_marked_or_none(body: &[Block]) -> bool {
    let is_list = |block: &Block| matches!(block.kind, Kind::List(_));
    body.iter().all(|block| is_list(block) || is_marked(block))
        || body.iter().all(|block| !is_list(block) && !is_marked(block))
}

/// What a heading says of what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// Sources.
    Sources,
    /// Sources or remarks.
    Notes,
}

fn heading(block: &Block) -> Option<Heading> {
    let (Kind::Heading { text, .. } | Kind::Text(text)) = &block.kind else { return None };
    let plain = text.trim_matches(|c: char| "*_#:： 【】[]".contains(c)).to_lowercase();
    let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit() || ". )".contains(c));
    if HEADINGS.contains(&plain) {
        return Some(Heading::Sources);
    }
    NOTES.contains(&plain).then_some(Heading::Notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks_of;

    /// How many entries are listed, and how many blocks stay.
    fn of(text: &str) -> Option<(usize, usize)> {
        let blocks = blocks_of(text);
        let (from, body, to) = list(&blocks)?;
        Some((entries(blocks[body..to].to_vec()).len(), blocks.len() - (to - from)))
    }

    #[test]
    fn lists_of_sources_are_found() {
        for (text, expected) in [
            ("# T\n\nA.\n\n## Sources\n\nOne.\n\nTwo.", (2, 2)),
            ("# T\n\nA.\n\n## Notes\n\n¹ One.\n\n² Two.", (2, 2)),
            ("# T\n\nA.\n\n## Endnotes\n\n1. One.\n2. Two.", (2, 2)),
            ("# T\n\nA.\n\n## Notes\n\n- https://e.org\n- See https://f.org", (2, 2)),
            // Footnotes are entries below a heading that says so, not behind other entries.
            ("# T\n\nA[^1].\n\n## References\n\n[^1]: One.\n\n[^2]: Two.", (2, 2)),
            ("# T\n\nA[^1].\n\n## References\n\n1. One.\n\n[^1]: A remark.", (1, 3)),
            ("# T\n\nA[^a] [1].\n\n[1] One.\n\n[^a]: A remark.", (1, 3)),
            // Another section may follow.
            ("# T\n\nA.\n\n## References\n\n1. One.\n2. Two.\n\n## Notes\n\nMost of it.", (2, 4)),
            ("# T\n\nA.\n\n## References\n\n1. One.\n\n## Appendix\n\nWords.", (1, 4)),
        ] {
            assert_eq!(of(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn remarks_are_no_sources() {
        for text in [
            "# T\n\nA[^1].\n\n[^1]: Excludes *offshore*.",
            "# T\n\nA.\n\n## Notes\n\nAll figures are rounded.\n\nPrices are net of tax.",
            "# T\n\nA.\n\n## Notes\n\n- All figures are rounded.",
            "# T\n\nA[^1].\n\n## Notes\n\n[^1]: Rounded.",
            "# T\n\nA.\n\n## Sources\n\nWe asked the office.\n\n## Results\n\nThey rose.",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
