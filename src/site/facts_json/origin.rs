//! Where values come from: the published file of each dataset, its hash, and the cells.

use crate::model::{CellRef, DatasetId, Report};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The published file of each dataset and its hash.
pub(super) struct Origins<'a> {
    report: &'a Report,
    files: Vec<(Option<&'a str>, Option<String>)>,
}

impl<'a> Origins<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let content = format!("{}/", report.config.build.content.trim_end_matches('/'));
        let file = |path: &'a str| {
            let published = path.strip_prefix(&content)?;
            let asset = report.assets.iter().find(|asset| asset.path == published)?;
            Some((published, sha256(&asset.bytes)))
        };
        let files = report.datasets.iter().map(|(_, dataset)| file(dataset.path()).unzip());
        Self { report, files: files.collect() }
    }

    /// Path in the site and hash of a dataset's file; nothing when it is not published.
    pub(super) fn get(&self, id: DatasetId) -> (Option<&str>, Option<&str>) {
        self.files.get(id.0 as usize).map_or((None, None), |(path, hash)| (*path, hash.as_deref()))
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
                "text": &*dataset.cell(record, field).text,
            })
        })
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
