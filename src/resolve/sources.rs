//! The sources with the places that use them.

use super::bibliography::{self, Style};
use super::{NoteBody, NoteMark, ResolvedPage, SourceEntry, SourceUse, walk};
use crate::diagnostics::{Diagnostic, Span, advice, rules};
use crate::model::{DatasetId, Datasets, FigureKind, NodeKind, Page, PageId, Report, SourceRegistry};
use std::collections::{BTreeMap, BTreeSet};

/// Every source as the Sources page shows it, without its uses.
pub(super) fn entries(report: &Report, style: &Style) -> Vec<SourceEntry> {
    let joints = style.joints(&report.config.language);
    bibliography::entries(&report.sources, style, &report.config.language)
        .into_iter()
        .filter_map(|(key, html)| {
            let entry = &report.sources.get(&key)?.entry;
            Some(SourceEntry {
                html,
                short: bibliography::short(entry, &joints),
                title: bibliography::title(entry),
                url: bibliography::url(entry),
                note: bibliography::entry_note(entry),
                uses: Vec::new(),
                key,
            })
        })
        .collect()
}

/// A key that no source has.
pub(crate) fn undefined(sources: &SourceRegistry, key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(rules::UNDEFINED_SOURCE, format!("no source has the key `{key}`"))
        .at(span, "")
        .maybe_help(advice("source", key, sources.keys()))
}

/// The entries with every place that uses them; the uses come in reading order.
pub(super) fn with_uses(
    mut entries: Vec<SourceEntry>,
    uses: Vec<Vec<(String, SourceUse)>>,
) -> Vec<SourceEntry> {
    let index: BTreeMap<String, usize> =
        entries.iter().enumerate().map(|(index, entry)| (entry.key.clone(), index)).collect();
    for (key, source_use) in uses.into_iter().flatten() {
        if let Some(entry) = index.get(&key) {
            entries[*entry].uses.push(source_use);
        }
    }
    entries
}

/// The places of a page that use sources, in reading order; last the page itself for sources that only values in its text come
/// from.
pub(super) fn uses(
    id: PageId,
    page: &Page,
    settled: &ResolvedPage,
    datasets: &Datasets,
) -> Vec<(String, SourceUse)> {
    let mut uses = Uses { id, page: settled, list: Vec::new() };
    walk::text(page, &mut |node| uses.visit(&node.kind, &page.document.figures));
    for note in &uses.page.notes {
        if let NoteBody::Footnote(name) = &note.body
            && let Some(footnote) = page.document.footnotes.get(name)
        {
            walk::nodes(&footnote.body, &page.document, &mut |node| {
                uses.visit(&node.kind, &page.document.figures)
            });
        }
    }
    let mut known: BTreeSet<&str> = uses.list.iter().map(|(key, _)| key.as_str()).collect();
    let of_values: Vec<&str> =
        keys_of_values(page, settled, datasets).filter(|key| known.insert(key)).collect();
    let whole = |key: &str| {
        (key.to_owned(), SourceUse { page: id, anchor: String::new(), label: settled.title.clone() })
    };
    let of_values: Vec<_> = of_values.into_iter().map(whole).collect();
    uses.list.extend(of_values);
    uses.list
}

/// Sources of the datasets whose cells went into the values that a page prints, some of them several times.
fn keys_of_values<'a>(
    page: &'a Page,
    settled: &'a ResolvedPage,
    datasets: &'a Datasets,
) -> impl Iterator<Item = &'a str> {
    let filters = page.document.filters();
    let values = settled.values.iter().enumerate().filter(move |(index, _)| !filters.contains(index));
    let used = values.flat_map(|(_, value)| value.used.datasets().map(|(id, _)| id));
    let used: BTreeSet<DatasetId> = used.collect();
    used.into_iter().flat_map(|id| datasets.get(id).sources()).filter_map(|source| source.key.as_deref())
}

struct Uses<'a> {
    id: PageId,
    page: &'a ResolvedPage,
    list: Vec<(String, SourceUse)>,
}

impl Uses<'_> {
    fn visit(&mut self, node: &NodeKind, figures: &[crate::model::Figure]) {
        match node {
            NodeKind::Citation(index) => self.page.citations[*index].iter().for_each(|mark| self.mark(*mark)),
            NodeKind::NoteUse(index) => self.mark(self.page.note_uses[*index]),
            NodeKind::Figure(index) => self.figure(*index, &figures[*index].kind),
            _ => {}
        }
    }

    fn mark(&mut self, mark: NoteMark) {
        if let Some(NoteBody::Source { key, .. }) = self.page.notes.get(mark.note).map(|note| &note.body) {
            let source_use =
                SourceUse { page: self.id, anchor: mark.anchor(), label: self.page.title.clone() };
            self.list.push((key.clone(), source_use));
        }
    }

    fn figure(&mut self, index: usize, kind: &FigureKind) {
        let figure = &self.page.figures[index];
        let label = if figure.label.is_empty() { self.page.title.clone() } else { figure.label.clone() };
        let of_cards = match kind {
            FigureKind::KeyFigures(cards) => {
                cards.iter().flat_map(|card| &card.sources).map(|key| &key.value).collect()
            }
            _ => Vec::new(),
        };
        let of_figure = figure.sources.iter().filter_map(|source| source.key.as_ref());
        for key in of_figure.chain(of_cards) {
            let source_use = SourceUse { page: self.id, anchor: figure.anchor.clone(), label: label.clone() };
            self.list.push((key.clone(), source_use));
        }
    }
}
