//! The files of the content folder, by what they are for.

use super::{Blob, DATA};
use crate::model::Asset;
use camino::Utf8Path;

/// What the content folder holds, sorted by what it is for.
#[derive(Default)]
pub(super) struct Content {
    pub(super) pages: Vec<Blob>,
    pub(super) data: Vec<Blob>,
    pub(super) yaml: Option<Blob>,
    pub(super) bib: Option<Blob>,
    pub(super) assets: Vec<Asset>,
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
    /// Nothing yet. Lists of tens of thousands of files are not made longer bit by bit.
    pub(super) fn with_room_for(blobs: &[Blob]) -> Self {
        let pages = blobs.iter().filter(|blob| is_page(&blob.path)).count();
        let data = blobs.iter().filter(|blob| below_data(&blob.path).is_some()).count();
        Self {
            pages: Vec::with_capacity(pages),
            data: Vec::with_capacity(data),
            assets: Vec::with_capacity(blobs.len() - pages),
            ..Self::default()
        }
    }

    /// Puts a file where it belongs. Of two files of sources in YAML the second is one like any other.
    pub(super) fn sort_in(&mut self, blob: Blob) {
        match blob.path.as_str() {
            "sources.yaml" | "sources.yml" if self.yaml.is_none() => self.yaml = Some(blob),
            "sources.bib" => self.bib = Some(blob),
            _ if is_page(&blob.path) => self.pages.push(blob),
            _ => {
                self.assets.push(Asset { path: blob.path.clone(), bytes: blob.bytes.clone() });
                if let Some(path) = below_data(&blob.path).map(Into::into) {
                    self.data.push(Blob { path, ..blob });
                }
            }
        }
    }
}
