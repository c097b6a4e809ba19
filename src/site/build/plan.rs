//! Which pages there are, and which of them have to be made.

use super::batch::{self, Text};
use super::codec::NOTHING;
use super::data::Names;
use super::outline::{Outline, Packed};
use super::record::{DataRecord, Output, PageRecord, is_there};
use super::run::{BATCH, Run};
use super::sources::KEPT;
use super::store::{Store, Written};
use super::{Built, data, key, values};
use crate::diagnostics::{Diagnostics, FileId};
use crate::load::{self, Blob, Gathered, Packages};
use crate::model::{Locale, PageId};
use crate::resolve::expressions::Expressions;
use crate::resolve::{self, PORTION, Resolved, Style};
use crate::site::write::{Twins, Writing};
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which pages there are, and which of them are made.
pub(super) struct Plan {
    /// One for each page file.
    pub(super) records: Vec<PageRecord>,
    /// Indices of the records that are made.
    pub(super) wanted: Vec<usize>,
    /// Whether these are few or small, so that their texts stay parsed.
    pub(super) parsed: bool,
    /// Their texts then.
    pub(super) texts: BTreeMap<usize, Text>,
    pub(super) data: Vec<DataRecord>,
    pub(super) apart: bool,
    /// What each file of the search index was made of.
    pub(super) search: Vec<blake3::Hash>,
    /// What `facts.json` was made of, as one hash.
    pub(super) facts: blake3::Hash,
    /// Files of no page, as the last build left them.
    pub(super) others: Vec<Output>,
    /// Folders of the site that need not be looked into.
    pub(super) twins: Twins,
    /// What stands on the disk of the records.
    pub(super) written: Written,
    /// Whether records of an earlier build are among them.
    pub(super) again: bool,
}

