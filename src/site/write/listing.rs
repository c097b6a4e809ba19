//! What is to stand in the output folder: every path with the hash of its bytes, and where the bytes are.

use super::stat::Stat;
use crate::site::Site;
use rayon::prelude::*;

/// The files of a site by path.
#[derive(Debug, Default)]
pub struct Listing<'a> {
    /// Sorted by path, no path twice.
    files: Vec<(&'a str, Listed<'a>)>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// The hash of its bytes.
    pub hash: blake3::Hash,
    /// Where they are.
    pub body: Body<'a>,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// In memory.
    Bytes(&'a [u8]),
    /// In the new tree already.
    Staged,
    /// In the output folder already.
    There(There),
}

/// A file that the output folder holds as it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct There {
    /// What the file system says of it.
    pub(in crate::site) stat: Stat,
    /// Whether it is the very file that the last build left there, and not another one with its bytes.
    pub(in crate::site) is_left: bool,
}

impl There {
    /// One that the last build left, of which the file system says what it said then.
    pub(in crate::site) const fn left(stat: Stat) -> Self {
        Self { stat, is_left: true }
    }

    /// One whose bytes were compared.
    pub(super) const fn alike(stat: Stat) -> Self {
        Self { stat, is_left: false }
    }
}

impl<'a> Listing<'a> {
    /// That of a site in memory.
    pub(super) fn of(site: &'a Site) -> Self {
        site.files().map(|(path, bytes)| (path, &**bytes)).collect()
    }

    /// All files, sorted by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &Listed<'a>)> {
        self.files.iter().map(|(path, listed)| (*path, listed))
    }

    /// The same for several threads.
    pub(in crate::site) fn par_iter(&self) -> impl IndexedParallelIterator<Item = (&'a str, &Listed<'a>)> {
        self.files.par_iter().map(|(path, listed)| (*path, listed))
    }

    /// Whether the output folder holds the file of a path as it is to be.
    pub(super) fn is_there(&self, path: &str) -> bool {
        let place = self.files.binary_search_by_key(&path, |(path, _)| path);
        place.is_ok_and(|place| matches!(self.files[place].1.body, Body::There(_)))
    }

    /// How many files stand in the output folder.
    pub(super) fn count_there(&self) -> usize {
        self.files.iter().filter(|(_, listed)| matches!(listed.body, Body::There(_))).count()
    }

    /// How many files there are.
    pub(in crate::site) fn len(&self) -> usize {
        self.files.len()
    }
}

impl<'a> FromIterator<(&'a str, Listed<'a>)> for Listing<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, Listed<'a>)>>(files: I) -> Self {
        // A list that comes is taken over as it is.
        let mut files: Vec<(&str, Listed<'_>)> = files.into_iter().collect();
        files.sort_by_key(|(path, _)| *path);
        Self { files }
    }
}

impl<'a> FromIterator<(&'a str, &'a [u8])> for Listing<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a [u8])>>(files: I) -> Self {
        let files: Vec<(&str, &[u8])> = files.into_iter().collect();
        let listed = files
            .into_par_iter()
            .map(|(path, bytes)| (path, Listed { hash: blake3::hash(bytes), body: Body::Bytes(bytes) }));
        listed.collect::<Vec<_>>().into_iter().collect()
    }
}
