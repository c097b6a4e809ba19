//! Data files → datasets.
//!
//! In: the bytes of every file of the data folder, `datapackage.json` files among them. Out: [`Datasets`] in the order of
//! their paths, and what is wrong with them. Entry: [`parse`].
//!
//! 1. Bytes are decoded, in parallel: text by `syntax::decode`, workbooks into sheets (`sheet`), as far as they stay within
//!    their limits (`bounds`).
//! 2. Every text goes into [`Files`], so that it has an id; a sheet is a file of its own, `book.xlsx[Sheet]`.
//! 3. Data packages are read (`package`, `schema`, `constraint`, `table_rules`).
//! 4. Each file becomes a table of written cells with places, in parallel (`csv`, `json`, `records`), and each table a
//!    dataset: cells get types (`cast`, `infer`), constraints and keys are checked (`dataset`, `keys`).
//! 5. Datasets are collected by name; foreign keys are checked.
//!
//! A dataset is called by its path below the data folder without extension, `folder/name`; a data package may give the
//! last part another name. Files with other extensions are left alone. Left out: Excel 97 files, number formats of ODS,
//! inline data and remote paths of data packages.

mod bounds;
mod cast;
mod constraint;
mod csv;
mod dataset;
mod fault;
mod header;
mod infer;
mod input;
mod json;
mod keys;
mod marks;
mod moment;
mod number_format;
mod package;
mod ragged;
mod records;
mod schema;
mod sheet;
mod stray;
mod table;
mod table_rules;
mod unit;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Diagnostic, Diagnostics, Files, Span, advice, rules};
use crate::model::{Dataset, DatasetId, Datasets, Field};
use crate::syntax::decode::{self, DecodeError};
use crate::syntax::tree::Tree;
use bytestring::ByteString;
use camino::{Utf8Path, Utf8PathBuf};
use dataset::Origin;
use hashbrown::HashSet;
pub(crate) use input::name_of;
use input::{Content, Input};
use package::Resource;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
pub(crate) use stray::total;

/// One file of the data folder.
#[derive(Debug, Clone, Copy)]
pub struct DataFile<'a> {
    /// Path below the data folder.
    pub path: &'a Utf8Path,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The same as a text that can be shared, when it is known that they are UTF-8.
    pub text: Option<&'a ByteString>,
}

impl<'a> DataFile<'a> {
    /// One of which only the bytes are known.
    #[must_use]
    pub const fn new(path: &'a Utf8Path, bytes: &'a [u8]) -> Self {
        Self { path, bytes, text: None }
    }

    fn decode(&self) -> Result<ByteString, DecodeError> {
        self.text.map_or_else(|| decode::decode(self.bytes), decode::decode_utf8)
    }
}

/// Reads all data files. `folder` is the data folder's path relative to the report's root (`content/data`); the texts
/// are added to `files` under it. Scale words are English.
pub fn parse(files: &mut Files, folder: &Utf8Path, data: &[DataFile<'_>]) -> (Datasets, Diagnostics) {
    let reading = Reading { are_all: true, long_scale: false, decimal_comma: false };
    parse_some(files, folder, data, reading, &mut Packages::default())
}

/// How data files are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Whether they are all there are, or only some: then those that a data package speaks of may be among the others.
    pub(crate) are_all: bool,
    /// Whether a billion is a million millions, as the report's language has it.
    pub(crate) long_scale: bool,
    /// Whether the report's language writes decimals behind a comma.
    pub(crate) decimal_comma: bool,
}

/// Data packages that were read, by path: those who read some files first and some more later need not read them twice.
#[derive(Debug, Default)]
pub(crate) struct Packages(BTreeMap<Utf8PathBuf, Tree>);