impl Run<'_> {
    /// Makes all pages; `None` when one of them was changed meanwhile.
    pub(super) fn anew(mut self, style: (Style, Diagnostics)) -> Option<Built> {
        let Gathered { report, content, diagnostics, .. } = &mut self.gathered;
        self.sources.open_data(&mut content.data, &mut report.assets)?;
        let (datasets, found) = load::datasets(report, &content.data);
        let linked = |blob: &Blob| {
            key::is_package(&blob.path) && String::from_utf8_lossy(&blob.bytes).contains("foreignKeys")
        };
        let apart = found.is_empty() && !content.data.iter().any(linked);
        diagnostics.extend(found);
        report.datasets = Arc::new(datasets);
        let data = data::records(&content.data, &self.sources.data, report, &mut self.parts);
        let records = content.pages.iter().zip(&self.sources.pages);
        let records: Vec<PageRecord> =
            records.map(|(blob, hash)| PageRecord::new(blob.path.as_str(), *hash, blob.stamp)).collect();
        let plan = Plan {
            wanted: (0..records.len()).collect(),
            records,
            parsed: false,
            texts: BTreeMap::new(),
            data,
            apart,
            search: Vec::new(),
            facts: NOTHING,
            others: Vec::new(),
            twins: Twins::default(),
            written: Written::default(),
            again: false,
        };
        let writing = self.open();
        self.go(plan, writing, style)
    }

    /// Makes the pages that an earlier build does not stand for; `None` when all have to be made.
    pub(super) fn again(
        mut self,
        store: Store,
        writing: Writing,
        style: (Style, Diagnostics),
    ) -> Option<Built> {
        let Store { mut pages, mut data, apart, search, facts, others, twins, mut written, .. } = store;
        let blobs = &self.gathered.content;
        let pages_differ = pages.len() != blobs.pages.len()
            || pages.iter().zip(blobs.pages.iter()).any(|(record, blob)| record.path != blob.path);
        let data_differ = data.len() != blobs.data.len()
            || data.iter().zip(blobs.data.iter()).any(|(record, blob)| record.path != blob.path);
        if pages_differ || data_differ {
            return None;
        }
        let kept = self.kept(&pages, (&data, apart), &writing)?;
        let report = &self.gathered.report;
        let blobs = &self.gathered.content;
        let updated = data::update(&mut data, &self.sources.data, report, &blobs.data, &mut self.parts)?;
        written.data.extend(updated);
        let read = self.sources.pages.iter().zip(blobs.pages.iter());
        for (index, (record, (hash, blob))) in pages.iter_mut().zip(read).enumerate() {
            if (record.text, record.stamp) != (*hash, blob.stamp) {
                (record.text, record.stamp) = (*hash, blob.stamp);
                written.pages.insert(index);
            }
        }
        let wanted: Vec<usize> = (0..pages.len()).filter(|index| !kept[*index]).collect();
        written.pages.extend(&wanted);
        let plan = Plan {
            wanted,
            records: pages,
            parsed: false,
            texts: BTreeMap::new(),
            data,
            apart,
            search,
            facts,
            others,
            twins,
            written,
            again: true,
        };
        self.go(plan, Ok(writing), style)
    }

    /// Which pages an earlier build stands for; reads the data that the others ask for. `None` when a file was changed meanwhile, or when
    /// something is wrong with the data.
    fn kept(
        &mut self,
        pages: &[PageRecord],
        (data, apart): (&[DataRecord], bool),
        writing: &Writing,
    ) -> Option<Vec<bool>> {
        let changed = data::changed(data, &self.sources.data);
        let kept = pages.par_iter().zip(&self.sources.pages).map(|(record, hash)| {
            record.text == *hash && record.clean && !record.shown.iter().any(|name| changed.contains(name))
        });
        let mut kept: Vec<bool> = kept.collect();
        let names = Names::of(data.iter().flat_map(|record| &record.names).map(String::as_str));
        let mut wanted = BTreeSet::new();
        let mut doubtful = Vec::new();
        for (index, (record, kept)) in pages.iter().zip(&kept).enumerate() {
            if !kept {
                self.want(record, index, &names, &mut wanted)?;
                continue;
            }
            let questions = record.questions.iter().filter(|question| question.is_about(&changed));
            let asked: BTreeSet<&String> = questions.flat_map(|question| &question.asked).collect();
            if !asked.is_empty() {
                wanted.extend(asked.into_iter().cloned());
                doubtful.push(index);
            }
        }
        let files = self.gathered.report.files.clone();
        let mut packages = Packages::default();
        // It is mostly one thread that reads data.
        let (standing, differ) = rayon::join(
            || stand(writing, pages, &kept),
            || {
                self.parse_data((data, apart), &wanted, &mut packages)?;
                Some(self.weigh(pages, &changed, &doubtful))
            },
        );
        // Pages that are made ask for more than what was in doubt.
        let before = wanted.len();
        for index in differ? {
            kept[index] = false;
            wanted.extend(pages[index].datasets().cloned());
        }
        for (index, record) in pages.iter().enumerate() {
            if kept[index] && !standing[index] {
                kept[index] = false;
                self.want(record, index, &names, &mut wanted)?;
            }
        }
        if apart && wanted.len() > before {
            self.gathered.report.files = files;
            self.parse_data((data, apart), &wanted, &mut packages)?;
        }
        // Letting them go takes half as long as reading them.
        rayon::spawn(move || drop(packages));
        Some(kept)
    }

    /// What a page that is made may ask of the data. `None` when it was changed meanwhile.
    fn want(
        &self,
        record: &PageRecord,
        index: usize,
        names: &Names<'_>,
        wanted: &mut BTreeSet<String>,
    ) -> Option<()> {
        let bytes = self.sources.bytes(&self.gathered.content.pages, index)?;
        names.mentioned(&String::from_utf8_lossy(&bytes), wanted);
        wanted.extend(record.datasets().cloned());
        Some(())
    }

    /// Parses the data files that are wanted, or all when they speak of each other. `None` when something is wrong with one.
    fn parse_data(
        &mut self,
        (records, apart): (&[DataRecord], bool),
        wanted: &BTreeSet<String>,
        packages: &mut Packages,
    ) -> Option<()> {
        let Gathered { report, content, .. } = &mut self.gathered;
        let (datasets, found) = if apart {
            let needed = data::needed(&content.data, records, &self.sources.data, wanted);
            let needed = self.sources.opened(&content.data, &needed)?;
            load::some_datasets(report, &needed, (false, packages))
        } else {
            self.sources.open_data(&mut content.data, &mut report.assets)?;
            load::datasets(report, &content.data)
        };
        report.datasets = Arc::new(datasets);
        found.is_empty().then_some(())
    }

    /// Evaluates the expressions that asked for data that changed: the pages whose come to something else.
    fn weigh(&self, pages: &[PageRecord], changed: &BTreeSet<String>, doubtful: &[usize]) -> Vec<usize> {
        let report = &self.gathered.report;
        let locale = Locale::of(&report.config.language);
        doubtful
            .par_iter()
            .with_min_len(PORTION)
            .map_init(
                || Expressions::new(report.datasets.clone(), locale.clone()),
                |expressions, index| {
                    let record = &pages[*index];
                    let own = record.outline.open().and_then(|outline| outline.locale());
                    expressions.speak(own.as_ref().unwrap_or(&locale));
                    let mut questions = record.questions.iter().filter(|question| question.is_about(changed));
                    let same =
                        questions.all(|question| values::are_same(question, expressions, &report.datasets));
                    (!same).then_some(*index)
                },
            )
            .flatten()
            .collect()
    }

    /// Parses what is wanted; sets the outlines. `None` when a page was changed meanwhile, `false` when other pages see that something
    /// changed.
    pub(super) fn read(&mut self, plan: &mut Plan) -> Option<bool> {
        let drafts = self.request.options.drafts || self.gathered.report.config.build.drafts;
        let Gathered { report, content, diagnostics, .. } = &mut self.gathered;
        let folder = report.config.build.content.clone();
        plan.parsed = plan.wanted.len() <= BATCH || self.sources.weight(&plan.wanted) <= KEPT;
        self.files = content
            .pages
            .iter()
            .map(|blob| report.files.add(format!("{folder}/{}", blob.path), ""))
            .collect();
        let mut same = true;
        for portion in plan.wanted.chunks(BATCH) {
            let pages: Vec<(usize, FileId)> =
                portion.iter().map(|index| (*index, self.files[*index])).collect();
            let are_texts = self.sources.open(&content.pages, &pages, &mut report.files, diagnostics)?;
            let mut known = Vec::with_capacity(pages.len());
            for ((index, file), is_text) in pages.iter().zip(are_texts) {
                match is_text {
                    true => known.push((*index, content.pages[*index].path.clone(), *file)),
                    false => {
                        let record = &mut plan.records[*index];
                        (record.skipped, record.clean) = (true, false);
                        record.outline = Packed::default();
                    }
                }
            }
            let datasets = &report.datasets;
            let parsed = batch::parse(report, &known, |text, found| {
                let skipped = text.0.front.draft && !drafts;
                let outline = Outline::of(&text.0, &text.1, datasets);
                (outline, skipped, found, plan.parsed.then_some(text))
            });
            for ((index, ..), (outline, skipped, found, text)) in known.into_iter().zip(parsed) {
                let record = &mut plan.records[index];
                same &= record.skipped == skipped
                    && (skipped
                        || record
                            .outline
                            .open()
                            .is_some_and(|known| known.interface() == outline.interface()));
                (record.skipped, record.outline) = (skipped, Packed::of(&outline));
                if skipped {
                    continue;
                }
                diagnostics.extend(found);
                plan.texts.extend(text.map(|text| (index, text)));
            }
            if !plan.parsed {
                pages.iter().for_each(|(_, file)| report.files.set_text(*file, ""));
            }
        }
        Some(same)
    }

    /// All outlines as a report, whose figures have no numbers yet. `None` when one cannot be read.
    pub(super) fn outlines(&mut self, plan: &Plan) -> Option<(Resolved, Vec<Option<PageId>>)> {
        let mut report = std::mem::take(&mut self.gathered.report);
        let shown: Vec<(&PageRecord, FileId)> = plan
            .records
            .iter()
            .zip(self.files.iter().copied())
            .filter(|(record, _)| !record.skipped)
            .collect();
        let datasets = &report.datasets;
        let lost = AtomicBool::new(false);
        let thin = |(record, file): &(&PageRecord, FileId)| {
            let outline = record.outline.open().unwrap_or_else(|| {
                lost.store(true, Ordering::Relaxed);
                Outline::default()
            });
            (outline.page(Utf8Path::new(&record.path), *file), outline.settled(datasets))
        };
        let (mut pages, mut settled) = (Vec::new(), Vec::new());
        shown.par_iter().map(thin).unzip_into_vecs(&mut pages, &mut settled);
        if lost.into_inner() {
            return None;
        }
        report.pages = pages;
        // A file that is no text has no outline.
        let drafts = plan.records.iter().filter(|record| record.skipped && record.outline.is_some());
        report.drafts = drafts.map(|record| record.path.as_str().into()).collect();
        let mut next = 0..;
        let id = |record: &PageRecord| (!record.skipped).then(|| next.next().map(PageId)).flatten();
        let ids = plan.records.iter().map(id).collect();
        load::set_tree(&mut report, &mut self.gathered.diagnostics);
        let locale = Locale::of(&report.config.language);
        let order = resolve::order(&report);
        Some((Resolved { report, pages: settled, order, sources: Vec::new(), locale }, ids))
    }
}

/// Whether the files of pages, those that would be kept, are as the last build left them.
fn stand(writing: &Writing, records: &[PageRecord], kept: &[bool]) -> Vec<bool> {
    let stands = |record: &PageRecord| record.files().all(|output| is_there(writing, output));
    records.par_iter().zip(kept).map(|(record, kept)| *kept && stands(record)).collect()
}
