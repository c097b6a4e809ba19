//! Options merged over options.

use super::theme::RESERVED;
use serde_json::{Map, Value as Json};

/// Merges `over` into `under`. Objects merge key by key and lists of objects (series, axes) place by place; an object
/// over such a list goes into each of its members. Anything else, `data` above all, replaces.
pub(super) fn merge(under: &mut Json, over: Json) {
    match (under, over) {
        (Json::Object(under), Json::Object(over)) => {
            for (key, value) in over {
                match under.get_mut(&key) {
                    Some(old) if key != "data" => merge(old, value),
                    _ => {
                        under.insert(key, value);
                    }
                }
            }
        }
        (Json::Array(under), Json::Array(over)) if objects(under) && objects(&over) => {
            for (place, value) in over.into_iter().enumerate() {
                match under.get_mut(place) {
                    Some(old) => merge(old, value),
                    None => under.push(value),
                }
            }
        }
        (Json::Array(under), over @ Json::Object(_)) if objects(under) && !under.is_empty() => {
            under.iter_mut().for_each(|member| merge(member, over.clone()));
        }
        (under, over) => *under = over,
    }
}

fn objects(list: &[Json]) -> bool {
    list.iter().all(Json::is_object)
}

/// An author's options, in which `var(--chart-1)` and its like may stand for colours.
pub(super) fn author(options: &Map<String, Json>) -> Json {
    let mut options = Json::Object(options.clone());
    name_colours(&mut options);
    options
}

fn name_colours(value: &mut Json) {
    match value {
        Json::String(text) => {
            let name =
                text.trim().strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')).map(str::trim);
            if let Some((hex, _)) = RESERVED.iter().find(|(_, variable)| Some(*variable) == name) {
                *text = (*hex).to_owned();
            }
        }
        Json::Array(list) => list.iter_mut().for_each(name_colours),
        Json::Object(map) => map.values_mut().for_each(name_colours),
        _ => {}
    }
}

/// Whole numbers without `.0`, as charming counts everything in fractions.
pub(super) fn compact(value: &mut Json) {
    match value {
        Json::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|n| n.fract() == 0.0 && n.abs() < 9e15) {
                *value = Json::from(whole as i64);
            }
        }
        Json::Array(list) => list.iter_mut().for_each(compact),
        Json::Object(map) => map.values_mut().for_each(compact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn options_merge_deeply() {
        let mut option = json!({"yAxis": [{"min": 0, "max": 5}, {"min": 0}], "series": [{"data": [1, 2]}]});
        merge(&mut option, json!({"yAxis": {"min": 1}, "series": [{"data": [3]}], "grid": {"left": 3}}));
        let expected = json!({"yAxis": [{"min": 1, "max": 5}, {"min": 1}], "series": [{"data": [3]}],
            "grid": {"left": 3}});
        assert_eq!(option, expected);
    }

    #[test]
    fn an_author_names_colours_by_their_variables() {
        let options = json!({"series": [{"color": "var(--chart-2)", "name": "var(x)"}]});
        let Json::Object(map) = options else { unreachable!() };
        assert_eq!(author(&map), json!({"series": [{"color": "#fe01c2", "name": "var(x)"}]}));
    }
}
