//! The list of files we wrote, kept in the output folder.

use super::listing::Listing;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Its name in the output folder.
pub(crate) const MANIFEST: &str = ".sourcebook-manifest.json";
const VERSION: u64 = 1;

/// Paths in the site with the BLAKE3 hash of their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, blake3::Hash>,
    /// The hash of the file that it was read from.
    file: Option<blake3::Hash>,
}

/// The file; hashes are in hexadecimal.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    version: u64,
    #[serde(borrow, default)]
    generator: Cow<'a, str>,
    #[serde(borrow)]
    files: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

impl Manifest {
    /// That of what is to stand in the folder.
    pub(super) fn of(listing: &Listing<'_>) -> Self {
        let files = listing.iter().map(|(path, listed)| (path.to_owned(), listed.hash)).collect();
        Self { files, file: None }
    }

    /// That of a folder; empty when it has none that can be read, which makes every file there foreign.
    pub(super) fn read(folder: &Path) -> Self {
        let Ok(text) = fs::read_to_string(folder.join(MANIFEST)) else { return Self::default() };
        Self { file: Some(blake3::hash(text.as_bytes())), ..Self::parse(&text).unwrap_or_default() }
    }

    /// The same, given the one that was read before.
    pub(super) fn read_again(&self, folder: &Path) -> Cow<'_, Self> {
        let now = fs::read(folder.join(MANIFEST)).ok().map(|bytes| blake3::hash(&bytes));
        if now == self.file { Cow::Borrowed(self) } else { Cow::Owned(Self::read(folder)) }
    }

    /// Whether it was read from just these bytes.
    pub(super) fn is_of(&self, bytes: &[u8]) -> bool {
        self.file == Some(blake3::hash(bytes))
    }

    fn parse(text: &str) -> Option<Self> {
        let Written { version, files, .. } = serde_json::from_str(text).ok()?;
        if version != VERSION {
            return None;
        }
        let file = |(path, hash): (Cow<'_, str>, Cow<'_, str>)| {
            Some((path.into_owned(), blake3::Hash::from_hex(hash.as_bytes()).ok()?))
        };
        Some(Self { files: files.into_iter().map(file).collect::<Option<_>>()?, file: None })
    }

    /// As the file in the output folder.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let file = |(path, hash): (&'_ String, &blake3::Hash)| {
            (Cow::Owned(path.clone()), Cow::Owned(hash.to_hex().to_string()))
        };
        let written = Written {
            version: VERSION,
            generator: "sourcebook".into(),
            files: self.files.iter().map(file).collect(),
        };
        // All keys are texts.
        let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Whether it lists a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether it lists a path with this hash.
    pub(super) fn has_hash(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.files.get(path) == Some(hash)
    }

    /// Whether it lists a path with just these bytes.
    pub(super) fn has_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|known| *known == blake3::hash(bytes))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let files = [("data/é \"x\".csv".to_owned(), blake3::hash(b"1"))].into();
        let manifest = Manifest { files, file: None };
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
