//! Lines → blocks: headings that are marked, paragraphs, lists, quotations, code, tables.

use super::Remark;
use super::lines::{Line, Shape, atx, is_dense, underlined};
use super::signs::{bullet, fence, is_note, is_rule, keeps_end, numbered, starts_mark};
use super::table::{self, Table};
use unicode_width::UnicodeWidthStr;

/// One block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Its first line, from 1.
    pub(super) line: usize,
    /// Whether a blank line stands before it.
    pub(super) apart: bool,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading; its level counts from 1.
    Heading { level: u8, text: String },
    /// A paragraph.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// Quoted paragraphs.
    Quote(Vec<String>),
    /// Code between fences, as it is.
    Code(String),
    /// A table.
    Table(Box<Table>),
    /// The place of a table that was taken off into a data file, by its index.
    Figure(usize),
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its line.
    pub(super) line: usize,
    /// How far it is set in.
    pub(super) indent: usize,
    /// Its number, when it has one.
    pub(super) number: Option<String>,
    /// Its text.
    pub(super) text: String,
}

/// Reads all blocks.
pub(super) fn read(lines: &[Line], shape: &Shape, doubts: &mut Vec<Remark>) -> Vec<Block> {
    let all: String =
        lines.iter().flat_map(|line| [line.raw.as_str(), "\n"]).collect::<String>().to_lowercase();
    let mut reader = Reader { lines, shape, at: 0, all, blocks: Vec::new(), doubts };
    while reader.at < lines.len() {
        reader.block();
    }
    reader.blocks
}

struct Reader<'a> {
    lines: &'a [Line],
    shape: &'a Shape,
    at: usize,
    /// The whole text in lower case, to look words up in.
    all: String,
    blocks: Vec<Block>,
    doubts: &'a mut Vec<Remark>,
}

