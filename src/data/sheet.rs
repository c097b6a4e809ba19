//! Workbooks (XLSX, ODS) → sheets, each as tab-separated text with the cells' places in it.
//!
//! A line of that text is a row of the sheet, so that the line of a diagnostic is the row the author sees; tabs and line
//! breaks within a cell become blanks. A number keeps its exact value and has the text its number format shows: 0.68 as
//! `0%` is `68%`, 14.2 as `$0.00` is `$14.20`. ODS files are read without their number formats, which calamine does not
//! hand out: their percentages are plain shares.
//!
//! A formula without a value, as programs write that do not calculate, is a cell with the formula as its text. Of cells that are merged the
//! first alone has a value: where records stand in them, that is told.

use super::bounds::{self, BookError, Extent};
use super::fault::Fault;
use super::number_format::{self, Shown};
use super::table::{RawCell, RawKind, Table, TableBuilder};
use crate::diagnostics::{counted as count_of, rules};
use calamine::{
    Cell, Data, DataRef, Dimensions, ExcelDateTime, Ods, Range, Reader, StyleRange, Xlsx, XlsxError,
    XlsxFormulaMetadata,
};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Cursor;

/// One sheet with content.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its name in the workbook.
    pub(super) name: String,
    /// The columns of the workbook, from 0, that hold anything: those of `text`.
    pub(super) columns: Vec<u32>,
    /// Its rows as tab-separated text.
    pub(super) text: String,
    /// Its table; places are in `text`.
    pub(super) table: Table,
    /// Faults of its header.
    pub(super) faults: Vec<Fault>,
}

/// The sheets of an Excel workbook, or why it cannot be read.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, BookError> {
    bounds::unpacked(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    let mut extent = Extent::default();
    for name in counted(book.sheet_names())? {
        extent.next_sheet();
        let (range, uncalculated) = range(&mut book, &name, &mut extent)?;
        let styles = book.worksheet_style(&name).map_err(|error| in_sheet(&name, &error))?;
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| in_sheet(&name, &error))?;
        sheets.extend(sheet(name, &range, About { styles, uncalculated, merged: Merged::of(merged) }));
    }
    Ok(sheets)
}

/// The sheets of an OpenDocument spreadsheet, or why it cannot be read.
pub(super) fn ods(bytes: &[u8]) -> Result<Vec<Sheet>, BookError> {
    bounds::unpacked(bytes)?;
    let mut areas = bounds::ods(bytes)?;
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in counted(book.sheet_names())? {
        let range = book.worksheet_range(&name).map_err(|error| in_sheet(&name, &error))?;
        let merged = Merged::of(areas.remove(&name).unwrap_or_default());
        sheets.extend(sheet(name, &range, About { merged, ..About::default() }));
    }
    Ok(sheets)
}

fn counted(names: Vec<String>) -> Result<Vec<String>, BookError> {
    match names.len() {
        0..=bounds::SHEETS => Ok(names),
        count => {
            Err(BookError::TooLarge(format!("it has {count} sheets, expected at most {}", bounds::SHEETS)))
        }
    }
}

fn broken(error: impl Display) -> BookError {
    BookError::Broken(error.to_string())
}

fn in_sheet(name: &str, error: &impl Display) -> BookError {
    BookError::Broken(format!("sheet `{name}`: {error}"))
}

/// Row and column of cells.
type Places = BTreeSet<(u32, u32)>;

/// What is known of a sheet besides the values of its cells.
#[derive(Default)]
struct About {
    styles: StyleRange,
    uncalculated: Places,
    merged: Merged,
}

/// Areas of merged cells that reach over several rows, in the order of their first rows.
#[derive(Default)]
struct Merged {
    areas: Vec<Dimensions>,
    /// How many of them begin above the rows that were read.
    passed: usize,
}

impl Merged {
    fn of(mut areas: Vec<Dimensions>) -> Self {
        areas.retain(|area| area.end.0 > area.start.0);
        areas.sort_by_key(|area| area.start);
        Self { areas, passed: 0 }
    }

    /// The areas that begin above a row and reach into it, when it is the first that has cells since.
    fn at(&mut self, row: u32) -> impl Iterator<Item = &Dimensions> {
        let first = self.passed;
        self.passed += self.areas[first..].partition_point(|area| area.start.0 < row);
        self.areas[first..self.passed].iter().filter(move |area| area.end.0 >= row)
    }
}

