//! What tells two files from each other without reading them.

use std::path::Path;
use std::time::UNIX_EPOCH;

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
        let found = std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let modified = match found.modified().ok()?.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok()?,
            Err(before) => i64::try_from(before.duration().as_nanos()).ok()?.checked_neg()?,
        };
        Some(Self { size: found.len(), modified: modified.cast_unsigned(), inode: inode(&found) })
    }
}

#[cfg(unix)]
fn inode(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
const fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

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
