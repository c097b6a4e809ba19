//! Footnotes of Markdown, which go to the pages that refer to them.

use super::blocks::{Block, Kind};
use super::escape;

/// One footnote.
#[derive(Debug)]
pub(super) struct Note {
    /// Its name: `1` of `[^1]`.
    pub(super) name: String,
    /// What it says.
    pub(super) block: Block,
}

/// All footnotes that the text refers to.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

/// Takes the footnotes off that something in the text refers to, and of which there is one; in Markdown also those that stand in the
/// text itself, `^[…]`.
pub(super) fn take(blocks: &mut Vec<Block>, text: &str, markup: bool) -> Notes {
    let mut inline = Inline { text, found: Vec::new() };
    if markup {
        inline.blocks(blocks);
    }
    let names: Vec<String> = blocks.iter().filter_map(name).map(str::to_owned).collect();
    let is_taken = |block: &Block| {
        name(block).is_some_and(|name| {
            let is_single = names.iter().filter(|other| *other == name).count() == 1;
            is_single && text.matches(&mark(name)).count() > 1
        })
    };
    let (taken, rest): (Vec<Block>, Vec<Block>) = std::mem::take(blocks).into_iter().partition(is_taken);
    *blocks = rest;
    let note = |block: Block| name(&block).map(str::to_owned).map(|name| Note { name, block });
    Notes(taken.into_iter().filter_map(note).chain(inline.found).collect())
}

/// Footnotes that stand in the text where they are referred to, as Pandoc has them: `^[…]`.
struct Inline<'t> {
    /// The whole text, whose own names of footnotes are taken.
    text: &'t str,
    found: Vec<Note>,
}

impl Inline<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        blocks.iter_mut().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &mut Block) {
        let line = block.line;
        match &mut block.kind {
            Kind::Text(text) | Kind::Heading { text, .. } => self.cut(text, line),
            Kind::List(items) => {
                for item in items {
                    self.cut(&mut item.text, item.line);
                    item.below.iter_mut().for_each(|below| self.block(&mut below.block));
                }
            }
            Kind::Quote(blocks) | Kind::Note { blocks, .. } => self.blocks(blocks),
            Kind::Table(table) => {
                let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.chain(&mut table.title).chain(&mut table.notes).for_each(|text| self.cut(text, line));
            }
            Kind::Raw(_) | Kind::Figure(_) => {}
        }
    }

    /// Puts marks into the places of the footnotes of a text.
    fn cut(&mut self, text: &mut String, line: usize) {
        if !text.contains("^[") {
            return;
        }
        let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some(c) = rest.chars().next() {
            let escaped = || 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            let length = match escape::verbatim(rest, &out) {
                Some(length) => length,
                None if c == '\\' => escaped(),
                None => c.len_utf8(),
            };
            if let Some(words) = rest.strip_prefix("^[").and_then(bracketed) {
                out.push_str(&self.add(words, line));
                rest = &rest[words.len() + 3..];
                continue;
            }
            out.push_str(rest.get(..length).unwrap_or(rest));
            rest = rest.get(length..).unwrap_or("");
        }
        *text = out;
    }

    /// The mark of one more footnote.
    fn add(&mut self, words: &str, line: usize) -> String {
        let name = (self.found.len() + 1..)
            .map(|number| format!("inline-{number}"))
            .find(|name| !self.text.contains(&mark(name)))
            .unwrap_or_default();
        let text = Block { line, apart: true, kind: Kind::Text(words.trim().to_owned()) };
        let kind = Kind::Note { name: name.clone(), blocks: vec![text] };
        let mark = mark(&name);
        self.found.push(Note { name, block: Block { line, apart: true, kind } });
        mark
    }
}

/// What stands before the bracket that closes; brackets within come in pairs.
fn bracketed(text: &str) -> Option<&str> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => {}
            '[' => depth += 1,
            ']' if depth == 0 => return text.get(..at).filter(|words| !words.trim().is_empty()),
            ']' => depth -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

fn name(block: &Block) -> Option<&str> {
    match &block.kind {
        Kind::Note { name, .. } => Some(name),
        _ => None,
    }
}

/// How a text refers to a footnote.
fn mark(name: &str) -> String {
    format!("[^{name}]")
}

impl Notes {
    /// The footnotes that a text refers to, and those that these refer to, in the order in which they stood.
    pub(super) fn of(&self, text: &str) -> Vec<&Note> {
        let mut is_asked: Vec<bool> = self.0.iter().map(|note| text.contains(&mark(&note.name))).collect();
        let mut found = is_asked.clone();
        while let Some(at) = found.iter().position(|is| *is) {
            found[at] = false;
            let words = words(&self.0[at].block);
            for (other, note) in self.0.iter().enumerate() {
                if !is_asked[other] && words.contains(&mark(&note.name)) {
                    (is_asked[other], found[other]) = (true, true);
                }
            }
        }
        self.0.iter().zip(is_asked).filter(|(_, is)| *is).map(|(note, _)| note).collect()
    }

    /// A text without its marks of footnotes, for titles and data, and what these footnotes say.
    pub(super) fn cut(&self, text: &str) -> (String, Vec<String>) {
        let (mut text, mut said) = (text.to_owned(), Vec::new());
        for note in &self.0 {
            let mark = mark(&note.name);
            if text.contains(&mark) {
                text = text.replace(&mark, "");
                said.push(words(&note.block));
            }
        }
        (text, said)
    }
}

/// The words of a block, in one line.
pub(super) fn words(block: &Block) -> String {
    let parts: Vec<String> = match &block.kind {
        Kind::Text(text) | Kind::Raw(text) | Kind::Heading { text, .. } => vec![text.clone()],
        Kind::List(items) => items
            .iter()
            .flat_map(|item| {
                [item.text.clone()].into_iter().chain(item.below.iter().map(|below| words(&below.block)))
            })
            .collect(),
        Kind::Quote(blocks) | Kind::Note { blocks, .. } => blocks.iter().map(words).collect(),
        Kind::Table(_) | Kind::Figure(_) => Vec::new(),
    };
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks_of;

    #[test]
    fn footnotes_that_are_referred_to_are_taken() {
        let text = "# T\n\nA[^a] b[^b].\n\n[^a]: See [^c].\n\n[^b]: Two.\n\n[^c]: Three.\n\n[^d]: Four.";
        let mut blocks = blocks_of(text);
        let notes = take(&mut blocks, text, true);
        assert_eq!(blocks.iter().filter_map(name).collect::<Vec<_>>(), ["d"]);
        let names =
            |text: &str| notes.of(text).iter().map(|note| note.name.as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            (names("x[^a]"), names("x[^b]"), names("x")),
            ("a c".to_owned(), "b".to_owned(), String::new())
        );
        assert_eq!(notes.cut("5 GW[^b]"), ("5 GW".to_owned(), vec!["Two.".to_owned()]));
    }

    #[test]
    fn footnotes_in_the_text_become_footnotes_below_it() {
        let text = "# T\n\nA^[See [the office](https://e.org), p. 2.] `x^[1]` $x^[2]$ \\^[b].\n\n- B^[Two.]";
        let mut blocks = blocks_of(text);
        let notes = take(&mut blocks, text, true);
        assert_eq!(words(&blocks[1]), "A[^inline-1] `x^[1]` $x^[2]$ \\^[b].");
        assert_eq!(words(&blocks[2]), "B[^inline-2]");
        let said: Vec<String> = notes.0.iter().map(|note| words(&note.block)).collect();
        assert_eq!(said, ["See [the office](https://e.org), p. 2.", "Two."]);
    }
}
