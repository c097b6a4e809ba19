//! Some pages at a time: everything that is made of a page's own text.

use super::data::Names;
use super::outline::{self, Outline, Packed};
use super::parts::{self, Parts};
use super::record::{Output, PageRecord};
use super::values;
use crate::charts::DrawnChart;
use crate::check;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId};
use crate::facts::claims;
use crate::facts::coverage::Coverage;
use crate::model::{Locale, Page, PageId, Report};
use crate::render::{self, AssetNames, Prepared, RenderInput, RenderedPage};
use crate::resolve::expressions::Expressions;
use crate::resolve::{self, PORTION, Resolved, ResolvedPage, Whole};
use crate::site::card::Painter;
use crate::site::facts_json::{Origins, PageFacts, Published};
use crate::site::write::{Stat, Stored, WriteError, Writing};
use crate::site::{Cache, Card, MadeFile, facts_json, make, search_index};
use camino::Utf8PathBuf;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A page with its whole text, and its values.
pub(super) type Text = (Page, ResolvedPage);

/// What pages are made with.
pub(super) struct Workshop<'a, 'f> {
    pub(super) whole: &'a Whole,
    pub(super) prepared: &'a Prepared,
    pub(super) published: &'a Published,
    pub(super) names: &'a mut AssetNames,
    /// What supports the numbers of the pages at hand.
    pub(super) evidence: &'a mut Coverage,
    pub(super) painter: Option<&'a mut Painter<'f>>,
    pub(super) cache: &'a Cache,
    pub(super) out: Out<'a>,
    /// How much of a text the search index keeps.
    pub(super) limit: usize,
    /// Where the pages' parts of search index and `facts.json` are put, when these are made.
    pub(super) parts: Option<&'a mut Parts>,
}

/// Where the files of pages go.
#[derive(Debug, Clone, Copy)]
pub(super) enum Out<'a> {
    /// Nothing will be written.
    Nowhere,
    /// The new tree.
    Disk(&'a Writing),
    /// Memory, for a page that is shown before it is written.
    Memory(&'a Mutex<Vec<(String, Vec<u8>)>>),
}

/// What was made of some pages.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) diagnostics: Diagnostics,
    /// What the cache keeps of each, and its files.
    pub(super) pages: Vec<(PageRecord, Made)>,
    pub(super) fault: Option<WriteError>,
}

/// A page of which all is known.
struct Settled {
    outline: Outline,
    shares: Option<Shares>,
    record: PageRecord,
    made: Made,
    fault: Option<WriteError>,
}

/// A page's part of what is made of all pages.
#[derive(Debug)]
struct Shares {
    search: parts::Text,
    figures: parts::Text,
    facts: parts::Text,
}

/// What was made of one.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Its HTML and where it was put; `None` for a page with a fault.
    pub(super) html: Option<(String, Stored)>,
    pub(super) files: Vec<MadeFile<Stored>>,
    pub(super) card: Option<(String, Stored)>,
}

/// Parses pages and evaluates their expressions, in parallel; `take` says what is kept of each and of what was found.
pub(super) fn parse<T: Send>(
    report: &Report,
    files: &[(usize, Utf8PathBuf, FileId)],
    take: impl Fn(Text, Diagnostics) -> T + Sync,
) -> Vec<T> {
    let locale = Locale::of(&report.config.language);
    files
        .par_iter()
        .with_min_len(PORTION)
        .map_init(
            || Expressions::new(report.datasets.clone(), locale.clone()),
            |expressions, (_, path, file)| {
                let (page, mut diagnostics) = crate::load::page_of(report, path.clone(), *file);
                let (mut settled, found) = resolve::page_values(expressions, &page, &locale);
                settled.figures = resolve::shown(report, expressions, &page, &settled);
                diagnostics.extend(found);
                take((page, settled), diagnostics)
            },
        )
        .collect()
}

