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
use std::ops::Range;

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
        let diagnostics = findings::decode(&store.findings, |path, place| self.file_with(path, place))?;
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

    /// A file that a finding names, if it has the place that it names: anybody may have written what was kept.
    fn file_with(&mut self, path: &str, place: Range<usize>) -> Option<FileId> {
        let file = self.file(path)?;
        self.gathered.report.files.get(file).text.get(place).map(|_| file)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Diagnostic, Span, human, rules};
    use crate::load::Options;
    use crate::site::build::parts::Parts;
    use crate::site::build::{Request, build};
    use std::fs;

    #[test]
    fn findings_at_places_that_are_none_are_not_told_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        fs::create_dir(root.join("content")).expect("made");
        fs::write(root.join("sourcebook.toml"), "title = \"A\"\ndate = 2025-06-01\n").expect("written");
        fs::write(root.join("content/index.md"), "# Über\n").expect("written");
        fs::write(root.join("content/sources.yaml"), "a:\n  type: Web\n  title: A\n  date: 2025\n")
            .expect("written");
        let request = Request {
            root,
            options: &Options { drafts: false, base_url: None },
            output: None,
            home: None,
            cache: true,
            strict: false,
            date: None,
            version: "1",
            program: "1",
            previews: false,
        };
        let told = |built: &Built| human(&built.diagnostics, &built.report.files, false);
        let first = build(&request);
        let words = told(&first);
        assert!(words.contains("nothing cites the source `a`"), "{words}");
        let again = build(&request);
        assert_eq!((again.made, told(&again)), (0, words.clone()));

        // Within a letter, from its end to its start, and beyond the text.
        for (start, end) in [(3, 4), (5, 2), (2, 4000)] {
            let mut store = Store::read(root).expect("kept");
            let file = first.report.files.find("content/index.md".into()).expect("the page");
            let crafted =
                Diagnostic::new(rules::UNUSED_SOURCE, "crafted").at(Span::new(file, start..end), "");
            store.findings = findings::encode(&[crafted].into_iter().collect(), &first.report.files);
            store.write(root, &mut Parts::new(Some(root)));
            let built = build(&request);
            assert_eq!(told(&built), words);
        }
    }
}
