//! The files of the data folder, decoded and registered: what the readers of the formats start from.

use super::bounds::BookError;
use super::fault::Fault;
use super::package::{self, Resource};
use super::sheet::{self, Sheet};
use super::table::Table;
use super::{DataFile, csv, json, records};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, Span, below, rules};
use crate::syntax::decode::DecodeError;
use crate::syntax::{toml, yaml};
use bytestring::ByteString;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

/// One text that may hold a table: a file, or a sheet of one.
#[derive(Debug)]
pub(super) struct Input {
    /// Its text.
    pub(super) file: FileId,
    /// Path of the file below the data folder.
    pub(super) path: Utf8PathBuf,
    /// Path of the file relative to the report's root.
    pub(super) report_path: Utf8PathBuf,
    /// The sheet's name.
    pub(super) sheet: Option<String>,
    /// A second name of the dataset: `book/Sheet` of the only sheet.
    pub(super) alias: Option<String>,
    /// The dataset's name by its path.
    name: String,
    /// What the text is.
    pub(super) content: Content,
}

/// What a text is.
#[derive(Debug)]
pub(super) enum Content {
    /// A data package.
    Package,
    /// A format of text.
    Text(Format),
    /// A sheet, with its table.
    Sheet(Table, Vec<Fault>),
}

/// A format of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Tsv,
    Json,
    NdJson,
    Yaml,
    Toml,
}

/// A file as it was decoded.
enum Decoded {
    Text(Content, Result<ByteString, DecodeError>),
    Book(Result<Vec<Sheet>, BookError>),
}

/// A file that holds no table that could be read: the name of its dataset, and its path relative to the report's root.
pub(super) type Unreadable = (String, Utf8PathBuf);

