//! A folder → files in memory → a [`Report`]. The first half of IO; what follows reads no file.
//!
//! Entry: [`read()`]. The steps: walk the folder and read all files in parallel; decode texts; parse configuration, data,
//! sources and pages, each for itself; set the page tree. Everything that is wrong is reported in one run. Folders and files that an
//! earlier run saw, and that did not change since, are looked at only (`stamp`, `looks`).

mod folder;
mod looks;
mod place;
mod read;
mod reader;
mod stamp;
mod tree;
mod walk;

use crate::content::{self, PageParts};
use crate::data;
pub(crate) use crate::data::Packages;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, Span, below, rules};
use crate::model::{Datasets, Locale, Page, Report};
use crate::syntax::decode;
use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};
use folder::Content;
pub(crate) use folder::{Listing, is_page};
pub(crate) use looks::{Links, Looks, Seen};
use rayon::prelude::*;
pub(crate) use read::{Blob, Former, Known};
use reader::Reader;
pub(crate) use stamp::{SHORT_REST, Stamp};
use std::sync::Arc;
pub(crate) use tree::lowered;
pub(crate) use walk::is_temporary;

/// Where the data files stand, below the content folder.
pub(crate) const DATA: &str = "data";

/// The accepted edition, in the report's root.
const LOCK: &str = "facts.lock";

/// What is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether pages marked `draft` are taken in.
    pub drafts: bool,
    /// An address instead of the configured `base_url`.
    pub base_url: Option<String>,
}

/// Reads the report in `root`.
#[must_use]
pub fn read(root: &Utf8Path, options: &Options) -> (Report, Diagnostics) {
    let Gathered { mut report, content, diagnostics, .. } = gather(root, options, usize::MAX, Known::default);
    let mut diagnostics = diagnostics;
    let (datasets, found) = datasets(&mut report, &content.data);
    diagnostics.extend(found);
    report.datasets = Arc::new(datasets);
    let drafts = options.drafts || report.config.build.drafts;
    pages(&mut report, Arc::unwrap_or_clone(content.pages), drafts, &mut diagnostics);
    set_tree(&mut report, &mut diagnostics);
    (report, diagnostics)
}

/// All files of a report, of which pages and data are not parsed yet.
#[derive(Debug, Clone)]
pub(crate) struct Gathered {
    /// Everything but pages and datasets.
    pub(crate) report: Report,
    /// Pages and data as bytes.
    pub(crate) content: Texts,
    /// What else was there, for the next run.
    pub(crate) listing: Listing,
    /// What was found on the way.
    pub(crate) diagnostics: Diagnostics,
}

/// Files as bytes: long lists, which a second holder does not copy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Pages by path below the content folder.
    pub(crate) pages: Arc<Vec<Blob>>,
    /// Data files by path below the data folder.
    pub(crate) data: Arc<Vec<Blob>>,
}

/// Reads all files of the report in `root`, and parses those that all pages share. Files that are known, by path below the content
/// folder, and are still the same are not read; there must be none but pages and data files among them. What is known is asked for
/// while the folder is walked. Of pages no more bytes are held than `most`.
pub(crate) fn gather<'k>(
    root: &Utf8Path,
    options: &Options,
    most: usize,
    known: impl FnOnce() -> Known<'k> + Send,
) -> Gathered {
    let mut reader = Reader { root, files: Files::default(), diagnostics: Diagnostics::default() };
    let mut config = reader.config();
    if let Some(base_url) = &options.base_url {
        config.base_url = Some(base_url.trim_end_matches('/').to_owned());
    }
    let content = reader.content(&config, most, known);
    let sources = reader.sources(&config, &content);
    let templates = reader.templates(&config);
    let csl_style = reader.csl_style(&config);
    let echarts = reader.echarts(&config);
    let card_font = reader.card_font(&config);
    let lock = reader.optional(LOCK).and_then(|bytes| reader.text(LOCK, &bytes));
    let Content { pages, data, unreadable, assets, listing, .. } = content;
    let report = Report {
        config,
        files: reader.files,
        pages: Vec::new(),
        drafts: Vec::new(),
        unreadable,
        datasets: Arc::default(),
        sources,
        assets,
        templates,
        csl_style,
        echarts,
        card_font,
        lock,
    };
    let content = Texts { pages: Arc::new(pages), data: Arc::new(data) };
    Gathered { report, content, listing, diagnostics: reader.diagnostics }
}

/// Parses all data files.
pub(crate) fn datasets(report: &mut Report, data: &[Blob]) -> (Datasets, Diagnostics) {
    some_datasets(report, data, (true, &mut Packages::default()))
}

