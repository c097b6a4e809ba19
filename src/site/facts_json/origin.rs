//! Where values come from: the published file of each dataset, its hash, and the cells.

use crate::model::{CellRef, DatasetId, Report};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a mark begins and ends with, in JSON. Between two of them stands a path.
const MARK: &str = "\\u0001";

/// The published file of each dataset.
pub(crate) struct Origins<'a> {
    report: &'a Report,
    files: Vec<Option<&'a str>>,
}

impl<'a> Origins<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
        let published: BTreeSet<&str> = report.assets.iter().map(|asset| asset.path.as_str()).collect();
        let file = |path: &'a str| path.strip_prefix(&content).filter(|path| published.contains(path));
        let files = report.datasets.iter().map(|(_, dataset)| file(dataset.path()));
        Self { report, files: files.collect() }
    }

    /// Path in the site of a dataset's file, and a mark for its hash; nothing when it is not published.
    pub(super) fn get(&self, id: DatasetId) -> (Option<&'a str>, Option<String>) {
        let path = self.files.get(id.0 as usize).copied().flatten();
        (path, path.map(|path| format!("\u{1}{path}\u{1}")))
    }

    /// The cells, which are sorted, by dataset.
    pub(super) fn json(&self, cells: &[CellRef]) -> Vec<Json> {
        let groups = cells.chunk_by(|a, b| a.dataset == b.dataset);
        groups
            .filter_map(|group| {
                let id = group.first()?.dataset;
                let dataset = self.report.datasets.get(id);
                let (file, sha256) = self.get(id);
                let cells: Vec<Json> = group.iter().filter_map(|&cell| self.cell(cell)).collect();
                Some(json!({ "dataset": dataset.name(), "file": file, "sha256": sha256, "cells": cells }))
            })
            .collect()
    }

    fn cell(&self, cell: CellRef) -> Option<Json> {
        let dataset = self.report.datasets.get(cell.dataset);
        let (record, field) = (cell.record as usize, cell.field as usize);
        let name = &dataset.fields().get(field)?.name;
        (record < dataset.len()).then(|| {
            json!({
                "record": record + 1,
                "key": dataset.key_text(record),
                "field": name,
                "text": dataset.text(record, field),
            })
        })
    }
}

/// The hashes of published files, worked out when a mark asks for one.
pub(super) struct Hashes<'a> {
    assets: BTreeMap<&'a str, &'a [u8]>,
    known: BTreeMap<String, Option<String>>,
}

impl<'a> Hashes<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let assets = report.assets.iter().map(|asset| (asset.path.as_str(), &*asset.bytes)).collect();
        Self { assets, known: BTreeMap::new() }
    }

    /// Adds JSON to a text, with hashes in the place of marks.
    pub(super) fn push(&mut self, text: &mut String, json: &str) {
        let mut parts = json.split(MARK);
        text.push_str(parts.next().unwrap_or_default());
        while let Some(path) = parts.next() {
            match self.get(path) {
                Some(hash) => {
                    text.push_str(hash);
                    text.push_str(parts.next().unwrap_or_default());
                }
                // The character itself, in somebody's words.
                None => {
                    text.push_str(MARK);
                    text.push_str(path);
                }
            }
        }
    }

    fn get(&mut self, path: &str) -> Option<&str> {
        if !self.known.contains_key(path) {
            // A path is JSON too: one with quotes or line ends is written otherwise there.
            let real: Option<String> = serde_json::from_str(&format!("\"{path}\"")).ok();
            let hash = real.and_then(|path| self.assets.get(path.as_str()).map(|bytes| sha256(bytes)));
            self.known.insert(path.to_owned(), hash);
        }
        self.known.get(path)?.as_deref()
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
