//! Pictures that are shown more than once are kept once: in a store that each place draws from.

use crate::bundle::BundleInput;
use crate::bundle::address::{self, Address};
use crate::bundle::leaves::Leaf;
use crate::bundle::media;
use crate::markup::{Element, Node, NodeId, Space, Tree};
use std::collections::BTreeMap;

/// The pictures of the store, by their path in the site: id, address, size.
#[derive(Debug)]
pub(super) struct Images {
    stored: BTreeMap<String, Stored>,
}

#[derive(Debug)]
struct Stored {
    id: String,
    address: String,
    size: (String, String),
}

impl Images {
    /// Finds what is shown more than once; only pictures whose size the pages say can be stored.
    pub(super) fn new(input: &BundleInput<'_>, leaves: &[Leaf]) -> Self {
        let mut shown: BTreeMap<String, (usize, Option<(String, String)>)> = BTreeMap::new();
        for leaf in leaves {
            for id in leaf.tree.all(leaf.main, |element| element.name == "img") {
                let Some(element) = leaf.tree.element(id) else { continue };
                let Some(Address::Inside { path, .. }) =
                    element.get("src").map(|src| address::read(&leaf.path, src))
                else {
                    continue;
                };
                let entry = shown.entry(path).or_insert_with(|| (0, size(element)));
                entry.0 += 1;
            }
        }
        let repeated = shown.into_iter().filter(|(_, (count, _))| *count > 1);
        let stored = repeated.enumerate().filter_map(|(index, (path, (_, size)))| {
            let address = media::data_url(&path, input.site.get(&path)?);
            Some((path, Stored { id: format!("image-{}", index + 1), address, size: size? }))
        });
        Self { stored: stored.collect() }
    }

    /// Puts a drawing from the store in the place of an `img`; whether it did.
    pub(super) fn draw(&self, tree: &mut Tree, img: NodeId, path: &str) -> bool {
        let (Some(stored), Some(element)) = (self.stored.get(path), tree.element(img)) else { return false };
        let (width, height) = &stored.size;
        let alt = element.get("alt").unwrap_or_default().to_owned();
        let mut drawing =
            drawing("svg", &[("viewBox", &format!("0 0 {width} {height}")), ("class", "stored-image")]);
        for name in ["width", "height", "id"] {
            if let Some(value) = element.get(name) {
                drawing.set(name, value);
            }
        }
        if alt.is_empty() {
            drawing.set("aria-hidden", "true");
        } else {
            drawing.set("role", "img");
            drawing.set("aria-label", &alt);
        }
        let drawing = tree.add(Node::Element(drawing));
        let of_store = tree.add(Node::Element(self::drawing("use", &[("href", &format!("#{}", stored.id))])));
        tree.append(drawing, of_store);
        tree.replace(img, drawing);
        true
    }

    /// The store; `None` when nothing is shown more than once.
    pub(super) fn store(&self, tree: &mut Tree) -> Option<NodeId> {
        if self.stored.is_empty() {
            return None;
        }
        let root = drawing(
            "svg",
            &[("class", "image-store"), ("aria-hidden", "true"), ("width", "0"), ("height", "0")],
        );
        let store = tree.add(Node::Element(root));
        let list = tree.add(Node::Element(drawing("defs", &[])));
        tree.append(store, list);
        for Stored { id, address, size: (width, height) } in self.stored.values() {
            let image =
                drawing("image", &[("id", id), ("width", width), ("height", height), ("href", address)]);
            let image = tree.add(Node::Element(image));
            tree.append(list, image);
        }
        Some(store)
    }
}

fn size(element: &Element) -> Option<(String, String)> {
    Some((element.get("width")?.to_owned(), element.get("height")?.to_owned()))
}

fn drawing(name: &str, attributes: &[(&str, &str)]) -> Element {
    let attributes =
        attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Element { space: Space::Svg, name: name.to_owned(), attributes }
}
