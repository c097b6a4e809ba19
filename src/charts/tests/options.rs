//! The option of each family, as it goes to ECharts and into the page.

use super::super::draw::plan;
use super::gallery::gallery;
use super::support::{dataset, input};

/// The option of one block of the gallery, one line for each series, axis and name.
fn option(name: &str) -> String {
    let (_, data, spec) = gallery().into_iter().find(|(other, ..)| *other == name).unwrap();
    let plan = input(&spec, &dataset(data), |input| plan(input).0).unwrap();
    let mut lines = vec![format!("{} × {}", plan.wide.width, plan.wide.height)];
    for key in ["title", "legend", "grid", "xAxis", "yAxis", "series"] {
        match plan.wide.option.get(key) {
            Some(serde_json::Value::Array(list)) => {
                lines.extend(list.iter().map(|part| format!("{key} {part}")))
            }
            Some(part) => lines.push(format!("{key} {part}")),
            None => {}
        }
    }
    lines.join("\n")
}

#[test]
fn each_family_has_its_option() {
    for name in [
        "bar",
        "bar-stacked",
        "bar-panels-records",
        "line",
        "line-time",
        "area-stacked",
        "donut",
        "scatter",
        "bubble",
        "slope",
        "dumbbell",
        "options",
    ] {
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, option(name));
        });
    }
}
