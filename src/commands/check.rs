//! `sourcebook check`: everything `build` does but the writing, and what supports the numbers of the text; with `--fix` it
//! mends false claims first, with `--bind` it writes claims for numbers that the data certainly hold.

use super::args::{CheckArguments, FindingsFormat};
use super::{Outcome, coverage as printed, fix, pipeline, terminal};
use crate::check;
use crate::diagnostics::{github, json, sarif, summary};
use crate::facts::coverage::{Scope, bind, with_candidates};
use crate::facts::{contradictions, edition};
use crate::links::{self, Patience};

/// Says what is wrong with the report.
pub(super) fn check(arguments: &CheckArguments) -> Outcome {
    let mut made = pipeline::make(&arguments.common, None);
    if arguments.fix {
        let files = &made.resolved.report.files;
        let (fixed, faults) = fix::apply(&arguments.common.folder, &made.diagnostics, files);
        fixed.iter().for_each(|fixed| terminal::remark(&fixed.to_string()));
        faults.iter().for_each(|fault| terminal::fault(fault));
        if !faults.is_empty() {
            return Outcome::Failed;
        }
        if !fixed.is_empty() {
            made = pipeline::make(&arguments.common, None);
        }
    }
    let today = arguments.today.unwrap_or_else(pipeline::today);
    let mut found = check::stale(&made.resolved, today);
    if arguments.locked {
        found.extend(edition::differences(made.lock.as_ref(), &made.edition()));
    }
    if arguments.links {
        let addresses = check::outside(&made.resolved);
        if !arguments.common.quiet {
            terminal::progress(&format!(
                "asking other sites for {} …",
                terminal::count(addresses.len(), "link")
            ));
        }
        match links::check(&addresses, Patience::default()) {
            Ok(about) => found.extend(about),
            Err(offline) => {
                terminal::fault(&offline.to_string());
                return Outcome::Failed;
            }
        }
    }
    let coverage = with_candidates(&made.resolved, std::mem::take(&mut made.evidence), Scope::Page);
    found.extend(contradictions::find(&made.resolved, &coverage));
    let edits = if arguments.bind { bind(&made.resolved, &coverage) } else { Vec::new() };
    found.extend(printed::findings(&made.resolved, &coverage, arguments.min_coverage));
    made.add(found, arguments.common.strict);
    let talkative = !arguments.common.quiet && arguments.format == FindingsFormat::Human;
    if talkative {
        printed::table(&made.resolved, &coverage);
        printed::list(&made.resolved, &coverage);
    }
    // Binding comes before the verdict: it is what raises a coverage that is too low.
    if let Err(message) = printed::write(&made, &arguments.common.folder, &edits) {
        terminal::fault(&message);
        return Outcome::Failed;
    }
    let report = &made.resolved.report;
    match arguments.format {
        FindingsFormat::Human => terminal::findings(&made.diagnostics, &report.files),
        FindingsFormat::Json => terminal::print(&json(&made.diagnostics, &report.files)),
        FindingsFormat::Sarif => terminal::print(&sarif(&made.diagnostics, &report.files)),
        FindingsFormat::Github => terminal::print(&github(&made.diagnostics, &report.files)),
    }
    if made.diagnostics.has_errors() {
        return Outcome::Faulty;
    }
    if talkative {
        let found = summary(&made.diagnostics).unwrap_or_else(|| "nothing to complain about".to_owned());
        terminal::say(&format!(
            "{}, {}: {found}",
            terminal::count(report.pages.len(), "page"),
            terminal::count(report.datasets.names().count(), "dataset")
        ));
    }
    // The program ends here: the system takes memory back faster than it is given back piece by piece.
    std::mem::forget((made, coverage));
    Outcome::Fine
}
