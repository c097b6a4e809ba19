//! Findings about a resolved report that did not stop it from being resolved.
//!
//! In: a [`Resolved`]. Out: [`Diagnostics`]. Entries: [`run`]; [`stale()`], which alone asks what day it is. Each check is one function over one page or over the
//! report; pages are checked in parallel. Numbers in prose are the business of `facts`.

mod data_rules;
mod figures;
mod headings;
mod images;
mod sources;
mod stale;
mod theme;

pub use stale::stale;

use crate::diagnostics::Diagnostics;
use crate::model::Page;
use crate::resolve::Resolved;
use rayon::prelude::*;

/// A check of one page.
type PageCheck = fn(&Page) -> Diagnostics;

const PAGE_CHECKS: [PageCheck; 3] = [figures::dual_axes, headings::skipped, images::without_alt];

/// Runs all checks.
#[must_use]
pub fn run(resolved: &Resolved) -> Diagnostics {
    let mut diagnostics = sources::unused(resolved);
    diagnostics.extend(data_rules::broken(resolved));
    diagnostics.extend(theme::missing_files(&resolved.report));
    let found: Vec<Diagnostics> = resolved
        .report
        .pages
        .par_iter()
        .flat_map_iter(|page| PAGE_CHECKS.iter().map(move |check| check(page)))
        .collect();
    found.into_iter().for_each(|found| diagnostics.extend(found));
    diagnostics
}
