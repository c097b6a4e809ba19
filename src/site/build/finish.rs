//! What is put together from all pages, and written.

use super::batch::Made;
use super::codec::NOTHING;
use super::parts::{Part, Parts};
use super::plan::Plan;
use super::preview::Rest;
use super::record::{Output, is_there};
use super::run::{All, Run};
use super::store::Store;
use super::{Built, findings};
use crate::check;
use crate::config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, rules};
use crate::facts::coverage::Coverage;
use crate::model::PageId;
use crate::render::{self, RenderInput};
use crate::resolve::Resolved;
use crate::site::assemble::{SiteInput, assemble_as};
use crate::site::facts_json::{self, List, Take};
use crate::site::write::{Body, Listed, Listing, Stat, Stored, WriteError, WriteSummary, Writing};
use crate::site::{MadeFile, cache, search_index};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// From so many files on, linking all of them takes longer than comparing them with a second tree.
const SPARE: usize = 1_000;

/// Texts of pages that are read at a time.
const TEXTS: usize = 256;

/// A file of the site: its bytes, or where they were put.
#[derive(Debug, Clone)]
enum Content {
    Bytes(Arc<[u8]>),
    Stored(Stored),
}

impl From<Arc<[u8]>> for Content {
    fn from(bytes: Arc<[u8]>) -> Self {
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
                        (output.path.clone(), Content::Stored(Stored { hash: output.hash, there: true }))
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
        let charts = BTreeMap::new();
        let evidence = Coverage::default();
        let input = RenderInput { resolved: &resolved, evidence: &evidence, charts: &charts, assets: &names };
        let (generated, found) = render::generated(&prepared, &input);
        diagnostics.extend(found);
        assets.search_index.bytes = self.search_index(&resolved, &plan, &order);
        // What is not shown needs no list of facts.
        let sound = !self.has_errors(&diagnostics);
        let (facts, new) = self.facts(&resolved, &mut plan, &order, writing.as_ref().ok().filter(|_| sound));
        if self.parts.is_damaged() && plan.again {
            return None;
        }
        let fault = fault.or(new).or_else(|| self.parts.is_damaged().then(WriteError::lost));
        let PageFiles { mut html, files, cards } = PageFiles::of(&order, &plan, &mut made);
        html.extend(
            generated.into_iter().map(|page| (page.path, Content::Bytes(Arc::from(page.html.into_bytes())))),
        );
        let (site, found) = assemble_as(&SiteInput {
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
        Some(Built { report, diagnostics, target, written, pages, made: count, rest })
    }

    fn search_index(&mut self, resolved: &Resolved, plan: &Plan, order: &[usize]) -> Arc<[u8]> {
        let entries: Vec<Part> = order.iter().map(|index| plan.records[*index].search).collect();
        // What is lost is said when the list of facts is made.
        let entries = self.parts.texts(&entries).unwrap_or_default();
        search_index::search_index_of(resolved, &entries).into_bytes().into()
    }

    /// The list of facts. It is as long as all pages together, so it is put into the new tree bit by bit.
    fn facts(
        &mut self,
        resolved: &Resolved,
        plan: &mut Plan,
        order: &[usize],
        writing: Option<&Writing>,
    ) -> (Content, Option<WriteError>) {
        let nowhere = Stored { hash: blake3::hash(b""), there: false };
        let Some(writing) = writing else { return (Content::Stored(nowhere), None) };
        let in_order = || order.iter().map(|index| &plan.records[*index]);
        let datasets: Vec<Part> = plan.data.iter().flat_map(|data| data.facts.iter().copied()).collect();
        let figures: Vec<Part> = in_order().map(|record| record.figures).collect();
        let facts: Vec<Part> = in_order().map(|record| record.facts).collect();
        let of = |list| match list {
            List::Datasets => &datasets,
            List::Figures => &figures,
            List::Facts => &facts,
        };
        // The file with the hashes of its longest parts in their place, and of the files whose hashes stand in them.
        let mut key = blake3::Hasher::new();
        for hash in &self.sources.data {
            key.update(hash.as_bytes());
        }
        let hashes = facts_json::write(&mut key, resolved, &mut |list, take| {
            of(list).iter().try_for_each(|part| take(&part.key()))
        });
        let key = hashes.map_or(NOTHING, |()| key.finalize());
        let is_same = std::mem::replace(&mut plan.facts, key) == key;
        let known = plan.others.iter().find(|output| output.path == facts_json::PATH);
        if let Some(known) = known.filter(|known| is_same && is_there(writing, known)) {
            return (Content::Stored(Stored { hash: known.hash, there: true }), None);
        }
        let parts = &mut self.parts;
        let put = writing.put_with(facts_json::PATH, |out| {
            facts_json::write(out, resolved, &mut |list, take| hand_over(parts, of(list), take))
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
        let known: BTreeMap<&str, &Output> =
            others.iter().map(|output| (output.path.as_str(), output)).collect();
        let files: Vec<(&str, Listed<'_>)> = site
            .par_iter()
            .map(|(path, content)| {
                let listed = match content {
                    Content::Stored(stored) => stored.listed(),
                    Content::Bytes(bytes) => {
                        let hash = blake3::hash(bytes);
                        let there = known
                            .get(path.as_str())
                            .is_some_and(|output| output.hash == hash && is_there(&writing, output));
                        Listed { hash, body: if there { Body::There } else { Body::Bytes(bytes) } }
                    }
                };
                (path.as_str(), listed)
            })
            .collect();
        let folder = writing.path("");
        let listing: Listing<'_> = files.iter().copied().collect();
        let spare = Some(self.request.root).filter(|_| self.request.cache && files.len() >= SPARE);
        let spare = spare.and_then(|root| cache::spare(root.as_std_path()));
        let summary = writing.finish(&listing, spare.as_deref())?;
        let nothing_new = plan.again && plan.wanted.is_empty() && summary.written + summary.removed == 0;
        if self.request.cache && !nothing_new {
            let made: BTreeSet<usize> = plan.wanted.iter().copied().collect();
            let of_pages = outputs_of_pages(&mut plan, &made, &folder);
            let outputs = files.par_iter().filter(|(path, _)| !of_pages.contains(*path));
            let outputs = outputs.filter_map(|(path, listed)| {
                let stat = match (listed.body, known.get(path)) {
                    (Body::There, Some(known)) => known.stat,
                    _ => Stat::of(&folder.join(path))?,
                };
                Some(Output { path: (*path).to_owned(), hash: listed.hash, stat })
            });
            let others = outputs.collect();
            let Plan { records: pages, data, apart, facts, .. } = plan;
            Store { pages, data, apart, facts, others, findings }.write(
                self.request.root,
                &self.key,
                &mut self.parts,
            );
        }
        Ok(summary)
    }
}

/// Reads texts some at a time, and hands each over while the next ones are read.
fn hand_over(parts: &mut Parts, list: &[Part], take: &mut Take<'_>) -> io::Result<()> {
    let mut portions = list.chunks(TEXTS);
    let mut next = portions.next().map(|portion| parts.texts(portion));
    while let Some(texts) = next {
        let texts = texts.ok_or_else(|| io::Error::other("a part of it is lost"))?;
        let (taken, read) = rayon::join(
            || texts.iter().try_for_each(|text| take(text)),
            || portions.next().map(|portion| parts.texts(portion)),
        );
        taken?;
        next = read;
    }
    Ok(())
}

/// Looks at the files of the pages that were made; gives the paths of all pages' files.
fn outputs_of_pages(plan: &mut Plan, made: &BTreeSet<usize>, folder: &Path) -> BTreeSet<String> {
    let fresh: Vec<usize> = made.iter().copied().collect();
    plan.records.par_iter_mut().enumerate().filter(|(index, _)| fresh.binary_search(index).is_ok()).for_each(
        |(_, record)| {
            for output in record.outputs.iter_mut().chain(&mut record.card) {
                match Stat::of(&folder.join(&output.path)) {
                    Some(stat) => output.stat = stat,
                    None => record.clean = false,
                }
            }
        },
    );
    let outputs = plan.records.iter().flat_map(|record| record.outputs.iter().chain(&record.card));
    outputs.map(|output| output.path.clone()).collect()
}

fn stored(file: MadeFile<Stored>) -> MadeFile<Content> {
    let MadeFile { path, bytes, name, span } = file;
    MadeFile { path, bytes: Content::Stored(bytes), name, span }
}
