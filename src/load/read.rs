//! Bytes of files, read in parallel.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;

/// The most bytes of a file: places in it are counted in 32 bits, and all of it is held.
const LARGEST: u64 = 1 << 30;

/// One file's bytes.
#[derive(Debug, Clone)]
pub(crate) struct Blob {
    /// Path relative to the folder it was found in.
    pub(crate) path: Utf8PathBuf,
    /// Its bytes.
    pub(crate) bytes: Arc<[u8]>,
    /// The same bytes in the same place as a text, when they are UTF-8.
    pub(crate) text: Option<Arc<str>>,
}

impl Blob {
    fn new(path: Utf8PathBuf, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text: Arc<str> = text.into();
                Self { path, bytes: Arc::clone(&text).into(), text: Some(text) }
            }
            Err(error) => Self { path, bytes: error.into_bytes().into(), text: None },
        }
    }

    /// Forgets what it holds.
    pub(crate) fn let_go(&mut self) {
        (self.bytes, self.text) = (Arc::default(), None);
    }
}

/// Reads `paths` below `folder`, in their order; one that cannot be read is reported and left out.
pub(super) fn read(folder: &Utf8Path, paths: Vec<Utf8PathBuf>, diagnostics: &mut Diagnostics) -> Vec<Blob> {
    let blob = |path: Utf8PathBuf| match read_one(&folder.join(&path)) {
        Ok(Some(bytes)) => Ok(Blob::new(path, bytes)),
        Ok(None) => Err((path, None)),
        Err(error) => Err((path, Some(error))),
    };
    let results: Vec<_> = paths.into_par_iter().map(blob).collect();
    let mut blobs = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(blob) => blobs.push(blob),
            Err((path, None)) => diagnostics.push(
                Diagnostic::new(
                    rules::TOO_LARGE,
                    format!("`{path}` has more than {} MiB, which is the most of a file", LARGEST >> 20),
                )
                .help("leave out what the report does not use, or split the file"),
            ),
            Err((path, Some(error))) => diagnostics.push(
                Diagnostic::new(rules::UNREADABLE_FILE, format!("`{path}` cannot be read: {error}"))
                    .help("check that the file exists and that you may read it"),
            ),
        }
    }
    blobs
}

/// The bytes of a file; `None` when there are too many, also in one that grows or has no length.
fn read_one(path: &Utf8Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_named_and_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        // Holes take no room.
        File::create(root.join("large.csv"))
            .and_then(|file| file.set_len(LARGEST + 1))
            .expect("a file of holes");
        std::fs::write(root.join("small.csv"), "a").expect("a file");
        let mut diagnostics = Diagnostics::default();
        let blobs = read(root, vec!["large.csv".into(), "small.csv".into()], &mut diagnostics);
        assert_eq!(blobs.iter().map(|blob| blob.path.as_str()).collect::<Vec<_>>(), ["small.csv"]);
        let found: Vec<_> = diagnostics.iter().map(|found| (found.rule, found.message.as_str())).collect();
        assert_eq!(
            found,
            [(rules::TOO_LARGE, "`large.csv` has more than 1024 MiB, which is the most of a file")]
        );
    }
}
