//! The data between two steps: columns over rows, of which many still stand in the dataset they came from.

use super::{Derived, Given, Origin, order};
use crate::diagnostics::{Diagnostic, Span, Spanned, field_advice, rules};
use crate::model::{
    Cell, CellRef, CellView, Dataset, DatasetId, DatasetParts, Field, FieldKind, Locale, NumberView, Scalar,
    ScalarView, Unit,
};
use crate::syntax::collate::Collation;
use std::ops::Range;
use std::sync::Arc;

/// A cell that a step made.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) cell: Cell,
    pub(super) from: Origin,
}

/// Where the cells of a column are.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// In a field of the dataset, in the record that stands for the row.
    Source(usize),
    /// Here, one for each row.
    Made(Vec<Item>),
}

/// One column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) field: Field,
    pub(super) cells: Cells,
}

/// Columns over rows.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    pub(super) source: &'a Dataset,
    id: DatasetId,
    /// A record of the dataset that stands for each row.
    pub(super) rows: Vec<u32>,
    pub(super) columns: Vec<Column>,
    /// The columns that tell rows apart.
    pub(super) key: Vec<usize>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(given: Given<'a>) -> Self {
        let Given { dataset, id, records } = given;
        let column =
            |(index, field): (usize, &Field)| Column { field: field.clone(), cells: Cells::Source(index) };
        Self {
            source: dataset,
            id,
            rows: records.iter().copied().filter(|&record| (record as usize) < dataset.len()).collect(),
            columns: dataset.fields().iter().enumerate().map(column).collect(),
            key: dataset.primary_key().to_vec(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field.name == name)
    }

    pub(super) fn field(&self, column: usize) -> &Field {
        &self.columns[column].field
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> CellView<'_> {
        match &self.columns[column].cells {
            Cells::Source(field) => self.source.cell(self.rows[row] as usize, *field),
            Cells::Made(items) => items[row].cell.view(),
        }
    }

    pub(super) fn scalar(&self, row: usize, column: usize) -> ScalarView<'_> {
        match &self.columns[column].cells {
            Cells::Source(field) => self.source.view(self.rows[row] as usize, *field),
            Cells::Made(items) => (&items[row].cell.scalar).into(),
        }
    }

    pub(super) fn text(&self, row: usize, column: usize) -> &str {
        match &self.columns[column].cells {
            Cells::Source(field) => self.source.text(self.rows[row] as usize, *field).trim(),
            Cells::Made(items) => items[row].cell.text.trim(),
        }
    }

    /// The number in a cell, if it is a finite one.
    pub(super) fn number(&self, row: usize, column: usize) -> Option<NumberView<'_>> {
        self.scalar(row, column).number().filter(|number| number.amount.is_finite())
    }

    /// Whether a cell is empty.
    pub(super) fn is_gap(&self, row: usize, column: usize) -> bool {
        self.scalar(row, column).is_missing()
    }

    pub(super) fn origin(&self, row: usize, column: usize) -> Origin {
        match &self.columns[column].cells {
            Cells::Source(field) => Origin::One(self.reference(row, *field)),
            Cells::Made(items) => items[row].from.clone(),
        }
    }

    fn reference(&self, row: usize, field: usize) -> CellRef {
        CellRef { dataset: self.id, record: self.rows[row], field: field as u32 }
    }

    /// The cells of a column in some rows, as one origin.
    pub(super) fn origins(&self, rows: &[usize], column: usize) -> Origin {
        match &self.columns[column].cells {
            Cells::Source(field) => Origin::of(rows.iter().map(|&row| self.reference(row, *field)).collect()),
            Cells::Made(items) => Origin::union(rows.iter().map(|&row| &items[row].from)),
        }
    }

    /// Where a cell, or the first that it was made of, stands in the data file.
    pub(super) fn span(&self, row: usize, column: usize) -> Span {
        let place = &self.cell(row, column).place;
        Span { file: self.source.file(), start: place.start, end: place.end }
    }

    /// Where the first cell of an origin stands.
    pub(super) fn place(&self, from: &Origin) -> Range<u32> {
        let first = from.cells().first();
        first.map_or(0..0, |cell| self.source.cell(cell.record as usize, cell.field as usize).place)
    }

    /// A made cell.
    pub(super) fn item(&self, scalar: Scalar, text: &str, from: Origin) -> Item {
        Item { cell: Cell { scalar, text: Arc::from(text), place: self.place(&from) }, from }
    }

    /// A cell with nothing in it.
    pub(super) fn gap(&self, from: Origin) -> Item {
        self.item(Scalar::Missing, "", from)
    }

    /// Takes these rows in this order; a row may be taken more than once.
    pub(super) fn pick(&mut self, rows: &[usize]) {
        self.rows = rows.iter().map(|&row| self.rows[row]).collect();
        for column in &mut self.columns {
            if let Cells::Made(items) = &mut column.cells {
                *items = rows.iter().map(|&row| items[row].clone()).collect();
            }
        }
    }

    /// Sorts by columns, each ascending or descending.
    pub(super) fn sort(&mut self, keys: &[(usize, bool)], locale: &Locale) {
        let collation = Collation::of(locale);
        let mut rows: Vec<usize> = (0..self.len()).collect();
        rows.sort_by(|&a, &b| {
            order::by_keys(keys, &collation, |column, first| {
                let cell = self.cell(if first { a } else { b }, column);
                (cell.scalar, cell.text)
            })
        });
        self.pick(&rows);
    }

    /// Takes the items in place of a column, or as a new one behind the others.
    pub(super) fn put(&mut self, field: Field, items: Vec<Item>) {
        let column = Column { field, cells: Cells::Made(items) };
        match self.position(&column.field.name) {
            Some(place) => self.columns[place] = column,
            None => self.columns.push(column),
        }
    }

    /// Makes the cells of a column its own.
    pub(super) fn own(&mut self, column: usize) {
        if let Cells::Source(_) = self.columns[column].cells {
            let items = (0..self.len())
                .map(|row| Item { cell: self.cell(row, column).into_cell(), from: self.origin(row, column) })
                .collect();
            self.columns[column].cells = Cells::Made(items);
        }
    }

    /// The finding for a field that is not there.
    pub(super) fn no_field(&self, name: &Spanned<String>) -> Diagnostic {
        let known = self.columns.iter().map(|column| column.field.name.as_str());
        let message =
            format!("the dataset `{}` has no field `{}` at this step", self.source.name(), name.value);
        Diagnostic::new(rules::UNDEFINED_FIELD, message)
            .at(name.span, "")
            .maybe_help(field_advice(&name.value, known))
    }

    /// The dataset that has come of it. Without a key of its own, `names` may tell its records apart.
    pub(super) fn finish(self, names: &[&str]) -> Derived {
        let source = self.source;
        let (mut columns, mut origins) = (Vec::new(), Vec::new());
        for column in 0..self.columns.len() {
            columns.push((0..self.len()).map(|row| self.cell(row, column).into_cell()).collect());
            origins.push((0..self.len()).map(|row| self.origin(row, column)).collect());
        }
        let named = names.iter().filter_map(|name| self.position(name)).collect();
        let primary_key =
            [self.key.clone(), named].into_iter().find(|key| self.is_key(key)).unwrap_or_default();
        let dataset = Dataset::new(DatasetParts {
            name: source.name().to_owned(),
            file: source.file(),
            path: source.path().to_owned(),
            title: Some(source.title().to_owned()),
            description: source.description().map(str::to_owned),
            fields: self.columns.into_iter().map(|column| column.field).collect(),
            columns,
            primary_key,
            sources: source.sources().to_vec(),
            licences: source.licences().to_vec(),
        });
        Derived { dataset: dataset.with_freshness(source.freshness().clone()), origins }
    }

    /// Whether columns tell all rows apart.
    fn is_key(&self, key: &[usize]) -> bool {
        let mut seen = std::collections::BTreeSet::new();
        !key.is_empty() && (0..self.len()).all(|row| seen.insert(self.row_key(row, key)))
    }

    /// The texts of some columns of a row, as one.
    pub(super) fn row_key(&self, row: usize, columns: &[usize]) -> String {
        let mut key = String::new();
        for &column in columns {
            key.push_str(self.text(row, column));
            key.push('\u{1f}');
        }
        key
    }

    /// Rows that have the same texts in some columns, in the order of the first of each.
    pub(super) fn groups(&self, columns: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: indexmap::IndexMap<String, Vec<usize>> = indexmap::IndexMap::new();
        let mut key = String::new();
        for row in 0..self.len() {
            key.clear();
            for &column in columns {
                key.push_str(self.text(row, column));
                key.push('\u{1f}');
            }
            match groups.get_mut(key.as_str()) {
                Some(rows) => rows.push(row),
                None => {
                    groups.insert(key.clone(), vec![row]);
                }
            }
        }
        groups.into_values().collect()
    }
}

/// A field of numbers that a step makes.
pub(super) fn number_field(name: &str, title: &str, unit: &Unit, format: crate::model::Format) -> Field {
    Field {
        name: name.to_owned(),
        title: title.to_owned(),
        description: None,
        kind: FieldKind::Number,
        unit: (!unit.is_none()).then(|| unit.clone()),
        format,
    }
}
