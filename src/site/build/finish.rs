//! What is put together from all pages, and written.

use super::batch::Made;
use super::collected::Collected;
use super::plan::Plan;
use super::preview::Rest;
use super::record::{Output, PageRecord, is_there};
use super::run::{All, Run};
use super::store::Store;
use super::{Built, findings};
use crate::check;
use crate::config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, rules};
use crate::facts::coverage::Coverage;
use crate::load::DATA;
use crate::model::{PageId, Report};
use crate::render::{self, AssetNames, Prepared, RenderInput, RenderedPage};
use crate::resolve::Resolved;
use crate::site::assemble::{SiteInput, assemble_as};
use crate::site::write::{
    Body, Listed, Listing, SpareTree, Stat, Stored, There, WriteError, WriteSummary, Writing,
};
use crate::site::{MadeFile, cache};
use bytes::Bytes;
use hashbrown::HashSet;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From so many files on, linking all of them takes longer than comparing them with a second tree.
const SPARE: usize = 1_000;

/// A file of the site: its bytes, or where they were put.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Bytes(Bytes),
    Stored(Stored),
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

/// The files of all pages, in reading order.
#[derive(Default)]
struct PageFiles {
    html: Vec<(String, Content)>,
    files: Vec<MadeFile<Content>>,
    cards: Vec<(String, Content)>,
}

impl PageFiles {
    /// Those of pages made in this run were put into the new tree; those of the others stand as the last run left them.
    fn of(order: &[usize], plan: &Plan, made: &mut [(usize, Made)]) -> Self {
        let mut all = Self { html: Vec::with_capacity(order.len()), ..Self::default() };
        for index in order {
            match made.binary_search_by_key(index, |(index, _)| *index) {
                Ok(place) => {
                    let made = std::mem::take(&mut made[place].1);
                    all.html.extend(made.html.map(|(path, stored)| (path, Content::Stored(stored))));
                    all.files.extend(made.files.into_iter().map(stored));
                    all.cards.extend(made.card.map(|(path, stored)| (path, Content::Stored(stored))));
                }
                Err(_) => {
                    let record = &plan.records[*index];
                    let there = |output: &Output| {
                        (
                            output.path.clone(),
                            Content::Stored(Stored {
                                hash: output.hash,
                                there: Some(There::left(output.stat)),
                            }),
                        )
                    };
                    all.html.extend(record.outputs.first().map(there));
                    all.files.extend(record.outputs.iter().skip(1).map(|output| {
                        let (path, bytes) = there(output);
                        MadeFile { path, bytes, name: String::new(), span: None }
                    }));
                    all.cards.extend(record.card.as_ref().map(there));
                }
            }
        }
        all
    }
}

