//! A resolved report and its drawn charts → HTML.
//!
//! In: [`RenderInput`]. Out: one [`RenderedPage`] for each page, the Sources and Changes pages and `404.html`, and the figures' data
//! as CSV. Entries: [`pages`], [`figure_files`]. Pure: no IO, no clock.
//!
//! Steps, for each page, in parallel:
//! 1. `html` writes the nodes (with `inline`, `markdown_table`, `figure`, `table`, `key_figures`, `math`, `image`), and
//!    margin notes before the blocks that hold their marks;
//! 2. `notes`, `toc`, `nav`, `meta`, `cite` write what stands around the text;
//! 3. `page` puts these strings into variables and renders a template (`templates`; words from `words`).
//!
//! The HTML holds no inline style and no inline script, so that a strict Content-Security-Policy stands on every page
//! (`404.html` has two texts allowed by hash; see its template). Left out: charts' SVGs as files, style sheet, scripts,
//! feed and search index, which the site adds.

mod changes_page;
mod cite;
mod context;
mod escape;
mod evidence;
mod figure;
mod grid;
mod html;
mod image;
mod inline;
mod key_figures;
mod markdown_table;
mod math;
mod meta;
mod nav;
mod not_found;
mod notes;
mod page;
mod raw_html;
mod sources_page;
mod sparkline;
mod table;
mod template_faults;
mod templates;
#[cfg(test)]
mod tests;
mod toc;
mod total;
pub mod url;
mod words;

pub use grid::figure_csv;
pub(crate) use page::Prepared;

use crate::charts::DrawnChart;
use crate::diagnostics::Diagnostics;
use crate::facts::coverage::Coverage;
use crate::facts::edition;
use crate::model::{PageId, Report};
use crate::resolve::Resolved;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Path in the site of the Sources page.
pub const SOURCES_PATH: &str = "sources/index.html";

/// Path in the site of the Changes page.
pub const CHANGES_PATH: &str = "changes/index.html";

/// All that pages are made of.
#[derive(Debug, Clone, Copy)]
pub struct RenderInput<'a> {
    /// The report.
    pub resolved: &'a Resolved,
    /// What supports the numbers of its text.
    pub evidence: &'a Coverage,
    /// Drawn charts by page and index in the page's figures.
    pub charts: &'a BTreeMap<(PageId, usize), DrawnChart>,
    /// Where the site keeps its other files.
    pub assets: &'a AssetNames,
}

/// Paths in the site, such as `assets/sourcebook.1a2b3c.css`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetNames {
    /// The style sheet.
    pub css: String,
    /// The script of every page.
    pub script: String,
    /// The script of pages with charts.
    pub charts_script: String,
    /// ECharts, loaded when a chart comes near.
    pub echarts: String,
    /// The search index, loaded at the first search.
    pub search_index: String,
    /// The feed, when there is one.
    pub feed: Option<String>,
    /// Social cards by page.
    pub cards: BTreeMap<PageId, String>,
}

/// One page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedPage {
    /// Its path in the site: `rare-earths/index.html`.
    pub path: String,
    /// The whole document.
    pub html: String,
}

/// A file that belongs to a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureFile {
    /// The page.
    pub page: PageId,
    /// Index in the page's figures.
    pub figure: usize,
    /// Its path in the site: `data/figures/fig-retention.csv`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All pages in reading order, then the Sources page, the Changes page and `404.html`. A page with a fault is left out; its fault is in
/// the diagnostics.
#[must_use]
pub fn pages(input: &RenderInput<'_>) -> (Vec<RenderedPage>, Diagnostics) {
    let (prepared, mut diagnostics) = Prepared::of(
        input.resolved,
        edition::of_report(&input.resolved.report).unwrap_or_default().0.history,
    );
    let (rendered, found) = pages_of(&prepared, input, &input.resolved.order);
    diagnostics.extend(found);
    let mut pages: Vec<RenderedPage> = rendered.into_iter().flatten().collect();
    let (generated, found) = generated(&prepared, input);
    pages.extend(generated);
    diagnostics.extend(found);
    (pages, diagnostics)
}

/// Some pages of the report, in parallel; `None` for one with a fault.
pub(crate) fn pages_of(
    prepared: &Prepared,
    input: &RenderInput<'_>,
    ids: &[PageId],
) -> (Vec<Option<RenderedPage>>, Diagnostics) {
    let studio = page::Studio::new(input, prepared);
    let results: Vec<_> = ids.par_iter().map(|id| studio.page(*id)).collect();
    let mut diagnostics = Diagnostics::default();
    let pages = results.into_iter().map(|(page, faults)| {
        diagnostics.extend(faults);
        page
    });
    (pages.collect(), diagnostics)
}

/// The pages that the program writes: Sources, Changes and `404.html`.
pub(crate) fn generated(prepared: &Prepared, input: &RenderInput<'_>) -> (Vec<RenderedPage>, Diagnostics) {
    let studio = page::Studio::new(input, prepared);
    let mut diagnostics = Diagnostics::default();
    let mut pages = Vec::new();
    for (page, faults) in [studio.sources(), studio.changes(), studio.not_found()] {
        pages.extend(page);
        diagnostics.extend(faults);
    }
    (pages, diagnostics)
}

/// The data of every figure of some pages as CSV, as they were charted.
#[must_use]
pub fn figure_files(resolved: &Resolved, ids: &[PageId]) -> Vec<FigureFile> {
    let figures = ids.iter().flat_map(|id| {
        let page = resolved.pages.get(id.0 as usize);
        let figures = page.map(|page| page.figures.as_slice()).unwrap_or_default();
        figures.iter().enumerate().map(move |(index, figure)| (*id, index, figure))
    });
    figures
        .filter_map(|(page, index, figure)| {
            let text = figure_csv(resolved, page, index)?;
            Some(FigureFile { page, figure: index, path: figure::csv_path(&figure.anchor), text })
        })
        .collect()
}

/// The words of the interface in the report's language, by key; for outputs that are made of finished pages.
#[must_use]
pub fn interface_words(report: &Report) -> BTreeMap<String, String> {
    words::Languages::read(report).0.of(&report.config.language).all().clone()
}

/// The direction of a language's script: `ltr` or `rtl`.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    page::direction(language)
}

/// The path in the site of a chart's SVG, which its page offers for download: `figures/fig-retention.svg`.
#[must_use]
pub fn svg_path(anchor: &str) -> String {
    figure::svg_path(anchor)
}