impl Reader<'_> {
    fn line(&self, ahead: usize) -> Option<&Line> {
        self.lines.get(self.at + ahead)
    }

    fn push(&mut self, from: usize, kind: Kind) {
        let line = self.lines.get(from).map_or(1, |line| line.number);
        let apart = from == 0 || self.lines.get(from - 1).is_none_or(|before| before.text().is_empty());
        self.blocks.push(Block { line, apart, kind });
    }

    /// Reads one block, at least one line.
    fn block(&mut self) {
        let (from, Some(line)) = (self.at, self.line(0).cloned()) else { return };
        let text = line.text();
        if text.is_empty() || is_rule(text) {
            self.at += 1;
        } else if let Some(fence) = fence(text) {
            self.code(fence);
        } else if let Some((level, words)) = atx(text) {
            self.at += 1;
            let words = words.to_owned();
            self.push(from, Kind::Heading { level, text: words });
        } else if let Some(level) = self.underlined(&line) {
            self.at += 2;
            self.push(from, Kind::Heading { level, text: text.to_owned() });
        } else if text.starts_with('>') {
            self.quote();
        } else if item(&line).is_some() {
            self.list();
        } else if let Some((table, read)) = table::read(self.lines.get(self.at..).unwrap_or(&[]), self.doubts)
        {
            self.at += read;
            self.push(from, Kind::Table(Box::new(table)));
        } else {
            let words = self.paragraph();
            self.push(from, Kind::Text(words));
        }
    }

    /// The level of an underlined heading: `=` stands above `-`, other signs in the order in which they come.
    fn underlined(&self, line: &Line) -> Option<u8> {
        let sign = underlined(line, self.line(1)?)?;
        let mut signs: Vec<char> = Vec::new();
        for pair in self.lines.windows(2) {
            signs.extend(underlined(&pair[0], &pair[1]).filter(|sign| !signs.contains(sign)));
        }
        signs.sort_by_key(|sign| *sign != '=');
        signs.iter().position(|known| *known == sign).map(|level| level as u8 + 1)
    }

    fn code(&mut self, fence: &str) {
        let from = self.at;
        let end = self.lines.iter().skip(from + 1).position(|line| line.text().starts_with(fence));
        let last = end.map_or(self.lines.len() - 1, |end| from + 1 + end);
        let mut text: Vec<&str> =
            self.lines.get(from..=last).unwrap_or(&[]).iter().map(|line| line.raw.as_str()).collect();
        if end.is_none() {
            text.push(fence);
        }
        let text = text.join("\n");
        self.at = last + 1;
        self.push(from, Kind::Code(text));
    }

    fn quote(&mut self) {
        let from = self.at;
        let mut paragraphs = vec![String::new()];
        while let Some(text) =
            self.line(0).map(|line| line.text().to_owned()).filter(|text| text.starts_with('>'))
        {
            let words = text.trim_start_matches(['>', ' ']).to_owned();
            match paragraphs.last_mut() {
                Some(last) if !words.is_empty() && !last.is_empty() => self.join(last, &words),
                Some(last) if !words.is_empty() => *last = words,
                _ => paragraphs.push(String::new()),
            }
            self.at += 1;
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        self.push(from, Kind::Quote(paragraphs));
    }

    fn list(&mut self) {
        let from = self.at;
        let mut items: Vec<Item> = Vec::new();
        while let Some(line) = self.line(0).cloned() {
            if let Some(next) = item(&line) {
                // A list of another kind at the same depth is another list.
                let same = |first: &Item| {
                    first.number.is_some() == next.number.is_some() || next.indent > first.indent
                };
                if !items.first().is_none_or(same) {
                    break;
                }
                items.push(next);
            } else if line.text().is_empty() {
                // Blank lines between items do not part them.
                let more = self.lines.iter().skip(self.at).find(|line| !line.text().is_empty());
                if !more.and_then(item).is_some_and(|next| follows(&items, &next)) {
                    break;
                }
            } else if self.goes_on(&line, items.last().map_or("", |item| &item.text)) {
                if let Some(last) = items.last_mut() {
                    let mut text = std::mem::take(&mut last.text);
                    self.join(&mut text, line.text());
                    if let Some(last) = items.last_mut() {
                        last.text = text;
                    }
                }
            } else {
                break;
            }
            self.at += 1;
        }
        self.push(from, Kind::List(items));
    }

    /// Whether a line belongs to the item before it.
    fn goes_on(&self, line: &Line, before: &str) -> bool {
        let parts = is_rule(line.text()) || atx(line.text()).is_some() || line.text().starts_with('>');
        match self.shape.width {
            _ if parts => false,
            Some(_) => !line.text().contains(['|', '\t']),
            None => {
                line.indent() >= 2 && !before.ends_with(['.', '!', '?']) && !line.text().contains(['|', '\t'])
            }
        }
    }

    /// The words of a paragraph: one line, or all up to its end.
    fn paragraph(&mut self) -> String {
        let mut text = self.line(0).map_or("", Line::text).to_owned();
        let Some(width) = self.shape.width else {
            self.at += 1;
            return text;
        };
        let mut last = text.width();
        self.at += 1;
        while let Some(line) = self.line(0).cloned() {
            let words = line.text();
            let other = words.is_empty()
                || is_rule(words)
                || atx(words).is_some()
                || fence(words).is_some()
                || words.starts_with('>')
                || starts_mark(words)
                || self.shape.markup && is_note(words)
                || item(&line).is_some()
                || self.line(1).is_some_and(|below| underlined(&line, below).is_some())
                || table::read(self.lines.get(self.at..).unwrap_or(&[]), &mut Vec::new()).is_some();
            // A line that ends well before the edge was not cut there.
            let short = width > 0 && last * 10 < width * 6;
            if other || short {
                break;
            }
            last = words.width();
            self.join(&mut text, words);
            self.at += 1;
        }
        text
    }

    /// Joins two lines of one paragraph; a word that was parted at the end of the line becomes whole.
    fn join(&mut self, text: &mut String, next: &str) {
        let dense =
            text.chars().next_back().is_some_and(is_dense) || next.chars().next().is_some_and(is_dense);
        let Some(head) = self.parted(text, next) else {
            if self.shape.markup && keeps_end(text, next) {
                text.push('\n');
            } else if !dense && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(next);
            return;
        };
        let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        let (whole, hyphened) = (format!("{head}{tail}"), format!("{head}-{tail}"));
        let stands = |word: &str| {
            let word = word.to_lowercase();
            self.all.split(|c: char| !c.is_alphanumeric() && c != '-').any(|known| known == word)
        };
        let known = (stands(&whole), stands(&hyphened));
        if known != (false, true) {
            text.pop();
        }
        if known == (false, false) {
            let line = self.line(0).map_or(0, |line| line.number);
            self.doubts.push(Remark {
                line,
                text: format!("“{hyphened}” was parted at the end of a line: “{whole}”?"),
            });
        }
        text.push_str(next);
    }

    /// The part of a word before a hyphen at the end of a line that goes on in lower case.
    fn parted(&self, text: &str, next: &str) -> Option<String> {
        let before = text.strip_suffix(['-', '\u{2010}'])?;
        let head: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
        let head: String = head.chars().rev().collect();
        let lower = next.starts_with(char::is_lowercase) && self.shape.width.is_some_and(|width| width > 0);
        (lower && head.chars().count() > 1).then_some(head)
    }
}

