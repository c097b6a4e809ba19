//! Delimited text → table. The csv-core reader splits; the place of each cell is counted along, since readers of whole
//! records forget it. A text without quotes is cut at line ends into portions, which are read side by side.
//!
//! Blank lines and records without any content (`,,`) are skipped: spreadsheets write them below a table.

use super::fault::Fault;
use super::table::{Rows, Table, TableBuilder};
use crate::diagnostics::rules;
use crate::syntax::bytes;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use rayon::prelude::*;
use std::ops::Range;

/// Delimiters that are tried, in the order that settles a tie.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows are looked at to find the delimiter.
const SNIFFED_ROWS: usize = 50;
/// Bytes of a portion, but for the rest of its last line.
const PORTION: usize = 1 << 17;
/// Bytes of a cell in quotes for which there is room beforehand.
const BUFFER: usize = 1 << 12;
/// Bytes in which one thread counts line ends.
const LINES: usize = 1 << 20;
/// Cells that are read at a time from a text that is not cut.
const CELLS: usize = 1 << 14;

/// Reads delimited text; the delimiter is found out when none is given.
pub(super) fn read(text: &str, delimiter: Option<u8>, quote: Option<u8>) -> (Table, Vec<Fault>) {
    let quote = quote.unwrap_or(b'"');
    let quote = Some(quote).filter(|quote| memchr::memchr(*quote, text.as_bytes()).is_some());
    let (said, start) = separator_line(text).unzip();
    let delimiter = delimiter.or(said).unwrap_or_else(|| sniff(text, quote));
    let range = start.unwrap_or(0)..text.len();
    match quote {
        None => cut(text, range, delimiter, PORTION),
        quote => whole(text, range, delimiter, quote),
    }
}

/// The delimiter that Excel writes into a line of its own, `sep=;`, and where the next line begins.
fn separator_line(text: &str) -> Option<(u8, usize)> {
    let line = text.split_inclusive('\n').next()?;
    let [delimiter] = *line.strip_prefix("sep=")?.trim_end_matches(['\r', '\n']).as_bytes() else {
        return None;
    };
    Some((delimiter, line.len()))
}

/// Reads a text without quotes, in which every line end is one, portion by portion.
fn cut(text: &str, range: Range<usize>, delimiter: u8, size: usize) -> (Table, Vec<Fault>) {
    let portions = portions(text, range, size);
    let mut groups = portions.chunks(rayon::current_num_threads());
    let read = |range: &Range<usize>| Reading::new(text, range.clone(), delimiter, None).rows(usize::MAX);
    collect(text, || groups.next().map(|group| group.par_iter().map(read).collect()))
}

/// Reads a part of a text from its beginning to its end.
fn whole(text: &str, range: Range<usize>, delimiter: u8, quote: Option<u8>) -> (Table, Vec<Fault>) {
    let mut reading = Reading::new(text, range, delimiter, quote);
    let (table, mut faults) = collect(text, || (!reading.is_done).then(|| vec![reading.rows(CELLS)]));
    if let Some(start) = reading.unclosed {
        let unclosed = Fault::new(rules::INVALID_DATA, "a quoted cell is not closed", start..start + 1)
            .label("opened here")
            .help("close it; write a quote inside a quoted cell twice");
        faults.insert(0, unclosed);
    }
    (table, faults)
}

/// Where a part of a text is cut: behind the first line end after each `size` bytes.
fn portions(text: &str, range: Range<usize>, size: usize) -> Vec<Range<usize>> {
    let mut portions = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let rest = text.as_bytes().get(start + size..range.end).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', rest);
        let end = line_end.map_or(range.end, |at| start + size + at + 1);
        portions.push(start..end);
        start = end;
    }
    portions
}

/// Makes a table of the rows of a text: while some are read, those before go into their columns.
fn collect<'a>(text: &str, mut next: impl FnMut() -> Option<Vec<Rows<'a>>> + Send) -> (Table, Vec<Fault>) {
    let lines = text.as_bytes().par_chunks(LINES).map(|part| memchr::memchr_iter(b'\n', part).count()).sum();
    let (mut table, mut faults) = (TableBuilder::expecting(lines), Vec::new());
    let mut read = next();
    while let Some(rows) = read {
        let add = || rows.iter().for_each(|rows| table.rows(rows, &mut faults));
        (read, ()) = rayon::join(&mut next, add);
    }
    let table = table.finish(&mut faults);
    (table, faults)
}

