//! One page as a chapter.

use super::images::Unfit;
use super::{Address, Chapter, Document, Leaf, Place, Work, address, document, file_name, notes};
use crate::bundle::clean;
use crate::charts::Palette;
use crate::markup::{NodeId, Space, Tree};
use crate::render::{SOURCES_PATH, url};
use std::collections::BTreeSet;

/// What a book does without: ways through the site, links of headings, notes in the margin, files to download, the switch of evidence.
const LEFT_OUT: [&str; 8] = [
    "breadcrumbs",
    "pager",
    "toc-fold",
    "cite-this",
    "margin-note",
    "anchor",
    "figure-downloads",
    "evidence",
];
/// Attributes that say nothing in a book, or that HTML no longer has.
const DROPPED: [&str; 11] = [
    "loading",
    "tabindex",
    "align",
    "valign",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "decoding",
    "fetchpriority",
    "data-chart-words",
];

/// Classes of what is read from left to right in every text.
const NUMBERS: [&str; 5] = ["number", "value", "claim", "cited", "unsupported"];

/// Makes the chapter of a page.
pub(super) fn make(work: &mut Work<'_>, mut leaf: Leaf, index: usize) -> Chapter {
    let main = leaf.main;
    clean::active(&mut leaf.tree, main, false);
    clean::classes(&mut leaf.tree, main, &LEFT_OUT);
    clean::one_source(&mut leaf.tree, main);
    notes::pop_up(&mut leaf.tree, main);
    open_details(&mut leaf.tree, main);
    task_marks(&mut leaf.tree, main);
    fixed_colours(work, &mut leaf.tree, main);
    older_drawings(&mut leaf.tree, main);
    addresses(work, &mut leaf);
    if leaf.direction == "rtl" {
        numbers(&mut leaf.tree, main);
    }
    plain_attributes(&mut leaf.tree, main);
    let sources = leaf.path == SOURCES_PATH;
    let about = Document {
        language: &leaf.language,
        direction: &leaf.direction,
        title: &leaf.title,
        matter: if sources { "backmatter" } else { "bodymatter" },
    };
    let (kind, role) =
        if sources { ("bibliography", "doc-bibliography") } else { ("chapter", "doc-chapter") };
    let (tree, text) = document(&about, |tree, body| {
        let section = tree.append_new(
            body,
            "section",
            &[("epub:type", kind), ("role", role), ("aria-label", &leaf.title)],
        );
        for child in leaf.tree.children(main) {
            let copy = tree.graft(&leaf.tree, *child);
            tree.append(section, copy);
        }
    });
    let top = tree.top();
    let has = |space| tree.first(top, |element| element.space == space).is_some();
    let (sections, figures, tables) = places(&tree);
    let (svg, mathml) = (has(Space::Svg), has(Space::MathMl));
    Chapter {
        file: file_name(index),
        title: leaf.title,
        text,
        svg,
        mathml,
        sources,
        sections,
        figures,
        tables,
    }
}

/// What can be folded on a page stands open in a book.
fn open_details(tree: &mut Tree, main: NodeId) {
    for id in tree.all(main, |element| element.name == "details") {
        let is_data = tree.has_class(id, "figure-data");
        for summary in tree.all(id, |element| element.name == "summary") {
            // A figure's table has a caption that says the same.
            if is_data {
                tree.detach(summary);
            } else if let Some(element) = tree.element_mut(summary) {
                "p".clone_into(&mut element.name);
                element.add_class("summary");
            }
        }
        if let Some(element) = tree.element_mut(id) {
            "div".clone_into(&mut element.name);
            element.remove("open");
        }
    }
}

fn task_marks(tree: &mut Tree, main: NodeId) {
    for id in tree.all(main, |element| element.name == "input") {
        let done = tree.attribute(id, "checked").is_some();
        let mark = tree.make_text(if done { "☑" } else { "☐" });
        tree.replace(id, mark);
    }
}

/// In text from right to left a number keeps its sign before it; style sheets of books must not say so, attributes may.
fn numbers(tree: &mut Tree, main: NodeId) {
    for class in NUMBERS {
        for id in tree.all(main, |element| element.has_class(class)) {
            tree.set(id, "dir", "auto");
        }
    }
}

