//! The last touch on an option, declared or raw: what the prerendered and the live chart must both do and ECharts would
//! not do by itself.

use super::text;
use crate::model::Locale;
use crate::syntax::calendar;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// Above so many marks ECharts draws a part only and waits for the next frame, which a picture never sees.
const PROGRESSIVE: usize = 400;

/// Above so many points a scatter is one path for each series instead of an element for each point.
const LARGE: usize = 2000;

/// What a point may say of itself and still be one of many.
const PLAIN: [&str; 3] = ["value", "name", "text"];

/// Finishes an option.
pub(super) fn prepare(option: &mut Json, locale: &Locale) {
    let of_dataset = option["dataset"]["source"].as_array().map_or(0, Vec::len);
    let series = match option.get_mut("series") {
        Some(Json::Array(list)) => list.as_mut_slice(),
        Some(one @ Json::Object(_)) => std::slice::from_mut(one),
        _ => &mut [],
    };
    let mut crowded = false;
    for series in series {
        let Some(map) = series.as_object_mut() else { continue };
        let data = map.get("data").and_then(Json::as_array);
        let count = data.map_or(of_dataset, Vec::len);
        let one_path = map.get("type").and_then(Json::as_str) == Some("scatter")
            && map.get("symbolSize").is_none_or(Json::is_number)
            && data.is_none_or(|items| items.iter().all(is_plain));
        if count > PROGRESSIVE {
            map.insert("progressive".to_owned(), json!(0));
        }
        if count > LARGE && one_path {
            map.entry("large").or_insert(json!(true));
            map.insert("largeThreshold".to_owned(), json!(LARGE));
        }
        crowded |= count > PROGRESSIVE;
    }
    if crowded {
        // A layer of its own for what the pointer is on is for canvases.
        option["hoverLayerThreshold"] = json!(1e9 as i64);
    }
    shorten(option, locale);
    let months = locale.primary() != "en" && has_dates(option);
    if (locale.decimal, locale.group) != ('.', ',') || months {
        // Read by `engine.js` and `templates/charts.js`: ECharts itself groups by commas in every language, and knows
        // the months of English and Chinese only.
        option["sourcebook"] = json!({"decimal": locale.decimal, "group": locale.group});
    }
    if months {
        let names: Vec<&str> = (1..=12).map(|number| calendar::month(number, locale)).collect();
        option["sourcebook"]["months"] = json!(names);
    }
}

/// Gives axes whose ticks each say their own magnitude the signs of the language.
fn shorten(option: &mut Json, locale: &Locale) {
    for key in ["xAxis", "yAxis"] {
        for axis in option.get_mut(key).and_then(Json::as_array_mut).into_iter().flatten() {
            if axis["axisLabel"].get("short").is_some() {
                axis["axisLabel"]["short"] = json!(locale.scales);
            }
        }
    }
}

/// Whether an axis is of dates.
fn has_dates(option: &Json) -> bool {
    let is_time = |axis: &Json| axis.get("type").and_then(Json::as_str) == Some("time");
    ["xAxis", "yAxis", "singleAxis"].iter().filter_map(|key| option.get(key)).any(|axes| match axes {
        Json::Array(list) => list.iter().any(is_time),
        axis => is_time(axis),
    })
}

fn is_plain(item: &Json) -> bool {
    item.as_object().is_none_or(|map| map.keys().all(|key| PLAIN.contains(&key.as_str())))
}

/// How wide each character of some options is taken to be, in thousandths of the size of the letters: with these the live
/// chart lays text out as the prerendered one does, whatever face the reader has.
pub(super) fn advances(options: [&Json; 2]) -> Json {
    let mut characters: BTreeSet<char> = "0123456789-.,:/ ".chars().collect();
    options.into_iter().for_each(|option| collect(option, &mut characters));
    let advance = |c: char| (c.to_string(), json!(text::width(&c.to_string(), 1000.0).round() as i64));
    Json::Object(characters.into_iter().filter(|c| !c.is_control()).map(advance).collect::<Map<_, _>>())
}

fn collect(value: &Json, characters: &mut BTreeSet<char>) {
    match value {
        Json::String(text) => characters.extend(text.chars()),
        Json::Array(list) => list.iter().for_each(|value| collect(value, characters)),
        Json::Object(map) => map.values().for_each(|value| collect(value, characters)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(mut option: Json, language: &str) -> Json {
        prepare(&mut option, &Locale::of(language));
        option
    }

    #[test]
    fn small_english_options_stay_as_they_are() {
        let option = json!({"series": [{"type": "scatter", "data": [[1, 2]]}], "xAxis": {}});
        assert_eq!(prepared(option.clone(), "en-GB"), option);
        assert_eq!(prepared(option.clone(), "ja"), option);
        assert_eq!(prepared(option, "de-AT")["sourcebook"], json!({"decimal": ",", "group": "."}));
        let dates = prepared(json!({"xAxis": [{"type": "time"}], "series": []}), "ja");
        assert_eq!(dates["sourcebook"]["months"][11], "12月");
    }

    #[test]
    fn many_marks_are_all_drawn_and_many_points_as_one_path() {
        let points: Vec<Json> = (0..3000).map(|i| json!({"value": [i, i], "name": "a"})).collect();
        let option = prepared(json!({"series": [{"type": "scatter", "data": points}]}), "en");
        assert_eq!(option["series"][0]["progressive"], 0);
        assert_eq!(option["series"][0]["large"], true);
        let mut own: Vec<Json> = points.clone();
        own[7]["symbolSize"] = json!(30);
        let option = prepared(json!({"series": {"type": "scatter", "data": own}}), "en");
        assert_eq!((&option["series"]["progressive"], option["series"].get("large")), (&json!(0), None));
        let option = prepared(json!({"dataset": {"source": points}, "series": [{"type": "bar"}]}), "en");
        assert_eq!(option["series"][0]["progressive"], 0);
    }

    #[test]
    fn the_live_chart_is_told_how_wide_text_is() {
        let told = advances([&json!({"title": [{"text": "漢 W"}], "series": {"data": [1]}}), &json!({})]);
        for c in ["漢", "W", "0"] {
            assert_eq!(told[c].as_f64(), Some(text::width(c, 1000.0).round()), "{c}");
        }
        assert_eq!(told.get("x"), None);
    }
}
