//! The text of a page → tree, by html5ever, which reads every text as browsers do. Comments are left out.

use super::tree::{Element, Node, NodeId, Space, Tree};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, ns, parse_document};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// Reads a document.
#[must_use]
pub fn parse(html: &str) -> Tree {
    let mut options = ParseOpts::default();
    // Else the content of `noscript` would be text.
    options.tree_builder.scripting_enabled = false;
    parse_document(Builder::default(), options).one(html)
}

/// A node as html5ever knows it: its place, and its name if it is an element.
#[derive(Debug, Clone)]
struct Handle {
    id: Option<NodeId>,
    name: Rc<QualName>,
}

#[derive(Default)]
struct Builder {
    tree: RefCell<Tree>,
}

impl Builder {
    fn handle(id: Option<NodeId>) -> Handle {
        Handle { id, name: Rc::new(QualName::new(None, ns!(), "".into())) }
    }

    /// The node to put somewhere; text joins the text before it. `None` for comments and joined text.
    fn child(&self, child: NodeOrText<Handle>, before: Option<NodeId>) -> Option<NodeId> {
        let text = match child {
            NodeOrText::AppendNode(handle) => return handle.id,
            NodeOrText::AppendText(text) => text,
        };
        let mut tree = self.tree.borrow_mut();
        if let Some(known) = before.and_then(|id| tree.text_mut(id)) {
            known.push_str(&text);
            return None;
        }
        Some(tree.add(Node::Text(text.to_string())))
    }
}

impl TreeSink for Builder {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::handle(Some(self.tree.borrow().top()))
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let space = if name.ns == ns!(svg) {
            Space::Svg
        } else if name.ns == ns!(mathml) {
            Space::MathMl
        } else {
            Space::Html
        };
        let attributes = attributes.into_iter().map(written).collect();
        let element = Element { space, name: name.local.to_string(), attributes };
        let id = self.tree.borrow_mut().add(Node::Element(element));
        Handle { id: Some(id), name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Self::handle(None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Self::handle(None)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let Some(parent) = parent.id else { return };
        let last = self.tree.borrow().children(parent).last().copied();
        if let Some(child) = self.child(child, last) {
            self.tree.borrow_mut().append(parent, child);
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let stands = element.id.is_some_and(|id| self.tree.borrow().parent(id).is_some());
        if stands { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        let Some(sibling) = sibling.id else { return };
        let before = {
            let tree = self.tree.borrow();
            let siblings = tree.parent(sibling).map_or(&[][..], |parent| tree.children(parent));
            let place = siblings.iter().position(|one| *one == sibling);
            place.and_then(|place| place.checked_sub(1)).map(|place| siblings[place])
        };
        if let Some(node) = self.child(node, before) {
            self.tree.borrow_mut().insert_before(sibling, node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let Some(element) = target.id.and_then(|id| tree.element_mut(id)) else { return };
        for (name, value) in attributes.into_iter().map(written) {
            if element.get(&name).is_none() {
                element.set(&name, &value);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        if let Some(id) = target.id {
            self.tree.borrow_mut().detach(id);
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let (Some(node), Some(parent)) = (node.id, new_parent.id) else { return };
        let mut tree = self.tree.borrow_mut();
        for child in tree.children(node).to_vec() {
            tree.append(parent, child);
        }
    }
}

/// An attribute as it is written: `xlink:href` with its prefix.
fn written(attribute: Attribute) -> (String, String) {
    let local = &attribute.name.local;
    let name = match &attribute.name.prefix {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}:{local}"),
        _ => local.to_string(),
    };
    (name, attribute.value.to_string())
}
