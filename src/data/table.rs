//! What every format is read into first: a header and records of written cells, each with its place.

use super::bounds;
use super::fault::Fault;
use super::header;
use super::ragged::{self, Ragged};
use crate::diagnostics::rules;
use crate::model::{Cells, CellsBuilder, Kinds};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// A table as it was read, before its cells have types.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The fields of the header.
    pub(super) fields: Vec<Head>,
    /// The cells of each field, all of the same length.
    pub(super) columns: Vec<Cells<Kinds<RawKind>>>,
}

/// One field of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Its name.
    pub(super) name: String,
    /// Where it stands first.
    pub(super) place: Range<usize>,
}

/// One cell as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawCell<'a> {
    /// The text as written, without quotes.
    pub(super) text: Cow<'a, str>,
    /// Where it stands.
    pub(super) place: Range<usize>,
    /// What the format says of it.
    pub(super) kind: RawKind,
}

/// What a format says of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum RawKind {
    /// Characters, whatever they mean.
    #[default]
    Text,
    /// A number in the format's own notation (`1e6`).
    Number,
    /// A number whose exact value is known apart from its text, which may be rounded.
    Exact {
        /// The value, as the text says it: 7 for `7%`.
        amount: f64,
        /// Whether it is in percent, whatever the text looks like (`▲ 7%`).
        percent: bool,
    },
    /// The error of a formula: `#DIV/0!`.
    Error,
    /// A formula that the file has no value of; the text is the formula.
    Uncalculated,
    /// Nothing: `null`, or a key that the record lacks.
    Null,
    /// A list or mapping; the text is its source.
    Nested,
}

impl<'a> RawCell<'a> {
    /// A cell of characters.
    pub(super) fn text(text: impl Into<Cow<'a, str>>, place: Range<usize>) -> Self {
        Self { text: text.into(), place, kind: RawKind::Text }
    }

    /// An empty cell.
    pub(super) const fn null(place: Range<usize>) -> Self {
        Self { text: Cow::Borrowed(""), place, kind: RawKind::Null }
    }
}

/// Rows of a delimited text, one behind the other, as the places of their cells.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    text: &'a str,
    places: Vec<(u32, u32)>,
    /// Cells that read otherwise than what stands in their places (`""` in quotes is one character), by index.
    own: Vec<(usize, String)>,
    /// Where each row ends among the cells.
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    /// No rows yet, of a text that has no more bytes than 32 bits can count.
    pub(super) const fn of(text: &'a str) -> Self {
        Self { text, places: Vec::new(), own: Vec::new(), ends: Vec::new() }
    }

    /// Adds a cell to the last row, with its text where that is another one than stands there.
    pub(super) fn push(&mut self, place: Range<usize>, own: Option<String>) {
        self.own.extend(own.map(|text| (self.places.len(), text)));
        self.places.push((place.start as u32, place.end as u32));
    }

    /// Ends the last row.
    pub(super) fn end(&mut self) {
        self.ends.push(self.places.len());
    }

    /// How many cells there are.
    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    /// Takes cells away that belong to no row yet.
    pub(super) fn truncate(&mut self, cells: usize) {
        self.places.truncate(cells);
        self.own.truncate(self.own.partition_point(|(at, _)| *at < cells));
    }

    /// The text of a cell.
    pub(super) fn text(&self, at: usize) -> &str {
        self.own(at).unwrap_or_else(|| self.written(at))
    }

    /// The text of a cell that reads otherwise than it is written.
    fn own(&self, at: usize) -> Option<&str> {
        if self.own.is_empty() {
            return None;
        }
        let own = self.own.binary_search_by_key(&at, |(index, _)| *index).ok()?;
        Some(&self.own[own].1)
    }

    /// What stands in a cell's place.
    fn written(&self, at: usize) -> &'a str {
        self.text.get(self.place(at)).unwrap_or_default()
    }

    fn place(&self, at: usize) -> Range<usize> {
        let (start, end) = self.places[at];
        start as usize..end as usize
    }

    fn cell(&self, at: usize) -> RawCell<'a> {
        let own = self.own(at).map(|text| Cow::Owned(text.to_owned()));
        RawCell::text(own.unwrap_or_else(|| Cow::Borrowed(self.written(at))), self.place(at))
    }
}

