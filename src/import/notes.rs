//! Footnotes of Markdown, which go to the pages that refer to them.

use super::blocks::{Block, Kind};

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

/// Takes the footnotes off that something in the text refers to, and of which there is one.
pub(super) fn take(blocks: &mut Vec<Block>, text: &str) -> Notes {
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
    Notes(taken.into_iter().filter_map(note).collect())
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
        let notes = take(&mut blocks, text);
        assert_eq!(blocks.iter().filter_map(name).collect::<Vec<_>>(), ["d"]);
        let names =
            |text: &str| notes.of(text).iter().map(|note| note.name.as_str()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            (names("x[^a]"), names("x[^b]"), names("x")),
            ("a c".to_owned(), "b".to_owned(), String::new())
        );
        assert_eq!(notes.cut("5 GW[^b]"), ("5 GW".to_owned(), vec!["Two.".to_owned()]));
    }
}
