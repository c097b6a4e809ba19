//! What is put together from all pages, and written.

use super::batch::Made;
use super::codec::NOTHING;
use super::parts::{Part, Parts};
use super::plan::Plan;
use super::preview::Rest;
use super::record::{Output, PageRecord, is_there};
use super::run::{All, Run};
use super::sources::Sources;
use super::store::Store;
use super::{Built, findings};
use crate::check;
use crate::config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, rules};
use crate::facts::coverage::Coverage;
use crate::load::DATA;
use crate::model::PageId;
use crate::render::{self, AssetNames, Prepared, RenderInput, RenderedPage};
use crate::resolve::Resolved;
use crate::site::assemble::{SiteInput, assemble_as};
use crate::site::facts_json::{self, List, Take};
use crate::site::write::{Body, Listed, Listing, Stat, Stored, There, WriteError, WriteSummary, Writing};
use crate::site::{MadeFile, cache, search_index};
use bytes::Bytes;
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// From so many files on, linking all of them takes longer than comparing them with a second tree.
const SPARE: usize = 1_000;

/// Texts of pages that are read at a time.
const TEXTS: usize = 256;

/// A file of the site: its bytes, or where they were put.
#[derive(Debug, Clone)]
enum Content {
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
    fn of(order: &[usize], plan: &Plan, made: &mut BTreeMap<usize, Made>) -> Self {
        let mut all = Self::default();
        for index in order {
            match made.remove(index) {
                Some(made) => {
                    all.html.extend(made.html.map(|(path, stored)| (path, Content::Stored(stored))));
                    all.files.extend(made.files.into_iter().map(stored));
                    all.cards.extend(made.card.map(|(path, stored)| (path, Content::Stored(stored))));
                }
                None => {
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
        let All { mut plan, ids, mut made, names, mut assets, whole, prepared, cache } = all;
        let count = made.len();
        let all_data = !plan.again || !plan.apart;
        let index_of: BTreeMap<PageId, usize> =
            ids.iter().enumerate().filter_map(|(index, id)| Some(((*id)?, index))).collect();
        let order: Vec<usize> = resolved.order.iter().filter_map(|id| index_of.get(id).copied()).collect();
        let uses =
            order.iter().filter_map(|index| Some(plan.records[*index].uses_of(ids[*index]?))).collect();
        resolved.sources = whole.sources(uses);
        diagnostics.extend(check::report(&resolved));
        let (generated, found) = generated(&prepared, &resolved, &names);
        diagnostics.extend(found);
        let (search_index, key) = rayon::join(
            || search_index_of(&mut self.parts, &resolved, &plan, &order),
            || facts_key(&self.sources, &resolved, &Lists::of(&plan, &order)),
        );
        assets.search_index.bytes = search_index;
        // What is not shown needs no list of facts.
        let sound = !self.has_errors(&diagnostics);
        let shown = writing.as_ref().ok().filter(|_| sound);
        let (facts, new) = self.facts(&resolved, &mut plan, &order, (key, shown));
        if self.parts.is_damaged() && plan.again {
            return None;
        }
        let fault = fault.or(new).or_else(|| self.parts.is_damaged().then(WriteError::lost));
        let PageFiles { mut html, files, cards } = PageFiles::of(&order, &plan, &mut made);
        html.extend(generated.into_iter().map(of_generated));
        let (mut site, found) = assemble_as(&SiteInput {
            resolved: &resolved,
            pages: &html,
            files: &files,
            assets: &assets,
            facts,
            charts: order.iter().any(|index| plan.records[*index].charts),
            cards: &cards,
            date: self.request.date,
        });
        diagnostics.extend(found);
        if let Some(writing) = shown {
            self.put_unread(&mut site, &plan.others, writing)?;
        }
        let config = &resolved.report.config;
        let lost = |diagnostic: &Diagnostic| {
            diagnostic.severity == Severity::Error || diagnostic.rule == rules::UNDEFINED_DATASET
        };
        if plan.again && diagnostics.iter().any(lost) {
            return None;
        }
        let diagnostics =
            config::with_severities(&diagnostics, config, self.request.strict).sorted(&resolved.report.files);
        let failed = diagnostics.has_errors();
        if plan.again && failed {
            return None;
        }
        let written = (!failed).then(|| {
            if let Some(fault) = fault {
                return Err(fault);
            }
            let writing = writing?;
            if !plan.again {
                cache.prune();
            }
            let findings = findings::encode(&diagnostics, &resolved.report.files);
            self.write(plan, &site, writing, findings)
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
        let pages = report.pages.len();
        Some(Built { report, diagnostics, target, written, pages, made: count, rest, read: None })
    }

    /// Data files that were not read: those of the site are as they were too, or are read now. `None` when one changed.
    fn put_unread(
        &self,
        site: &mut BTreeMap<String, Content>,
        others: &[Output],
        writing: &Writing,
    ) -> Option<()> {
        let blobs = &self.gathered.content.data;
        let known = by_path(others);
        let unread =
            blobs.par_iter().enumerate().filter_map(|(index, blob)| Some((index, blob, blob.unread?)));
        let content = unread.map(|(index, blob, hash)| {
            let path = format!("{DATA}/{}", blob.path);
            let there =
                known.get(path.as_str()).filter(|output| output.hash == hash && is_there(writing, output));
            let content = match there {
                Some(output) => Content::Stored(Stored { hash, there: Some(There::left(output.stat)) }),
                None => self.sources.data_bytes(blobs, index)?.into(),
            };
            Some((path, content))
        });
        for (path, content) in content.collect::<Option<Vec<_>>>()? {
            if let Some(placed) = site.get_mut(&path) {
                *placed = content;
            }
        }
        Some(())
    }

    /// The list of facts. It is as long as all pages together, so it is put into the new tree bit by bit.
    fn facts(
        &mut self,
        resolved: &Resolved,
        plan: &mut Plan,
        order: &[usize],
        (key, writing): (blake3::Hash, Option<&Writing>),
    ) -> (Content, Option<WriteError>) {
        let nowhere = Stored { hash: blake3::hash(b""), there: None };
        let Some(writing) = writing else { return (Content::Stored(nowhere), None) };
        let is_same = std::mem::replace(&mut plan.facts, key) == key;
        let known = plan.others.iter().find(|output| output.path == facts_json::PATH);
        if let Some(known) = known.filter(|known| is_same && is_there(writing, known)) {
            return (
                Content::Stored(Stored { hash: known.hash, there: Some(There::left(known.stat)) }),
                None,
            );
        }
        let hashes =
            plan.data.iter().filter_map(|data| Some((format!("{DATA}/{}", data.path), data.sha256.clone()?)));
        let hashes: facts_json::Hashes = hashes.collect();
        let lists = Lists::of(plan, order);
        let parts = &mut self.parts;
        let put = writing.put_with(facts_json::PATH, |out| {
            facts_json::write(out, resolved, &hashes, &mut |list, take| {
                hand_over(parts, lists.get(list), take)
            })
        });
        match put {
            Ok(stored) => (Content::Stored(stored), None),
            Err(fault) => (Content::Stored(nowhere), Some(fault)),
        }
    }

    /// Writes the site, and keeps what the next build needs of it.
    fn write(
        &mut self,
        mut plan: Plan,
        site: &BTreeMap<String, Content>,
        writing: Writing,
        findings: Vec<u8>,
    ) -> Result<WriteSummary, WriteError> {
        let others = std::mem::take(&mut plan.others);
        let known = by_path(&others);
        let files: Vec<(&str, Listed<'_>)> = site
            .par_iter()
            .map(|(path, content)| {
                let listed = match content {
                    Content::Stored(stored) => stored.listed(),
                    Content::Bytes(bytes) => {
                        let hash = blake3::hash(bytes);
                        let there = known
                            .get(path.as_str())
                            .filter(|output| output.hash == hash && is_there(&writing, output));
                        let body =
                            there.map_or(Body::Bytes(bytes), |output| Body::There(There::left(output.stat)));
                        Listed { hash, body }
                    }
                };
                (path.as_str(), listed)
            })
            .collect();
        let folder = writing.path("");
        let listing: Listing<'_> = files.iter().copied().collect();
        let spare = Some(self.request.root).filter(|_| self.request.cache && files.len() >= SPARE);
        let spare = spare.and_then(|root| cache::spare(root.as_std_path()));
        let spare = spare.as_deref().map(|path| (path, &plan.twins));
        let (summary, twins) = writing.finish(&listing, spare)?;
        let nothing_new = plan.again && plan.wanted.is_empty() && summary.written + summary.removed == 0;
        if self.request.cache && !nothing_new {
            look_at_outputs(&mut plan, &folder);
            let others = others_of(&plan, &files, &folder);
            let Plan { records: pages, data, apart, facts, .. } = plan;
            let store = Store { key: self.key, pages, data, apart, facts, others, findings, twins };
            store.write(self.request.root, &mut self.parts);
        }
        Ok(summary)
    }
}

/// The files that belong to no page.
fn others_of(plan: &Plan, files: &[(&str, Listed<'_>)], folder: &Path) -> Vec<Output> {
    let outputs = plan.records.iter().flat_map(PageRecord::files);
    let of_pages: HashSet<&str> = outputs.map(|output| output.path.as_str()).collect();
    let others = files.par_iter().filter(|(path, _)| !of_pages.contains(*path));
    let output = |(path, listed): &(&str, Listed<'_>)| {
        let stat = match listed.body {
            Body::There(there) => there.stat,
            Body::Bytes(_) | Body::Staged => Stat::of(&folder.join(path))?,
        };
        Some(Output { path: (*path).to_owned(), hash: listed.hash, stat })
    };
    others.filter_map(output).collect()
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

fn by_path(outputs: &[Output]) -> HashMap<&str, &Output> {
    outputs.iter().map(|output| (output.path.as_str(), output)).collect()
}

fn search_index_of(parts: &mut Parts, resolved: &Resolved, plan: &Plan, order: &[usize]) -> Bytes {
    let entries: Vec<Part> = order.iter().map(|index| plan.records[*index].search).collect();
    // What is lost is said when the list of facts is made.
    let entries = parts.texts(&entries).unwrap_or_default();
    search_index::search_index_of(resolved, entries.iter()).into_bytes().into()
}

/// What the long lists of `facts.json` are put together from.
struct Lists {
    datasets: Vec<Part>,
    figures: Vec<Part>,
    facts: Vec<Part>,
}

impl Lists {
    fn of(plan: &Plan, order: &[usize]) -> Self {
        let in_order = || order.iter().map(|index| &plan.records[*index]);
        Self {
            datasets: plan.data.iter().flat_map(|data| data.facts.iter().copied()).collect(),
            figures: in_order().map(|record| record.figures).collect(),
            facts: in_order().map(|record| record.facts).collect(),
        }
    }

    fn get(&self, list: List) -> &[Part] {
        match list {
            List::Datasets => &self.datasets,
            List::Figures => &self.figures,
            List::Facts => &self.facts,
        }
    }
}

/// The hash of what `facts.json` is made of: the file with the hashes of its longest parts in their place, and the files whose
/// hashes stand in them.
fn facts_key(sources: &Sources, resolved: &Resolved, lists: &Lists) -> blake3::Hash {
    let mut key = blake3::Hasher::new();
    for hash in &sources.data {
        key.update(hash.as_bytes());
    }
    let hashes = facts_json::write(&mut key, resolved, &facts_json::Hashes::new(), &mut |list, take| {
        lists.get(list).iter().try_for_each(|part| take(&part.key()))
    });
    hashes.map_or(NOTHING, |()| key.finalize())
}

/// Reads texts some at a time, and hands each over while the next ones are read.
fn hand_over(parts: &mut Parts, list: &[Part], take: &mut Take<'_>) -> io::Result<()> {
    let mut portions = list.chunks(TEXTS);
    let mut next = portions.next().map(|portion| parts.texts(portion));
    while let Some(texts) = next {
        let texts = texts.ok_or_else(|| io::Error::other("a part of it is lost"))?;
        let (taken, read) = rayon::join(
            || texts.iter().try_for_each(&mut *take),
            || portions.next().map(|portion| parts.texts(portion)),
        );
        taken?;
        next = read;
    }
    Ok(())
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

fn of_generated(page: RenderedPage) -> (String, Content) {
    (page.path, Content::Bytes(page.html.into_bytes().into()))
}

fn stored(file: MadeFile<Stored>) -> MadeFile<Content> {
    let MadeFile { path, bytes, name, span } = file;
    MadeFile { path, bytes: Content::Stored(bytes), name, span }
}
