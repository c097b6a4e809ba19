//! The cells of one field, side by side. Data repeat themselves: each distinct cell is held once, and a record holds which
//! one it has and where that stands in the file, which is eight bytes.

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

    /// The distinct cells in the order of their first records.
    pub fn distinct(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.kinds.iter().enumerate().map(|(index, kind)| (self.text_of(index), kind))
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
    /// Adds the cell of one more record. Places behind the first four gigabytes of a file are not kept.
    ///
    /// # Panics
    /// When the distinct texts take more than four gigabytes, which no file has that the program reads.
    pub fn push(&mut self, text: &str, kind: T, place: Range<usize>) {
        let Self { cells, known, hasher } = self;
        let record = cells.which.len() as u32;
        let half = (hasher.hash_one(text) >> 32) as u32;
        let is_same = |(other, index): &(u32, u32)| {
            let index = *index as usize;
            *other == half && cells.text_of(index) == text && cells.kinds[index] == kind
        };
        let index = match known.find(whole(half), is_same) {
            Some((_, index)) => *index,
            None => {
                let index = cells.kinds.len() as u32;
                cells.texts.push_str(text);
                cells.ends.push(u32::try_from(cells.texts.len()).expect("less than four gigabytes of text"));
                cells.kinds.push(kind);
                known.insert_unique(whole(half), (half, index), |(half, _)| whole(*half));
                index
            }
        };
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
        for (text, kind, place) in
            [("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6), ("a", 2, 7..8), ("b\"c", 1, 9..13)]
        {
            builder.push(text, kind, place);
        }
        let cells = builder.finish();
        assert_eq!(cells.len(), 5);
        assert_eq!(cells.distinct().collect::<Vec<_>>(), [("a", &1), ("", &1), ("a", &2), ("b\"c", &1)]);
        let all: Vec<_> =
            (0..5).map(|record| (cells.text(record), *cells.kind(record), cells.place(record))).collect();
        assert_eq!(all, [("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6), ("a", 2, 7..8), ("b\"c", 1, 9..13)]);
        let others = cells.with(vec!['w', 'x', 'y', 'z']);
        assert_eq!((others.text(2), others.kind(2), others.which(3)), ("a", &'w', 2));
    }
}
