//! The navigation document, and the page of the cover.

use super::package::COVER;
use super::{Chapter, Document, Place, Work, document};
use crate::markup::{NodeId, Tree};
use crate::render::url;

/// Contents, lists of figures and tables, landmarks.
pub(super) fn nav(work: &Work<'_>, chapters: &[Chapter], cover: bool) -> String {
    let about = about(work, "frontmatter");
    let write = |tree: &mut Tree, body: NodeId| {
        let contents = list_of(tree, body, ("toc", "doc-toc"), work.word("contents"));
        for chapter in chapters {
            let item = entry(tree, contents, &chapter.file, &chapter.title);
            if !chapter.sections.is_empty() {
                let below = tree.append_new(item, "ol", &[]);
                for section in &chapter.sections {
                    entry(tree, below, &place(chapter, section), &section.text);
                }
            }
        }
        for (kind, title, of) in [
            (
                "loi",
                work.word("list_of_figures"),
                (|chapter| &chapter.figures) as fn(&Chapter) -> &Vec<Place>,
            ),
            ("lot", work.word("list_of_tables"), |chapter| &chapter.tables),
        ] {
            if chapters.iter().all(|chapter| of(chapter).is_empty()) {
                continue;
            }
            let list = list_of(tree, body, (kind, ""), title);
            for (chapter, figure) in
                chapters.iter().flat_map(|chapter| of(chapter).iter().map(move |one| (chapter, one)))
            {
                entry(tree, list, &place(chapter, figure), &figure.text);
            }
        }
        landmarks(work, tree, body, chapters, cover);
    };
    document(&about, write).1
}

/// The page that shows the cover.
pub(super) fn cover(work: &Work<'_>) -> String {
    let about = about(work, "frontmatter");
    let write = |tree: &mut Tree, body: NodeId| {
        let section = tree.append_new(body, "section", &[("epub:type", "cover"), ("class", "cover")]);
        let alt = work.title();
        tree.append_new(section, "img", &[("src", COVER), ("alt", alt), ("role", "doc-cover")]);
    };
    document(&about, write).1
}

fn about<'a>(work: &'a Work<'_>, matter: &'a str) -> Document<'a> {
    let language = work.input.resolved.report.config.language.as_str();
    Document { language, direction: crate::render::direction(language), title: work.title(), matter }
}

fn landmarks(work: &Work<'_>, tree: &mut Tree, body: NodeId, chapters: &[Chapter], cover: bool) {
    let nav = tree.append_new(
        body,
        "nav",
        &[("epub:type", "landmarks"), ("hidden", "hidden"), ("id", "landmarks")],
    );
    let heading = tree.append_new(nav, "h2", &[]);
    tree.append_text(heading, work.word("landmarks"));
    let list = tree.append_new(nav, "ol", &[]);
    let first = chapters.first().map(|chapter| ("bodymatter", chapter.file.as_str(), chapter.title.as_str()));
    let sources = chapters.iter().find(|chapter| chapter.sources);
    let sources = sources.map(|chapter| ("bibliography", chapter.file.as_str(), chapter.title.as_str()));
    let marks = [
        cover.then(|| ("cover", "cover.xhtml", work.word("cover"))),
        Some(("toc", "nav.xhtml#toc", work.word("contents"))),
        first,
        sources,
    ];
    for (kind, address, text) in marks.into_iter().flatten() {
        let item = entry(tree, list, address, text);
        if let Some(link) = tree.named(item, "a") {
            tree.set(link, "epub:type", kind);
        }
    }
}

/// A list with its heading; gives the `ol`.
fn list_of(tree: &mut Tree, body: NodeId, (kind, role): (&str, &str), title: &str) -> NodeId {
    let nav = tree.append_new(body, "nav", &[("epub:type", kind), ("id", kind), ("aria-label", title)]);
    if !role.is_empty() {
        tree.set(nav, "role", role);
    }
    let heading = tree.append_new(nav, if kind == "toc" { "h1" } else { "h2" }, &[]);
    tree.append_text(heading, title);
    tree.append_new(nav, "ol", &[])
}

fn entry(tree: &mut Tree, list: NodeId, address: &str, text: &str) -> NodeId {
    let item = tree.append_new(list, "li", &[]);
    let link = tree.append_new(item, "a", &[("href", address)]);
    tree.append_text(link, text);
    item
}

fn place(chapter: &Chapter, place: &Place) -> String {
    url::relative_anchor("", &chapter.file, Some(&place.id))
}
