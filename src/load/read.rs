//! Bytes of files, read in parallel.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::sync::Arc;

/// One file's bytes.
#[derive(Debug, Clone)]
pub(crate) struct Blob {
    /// Path relative to the folder it was found in.
    pub(crate) path: Utf8PathBuf,
    /// Its bytes.
    pub(crate) bytes: Arc<[u8]>,
}

/// Reads `paths` below `folder`, in their order; one that cannot be read is reported and left out.
pub(super) fn read(folder: &Utf8Path, paths: Vec<Utf8PathBuf>, diagnostics: &mut Diagnostics) -> Vec<Blob> {
    let results: Vec<_> =
        paths.into_par_iter().map(|path| (std::fs::read(folder.join(&path)), path)).collect();
    let mut blobs = Vec::with_capacity(results.len());
    for (result, path) in results {
        match result {
            Ok(bytes) => blobs.push(Blob { path, bytes: bytes.into() }),
            Err(error) => diagnostics.push(
                Diagnostic::new(rules::UNREADABLE_FILE, format!("`{path}` cannot be read: {error}"))
                    .help("check that the file exists and that you may read it"),
            ),
        }
    }
    blobs
}