impl Table {
    /// The number of records.
    pub(super) fn len(&self) -> usize {
        self.columns.first().map_or(0, Cells::len)
    }

    /// One cell; `None` when it is out of range.
    pub(super) fn cell(&self, record: usize, field: usize) -> Option<RawCell<'_>> {
        let column = self.columns.get(field).filter(|column| record < column.len())?;
        let place = column.place(record);
        Some(RawCell {
            text: Cow::Borrowed(column.text(record)),
            place: place.start as usize..place.end as usize,
            kind: column.kind(record),
        })
    }
}

/// Makes a table of rows, one at a time: empty and repeated names in the header and ragged records are faults; the other
/// records go on.
#[derive(Default)]
pub(super) struct TableBuilder<'a> {
    fields: Option<Vec<Head>>,
    /// Whether the fields come from a row of names.
    has_header: bool,
    columns: Vec<CellsBuilder<RawKind>>,
    records: usize,
    /// Those that are left out, since they do not fit the header.
    ragged: Vec<Ragged>,
    /// About how many records there will be.
    expected: usize,
    /// Rows that are not in the columns yet, one behind the other.
    batch: Vec<RawCell<'a>>,
}

impl<'a> TableBuilder<'a> {
    /// Columns take in so many cells at one time, all columns side by side.
    const BATCH: usize = 8_192;
    /// Room is made beforehand for so many records at the most: a file of blank lines has none.
    const EXPECTED: usize = 1 << 21;

    /// A table of about so many records.
    pub(super) fn expecting(records: usize) -> Self {
        Self { expected: records.min(Self::EXPECTED), ..Self::default() }
    }

    /// A table whose header is known.
    pub(super) fn of(fields: Vec<Head>) -> Self {
        let columns = fields.iter().map(|_| CellsBuilder::default()).collect();
        Self { fields: Some(fields), columns, ..Self::default() }
    }

    /// Adds a row, the first as header, and leaves `row` empty.
    pub(super) fn row(&mut self, row: &mut Vec<RawCell<'a>>, faults: &mut Vec<Fault>) {
        let Some(fields) = &self.fields else {
            faults.extend(
                row.iter().filter(|cell| cell.kind == RawKind::Uncalculated).map(header::uncalculated),
            );
            let fields: Vec<Head> = row.drain(..).map(head).collect();
            let expected = self.expected;
            *self = Self { has_header: true, ..Self::of(fields) };
            self.columns.iter_mut().for_each(|column| column.reserve(expected));
            return;
        };
        self.records += 1;
        if self.records.saturating_mul(fields.len()) > bounds::CELLS {
            // Said once, at the first record that is too much.
            if (self.records - 1).saturating_mul(fields.len()) <= bounds::CELLS {
                faults.push(too_many(row));
            }
            row.clear();
        } else if row.len() == fields.len() {
            self.batch.append(row);
            if self.batch.len() >= Self::BATCH {
                let batch = std::mem::take(&mut self.batch);
                self.fill(&batch);
            }
        } else {
            self.ragged.push(Ragged::of(self.records, row));
            row.clear();
        }
    }

    /// Adds rows. Those that are as the header asks go into the columns as they are.
    pub(super) fn rows(&mut self, rows: &Rows<'a>, faults: &mut Vec<Fault>) {
        let mut ends = rows.ends.as_slice();
        let mut start = 0;
        if let (None, Some((width, rest))) = (&self.fields, ends.split_first()) {
            self.row(&mut (0..*width).map(|at| rows.cell(at)).collect(), faults);
            (start, ends) = (*width, rest);
        }
        let width = self.columns.len();
        let records = self.records + ends.len();
        let is_regular = ends.iter().zip(1..).all(|(end, count)| end - start == width * count);
        if is_regular && records.saturating_mul(width) <= bounds::CELLS {
            let batch = std::mem::take(&mut self.batch);
            self.fill(&batch);
            self.columns_for(rows.len() - start, |at, column| {
                let cells = (start + at..rows.len()).step_by(width);
                column.extend(cells.map(|at| (rows.text(at), RawKind::Text, rows.place(at))));
            });
            self.records = records;
            return;
        }
        let mut row = Vec::new();
        for end in ends {
            row.extend((start..*end).map(|at| rows.cell(at)));
            self.row(&mut row, faults);
            start = *end;
        }
    }

