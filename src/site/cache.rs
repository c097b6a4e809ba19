//! What is costly to make, kept between builds under `.sourcebook/cache/` in the report's folder.
//!
//! An entry is found by the hash of everything it was made from, never by a time, and carries the hash of its own
//! bytes, so that a damaged one is not taken. Every fault of the cache means only that the thing is made again: a
//! report in a folder that cannot be written builds as well.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const HASH_LENGTH: usize = blake3::OUT_LEN;
/// What the program keeps for itself in the report's folder.
pub(super) const OWN_FOLDER: &str = ".sourcebook";

/// The store. It may be used from several threads.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    program: String,
    used: Mutex<BTreeSet<PathBuf>>,
}

impl Cache {
    /// The store of a report. `program` names the program's version: another version finds nothing of this one.
    #[must_use]
    pub fn of_report(root: &Path, program: &str) -> Self {
        Self { folder: Some(folder(root)), program: program.to_owned(), used: Mutex::default() }
    }

    /// A store that keeps nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The key of a thing that is made from `parts` and nothing else.
    #[must_use]
    pub fn key(&self, parts: &[&[u8]]) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in std::iter::once(&self.program.as_bytes()).chain(parts) {
            // With its length, so that `ab`, `c` and `a`, `bc` differ.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The thing of a kind (a plain word) and key, if it was kept and is whole.
    #[must_use]
    pub fn get(&self, kind: &str, key: &str) -> Option<Vec<u8>> {
        let path = self.path(kind, key)?;
        let mut bytes = fs::read(&path).ok()?;
        let body = bytes.len().checked_sub(HASH_LENGTH)?;
        let (content, hash) = bytes.split_at(body);
        if blake3::hash(content).as_bytes() != hash {
            return None;
        }
        bytes.truncate(body);
        self.use_path(path);
        Some(bytes)
    }

    /// Keeps a thing.
    pub fn put(&self, kind: &str, key: &str, bytes: &[u8]) {
        let Some(path) = self.path(kind, key) else { return };
        if self.store(&path, bytes).is_ok() {
            self.use_path(path);
        }
    }

    /// Removes what was neither asked for nor put in this run.
    pub fn prune(&self) {
        let Some(folder) = self.folder.as_ref().filter(|folder| is_own(folder)) else { return };
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        for kind in folders_of(folder) {
            for entry in fs::read_dir(&kind).into_iter().flatten().filter_map(Result::ok) {
                if !used.contains(&entry.path()) {
                    let _ = fs::remove_file(entry.path());
                }
            }
            // Fails as long as something is in it.
            let _ = fs::remove_dir(kind);
        }
    }

    fn path(&self, kind: &str, key: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(kind).join(key))
    }

    fn use_path(&self, path: PathBuf) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }

    fn store(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let (Some(store), Some(folder)) = (&self.folder, path.parent()) else { return Ok(()) };
        make(store)?;
        if is_link(folder) {
            return Err(leads_elsewhere());
        }
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.write_all(blake3::hash(bytes).as_bytes())?;
        file.persist(path)?;
        Ok(())
    }
}

/// Where the store of a report stands.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(OWN_FOLDER).join("cache")
}

/// Where the spare tree of a report stands (`write`), beside the store; `None` when nothing can be kept there.
pub(super) fn spare(root: &Path) -> Option<PathBuf> {
    make(&folder(root)).ok()?;
    let spare = root.join(OWN_FOLDER).join("spare");
    if is_link(&spare) {
        fs::remove_file(&spare).ok()?;
    }
    Some(spare)
}

/// Removes a spare tree that is of no use any more; a fault is nobody's business.
pub(super) fn remove_spare(root: &Path) {
    if is_own(&folder(root)) {
        let _ = fs::remove_dir_all(root.join(OWN_FOLDER).join("spare"));
    }
}

/// Makes the folder of a store, which version control is told to leave out.
pub(super) fn make(store: &Path) -> std::io::Result<()> {
    if !is_own(store) {
        return Err(leads_elsewhere());
    }
    fs::create_dir_all(store)?;
    match store.parent().map(|parent| parent.join(".gitignore")) {
        // A link to nothing is there, too.
        Some(ignore) if fs::symlink_metadata(&ignore).is_err() => fs::write(ignore, "*\n"),
        _ => Ok(()),
    }
}

/// Whether the folder of a store stands in the report: whoever made a link of it had files of others removed and written otherwise.
fn is_own(store: &Path) -> bool {
    !(is_link(store) || store.parent().is_some_and(is_link))
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

fn leads_elsewhere() -> std::io::Error {
    std::io::Error::other("a link leads elsewhere")
}

fn folders_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect()
}

