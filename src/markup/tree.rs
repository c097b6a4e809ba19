//! The tree: nodes in one list, named by their place in it.

/// A node's place in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(usize);

/// The language an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// HTML.
    Html,
    /// Drawings.
    Svg,
    /// Formulas.
    MathMl,
}

/// An element without its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its language.
    pub space: Space,
    /// Its name: `figure`, `clipPath`.
    pub name: String,
    /// Names and values, in order.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, in its place when it was there.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes an attribute away.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let place = self.attributes.iter().position(|(known, _)| known == name)?;
        Some(self.attributes.remove(place).1)
    }

    /// Whether a class is among its classes.
    #[must_use]
    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    /// Adds a class.
    pub fn add_class(&mut self, class: &str) {
        let classes = self.get("class").map_or_else(|| class.to_owned(), |old| format!("{old} {class}"));
        self.set("class", &classes);
    }
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// The top of a tree.
    Document,
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

#[derive(Debug, Clone)]
struct Slot {
    node: Node,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

/// A document, or a part of one.
#[derive(Debug, Clone)]
pub struct Tree {
    slots: Vec<Slot>,
}

impl Default for Tree {
    fn default() -> Self {
        Self { slots: vec![Slot { node: Node::Document, parent: None, children: Vec::new() }] }
    }
}

impl Tree {
    /// The document.
    #[must_use]
    pub const fn top(&self) -> NodeId {
        NodeId(0)
    }

    /// What stands at a place.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.slots[id.0].node
    }