    /// Puts rows into the columns.
    fn fill(&mut self, rows: &[RawCell<'_>]) {
        let width = self.columns.len();
        self.columns_for(rows.len(), |at, column| {
            let cells = rows.iter().skip(at).step_by(width);
            column.extend(cells.map(|cell| (&*cell.text, cell.kind, cell.place.clone())));
        });
    }

    /// Has every column take in its part of so many cells.
    fn columns_for(&mut self, cells: usize, take: impl Fn(usize, &mut CellsBuilder<RawKind>) + Sync) {
        // Sharing out a small piece of work takes longer than the work.
        match cells < Self::BATCH {
            true => self.columns.iter_mut().enumerate().for_each(|(at, column)| take(at, column)),
            false => self.columns.par_iter_mut().enumerate().for_each(|(at, column)| take(at, column)),
        }
    }

    /// The table without columns that have neither a name nor a cell; the other names are checked.
    pub(super) fn finish(mut self, faults: &mut Vec<Fault>) -> Table {
        let batch = std::mem::take(&mut self.batch);
        self.fill(&batch);
        if let (Some(fields), true) = (&self.fields, self.has_header) {
            faults.extend(ragged::faults(&self.ragged, fields, self.records));
        }
        let columns = self.columns.into_iter().map(CellsBuilder::finish);
        let is_there = |(field, cells): &(Head, Cells<Kinds<RawKind>>)| {
            !field.name.is_empty() || cells.texts().any(|text| !text.trim().is_empty())
        };
        let (fields, columns): (Vec<Head>, Vec<_>) =
            self.fields.unwrap_or_default().into_iter().zip(columns).filter(is_there).unzip();
        if self.has_header {
            header::check(&fields, faults);
        }
        Table { fields, columns }
    }
}

/// A table from rows of cells, the first of which is the header.
pub(super) fn from_rows<'a>(
    rows: impl IntoIterator<Item = Vec<RawCell<'a>>>,
    faults: &mut Vec<Fault>,
) -> Table {
    let mut builder = TableBuilder::default();
    for mut row in rows {
        builder.row(&mut row, faults);
    }
    builder.finish(faults)
}

fn too_many(row: &[RawCell<'_>]) -> Fault {
    let place = row.first().map_or(0..0, |cell| cell.place.clone());
    let message = format!("the table has more than {} million cells", bounds::CELLS / 1_000_000);
    Fault::new(rules::TOO_LARGE, message, place)
        .label("the first record that is not read")
        .help("leave out fields and records that the report does not use, or sum them up before")
}

fn head(cell: RawCell<'_>) -> Head {
    Head { name: cell.text.trim().to_owned(), place: cell.place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_too_many_cells_is_named_once_and_its_rest_is_not_held() {
        let mut builder = TableBuilder::default();
        let mut faults = Vec::new();
        let width = 10_000;
        let fits = bounds::CELLS / width;
        for record in 0..fits + 4 {
            let text = |field: usize| if record == 0 { format!("f{field}") } else { "x".to_owned() };
            // Rows of another width are as cheap to test with: what counts is the width of the header.
            let cells = if record == 0 || record > fits { width } else { 0 };
            let mut row = (0..cells).map(|field| RawCell::text(text(field), record..record + 1)).collect();
            builder.row(&mut row, &mut faults);
        }
        let large: Vec<&Fault> =
            faults.iter().filter(|fault| format!("{fault:?}").contains("too-large")).collect();
        assert_eq!(large.len(), 1, "{large:?}");
        assert_eq!(builder.finish(&mut faults).len(), 0);
    }

    #[test]
    fn rows_that_come_many_at_a_time_are_counted_too() {
        let mut builder =
            TableBuilder::of((0..2).map(|field| Head { name: field.to_string(), place: 0..1 }).collect());
        builder.records = bounds::CELLS / 2 - 1;
        let mut faults = Vec::new();
        let mut rows = Rows::of("123456");
        for at in 0..6 {
            rows.push(at..at + 1, None);
            if at % 2 == 1 {
                rows.end();
            }
        }
        builder.rows(&rows, &mut faults);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(format!("{faults:?}").contains("more than 100 million cells"), "{faults:?}");
    }
}
