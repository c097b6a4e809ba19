//! Lets the new tree take the old one's place, moves foreign files over, and mends what a killed build left.

use super::WriteError;
use super::disk::{Disk, absent};
use super::manifest::{MANIFEST, Manifest};
use super::place::{Place, exists};
use super::stage::copy_permissions;
use super::survey::{Contents, refuse_obstacles};
use super::tables::{Map, Set};
use super::twins::{Stamps, Twin};
use crate::diagnostics::rules;
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// What the old tree held besides files of the new one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rest {
    /// Files of ours.
    pub(super) removed: usize,
    /// Foreign files and folders.
    pub(super) kept: usize,
}

/// What becomes of the old tree.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Old<'a> {
    /// Where it is to be kept as the spare tree.
    pub(super) spare: Option<&'a Path>,
    /// Folders of which it is known what they hold.
    pub(super) known: Option<&'a Map<String, Twin>>,
    /// A time before the write; the others are looked at too, then.
    pub(super) time: Option<SystemTime>,
    /// Whether the trees have just changed places: then they can change back.
    pub(super) is_new: bool,
}

/// Steps 2 to 4 of the protocol; the new tree is complete. Of the old one's folders, those are named that hold files of its list and
/// nothing else, if it is kept. `manifests` are those of the old tree and of the new one.
pub(super) fn swap<'m>(
    place: &Place,
    manifests: (&'m Manifest<'_>, &Manifest<'_>),
    old: Old<'_>,
    disk: &Disk,
) -> Result<(Stamps<'m>, Rest), WriteError> {
    let swapped = if exists(&place.output) {
        change_places(place, disk)
    } else {
        disk.rename(&place.new, &place.output)
    };
    if let Err(error) = swapped {
        let _ = disk.remove_tree(&place.new).and_then(|()| disk.remove_dir(&place.swap));
        return Err(not_swapped(place, &error));
    }
    finish(place, manifests, old, disk)
}

/// Mends what a killed build left, by the table in the room's documentation.
pub(super) fn recover(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::io("clear away", &place.swap, &error);
    // No build makes links there: what one leads to is neither moved nor removed.
    for path in [&place.swap, &place.old, &place.new] {
        if exists(path) && !is_folder(path) {
            disk.remove_file(path).map_err(failed)?;
        }
    }
    if exists(&place.mark) {
        let tree = if exists(&place.old) { &place.old } else { &place.new };
        let manifests = (&Manifest::read(tree), &Manifest::read(&place.output));
        return finish(place, manifests, Old::default(), disk).map(drop);
    }
    if !exists(&place.swap) {
        return Ok(());
    }
    if exists(&place.old) {
        if exists(&place.output) {
            return Err(left_behind(place));
        }
        disk.rename(&place.old, &place.output).map_err(failed)?;
    }
    disk.remove_tree(&place.swap).map_err(failed)
}

fn change_places(place: &Place, disk: &Disk) -> io::Result<()> {
    if disk.exchange(&place.new, &place.output)? {
        return Ok(());
    }
    disk.rename(&place.output, &place.old)?;
    disk.rename(&place.new, &place.output).inspect_err(|_| {
        let _ = disk.rename(&place.old, &place.output);
    })
}

/// Steps 3 and 4: moves foreign files over and clears the old tree away. Does what is left of it when some was done
/// before.
fn finish<'m>(
    place: &Place,
    manifests: (&'m Manifest<'_>, &Manifest<'_>),
    old: Old<'_>,
    disk: &Disk,
) -> Result<(Stamps<'m>, Rest), WriteError> {
    let failed = |error: io::Error| WriteError::io("clear away", &place.swap, &error);
    let mut found = Default::default();
    for tree in [&place.old, &place.new] {
        if exists(tree) {
            found = clear((tree, place), manifests, old, disk)?;
        }
    }
    if exists(&place.swap) {
        disk.remove_dir(&place.swap).map_err(failed)?;
    }
    disk.remove_file(&place.mark).map_err(failed)?;
    Ok(found)
}

/// Moves the foreign files of an old tree into the output folder; the rest becomes the spare tree, or is removed.
fn clear<'m>(
    (old, place): (&Path, &Place),
    (before, now): (&'m Manifest<'_>, &Manifest<'_>),
    Old { spare, known, time, is_new }: Old<'_>,
    disk: &Disk,
) -> Result<(Stamps<'m>, Rest), WriteError> {
    let failed = |error: io::Error| WriteError::io("clear away", old, &error);
    let is_ours = |path: &str, full: &Path| -> io::Result<bool> {
        Ok(now.has(path) || before.has(path) && before.has_bytes(path, &fs::read(full)?))
    };
    let contents = Contents::of(old, is_ours, (before, now), (known, time)).map_err(failed)?;
    // A folder that somebody made a link of; what stood in it seemed to stand in its place.
    if is_new && let Err(refusal) = refuse_obstacles(&contents, now, place) {
        change_back((old, place), disk).map_err(failed)?;
        return Err(refusal);
    }
    let rest = Rest {
        removed: contents.ours.iter().filter(|path| !now.has(path)).count(),
        kept: contents.foreign.len(),
    };
    for path in &contents.foreign {
        keep(&old.join(path), &place.output, path, disk)?;
    }
    keep_permissions((old, place), (&contents, known), disk).map_err(failed)?;
    if spare.is_some_and(|spare| keep_as_spare(old, spare, (before, &contents), disk).is_ok()) {
        return Ok((contents.stamps, rest));
    }
    // Those of known folders were not looked up one by one.
    let listed = before.paths().filter(|_| known.is_some());
    let ours: Vec<&str> = contents.ours.iter().map(|path| &**path).chain(listed).collect();
    ours.par_iter().try_for_each(|path| absent(disk.remove_file(&old.join(path)))).map_err(failed)?;
    // All but the tree itself, the deepest first.
    for level in contents.folders.iter().skip(1).rev() {
        level
            .par_iter()
            .try_for_each(|folder| absent(disk.remove_dir(&old.join(&*folder.name))))
            .map_err(failed)?;
    }
    // The manifest goes last: it says which files of a half-emptied tree are ours.
    for name in [super::place::MARK, MANIFEST] {
        if exists(&old.join(name)) {
            disk.remove_file(&old.join(name)).map_err(failed)?;
        }
    }
    disk.remove_dir(old).map_err(failed)?;
    Ok((Stamps::default(), rest))
}

