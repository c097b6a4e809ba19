//! A dataset: one table of data with typed fields. It knows nothing of the format it came from.

use super::{
    CellView, Cells, DataRule, DataSource, Format, Freshness, Licence, Scalar, ScalarView, Scalars, Unit,
    Value,
};
use crate::diagnostics::{FileId, Span};
use indexmap::IndexMap;
use std::sync::{Arc, OnceLock};

/// Index of a [`Dataset`] in [`Datasets`](super::Datasets).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatasetId(pub u32);

/// The address of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// The dataset.
    pub dataset: DatasetId,
    /// The record, from 0.
    pub record: u32,
    /// The field, from 0.
    pub field: u32,
}

/// The type of a field: Frictionless Table Schema types, with all numbers as one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKind {
    /// Words.
    Text,
    /// Numbers, with or without units.
    Number,
    /// True or false.
    Boolean,
    /// Dates, times, years.
    Moment,
    /// Cells of several kinds.
    Any,
}

/// One field (column).
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name in the header, by which expressions and figures ask for it.
    pub name: String,
    /// The title readers see; the name when the schema gives none.
    pub title: String,
    /// What it measures.
    pub description: Option<String>,
    /// The type.
    pub kind: FieldKind,
    /// The unit all its numbers share, declared or found; `None` when they have none or several.
    pub unit: Option<Unit>,
    /// How computed values of it are printed.
    pub format: Format,
}

/// What a reader hands over to make a [`Dataset`].
#[derive(Debug, Clone)]
pub struct DatasetParts {
    /// The name in expressions: path below `content/data` without extension; `book/Sheet` for a sheet.
    pub name: String,
    /// The file as spans name it (a sheet has a file of its own).
    pub file: FileId,
    /// Path of the data file relative to the report's root.
    pub path: String,
    /// The title for readers.
    pub title: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// The fields; datasets of one kind may share them.
    pub fields: Arc<[Field]>,
    /// The cells of each field, all of the same length.
    pub columns: Vec<Cells<Scalars>>,
    /// Indices of the fields of the primary key; empty when there is none.
    pub primary_key: Vec<usize>,
    /// Declared sources.
    pub sources: Vec<DataSource>,
    /// Declared licences.
    pub licences: Vec<Licence>,
}

/// One table of data: fields, records, and the keys by which records are found.
#[derive(Debug, Clone)]
pub struct Dataset {
    parts: DatasetParts,
    freshness: Freshness,
    rules: Vec<DataRule>,
    /// Records by key, made when one is first asked for.
    keys: OnceLock<IndexMap<String, u32>>,
}

impl Dataset {
    /// Makes a dataset. Records that repeat a key keep the first place (the reader has reported
    /// them).
    #[must_use]
    pub fn new(parts: DatasetParts) -> Self {
        Self { parts, freshness: Freshness::default(), rules: Vec::new(), keys: OnceLock::new() }
    }

    /// The same dataset, with how fresh it is.
    #[must_use]
    pub fn with_freshness(mut self, freshness: Freshness) -> Self {
        self.freshness = freshness;
        self
    }

    /// When it was retrieved and when the next release is due, as far as declared.
    #[must_use]
    pub const fn freshness(&self) -> &Freshness {
        &self.freshness
    }

    /// The same dataset, with what has to hold of it.
    #[must_use]
    pub fn with_rules(mut self, rules: Vec<DataRule>) -> Self {
        self.rules = rules;
        self
    }

    /// Takes the fields of another dataset when they are equal, so that they are held once.
    pub(crate) fn share_fields(&mut self, fields: &Arc<[Field]>) -> bool {
        let are_equal = self.parts.fields == *fields;
        if are_equal {
            self.parts.fields = Arc::clone(fields);
        }
        are_equal
    }

    /// The fields, for another dataset to share.
    pub(crate) const fn shared_fields(&self) -> &Arc<[Field]> {
        &self.parts.fields
    }

    /// What has to hold of it, as declared.
    #[must_use]
    pub fn rules(&self) -> &[DataRule] {
        &self.rules
    }

    /// The name in expressions.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The title for readers, or the name.
    #[must_use]
    pub fn title(&self) -> &str {
        self.parts.title.as_deref().unwrap_or(&self.parts.name)
    }