/// The delimiter under which most rows have as many cells as the first one, and more than one.
fn sniff(text: &str, quote: Option<u8>) -> u8 {
    let mut best = (0, 1, b',');
    // A reader takes longer to make than a small file to read, and rows of a large one less long to read than all of it.
    let is_small = text.len() <= PORTION;
    let there: Vec<u8> = DELIMITERS
        .into_iter()
        .filter(|delimiter| !is_small || memchr::memchr(*delimiter, text.as_bytes()).is_some())
        .collect();
    if there == [b','] {
        return b',';
    }
    for delimiter in there {
        let mut reading = Reading::new(text, 0..text.len(), delimiter, quote);
        let mut row = Rows::of(text);
        let mut widths: Vec<usize> = Vec::with_capacity(SNIFFED_ROWS);
        while widths.len() < SNIFFED_ROWS && reading.row(&mut row) {
            widths.push(row.len());
            row.truncate(0);
        }
        let width = widths.first().copied().unwrap_or(0);
        let same = widths.iter().filter(|other| **other == width).count();
        if width > 1 && (same, width) > (best.0, best.1) {
            best = (same, width, delimiter);
        }
    }
    best.2
}

/// A text, or a portion of one, that is read into cells with places.
struct Reading<'a> {
    /// Up to the end of the portion.
    text: &'a str,
    at: usize,
    delimiter: u8,
    /// What reads quotes, where there are any.
    quotes: Option<Quotes>,
    /// Start of a quoted cell that is never closed.
    unclosed: Option<usize>,
    is_done: bool,
}

struct Quotes {
    reader: Reader,
    quote: u8,
    buffer: Vec<u8>,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, range: Range<usize>, delimiter: u8, quote: Option<u8>) -> Self {
        let quotes = quote.map(|quote| {
            let reader = ReaderBuilder::new().delimiter(delimiter).quote(quote).build();
            Quotes { reader, quote, buffer: vec![0; range.len().min(BUFFER) + 1] }
        });
        let text = text.get(..range.end).unwrap_or(text);
        Self { text, at: range.start, delimiter, quotes, unclosed: None, is_done: false }
    }

    /// Reads rows until there are as many cells as wanted, or none is left.
    fn rows(&mut self, cells: usize) -> Rows<'a> {
        let mut rows = Rows::of(self.text);
        while rows.len() < cells {
            let (open, before) = (self.unclosed, rows.len());
            if !self.row(&mut rows) {
                self.is_done = true;
                break;
            }
            // What an open quote swallowed says nothing about the records there.
            if self.unclosed == open {
                rows.end();
            } else {
                rows.truncate(before);
            }
        }
        rows
    }

    /// Adds the cells of the next row that has any content; whether there was one.
    fn row(&mut self, row: &mut Rows<'a>) -> bool {
        let before = row.len();
        loop {
            row.truncate(before);
            let Some(mut cell) = self.cell(true) else { return false };
            loop {
                row.push(cell.place, cell.own);
                if cell.ends_record {
                    break;
                }
                match self.cell(false) {
                    Some(next) => cell = next,
                    None => break,
                }
            }
            if (before..row.len()).any(|at| !row.text(at).trim().is_empty()) {
                return true;
            }
        }
    }

    /// The next cell.
    fn cell(&mut self, first: bool) -> Option<Cell> {
        if self.quotes.is_some() { self.quoted_cell(first) } else { self.plain_cell(first) }
    }

    /// The same where no cell is quoted: it goes on to the next delimiter or line end.
    fn plain_cell(&mut self, first: bool) -> Option<Cell> {
        let rest = &self.text.as_bytes()[self.at..];
        let blank = if first { rest.iter().take_while(|byte| is_line_end(**byte)).count() } else { 0 };
        let start = self.at + blank;
        if first && start == self.text.len() {
            return None;
        }
        let length = memchr::memchr3(self.delimiter, b'\n', b'\r', &rest[blank..]);
        let end = length.map_or(self.text.len(), |length| start + length);
        self.at = (end + 1).min(self.text.len());
        let ends_record = self.text.as_bytes().get(end).is_none_or(|byte| *byte != self.delimiter);
        let text = self.text.get(start..end).unwrap_or_default();
        Some(Cell { place: trimmed(text, start), own: None, ends_record })
    }

    fn quoted_cell(&mut self, first: bool) -> Option<Cell> {
        let Quotes { reader, quote, buffer } = self.quotes.as_mut()?;
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        let mut written = 0;
        let ends_record = loop {
            let rest = bytes.get(self.at..).unwrap_or_default();
            let (result, read, wrote) =
                reader.read_field(rest, buffer.get_mut(written..).unwrap_or_default());
            self.at += read;
            written += wrote;
            match result {
                ReadFieldResult::Field { record_end } => break record_end,
                // At the end of the text, an empty input asks for what is left.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => buffer.resize(2 * buffer.len(), 0),
                ReadFieldResult::End => return None,
            }
        };
        if first {
            start +=
                bytes.get(start..self.at).unwrap_or_default().iter().take_while(|b| is_line_end(**b)).count();
        }
        let mut end = self.at;
        match bytes.get(start..end).and_then(<[u8]>::last) {
            Some(last) if !ends_record && *last == self.delimiter => end -= 1,
            Some(last) if ends_record && is_line_end(*last) => end -= 1,
            _ => {}
        }
        let raw = self.text.get(start..end).unwrap_or_default();
        let read = buffer.get(..written).unwrap_or_default();
        // Only doubled quotes, and what stands beside quotes, make a text of its own.
        let own = |text: &str| (read != text.as_bytes()).then(|| String::from_utf8_lossy(read).into_owned());
        if raw.as_bytes().first() != Some(quote) {
            let own = own(raw);
            let place = trimmed(own.as_deref().unwrap_or(raw), start);
            return Some(Cell { place, own: own.map(|text| text.trim().to_owned()), ends_record });
        }
        if raw.bytes().filter(|byte| byte == quote).count() % 2 == 1 {
            self.unclosed.get_or_insert(start);
        }
        let inner =
            raw.get(1..raw.len() - 1).filter(|_| raw.len() > 1 && raw.as_bytes().last() == Some(quote));
        let place = start + 1..if inner.is_some() { end - 1 } else { end };
        let own = own(self.text.get(place.clone()).unwrap_or_default());
        Some(Cell { place, own, ends_record })
    }
}

