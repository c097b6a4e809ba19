//! The cells of one field, side by side. Data repeat themselves: each distinct cell is held once, and a record holds which
//! one it has and where that stands in the file, which is eight bytes.

use crate::diagnostics::{FileId, Span};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Range;

/// The cells of one field in record order. `T` is what is known of a cell beside its text: at first what its format says, in
/// a dataset its scalar.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<T> {
    /// The texts of the distinct cells, one behind the other.
    texts: String,
    /// Where each of them ends.
    ends: Vec<u32>,
    /// What each of them is.
    kinds: Vec<T>,
    /// Which one each record has.
    which: Vec<u32>,
    /// Where each record's cell begins in the file, in bytes.
    starts: Vec<u32>,
    /// How long the places are that are not as long as their text (`""` in quotes is one character).
    lengths: BTreeMap<u32, u32>,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self {
            texts: String::new(),
            ends: Vec::new(),
            kinds: Vec::new(),
            which: Vec::new(),
            starts: Vec::new(),
            lengths: BTreeMap::new(),
        }
    }
}

impl<T> Cells<T> {
    /// The number of records.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.which.len()
    }

    /// Whether there is no record.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.which.is_empty()
    }

    /// The index of a record's cell among the distinct ones.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn which(&self, record: usize) -> usize {
        self.which[record] as usize
    }

    /// The text of a record's cell as written.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn text(&self, record: usize) -> &str {
        self.text_of(self.which(record))
    }

    /// What a record's cell is.
    ///
    /// # Panics
    /// When `record` is out of range.
    #[must_use]
    pub fn kind(&self, record: usize) -> &T {
        &self.kinds[self.which(record)]
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

    /// The distinct cells in the order of their first records.
    pub fn distinct(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.kinds.iter().enumerate().map(|(index, kind)| (self.text_of(index), kind))
    }

    /// One of them.
    ///
    /// # Panics
    /// When `index` is out of range.
    #[must_use]
    pub fn nth(&self, index: usize) -> (&str, &T) {
        (self.text_of(index), &self.kinds[index])
    }

    fn text_of(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start as usize..self.ends[index] as usize]
    }

    /// The same cells, of which something else is known: `kinds` has one for each distinct cell.
    ///
    /// # Panics
    /// When there are not as many.
    #[must_use]
    pub fn with<U>(self, kinds: Vec<U>) -> Cells<U> {
        assert_eq!(kinds.len(), self.kinds.len(), "one for each distinct cell");
        let Self { texts, ends, which, starts, lengths, .. } = self;
        Cells { texts, ends, kinds, which, starts, lengths }
    }
}

/// Collects [`Cells`].
#[derive(Debug)]
pub struct CellsBuilder<T> {
    cells: Cells<T>,
    /// Half the hash of each distinct cell's text, and its index.
    known: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for CellsBuilder<T> {
    fn default() -> Self {
        Self { cells: Cells::default(), known: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl<T: PartialEq> CellsBuilder<T> {
    /// Cells that are looked up at a time.
    const GROUP: usize = 64;

    /// Makes room for the cells of so many records.
    pub fn reserve(&mut self, records: usize) {
        self.cells.which.reserve(records);
        self.cells.starts.reserve(records);
    }

    /// Adds the cells of more records, each with its text, what is known of it, and its place. Places behind the first four
    /// gigabytes of a file are not kept.
    ///
    /// # Panics
    /// When the distinct texts take more than four gigabytes, which no file has that the program reads.
    pub fn extend<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, T, Range<usize>)>) {
        let mut cells = cells.into_iter();
        // The first lookup with a hash waits for memory; of several in a row, the processor begins one while it waits for
        // another.
        let (mut group, mut guesses) = (Vec::with_capacity(Self::GROUP), Vec::with_capacity(Self::GROUP));
        loop {
            let hashed = |(text, kind, place)| ((self.hasher.hash_one(text) >> 32) as u32, text, kind, place);
            group.extend(cells.by_ref().take(Self::GROUP).map(hashed));
            if group.is_empty() {
                return;
            }
            guesses.extend(group.iter().map(|(half, ..)| {
                let guess = self.known.find(whole(*half), |(other, _)| other == half);
                guess.map(|(_, index)| *index)
            }));
            for ((half, text, kind, place), guess) in group.drain(..).zip(guesses.drain(..)) {
                self.push((half, guess), text, kind, place);
            }
        }
    }

    /// Adds a cell, given half the hash of its text and a cell that has the same.
    fn push(&mut self, (half, guess): (u32, Option<u32>), text: &str, kind: T, place: Range<usize>) {
        let Self { cells, known, .. } = self;
        let record = cells.which.len() as u32;
        let is_same =
            |index: u32| cells.text_of(index as usize) == text && cells.kinds[index as usize] == kind;
        let found = guess.filter(|guess| is_same(*guess)).or_else(|| {
            let found = known.find(whole(half), |(other, index)| *other == half && is_same(*index));
            found.map(|(_, index)| *index)
        });
        let index = found.unwrap_or_else(|| {
            let index = cells.kinds.len() as u32;
            cells.texts.push_str(text);
            cells.ends.push(u32::try_from(cells.texts.len()).expect("less than four gigabytes of text"));
            cells.kinds.push(kind);
            known.insert_unique(whole(half), (half, index), |(half, _)| whole(*half));
            index
        });
        cells.which.push(index);
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        cells.starts.push(clamp(place.start));
        if place.len() != text.len() {
            cells.lengths.insert(record, clamp(place.len()));
        }
    }

    /// The cells.
    #[must_use]
    pub fn finish(self) -> Cells<T> {
        let mut cells = self.cells;
        cells.texts.shrink_to_fit();
        cells.ends.shrink_to_fit();
        cells.kinds.shrink_to_fit();
        cells.which.shrink_to_fit();
        cells.starts.shrink_to_fit();
        cells
    }
}

/// A hash of 64 bits from half of one: its upper bits have to differ too (Knuth's multiplicative hashing).
const fn whole(half: u32) -> u64 {
    (half as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_cells_are_held_once_and_keep_their_places() {
        let mut builder = CellsBuilder::default();
        builder.extend([("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6)]);
        builder.extend([("a", 2, 7..8), ("b\"c", 1, 9..13)]);
        let cells = builder.finish();
        assert_eq!(cells.len(), 5);
        assert_eq!(cells.distinct().collect::<Vec<_>>(), [("a", &1), ("", &1), ("a", &2), ("b\"c", &1)]);
        let all: Vec<_> =
            (0..5).map(|record| (cells.text(record), *cells.kind(record), cells.place(record))).collect();
        assert_eq!(all, [("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6), ("a", 2, 7..8), ("b\"c", 1, 9..13)]);
        let others = cells.with(vec!['w', 'x', 'y', 'z']);
        assert_eq!((others.text(2), others.kind(2), others.which(3)), ("a", &'w', 2));
    }

    #[test]
    fn cells_with_the_same_hash_are_told_apart() {
        let texts: Vec<String> = (0..200_000).map(|number| (number % 100_000).to_string()).collect();
        let mut builder = CellsBuilder::default();
        builder.extend(texts.iter().map(|text| (text.as_str(), (), 0..text.len())));
        // Of so many, about one pair has the same half of its hashes.
        let cells = builder.finish();
        assert_eq!(cells.distinct().len(), 100_000);
        assert!((0..200_000).all(|record| cells.text(record) == texts[record]));
    }
}
