//! Every change to the file system, one function each, so that a test can stop the work before any of them.

use crate::load::SHORT_REST;
use std::fs;
use std::io;
use std::path::Path;
#[cfg(test)]
use std::time::Duration;
use std::time::SystemTime;

/// The file system, as far as it is changed.
#[derive(Debug)]
pub(super) struct Disk {
    exchange: bool,
    #[cfg(test)]
    budget: Option<std::sync::atomic::AtomicUsize>,
    /// Whether only writing files stops, as on a full disk.
    #[cfg(test)]
    full: bool,
    /// Whether other work of the threads is taken up before something is removed, as it may be wherever one waits for another.
    #[cfg(test)]
    busy: bool,
    /// How far the clock is ahead.
    #[cfg(test)]
    ahead: Duration,
    /// How far it is behind.
    #[cfg(test)]
    behind: Duration,
}

impl Disk {
    /// The file system as it is.
    pub(super) const fn real() -> Self {
        Self {
            exchange: true,
            #[cfg(test)]
            budget: None,
            #[cfg(test)]
            full: false,
            #[cfg(test)]
            busy: false,
            #[cfg(test)]
            ahead: Duration::ZERO,
            #[cfg(test)]
            behind: Duration::ZERO,
        }
    }

    /// One that stops for good after `steps` changes, as if the process were killed: what comes after fails too.
    #[cfg(test)]
    pub(super) const fn killed_after(steps: usize, exchange: bool) -> Self {
        Self { exchange, budget: Some(std::sync::atomic::AtomicUsize::new(steps)), ..Self::real() }
    }

    /// One with room for `files` files; all else goes on, as on a full disk.
    #[cfg(test)]
    pub(super) const fn full_after(files: usize) -> Self {
        Self { budget: Some(std::sync::atomic::AtomicUsize::new(files)), full: true, ..Self::real() }
    }

    /// One whose threads take up other work whenever they can.
    #[cfg(test)]
    pub(super) const fn busy() -> Self {
        Self { busy: true, ..Self::real() }
    }

    /// The same with a clock that is a minute ahead: folders have rested as soon as they are made.
    #[cfg(test)]
    pub(super) const fn ahead(mut self) -> Self {
        self.ahead = Duration::from_secs(60);
        self
    }

    /// The same with a clock that is a minute behind: no folder has rested.
    #[cfg(test)]
    pub(super) const fn behind(mut self) -> Self {
        self.behind = Duration::from_secs(60);
        self
    }

    /// The time by which a folder is judged to have rested.
    pub(super) fn now(&self) -> SystemTime {
        #[cfg(test)]
        return SystemTime::now() + self.ahead - self.behind;
        #[cfg(not(test))]
        SystemTime::now()
    }

