//! Tables → data files with a data package that types their columns.

use super::blocks::{Block, Kind};
use super::marks::Marker;
use super::propose::{self, Proposal};
use super::table::Table;
use super::{Found, Remark};
use crate::data::{self, DataFile};
use crate::diagnostics::Files;
use crate::model::{Dataset, Datasets, Field, FieldKind, Precision, Scalar, Unit};
use crate::syntax::number;
use crate::syntax::slug::Identifiers;
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Cells that say that there is nothing.
const MISSING: &[&str] = &["-", "–", "—", "−", "..", "…", "n/a", "N/A", "n.a.", "NA"];

/// A table as a dataset, and the figures that show it.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its name: `regional_monetization`.
    pub(super) name: String,
    /// Its line in the text.
    pub(super) line: usize,
    /// Its title, when it has one.
    pub(super) title: Option<String>,
    /// What references ask for it by, without `tbl-`, when the text says so.
    pub(super) id: Option<String>,
    /// Its notes.
    pub(super) notes: Vec<String>,
    /// Keys of its sources.
    pub(super) sources: Vec<String>,
    /// The chart that its numbers ask for.
    pub(super) chart: Option<Proposal>,
    csv: Vec<u8>,
    units: Vec<Option<String>>,
    missing: Vec<Vec<String>>,
    /// Columns whose thousands stand apart: `4 120`.
    spaced: Vec<bool>,
}

/// All tables of a text.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// In the order of the text.
    pub(super) taken: Vec<Taken>,
    package: Option<Vec<u8>>,
}

impl Tables {
    pub(super) fn len(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn charts(&self) -> usize {
        self.taken.iter().filter(|table| table.chart.is_some()).count()
    }

    /// The data files and their package.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let data =
            self.taken.iter().map(|table| (format!("content/data/{}.csv", table.name), table.csv.clone()));
        let package =
            self.package.iter().map(|text| ("content/data/datapackage.json".to_owned(), text.clone()));
        data.chain(package).collect()
    }
}

/// Takes all tables off the blocks, and leaves their places.
pub(super) fn take(blocks: &mut [Block], marker: &mut Marker<'_>, found: &mut Found) -> Tables {
    let mut tables = Tables::default();
    let mut names = Identifiers::default();
    let mut heading = None;
    for block in blocks {
        match &block.kind {
            Kind::Heading { text, .. } => heading = Some(text.clone()),
            Kind::Table(table) => {
                let taken = taken(table, block.line, heading.as_deref(), &mut names, marker);
                block.kind = Kind::Figure(tables.taken.len());
                tables.taken.push(taken);
            }
            _ => {}
        }
    }
    describe(&mut tables, found);
    tables
}

fn taken(
    table: &Table,
    line: usize,
    heading: Option<&str>,
    names: &mut Identifiers,
    marker: &mut Marker<'_>,
) -> Taken {
    let (mut marks, mut notes) = (Vec::new(), table.notes.clone());
    let mut bare = |marker: &Marker<'_>, text: &str| {
        let (words, more) = marker.bare(text);
        marks.extend(more);
        for said in marker.notes.cut(text).1 {
            if !notes.contains(&said) {
                notes.push(said);
            }
        }
        words
    };
    let header: Vec<String> = table.header.iter().map(|name| bare(marker, name)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| bare(marker, cell)).collect()).collect();
    let title = table.title.as_deref().or(heading).map(|title| bare(marker, title));
    let mut sources: Vec<String> = marks.iter().filter_map(|mark| marker.references.cite(mark)).collect();
    for words in &table.sources {
        let (words, marks) = marker.bare(words);
        sources.extend(marker.references.cite_words(&words, &marks, line, marker.markup));
        marker.citations += 1;
    }
    let mut unique = Vec::new();
    sources.into_iter().for_each(|key| {
        if !unique.contains(&key) {
            unique.push(key);
        }
    });
    let column = |at: usize| rows.iter().map(move |row| row[at].as_str());
    let missing = (0..header.len()).map(|at| missing(column(at))).collect();
    let units = header.iter().map(|name| unit(name)).collect();
    let spaced = (0..header.len()).map(|at| spaced(column(at))).collect();
    Taken {
        name: name(title.as_deref().unwrap_or(""), names),
        line,
        title,
        id: table.id.clone(),
        notes,
        sources: unique,
        chart: None,
        csv: csv(&header, &rows),
        units,
        missing,
        spaced,
    }
}

