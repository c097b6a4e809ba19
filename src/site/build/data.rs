//! Which data files have to be parsed, and what is kept of the others.

use super::key;
use super::parts::{Part, Parts, Text};
use super::record::DataRecord;
use crate::load::Blob;
use crate::model::{Datasets, Report};
use crate::site::facts_json;
use hashbrown::HashSet;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the datasets whose files changed.
pub(super) fn changed(records: &[DataRecord], hashes: &[blake3::Hash]) -> BTreeSet<String> {
    let changed = records.iter().zip(hashes).filter(|(record, hash)| record.bytes != **hash);
    changed.flat_map(|(record, _)| record.names.iter().cloned()).collect()
}

/// The names of all datasets, to be looked for in pages.
pub(super) struct Names<'a> {
    /// Names that are one word.
    words: HashSet<&'a str>,
    /// Names with blanks, dots and the like, which are rare and looked for one by one.
    others: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self { words: HashSet::with_capacity(names.size_hint().0), others: Vec::new() };
        for name in names {
            match name.chars().all(is_part) {
                true => drop(all.words.insert(name)),
                false => all.others.push(name),
            }
        }
        all
    }

    /// Those that a page's text may mean: every word of it that is a name. A name that is put together by an expression is missed, and
    /// shows as a fault of the page.
    pub(super) fn mentioned(&self, text: &str, found: &mut BTreeSet<String>) {
        let words = text.split(|c| !is_part(c)).filter(|word| self.words.contains(word));
        let others = self.others.iter().copied().filter(|name| text.contains(name));
        for name in words.chain(others) {
            if !found.contains(name) {
                found.insert(name.to_owned());
            }
        }
    }
}

/// Whether a character is part of a word.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || "_-/".contains(c)
}

/// Indices of the files to parse when only these datasets are asked for: with the data packages, which describe them, and the
/// files that changed.
pub(super) fn needed(
    blobs: &[Blob],
    records: &[DataRecord],
    hashes: &[blake3::Hash],
    wanted: &BTreeSet<String>,
) -> Vec<usize> {
    let is_needed = |record: &DataRecord, hash: &blake3::Hash| {
        record.bytes != *hash || record.names.iter().any(|name| wanted.contains(name))
    };
    let blobs = blobs.iter().zip(records.iter().zip(hashes)).enumerate();
    blobs
        .filter(|(_, (blob, (record, hash)))| key::is_package(&blob.path) || is_needed(record, hash))
        .map(|(index, _)| index)
        .collect()
}

/// What is to be kept of all data files, when all were parsed.
pub(super) fn records(
    gathered: &[Blob],
    hashes: &[blake3::Hash],
    report: &Report,
    parts: &mut Parts,
) -> Vec<DataRecord> {
    let found = Found::of(report);
    let sums: Vec<Option<String>> = gathered.par_iter().map(|blob| found.sha256(blob)).collect();
    let all = gathered.iter().zip(hashes).zip(sums);
    all.map(|((blob, hash), sha256)| found.record(blob, (*hash, sha256), parts)).collect()
}

/// What was found in data files that were parsed.
struct Found {
    folder: String,
    /// By path: the names of a file's datasets, and what they have in `facts.json`.
    files: BTreeMap<String, (Vec<String>, Vec<String>)>,
}

impl Found {
    fn of(report: &Report) -> Self {
        let mut files: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
        let facts = facts_json::dataset_facts(report);
        for ((path, facts), names) in facts.into_iter().zip(names(&report.datasets)) {
            let entry = files.entry(path).or_default();
            entry.0.extend(names);
            entry.1.push(facts);
        }
        Self { folder: format!("{}/data", report.config.build.content.trim_end_matches('/')), files }
    }

    fn get(&self, blob: &Blob) -> Option<&(Vec<String>, Vec<String>)> {
        self.files.get(&format!("{}/{}", self.folder, blob.path))
    }

    fn sha256(&self, blob: &Blob) -> Option<String> {
        self.get(blob).map(|_| facts_json::sha256(&blob.bytes))
    }

    fn record(
        &self,
        blob: &Blob,
        (bytes, sha256): (blake3::Hash, Option<String>),
        parts: &mut Parts,
    ) -> DataRecord {
        let (names, facts) = self.get(blob).cloned().unwrap_or_default();
        let facts: Vec<Part> = facts.into_iter().map(|text| parts.add(Text::new(text))).collect();
        DataRecord { path: blob.path.to_string(), bytes, stamp: blob.stamp, sha256, names, facts }
    }
}

/// Takes what was parsed into records of an earlier build; gives the indices of those that changed. `None` when a file has other
/// datasets than it had.
pub(super) fn update(
    records: &mut [DataRecord],
    hashes: &[blake3::Hash],
    report: &Report,
    blobs: &[Blob],
    parts: &mut Parts,
) -> Option<Vec<usize>> {
    let found = Found::of(report);
    let mut updated = Vec::new();
    for (index, (record, (blob, hash))) in records.iter_mut().zip(blobs.iter().zip(hashes)).enumerate() {
        if (record.bytes, record.stamp) == (*hash, blob.stamp) {
            continue;
        }
        updated.push(index);
        if record.bytes == *hash {
            record.stamp = blob.stamp;
            continue;
        }
        let fresh = found.record(blob, (*hash, found.sha256(blob)), parts);
        if record.names != fresh.names {
            return None;
        }
        *record = fresh;
    }
    Some(updated)
}

/// The names of each dataset, second names too.
fn names(datasets: &Datasets) -> Vec<Vec<String>> {
    let mut names: Vec<Vec<String>> =
        datasets.iter().map(|(_, dataset)| vec![dataset.name().to_owned()]).collect();
    for (name, id) in datasets.aliases() {
        if let Some(list) = names.get_mut(id.0 as usize) {
            list.push(name.to_owned());
        }
    }
    names
}
