//! A derived dataset and where its cells come from.

use crate::model::{CellRef, Dataset};
use std::sync::Arc;

/// The cells that a derived cell was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// None: words of the program's own.
    None,
    /// One: the cell is as it was, or made of one.
    One(CellRef),
    /// Several, sorted, without repetitions.
    Many(Arc<[CellRef]>),
}

impl Origin {
    /// The cells.
    #[must_use]
    pub fn cells(&self) -> &[CellRef] {
        match self {
            Self::None => &[],
            Self::One(cell) => std::slice::from_ref(cell),
            Self::Many(cells) => cells,
        }
    }

    /// All cells of several origins.
    pub(super) fn union<'o>(origins: impl IntoIterator<Item = &'o Self>) -> Self {
        let all = origins.into_iter().flat_map(|origin| origin.cells().iter().copied()).collect();
        Self::of(all)
    }

    /// The origin that is these cells.
    pub(super) fn of(mut cells: Vec<CellRef>) -> Self {
        cells.sort_unstable();
        cells.dedup();
        match cells.as_slice() {
            [] => Self::None,
            [cell] => Self::One(*cell),
            _ => Self::Many(cells.into()),
        }
    }
}

/// A dataset made from another for one figure. It is asked like any other; its spans lead to the first cell that a cell
/// was made of.
#[derive(Debug, Clone)]
pub struct Derived {
    pub(super) dataset: Dataset,
    /// By field, then by record.
    pub(super) origins: Vec<Vec<Origin>>,
}

impl Derived {
    /// The dataset.
    #[must_use]
    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The cells that a cell was made of, sorted; empty when it is out of range.
    #[must_use]
    pub fn origins(&self, record: usize, field: usize) -> &[CellRef] {
        self.origins.get(field).and_then(|column| column.get(record)).map_or(&[], Origin::cells)
    }
}

impl PartialEq for Derived {
    fn eq(&self, other: &Self) -> bool {
        let cells = |one: &Self| -> Vec<String> {
            let dataset = &one.dataset;
            let fields = 0..dataset.fields().len();
            fields
                .flat_map(|field| (0..dataset.len()).map(move |record| (record, field)))
                .map(|(record, field)| dataset.text(record, field).to_owned())
                .collect()
        };
        self.dataset.fields() == other.dataset.fields()
            && self.origins == other.origins
            && cells(self) == cells(other)
    }
}
