//! One cell: by itself, and as a dataset shows it.

use super::{Cells, CellsBuilder, Scalar, ScalarView, Scalars};
use std::ops::Range;
use std::sync::Arc;

/// One cell by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it is.
    pub scalar: Scalar,
    /// The text as written (a JSON number as its digits).
    pub text: Arc<str>,
    /// Where it stands in the dataset's file, in bytes.
    pub place: Range<u32>,
}

/// One cell of a dataset.
#[derive(Debug, Clone)]
pub struct CellView<'a> {
    /// What it is.
    pub scalar: ScalarView<'a>,
    /// The text as written (a JSON number as its digits).
    pub text: &'a str,
    /// Where it stands in the dataset's file, in bytes.
    pub place: Range<u32>,
}

impl Cell {
    /// A view of it.
    #[must_use]
    pub fn view(&self) -> CellView<'_> {
        CellView { scalar: (&self.scalar).into(), text: &self.text, place: self.place.clone() }
    }
}

impl CellView<'_> {
    /// The cell by itself.
    #[must_use]
    pub fn into_cell(self) -> Cell {
        Cell { scalar: self.scalar.to_scalar(self.text), text: self.text.into(), place: self.place }
    }
}

/// Cells by themselves as the cells of a field.
impl FromIterator<Cell> for Cells<Scalars> {
    fn from_iter<I: IntoIterator<Item = Cell>>(cells: I) -> Self {
        let cells: Vec<Cell> = cells.into_iter().collect();
        let mut builder = CellsBuilder::default();
        builder.extend(cells.iter().map(|cell| {
            let place = cell.place.start as usize..cell.place.end as usize;
            (cell.text.as_ref(), cell.scalar.clone(), place)
        }));
        let cells = builder.finish();
        let mut scalars = Scalars::default();
        (0..cells.held()).for_each(|index| scalars.push(cells.kinds().get(index), cells.nth(index)));
        cells.with(scalars)
    }
}
