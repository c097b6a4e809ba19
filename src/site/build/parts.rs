//! What each page and data file leaves of the files that are made of all of them — search index and `facts.json` — kept on
//! disk, for together it is several times as long as the pages' sources.
//!
//! In: [`Text`]s. Out: [`Part`]s, which say where a text stands; [`Parts::texts`] reads them again. A build writes its texts to a file
//! of its own, a *segment* (`.sourcebook/cache/parts.1`, `parts.2`, …), and reads those of earlier builds from theirs, which never
//! change. Each part carries the hash of its bytes: a damaged segment is noticed, and costs a build of all pages. Without
//! a cache the segment is a nameless temporary file; where none can be written, texts stay in memory.

mod segment;

use super::codec::{Decoder, Encoder, NOTHING};
use crate::site::cache;
use camino::Utf8Path;
use rayon::prelude::*;
use segment::Segment;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::ops::{Deref, Range};
use std::path::PathBuf;

/// Stands for the number of this build's segment until it has one.
const FRESH: u64 = u64::MAX;
/// More segments than this are put together into one.
const SEGMENTS: usize = 16;
/// Bytes that nobody needs and that are left alone.
const SLACK: u64 = 4 << 20;
/// Texts that are moved at a time.
const PORTION: usize = 256;

/// A text that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    text: String,
    hash: blake3::Hash,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        Self { hash: blake3::hash(text.as_bytes()), text }
    }
}

/// Texts that were read again.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Those that stand next to each other, in one piece.
    runs: Vec<String>,
    /// Where each stands: the run, and the place in it.
    places: Vec<(usize, Range<usize>)>,
}

impl Texts {
    /// The texts in the order of the parts.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.places.iter().map(|(run, range)| &self.runs[*run][range.clone()])
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    segment: u64,
    at: u64,
    length: usize,
    hash: blake3::Hash,
}

impl Part {
    /// No text.
    pub(super) const EMPTY: Self = Self { segment: 0, at: 0, length: 0, hash: NOTHING };

    /// What tells its text from others.
    pub(super) fn key(&self) -> impl Deref<Target = str> + use<> {
        let mut key = self.hash.to_hex();
        if self.length == 0 {
            key.clear();
        }
        key
    }

    const fn end(&self) -> u64 {
        self.at.saturating_add(self.length as u64)
    }

    pub(super) fn encode(&self, to: &mut Encoder) {
        to.number(self.length as u64);
        if self.length > 0 {
            to.number(self.segment);
            to.number(self.at);
            to.hash(&self.hash);
        }
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        let length = from.size()?;
        if length == 0 {
            return Some(Self::EMPTY);
        }
        Some(Self { length, segment: from.number()?, at: from.number()?, hash: from.hash()? })
    }
}

/// The texts of this build and of those before.
#[derive(Debug)]
pub(super) struct Parts {
    /// Where segments stand; `None` when no cache is kept.
    folder: Option<PathBuf>,
    /// Segments of earlier builds that were read.
    old: BTreeMap<u64, File>,
    fresh: Segment,
    damaged: bool,
}

impl Parts {
    /// Those of a report; `root` when its cache is used.
    pub(super) fn new(root: Option<&Utf8Path>) -> Self {
        Self::in_folder(root.map(|root| cache::folder(root.as_std_path())))
    }

    fn in_folder(folder: Option<PathBuf>) -> Self {
        Self { fresh: Segment::new(folder.clone()), folder, old: BTreeMap::new(), damaged: false }
    }

    /// Adds a text.
    pub(super) fn add(&mut self, Text { text, hash }: Text) -> Part {
        if text.is_empty() {
            return Part::EMPTY;
        }
        Part { segment: FRESH, at: self.fresh.add(text.as_bytes()), length: text.len(), hash }
    }

    /// The texts of parts, in their order; those that stand next to each other are read at once. `None` when one is not as it was
    /// written.
    pub(super) fn texts(&mut self, parts: &[Part]) -> Option<Texts> {
        let texts = self.read(parts);
        self.damaged |= texts.is_none();
        texts
    }

    /// Whether a part could not be read.
    pub(super) const fn is_damaged(&self) -> bool {
        self.damaged
    }