/// Parses data files: all there are, or only some of them, with the data packages that are known.
pub(crate) fn some_datasets(
    report: &mut Report,
    data: &[Blob],
    (are_all, known): (bool, &mut Packages),
) -> (Datasets, Diagnostics) {
    let inputs: Vec<data::DataFile<'_>> = data
        .iter()
        .map(|blob| data::DataFile { path: &blob.path, bytes: &blob.bytes, text: blob.text.as_ref() })
        .collect();
    let folder = below(&report.config.build.content, DATA);
    let language = &report.config.language;
    let long_scale = Locale::has_long_scale(language);
    let decimal_comma = Locale::of(language).decimal == ',';
    let reading = data::Reading { are_all, long_scale, decimal_comma };
    let (mut datasets, found) = data::parse_some(&mut report.files, &folder, &inputs, reading, known);
    for path in &report.unreadable {
        datasets.note_unreadable(data::name_of(path), below(&folder, path).into_string());
    }
    (datasets, found)
}

/// Parses pages. One that is not text is reported and left out.
fn pages(report: &mut Report, blobs: Vec<Blob>, drafts: bool, diagnostics: &mut Diagnostics) {
    let content = report.config.build.content.clone();
    let files: Vec<(Utf8PathBuf, FileId)> = blobs
        .into_iter()
        .filter_map(|blob| {
            let path = format!("{content}/{}", blob.path);
            let file = text(&mut report.files, diagnostics, &path, &blob.bytes)?;
            Some((blob.path, file))
        })
        .collect();
    let parsed: Vec<(Page, Diagnostics)> =
        files.into_par_iter().map(|(path, file)| page_of(report, path, file)).collect();
    report.pages.reserve(parsed.len());
    for (page, found) in parsed {
        if page.front.draft && !drafts {
            report.drafts.push(page.path);
            continue;
        }
        diagnostics.extend(found);
        report.pages.push(page);
    }
}

/// Parses the page of a file.
pub(crate) fn page_of(report: &Report, path: Utf8PathBuf, file: FileId) -> (Page, Diagnostics) {
    let text = &report.files.get(file).text;
    let (parts, found) = content::parse(file, &path, text, &report.config.language);
    (page(path, file, parts), found)
}

/// Reads the file of a page that an earlier run knew; `None` when it is gone, or is no plain file any more.
pub(crate) fn page_bytes(path: &Utf8Path) -> Option<Vec<u8>> {
    let found = std::fs::symlink_metadata(path).ok()?;
    found.is_file().then(|| std::fs::read(path).ok()).flatten()
}

/// Reads a file again; `None` when it is not as it was.
pub(crate) fn bytes_again(path: &Utf8Path, hash: &blake3::Hash) -> Option<Bytes> {
    std::fs::read(path).ok().filter(|bytes| blake3::hash(bytes) == *hash).map(Into::into)
}

/// Sets the page tree, and reports pages of one address and a report without a first page.
pub(crate) fn set_tree(report: &mut Report, diagnostics: &mut Diagnostics) {
    let pages = &report.pages;
    let (parents, ()) = rayon::join(|| tree::parents(pages), || tree::check_outputs(pages, diagnostics));
    report.pages.iter_mut().zip(parents).for_each(|(page, parent)| page.parent = parent);
    if !report.pages.iter().any(Page::is_home) && !diagnostics.has_errors() {
        let content = &report.config.build.content;
        let message = match report.pages.as_slice() {
            [] => format!("`{content}` holds no page"),
            _ => format!("`{content}` has no `index.md`, so that the site has no first page"),
        };
        let others = ["_index.md", "README.md", "readme.md", "index.qmd"];
        let meant = others.into_iter().find(|name| {
            report.pages.iter().any(|page| page.path == *name)
                || report.assets.iter().any(|asset| asset.path == *name)
        });
        diagnostics.push(Diagnostic::new(rules::MISSING_REPORT, message).help(match meant {
            Some(name) => format!("rename `{name}` to `index.md`: it becomes the first page"),
            None => "write `index.md` there: it becomes the first page; a draft is left out".to_owned(),
        }));
    }
}

/// Decodes a text and adds it to the files; one that is not text is reported.
pub(crate) fn text(
    files: &mut Files,
    diagnostics: &mut Diagnostics,
    path: &str,
    bytes: &[u8],
) -> Option<FileId> {
    let file = files.add(path, "");
    set_text(files, diagnostics, file, bytes).then_some(file)
}

/// Decodes the text of a file that has none; `false` for one that is not text, which is reported.
pub(crate) fn set_text(files: &mut Files, diagnostics: &mut Diagnostics, file: FileId, bytes: &[u8]) -> bool {
    match decode::decode(bytes) {
        Ok(text) => {
            files.set_text(file, text);
            true
        }
        Err(fault) => {
            files.set_text(file, fault.lossy);
            diagnostics.push(
                Diagnostic::new(rules::INVALID_ENCODING, fault.message)
                    .at(Span::new(file, fault.place), "")
                    .help(fault.help),
            );
            false
        }
    }
}

/// A page whose place in the tree is not known yet.
fn page(path: Utf8PathBuf, file: FileId, parts: PageParts) -> Page {
    let PageParts { front, document, body } = parts;
    let output = content::output_path(&path, front.slug.as_deref());
    Page { path, file, output, parent: None, front, document, body }
}
