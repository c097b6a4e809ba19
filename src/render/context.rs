//! What every writer of a page needs: the page, the report around it, words and addresses.

use super::evidence::Shown;
use super::math::Formulas;
use super::words::Words;
use super::{RenderInput, url};
use crate::model::{Asset, CellRef, Page, PageId};
use crate::resolve::{Destination, ResolvedPage, SourceEntry, plain};
use crate::syntax::address;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What all pages share, made once.
pub(crate) struct Shared<'a> {
    /// The formula converter.
    pub(crate) formulas: Formulas,
    /// Where each figure stands and what it is called, by anchor.
    pub(crate) figures: BTreeMap<&'a str, (PageId, &'a str)>,
    /// The files that are copied.
    all_assets: &'a [Asset],
    /// Their indices by path in the site; few pages ask for one.
    assets: OnceLock<BTreeMap<Utf8PathBuf, usize>>,
    /// The entries of the Sources page, by key.
    pub(crate) sources: BTreeMap<&'a str, &'a SourceEntry>,
    /// Which figures show which data.
    pub(crate) shown: Shown<'a>,
}

impl<'a> Shared<'a> {
    /// Indexes the report.
    pub(crate) fn new(input: &RenderInput<'a>) -> Self {
        let resolved = input.resolved;
        let figures = resolved.pages.iter().enumerate().flat_map(|(page, resolved)| {
            let id = PageId(u32::try_from(page).unwrap_or(u32::MAX));
            resolved.figures.iter().map(move |f| (f.anchor.as_str(), (id, f.label.as_str())))
        });
        Self {
            formulas: Formulas::new(),
            figures: figures.collect(),
            all_assets: &resolved.report.assets,
            assets: OnceLock::new(),
            sources: resolved.sources.iter().map(|source| (source.key.as_str(), source)).collect(),
            shown: Shown::of(resolved),
        }
    }

    /// The file that is copied to a path of the site.
    pub(crate) fn asset(&self, path: &Utf8Path) -> Option<&'a Asset> {
        let paths = || self.all_assets.iter().enumerate().map(|(index, asset)| (asset.path.clone(), index));
        let index = self.assets.get_or_init(|| paths().collect()).get(path)?;
        self.all_assets.get(*index)
    }
}

/// One page and what it is written with.
#[derive(Clone, Copy)]
pub(crate) struct PageContext<'a> {
    /// The report.
    pub(crate) input: &'a RenderInput<'a>,
    /// What all pages share.
    pub(crate) shared: &'a Shared<'a>,
    /// The page's id.
    pub(crate) id: PageId,
    /// The page as read.
    pub(crate) page: &'a Page,
    /// The page as settled.
    pub(crate) resolved: &'a ResolvedPage,
    /// The interface's words in the page's language.
    pub(crate) words: &'a Words,
}

impl PageContext<'_> {
    /// The relative address of a path of the site.
    pub(crate) fn to(&self, path: &str) -> String {
        url::relative(&self.page.output, path)
    }

    /// The relative address of a place on a page.
    pub(crate) fn page_href(&self, page: PageId, anchor: Option<&str>) -> Option<String> {
        let target = self.input.resolved.report.pages.get(page.0 as usize)?;
        Some(url::relative_anchor(&self.page.output, &target.output, anchor))
    }

    /// The relative address of a source's entry.
    pub(crate) fn source_href(&self, key: &str) -> String {
        url::relative_anchor(&self.page.output, super::SOURCES_PATH, Some(&format!("source-{key}")))
    }

    /// The address a destination has on this page; `None` for one that would run code.
    pub(crate) fn href(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::External(address) => {
                (!address::is_dangerous(address)).then(|| url::external(address))
            }
            Destination::Page { page, anchor } => self.page_href(*page, anchor.as_deref()),
            Destination::Site { path, anchor } => {
                Some(url::relative_anchor(&self.page.output, path, anchor.as_deref()))
            }
            Destination::Asset { path, anchor } => {
                Some(url::relative_anchor(&self.page.output, path.as_str(), anchor.as_deref()))
            }
        }
    }

    /// Prose as plain text.
    pub(crate) fn plain(&self, prose: &[crate::model::Node]) -> String {
        plain(prose, self.page, self.resolved)
    }

    /// A cell by names: `Terbium · Price Surge`.
    pub(crate) fn cell_name(&self, cell: CellRef) -> Option<String> {
        let (_, dataset) = self.input.resolved.report.datasets.iter().nth(cell.dataset.0 as usize)?;
        let field = dataset.fields().get(cell.field as usize)?;
        if cell.record as usize >= dataset.len() {
            return None;
        }
        Some(format!("{} · {}", dataset.key_text(cell.record as usize), field.title))
    }
}
