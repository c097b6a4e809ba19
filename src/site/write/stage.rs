//! Fills `S/new` with the whole site.

use super::WriteError;
use super::disk::{Disk, absent};
use super::listing::{Body, Listing, There};
use super::manifest::{MANIFEST, Manifest, Next};
use super::place::{MARK, Place, exists};
use super::stat::Stat;
use super::survey::{self, Survey, inside_of};
use super::tables::{Map, Set};
use super::twins::{self, Standing, Twin, Twins};
use crate::diagnostics::parted;
use crate::load::{Looks, Stamp};
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::{self, Metadata};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// Begins the new tree: an empty folder.
pub(super) fn begin(place: &Place, disk: &Disk) -> Result<(), WriteError> {
    disk.create_dir(&place.swap)
        .and_then(|()| need_folder(place, &place.new, Path::new(""), disk))
        .map_err(|error| failed(place, disk, &error))
}

/// Writes one file into the new tree before the others are known. Several threads may do so at once.
pub(super) fn add(place: &Place, path: &str, bytes: &[u8], disk: &Disk) -> io::Result<()> {
    room_for(place, path, disk).and_then(|to| disk.write(&to, bytes)).map_err(|error| of_file(path, &error))
}

/// The same for a file that is made bit by bit; gives the hash of its bytes. The one of the spare tree is written over.
pub(super) fn add_with(
    place: &Place,
    (path, spare): (&str, Option<&Path>),
    disk: &Disk,
    make: impl FnOnce(&mut (dyn io::Write + Send)) -> io::Result<()>,
) -> io::Result<blake3::Hash> {
    let file = room_for(place, path, disk).and_then(|to| {
        let old = spare.map(|spare| disk.reuse(&spare.join(path), &to)).transpose()?.flatten();
        old.map_or_else(|| disk.create(&to), Ok)
    });
    let file = file.map_err(|error| of_file(path, &error))?;
    let mut out = io::BufWriter::with_capacity(BUFFER, Hashed { out: file, hasher: blake3::Hasher::new() });
    make(&mut out)?;
    out.flush()?;
    let Hashed { out: file, hasher } = out.get_mut();
    // What was there before may have been longer.
    let length = file.stream_position()?;
    file.set_len(length)?;
    Ok(hasher.finalize())
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
    if let Some((folder, _)) = path.rsplit_once('/') {
        make_folder(place, folder, disk)?;
    }
    Ok(place.new.join(path))
}

/// Makes a folder of the new tree, and those that it is in. That it is there is seen when it cannot be made: asking first would
/// be one more look for each file.
fn make_folder(place: &Place, folder: &str, disk: &Disk) -> io::Result<()> {
    let new = place.new.join(folder);
    let made = match (disk.create_dir(&new), folder.rsplit_once('/')) {
        (Err(error), Some((above, _))) if error.kind() == io::ErrorKind::NotFound => {
            make_folder(place, above, disk)?;
            disk.create_dir(&new)
        }
        (made, _) => made,
    };
    match made {
        Ok(()) => take_permissions(place, Path::new(folder), (&new, || new.metadata()), disk),
        // Maybe by another thread.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// What is known of both trees, and of the spare tree what was seen already.
type Known<'k> = (&'k Twins, Option<&'k Standing<'k>>);

/// A spare tree.
#[derive(Debug)]
pub(super) struct Spare<'p> {
    path: &'p Path,
    manifest: Cow<'p, Manifest<'static>>,
}

impl<'p> Spare<'p> {
    /// The one at a path, if it is there. Without its list, there may be anything in it. The list of the output folder stands for one
    /// that is known to have the same paths; what is known holds for that list.
    pub(super) fn at(path: &'p Path, twins: &Twins, output: &'p Manifest<'static>) -> Option<Self> {
        exists(&path.join(MANIFEST)).then(|| Self { path, manifest: output.or_read(path, twins.spare) })
    }
}

