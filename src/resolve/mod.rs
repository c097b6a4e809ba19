//! A report with expressions, numbers, references and citations settled.
//!
//! In: a [`Report`]. Out: a [`Resolved`], which only this room makes; charts, checks and rendering take nothing less.
//! Entry: [`resolve`]. It reads no file and prints nothing. The steps:
//!
//! 1. `order`: the reading order of pages;
//! 2. [`expressions`]: every `{{ … }}` becomes a value with the cells it was made from, pages in parallel;
//! 3. [`numbering`]: figures and sections get numbers and anchors;
//! 4. [`links`], [`notes`], [`figures`] with [`records`]: what each page points at, pages in parallel;
//! 5. [`sources`]: every source with the places that use it.
//!
//! What is left out: whether the words agree with the data (`facts`), and what is merely unwise (`check`).

pub(crate) mod bibliography;
pub mod expressions;
mod figures;
mod links;
mod notes;
mod numbering;
mod order;
mod plain;
mod records;
mod resolved;
mod sources;
mod walk;

pub(crate) use plain::Words;
pub use plain::plain;
pub use resolved::{
    Destination, Evaluated, FigureSource, Note, NoteBody, NoteMark, Resolved, ResolvedFigure, ResolvedPage,
    SourceEntry, SourceUse, Target,
};
pub(crate) use sources::undefined as undefined_source;

use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{CellSet, Dataset, Figure, Locale, Page, PageId, Report};
pub(crate) use bibliography::Style;
use expressions::Expressions;
use figures::FigureContext;
use links::Linkable;
use notes::NoteContext;
use numbering::Numbering;
pub(crate) use numbering::is_referable;
use rayon::prelude::*;

/// An evaluator of expressions takes longer to make than a page to settle, so a thread takes so many pages at a time.
pub(crate) const PORTION: usize = 16;

/// Settles a report. What cannot be settled is reported and stands as it was written.
#[must_use]
pub fn resolve(report: Report) -> (Resolved, Diagnostics) {
    let locale = Locale::of(&report.config.language);
    let (style, mut diagnostics) = style(&report);
    let (pages, found) = values(&report, &locale);
    diagnostics.extend(found);
    let order = order::reading_order(&report);
    let mut resolved = Resolved { report, pages, order, sources: Vec::new(), locale };
    let (whole, found) = Whole::of(&resolved, style);
    diagnostics.extend(found);
    let all: Vec<PageId> = resolved.report.pages().map(|(id, _)| id).collect();
    diagnostics.extend(whole.settle(&mut resolved, &all));
    let uses = resolved.order.iter().map(|id| uses(&resolved, *id)).collect::<Vec<_>>();
    resolved.sources = whole.sources(uses);
    (resolved, diagnostics)
}

/// Reading order of a report whose pages may be outlines.
pub(crate) fn order(report: &Report) -> Vec<PageId> {
    order::reading_order(report)
}

/// What one page needs to know of the others, and of what all share. It is made from a report whose pages may be
/// outlines: pages with their headings and figures, and nothing between them.
#[derive(Debug)]
pub(crate) struct Whole {
    style: Style,
    entries: Vec<SourceEntry>,
    numbering: Numbering,
    linkable: Linkable,
}

impl Whole {
    /// Numbers figures, and renders the sources.
    pub(crate) fn of(resolved: &Resolved, style: Style) -> (Self, Diagnostics) {
        let report = &resolved.report;
        let entries = sources::entries(report, &style);
        let (numbering, diagnostics) = numbering::number(report, &resolved.order);
        (Self { style, entries, numbering, linkable: Linkable::of(report) }, diagnostics)
    }

