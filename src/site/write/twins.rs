//! Folders of the output folder and of the spare tree that hold the same files, so that a build that comes later need not look into
//! them.
//!
//! The times of a folder change with every name in it that comes or goes. So when two folders held the same names of the same files
//! once (hard links; `stage` compares them), and neither changed since (`load::Stamp`), they still do. What is *in* these
//! files is another question, which is asked in the output folder.

use super::tables::{Map, Set};
use crate::load::{Links, Looks, Seen, Stamp};
use rayon::prelude::*;
use std::borrow::Cow;
use std::path::Path;
use std::time::SystemTime;

/// Pairs of folders that hold the same files, and folders of the same names, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Twins {
    /// The list of files that stood in the output folder.
    pub(in crate::site) manifest: Option<blake3::Hash>,
    /// That of the spare tree, if it has the same paths.
    pub(in crate::site) spare: Option<blake3::Hash>,
    /// All that they hold is on that list, and all folders that the list says are in them.
    pub(in crate::site) folders: Map<String, Twin>,
}

/// What the file system said of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) struct Twin {
    pub(in crate::site) output: Stamp,
    pub(in crate::site) spare: Stamp,
}

/// A place for the spare tree, and what is known of it.
#[derive(Debug)]
pub struct SpareTree<'p> {
    /// Where it is, or is to be.
    pub path: &'p Path,
    /// What the last build left.
    pub twins: &'p Twins,
    /// What of it is as it was, if somebody looked already.
    pub standing: Option<Standing<'p>>,
}

/// Folders of a spare tree that are as they were.
#[derive(Debug)]
pub struct Standing<'t> {
    pub(super) folders: Set<&'t str>,
    /// The tree itself.
    tree: Option<Seen>,
}

impl<'t> Standing<'t> {
    /// Looks at the tree at a path.
    pub(super) fn of(tree: &Path, twins: &'t Twins) -> Self {
        let looks = Looks::at(tree);
        let seen = looks.look("", Links::Themselves);
        let folders: Vec<(&String, &Twin)> = twins.folders.iter().collect();
        let stands =
            |(folder, twin): (&'t String, &Twin)| twin.spare_is_at(&looks, folder).then_some(folder.as_str());
        let folders: Vec<&str> = folders.into_par_iter().filter_map(stands).collect();
        Self { folders: folders.into_iter().collect(), tree: seen }
    }

    /// Whether this is the tree that was looked at. A build with another output folder may have taken it since, and left its own
    /// there: whoever makes a tree a new one replaces the list in it, which changes its time.
    pub(super) fn is_of(&self, tree: &Looks) -> bool {
        let told = |seen: Seen| (seen.inode, seen.device, seen.modified);
        self.tree.is_some() && self.tree.map(told) == tree.look("", Links::Themselves).map(told)
    }
}

impl Twin {
    /// Whether this is the one of the spare tree, and did not change.
    pub(super) fn spare_is_at(&self, tree: &Looks, folder: &str) -> bool {
        tree.look(folder, Links::Themselves).is_some_and(|seen| self.spare.is_of(&seen))
    }

    /// Whether this is the one of the output folder, and did not change.
    pub(super) fn output_is_at(&self, tree: &Looks, folder: &str) -> bool {
        tree.look(folder, Links::Themselves).is_some_and(|seen| self.output.is_of(&seen))
    }
}

impl Twins {
    /// The folders, if the output folder still has the list.
    pub(super) fn of_output(&self, manifest: Option<blake3::Hash>) -> Option<&Map<String, Twin>> {
        (manifest.is_some() && manifest == self.manifest).then_some(&self.folders)
    }
}

/// Folders of one tree that hold what a list says and nothing else, and what the file system said of them before somebody looked.
pub(super) type Stamps<'m> = Vec<(Cow<'m, str>, Stamp)>;

/// What the file system says of a folder of a tree that is looked into after this, and not before `now`.
pub(super) fn stamp(tree: &Looks, folder: &str, now: SystemTime) -> Option<Stamp> {
    let seen = tree.look(folder, Links::Themselves).filter(|seen| seen.is_folder)?;
    Stamp::of_seen(&seen, now)
}
