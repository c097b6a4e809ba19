//! Fills `S/new` with the whole site.

use super::WriteError;
use super::disk::Disk;
use super::listing::{Body, Listing};
use super::manifest::{MANIFEST, Manifest};
use super::place::{MARK, Place, exists};
use super::survey::{self, Survey};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Begins the new tree: an empty folder.
pub(super) fn begin(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    disk.create_dir(&place.swap)
        .and_then(|()| make_folder(place, Path::new(""), disk))
        .map_err(|error| failed(place, disk, &error))
}

/// Writes one file into the new tree before the others are known. Several threads may do so at once.
pub(super) fn add(place: &Place, path: &str, bytes: &[u8], disk: &Disk) -> io::Result<()> {
    disk.write(&room_for(place, path, disk)?, bytes)
}

/// The same for a file that is made bit by bit; gives the hash of its bytes.
pub(super) fn add_with(
    place: &Place,
    path: &str,
    disk: &Disk,
    make: impl FnOnce(&mut (dyn io::Write + Send)) -> io::Result<()>,
) -> io::Result<blake3::Hash> {
    let file = disk.create(&room_for(place, path, disk)?)?;
    let mut out = io::BufWriter::with_capacity(BUFFER, Hashed { out: file, hasher: blake3::Hasher::new() });
    make(&mut out)?;
    out.flush()?;
    Ok(out.get_ref().hasher.finalize())
}

/// What is written of a file at a time.
const BUFFER: usize = 1 << 18;

/// A file whose hash is taken while it is written.
struct Hashed<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: io::Write> io::Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The place of a file in the new tree, whose folders are made.
fn room_for(place: &Place, path: &str, disk: &Disk) -> io::Result<PathBuf> {
    let missing: Vec<&Path> = Path::new(path)
        .ancestors()
        .skip(1)
        .take_while(|folder| !folder.as_os_str().is_empty() && !exists(&place.new.join(folder)))
        .collect();
    for folder in missing.into_iter().rev() {
        need_folder(place, folder, disk)?;
    }
    Ok(place.new.join(path))
}

/// Completes the new tree; when that fails, it is removed again.
pub(super) fn complete(
    place: &Place,
    site: &Listing<'_>,
    survey: &Survey,
    manifest: &Manifest,
    disk: &Disk,
) -> Result<(), WriteError> {
    fill(place, site, survey, manifest, disk).map_err(|error| failed(place, disk, &error))
}

fn failed(place: &Place, disk: &Disk, error: &io::Error) -> WriteError {
    let _ = disk.remove_tree(&place.swap);
    WriteError::io("write the site next to", &place.output, error)
}

fn fill(
    place: &Place,
    site: &Listing<'_>,
    survey: &Survey,
    manifest: &Manifest,
    disk: &Disk,
) -> io::Result<()> {
    let mut levels: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for folder in survey::folders(site.iter().map(|(path, _)| path)) {
        levels.entry(folder.matches('/').count()).or_default().push(folder);
    }
    for level in levels.values() {
        level.par_iter().try_for_each(|folder| need_folder(place, Path::new(folder), disk))?;
    }
    site.par_iter().try_for_each(|(path, listed)| {
        let to = place.new.join(path);
        match listed.body {
            Body::Staged => Ok(()),
            Body::Bytes(bytes) if !survey.unchanged.contains(path) => disk.write(&to, bytes),
            Body::Bytes(_) | Body::There => disk.link(&place.output.join(path), &to),
        }
    })?;
    disk.write(&place.new.join(MANIFEST), &manifest.to_bytes())?;
    disk.write(&place.new.join(MARK), b"")
}

/// Makes a folder of the new tree unless it is there, maybe by another thread.
fn need_folder(place: &Place, folder: &Path, disk: &Disk) -> io::Result<()> {
    match make_folder(place, folder, disk) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Makes a folder of the new tree with the permissions that the old one has.
fn make_folder(place: &Place, folder: &Path, disk: &Disk) -> io::Result<()> {
    let (old, new) = (place.output.join(folder), place.new.join(folder));
    disk.create_dir(&new)?;
    let Some(old) = old.symlink_metadata().ok().filter(std::fs::Metadata::is_dir) else { return Ok(()) };
    if new.metadata()?.permissions() == old.permissions() {
        return Ok(());
    }
    disk.set_permissions(&new, old.permissions())
}
