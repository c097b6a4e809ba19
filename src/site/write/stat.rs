//! What tells two files from each other without reading them.

use crate::load::{Links, Looks, Seen};
use std::path::Path;

/// What the file system says of a file of a site: whether somebody touched it since the program wrote it, and whether two paths
/// are one file. For sources, which nobody may change unseen, there is `load::Stamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stat {
    pub(in crate::site) size: u64,
    /// In nanoseconds since 1970; of earlier times the two's complement.
    pub(in crate::site) modified: u64,
    pub(in crate::site) inode: u64,
}

impl Stat {
    /// That of a regular file.
    pub(in crate::site) fn of(path: &Path) -> Option<Self> {
        std::fs::symlink_metadata(path).ok().and_then(|found| Self::seen(&Seen::of(&found)))
    }

    /// The same below a folder.
    pub(in crate::site) fn below(folder: &Looks, path: &str) -> Option<Self> {
        folder.look(path, Links::Themselves).and_then(|seen| Self::seen(&seen))
    }

    fn seen(seen: &Seen) -> Option<Self> {
        let modified = seen.modified?.cast_unsigned();
        seen.is_file.then_some(Self { size: seen.size, modified, inode: seen.inode })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn files_from_before_1970_are_told_apart_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        std::fs::write(&path, "a").expect("written");
        let at = |seconds| {
            let time = UNIX_EPOCH - Duration::from_secs(seconds);
            let file = std::fs::File::options().write(true).open(&path).expect("a file");
            file.set_modified(time).expect("set back");
            Stat::of(&path).expect("a file")
        };
        assert_ne!(at(60), at(120));
        assert_eq!(at(60), at(60));
    }
}
