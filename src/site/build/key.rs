//! What all pages may depend on, as one hash: when it differs, all pages are made again.

use super::Request;
use crate::load::{DATA, Gathered};
use camino::Utf8Path;

/// Bytes that are hashed at a time.
const BUFFER: usize = 1 << 16;
/// What a data package is called.
const PACKAGE: &str = "datapackage.json";
/// Extensions of files that are read as tables.
const TABLES: [&str; 11] =
    ["csv", "tsv", "tab", "json", "ndjson", "jsonl", "yaml", "yml", "toml", "xlsx", "ods"];

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
pub(super) fn shared(request: &Request<'_>, gathered: &Gathered) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    // Much at a time is hashed faster.
    let mut waiting: Vec<u8> = Vec::with_capacity(2 * BUFFER);
    let mut part = |bytes: &[u8]| {
        // With its length, so that `ab`, `c` and `a`, `bc` differ.
        waiting.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        if waiting.len() + bytes.len() > BUFFER {
            hasher.update(&waiting);
            waiting.clear();
        }
        match bytes.len() > BUFFER {
            true => _ = hasher.update(bytes),
            false => waiting.extend_from_slice(bytes),
        }
    };
    part(request.program.as_bytes());
    part(format!("{:?} {:?} {}", request.options, request.date, request.strict).as_bytes());
    let report = &gathered.report;
    for (_, file) in report.files.iter() {
        part(file.path.as_str().as_bytes());
        part(file.text.as_bytes());
    }
    for page in gathered.content.pages.iter() {
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
    hasher.update(&waiting);
    hasher.finalize()
}
