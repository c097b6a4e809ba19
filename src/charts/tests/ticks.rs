//! What stands at the ticks of axes and at marks.

use super::super::draw::plan;
use super::super::{label, text};
use super::support::draw;
use super::support::*;
use crate::model::{ChartSpec, ChartType as T, ExtraValue, Format, Locale, Panels};
use serde_json::Value as Json;

fn option(data: &str, block: &ChartSpec) -> Json {
    input(block, &dataset(data), |input| plan(input).0).expect("drawn").wide.option
}

#[test]
fn ticks_of_logarithmic_axes_say_their_own_magnitude() {
    let data = "Name|V|W\nA|0.00001|3\nB|7|4\nC|900000000|5";
    let line = spec(T::Line, "Name", &["V"]).extra("scale", ExtraValue::Text("log".to_owned()));
    let svg = input(&line, &dataset(data), draw).0.expect("drawn").wide;
    for tick in [">0.00001<", ">1<", ">1,000<", ">1M<", ">1B<"] {
        assert!(svg.contains(tick), "{tick}");
    }
    assert!(!svg.contains("million"));
}

#[test]
fn ticks_of_numbers_keep_apart_in_narrow_panels() {
    let towns = ["North", "South", "East"];
    let rows =
        towns.iter().flat_map(|town| (0..12).map(move |n| format!("\n{town}|{}|{n}", 2000 + n * n * 30)));
    let data = format!("Town|At|V{}", rows.collect::<String>());
    let by = Panels::Field(crate::diagnostics::Spanned::new("Town".to_owned(), span()));
    let block = spec(T::Line, "At", &["V"]).panels(by).with(|s| s.labels = Some(true));
    let made = option(&data, &block);
    for (axis, grid) in made["xAxis"].as_array().unwrap().iter().zip(made["grid"].as_array().unwrap()) {
        let number = |value: &Json| value.as_f64().unwrap();
        let ticks = (number(&axis["max"]) - number(&axis["min"])) / axis["interval"].as_f64().unwrap_or(1.0);
        let shown = axis["axisLabel"]["customValues"].as_array().map_or(ticks, |own| own.len() as f64 - 1.0);
        assert!(number(&grid["width"]) / shown > text::width("2000", 13.0), "{shown} ticks");
    }
}

#[test]
fn values_at_marks_are_as_written_and_not_padded() {
    let said = |format: &Format| -> Vec<String> {
        let data = formatted("Name|V\nA|12.5\nB|300\nC|0.034", format);
        (0..data.len()).map(|record| label::value(&data, record, 1, &Locale::default())).collect()
    };
    // Of what the cells have in common nothing was asked for.
    let found = Format { decimals: Some(3), ..Format::default() };
    assert_eq!(said(&found), ["12.5", "300", "0.034"]);
    assert_eq!(said(&Format { declared: true, ..found }), ["12.500", "300.000", "0.034"]);
}

#[test]
fn bubbles_are_circles_of_which_the_small_lie_on_top() {
    let data = "Name|X|Y|Size|Group\nA|1|1|4|a\nB|2|2|9|a\nC|3|3|100|b\nD|4|4|1|b\nE|5|5|2|c\nF|6|6|3|c";
    let block = spec(T::Bubble, "X", &["Y"]).field("size", "Size").field("color", "Group");
    let made = option(data, &block);
    let icons: Vec<&str> = made["legend"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["icon"].as_str())
        .collect();
    assert_eq!(icons, ["circle"; 3]);
    let series = made["series"].as_array().unwrap();
    let names: Vec<&str> = series.iter().filter_map(|series| series["name"].as_str()).collect();
    assert_eq!(names, ["b", "a", "c"]);
    for series in series {
        let sizes = series["data"].as_array().unwrap().iter().filter_map(|item| item["symbolSize"].as_f64());
        assert!(sizes.collect::<Vec<f64>>().is_sorted_by(|a, b| a >= b), "{series}");
    }
}
