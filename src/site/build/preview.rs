//! An edited page, made by itself before everything is built again.
//!
//! A build leaves the outlines of all pages, templates, navigation and numbering. As long as an edit changes nothing that
//! other pages see of a page, these are all that the page needs; its search entries, its facts and the rest of what is made of
//! all pages follow with the next build. Whatever is not as simple as that is left to the build.

use super::Built;
use super::batch::{self, Batch, Out, Workshop};
use super::outline::Outline;
use super::record::PageRecord;
use crate::config;
use crate::diagnostics::{Diagnostics, FileId, Files, rules};
use crate::facts::coverage::Coverage;
use crate::load;
use crate::model::{Locale, PageId};
use crate::render::{AssetNames, Prepared};
use crate::resolve::{Resolved, ResolvedPage, Whole};
use crate::site::facts_json::Published;
use crate::site::{Cache, search_index};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// What is left of a build besides the report.
pub(super) struct Rest {
    pub(super) pages: Vec<ResolvedPage>,
    pub(super) order: Vec<PageId>,
    pub(super) locale: Locale,
    pub(super) whole: Whole,
    pub(super) prepared: Prepared,
    pub(super) names: AssetNames,
    pub(super) cache: Cache,
    /// Whether all data files were parsed.
    pub(super) all_data: bool,
    pub(super) strict: bool,
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}

/// The state of the last build.
#[derive(Debug)]
pub struct Preview {
    resolved: Resolved,
    rest: Rest,
}

/// What an edit comes to.
#[derive(Debug)]
pub struct Shown {
    /// The pages' files by their path in the site; none when there is an error.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was found in these pages.
    pub diagnostics: Diagnostics,
}

impl Built {
    /// Takes what is needed for previews; `None` after a build that failed.
    #[must_use]
    pub fn preview(self) -> Option<Preview> {
        let mut rest = self.rest?;
        let resolved = Resolved {
            report: self.report,
            pages: std::mem::take(&mut rest.pages),
            order: std::mem::take(&mut rest.order),
            // As pages are made with them: where each is used is known to the Sources page only.
            sources: rest.whole.entries(),
            locale: rest.locale.clone(),
        };
        Some(Preview { resolved, rest })
    }
}

impl Preview {
    /// The texts of the last build and of what was shown since.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.resolved.report.files
    }

    /// Makes pages of the report in `root` whose files, named from there, changed. `None` when that is not all that changed,
    /// or when other pages would change too: then it takes a build.
    pub fn show(&mut self, root: &Utf8Path, changed: &BTreeSet<String>) -> Option<Shown> {
        let known = self.known(root, changed)?;
        let mut diagnostics = Diagnostics::default();
        let mut files: Vec<(usize, Utf8PathBuf, FileId)> = Vec::new();
        for (index, path, bytes) in known {
            let name = format!("{}/{path}", self.resolved.report.config.build.content);
            let file = load::text(&mut self.resolved.report.files, &mut diagnostics, &name, &bytes)?;
            files.push((index, path, file));
        }
        let report = &self.resolved.report;
        let (mut texts, mut records) = (Vec::new(), Vec::new());
        for ((index, path, _), (text, found)) in
            files.iter().zip(batch::parse(report, &files, |text, found| (text, found)))
        {
            let before = Outline::of(&report.pages[*index], &self.resolved.pages[*index], &report.datasets);
            let now = Outline::of(&text.0, &text.1, &report.datasets);
            let left_out = text.0.front.draft && !report.pages[*index].front.draft;
            if left_out || before.interface() != now.interface() {
                return None;
            }
            records.push(PageRecord::new(path.as_str(), blake3::hash(b""), None));
            texts.push((PageId(*index as u32), text));
            diagnostics.extend(found);
        }
        let held = Mutex::new(Vec::new());
        let mut evidence = Coverage::nothing(report.pages.len());
        let published = Published::of(report);
        let mut shop = Workshop {
            whole: &self.rest.whole,
            prepared: &self.rest.prepared,
            published: &published,
            names: &mut self.rest.names,
            evidence: &mut evidence,
            painter: None,
            cache: &self.rest.cache,
            out: Out::Memory(&held),
            limit: search_index::text_limit(self.resolved.order.len()),
            parts: None,
        };
        let Batch { diagnostics: found, .. } =
            batch::work(&mut shop, &mut self.resolved, texts, records, &diagnostics);
        diagnostics.extend(found);
        // A dataset that was not parsed for the last build, since no page that was made then asked for it.
        if !self.rest.all_data && diagnostics.iter().any(|found| found.rule == rules::UNDEFINED_DATASET) {
            return None;
        }
        let report = &self.resolved.report;
        let diagnostics =
            config::with_severities(&diagnostics, &report.config, self.rest.strict).sorted(&report.files);
        let files = held.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = if diagnostics.has_errors() { Vec::new() } else { files };
        Some(Shown { files, diagnostics })
    }

    /// The pages of changed files: index, path below the content folder, bytes.
    fn known(
        &self,
        root: &Utf8Path,
        changed: &BTreeSet<String>,
    ) -> Option<Vec<(usize, Utf8PathBuf, Vec<u8>)>> {
        let report = &self.resolved.report;
        let pages = changed.iter().map(|path| {
            let below = path.strip_prefix(&report.config.build.content)?.strip_prefix('/')?;
            let index = report.pages.iter().position(|page| page.path == below)?;
            Some((index, Utf8PathBuf::from(below), load::page_bytes(&root.join(path))?))
        });
        let pages: Vec<_> = pages.collect::<Option<_>>()?;
        (!pages.is_empty()).then_some(pages)
    }
}
