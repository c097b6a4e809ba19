//! The cells of one field, side by side. Data repeat themselves: each distinct cell is held once, and a record holds which
//! one it has and where that stands in the file, which is five to eight bytes. Long fields of numbers of which hardly two are equal
//! hold one for each record instead.

mod builder;
#[cfg(test)]
mod tests;
mod which;

use super::{Scalar, ScalarView, Scalars};
use crate::diagnostics::{FileId, Span};
pub use builder::CellsBuilder;
use hashbrown::DefaultHashBuilder;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Range;
use which::Which;

/// The cells of one field in record order. `K` says what the held cells are beside their texts: at first what their format says
/// of each, in a dataset its scalar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cells<K> {
    /// The texts of the cells that are held, one behind the other.
    texts: String,
    /// Where each of them ends.
    ends: Vec<u32>,
    /// What each of them is.
    kinds: K,
    which: Which,
    /// Where each record's cell begins in the file, in bytes.
    starts: Vec<u32>,
    /// How long the places are that are not as long as their text (`""` in quotes is one character).
    lengths: BTreeMap<u32, u32>,
}

impl<K> Cells<K> {
    /// The number of records.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no record.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The index of a record's cell among those that are held.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn which(&self, record: usize) -> usize {
        self.which.get(record)
    }

    /// The text of a record's cell as written.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn text(&self, record: usize) -> &str {
        self.nth(self.which(record))
    }

    /// Where a record's cell stands in the file, in bytes.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn place(&self, record: usize) -> Range<u32> {
        let start = self.starts[record];
        let length = match self.lengths.get(&(record as u32)) {
            Some(length) => *length,
            None => self.text(record).len() as u32,
        };
        start..start.saturating_add(length)
    }

    /// The same as a span of the file.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn span(&self, file: FileId, record: usize) -> Span {
        let Range { start, end } = self.place(record);
        Span { file, start, end }
    }

    /// How many cells are held.
    #[must_use]
    pub const fn held(&self) -> usize {
        self.ends.len()
    }

    /// The text of one of them; they stand in the order of their first records.
    ///
    /// # Panics
    /// When `index` is out of range.
    #[must_use]
    pub fn nth(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start as usize..self.ends[index] as usize]
    }

    /// The texts of all of them.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.held()).map(|index| self.nth(index))
    }

    /// What the held cells are.
    pub(crate) const fn kinds(&self) -> &K {
        &self.kinds
    }

    /// The same cells, of which something else is known.
    #[must_use]
    pub fn with<L>(self, kinds: L) -> Cells<L> {
        let Self { texts, ends, which, starts, lengths, .. } = self;
        Cells { texts, ends, kinds, which, starts, lengths }
    }

    /// Whether no two records have the same text.
    #[must_use]
    pub fn are_all_different(&self) -> bool {
        if self.held() < self.len() {
            return false;
        }
        // Numbers that count up, as most keys do, need no more than a look at each.
        let size = |text: &str| (text.len(), text.as_bytes().first().copied());
        let mut texts = self.texts();
        let mut before = texts.next().unwrap_or_default();
        if texts.all(|text| {
            let ascends = (size(before), before) < (size(text), text);
            before = text;
            ascends
        }) {
            return true;
        }
        let hasher = DefaultHashBuilder::default();
        let mut hashes: Vec<u64> = self
            .texts()
            .zip(0_u64..)
            .map(|(text, index)| hasher.hash_one(text) & !u64::from(u32::MAX) | index)
            .collect();
        hashes.sort_unstable();
        let text = |hash: &u64| self.nth(*hash as u32 as usize);
        hashes.chunk_by(|a, b| a >> 32 == b >> 32).all(|alike| {
            alike
                .iter()
                .enumerate()
                .all(|(at, hash)| alike[..at].iter().all(|other| text(other) != text(hash)))
        })
    }
}

impl<T: Clone + Default> Cells<Kinds<T>> {
    /// What a record's cell is.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn kind(&self, record: usize) -> T {
        self.kinds.get(self.which(record))
    }
}

impl<T: PartialEq + Clone + Default> Cells<Kinds<T>> {
    /// Holds one more.
    fn hold(&mut self, text: &str, kind: T) {
        let Self { texts, ends, kinds: Kinds(kinds), .. } = self;
        if kind != T::default() {
            kinds.resize(ends.len(), T::default());
            kinds.push(kind);
        }
        texts.push_str(text);
        ends.push(u32::try_from(texts.len()).expect("less than four gigabytes of text"));
    }

    /// Adds the place of the next record's cell.
    fn put(&mut self, text: &str, place: Range<usize>) {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        if place.len() != text.len() {
            self.lengths.insert(self.starts.len() as u32, clamp(place.len()));
        }
        self.starts.push(clamp(place.start));
    }
}

impl Cells<Scalars> {
    /// What a record's cell is.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn scalar(&self, record: usize) -> Scalar {
        let index = self.which(record);
        self.kinds.get(index, self.nth(index))
    }

    /// The same, not copied.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn view(&self, record: usize) -> ScalarView<'_> {
        self.kinds.view(self.which(record))
    }
}

/// What cells are of which most are the same: what nothing else is known of is `T::default()`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kinds<T>(Vec<T>);

impl<T: Clone + Default> Kinds<T> {
    /// What the cell of an index is.
    #[must_use]
    pub fn get(&self, index: usize) -> T {
        self.0.get(index).cloned().unwrap_or_default()
    }

    fn is(&self, index: usize, kind: &T) -> bool
    where
        T: PartialEq,
    {
        self.0.get(index).map_or_else(|| *kind == T::default(), |known| known == kind)
    }

    /// Whether all are `T::default()`.
    #[must_use]
    pub const fn are_default(&self) -> bool {
        self.0.is_empty()
    }
}
