//! Cells as they are read, one record after the other.

use super::which::Which;
use super::{Cells, Kinds};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;
use std::ops::Range;

/// Collects [`Cells`].
#[derive(Debug)]
pub struct CellsBuilder<T> {
    cells: Cells<Kinds<T>>,
    /// Half the hash of each distinct cell's text, and its index.
    known: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
    /// How many records there will be, about.
    expected: usize,
}

impl<T: Default> Default for CellsBuilder<T> {
    fn default() -> Self {
        Self {
            cells: Cells::default(),
            known: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            expected: 0,
        }
    }
}

impl<T: PartialEq + Clone + Default> CellsBuilder<T> {
    /// Cells that are looked up at a time.
    const GROUP: usize = 64;
    /// After so many records it is settled whether each gets a cell of its own: numbers do when fewer than one in sixteen was there
    /// before.
    const SETTLED: usize = 1 << 16;

    /// Makes room for the cells of so many records.
    pub fn reserve(&mut self, records: usize) {
        self.expected = records;
        self.cells.starts.reserve(records);
        if let Which::Few(which) = &mut self.cells.which {
            which.reserve(records);
        }
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
        while !matches!(self.cells.which, Which::Own) {
            let hashed = |(text, kind, place)| ((self.hasher.hash_one(text) >> 32) as u32, text, kind, place);
            group.extend(cells.by_ref().take(Self::GROUP).map(hashed));
            if group.is_empty() {
                return;
            }
            guesses.extend(group.iter().map(|(half, ..)| {
                let guess = self.known.find(whole(*half), |(other, _)| other == half);
                guess.map(|(_, index)| *index)
            }));
            let before = self.cells.len();
            for ((half, text, kind, place), guess) in group.drain(..).zip(guesses.drain(..)) {
                let index = self.look_up((half, guess), text, kind);
                self.cells.which.push(index);
                self.cells.put(text, place);
            }
            if before < Self::SETTLED && self.cells.len() >= Self::SETTLED && self.hardly_repeat() {
                self.hold_each();
            }
        }
        for (text, kind, place) in cells {
            self.cells.hold(text, kind);
            self.cells.put(text, place);
        }
    }

    /// The index of a cell among those that are held, given half the hash of its text and a cell that has the same.
    fn look_up(&mut self, (half, guess): (u32, Option<u32>), text: &str, kind: T) -> u32 {
        let Self { cells, known, .. } = self;
        let is_same = |index: u32| cells.nth(index as usize) == text && cells.kinds.is(index as usize, &kind);
        let found = guess.filter(|guess| is_same(*guess)).or_else(|| {
            let found = known.find(whole(half), |(other, index)| *other == half && is_same(*index));
            found.map(|(_, index)| *index)
        });
        found.unwrap_or_else(|| {
            let index = cells.held() as u32;
            known.insert_unique(whole(half), (half, index), |(half, _)| whole(*half));
            cells.hold(text, kind);
            index
        })
    }

    /// Whether the cells so far are numbers of which hardly two are equal.
    fn hardly_repeat(&self) -> bool {
        let cells = &self.cells;
        let is_digit = |byte: u8| byte.is_ascii_digit() || b"+-.,".contains(&byte);
        cells.held() >= cells.len() / 16 * 15
            && cells.kinds.are_default()
            && cells.texts.bytes().all(is_digit)
    }

    /// Gives each record a cell of its own.
    fn hold_each(&mut self) {
        self.known = HashTable::new();
        let cells = &mut self.cells;
        let count = self.expected.max(cells.len());
        let mut texts = String::with_capacity(cells.texts.len() / cells.held().max(1) * count);
        let mut ends = Vec::with_capacity(count);
        for record in 0..cells.len() {
            texts.push_str(cells.text(record));
            ends.push(u32::try_from(texts.len()).expect("less than four gigabytes of text"));
        }
        (cells.texts, cells.ends, cells.which) = (texts, ends, Which::Own);
    }

    /// The cells.
    #[must_use]
    pub fn finish(self) -> Cells<Kinds<T>> {
        let mut cells = self.cells;
        cells.texts.shrink_to_fit();
        cells.ends.shrink_to_fit();
        cells.kinds.0.shrink_to_fit();
        cells.which.shrink();
        cells.starts.shrink_to_fit();
        cells
    }
}

/// A hash of 64 bits from half of one: its upper bits have to differ too (Knuth's multiplicative hashing).
const fn whole(half: u32) -> u64 {
    (half as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
