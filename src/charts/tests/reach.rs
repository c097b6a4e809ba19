//! What axes hold besides their own values: annotations, and the values of panels that measure the same.

use super::super::draw::plan;
use super::support::*;
use crate::model::{Annotation, ChartSpec, ChartType as T, Panels};
use serde_json::Value as Json;

const BARS: &str = "Name|V|W\nA|50|40\nB|70|45";
const TOWNS: &str = "Town|Year|V|W\nNorth|2020|3|1\nNorth|2021|5|2\nSouth|2020|40|3\nSouth|2021|50|4";

fn note(x: Option<Json>, y: Option<f64>) -> Annotation {
    let text = "Target".to_owned();
    Annotation { words: Vec::new(), x, y, to_x: None, to_y: None, text, panel: None, span: span() }
}

fn option(data: &str, block: &ChartSpec) -> Json {
    input(block, &dataset(data), |input| plan(input).0).expect("drawn").wide.option
}

/// The ends of all axes of a kind.
fn ends(option: &Json, axis: &str) -> Vec<(f64, f64)> {
    let one = |axis: &Json| Some((axis["min"].as_f64()?, axis["max"].as_f64()?));
    option[axis].as_array().expect("axes").iter().filter_map(one).collect()
}

fn told(data: &str, block: &ChartSpec) -> Vec<String> {
    let (_, diagnostics) = input(block, &dataset(data), plan);
    diagnostics.iter().map(|finding| format!("{}: {}", finding.rule.name(), finding.message)).collect()
}

#[test]
fn axes_of_values_hold_what_annotates_them() {
    let value = |kind: T, axis: &str| {
        let y: &[&str] = if matches!(kind, T::Slope | T::Dumbbell) { &["V", "W"] } else { &["V"] };
        let block = spec(kind, "Name", y).with(|s| s.annotations = vec![note(None, Some(130.0))]);
        let end = ends(&option(BARS, &block), axis)[0].1;
        assert!((130.0..200.0).contains(&end), "{kind:?} ends at {end}");
    };
    [T::Bar, T::Line, T::Area, T::Slope].into_iter().for_each(|kind| value(kind, "yAxis"));
    [T::Lollipop, T::Waterfall, T::Dumbbell, T::Boxplot, T::Strip]
        .into_iter()
        .for_each(|kind| value(kind, "xAxis"));
    let bullet = spec(T::Bullet, "Name", &["V"]).field("target", "W");
    let bullet = bullet.with(|s| s.annotations = vec![note(None, Some(130.0))]);
    assert!(ends(&option(BARS, &bullet), "xAxis")[0].1 >= 130.0);
    let band = spec(T::Bar, "Name", &["V"]).with(|s| {
        s.annotations = vec![Annotation { to_y: Some(110.0), ..note(None, Some(60.0)) }];
    });
    assert!(ends(&option(BARS, &band), "yAxis")[0].1 >= 110.0);
}

#[test]
fn axes_of_numbers_and_dates_hold_what_annotates_them() {
    let with = |block: ChartSpec, x: Json| block.with(|s| s.annotations = vec![note(Some(x), None)]);
    let years = "Year|V\n2020|1\n2021|2\n2022|4";
    for kind in [T::Line, T::Scatter] {
        let made = option(years, &with(spec(kind, "Year", &["V"]), 2025.into()));
        assert!(ends(&made, "xAxis")[0].1 >= 2025.0, "{kind:?}");
    }
    let months = "Month|V\n2024-01|1\n2024-02|2\n2024-03|4";
    let made = option(months, &with(spec(T::Line, "Month", &["V"]), "2024-06-01".into()));
    assert_eq!(ends(&made, "xAxis")[0].1, 1_717_200_000_000.0);
    let ages: String = (0..60).map(|n| format!("\n{n}|{}", 20 + n % 30)).collect();
    let made = option(&format!("Id|Age{ages}"), &with(spec(T::Histogram, "Age", &[]), 80.into()));
    assert!(ends(&made, "xAxis")[0].1 >= 80.0);
    let tasks = "Task|From|To\nA|2024-01|2024-03\nB|2024-02|2024-05";
    let block = spec(T::Gantt, "Task", &[]).field("start", "From").field("end", "To");
    let made = option(tasks, &with(block, "2024-09-01".into()));
    assert!(ends(&made, "xAxis")[0].1 >= 1_725_148_800_000.0);
}

