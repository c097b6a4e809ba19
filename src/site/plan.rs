//! The site as a value: path → bytes, and the collisions found while it is put together.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use bytes::Bytes;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// All files of the site by path, complete in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Bytes>,
}

impl Site {
    /// All files, sorted by path. Paths have `/` between their parts and none in front.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// The bytes at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// A site of these files.
    pub(super) fn of(files: Vec<(&str, Bytes)>) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes)).collect() }
    }

    /// How many files it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it has no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
impl<P: Into<String>, B: AsRef<[u8]>> FromIterator<(P, B)> for Site {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(path, bytes)| (path.into(), Bytes::copy_from_slice(bytes.as_ref())))
                .collect(),
        }
    }
}

/// Where a file of the site comes from, for messages: "the feed", or with a place "the page `content/a.md`".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin<'a> {
    /// `the page`.
    pub(super) what: &'a str,
    /// A folder and a path in it.
    pub(super) place: Option<(&'a str, &'a str)>,
    /// A place in a text file, if it comes from one.
    pub(super) span: Option<Span>,
}

impl<'a> Origin<'a> {
    /// A file that the program makes: "the feed".
    pub(super) const fn made(what: &'a str) -> Self {
        Self { what, place: None, span: None }
    }

    /// The same for one that is named by its place.
    pub(super) const fn at(what: &'a str, folder: &'a str, path: &'a str) -> Self {
        Self { what, place: Some((folder, path)), span: None }
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        match self.place {
            Some(("", path)) => write!(f, " `{path}`"),
            Some((folder, path)) => write!(f, " `{folder}/{path}`"),
            None => Ok(()),
        }
    }
}

/// Puts a site together. `B` is what stands for a file: its bytes, or where they were put.
#[derive(Debug)]
pub(super) struct Plan<'a, B> {
    site: Vec<(&'a str, B)>,
    /// By folded path: the path as first added, and where it came from.
    files: HashMap<Cow<'a, str>, (&'a str, Origin<'a>)>,
    /// By folded path of a folder: a file in it.
    folders: HashMap<Cow<'a, str>, &'a str>,
    diagnostics: Diagnostics,
}

impl<B> Default for Plan<'_, B> {
    fn default() -> Self {
        Self {
            site: Vec::new(),
            files: HashMap::new(),
            folders: HashMap::new(),
            diagnostics: Diagnostics::default(),
        }
    }
}

impl<'a, B> Plan<'a, B> {
    /// Nothing yet, with memory for so many files.
    pub(super) fn with_room_for(files: usize) -> Self {
        Self { site: Vec::with_capacity(files), files: HashMap::with_capacity(files), ..Self::default() }
    }

    /// Keeps a place free of files of the report.
    pub(super) fn reserve(&mut self, path: &'a str, origin: Origin<'a>) {
        self.files.insert(fold(path), (path, origin));
    }

    /// Adds a file. When its place is taken, the first stays and the collision is reported.
    pub(super) fn add(&mut self, path: &'a str, body: impl Into<B>, origin: Origin<'a>) {
        let folded = fold(path);
        if let Some(diagnostic) = self.collision(path, &folded, &origin) {
            self.diagnostics.push(diagnostic);
            return;
        }
        for (end, _) in folded.match_indices('/') {
            if !self.folders.contains_key(&folded[..end]) {
                let folder = match &folded {
                    Cow::Borrowed(path) => Cow::Borrowed(&path[..end]),
                    Cow::Owned(path) => Cow::Owned(path[..end].to_owned()),
                };
                self.folders.insert(folder, path);
            }
        }
        self.files.insert(folded, (path, origin));
        self.site.push((path, body.into()));
    }