/// Whether the next item after a blank line belongs to the list.
fn follows(items: &[Item], next: &Item) -> bool {
    let Some(last) = items.last() else { return false };
    let value = |item: &Item| item.number.as_ref().and_then(|number| number.parse::<u32>().ok());
    match (value(last), value(next)) {
        (Some(a), Some(b)) => b == a + 1 || next.indent != last.indent,
        (None, None) => true,
        _ => next.indent > last.indent,
    }
}

/// A line as an item of a list.
pub(super) fn item(line: &Line) -> Option<Item> {
    let text = line.text();
    let (number, words) = numbered(text).or_else(|| bullet(text).map(|words| (None, words)))?;
    let words = words.trim();
    (!words.is_empty()).then(|| Item {
        line: line.number,
        indent: line.indent(),
        number,
        text: words.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks_of;

    fn kinds(text: &str) -> Vec<String> {
        let shown = |block: &Block| match &block.kind {
            Kind::Heading { level, text } => format!("h{level} {text}"),
            Kind::Text(text) => format!("p {text}"),
            Kind::List(items) => items
                .iter()
                .map(|item| format!("{}{} {}", item.indent, item.number.as_deref().unwrap_or("-"), item.text))
                .collect::<Vec<_>>()
                .join(" / "),
            Kind::Quote(paragraphs) => format!("q {}", paragraphs.join(" / ")),
            Kind::Code(text) => format!("code {text:?}"),
            Kind::Table(table) => format!("table {}×{}", table.rows.len(), table.header.len()),
            Kind::Figure(index) => format!("figure {index}"),
        };
        blocks_of(text).iter().map(shown).collect()
    }

    #[test]
    fn blocks_of_many_kinds_are_read() {
        let text = "# A\none\ntwo\n\n- x\n  - y\n\n1. p\n2. q\n> said\n> so\n```\n# code\n```\nSub\n---\n";
        let expected = [
            "h1 A",
            "p one two",
            "0- x / 2- y",
            "01 p / 02 q",
            "q said so",
            "code \"```\\n# code\\n```\"",
            "h1 Sub",
        ];
        assert_eq!(kinds(text), expected);
        assert_eq!(kinds("•\tone\n•\ttwo\n(1) three"), ["0- one / 0- two", "01 three"]);
        assert_eq!(kinds("a | b\n--|\n1 | 2\n\nx\ty\n1\t2"), ["table 1×2", "table 1×2"]);
    }

    #[test]
    fn lines_that_mean_something_to_markdown_stay_lines() {
        let found = kinds(
            "# T\n\nA[^a] and\nB[^b].\n\n[^a]: One.\n[^b]: Two\nmore.\n\n> [!NOTE]\n> Careful\n> now.\n\nTerm\n: Its meaning\n\none\\\ntwo\nthree",
        );
        let expected = [
            "h1 T",
            "p A[^a] and B[^b].",
            "p [^a]: One.",
            "p [^b]: Two more.",
            "q [!NOTE]\nCareful now.",
            "p Term\n: Its meaning",
            "p one\\\ntwo three",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn cut_lines_are_joined_and_parted_words_made_whole() {
        let text = "The infrastructure of the country was built in the last infra-\nstructure programme that anybody \
                    can remember, a well-\nknown and cost-effective one that was made of many parts, cost-\n\
                    effective in all of them and of which nobody thought much at\nthe time. Short.\n\nNext.";
        let found = kinds(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("last infrastructure programme"), "{found:?}");
        assert!(found[0].contains("parts, cost-effective in"), "{found:?}");
    }
}
