//! The site on disk: the last step, and the only one that changes the output folder.
//!
//! In: a [`Site`], complete in memory, and the folder. Out: a [`WriteSummary`]. Entry: [`write()`]; [`Writing`] for sites
//! that come file by file.
//!
//! **Whose files.** `.sourcebook-manifest.json` in the output folder lists the files we wrote, with hashes. A file is
//! ours when the manifest lists it, or when it has just the bytes we are about to write. All others are foreign: they
//! stay, and one that stands where a file of the site should go stops the build before anything is changed. A file of
//! ours that somebody edited is written anew while the site has it, and kept as foreign once the site has it no more.
//!
//! **The swap.** Next to `output` stands, for a moment, `.output.sourcebook-swap` (S):
//!
//! 1. `S/new` is filled with the whole site; unchanged files are hard links, so that they keep their times. It also
//!    holds an empty `.sourcebook-swap`, the *mark*.
//! 2. `S/new` and `output` change places in one atomic step (`renameat2` with `RENAME_EXCHANGE`). Where the system has
//!    none, `output` is renamed to `S/old` and `S/new` to `output`, with a moment between in which `output` is missing.
//! 3. Foreign files are renamed from the old tree into `output`, a whole folder at a time where no file of ours is in it.
//! 4. The old tree is emptied, its manifest last, and `S` removed; then the mark.
//!
//! A build killed at any step leaves the old or the new site whole. The next build first mends what was left, and what it
//! finds says how far the other came:
//!
//! | mark in `output` | S | what happened | mended by |
//! | --- | --- | --- | --- |
//! | no | `new` | killed in 1 | remove S |
//! | no | `old`, and no `output` | killed within 2 | rename `S/old` back, remove S |
//! | yes | `new` or `old` | killed in 3 or 4 | go on with 3 |
//! | yes | none | killed at the end of 4 | remove the mark |
//!
//! Instead of 1, the *spare tree* — that of the build before, kept in `.sourcebook` for large sites — is renamed to `S/spare`, what
//! differs in it is replaced, and it is renamed to `S/new`. Instead of being emptied in 4, the old tree is renamed to be the next
//! spare tree. A file of it that is not the very file in the output folder counts as different, so nothing depends on where a
//! spare tree comes from. Folders that were seen to hold the same files in both trees, and that did not change since, are not
//! looked into (`twins`). The first build, which has no old tree, makes a spare tree of hard links. A long file that is made bit by bit
//! is written over the one of the spare tree, unless that has another name too: nobody is shown it.
//!
//! Before the exchange the output folder is looked at only where the site has something new, so that nothing foreign is in the way.
//! What else stands there is found in 3, in the old tree: what comes while the new one is made is kept, too.
//!
//! A lock file `.output.sourcebook-lock` keeps two builds from doing this at once; it goes with the process. Nothing is
//! touched when nothing changed. What is left out: flushing to the disk, so this guards against faults and signals,
//! not against a power cut.

mod disk;
mod listing;
mod lock;
mod manifest;
mod place;
mod stage;
mod stat;
mod survey;
mod swap;
mod tables;
#[cfg(test)]
mod tests;
mod twins;
mod writing;

pub(super) use listing::There;
pub use listing::{Body, Listed, Listing};
pub(super) use manifest::KnownManifest;
pub use place::{Protected, resolve};
pub(super) use stat::Stat;
pub(super) use twins::{SpareTree, Twin, Twins};
pub use writing::{Stored, Writing};

use super::Site;
use crate::diagnostics::{Diagnostic, RuleId, rules};
use camino::Utf8Path;
use disk::Disk;
use std::io;
use std::path::Path;

/// Names in the output folder that no file of a site may have.
pub(super) const RESERVED: [&str; 2] = [manifest::MANIFEST, place::MARK];

/// What a build did to the output folder, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// New or with other bytes than before.
    pub written: usize,
    /// With the bytes they had.
    pub unchanged: usize,
    /// Of an earlier build, and not of this one.
    pub removed: usize,
    /// Files and whole folders that others put there.
    pub kept: usize,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError {
    /// The rule.
    pub rule: RuleId,
    /// What was found.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl WriteError {
    fn new(rule: RuleId, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), help: None }
    }

    /// What was kept on disk while the site was made is gone.
    pub(super) fn lost() -> Self {
        Self::new(
            rules::UNWRITABLE_OUTPUT,
            "what was kept on the disk while the site was made is not as it was written",
        )
        .help("see to it that nothing else changes `.sourcebook`, and build again")
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A fault of the file system while doing something at a place.
    fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::InvalidFilename => {
                "take a shorter name: a page's is that of its file or its `slug`, a figure's is its `id`"
            }
            _ => "check the folder's permissions and free space, or choose another folder with `--output`",
        };
        Self::new(rules::UNWRITABLE_OUTPUT, format!("cannot {doing} `{}`: {error}", path.display()))
            .help(help)
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WriteError {}

impl From<WriteError> for Diagnostic {
    fn from(error: WriteError) -> Self {
        Self::new(error.rule, error.message).maybe_help(error.help)
    }
}

/// Whether a build wrote this folder.
#[must_use]
pub fn is_site(target: &Utf8Path) -> bool {
    target.join(manifest::MANIFEST).is_file()
}

/// Makes the folder `target` hold exactly `site` and the files there that others wrote.
///
/// # Errors
/// When the folder is one that must not be replaced ([`rules::UNSAFE_OUTPUT`]), a foreign file is in the way
/// ([`rules::FOREIGN_FILE`]), another build does not come to an end ([`rules::CONCURRENT_BUILD`]), or the file system
/// fails ([`rules::UNWRITABLE_OUTPUT`]). The folder then shows the site it showed before.
pub fn write(site: &Site, target: &Utf8Path, protected: &Protected<'_>) -> Result<WriteSummary, WriteError> {
    write_with(site, target, protected, Disk::real())
}

fn write_with(
    site: &Site,
    target: &Utf8Path,
    protected: &Protected<'_>,
    disk: Disk,
) -> Result<WriteSummary, WriteError> {
    Writing::with_disk(target, protected, None, disk)?
        .finish(&Listing::of(site), None)
        .map(|(summary, _)| summary)
}
