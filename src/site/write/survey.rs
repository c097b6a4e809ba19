//! What stands in the output folder, compared with the site.

use super::listing::{Body, Listed, Listing};
use super::manifest::{MANIFEST, Manifest, Next};
use super::place::{MARK, Place, exists};
use super::tables::{Map, Set};
use super::twins::{self, Stamps, Twin};
use super::{WriteError, WriteSummary, swap};
use crate::diagnostics::{parted, rules, with_slashes};
use crate::load::{Looks, Stamp};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The comparison of a folder with a site.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    /// Paths of the site whose bytes the listing holds, and that already stand there.
    pub(super) unchanged: Set<&'a str>,
    /// How many files stand there as they are to be, those included that the listing says so of.
    standing: usize,
    total: usize,
    same_manifest: bool,
}

impl<'a> Survey<'a> {
    /// Compares by reading every file that the listing holds the bytes of; times are not trusted. `manifest` is that of the
    /// folder, `next` that of the site. Folders are looked into only when something may be in the way.
    ///
    /// # Errors
    /// [`rules::FOREIGN_FILE`] when foreign files are in the way; [`rules::UNWRITABLE_OUTPUT`] when the folder
    /// cannot be read.
    pub(super) fn of(
        place: &Place,
        site: &Listing<'a>,
        (manifest, next): (&Manifest<'_>, &Next<'_>),
    ) -> Result<Self, WriteError> {
        let unreadable = |error: io::Error| WriteError::io("read", &place.output, &error);
        let held: Vec<(&str, &[u8])> = site.iter().filter_map(held).collect();
        let stands = |(path, bytes): (&'a str, &[u8])| {
            Ok(is_file_with(&place.output.join(path), bytes)?.then_some(path))
        };
        let unchanged = held.into_par_iter().map(stands).filter_map(Result::transpose);
        let unchanged: Vec<&str> = unchanged.collect::<io::Result<_>>().map_err(unreadable)?;
        let unchanged: Set<&str> = unchanged.into_iter().collect();
        if may_be_obstructed(place, site, manifest, &unchanged) {
            let Next { manifest: next, .. } = next;
            let is_ours = |path: &str, full: &Path| {
                Ok(match (next.has(path), manifest.has(path)) {
                    (true, listed) => listed || unchanged.contains(path) || site.is_there(path),
                    (false, true) => manifest.has_bytes(path, &fs::read(full)?),
                    (false, false) => false,
                })
            };
            let contents = Contents::of(&place.output, is_ours, (manifest, next), (None, None));
            refuse_obstacles(&contents.map_err(unreadable)?, next, place)?;
        }
        Ok(Self {
            standing: unchanged.len() + site.count_there(),
            unchanged,
            total: site.len(),
            same_manifest: manifest.file() == Some(next.hash),
        })
    }

    /// Whether the folder already holds the site, and lists nothing else.
    pub(super) const fn is_unchanged(&self) -> bool {
        self.same_manifest && self.standing == self.total
    }

    /// The numbers for the user; what else was in the folder is known when it is cleared away.
    pub(super) const fn summary(&self, rest: swap::Rest) -> WriteSummary {
        let swap::Rest { removed, kept } = rest;
        WriteSummary { written: self.total - self.standing, unchanged: self.standing, removed, kept }
    }
}

/// Whether something that is none of our files may stand where a file or a folder of the site is to be: so it seems as soon as a
/// place is neither free nor taken by a file of ours, or by a folder where a folder is to be.
fn may_be_obstructed(
    place: &Place,
    site: &Listing<'_>,
    manifest: &Manifest<'_>,
    unchanged: &Set<&str>,
) -> bool {
    let is_new = |(path, listed): &(&str, &Listed<'_>)| {
        !matches!(listed.body, Body::There(_)) && !unchanged.contains(path)
    };
    let new = || site.iter().filter(is_new).map(|(path, _)| path);
    if !exists(&place.output) || new().next().is_none() {
        return false;
    }
    let is_clear = |path: &str, is_right: &dyn Fn(fs::FileType) -> bool| match fs::symlink_metadata(
        place.output.join(path),
    ) {
        Ok(found) => is_right(found.file_type()),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    let is_folder = |path: &&str| is_clear(path, &|kind| kind.is_dir());
    let is_free = |path: &&str| is_clear(path, &|kind| kind.is_file() && manifest.has(path));
    let folders: Vec<&str> = folders(new()).into_iter().collect();
    let files: Vec<&str> = new().collect();
    !folders.par_iter().all(is_folder) || !files.par_iter().all(is_free)
}

/// A file whose bytes the listing holds.
fn held<'a>((path, listed): (&'a str, &Listed<'a>)) -> Option<(&'a str, &'a [u8])> {
    match listed.body {
        Body::Bytes(bytes) => Some((path, bytes)),
        Body::There(_) | Body::Staged => None,
    }
}

