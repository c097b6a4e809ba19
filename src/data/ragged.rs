//! Records with more or fewer cells than the header has fields. What most records have in common is said once.

use super::fault::Fault;
use super::stray;
use super::table::{Head, RawCell};
use crate::diagnostics::{counted, rules};
use std::ops::Range;

/// Fewer records than these are told one by one.
const MANY: usize = 3;
/// So many of many records are shown.
const SHOWN: usize = 3;

/// A record that does not fit the header.
#[derive(Debug)]
pub(super) struct Ragged {
    /// From 1.
    number: usize,
    cells: usize,
    place: Range<usize>,
    /// Whether it begins as a note below a table does.
    is_note: bool,
}

impl Ragged {
    /// The record of this number, counted from 1.
    pub(super) fn of(number: usize, row: &[RawCell<'_>]) -> Self {
        let start = row.first().map_or(0, |cell| cell.place.start);
        let end = row.last().map_or(start, |cell| cell.place.end);
        let is_note = row.first().is_some_and(|cell| stray::is_note(&cell.text));
        Self { number, cells: row.len(), place: start..end, is_note }
    }
}

/// What is to be said of the records that do not fit a header, among so many records.
pub(super) fn faults(ragged: &[Ragged], fields: &[Head], records: usize) -> Vec<Fault> {
    let wider = |record: &Ragged| fields.len() > 1 && record.cells == fields.len() + 1;
    let none_fits = ragged.len() == records && records > 1;
    if none_fits && !ragged.iter().all(wider) {
        return no_header(records, fields).into_iter().collect();
    }
    let width = commonest(ragged);
    let (alike, others): (Vec<&Ragged>, Vec<&Ragged>) =
        ragged.iter().partition(|record| record.cells == width && !record.is_note);
    if !none_fits && (alike.len() < MANY || 2 * alike.len() <= records) {
        return ragged.iter().map(|record| one(record, fields)).collect();
    }
    let others = others.into_iter().map(|record| one(record, fields));
    many(&alike, fields, records).into_iter().chain(others).collect()
}

/// The number of cells that most of the records have.
fn commonest(ragged: &[Ragged]) -> usize {
    let mut widths: Vec<usize> = ragged.iter().map(|record| record.cells).collect();
    widths.sort_unstable();
    widths
        .chunk_by(PartialEq::eq)
        .max_by_key(|same| same.len())
        .and_then(<[usize]>::first)
        .copied()
        .unwrap_or(0)
}

/// A header that no record fits.
fn no_header(records: usize, fields: &[Head]) -> Option<Fault> {
    let (first, last) = (fields.first()?, fields.last()?);
    let cells = counted(fields.len(), "cell");
    let message = format!("none of {records} records has as many cells as the header: {cells}");
    let fault = Fault::new(rules::RAGGED_RECORD, message, first.place.start..last.place.end)
        .label("taken for the header")
        .help("the names of the fields stand in the first line: take out titles and comments above them, or name the file's `delimiter` in `datapackage.json`");
    Some(fault)
}

/// Records that have as many cells as each other.
fn many(alike: &[&Ragged], fields: &[Head], records: usize) -> Option<Fault> {
    let (first, others) = alike.split_first()?;
    let (count, cells, header) = (alike.len(), counted(first.cells, "cell"), counted(fields.len(), "field"));
    let message = format!("{count} of {records} records have {cells}, the header has {header}");
    let help = match first.cells > fields.len() {
        true => {
            "put quotes around the cell that holds the delimiter in each of them, or name the field that the header lacks"
        }
        false => "leave a cell empty rather than out in each of them, or take the field out of the header",
    };
    let fault =
        Fault::new(rules::RAGGED_RECORD, message, first.place.clone()).label(label(first, fields)).help(help);
    let shown = others.iter().take(SHOWN - 1);
    Some(shown.fold(fault, |fault, record| fault.and(record.place.clone(), "the same")))
}

fn one(record: &Ragged, fields: &[Head]) -> Fault {
    let message = format!(
        "record {} has {}, the header has {}",
        record.number,
        counted(record.cells, "cell"),
        counted(fields.len(), "field")
    );
    let help = match record.is_note {
        true => "take the line out of the file: a note below a table is no record",
        false => "put quotes around a cell that holds the delimiter; leave a cell empty rather than out",
    };
    Fault::new(rules::RAGGED_RECORD, message, record.place.clone()).label(label(record, fields)).help(help)
}

fn label(record: &Ragged, fields: &[Head]) -> String {
    match fields.get(record.cells).map(|field| field.name.as_str()) {
        None => format!("expected {}", counted(fields.len(), "cell")),
        Some("") => "a cell is missing".to_owned(),
        Some(name) => format!("`{name}` is missing"),
    }
}
