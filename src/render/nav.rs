//! Ways through the report: the page tree, breadcrumbs, previous and next.

use super::words::Words;
use super::{CHANGES_PATH, RenderInput, SOURCES_PATH, escape, url};
use crate::diagnostics::parted;
use crate::model::PageId;
use crate::resolve::Resolved;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Reports with more pages than this show the whole tree on no page: only the top level, the current page's ancestors
/// with their children, and its own. The navigation of 10,000 pages on 10,000 pages would be a hundred million links.
const WHOLE_TREE: usize = 200;

/// The page tree, made once.
pub(crate) struct Tree {
    children: BTreeMap<Option<PageId>, Vec<PageId>>,
    place: BTreeMap<PageId, usize>,
    /// Whether there is a Changes page.
    changes: bool,
    /// What was written for one page and serves its siblings.
    written: Mutex<BTreeMap<Key, Arc<Siblings>>>,
}

/// What the tree on a page without pages below it depends on, but for its own link: the page above it, the folder above its
/// own, and the words for the generated pages.
type Key = (Option<PageId>, String, [String; 2]);

/// The page tree as all pages of a folder show it.
struct Siblings {
    html: String,
    /// Where the opening tag of each page's own link stands.
    links: BTreeMap<PageId, Range<usize>>,
}

impl Tree {
    /// Reads parents and order; `changes` says whether there is a Changes page.
    pub(crate) fn new(resolved: &Resolved, changes: bool) -> Self {
        let mut children: BTreeMap<Option<PageId>, Vec<PageId>> = BTreeMap::new();
        let mut place = BTreeMap::new();
        for (index, id) in resolved.order.iter().enumerate() {
            children.entry(resolved.report.page(*id).parent).or_default().push(*id);
            place.insert(*id, index);
        }
        Self { children, place, changes, written: Mutex::default() }
    }
}

/// Where the reader is: a page, or a generated page without id.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a> {
    /// The report.
    pub(crate) input: &'a RenderInput<'a>,
    /// The page tree.
    pub(crate) tree: &'a Tree,
    /// The interface's words.
    pub(crate) words: &'a Words,
    /// The page, if it is one of the report's.
    pub(crate) page: Option<PageId>,
    /// Its path in the site.
    pub(crate) path: &'a str,
}

