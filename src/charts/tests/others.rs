//! Parts, flows, profiles and grids: their words, and what is wrong with blocks that cannot be drawn.

use super::support::{Change, dataset, draw, input, spec};
use crate::diagnostics::Diagnostics;
use crate::model::{ChartSpec, ChartType as T, ExtraValue};

const BUDGET: &str = "Area|Programme|Spending
Health|Hospitals|$30M
Health|Doctors|$10M
Schools|Primary|$40M
Schools|Other|$20M";
const STAFF: &str = "Unit|Above
Agency|
Surveys|Agency
Prices|Surveys";
const FLOWS: &str = "From|To|Energy
Gas|Power|20
Wind|Power|40
Power|Homes|50
Power|Homes|10";
const TRAINS: &str = "Train|Speed|Price|Comfort
Express|180|$40|8/10
Slow|90|$15|6/10";

/// The alternative text and the findings.
fn told(data: &str, spec: &ChartSpec) -> (Option<String>, Vec<String>) {
    let (drawn, diagnostics): (_, Diagnostics) = input(spec, &dataset(data), draw);
    let findings = diagnostics.iter().map(|found| format!("{}: {}", found.rule.name(), found.message));
    (drawn.map(|drawn| drawn.alt), findings.collect())
}

fn alt(data: &str, spec: &ChartSpec) -> String {
    let (alt, findings) = told(data, spec);
    assert_eq!(findings, Vec::<String>::new());
    alt.expect("it is drawn")
}

fn fault(data: &str, spec: &ChartSpec) -> String {
    let (alt, findings) = told(data, spec);
    assert_eq!(alt, None, "{findings:?}");
    findings.join("; ")
}

fn fields(spec: ChartSpec, key: &'static str, names: &[&str]) -> ChartSpec {
    let names = names.iter().flat_map(|name| self::spec(T::Bar, name, &[]).x).collect();
    spec.extra(key, ExtraValue::Fields(names))
}

fn linked(kind: T, y: &[&str]) -> ChartSpec {
    spec(kind, "", y).field("from", "From").field("to", "To")
}

#[test]
fn parts_of_parts_name_their_largest() {
    for kind in [T::Treemap, T::Sunburst, T::Icicle] {
        let block = fields(spec(kind, "", &["Spending"]), "path", &["Area", "Programme"]);
        let alt = alt(BUDGET, &block);
        assert!(alt.contains("4 parts in 2 groups, $100,000,000 in all."), "{alt}");
        assert!(alt.contains("Largest group: Schools, $60,000,000 (60%)."), "{alt}");
        assert!(alt.contains("Largest part: Primary, $40,000,000 (40%), in Schools."), "{alt}");
    }
    let tree = spec(T::Tree, "Unit", &[]).field("parent", "Above");
    assert!(alt(STAFF, &tree).contains("1 part in 1 group."));
}

#[test]
fn hierarchies_without_a_way_are_told() {
    let said = fault(BUDGET, &spec(T::Treemap, "", &["Spending"]));
    assert!(said.contains("missing-key: the chart has no `path`"), "{said}");
    let said = fault("Unit|Above\na|b\nb|a", &spec(T::Tree, "Unit", &[]).field("parent", "Above"));
    assert!(said.contains("chart-failed: records of `parent` belong to each other in a circle"), "{said}");
    let said = fault("Unit|Above\na|\nb|c", &spec(T::Tree, "Unit", &[]).field("parent", "Above"));
    assert!(said.contains("undefined-record: `b` belongs to `c`, which is no record"), "{said}");
    let negative = fields(spec(T::Treemap, "", &["V"]), "path", &["K"]);
    let said = fault("K|V\na|3\nb|-1", &negative);
    assert!(said.contains("wrong-field-kind: field `V` has a negative number"), "{said}");
}

#[test]
fn links_name_the_largest_and_add_up() {
    for kind in [T::Sankey, T::Chord, T::Network] {
        let alt = alt(FLOWS, &linked(kind, &["Energy"]));
        // What flows through the stages of a sankey is the same 60.
        let (total, part) = if kind == T::Sankey { (60, 100) } else { (120, 50) };
        assert!(alt.contains(&format!("3 links between 4 things, {total} in all.")), "{alt}");
        assert!(alt.contains(&format!("Largest: from Power to Homes, 60 ({part}%).")), "{alt}");
    }
    let one = alt("From|To\nA|B", &linked(T::Network, &[]));
    assert!(one.contains("1 link between 2 things."), "{one}");
    let plain = alt(FLOWS, &linked(T::Network, &[]));
    assert!(plain.contains("Most links: Power, 4."), "{plain}");
}

#[test]
fn a_sankey_does_not_run_in_circles() {
    let circle = "From|To|Energy\na|b|1\nb|c|2\nc|b|1";
    let said = fault(circle, &linked(T::Sankey, &["Energy"]));
    assert!(said.contains("flows that run in a circle, as through `b`, `c`"), "{said}");
    assert!(told(circle, &linked(T::Chord, &["Energy"])).0.is_some());
}

