//! `sourcebook check`: everything `build` does but the writing.

use super::args::CheckArguments;
use super::{Outcome, pipeline, terminal};
use crate::diagnostics::summary;

/// Says what is wrong with the report.
pub(super) fn check(arguments: &CheckArguments) -> Outcome {
    let made = pipeline::make(&arguments.common, None);
    let report = &made.resolved.report;
    terminal::findings(&made.diagnostics, &report.files);
    if made.diagnostics.has_errors() {
        return Outcome::Faulty;
    }
    if !arguments.common.quiet {
        let found = summary(&made.diagnostics).unwrap_or_else(|| "nothing to complain about".to_owned());
        terminal::say(&format!(
            "{}, {}: {found}",
            terminal::count(report.pages.len(), "page"),
            terminal::count(report.datasets.names().count(), "dataset")
        ));
    }
    Outcome::Fine
}