/// The cells of a sheet and those of them that hold a formula without a value, as long as there is room for all between the first and the last. A sheet without cells, such as
/// one that is a chart, is empty.
fn range(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    extent: &mut Extent,
) -> Result<(Range<Data>, Places), BookError> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Default::default()),
        Err(error) => return Err(in_sheet(name, &error)),
    };
    let (mut cells, mut uncalculated) = (Vec::new(), Places::new());
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| in_sheet(name, &error))? {
        let (row, column) = cell.pos;
        let value = match (cell.value, &cell.formula) {
            (DataRef::Empty, None) => continue,
            (DataRef::Empty, Some(formula)) => {
                uncalculated.insert(cell.pos);
                Data::String(formula_text(formula))
            }
            (value, _) => Data::from(value),
        };
        let bytes = if let Data::String(text) = &value { text.len() } else { 0 };
        extent
            .cell((u64::from(row), u64::from(column)), bytes as u64)
            .map_err(|message| BookError::TooLarge(format!("sheet `{name}`: {message}")))?;
        cells.push(Cell::new((row, column), value));
    }
    Ok((Range::from_sparse(cells), uncalculated))
}

fn formula_text(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={formula}")
        }
        // It stands in another cell.
        _ => "=…".to_owned(),
    }
}

/// A sheet as text and table; `None` when it has no content.
fn sheet(name: String, range: &Range<Data>, mut about: About) -> Option<Sheet> {
    let (first_row, first_column) = range.start()?;
    let used = used_columns(range)?;
    let mut text = "\n".repeat(first_row as usize);
    let (mut table, mut faults) = (TableBuilder::default(), Vec::new());
    let mut covered = Vec::new();
    for (row_index, row) in range.rows().enumerate() {
        let mut cells: Vec<RawCell<'_>> = Vec::with_capacity(used.len());
        for (position, &column) in used.iter().enumerate() {
            if position > 0 {
                text.push('\t');
            }
            let at = (first_row + row_index as u32, first_column + column as u32);
            let code = about.styles.get(at).and_then(|style| style.number_format.as_ref());
            let code = code.map_or("General", |format| format.format_code.as_str());
            let (written, kind) = written(row.get(column).unwrap_or(&Data::Empty), code);
            let kind = if about.uncalculated.contains(&at) { RawKind::Uncalculated } else { kind };
            let start = text.len();
            text.push_str(&written);
            cells.push(RawCell { text: written.into(), place: start..text.len(), kind });
        }
        text.push('\n');
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            for area in about.merged.at(first_row + row_index as u32) {
                let is_its = |column: &usize| first_column + *column as u32 == area.start.1;
                let has_value = range.get_value(area.start).is_some_and(|value| *value != Data::Empty);
                let cell = used.iter().position(is_its).filter(|_| has_value);
                covered.extend(cell.map(|cell| cells[cell].place.clone()));
            }
            table.row(&mut cells, &mut faults);
        }
    }
    faults.extend(merged(covered));
    let table = table.finish(&mut faults);
    let columns = used.iter().map(|column| first_column + *column as u32).collect();
    Some(Sheet { name, columns, text, table, faults })
}

/// The finding of cells that are read as empty, since they are merged with one above, which has the value.
fn merged(covered: Vec<std::ops::Range<usize>>) -> Option<Fault> {
    let others = covered.len().saturating_sub(1);
    let place = covered.into_iter().next()?;
    let more = match others {
        0 => String::new(),
        others => format!(", as are those of {}", count_of(others, "other area")),
    };
    let message =
        format!("the cell is merged with one above it that has the value: it is read as empty{more}");
    let help = "take the cells apart in a spreadsheet program, and write into each what its record says";
    Some(Fault::new(rules::MERGED_CELLS, message, place).help(help))
}

/// The columns that hold anything; `None` when no column does.
fn used_columns(range: &Range<Data>) -> Option<Vec<usize>> {
    let mut used = vec![false; range.width()];
    for (_, column, value) in range.used_cells() {
        if let Some(column) = used.get_mut(column) {
            *column |= !written(value, "General").0.is_empty();
        }
    }
    let used: Vec<usize> =
        used.iter().enumerate().filter(|(_, used)| **used).map(|(index, _)| index).collect();
    (!used.is_empty()).then_some(used)
}

/// A cell's text on one line, and what it is.
fn written(value: &Data, code: &str) -> (String, RawKind) {
    match value {
        Data::Empty => (String::new(), RawKind::Null),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            (text.split_whitespace().collect::<Vec<_>>().join(" "), RawKind::Text)
        }
        Data::Bool(value) => (value.to_string(), RawKind::Text),
        Data::Int(value) => number(*value as f64, code),
        Data::Float(value) => number(*value, code),
        Data::DateTime(moment) => (date_text(*moment), RawKind::Text),
        Data::Error(error) => (error.to_string(), RawKind::Error),
    }
}

fn number(value: f64, code: &str) -> (String, RawKind) {
    let Shown { text, amount, percent } = number_format::show(value, code);
    (text, RawKind::Exact { amount, percent })
}

/// `2025-03-01`, `2025-03-01T12:30:00`, or `12:30:00` for a time of day or a duration.
fn date_text(moment: ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() {
        let seconds = (serial * 86_400.0).round().abs() as u64;
        let sign = if serial < 0.0 { "-" } else { "" };
        return format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (0.0..1.0).contains(&serial) {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}
