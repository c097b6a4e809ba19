//! Lines → blocks: headings that are marked, code, tables. Paragraphs are read in [`super::paragraph`], lists in [`super::lists`],
//! quotations and notes in [`super::inner`].

use super::lines::{Line, Shape, atx, underlined};
use super::lists::{Item, item};
use super::signs::{DIV, attributes, ends_code, fence, is_note, is_rule};
use super::table::{self, Table};
use super::{Remark, html, links};

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
    /// A heading; its level counts from 1. Links may ask for it by its id.
    Heading { level: u8, text: String, id: Option<String> },
    /// A paragraph.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// What is quoted.
    Quote(Vec<Block>),
    /// A footnote of Markdown.
    Note { name: String, blocks: Vec<Block> },
    /// Code, HTML, a formula that stands alone, or the definition of a link, as it is.
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
    let mut reader = Reader { lines, shape, at: 0, depth: 0, all, blocks: Vec::new(), doubts };
    reader.read();
    reader.blocks
}

pub(super) struct Reader<'a> {
    pub(super) lines: Vec<Line>,
    pub(super) shape: &'a Shape,
    /// The line that is read next.
    pub(super) at: usize,
    /// In how many blocks the lines stand.
    pub(super) depth: usize,
    /// The whole text in lower case, to look words up in.
    pub(super) all: String,
    pub(super) blocks: Vec<Block>,
    pub(super) doubts: &'a mut Vec<Remark>,
}

