//! One build at a time per output folder.

use super::WriteError;
use crate::diagnostics::rules;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How often a locked folder is tried again.
pub(super) const PATIENCE: usize = 400;
const PAUSE: Duration = Duration::from_millis(50);

/// A held lock. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting `patience` times a twentieth of a second for another build to end.
    pub(super) fn take(path: &Path, patience: usize) -> Result<Self, WriteError> {
        for attempt in 0..=patience {
            if attempt > 0 {
                thread::sleep(PAUSE);
            }
            if let Some(file) = attempt_lock(path).map_err(|error| WriteError::io("lock", path, &error))? {
                return Ok(Self { path: path.to_owned(), _file: file });
            }
        }
        Err(WriteError::new(rules::CONCURRENT_BUILD, "another build is writing to the same folder")
            .help(format!("wait until it ends; if none is running, remove `{}`", path.display())))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while held: whoever waits for it finds another file under the name, and opens that.
        let _ = fs::remove_file(&self.path);
    }
}

fn attempt_lock(path: &Path) -> io::Result<Option<File>> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) if is_still(&file, path) => Ok(Some(file)),
        Ok(()) | Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks: going on is better than never building.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Some(file)),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the path still names the opened file: the build before may have removed it while we waited.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(opened), Ok(named)) => opened.ino() == named.ino() && opened.dev() == named.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_waits_and_then_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(".output.sourcebook-lock");
        let first = Lock::take(&path, 0).expect("free");
        let refused = Lock::take(&path, 1).expect_err("held");
        assert_eq!(refused.rule, rules::CONCURRENT_BUILD);
        assert_eq!(refused.message, "another build is writing to the same folder");
        drop(first);
        assert!(!path.exists());
        drop(Lock::take(&path, 0).expect("free again"));
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_file_that_was_removed_meanwhile_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let opened = File::create(&path).expect("a file");
        assert!(is_still(&opened, &path));
        fs::remove_file(&path).expect("removed");
        assert!(!is_still(&opened, &path));
        let other = File::create(&path).expect("a file");
        assert!(is_still(&other, &path) && !is_still(&opened, &path));
    }

    #[test]
    fn waiting_builds_take_turns() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let inside = std::sync::atomic::AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        let lock = Lock::take(&path, PATIENCE).expect("in turn");
                        assert_eq!(inside.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                        thread::sleep(Duration::from_millis(2));
                        inside.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
    }
}
