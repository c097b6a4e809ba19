//! A report with expressions, numbers, references and citations settled.
//!
//! In: a [`Report`]. Out: a [`Resolved`], which only this room makes; charts, checks and rendering take nothing less.
//! Entry: [`resolve`]. It reads no file and prints nothing. The steps:
//!
//! 1. [`order`]: the reading order of pages;
//! 2. [`expressions`]: every `{{ … }}` becomes a value with the cells it was made from, pages in parallel;
//! 3. [`numbering`]: figures and sections get numbers and anchors;
//! 4. [`links`], [`notes`], [`figures`]: what each page points at, pages in parallel;
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
mod resolved;
mod sources;
mod walk;

pub use plain::plain;
pub use resolved::{
    Destination, Evaluated, FigureSource, Note, NoteBody, NoteMark, Resolved, ResolvedFigure, ResolvedPage,
    SourceEntry, SourceUse, Target,
};

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{FigureKind, Locale, Page, PageId, Report};
use bibliography::Style;
use expressions::Expressions;
use figures::FigureContext;
use links::Linkable;
use notes::NoteContext;
use numbering::{Labels, Numbering};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Settles a report. What cannot be settled is reported and stands as it was written.
#[must_use]
pub fn resolve(report: Report) -> (Resolved, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let locale = Locale::of(&report.config.language);
    let order = order::reading_order(&report);
    let style = style(&report, &mut diagnostics);
    let entries = sources::entries(&report, &style);

    let (pages, found) = values(&report, &locale);
    diagnostics.extend(found);
    let (numbering, found) = numbering::number(&report, &order, Labels::of(&report.config.language));
    diagnostics.extend(found);
    let pages = with_targets(&report, pages, &numbering, &mut diagnostics);

    let context = Context {
        report: &report,
        locale: &locale,
        style: &style,
        sources: &entries,
        numbering: &numbering,
        linkable: &Linkable::of(&report),
    };
    let settled: Vec<(ResolvedPage, Diagnostics)> = pages
        .into_par_iter()
        .enumerate()
        .map_init(
            || Expressions::new(report.datasets.clone(), locale.clone()),
            |expressions, (index, page)| context.settle(expressions, PageId(index as u32), page),
        )
        .collect();
    let mut pages = Vec::with_capacity(settled.len());
    for (page, found) in settled {
        pages.push(page);
        diagnostics.extend(found);
    }
    let sources = sources::with_uses(entries, &report, &pages, &order);
    (Resolved { report, pages, order, sources, locale }, diagnostics)
}

/// The CSL style; a bad one is reported, and the default stands in so that the run goes on.
fn style(report: &Report, diagnostics: &mut Diagnostics) -> Style {
    let wanted = report.config.citations.style.as_ref();
    // A file that could not be read was reported when it was not.
    if report.csl_style.is_none() && wanted.is_some_and(|name| name.value.ends_with(".csl")) {
        return Style::default();
    }
    let csl_text = report.csl_style.map(|file| report.files.get(file).text.as_str());
    match bibliography::style(wanted.map(|name| name.value.as_str()), csl_text) {
        Ok(style) => style,
        Err(fault) => {
            let diagnostic = Diagnostic::new(rules::INVALID_STYLE, fault.message).maybe_help(fault.help);
            diagnostics.push(match wanted {
                Some(name) => diagnostic.at(name.span, ""),
                None => diagnostic,
            });
            Style::default()
        }
    }
}

/// The first pass over pages: values, title and summary.
fn values(report: &Report, locale: &Locale) -> (Vec<ResolvedPage>, Diagnostics) {
    let evaluated: Vec<(ResolvedPage, Diagnostics)> = report
        .pages
        .par_iter()
        .map_init(|| Expressions::new(report.datasets.clone(), locale.clone()), page_values)
        .collect();
    let mut pages = Vec::with_capacity(evaluated.len());
    let mut diagnostics = Diagnostics::default();
    for (page, found) in evaluated {
        pages.push(page);
        diagnostics.extend(found);
    }
    (pages, diagnostics)
}

fn page_values(expressions: &mut Expressions, page: &Page) -> (ResolvedPage, Diagnostics) {
    let filters: BTreeSet<usize> = page
        .document
        .figures
        .iter()
        .filter_map(|figure| match &figure.kind {
            FigureKind::Chart(spec) => spec.filter,
            FigureKind::Table(spec) => spec.filter,
            FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
        })
        .collect();
    let mut diagnostics = Diagnostics::default();
    let mut resolved = ResolvedPage::default();
    for (index, expression) in page.document.expressions.iter().enumerate() {
        let nothing = Evaluated { value: figures::no_value(), text: String::new(), used: Vec::new() };
        let evaluated = if filters.contains(&index) {
            nothing
        } else {
            expressions.evaluate(&expression.source).unwrap_or_else(|error| {
                diagnostics.push(figures::expression_diagnostic(&error, expression.span));
                nothing
            })
        };
        resolved.values.push(evaluated);
    }
    resolved.title = plain(&page.front.title, page, &resolved);
    resolved.summary = page.front.summary.as_ref().map(|summary| plain(summary, page, &resolved));
    (resolved, diagnostics)
}

/// Cross references need the titles of other pages' sections, so they follow when all values are known.
fn with_targets(
    report: &Report,
    mut pages: Vec<ResolvedPage>,
    numbering: &Numbering,
    diagnostics: &mut Diagnostics,
) -> Vec<ResolvedPage> {
    let targets: Vec<Vec<Target>> = report
        .pages()
        .map(|(id, page)| {
            page.document
                .references
                .iter()
                .map(|reference| links::reference(reference, id, (report, &pages, numbering), diagnostics))
                .collect()
        })
        .collect();
    for (page, targets) in pages.iter_mut().zip(targets) {
        page.references = targets;
    }
    for (resolved, page) in pages.iter_mut().zip(&report.pages) {
        resolved.summary = page.front.summary.as_ref().map(|summary| plain(summary, page, resolved));
    }
    pages
}

/// What the second pass over pages needs.
struct Context<'a> {
    report: &'a Report,
    locale: &'a Locale,
    style: &'a Style,
    sources: &'a [SourceEntry],
    numbering: &'a Numbering,
    linkable: &'a Linkable,
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
        let linkable = self.linkable;
        resolved.links = document
            .links
            .iter()
            .map(|link| {
                let surroundings = (self.report, linkable, self.numbering);
                links::link(&link.destination, link.span, (id, page), surroundings, &mut diagnostics)
            })
            .collect();
        resolved.images = document
            .images
            .iter()
            .map(|image| links::image(&image.destination, image.span, page, linkable, &mut diagnostics))
            .collect();
        let context =
            NoteContext { sources: &self.report.sources, style: self.style, language: &self.locale.language };
        diagnostics.extend(notes::settle(context, page, &mut resolved));
        let numbering = self.numbering;
        let context = FigureContext { report: self.report, sources: self.sources, expressions, numbering };
        resolved.figures = document
            .figures
            .iter()
            .zip(&self.numbering.figures[id.0 as usize])
            .map(|(figure, numbered)| figures::settle(context, document, figure, numbered, &mut diagnostics))
            .collect();
        (resolved, diagnostics)
    }
}
