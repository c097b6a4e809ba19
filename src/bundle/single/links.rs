//! Addresses: links to places of the file, what is shown as `data:` addresses.

use super::Work;
use crate::bundle::address::{self, Address};
use crate::bundle::leaves::Leaf;
use crate::bundle::media;
use crate::markup::NodeId;

/// Attributes that hold one id or several.
const REFERENCES: [&str; 11] = [
    "for",
    "form",
    "headers",
    "list",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-flowto",
    "popovertarget",
];

/// Gives every id its new name, and everything that names one.
pub(super) fn rename(work: &Work<'_>, leaf: &mut Leaf, index: usize) {
    for id in leaf.tree.all(leaf.main, |_| true) {
        let Some(element) = leaf.tree.element_mut(id) else { continue };
        let renamed = |name: &str| work.ids.place(index, name).map(str::to_owned);
        for (name, value) in &mut element.attributes {
            match name.as_str() {
                "id" | "data-chart" => *value = renamed(value).unwrap_or_else(|| std::mem::take(value)),
                name if REFERENCES.contains(&name) => {
                    let all = value
                        .split_ascii_whitespace()
                        .map(|one| renamed(one).unwrap_or_else(|| one.to_owned()));
                    *value = all.collect::<Vec<_>>().join(" ");
                }
                "href" | "xlink:href" => {}
                _ if value.contains("url(#") => *value = drawn_from(value, renamed),
                _ => {}
            }
        }
    }
}

/// `url(#clip)` with the new name.
fn drawn_from(value: &str, renamed: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("url(#") {
        let (name, tail) = after.split_once(')').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(&format!("url(#{})", renamed(name).unwrap_or_else(|| name.to_owned())));
        rest = tail;
    }
    out + rest
}

/// Settles the addresses of a page, those of its frame too when it is the home page.
pub(super) fn settle(work: &mut Work<'_>, leaf: &mut Leaf, index: usize) {
    let top = if Leaf::is_home(index) { leaf.tree.top() } else { leaf.main };
    for id in leaf.tree.all(top, |_| true) {
        let Some(element) = leaf.tree.element(id) else { continue };
        match element.name.as_str() {
            "a" | "area" => link(work, leaf, index, id),
            "use" | "textPath" | "mpath" => drawn(work, leaf, index, id),
            "link" | "script" | "meta" => {}
            _ => shown(work, leaf, id),
        }
    }
}

/// A link leads to a place of the file, to another site, or holds a file of the report.
fn link(work: &Work<'_>, leaf: &mut Leaf, index: usize, id: NodeId) {
    let attribute = if leaf.tree.attribute(id, "href").is_some() { "href" } else { "xlink:href" };
    let Some(href) = leaf.tree.attribute(id, attribute).map(str::to_owned) else { return };
    let set = |leaf: &mut Leaf, value: &str| leaf.tree.set(id, attribute, value);
    match address::read(&leaf.path, &href) {
        Address::Outside => {}
        Address::Here(place)
            if in_frame(leaf, id) && work.ids.place(index, &place).is_none() && !place.is_empty() =>
        {
            set(leaf, &href);
        }
        Address::Here(place) => set(leaf, &work.ids.address(index, Some(&place))),
        Address::Inside { path, place } => {
            if let Some(&page) = work.places.get(&path) {
                set(leaf, &work.ids.address(page, place.as_deref()));
            } else if let Some(bytes) = work.input.site.get(&path) {
                set(leaf, &media::data_url(&path, bytes));
                leaf.tree.set(id, "download", path.rsplit('/').next().unwrap_or_default());
            } else if let Some(element) = leaf.tree.element_mut(id) {
                // What the site lacks, the site's own link does not find either.
                element.remove(attribute);
            }
        }
    }
}

/// Whether a node stands outside `main`.
fn in_frame(leaf: &Leaf, id: NodeId) -> bool {
    let mut at = Some(id);
    while let Some(node) = at {
        if node == leaf.main {
            return false;
        }
        at = leaf.tree.parent(node);
    }
    true
}

/// A drawing's reference to another part of it.
fn drawn(work: &mut Work<'_>, leaf: &mut Leaf, index: usize, id: NodeId) {
    for attribute in ["href", "xlink:href"] {
        let Some(href) = leaf.tree.attribute(id, attribute).map(str::to_owned) else { continue };
        let Some(place) = href.strip_prefix('#') else {
            work.faults.left_outside(leaf, "use", &href);
            continue;
        };
        if let Some(new) = work.ids.place(index, &address::decoded(place)) {
            leaf.tree.set(id, attribute, &format!("#{new}"));
        }
    }
}

/// What an element shows is written into its address.
fn shown(work: &mut Work<'_>, leaf: &mut Leaf, id: NodeId) {
    let Some(name) = leaf.tree.element(id).map(|element| element.name.clone()) else { return };
    for attribute in ["src", "poster", "data", "background", "href", "xlink:href", "srcset", "imagesrcset"] {
        let Some(address) = leaf.tree.attribute(id, attribute).map(str::to_owned) else { continue };
        let inside = match address::read(&leaf.path, &address) {
            Address::Here(_) => continue,
            Address::Outside if address.trim().starts_with("data:") || address.trim().is_empty() => continue,
            Address::Outside => None,
            // A page inside a page would be a document of its own.
            Address::Inside { path, .. } if path.ends_with(".html") => None,
            Address::Inside { path, .. } => Some(path),
        };
        let Some((path, bytes)) = inside.and_then(|path| Some((path.clone(), work.input.site.get(&path)?)))
        else {
            work.faults.left_outside(leaf, &name, &address);
            continue;
        };
        if name == "img" && work.images.draw(&mut leaf.tree, id, &path) {
            return;
        }
        leaf.tree.set(id, attribute, &media::data_url(&path, bytes));
    }
    if let Some(element) = leaf.tree.element_mut(id) {
        element.remove("loading");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_name_their_parts_anew() {
        let renamed = |name: &str| (name == "a").then(|| "p--a".to_owned());
        assert_eq!(drawn_from("url(#a) none", renamed), "url(#p--a) none");
        assert_eq!(drawn_from("x url(#b)url(#a", renamed), "x url(#b)url(#p--a)");
    }
}