    fn read(&mut self, parts: &[Part]) -> Option<Texts> {
        let mut texts = Texts { runs: Vec::new(), places: Vec::with_capacity(parts.len()) };
        for run in runs(parts) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let text = String::from_utf8(self.bytes(first.segment, first.at..last.end())?).ok()?;
            let index = texts.runs.len();
            let place = |part: &Part| {
                let start = usize::try_from(part.at.checked_sub(first.at)?).ok()?;
                let range = start..start.checked_add(part.length)?;
                let part_text = text.get(range.clone())?;
                // What this build wrote is what it wrote.
                let is_own = part.length == 0 || part.segment == FRESH;
                let whole = is_own || blake3::hash(part_text.as_bytes()) == part.hash;
                whole.then_some((index, range))
            };
            texts.places.extend(run.par_iter().map(place).collect::<Option<Vec<_>>>()?);
            texts.runs.push(text);
        }
        Some(texts)
    }

    fn bytes(&mut self, number: u64, range: Range<u64>) -> Option<Vec<u8>> {
        if range.is_empty() {
            return Some(Vec::new());
        }
        if number == FRESH {
            return self.fresh.bytes(range);
        }
        if !self.old.contains_key(&number) {
            let file = File::open(segment::path(self.folder.as_deref()?, number)).ok()?;
            self.old.insert(number, file);
        }
        segment::bytes(self.old.get(&number)?, range)
    }

    /// Sees to it that all texts that `live` names are in few files, where later builds find them; whether those of earlier builds
    /// moved for that. `None` when they cannot be.
    pub(super) fn settle(&mut self, mut live: Vec<&mut Part>) -> Option<bool> {
        let folder = self.folder.clone()?;
        let move_all = self.are_scattered(&live);
        if move_all {
            let mut whole = Self::in_folder(Some(folder));
            for portion in live.chunks_mut(PORTION) {
                let old: Vec<Part> = portion.iter().map(|part| **part).collect();
                for ((part, old), text) in portion.iter_mut().zip(&old).zip(self.texts(&old)?.iter()) {
                    **part = whole.add(Text { text: text.to_owned(), hash: old.hash });
                }
            }
            *self = whole;
        }
        let number = self.fresh.settle()?;
        live.into_iter().filter(|part| part.segment == FRESH).for_each(|part| part.segment = number);
        Some(move_all)
    }

    /// Whether the texts stand in many segments, or most of what these hold is of no use any more.
    fn are_scattered(&self, live: &[&mut Part]) -> bool {
        let segments = segments(live.iter().map(|part| &**part));
        let weight: u64 = live.iter().map(|part| part.length as u64).sum();
        let size = |number: u64| match &self.folder {
            Some(folder) if number != FRESH => {
                fs::metadata(segment::path(folder, number)).map_or(0, |found| found.len())
            }
            _ => self.fresh.len(),
        };
        segments.len() > SEGMENTS || segments.into_iter().map(size).sum::<u64>() > 2 * weight + SLACK
    }

    /// Keeps the segments that `live` names, once it is written down, and removes all others.
    pub(super) fn keep<'a>(&mut self, live: impl Iterator<Item = &'a Part>) {
        let live = segments(live);
        self.fresh.keep();
        let Some(folder) = &self.folder else { return };
        for number in segment::numbers(folder).filter(|number| !live.contains(number)) {
            let _ = fs::remove_file(segment::path(folder, number));
        }
    }
}

/// The segments that parts stand in. Few: a set that is made of a list of all would sort them first.
fn segments<'a>(parts: impl Iterator<Item = &'a Part>) -> BTreeSet<u64> {
    let mut segments = BTreeSet::new();
    parts.filter(|part| part.length > 0).for_each(|part| {
        segments.insert(part.segment);
    });
    segments
}

