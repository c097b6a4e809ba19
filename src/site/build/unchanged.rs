//! When nothing changed since the last build, all there is to do is to say so.

use super::Built;
use super::findings;
use super::record::{Output, is_there};
use super::run::Run;
use super::store::Store;
use crate::diagnostics::{Diagnostics, FileId};
use crate::load::{self, Blob};
use crate::site::WriteSummary;
use crate::site::write::Writing;
use camino::Utf8Path;
use rayon::prelude::*;

impl Run<'_> {
    /// What the last build came to, when pages and data have the bytes that they had, and the output folder holds what that
    /// build left there and lists nothing else.
    pub(super) fn unchanged(&mut self, store: &Store, writing: &Writing) -> Option<Built> {
        let content = &self.gathered.content;
        let pages = store.pages.iter().map(|record| (record.path.as_str(), &record.text));
        let data = store.data.iter().map(|record| (record.path.as_str(), &record.bytes));
        if !(are_same(pages, &content.pages, &self.sources.pages)
            && are_same(data, &content.data, &self.sources.data))
        {
            return None;
        }
        let outputs: Vec<&Output> = store.outputs().collect();
        if writing.count() != outputs.len() || !outputs.par_iter().all(|output| is_there(writing, output)) {
            return None;
        }
        let diagnostics = findings::decode(&store.findings, |path| self.file(path))?;
        let report = std::mem::take(&mut self.gathered.report);
        let summary = WriteSummary { unchanged: outputs.len(), ..WriteSummary::default() };
        Some(Built {
            report,
            diagnostics,
            target: self.target.clone(),
            written: Some(Ok(summary)),
            pages: store.pages.iter().filter(|record| !record.skipped).count(),
            made: 0,
            rest: None,
            read: None,
            kept: None,
        })
    }

    /// A file that a finding names: one that was read for all pages, else a page or a data file. A sheet of a workbook is
    /// none of these.
    fn file(&mut self, path: &str) -> Option<FileId> {
        let report = &mut self.gathered.report;
        if let Some(known) = report.files.find(Utf8Path::new(path)) {
            return Some(known);
        }
        let below =
            path.strip_prefix(report.config.build.content.trim_end_matches('/'))?.strip_prefix('/')?;
        let content = &self.gathered.content;
        let bytes = match content.pages.iter().position(|blob| blob.path == below) {
            Some(index) => self.sources.bytes(&content.pages, index)?,
            None => {
                let below = below.strip_prefix("data/")?;
                let index = content.data.iter().position(|blob| blob.path == below)?;
                self.sources.data_bytes(&content.data, index)?
            }
        };
        let mut faults = Diagnostics::default();
        let file = load::text(&mut report.files, &mut faults, path, &bytes)?;
        faults.is_empty().then_some(file)
    }
}

fn are_same<'a>(
    known: impl ExactSizeIterator<Item = (&'a str, &'a blake3::Hash)>,
    blobs: &[Blob],
    hashes: &[blake3::Hash],
) -> bool {
    known.len() == blobs.len()
        && known
            .zip(blobs.iter().zip(hashes))
            .all(|((path, known), (blob, hash))| blob.path == path && known == hash)
}