impl Run<'_> {
    /// Puts together what is made of all pages, and writes.
    pub(super) fn complete(
        mut self,
        all: All,
        mut resolved: Resolved,
        mut diagnostics: Diagnostics,
        (writing, fault): (Result<Writing, WriteError>, Option<WriteError>),
    ) -> Option<Built> {
        let All { mut plan, ids, mut made, names, assets, whole, prepared, cache, unread } = all;
        let count = made.len();
        let all_data = !plan.again || !plan.apart;
        let order = in_order(&resolved, &ids);
        let uses = order.iter().filter_map(|index| Some(plan.records[*index].uses_of(ids[*index]?)));
        resolved.sources = whole.sources(uses.collect());
        diagnostics.extend(check::report(&resolved));
        // What is not shown needs neither search index nor list of facts.
        let sound = !self.has_errors(&diagnostics);
        let shown = writing.as_ref().ok().filter(|_| sound);
        let ((generated, found), (Collected { search, facts }, new)) = rayon::join(
            || generated(&prepared, &resolved, &names),
            || self.collect(&resolved, &mut plan, &order, shown),
        );
        diagnostics.extend(found);
        if self.parts.is_damaged() && plan.again {
            return None;
        }
        self.let_datasets_go(&mut resolved.report);
        let fault = fault.or(new).or_else(|| self.parts.is_damaged().then(WriteError::lost));
        let search = contents(search);
        let PageFiles { mut html, files, cards } = PageFiles::of(&order, &plan, &mut made);
        html.extend(generated.into_iter().map(of_generated));
        let input = SiteInput {
            resolved: &resolved,
            pages: &html,
            files: &files,
            assets: &assets,
            unread: &unread,
            search: &search,
            facts: Content::Stored(facts),
            charts: order.iter().any(|index| plan.records[*index].charts),
            cards: &cards,
            date: self.request.date,
        };
        let twins = std::mem::take(&mut plan.twins);
        let spare = shown.and_then(|_| self.spare());
        let ((site, found), standing) = rayon::join(
            || assemble_as(&input),
            || shown.zip(spare.as_deref()).and_then(|(writing, path)| writing.standing(path, &twins)),
        );
        diagnostics.extend(found);
        let config = &resolved.report.config;
        let is_unsure = plan.again && diagnostics.iter().any(needs_all);
        let diagnostics =
            config::with_severities(&diagnostics, config, self.request.strict).sorted(&resolved.report.files);
        let failed = diagnostics.has_errors();
        if is_unsure || plan.again && failed {
            return None;
        }
        let mut kept = None;
        let written = (!failed).then(|| {
            if let Some(fault) = fault {
                return Err(fault);
            }
            let writing = writing?;
            if !plan.again {
                cache.prune();
            }
            let findings = findings::encode(&diagnostics, &resolved.report.files);
            let spare = spare.as_deref().map(|path| SpareTree { path, twins: &twins, standing });
            let written = self.write(plan, &site, (writing, spare), findings)?;
            kept = written.1;
            Ok(written.0)
        });
        let Resolved { mut report, pages, order, locale, .. } = resolved;
        self.recall(&mut report.files, &diagnostics);
        let rest = Rest {
            pages,
            order,
            locale,
            whole,
            prepared,
            names,
            cache,
            all_data,
            strict: self.request.strict,
        };
        let (rest, target) = (matches!(written, Some(Ok(_))).then_some(rest), self.target);
        let (pages, read) = (report.pages.len(), None);
        Some(Built { report, diagnostics, target, written, pages, made: count, rest, read, kept })
    }

    /// What comes after pages and lists takes as much memory, and asks for none of them.
    fn let_datasets_go(&self, report: &mut Report) {
        if !self.request.previews
            && let Some(datasets) = Arc::into_inner(std::mem::take(&mut report.datasets))
        {
            datasets.let_go();
        }
    }

    /// Where the spare tree is.
    pub(super) fn spare(&self) -> Option<PathBuf> {
        let root = Some(self.request.root).filter(|_| self.request.cache);
        root.and_then(|root| cache::spare(root.as_std_path()))
    }

    /// Data files that were not read, by their paths in the site: those there are as they were too, or are read now. `None` when
    /// one changed.
    pub(super) fn unread(&self, others: &[Output], writing: &Writing) -> Option<Vec<(String, Content)>> {
        let blobs = &self.gathered.content.data;
        let unread =
            blobs.par_iter().enumerate().filter_map(|(index, blob)| Some((index, blob, blob.unread?)));
        let content = unread.map(|(index, blob, hash)| {
            let path = format!("{DATA}/{}", blob.path);
            let there = find(others, &path).filter(|output| output.hash == hash && is_there(writing, output));
            let content = match there {
                Some(output) => Content::Stored(Stored { hash, there: Some(There::left(output.stat)) }),
                None => self.sources.data_bytes(blobs, index)?.into(),
            };
            Some((path, content))
        });
        content.collect()
    }

    /// Writes the site, and keeps what the next build needs of it.
    fn write(
        &mut self,
        mut plan: Plan,
        site: &[(&str, Content)],
        (writing, spare): (Writing, Option<SpareTree<'_>>),
        findings: Vec<u8>,
    ) -> Result<(WriteSummary, Option<Store>), WriteError> {
        let others = std::mem::take(&mut plan.others);
        let listing: Listing<'_> = site
            .par_iter()
            .map(|&(path, ref content)| {
                let listed = match content {
                    Content::Stored(stored) => stored.listed(),
                    Content::Bytes(bytes) => {
                        let hash = blake3::hash(bytes);
                        let there = find(&others, path)
                            .filter(|output| output.hash == hash && is_there(&writing, output));
                        let body =
                            there.map_or(Body::Bytes(bytes), |output| Body::There(There::left(output.stat)));
                        Listed { hash, body }
                    }
                };
                (path, listed)
            })
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        let folder = writing.path("");
        let spare = spare.filter(|_| listing.len() >= SPARE);
        let is_large = spare.is_some();
        let (summary, twins) = writing.finish(&listing, spare.as_ref())?;
        if self.request.cache && !is_large {
            cache::remove_spare(self.request.root.as_std_path());
        }
        let nothing_new = plan.again && plan.wanted.is_empty() && summary.written + summary.removed == 0;
        if self.request.cache && !nothing_new {
            look_at_outputs(&mut plan, &folder);
            // Somebody took one away: the next build looks for itself.
            let Some(others) = others_of(&plan, &listing, &folder) else { return Ok((summary, None)) };
            let Plan { records: pages, data, apart, search, facts, written, .. } = plan;
            let listing = std::mem::take(&mut self.gathered.listing);
            let key = self.key;
            let mut store =
                Store { key, listing, pages, data, apart, search, facts, others, findings, twins, written };
            store.write(self.request.root, &mut self.parts);
            return Ok((summary, Some(store)));
        }
        Ok((summary, None))
    }
}