/// A name of the first words of a title that an expression takes as it is.
fn name(title: &str, names: &mut Identifiers) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(4)
        .collect();
    let base = words.join("_");
    if base.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return names.make(&base).replace('-', "_");
    }
    // Another script has no such words: its letters stand for themselves.
    let letters: String = title.chars().filter(|c| c.is_alphabetic()).take(20).collect();
    names.make(if letters.is_empty() { "table" } else { &letters }).replace('-', "_")
}

/// The texts of a column that say that there is nothing, when all others are numbers.
fn missing<'c>(cells: impl Iterator<Item = &'c str>) -> Vec<String> {
    let (none, some): (Vec<&str>, Vec<&str>) =
        cells.filter(|cell| !cell.is_empty()).partition(|cell| MISSING.contains(cell));
    let numbers =
        !some.is_empty() && some.iter().all(|cell| is_spaced(cell) || number::parse(cell).is_some());
    let mut none: Vec<String> = none.into_iter().filter(|_| numbers).map(str::to_owned).collect();
    none.sort();
    none.dedup();
    none
}

/// Whether a column holds whole numbers with a space between thousands, and nothing else.
fn spaced<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let some: Vec<&str> = cells.filter(|cell| !cell.is_empty() && !MISSING.contains(cell)).collect();
    some.iter().any(|cell| cell.contains(' ')) && some.iter().all(|cell| is_spaced(cell))
}

/// `4 120`, `980`, `−1 200 000`.
fn is_spaced(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['-', '−', '+']);
    let group =
        |group: &str, most: usize| group.bytes().all(|byte| byte.is_ascii_digit()) && group.len() == most;
    let mut groups = digits.split(' ');
    groups.next().is_some_and(|first| (1..=3).any(|length| group(first, length)))
        && groups.all(|rest| group(rest, 3))
}

/// The unit in brackets at the end of a column's name, when it is one that numbers carry: `Share (%)`.
fn unit(name: &str) -> Option<String> {
    let inner = name.strip_suffix([')', '）'])?.rsplit(['(', '（']).next()?.trim();
    let known = |text: String| number::parse(&text).is_some_and(|q| !q.unit.is_none() && q.amount == 1.0);
    (known(format!("1{inner}")) || known(format!("1 {inner}"))).then(|| inner.to_owned())
}

