//! The home page's document with all parts in it, contents of the whole, and everything written into it.

use super::assets::{Assets, policy};
use super::{Work, sheets};
use crate::bundle::address;
use crate::bundle::leaves::Leaf;
use crate::markup::{NodeId, Tree};

/// Heads of other pages' links, and what is said to machines about one address.
const RELATIONS: [&str; 2] = ["icon", "canonical"];

/// Puts the parts into the frame.
pub(super) fn put_together(work: &mut Work<'_>, leaves: Vec<Leaf>, assets: &Assets) -> Tree {
    let contents: Vec<Entry> =
        leaves.iter().enumerate().flat_map(|(index, leaf)| entries(work, leaf, index)).collect();
    let mut leaves = leaves.into_iter().enumerate();
    let Some((_, home)) = leaves.next() else { return Tree::default() };
    let Leaf { mut tree, main, language, direction, .. } = home;
    let part = wrap(&mut tree, main, work.ids.part(0));
    for (index, leaf) in leaves {
        let id = work.ids.part(index);
        let part = tree.append_new(main, "div", &[("class", "part part-below"), ("id", id)]);
        if leaf.language != language {
            tree.set(part, "lang", &leaf.language);
        }
        if leaf.direction != direction {
            tree.set(part, "dir", &leaf.direction);
        }
        for child in leaf.tree.children(leaf.main) {
            let copy = tree.graft(&leaf.tree, *child);
            tree.append(part, copy);
        }
    }
    if let Some(cite) = tree.first(part, |element| element.has_class("cite-this")) {
        tree.append(main, cite);
    }
    add_contents(work, &mut tree, main, part, &contents);
    settle_head(&mut tree, assets);
    settle_body(work, &mut tree, assets);
    tree
}

/// The home page's text becomes the first part.
fn wrap(tree: &mut Tree, main: NodeId, id: &str) -> NodeId {
    let part = tree.make("div", &[("class", "part"), ("id", id)]);
    for child in tree.children(main).to_vec() {
        tree.append(part, child);
    }
    tree.append(main, part);
    part
}

/// An entry of the contents.
struct Entry {
    text: String,
    address: String,
    /// Whether it stands below the entry before it.
    below: bool,
}

/// A page and its sections; of the home page, whose title is the file's, only the sections.
fn entries(work: &Work<'_>, leaf: &Leaf, index: usize) -> Vec<Entry> {
    let home = Leaf::is_home(index);
    let level = if home { "h2" } else { "h3" };
    let own = Entry { text: leaf.title.clone(), address: work.ids.address(index, None), below: false };
    let wanted = |id: &NodeId| {
        let parent = leaf.tree.parent(*id);
        parent.is_some_and(|parent| leaf.tree.has_class(parent, "page-body"))
    };
    let headings = leaf.tree.all(leaf.main, |element| element.name == level && element.get("id").is_some());
    let sections = headings.into_iter().filter(wanted).filter_map(|id| {
        let place = leaf.tree.attribute(id, "id")?;
        let address = crate::render::url::relative_anchor("", "", Some(place));
        Some(Entry { text: heading_text(&leaf.tree, id), address, below: !home })
    });
    std::iter::once(own).filter(|_| !home).chain(sections).collect()
}

/// A heading's words without its own link and note marks.
fn heading_text(tree: &Tree, id: NodeId) -> String {
    if tree.has_class(id, "anchor") || tree.has_class(id, "note-mark") {
        return String::new();
    }
    if tree.element(id).is_none() {
        return tree.text(id);
    }
    let parts: String = tree.children(id).iter().map(|child| heading_text(tree, *child)).collect();
    if tree.is(id, "h2") || tree.is(id, "h3") { parts.trim().to_owned() } else { parts }
}