/// Undoes the exchange, and removes the new tree.
fn change_back((old, place): (&Path, &Place), disk: &Disk) -> io::Result<()> {
    if old == place.new {
        disk.exchange(&place.new, &place.output)?;
    } else {
        disk.rename(&place.output, &place.new)?;
        disk.rename(&place.old, &place.output)?;
    }
    disk.remove_tree(&place.swap)
}

/// Folders that were not compared when the new tree was made may have got other permissions since the last build; after a killed
/// one, any.
fn keep_permissions(
    (old, place): (&Path, &Place),
    (contents, known): (&Contents<'_>, Option<&Map<String, Twin>>),
    disk: &Disk,
) -> io::Result<()> {
    let keep = |folder: &str| match place.output.join(folder) {
        new if is_folder(&new) => copy_permissions(&old.join(folder), (&new, || new.metadata()), disk),
        _ => Ok(()),
    };
    let Some(known) = known else {
        return contents.folders.iter().skip(1).flatten().try_for_each(|folder| keep(&folder.name));
    };
    let unchanged = contents.folders.iter().flatten().filter(|folder| folder.is_known);
    if unchanged.clone().count() == known.len() {
        return Ok(());
    }
    let unchanged: Set<&str> = unchanged.map(|folder| &*folder.name).collect();
    known.keys().filter(|folder| !unchanged.contains(folder.as_str())).try_for_each(|folder| keep(folder))
}

/// Keeps an old tree, from which foreign files are gone, with what its manifest lists and nothing else.
fn keep_as_spare(
    old: &Path,
    spare: &Path,
    (before, contents): (&Manifest<'_>, &Contents<'_>),
    disk: &Disk,
) -> io::Result<()> {
    disk.remove_tree(spare)?;
    // A file of others with the very bytes of one of the new site.
    for path in contents.ours.iter().filter(|path| !before.has(path)) {
        disk.remove_file(&old.join(&**path))?;
    }
    let looked_into = contents.folders.iter().skip(1).rev().flatten().filter(|folder| !folder.is_known);
    for folder in looked_into.filter(|folder| !before.has_folder(&folder.name)) {
        disk.remove_dir(&old.join(&*folder.name))?;
    }
    disk.rename(old, spare)
}

/// Moves one foreign file or folder into the output folder; never over something else that is there.
fn keep(from: &Path, output: &Path, path: &Path, disk: &Disk) -> Result<(), WriteError> {
    let to = output.join(path);
    let failed = |error: io::Error| WriteError::io("keep", from, &error);
    if is_folder(from) && is_folder(&to) {
        // Somebody made a folder of this name after a build was killed.
        for entry in fs::read_dir(from).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            keep(&from.join(&name), output, &path.join(&name), disk)?;
        }
        return disk.remove_dir(from).map_err(failed);
    }
    if exists(&to) {
        // Somebody put it back in its place after a build was killed.
        if is_same_file(from, &to) {
            return disk.remove_file(from).map_err(failed);
        }
        let message =
            format!("`{}` cannot be kept: the site has a file at `{}`", from.display(), to.display());
        return Err(WriteError::new(rules::FOREIGN_FILE, message)
            .help("move it to where you want it, and build again"));
    }
    let missing: Vec<&Path> = to.ancestors().skip(1).take_while(|folder| !exists(folder)).collect();
    for folder in missing.into_iter().rev() {
        disk.create_dir(folder).map_err(failed)?;
    }
    disk.rename(from, &to).map_err(failed)
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let read = |path: &Path| {
        let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        is_file.then(|| fs::read(path).ok()).flatten()
    };
    read(one).is_some_and(|bytes| read(other) == Some(bytes))
}

fn not_swapped(place: &Place, error: &io::Error) -> WriteError {
    let fault = WriteError::io("replace", &place.output, error);
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => fault.help(
            "the folder seems to be a mount point, which cannot be replaced: choose a folder inside it",
        ),
        _ => fault,
    }
}

fn left_behind(place: &Place) -> WriteError {
    let message = format!(
        "`{}` holds the output folder of a build that was killed, and `{}` was made anew since",
        place.old.display(),
        place.output.display()
    );
    WriteError::new(rules::UNWRITABLE_OUTPUT, message)
        .help(format!("move what you need out of it and remove `{}`", place.swap.display()))
}