#[test]
fn an_annotation_far_from_the_data_is_told_and_leaves_them_their_axis() {
    let block = spec(T::Bar, "Name", &["V"]).with(|s| s.annotations = vec![note(None, Some(5000.0))]);
    assert_eq!(ends(&option(BARS, &block), "yAxis"), [(0.0, 80.0)]);
    let expected = "unused-key: an annotation is not shown: it is too far from the data";
    assert_eq!(told(BARS, &block), [expected]);
    let near = spec(T::Bar, "Name", &["V"]).with(|s| s.annotations = vec![note(None, Some(700.0))]);
    assert_eq!(told(BARS, &near), [""; 0]);
}

#[test]
fn an_annotation_at_a_name_that_is_no_category_is_told() {
    let block =
        |x: &str| spec(T::Bar, "Name", &["V"]).with(|s| s.annotations = vec![note(Some(x.into()), None)]);
    assert_eq!(told(BARS, &block("A")), [""; 0]);
    let expected = "undefined-record: an annotation stands at `Zed`, which is no category of the chart";
    assert_eq!(told(BARS, &block("Zed")), [expected]);
    let moments = spec(T::Slope, "Name", &["V", "W"]);
    let moments = moments.with(|s| s.annotations = vec![note(Some("W".into()), None)]);
    assert_eq!(told(BARS, &moments), [""; 0]);
}

#[test]
fn panels_that_measure_one_thing_have_one_scale() {
    let town = || Panels::Field(crate::diagnostics::Spanned::new("Town".to_owned(), span()));
    let same = |kind: T, axis: &str, y: &[&str]| {
        let block = spec(kind, "Year", y).panels(town()).with(|s| s.labels = Some(true));
        let made = option(TOWNS, &block);
        let ends = ends(&made, axis);
        assert_eq!((ends.len(), ends[0]), (2, ends[1]), "{kind:?}");
        let length = |grid: &Json| grid[if axis == "xAxis" { "width" } else { "height" }].as_f64();
        assert_eq!(length(&made["grid"][0]), length(&made["grid"][1]), "{kind:?}");
    };
    [T::Bar, T::Line, T::Area].into_iter().for_each(|kind| same(kind, "yAxis", &["V"]));
    same(T::Slope, "yAxis", &["V", "W"]);
    [T::Lollipop, T::Waterfall, T::Pictorial].into_iter().for_each(|kind| same(kind, "xAxis", &["V"]));
    same(T::Dumbbell, "xAxis", &["V", "W"]);
    let own = spec(T::Line, "Year", &["V", "W"]).panels(Panels::Y);
    let own = ends(&option("Year|V|W\n2020|3|40\n2021|5|50", &own), "yAxis");
    assert_ne!(own[0], own[1], "what measures different things has scales of its own");
    let ages: String =
        (0..90).map(|n| format!("\n{n}|{}|{}", if n < 10 { "a" } else { "b" }, n % 30)).collect();
    let by = Panels::Field(crate::diagnostics::Spanned::new("Sex".to_owned(), span()));
    let counts =
        ends(&option(&format!("Id|Sex|Age{ages}"), &spec(T::Histogram, "Age", &[]).panels(by)), "yAxis");
    assert_eq!(counts[0], counts[1]);
}

#[test]
fn a_note_in_one_panel_moves_the_scale_of_all_that_share_it() {
    let by = Panels::Field(crate::diagnostics::Spanned::new("Town".to_owned(), span()));
    let mut only = note(None, Some(90.0));
    only.panel = Some(crate::diagnostics::Spanned::new("North".to_owned(), span()));
    let block = spec(T::Line, "Year", &["V"]).panels(by).with(|s| s.annotations = vec![only]);
    let ends = ends(&option(TOWNS, &block), "yAxis");
    assert_eq!(ends[0], ends[1]);
    assert!(ends[0].1 >= 90.0);
}
