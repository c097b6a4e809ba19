//! One build: which pages are made, in portions, and what is put together from all of them.

use super::batch::{self, Batch, Out, Text, Workshop};
use super::finish::Content;
use super::outline;
use super::parts::Parts;
use super::plan::Plan;
use super::sources::Sources;
use super::store::Store;
use super::{Built, Request};
use crate::config;
use crate::diagnostics::{Diagnostics, FileId, Files};
use crate::facts::coverage::Coverage;
use crate::facts::edition;
use crate::load::Gathered;
use crate::model::{Config, Page, PageId};
use crate::render::{self, Prepared};
use crate::resolve::{Resolved, Style, Whole};
use crate::site::card::Painter;
use crate::site::facts_json::Published;
use crate::site::write::{Protected, WriteError, Writing};
use crate::site::{Cache, feed, make, search_index};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Pages that are held whole at one time.
pub(super) const BATCH: usize = 64;

/// A build that has begun.
pub(super) struct Run<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) gathered: Gathered,
    pub(super) key: blake3::Hash,
    pub(super) sources: Sources,
    /// The pages' files, in the order of their paths.
    pub(super) files: Vec<FileId>,
    pub(super) target: Utf8PathBuf,
    pub(super) parts: Parts,
}

/// Everything that was made page by page.
pub(super) struct All {
    pub(super) plan: Plan,
    pub(super) ids: Vec<Option<PageId>>,
    /// By index, in its order.
    pub(super) made: Vec<(usize, batch::Made)>,
    pub(super) names: render::AssetNames,
    pub(super) assets: crate::site::Assets,
    pub(super) whole: Whole,
    pub(super) prepared: Prepared,
    pub(super) cache: Cache,
    /// Data files that were not read, by their paths in the site.
    pub(super) unread: Vec<(String, Content)>,
}

/// The output folder.
fn target(request: &Request<'_>, config: &Config) -> Utf8PathBuf {
    request.output.map_or_else(|| request.root.join(&config.build.output), Utf8Path::to_owned)
}

/// Looks at the output folder, of which a store may know what it holds.
pub(super) fn open(
    request: &Request<'_>,
    config: &Config,
    store: Option<&Store>,
) -> Result<Writing, WriteError> {
    let (root, build) = (request.root, &config.build);
    let (content, templates) = (root.join(&build.content), root.join(&build.templates));
    let protected = Protected { root, content: &content, templates: &templates, home: request.home };
    Writing::open(&target(request, config), &protected, store.and_then(Store::manifest))
}

impl<'a> Run<'a> {
    pub(super) fn new(
        request: &'a Request<'a>,
        gathered: Gathered,
        sources: Sources,
        key: blake3::Hash,
    ) -> Self {
        let target = target(request, &gathered.report.config);
        let parts = Parts::new(Some(request.root).filter(|_| request.cache));
        Self { request, gathered, key, sources, files: Vec::new(), target, parts }
    }

    /// Looks at the output folder.
    pub(super) fn open(&self) -> Result<Writing, WriteError> {
        open(self.request, &self.gathered.report.config, None)
    }

    pub(super) fn has_errors(&self, diagnostics: &Diagnostics) -> bool {
        let config = &self.gathered.report.config;
        config::with_severities(diagnostics, config, self.request.strict).has_errors()
    }

