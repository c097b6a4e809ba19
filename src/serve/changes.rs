//! Which changes of the file system concern the report. Pure but for resolving links.

use crate::diagnostics::with_slashes;
use crate::load;
use crate::model::Config;
use camino::Utf8Path;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files in the report's folder itself.
const OWN: [&str; 2] = ["sourcebook.toml", "facts.lock"];

/// Where the files of a report stand, links resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    root: PathBuf,
    /// Content and templates.
    folders: Vec<PathBuf>,
    /// Single files.
    files: Vec<PathBuf>,
    /// What the program writes.
    output: PathBuf,
}

impl Places {
    /// Those that a configuration names.
    #[must_use]
    pub fn of(root: &Utf8Path, config: &Config, output: &Utf8Path) -> Self {
        let root = resolved(root.as_std_path());
        let style =
            config.citations.style.iter().map(|style| &style.value).filter(|style| style.ends_with(".csl"));
        let other = config.echarts.iter().chain(&config.publish.card_font).map(|named| &named.value);
        let named = style.chain(other).map(String::as_str);
        Self {
            folders: [&config.build.content, &config.build.templates]
                .iter()
                .map(|name| resolved(&root.join(name)))
                .collect(),
            files: OWN.into_iter().chain(named).map(|name| root.join(name)).collect(),
            output: resolved(output.as_std_path()),
            root,
        }
    }

    /// The folders to watch, and whether with all that is below them.
    pub(super) fn watched(&self) -> BTreeMap<PathBuf, bool> {
        let above = self.files.iter().filter_map(|file| file.parent());
        let mut watched: BTreeMap<PathBuf, bool> = above.map(|folder| (folder.to_owned(), false)).collect();
        for folder in &self.folders {
            if folder.is_dir() {
                watched.insert(folder.clone(), true);
            } else if let Some(above) = folder.ancestors().skip(1).find(|above| above.is_dir()) {
                // It shows when it is made.
                watched.entry(above.to_owned()).or_insert(false);
            }
        }
        watched
    }

    /// Content and templates.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The single files.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Whether a build may come to something else because this changed.
    pub(super) fn concern(&self, path: &Path) -> bool {
        if path.starts_with(&self.output) {
            return false;
        }
        let holder = self.folders.iter().find(|folder| path.starts_with(folder));
        let below = path.strip_prefix(holder.unwrap_or(&self.root)).unwrap_or(path);
        let passed = |name: &str| name.starts_with('.') || is_passing(name);
        if below.iter().any(|name| name.to_str().is_some_and(passed)) {
            return false;
        }
        holder.is_some() || self.files.iter().any(|file| file == path) || self.holds_folder(path)
    }

    /// Whether content or templates are this, or stand in it: then they are to be watched anew.
    pub(super) fn holds_folder(&self, path: &Path) -> bool {
        path != self.root && self.folders.iter().any(|folder| folder.starts_with(path))
    }

    /// A path as the report names it.
    pub(super) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        with_slashes(&path).into_owned()
    }
}

/// Whether a file is one that a program keeps beside the real one while it writes: a build never sees it, or only by chance.
fn is_passing(name: &str) -> bool {
    load::is_temporary(name)
        || [".tmp", ".part", ".crdownload", ".swp", ".swx"].iter().any(|end| name.ends_with(end))
}

fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir(root.join("content")).unwrap();
        let places = Places::of(root, &Config::default(), &root.join("output"));
        let root = fs::canonicalize(root).unwrap();
        let concern = |path: &str| places.concern(&root.join(path));
        for path in [
            "content/index.md",
            "content/data/a.csv",
            "content",
            "templates/page.html",
            "sourcebook.toml",
            "facts.lock",
        ] {
            assert!(concern(path), "{path}");
        }
        let others = [
            "output/index.html",
            "output",
            ".sourcebook/cache/pages",
            ".output.sourcebook-swap",
            "README.md",
            "content/.index.md.swp",
            "content/index.md~",
            "content/4913",
            "content/#index.md#",
            "content/data/~$a.xlsx",
            "content/.git/x",
            "notes.txt",
            "content/a.md___jb_tmp___",
            "content/data/a.csv.part",
        ];
        for path in others {
            assert!(!concern(path), "{path}");
        }
        assert!(!places.concern(&root));
        let watched = places.watched();
        assert_eq!(watched.get(&root.join("content")), Some(&true));
        assert_eq!(watched.get(&root), Some(&false), "there is no folder of templates yet");
        assert_eq!(places.shown(&root.join("content/index.md")), "content/index.md");
    }
}
