//! Where values come from: the published file of each dataset, its hash, and the cells.

use crate::model::{CellRef, CellSet, CellsOfOne, Dataset, DatasetId, Report};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt::{self, Display, Write as _};
use std::ops::Range;

/// What a mark begins and ends with, in JSON. Between two of them stands a path.
const MARK: &str = "\\u0001";

/// Of more cells than these the records are named as ranges.
const LISTED: usize = 1_000;

/// The place in the site of each dataset's file, where it is published.
pub(crate) struct Published {
    files: Vec<Option<String>>,
}

impl Published {
    pub(crate) fn of(report: &Report) -> Self {
        let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
        let published: BTreeSet<&str> = report.assets.iter().map(|asset| asset.path.as_str()).collect();
        let file = |path: &str| {
            path.strip_prefix(&content).filter(|path| published.contains(path)).map(str::to_owned)
        };
        Self { files: report.datasets.iter().map(|(_, dataset)| file(dataset.path())).collect() }
    }
}

/// Where the cells of a report come from.
pub(crate) struct Origins<'a> {
    report: &'a Report,
    published: &'a Published,
}

impl<'a> Origins<'a> {
    pub(crate) const fn of(report: &'a Report, published: &'a Published) -> Self {
        Self { report, published }
    }

    /// Path in the site of a dataset's file, and a mark for its hash; nothing when it is not published.
    pub(super) fn get(&self, id: DatasetId) -> (Option<&'a str>, Option<String>) {
        let path = self.published.files.get(id.0 as usize).and_then(Option::as_deref);
        (path, path.map(|path| format!("\u{1}{path}\u{1}")))
    }

    /// The cells by dataset.
    pub(super) fn of_cells(&self, cells: &CellSet) -> Vec<OfDataset<'a>> {
        let of_dataset = |(id, cells): (DatasetId, CellsOfOne<'_>)| {
            let dataset = self.report.datasets.get(id);
            let (file, sha256) = self.get(id);
            let is_long = cells.len() > LISTED;
            let ranges = is_long.then(|| by_field(dataset, cells));
            let cells = (!is_long).then(|| cells.iter().filter_map(|cell| self.cell(cell)).collect());
            OfDataset { dataset: dataset.name(), file, sha256, cells, ranges }
        };
        cells.datasets().map(of_dataset).collect()
    }

    fn cell(&self, cell: CellRef) -> Option<OfCell<'a>> {
        let dataset = self.report.datasets.get(cell.dataset);
        let (record, field) = (cell.record as usize, cell.field as usize);
        let name = &dataset.fields().get(field)?.name;
        (record < dataset.len()).then(|| OfCell {
            record: record + 1,
            key: dataset.key_text(record),
            field: name,
            text: dataset.text(record, field),
        })
    }
}

/// Cells of one dataset, as they stand in the file.
#[derive(Debug, Serialize)]
pub(super) struct OfDataset<'a> {
    dataset: &'a str,
    file: Option<&'a str>,
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<OfCell<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ranges: Option<Vec<OfField<'a>>>,
}

#[derive(Debug, Serialize)]
struct OfCell<'a> {
    record: usize,
    key: String,
    field: &'a str,
    text: &'a str,
}

/// Cells of one field: their records as ranges from 1, `[[1, 20], [25, 25]]`.
#[derive(Debug, Serialize)]
pub(super) struct OfField<'a> {
    field: Option<&'a str>,
    records: Box<RawValue>,
}

/// Cells of a dataset by field.
pub(super) fn by_field<'a>(dataset: &'a Dataset, cells: CellsOfOne<'_>) -> Vec<OfField<'a>> {
    let name = |field: u32| dataset.fields().get(field as usize).map(|field| field.name.as_str());
    cells
        .fields()
        .map(|(field, ranges)| OfField { field: name(field), records: on_one_line(ranges.map(FromOne)) })
        .collect()
}

/// A range of records, counted from 1.
struct FromOne(Range<u32>);

impl Display for FromOne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.0.start + 1, self.0.end)
    }
}

/// A list of JSON on one line: thousands of numbers would take as many.
pub(super) fn on_one_line(items: impl Iterator<Item = impl Display>) -> Box<RawValue> {
    let mut text = "[".to_owned();
    for (index, item) in items.enumerate() {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{}{item}", if index > 0 { ", " } else { "" });
    }
    text.push(']');
    RawValue::from_string(text).unwrap_or_else(|_| unreachable!("numbers in brackets are JSON"))
}

/// Hashes of files by their path in the site, in hexadecimal.
pub(crate) type Hashes = HashMap<String, String>;