    /// The element at a place, if there is one.
    #[must_use]
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.slots[id.0].node {
            Node::Element(element) => Some(element),
            Node::Document | Node::Text(_) => None,
        }
    }

    /// The element at a place, to be changed.
    pub fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.slots[id.0].node {
            Node::Element(element) => Some(element),
            Node::Document | Node::Text(_) => None,
        }
    }

    /// The text at a place, to be changed.
    pub(super) fn text_mut(&mut self, id: NodeId) -> Option<&mut String> {
        match &mut self.slots[id.0].node {
            Node::Text(text) => Some(text),
            Node::Document | Node::Element(_) => None,
        }
    }

    /// An attribute of the element at a place.
    #[must_use]
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.element(id)?.get(name)
    }

    /// Sets an attribute of the element at a place.
    pub fn set(&mut self, id: NodeId, name: &str, value: &str) {
        if let Some(element) = self.element_mut(id) {
            element.set(name, value);
        }
    }

    /// Whether an HTML element of this name stands there.
    #[must_use]
    pub fn is(&self, id: NodeId, name: &str) -> bool {
        self.element(id).is_some_and(|element| element.name == name)
    }

    /// Whether an element of this class stands there.
    #[must_use]
    pub fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.element(id).is_some_and(|element| element.has_class(class))
    }

    /// The nodes directly below.
    #[must_use]
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        &self.slots[id.0].children
    }

    /// The node above.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.slots[id.0].parent
    }

    /// All nodes below, in reading order.
    #[must_use]
    pub fn below(&self, id: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut waiting: Vec<NodeId> = self.children(id).iter().rev().copied().collect();
        while let Some(next) = waiting.pop() {
            found.push(next);
            waiting.extend(self.children(next).iter().rev());
        }
        found
    }

    /// All elements below that are wanted.
    #[must_use]
    pub fn all(&self, id: NodeId, wanted: impl Fn(&Element) -> bool) -> Vec<NodeId> {
        self.below(id).into_iter().filter(|&id| self.element(id).is_some_and(&wanted)).collect()
    }

    /// The first element below that is wanted.
    #[must_use]
    pub fn first(&self, id: NodeId, wanted: impl Fn(&Element) -> bool) -> Option<NodeId> {
        self.below(id).into_iter().find(|&id| self.element(id).is_some_and(&wanted))
    }

    /// The first element of a name below.
    #[must_use]
    pub fn named(&self, id: NodeId, name: &str) -> Option<NodeId> {
        self.first(id, |element| element.name == name)
    }

    /// The text below, as it stands.
    #[must_use]
    pub fn text(&self, id: NodeId) -> String {
        let texts = std::iter::once(id).chain(self.below(id)).filter_map(|id| match self.node(id) {
            Node::Text(text) => Some(text.as_str()),
            Node::Document | Node::Element(_) => None,
        });
        texts.collect()
    }

    /// A new node that stands nowhere yet.
    pub fn add(&mut self, node: Node) -> NodeId {
        self.slots.push(Slot { node, parent: None, children: Vec::new() });
        NodeId(self.slots.len() - 1)
    }

    /// A new HTML element that stands nowhere yet.
    pub fn make(&mut self, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let attributes =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.add(Node::Element(Element { space: Space::Html, name: name.to_owned(), attributes }))
    }

    /// A new text that stands nowhere yet.
    pub fn make_text(&mut self, text: &str) -> NodeId {
        self.add(Node::Text(text.to_owned()))
    }

    /// Puts a node last below another, from wherever it was.
    pub fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        self.slots[child.0].parent = Some(parent);
        self.slots[parent.0].children.push(child);
    }

    /// A new element last below another.
    pub fn append_new(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let made = self.make(name, attributes);
        self.append(parent, made);
        made
    }

    /// Text last below a node.
    pub fn append_text(&mut self, parent: NodeId, text: &str) {
        let made = self.make_text(text);
        self.append(parent, made);
    }

    /// Puts a node first below another.
    pub fn prepend(&mut self, parent: NodeId, child: NodeId) {
        match self.children(parent).first().copied() {
            Some(first) => self.insert_before(first, child),
            None => self.append(parent, child),
        }
    }

    /// Puts a node before another that stands below something.
    pub fn insert_before(&mut self, sibling: NodeId, node: NodeId) {
        self.detach(node);
        let Some(parent) = self.parent(sibling) else { return };
        let Some(place) = self.place(parent, sibling) else { return };
        self.slots[node.0].parent = Some(parent);
        self.slots[parent.0].children.insert(place, node);
    }

    /// Puts a node after another that stands below something.
    pub fn insert_after(&mut self, sibling: NodeId, node: NodeId) {
        self.detach(node);
        let Some(parent) = self.parent(sibling) else { return };
        let Some(place) = self.place(parent, sibling) else { return };
        self.slots[node.0].parent = Some(parent);
        self.slots[parent.0].children.insert(place + 1, node);
    }

    /// Takes a node with all that is below it out of where it stands.
    pub fn detach(&mut self, id: NodeId) {
        let Some(parent) = self.slots[id.0].parent.take() else { return };
        self.slots[parent.0].children.retain(|child| *child != id);
    }

    /// Leaves an element out: what was below it takes its place.
    pub fn unwrap(&mut self, id: NodeId) {
        for child in self.children(id).to_vec() {
            self.insert_before(id, child);
        }
        self.detach(id);
    }

    /// Puts a node in the place of another.
    pub fn replace(&mut self, old: NodeId, new: NodeId) {
        self.insert_before(old, new);
        self.detach(old);
    }

    /// Takes away all that is below.
    pub fn clear(&mut self, id: NodeId) {
        for child in self.children(id).to_vec() {
            self.detach(child);
        }
    }

    /// Copies a part of another tree; the copy stands nowhere yet.
    pub fn graft(&mut self, other: &Self, id: NodeId) -> NodeId {
        let copy = self.add(other.node(id).clone());
        for child in other.children(id) {
            let child = self.graft(other, *child);
            self.append(copy, child);
        }
        copy
    }

    /// Copies a part of the tree; the copy stands nowhere yet.
    pub fn copy(&mut self, id: NodeId) -> NodeId {
        let copy = self.add(self.node(id).clone());
        for child in self.children(id).to_vec() {
            let child = self.copy(child);
            self.append(copy, child);
        }
        copy
    }

    fn place(&self, parent: NodeId, child: NodeId) -> Option<usize> {
        self.children(parent).iter().position(|one| *one == child)
    }
}
