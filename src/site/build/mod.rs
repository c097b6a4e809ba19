//! From a report's folder to its site, in bounded memory, and again after an edit without doing everything again.
//!
//! In: a [`Request`]. Out: a [`Built`]; the site is written unless there are errors. Entry: [`build`].
//!
//! **Streaming.** Only an outline of each page (`outline`: title, headings, figures) is held for all pages. The pages
//! themselves are taken some hundred at a time (`batch`): parsed, settled, checked, drawn, rendered, put into the new tree
//! next to the output folder, and let go. What is made of all pages — search index, `facts.json`, Sources, feed — is
//! put together from parts that each page leaves, on disk (`parts`). Sources that weigh more than a little together are not held
//! either, but read again (`sources`).
//!
//! **The page cache** (`record`, `store`) keeps outline, parts and hashes of outputs of each page. The next build reads and
//! hashes all sources but the pages and tables that nobody touched (`load::Stamp`), and makes a page again only when
//!
//! 1. its own text changed, or something was found in it last time, so that it is found again;
//! 2. one of its files in the output folder is not as the last build left it (size, time and inode tell, `record`);
//! 3. a dataset changed that one of its figures shows, or that one of its expressions asked for and now comes to something
//!    else (`values`);
//! 4. anything changed that all pages may depend on (`key`), or what other pages see of a page: its address, title,
//!    headings and figures. Then all pages are made again.
//!
//! When nothing changed at all, what was found is told again, and that is all (`unchanged`). Data files are parsed only as far as these pages ask for them (`data`). When a page made so has an error, everything is
//! made anew, so that the findings are those of a whole build. `--no-cache` makes all pages, and the same bytes.
//!
//! **Previews** (`preview`). What a build leaves in memory lets an edited page be made by itself, in a time that does not depend on
//! how many pages there are. Nothing is written; a build follows.
//!
//! Left out: what a page looks like, and what is wrong with it: the rooms above say so, page by page.

mod batch;
mod codec;
mod collected;
mod data;
mod findings;
mod finish;
mod key;
mod outline;
mod parts;
mod plan;
mod preview;
mod record;
mod run;
mod sources;
mod store;
mod unchanged;
mod values;

use super::{WriteError, WriteSummary};
use crate::diagnostics::Diagnostics;
use crate::load;
use crate::model::Report;
use crate::resolve;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
pub use preview::{Preview, Shown};
use run::Run;
use sources::{Sources, Texts};
use std::sync::OnceLock;
use store::Store;

/// What is to be built, and how.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The report's folder.
    pub root: &'a Utf8Path,
    /// What is read.
    pub options: &'a load::Options,
    /// The output folder, instead of the configured one.
    pub output: Option<&'a Utf8Path>,
    /// The user's home folder, which is never an output folder.
    pub home: Option<&'a Utf8Path>,
    /// Whether the cache is used and kept.
    pub cache: bool,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// The date of `SOURCE_DATE_EPOCH`, for pages without one.
    pub date: Option<Date>,
    /// The program's version: drawings and cards of another one are not taken from the cache.
    pub version: &'a str,
    /// The very program: pages of another one are not taken from the cache.
    pub program: &'a str,
    /// Whether pages are to be shown by themselves afterwards, which takes more than to know that nothing changed.
    pub previews: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Built {
    /// The report; of its pages only outlines.
    pub report: Report,
    /// All that was found, sorted, with the severities of the configuration.
    pub diagnostics: Diagnostics,
    /// The output folder.
    pub target: Utf8PathBuf,
    /// What was written; `None` when there are errors, and nothing was.
    pub written: Option<Result<WriteSummary, WriteError>>,
    /// How many pages the report has.
    pub pages: usize,
    /// How many pages were made again.
    pub made: usize,
    /// What is left of a build that was written, for [`Preview`].
    rest: Option<preview::Rest>,
    /// What was read: a process that ends here need not let it go bit by bit.
    #[expect(dead_code, reason = "nobody looks at it")]
    read: Option<load::Gathered>,
    /// The same of what was kept.
    #[expect(dead_code, reason = "nobody looks at it")]
    kept: Option<Store>,
}

/// Builds the site of a report.
#[must_use]
pub fn build(request: &Request<'_>) -> Built {
    let built = attempt(request, Texts::LetGo).or_else(|| attempt(request, Texts::Held));
    built.unwrap_or_else(|| unreachable!("texts that are held do not change"))
}

/// `None` when a page was changed between two looks at it.
fn attempt(request: &Request<'_>, texts: Texts) -> Option<Built> {
    let store = OnceLock::new();
    let known = || {
        let store =
            store.get_or_init(|| if request.cache { Store::read(request.root) } else { None }).as_ref();
        // A second attempt takes nobody's word for it, and previews may ask for any table.
        let known = |store| sources::known(store, !request.previews);
        store.filter(|_| texts == Texts::LetGo).map(known).unwrap_or_default()
    };
    let most = match texts {
        Texts::LetGo => sources::KEPT,
        Texts::Held => usize::MAX,
    };
    let mut gathered = load::gather(request.root, request.options, most, known);
    let store = store.into_inner().flatten();
    let load::Gathered { report, content, .. } = &mut gathered;
    let ((key, sources), (writing, style)) = rayon::join(
        || {
            let key = key::shared(request, report, content);
            (key, Sources::of(request, &report.config, content, texts))
        },
        || {
            let open = |store| run::open(request, &report.config, Some(store));
            (store.as_ref().and_then(|store| open(store).ok()), resolve::style(report))
        },
    );
    let known = store.filter(|store| store.key == key).zip(writing);
    let again = known.and_then(|(store, writing)| {
        let mut run = Run::new(request, gathered.clone(), sources.clone(), key);
        let unchanged = if request.previews { None } else { run.unchanged(&store, &writing) };
        unchanged.or_else(|| run.again(store, writing, style.clone()))
    });
    match again {
        Some(built) => Some(Built { read: Some(gathered), ..built }),
        None => Run::new(request, gathered, sources, key).anew(style),
    }
}