/// The contents stand below the title, folded on screens, and beside the text where there is room.
fn add_contents(work: &Work<'_>, tree: &mut Tree, main: NodeId, home: NodeId, entries: &[Entry]) {
    let top = tree.top();
    for id in tree.all(top, |element| element.has_class("site-nav") || element.has_class("toc-side")) {
        tree.detach(id);
    }
    if entries.is_empty() {
        return;
    }
    let label = work.words.get("contents").map_or("Contents", String::as_str);
    let side = tree.make("nav", &[("class", "toc toc-side"), ("aria-label", label)]);
    let title = tree.append_new(side, "p", &[("class", "toc-title")]);
    tree.append_text(title, label);
    list(tree, side, entries);
    tree.insert_after(main, side);
    let fold =
        tree.make("nav", &[("class", "toc toc-fold contents"), ("aria-label", label), ("id", "contents")]);
    let details = tree.append_new(fold, "details", &[]);
    let summary = tree.append_new(details, "summary", &[]);
    tree.append_text(summary, label);
    list(tree, details, entries);
    if work.options.paper.is_some() {
        want_sheets(tree, details);
    }
    match tree.first(home, |element| element.has_class("page-header")) {
        Some(header) => tree.insert_after(header, fold),
        None => tree.prepend(home, fold),
    }
}

/// On paper the contents say on which sheet each entry begins.
fn want_sheets(tree: &mut Tree, contents: NodeId) {
    for link in tree.all(contents, |element| element.name == "a") {
        let place = tree.attribute(link, "href").unwrap_or_default().trim_start_matches('#');
        let wanted = sheets::wanted(&address::decoded(place));
        let sheet = tree.append_new(link, "span", &[("class", "sheet")]);
        tree.append_text(sheet, &wanted);
    }
}

fn list(tree: &mut Tree, parent: NodeId, entries: &[Entry]) {
    let list = tree.append_new(parent, "ol", &[]);
    let mut last: Option<(NodeId, Option<NodeId>)> = None;
    for entry in entries {
        let into = match (&mut last, entry.below) {
            (Some((item, below)), true) => *below.get_or_insert_with(|| tree.append_new(*item, "ol", &[])),
            _ => list,
        };
        let item = tree.append_new(into, "li", &[]);
        let link = tree.append_new(item, "a", &[("href", &entry.address)]);
        tree.append_text(link, &entry.text);
        if !entry.below {
            last = Some((item, None));
        }
    }
}

fn settle_head(tree: &mut Tree, assets: &Assets) {
    let top = tree.top();
    let Some(head) = tree.named(top, "head") else { return };
    for id in tree.all(head, |_| true) {
        let Some(element) = tree.element_mut(id) else { continue };
        let about_address = element
            .get("property")
            .or_else(|| element.get("name"))
            .is_some_and(|name| name.starts_with("og:") || name.starts_with("twitter:") || name == "robots");
        let goes = match element.name.as_str() {
            "link" => !element.get("rel").is_some_and(|rel| RELATIONS.contains(&rel)),
            "script" => {
                assets.scripts.is_empty() || element.get("src").is_some() || element.get("type").is_none()
            }
            "style" | "base" => true,
            "meta"
                if element
                    .get("http-equiv")
                    .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy")) =>
            {
                element.set("content", &policy(assets));
                false
            }
            _ => about_address,
        };
        if goes {
            tree.detach(id);
        }
    }
    let style = tree.append_new(head, "style", &[]);
    tree.append_text(style, &assets.style);
}

fn settle_body(work: &Work<'_>, tree: &mut Tree, assets: &Assets) {
    let top = tree.top();
    let Some(body) = tree.named(top, "body") else { return };
    if let Some(element) = tree.element_mut(body) {
        element.add_class("single-file");
        element.set("data-root", "");
        element.remove("data-search-index");
        element.remove("data-echarts");
    }
    let scripts = tree.all(body, |element| {
        element.name == "script" && !element.get("type").is_some_and(|kind| kind.ends_with("json"))
    });
    for id in scripts {
        tree.detach(id);
    }
    if assets.scripts.is_empty() {
        for id in tree.all(body, |element| {
            matches!(element.name.as_str(), "script" | "dialog" | "button") || element.has_class("site-tools")
        }) {
            tree.detach(id);
        }
    }
    if let Some(store) = work.images.store(tree) {
        tree.append(body, store);
    }
    for script in &assets.scripts {
        let element = tree.append_new(body, "script", &[]);
        tree.append_text(element, script);
    }
}
