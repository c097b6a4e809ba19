//! What a highlight does to the series and their legend.

use super::super::draw::plan;
use super::support::*;
use crate::model::{ChartSpec, ChartType as T, Stack};
use serde_json::Value as Json;

const MONTHS: &str = "Month|V|W|X\nJan|1|2|3\nFeb|3|2|1\nMar|2|2|2";
/// Marks that step back.
const GREY: &str = "#fe01d6";

/// The colours of series, which the legend shows.
fn colours(data: &str, spec: &ChartSpec) -> Vec<Json> {
    let option = input(spec, &dataset(data), |input| plan(input).0).unwrap().wide.option;
    let series = option["series"].as_array().unwrap();
    series.iter().map(|series| series["itemStyle"]["color"].clone()).collect()
}

#[test]
fn the_legend_shows_dimmed_series_in_grey() {
    let bars = spec(T::Bar, "Month", &["V", "W", "X"]);
    for stack in [Stack::Off, Stack::Plain] {
        let block = bars.clone().with(|s| s.stack = stack).highlight("W");
        assert_eq!(colours(MONTHS, &block), [GREY, "#fe01c2", GREY]);
    }
    // A category is one of several in each series.
    assert_eq!(colours(MONTHS, &bars.highlight("Feb")), ["#fe01c1", "#fe01c2", "#fe01c3"]);
    let groups = spec(T::Parallel, "City", &["Income", "Share"]).field("color", "Country");
    assert_eq!(colours(CITIES, &groups.clone().highlight("France")), [GREY, "#fe01c2", GREY]);
    assert_eq!(colours(CITIES, &groups.highlight("Torino")), [GREY, GREY, "#fe01c3"]);
}
