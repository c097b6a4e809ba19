//! A set of cells: those that follow each other in a field are one run, so that a sum over a million records remembers
//! three numbers.

use super::{CellRef, DatasetId};
use std::ops::Range;

/// Cells without repetitions, in the order of [`CellRef`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellSet {
    /// By dataset, field and record; no two touch or overlap.
    runs: Vec<Run>,
}

/// Cells of one field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    dataset: DatasetId,
    field: u32,
    first: u32,
    /// Behind the last one.
    end: u32,
}

impl Run {
    const fn of(cell: CellRef) -> Self {
        let CellRef { dataset, record, field } = cell;
        Self { dataset, field, first: record, end: record.saturating_add(1) }
    }

    fn cells(&self) -> impl Iterator<Item = CellRef> {
        let (dataset, field) = (self.dataset, self.field);
        (self.first..self.end).map(move |record| CellRef { dataset, record, field })
    }

    const fn len(&self) -> usize {
        self.end.saturating_sub(self.first) as usize
    }
}

impl CellSet {
    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.datasets().map(|(_, cells)| cells.len()).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The cells in their order.
    pub fn iter(&self) -> impl Iterator<Item = CellRef> {
        self.datasets().flat_map(|(_, cells)| cells.iter())
    }

    /// The first of them.
    #[must_use]
    pub fn first(&self) -> Option<CellRef> {
        let (_, cells) = self.datasets().next()?;
        let first = cells.runs.iter().min_by_key(|run| (run.first, run.field))?;
        first.cells().next()
    }

    /// The cells of each dataset.
    pub fn datasets(&self) -> impl Iterator<Item = (DatasetId, CellsOfOne<'_>)> {
        let groups = self.runs.chunk_by(|a, b| a.dataset == b.dataset);
        groups.filter_map(|runs| Some((runs.first()?.dataset, CellsOfOne { runs })))
    }
}

/// The cells of one dataset in a [`CellSet`].
#[derive(Debug, Clone, Copy)]
pub struct CellsOfOne<'a> {
    runs: &'a [Run],
}

impl<'a> CellsOfOne<'a> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.iter().map(Run::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The fields with their records, as ranges that do not touch.
    pub fn fields(self) -> impl Iterator<Item = (u32, impl Iterator<Item = Range<u32>> + 'a)> {
        let groups = self.runs.chunk_by(|a, b| a.field == b.field);
        groups.filter_map(|runs| Some((runs.first()?.field, runs.iter().map(|run| run.first..run.end))))
    }

    /// The cells, record by record.
    pub fn iter(self) -> Box<dyn Iterator<Item = CellRef> + 'a> {
        match self.runs {
            [run] => Box::new(run.cells()),
            runs => {
                let mut cells: Vec<CellRef> = runs.iter().flat_map(Run::cells).collect();
                cells.sort_unstable();
                Box::new(cells.into_iter())
            }
        }
    }
}

/// Collects a [`CellSet`].
#[derive(Debug, Default)]
pub struct CellSetBuilder {
    runs: Vec<Run>,
}

impl CellSetBuilder {
    /// An expression reads few fields at a time: its cell follows one of so many runs.
    const NEAR: usize = 8;

    /// Adds a cell.
    pub fn add(&mut self, cell: CellRef) {
        let new = Run::of(cell);
        let same = |run: &&mut Run| {
            (run.dataset, run.field) == (new.dataset, new.field) && (run.first..=run.end).contains(&new.first)
        };
        match self.runs.iter_mut().rev().take(Self::NEAR).find(same) {
            Some(run) => run.end = run.end.max(new.end),
            None => self.runs.push(new),
        }
    }

    /// The set.
    #[must_use]
    pub fn finish(mut self) -> CellSet {
        self.runs.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        for run in self.runs {
            match runs.last_mut() {
                Some(last)
                    if (last.dataset, last.field) == (run.dataset, run.field) && run.first <= last.end =>
                {
                    last.end = last.end.max(run.end);
                }
                _ => runs.push(run),
            }
        }
        CellSet { runs }
    }
}

impl FromIterator<CellRef> for CellSet {
    fn from_iter<I: IntoIterator<Item = CellRef>>(cells: I) -> Self {
        let mut builder = CellSetBuilder::default();
        cells.into_iter().for_each(|cell| builder.add(cell));
        builder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_has_the_cells_that_were_added_in_their_order(
            cells in prop::collection::vec((0_u32..3, 0_u32..9, 0_u32..4), 0..60)
        ) {
            let cell = |(dataset, record, field)| CellRef { dataset: DatasetId(dataset), record, field };
            let mut expected: Vec<CellRef> = cells.iter().copied().map(cell).collect();
            let set: CellSet = expected.iter().copied().collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), expected.clone());
            prop_assert_eq!((set.len(), set.first()), (expected.len(), expected.first().copied()));
            let by_field: Vec<CellRef> = set
                .datasets()
                .flat_map(|(dataset, cells)| cells.fields().map(move |field| (dataset, field)))
                .flat_map(|(dataset, (field, ranges))| {
                    ranges.flatten().map(move |record| CellRef { dataset, record, field })
                })
                .collect();
            expected.sort_by_key(|cell| (cell.dataset, cell.field, cell.record));
            prop_assert_eq!(by_field, expected);
        }
    }

    #[test]
    fn cells_that_follow_each_other_are_one_run() {
        let cell = |record, field| CellRef { dataset: DatasetId(0), record, field };
        let set: CellSet = (0..1_000).flat_map(|record| [cell(record, 1), cell(record, 0)]).collect();
        assert_eq!((set.runs.len(), set.len()), (2, 2_000));
        let back: CellSet = (0..1_000).rev().map(|record| cell(record, 1)).collect();
        assert_eq!(back.runs.len(), 1);
    }
}