/// Makes all that is made of some pages, which stand in `resolved` with their whole texts meanwhile.
pub(super) fn work(
    shop: &mut Workshop<'_, '_>,
    resolved: &mut Resolved,
    pages: Vec<(PageId, Text)>,
    mut records: Vec<PageRecord>,
    found_before: &Diagnostics,
) -> Batch {
    let ids: Vec<PageId> = pages.iter().map(|(id, _)| *id).collect();
    for (id, (page, settled)) in pages {
        let place = &mut resolved.report.pages[id.0 as usize];
        let parent = place.parent;
        *place = Page { parent, ..page };
        resolved.pages[id.0 as usize] = settled;
    }
    let mut batch = Batch { diagnostics: shop.whole.settle(resolved, &ids), ..Batch::default() };
    batch.diagnostics.extend(claims::verify_pages(resolved, &ids));
    batch.diagnostics.extend(check::pages(resolved, &ids));
    let (charts, found) = make::draw(resolved, &ids, shop.cache);
    batch.diagnostics.extend(found);
    let (mut cards, lacking) = match &mut shop.painter {
        Some(painter) => painter.paint(resolved, &ids, shop.cache),
        None => Default::default(),
    };
    shop.names.cards.extend(cards.iter().map(|(id, card)| (*id, card.path.clone())));
    shop.evidence.find(resolved, &ids);
    let evidence = &*shop.evidence;
    let input = RenderInput { resolved, evidence, charts: &charts, assets: shop.names };
    let (rendered, found) = render::pages_of(shop.prepared, &input, &ids);
    batch.diagnostics.extend(found);
    let mut files: BTreeMap<PageId, Vec<MadeFile>> = BTreeMap::new();
    for (id, file) in make::figure_files(resolved, &ids, &charts) {
        files.entry(id).or_default().push(file);
    }
    let mut unclean = unclean(&batch.diagnostics);
    unclean.append(&mut self::unclean(found_before));
    for (id, record) in ids.iter().zip(&mut records) {
        record.clean = !unclean.contains(&resolved.report.page(*id).file) && !lacking.contains(id);
        record.charts = has_chart(&charts, *id);
    }
    let made: Vec<_> = ids.iter().zip(rendered).zip(records).collect();
    let made: Vec<_> = made
        .into_iter()
        .map(|((id, html), record)| {
            (*id, html, record, files.remove(id).unwrap_or_default(), cards.remove(id))
        })
        .collect();
    let origins = Origins::of(&resolved.report, shop.published);
    let limit = shop.parts.is_some().then_some(shop.limit);
    let datasets = Arc::clone(&resolved.report.datasets);
    let names = OnceLock::new();
    let results: Vec<Settled> = made
        .into_par_iter()
        .map(|(id, html, mut record, files, card)| {
            let outline =
                note(&mut record, resolved, id, || names.get_or_init(|| Names::of(datasets.names())));
            record.clean &= html.is_some();
            let shares = limit.map(|limit| shares((resolved, &origins, evidence), id, limit));
            // Of a page that cannot be put, all else is known.
            let (made, fault) = match put_files(shop.out, html, files, card) {
                Ok(made) => (made, None),
                Err(fault) => (Made::default(), Some(fault)),
            };
            keep_outputs(&mut record, &made);
            Settled { outline, shares, record, made, fault }
        })
        .collect();
    shop.evidence.forget(&ids);
    let mut texts: Vec<Text> = Vec::with_capacity(ids.len());
    let mut all_shares = Vec::with_capacity(ids.len());
    for (id, Settled { outline, shares, record, made, fault }) in ids.into_iter().zip(results) {
        texts.push(thin(outline, id, shop.whole, resolved));
        all_shares.push(shares);
        batch.pages.push((record, made));
        batch.fault = batch.fault.or(fault);
    }
    if let Some(parts) = shop.parts.as_deref_mut() {
        hand_over(&mut batch.pages, all_shares, parts);
    }
    // Letting them go takes a tenth of the time of reading them.
    texts.into_par_iter().for_each(drop);
    batch
}

/// Puts the outline of a page in its place; gives its text.
fn thin(outline: Outline, id: PageId, whole: &Whole, resolved: &mut Resolved) -> Text {
    let (page, settled) = (&mut resolved.report.pages[id.0 as usize], &mut resolved.pages[id.0 as usize]);
    let thin = outline.page(&page.path, page.file);
    let thin = Page { parent: page.parent, ..thin };
    let mut shown = outline.settled(&resolved.report.datasets);
    outline::number(&mut shown.figures, whole.numbered(id));
    (std::mem::replace(page, thin), std::mem::replace(settled, shown))
}

