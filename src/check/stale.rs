//! Data that are out of date: their next release is due.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::Freshness;
use crate::resolve::Resolved;
use jiff::civil::Date;

/// Datasets and sources whose next release was due before `today`.
#[must_use]
pub fn stale(resolved: &Resolved, today: Date) -> Diagnostics {
    let report = &resolved.report;
    let datasets = report
        .datasets
        .iter()
        .filter_map(|(_, dataset)| finding("dataset", dataset.name(), dataset.freshness(), today));
    let sources =
        report.sources.iter().filter_map(|source| finding("source", &source.key, &source.freshness, today));
    datasets.chain(sources).collect()
}

fn finding(kind: &str, name: &str, freshness: &Freshness, today: Date) -> Option<Diagnostic> {
    let due = freshness.next_release.as_ref().filter(|due| due.value < today)?;
    let message =
        format!("the next release of the {kind} `{name}` was due on {}, and today is {today}", due.value);
    let retrieved = freshness.retrieved.map(|date| format!("retrieved on {date}")).unwrap_or_default();
    Some(
        Diagnostic::new(rules::STALE_DATA, message)
            .at(due.span, retrieved)
            .help("look whether there is a newer release, and give the date of the one after it"),
    )
}
