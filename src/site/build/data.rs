//! Which data files have to be parsed, and what is kept of the others.

use super::key;
use super::parts::{Part, Parts, Text};
use super::record::DataRecord;
use crate::load::Blob;
use crate::model::{Datasets, Report};
use crate::site::facts_json;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the datasets whose files changed.
pub(super) fn changed(records: &[DataRecord], hashes: &[blake3::Hash]) -> BTreeSet<String> {
    let changed = records.iter().zip(hashes).filter(|(record, hash)| record.bytes != **hash);
    changed.flat_map(|(record, _)| record.names.iter().cloned()).collect()
}

/// The names of datasets that a page's text may mean: every word of it that is a name. A name that is put together by an
/// expression is missed, and shows as a fault of the page.
pub(super) fn mentioned(text: &str, names: &BTreeSet<&str>, found: &mut BTreeSet<String>) {
    let is_part = |c: char| c.is_alphanumeric() || "_-/".contains(c);
    for word in text.split(|c| !is_part(c)).filter(|word| !word.is_empty()) {
        if names.contains(word) {
            found.insert(word.to_owned());
        }
    }
    // Names with blanks, dots and the like are rare, and looked for one by one.
    for name in names.iter().filter(|name| !name.chars().all(is_part)) {
        if text.contains(*name) {
            found.insert((*name).to_owned());
        }
    }
}

/// The files to parse when only these datasets are asked for: with the data packages, which describe them, and the files
/// that changed.
pub(super) fn needed(
    blobs: &[Blob],
    records: &[DataRecord],
    hashes: &[blake3::Hash],
    wanted: &BTreeSet<String>,
) -> Vec<Blob> {
    let is_needed = |record: &DataRecord, hash: &blake3::Hash| {
        record.bytes != *hash || record.names.iter().any(|name| wanted.contains(name))
    };
    let blobs = blobs.iter().zip(records.iter().zip(hashes));
    blobs
        .filter(|(blob, (record, hash))| key::is_package(&blob.path) || is_needed(record, hash))
        .map(|(blob, _)| blob.clone())
        .collect()
}

/// What is to be kept of all data files, when all were parsed.
pub(super) fn records(
    gathered: &[Blob],
    hashes: &[blake3::Hash],
    report: &Report,
    parts: &mut Parts,
) -> Vec<DataRecord> {
    let found = found(gathered, hashes, report);
    found.into_iter().map(|(record, facts)| with_facts(record, facts, parts)).collect()
}

/// A record for each data file, and what the parsed ones have in `facts.json`.
fn found(gathered: &[Blob], hashes: &[blake3::Hash], report: &Report) -> Vec<(DataRecord, Vec<String>)> {
    let content = report.config.build.content.trim_end_matches('/');
    let mut by_path: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for ((path, facts), names) in facts_json::dataset_facts(report).into_iter().zip(names(&report.datasets)) {
        let entry = by_path.entry(path).or_default();
        entry.0.extend(names);
        entry.1.push(facts);
    }
    let record = |(blob, hash): (&Blob, &blake3::Hash)| {
        let path = format!("{content}/data/{}", blob.path);
        let (names, facts) = by_path.get(&path).cloned().unwrap_or_default();
        (DataRecord { path: blob.path.to_string(), bytes: *hash, names, facts: Vec::new() }, facts)
    };
    gathered.iter().zip(hashes).map(record).collect()
}

fn with_facts(record: DataRecord, facts: Vec<String>, parts: &mut Parts) -> DataRecord {
    let facts: Vec<Part> = facts.into_iter().map(|text| parts.add(Text::new(text))).collect();
    DataRecord { facts, ..record }
}

/// Takes what was parsed into records of an earlier build. `None` when a file has other datasets than it had.
pub(super) fn update(
    records: &mut [DataRecord],
    hashes: &[blake3::Hash],
    report: &Report,
    blobs: &[Blob],
    parts: &mut Parts,
) -> Option<()> {
    let fresh = found(blobs, hashes, report);
    for (record, (fresh, facts)) in records.iter_mut().zip(fresh) {
        if record.bytes == fresh.bytes {
            continue;
        }
        if record.names != fresh.names {
            return None;
        }
        *record = with_facts(fresh, facts, parts);
    }
    Some(())
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