impl Reader<'_> {
    /// Reads all lines.
    pub(super) fn read(&mut self) {
        while self.at < self.lines.len() {
            self.block();
        }
    }

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
            let heading = self.heading(level, words);
            self.push(from, heading);
        } else if let Some(level) = self.underlined(&line) {
            self.at += 2;
            let heading = self.heading(level, text);
            self.push(from, heading);
        } else if self.shape.markup && self.depth == 0 && is_note(text) {
            let kind = self.note(&line);
            self.push(from, kind);
        } else if self.shape.markup && links::is_definition(text) {
            self.at += 1;
            self.push(from, Kind::Raw(text.to_owned()));
        } else if text.starts_with('>') {
            let kind = self.quote();
            self.push(from, kind);
        } else if item(&line).is_some() {
            self.list();
        } else if self.depth == 0
            && let Some((table, read)) = table::read(self.lines.get(self.at..).unwrap_or(&[]), self.doubts)
        {
            self.at += read;
            self.push(from, Kind::Table(Box::new(table)));
        } else if let Some(rows) = self.inner_table() {
            self.push(from, Kind::Raw(rows));
        } else {
            let words = self.paragraph();
            self.push(from, Kind::Text(words));
        }
    }

    /// A heading without the attributes that Markdown has behind its words. In another block it is a line of it.
    fn heading(&self, level: u8, text: &str) -> Kind {
        if self.depth > 0 {
            let sign = if self.shape.markup { "#".repeat(usize::from(level)) + " " } else { String::new() };
            return Kind::Text(sign + text);
        }
        let (words, id) = if self.shape.markup { attributes(text) } else { (text, None) };
        Kind::Heading { level, text: words.to_owned(), id }
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

    /// What begins at a line and stays as it is: code, a formula, HTML. In an item it ends where a line is set in less than `column`.
    pub(super) fn verbatim(&mut self, line: &Line, column: usize) -> Option<Kind> {
        if let Some(fence) = fence(line.text()) {
            return Some(Kind::Raw(self.code(fence, line.indent(), column)));
        }
        if self.shape.markup
            && line.text().starts_with("$$")
            && let Some(formula) = self.formula(column)
        {
            return Some(Kind::Raw(formula));
        }
        if self.shape.markup && line.text().starts_with(DIV) {
            self.at += 1;
            return Some(Kind::Raw(line.text().to_owned()));
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

    /// A formula over several lines, which might be items or headings by themselves, on one; `None` when it does not end.
    fn formula(&mut self, column: usize) -> Option<String> {
        let lines = self.lines.get(self.at..)?;
        let ends =
            |(at, line): (usize, &Line)| line.text().ends_with("$$") && (at > 0 || line.text().len() > 2);
        let end = lines.iter().enumerate().position(ends)?;
        let lines = lines.get(..=end).filter(|lines| lines.iter().all(|line| !line.text().is_empty()))?;
        let text: Vec<String> = lines.iter().map(|line| line.set_out(column)).collect();
        self.at += end + 1;
        // What stands behind `%` is no part of the formula.
        let gap = if text.iter().any(|line| line.contains('%')) { "\n" } else { " " };
        Some(text.join(gap))
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
        blocks_of(text).iter().map(shown).collect()
    }

    fn shown(block: &Block) -> String {
        let all = |blocks: &[Block]| blocks.iter().map(shown).collect::<Vec<_>>().join(" / ");
        match &block.kind {
            Kind::Heading { level, text, id } => {
                format!("h{level} {text}{}", id.as_ref().map_or_else(String::new, |id| format!(" #{id}")))
            }
            Kind::Text(text) => format!("p {text}"),
            Kind::List(items) => items
                .iter()
                .map(|item| format!("{}{} {}", item.indent, item.number.as_deref().unwrap_or("-"), item.text))
                .collect::<Vec<_>>()
                .join(" / "),
            Kind::Quote(blocks) => format!("q {}", all(blocks)),
            Kind::Note { name, blocks } => format!("note {name} {}", all(blocks)),
            Kind::Raw(text) => format!("raw {text:?}"),
            Kind::Table(table) => format!("table {}×{}", table.rows.len(), table.header.len()),
            Kind::Figure(index) => format!("figure {index}"),
        }
    }

    #[test]
    fn blocks_of_many_kinds_are_read() {
        let text = "# A\none\ntwo\n\n- x\n  - y\n\n1. p\n2. q\n> said\n> so\n```\n# code\n```\nSub\n---\n";
        let expected = [
            "h1 A",
            "p one two",
            "0- x / 2- y",
            "01 p / 02 q",
            "q p said so",
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
            "# T\n\nA[^a] and\nB[^b].\n\n[^a]: One.\n[^b]: Two\nmore.\n\n> [!NOTE]\n> Careful\n> now.\n\nTerm\n: Its meaning\n\none\\\ntwo\nthree  \nfour\n\n$$\na\n+ b\n$$\n\n$$c$$",
        );
        let expected = [
            "h1 T",
            "p A[^a] and B[^b].",
            "note a p One.",
            "note b p Two more.",
            "q p [!NOTE]\nCareful now.",
            "p Term\n: Its meaning",
            "p one\\\ntwo three\\\nfour",
            "raw \"$$ a + b $$\"",
            "raw \"$$c$$\"",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_that_hold_blocks_are_read_whole() {
        for (text, expected) in [
            (
                "# T\n\n[^a]: One\ntwo.\n\n    Three.\n\n    - four\n\nFive.",
                ["h1 T", "note a p One two. / p Three. / 0- four", "p Five."].as_slice(),
            ),
            (
                "# T\n\n[^a]:\n    One.\n[^b]: Two.\n- three",
                &["h1 T", "note a p One.", "note b p Two.", "0- three"],
            ),
            (
                "# T\n\n> [!TIP]\n> Take care.\n> - one\n>\n>   two\n> > three",
                &["h1 T", "q p [!TIP]\nTake care. / 0- one / q p three"],
            ),
            (
                "# T\n\n> ## One\n> Two\n>\n> a | b\n> --|--\n> 1 | 2",
                &["h1 T", "q p ## One / p Two / raw \"a | b\\n--|--\\n1 | 2\""],
            ),
            ("Words.\n\n> one\n> two\n>\n> - three", &["p Words.", "q p one two / 0- three"]),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_around_the_blocks_of_pandoc_stay_lines() {
        assert_eq!(
            kinds("# T\n\n::: {.note}\nOne\ntwo.\n:::\n\n- a\n\n  ::: x\n  b\n  :::"),
            ["h1 T", "raw \"::: {.note}\"", "p One two.", "raw \":::\"", "0- a"]
        );
    }

    #[test]
    fn headings_leave_their_attributes() {
        assert_eq!(
            kinds("## Costs {#costs .wide}\n\n# A {-}\n\n# Set {a, b}"),
            ["h2 Costs #costs", "h1 A", "h1 Set {a, b}"]
        );
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