    /// Makes a folder; its parent must exist.
    pub(super) fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir(path)
    }

    /// Gives a folder permissions.
    pub(super) fn set_permissions(&self, path: &Path, permissions: fs::Permissions) -> io::Result<()> {
        self.step()?;
        fs::set_permissions(path, permissions)
    }

    /// Writes a new file.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        #[cfg(not(test))]
        let step = self.step();
        #[cfg(test)]
        let step = self.spend();
        #[cfg(test)]
        if step.is_err() {
            // A killed process and a full disk may leave half a file.
            let _ = fs::write(path, &bytes[..bytes.len() / 2]);
        }
        step?;
        fs::write(path, bytes)
    }

    /// Makes a new file, which is written bit by bit.
    pub(super) fn create(&self, path: &Path) -> io::Result<fs::File> {
        #[cfg(test)]
        self.spend()?;
        fs::File::create_new(path)
    }

    /// Lets a file that is of no use any more be written over at a new place: what it takes on the disk need not be given back and
    /// taken anew. `None` when it is none, stands in other places too, or is small.
    pub(super) fn reuse(&self, from: &Path, to: &Path) -> io::Result<Option<fs::File>> {
        if !is_large_and_alone(from) {
            return Ok(None);
        }
        self.step()?;
        if fs::rename(from, to).is_err() {
            return Ok(None);
        }
        match fs::File::options().write(true).open(to) {
            Ok(file) => Ok(Some(file)),
            Err(_) => fs::remove_file(to).map(|()| None),
        }
    }

    /// Makes `to` the same file as `from`.
    pub(super) fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::hard_link(from, to)
    }

    /// Waits until folders have rested that were made just before.
    pub(super) fn rest(&self) {
        #[cfg(test)]
        if self.ahead != self.behind {
            return;
        }
        std::thread::sleep(SHORT_REST);
    }

    /// Makes `to` the same file as `from`, or a copy where the file system has no hard links.
    pub(super) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    }

    /// Renames within one file system.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Lets two folders change places in one step; `false` when the system cannot.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool> {
        if !self.exchange {
            return Ok(false);
        }
        self.step()?;
        exchange(one, other)
    }

    /// Removes a file.
    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        #[cfg(test)]
        if self.busy {
            rayon::yield_now();
        }
        self.step()?;
        fs::remove_file(path)
    }

    /// Removes an empty folder.
    pub(super) fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }

    /// Removes a folder with all that is in it; nothing is done when there is none. Links are not followed: they go themselves.
    pub(super) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
            Ok(found) if !found.is_dir() => return self.remove_file(path),
            Ok(_) => {}
        }
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.remove_tree(&entry.path())?;
            } else {
                self.remove_file(&entry.path())?;
            }
        }
        self.remove_dir(path)
    }

    #[cfg(not(test))]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "tests stop the work here")]
    const fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        if self.full { Ok(()) } else { self.spend() }
    }

    #[cfg(test)]
    fn spend(&self) -> io::Result<()> {
        let Some(budget) = &self.budget else { return Ok(()) };
        use std::sync::atomic::Ordering::SeqCst;
        let left = budget.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
        let kind = if self.full { io::ErrorKind::StorageFull } else { io::ErrorKind::Other };
        left.map(drop).map_err(|_| io::Error::new(kind, "no more"))
    }
}

/// From this size on a file is worth being written over.
const LARGE: u64 = 1 << 20;

#[cfg(unix)]
fn is_large_and_alone(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::symlink_metadata(path)
        .is_ok_and(|found| found.is_file() && found.nlink() == 1 && found.len() >= LARGE)
}

/// How many names a file has is not told.
#[cfg(not(unix))]
const fn is_large_and_alone(_: &Path) -> bool {
    false
}

/// What was to be removed may be gone already.
pub(super) fn absent(removed: io::Result<()>) -> io::Result<()> {
    removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS) => Ok(false),
        Err(error) if error == Errno::NOTSUP || error == Errno::OPNOTSUPP => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt as _, symlink};

    #[test]
    fn only_a_large_file_with_one_name_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let large = vec![b'a'; LARGE as usize];
        let disk = Disk::real();
        let reuse = |name: &str| disk.reuse(&at(name), &at("new")).expect("no fault");
        fs::write(at("small"), "a").expect("written");
        fs::write(at("linked"), &large).expect("written");
        fs::hard_link(at("linked"), at("published")).expect("linked");
        fs::write(at("theirs"), &large).expect("written");
        symlink(at("theirs"), at("link")).expect("linked");
        fs::create_dir(at("folder")).expect("made");
        for name in ["none", "small", "linked", "link", "folder"] {
            assert!(reuse(name).is_none(), "{name}");
        }
        assert!(!at("new").exists() && at("linked").exists());

        fs::write(at("alone"), &large).expect("written");
        let inode = |name: &str| at(name).metadata().expect("a file").ino();
        let before = inode("alone");
        let mut file = reuse("alone").expect("written over");
        file.write_all(b"b").expect("written");
        assert!(!at("alone").exists() && inode("new") == before);
        let mut read_only = fs::metadata(at("new")).expect("a file").permissions();
        read_only.set_readonly(true);
        fs::rename(at("new"), at("alone")).expect("renamed");
        fs::set_permissions(at("alone"), read_only).expect("set");
        // Whoever may do everything may write to it, too.
        assert!(reuse("alone").is_some() || !at("new").exists());
    }
}