    /// Settles pages whose values are known, in parallel.
    pub(crate) fn settle(&self, resolved: &mut Resolved, ids: &[PageId]) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        self.set_targets(resolved, ids, &mut diagnostics);
        let report = &resolved.report;
        let context = Context { report, whole: self };
        let settled: Vec<(ResolvedPage, Diagnostics)> = ids
            .par_iter()
            .with_min_len(PORTION)
            .map_init(
                || Expressions::new(report.datasets.clone(), resolved.locale.clone()),
                |expressions, id| {
                    let page = resolved.pages[id.0 as usize].clone();
                    expressions.speak(&page.locale);
                    context.settle(expressions, *id, page)
                },
            )
            .collect();
        for (id, (page, found)) in ids.iter().zip(settled) {
            resolved.pages[id.0 as usize] = page;
            diagnostics.extend(found);
        }
        diagnostics
    }

    /// Cross references need the titles of other pages' sections, so they follow when all values are known.
    fn set_targets(&self, resolved: &mut Resolved, ids: &[PageId], diagnostics: &mut Diagnostics) {
        for id in ids {
            let page = resolved.report.page(*id);
            let surroundings = (&resolved.report, resolved.pages.as_slice(), &self.numbering);
            let references = page.document.references.iter();
            let targets = references
                .map(|reference| links::reference(reference, *id, surroundings, diagnostics))
                .collect();
            resolved.pages[id.0 as usize].references = targets;
        }
        for id in ids {
            let page = resolved.report.page(*id);
            let settled = &mut resolved.pages[id.0 as usize];
            settled.summary = page.front.summary.as_ref().map(|summary| plain(summary, page, settled));
        }
    }

    /// Every source without its uses.
    pub(crate) fn entries(&self) -> Vec<SourceEntry> {
        self.entries.clone()
    }

    /// The number, label and anchor of each figure of a page.
    pub(crate) fn numbered(&self, id: PageId) -> Vec<ResolvedFigure> {
        let figure = |numbered: &numbering::Numbered| ResolvedFigure {
            number: numbered.number,
            label: numbered.label.clone(),
            anchor: numbered.anchor.clone(),
            ..ResolvedFigure::default()
        };
        self.numbering.figures[id.0 as usize].iter().map(figure).collect()
    }

    /// Every source with its uses, which come page by page in reading order.
    pub(crate) fn sources(&self, uses: Vec<Vec<(String, SourceUse)>>) -> Vec<SourceEntry> {
        sources::with_uses(self.entries.clone(), uses)
    }
}

/// The sources that a settled page uses, with their places.
pub(crate) fn uses(resolved: &Resolved, id: PageId) -> Vec<(String, SourceUse)> {
    let report = &resolved.report;
    sources::uses(id, report.page(id), &resolved.pages[id.0 as usize], &report.datasets)
}

/// The CSL style; a bad one is reported, and the default stands in so that the run goes on.
pub(crate) fn style(report: &Report) -> (Style, Diagnostics) {
    let wanted = report.config.citations.style.as_ref();
    // A file that could not be read was reported when it was not.
    if report.csl_style.is_none() && wanted.is_some_and(|name| name.value.ends_with(".csl")) {
        return Default::default();
    }
    let csl_text = report.csl_style.map(|file| report.files.get(file).text.as_ref());
    match bibliography::style(wanted.map(|name| name.value.as_str()), csl_text) {
        Ok(style) => (style, Diagnostics::default()),
        Err(fault) => {
            let diagnostic = Diagnostic::new(rules::INVALID_STYLE, fault.message).maybe_help(fault.help);
            let diagnostic = match wanted {
                Some(name) => diagnostic.at(name.span, ""),
                None => diagnostic,
            };
            (Style::default(), std::iter::once(diagnostic).collect())
        }
    }
}

/// The first pass over pages: values, title and summary.
fn values(report: &Report, locale: &Locale) -> (Vec<ResolvedPage>, Diagnostics) {
    let evaluated: Vec<(ResolvedPage, Diagnostics)> = report
        .pages
        .par_iter()
        .with_min_len(PORTION)
        .map_init(
            || Expressions::new(report.datasets.clone(), locale.clone()),
            |expressions, page| page_values(expressions, page, locale),
        )
        .collect();
    let mut pages = Vec::with_capacity(evaluated.len());
    let mut diagnostics = Diagnostics::default();
    for (page, found) in evaluated {
        pages.push(page);
        diagnostics.extend(found);
    }
    (pages, diagnostics)
}