impl Here<'_> {
    /// The page tree as `<ol>…</ol>`, the Sources and Changes pages last.
    pub(crate) fn pages(&self) -> String {
        self.among_siblings().unwrap_or_else(|| self.all_pages(&self.ancestors(), &mut |_, _| {}))
    }

    /// The same, put together from what a sibling was given; `None` for a page that has pages below it.
    fn among_siblings(&self) -> Option<String> {
        let id = self.page.filter(|id| self.children(Some(*id)).is_empty())?;
        let folder = self.path.strip_suffix("/index.html")?;
        let (above, _) = parted(folder);
        let parent = self.input.resolved.report.page(id).parent;
        let words = ["sources", "changes"].map(|word| self.words.get(word).to_owned());
        let key = (parent, above.to_owned(), words);
        let known = self.tree.written.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let siblings = known.unwrap_or_else(|| {
            // A page of no name, which is none of them.
            let path = format!("{above}/\0/index.html");
            let mut links = BTreeMap::new();
            let html = Here { page: None, path: &path, ..*self }.all_pages(
                &Here { page: parent, ..*self }.ancestors(),
                &mut |id, range| {
                    if self.input.resolved.report.page(id).parent == parent {
                        links.insert(id, range);
                    }
                },
            );
            let siblings = Arc::new(Siblings { html, links });
            let mut written = self.tree.written.lock().unwrap_or_else(PoisonError::into_inner);
            written.insert(key, Arc::clone(&siblings));
            siblings
        });
        let Range { start, end } = siblings.links.get(&id)?.clone();
        let mut out = String::with_capacity(siblings.html.len() + 64);
        out.push_str(&siblings.html[..start]);
        self.open(&mut out, self.path, true);
        out.push_str(&siblings.html[end..]);
        Some(out)
    }

    /// `ancestors` are open; `seen` is told where the opening tag of each page's link stands.
    fn all_pages(&self, ancestors: &[PageId], seen: &mut dyn FnMut(PageId, Range<usize>)) -> String {
        let whole = self.input.resolved.order.len() <= WHOLE_TREE;
        let mut out = String::from("<ol>");
        for id in self.children(None) {
            self.branch(&mut out, *id, whole, ancestors, seen);
        }
        if !self.input.resolved.sources.is_empty() {
            out.push_str("<li>");
            self.link(&mut out, SOURCES_PATH, self.words.get("sources"), self.path == SOURCES_PATH);
            out.push_str("</li>");
        }
        if self.tree.changes {
            out.push_str("<li>");
            self.link(&mut out, CHANGES_PATH, self.words.get("changes"), self.path == CHANGES_PATH);
            out.push_str("</li>");
        }
        out.push_str("</ol>");
        out
    }

    /// The way from the home page down to the page above this one; empty on the home page.
    pub(crate) fn breadcrumbs(&self) -> String {
        if self.path == "index.html" {
            return String::new();
        }
        let mut out = String::from("<ol><li>");
        self.link(&mut out, "index.html", self.words.get("home"), false);
        out.push_str("</li>");
        for id in self.ancestors() {
            if Some(id) == self.page || self.output(id) == "index.html" {
                continue;
            }
            out.push_str("<li>");
            self.link(&mut out, self.output(id), self.title(id), false);
            out.push_str("</li>");
        }
        out.push_str("</ol>");
        out
    }

    /// Links to the pages before and after; empty when there are none.
    pub(crate) fn pager(&self) -> String {
        let order = &self.input.resolved.order;
        let Some(&place) = self.page.and_then(|page| self.tree.place.get(&page)) else {
            return String::new();
        };
        let mut out = String::new();
        let sides = [
            (place.checked_sub(1).and_then(|i| order.get(i)), "prev", "previous", self.words.get("previous")),
            (order.get(place + 1), "next", "next", self.words.get("next")),
        ];
        for (id, relation, class, label) in sides {
            let Some(id) = id else { continue };
            out.push_str("<a");
            escape::attribute(&mut out, "rel", relation);
            escape::attribute(&mut out, "class", &format!("pager-{class}"));
            escape::attribute(&mut out, "href", &url::relative(self.path, self.output(*id)));
            out.push_str("><span class=\"pager-label\">");
            escape::push(&mut out, label);
            out.push_str("</span> <span class=\"pager-title\">");
            escape::push(&mut out, self.title(*id));
            out.push_str("</span></a>");
        }
        out
    }

    fn branch(
        &self,
        out: &mut String,
        id: PageId,
        whole: bool,
        ancestors: &[PageId],
        seen: &mut dyn FnMut(PageId, Range<usize>),
    ) {
        out.push_str("<li>");
        let start = out.len();
        self.open(out, self.output(id), Some(id) == self.page);
        seen(id, start..out.len());
        escape::push(out, self.title(id));
        out.push_str("</a>");
        let children = self.children(Some(id));
        if !children.is_empty() && (whole || ancestors.contains(&id)) {
            out.push_str("<ol>");
            for child in children {
                self.branch(out, *child, whole, ancestors, seen);
            }
            out.push_str("</ol>");
        }
        out.push_str("</li>");
    }

    fn link(&self, out: &mut String, path: &str, text: &str, current: bool) {
        self.open(out, path, current);
        escape::push(out, text);
        out.push_str("</a>");
    }

    fn open(&self, out: &mut String, path: &str, current: bool) {
        out.push_str("<a");
        escape::attribute(out, "href", &url::relative(self.path, path));
        if current {
            out.push_str(" aria-current=\"page\"");
        }
        out.push('>');
    }

    /// From the top down, this page last.
    fn ancestors(&self) -> Vec<PageId> {
        let mut ancestors = Vec::new();
        let mut next = self.page;
        // A page above itself cannot come from folders; the bound keeps a wrong tree from running for ever.
        while let Some(id) = next.filter(|id| !ancestors.contains(id)) {
            ancestors.push(id);
            next = self.input.resolved.report.page(id).parent;
        }
        ancestors.reverse();
        ancestors
    }

    fn children(&self, parent: Option<PageId>) -> &[PageId] {
        self.tree.children.get(&parent).map_or(&[], Vec::as_slice)
    }

    fn output(&self, id: PageId) -> &str {
        &self.input.resolved.report.page(id).output
    }

    fn title(&self, id: PageId) -> &str {
        self.input.resolved.pages.get(id.0 as usize).map_or("", |page| &page.title)
    }
}
