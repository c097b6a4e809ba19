//! The list of files we wrote, kept in the output folder.

use super::listing::Listing;
use super::stat::Stat;
use crate::diagnostics::is_inside;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::ops::Bound;
use std::path::Path;

/// Its name in the output folder.
pub(crate) const MANIFEST: &str = ".sourcebook-manifest.json";
const VERSION: u64 = 1;

/// Paths in the site with the BLAKE3 hash of their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest<'a> {
    files: BTreeMap<Cow<'a, str>, Hash>,
    /// The hash of the file that it was read from.
    file: Option<blake3::Hash>,
    /// What the file system said of that file before.
    stat: Option<Stat>,
}

/// What is known of the file of a folder.
pub struct KnownManifest<'k> {
    /// The hash of its bytes.
    pub manifest: blake3::Hash,
    /// What it lists, in any order.
    pub files: Box<dyn Iterator<Item = (&'k str, blake3::Hash)> + 'k>,
}

/// The file.
#[derive(Deserialize)]
struct Read {
    version: u64,
    files: BTreeMap<Cow<'static, str>, Hash>,
}

#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    generator: &'a str,
    files: &'a BTreeMap<Cow<'a, str>, Hash>,
}

/// A hash, in hexadecimal in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hash(blake3::Hash);

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_hex())
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Hexadecimal;
        impl de::Visitor<'_> for Hexadecimal {
            type Value = Hash;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a hash in hexadecimal")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hash, E> {
                blake3::Hash::from_hex(text).map(Hash).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Hexadecimal)
    }
}

impl<'a> Manifest<'a> {
    /// That of what is to stand in the folder.
    pub(super) fn of(listing: &Listing<'a>) -> Self {
        let files = listing.iter().map(|(path, listed)| (path.into(), Hash(listed.hash))).collect();
        Self { files, file: None, stat: None }
    }

    /// That of a folder; empty when it has none that can be read, which makes every file there foreign.
    pub(super) fn read(folder: &Path) -> Self {
        Self::read_unless_known(folder, None).0
    }

    /// The same. When the file has this hash, it lists these files, and is not parsed; whether that was so.
    pub(super) fn read_unless_known(folder: &Path, known: Option<KnownManifest<'_>>) -> (Self, bool) {
        let path = folder.join(MANIFEST);
        let stat = Stat::of(&path);
        let Ok(text) = fs::read_to_string(path) else { return Default::default() };
        let file = blake3::hash(text.as_bytes());
        let known = known.filter(|known| known.manifest == file).and_then(|known| {
            let files =
                known.files.map(|(path, hash)| is_inside(path).then(|| (path.to_owned().into(), Hash(hash))));
            files.collect::<Option<BTreeMap<Cow<'_, str>, Hash>>>()
        });
        match known {
            Some(files) => (Self { files, file: Some(file), stat }, true),
            None => (Self { file: Some(file), stat, ..Self::parse(&text).unwrap_or_default() }, false),
        }
    }

    /// The same, given the one that was read before.
    pub(super) fn read_again(&self, folder: &Path) -> Cow<'_, Self> {
        // Another build lets another file take its place.
        let now = Stat::of(&folder.join(MANIFEST));
        if now == self.stat { Cow::Borrowed(self) } else { Cow::Owned(Self::read(folder)) }
    }

    /// That of a folder, or this one when the file has a hash of which it is known that it lists the same paths.
    pub(super) fn or_read(&self, folder: &Path, known: Option<blake3::Hash>) -> Cow<'_, Self> {
        let now = known.and_then(|_| fs::read(folder.join(MANIFEST)).ok()).map(|bytes| blake3::hash(&bytes));
        if now.is_some() && now == known { Cow::Borrowed(self) } else { Cow::Owned(Self::read(folder)) }
    }

    /// Whether another one lists the same paths.
    pub(super) fn has_paths_of(&self, other: &Manifest<'_>) -> bool {
        self.files.len() == other.files.len()
            && self.paths().zip(other.paths()).all(|(one, other)| one == other)
    }

    fn parse(text: &str) -> Option<Self> {
        let Read { version, files } = serde_json::from_str(text).ok()?;
        let is_ours = version == VERSION && files.keys().all(|path| is_inside(path));
        is_ours.then_some(Self { files, file: None, stat: None })
    }

    /// As the file in the output folder.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let written = Written { version: VERSION, generator: "sourcebook", files: &self.files };
        // All keys are texts.
        let mut bytes = serde_json::to_vec_pretty(&written).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The hash of the file that it was read from.
    pub(super) const fn file(&self) -> Option<blake3::Hash> {
        self.file
    }

    /// Whether it lists a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether it lists a path with this hash.
    pub(super) fn has_hash(&self, path: &str, hash: &blake3::Hash) -> bool {
        self.files.get(path) == Some(&Hash(*hash))
    }

    /// Whether it lists a path with just these bytes.
    pub(super) fn has_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        self.files.get(path).is_some_and(|known| known.0 == blake3::hash(bytes))
    }

    /// How many paths it lists.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The paths below a folder.
    pub(super) fn below<'s>(&'s self, folder: &str) -> impl Iterator<Item = &'s str> + use<'s, 'a> {
        let start = start_of(folder);
        self.from(&start).take_while(move |path| path.starts_with(&start))
    }

    /// Whether there is a file below a folder.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.below(folder).next().is_some()
    }

    /// The folders that stand in a folder.
    pub(super) fn folders_in(&self, folder: &str) -> Vec<&str> {
        let start = start_of(folder);
        let mut found = Vec::new();
        let mut next = Cow::Borrowed(start.as_str());
        let end_of_name = |path: &str| path.get(start.len()..)?.find('/').map(|end| start.len() + end);
        while let Some(below) = self
            .from(&next)
            .take_while(|path| path.starts_with(&start))
            .find_map(|path| path.get(..end_of_name(path)?))
        {
            found.push(below);
            // What is in it comes before this.
            next = format!("{below}{AFTER_SLASH}").into();
        }
        found
    }

    /// The paths that another one does not list.
    pub(super) fn paths_beyond(&self, other: &Manifest<'_>) -> Vec<&str> {
        if self.has_paths_of(other) {
            return Vec::new();
        }
        self.paths().filter(|path| !other.has(path)).collect()
    }

    /// The paths from this one on.
    fn from<'s>(&'s self, start: &str) -> impl Iterator<Item = &'s str> + use<'s, 'a> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.files.range::<str, _>(from).map(|(path, _)| &**path)
    }

    /// All paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(Cow::as_ref)
    }
}

