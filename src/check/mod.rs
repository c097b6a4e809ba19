//! Findings about a resolved report that did not stop it from being resolved.
//!
//! In: a [`Resolved`]. Out: [`Diagnostics`]. Entries: [`run`]; [`stale()`], which alone asks what day it is; [`outside()`], what [`crate::links`] asks for. Each check is one function over one page or over the
//! report; pages are checked in parallel. Numbers in prose are the business of `facts`.

mod data_rules;
mod figures;
mod headings;
mod images;
mod outside;
mod sources;
mod stale;
mod strays;
mod theme;

pub use outside::{OutsideAddress, outside};
pub use stale::stale;

use crate::diagnostics::Diagnostics;
use crate::model::{Page, PageId};
use crate::resolve::Resolved;
use rayon::prelude::*;

/// A check of one page.
type PageCheck = fn(&Page) -> Diagnostics;

const PAGE_CHECKS: [PageCheck; 3] = [figures::dual_axes, headings::skipped, images::without_alt];

/// Runs all checks.
#[must_use]
pub fn run(resolved: &Resolved) -> Diagnostics {
    let mut diagnostics = report(resolved);
    let all: Vec<PageId> = resolved.report.pages().map(|(id, _)| id).collect();
    diagnostics.extend(pages(resolved, &all));
    diagnostics
}

/// The checks of the report as a whole.
#[must_use]
pub fn report(resolved: &Resolved) -> Diagnostics {
    let mut diagnostics = sources::unused(resolved);
    diagnostics.extend(sources::undefined(&resolved.report));
    diagnostics.extend(data_rules::broken(resolved));
    diagnostics.extend(theme::missing_files(&resolved.report));
    diagnostics.extend(strays::unread(&resolved.report));
    diagnostics
}

/// The checks of some pages, in parallel.
#[must_use]
pub fn pages(resolved: &Resolved, ids: &[PageId]) -> Diagnostics {
    let of_page = |id: &PageId| {
        let page = resolved.report.page(*id);
        PAGE_CHECKS
            .iter()
            .map(move |check| check(page))
            .chain([sources::bare(page, &resolved.report), figures::total_among_parts(resolved, *id)])
    };
    let found: Vec<Diagnostics> = ids.par_iter().flat_map_iter(of_page).collect();
    let mut diagnostics = Diagnostics::default();
    found.into_iter().for_each(|found| diagnostics.extend(found));
    diagnostics
}
