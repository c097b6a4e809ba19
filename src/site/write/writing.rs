//! A write in several steps, for sites that are too large to be held whole: files are put one by one while the site is
//! made, and nothing is shown before all of them are there.

use super::disk::Disk;
use super::listing::{Body, Listed, Listing, There};
use super::lock::{self, Lock};
use super::manifest::{KnownManifest, MANIFEST, Manifest, Next};
use super::place::{Place, Protected, exists};
use super::stat::Stat;
use super::survey::{Contents, Survey, is_file_with};
use super::swap::{Old, Rest};
use super::twins::{SpareTree, Standing, Twin, Twins};
use super::{WriteError, WriteSummary, stage, swap, twins};
use crate::diagnostics::rules;
use crate::load::{Looks, Stamp};
use camino::Utf8Path;
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::thread;

/// A file that was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The hash of its bytes.
    pub hash: blake3::Hash,
    /// The file in the output folder, when that holds it as it is.
    pub there: Option<There>,
}

impl Stored {
    /// The file for the listing of all.
    #[must_use]
    pub const fn listed<'a>(self) -> Listed<'a> {
        let body = match self.there {
            Some(there) => Body::There(there),
            None => Body::Staged,
        };
        Listed { hash: self.hash, body }
    }
}

/// A write that has begun. The output folder stays as it is until [`Writing::finish`]; a write that is dropped before
/// leaves nothing behind.
#[derive(Debug)]
pub struct Writing {
    place: Place,
    disk: Disk,
    /// What the folder listed when it was first looked at.
    before: Manifest<'static>,
    /// Whether that was known before.
    known: bool,
    /// Whether there is a folder without a list: files in it that have the bytes of the site are ours.
    adopts: bool,
    /// The folder as it stood then.
    looks: Looks,
    /// Taken at the first change.
    lock: OnceLock<Result<Lock, WriteError>>,
}

impl Writing {
    /// Looks at the folder, and mends what a killed build left. What is `known` of its list of files saves reading it.
    ///
    /// # Errors
    /// As [`super::write()`].
    pub fn open(
        target: &Utf8Path,
        protected: &Protected<'_>,
        known: Option<KnownManifest<'_>>,
    ) -> Result<Self, WriteError> {
        Self::with_disk(target, protected, known, Disk::real())
    }

    pub(super) fn with_disk(
        target: &Utf8Path,
        protected: &Protected<'_>,
        known: Option<KnownManifest<'_>>,
        disk: Disk,
    ) -> Result<Self, WriteError> {
        let place = Place::find(target, protected)?;
        if place.has_leftovers() {
            place.make_parent(&disk)?;
            let _lock = Lock::take(&place.lock, lock::PATIENCE)?;
            swap::recover(&place, &disk)?;
        } else if exists(&place.lock) {
            // A killed build left it, unless another one holds it. What changes nothing takes no lock, and would let it lie.
            drop(Lock::take(&place.lock, 0));
        }
        let (before, known) = Manifest::read_unless_known(&place.output, known);
        let adopts = before.len() == 0 && exists(&place.output);
        let looks = Looks::at(&place.output);
        Ok(Self { place, disk, before, known, adopts, looks, lock: OnceLock::new() })
    }