/// The files of a tree, parted into ours and foreign ones.
#[derive(Debug, Default)]
pub(super) struct Contents<'m> {
    /// Our files, in no order. Of folders that were not looked into only those that the other manifest does not list.
    pub(super) ours: Vec<Cow<'m, str>>,
    /// Foreign files, and folders without any file of ours, relative to the tree.
    pub(super) foreign: BTreeSet<PathBuf>,
    /// Folders of ours, by depth: the tree itself, those in it, and so on.
    pub(super) folders: Vec<Vec<Entered<'m>>>,
    /// What the file system said, before they were looked into, of those that hold nothing but what the tree's manifest says.
    pub(super) stamps: Stamps<'m>,
}

/// A folder of ours.
#[derive(Debug)]
pub(super) struct Entered<'m> {
    /// As the site names it.
    pub(super) name: Cow<'m, str>,
    /// Whether what it holds was known.
    pub(super) is_known: bool,
}

/// What one folder holds.
#[derive(Debug, Default)]
struct Folder<'m> {
    ours: Vec<Cow<'m, str>>,
    foreign: Vec<PathBuf>,
    /// Folders to enter.
    below: Vec<Cow<'m, str>>,
    stamp: Option<Stamp>,
    is_known: bool,
}

/// How a tree is walked.
struct Walk<'w, 'm, F> {
    tree: &'w Path,
    looks: Looks,
    is_ours: F,
    /// That of the tree.
    manifest: &'m Manifest<'m>,
    other: &'w Manifest<'w>,
    /// The paths that the other one does not list; sorted.
    gone: Vec<&'m str>,
    known: Option<&'w Map<String, Twin>>,
    now: Option<SystemTime>,
}

impl<'m> Contents<'m> {
    /// Walks a tree; `is_ours` says of a regular file, by path in the tree and full path, whether it is ours. Of the two
    /// manifests the first is that of the tree. Only folders in which one has files are entered, so a foreign `.git` costs one
    /// look, and folders that are known and did not change are not looked into. With the time at which the walk begins, the others
    /// get stamps. The manifest and the mark are left out. A tree that does not exist is empty.
    pub(super) fn of(
        tree: &Path,
        is_ours: impl Fn(&str, &Path) -> io::Result<bool> + Sync,
        (manifest, other): (&'m Manifest<'_>, &Manifest<'_>),
        (known, now): (Option<&Map<String, Twin>>, Option<SystemTime>),
    ) -> io::Result<Self> {
        let gone = known.map(|_| manifest.paths_beyond(other)).unwrap_or_default();
        let walk = Walk { tree, looks: Looks::at(tree), is_ours, manifest, other, gone, known, now };
        let mut contents = Self::default();
        let mut open = vec![Cow::Borrowed("")];
        while !open.is_empty() {
            let found: Vec<Folder<'_>> =
                open.par_iter().map(|folder| walk.folder(folder)).collect::<io::Result<_>>()?;
            let mut entered = Vec::with_capacity(open.len());
            for (name, folder) in std::mem::take(&mut open).into_iter().zip(found) {
                let Folder { ours, foreign, below, stamp, is_known } = folder;
                contents.ours.extend(ours);
                contents.foreign.extend(foreign);
                contents.stamps.extend(stamp.map(|stamp| (name.clone(), stamp)));
                open.extend(below);
                entered.push(Entered { name, is_known });
            }
            contents.folders.push(entered);
        }
        Ok(contents)
    }
}

impl<'m, F: Fn(&str, &Path) -> io::Result<bool>> Walk<'_, 'm, F> {
    fn folder(&self, folder: &str) -> io::Result<Folder<'m>> {
        let known = self.known.and_then(|known| known.get(folder));
        match known.filter(|twin| twin.output_is_at(&self.looks, folder)) {
            Some(twin) => self.known(folder, twin.output),
            None => self.look_into(folder, &inside_of(self.tree, folder)),
        }
    }

    /// A folder that holds what the manifest says: what is left to ask is whose the files are that the site has no more.
    fn known(&self, folder: &str, stamp: Stamp) -> io::Result<Folder<'m>> {
        let below = self.manifest.folders_in(folder).into_iter().map(Cow::Borrowed).collect();
        let mut found = Folder { below, is_known: true, ..Folder::default() };
        let first = self.gone.partition_point(|path| *path < folder);
        let gone = self.gone.iter().skip(first).take_while(|path| path.starts_with(folder));
        for file in gone.filter(|path| parted(path).0 == folder) {
            match (self.is_ours)(file, &self.tree.join(file))? {
                true => found.ours.push((*file).into()),
                false => found.foreign.push(file.into()),
            }
        }
        found.stamp = found.foreign.is_empty().then_some(stamp);
        Ok(found)
    }

    fn look_into(&self, folder: &str, path: &Path) -> io::Result<Folder<'m>> {
        let mut found = Folder::default();
        let stamp = self.now.and_then(|now| twins::stamp(&self.looks, folder, now));
        let entries = match fs::read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder.is_empty() => return Ok(found),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = Path::new(folder).join(entry.file_name());
            let kind = entry.file_type()?;
            match in_site(&path) {
                Some(name) if name == MANIFEST || name == MARK => {}
                Some(name)
                    if kind.is_dir() && (self.manifest.has_folder(&name) || self.other.has_folder(&name)) =>
                {
                    found.below.push(name.into());
                }
                Some(name) if kind.is_file() && (self.is_ours)(&name, &entry.path())? => {
                    found.ours.push(name.into());
                }
                _ => found.foreign.push(path),
            }
        }
        let is_as_listed = || {
            let folders: Set<&str> = self.manifest.folders_in(folder).into_iter().collect();
            found.foreign.is_empty()
                && found.ours.iter().all(|path| self.manifest.has(path))
                && found.below.len() == folders.len()
                && found.below.iter().all(|path| folders.contains(&**path))
        };
        found.stamp = stamp.filter(|_| !folder.is_empty() && is_as_listed());
        Ok(found)
    }
}

