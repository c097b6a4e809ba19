//! Prose as plain text: for titles, alternative texts, search, feeds.

use super::ResolvedPage;
use crate::model::{Node, NodeKind, Page};
use crate::syntax::bytes::{self, ByteSet};
use pulldown_cmark::{Event, TagEnd};

/// The text of nodes with values in place and without marks of notes.
#[must_use]
pub fn plain(prose: &[Node], page: &Page, resolved: &ResolvedPage) -> String {
    let mut text = String::new();
    push_all(&mut text, prose, page, resolved);
    text.trim().to_owned()
}

/// Where plain text goes.
trait Sink {
    fn push(&mut self, text: &str);
    /// One space between words, and none at the start.
    fn space(&mut self);
    /// Whether what follows is left out.
    fn is_full(&self) -> bool {
        false
    }
}

impl Sink for String {
    fn push(&mut self, text: &str) {
        self.push_str(text);
    }

    fn space(&mut self) {
        if !self.is_empty() && !self.ends_with(' ') {
            self.push(' ');
        }
    }
}

/// Words with single spaces between them.
#[derive(Debug)]
pub(crate) struct Words {
    text: String,
    limit: usize,
    /// Whether the last word has ended.
    is_apart: bool,
}

/// Whether white space may begin with a byte: that of ASCII, or one of the few bytes that Unicode's begins with.
const MAY_BE_SPACE: ByteSet = bytes::set(b" \t\n\x0b\x0c\r\xc2\xe1\xe2\xe3");

impl Words {
    /// None yet. Once they have more than so many bytes together, what follows is left out.
    pub(crate) const fn up_to(limit: usize) -> Self {
        Self { text: String::new(), limit, is_apart: false }
    }

    /// Whether what follows is left out.
    pub(crate) const fn is_full(&self) -> bool {
        self.text.len() > self.limit
    }

    /// Adds the words of a text.
    pub(crate) fn add(&mut self, text: &str) {
        self.space();
        self.push(text);
        self.space();
    }

    /// Adds the words of nodes, as [`plain`] has them.
    pub(crate) fn add_prose(&mut self, prose: &[Node], page: &Page, resolved: &ResolvedPage) {
        self.space();
        push_all(self, prose, page, resolved);
        self.space();
    }

    /// The words.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    fn push_part(&mut self, part: &str) {
        if part.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_apart) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(part);
    }
}

impl Sink for Words {
    fn push(&mut self, text: &str) {
        let (mut start, mut at) = (0, 0);
        while at < text.len() && !self.is_full() {
            if !MAY_BE_SPACE[text.as_bytes()[at] as usize] {
                at += 1;
                continue;
            }
            let Some(letter) = text[at..].chars().next() else { return };
            let next = at + letter.len_utf8();
            if letter.is_whitespace() {
                self.push_part(&text[start..at]);
                self.space();
                start = next;
            }
            at = next;
        }
        self.push_part(&text[start..at]);
    }

    fn space(&mut self) {
        self.is_apart = true;
    }

    fn is_full(&self) -> bool {
        Self::is_full(self)
    }
}

fn push_all(text: &mut impl Sink, prose: &[Node], page: &Page, resolved: &ResolvedPage) {
    let is_mark = |node: &Node| matches!(node.kind, NodeKind::Citation(_) | NodeKind::NoteUse(_));
    for (index, node) in prose.iter().enumerate() {
        if text.is_full() {
            return;
        }
        // A mark of a note takes the space before it along.
        match &node.kind {
            NodeKind::Markdown(event) if prose.get(index + 1).is_some_and(is_mark) => match event {
                Event::Text(part) => text.push(part.trim_end()),
                Event::SoftBreak | Event::HardBreak => {}
                event => push_event(text, event),
            },
            _ => push(text, node, page, resolved),
        }
    }
}

fn push(text: &mut impl Sink, node: &Node, page: &Page, resolved: &ResolvedPage) {
    match &node.kind {
        NodeKind::Markdown(event) => push_event(text, event),
        NodeKind::Expression(index) => {
            text.push(resolved.values.get(*index).map_or("", |value| &value.text));
        }
        NodeKind::Reference(index) => {
            text.push(resolved.references.get(*index).map_or("", |target| &target.label));
        }
        NodeKind::Image(index) => {
            if let Some(image) = page.document.images.get(*index) {
                text.push(&plain(&image.alt, page, resolved));
            }
        }
        NodeKind::Heading(_)
        | NodeKind::Link(_)
        | NodeKind::Address(_)
        | NodeKind::Citation(_)
        | NodeKind::NoteUse(_)
        | NodeKind::Figure(_)
        | NodeKind::Claim(_)
        | NodeKind::ClaimEnd(_) => {}
    }
}

fn push_event(text: &mut impl Sink, event: &Event<'_>) {
    match event {
        Event::Text(part) | Event::Code(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
            text.push(part);
        }
        Event::SoftBreak | Event::HardBreak => text.space(),
        Event::End(end) if is_block(*end) => text.space(),
        _ => {}
    }
}

const fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_of_all_texts_however_they_are_cut(
            text in "(a|b|稀|é|’|\u{2003}|\u{3000}|\u{a0}|\n| |\t){0,24}",
            cut in 0_usize..40,
            limit in 0_usize..60,
        ) {
            let expected = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (start, end) = text.split_at(text.floor_char_boundary(cut));
            let mut words = Words::up_to(limit);
            words.push(start);
            words.push(end);
            let words = words.into_text();
            if words.len() > limit {
                prop_assert!(expected.starts_with(&words));
            } else {
                prop_assert_eq!(words, expected);
            }
        }
    }

    #[test]
    fn texts_are_apart_from_each_other() {
        let mut words = Words::up_to(usize::MAX);
        for text in ["", " a", "b c ", "", "d"] {
            words.add(text);
        }
        assert_eq!(words.into_text(), "a b c d");
    }
}
