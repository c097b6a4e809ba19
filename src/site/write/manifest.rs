//! The list of files we wrote, kept in the output folder.

use super::listing::Listing;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Its name in the output folder.
pub(crate) const MANIFEST: &str = ".sourcebook-manifest.json";
const VERSION: u64 = 1;

/// Paths in the site with the BLAKE3 hash of their bytes, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// That of what is to stand in the folder.
    pub(super) fn of(listing: &Listing<'_>) -> Self {
        let files = listing.iter().map(|(path, listed)| (path.to_owned(), listed.hash.to_string())).collect();
        Self { files }
    }

    /// That of a folder; empty when it has none that can be read, which makes every file there foreign.
    pub(super) fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        Self::parse(&text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        if json.get("version")?.as_u64()? != VERSION {
            return None;
        }
        let entries = json.get("files")?.as_object()?;
        let files = entries
            .iter()
            .map(|(path, hash)| Some((path.clone(), hash.as_str()?.to_owned())))
            .collect::<Option<_>>()?;
        Some(Self { files })
    }

    /// As the file in the output folder.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let files: Map<String, Json> =
            self.files.iter().map(|(path, hash)| (path.clone(), Json::from(hash.as_str()))).collect();
        let json = serde_json::json!({ "version": VERSION, "generator": "sourcebook", "files": files });
        format!("{json:#}\n").into_bytes()
    }

    /// Whether it lists a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether it lists a path with this hash.
    pub(super) fn has_hash(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.files.get(path).is_some_and(|known| known.as_str() == hash.to_hex().as_str())
    }

    /// Whether it lists a path with just these bytes.
    pub(super) fn has_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|known| *known == hash(bytes))
    }

    /// How many paths it lists.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// All paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let manifest = Manifest { files: [("data/é \"x\".csv".to_owned(), hash(b"1"))].into() };
        let text = String::from_utf8(manifest.to_bytes()).expect("UTF-8");
        let read = Manifest::parse(&text).expect("a manifest");
        assert_eq!(read, manifest);
        assert!(read.has_bytes("data/é \"x\".csv", b"1"));
        assert!(!read.has_bytes("data/é \"x\".csv", b"2"));
        assert_eq!(Manifest::parse(&text.replace("\"version\": 1", "\"version\": 2")), None);
        assert_eq!(Manifest::parse("{\"version\":1,\"files\":[]}"), None);
        assert_eq!(Manifest::parse(&text[..text.len() / 2]), None);
    }
}
