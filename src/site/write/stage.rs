//! Fills `S/new` with the whole site.

use super::WriteError;
use super::disk::Disk;
use super::manifest::{MANIFEST, Manifest};
use super::place::{MARK, Place};
use super::survey::Survey;
use crate::site::Site;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Makes the new tree; when that fails, it is removed again.
pub(super) fn stage(
    place: &Place,
    site: &Site,
    survey: &Survey,
    manifest: &Manifest,
    disk: &Disk,
) -> Result<(), WriteError> {
    fill(place, site, survey, manifest, disk).map_err(|error| {
        let _ = disk.remove_tree(&place.swap);
        WriteError::io("write the site next to", &place.output, &error)
    })
}

fn fill(place: &Place, site: &Site, survey: &Survey, manifest: &Manifest, disk: &Disk) -> io::Result<()> {
    disk.create_dir(&place.swap)?;
    make_folder(place, Path::new(""), disk)?;
    let folders: BTreeSet<&Path> =
        site.files().flat_map(|(path, _)| Path::new(path).ancestors().skip(1)).collect();
    // Sorted, so parents come first.
    for folder in folders.into_iter().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(place, folder, disk)?;
    }
    for (path, bytes) in site.files() {
        let to = place.new.join(path);
        if survey.unchanged.contains(path) {
            disk.link(&place.output.join(path), &to)?;
        } else {
            disk.write(&to, bytes)?;
        }
    }
    disk.write(&place.new.join(MANIFEST), &manifest.to_bytes())?;
    disk.write(&place.new.join(MARK), b"")
}

/// Makes a folder of the new tree with the permissions that the old one has.
fn make_folder(place: &Place, folder: &Path, disk: &Disk) -> io::Result<()> {
    let (old, new) = (place.output.join(folder), place.new.join(folder));
    disk.create_dir(&new)?;
    if old.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        disk.copy_permissions(&old, &new)?;
    }
    Ok(())
}