/// Parts that stand next to each other, each in the place where the one before ends; empty ones stand anywhere.
fn runs(parts: &[Part]) -> impl Iterator<Item = &[Part]> {
    parts.chunk_by(|one, next| {
        next.segment == one.segment && next.at == one.end() && (one.length > 0) == (next.length > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text {
        Text::new(text.to_owned())
    }

    fn read_texts(parts: &mut Parts, wanted: &[Part]) -> Vec<String> {
        parts.texts(wanted).expect("whole").iter().map(str::to_owned).collect()
    }

    fn root() -> (tempfile::TempDir, camino::Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = camino::Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        (folder, path)
    }

    fn names(root: &Utf8Path) -> Vec<u64> {
        let mut found: Vec<u64> = segment::numbers(&cache::folder(root.as_std_path())).collect();
        found.sort_unstable();
        found
    }

    /// Adds texts in a build of its own, and keeps them with those before.
    fn build(root: &Utf8Path, live: &mut Vec<Part>, texts: &[&str]) {
        let mut parts = Parts::new(Some(root));
        live.extend(texts.iter().map(|one| parts.add(text(one))).collect::<Vec<_>>());
        parts.settle(live.iter_mut().collect()).expect("written");
        parts.keep(live.iter());
    }

    #[test]
    fn texts_are_read_as_they_were_added_in_any_order_with_and_without_a_cache() {
        let (_folder, path) = root();
        for root in [None, Some(path.as_path())] {
            let mut parts = Parts::new(root);
            let long = "稀土".repeat(segment::TAIL / 6);
            let added = [&long, "b", "", "c", &long, "d"].map(|one| parts.add(text(one)));
            let mut read = |indices: &[usize]| {
                let wanted: Vec<Part> = indices.iter().map(|index| added[*index]).collect();
                read_texts(&mut parts, &wanted)
            };
            assert_eq!(read(&[1, 2, 3]), ["b", "", "c"]);
            assert_eq!(read(&[5, 0, 1, 2]), ["d", &long, "b", ""]);
            assert_eq!(read(&[3, 4, 5]), ["c", &long, "d"]);
            assert_eq!(parts.add(text("e")).end(), added[5].end() + 1);
            assert_eq!(root.map(|_| names(&path).len()), root.map(|_| 1));
        }
    }

    #[test]
    fn later_builds_read_what_earlier_ones_kept_and_what_nobody_names_is_removed() {
        let (_folder, root) = root();
        let mut live = Vec::new();
        build(&root, &mut live, &["a", "b"]);
        build(&root, &mut live, &["c"]);
        assert_eq!(names(&root), [1, 2]);
        assert_eq!(read_texts(&mut Parts::new(Some(&root)), &live), ["a", "b", "c"]);
        live.truncate(2);
        build(&root, &mut live, &[]);
        assert_eq!(names(&root), [1]);
        let mut given_up = Parts::new(Some(&root));
        given_up.add(text("d"));
        assert_eq!(names(&root), [1], "few texts stay in memory");
        given_up.add(text(&"x".repeat(segment::TAIL)));
        assert_eq!(names(&root), [1, 2]);
        drop(given_up);
        assert_eq!(names(&root), [1]);
    }

    #[test]
    fn many_small_segments_and_much_that_is_dead_become_one_segment() {
        let (_folder, root) = root();
        let mut live = Vec::new();
        let texts: Vec<String> = (0..=SEGMENTS).map(|number| number.to_string()).collect();
        for one in &texts {
            build(&root, &mut live, &[one]);
        }
        assert_eq!(names(&root).len(), 1);
        assert_eq!(read_texts(&mut Parts::new(Some(&root)), &live), texts);
        let long = "x".repeat(3 * SLACK as usize);
        build(&root, &mut live, &["last", &long]);
        live.pop();
        let weight = |root: &Utf8Path| -> u64 {
            let path = |number| segment::path(&cache::folder(root.as_std_path()), number);
            names(root).into_iter().map(|number| fs::metadata(path(number)).expect("a file").len()).sum()
        };
        assert!(weight(&root) > 2 * SLACK);
        build(&root, &mut live, &[]);
        assert!(weight(&root) < 100);
        let read = read_texts(&mut Parts::new(Some(&root)), &live);
        assert_eq!(read.last().map(String::as_str), Some("last"));
        assert_eq!(read[..texts.len()], texts);
    }

    #[test]
    fn a_damaged_segment_is_noticed() {
        let (_folder, root) = root();
        let mut live = Vec::new();
        build(&root, &mut live, &["abc", "def"]);
        let path = segment::path(&cache::folder(root.as_std_path()), 1);
        for damage in [&b"abcdeg"[..], b"abcde", b"ab\xffdef", b""] {
            fs::write(&path, damage).expect("written");
            let mut parts = Parts::new(Some(&root));
            assert!(parts.texts(&live).is_none() && parts.is_damaged(), "{damage:?}");
        }
        fs::remove_file(&path).expect("removed");
        assert!(Parts::new(Some(&root)).texts(&live).is_none());
    }

    #[test]
    fn a_place_that_no_segment_has_is_noticed() {
        let (_folder, root) = root();
        let mut live = Vec::new();
        build(&root, &mut live, &["abc"]);
        for (at, length) in [(0, 4), (4, 1), (0, usize::MAX), (1, usize::MAX), (u64::MAX, 3)] {
            let wrong = Part { at, length, ..live[0] };
            assert!(Parts::new(Some(&root)).texts(&[wrong]).is_none(), "{at} {length}");
        }
    }

    #[test]
    fn where_nothing_can_be_written_texts_stay_in_memory_and_are_not_kept() {
        let (_folder, root) = root();
        fs::write(root.join(".sourcebook"), "in the way").expect("written");
        let mut parts = Parts::new(Some(&root));
        let mut added = parts.add(text("a"));
        assert_eq!(read_texts(&mut parts, &[added]), ["a"]);
        assert_eq!(parts.settle(vec![&mut added]), None);
        let long = "x".repeat(segment::TAIL);
        let more = parts.add(text(&long));
        assert_eq!(read_texts(&mut parts, &[added, more]), ["a", &long]);
    }
}