/// A folder of a tree. With a separator at its end, a link would be followed.
pub(super) fn inside_of(tree: &Path, folder: &str) -> PathBuf {
    if folder.is_empty() { tree.to_owned() } else { tree.join(folder) }
}

/// The folders that files of a site stand in.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> Set<&'a str> {
    let mut folders = Set::new();
    let mut last = "";
    for mut path in paths {
        while let Some((folder, _)) = path.rsplit_once('/') {
            // Mostly that of the file before.
            if folder == last || !folders.insert(folder) {
                break;
            }
            last = folder;
            path = folder;
        }
    }
    folders
}

/// A path of the file system as the site names it.
pub(super) fn in_site(path: &Path) -> Option<String> {
    path.to_str().map(|path| with_slashes(path).into_owned())
}

pub(super) fn is_file_with(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() && found.len() == bytes.len() as u64 => Ok(fs::read(path)? == bytes),
        // A file where a folder is expected gives `NotADirectory`: the survey finds that file itself.
        _ => Ok(false),
    }
}

/// Foreign files where a site of this list has files stop the build.
pub(super) fn refuse_obstacles(
    contents: &Contents<'_>,
    site: &Manifest<'_>,
    place: &Place,
) -> Result<(), WriteError> {
    let obstacles: Vec<&PathBuf> =
        contents.foreign.iter().filter(|foreign| stands_in_the_way(foreign, site)).collect();
    let [first, ..] = obstacles.as_slice() else { return Ok(()) };
    let shown = |path: &Path| in_site(path).unwrap_or_else(|| path.display().to_string());
    let names: Vec<String> = obstacles.iter().take(10).map(|path| format!("`{}`", shown(path))).collect();
    let more = if obstacles.len() > 10 { ", …" } else { "" };
    let (verb, they) = if obstacles.len() == 1 { ("stands", "it") } else { ("stand", "them") };
    let message = format!(
        "{}{more} in `{}` {verb} where the site has files, and Sourcebook did not write {they}",
        names.join(", "),
        place.output.display()
    );
    let help = format!(
        "move {they} away, or choose another folder with `--output`; `{}` was not touched",
        shown(first)
    );
    Err(WriteError::new(rules::FOREIGN_FILE, message).help(help))
}

/// Whether a foreign file or folder is, holds, or lies below a file of the site.
fn stands_in_the_way(foreign: &Path, site: &Manifest<'_>) -> bool {
    let Some(name) = in_site(foreign) else { return false };
    // A foreign folder in which the site has files would have been entered: so what holds one is a file or a link.
    let below = format!("{name}/");
    site.paths().any(|path| path == name || path.starts_with(&below) || name.starts_with(&format!("{path}/")))
}
