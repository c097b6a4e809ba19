//! Delimited text → table. The csv-core reader splits; the place of each cell is counted along, since readers of whole
//! records forget it.
//!
//! Blank lines and records without any content (`,,`) are skipped: spreadsheets write them below a table.

use super::fault::Fault;
use super::table::{self, RawCell, Table};
use crate::diagnostics::rules;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// Delimiters that are tried, in the order that settles a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows are looked at to find the delimiter.
const SNIFFED_ROWS: usize = 50;

/// Reads delimited text; the delimiter is found out when none is given.
pub(super) fn read(text: &str, delimiter: Option<u8>, quote: Option<u8>) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let quote = quote.unwrap_or(b'"');
    let delimiter = delimiter.unwrap_or_else(|| sniff(text, quote));
    let rows = Rows::new(text, delimiter, quote).collect_all(&mut faults);
    (table::from_rows(rows, &mut faults), faults)
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
        let widths: Vec<usize> =
            Rows::new(text, delimiter, quote).take(SNIFFED_ROWS).map(|row| row.len()).collect();
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

    fn collect_all(mut self, faults: &mut Vec<Fault>) -> Vec<Vec<RawCell>> {
        let mut rows: Vec<Vec<RawCell>> = self.by_ref().collect();
        if let Some(start) = self.unclosed {
            faults.push(
                Fault::new(rules::INVALID_DATA, "a quoted cell is not closed", start..start + 1)
                    .label("opened here")
                    .help("close it; write a quote inside a quoted cell twice"),
            );
            // What it swallowed says nothing about the records there.
            rows.retain(|row| row.iter().all(|cell| cell.place.start != start + 1));
        }
        rows
    }

    /// The next cell and whether it ends its record.
    fn cell(&mut self, first: bool) -> Option<(RawCell, bool)> {
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
        let text = String::from_utf8_lossy(self.buffer.get(..written).unwrap_or_default());
        let raw = bytes.get(start..end).unwrap_or_default();
        // The place of its text: without the quotes or, when it has none, the blanks around it.
        if raw.first() != Some(&self.quote) {
            let start = start + text.len() - text.trim_start().len();
            let text = text.trim();
            return Some((RawCell::text(text, start..start + text.len()), record_end));
        }
        if raw.iter().filter(|byte| **byte == self.quote).count() % 2 == 1 {
            self.unclosed.get_or_insert(start);
        }
        let closed = raw.len() > 1 && raw.last() == Some(&self.quote);
        Some((RawCell::text(&text, start + 1..if closed { end - 1 } else { end }), record_end))
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<RawCell>;

    fn next(&mut self) -> Option<Vec<RawCell>> {
        loop {
            let (cell, mut record_end) = self.cell(true)?;
            let mut row = vec![cell];
            while !record_end {
                let Some((cell, last)) = self.cell(false) else { break };
                row.push(cell);
                record_end = last;
            }
            if row.iter().any(|cell| !cell.text.trim().is_empty()) {
                return Some(row);
            }
        }
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