/// The records of the report's pages in reading order.
fn in_order(resolved: &Resolved, ids: &[Option<PageId>]) -> Vec<usize> {
    let mut records = vec![None; resolved.report.pages.len()];
    let shown = ids.iter().enumerate().filter_map(|(index, id)| Some(((*id)?, index)));
    shown.for_each(|(id, index)| records[id.0 as usize] = Some(index));
    resolved.order.iter().filter_map(|id| records[id.0 as usize]).collect()
}

/// Whether a finding may be another one once all pages are made.
fn needs_all(found: &Diagnostic) -> bool {
    found.severity == Severity::Error || found.rule == rules::UNDEFINED_DATASET
}

/// The files that belong to no page; `None` when one is not there.
fn others_of(plan: &Plan, files: &Listing<'_>, folder: &Path) -> Option<Vec<Output>> {
    let outputs = plan.records.iter().flat_map(PageRecord::files);
    let of_pages: HashSet<&str> = outputs.map(|output| output.path.as_str()).collect();
    let others = files.par_iter().filter(|(path, _)| !of_pages.contains(*path));
    let output = |(path, listed): (&str, &Listed<'_>)| {
        let stat = match listed.body {
            Body::There(there) => there.stat,
            Body::Bytes(_) | Body::Staged => Stat::of(&folder.join(path))?,
        };
        Some(Output { path: path.to_owned(), hash: listed.hash, stat })
    };
    others.map(output).collect()
}

/// The pages that no file of the report is.
fn generated(
    prepared: &Prepared,
    resolved: &Resolved,
    assets: &AssetNames,
) -> (Vec<RenderedPage>, Diagnostics) {
    let (evidence, charts) = (Coverage::default(), BTreeMap::new());
    render::generated(prepared, &RenderInput { resolved, evidence: &evidence, charts: &charts, assets })
}

/// The one at a path, among those that are sorted by path.
fn find<'o>(outputs: &'o [Output], path: &str) -> Option<&'o Output> {
    outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok().map(|place| &outputs[place])
}

/// Looks at the files of the pages that were made, which stand in their places now.
fn look_at_outputs(plan: &mut Plan, folder: &Path) {
    let made: HashSet<usize> = plan.wanted.iter().copied().collect();
    let records = plan.records.par_iter_mut().enumerate().filter(|(index, _)| made.contains(index));
    records.for_each(|(_, record)| {
        for output in record.outputs.iter_mut().chain(&mut record.card) {
            match Stat::of(&folder.join(&output.path)) {
                Some(stat) => output.stat = stat,
                None => record.clean = false,
            }
        }
    });
}

fn contents(files: Vec<(String, Stored)>) -> Vec<(String, Content)> {
    files.into_iter().map(|(path, stored)| (path, Content::Stored(stored))).collect()
}

fn of_generated(page: RenderedPage) -> (String, Content) {
    (page.path, Content::Bytes(page.html.into_bytes().into()))
}

fn stored(file: MadeFile<Stored>) -> MadeFile<Content> {
    let MadeFile { path, bytes, name, span } = file;
    MadeFile { path, bytes: Content::Stored(bytes), name, span }
}
