//! Which files a folder holds.

use super::looks::{Links, Looks};
use super::stamp::Stamp;
use super::{place, read};
use crate::diagnostics::{Diagnostic, Diagnostics, below, is_inside, parted, rules, with_slashes};
use camino::{Utf8Path, Utf8PathBuf};
use hashbrown::HashSet;
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;
use std::path::Path;
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// What a folder holds and those below it.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// All files, as paths relative to it with `/`, sorted.
    pub(super) files: Vec<Utf8PathBuf>,
    /// All folders, the first of them itself, with what tells that each still holds the same names; none when links are among them.
    pub(super) folders: Vec<(Utf8PathBuf, Option<Stamp>)>,
}

/// All files below the folder `name` of a report, as paths relative to it with `/`, sorted. Hidden files and folders, and what
/// programs keep beside the file that they edit, are left out; a symbolic link is followed only when it stays below the folder.
pub(super) fn files(root: &Utf8Path, name: &str, diagnostics: &mut Diagnostics) -> Vec<Utf8PathBuf> {
    top(root, name, diagnostics).map(|top| walk(&top, diagnostics).files).unwrap_or_default()
}

/// The same with the folders. Of what an earlier run found, the folders that are still the same are not looked into; `before` are their
/// files.
pub(super) fn again<'k>(
    (root, name): (&Utf8Path, &str),
    folders: &[(Utf8PathBuf, Option<Stamp>)],
    before: impl Iterator<Item = Cow<'k, str>>,
    diagnostics: &mut Diagnostics,
) -> Found {
    let Some(top) = top(root, name, diagnostics) else { return Found::default() };
    changes(&top, folders, before).unwrap_or_else(|| walk(&top, diagnostics))
}

fn top<'a>(root: &Utf8Path, name: &'a str, diagnostics: &mut Diagnostics) -> Option<Top<'a>> {
    match root.join(name).canonicalize_utf8() {
        Ok(_) if place::leads_out(root, &root.join(name)) => {
            diagnostics.push(out_of_the_report(name));
            None
        }
        Ok(path) => Some(Top { path, name }),
        Err(error) => {
            diagnostics.push(read::unreadable(name, &error.to_string()));
            None
        }
    }
}

fn walk(top: &Top<'_>, diagnostics: &mut Diagnostics) -> Found {
    // A folder that changes while it is read has not rested since.
    let now = SystemTime::now();
    let mut found = Found::default();
    let are_plain = Cell::new(true);
    let mut outside = Diagnostics::default();
    // A link that leads out is not even entered: it may lead to a whole disk.
    let wanted = |entry: &DirEntry| {
        let visible = entry.depth() == 0 || is_visible(entry);
        are_plain.set(are_plain.get() && !(visible && entry.path_is_symlink()));
        let inside = visible && (!entry.path_is_symlink() || stays_below(&top.path, entry.path()));
        if visible && !inside {
            outside.push(out_of_the_report(&top.path_of(entry.path())));
        }
        inside
    };
    for entry in
        WalkDir::new(&top.path).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted)
    {
        let entry = match entry {
            Ok(entry) => relative(&top.path, entry.path()).map(|path| (path, entry)),
            Err(error) => Err(Box::new(unreadable(top, &error))),
        };
        match entry {
            Ok((path, entry)) if entry.file_type().is_file() => found.files.push(path),
            Ok((path, entry)) if entry.file_type().is_dir() => {
                let stamp = entry.metadata().ok().and_then(|found| Stamp::of(&found, now));
                found.folders.push((path, stamp));
            }
            Ok(_) => {}
            Err(diagnostic) => {
                are_plain.set(false);
                diagnostics.push(*diagnostic);
            }
        }
    }
    diagnostics.extend(outside);
    sort(&mut found.files);
    if !are_plain.get() {
        found.folders.clear();
    }
    found
}