/// Completes the new tree; when that fails, it is removed again. Gives what was seen of a spare tree that became it.
pub(super) fn complete<'a>(
    place: &Place,
    (site, next): (&Listing<'a>, &Next<'a>),
    (survey, known): (&Survey<'_>, Known<'_>),
    (spare, disk): (Option<Spare<'_>>, &Disk),
) -> Result<Seen<'a>, WriteError> {
    let spare = spare.filter(|spare| disk.rename(spare.path, &place.spare).is_ok());
    let filled = match spare {
        Some(spare) => refill(place, (site, &next.manifest, &spare.manifest), (survey, known), disk),
        None => Ok(None),
    };
    // The new tree's folders have just been made.
    let filled = filled.and_then(|filled| match filled {
        Some(seen) => Ok(seen),
        None => fill(place, site, survey, disk).map(|()| Seen::default()),
    });
    let listed = |seen| {
        disk.write(&place.new.join(MANIFEST), &next.bytes)?;
        disk.write(&place.new.join(MARK), b"")?;
        Ok(seen)
    };
    filled.and_then(listed).map_err(|error| failed(place, disk, &error))
}

/// Makes the first spare tree, of the very files of the output folder, so that already the first build after an edit has one. Its list
/// comes last: without it, it is none. An error where files cannot have two names.
pub(super) fn make_spare(
    place: &Place,
    spare: &Path,
    (site, next): (&Listing<'_>, &Next<'_>),
    disk: &Disk,
) -> io::Result<()> {
    disk.remove_tree(spare)?;
    let link = |path: &str, to: &str| disk.hard_link(&place.output.join(path), &spare.join(to));
    let made = need_folder(place, spare, Path::new(""), disk).and_then(|()| {
        // One file tells whether it can be done, before thousands of folders are made.
        link(MANIFEST, MARK)?;
        disk.remove_file(&spare.join(MARK))?;
        need_folders(place, spare, &folders_of(site), disk)?;
        site.par_iter().try_for_each(|(path, _)| link(path, path))?;
        disk.write(&spare.join(MANIFEST), &next.bytes)
    });
    made.inspect_err(|_| drop(disk.remove_tree(spare)))
}

fn failed(place: &Place, disk: &Disk, error: &io::Error) -> WriteError {
    let _ = disk.remove_tree(&place.swap);
    WriteError::io("write the site next to", &place.output, error)
}

/// Adds to the new tree what is not there yet.
fn fill(place: &Place, site: &Listing<'_>, survey: &Survey<'_>, disk: &Disk) -> io::Result<()> {
    need_folders(place, &place.new, &folders_of(site), disk)?;
    site.par_iter().try_for_each(|(path, listed)| {
        let to = place.new.join(path);
        let done = match listed.body {
            Body::Staged => Ok(()),
            Body::Bytes(bytes) if !survey.unchanged.contains(path) => disk.write(&to, bytes),
            Body::Bytes(_) | Body::There(_) => disk.link(&place.output.join(path), &to),
        };
        done.map_err(|error| of_file(path, &error))
    })
}

