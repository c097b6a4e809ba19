//! Lets the new tree take the old one's place, moves foreign files over, and mends what a killed build left.

use super::WriteError;
use super::disk::Disk;
use super::manifest::{MANIFEST, Manifest};
use super::place::{Place, exists};
use super::survey::Contents;
use crate::diagnostics::rules;
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::Path;

/// Steps 2 to 4 of the protocol; the new tree is complete.
pub(super) fn swap(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    let swapped = if exists(&place.output) {
        change_places(place, disk)
    } else {
        disk.rename(&place.new, &place.output)
    };
    if let Err(error) = swapped {
        let _ = disk.remove_tree(&place.new).and_then(|()| disk.remove_dir(&place.swap));
        return Err(not_swapped(place, &error));
    }
    finish(place, disk)
}

/// Mends what a killed build left, by the table in the room's documentation.
pub(super) fn recover(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    if exists(&place.mark) {
        return finish(place, disk);
    }
    if !exists(&place.swap) {
        return Ok(());
    }
    let failed = |error: io::Error| WriteError::io("clear away", &place.swap, &error);
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
fn finish(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::io("clear away", &place.swap, &error);
    for old in [&place.old, &place.new] {
        if exists(old) {
            empty(place, old, disk)?;
        }
    }
    if exists(&place.swap) {
        disk.remove_dir(&place.swap).map_err(failed)?;
    }
    disk.remove_file(&place.mark).map_err(failed)
}

/// Moves the foreign files of an old tree into the output folder and removes the rest.
fn empty(place: &Place, old: &Path, disk: &Disk) -> Result<(), WriteError> {
    let failed = |error: io::Error| WriteError::io("clear away", old, &error);
    let (before, now) = (Manifest::read(old), Manifest::read(&place.output));
    let is_ours = |path: &str, full: &Path| -> io::Result<bool> {
        Ok(now.has(path) || before.has(path) && before.has_bytes(path, &fs::read(full)?))
    };
    let contents = Contents::of(old, is_ours, &[&before, &now]).map_err(failed)?;
    for path in &contents.foreign {
        keep(&old.join(path), &place.output, path, disk)?;
    }
    contents.ours.par_iter().try_for_each(|path| disk.remove_file(&old.join(path))).map_err(failed)?;
    // All but the tree itself, the deepest first.
    for level in contents.folders.iter().skip(1).rev() {
        level.par_iter().try_for_each(|folder| disk.remove_dir(&old.join(folder))).map_err(failed)?;
    }
    // The manifest goes last: it says which files of a half-emptied tree are ours.
    for name in [super::place::MARK, MANIFEST] {
        if exists(&old.join(name)) {
            disk.remove_file(&old.join(name)).map_err(failed)?;
        }
    }
    disk.remove_dir(old).map_err(failed)
}

/// Moves one foreign file or folder into the output folder; never over something else that is there.
fn keep(from: &Path, output: &Path, path: &Path, disk: &Disk) -> Result<(), WriteError> {
    let to = output.join(path);
    let failed = |error: io::Error| WriteError::io("keep", from, &error);
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
