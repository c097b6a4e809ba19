//! What every format is read into first: a header and records of written cells, each with its place.

use super::fault::Fault;
use crate::diagnostics::rules;
use std::ops::Range;
use std::sync::Arc;

/// A table as it was read, before its cells have types. Every record has as many cells as there are fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    /// The fields of the header.
    pub(super) fields: Vec<Head>,
    /// The records.
    pub(super) records: Vec<Vec<RawCell>>,
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
pub(super) struct RawCell {
    /// The text as written, without quotes.
    pub(super) text: Arc<str>,
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

impl RawCell {
    /// A cell of characters.
    pub(super) fn text(text: &str, place: Range<usize>) -> Self {
        Self { text: text.into(), place, kind: RawKind::Text }
    }

    /// An empty cell.
    pub(super) fn null(place: Range<usize>) -> Self {
        Self { text: "".into(), place, kind: RawKind::Null }
    }
}

/// A table from rows of cells, the first of which is the header: empty and repeated names and ragged records are
/// faults; the other records go on.
pub(super) fn from_rows(rows: Vec<Vec<RawCell>>, faults: &mut Vec<Fault>) -> Table {
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return Table::default() };
    let fields: Vec<Head> = header.into_iter().map(head).collect();
    check_header(&fields, faults);
    let mut records = Vec::new();
    for (number, row) in rows.enumerate() {
        if row.len() == fields.len() {
            records.push(row);
        } else {
            faults.push(ragged(number + 1, &row, &fields));
        }
    }
    Table { fields, records }
}

fn head(cell: RawCell) -> Head {
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

fn ragged(number: usize, row: &[RawCell], fields: &[Head]) -> Fault {
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