/// Readers of books know no custom properties: drawings get the light palette.
fn fixed_colours(work: &Work<'_>, tree: &mut Tree, main: NodeId) {
    let palette = Palette::light().with_series(&work.input.resolved.report.config.theme.palette);
    for id in tree.all(main, |element| element.space == Space::Svg) {
        let Some(element) = tree.element_mut(id) else { continue };
        for (_, value) in &mut element.attributes {
            if value.contains("var(--") {
                *value = palette.resolve(value);
            }
        }
        if element.has_class("cell-bar") {
            element.set("fill", &palette.resolve("var(--chart-1)"));
        }
    }
}

/// Drawings as SVG 1.1 knows them, which is what reading systems are held to: a halo is a text of its own below the text,
/// a reference is `xlink:href`.
fn older_drawings(tree: &mut Tree, main: NodeId) {
    for id in tree.all(main, |element| element.space == Space::Svg) {
        let Some(element) = tree.element_mut(id) else { continue };
        if let Some(href) = element.remove("href") {
            element.set("xlink:href", &href);
        }
        if !element.remove("paint-order").is_some_and(|order| order.starts_with("stroke")) {
            continue;
        }
        let halo = tree.copy(id);
        tree.insert_before(id, halo);
        if let Some(element) = tree.element_mut(id) {
            element.attributes.retain(|(name, _)| !name.starts_with("stroke"));
        }
    }
}

/// Links lead to chapters or out of the book; what is shown is put into it.
fn addresses(work: &mut Work<'_>, leaf: &mut Leaf) {
    let elements = leaf.tree.all(leaf.main, |_| true);
    let ids: BTreeSet<String> =
        elements.iter().filter_map(|id| leaf.tree.attribute(*id, "id")).map(str::to_owned).collect();
    for id in elements {
        let Some(element) = leaf.tree.element(id) else { continue };
        let name = element.name.clone();
        match (element.space, name.as_str()) {
            (Space::Svg, "a") => link(work, leaf, &ids, (id, "xlink:href")),
            (Space::Svg, _) => drawn(work, leaf, id, &name),
            (_, "a" | "area") => link(work, leaf, &ids, (id, "href")),
            _ => {
                for attribute in ["src", "poster", "data", "background", "srcset"] {
                    shown(work, leaf, id, (&name, attribute));
                }
            }
        }
    }
}

/// A drawing may show pictures and parts of itself.
fn drawn(work: &mut Work<'_>, leaf: &mut Leaf, id: NodeId, name: &str) {
    let Some(address) = leaf.tree.attribute(id, "xlink:href").map(str::trim) else { return };
    match address::read(&leaf.path, address) {
        Address::Here(_) => {}
        Address::Outside if address.is_empty() || address.starts_with("data:") => {}
        _ if matches!(name, "image" | "feImage") => shown(work, leaf, id, (name, "xlink:href")),
        _ => work.faults.left_outside(leaf, name, address),
    }
}

/// What an element shows is put into the book.
fn shown(work: &mut Work<'_>, leaf: &mut Leaf, id: NodeId, (name, attribute): (&str, &str)) {
    let Some(address) = leaf.tree.attribute(id, attribute).map(str::to_owned) else { return };
    match address::read(&leaf.path, &address) {
        Address::Inside { path, .. } => match work.input.site.get(&path) {
            Some(bytes) => match work.images.take(&path, bytes) {
                Ok(file) => leaf.tree.set(id, attribute, &file),
                Err(Unfit::Kind) => work.faults.unfit(leaf, name, &path),
                Err(Unfit::Drawing(reason)) => work.faults.broken(leaf, name, &path, &reason),
            },
            None => work.faults.left_outside(leaf, name, &address),
        },
        _ => work.faults.left_outside(leaf, name, &address),
    }
}

