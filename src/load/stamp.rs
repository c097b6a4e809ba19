//! Whether a file is still the one that was read before, by what the file system says of it.
//!
//! The rule is that of git's index (`Documentation/technical/racy-git.txt`): a file with the same size, inode, device, time of its
//! last change and time of its last change *of state* has the bytes it had. The last of these nobody can set back. A file that
//! changed just before it was read gets no stamp: it may change again within the same tick of the file system's clock. The same is
//! true of a folder and the names in it.

use super::looks::Seen;
use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// What the file system says of a file that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// The number of its inode.
    pub(crate) inode: u64,
    /// The device it stands on.
    pub(crate) device: u64,
    /// When its bytes changed last, in nanoseconds since 1970.
    pub(crate) modified: u64,
    /// When it was changed in any way, its name and its times included.
    pub(crate) changed: u64,
}

/// How long a file must have been left alone before it was read. Some file systems count in steps of two seconds.
const REST: Duration = Duration::from_secs(3);

/// The same where times have parts of a second. The steps are those of the system's clock then, ten milliseconds at most.
pub(crate) const SHORT_REST: Duration = Duration::from_millis(40);

impl Stamp {
    /// That of a file, whose bytes are read after this and not before `now`. `None` when its times say too little: it has
    /// just changed, or the system has no time of the last change of state, or none at all, as FAT has none of its topmost folder.
    pub(crate) fn of(found: &Metadata, now: SystemTime) -> Option<Self> {
        Self::of_seen(&Seen::of(found), now)
    }

    /// The same of one that was looked at.
    pub(crate) fn of_seen(seen: &Seen, now: SystemTime) -> Option<Self> {
        let stamp = Self::seen(seen)?;
        let are_exact = [stamp.modified, stamp.changed].iter().all(|time| time % 1_000_000_000 != 0);
        let rest = if are_exact { SHORT_REST } else { REST };
        let rested = now.checked_sub(rest)?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let rested = u64::try_from(rested.as_nanos()).ok()?;
        let told = 1..rested;
        (told.contains(&stamp.modified) && told.contains(&stamp.changed)).then_some(stamp)
    }

    fn seen(seen: &Seen) -> Option<Self> {
        Some(Self {
            size: seen.size,
            inode: seen.inode,
            device: seen.device,
            modified: u64::try_from(seen.modified?).ok()?,
            changed: u64::try_from(seen.changed?).ok()?,
        })
    }

    /// Whether a file is the one that got this stamp.
    pub(crate) fn is_of(&self, seen: &Seen) -> bool {
        Self::seen(seen).as_ref() == Some(self)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::{self, File};

    #[test]
    fn a_file_that_has_just_changed_gets_no_stamp() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "a").expect("written");
        let found = fs::metadata(&path).expect("a file");
        let now = found.modified().expect("a time");
        assert_eq!(Stamp::of(&found, now), None);
        // A clock that goes wrong.
        assert_eq!(Stamp::of(&found, now - REST), None);
        assert_eq!(Stamp::of(&found, SystemTime::UNIX_EPOCH), None);
        assert!(Stamp::of(&found, now + 2 * REST).is_some());
    }

    #[test]
    fn a_short_rest_is_enough_where_times_are_exact() {
        let second = 1_000_000_000;
        let at = |modified, changed| Seen {
            is_file: false,
            is_folder: true,
            size: 1,
            inode: 1,
            device: 1,
            modified: Some(modified),
            changed: Some(changed),
        };
        let now = |nanoseconds| SystemTime::UNIX_EPOCH + Duration::from_nanos(nanoseconds);
        let (exact, coarse) = (at(9 * second + 1, 9 * second + 1), at(9 * second, 9 * second + 1));
        let soon = 9 * second as u64 + 50_000_000;
        assert!(Stamp::of_seen(&exact, now(soon)).is_some() && Stamp::of_seen(&coarse, now(soon)).is_none());
        assert!(Stamp::of_seen(&exact, now(soon - 20_000_000)).is_none());
        // Its name changed, or its bytes.
        for seen in [at(second + 1, 9 * second + 1), at(9 * second + 1, second + 1)] {
            assert!(Stamp::of_seen(&seen, now(soon - 20_000_000)).is_none());
        }
        assert!(Stamp::of_seen(&coarse, now(soon + 3 * second as u64)).is_some());
        // Rested ever since, or without a time.
        let later = now(soon + 60 * second as u64);
        assert!(
            [at(0, 9 * second), at(9 * second, 0)].iter().all(|seen| Stamp::of_seen(seen, later).is_none())
        );
    }

    #[test]
    fn other_bytes_are_noticed_when_size_and_time_are_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let later = SystemTime::now() + 2 * REST;
        let stamp = || Stamp::of(&fs::metadata(&path).expect("a file"), later).expect("a stamp");
        fs::write(&path, "a").expect("written");
        let first = stamp();
        let found = fs::metadata(&path).expect("a file");
        assert!(first.is_of(&Seen::of(&found)));
        // Ticks of the system's clock are some milliseconds long.
        while stamp().changed == first.changed {
            fs::write(&path, "b").expect("written");
            let file = File::options().write(true).open(&path).expect("a file");
            file.set_modified(found.modified().expect("a time")).expect("set back");
        }
        assert_eq!(
            (stamp().size, stamp().modified, stamp().inode),
            (first.size, first.modified, first.inode)
        );
        assert!(!first.is_of(&Seen::of(&fs::metadata(&path).expect("a file"))));
    }

    #[test]
    fn another_file_of_the_name_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, other) = (folder.path().join("a.md"), folder.path().join("b.md"));
        fs::write(&path, "a").expect("written");
        fs::write(&other, "b").expect("written");
        let later = SystemTime::now() + 2 * REST;
        let stamp = Stamp::of(&fs::metadata(&path).expect("a file"), later).expect("a stamp");
        fs::rename(&other, &path).expect("renamed");
        assert!(!stamp.is_of(&Seen::of(&fs::metadata(&path).expect("a file"))));
    }
}
