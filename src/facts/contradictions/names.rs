//! The names under which numbers are stated: records and fields of datasets, rows and columns of Markdown tables.

use crate::diagnostics::Span;
use crate::facts::coverage::{Cell, Coverage};
use crate::model::{CellRef, Dataset, Quantity, Scalar};
use crate::resolve::Resolved;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// A number that stands in a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated {
    pub(super) quantity: Quantity,
    /// As it is written.
    pub(super) text: String,
    pub(super) span: Span,
    /// The names of its row and its column.
    pub(super) row: String,
    pub(super) column: String,
    /// The cell, when the table is a dataset.
    pub(super) cell: Option<CellRef>,
}

/// All names, and what is stated under them.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: Vec<Table>,
    names: Vec<Name>,
    /// The names that begin with a word; with a letter, where words are not parted by spaces.
    by_start: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, usize>,
    /// The places of Markdown tables in `tables`, by page and number.
    by_place: HashMap<(usize, usize), usize>,
}

/// A name in lower case, and the rows and columns that it names: table and index.
#[derive(Debug, Default)]
struct Name {
    text: String,
    rows: BTreeSet<(usize, usize)>,
    columns: BTreeSet<(usize, usize)>,
}

type Table = BTreeMap<(usize, usize), Stated>;

/// A row or column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Thing {
    table: usize,
    column: bool,
    index: usize,
}

