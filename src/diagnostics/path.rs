//! Paths as reports and sites have them: with `/` on every system.

use camino::Utf8PathBuf;
use std::borrow::Cow;

/// A path of this system as reports have theirs. On Windows `\` divides folders; elsewhere it is a letter like any other.
#[must_use]
pub fn with_slashes(path: &str) -> Cow<'_, str> {
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}

/// A path below a folder, both of a report: with `/` on every system, as authors, sites and `facts.lock` have them.
#[must_use]
pub fn below(folder: impl AsRef<str>, path: impl AsRef<str>) -> Utf8PathBuf {
    match (folder.as_ref(), path.as_ref()) {
        ("", path) => path.into(),
        (folder, "") => folder.into(),
        (folder, path) => format!("{folder}/{path}").into(),
    }
}

/// The folder of a path, and the name it has there; that of the topmost is the empty text.
#[must_use]
pub fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Whether a path leads nowhere but below the folder that it is relative to, unless by links.
#[must_use]
pub fn is_inside(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    let is_plain = !(cfg!(windows) && path.contains(['\\', ':']));
    is_plain && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_a_folder_and_a_name() {
        assert_eq!(parted("a/b/c.md"), ("a/b", "c.md"));
        assert_eq!(parted("c.md"), ("", "c.md"));
        assert_eq!(parted(""), ("", ""));
    }

    #[test]
    fn what_leads_out_is_not_inside() {
        assert!(["a", "a/b.md", "..a/.b", "a b"].into_iter().all(is_inside));
        for path in ["", "/", "/a", "a/", "a//b", ".", "a/.", "./a", "..", "../a", "a/../../b"] {
            assert!(!is_inside(path), "{path}");
        }
        assert_eq!(is_inside("c:a"), !cfg!(windows));
        assert_eq!(is_inside(r"..\a"), !cfg!(windows));
    }
}
