//! `sourcebook check`: everything `build` does but the writing, and what supports the numbers of the text; with `--fix` it
//! mends false claims first, with `--bind` it writes claims for numbers that the data certainly hold.

use super::args::{CheckArguments, FindingsFormat};
use super::pipeline::Made;
use super::{Outcome, coverage as printed, fix, pipeline, terminal};
use crate::check;
use crate::diagnostics::{counted, github, json, sarif, summary};
use crate::facts::coverage::{Coverage, Scope, bind, with_candidates};
use crate::facts::{contradictions, edition};
use crate::links::{self, Patience};

/// Says what is wrong with the report.
pub(super) fn check(arguments: &CheckArguments) -> Outcome {
    let (made, coverage) = match checked(arguments) {
        Ok(checked) => checked,
        Err(faults) => {
            faults.iter().for_each(|fault| terminal::fault(fault));
            return Outcome::Failed;
        }
    };
    let talkative = !arguments.common.quiet && arguments.format == FindingsFormat::Human;
    let (report, folder) = (&made.resolved.report, &arguments.common.folder);
    let files = terminal::from_here(&report.files, folder);
    if talkative {
        printed::table(&made.resolved, &coverage, &files);
        printed::list(&coverage, &files);
    }
    match arguments.format {
        FindingsFormat::Human => terminal::findings(&made.diagnostics, &report.files, folder),
        FindingsFormat::Json => terminal::print(&json(&made.diagnostics, &files)),
        FindingsFormat::Sarif => terminal::print(&sarif(&made.diagnostics, &files)),
        FindingsFormat::Github => terminal::print(&github(&made.diagnostics, &files)),
    }
    if made.diagnostics.has_errors() {
        return Outcome::Faulty;
    }
    if talkative {
        let found = summary(&made.diagnostics).unwrap_or_else(|| "nothing to complain about".to_owned());
        terminal::say(&format!(
            "{}, {}: {found}",
            counted(report.pages.len(), "page"),
            counted(report.datasets.names().count(), "dataset")
        ));
    }
    // The program ends here: the system takes memory back faster than it is given back piece by piece.
    std::mem::forget((made, coverage, files));
    Outcome::Fine
}

/// The report with all that is found in it, once its files are mended as the arguments ask.
fn checked(arguments: &CheckArguments) -> Result<(Made, Coverage), Vec<String>> {
    let (mut made, mut coverage) = mended(arguments)?;
    if arguments.bind {
        // Before the verdict: it is what raises a coverage that is too low.
        let edits = bind(&made.resolved, &coverage);
        printed::write(&made, &arguments.common.folder, &edits).map_err(|fault| vec![fault])?;
        if !edits.is_empty() {
            (made, coverage) = read(arguments);
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
            terminal::progress(&format!("asking other sites for {} …", counted(addresses.len(), "link")));
        }
        found.extend(
            links::check(&addresses, Patience::default()).map_err(|offline| vec![offline.to_string()])?,
        );
    }
    found.extend(contradictions::find(&made.resolved, &coverage));
    found.extend(printed::findings(&made.resolved, &coverage, arguments.min_coverage));
    made.add(found, arguments.common.strict);
    Ok((made, coverage))
}

/// The report, in which false claims were rewritten when that is asked for.
fn mended(arguments: &CheckArguments) -> Result<(Made, Coverage), Vec<String>> {
    let read_once = read(arguments);
    if !arguments.fix {
        return Ok(read_once);
    }
    let made = &read_once.0;
    let (fixed, faults) =
        fix::apply(&arguments.common.folder, &made.diagnostics, &made.resolved.report.files);
    fixed.iter().for_each(|fixed| terminal::remark(&fixed.to_string()));
    match (faults.is_empty(), fixed.is_empty()) {
        (false, _) => Err(faults),
        (true, true) => Ok(read_once),
        (true, false) => Ok(read(arguments)),
    }
}

/// The report, and what supports its numbers.
fn read(arguments: &CheckArguments) -> (Made, Coverage) {
    let mut made = pipeline::make(&arguments.common, None);
    let evidence = std::mem::take(&mut made.evidence);
    let coverage = with_candidates(&made.resolved, evidence, Scope::Page);
    (made, coverage)
}
