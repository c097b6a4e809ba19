//! What `check` says of the numbers in the text: counts, the unsupported ones, and claims written for them.

use super::pipeline::Made;
use super::{fix, terminal};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, LineColumn, rules};
use crate::facts::coverage::{Coverage, Edit, Unsupported};
use crate::resolve::Resolved;
use camino::Utf8Path;
use std::collections::BTreeMap;

/// What the rules say of the coverage. An unsupported number is a finding only where the configuration gives the rule a
/// severity: the list shows them all anyway.
pub(super) fn findings(resolved: &Resolved, coverage: &Coverage, least: Option<f64>) -> Diagnostics {
    let config = &resolved.report.config;
    let mut found = Diagnostics::default();
    if config.severities.iter().any(|(rule, _)| *rule == rules::UNSUPPORTED_NUMBER) {
        coverage.unsupported().for_each(|number| found.push(unsupported(number)));
    }
    let percent = coverage.percent();
    if let Some(least) = least.or(config.min_coverage)
        && percent < least
    {
        let message = format!("{} % of the numbers are supported, expected {least} %", shown(percent));
        found.push(Diagnostic::new(rules::LOW_COVERAGE, message).help(
            "compute them with `{{ … }}`, check them with `[…]{= … }`, cite a source in their sentence, or mark what is no fact with `[…]{-}`",
        ));
    }
    found
}

fn unsupported(number: &Unsupported) -> Diagnostic {
    let message = format!("nothing supports `{}`, expected an expression, a claim or a source", number.text);
    let diagnostic = Diagnostic::new(rules::UNSUPPORTED_NUMBER, message).at(number.span, "");
    match number.candidates.first() {
        Some(candidate) => diagnostic.help(format!("{}: `{}`", candidate.why, candidate.expression)),
        None => diagnostic.help("cite its source in the sentence: `[@key]`"),
    }
}

/// Prints the counts of each page and of all.
pub(super) fn table(resolved: &Resolved, coverage: &Coverage, files: &Files) {
    terminal::say("coverage  facts  bound  checked  cited  unsupported");
    let row = |percent: f64, counts: [usize; 5], name: &str| {
        let [facts, bound, checked, cited, unsupported] = counts;
        let percent = format!("{} %", shown(percent));
        terminal::say(&format!(
            "{percent:>8} {facts:>6} {bound:>6} {checked:>8} {cited:>6} {unsupported:>12}  {name}"
        ));
    };
    let mut all = [0; 5];
    for page in &coverage.pages {
        let counts = [page.facts(), page.bound, page.checked, page.cited, page.unsupported.len()];
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        row(page.percent(), counts, files.get(resolved.report.page(page.page).file).path.as_str());
    }
    row(coverage.percent(), all, "all pages");
}

/// Prints the unsupported numbers with their sentences, and what would bind them.
pub(super) fn list(coverage: &Coverage, files: &Files) {
    for number in coverage.unsupported() {
        let file = files.get(number.span.file);
        let LineColumn { line, column } = file.line_column(number.span.range().start);
        terminal::say(&format!("\n{}:{line}:{column}: {}\n    {}", file.path, number.text, number.sentence));
        for (index, candidate) in number.candidates.iter().enumerate() {
            let sure = if index == 0 && number.unambiguous { ", and no other fits as well" } else { "" };
            terminal::say(&format!("    {}  ({}{sure})", candidate.expression, candidate.why));
        }
    }
    if !coverage.pages.iter().all(|page| page.unsupported.is_empty()) {
        terminal::say("");
    }
}

/// A percentage with one digit after the mark; only what is whole is shown as 100.
fn shown(percent: f64) -> String {
    format!("{:.1}", (percent * 10.0).floor() / 10.0)
}

/// Writes the edits into the files of the report.
pub(super) fn write(made: &Made, folder: &Utf8Path, edits: &[Edit]) -> Result<(), String> {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    for (file, edits) in by_file {
        let file = made.resolved.report.files.get(file);
        let mut text = file.text.to_string();
        for edit in edits.iter().rev() {
            text.replace_range(edit.range.clone(), &edit.text);
        }
        fix::write(&folder.join(&file.path), &file.text, &text)
            .map_err(|why| format!("{}: {why}", file.path))?;
        let numbers =
            if edits.len() == 1 { "1 number".to_owned() } else { format!("{} numbers", edits.len()) };
        terminal::remark(&format!("{}: {numbers} bound", file.path));
    }
    Ok(())
}
