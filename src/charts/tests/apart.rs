//! What stands in a drawing covers nothing that is to be read.

use super::super::draw::plan;
use super::support::*;
use crate::model::{Annotation, ChartSpec, ChartType as T};
use serde_json::{Value as Json, json};

fn option(data: &str, block: &ChartSpec) -> Json {
    input(block, &dataset(data), |input| plan(input).0).expect("drawn").wide.option
}

fn noted(x: &str, y: f64) -> Annotation {
    Annotation {
        x: Some(json!(x)),
        y: Some(y),
        to_x: None,
        to_y: None,
        words: Default::default(),
        text: "Down by a quarter".to_owned(),
        panel: None,
        span: span(),
    }
}

const TOWNS: &str = "Town|V\nBerlin|120\nLyon|90\nTurin|60";

#[test]
fn a_value_stands_beyond_the_point_at_the_end_of_its_bar() {
    for lying in [false, true] {
        let block = spec(T::Bar, "Town", &["V"]).with(|s| {
            s.annotations = vec![noted("Lyon", 90.0)];
            s.horizontal = lying;
        });
        let made = option(TOWNS, &block);
        let series = &made["series"][0];
        let distances: Vec<&Json> = (0..3).map(|at| &series["data"][at]["label"]["distance"]).collect();
        assert_eq!(distances, [&Json::Null, &json!(11), &Json::Null], "{lying}");
        let words = &series["markPoint"]["data"][0]["label"];
        let away = words["distance"].as_f64().unwrap();
        if lying {
            assert_eq!((words["position"].as_str(), away), (Some("top"), 5.0));
        } else {
            // Above the value, not on it and not on the bar.
            assert!(words["position"] == "top" && away >= 16.0, "{words}");
        }
    }
    // There is no room above the highest bar: the words stand on it, and not on its value.
    let measure = "Nights spent in the hotels and hostels of the town";
    let block = spec(T::Bar, "Town", &[measure]).with(|s| s.annotations = vec![noted("Berlin", 120.0)]);
    let made = option(&TOWNS.replace('V', measure), &block);
    assert_eq!(made["series"][0]["markPoint"]["data"][0]["label"]["position"], "bottom");
}

#[test]
fn no_line_leads_to_a_part_of_nothing() {
    let parts = "Town|V\nBerlin|120\nLyon|0\nTurin|60";
    for kind in [T::Pie, T::Donut, T::Rose] {
        let made = option(parts, &spec(kind, "Town", &["V"]));
        assert_eq!(made["graphic"]["elements"].as_array().unwrap().len(), 2, "{kind:?}");
        assert!(made["title"].as_array().unwrap().iter().any(|title| title["text"] == "Lyon\n0"));
    }
}

#[test]
fn bubbles_cover_no_numbers_of_axes() {
    let data = "Name|X|Y|Size\nA|1|2|900\nB|40|1|400\nC|60|80|1000";
    let made = option(data, &spec(T::Bubble, "X", &["Y"]).field("size", "Size"));
    let of = |key: &str| if made[key].is_array() { made[key][0].clone() } else { made[key].clone() };
    let (grid, across, up) = (of("grid"), of("xAxis"), of("yAxis"));
    let number = |value: &Json| value.as_f64().unwrap_or_else(|| panic!("{value}"));
    let first = &made["series"].get(0).unwrap_or(&made["series"])["data"];
    for item in first.as_array().unwrap() {
        let half = number(&item["symbolSize"]) / 2.0;
        let part = |axis: &Json, at: usize| number(&item["value"][at]) / number(&axis["max"]);
        let beside = half - part(&across, 0) * number(&grid["width"]);
        let beneath = half - part(&up, 1) * number(&grid["height"]);
        assert!(beside <= number(&up["axisLabel"]["margin"]), "{item}");
        assert!(beneath <= number(&across["axisLabel"]["margin"]), "{item}");
    }
}