fn csv(header: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        // Writing to memory fails only for want of it.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// Reads the data as a build will, writes what they are into the package, and proposes charts.
fn describe(tables: &mut Tables, found: &mut Found) {
    if tables.taken.is_empty() {
        return;
    }
    let plain = package(&tables.taken, None);
    let datasets = read(&tables.taken, &plain);
    for table in &mut tables.taken {
        let Some(dataset) = datasets.find(&table.name).map(|id| datasets.get(id)) else { continue };
        table.chart = propose::chart(dataset);
        if dataset.primary_key().is_empty() {
            let text =
                "two rows of this table begin with the same words: numbers of it cannot be asked for by name";
            found.doubts.push(Remark { line: table.line, text: text.to_owned() });
        }
    }
    tables.package = Some(package(&tables.taken, Some(&datasets)));
}

fn read(tables: &[Taken], package: &[u8]) -> Datasets {
    let names: Vec<Utf8PathBuf> = tables.iter().map(|table| format!("{}.csv", table.name).into()).collect();
    let mut files: Vec<DataFile<'_>> =
        tables.iter().zip(&names).map(|(table, path)| DataFile::new(path, &table.csv)).collect();
    files.push(DataFile::new(Utf8Path::new("datapackage.json"), package));
    data::parse(&mut Files::default(), Utf8Path::new("content/data"), &files).0
}

/// The data package; with the datasets, each has a schema.
fn package(tables: &[Taken], datasets: Option<&Datasets>) -> Vec<u8> {
    let resource = |table: &Taken| {
        let mut resource = Map::new();
        resource.insert("path".to_owned(), json!(format!("{}.csv", table.name)));
        if let Some(title) = &table.title {
            resource.insert("title".to_owned(), json!(title));
        }
        resource.insert("dialect".to_owned(), json!({ "delimiter": "," }));
        let dataset = datasets.and_then(|all| all.find(&table.name).map(|id| all.get(id)));
        let schema = match dataset {
            Some(dataset) => schema(table, dataset),
            None => declared(table),
        };
        resource.insert("schema".to_owned(), schema);
        if !table.sources.is_empty() {
            let keys: Vec<Json> = table.sources.iter().map(|key| json!({ "key": key })).collect();
            resource.insert("sources".to_owned(), Json::Array(keys));
        }
        Json::Object(resource)
    };
    let resources: Vec<Json> = tables.iter().map(resource).collect();
    let text = serde_json::to_string_pretty(&json!({ "resources": resources })).unwrap_or_default();
    (text + "\n").into_bytes()
}

/// What the text itself says of the columns: units in their names, and what stands for nothing.
fn declared(table: &Taken) -> Json {
    let mut reader = csv::ReaderBuilder::new().from_reader(table.csv.as_slice());
    let header = reader.headers().cloned().unwrap_or_default();
    let field = |(at, name): (usize, &str)| field_json(name, None, table, at);
    json!({ "fields": header.iter().enumerate().map(field).collect::<Vec<_>>() })
}

fn schema(table: &Taken, dataset: &Dataset) -> Json {
    let field = |(at, field): (usize, &Field)| field_json(&field.name, Some((dataset, field)), table, at);
    let mut schema = Map::new();
    let fields: Vec<Json> = dataset.fields().iter().enumerate().map(field).collect();
    schema.insert("fields".to_owned(), Json::Array(fields));
    if !dataset.primary_key().is_empty() {
        let key: Vec<&str> =
            dataset.primary_key().iter().map(|at| dataset.fields()[*at].name.as_str()).collect();
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    Json::Object(schema)
}

fn field_json(name: &str, read: Option<(&Dataset, &Field)>, table: &Taken, at: usize) -> Json {
    let mut json = Map::new();
    json.insert("name".to_owned(), json!(name));
    if let Some((dataset, field)) = read {
        json.insert("type".to_owned(), json!(kind(dataset, field, at)));
    }
    if table.spaced.get(at).copied().unwrap_or_default() {
        json.insert("type".to_owned(), json!("integer"));
        json.insert("groupChar".to_owned(), json!(" "));
    }
    let own = read.and_then(|(_, field)| field.unit.as_ref().map(declared_unit));
    if let Some(unit) = table.units.get(at).cloned().flatten().or(own) {
        json.insert("unit".to_owned(), json!(unit));
    }
    if let Some(missing) = table.missing.get(at).filter(|missing| !missing.is_empty()) {
        let all: Vec<&str> = std::iter::once("").chain(missing.iter().map(String::as_str)).collect();
        json.insert("missingValues".to_owned(), json!(all));
    }
    Json::Object(json)
}

/// A unit as a schema declares it: `/day` for what is said of one day.
fn declared_unit(unit: &Unit) -> String {
    let text = unit.to_string();
    text.strip_prefix('1').filter(|rest| rest.starts_with('/')).map_or(text.clone(), str::to_owned)
}

/// The Table Schema type of a field.
fn kind(dataset: &Dataset, field: &Field, at: usize) -> &'static str {
    let cells = || (0..dataset.len()).map(|record| dataset.scalar(record, at));
    match field.kind {
        FieldKind::Text => "string",
        FieldKind::Boolean => "boolean",
        FieldKind::Any => "any",
        FieldKind::Number => {
            let whole = |scalar: Scalar| match scalar {
                Scalar::Number(number) => number.amount.fract() == 0.0 && number.written.decimals == 0,
                _ => true,
            };
            if cells().all(whole) { "integer" } else { "number" }
        }
        FieldKind::Moment => {
            let year = |scalar: Scalar| match scalar {
                Scalar::Moment(moment) => moment.precision == Precision::Year,
                _ => true,
            };
            let day = |scalar: Scalar| match scalar {
                Scalar::Moment(moment) => moment.precision == Precision::Day,
                _ => true,
            };
            if cells().all(year) {
                "year"
            } else if cells().all(day) {
                "date"
            } else {
                "any"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_names_and_signs_for_nothing_are_known() {
        assert_eq!(unit("Share (%)"), Some("%".to_owned()));
        assert_eq!(unit("Stocks (days)"), Some("days".to_owned()));
        assert_eq!(unit("Runway ML (2023)"), None);
        assert_eq!(missing(["1", "–", "2", "n/a", ""].into_iter()), ["n/a", "–"]);
        assert!(missing(["one", "–"].into_iter()).is_empty());
        assert!(spaced(["4 120", "980", "−1 200 000", "–"].into_iter()));
        assert!(!spaced(["4 120", "12 50"].into_iter()) && !spaced(["4120"].into_iter()));
        let mut names = Identifiers::default();
        assert_eq!(name("User Retention", &mut names), "user_retention");
        assert_eq!(name("User retention", &mut names), "user_retention_2");
        assert_eq!(name("2025 年", &mut names), "年");
        assert_eq!(name("2025", &mut names), "table");
    }
}