    /// Where a path of the site stands on the disk.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.place.output.join(path)
    }

    /// What the file system says of a file that stood in the folder when the write began.
    #[must_use]
    pub(in crate::site) fn stat(&self, path: &str) -> Option<Stat> {
        Stat::below(&self.looks, path)
    }

    /// Whether the list of the last build is the one that was known.
    #[must_use]
    pub fn lists_what_was_known(&self) -> bool {
        self.known
    }

    /// Whether the last build left a file of this hash at a path, by its list; whether it still stands there is another
    /// question.
    #[must_use]
    pub fn listed(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.before.has_hash(path, hash)
    }

    /// How many files the last build left, by its list.
    #[must_use]
    pub fn count(&self) -> usize {
        self.before.len()
    }

    /// Puts a file. Its bytes may be forgotten afterwards.
    ///
    /// # Errors
    /// As [`super::write()`].
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Stored, WriteError> {
        let hash = blake3::hash(bytes);
        let known = (self.adopts || self.before.has_hash(path, &hash)).then(|| self.path(path));
        let there = known.filter(|file| is_file_with(file, bytes).unwrap_or(false));
        let there = there.and_then(|file| Stat::of(&file)).map(There::alike);
        if there.is_none() {
            self.begin()?;
            stage::add(&self.place, path, bytes, &self.disk)
                .map_err(|error| WriteError::io("write the site next to", &self.place.output, &error))?;
        }
        Ok(Stored { hash, there })
    }

    /// Puts a file that is too large to be held: `make` writes it bit by bit. The one of the spare tree may be written over.
    ///
    /// # Errors
    /// As [`super::write()`].
    pub fn put_with(
        &self,
        path: &str,
        spare: Option<&Path>,
        make: impl FnOnce(&mut (dyn io::Write + Send)) -> io::Result<()>,
    ) -> Result<Stored, WriteError> {
        let failed = |error: io::Error| WriteError::io("write the site next to", &self.place.output, &error);
        self.begin()?;
        let hash = stage::add_with(&self.place, (path, spare), &self.disk, make).map_err(failed)?;
        let known = (self.adopts || self.before.has_hash(path, &hash)).then(|| self.path(path));
        let there = known.filter(|file| has_hash(file, &hash)).and_then(|file| Stat::of(&file));
        let there = there.map(There::alike);
        if there.is_some() {
            self.disk.remove_file(&self.place.new.join(path)).map_err(failed)?;
        }
        Ok(Stored { hash, there })
    }

    /// Which folders of the spare tree are as they were, asked ahead of the end of the write; `None` as long as other builds to the same
    /// folder may touch it.
    #[must_use]
    pub fn standing<'t>(&self, spare: &Path, twins: &'t Twins) -> Option<Standing<'t>> {
        self.lock.get()?.as_ref().ok()?;
        Some(Standing::of(spare, twins))
    }

    /// Makes the folder hold exactly these files, and those there that others wrote. With a path for it, the tree that goes
    /// is kept there as the *spare tree*: the next write replaces what differs in it, instead of making a tree of all files. What was
    /// known of both trees shortens the comparison; what is known of them now is given back.
    ///
    /// # Errors
    /// As [`super::write()`].
    pub fn finish(
        mut self,
        site: &Listing<'_>,
        spare: Option<&SpareTree<'_>>,
    ) -> Result<(WriteSummary, Twins), WriteError> {
        let nothing = Twins::default();
        let twins = spare.map_or(&nothing, |spare| spare.twins);
        let time = spare.map(|_| self.disk.now());
        let look = || self.before.read_again(&self.place.output);
        let (next, now) = rayon::join(|| Next::of(site), look);
        let now = if let Some(Ok(_)) = self.lock.get() {
            now
        } else {
            // Without the lock, so only good news counts: what fails here is looked at again below.
            if let Ok(survey) = Survey::of(&self.place, site, (&now, &next))
                && survey.is_unchanged()
            {
                let known = twins.of_output(now.file()).map(|_| twins.clone());
                let first = || {
                    let spare = lacking(spare)?;
                    let _lock = Lock::take(&self.place.lock, 0).ok()?;
                    self.first_spare((site, &next), spare)
                };
                return Ok((survey.summary(Rest::default()), known.or_else(first).unwrap_or_default()));
            }
            self.begin()?;
            look()
        };
        self.check_kept(&now, site)?;
        let known = twins.of_output(now.file());
        let twins = if known.is_some() { twins } else { &nothing };
        let standing = known.and(spare).and_then(|spare| spare.standing.as_ref());
        let (survey, kept) = rayon::join(
            || Survey::of(&self.place, site, (&now, &next)),
            || spare.and_then(|spare| stage::Spare::at(spare.path, twins, &now)),
        );
        let survey = survey?;
        if survey.is_unchanged() {
            return Ok((survey.summary(Rest::default()), twins.clone()));
        }
        let known_of = (twins, standing);
        let same = stage::complete(&self.place, (site, &next), (&survey, known_of), (kept, &self.disk))?;
        let old = Old { spare: spare.map(|spare| spare.path), known, time, is_new: true };
        let (stamps, rest) = swap::swap(&self.place, (&now, &next.manifest), old, &self.disk)?;
        // The trees changed places.
        let twin = |(folder, spare): &(Cow<'_, str>, Stamp)| {
            let output = same.stamp(folder)?;
            Some((folder.to_string(), Twin { output, spare: *spare }))
        };
        let folders = stamps.par_iter().filter_map(twin).collect::<Vec<_>>();
        let twins = match lacking(spare) {
            Some(spare) => self.first_spare((site, &next), spare).unwrap_or_default(),
            None => Twins {
                manifest: Some(next.hash),
                spare: now.file().filter(|_| now.has_paths_of(&next.manifest)),
                folders: folders.into_iter().collect(),
            },
        };
        // Letting a long list go takes as long as making it.
        drop(stamps);
        drop(now);
        let before = std::mem::take(&mut self.before);
        rayon::spawn(move || drop(before));
        Ok((survey.summary(rest), twins))
    }

    /// Makes a spare tree where there was no old tree to be kept; what is known of both trees then. `None` where that cannot be done: it
    /// would only save time.
    fn first_spare(&self, (site, next): (&Listing<'_>, &Next<'_>), spare: &Path) -> Option<Twins> {
        stage::make_spare(&self.place, spare, (site, next), &self.disk).ok()?;
        self.disk.rest();
        let time = self.disk.now();
        let list = &next.manifest;
        let is_ours = |path: &str, _: &Path| Ok(list.has(path));
        let contents = Contents::of(&self.place.output, is_ours, (list, list), (None, Some(time))).ok()?;
        let tree = Looks::at(spare);
        let twin = |(folder, output): &(Cow<'_, str>, Stamp)| {
            let spare = twins::stamp(&tree, folder, time)?;
            Some((folder.to_string(), Twin { output: *output, spare }))
        };
        let folders = contents.stamps.par_iter().filter_map(twin).collect::<Vec<_>>();
        Some(Twins {
            manifest: Some(next.hash),
            spare: Some(next.hash),
            folders: folders.into_iter().collect(),
        })
    }

    /// Takes the lock and begins the new tree, once.
    fn begin(&self) -> Result<(), WriteError> {
        let begun = self.lock.get_or_init(|| {
            self.place.make_parent(&self.disk)?;
            let lock = Lock::take(&self.place.lock, lock::PATIENCE)?;
            if self.place.has_leftovers() {
                apart(|| swap::recover(&self.place, &self.disk))
                    .map_err(|error| WriteError::io("clear away", &self.place.swap, &error))??;
            }
            stage::begin(&self.place, &self.disk)?;
            Ok(lock)
        });
        begun.as_ref().map(drop).map_err(Clone::clone)
    }

    /// Files that were seen in the folder before the lock was held: another build may have replaced them since.
    fn check_kept(&self, now: &Manifest<'_>, site: &Listing<'_>) -> Result<(), WriteError> {
        if now.file() == self.before.file() {
            return Ok(());
        }
        let stands = |(path, listed): (&str, &Listed<'_>)| {
            !matches!(listed.body, Body::There(_)) || has_hash(&self.path(path), &listed.hash)
        };
        if site.par_iter().all(stands) {
            return Ok(());
        }
        Err(WriteError::new(rules::CONCURRENT_BUILD, "another build wrote other files to the same folder")
            .help("build again, one build at a time"))
    }
}

/// Does something on threads of its own. One of those that share the build's work would take up other parts of that while it waits, and
/// could come to where it began.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)?;
    thread::scope(|scope| {
        let done = thread::Builder::new().spawn_scoped(scope, || threads.install(work))?.join();
        done.map_err(|panic| std::panic::resume_unwind(panic))
    })
}

/// The place for a spare tree where there is none.
fn lacking<'p>(spare: Option<&SpareTree<'p>>) -> Option<&'p Path> {
    spare.map(|spare| spare.path).filter(|path| !exists(&path.join(MANIFEST)))
}

/// Whether a file has just these bytes.
fn has_hash(path: &Path, hash: &blake3::Hash) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    let mut hasher = blake3::Hasher::new();
    let read = || hasher.update_reader(fs::File::open(path)?).map(|hasher| hasher.finalize());
    is_file && { read }().is_ok_and(|found| found == *hash)
}

impl Drop for Writing {
    fn drop(&mut self) {
        // After a finished write there is nothing; with the mark, what is there is the next build's to mend.
        if matches!(self.lock.get(), Some(Ok(_))) && exists(&self.place.swap) && !exists(&self.place.mark) {
            let _ = self.disk.remove_tree(&self.place.swap);
        }
    }
}
