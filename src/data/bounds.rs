//! How much a workbook and a table may hold, so that a small file cannot take all memory: found out by counting, before
//! anything is unpacked or repeated in memory.

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The most cells of a table in a text.
pub(super) const CELLS: usize = 100_000_000;
/// The most cells of a workbook, counted from the first to the last one of each sheet: they are held one by one.
pub(super) const BOOK_CELLS: u64 = 20_000_000;
/// The most sheets of a workbook, each of which may name the same part.
pub(super) const SHEETS: usize = 1_000;
/// The most bytes in the parts of a workbook together, and in its cells together.
pub(super) const BYTES: u64 = 1 << 30;
/// No deflated part grows by more than this factor (RFC 1951: 258 bytes from two bits).
const GREATEST_FACTOR: u64 = 1_032;
/// The most rows of a sheet, as calamine has it.
const ROWS: u64 = 1_048_576;
/// The most columns of a sheet, as calamine has it.
const COLUMNS: u64 = 16_384;

/// Why a workbook is not read.
#[derive(Debug)]
pub(super) enum BookError {
    /// It would take too much memory.
    TooLarge(String),
    /// It is no workbook, or it is damaged.
    Broken(String),
}

/// Whether the parts of an archive, unpacked, stay within [`BYTES`]. What its directory says of their length may be a lie:
/// the parts are unpacked and counted, unless they are too small to hold so much. Damage is left to who reads it.
pub(super) fn unpacked(bytes: &[u8]) -> Result<(), BookError> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let packed =
        (0..archive.len()).filter_map(|index| Some(archive.by_index_raw(index).ok()?.compressed_size()));
    if packed.fold(0_u64, u64::saturating_add).saturating_mul(GREATEST_FACTOR) <= BYTES {
        return Ok(());
    }
    let mut left = BYTES;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        // What breaks off halfway was counted as far as it went.
        let mut limited = part.take(left + 1);
        let _ = std::io::copy(&mut limited, &mut std::io::sink());
        let read = left + 1 - limited.limit();
        left = left.checked_sub(read).ok_or_else(|| {
            BookError::TooLarge(format!("unpacked, it takes more than {} MiB", BYTES >> 20))
        })?;
    }
    Ok(())
}

/// How much the sheets of a workbook take.
#[derive(Debug, Default)]
pub(super) struct Extent {
    /// The cells of the sheets before this one.
    before: u64,
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
    bytes: u64,
}

impl Extent {
    /// Goes on to the next sheet.
    pub(super) fn next_sheet(&mut self) {
        self.before = self.before.saturating_add(length(self.rows).saturating_mul(length(self.columns)));
        (self.rows, self.columns) = (None, None);
    }

    /// Takes in a cell with a text of so many bytes.
    pub(super) fn cell(&mut self, (row, column): (u64, u64), bytes: u64) -> Result<(), String> {
        let widened = |range: Option<(u64, u64)>, at| match range {
            Some((first, last)) => Some((first.min(at), last.max(at))),
            None => Some((at, at)),
        };
        self.rows = widened(self.rows, row);
        self.columns = widened(self.columns, column);
        self.bytes = self.bytes.saturating_add(bytes);
        let (rows, columns) = (length(self.rows), length(self.columns));
        if self.before.saturating_add(rows.saturating_mul(columns)) > BOOK_CELLS {
            return Err(format!(
                "from the first to the last cell it has {rows} rows and {columns} columns, which makes, with the sheets before it, more than {} million cells",
                BOOK_CELLS / 1_000_000
            ));
        }
        if self.bytes > BYTES {
            return Err(format!("the texts of the cells take more than {} MiB", BYTES >> 20));
        }
        Ok(())
    }
}

fn length(range: Option<(u64, u64)>) -> u64 {
    range.map_or(0, |(first, last)| last - first + 1)
}

/// Areas of cells that are merged over several rows, by the names of their sheets.
pub(super) type Areas = BTreeMap<String, Vec<Dimensions>>;

