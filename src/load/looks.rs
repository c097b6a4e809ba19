//! Looks at many files of one folder: a large report has tens of thousands, and on Linux the way to the folder is not walked for each.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// What the file system says of a file or folder.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// Whether it is a plain file.
    pub(crate) is_file: bool,
    /// Whether it is a folder.
    pub(crate) is_folder: bool,
    /// In bytes.
    pub(crate) size: u64,
    /// The number of its inode; 0 where there is none.
    pub(crate) inode: u64,
    /// The device it stands on; 0 where there is none.
    pub(crate) device: u64,
    /// When its bytes changed last, in nanoseconds since 1970.
    pub(crate) modified: Option<i64>,
    /// When it was changed in any way; `None` where that is not known.
    pub(crate) changed: Option<i64>,
}

impl Seen {
    #[cfg(unix)]
    pub(crate) fn of(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            is_file: found.is_file(),
            is_folder: found.is_dir(),
            size: found.len(),
            inode: found.ino(),
            device: found.dev(),
            modified: nanoseconds(found.mtime(), found.mtime_nsec()),
            changed: nanoseconds(found.ctime(), found.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(found: &Metadata) -> Self {
        let since = |time: std::time::SystemTime| match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok(),
            Err(before) => i64::try_from(before.duration().as_nanos()).ok()?.checked_neg(),
        };
        Self {
            is_file: found.is_file(),
            is_folder: found.is_dir(),
            size: found.len(),
            inode: 0,
            device: 0,
            modified: found.modified().ok().and_then(since),
            changed: None,
        }
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, rest: i64) -> Option<i64> {
    seconds.checked_mul(1_000_000_000)?.checked_add(rest)
}

/// Whether a symbolic link is looked at, or what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    Themselves,
}

/// A folder, for looks at what is in it and below.
#[derive(Debug)]
pub(crate) struct Looks {
    folder: PathBuf,
    /// The folder that was there when the looks began.
    #[cfg(target_os = "linux")]
    open: Option<std::os::fd::OwnedFd>,
}

impl Looks {
    /// At the folder that stands there now. Another one that takes its place later is not looked at.
    pub(crate) fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            #[cfg(target_os = "linux")]
            open: {
                use rustix::fs::{Mode, OFlags, open};
                open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok()
            },
        }
    }

    /// What stands at a path below the folder; `None` when nothing does that can be looked at.
    pub(crate) fn look(&self, path: &str, links: Links) -> Option<Seen> {
        #[cfg(target_os = "linux")]
        if let Some(folder) = self.open.as_ref().filter(|_| !path.is_empty()) {
            use rustix::fs::{AtFlags, StatxFlags, statx};
            let flags = match links {
                Links::Followed => AtFlags::empty(),
                Links::Themselves => AtFlags::SYMLINK_NOFOLLOW,
            };
            match statx(folder, path, flags, StatxFlags::BASIC_STATS) {
                Ok(found) => return Some(seen(&found)),
                Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR) => return None,
                // A system that does not know this call, or does not let us.
                Err(_) => {}
            }
        }
        let path = if path.is_empty() { self.folder.clone() } else { self.folder.join(path) };
        let found = match links {
            Links::Followed => fs::metadata(path),
            Links::Themselves => fs::symlink_metadata(path),
        };
        found.ok().as_ref().map(Seen::of)
    }
}

#[cfg(target_os = "linux")]
fn seen(found: &rustix::fs::Statx) -> Seen {
    use rustix::fs::{FileType, StatxTimestamp, makedev};
    let kind = FileType::from_raw_mode(found.stx_mode.into());
    let time = |time: StatxTimestamp| nanoseconds(time.tv_sec, time.tv_nsec.into());
    Seen {
        is_file: kind == FileType::RegularFile,
        is_folder: kind == FileType::Directory,
        size: found.stx_size,
        inode: found.stx_ino,
        device: makedev(found.stx_dev_major, found.stx_dev_minor),
        modified: time(found.stx_mtime),
        changed: time(found.stx_ctime),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_look_sees_what_the_system_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path();
        fs::create_dir(top.join("a")).expect("made");
        fs::write(top.join("a/b.md"), "abc").expect("written");
        symlink("a/b.md", top.join("link")).expect("linked");
        let looks = Looks::at(top);
        for path in ["a", "a/b.md", "link", ""] {
            for links in [Links::Followed, Links::Themselves] {
                let found = match links {
                    Links::Followed => top.join(path).metadata(),
                    Links::Themselves => top.join(path).symlink_metadata(),
                };
                let (found, seen) = (Seen::of(&found.expect("there")), looks.look(path, links));
                assert_eq!(seen.map(|seen| format!("{seen:?}")), Some(format!("{found:?}")), "{path}");
            }
        }
        for path in ["b", "a/b.md/c", "link/d"] {
            assert!(looks.look(path, Links::Themselves).is_none(), "{path}");
        }
        assert!(Looks::at(&top.join("none")).look("a", Links::Followed).is_none());
        assert!(Looks::at(&top.join("link")).look("a", Links::Followed).is_none());
    }
}