/// Reads data files, all there are or only some.
pub(crate) fn parse_some(
    files: &mut Files,
    folder: &Utf8Path,
    data: &[DataFile<'_>],
    reading: Reading,
    known: &mut Packages,
) -> (Datasets, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (inputs, unreadable) = input::read(files, folder, data, &mut diagnostics);
    let only = (!reading.are_all).then(|| inputs.iter().map(|input| input.path.as_str()).collect());
    let resources = packages(files, &inputs, (only.as_ref(), known), &mut diagnostics);
    let by_path = by_path(&inputs);
    let found = resources_of(&inputs, &by_path, &resources);
    if reading.are_all {
        check_paths(&by_path, &resources, &mut diagnostics);
    }
    let kinds = Kinds::default();
    let built: Vec<(Option<Dataset>, Diagnostics)> = inputs
        .par_iter()
        .zip(&found)
        .map(|(input, found)| {
            let resource = found.and_then(|index| resources.get(index));
            let (dataset, found) = build(files, input, resource, reading);
            (dataset.map(|dataset| kinds.share(dataset)), found)
        })
        .collect();
    let mut collected =
        Collected { datasets: Datasets::with_capacity(inputs.len()), of_resource: BTreeMap::new() };
    for ((input, found), (dataset, more)) in inputs.iter().zip(&found).zip(built) {
        diagnostics.extend(more);
        match dataset {
            Some(dataset) => collected.add(input, *found, dataset, &mut diagnostics),
            None => collected.note_unreadable(input, found.and_then(|index| resources.get(index))),
        }
    }
    unreadable
        .into_iter()
        .for_each(|(name, path)| collected.datasets.note_unreadable(name, path.into_string()));
    collected.check_foreign(&resources, &mut diagnostics);
    (collected.datasets, diagnostics)
}

/// Fields that datasets share. A report of thousands of files has files of few kinds.
#[derive(Debug, Default)]
struct Kinds(Mutex<Vec<Arc<[Field]>>>);

impl Kinds {
    /// So many are compared.
    const MOST: usize = 16;

    /// The dataset with the fields of another one, if these are equal.
    fn share(&self, mut dataset: Dataset) -> Dataset {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kinds.iter().any(|fields| dataset.share_fields(fields)) && kinds.len() < Self::MOST {
            kinds.push(Arc::clone(dataset.shared_fields()));
        }
        dataset
    }
}

/// All resources of all data packages, or those of these files only; those of deeper folders first, because they know their files
/// better.
fn packages(
    files: &Files,
    inputs: &[Input],
    (only, known): (Option<&HashSet<&str>>, &mut Packages),
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut packages: Vec<&Input> =
        inputs.iter().filter(|input| matches!(input.content, Content::Package)).collect();
    packages.sort_by_key(|input| std::cmp::Reverse(input.path.components().count()));
    let mut resources = Vec::new();
    for input in packages {
        let folder = input.path.parent().unwrap_or(Utf8Path::new(""));
        if !known.0.contains_key(&input.path) {
            match package::parse(input.file, &files.get(input.file).text) {
                Ok(tree) => drop(known.0.insert(input.path.clone(), tree)),
                Err(fault) => diagnostics.push(*fault),
            }
        }
        let Some(tree) = known.0.get(&input.path) else { continue };
        let (more, faults) = package::read(input.file, folder, tree, only);
        resources.extend(more);
        diagnostics.extend(faults);
    }
    resources
}

/// The inputs of each file: one, or the sheets of a workbook.
fn by_path(inputs: &[Input]) -> BTreeMap<&str, Vec<&Input>> {
    let mut by_path: BTreeMap<&str, Vec<&Input>> = BTreeMap::new();
    for input in inputs {
        by_path.entry(input.path.as_str()).or_default().push(input);
    }
    by_path
}

/// For each input, the index of the first resource that describes it.
fn resources_of(
    inputs: &[Input],
    by_path: &BTreeMap<&str, Vec<&Input>>,
    resources: &[Resource],
) -> Vec<Option<usize>> {
    let mut by_target: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, resource) in resources.iter().enumerate() {
        by_target.entry(resource.target.as_str()).or_default().push(index);
    }
    let describes = |resource: &Resource, input: &Input| match (&input.sheet, &resource.sheet) {
        (Some(own), Some(named)) => own == named,
        // Without a name, a resource means the first sheet.
        (Some(_), None) => by_path
            .get(input.path.as_str())
            .and_then(|inputs| inputs.first())
            .is_some_and(|first| first.sheet == input.sheet),
        (None, _) => true,
    };
    let of_input = |input: &Input| {
        let candidates = by_target.get(input.path.as_str())?;
        candidates.iter().copied().find(|index| describes(&resources[*index], input))
    };
    let data = |input: &&Input| !matches!(input.content, Content::Package);
    inputs.iter().map(|input| Some(input).filter(data).and_then(of_input)).collect()
}

/// Reports resources whose file or sheet is not there.
fn check_paths(inputs: &BTreeMap<&str, Vec<&Input>>, resources: &[Resource], diagnostics: &mut Diagnostics) {
    let mut described: BTreeMap<(&str, Option<&str>), &Resource> = BTreeMap::new();
    for resource in resources {
        let place = (resource.target.as_str(), resource.sheet.as_deref());
        let first = *described.entry(place).or_insert(resource);
        if !std::ptr::eq(first, resource) {
            diagnostics.push(
                Diagnostic::new(
                    rules::INVALID_SCHEMA,
                    format!("two resources describe `{}`", resource.target),
                )
                .at(resource.path.span, "again here")
                .and(first.path.span, "first here")
                .help("remove one of them"),
            );
        }
        let of_path = inputs.get(resource.target.as_str()).map(Vec::as_slice).unwrap_or_default();
        let path = &resource.path;
        if of_path.is_empty() {
            let inside = |input: &Input| !matches!(input.content, Content::Package);
            let folder = Utf8Path::new(&resource.folder);
            let known: Vec<String> = inputs
                .values()
                .flatten()
                .filter(|input| inside(input))
                .map(|input| input.path.strip_prefix(folder).unwrap_or(&input.path).to_string())
                .collect();
            let message = format!("the resource names the file `{}`, which does not exist", path.value);
            diagnostics.push(
                Diagnostic::new(rules::INVALID_SCHEMA, message).at(path.span, "no such data file").help(
                    match known.is_empty() {
                        true => "no data file stands in the folder of this `datapackage.json`".to_owned(),
                        false => advice("data file", &path.value, known.iter().map(String::as_str))
                            .unwrap_or_default(),
                    },
                ),
            );
        } else if let Some(sheet) = &resource.sheet {
            let sheets = || of_path.iter().filter_map(|input| input.sheet.as_deref());
            if !sheets().any(|known| known == sheet) {
                let message =
                    format!("the resource names the sheet `{sheet}`, which `{}` does not have", path.value);
                diagnostics.push(
                    Diagnostic::new(rules::INVALID_SCHEMA, message)
                        .at(path.span, "no such sheet")
                        .maybe_help(advice("sheet", sheet, sheets())),
                );
            }
        }
    }
}

