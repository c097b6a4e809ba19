//! Prose as plain text: for titles of windows, descriptions, alternative texts and the search index.

use super::ResolvedPage;
use crate::model::{Node, NodeKind, Page};
use pulldown_cmark::Event;

/// The text of `prose` with its values put in and without markup; notes and citations leave nothing behind, and white
/// space is folded.
#[must_use]
pub fn plain(prose: &[Node], page: &Page, resolved: &ResolvedPage) -> String {
    let mut text = String::new();
    for node in prose {
        add(&mut text, node, page, resolved);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add(text: &mut String, node: &Node, page: &Page, resolved: &ResolvedPage) {
    match &node.kind {
        NodeKind::Markdown(
            Event::Text(t) | Event::Code(t) | Event::InlineMath(t) | Event::DisplayMath(t),
        ) => {
            text.push_str(t);
        }
        NodeKind::Markdown(Event::SoftBreak | Event::HardBreak | Event::Start(_)) if is_break(node) => {
            text.push(' ');
        }
        NodeKind::Expression(index) => {
            text.push_str(resolved.values.get(*index).map_or("", |value| &value.text));
        }
        NodeKind::Reference(index) => {
            text.push_str(resolved.references.get(*index).map_or("", |target| &target.label));
        }
        NodeKind::Image(index) => {
            if let Some(image) = page.document.images.get(*index) {
                text.push_str(&plain(&image.alt, page, resolved));
            }
        }
        _ => {}
    }
}

/// Whether the node parts two words: a line break, or the start of a block.
fn is_break(node: &Node) -> bool {
    use pulldown_cmark::Tag;
    match &node.kind {
        NodeKind::Markdown(Event::SoftBreak | Event::HardBreak) => true,
        NodeKind::Markdown(Event::Start(tag)) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript
        ),
        _ => false,
    }
}
