//! The files of the content folder, by what they are for.

use super::{Blob, DATA, Stamp};
use crate::diagnostics::below;
use crate::model::Asset;
use camino::{Utf8Path, Utf8PathBuf};

/// What the content folder holds, sorted by what it is for.
#[derive(Default)]
pub(super) struct Content {
    pub(super) pages: Vec<Blob>,
    pub(super) data: Vec<Blob>,
    /// Data files that cannot be read.
    pub(super) unreadable: Vec<Utf8PathBuf>,
    pub(super) yaml: Option<Blob>,
    pub(super) bib: Option<Blob>,
    pub(super) assets: Vec<Asset>,
    pub(super) listing: Listing,
}

/// Which files there were, but for pages and data, of which there are lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// By path below the content folder.
    pub(crate) others: Vec<Utf8PathBuf>,
    /// The folders, and what tells that they hold the names that they held; none when all have to be walked.
    pub(crate) folders: Vec<(Utf8PathBuf, Option<Stamp>)>,
}

/// Paths of the content folder by what the files are for, each list sorted.
#[derive(Default)]
pub(super) struct Paths {
    pub(super) pages: Vec<Utf8PathBuf>,
    /// Below the data folder.
    pub(super) data: Vec<Utf8PathBuf>,
    pub(super) others: Vec<Utf8PathBuf>,
}

impl Paths {
    /// Sorted ones, parted.
    pub(super) fn of(files: Vec<Utf8PathBuf>) -> Self {
        let mut all = Self::default();
        for path in files {
            match below_data(&path) {
                _ if is_page(&path) => all.pages.push(path),
                Some(below) => all.data.push(below.into()),
                None => all.others.push(path),
            }
        }
        all
    }
}

/// Whether a file of the content folder is a page, by its name.
pub(crate) fn is_page(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("md" | "markdown"))
}

/// The path of a data file below the data folder. Taking paths apart takes longer than comparing their texts.
fn below_data(path: &Utf8Path) -> Option<&str> {
    path.as_str().strip_prefix(DATA)?.strip_prefix('/')
}

impl Content {
    /// Files that are neither pages nor data stand `others`. Of two files of sources in YAML the second is one like any other.
    pub(super) fn of(pages: Vec<Blob>, data: Vec<Blob>, others: Vec<Blob>, listing: Listing) -> Self {
        let assets = Vec::with_capacity(data.len() + others.len());
        let mut all = Self { pages, assets, listing, ..Self::default() };
        let of_data = |blob: &Blob| Asset { path: below(DATA, &blob.path), bytes: blob.bytes.clone() };
        let mut data_of_assets = Some(data.iter().map(of_data));
        for blob in others {
            if blob.path.as_path() > Utf8Path::new(DATA) {
                all.assets.extend(data_of_assets.take().into_iter().flatten());
            }
            match blob.path.as_str() {
                "sources.yaml" | "sources.yml" if all.yaml.is_none() => all.yaml = Some(blob),
                "sources.bib" => all.bib = Some(blob),
                _ => all.assets.push(Asset { path: blob.path, bytes: blob.bytes }),
            }
        }
        all.assets.extend(data_of_assets.into_iter().flatten());
        all.data = data;
        all
    }
}
