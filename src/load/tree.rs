//! The page tree: which page stands above which, and which would be written to one place.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{Page, PageId};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// Sets each page's parent: `a/b.md` stands below `a/index.md` or `a.md`. Pages of the top folder have none.
pub(super) fn set_parents(pages: &mut [Page]) {
    let ids: BTreeMap<Utf8PathBuf, PageId> =
        pages.iter().enumerate().map(|(index, page)| (page.path.clone(), PageId(index as u32))).collect();
    for page in pages {
        page.parent = parent(&page.path, &ids);
    }
}

fn parent(path: &Utf8Path, ids: &BTreeMap<Utf8PathBuf, PageId>) -> Option<PageId> {
    let mut folder = path.parent()?;
    if path.file_name() == Some("index.md") {
        folder = folder.parent()?;
    }
    while !folder.as_str().is_empty() {
        let candidates = [folder.join("index.md"), folder.with_extension("md")];
        if let Some(id) = candidates.iter().find_map(|candidate| ids.get(candidate)) {
            return Some(*id);
        }
        folder = folder.parent()?;
    }
    None
}

/// Reports pages that would be written to the same place; case does not tell two places apart on every disk.
pub(super) fn check_outputs(pages: &[Page], diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages {
        let Some(first) = taken.get(&page.output.to_lowercase()) else {
            taken.insert(page.output.to_lowercase(), page);
            continue;
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
        let paths = ["index.md", "a.md", "a/b.md", "c/index.md", "c/d.md", "c/e/index.md", "f/g.md"];
        let ids =
            paths.iter().enumerate().map(|(i, path)| (Utf8PathBuf::from(*path), PageId(i as u32))).collect();
        let parent_of = |path: &str| parent(Utf8Path::new(path), &ids).map(|id| paths[id.0 as usize]);
        assert_eq!(parent_of("index.md"), None);
        assert_eq!(parent_of("a.md"), None);
        assert_eq!(parent_of("a/b.md"), Some("a.md"));
        assert_eq!(parent_of("c/index.md"), None);
        assert_eq!(parent_of("c/d.md"), Some("c/index.md"));
        assert_eq!(parent_of("c/e/index.md"), Some("c/index.md"));
        assert_eq!(parent_of("f/g.md"), None);
    }
}
