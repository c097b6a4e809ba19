//! One file of texts that stand one after the other. It is made once there is much to write, or something to keep; until then
//! the texts are in memory.

use crate::site::cache;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What segments are called; a number follows.
const NAME: &str = "parts.";
/// Bytes that wait in memory to be written together.
pub(super) const TAIL: usize = 4 << 20;

/// A segment that grows.
#[derive(Debug)]
pub(super) struct Segment {
    /// Where it is to stand; nowhere in particular when it is not to be kept.
    folder: Option<PathBuf>,
    file: Option<File>,
    /// Number and path of the file, when it has a name.
    name: Option<(u64, PathBuf)>,
    /// Whether the file stays.
    kept: bool,
    /// Bytes in the file.
    written: u64,
    /// What follows, in memory.
    tail: Vec<u8>,
    /// Whether writing failed: all else stays in memory then.
    failed: bool,
}

impl Segment {
    pub(super) const fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, file: None, name: None, kept: false, written: 0, tail: Vec::new(), failed: false }
    }

    /// Adds bytes; gives their place.
    pub(super) fn add(&mut self, bytes: &[u8]) -> u64 {
        let at = self.len();
        self.tail.extend_from_slice(bytes);
        if self.tail.len() >= TAIL {
            self.flush();
        }
        at
    }

    pub(super) const fn len(&self) -> u64 {
        self.written + self.tail.len() as u64
    }

    /// The bytes of a range.
    pub(super) fn bytes(&self, range: Range<u64>) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        if range.start < self.written {
            found = bytes(self.file.as_ref()?, range.start..range.end.min(self.written))?;
        }
        if range.end > self.written {
            let start = usize::try_from(range.start.saturating_sub(self.written)).ok()?;
            let end = usize::try_from(range.end - self.written).ok()?;
            found.extend_from_slice(self.tail.get(start..end)?);
        }
        Some(found)
    }

    /// Writes all of it to a file with a name, and gives its number: any, when there is nothing to write.
    pub(super) fn settle(&mut self) -> Option<u64> {
        if self.len() == 0 {
            return Some(0);
        }
        self.flush();
        let (number, _) = self.name.as_ref().filter(|_| self.tail.is_empty())?;
        Some(*number)
    }

    /// Lets the file stay.
    pub(super) const fn keep(&mut self) {
        self.kept = true;
    }

    fn flush(&mut self) {
        if self.file.is_none() && !self.failed {
            self.open();
        }
        let Some(file) = self.file.as_mut().filter(|_| !self.failed) else { return };
        // Reading may have moved the place.
        match file.seek(SeekFrom::Start(self.written)).and_then(|_| file.write_all(&self.tail)) {
            Ok(()) => {
                self.written += self.tail.len() as u64;
                self.tail.clear();
            }
            Err(_) => self.failed = true,
        }
    }

    fn open(&mut self) {
        match self.folder.as_deref().map(create) {
            Some(Ok((number, path, file))) => (self.name, self.file) = (Some((number, path)), Some(file)),
            Some(Err(_)) | None => self.file = tempfile::tempfile().ok(),
        }
        self.failed = self.file.is_none();
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        // Nothing names it: the build failed, or was given up.
        if let Some((_, path)) = self.name.as_ref().filter(|_| !self.kept) {
            let _ = fs::remove_file(path);
        }
    }
}

/// The bytes of a range of a file; `None` when it has none there. No memory is taken for what somebody only says is there.
pub(super) fn bytes(mut file: &File, range: Range<u64>) -> Option<Vec<u8>> {
    if range.end > file.metadata().ok()?.len() {
        return None;
    }
    let length = range.end - range.start;
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    file.seek(SeekFrom::Start(range.start)).ok()?;
    file.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// Where the segment of a number stands.
pub(super) fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{NAME}{number}"))
}

/// The numbers of the segments that stand in a folder.
pub(super) fn numbers(folder: &Path) -> impl Iterator<Item = u64> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.file_name().to_str()?.strip_prefix(NAME)?.parse().ok())
}

/// Makes a segment with a number that no other has.
fn create(folder: &Path) -> io::Result<(u64, PathBuf, File)> {
    cache::make(folder)?;
    let mut number = numbers(folder).max().unwrap_or_default() + 1;
    loop {
        let path = path(folder, number);
        match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
            // Another build was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            file => return Ok((number, path, file?)),
        }
    }
}
