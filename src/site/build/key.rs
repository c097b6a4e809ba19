//! What all pages may depend on, as one hash: when it differs, all pages are made again.

use super::Request;
use super::codec::NOTHING;
use crate::load::{DATA, Texts};
use crate::model::Report;
use camino::Utf8Path;
use std::io::{BufWriter, Write as _};

/// Bytes that are hashed at a time.
const BUFFER: usize = 1 << 16;
/// What a data package is called.
const PACKAGE: &str = "datapackage.json";
/// Extensions of files that are read as tables.
const TABLES: [&str; 11] =
    ["csv", "tsv", "tab", "json", "ndjson", "jsonl", "yaml", "yml", "toml", "xlsx", "ods"];

/// A hasher for many small parts: much at a time is hashed faster.
pub(super) fn hasher() -> BufWriter<blake3::Hasher> {
    BufWriter::with_capacity(BUFFER, blake3::Hasher::new())
}

/// The hash of all that was written.
pub(super) fn finish(hasher: BufWriter<blake3::Hasher>) -> blake3::Hash {
    hasher.into_inner().map_or(NOTHING, |hasher| hasher.finalize())
}

/// Whether a file is a table, which pages see as a dataset only.
fn is_table(path: &Utf8Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    path.starts_with(DATA) && path.file_name() != Some(PACKAGE) && TABLES.contains(&extension.as_str())
}

/// Whether a data file is a data package.
pub(super) fn is_package(path: &Utf8Path) -> bool {
    path.file_name() == Some(PACKAGE)
}

/// The key of the program, the options, and all files but the texts of pages and tables, of which only the paths count.
pub(super) fn shared(request: &Request<'_>, report: &Report, content: &Texts) -> blake3::Hash {
    let mut hasher = hasher();
    // Hashing cannot fail.
    let mut part = |bytes: &[u8]| {
        // With its length, so that `ab`, `c` and `a`, `bc` differ.
        let _ = hasher.write_all(&(bytes.len() as u64).to_le_bytes()).and_then(|()| hasher.write_all(bytes));
    };
    part(request.program.as_bytes());
    part(format!("{:?} {:?} {}", request.options, request.date, request.strict).as_bytes());
    for (_, file) in report.files.iter() {
        part(file.path.as_str().as_bytes());
        part(file.text.as_bytes());
    }
    for page in content.pages.iter() {
        part(page.path.as_str().as_bytes());
    }
    part(b"assets");
    for asset in &report.assets {
        part(asset.path.as_str().as_bytes());
        if !is_table(&asset.path) {
            part(&asset.bytes);
        }
    }
    part(report.card_font.as_deref().unwrap_or_default());
    finish(hasher)
}