    /// All files sorted by path, and what was found.
    pub(super) fn finish(mut self) -> (Vec<(&'a str, B)>, Diagnostics) {
        self.site.sort_by_key(|(path, _)| *path);
        (self.site, self.diagnostics)
    }

    fn collision(&self, path: &str, folded: &str, origin: &Origin<'_>) -> Option<Diagnostic> {
        if let Some((other, first)) = self.files.get(folded) {
            return Some(taken(path, origin, other, first));
        }
        if let Some(inside) = self.folders.get(folded) {
            let message = format!(
                "{origin} would be written to `{path}`, which is a folder of the site: it holds `{inside}`"
            );
            return Some(placed(message, origin, None));
        }
        let above = folded.match_indices('/').find_map(|(end, _)| self.files.get(&folded[..end]))?;
        let (file, first) = above;
        let message =
            format!("{origin} would be written to `{path}`, but `{file}` is a file of the site: {first}");
        Some(placed(message, origin, Some(first)))
    }
}

fn taken(path: &str, origin: &Origin<'_>, other: &str, first: &Origin<'_>) -> Diagnostic {
    let message = if path == other {
        format!("{first} and {origin} would both be written to `{path}`")
    } else {
        format!(
            "{first} would be written to `{other}` and {origin} to `{path}`, which are one file on systems that ignore \
             case or Unicode forms"
        )
    };
    placed(message, origin, Some(first))
}

fn placed(message: String, origin: &Origin<'_>, first: Option<&Origin<'_>>) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(rules::OUTPUT_COLLISION, message)
        .help("rename one of them, or give a page another `slug` in its front matter");
    let first = first.and_then(|first| Some((first.span?, first.to_string())));
    match (origin.span, first) {
        (Some(span), Some((other, name))) => {
            diagnostic = diagnostic.at(span, "this page").and(other, name);
        }
        (Some(span), None) => diagnostic = diagnostic.at(span, "this page"),
        (None, Some((other, _))) => diagnostic = diagnostic.at(other, "this page"),
        (None, None) => {}
    }
    diagnostic
}

/// What a file system that ignores case and Unicode forms takes for the same name.
fn fold(path: &str) -> Cow<'_, str> {
    if !path.is_ascii() {
        return path.nfc().collect::<String>().to_lowercase().nfc().collect();
    }
    match path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(path.to_ascii_lowercase()),
        false => Cow::Borrowed(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(paths: &[(&str, &str)]) -> Vec<String> {
        let mut plan: Plan<'_, &str> = Plan::default();
        for (path, name) in paths {
            plan.add(path, "x", Origin::made(name));
        }
        let (site, diagnostics) = plan.finish();
        assert!(site.len() + diagnostics.iter().count() == paths.len());
        assert!(diagnostics.iter().all(|found| found.rule == rules::OUTPUT_COLLISION));
        diagnostics.iter().map(|found| found.message.clone()).collect()
    }

    #[test]
    fn two_origins_of_one_path_are_both_named() {
        assert_eq!(
            messages(&[("feed.xml", "the feed"), ("feed.xml", "`content/feed.xml`")]),
            ["the feed and `content/feed.xml` would both be written to `feed.xml`"]
        );
    }

    #[test]
    fn case_and_unicode_forms_collide() {
        assert_eq!(
            messages(&[("caf\u{e9}.png", "a"), ("CAFE\u{301}.png", "b"), ("cafe.png", "c")]),
            [
                "a would be written to `caf\u{e9}.png` and b to `CAFE\u{301}.png`, which are one file on systems that \
              ignore case or Unicode forms"
            ]
        );
    }

    #[test]
    fn a_file_is_no_folder() {
        assert_eq!(
            messages(&[("data/a.csv", "a"), ("Data", "b")]),
            ["b would be written to `Data`, which is a folder of the site: it holds `data/a.csv`"]
        );
        assert_eq!(
            messages(&[("a", "a"), ("a/b/c", "b")]),
            ["b would be written to `a/b/c`, but `a` is a file of the site: a"]
        );
        assert!(messages(&[("a", "a"), ("ab/c", "b"), ("b/a", "c")]).is_empty());
    }
}