/// The error with the file or folder of the site whose fault it may be.
fn of_file(path: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{path}`: {error}"))
}

/// Makes the spare tree, which has most files already, the new one. Files are replaced and never written over: they may be
/// the very files of the output folder. `None` when there is anything in it that its list does not explain: it is removed then.
fn refill<'a>(
    place: &Place,
    (site, next, before): (&Listing<'a>, &Manifest<'_>, &Manifest<'_>),
    (survey, known): (&Survey<'_>, Known<'_>),
    disk: &Disk,
) -> io::Result<Option<Seen<'a>>> {
    let tree = &place.spare;
    let folders = folders_of(site);
    let gone = before.paths_beyond(next);
    let mut left = survey::folders(gone.iter().copied());
    left.retain(|folder| !folders.contains(folder));
    let mut left: Vec<&str> = left.into_iter().collect();
    let Some(mut seen) = Seen::of(tree, before, (&folders, &left), known, disk) else {
        return disk.remove_tree(tree).map(|()| None);
    };
    gone.par_iter().try_for_each(|path| absent(disk.remove_file(&tree.join(path))))?;
    // What is in a folder goes before the folder.
    left.sort_unstable_by(|one, other| other.cmp(one));
    for folder in left {
        absent(disk.remove_dir(&tree.join(folder)))?;
        seen.forget(parted(folder).0);
    }
    let needed = folders.iter().copied().filter(|folder| !seen.are_twins(folder)).collect();
    need_folders(place, tree, &needed, disk)?;
    let replaced = site.par_iter().filter_map(|(path, listed)| {
        let to = || tree.join(path);
        let done = match listed.body {
            Body::Staged => disk.rename(&place.new.join(path), &to()),
            Body::Bytes(bytes) if !survey.unchanged.contains(path) => {
                absent(disk.remove_file(&to())).and_then(|()| disk.write(&to(), bytes))
            }
            Body::Bytes(_) | Body::There(_) => {
                // A file with the same bytes need not be the one that the folders had in common.
                let is_left = matches!(listed.body, Body::There(There { is_left: true, .. }));
                if is_left && seen.are_twins(parted(path).0) {
                    return None;
                }
                let (from, to) = (|| place.output.join(path), to());
                if is_same(listed.body, from, &to) {
                    return None;
                }
                absent(disk.remove_file(&to)).and_then(|()| disk.link(&from(), &to))
            }
        };
        Some(done.map(|()| parted(path).0))
    });
    let changed: Vec<&str> = replaced.collect::<io::Result<_>>()?;
    for folder in gone.into_iter().map(|path| parted(path).0).chain(changed) {
        seen.forget(folder);
    }
    for name in [MANIFEST, MARK] {
        absent(disk.remove_file(&tree.join(name)))?;
    }
    disk.remove_tree(&place.new)?;
    disk.rename(tree, &place.new)?;
    Ok(Some(seen))
}

/// Folders of the spare tree that hold what its list says and nothing else, and what the file system said of them before they were
/// compared with those of the output folder.
#[derive(Debug, Default)]
pub(super) struct Seen<'a> {
    folders: Map<&'a str, Seeing>,
}

#[derive(Debug)]
struct Seeing {
    stamp: Stamp,
    /// Whether it holds the very files that stand in the output folder.
    is_twin: bool,
}

impl<'a> Seen<'a> {
    /// Of these folders: those of the site, and those that it has no more. `None` when the tree, in itself or these, holds links, or other
    /// things than its list.
    fn of(
        tree: &Path,
        before: &Manifest<'_>,
        (folders, left): (&Set<&'a str>, &[&str]),
        (twins, standing): Known<'_>,
        disk: &Disk,
    ) -> Option<Self> {
        let (now, looks) = (disk.now(), Looks::at(tree));
        let standing = standing.filter(|standing| standing.is_of(&looks));
        let is_known = |name: &str, kind: fs::FileType| match kind.is_dir() {
            true => before.has_folder(name),
            false => kind.is_file() && (before.has(name) || name == MANIFEST),
        };
        // What a folder says of itself, and whether all in it is known.
        let look = |folder: &str| -> io::Result<(Option<Stamp>, bool)> {
            let path = inside_of(tree, folder);
            match path.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Ok((None, false)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((None, true)),
                Err(error) => return Err(error),
            }
            let stamp = twins::stamp(&looks, folder, now);
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let name = survey::in_site(&Path::new(folder).join(entry.file_name()));
                let kind = entry.file_type()?;
                if !name.is_some_and(|name| is_known(&name, kind)) {
                    return Ok((None, false));
                }
            }
            Ok((stamp.filter(|_| !folder.is_empty()), true))
        };
        let see = |folder: &'a str| {
            let stands = |twin: &&Twin| match standing {
                Some(standing) => standing.folders.contains(folder),
                None => twin.spare_is_at(&looks, folder),
            };
            if let Some(twin) = twins.folders.get(folder).filter(stands) {
                return Some(Some((folder, Seeing { stamp: twin.spare, is_twin: true })));
            }
            let (stamp, all_known) = look(folder).ok()?;
            all_known.then(|| stamp.map(|stamp| (folder, Seeing { stamp, is_twin: false })))
        };
        let is_plain = |folder: &&str| matches!(look(folder), Ok((_, true)));
        if !is_plain(&"") || !left.par_iter().all(is_plain) {
            return None;
        }
        let folders: Vec<&str> = folders.iter().copied().collect();
        let seen: Option<Vec<Option<(&str, Seeing)>>> = folders.into_par_iter().map(see).collect();
        Some(Self { folders: seen?.into_iter().flatten().collect() })
    }

    fn are_twins(&self, folder: &str) -> bool {
        self.folders.get(folder).is_some_and(|seen| seen.is_twin)
    }

    fn forget(&mut self, folder: &str) {
        self.folders.remove(folder);
    }

    /// What the file system said of a folder.
    pub(super) fn stamp(&self, folder: &str) -> Option<Stamp> {
        self.folders.get(folder).map(|seen| seen.stamp)
    }
}

/// Whether a file of the output folder and another are one file, or where that is not known, files of one size and time.
fn is_same(body: Body<'_>, file: impl Fn() -> PathBuf, other: &Path) -> bool {
    let stat = match body {
        Body::There(there) => Some(there.stat),
        Body::Bytes(_) | Body::Staged => Stat::of(&file()),
    };
    stat.is_some() && Stat::of(other) == stat
}

fn folders_of<'a>(site: &Listing<'a>) -> Set<&'a str> {
    survey::folders(site.iter().map(|(path, _)| path))
}

/// Makes folders in a tree, each level side by side.
fn need_folders(place: &Place, tree: &Path, folders: &Set<&str>, disk: &Disk) -> io::Result<()> {
    let mut by_depth: Vec<(usize, &str)> =
        folders.iter().map(|folder| (folder.matches('/').count(), *folder)).collect();
    by_depth.sort_unstable();
    need_folder(place, tree, Path::new(""), disk)?;
    by_depth.chunk_by(|one, next| one.0 == next.0).try_for_each(|level| {
        level.par_iter().try_for_each(|(_, folder)| {
            need_folder(place, tree, Path::new(folder), disk).map_err(|error| of_file(folder, &error))
        })
    })
}

/// Makes a folder of a tree, unless it is there, with the permissions that it has in the output folder.
fn need_folder(place: &Place, tree: &Path, folder: &Path, disk: &Disk) -> io::Result<()> {
    let new = tree.join(folder);
    let found = new.metadata().or_else(|_| match disk.create_dir(&new) {
        // Maybe by another thread.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => new.metadata(),
    })?;
    take_permissions(place, folder, (&new, || Ok(found)), disk)
}

/// Gives a folder the permissions that it has in the output folder, if it is there; `found` looks at it.
fn take_permissions(
    place: &Place,
    folder: &Path,
    new: (&Path, impl FnOnce() -> io::Result<Metadata>),
    disk: &Disk,
) -> io::Result<()> {
    copy_permissions(&place.output.join(folder), new, disk)
}

/// Gives a folder the permissions of another, if that is there.
pub(super) fn copy_permissions(
    old: &Path,
    (new, found): (&Path, impl FnOnce() -> io::Result<Metadata>),
    disk: &Disk,
) -> io::Result<()> {
    let old = old.symlink_metadata();
    match old.ok().filter(Metadata::is_dir) {
        Some(old) if found()?.permissions() != old.permissions() => {
            disk.set_permissions(new, old.permissions())
        }
        _ => Ok(()),
    }
}