impl Names {
    /// The names of a report.
    pub(super) fn of(resolved: &Resolved, coverage: &Coverage) -> Self {
        let mut names = Self::default();
        for (id, dataset) in resolved.report.datasets.iter() {
            let cell = |record: usize, field: usize| CellRef {
                dataset: id,
                record: record as u32,
                field: field as u32,
            };
            names.dataset(dataset, cell);
        }
        for page in &coverage.pages {
            names.markdown(page.page.0 as usize, page);
        }
        names
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    fn dataset(&mut self, dataset: &Dataset, cell: impl Fn(usize, usize) -> CellRef) {
        let [key] = *dataset.primary_key() else { return };
        let table = self.tables.len();
        let mut own = Table::default();
        let fields = || dataset.fields().iter().enumerate().filter(|(index, _)| *index != key);
        for (index, field) in fields() {
            let numbers = dataset.cells(index).kinds().views().any(|scalar| scalar.number().is_some());
            for name in [&field.name, &field.title].into_iter().filter(|_| numbers) {
                self.name(name, Thing { table, column: true, index });
            }
        }
        for record in 0..dataset.len() {
            // Most of a large dataset are numbered: no sentence names such a record.
            let row = dataset.text(record, key);
            if !is_name(bare(row)) {
                continue;
            }
            for (index, field) in fields() {
                let Scalar::Number(quantity) = dataset.scalar(record, index) else { continue };
                let stated = Stated {
                    quantity,
                    text: dataset.text(record, index).to_owned(),
                    span: dataset.span(record, index),
                    row: row.to_owned(),
                    column: field.title.clone(),
                    cell: Some(cell(record, index)),
                };
                own.insert((record, index), stated);
                self.name(row, Thing { table, column: false, index: record });
            }
        }
        self.tables.push(own);
    }

    fn markdown(&mut self, page: usize, coverage: &crate::facts::coverage::PageCoverage) {
        let heads = &coverage.statements.heads;
        let mut tables: BTreeMap<usize, Table> = BTreeMap::new();
        for statement in &coverage.statements.all {
            let Some(cell) = statement.cell else { continue };
            let head = |row, column| heads.get(&Cell { row, column, ..cell }).cloned();
            let (Some(row), Some(column)) = (head(cell.row, 0), head(0, cell.column)) else { continue };
            let stated = Stated {
                quantity: statement.quantity.clone(),
                text: statement.text.clone(),
                span: statement.span,
                row,
                column,
                cell: None,
            };
            tables.entry(cell.table).or_default().insert((cell.row, cell.column), stated);
        }
        for (number, own) in tables {
            let table = self.tables.len();
            self.by_place.insert((page, number), table);
            for ((row, column), stated) in &own {
                self.name(&stated.row, Thing { table, column: false, index: *row });
                self.name(&stated.column, Thing { table, column: true, index: *column });
            }
            self.tables.push(own);
        }
    }

    fn name(&mut self, name: &str, thing: Thing) {
        let plain = plain(name);
        if !is_name(&plain) {
            return;
        }
        let index = *self.by_name.entry(plain.clone()).or_insert_with(|| {
            self.by_start.entry(start(&plain).to_owned()).or_default().push(self.names.len());
            self.names.push(Name { text: plain, ..Name::default() });
            self.names.len() - 1
        });
        let name = &mut self.names[index];
        let of_kind = if thing.column { &mut name.columns } else { &mut name.rows };
        of_kind.insert((thing.table, thing.index));
    }

    /// The names in a sentence, without those that are a part of a longer one there.
    pub(super) fn mentioned(&self, sentence: &str) -> Vec<usize> {
        let lower = sentence.to_lowercase();
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        let mut before = ' ';
        for (at, c) in lower.char_indices() {
            let begins = !c.is_ascii() || (c.is_ascii_alphanumeric() && !before.is_ascii_alphanumeric());
            before = c;
            if !begins {
                continue;
            }
            let rest = &lower[at..];
            for &index in self.by_start.get(start(rest)).into_iter().flatten() {
                let name = &self.names[index].text;
                let whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
                if rest.strip_prefix(name.as_str()).is_some_and(whole) {
                    found.push((at..at + name.len(), index));
                }
            }
        }
        let within =
            |a: &Range<usize>, b: &Range<usize>| b.start <= a.start && a.end <= b.end && a.len() < b.len();
        let alone = found.iter().filter(|(range, _)| !found.iter().any(|(other, _)| within(range, other)));
        let set: BTreeSet<usize> = alone.map(|(_, index)| *index).collect();
        set.into_iter().collect()
    }

    /// The cells that a sentence with these names means: in each table whose one row and one column are named. Markdown
    /// tables come after datasets and in reading order; they end with the first that has a cell for which `enough` holds: a
    /// later one is compared with that one itself.
    pub(super) fn meant(&self, mentioned: &[usize], enough: impl Fn(&Stated) -> bool) -> Vec<&Stated> {
        self.meant_before(self.tables.len(), mentioned, enough)
    }

    fn meant_before(
        &self,
        end: usize,
        mentioned: &[usize],
        enough: impl Fn(&Stated) -> bool,
    ) -> Vec<&Stated> {
        let next = |table: usize, of_kind: fn(&Name) -> &BTreeSet<(usize, usize)>| {
            mentioned.iter().filter_map(|&index| of_kind(&self.names[index]).range((table, 0)..).next()).min()
        };
        // The one row or column of a table that is named.
        let only = |table: usize, of_kind: fn(&Name) -> &BTreeSet<(usize, usize)>| {
            let within = |&index: &usize| of_kind(&self.names[index]).range((table, 0)..(table + 1, 0));
            let mut all = mentioned.iter().flat_map(within).map(|(_, index)| *index);
            let first = all.next()?;
            all.all(|index| index == first).then_some(first)
        };
        let mut found = Vec::new();
        let mut table = 0;
        while let (Some((row, _)), Some((column, _))) =
            (next(table, |name| &name.rows), next(table, |name| &name.columns))
        {
            table = (*row).max(*column);
            if table >= end {
                break;
            }
            if row != column {
                continue;
            }
            let cell = only(table, |name| &name.rows).zip(only(table, |name| &name.columns));
            if let Some(stated) = cell.and_then(|cell| self.tables[table].get(&cell)) {
                found.push(stated);
                if self.is_markdown(table) && enough(stated) {
                    break;
                }
            }
            table += 1;
        }
        found
    }

    fn is_markdown(&self, table: usize) -> bool {
        table >= self.tables.len() - self.by_place.len()
    }

    /// The cells of datasets and of earlier Markdown tables that have exactly these names, in either direction.
    pub(super) fn exactly(
        &self,
        (row, column): (&str, &str),
        own: (usize, usize),
        enough: impl Fn(&Stated) -> bool,
    ) -> Vec<&Stated> {
        let find = |name: &str| self.by_name.get(&plain(name)).copied();
        let (Some(row), Some(column)) = (find(row), find(column)) else { return Vec::new() };
        let end = self.by_place.get(&own).copied().unwrap_or(self.tables.len());
        self.meant_before(end, &[row, column], enough)
    }
}

/// Whether a sentence can name something so.
fn is_name(bare: &str) -> bool {
    bare.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
}

/// A name as sentences have it: `Overseas Revenue %` is `overseas revenue`, `Price ($/kg)` is `price`.
fn plain(name: &str) -> String {
    bare(name).to_lowercase()
}

/// A name without its unit.
fn bare(name: &str) -> &str {
    let name = name.split(['(', '（', '[']).next().unwrap_or(name);
    name.trim_matches(|c: char| c.is_whitespace() || "%$€£¥,:".contains(c))
}

/// The first word in ASCII; else the first letter.
fn start(text: &str) -> &str {
    let word = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let first = text.chars().next().map_or(0, char::len_utf8);
    &text[..word.max(first)]
}