/// What there is now, by looking into folders that changed only. `None` when one came or went, or a link came: then all are
/// walked.
fn changes<'k, 'f>(
    top: &Top<'_>,
    folders: &'f [(Utf8PathBuf, Option<Stamp>)],
    before: impl Iterator<Item = Cow<'k, str>>,
) -> Option<Found> {
    if folders.is_empty() {
        return None;
    }
    let now = SystemTime::now();
    let looks = Looks::at(top.path.as_std_path());
    let look = |folder: &'f (Utf8PathBuf, Option<Stamp>)| {
        let (path, known) = folder;
        let seen = looks.look(path.as_str(), Links::Themselves).filter(|seen| seen.is_folder)?;
        let is_same = known.is_some_and(|known| known.is_of(&seen));
        Some((path, if is_same { *known } else { Stamp::of_seen(&seen, now) }, is_same))
    };
    let looked: Vec<_> = folders.par_iter().map(look).collect::<Option<_>>()?;
    let all: HashSet<&str> = looked.iter().map(|(path, ..)| path.as_str()).collect();
    if !all.iter().all(|folder| is_walked(folder, &all)) {
        return None;
    }
    let same = looked.iter().filter(|(.., is_same)| *is_same);
    let same: HashSet<&str> = same.map(|(path, ..)| path.as_str()).collect();
    let is_kept = |path: &Cow<'_, str>| is_inside(path) && same.contains(parted(path).0);
    let mut files: Vec<Utf8PathBuf> =
        before.filter(is_kept).map(|path| Utf8PathBuf::from(path.into_owned())).collect();
    for (folder, ..) in looked.iter().filter(|(.., is_same)| !is_same) {
        for entry in WalkDir::new(top.path.join(folder)).min_depth(1).max_depth(1) {
            let entry = entry.ok()?;
            if !is_visible(&entry) {
                continue;
            }
            let path = relative(&top.path, entry.path()).ok()?;
            match entry.file_type() {
                kind if kind.is_file() => files.push(path),
                kind if kind.is_dir() && all.contains(path.as_str()) => {}
                kind if kind.is_dir() || kind.is_symlink() => return None,
                _ => {}
            }
        }
    }
    sort(&mut files);
    Some(Found { files, folders: looked.iter().map(|(path, stamp, _)| ((*path).clone(), *stamp)).collect() })
}

/// Whether a walk comes to a folder, given all to which it comes. What is known may have been written by anybody, who would have
/// files read that are none of the report.
fn is_walked(folder: &str, all: &HashSet<&str>) -> bool {
    let (above, name) = parted(folder);
    folder.is_empty() || is_inside(folder) && is_visible_name(name) && all.contains(above)
}

fn is_visible(entry: &DirEntry) -> bool {
    is_visible_name(&entry.file_name().to_string_lossy())
}

fn is_visible_name(name: &str) -> bool {
    !(name.starts_with('.') || is_temporary(name))
}

/// By whole path, so that the order does not depend on how the platform walks.
fn sort(files: &mut [Utf8PathBuf]) {
    files.sort_by(|one, other| by_parts(one.as_str(), other.as_str()));
}

/// How paths compare by their parts, without taking them apart: a folder's name ends before all letters.
pub(super) fn by_parts(one: &str, other: &str) -> Ordering {
    let part = |byte: u8| if byte == b'/' { 0 } else { byte };
    one.bytes().map(part).cmp(other.bytes().map(part))
}