    /// What it holds, if declared.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.parts.description.as_deref()
    }

    /// The file that spans name.
    #[must_use]
    pub const fn file(&self) -> FileId {
        self.parts.file
    }

    /// Path of the data file relative to the report's root.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.parts.path
    }

    /// The fields in order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.parts.fields
    }

    /// The index of the field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.parts.fields.iter().position(|field| field.name == name)
    }

    /// The number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.columns.first().map_or(0, Cells::len)
    }

    /// Whether it has no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One cell.
    ///
    /// # Panics
    /// When `record` or `field` is out of range.
    #[must_use]
    pub fn cell(&self, record: usize, field: usize) -> CellView<'_> {
        let column = &self.parts.columns[field];
        CellView { scalar: column.view(record), text: column.text(record), place: column.place(record) }
    }

    /// What a cell is.
    ///
    /// # Panics
    /// When `record` or `field` is out of range.
    #[must_use]
    pub fn scalar(&self, record: usize, field: usize) -> Scalar {
        self.parts.columns[field].scalar(record)
    }

    /// The number in a cell without its unit, if it is one.
    ///
    /// # Panics
    /// When `record` or `field` is out of range.
    #[must_use]
    pub fn amount(&self, record: usize, field: usize) -> Option<f64> {
        self.view(record, field).number().map(|number| number.amount)
    }

    /// What a cell is, not copied.
    ///
    /// # Panics
    /// When `record` or `field` is out of range.
    #[must_use]
    pub fn view(&self, record: usize, field: usize) -> ScalarView<'_> {
        self.parts.columns[field].view(record)
    }

    /// The text of a cell as written.
    ///
    /// # Panics
    /// When `record` or `field` is out of range.
    #[must_use]
    pub fn text(&self, record: usize, field: usize) -> &str {
        self.parts.columns[field].text(record)
    }

    /// The cells of a field.
    ///
    /// # Panics
    /// When `field` is out of range.
    #[must_use]
    pub fn cells(&self, field: usize) -> &Cells<Scalars> {
        &self.parts.columns[field]
    }

    /// One cell as a value with its origin; `id` is this dataset's id.
    #[must_use]
    pub fn value(&self, id: DatasetId, record: usize, field: usize) -> Value {
        Value {
            scalar: self.scalar(record, field),
            text: Some(self.text(record, field).into()),
            origin: Some(CellRef { dataset: id, record: record as u32, field: field as u32 }),
            format: self.parts.fields[field].format.clone(),
        }
    }

    /// Where a cell stands in its file.
    #[must_use]
    pub fn span(&self, record: usize, field: usize) -> Span {
        self.parts.columns[field].span(self.parts.file, record)
    }

    /// Indices of the primary key's fields.
    #[must_use]
    pub fn primary_key(&self) -> &[usize] {
        &self.parts.primary_key
    }

    /// The record of a key (the texts of the key fields, joined by ` / ` when there are several).
    #[must_use]
    pub fn record(&self, key: &str) -> Option<usize> {
        self.records_by_key().get(key).map(|record| *record as usize)
    }

    fn records_by_key(&self) -> &IndexMap<String, u32> {
        self.keys.get_or_init(|| {
            let mut keys = IndexMap::new();
            if !self.parts.primary_key.is_empty() {
                for record in 0..self.len() {
                    keys.entry(self.key_text(record)).or_insert(record as u32);
                }
            }
            keys
        })
    }

    /// All keys in record order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.records_by_key().keys().map(String::as_str)
    }

    /// The key of a record, or its number from 1 when the dataset has no key.
    #[must_use]
    pub fn key_text(&self, record: usize) -> String {
        if self.parts.primary_key.is_empty() {
            return (record + 1).to_string();
        }
        let texts: Vec<&str> = self.parts.primary_key.iter().map(|&field| self.text(record, field)).collect();
        texts.join(" / ")
    }

    /// Declared sources.
    #[must_use]
    pub fn sources(&self) -> &[DataSource] {
        &self.parts.sources
    }

    /// Declared licences.
    #[must_use]
    pub fn licences(&self) -> &[Licence] {
        &self.parts.licences
    }
}
