//! `sourcebook check`: everything `build` does but the writing.

use super::args::CheckArguments;
use super::{Outcome, pipeline, terminal};
use crate::check;
use crate::diagnostics::summary;
use crate::facts::edition;

/// Says what is wrong with the report.
pub(super) fn check(arguments: &CheckArguments) -> Outcome {
    let mut made = pipeline::make(&arguments.common, None);
    let today = arguments.today.unwrap_or_else(pipeline::today);
    let mut found = check::stale(&made.resolved, today);
    if arguments.locked {
        found.extend(edition::differences(made.lock.as_ref(), &made.edition()));
    }
    made.add(found, arguments.common.strict);
    let report = &made.resolved.report;
    terminal::findings(&made.diagnostics, &report.files);
    if made.diagnostics.has_errors() {
        return Outcome::Faulty;
    }
    if !arguments.common.quiet {
        let found = summary(&made.diagnostics).unwrap_or_else(|| "nothing to complain about".to_owned());
        terminal::say(&format!(
            "{} pages, {} datasets: {found}",
            report.pages.len(),
            report.datasets.names().count()
        ));
    }
    Outcome::Fine
}