/// Decodes all files and registers their texts by path.
pub(super) fn read(
    files: &mut Files,
    folder: &Utf8Path,
    data: &[DataFile<'_>],
    diagnostics: &mut Diagnostics,
) -> (Vec<Input>, Vec<Unreadable>) {
    let mut sorted: Vec<&DataFile<'_>> = data.iter().collect();
    sorted.sort_by_key(|file| file.path);
    let decoded: Vec<Option<Decoded>> = sorted.par_iter().map(|file| decode(file)).collect();
    let (mut inputs, mut unreadable) = (Vec::new(), Vec::new());
    for (file, decoded) in sorted.into_iter().zip(decoded) {
        let path = below(folder, file.path);
        match decoded {
            None => {}
            Some(Decoded::Text(content, Ok(text))) => {
                let id = files.add(path.clone(), text);
                inputs.push(Input::new(id, file.path, path, content));
            }
            Some(Decoded::Text(_, Err(error))) => {
                unreadable.push((name_of(file.path), path.clone()));
                diagnostics.push(not_text(files, path, error));
            }
            Some(Decoded::Book(Ok(sheets))) => {
                add_sheets(files, (file.path, path), sheets, &mut inputs, diagnostics);
            }
            Some(Decoded::Book(Err(error))) => {
                unreadable.push((name_of(file.path), path.clone()));
                let id = files.add(path, "");
                let (rule, message, help) = match error {
                    BookError::Broken(message) => (
                        rules::INVALID_DATA,
                        format!("the workbook cannot be read: {message}"),
                        "open it in a spreadsheet program and save it again, without a password",
                    ),
                    BookError::TooLarge(message) => (
                        rules::TOO_LARGE,
                        format!("the workbook is too large: {message}"),
                        "save the table alone, without cells far from it, or as CSV",
                    ),
                };
                diagnostics.push(Diagnostic::new(rule, message).at(Span::new(id, 0..0), "").help(help));
            }
        }
    }
    (inputs, unreadable)
}

/// The name that a dataset has by the path of its file below the data folder.
pub(crate) fn name_of(path: &Utf8Path) -> String {
    path.with_extension("").into_string()
}

fn decode(file: &DataFile<'_>) -> Option<Decoded> {
    if file.path.file_name() == Some(package::FILE_NAME) {
        return Some(Decoded::Text(Content::Package, file.decode()));
    }
    let format = match file.path.extension()?.to_ascii_lowercase().as_str() {
        "csv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "json" => Format::Json,
        "ndjson" | "jsonl" => Format::NdJson,
        "yaml" | "yml" => Format::Yaml,
        "toml" => Format::Toml,
        "xlsx" => return Some(Decoded::Book(sheet::xlsx(file.bytes))),
        "ods" => return Some(Decoded::Book(sheet::ods(file.bytes))),
        _ => return None,
    };
    Some(Decoded::Text(Content::Text(format), file.decode()))
}

fn not_text(files: &mut Files, path: Utf8PathBuf, error: DecodeError) -> Diagnostic {
    let id = files.add(path, error.lossy);
    Diagnostic::new(rules::INVALID_ENCODING, format!("{}, expected UTF-8 or UTF-16", error.message))
        .at(Span::new(id, error.place), "not readable")
        .help(error.help)
}

/// Registers the sheets of a workbook. The only sheet is called by the book's name, and by its own too.
fn add_sheets(
    files: &mut Files,
    (path, report_path): (&Utf8Path, Utf8PathBuf),
    sheets: Vec<Sheet>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) {
    if sheets.is_empty() {
        let id = files.add(report_path, "");
        let diagnostic = Diagnostic::new(rules::INVALID_DATA, "no sheet of the workbook holds anything")
            .at(Span::new(id, 0..0), "expected a sheet with a header and records")
            .help("add records, or remove the file");
        diagnostics.push(diagnostic);
        return;
    }
    let only = sheets.len() == 1;
    for sheet in sheets {
        let id = files.add_sheet(&report_path, &sheet.name, sheet.columns, sheet.text);
        let content = Content::Sheet(sheet.table, sheet.faults);
        let mut input = Input::new(id, path, report_path.clone(), content);
        let full = format!("{}/{}", input.name, sheet.name);
        match only {
            true => input.alias = Some(full),
            false => input.name = full,
        }
        input.sheet = Some(sheet.name);
        inputs.push(input);
    }
}

impl Input {
    fn new(file: FileId, path: &Utf8Path, report_path: Utf8PathBuf, content: Content) -> Self {
        let name = name_of(path);
        Self { file, path: path.to_owned(), report_path, sheet: None, alias: None, name, content }
    }

    /// The dataset's name: the path, with the last part by the resource's name when it has one.
    pub(super) fn dataset_name(&self, resource: Option<&Resource>) -> String {
        let Some(name) = resource.and_then(|resource| resource.name.as_ref()) else {
            return self.name.clone();
        };
        match self.path.parent().filter(|folder| !folder.as_str().is_empty()) {
            Some(folder) => format!("{folder}/{}", name.value),
            None => name.value.clone(),
        }
    }

    /// The table in the text, with its faults; `None` for a data package.
    pub(super) fn table(&self, text: &str, resource: Option<&Resource>) -> Option<(Table, Vec<Fault>)> {
        let format = match &self.content {
            Content::Package => return None,
            Content::Sheet(table, faults) => return Some((table.clone(), faults.clone())),
            Content::Text(format) => format,
        };
        let quote = resource.and_then(|resource| resource.quote);
        let delimiter = resource.and_then(|resource| resource.delimiter);
        Some(match format {
            Format::Csv => csv::read(text, delimiter, quote),
            Format::Tsv => csv::read(text, Some(delimiter.unwrap_or(b'\t')), quote),
            Format::Json => match json::parse(text) {
                Ok(tree) => records::read(&tree, text),
                Err(fault) => (Table::default(), vec![fault]),
            },
            Format::NdJson => {
                let (trees, mut faults) = json::parse_lines(text);
                let (table, more) = records::read_records(&trees, text);
                faults.extend(more);
                (table, faults)
            }
            Format::Yaml => match yaml::parse(text) {
                Ok(tree) => {
                    let (table, mut faults) = records::read(&tree, text);
                    faults.extend(yaml::cut_off(text, &tree).into_iter().map(|range| cut_off(text, range)));
                    (table, faults)
                }
                Err(error) => {
                    let fault = Fault::new(rules::INVALID_DATA, error.message, error.range).help(
                        "begin each record with `- `, indent its `key: value` lines alike, and quote values with `: `",
                    );
                    (Table::default(), vec![fault])
                }
            },
            Format::Toml => {
                let (tree, errors) = toml::parse(text);
                let faults: Vec<Fault> = errors
                    .into_iter()
                    .map(|error| {
                        Fault::new(rules::INVALID_DATA, error.message, error.range)
                            .help("write `[[records]]` above each record, and its cells as `key = value`")
                    })
                    .collect();
                match faults.is_empty() {
                    true => records::read(&tree, text),
                    false => (Table::default(), faults),
                }
            }
        })
    }
}

/// Words of a YAML file that are a comment.
fn cut_off(text: &str, range: std::ops::Range<usize>) -> Fault {
    let words = text.get(range.clone()).unwrap_or_default();
    Fault::new(rules::CUT_OFF, yaml::cut_off_message(words), range)
        .label("this is not read")
        .help(yaml::CUT_OFF_HELP)
}
