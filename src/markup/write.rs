//! Tree → text: HTML as its standard says, and XHTML for readers of XML.

use super::tree::{Element, Node, NodeId, Space, Tree};
use crate::syntax::escape::for_xml;

/// Elements of HTML that have no end tag.
pub(super) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements whose text is not escaped in HTML.
const RAW: [&str; 6] = ["script", "style", "xmp", "iframe", "noembed", "noframes"];

/// A node and all that is below it as HTML; a document with its doctype.
#[must_use]
pub fn html(tree: &Tree, id: NodeId) -> String {
    let mut out = String::new();
    if matches!(tree.node(id), Node::Document) {
        out.push_str("<!DOCTYPE html>\n");
    }
    html_node(tree, id, &mut out);
    out
}

/// A node and all that is below it as XML, with the namespaces of HTML, SVG and MathML declared where they begin.
#[must_use]
pub fn xhtml(tree: &Tree, id: NodeId) -> String {
    let mut out = String::new();
    xhtml_node(tree, id, Space::Html, &mut out);
    out
}

fn html_node(tree: &Tree, id: NodeId, out: &mut String) {
    match tree.node(id) {
        Node::Document => html_children(tree, id, out),
        Node::Text(text) => {
            let raw = tree
                .parent(id)
                .and_then(|parent| tree.element(parent))
                .is_some_and(|parent| parent.space == Space::Html && RAW.contains(&parent.name.as_str()));
            if raw { out.push_str(text) } else { escape(text, false, out) }
        }
        Node::Element(element) => {
            out.push('<');
            out.push_str(&element.name);
            for (name, value) in &element.attributes {
                out.push(' ');
                out.push_str(name);
                if !value.is_empty() {
                    out.push_str("=\"");
                    escape(value, true, out);
                    out.push('"');
                }
            }
            out.push('>');
            if element.space == Space::Html && VOID.contains(&element.name.as_str()) {
                return;
            }
            // A parser drops the first line break of `pre`.
            if element.name == "pre" && tree.text(id).starts_with('\n') {
                out.push('\n');
            }
            html_children(tree, id, out);
            end_tag(element, out);
        }
    }
}

fn html_children(tree: &Tree, id: NodeId, out: &mut String) {
    for child in tree.children(id) {
        html_node(tree, *child, out);
    }
}

fn end_tag(element: &Element, out: &mut String) {
    out.push_str("</");
    out.push_str(&element.name);
    out.push('>');
}

fn xhtml_node(tree: &Tree, id: NodeId, space: Space, out: &mut String) {
    match tree.node(id) {
        Node::Document => tree.children(id).iter().for_each(|child| xhtml_node(tree, *child, space, out)),
        Node::Text(text) => escape(&for_xml(text), false, out),
        Node::Element(element) => {
            if !is_xml_name(&element.name) {
                tree.children(id).iter().for_each(|child| xhtml_node(tree, *child, space, out));
                return;
            }
            out.push('<');
            out.push_str(&element.name);
            xml_attributes(element, space, out);
            let void = element.space != Space::Html || VOID.contains(&element.name.as_str());
            if void && tree.children(id).is_empty() {
                out.push_str("/>");
                return;
            }
            out.push('>');
            for child in tree.children(id) {
                xhtml_node(tree, *child, element.space, out);
            }
            end_tag(element, out);
        }
    }
}

fn xml_attributes(element: &Element, above: Space, out: &mut String) {
    let namespace = match element.space {
        _ if element.space == above && element.name != "html" => None,
        Space::Html => Some("http://www.w3.org/1999/xhtml"),
        Space::Svg => Some("http://www.w3.org/2000/svg"),
        Space::MathMl => Some("http://www.w3.org/1998/Math/MathML"),
    };
    if let Some(namespace) = namespace {
        out.push_str(" xmlns=\"");
        out.push_str(namespace);
        out.push('"');
    }
    if element.attributes.iter().any(|(name, _)| name.starts_with("xlink:")) {
        out.push_str(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    }
    for (name, value) in &element.attributes {
        let known_prefix = name.split_once(':').is_none_or(|(prefix, _)| KNOWN_PREFIXES.contains(&prefix));
        if name.starts_with("xmlns") && element.name != "html" || !known_prefix || !is_xml_name(name) {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(&for_xml(value), true, out);
        out.push('"');
    }
}

/// Prefixes that are declared, or need no declaration.
const KNOWN_PREFIXES: [&str; 4] = ["xml", "xlink", "epub", "xmlns"];

fn is_xml_name(name: &str) -> bool {
    let start = |c: char| c.is_alphabetic() || c == '_';
    name.starts_with(start) && name.chars().all(|c| start(c) || c.is_ascii_digit() || "-.:".contains(c))
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\u{a0}' => out.push_str("&#160;"),
            c => out.push(c),
        }
    }
}
