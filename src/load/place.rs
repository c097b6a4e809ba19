//! What stands where a report has a file or a folder.

use camino::Utf8Path;
use std::fs::{self, Metadata};
use std::io::ErrorKind;

/// Whether a file stands there. The error says why what stands there cannot be read.
pub(super) fn has_file(path: &Utf8Path) -> Result<bool, String> {
    match found(path)? {
        Some(found) if found.is_dir() => Err("it is a folder, expected a file".to_owned()),
        // A pipe might never end.
        Some(found) if !found.is_file() => Err("it is no plain file".to_owned()),
        found => Ok(found.is_some()),
    }
}

/// Whether a folder stands there. The error says why what stands there cannot be read.
pub(super) fn has_folder(path: &Utf8Path) -> Result<bool, String> {
    match found(path)? {
        Some(found) if !found.is_dir() => Err("it is a file, expected a folder".to_owned()),
        found => Ok(found.is_some()),
    }
}

/// Whether what stands there stands outside of the report, where a symbolic link leads.
pub(super) fn leads_out(root: &Utf8Path, path: &Utf8Path) -> bool {
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => !path.starts_with(&root),
        _ => false,
    }
}

fn found(path: &Utf8Path) -> Result<Option<Metadata>, String> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.to_string()),
        Err(_) if fs::symlink_metadata(path).is_ok() => {
            Err("it is a symbolic link that leads to nothing".to_owned())
        }
        Err(_) => Ok(None),
    }
}
