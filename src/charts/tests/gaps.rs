//! Records that lack what places them, and records that want the same place.

use super::super::draw::plan;
use super::support::{Change, dataset, input, spec};
use crate::model::{ChartSpec, ChartType as T};

/// The alternative text, or else the findings.
fn alt(data: &str, block: &ChartSpec) -> String {
    let (made, diagnostics) = input(block, &dataset(data), plan);
    let findings = diagnostics.iter().map(|found| format!("{}: {}", found.rule.name(), found.message));
    let findings = findings.collect::<Vec<_>>().join("; ");
    made.map(|made| made.alt).filter(|_| findings.is_empty()).unwrap_or(findings)
}

#[test]
fn two_records_of_one_mark_are_refused_and_a_gap_beside_a_value_is_not() {
    let twice = "K|S|A\na|s|1\na|t|2\nb|s|5\nb|s|6";
    for kind in [T::Bar, T::Line, T::Heatmap] {
        let block = spec(kind, "K", &["A"]).series("S");
        assert_eq!(
            alt(twice, &block),
            "chart-failed: two records are of `b` and `s`; a chart shows one value for them"
        );
        let said = alt("K|S|A\na|s|1\na|t|2\nb|s|5\nb|s|", &block);
        assert!(
            said.contains(if kind == T::Line { "s rises from 1 (a) to 5 (b)" } else { "Highest: b, s, 5" }),
            "{said}"
        );
    }
}
