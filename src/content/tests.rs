//! Pages from text: nodes, tables and faults.

mod claims;
mod faults;
mod figures;
mod front_matter;
mod pages;
mod properties;

use super::*;
use crate::diagnostics::Files;
use crate::model::{Node, NodeKind, Prose};
use pulldown_cmark::{CodeBlockKind, Event, Tag};

/// A page and its file.
struct Read {
    files: Files,
    parts: PageParts,
    diagnostics: Diagnostics,
}

fn read(text: &str) -> Read {
    let mut files = Files::default();
    let file = files.add("content/page.md", text);
    let (parts, diagnostics) = parse(file, Utf8Path::new("page.md"), text, "en");
    Read { files, parts, diagnostics }
}

/// A page with a title, without faults.
fn page(body: &str) -> Read {
    let read = read(&format!("---\ntitle: T\n---\n{body}"));
    assert!(read.diagnostics.is_empty(), "{}", read.faults());
    read
}

impl Read {
    fn text(&self, span: Span) -> &str {
        self.files.text(span)
    }

    /// One line per node: what it is, and the text under its span.
    fn nodes(&self, nodes: &[Node]) -> String {
        nodes.iter().map(|node| format!("{} {:?}\n", self.node(node), self.text(node.span))).collect()
    }

    fn node(&self, node: &Node) -> String {
        let document = &self.parts.document;
        match &node.kind {
            NodeKind::Markdown(Event::Text(text)) => format!("{:?}", text.as_ref()),
            NodeKind::Markdown(Event::Code(text)) => format!("code {:?}", text.as_ref()),
            NodeKind::Markdown(Event::InlineMath(text)) => format!("math {:?}", text.as_ref()),
            NodeKind::Markdown(Event::Html(text) | Event::InlineHtml(text)) => {
                format!("html {:?}", text.as_ref())
            }
            NodeKind::Markdown(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))) => {
                format!("code block {:?}", info.as_ref())
            }
            NodeKind::Markdown(event) => format!("{event:?}"),
            NodeKind::Heading(index) => {
                let heading = &document.headings[*index];
                format!("heading {} #{} {:?}", heading.level, heading.id, heading.classes)
            }
            NodeKind::Link(index) => {
                let link = &document.links[*index];
                format!("link {:?} {:?}", link.destination, link.title)
            }
            NodeKind::Image(index) => {
                let image = &document.images[*index];
                format!("image {:?} [{}]", image.destination, self.prose(&image.alt))
            }
            NodeKind::Address(index) => {
                let address = &document.addresses[*index];
                format!("address {:?} {:?}", address.kind, address.address)
            }
            NodeKind::Expression(index) => {
                let expression = &document.expressions[*index];
                format!("expression {:?} at {:?}", expression.source, self.text(expression.span))
            }
            NodeKind::Citation(index) => {
                let items = document.citations[*index].citations.iter().map(|citation| {
                    let key = self.text(citation.key.span);
                    format!("{:?} {}@{key} {:?}", citation.prefix, citation.key.value, citation.locator)
                });
                format!("citation {}", items.collect::<Vec<_>>().join(" + "))
            }
            NodeKind::NoteUse(index) => {
                let name = &document.note_uses[*index].name;
                format!("note {} at {:?}", name.value, self.text(name.span))
            }
            NodeKind::Reference(index) => {
                let reference = &document.references[*index];
                format!("reference {:?} {}", reference.kind, reference.id)
            }
            NodeKind::Figure(index) => format!("figure {index}"),
            NodeKind::Claim(index) => format!("claim {index}"),
            NodeKind::ClaimEnd(index) => format!("claim {index} ends"),
        }
    }

    /// Prose in one line: text as it is, the rest in angle brackets.
    fn prose(&self, prose: &Prose) -> String {
        let part = |node: &Node| match &node.kind {
            NodeKind::Markdown(Event::Text(text)) => text.to_string(),
            _ => format!("<{}>", self.node(node)),
        };
        prose.iter().map(part).collect()
    }

    /// Each fault as `rule at "text": message | help`.
    fn faults(&self) -> String {
        let lines = self.diagnostics.iter().map(|d| {
            let place = d.primary.as_ref().map_or("", |label| self.text(label.span));
            format!("{} at {place:?}: {} | {}\n", d.rule.name(), d.message, d.help.join("; "))
        });
        lines.collect()
    }
}

/// The nodes of a page without faults.
fn nodes(body: &str) -> String {
    let read = page(body);
    read.nodes(&read.parts.document.nodes)
}