fn build(
    files: &Files,
    input: &Input,
    resource: Option<&Resource>,
    reading: Reading,
) -> (Option<Dataset>, Diagnostics) {
    let Some((table, faults)) = input.table(&files.get(input.file).text, resource) else {
        return (None, Diagnostics::default());
    };
    let broken = table.fields.is_empty() && !faults.is_empty();
    let mut diagnostics: Diagnostics = faults.into_iter().map(|fault| fault.diagnostic(input.file)).collect();
    if broken {
        return (None, diagnostics);
    }
    let origin = Origin {
        file: input.file,
        name: input.dataset_name(resource),
        path: input.report_path.to_string(),
        resource,
        long_scale: reading.long_scale,
    };
    let (dataset, more) = dataset::build(table, &origin);
    diagnostics.extend(more);
    let text = &*files.get(input.file).text;
    let name = input.report_path.file_name().filter(|_| input.sheet.is_none());
    let marks = dataset
        .as_ref()
        .and_then(|dataset| marks::check(dataset, (text, name), resource, reading.decimal_comma));
    diagnostics.extend(marks.into_iter().collect());
    (dataset, diagnostics)
}

/// The datasets so far, and which resource each is of.
struct Collected {
    datasets: Datasets,
    of_resource: BTreeMap<usize, DatasetId>,
}

impl Collected {
    fn add(
        &mut self,
        input: &Input,
        resource: Option<usize>,
        dataset: Dataset,
        diagnostics: &mut Diagnostics,
    ) {
        match self.datasets.add(dataset) {
            Ok(id) => {
                if let Some(alias) = &input.alias {
                    self.datasets.alias(alias, id);
                }
                if let Some(resource) = resource {
                    self.of_resource.insert(resource, id);
                }
            }
            Err(second) => {
                let first = self.datasets.find(second.name()).map(|id| self.datasets.get(id));
                diagnostics.push(duplicate(first, &second));
            }
        }
    }

    /// Of a text that gives no dataset, unless it is a data package.
    fn note_unreadable(&mut self, input: &Input, resource: Option<&Resource>) {
        let names = [Some(input.dataset_name(resource)), input.alias.clone()];
        for name in names.into_iter().flatten().filter(|_| !matches!(input.content, Content::Package)) {
            self.datasets.note_unreadable(name, input.report_path.to_string());
        }
    }

    fn check_foreign(&self, resources: &[Resource], diagnostics: &mut Diagnostics) {
        for (index, resource) in resources.iter().enumerate() {
            let Some(id) = self.of_resource.get(&index) else { continue };
            if resource.schema.as_ref().is_none_or(|schema| schema.foreign_keys.is_empty()) {
                continue;
            }
            let names: BTreeMap<String, Option<DatasetId>> = resources
                .iter()
                .enumerate()
                .filter(|(_, other)| other.folder == resource.folder)
                .map(|(index, other)| {
                    let id = self.of_resource.get(&index).copied();
                    // Without a name it is called as its dataset is: by its file.
                    let of_file = || id.map_or_else(|| other.called(), |id| self.datasets.get(id).name());
                    let name = other.name.as_ref().map_or_else(of_file, |name| &name.value);
                    (name.to_owned(), id)
                })
                .collect();
            diagnostics.extend(keys::check_foreign(resource, *id, &names, &self.datasets));
        }
    }
}

fn duplicate(first: Option<&Dataset>, second: &Dataset) -> Diagnostic {
    let path = first.map_or("", Dataset::path);
    let message = format!("`{}` and `{path}` both give the dataset `{}`", second.path(), second.name());
    let mut diagnostic = Diagnostic::new(rules::DUPLICATE_DATASET, message)
        .at(Span::new(second.file(), 0..0), "again here")
        .help("rename one of the files, or name one in `datapackage.json`");
    if let Some(first) = first {
        diagnostic = diagnostic.and(Span::new(first.file(), 0..0), "first here");
    }
    diagnostic
}
