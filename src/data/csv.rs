//! Delimited text → table. The csv-core reader splits; the place of each cell is counted along, since readers of whole
//! records forget it.
//!
//! Blank lines and records without any content (`,,`) are skipped: spreadsheets write them below a table.

use super::fault::Fault;
use super::table::{RawCell, Table, TableBuilder};
use crate::diagnostics::rules;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::borrow::Cow;

/// Delimiters that are tried, in the order that settles a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows are looked at to find the delimiter.
const SNIFFED_ROWS: usize = 50;

/// Reads delimited text; the delimiter is found out when none is given.
pub(super) fn read(text: &str, delimiter: Option<u8>, quote: Option<u8>) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let quote = quote.unwrap_or(b'"');
    let delimiter = delimiter.unwrap_or_else(|| sniff(text, quote));
    let table = Rows::new(text, delimiter, quote).table(&mut faults);
    (table, faults)
}

/// The delimiter under which most rows have as many cells as the first one, and more than one.
fn sniff(text: &str, quote: u8) -> u8 {
    let mut best = (0, 1, b',');
    // A reader takes longer to make than a small file to read.
    let there: Vec<u8> =
        DELIMITERS.into_iter().filter(|delimiter| text.as_bytes().contains(delimiter)).collect();
    if there == [b','] {
        return b',';
    }
    for delimiter in there {
        let mut rows = Rows::new(text, delimiter, quote);
        let mut row = Vec::new();
        let mut widths: Vec<usize> = Vec::with_capacity(SNIFFED_ROWS);
        while widths.len() < SNIFFED_ROWS && rows.next(&mut row) {
            widths.push(row.len());
        }
        let width = widths.first().copied().unwrap_or(0);
        let same = widths.iter().filter(|other| **other == width).count();
        if width > 1 && (same, width) > (best.0, best.1) {
            best = (same, width, delimiter);
        }
    }
    best.2
}

/// The rows of a text as cells with places.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    reader: Reader,
    delimiter: u8,
    quote: u8,
    buffer: Vec<u8>,
    /// Start of a quoted cell that is never closed.
    unclosed: Option<usize>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, delimiter: u8, quote: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).quote(quote).build();
        // A cell is never longer than the text, so that the buffer is never full.
        let buffer = vec![0; text.len() + 1];
        Self { text, at: 0, reader, delimiter, quote, buffer, unclosed: None }
    }

    fn table(mut self, faults: &mut Vec<Fault>) -> Table {
        let mut table = TableBuilder::default();
        let (mut row, mut ragged) = (Vec::new(), Vec::new());
        let mut open = None;
        while self.next(&mut row) {
            // What an open quote swallowed says nothing about the records there.
            if self.unclosed == open {
                table.row(&mut row, &mut ragged);
            }
            open = self.unclosed;
        }
        if let Some(start) = self.unclosed {
            faults.push(
                Fault::new(rules::INVALID_DATA, "a quoted cell is not closed", start..start + 1)
                    .label("opened here")
                    .help("close it; write a quote inside a quoted cell twice"),
            );
        }
        faults.extend(ragged);
        table.finish()
    }

    /// The next cell and whether it ends its record.
    fn cell(&mut self, first: bool) -> Option<(RawCell<'a>, bool)> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        let mut written = 0;
        let record_end = loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let buffer = self.buffer.get_mut(written..).unwrap_or_default();
            let (result, read, wrote) = self.reader.read_field(rest, buffer);
            self.at += read;
            written += wrote;
            match result {
                ReadFieldResult::Field { record_end } => break record_end,
                // At the end of the text, an empty input asks for what is left.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull | ReadFieldResult::End => return None,
            }
        };
        if first {
            start +=
                bytes.get(start..self.at).unwrap_or_default().iter().take_while(|b| is_line_end(**b)).count();
        }
        let mut end = self.at;
        match bytes.get(start..end).and_then(<[u8]>::last) {
            Some(last) if !record_end && *last == self.delimiter => end -= 1,
            Some(last) if record_end && is_line_end(*last) => end -= 1,
            _ => {}
        }
        let raw = self.text.get(start..end).unwrap_or_default();
        let read = self.buffer.get(..written).unwrap_or_default();
        // Only doubled quotes, and what stands beside quotes, make a text of its own.
        let text = if read == raw.as_bytes() {
            Cow::Borrowed(raw)
        } else {
            Cow::Owned(String::from_utf8_lossy(read).into_owned())
        };
        // The place of its text: without the quotes or, when it has none, the blanks around it.
        if raw.as_bytes().first() != Some(&self.quote) {
            let blanks = text.len() - text.trim_start().len();
            let text = match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            };
            let start = start + blanks;
            let place = start..start + text.len();
            return Some((RawCell::text(text, place), record_end));
        }
        if raw.bytes().filter(|byte| *byte == self.quote).count() % 2 == 1 {
            self.unclosed.get_or_insert(start);
        }
        let inner =
            raw.get(1..raw.len() - 1).filter(|_| raw.len() > 1 && raw.as_bytes().last() == Some(&self.quote));
        let text = match inner {
            Some(inner) if inner.as_bytes() == text.as_bytes() => Cow::Borrowed(inner),
            _ => text,
        };
        Some((RawCell::text(text, start + 1..if inner.is_some() { end - 1 } else { end }), record_end))
    }

    /// Reads the next row that has any content; whether there was one.
    fn next(&mut self, row: &mut Vec<RawCell<'a>>) -> bool {
        loop {
            row.clear();
            let Some((cell, mut record_end)) = self.cell(true) else { return false };
            row.push(cell);
            while !record_end {
                let Some((cell, last)) = self.cell(false) else { break };
                row.push(cell);
                record_end = last;
            }
            if row.iter().any(|cell| !cell.text.trim().is_empty()) {
                return true;
            }
        }
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
