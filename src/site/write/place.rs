//! Where the site goes, and the folders it must not replace.

use super::WriteError;
use super::disk::Disk;
use crate::diagnostics::rules;
use crate::site::cache::OWN_FOLDER;
use camino::Utf8Path;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// An empty file in `output` while the old tree still has to be cleared away.
pub(crate) const MARK: &str = ".sourcebook-swap";

/// Folders that the output must not be, hold or lie in.
#[derive(Debug, Clone, Copy)]
pub struct Protected<'a> {
    /// The report's own folder; the output may lie in it.
    pub root: &'a Utf8Path,
    /// Its content.
    pub content: &'a Utf8Path,
    /// Its templates.
    pub templates: &'a Utf8Path,
    /// The user's home folder, if known; the output may lie in it.
    pub home: Option<&'a Utf8Path>,
}

/// The paths of one write, all in one folder.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The output folder, links resolved; it may not exist.
    pub(super) output: PathBuf,
    /// The folder next to it in which the swap is made.
    pub(super) swap: PathBuf,
    /// The new tree.
    pub(super) new: PathBuf,
    /// The old tree, where the system cannot exchange folders.
    pub(super) old: PathBuf,
    /// The spare tree, while it is made the new one.
    pub(super) spare: PathBuf,
    /// The mark in the output folder.
    pub(super) mark: PathBuf,
    /// The lock file.
    pub(super) lock: PathBuf,
}

impl Place {
    /// The paths for an output folder.
    ///
    /// # Errors
    /// [`rules::UNSAFE_OUTPUT`] when it is protected.
    pub(super) fn find(target: &Utf8Path, protected: &Protected<'_>) -> Result<Self, WriteError> {
        let output = resolve(target.as_std_path())
            .map_err(|error| WriteError::io("find", target.as_std_path(), &error))?;
        if let Some(reason) = refusal(&output, protected) {
            let message = format!("the output folder `{target}` {reason}");
            return Err(WriteError::new(rules::UNSAFE_OUTPUT, message)
                .help("choose a folder of its own, such as `output`, with `--output` or `[build] output`"));
        }
        let sibling = |suffix: &str| {
            let mut name = OsStr::new(".").to_owned();
            name.push(output.file_name().unwrap_or_default());
            name.push(suffix);
            output.with_file_name(name)
        };
        let swap = sibling(".sourcebook-swap");
        Ok(Self {
            new: swap.join("new"),
            old: swap.join("old"),
            spare: swap.join("spare"),
            mark: output.join(MARK),
            lock: sibling(".sourcebook-lock"),
            swap,
            output,
        })
    }

    /// Whether a killed build left something to mend.
    pub(super) fn has_leftovers(&self) -> bool {
        exists(&self.swap) || exists(&self.mark)
    }

    /// Makes the folders above the output folder.
    pub(super) fn make_parent(&self, disk: &Disk) -> Result<(), WriteError> {
        let missing: Vec<&Path> = self.output.ancestors().skip(1).take_while(|path| !exists(path)).collect();
        for path in missing.into_iter().rev() {
            disk.create_dir(path).map_err(|error| WriteError::io("create", path, &error))?;
        }
        Ok(())
    }
}

/// Whether something has this name, be it a broken link.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn refusal(output: &Path, protected: &Protected<'_>) -> Option<String> {
    if output.parent().is_none() {
        return Some("is the root of the file system".to_owned());
    }
    if fs::metadata(output).is_ok_and(|found| !found.is_dir()) {
        return Some("is a file".to_owned());
    }
    if output.components().any(|part| part.as_os_str() == ".git") {
        return Some("lies in a `.git` folder".to_owned());
    }
    let resolved = |path: &Utf8Path| resolve(path.as_std_path()).unwrap_or_else(|_| path.into());
    let own = protected.root.join(OWN_FOLDER);
    for (name, path) in
        [("content", protected.content), ("templates", protected.templates), ("cache", own.as_path())]
    {
        if output.starts_with(resolved(path)) {
            return Some(format!("is the report's {name} folder, or lies in it"));
        }
    }
    let wholes = [
        ("the report's own folder", Some(protected.root)),
        ("the report's content", Some(protected.content)),
        ("the report's templates", Some(protected.templates)),
        ("your home folder", protected.home),
    ];
    for (name, path) in wholes {
        let Some(path) = path.map(resolved) else { continue };
        if path == output {
            return Some(format!("is {name}"));
        }
        if path.starts_with(output) {
            return Some(format!("holds {name}"));
        }
    }
    None
}

/// The absolute path without links and `..`, whether or not it exists.
///
/// # Errors
/// When the working folder or a link cannot be read.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            part => resolved.push(part),
        }
        if exists(&resolved) {
            resolved = fs::canonicalize(&resolved)?;
        }
    }
    Ok(resolved)
}
