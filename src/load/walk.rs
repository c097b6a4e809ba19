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
mod tests;