/// Those of the files of all datasets.
pub(super) fn hashes(report: &Report) -> Hashes {
    let files: BTreeSet<String> = Published::of(report).files.into_iter().flatten().collect();
    let assets = report.assets.par_iter().filter(|asset| files.contains(asset.path.as_str()));
    assets.map(|asset| (asset.path.to_string(), sha256(&asset.bytes))).collect()
}

/// Adds JSON to a text, with hashes in the place of marks.
pub(super) fn push(text: &mut String, json: &str, hashes: &Hashes) {
    let hash = |path: &str| {
        // A path is JSON too: one with quotes or line ends is written otherwise there.
        let is_plain = memchr::memchr(b'\\', path.as_bytes()).is_none();
        let read = || serde_json::from_str(&format!("\"{path}\"")).ok();
        let path = if is_plain { Some(Cow::Borrowed(path)) } else { read().map(Cow::Owned) };
        hashes.get(&*path?)
    };
    let mut rest = json;
    while let Some((before, after)) = split_at_mark(rest) {
        text.push_str(before);
        let marked = split_at_mark(after).and_then(|(path, after)| Some((hash(path)?, after)));
        match marked {
            Some((hash, after)) => {
                text.push_str(hash);
                rest = after;
            }
            // The character itself, in somebody's words.
            None => {
                text.push_str(MARK);
                rest = after;
            }
        }
    }
    text.push_str(rest);
}

/// Whether a text need be searched for marks.
pub(super) fn may_have_mark(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some()
}

/// What stands before and after the first mark. A single letter is found many times faster than a mark, and this one is rare.
fn split_at_mark(text: &str) -> Option<(&str, &str)> {
    let mut backslashes = text.match_indices('\\');
    backslashes.find_map(|(at, _)| {
        let (before, rest) = text.split_at(at);
        Some((before, rest.strip_prefix(MARK)?))
    })
}

/// The hash of a file's bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)]));
    Sha256::digest(bytes).into_iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample;
    use serde_json::json;

    #[test]
    fn marks_become_hashes_and_the_character_itself_stays() {
        let report = sample::resolved().report;
        let asset = report.assets.iter().find(|asset| asset.path == "data/minerals.csv").expect("a file");
        let mut hashes = hashes(&report);
        hashes.insert("data/\"x\".csv".to_owned(), "0".to_owned());
        let pushed = |json: &str| {
            let mut text = String::new();
            push(&mut text, json, &hashes);
            text
        };
        let hash = sha256(&asset.bytes);
        for (json, expected) in [
            ("no mark", "no mark".to_owned()),
            ("a\\n\"b\"", "a\\n\"b\"".to_owned()),
            ("\\u0001data/minerals.csv\\u0001", hash.clone()),
            (
                "x \\u0001data/minerals.csv\\u0001 y \\u0001data/minerals.csv\\u0001",
                format!("x {hash} y {hash}"),
            ),
            ("\\u0001", "\\u0001".to_owned()),
            ("\\u0001 \\u0001data/minerals.csv\\u0001", format!("\\u0001 {hash}")),
            ("\\u0001data/\\\"x\\\".csv\\u0001", "0".to_owned()),
            ("\\u0001data/none.csv\\u0001", "\\u0001data/none.csv\\u0001".to_owned()),
        ] {
            assert_eq!(pushed(json), expected);
        }
    }

    #[test]
    fn lists_of_numbers_stand_on_one_line() {
        assert_eq!(on_one_line([1, 20].into_iter()).get(), "[1, 20]");
        assert_eq!(on_one_line([0..20, 24..25].map(FromOne).into_iter()).get(), "[[1, 20], [25, 25]]");
        assert_eq!(on_one_line(std::iter::empty::<u32>()).get(), "[]");
    }

    #[test]
    fn many_cells_are_named_by_field_and_range() {
        let report = sample::resolved().report;
        let id = report.datasets.iter().next().expect("a dataset").0;
        let cells = |records: &mut dyn Iterator<Item = u32>| -> CellSet {
            records.map(|record| CellRef { dataset: id, record, field: 1 }).collect()
        };
        let published = Published::of(&report);
        let json = |cells| json!(Origins::of(&report, &published).of_cells(&cells));
        let many = json(cells(&mut (0..1_500).filter(|record| *record != 3)));
        assert_eq!(many[0]["ranges"], json!([{ "field": "Price Surge", "records": [[1, 3], [5, 1500]] }]));
        assert_eq!(many[0].get("cells"), None);
        assert_eq!(json(cells(&mut (0..1)))[0]["cells"].as_array().map(Vec::len), Some(1));
    }
}
