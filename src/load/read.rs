//! Bytes of files, read in parallel.

use super::folder::Listing;
use super::looks::{Links, Looks};
use super::stamp::Stamp;
use super::walk::by_parts;
use super::{DATA, is_page, place};
use crate::diagnostics::{Diagnostic, Diagnostics, below, rules};
use bytes::Bytes;
use bytestring::ByteString;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

/// The most bytes of a file: places in it are counted in 32 bits, and all of it is held.
const LARGEST: u64 = 1 << 30;

/// One file's bytes.
#[derive(Debug, Clone)]
pub(crate) struct Blob {
    /// Path relative to the folder it was found in.
    pub(crate) path: Utf8PathBuf,
    /// Its bytes.
    pub(crate) bytes: Bytes,
    /// The same bytes in the same place as a text, when they are UTF-8.
    pub(crate) text: Option<ByteString>,
    /// What tells that it is still the same, when that can be told.
    pub(crate) stamp: Option<Stamp>,
    /// The hash of the bytes of a file that are not here: it is the one that an earlier run read, or they were let go.
    pub(crate) unread: Option<blake3::Hash>,
    /// How many bytes it has.
    pub(crate) size: usize,
}

/// What an earlier run knew of files.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    /// Pages, in the order of their paths below the content folder.
    pub(crate) pages: Vec<Former<'a>>,
    /// Data files, in the order of their paths below the data folder.
    pub(crate) data: Vec<Former<'a>>,
    /// What else there was.
    pub(crate) listing: Listing,
}

/// A file as it was then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Former<'a> {
    /// Its path.
    pub(crate) path: &'a str,
    /// What tells that it is still the same, and the hash of its bytes; `None` for one that is read in any case.
    pub(crate) read: Option<(Stamp, blake3::Hash)>,
}

impl Known<'_> {
    /// All files, by path below the content folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let data = self.data.iter().map(|former| format!("{DATA}/{}", former.path).into());
        let others = self.listing.others.iter().map(|path| path.as_str().into());
        self.pages.iter().map(|former| former.path.into()).chain(data).chain(others)
    }
}

impl Blob {
    fn new(path: Utf8PathBuf, bytes: Vec<u8>, stamp: Option<Stamp>) -> Self {
        let bytes = Bytes::from(bytes);
        let (text, size) = (ByteString::try_from(bytes.clone()).ok(), bytes.len());
        Self { path, bytes, text, stamp, unread: None, size }
    }

    /// A file whose bytes are not held.
    fn without_bytes(path: Utf8PathBuf, stamp: Option<Stamp>, hash: blake3::Hash, size: usize) -> Self {
        Self { path, bytes: Bytes::new(), text: None, stamp, unread: Some(hash), size }
    }

    /// The same file, read.
    pub(crate) fn with_bytes(&self, bytes: Bytes) -> Self {
        let (text, size) = (ByteString::try_from(bytes.clone()).ok(), bytes.len());
        Self { path: self.path.clone(), bytes, text, stamp: self.stamp, unread: None, size }
    }

    /// Forgets what it holds.
    pub(crate) fn let_go(&mut self) {
        (self.bytes, self.text) = (Bytes::new(), None);
    }
}

