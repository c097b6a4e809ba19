//! Axes say what tables and values at marks say: the formats of fields reach them.

use super::super::draw::plan;
use super::support::*;
use crate::model::{Annotation, ChartSpec, ChartType as T, Format, Stack};
use serde_json::{Value as Json, json};

const RATIOS: &str = "Quarter|Churn|Won\nQ1|0.12|0.4\nQ2|0.31|0.8\nQ3|0.05|0.25";

fn percent() -> Format {
    Format { percent: true, ..Format::default() }
}

fn drawn(data: &str, format: &Format, block: &ChartSpec) -> (Json, String) {
    let plan = input(block, &formatted(data, format), |input| plan(input).0).expect("drawn");
    (plan.wide.option, plan.alt)
}

fn names(option: &Json) -> Vec<String> {
    let title = |title: &Json| title["text"].as_str().map(|text| text.replace('\u{a0}', " "));
    match &option["title"] {
        Json::Array(titles) => titles.iter().filter_map(title).collect(),
        one => title(one).into_iter().collect(),
    }
}

fn first<'a>(option: &'a Json, key: &str) -> &'a Json {
    if option[key].is_array() { &option[key][0] } else { &option[key] }
}

#[test]
fn ratios_in_percent_are_counted_in_percent() {
    for kind in [T::Line, T::Area, T::Dumbbell, T::Boxplot, T::Waterfall, T::Slope] {
        let y: &[&str] = if matches!(kind, T::Dumbbell | T::Slope) { &["Churn", "Won"] } else { &["Churn"] };
        let (option, alt) = drawn(RATIOS, &percent(), &spec(kind, "Quarter", y));
        let ends = [first(&option, "xAxis"), first(&option, "yAxis")].map(|axis| axis["max"].as_f64());
        assert!(ends.into_iter().flatten().any(|end| end >= 31.0), "{kind:?} {ends:?}");
        assert!(alt.contains("31%") || alt.contains("80%"), "{kind:?} {alt}");
        let named = names(&option).iter().any(|name| name.contains('%'));
        assert!(named || matches!(kind, T::Dumbbell | T::Slope), "{kind:?} {:?}", names(&option));
    }
    let (line, _) = drawn(RATIOS, &percent(), &spec(T::Line, "Quarter", &["Churn"]));
    assert_eq!(names(&line)[0], "Churn (%)");
    assert_eq!(first(&line, "yAxis")["max"], json!(40));
}

#[test]
fn points_intervals_and_classes_are_counted_in_percent() {
    let (points, _) = drawn(RATIOS, &percent(), &spec(T::Scatter, "Churn", &["Won"]));
    assert_eq!(names(&points), ["Won (%)", "Churn (%)"]);
    assert_eq!((&first(&points, "xAxis")["max"], &first(&points, "yAxis")["max"]), (&json!(35), &json!(100)));
    let (bins, alt) = drawn(RATIOS, &percent(), &spec(T::Histogram, "Churn", &[]));
    assert!(names(&bins).contains(&"Churn (%)".to_owned()), "{:?}", names(&bins));
    assert!(first(&bins, "xAxis")["max"].as_f64().unwrap() > 30.0);
    assert!(alt.contains("median 12%"), "{alt}");
    let cells = "Row|Column|V\na|x|0.12\na|y|0.5\nb|x|0.31\nb|y|0.9";
    let (heat, _) = drawn(cells, &percent(), &spec(T::Heatmap, "Column", &["V"]).series("Row"));
    assert_eq!(names(&heat)[0], "V (%)");
    assert_eq!(heat["visualMap"]["pieces"][0]["label"], json!("0 to 20"));
    let (pie, alt) = drawn(RATIOS, &percent(), &spec(T::Pie, "Quarter", &["Won"]));
    assert!(alt.contains("Q2, 80%;") && !alt.contains("(55%)"), "{alt} {pie}");
    // A whole is 100 % for ratios, too.
    assert!(
        input(&spec(T::Gauge, "Quarter", &["Won"]), &formatted(RATIOS, &percent()), |i| plan(i).0).is_some()
    );
}

#[test]
fn annotations_stand_at_the_numbers_of_the_field() {
    let note = Annotation {
        x: None,
        y: Some(0.2),
        to_x: None,
        to_y: None,
        words: Default::default(),
        text: "Target".to_owned(),
        panel: None,
        span: span(),
    };
    let block = spec(T::Line, "Quarter", &["Churn"]).with(|s| s.annotations = vec![note]);
    let (option, _) = drawn(RATIOS, &percent(), &block);
    assert_eq!(first(&option, "series")["markLine"]["data"][0]["yAxis"], json!(20));
}

#[test]
fn shares_of_ratios_are_shares() {
    let block = spec(T::Bar, "Quarter", &["Churn", "Won"]).with(|s| s.stack = Stack::Percent);
    let (option, _) = drawn(RATIOS, &percent(), &block);
    let axis = [first(&option, "xAxis"), first(&option, "yAxis")].into_iter().find(|a| a["type"] == "value");
    assert_eq!(axis.unwrap()["max"], json!(100));
    assert_eq!(option["series"][0]["data"][0]["text"], json!("23% (12%)"));
}

#[test]
fn what_stands_beside_numbers_stands_on_the_axis() {
    let data = "Year|Distance\n2019|12000\n2020|31000\n2021|45000";
    let named =
        |format: Format| names(&drawn(data, &format, &spec(T::Line, "Year", &["Distance"])).0)[0].clone();
    assert_eq!(named(Format { suffix: Some(" km".to_owned()), ..Format::default() }), "Distance (km)");
    assert_eq!(named(Format { currency: Some("CHF ".to_owned()), ..Format::default() }), "Distance (CHF)");
    let plain = Format { grouped: Some(false), ..Format::default() };
    let (option, _) = drawn(data, &plain, &spec(T::Line, "Year", &["Distance"]));
    assert_eq!(first(&option, "yAxis")["axisLabel"]["grouped"], json!(false));
}

#[test]
fn targets_stand_on_the_axis_of_the_values() {
    let block = spec(T::Bullet, "Quarter", &["Churn"]).field("target", "Won");
    let (option, alt) = drawn(RATIOS, &percent(), &block);
    assert!(names(&option).contains(&"Churn (%)".to_owned()), "{:?}", names(&option));
    assert!(alt.contains("12% against 40%") || alt.contains("31% against 80%"), "{alt}");
}