/// Whether the sheets of an OpenDocument spreadsheet, with all that they repeat, stay within the limits, and which of their cells
/// are merged, which calamine does not say. Damage is left to who reads it.
pub(super) fn ods(bytes: &[u8]) -> Result<Areas, BookError> {
    let mut areas = Areas::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(areas) };
    let Ok(content) = archive.by_name("content.xml") else { return Ok(areas) };
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut sheet = Repeats::default();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => match start.name().as_ref() {
                "table:table" => {
                    sheet.extent.next_sheet();
                    let (name, extent) = (attribute(&start, "table:name"), std::mem::take(&mut sheet.extent));
                    sheet = Repeats { name, extent, ..Repeats::default() };
                }
                "table:table-row" => {
                    sheet.row(repeated(&start, "table:number-rows-repeated", ROWS));
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(area) = sheet.merged(&start) {
                        areas.entry(sheet.name.clone()).or_default().push(area);
                    }
                    sheet.cell(repeated(&start, "table:number-columns-repeated", COLUMNS), has_value(&start));
                }
                _ => {}
            },
            Ok(Event::Text(text)) => sheet.bytes += text.len() as u64,
            Ok(Event::End(end)) => match end.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => sheet.end_of_cell(),
                "table:table-row" => sheet
                    .end_of_row()
                    .map_err(|message| BookError::TooLarge(format!("sheet `{}`: {message}", sheet.name)))?,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return Ok(areas),
            Ok(_) => {}
        }
    }
}

/// A sheet of an OpenDocument spreadsheet as far as it was read.
#[derive(Default)]
struct Repeats {
    name: String,
    extent: Extent,
    /// The row after those that were read.
    next: u64,
    rows: u64,
    column: u64,
    columns: u64,
    filled: bool,
    bytes: u64,
    /// The first and last filled column of the row, and the bytes of its texts.
    row: Option<(u64, u64)>,
    row_bytes: u64,
}

impl Repeats {
    fn row(&mut self, times: u64) {
        (self.rows, self.column, self.row, self.row_bytes) = (times, 0, None, 0);
    }

    /// The area of the cell that begins, when it reaches over several rows.
    fn merged(&self, start: &BytesStart<'_>) -> Option<Dimensions> {
        let rows = repeated(start, "table:number-rows-spanned", ROWS);
        let columns = repeated(start, "table:number-columns-spanned", COLUMNS).max(1);
        let at = |row: u64, column: u64| Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?));
        let (first, last) = (at(self.next, self.column)?, at(self.next + rows, self.column + columns)?);
        (rows > 1).then(|| Dimensions::new(first, (last.0 - 1, last.1 - 1)))
    }

    fn cell(&mut self, times: u64, filled: bool) {
        (self.columns, self.filled, self.bytes) = (times, filled, 0);
    }

    fn end_of_cell(&mut self) {
        let last = (self.column + self.columns).min(COLUMNS);
        if (self.filled || self.bytes > 0) && last > self.column {
            self.row = Some((self.row.map_or(self.column, |(first, _)| first), last - 1));
            self.row_bytes = self.row_bytes.saturating_add(self.bytes.saturating_mul(self.columns));
        }
        self.column = last;
    }

    fn end_of_row(&mut self) -> Result<(), String> {
        let (first, last) = (self.next, (self.next + self.rows).min(ROWS));
        self.next = last;
        let Some((left, right)) = self.row.filter(|_| last > first) else { return Ok(()) };
        self.extent.cell((first, left), self.row_bytes.saturating_mul(last - first))?;
        self.extent.cell((last - 1, right), 0)
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> String {
    let attribute = start.try_get_attribute(name).ok().flatten();
    attribute.map_or_else(String::new, |attribute| attribute.value.into_owned())
}

fn repeated(start: &BytesStart<'_>, name: &str, most: u64) -> u64 {
    attribute(start, name).trim().parse().unwrap_or(1).min(most)
}

fn has_value(start: &BytesStart<'_>) -> bool {
    let is_value = |name: &str| name.starts_with("office:") || name == "table:formula";
    start.attributes().with_checks(false).flatten().any(|attribute| is_value(attribute.key.as_ref()))
}