/// One cell.
struct Cell {
    place: Range<usize>,
    /// Its text when it reads otherwise than what stands there.
    own: Option<String>,
    ends_record: bool,
}

/// The place of a text that stands at `start`, without the blanks around it.
fn trimmed(text: &str, start: usize) -> Range<usize> {
    let inside = bytes::trim(text);
    if inside.len() == text.len() {
        return start..start + text.len();
    }
    let start = start + text.len() - text.trim_start().len();
    start..start + inside.len()
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table as what can be seen of it.
    fn shown((table, faults): &(Table, Vec<Fault>)) -> String {
        let cells = |record| (0..table.fields.len()).map(move |field| table.cell(record, field));
        let records: Vec<Vec<_>> = (0..table.len()).map(|record| cells(record).collect()).collect();
        format!("{:?} {records:?} {faults:?}", table.fields)
    }

    #[test]
    fn cells_in_quotes_may_be_of_any_length() {
        for length in [BUFFER - 1, BUFFER, BUFFER + 1, 5 * BUFFER] {
            let long = "x\"\"".repeat(length);
            let (table, faults) = read(&format!("a,b\n1,\"{long}\"\n2,c\n"), None, None);
            assert!(faults.is_empty(), "{faults:?}");
            let text = |record| table.cell(record, 1).map(|cell| cell.text.into_owned());
            assert_eq!((text(0), text(1)), (Some("x\"".repeat(length)), Some("c".to_owned())));
        }
    }

    #[test]
    fn a_line_may_name_the_delimiter() {
        for text in ["sep=;\r\na;b\r\n1,5;\"x\"\r\n", "sep=;\na;b\n1,5;x\n"] {
            let (table, faults) = read(text, None, None);
            assert!(faults.is_empty(), "{faults:?}");
            let text = |field| table.cell(0, field).map(|cell| cell.text.into_owned());
            assert_eq!((text(0).as_deref(), text(1).as_deref()), (Some("1,5"), Some("x")));
        }
    }

    proptest! {
        #[test]
        fn a_text_without_quotes_reads_the_same_however_it_is_cut(
            text in "([a-c ]{0,3}[,;\n]|\r\n|\r|é){0,40}", size in 1_usize..30
        ) {
            // A quote that is not there has the other reader read it.
            let expected = shown(&whole(&text, 0..text.len(), b',', Some(b'"')));
            prop_assert_eq!(shown(&cut(&text, 0..text.len(), b',', size)), expected);
        }
    }
}
