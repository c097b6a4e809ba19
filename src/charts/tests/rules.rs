//! What is said of blocks that cannot, or should not, be drawn as they are.

use super::super::{ChartInput, ChartKind};
use super::support::draw;
use super::support::*;
use crate::diagnostics::{Diagnostics, Severity};
use crate::model::{Annotation, ChartSpec, ChartType as T, EChartsSpec, Locale, Panels};
use serde_json::json;

fn say(diagnostics: &Diagnostics) -> String {
    let one = |d: &crate::diagnostics::Diagnostic| {
        let at = d.primary.as_ref().map_or(String::new(), |label| format!("{:?}", label.span.range()));
        let also = d
            .related
            .iter()
            .map(|label| format!(" also {:?} {}", label.span.range(), label.message))
            .collect::<String>();
        let kind = if d.severity == Severity::Error { "error" } else { "warning" };
        format!("{kind}[{}] {at}{also}: {}; {}", d.rule.name(), d.message, d.help.join("; "))
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn faults(data: &str, spec: &ChartSpec) -> (bool, String) {
    let (drawn, diagnostics) = input(spec, &dataset(data), draw);
    (drawn.is_some(), say(&diagnostics))
}

#[test]
fn unknown_fields_are_all_told() {
    let (drawn, said) = faults(RETENTION, &spec(T::Bar, "Plattform", &["1-Week", "8-Week Retention"]));
    assert!(!drawn);
    insta::assert_snapshot!(said, @r#"
    error[undefined-field] 3..12: dataset `test` has no field `Plattform`; did you mean `Platform`?
    error[undefined-field] 3..9: dataset `test` has no field `1-Week`; did you mean `1-Week Retention`?
    "#);
}

#[test]
fn text_has_no_place_on_a_value_axis() {
    let (drawn, said) = faults(EXPOSURE, &spec(T::Bar, "MiniMax", &["Metric"]));
    assert!(!drawn);
    insta::assert_snapshot!(said, @r#"error[wrong-field-kind] 3..9 also 33..51 this is no number: field `Metric` is text; the value axis takes numbers; fields with numbers: `MiniMax`, `Zhipu AI`, `Baichuan`"#);
    let (_, said) = faults("A|B\nx|1\ny|many", &spec(T::Line, "A", &["B"]));
    insta::assert_snapshot!(said, @r#"error[wrong-field-kind] 3..4 also 10..14 this is no number: field `B` is not all numbers; the value axis takes numbers; mend the cell, leave its record out with `filter:`, or add `many` to `missingValues` in `datapackage.json`"#);
}

#[test]
fn keys_that_a_type_needs_are_asked_for() {
    insta::assert_snapshot!(faults(RETENTION, &spec(T::Bar, "", &[])).1, @r#"
    error[missing-key] 0..10: the chart has no `x`: the field of categories; add `x:` with the name of a field
    error[missing-key] 0..10: the chart has no `y`: the field of values; add `y:` with the name of a field
    "#);
    insta::assert_snapshot!(faults(RETENTION, &spec(T::Slope, "Platform", &["1-Week Retention"])).1, @r#"error[missing-key] 3..19: `y` has one field; before and after take two, or one and `series`; write `y: [Before, After]` with two fields of the dataset"#);
    insta::assert_snapshot!(faults(CITIES, &spec(T::Bubble, "Income", &["Share"])).1, @r#"error[missing-key] 0..10: the chart has no `size`: the field of sizes; add `size:` with the name of a field"#);
}

#[test]
fn units_and_crowds_are_warned_of() {
    let (drawn, said) = faults(MONETIZATION, &spec(T::Bar, "Market", &["Revenue Share", "ARPU"]));
    assert!(drawn);
    insta::assert_snapshot!(said, @r#"warning[mixed-units] 3..16: values in `%` and `$` share one axis; one axis should have one unit; give each its own axis with `panels: y` or `panels: records`"#);
    let panels = spec(T::Bar, "Market", &["Revenue Share", "ARPU"]).panels(Panels::Y);
    assert_eq!(faults(MONETIZATION, &panels), (true, String::new()));
    let crowd = "K|A|B|C|D|E|F|G\nx|1|2|3|4|5|6|7\ny|1|2|3|4|5|6|7";
    let fields = ["A", "B", "C", "D", "E", "F", "G"];
    insta::assert_snapshot!(faults(crowd, &spec(T::Line, "K", &fields)).1, @r#"warning[too-many-series] 3..4: the chart has 7 series; readers tell at most 6 apart; emphasise one with `highlight:`, cut the chart with `panels: y`, or show fewer"#);
}

#[test]
fn help_names_what_the_type_takes() {
    let long = "K|V|G\nx|1|A\nx|2|B\nx|3|C\nx|4|D\nx|5|E\nx|6|F\nx|7|G";
    let said = |kind: T| faults(long, &spec(kind, "K", &["V"]).series("G")).1;
    assert!(said(T::Line).ends_with("cut the chart with `panels: G`, or show fewer"), "{}", said(T::Line));
    let points = faults(&long.replace('x', "1"), &spec(T::Scatter, "K", &["V"]).series("G")).1;
    assert!(points.ends_with("emphasise one with `highlight:`, or show fewer"), "{points}");
    let fields = ["Revenue Share", "ARPU"];
    let mixed = |panels: Panels| faults(MONETIZATION, &spec(T::Bar, "Market", &fields).panels(panels)).1;
    assert!(mixed(Panels::Records).ends_with("its own axis with `panels: y`"), "{}", mixed(Panels::Records));
    let points = faults("A|B\n1|3%\n2|$4", &spec(T::Scatter, "A", &["B"])).1;
    assert!(points.ends_with("keep one unit with `filter:`, or with fewer fields in `y:`"), "{points}");
}

#[test]
fn a_range_does_not_end_below_its_beginning() {
    let data = "Year|V|Low|High\n2020|5|4|6\n2021|6|7|5\n2022|7|6|8";
    let block = spec(T::Line, "Year", &["V"]).field("low", "Low").field("high", "High");
    let (drawn, said) = faults(data, &block);
    assert!(!drawn);
    insta::assert_snapshot!(said, @r#"error[wrong-field-kind] 36..37: at `2021`, the lower end of the band is above the upper one; put the lesser value into the field of `low`, or leave the record out with `filter:`"#);
    let prices = "Day|Open|Close|Low|High\n2024-01|5|6|7|4";
    let block = ["open", "close", "low", "high"].into_iter().zip(["Open", "Close", "Low", "High"]);
    let block = block.fold(spec(T::Candlestick, "Day", &[]), |block, (key, name)| block.field(key, name));
    assert!(faults(prices, &block).1.contains("at `2024-01`, the lowest price is above the highest"));
}

#[test]
fn an_annotation_stands_at_a_place_of_the_axis() {
    let at = |x: serde_json::Value| Annotation {
        x: Some(x),
        y: None,
        to_x: None,
        to_y: None,
        words: Default::default(),
        text: "Ban".to_owned(),
        panel: None,
        span: span(),
    };
    let noted = |block: ChartSpec, x: serde_json::Value| block.with(|s| s.annotations = vec![at(x)]);
    let months = "Month|V\n2023-01|1\n2023-07|2\n2024-01|3";
    let line = || spec(T::Line, "Month", &["V"]);
    insta::assert_snapshot!(faults(months, &noted(line(), json!("spring"))).1, @"error[undefined-record] 0..10: an annotation stands at `spring`, which is no date; write a date as 2025, 2025-03 or 2025-03-01");
    for x in [json!("2023-03-05"), json!("2023-03-05 12:30"), json!(2023), json!("2023-07")] {
        assert_eq!(faults(months, &noted(line(), x)).1, "");
    }
    let numbers = "At|V\n1|1\n2|2\n4|3";
    let scatter = || spec(T::Scatter, "At", &["V"]);
    insta::assert_snapshot!(faults(numbers, &noted(scatter(), json!("two"))).1, @"error[undefined-record] 0..10: an annotation stands at `two`, which is no number; write a number: the axis is one of numbers");
    assert_eq!(faults(numbers, &noted(scatter(), json!("3"))).1, "");
    let tasks = "Task|From|To\nA|2024-01|2024-03\nB|2024-02|2024-07";
    let bars = spec(T::Gantt, "Task", &[]).field("start", "From").field("end", "To");
    assert!(faults(tasks, &noted(bars, json!("soon"))).1.contains("`soon`, which is no date"));
}

#[test]
fn a_highlight_must_be_in_the_chart() {
    let (_, said) = faults(MINERALS, &spec(T::Bar, "Mineral", &["Price Surge"]).highlight("terbium"));
    insta::assert_snapshot!(said, @r#"error[undefined-record] 3..10: `highlight` is `terbium`, which is neither a category nor a series of the chart; did you mean `Terbium`?"#);
}

#[test]
fn a_chart_without_values_is_not_drawn() {
    let (drawn, said) = faults("A|B\nx|", &spec(T::Bar, "A", &["B"]));
    assert!(!drawn);
    insta::assert_snapshot!(said, @r#"error[chart-failed] 0..10: the chart has no values to draw; it needs at least one; check `filter:` and `limit:`, and that the fields of `y` have values"#);
}

#[test]
fn what_echarts_refuses_is_told() {
    let locale = Locale::default();
    let block = |option: serde_json::Value| {
        let serde_json::Value::Object(option) = option else { unreachable!() };
        EChartsSpec { data: None, option, height: None }
    };
    let drawing = |spec: &EChartsSpec, data: Option<&crate::model::Dataset>| {
        draw(&ChartInput {
            kind: ChartKind::Raw(spec),
            dataset: data,
            records: &[0, 1, 2],
            anchor: "fig-raw",
            title: "",
            assets: &[],
            locale: &locale,
            decal: None,
            span: span(),
        })
    };
    let (drawn, diagnostics) = drawing(&block(json!({"series": [{"type": "bar", "data": [1]}]})), None);
    assert!(drawn.is_none());
    insta::assert_snapshot!(say(&diagnostics), @r#"error[chart-failed] 0..10: chart `fig-raw` cannot be drawn: ECharts says: cannot read property 'get' of undefined; give the option an `xAxis` and a `yAxis`: its series stand on them"#);
    let good = block(json!({"xAxis": {"type": "category"}, "yAxis": {}, "series": [{"type": "bar", "encode":
        {"x": "Mineral", "y": "Price Surge"}}]}));
    let (drawn, _) = drawing(&good, Some(&dataset(MINERALS)));
    assert!(drawn.unwrap().wide.contains(">Dysprosium</text>"));
}

#[test]
fn odd_data_does_no_harm() {
    let long = format!(
        "A|B\n{}|1\n漢字のとても長い名前でありラベルに入らない|-5\n{{a}}<b>\"&|2",
        "word ".repeat(40)
    );
    for kind in [T::Bar, T::Line, T::Area, T::Pie, T::Donut, T::Dumbbell, T::Slope] {
        for data in [long.as_str(), "A|B\nx|0", "A|B\nx|1\nx|1", "A|B\nx|\ny|-3"] {
            let block = spec(kind, "A", &["B", "B"]).with(|s| s.labels = Some(true));
            let (drawn, said) = faults(data, &block);
            // A part of a whole is not below zero, and a whole is more than that.
            let refused = matches!(kind, T::Pie | T::Donut) && (data.contains("|-") || data.ends_with("|0"));
            assert_eq!(drawn, !refused, "{kind:?} {data}: {said}");
        }
    }
    let (drawn, _) = input(&spec(T::Bar, "A", &["B"]), &dataset(&long), draw);
    assert!(drawn.unwrap().wide.contains("{a}&lt;b&gt;&quot;&amp;"));
}