impl crate::charts::Drawings for Cache {
    fn get(&self, made_from: &[u8]) -> Option<Vec<u8>> {
        self.get("charts", &self.key(&[made_from]))
    }

    fn put(&self, made_from: &[u8], drawing: &[u8]) {
        self.put("charts", &self.key(&[made_from]), drawing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_got_by_kind_key_and_program() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::of_report(root.path(), "1");
        let key = cache.key(&[b"ab", b"c"]);
        assert_ne!(key, cache.key(&[b"a", b"bc"]));
        assert_ne!(key, Cache::of_report(root.path(), "2").key(&[b"ab", b"c"]));
        assert_eq!(cache.get("cards", &key), None);
        cache.put("cards", &key, b"bytes");
        assert_eq!(cache.get("cards", &key).as_deref(), Some(&b"bytes"[..]));
        assert_eq!(cache.get("charts", &key), None);
        assert_eq!(fs::read(root.path().join(".sourcebook/.gitignore")).expect("a file"), b"*\n");
    }

    #[test]
    fn damaged_entries_are_not_taken() {
        let root = tempfile::tempdir().expect("a folder");
        let cache = Cache::of_report(root.path(), "1");
        let key = cache.key(&[b"a"]);
        cache.put("cards", &key, b"bytes");
        let path = root.path().join(".sourcebook/cache/cards").join(&key);
        let whole = fs::read(&path).expect("a file");
        for damage in [&whole[..whole.len() - 1], &whole[1..], b"", b"short"] {
            fs::write(&path, damage).expect("written");
            assert_eq!(cache.get("cards", &key), None);
        }
        fs::write(&path, &whole).expect("written");
        assert!(cache.get("cards", &key).is_some());
    }

    #[test]
    fn entries_of_earlier_runs_are_pruned() {
        let root = tempfile::tempdir().expect("a folder");
        let first = Cache::of_report(root.path(), "1");
        let (kept, gone) = (first.key(&[b"kept"]), first.key(&[b"gone"]));
        first.put("cards", &kept, b"1");
        first.put("cards", &gone, b"2");
        first.put("charts", &gone, b"3");
        let second = Cache::of_report(root.path(), "1");
        assert!(second.get("cards", &kept).is_some());
        second.prune();
        assert!(second.get("cards", &kept).is_some());
        assert_eq!(second.get("cards", &gone), None);
        assert!(!root.path().join(".sourcebook/cache/charts").exists());
    }

    /// Whoever made the report may have made them, too.
    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_removed_where_links_lead() {
        use std::os::unix::fs::symlink;
        for link in ["", "/cache", "/cache/cards", "/spare", "/.gitignore"] {
            let (root, elsewhere) =
                (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let names = || {
                let found = walkdir::WalkDir::new(elsewhere.path()).sort_by_file_name().into_iter();
                found.map(|entry| entry.expect("an entry").into_path()).collect::<Vec<_>>()
            };
            for folder in ["cards", "cache/cards", "spare"] {
                fs::create_dir_all(elsewhere.path().join(folder)).expect("made");
                fs::write(elsewhere.path().join(folder).join("theirs"), "theirs").expect("written");
            }
            fs::write(elsewhere.path().join("theirs"), "theirs").expect("written");
            let before = names();
            let store = format!(".sourcebook{link}");
            let path = root.path().join(&store);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            let target =
                if link == "/.gitignore" { elsewhere.path().join("none") } else { elsewhere.path().into() };
            symlink(target, &path).expect("linked");
            let cache = Cache::of_report(root.path(), "1");
            cache.put("cards", &cache.key(&[b"a"]), b"bytes");
            cache.prune();
            let spare = spare(root.path());
            assert!(spare.is_none_or(|spare| !is_link(&spare)), "{store}");
            remove_spare(root.path());
            assert_eq!(names(), before, "{store}");
        }
    }

    #[test]
    fn faults_are_silent() {
        let root = tempfile::tempdir().expect("a folder");
        // A file where the folder should be: nothing can be kept there.
        fs::write(root.path().join(".sourcebook"), "in the way").expect("written");
        for cache in [Cache::of_report(root.path(), "1"), Cache::none()] {
            let key = cache.key(&[b"a"]);
            cache.put("cards", &key, b"bytes");
            assert_eq!(cache.get("cards", &key), None);
            cache.prune();
        }
    }
}