/// Whether a name is one that an editor or an office program gives to its backup, its lock, or the file that it writes
/// before it takes the place of the real one.
pub(crate) fn is_temporary(name: &str) -> bool {
    let enclosed = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    let ends = ["~", "___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end));
    enclosed || ends || name.starts_with("~$") || name == "4913"
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

    /// By then folders that were just made have rested.
    #[cfg(unix)]
    const LATER: std::time::Duration = std::time::Duration::from_secs(60);

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

    #[cfg(unix)]
    #[test]
    fn what_is_known_leads_to_no_files_but_those_of_the_report() {
        let report = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(report.path()).expect("UTF-8");
        for path in ["content/a/x.md", "content/.hidden/b/x.md", "secret/x.md", "secret/b/x.md"] {
            std::fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("made");
            std::fs::write(root.join(path), "").expect("written");
        }
        std::os::unix::fs::symlink("../secret", root.join("content/link")).expect("linked");
        let absolute = root.join("secret").into_string();
        let (looks, later) = (Looks::at(root.join("content").as_std_path()), SystemTime::now() + LATER);
        for folders in [
            &["", "a"][..],
            &["", "a", "../secret"],
            &["", "a", "..", "../secret"],
            &["", "a", "a/../../secret"],
            &["", "a", "link"],
            &["", "a", "link/."],
            &["", "a", "link/b"],
            &["", "a", ".hidden"],
            &["", "a", ".hidden/b"],
            &["", "a", "/", &absolute],
            &["../secret"],
        ] {
            // The last ones as if they had changed.
            let is_same = |folder: &str| folder.is_empty() || folder == "a";
            let stamp = |folder: &str| {
                let seen = looks.look(folder, Links::Themselves).filter(|_| is_same(folder))?;
                Stamp::of_seen(&seen, later)
            };
            let known: Vec<_> =
                folders.iter().map(|folder| (Utf8PathBuf::from(*folder), stamp(folder))).collect();
            let others = ["../secret", &absolute, "link"];
            let files: Vec<String> =
                folders.iter().chain(&others).map(|folder| format!("{folder}/x.md")).collect();
            let before = files.iter().map(|path| Cow::Borrowed(path.as_str()));
            let found = again((root, "content"), &known, before, &mut Diagnostics::default());
            assert_eq!(found.files, ["a/x.md"], "{folders:?}");
        }
    }

    /// Folders that are only looked into when they changed since they were walked. Those of a new report have to rest first.
    #[cfg(unix)]
    #[test]
    fn folders_that_did_not_change_are_not_looked_into() {
        use std::fs::{create_dir, remove_file, rename, write};
        let folder = tempfile::tempdir().expect("a folder");
        let top = Utf8Path::from_path(folder.path()).expect("UTF-8");
        for name in ["a", "b", "a/c"] {
            create_dir(top.join(name)).expect("made");
        }
        for path in ["index.md", "a/x.md", "a/c/x.md", "b/x.md", "b/y.md"] {
            write(top.join(path), "").expect("written");
        }
        let mut diagnostics = Diagnostics::default();
        let walked =
            walk(&Top { path: top.canonicalize_utf8().expect("a folder"), name: "" }, &mut diagnostics);
        assert_eq!(
            walked.folders.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
            ["", "a", "a/c", "b"]
        );
        // As if they had rested.
        let later = SystemTime::now() + LATER;
        let looks = Looks::at(top.as_std_path());
        let stamp =
            |path: &str| Stamp::of_seen(&looks.look(path, Links::Themselves).expect("a folder"), later);
        let known = || -> Vec<_> {
            walked.folders.iter().map(|(path, _)| (path.clone(), stamp(path.as_str()))).collect()
        };
        // A file that is not there shows that a folder was not looked into.
        let listed = ["index.md", "a/x.md", "a/told.md", "a/c/x.md", "b/x.md", "b/y.md"];
        let again = |folders: &[(Utf8PathBuf, Option<Stamp>)]| {
            let before = listed.iter().map(|path| Cow::Borrowed(*path));
            super::again((top, ""), folders, before, &mut Diagnostics::default()).files
        };
        let folders = known();
        assert_eq!(again(&folders), ["a/c/x.md", "a/told.md", "a/x.md", "b/x.md", "b/y.md", "index.md"]);
        assert!(!again(&[]).iter().any(|path| path == "a/told.md"));

        remove_file(top.join("b/y.md")).expect("removed");
        write(top.join("b/.hidden"), "").expect("written");
        rename(top.join("b/x.md"), top.join("b/z.md")).expect("renamed");
        assert_eq!(again(&folders), ["a/c/x.md", "a/told.md", "a/x.md", "b/z.md", "index.md"]);
        let mut unrested = known();
        unrested[1].1 = None;
        assert_eq!(again(&unrested), ["a/c/x.md", "a/x.md", "b/x.md", "b/y.md", "index.md"]);

        // What is no matter of one folder has all of them walked.
        for change in [
            (|top: &Utf8Path| create_dir(top.join("b/new"))) as fn(&Utf8Path) -> std::io::Result<()>,
            |top| std::os::unix::fs::symlink("../index.md", top.join("b/link.md")),
            |top| rename(top.join("a/c"), top.join("moved")),
        ] {
            let folders = known();
            change(top).expect("changed");
            let found = again(&folders);
            assert!(!found.iter().any(|path| path == "a/told.md"), "{found:?}");
        }
    }
}