fn shares(
    (resolved, origins, evidence): (&Resolved, &Origins<'_>, &Coverage),
    id: PageId,
    limit: usize,
) -> Shares {
    let PageFacts { figures, facts } = facts_json::page_facts(resolved, origins, evidence, id);
    Shares {
        search: parts::Text::new(search_index::page_entries(resolved, id, limit)),
        figures: parts::Text::new(figures),
        facts: parts::Text::new(facts),
    }
}

/// Puts the shares of pages where they are kept: those of a kind next to each other, as they are read.
fn hand_over(pages: &mut [(PageRecord, Made)], shares: Vec<Option<Shares>>, parts: &mut Parts) {
    let (mut figures, mut facts) = (Vec::new(), Vec::new());
    for ((record, _), share) in pages.iter_mut().zip(shares) {
        let Some(share) = share else { continue };
        record.search = parts.add(share.search);
        figures.push((&mut record.figures, share.figures));
        facts.push((&mut record.facts, share.facts));
    }
    for (place, text) in figures.into_iter().chain(facts) {
        *place = parts.add(text);
    }
}

/// Fills a record with what a settled page leaves; gives its outline. Names are those of all datasets.
fn note<'n>(
    record: &mut PageRecord,
    resolved: &Resolved,
    id: PageId,
    names: impl FnOnce() -> &'n Names<'n>,
) -> Outline {
    let (page, settled) = (resolved.report.page(id), &resolved.pages[id.0 as usize]);
    let outline = Outline::of(page, settled, &resolved.report.datasets);
    record.outline = Packed::of(&outline);
    record.uses = resolve::uses(resolved, id)
        .into_iter()
        .map(|(key, place)| (key, place.anchor, place.label))
        .collect();
    values::note(record, page, settled, &resolved.report.datasets);
    if settled.figures.iter().any(|figure| figure.derived.is_some()) {
        // A table that was made of a dataset may have taken others in, whose names stand in the page's text.
        let mut shown: BTreeSet<String> = std::mem::take(&mut record.shown).into_iter().collect();
        names().mentioned(&resolved.report.files.get(page.file).text, &mut shown);
        record.shown = shown.into_iter().collect();
    }
    outline
}

/// Notes the page's files; what the file system says of them is known once they stand in their places.
fn keep_outputs(record: &mut PageRecord, made: &Made) {
    let output = |path: &str, stored: &Stored| Output {
        path: path.to_owned(),
        hash: stored.hash,
        stat: Stat::default(),
    };
    let html = made.html.iter().map(|(path, stored)| output(path, stored));
    record.outputs = html.chain(made.files.iter().map(|file| output(&file.path, &file.bytes))).collect();
    record.card = made.card.as_ref().map(|(path, stored)| output(path, stored));
}

/// Puts the files of a page.
fn put_files(
    out: Out<'_>,
    html: Option<RenderedPage>,
    files: Vec<MadeFile>,
    card: Option<Card>,
) -> Result<Made, WriteError> {
    let store = |file: MadeFile| {
        let MadeFile { path, bytes, name, span } = file;
        Ok(MadeFile { bytes: put(out, &path, &bytes)?, path, name, span })
    };
    let whole = |path: String, bytes: &[u8]| put(out, &path, bytes).map(|stored| (path, stored));
    Ok(Made {
        html: html.map(|page| whole(page.path, page.html.as_bytes())).transpose()?,
        files: files.into_iter().map(store).collect::<Result<_, WriteError>>()?,
        card: card.map(|card| whole(card.path, &card.bytes)).transpose()?,
    })
}

fn put(out: Out<'_>, path: &str, bytes: &[u8]) -> Result<Stored, WriteError> {
    match out {
        Out::Disk(writing) => return writing.put(path, bytes),
        Out::Memory(files) => {
            files.lock().unwrap_or_else(PoisonError::into_inner).push((path.to_owned(), bytes.to_vec()));
        }
        Out::Nowhere => {}
    }
    Ok(Stored { hash: blake3::hash(b""), there: None })
}

fn has_chart(charts: &BTreeMap<(PageId, usize), DrawnChart>, id: PageId) -> bool {
    charts.range((id, 0)..=(id, usize::MAX)).next().is_some()
}

/// The files in which something was found.
fn unclean(diagnostics: &Diagnostics) -> BTreeSet<FileId> {
    let places = |diagnostic: &Diagnostic| {
        let places = diagnostic.primary.iter().chain(&diagnostic.related);
        places.map(|label| label.span.file).collect::<Vec<_>>()
    };
    diagnostics.iter().flat_map(places).collect()
}
