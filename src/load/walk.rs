//! Which files a folder holds.

use super::{place, read};
use crate::diagnostics::{Diagnostic, Diagnostics, below, rules, with_slashes};
use camino::{Utf8Path, Utf8PathBuf};
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// All files below the folder `name` of a report, as paths relative to it with `/`, sorted. Hidden files and folders, and what
/// programs keep beside the file that they edit, are left out; a symbolic link is followed only when it stays below the folder.
pub(super) fn files(root: &Utf8Path, name: &str, diagnostics: &mut Diagnostics) -> Vec<Utf8PathBuf> {
    let top = match root.join(name).canonicalize_utf8() {
        Ok(_) if place::leads_out(root, &root.join(name)) => {
            diagnostics.push(out_of_the_report(name));
            return Vec::new();
        }
        Ok(top) => Top { path: top, name },
        Err(error) => {
            diagnostics.push(read::unreadable(name, &error.to_string()));
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    let mut outside = Diagnostics::default();
    // A link that leads out is not even entered: it may lead to a whole disk.
    let wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let visible = entry.depth() == 0 || !(name.starts_with('.') || is_temporary(&name));
        let inside = visible && (!entry.path_is_symlink() || stays_below(&top.path, entry.path()));
        if visible && !inside {
            outside.push(out_of_the_report(&top.path_of(entry.path())));
        }
        inside
    };
    for entry in
        WalkDir::new(&top.path).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted)
    {
        match entry {
            Ok(entry) if entry.file_type().is_file() => match relative(&top.path, entry.path()) {
                Ok(path) => files.push(path),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            },
            Ok(_) => {}
            Err(error) => diagnostics.push(unreadable(&top, &error)),
        }
    }
    diagnostics.extend(outside);
    // By whole path, so that the order does not depend on how the platform walks.
    files.sort_by(|one, other| parts(one).cmp(parts(other)));
    files
}

/// Whether a name is one that an editor or an office program gives to its backup, its lock, or the file that it writes
/// before it takes the place of the real one.
pub(crate) fn is_temporary(name: &str) -> bool {
    let enclosed = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    let ends = ["~", "___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end));
    enclosed || ends || name.starts_with("~$") || name == "4913"
}

/// What paths are ordered by as by their parts, without taking them apart: a folder's name ends before all letters.
fn parts(path: &Utf8Path) -> impl Iterator<Item = u8> {
    path.as_str().bytes().map(|byte| if byte == b'/' { 0 } else { byte })
}

fn stays_below(top: &Utf8Path, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|target| target.starts_with(top))
}

/// The folder that is walked: its true path, and its name in the report.
struct Top<'a> {
    path: Utf8PathBuf,
    name: &'a str,
}

impl Top<'_> {
    /// The path of what was found, as the author knows it.
    fn path_of(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.path).unwrap_or(path).display().to_string();
        below(self.name, with_slashes(&path)).into_string()
    }
}

/// What is said of a symbolic link that is not followed.
pub(super) fn out_of_the_report(path: &str) -> Diagnostic {
    let message = format!("`{path}` is a symbolic link that leads out of the report");
    Diagnostic::new(rules::INVALID_PATH, message).help("copy what it leads to into the report instead")
}

fn relative(top: &Utf8Path, path: &Path) -> Result<Utf8PathBuf, Box<Diagnostic>> {
    let Some(utf8) = Utf8Path::from_path(path) else {
        let message = format!("the file name `{}` is not valid Unicode", path.display());
        return Err(Box::new(Diagnostic::new(rules::INVALID_PATH, message).help("rename the file")));
    };
    let below = utf8.strip_prefix(top).unwrap_or(utf8);
    Ok(with_slashes(below.as_str()).into_owned().into())
}

fn unreadable(top: &Top<'_>, error: &walkdir::Error) -> Diagnostic {
    let path = top.path_of(error.path().unwrap_or(Path::new("")));
    if error.loop_ancestor().is_some() {
        let message = format!("`{path}` is a symbolic link that leads back above itself");
        return Diagnostic::new(rules::INVALID_PATH, message).help("take the link out");
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    read::unreadable(&path, &reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_hidden_ones_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let top = Utf8Path::from_path(folder.path()).unwrap();
        for path in ["b.md", "a/z.md", "a.md", ".git/x", "a/.hidden", "a.md~", "#a.md#", "~$b.xlsx"] {
            let path = top.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let mut diagnostics = Diagnostics::default();
        let found = files(top, "", &mut diagnostics);
        assert_eq!(found, ["a/z.md", "a.md", "b.md"]);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let mut diagnostics = Diagnostics::default();
        assert!(files(root, "content", &mut diagnostics).is_empty());
        let top = Top { path: root.join("content"), name: "content" };
        let error = WalkDir::new(&top.path).into_iter().next().unwrap().unwrap_err();
        diagnostics.push(unreadable(&top, &error));
        let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages.len(), 2);
        assert!(messages.iter().all(|said| said.starts_with("`content` cannot be read: ")), "{messages:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_report_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let top = Utf8Path::from_path(folder.path()).unwrap();
        std::fs::write(top.join("secret.txt"), "").unwrap();
        std::fs::create_dir_all(top.join("content")).unwrap();
        std::fs::write(top.join("content/real.md"), "").unwrap();
        std::os::unix::fs::symlink("../secret.txt", top.join("content/leak.txt")).unwrap();
        std::os::unix::fs::symlink("real.md", top.join("content/alias.md")).unwrap();
        std::os::unix::fs::symlink("../content", top.join("content/loop")).unwrap();
        let mut diagnostics = Diagnostics::default();
        let found = files(top, "content", &mut diagnostics);
        assert_eq!(found, ["alias.md", "real.md"]);
        let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`content/loop` is a symbolic link that leads back above itself",
                "`content/leak.txt` is a symbolic link that leads out of the report"
            ]
        );
    }
}
