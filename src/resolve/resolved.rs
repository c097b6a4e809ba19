//! The types of a resolved report.

use crate::model::{CellSet, Dataset, DatasetId, Locale, PageId, Report, Value};
use crate::shape::Derived;
use camino::Utf8PathBuf;
use std::sync::Arc;

/// A report with everything settled that a reader will see.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// What was read.
    pub report: Report,
    /// One for each of the report's pages, in the same order.
    pub pages: Vec<ResolvedPage>,
    /// Pages in reading order (the page tree walked from the top): navigation, previous and next follow it.
    pub order: Vec<PageId>,
    /// Cited sources and uncited ones, in the order of the Sources page.
    pub sources: Vec<SourceEntry>,
    /// How numbers and dates are printed on pages that name no language, and beside pages.
    pub locale: Locale,
}

/// One page, settled. Each table has one entry per entry of the same table in the page's
/// [`Document`](crate::model::Document).
#[derive(Debug, Clone, Default)]
pub struct ResolvedPage {
    /// How numbers and dates are printed on it.
    pub locale: Locale,
    /// The title as plain text.
    pub title: String,
    /// The summary as plain text.
    pub summary: Option<String>,
    /// Values of `document.expressions`. A filter's entry holds no text.
    pub values: Vec<Evaluated>,
    /// Notes in the order of their first use; note number = index + 1.
    pub notes: Vec<Note>,
    /// For each of `document.citations`, one mark per citation of the group.
    pub citations: Vec<Vec<NoteMark>>,
    /// For each of `document.note_uses`.
    pub note_uses: Vec<NoteMark>,
    /// For each of `document.references`.
    pub references: Vec<Target>,
    /// For each of `document.links`.
    pub links: Vec<Destination>,
    /// For each of `document.images`.
    pub images: Vec<Destination>,
    /// For each of `document.addresses`.
    pub addresses: Vec<Destination>,
    /// For each of `document.figures`.
    pub figures: Vec<ResolvedFigure>,
    /// For each of its values, the datasets that it asked for, whether or not a cell of them went into it.
    pub asked: Vec<Vec<DatasetId>>,
    /// The same of its figures' filters.
    pub asked_by_filters: Vec<DatasetId>,
}

/// What an expression came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub value: Value,
    /// Its text as printed.
    pub text: String,
    /// Every cell that went into it.
    pub used: CellSet,
}

/// The mark that stands for a note in the text: a superscript number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteMark {
    /// Index into [`ResolvedPage::notes`].
    pub note: usize,
    /// Which use of the note this is on the page, from 0.
    pub occurrence: usize,
}

impl NoteMark {
    /// The note's number.
    #[must_use]
    pub const fn number(self) -> usize {
        self.note + 1
    }

    /// The id of the mark: `note-3-use-1`.
    #[must_use]
    pub fn anchor(self) -> String {
        format!("note-{}-use-{}", self.note + 1, self.occurrence + 1)
    }
}

/// One note at the foot of a page: `id="note-3"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What it says.
    pub body: NoteBody,
    /// How often it is used on the page.
    pub uses: usize,
}

/// What a note says.
#[derive(Debug, Clone, PartialEq)]
pub enum NoteBody {
    /// The page's footnote of this name: `document.footnotes`.
    Footnote(String),
    /// A citation, as safe HTML in the report's CSL style, locator included.
    Source {
        /// The source's key.
        key: String,
        /// The note's text as HTML.
        html: String,
    },
}

/// Where a cross reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The page.
    pub page: PageId,
    /// The anchor there.
    pub anchor: String,
    /// What the reference prints: `Figure 3`, `Table 1`, or the section's title.
    pub label: String,
}

/// Where a link or image leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An address outside the report, as written.
    External(String),
    /// A page of the report, or a place on one.
    Page {
        /// The page.
        page: PageId,
        /// The anchor, without `#`.
        anchor: Option<String>,
    },
    /// A generated page or file of the site, by its path there: `sources/index.html`.
    Site {
        /// Its path in the site.
        path: String,
        /// The anchor, without `#`.
        anchor: Option<String>,
    },
    /// A file of `content/`.
    Asset {
        /// Its path below the folder.
        path: Utf8PathBuf,
        /// A place in it, without `#`: `page=3` of a PDF.
        anchor: Option<String>,
    },
}

/// A figure with its number, data and sources settled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResolvedFigure {
    /// Its number among charts or among tables, report-wide from 1; `None` for key figures.
    pub number: Option<u32>,
    /// `Figure 3`, `Table 1`; empty for key figures.
    pub label: String,
    /// The id on the page: as written, else made from kind and number.
    pub anchor: String,
    /// The dataset it shows.
    pub dataset: Option<DatasetId>,
    /// The records it shows, filtered, sorted and limited, in order: of the derived dataset when there is one.
    pub records: Vec<u32>,
    /// The dataset made for this figure alone, when its block shapes the data.
    pub derived: Option<Arc<Derived>>,
    /// Where its data come from.
    pub sources: Vec<FigureSource>,
}

impl ResolvedFigure {
    /// The data it shows: the derived dataset, else the dataset itself.
    #[must_use]
    pub fn data<'a>(&'a self, report: &'a Report) -> Option<&'a Dataset> {
        let id = self.dataset?;
        Some(self.derived.as_ref().map_or_else(|| report.datasets.get(id), |derived| derived.dataset()))
    }
}

/// One source of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSource {
    /// The key of a registry entry, when it is one: it is linked to its entry on the Sources page.
    pub key: Option<String>,
    /// What readers see: `TMTPost, "…"` as plain text.
    pub text: String,
    /// The address, when it is not in the registry.
    pub url: Option<String>,
}

/// One source on the Sources page: `id="source-<key>"`.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEntry {
    /// The key.
    pub key: String,
    /// The full entry as safe HTML in the report's CSL style.
    pub html: String,
    /// A short form for source lines: `TMTPost (2025)`.
    pub short: String,
    /// The title as plain text.
    pub title: String,
    /// The address, if any.
    pub url: Option<String>,
    /// The entry's note, if any.
    pub note: Option<String>,
    /// Every place that uses it, in reading order.
    pub uses: Vec<SourceUse>,
}

/// A place that uses a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceUse {
    /// The page.
    pub page: PageId,
    /// The anchor there: a note mark's or a figure's; empty for the page as a whole, where only values in its text come from the
    /// source.
    pub anchor: String,
    /// What it is: the page's title, or `Figure 3`.
    pub label: String,
}
