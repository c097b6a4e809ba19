//! Records that lack what places them, and records that want the same place.

use super::super::draw::plan;
use super::support::{Change, dataset, input, spec};
use crate::model::{ChartSpec, ChartType as T, ExtraValue};

/// The alternative text, or else the findings.
fn alt(data: &str, block: &ChartSpec) -> String {
    let (made, diagnostics) = input(block, &dataset(data), plan);
    let findings = diagnostics.iter().map(|found| format!("{}: {}", found.rule.name(), found.message));
    let findings = findings.collect::<Vec<_>>().join("; ");
    made.map(|made| made.alt).filter(|_| findings.is_empty()).unwrap_or(findings)
}

#[test]
fn a_record_without_a_place_on_the_axis_is_left_out() {
    let dates = "D|V\n2024-01|2\n2024-03|5\n|7";
    for kind in [T::Line, T::Area] {
        assert!(alt(dates, &spec(kind, "D", &["V"])).ends_with("V rises from 2 (2024-01) to 5 (2024-03)."));
        let numbers = alt("N|V\n10|2\n|7\n20|5", &spec(kind, "N", &["V"]));
        assert!(numbers.ends_with("V rises from 2 (N 10) to 5 (N 20)."), "{numbers}");
    }
    let long = "D|S|V\n2024-01|a|2\n2024-01|b|3\n|b|7";
    let bump = alt(long, &spec(T::Bump, "D", &["V"]).series("S"));
    assert_eq!(bump, "Bump chart: A finding. b is first in 2024-01 and in 2024-01.");
}

#[test]
fn what_has_no_name_is_said_by_its_value() {
    let bar = alt("K|V\na|2\n|7", &spec(T::Bar, "K", &["V"]));
    assert_eq!(bar, "Bar chart: A finding. Highest: 7; lowest: a, 2.");
    let scatter = alt("D|V\n2024-01|2\n2024-03|5", &spec(T::Scatter, "D", &["V"]));
    assert_eq!(
        scatter,
        "Scatter plot: A finding. 2 points: V against D. Highest: 2024-03, 5; lowest: 2024-01, 2."
    );
}

#[test]
fn ends_of_a_waterfall_have_values_and_losses_of_a_funnel_are_losses() {
    let waterfall = alt("K|V\na|\nb|5\nc|-2\nd|", &spec(T::Waterfall, "K", &["V"]));
    assert!(waterfall.contains("From b, +5 to c, −2."), "{waterfall}");
    let funnel = alt("K|V\na|5\nb|5\nc|8", &spec(T::Funnel, "K", &["V"]));
    assert!(!funnel.contains("loss"), "{funnel}");
}

#[test]
fn a_histogram_says_its_edges_with_their_unit() {
    let histogram = alt("V\n$1.5M\n$2M\n$0.5M", &spec(T::Histogram, "V", &[]));
    assert!(histogram.contains("All lie between $400,000 and $2,000,000."), "{histogram}");
    let words = alt("V\n11 years\n12 years\n19 years", &spec(T::Histogram, "V", &[]));
    assert!(words.contains("All lie between 10 and 20 years."), "{words}");
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

#[test]
fn amounts_that_belong_to_nothing_are_refused() {
    let names = |names: &[&str]| {
        ExtraValue::Fields(names.iter().flat_map(|name| spec(T::Bar, name, &[]).x).collect())
    };
    let treemap = spec(T::Treemap, "", &["V"]).extra("path", names(&["A", "B"]));
    assert_eq!(
        alt("A|B|V\na|b|1\nb||3\n|c|1", &treemap),
        "wrong-field-kind: field `A` is empty where there is an amount, which a `treemap` cannot place"
    );
    assert!(alt("A|B|V\na|b|1\nb||3\n|c|", &treemap).contains("4 in all"));
    let sankey = spec(T::Sankey, "", &["V"]).field("from", "A").field("to", "B");
    assert_eq!(
        alt("A|B|V\na|b|1\n|b|3", &sankey),
        "wrong-field-kind: field `A` is empty where there is an amount, which a `sankey` cannot place"
    );
}