/// The values of a page's expressions, its title and its summary; `locale` is the report's.
pub(crate) fn page_values(
    expressions: &Expressions,
    page: &Page,
    locale: &Locale,
) -> (ResolvedPage, Diagnostics) {
    let own = page.front.language.as_deref().map(Locale::of);
    let locale = own.unwrap_or_else(|| locale.clone());
    expressions.speak(&locale);
    let filters = page.document.filters();
    let mut diagnostics = Diagnostics::default();
    let mut resolved = ResolvedPage { locale, ..ResolvedPage::default() };
    for (index, expression) in page.document.expressions.iter().enumerate() {
        let nothing = Evaluated { value: figures::no_value(), text: String::new(), used: CellSet::default() };
        // An empty one was reported when it was read.
        let evaluated = if filters.contains(&index) || expression.source.is_empty() {
            nothing
        } else {
            expressions.evaluate(&expression.source).unwrap_or_else(|error| {
                diagnostics.push(figures::expression_diagnostic(&error, expression.span));
                nothing
            })
        };
        for (id, method) in expressions.take_totals() {
            diagnostics.push(counted_total(expressions.dataset(id), &method, expression.span));
        }
        resolved.values.push(evaluated);
        resolved.asked.push(expressions.take_asked());
    }
    resolved.title = plain(&page.front.title, page, &resolved);
    resolved.summary = page.front.summary.as_ref().map(|summary| plain(summary, page, &resolved));
    (resolved, diagnostics)
}

/// The finding for a method that takes in the total of the records as one of them.
fn counted_total(dataset: &Dataset, method: &str, span: Span) -> Diagnostic {
    let last = dataset.len().saturating_sub(1);
    let (name, total) = (dataset.name(), dataset.text(last, 0));
    let field = dataset.fields().first().map_or("", |field| &field.name);
    let message =
        format!("`.{method}` takes in the record `{total}` of `{name}`, which is the total of the others");
    Diagnostic::new(rules::STRAY_RECORD, message).at(span, "").and(dataset.span(last, 0), "the total").help(
        format!(
            "take the line out of the file, or ask without it: `.filter(|r| r[\"{field}\"] != \"{total}\")`"
        ),
    )
}

/// The dataset and the records that each figure of a page shows, before anything is known of other pages; no records where the
/// figure's data are derived. What is wrong with them is found when the page is settled.
pub(crate) fn shown(
    report: &Report,
    expressions: &Expressions,
    page: &Page,
    settled: &ResolvedPage,
) -> Vec<ResolvedFigure> {
    let numbering = Numbering::default();
    let locale = &settled.locale;
    let context = FigureContext { report, sources: &[], expressions, numbering: &numbering, locale };
    let of = |figure: &Figure| {
        let Some(id) = records::data(figure).and_then(|name| report.datasets.find(&name.value)) else {
            return ResolvedFigure::default();
        };
        let records = match records::is_derived(figure) {
            true => Vec::new(),
            false => records::shown(context, &page.document, id, figure, &mut Diagnostics::default()).records,
        };
        ResolvedFigure { dataset: Some(id), records, ..ResolvedFigure::default() }
    };
    page.document.figures.iter().map(of).collect()
}

/// What the second pass over pages needs.
struct Context<'a> {
    report: &'a Report,
    whole: &'a Whole,
}

impl Context<'_> {
    fn settle(
        &self,
        expressions: &Expressions,
        id: PageId,
        mut resolved: ResolvedPage,
    ) -> (ResolvedPage, Diagnostics) {
        let page = self.report.page(id);
        let document = &page.document;
        let mut diagnostics = Diagnostics::default();
        let Whole { style, entries, numbering, linkable } = self.whole;
        resolved.links = document
            .links
            .iter()
            .map(|link| {
                let surroundings = (self.report, linkable, numbering);
                links::link(&link.destination, link.span, (id, page), surroundings, &mut diagnostics)
            })
            .collect();
        resolved.images = document
            .images
            .iter()
            .map(|image| links::image(&image.destination, image.span, page, linkable, &mut diagnostics))
            .collect();
        resolved.addresses = document
            .addresses
            .iter()
            .map(|address| {
                let surroundings = (self.report, linkable, numbering);
                links::raw(address, (id, page), surroundings, &mut diagnostics)
            })
            .collect();
        let locale = resolved.locale.clone();
        let context = NoteContext { sources: &self.report.sources, style, language: &locale.language };
        diagnostics.extend(notes::settle(context, page, &mut resolved));
        let context =
            FigureContext { report: self.report, sources: entries, expressions, numbering, locale: &locale };
        resolved.figures = document
            .figures
            .iter()
            .zip(&numbering.figures[id.0 as usize])
            .map(|(figure, numbered)| figures::settle(context, document, figure, numbered, &mut diagnostics))
            .collect();
        resolved.asked_by_filters = expressions.take_asked();
        (resolved, diagnostics)
    }
}
