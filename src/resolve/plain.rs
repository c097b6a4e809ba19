//! Prose as plain text: for titles, alternative texts, search, feeds.

use super::ResolvedPage;
use crate::model::{Node, NodeKind, Page};
use pulldown_cmark::{Event, TagEnd};

/// The text of nodes with values in place and without marks of notes.
#[must_use]
pub fn plain(prose: &[Node], page: &Page, resolved: &ResolvedPage) -> String {
    let mut text = String::new();
    for node in prose {
        push(&mut text, node, page, resolved);
    }
    text.trim().to_owned()
}

fn push(text: &mut String, node: &Node, page: &Page, resolved: &ResolvedPage) {
    match &node.kind {
        NodeKind::Markdown(event) => push_event(text, event),
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
        NodeKind::Heading(_)
        | NodeKind::Link(_)
        | NodeKind::Citation(_)
        | NodeKind::NoteUse(_)
        | NodeKind::Figure(_)
        | NodeKind::Claim(_)
        | NodeKind::ClaimEnd(_) => {}
    }
}

fn push_event(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) | Event::Code(part) | Event::InlineMath(part) | Event::DisplayMath(part) => {
            text.push_str(part);
        }
        Event::SoftBreak | Event::HardBreak => space(text),
        Event::End(end) if is_block(*end) => space(text),
        _ => {}
    }
}

const fn is_block(end: TagEnd) -> bool {
    !matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// One space between words, and none at the start.
fn space(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}