#[test]
fn profiles_name_both_ends_of_each_measure() {
    for kind in [T::Radar, T::Parallel] {
        let alt = alt(TRAINS, &spec(kind, "Train", &["Speed", "Price", "Comfort"]));
        assert!(alt.contains("2 records by 3 measures."), "{alt}");
        assert!(alt.contains("Speed: highest Express, 180; lowest Slow, 90."), "{alt}");
    }
    let said = fault(TRAINS, &spec(T::Radar, "Train", &["Speed", "Price"]));
    assert!(said.contains("a `radar` takes at least 3"), "{said}");
    let said = fault("T|A|B|C\nx|1|2|", &spec(T::Radar, "T", &["A", "B", "C"]));
    assert!(said.contains("`x` has no `C`; a radar needs a value on each axis"), "{said}");
}

#[test]
fn funnels_and_gauges_tell_what_is_left() {
    let steps = "Step|People\nVisit|200\nBasket|50\nOrder|40";
    let words = alt(steps, &spec(T::Funnel, "Step", &["People"]));
    assert!(words.contains("From 200 (Visit) to 40 (Order) in 3 steps: 20% of the first."), "{words}");
    assert!(words.contains("Largest loss: from Visit to Basket, where 25% are left."), "{words}");
    let words = alt("Goal|Done\nBuses|41%", &spec(T::Gauge, "Goal", &["Done"]));
    assert!(words.contains("Buses: 41%, on a scale from 0 to 100%."), "{words}");
    let said = fault("Goal|Done\nBuses|41", &spec(T::Gauge, "Goal", &["Done"]));
    assert!(said.contains("missing-key: the chart has no `max`"), "{said}");
    let above = spec(T::Gauge, "Goal", &["Done"]).extra("max", ExtraValue::Amount(40.0));
    assert!(fault("Goal|Done\nBuses|41", &above).contains("above the limit of the gauge"));
}

#[test]
fn grids_name_their_extremes() {
    let words = alt("Day|a|b\nMon|1|5\nTue||9", &spec(T::Heatmap, "Day", &["a", "b"]));
    assert!(words.contains("Highest: Tue, b, 9; lowest: Mon, a, 1."), "{words}");
    let said = fault("Day|V\n2024-01|1", &spec(T::Calendar, "Day", &["V"]));
    assert!(said.contains("wrong-field-kind: field `Day` is not all days; a calendar takes dates"), "{said}");
}

#[test]
fn pies_name_shares() {
    let data = "Mode|People\nCar|60\nBus|40";
    for kind in [T::Pie, T::Donut, T::HalfDonut, T::Rose] {
        let words = alt(data, &spec(kind, "Mode", &["People"]));
        assert!(words.contains("Largest of 2 parts: Car, 60 (60%); smallest: Bus, 40 (40%)."), "{words}");
    }
    assert!(fault("Mode|People\nCar|60\nBus|-1", &spec(T::Pie, "Mode", &["People"])).contains("negative"));
}

#[test]
fn profiles_say_values_in_their_own_unit() {
    let data = "Team|Wins|Price\nA|1000000|$2\nB|2000000|$3";
    let drawn = input(&spec(T::Parallel, "Team", &["Wins", "Price"]), &dataset(data), draw).0.unwrap();
    assert!(drawn.alt.contains("Wins: highest B, 2,000,000; lowest A, 1,000,000."), "{}", drawn.alt);
    let told = drawn.live["wide"]["option"]["series"].to_string();
    assert!(told.contains("Wins 2,000,000, Price ($) $3"), "{told}");
}

#[test]
fn equal_parts_have_no_largest() {
    let shares = alt("Part|V\nA|25%\nB|25%\nC|25%\nD|25%", &spec(T::Pie, "Part", &["V"]));
    assert!(shares.ends_with("All 4 parts are equal: 25%."), "{shares}");
    let amounts = alt("Part|V\nA|3\nB|3", &spec(T::Donut, "Part", &["V"]));
    assert!(amounts.ends_with("All 2 parts are equal: 3 (50%)."), "{amounts}");
}

#[test]
fn what_is_highlighted_is_told_first() {
    let fields = ["A", "B", "C", "India"];
    let data = "Year|A|B|C|India\n2000|1|2|3|4\n2001|2|3|4|9";
    let block = spec(T::Line, "Year", &fields);
    let first = alt(data, &block.clone().highlight("India"));
    assert!(first.contains("A finding. India rises from 4 (Year 2000) to 9 (Year 2001). A rises"), "{first}");
    assert!(alt(data, &block).contains("A finding. A rises"), "data order without highlight");
}

#[test]
fn a_symbol_of_money_has_the_sign_before_the_number() {
    let block = spec(T::Pictorial, "Fund", &["V"]).extra("each", ExtraValue::Amount(1e11));
    let drawn = input(&block, &dataset("Fund|V\nA|$1000000000000\nB|$300000000000"), draw).0.unwrap();
    assert!(drawn.wide.contains("one symbol is $0.1 trillion"), "{}", drawn.wide);
}
