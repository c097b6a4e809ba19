//! One page as a part of the file.

use super::{Work, links};
use crate::bundle::address::{self, Address};
use crate::bundle::leaves::Leaf;
use crate::bundle::{clean, media};
use crate::markup::NodeId;

/// Ways through the site, which the file does not have.
const WAYS: [&str; 3] = ["breadcrumbs", "pager", "toc-fold"];

/// Takes out what has no place in the file, before ids are given.
pub(super) fn trim(leaf: &mut Leaf, is_home: bool, scripts: bool) {
    clean::active(&mut leaf.tree, leaf.main, scripts);
    clean::one_source(&mut leaf.tree, leaf.main);
    clean::classes(&mut leaf.tree, leaf.main, &WAYS);
    if !is_home {
        clean::classes(&mut leaf.tree, leaf.main, &["cite-this"]);
    }
}

/// Settles ids, links, headings and downloads of one page.
pub(super) fn make(work: &mut Work<'_>, leaf: &mut Leaf, index: usize) {
    downloads(work, leaf);
    links::rename(work, leaf, index);
    links::settle(work, leaf, index);
    plain_addresses(leaf);
    if !Leaf::is_home(index) {
        lower_headings(leaf);
        name_sections(leaf);
    }
}

/// A figure's data as charted is written into the link; its picture and table are on the page already.
fn downloads(work: &Work<'_>, leaf: &mut Leaf) {
    for line in leaf.tree.all(leaf.main, |element| element.has_class("figure-downloads")) {
        for id in leaf.tree.all(line, |element| element.name == "a") {
            let href = leaf.tree.attribute(id, "href").unwrap_or_default();
            let path = match address::read(&leaf.path, href) {
                Address::Inside { path, .. } if path.starts_with("data/figures/") => path,
                _ => {
                    leaf.tree.detach(id);
                    continue;
                }
            };
            if let Some(bytes) = work.input.site.get(&path) {
                leaf.tree.set(id, "href", &media::data_url(&path, bytes));
                leaf.tree.set(id, "download", path.rsplit('/').next().unwrap_or_default());
            }
        }
        if leaf.tree.named(line, "a").is_none() {
            leaf.tree.detach(line);
        }
    }
}

/// A link whose words are its address prints that address once. On the site a script marks these.
fn plain_addresses(leaf: &mut Leaf) {
    for id in leaf.tree.all(leaf.main, |element| element.name == "a") {
        let text = leaf.tree.text(id);
        if ["http://", "https://"].iter().any(|scheme| text.trim().starts_with(scheme))
            && let Some(element) = leaf.tree.element_mut(id)
        {
            element.add_class("url");
        }
    }
}

/// The home page's title is the only `h1`.
fn lower_headings(leaf: &mut Leaf) {
    for id in leaf.tree.all(leaf.main, |_| true) {
        let Some(element) = leaf.tree.element_mut(id) else { continue };
        let lower = match element.name.as_str() {
            "h1" => "h2",
            "h2" => "h3",
            "h3" => "h4",
            "h4" => "h5",
            "h5" => "h6",
            _ => continue,
        };
        lower.clone_into(&mut element.name);
    }
}

/// Regions of one name, such as the notes of every page, are told apart by the page's title.
fn name_sections(leaf: &mut Leaf) {
    let sections: Vec<NodeId> =
        leaf.tree.all(leaf.main, |element| matches!(element.name.as_str(), "section" | "nav"));
    for id in sections {
        let title = leaf.title.clone();
        let labelled = leaf.tree.attribute(id, "aria-labelledby").map(str::to_owned);
        let name = leaf.tree.attribute(id, "aria-label").map(str::to_owned).or_else(|| {
            let label = labelled.as_deref()?;
            let heading = leaf.tree.first(leaf.main, |element| element.get("id") == Some(label))?;
            Some(leaf.tree.text(heading).trim().to_owned())
        });
        let (Some(name), Some(element)) = (name, leaf.tree.element_mut(id)) else { continue };
        element.remove("aria-labelledby");
        element.set("aria-label", &format!("{name} – {title}"));
    }
}
