//! What every format is read into first: a header and records of written cells, each with its place.

use super::fault::Fault;
use crate::diagnostics::rules;
use crate::model::{Cells, CellsBuilder};
use std::borrow::Cow;
use std::ops::Range;

/// A table as it was read, before its cells have types.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The fields of the header.
    pub(super) fields: Vec<Head>,
    /// The cells of each field, all of the same length.
    pub(super) columns: Vec<Cells<RawKind>>,
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RawKind {
    /// Characters, whatever they mean.
    Text,
    /// A number in the format's own notation (`1e6`).
    Number,
    /// A number whose exact value is known apart from its text, which may be rounded.
    Exact(f64),
    /// The error of a formula: `#DIV/0!`.
    Error,
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
            kind: *column.kind(record),
        })
    }
}

/// Makes a table of rows, one at a time: empty and repeated names in the header and ragged records are faults; the other
/// records go on.
#[derive(Default)]
pub(super) struct TableBuilder {
    fields: Option<Vec<Head>>,
    columns: Vec<CellsBuilder<RawKind>>,
    records: usize,
}

impl TableBuilder {
    /// A table whose header is known.
    pub(super) fn of(fields: Vec<Head>) -> Self {
        let columns = fields.iter().map(|_| CellsBuilder::default()).collect();
        Self { fields: Some(fields), columns, records: 0 }
    }

    /// Adds a row, the first as header, and leaves `row` empty.
    pub(super) fn row(&mut self, row: &mut Vec<RawCell<'_>>, faults: &mut Vec<Fault>) {
        let Some(fields) = &self.fields else {
            let fields: Vec<Head> = row.drain(..).map(head).collect();
            check_header(&fields, faults);
            *self = Self::of(fields);
            return;
        };
        self.records += 1;
        if row.len() == fields.len() {
            for (cell, column) in row.drain(..).zip(&mut self.columns) {
                column.push(&cell.text, cell.kind, cell.place);
            }
        } else {
            faults.push(ragged(self.records, row, fields));
            row.clear();
        }
    }

    /// The table.
    pub(super) fn finish(self) -> Table {
        let columns = self.columns.into_iter().map(CellsBuilder::finish).collect();
        Table { fields: self.fields.unwrap_or_default(), columns }
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
    builder.finish()
}

fn head(cell: RawCell<'_>) -> Head {
    Head { name: cell.text.trim().to_owned(), place: cell.place }
}

/// Reports names that are empty or stand twice.
fn check_header(fields: &[Head], faults: &mut Vec<Fault>) {
    for (index, field) in fields.iter().enumerate() {
        if field.name.is_empty() {
            let message = format!("field {} has no name", index + 1);
            faults.push(
                Fault::new(rules::INVALID_DATA, message, field.place.clone())
                    .label("expected a name")
                    .help("give every field of the header a name"),
            );
        } else if let Some(first) = fields.iter().take(index).find(|other| other.name == field.name) {
            faults.push(duplicate_field(&field.name, first.place.clone(), field.place.clone()));
        }
    }
}

/// A field name that stands twice in a header or a record.
pub(super) fn duplicate_field(name: &str, first: Range<usize>, second: Range<usize>) -> Fault {
    Fault::new(rules::DUPLICATE_FIELD, format!("the field `{name}` stands twice"), second)
        .label("again here")
        .and(first, "first here")
        .help("rename one of them: expressions find a field by its name")
}

fn ragged(number: usize, row: &[RawCell<'_>], fields: &[Head]) -> Fault {
    let start = row.first().map_or(0, |cell| cell.place.start);
    let end = row.last().map_or(start, |cell| cell.place.end);
    let message = format!("record {number} has {}, the header has {}", cells(row.len()), names(fields.len()));
    let label = match row.len() < fields.len() {
        true => format!("`{}` is missing", fields.get(row.len()).map_or("", |field| &field.name)),
        false => format!("expected {}", cells(fields.len())),
    };
    Fault::new(rules::RAGGED_RECORD, message, start..end)
        .label(label)
        .help("put quotes around a cell that holds the delimiter; leave a cell empty rather than out")
}

fn cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}

fn names(count: usize) -> String {
    format!("{count} field{}", if count == 1 { "" } else { "s" })
}
