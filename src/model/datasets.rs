//! All datasets of a report.

use super::{CellRef, Dataset, DatasetId, Value};
use crate::diagnostics::parted;
use indexmap::IndexMap;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All datasets of a report, by name.
#[derive(Debug, Clone, Default)]
pub struct Datasets {
    by_name: IndexMap<String, Dataset>,
    aliases: BTreeMap<String, DatasetId>,
    /// Paths of files, relative to the report's root, by the names that their datasets would have.
    unreadable: BTreeMap<String, String>,
}

impl Datasets {
    /// None yet, with room for so many.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self { by_name: IndexMap::with_capacity(count), ..Self::default() }
    }

    /// Adds a dataset; gives back the one that already has its name.
    pub fn add(&mut self, dataset: Dataset) -> Result<DatasetId, Box<Dataset>> {
        if self.by_name.contains_key(dataset.name()) {
            return Err(Box::new(dataset));
        }
        self.by_name.insert(dataset.name().to_owned(), dataset);
        Ok(DatasetId(self.by_name.len() as u32 - 1))
    }

    /// Gives a dataset a second name: `book/Sheet` for the only sheet of a workbook. A dataset that is called so itself
    /// keeps the name.
    pub fn alias(&mut self, name: &str, id: DatasetId) {
        self.aliases.entry(name.to_owned()).or_insert(id);
    }

    /// Notes that the file of a dataset could not be read. A workbook's name stands for those of its sheets, too.
    pub fn note_unreadable(&mut self, name: String, path: String) {
        self.unreadable.insert(name, path);
    }

    /// The path of the file that could not be read, if there is one for a dataset of this name.
    #[must_use]
    pub fn unreadable(&self, name: &str) -> Option<&str> {
        let book = || self.unreadable.get(parted(name).0);
        self.unreadable.get(name).or_else(book).map(String::as_str)
    }

    /// The dataset of a name, or of a second name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<DatasetId> {
        let index = self.by_name.get_index_of(name).map(|index| DatasetId(index as u32));
        index.or_else(|| self.aliases.get(name).copied())
    }

    /// Second names.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, DatasetId)> {
        self.aliases.iter().map(|(name, id)| (name.as_str(), *id))
    }

    /// The dataset of an id.
    ///
    /// # Panics
    /// When the id is not of this collection.
    #[must_use]
    pub fn get(&self, id: DatasetId) -> &Dataset {
        &self.by_name[id.0 as usize]
    }

    /// The value of a cell.
    #[must_use]
    pub fn value(&self, cell: CellRef) -> Value {
        self.get(cell.dataset).value(cell.dataset, cell.record as usize, cell.field as usize)
    }

    /// All datasets with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (DatasetId, &Dataset)> {
        self.by_name.values().enumerate().map(|(index, dataset)| (DatasetId(index as u32), dataset))
    }

    /// Lets them go side by side, which takes half the time.
    pub fn let_go(self) {
        self.by_name.into_par_iter().for_each(drop);
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}
