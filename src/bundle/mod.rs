//! A finished site in one file: an HTML file that needs nothing else, an EPUB.
//!
//! In: a [`BundleInput`]: the `Resolved` and its [`Site`]. Out: the file as a value, with what was found. Entries:
//! [`single_file`], [`epub()`]. Pure. The steps:
//!
//! 1. `leaves` reads the site's pages again, in reading order, as trees;
//! 2. `clean` takes out what the site's policy refuses anyway: inline styles and scripts of others;
//! 3. `single` puts the pages into one document; `epub` makes each a chapter of a book.
//!
//! Since pages are read as they were rendered, a report's own templates reach these outputs too. Left out: `404.html`, and
//! making a PDF, which a browser does (`commands::chromium`).

mod address;
mod clean;
mod css;
mod epub;
mod fault;
mod leaves;
mod media;
mod single;

pub use epub::{EpubOptions, epub};
pub use single::{Paper, SingleOptions, numbered, sheets, single_file};

use crate::resolve::Resolved;
use crate::site::Site;

/// What bundles are made of.
#[derive(Debug, Clone, Copy)]
pub struct BundleInput<'a> {
    /// The report.
    pub resolved: &'a Resolved,
    /// Its site, whole.
    pub site: &'a Site,
}
