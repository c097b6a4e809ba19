//! The page tree: which page stands above which, and which would be written to one place.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, parted, rules};
use crate::model::{Page, PageId};
use camino::Utf8Path;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use std::borrow::Cow;

/// Each page's parent: `a/b.md` stands below `a/index.md` or `a.md`, which may end in `.markdown` too. Pages of the top folder
/// have none.
pub(super) fn parents(pages: &[Page]) -> Vec<Option<PageId>> {
    parents_of(pages.iter().map(|page| page.path.as_path()))
}

/// The parents of pages with these paths, which have `/` between their parts.
fn parents_of<'a>(paths: impl Iterator<Item = &'a Utf8Path> + Clone) -> Vec<Option<PageId>> {
    let ids: HashMap<&str, PageId> =
        paths.clone().enumerate().map(|(index, path)| (path.as_str(), PageId(index as u32))).collect();
    // Pages of one folder mostly follow each other.
    let mut last = ("", None);
    let parent = |path: &'a Utf8Path| {
        let (mut folder, name) = path.as_str().rsplit_once('/')?;
        if matches!(name, "index.md" | "index.markdown") {
            folder = parted(folder).0;
        }
        if last.0 != folder {
            last = (folder, page_of(folder, &ids));
        }
        last.1
    };
    paths.map(parent).collect()
}

/// The page of a folder, or of the nearest one above it that has one.
fn page_of(mut folder: &str, ids: &HashMap<&str, PageId>) -> Option<PageId> {
    while !folder.is_empty() {
        let candidates = ["/index.md", "/index.markdown", ".md", ".markdown"];
        let known = |end: &&str| ids.get(format!("{folder}{end}").as_str());
        if let Some(id) = candidates.iter().find_map(known) {
            return Some(*id);
        }
        folder = parted(folder).0;
    }
    None
}

/// A path without capitals; most have none.
pub(crate) fn lowered(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

/// Reports pages that would be written to the same place; case does not tell two places apart on every disk.
pub(super) fn check_outputs(pages: &[Page], diagnostics: &mut Diagnostics) {
    let mut taken: HashMap<Cow<'_, str>, &Page> = HashMap::with_capacity(pages.len());
    for page in pages {
        let first = match taken.entry(lowered(&page.output)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert(page);
                continue;
            }
        };
        diagnostics.push(
            Diagnostic::new(
                rules::OUTPUT_COLLISION,
                format!("`{}` and `{}` would both be written to `{}`", first.path, page.path, page.output),
            )
            .at(Span::new(page.file, 0..0), "the second")
            .and(Span::new(first.file, 0..0), "the first")
            .help("rename one of them, or give it another `slug` in its front matter"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stand_below_their_folder() {
        let paths = [
            "index.md",
            "a.md",
            "a/b.md",
            "c/index.md",
            "c/d.md",
            "c/e/index.md",
            "f/g.md",
            "v1.md",
            "v1.2.md",
            "v1.2/h.md",
            "w/index.markdown",
            "w/i.markdown",
            "w/x/index.markdown",
        ];
        let parents = parents_of(paths.iter().map(Utf8Path::new));
        let parent_of = |path: &str| {
            let index = paths.iter().position(|other| *other == path).expect("a page");
            parents[index].map(|id| paths[id.0 as usize])
        };
        assert_eq!(parent_of("index.md"), None);
        assert_eq!(parent_of("a.md"), None);
        assert_eq!(parent_of("a/b.md"), Some("a.md"));
        assert_eq!(parent_of("c/index.md"), None);
        assert_eq!(parent_of("c/d.md"), Some("c/index.md"));
        assert_eq!(parent_of("c/e/index.md"), Some("c/index.md"));
        assert_eq!(parent_of("f/g.md"), None);
        assert_eq!(parent_of("v1.2/h.md"), Some("v1.2.md"));
        assert_eq!(parent_of("w/index.markdown"), None);
        assert_eq!(parent_of("w/i.markdown"), Some("w/index.markdown"));
        assert_eq!(parent_of("w/x/index.markdown"), Some("w/index.markdown"));
    }
}