/// The sign that follows a slash in the order of all.
const AFTER_SLASH: char = '0';

/// What the paths below a folder begin with.
fn start_of(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// The list of what is to stand in the folder, and the file with it.
pub(super) struct Next<'a> {
    pub(super) manifest: Manifest<'a>,
    pub(super) bytes: Vec<u8>,
    /// Of these bytes.
    pub(super) hash: blake3::Hash,
}

impl<'a> Next<'a> {
    pub(super) fn of(site: &Listing<'a>) -> Self {
        let manifest = Manifest::of(site);
        let bytes = manifest.to_bytes();
        Self { manifest, hash: blake3::hash(&bytes), bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let files = [("data/é \"x\".csv".into(), Hash(blake3::hash(b"1")))].into_iter().collect();
        let manifest = Manifest { files, file: None, stat: None };
        let text = String::from_utf8(manifest.to_bytes()).expect("UTF-8");
        let read = Manifest::parse(&text).expect("a manifest");
        assert_eq!(read, manifest);
        assert!(read.has_bytes("data/é \"x\".csv", b"1"));
        assert!(!read.has_bytes("data/é \"x\".csv", b"2"));
        assert_eq!(Manifest::parse(&text.replace("\"version\": 1", "\"version\": 2")), None);
        assert_eq!(Manifest::parse("{\"version\":1,\"files\":[]}"), None);
        for outside in ["/a", "../a", "a/../../b", "a//b", "a/./b", ""] {
            assert_eq!(Manifest::parse(&text.replace("data/é \\\"x\\\".csv", outside)), None, "{outside}");
        }
        assert_eq!(Manifest::parse(&text[..text.len() / 2]), None);
        assert_eq!(Manifest::parse("{\"version\":1,\"files\":{\"a\":\"00\"}}"), None);
    }

    #[test]
    fn names_what_is_below_a_folder_and_beyond_a_list() {
        let paths = ["a", "a b/x", "a/b/x", "a/b0", "a/c", "a0", "a0/x", "b/x"];
        let files = paths.iter().rev().map(|path| ((*path).into(), Hash(blake3::hash(b"")))).collect();
        let text = Manifest { files, file: None, stat: None }.to_bytes();
        let manifest = Manifest::parse(std::str::from_utf8(&text).expect("UTF-8")).expect("a manifest");
        assert_eq!(manifest.paths().collect::<Vec<_>>(), paths);
        let below = |folder| manifest.below(folder).collect::<Vec<_>>();
        assert_eq!(below("a"), ["a/b/x", "a/b0", "a/c"]);
        assert_eq!(below("a/b"), ["a/b/x"]);
        assert_eq!(below("b"), ["b/x"]);
        assert_eq!(below(""), paths);
        assert!(below("c").is_empty() && below("A").is_empty() && below("a/c").is_empty());
        assert!(manifest.has_folder("a/b") && manifest.has_folder("") && !manifest.has_folder("a/c"));
        assert_eq!(manifest.folders_in(""), ["a b", "a", "a0", "b"]);
        assert_eq!(manifest.folders_in("a"), ["a/b"]);
        assert!(manifest.folders_in("a/b").is_empty() && manifest.folders_in("c").is_empty());
        let fewer = manifest.files.iter().filter(|(path, _)| !path.starts_with("a/b"));
        let fewer = Manifest {
            files: fewer.map(|(path, hash)| (path.clone(), *hash)).collect(),
            file: None,
            stat: None,
        };
        assert_eq!(manifest.paths_beyond(&fewer), ["a/b/x", "a/b0"]);
        assert!(fewer.paths_beyond(&manifest).is_empty() && manifest.paths_beyond(&manifest).is_empty());
    }

    #[test]
    fn a_list_that_is_known_by_its_hash_is_not_parsed_and_another_one_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ["b", "a/x"].map(|path| (path.into(), Hash(blake3::hash(path.as_bytes()))));
        let bytes = Manifest { files: files.into_iter().collect(), file: None, stat: None }.to_bytes();
        fs::write(folder.path().join(MANIFEST), &bytes).expect("written");
        let known = |manifest, path| KnownManifest {
            manifest,
            files: Box::new([(path, blake3::hash(b"known"))].into_iter()),
        };
        let read = |known| Manifest::read_unless_known(folder.path(), Some(known));
        let (right, was_known) = read(known(blake3::hash(&bytes), "known"));
        assert_eq!(right.paths().collect::<Vec<_>>(), ["known"]);
        assert!(right.has_hash("known", &blake3::hash(b"known")) && was_known);
        assert_eq!(right.file(), Some(blake3::hash(&bytes)));
        let (wrong, was_known) = read(known(blake3::hash(b""), "known"));
        assert!(wrong == Manifest::read(folder.path()) && !was_known);
        assert_eq!(wrong.paths().collect::<Vec<_>>(), ["a/x", "b"]);
    }
}