/// `ids` are those of the page.
fn link(work: &Work<'_>, leaf: &mut Leaf, ids: &BTreeSet<String>, (id, attribute): (NodeId, &str)) {
    let Some(href) = leaf.tree.attribute(id, attribute).map(str::to_owned) else { return };
    let to = |page: usize, place: Option<&str>| {
        let file = file_name(page);
        place.map_or_else(|| file.clone(), |place| url::relative_anchor("", &file, Some(place)))
    };
    let own = work.places.get(&leaf.path).copied().unwrap_or_default();
    let new = match address::read(&leaf.path, &href) {
        Address::Outside => return,
        Address::Here(place) if ids.contains(&place) => Some(url::relative_anchor("", "", Some(&place))),
        Address::Here(_) => Some(file_name(own)),
        Address::Inside { path, place } => {
            match (work.places.get(&path), &work.input.resolved.report.config.base_url) {
                (Some(page), _) => Some(to(*page, place.as_deref())),
                // A file that is no page of the book can be had from the site alone.
                (None, Some(base)) if work.input.site.get(&path).is_some() => {
                    Some(url::absolute(base, &path))
                }
                (None, _) => None,
            }
        }
    };
    let Some(element) = leaf.tree.element_mut(id) else { return };
    element.remove("download");
    match new {
        Some(address) => element.set(attribute, &address),
        None => {
            element.remove(attribute);
            element.remove("rel");
        }
    }
}

fn plain_attributes(tree: &mut Tree, main: NodeId) {
    for id in tree.all(main, |_| true) {
        let Some(element) = tree.element_mut(id) else { continue };
        element.attributes.retain(|(name, _)| !DROPPED.contains(&name.as_str()));
        if let Some(language) = element.get("lang").map(str::to_owned) {
            element.set("xml:lang", &language);
        }
    }
}

/// Sections, figures and tables, for the lists.
fn places(tree: &Tree) -> (Vec<Place>, Vec<Place>, Vec<Place>) {
    let top = tree.top();
    let place = |id: NodeId, text: String| Some(Place { id: tree.attribute(id, "id")?.to_owned(), text });
    let in_text = |id: &NodeId| tree.parent(*id).is_some_and(|parent| tree.has_class(parent, "page-body"));
    let sections = tree.all(top, |element| element.name == "h2").into_iter().filter(in_text);
    let sections = sections.filter_map(|id| place(id, words(tree, id))).collect();
    let listed = |class: &str| {
        let figures = tree.all(top, |element| element.has_class(class));
        let named = figures.into_iter().filter_map(|id| {
            let part = |class: &str| {
                tree.first(id, |element| element.has_class(class)).map(|part| words(tree, part))
            };
            let text = [part("figure-label"), part("figure-title")]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(". ");
            place(id, text)
        });
        named.collect()
    };
    (sections, listed("figure-chart"), listed("figure-table"))
}

/// Text without note marks, white space folded.
fn words(tree: &Tree, id: NodeId) -> String {
    let marked = |id: NodeId| {
        let mut at = Some(id);
        while let Some(node) = at {
            if tree.has_class(node, "note-mark") {
                return true;
            }
            at = tree.parent(node);
        }
        false
    };
    let texts = tree.below(id).into_iter().filter(|&id| tree.element(id).is_none() && !marked(id));
    let text: String = texts.map(|id| tree.text(id)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{html, parse};

    #[test]
    fn a_halo_stands_below_its_text() {
        let mut tree =
            parse("<main><svg><text paint-order=\"stroke\" stroke=\"#fff\" x=\"1\">A</text></svg></main>");
        let main = tree.named(tree.top(), "main").expect("a main");
        older_drawings(&mut tree, main);
        let expected = "<main><svg><text stroke=\"#fff\" x=\"1\">A</text><text x=\"1\">A</text></svg></main>";
        assert_eq!(html(&tree, main), expected);
    }

    #[test]
    fn what_is_folded_stands_open_and_boxes_are_signs() {
        let mut tree = parse(
            "<main><details><summary>More</summary><p>t</p></details><details class=figure-data><summary>x</summary></details>\
             <ul><li><input type=checkbox disabled checked> a</ul></main>",
        );
        let main = tree.named(tree.top(), "main").expect("a main");
        open_details(&mut tree, main);
        task_marks(&mut tree, main);
        let expected = "<main><div><p class=\"summary\">More</p><p>t</p></div><div class=\"figure-data\"></div>\
                        <ul><li>☑ a</li></ul></main>";
        assert_eq!(html(&tree, main), expected);
    }
}
