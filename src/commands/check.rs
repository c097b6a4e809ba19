//! `sourcebook check`: everything `build` does but the writing; with `--fix` it mends false claims first.

use super::args::CheckArguments;
use super::{Outcome, fix, pipeline, terminal};
use crate::check;
use crate::diagnostics::summary;
use crate::facts::edition;

/// Says what is wrong with the report.
pub(super) fn check(arguments: &CheckArguments) -> Outcome {
    let mut made = pipeline::make(&arguments.common, None);
    if arguments.fix {
        match fix::apply(&arguments.common.folder, &made.diagnostics, &made.resolved.report.files) {
            Ok(fixed) if fixed.is_empty() => {}
            Ok(fixed) => {
                fixed.iter().for_each(|fixed| terminal::remark(&fixed.to_string()));
                made = pipeline::make(&arguments.common, None);
            }
            Err(fault) => {
                terminal::fault(&fault);
                return Outcome::Failed;
            }
        }
    }
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
            "{}, {}: {found}",
            terminal::count(report.pages.len(), "page"),
            terminal::count(report.datasets.names().count(), "dataset")
        ));
    }
    Outcome::Fine
}
