//! Ids that are unique in the whole file: a page's own name, and before each of its ids that name and `--`.

use crate::bundle::leaves::Leaf;
use crate::syntax::slug::slug;
use std::collections::{BTreeMap, BTreeSet};

/// Ids that the frame has, or that scripts make.
const TAKEN: [&str; 6] = ["main", "contents", "images", "interface-words", "note-preview", "search-index"];

/// The new ids of all pages.
#[derive(Debug)]
pub(super) struct Ids {
    /// The id of each part.
    parts: Vec<String>,
    /// For each page, its ids and what they become.
    places: Vec<BTreeMap<String, String>>,
}

impl Ids {
    /// Names everything. An id that stands twice on one page keeps one name, as links to it know no better.
    pub(super) fn new(leaves: &[Leaf]) -> Self {
        let mut taken: BTreeSet<String> = TAKEN.map(str::to_owned).into();
        let parts: Vec<String> = leaves.iter().map(|leaf| free(&mut taken, &page_name(&leaf.path))).collect();
        let places = leaves.iter().zip(&parts).map(|(leaf, part)| {
            let mut places = BTreeMap::new();
            for node in leaf.tree.below(leaf.main) {
                let Some(id) = leaf.tree.attribute(node, "id") else { continue };
                if !places.contains_key(id) {
                    places.insert(id.to_owned(), free(&mut taken, &format!("{part}--{id}")));
                }
            }
            places
        });
        let places = places.collect();
        Self { parts, places }
    }

    /// The id of a part.
    pub(super) fn part(&self, index: usize) -> &str {
        &self.parts[index]
    }

    /// What an id of a page becomes.
    pub(super) fn place(&self, index: usize, id: &str) -> Option<&str> {
        self.places[index].get(id).map(String::as_str)
    }

    /// The address of a place on a page; of its top when there is no such place.
    pub(super) fn address(&self, index: usize, id: Option<&str>) -> String {
        let place = id.and_then(|id| self.place(index, id)).unwrap_or(&self.parts[index]);
        crate::render::url::relative_anchor("", "", Some(place))
    }
}

/// `rare-earths` for `rare-earths/index.html`, `home` for the home page.
fn page_name(path: &str) -> String {
    let path = path.strip_suffix(".html").unwrap_or(path);
    let path = path.strip_suffix("index").unwrap_or(path).trim_matches('/');
    if path.is_empty() { "home".to_owned() } else { slug(&path.replace('/', "-")) }
}

fn free(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut free = name.to_owned();
    let mut count = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{count}");
        count += 1;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_after_their_paths() {
        for (path, name) in [
            ("index.html", "home"),
            ("rare-earths/index.html", "rare-earths"),
            ("a/b/index.html", "a-b"),
            ("稀土/index.html", "稀土"),
        ] {
            assert_eq!(page_name(path), name);
        }
    }

    #[test]
    fn taken_names_are_counted_on() {
        let mut taken = BTreeSet::new();
        let names = ["a", "a", "a-2", "a"].map(|name| free(&mut taken, name));
        assert_eq!(names, ["a", "a-2", "a-2-2", "a-3"]);
    }
}