    /// Reads, makes and completes.
    pub(super) fn go(
        mut self,
        mut plan: Plan,
        writing: Result<Writing, WriteError>,
        (style, found): (Style, Diagnostics),
    ) -> Option<Built> {
        self.gathered.diagnostics.extend(found);
        if !self.read(&mut plan)? && plan.again {
            return None;
        }
        let (mut resolved, ids) = self.outlines(&plan)?;
        self.gathered.report.config = resolved.report.config.clone();
        let mut diagnostics = std::mem::take(&mut self.gathered.diagnostics);
        let whole = |resolved: &mut Resolved, diagnostics: &mut Diagnostics| {
            let (whole, found) = Whole::of(resolved, style);
            diagnostics.extend(found);
            resolved.sources = whole.entries();
            resolved.pages.par_iter_mut().enumerate().for_each(|(index, page)| {
                outline::number(&mut page.figures, whole.numbered(PageId(index as u32)));
            });
            let (lock, found) = edition::of_report(&resolved.report).unwrap_or_default();
            diagnostics.extend(found);
            let (prepared, found) = Prepared::of(resolved, lock.history);
            diagnostics.extend(found);
            (whole, prepared)
        };
        let ((whole, prepared), unread) = rayon::join(
            || whole(&mut resolved, &mut diagnostics),
            || writing.as_ref().map_or(Some(Vec::new()), |writing| self.unread(&plan.others, writing)),
        );
        let unread = unread?;
        let assets = make::assets(&resolved);
        let mut names = make::names(&assets, feed::expected(&resolved, self.request.date));
        for (record, id) in plan.records.iter().zip(&ids) {
            names.cards.extend(id.zip(record.card.as_ref()).map(|(id, card)| (id, card.path.clone())));
        }
        let font = resolved.report.card_font.clone();
        let mut painter = Painter::of(&resolved, font.as_ref());
        let cache = match self.request.cache {
            true => Cache::of_report(self.request.root.as_std_path(), self.request.version),
            false => Cache::none(),
        };
        let mut made: Vec<(usize, batch::Made)> = Vec::with_capacity(plan.wanted.len());
        let mut fault = None;
        let mut evidence = Coverage::nothing(resolved.pages.len());
        let published = Published::of(&resolved.report);
        for portion in plan.wanted.clone().chunks(BATCH) {
            let portion: Vec<(usize, PageId)> =
                portion.iter().filter_map(|index| Some((*index, ids[*index]?))).collect();
            let texts = self.texts(&mut plan, &mut resolved, &portion)?;
            let records = portion.iter().map(|(index, _)| plan.records[*index].clone()).collect();
            let is_sound = fault.is_none() && !self.has_errors(&diagnostics);
            let writing = writing.as_ref().ok().filter(|_| is_sound);
            let out = writing.map_or(Out::Nowhere, Out::Disk);
            let mut shop = Workshop {
                whole: &whole,
                prepared: &prepared,
                published: &published,
                names: &mut names,
                evidence: &mut evidence,
                painter: painter.as_mut(),
                cache: &cache,
                out,
                limit: search_index::text_limit(resolved.order.len()),
                parts: Some(&mut self.parts),
            };
            let Batch { diagnostics: found, pages, fault: new } =
                batch::work(&mut shop, &mut resolved, texts, records, &diagnostics);
            diagnostics.extend(found);
            if !plan.parsed {
                portion.iter().for_each(|(index, _)| resolved.report.files.set_text(self.files[*index], ""));
            }
            fault = fault.or(new);
            for ((index, _), (record, page)) in portion.iter().zip(pages) {
                plan.records[*index] = record;
                made.push((*index, page));
            }
        }
        diagnostics.extend(painter.map(|painter| painter.finish(&resolved)).unwrap_or_default());
        let all = All { plan, ids, made, names, assets, whole, prepared, cache, unread };
        self.complete(all, resolved, diagnostics, (writing, fault))
    }

    /// The texts of pages: as they were parsed, or read and parsed once more. `None` when one was changed meanwhile.
    fn texts(
        &self,
        plan: &mut Plan,
        resolved: &mut Resolved,
        portion: &[(usize, PageId)],
    ) -> Option<Vec<(PageId, Text)>> {
        if plan.parsed {
            let take = |(index, id): &(usize, PageId)| Some((*id, plan.texts.remove(index)?));
            return Some(portion.iter().filter_map(take).collect());
        }
        let pages: Vec<(usize, FileId)> =
            portion.iter().map(|(index, _)| (*index, self.files[*index])).collect();
        // They were texts when they were read first.
        let blobs = &self.gathered.content.pages;
        self.sources.open(blobs, &pages, &mut resolved.report.files, &mut Diagnostics::default())?;
        let known: Vec<(usize, Utf8PathBuf, FileId)> = portion
            .iter()
            .map(|(index, id)| {
                let page: &Page = resolved.report.page(*id);
                (*index, page.path.clone(), page.file)
            })
            .collect();
        let parsed = batch::parse(&resolved.report, &known, |text, _| text);
        Some(portion.iter().map(|(_, id)| *id).zip(parsed).collect())
    }

    /// Gives files that findings name, and whose texts were let go, their texts again, so that they can be shown.
    pub(super) fn recall(&self, files: &mut Files, found: &Diagnostics) {
        let labels = found.iter().flat_map(|found| found.primary.iter().chain(&found.related));
        let named: BTreeSet<FileId> = labels.map(|label| label.span.file).collect();
        let named = self.files.iter().enumerate().filter(|(_, file)| named.contains(file));
        let empty: Vec<(usize, FileId)> = named
            .filter(|(_, file)| files.get(**file).text.is_empty())
            .map(|(index, file)| (index, *file))
            .collect();
        for page in empty {
            // One that was changed meanwhile is named without an excerpt.
            self.sources.open(&self.gathered.content.pages, &[page], files, &mut Diagnostics::default());
        }
    }
}
