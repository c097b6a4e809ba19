//! Long values are whole, and leave room to what they are written at; names at the ends of axes are whole too.

use super::super::draw::plan;
use super::room::{none, note, words};
use super::support::*;
use crate::model::{ChartSpec, ChartType as T, ExtraValue};
use serde_json::Value as Json;

const MONEY: &str = "Name|Change\nAlpha|-300000000000\nBeta|200000000000\nGamma|1\nDelta|-1000000000";
const STEPS: &str = "Item|Change\nRevenue|$3450000000000\nCosts|-$1210000000000\nRest|$215000000000";

/// The only plot area.
fn area(option: &Json) -> &Json {
    option["grid"].get(0).unwrap_or(&option["grid"])
}

/// The option of the narrow drawing.
fn narrow(data: &str, spec: &ChartSpec) -> Json {
    input(spec, &dataset(data), |input| plan(input).0).unwrap().narrow.option
}

#[test]
fn values_that_take_most_of_the_width_are_left_to_the_table() {
    let lying = spec(T::Bar, "Name", &["Change"]).with(|s| s.horizontal = true);
    let waterfall = spec(T::Waterfall, "Item", &["Change"]);
    for (name, data, block) in [("lying", MONEY, lying), ("waterfall", STEPS, waterfall)] {
        none(name, data, &block);
        let option = narrow(data, &block);
        assert!(area(&option)["width"].as_f64().unwrap() >= 120.0, "{name}: {}", option["grid"]);
        assert_eq!(option["xAxis"][0]["axisLabel"]["show"], true, "{name}");
    }
    let flows = "From|To|V\nA house with a name|Tenants|200000000000\nA house with a name|Owners|3";
    none("sankey", flows, &spec(T::Sankey, "", &["V"]).field("from", "From").field("to", "To"));
}

#[test]
fn steps_of_a_funnel_are_as_high_as_their_words() {
    let data = "Step|V\nPeople who visited the home page at least once in the whole year|12345\n\
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft|1234567890123\n\
People who looked at the prices of the products and of the services|3000\nBuyers|2";
    none("funnel", data, &spec(T::Funnel, "Step", &["V"]));
}

#[test]
fn values_of_gauges_stand_in_the_arc_or_below_it() {
    let gauge = |max: f64| spec(T::Gauge, "What", &["V"]).extra("max", ExtraValue::Amount(max));
    let few = "What|V\nRoads|$1250000\nSchools|$980000";
    none("two", few, &gauge(2e6));
    let huge = "What|V\nRoads|$95000000000\nSchools in all parts of the country|$9000000000";
    none("huge", huge, &gauge(1e11));
    let longest = "What|V\nRoads|$9500000000000000000000\nParks|$3";
    none("longest", longest, &gauge(1e23));
    let below = &narrow(longest, &gauge(1e23))["series"][0]["detail"]["offsetCenter"][1];
    assert!(below.as_f64().unwrap() > 0.0, "{below}");
    let option = narrow("What|V\nRoads|62%\nParks|41%", &spec(T::Gauge, "What", &["V"]));
    assert_eq!(option["series"][1]["center"][0], 216, "short values leave two columns");
}

#[test]
fn the_last_label_of_an_axis_is_whole() {
    let incomes: String = (0..300).map(|n| format!("\n{n}|{}", n * 301 % 90_100)).collect();
    none("histogram", &format!("Id|Income{incomes}"), &spec(T::Histogram, "Income", &[]));
    let years: String = (2000..=2024).map(|year| format!("\n{year}|{}", year % 7 + 1)).collect();
    let block = spec(T::Bar, "Year", &["V"]).with(|s| s.labels = Some(false));
    none("years", &format!("Year|V{years}"), &block);
}

#[test]
fn numbers_at_the_ends_of_slopes_are_whole() {
    let data = "Place|Before|After\nA municipality with a long name|$750000|$900000\nAnother of these|$800000|$820000";
    let block = spec(T::Slope, "Place", &["Before", "After"]);
    none("slope", data, &block);
    let svg = input(&block, &dataset(data), draw).0.unwrap().narrow;
    let lines: Vec<String> = words(&svg).into_iter().map(|(_, said)| said).collect();
    assert!(lines.iter().any(|line| line.starts_with("$900000")), "{lines:?}");
}

#[test]
fn a_lollipop_keeps_its_stems_under_annotations() {
    let block =
        spec(T::Lollipop, "City", &["Income"]).with(|s| s.annotations = vec![note(None, Some(30.0), "Mean")]);
    let option = narrow(CITIES, &block);
    let lines = |series: usize| option["series"][series]["markLine"]["data"].as_array().map(Vec::len);
    assert_eq!((lines(0), lines(1)), (Some(6), Some(1)), "{}", option["series"]);
}

#[test]
fn bands_cover_whole_names_and_their_words_lie_on_top() {
    let mut band = note(Some("Lyon".into()), None, "France");
    band.to_x = Some("Paris".into());
    for horizontal in [false, true] {
        let block = spec(T::Bar, "City", &["Income"]).with(|s| {
            s.annotations = vec![band.clone()];
            s.horizontal = horizontal;
        });
        let option = input(&block, &dataset(CITIES), |input| plan(input).0).unwrap().wide.option;
        let key = if horizontal { "y" } else { "x" };
        let number = |value: &Json| value.as_f64().unwrap();
        let (start, length) = if horizontal { ("top", "height") } else { ("left", "width") };
        let (start, length) = (number(&area(&option)[start]), number(&area(&option)[length]));
        let series = option["series"].as_array().unwrap();
        let layer = series.iter().find(|series| series.get("markArea").is_some()).unwrap();
        let ends = &layer["markArea"]["data"][0];
        // The third and the fourth of six.
        let ends = [number(&ends[0][key]), number(&ends[1][key])];
        let wanted = [start + length / 3.0, start + length * 2.0 / 3.0];
        assert!(ends.iter().zip(wanted).all(|(end, wanted)| (end - wanted).abs() <= 1.0), "{ends:?}");
        // Words of areas would lie below bars: these are words of points.
        assert_eq!(layer["markArea"]["label"]["show"], false);
        assert_eq!(layer["markPoint"]["data"][0][key], ends[0]);
    }
}
