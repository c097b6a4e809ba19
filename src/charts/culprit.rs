//! Where an option is at fault: the smallest part of it without which ECharts draws the rest.

use serde_json::{Map, Value as Json};

/// How often the search may try to draw: enough for four levels of a usual option.
const TRIES: usize = 120;

/// How deep it looks.
const DEPTH: usize = 8;

/// Series types that stand on an x and a y axis unless they say otherwise.
const ON_AXES: [&str; 8] =
    ["bar", "line", "scatter", "effectScatter", "candlestick", "boxplot", "pictorialBar", "heatmap"];

/// The path of the deepest part that alone, when it is left out, lets the rest be drawn. `draws` says whether an option
/// is drawn; it is asked a bounded number of times, in the order of the option, so that the answer is always the same.
pub(super) fn find(option: &Json, mut draws: impl FnMut(&Json) -> bool) -> Option<String> {
    let mut tries = 0;
    let mut path: Vec<Step> = Vec::new();
    while path.len() < DEPTH {
        let mut culprits = Vec::new();
        for step in steps(at(option, &path)?) {
            if tries == TRIES {
                return written(&path);
            }
            tries += 1;
            let mut tried = path.clone();
            tried.push(step);
            if without(option, &tried).is_some_and(|rest| draws(&rest)) {
                culprits.push(tried);
            }
        }
        // Several cures say no more than the part that holds them.
        match <[Vec<Step>; 1]>::try_from(culprits) {
            Ok([deeper]) => path = deeper,
            Err(_) => break,
        }
    }
    written(&path)
}

/// Whether an option has series that need axes, and no axes.
pub(super) fn lacks_axes(option: &Map<String, Json>) -> bool {
    let on_axes = |series: &Json| {
        let kind = series.get("type").and_then(Json::as_str).unwrap_or_default();
        series.get("coordinateSystem").is_none() && ON_AXES.contains(&kind)
    };
    let stands_on_axes = match option.get("series") {
        Some(Json::Array(list)) => list.iter().any(on_axes),
        Some(one) => on_axes(one),
        None => false,
    };
    stands_on_axes && !(option.contains_key("xAxis") && option.contains_key("yAxis"))
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

/// The parts of a value. A type is no part: without it nothing is drawn, and so nothing fails.
fn steps(value: &Json) -> Vec<Step> {
    match value {
        Json::Object(map) => {
            map.keys().filter(|key| *key != "type").map(|key| Step::Key(key.clone())).collect()
        }
        Json::Array(list) => (0..list.len()).map(Step::Index).collect(),
        _ => Vec::new(),
    }
}

fn at<'a>(option: &'a Json, path: &[Step]) -> Option<&'a Json> {
    path.iter().try_fold(option, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

fn without(option: &Json, path: &[Step]) -> Option<Json> {
    let (last, above) = path.split_last()?;
    let mut rest = option.clone();
    let holder = above.iter().try_fold(&mut rest, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })?;
    match (last, holder) {
        (Step::Key(key), Json::Object(map)) => {
            map.shift_remove(key)?;
        }
        (Step::Index(index), Json::Array(list)) if *index < list.len() => {
            list.remove(*index);
        }
        _ => return None,
    }
    Some(rest)
}

fn written(path: &[Step]) -> Option<String> {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.push_str(&format!(".{key}")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bad(value: &Json) -> bool {
        match value {
            Json::String(text) => text == "bad",
            Json::Array(list) => list.iter().any(bad),
            Json::Object(map) => map.values().any(bad),
            _ => false,
        }
    }

    #[test]
    fn the_deepest_part_at_fault_is_named() {
        let option = json!({"title": {}, "series": [{"type": "bar"}, {"type": "line", "markLine": {"data": [1, "bad"]}}]});
        assert_eq!(find(&option, |rest| !bad(rest)).as_deref(), Some("series[1].markLine.data[1]"));
        let two = json!({"xAxis": {"a": "bad", "b": "bad"}});
        assert_eq!(find(&two, |rest| !bad(rest)).as_deref(), Some("xAxis"));
        assert_eq!(find(&json!({"a": "bad", "b": "bad"}), |rest| !bad(rest)), None);
    }

    #[test]
    fn the_search_ends() {
        let option = json!({"series": (0..1000).collect::<Vec<_>>()});
        let mut tries = 0;
        let found = find(&option, |rest| {
            tries += 1;
            rest.get("series").is_none()
        });
        assert_eq!((found.as_deref(), tries), (Some("series"), TRIES));
    }

    #[test]
    fn series_without_axes_are_seen() {
        let lacks = |option: Json| lacks_axes(option.as_object().unwrap());
        assert!(lacks(json!({"series": {"type": "bar"}})));
        assert!(lacks(json!({"xAxis": {}, "series": [{"type": "pie"}, {"type": "line"}]})));
        assert!(!lacks(json!({"series": [{"type": "scatter", "coordinateSystem": "geo"}]})));
        assert!(!lacks(json!({"xAxis": {}, "yAxis": {}, "series": [{"type": "line"}]})));
    }
}
