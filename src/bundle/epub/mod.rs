//! The report as an EPUB 3.3.
//!
//! 1. [`chapter`] makes each page a chapter: notes that pop up, charts in fixed colours, no scripts;
//! 2. [`images`] collects what chapters show, of drawings those that are well-formed ([`drawing`]);
//! 3. [`nav`] writes contents, lists of figures and tables, landmarks; [`package`] says what the book is and holds;
//! 4. [`zip`] packs it, the same bytes for the same report.

mod chapter;
mod drawing;
mod images;
mod nav;
mod notes;
mod package;
mod zip;

use super::BundleInput;
use super::address::{self, Address};
use super::css;
use super::fault::Faults;
use super::leaves::{self, Leaf};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::markup::{self, NodeId, Tree};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is made, in findings.
const MADE: &str = "the e-book";

const STYLE: &str = include_str!("../../../templates/epub.css");

/// What a book is made with besides the site.
#[derive(Debug, Clone, Copy, Default)]
pub struct EpubOptions<'a> {
    /// The date of `SOURCE_DATE_EPOCH`, for a report without dates.
    pub date: Option<Date>,
    /// The cover as PNG.
    pub cover: Option<&'a [u8]>,
}

/// What the steps share.
struct Work<'a> {
    input: &'a BundleInput<'a>,
    words: BTreeMap<String, String>,
    /// The chapter of each page's path.
    places: BTreeMap<String, usize>,
    images: images::Images,
    faults: Faults<'a>,
}

impl Work<'_> {
    fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }

    fn title(&self) -> &str {
        &self.input.resolved.report.config.title
    }
}

/// A chapter: its document, and what contents and manifest say of it.
#[derive(Debug)]
struct Chapter {
    /// Its file: `chapter-01.xhtml`.
    file: String,
    title: String,
    /// The whole document.
    text: String,
    /// Whether it has drawings, and formulas.
    svg: bool,
    mathml: bool,
    /// Whether it lists the sources.
    sources: bool,
    sections: Vec<Place>,
    figures: Vec<Place>,
    tables: Vec<Place>,
}

/// A place in a chapter and its words.
#[derive(Debug)]
struct Place {
    id: String,
    text: String,
}

/// Makes the book. With faults, it is not whole.
#[must_use]
pub fn epub(input: &BundleInput<'_>, options: EpubOptions<'_>) -> (Vec<u8>, Diagnostics) {
    let leaves = match leaves::leaves(input, MADE) {
        Ok(leaves) => leaves,
        Err(faults) => return (Vec::new(), faults),
    };
    let mut work = Work {
        input,
        words: crate::render::interface_words(&input.resolved.report),
        places: leaves.iter().enumerate().map(|(index, leaf)| (leaf.path.clone(), index)).collect(),
        images: images::Images::default(),
        faults: Faults::new(input.resolved, MADE),
    };
    let chapters: Vec<Chapter> =
        leaves.into_iter().enumerate().map(|(index, leaf)| chapter::make(&mut work, leaf, index)).collect();
    let style = style(&mut work);
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("META-INF/container.xml".to_owned(), package::CONTAINER.into()),
        ("EPUB/package.opf".to_owned(), package::package(&work, &chapters, options).into_bytes()),
        ("EPUB/nav.xhtml".to_owned(), nav::nav(&work, &chapters, options.cover.is_some()).into_bytes()),
        ("EPUB/style.css".to_owned(), style.into_bytes()),
    ];
    if let Some(cover) = options.cover {
        files.push(("EPUB/cover.xhtml".to_owned(), nav::cover(&work).into_bytes()));
        files.push((format!("EPUB/{}", package::COVER), cover.to_owned()));
    }
    files.extend(
        chapters.into_iter().map(|chapter| (format!("EPUB/{}", chapter.file), chapter.text.into_bytes())),
    );
    for image in work.images.iter() {
        if let Some(bytes) = input.site.get(&image.path) {
            files.push((format!("EPUB/{}", image.file), bytes.to_vec()));
        }
    }
    match zip::pack(&files) {
        Ok(book) => (book, work.faults.finish()),
        Err(error) => {
            let fault =
                Diagnostic::new(rules::UNWRITABLE_OUTPUT, format!("the e-book cannot be packed: {error}"));
            (Vec::new(), std::iter::once(fault).collect())
        }
    }
}

/// The style sheet, whose pictures are in the book like those of chapters.
fn style(work: &mut Work<'_>) -> String {
    let report = &work.input.resolved.report;
    let own = report.templates.iter().find(|(path, _)| path == "epub.css");
    let Some(own) = own.map(|(_, file)| report.files.get(*file).text.to_string()) else {
        return STYLE.to_owned();
    };
    let style = css::with_addresses(&own, |address| {
        let file = match address::read("assets/epub.css", address) {
            Address::Inside { path, .. } => {
                work.input.site.get(&path).and_then(|bytes| work.images.take(&path, bytes).ok())
            }
            Address::Here(_) | Address::Outside => None,
        };
        file.unwrap_or_else(|| {
            work.faults.style_outside("epub.css", address);
            address.to_owned()
        })
    });
    if style.contains("@import") {
        work.faults.style_outside("epub.css", "@import");
    }
    style
}

/// The file of a chapter.
fn file_name(index: usize) -> String {
    format!("chapter-{:02}.xhtml", index + 1)
}

/// A document of the book.
struct Document<'a> {
    language: &'a str,
    direction: &'a str,
    title: &'a str,
    /// `bodymatter`, `backmatter`, `frontmatter`.
    matter: &'a str,
}

/// A document whose body is filled by `fill`.
fn document(about: &Document<'_>, fill: impl FnOnce(&mut Tree, NodeId)) -> (Tree, String) {
    let mut tree = Tree::default();
    let top = tree.top();
    let html = tree.append_new(
        top,
        "html",
        &[
            ("xmlns:epub", "http://www.idpf.org/2007/ops"),
            ("lang", about.language),
            ("xml:lang", about.language),
            ("dir", if about.direction == "rtl" { "rtl" } else { "ltr" }),
        ],
    );
    let head = tree.append_new(html, "head", &[]);
    tree.append_new(head, "meta", &[("charset", "utf-8")]);
    let title = tree.append_new(head, "title", &[]);
    tree.append_text(title, about.title);
    tree.append_new(head, "link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", "style.css")]);
    let body = tree.append_new(html, "body", &[("epub:type", about.matter)]);
    fill(&mut tree, body);
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n{}\n",
        markup::xhtml(&tree, html)
    );
    (tree, text)
}