/// Reads `paths` below a folder of the report, in their order; gives those apart that cannot be read, which are reported. Files that are known
/// are not read, and of pages no more bytes are held than `most`.
pub(super) fn read(
    (root, name): (&Utf8Path, &str),
    paths: Vec<Utf8PathBuf>,
    (known, most): (&[Former<'_>], usize),
    diagnostics: &mut Diagnostics,
) -> (Vec<Blob>, Vec<Utf8PathBuf>) {
    let now = SystemTime::now();
    let held = AtomicUsize::new(0);
    let is_held = |path: &Utf8Path, size: usize| {
        !is_page(path) || held.fetch_add(size, Ordering::Relaxed) + size <= most
    };
    let folder = root.join(name);
    let known = matched(&paths, known);
    let looks = Looks::at(folder.as_std_path());
    let blob = |(path, known): (Utf8PathBuf, Option<(Stamp, blake3::Hash)>)| {
        if let Some((stamp, hash)) = known
            && looks.look(path.as_str(), Links::Followed).is_some_and(|seen| stamp.is_of(&seen))
        {
            let size = usize::try_from(stamp.size).unwrap_or(usize::MAX);
            return Ok(Blob::without_bytes(path, Some(stamp), hash, size));
        }
        match read_one(&folder.join(&path), now, LARGEST) {
            Ok(Some((bytes, stamp))) if is_held(&path, bytes.len()) => Ok(Blob::new(path, bytes, stamp)),
            Ok(Some((bytes, stamp))) => {
                Ok(Blob::without_bytes(path, stamp, blake3::hash(&bytes), bytes.len()))
            }
            Ok(None) => Err((path, None)),
            Err(error) => Err((path, Some(error))),
        }
    };
    let results: Vec<_> = paths.into_par_iter().zip(known).map(blob).collect();
    let mut failed = Vec::new();
    let found = |result| match result {
        Ok(blob) => Some(blob),
        Err((path, error)) => {
            diagnostics.push(not_read(&below(name, &path), error));
            failed.push(path);
            None
        }
    };
    // The same memory serves for both lists.
    (results.into_iter().filter_map(found).collect(), failed)
}

/// What is said of a file that is too large, or that cannot be read for another reason.
fn not_read(path: &Utf8Path, error: Option<io::Error>) -> Diagnostic {
    match error {
        Some(error) => unreadable(path.as_str(), &error.to_string()),
        None => Diagnostic::new(rules::TOO_LARGE, format!("`{path}` {}", too_large()))
            .help("leave out what the report does not use, or split the file"),
    }
}

/// What is known of each of these paths. Both lists are sorted.
fn matched(paths: &[Utf8PathBuf], known: &[Former<'_>]) -> Vec<Option<(Stamp, blake3::Hash)>> {
    let mut known = known.iter().peekable();
    let known = |path: &Utf8PathBuf| {
        while known.next_if(|former| by_parts(former.path, path.as_str()).is_lt()).is_some() {}
        known.next_if(|former| former.path == path.as_str()).and_then(|former| former.read)
    };
    paths.iter().map(known).collect()
}

/// Reads a file that the configuration names; the error says why it cannot be read.
pub(super) fn named(root: &Utf8Path, path: &str) -> Result<Vec<u8>, String> {
    let full = root.join(path);
    place::has_file(&full)?;
    if place::leads_out(root, &full) {
        return Err("it is a symbolic link that leads out of the report".to_owned());
    }
    let read = read_one(&full, SystemTime::now(), LARGEST).map_err(|error| error.to_string())?;
    read.map(|(bytes, _)| bytes).ok_or_else(|| format!("it {}", too_large()))
}

fn too_large() -> String {
    format!("has more than {} MiB, which is the most of a file", LARGEST >> 20)
}

/// What is said of a file or folder that cannot be read.
pub(super) fn unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(rules::UNREADABLE_FILE, format!("`{path}` cannot be read: {reason}"))
        .help("check that it is what the report needs there, and that you may read it")
}

/// The bytes of a file, and its stamp before they were read; `None` when there are more than `most`, also in one that grows or has
/// no length.
fn read_one(path: &Utf8Path, now: SystemTime, most: u64) -> io::Result<Option<(Vec<u8>, Option<Stamp>)>> {
    let file = File::open(path)?;
    let found = file.metadata()?;
    let length = found.len();
    if length > most {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then(|| (bytes, Stamp::of(&found, now))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

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
        let (blobs, failed) = read(
            (root, ""),
            vec!["large.csv".into(), "none.csv".into(), "small.csv".into()],
            (&[], usize::MAX),
            &mut diagnostics,
        );
        assert_eq!(blobs.iter().map(|blob| blob.path.as_str()).collect::<Vec<_>>(), ["small.csv"]);
        assert_eq!(failed, ["large.csv", "none.csv"]);
        let found: Vec<_> = diagnostics.iter().map(|found| (found.rule, found.message.as_str())).collect();
        let [large, none] = found[..] else { panic!("{found:?}") };
        assert_eq!(
            large,
            (rules::TOO_LARGE, "`large.csv` has more than 1024 MiB, which is the most of a file")
        );
        assert!(none.1.starts_with("`none.csv` cannot be read: "), "{}", none.1);
    }

    #[test]
    fn of_pages_that_weigh_too_much_only_the_hash_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        let paths = ["a.csv", "a.md", "b.csv", "b.md"];
        paths.iter().for_each(|path| fs::write(root.join(path), "abc").expect("written"));
        let read = |most| {
            let paths = paths.map(Utf8PathBuf::from).to_vec();
            read((root, ""), paths, (&[], most), &mut Diagnostics::default()).0
        };
        assert!(read(6).iter().all(|blob| blob.unread.is_none() && &*blob.bytes == b"abc"));
        let held = |blob: &Blob| match blob.unread {
            None => &*blob.bytes == b"abc",
            Some(hash) => !(hash == blake3::hash(b"abc") && blob.size == 3 && blob.bytes.is_empty()),
        };
        let held = read(5).iter().map(|blob| (blob.path.clone(), held(blob))).collect::<Vec<_>>();
        assert!(held.iter().all(|(path, held)| *held || path.extension() == Some("md")), "{held:?}");
        assert_eq!(held.iter().filter(|(_, held)| *held).count(), 3, "{held:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_length_is_read_so_far_only() {
        let read = |path: &str, most| read_one(Utf8Path::new(path), SystemTime::now(), most).expect("read");
        assert!(read("/dev/zero", 4_711).is_none());
        assert!(read("/dev/null", 4_711).is_some_and(|(bytes, _)| bytes.is_empty()));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_known_is_not_read_and_one_that_changed_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        fs::write(root.join("a.md"), "abc").expect("written");
        let later = SystemTime::now() + std::time::Duration::from_secs(60);
        let (_, stamp) = read_one(&root.join("a.md"), later, LARGEST).expect("read").expect("small");
        let (stamp, hash) = (stamp.expect("a stamp"), blake3::hash(b"abc"));
        let known = [Former { path: "a.md", read: Some((stamp, hash)) }];
        let mut diagnostics = Diagnostics::default();
        let mut read =
            || read((root, ""), vec!["a.md".into()], (&known, usize::MAX), &mut diagnostics).0.remove(0);
        let blob = read();
        assert_eq!((blob.unread, &*blob.bytes, blob.size), (Some(hash), &b""[..], 3));
        fs::write(root.join("a.md"), "abcd").expect("written");
        let blob = read();
        // It has just changed: there is no telling whether it will be the same.
        assert_eq!((blob.unread, &*blob.bytes, blob.size, blob.stamp), (None, &b"abcd"[..], 4, None));
        assert!(diagnostics.is_empty());
    }
}
