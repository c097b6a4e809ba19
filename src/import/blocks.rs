//! Lines → blocks: headings that are marked, paragraphs, quotations, code, tables. Lists are read in [`super::lists`].

use super::lines::{Line, Shape, atx, is_dense, underlined};
use super::lists::{Item, item};
use super::signs::{ends_code, fence, is_note, is_rule, keeps_end, starts_mark};
use super::table::{self, Table};
use super::{Remark, html};
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
    /// Code or HTML, as it is.
    Raw(String),
    /// A table.
    Table(Box<Table>),
    /// The place of a table that was taken off into a data file, by its index.
    Figure(usize),
}

/// Reads all blocks.
pub(super) fn read(lines: Vec<Line>, shape: &Shape, doubts: &mut Vec<Remark>) -> Vec<Block> {
    let all: String =
        lines.iter().flat_map(|line| [line.raw.as_str(), "\n"]).collect::<String>().to_lowercase();
    let mut reader = Reader { lines, shape, at: 0, all, blocks: Vec::new(), doubts };
    while reader.at < reader.lines.len() {
        reader.block();
    }
    reader.blocks
}

pub(super) struct Reader<'a> {
    pub(super) lines: Vec<Line>,
    pub(super) shape: &'a Shape,
    /// The line that is read next.
    pub(super) at: usize,
    /// The whole text in lower case, to look words up in.
    all: String,
    blocks: Vec<Block>,
    doubts: &'a mut Vec<Remark>,
}

impl Reader<'_> {
    pub(super) fn line(&self, ahead: usize) -> Option<&Line> {
        self.lines.get(self.at + ahead)
    }

    /// Whether a line is the first, or stands below a blank one.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        at == 0 || self.lines.get(at - 1).is_none_or(|before| before.text().is_empty())
    }

    /// The block that begins at a line.
    pub(super) fn made(&self, from: usize, kind: Kind) -> Block {
        let line = self.lines.get(from).map_or(1, |line| line.number);
        Block { line, apart: self.is_apart(from), kind }
    }

    pub(super) fn push(&mut self, from: usize, kind: Kind) {
        let block = self.made(from, kind);
        self.blocks.push(block);
    }

    /// Reads one block, at least one line.
    fn block(&mut self) {
        let (from, Some(line)) = (self.at, self.line(0).cloned()) else { return };
        let text = line.text();
        if text.is_empty() || is_rule(text) {
            self.at += 1;
        } else if let Some(kind) = self.verbatim(&line, 0) {
            self.push(from, kind);
        } else if let Some((level, words)) = atx(text) {
            self.at += 1;
            let words = words.to_owned();
            self.push(from, Kind::Heading { level, text: words });
        } else if let Some(level) = self.underlined(&line) {
            self.at += 2;
            self.push(from, Kind::Heading { level, text: text.to_owned() });
        } else if text.starts_with('>') {
            let kind = self.quote();
            self.push(from, kind);
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

    /// What begins at a line and stays as it is: code, HTML. In an item it ends where a line is set in less than `column`.
    pub(super) fn verbatim(&mut self, line: &Line, column: usize) -> Option<Kind> {
        if let Some(fence) = fence(line.text()) {
            return Some(Kind::Raw(self.code(fence, line.indent(), column)));
        }
        if !self.shape.markup || !html::begins(line.text(), self.is_apart(self.at)) {
            return None;
        }
        let lines = self.lines.get(self.at..).unwrap_or(&[]);
        let length = html::length(lines, column);
        let text: Vec<String> = lines.iter().take(length).map(|line| line.set_out(column)).collect();
        self.at += length;
        Some(Kind::Raw(self.plain_html(line.number, text.join("\n").trim_end())))
    }

    /// HTML without what a report would take for an expression.
    fn plain_html(&mut self, line: usize, text: &str) -> String {
        let plain = html::plain(text);
        if plain != text {
            let text = "signs in this raw HTML that would be an expression, a claim or a citation were written as \
                        references to characters: it shows what it showed";
            self.doubts.push(Remark { line, text: text.to_owned() });
        }
        plain
    }

    fn code(&mut self, fence: &str, indent: usize, column: usize) -> String {
        let mut text = vec![self.line(0).map_or_else(String::new, |line| line.set_out(indent))];
        self.at += 1;
        let mut is_open = true;
        while let Some(line) = self.line(0).filter(|line| is_open && !is_out(line, column)) {
            is_open = !ends_code(line.text(), fence);
            text.push(line.set_out(indent));
            self.at += 1;
        }
        if is_open {
            text.push(fence.to_owned());
        }
        text.join("\n")
    }

    pub(super) fn quote(&mut self) -> Kind {
        let number = self.line(0).map_or(0, |line| line.number);
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
        if self.shape.markup {
            for paragraph in paragraphs.iter_mut().filter(|text| html::begins(text, true)) {
                *paragraph = self.plain_html(number, paragraph);
            }
        }
        Kind::Quote(paragraphs)
    }

    /// The words of a paragraph: one line, or all up to its end.
    pub(super) fn paragraph(&mut self) -> String {
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
                || self.shape.markup && html::begins(words, false)
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
    pub(super) fn join(&mut self, text: &mut String, next: &str) {
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

/// Whether a line is set in less than what it would have to stand in.
fn is_out(line: &Line, column: usize) -> bool {
    !line.text().is_empty() && line.indent() < column
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
            Kind::Raw(text) => format!("raw {text:?}"),
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
            "raw \"```\\n# code\\n```\"",
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
