//! The report: all that was read.

use super::{Config, Datasets, Document, Prose, SourceRegistry};
use crate::diagnostics::{FileId, Files, Span};
use bytes::Bytes;
use camino::Utf8PathBuf;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Index of a [`Page`] in [`Report::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// What stands above a page's text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontMatter {
    /// The title; taken from the first heading of level 1 when the front matter has none.
    pub title: Prose,
    /// One or two sentences.
    pub summary: Option<Prose>,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Who wrote it; empty means the report's authors.
    pub authors: Vec<String>,
    /// Place among its siblings, smallest first; pages without one follow by path.
    pub order: Option<f64>,
    /// Left out unless drafts are asked for.
    pub draft: bool,
    /// Another last part of the address.
    pub slug: Option<String>,
    /// Another template than `page.html`.
    pub template: Option<String>,
    /// Whether it has a table of contents; by default with two or more sections.
    pub toc: Option<bool>,
    /// Another language than the report's.
    pub language: Option<String>,
    /// All other keys, for templates.
    pub extra: Map<String, Json>,
}

/// One Markdown file, which becomes one HTML page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Path below the content folder: `rare-earths.md`.
    pub path: Utf8PathBuf,
    /// The file's text.
    pub file: FileId,
    /// Path in the site: `rare-earths/index.html`.
    pub output: String,
    /// The page above it in the tree; `None` for the home page and its siblings.
    pub parent: Option<PageId>,
    /// What stands above the text.
    pub front: FrontMatter,
    /// The text.
    pub document: Document,
    /// The whole text without front matter.
    pub body: Span,
}

impl Page {
    /// Whether it is the first page of the site.
    #[must_use]
    pub fn is_home(&self) -> bool {
        self.output == "index.html"
    }
}

/// A file of `content/` that is copied as it is: an image, a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Path below the content folder; also its path in the site.
    pub path: Utf8PathBuf,
    /// Its bytes.
    pub bytes: Bytes,
}

/// All that was read.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// `sourcebook.toml`.
    pub config: Config,
    /// Texts of all files.
    pub files: Files,
    /// Pages by path; the home page is `index.md`.
    pub pages: Vec<Page>,
    /// Files of pages that were left out since they are drafts, by their paths below the content folder.
    pub drafts: Vec<Utf8PathBuf>,
    /// Data files that cannot be read, by their paths below the data folder.
    pub unreadable: Vec<Utf8PathBuf>,
    /// Datasets.
    pub datasets: Arc<Datasets>,
    /// Sources.
    pub sources: SourceRegistry,
    /// Other files of `content/`, data files included.
    pub assets: Vec<Asset>,
    /// Files of `templates/` by their path below it.
    pub templates: Vec<(String, FileId)>,
    /// The text of the CSL style file named in the configuration, if it names a file.
    pub csl_style: Option<FileId>,
    /// The ECharts build of `[charts] echarts`.
    pub echarts: Option<FileId>,
    /// The bytes of `[publish] card_font`.
    pub card_font: Option<Bytes>,
    /// `facts.lock`, the accepted edition.
    pub lock: Option<FileId>,
}

impl Report {
    /// The page of an id.
    ///
    /// # Panics
    /// When the id is not of this report.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// All pages with their ids.
    pub fn pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages.iter().enumerate().map(|(index, page)| (PageId(index as u32), page))
    }
}
