use super::*;
use crate::model::{Node, NodeKind};
use crate::site::sample;

fn parsed(resolved: &Resolved) -> Json {
    serde_json::from_str(&facts_json(resolved)).expect("JSON")
}

/// What the schema says of a value, for the words of JSON Schema that ours uses.
fn faults(schema: &Json, root: &Json, value: &Json, at: &str) -> Vec<String> {
    if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
        let target = root.pointer(name.trim_start_matches('#')).expect("a definition");
        return faults(target, root, value, at);
    }
    let mut found = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            found.push(format!("{at}: {what}"));
        }
    };
    if let Some(kinds) = schema.get("type") {
        let one = [kinds.clone()];
        let kinds = kinds.as_array().map_or(&one[..], Vec::as_slice);
        check(kinds.iter().any(|kind| is_of_type(value, kind.as_str().expect("a name"))), "type");
    }
    check(schema.get("const").is_none_or(|only| only == value), "const");
    let choices = schema.get("enum").and_then(Json::as_array);
    check(choices.is_none_or(|choices| choices.contains(value)), "enum");
    let least = schema.get("minimum").and_then(Json::as_f64);
    check(least.zip(value.as_f64()).is_none_or(|(least, number)| number >= least), "minimum");
    if let Some(object) = value.as_object() {
        let properties = schema["properties"].as_object().expect("properties");
        let required = schema["required"].as_array().expect("required");
        check(required.iter().all(|name| object.contains_key(name.as_str().expect("a name"))), "required");
        assert!(properties.keys().all(|name| required.contains(&Json::from(name.as_str()))), "{at}");
        for (name, value) in object {
            let at = format!("{at}/{name}");
            match properties.get(name) {
                Some(schema) => found.extend(faults(schema, root, value, &at)),
                None => found.push(format!("{at}: unknown")),
            }
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(&schema["items"], root, item, &format!("{at}/{index}")));
    }
    found
}

fn is_of_type(value: &Json, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema names the type {other}"),
    }
}

#[test]
fn the_file_agrees_with_its_schema() {
    let schema: Json = serde_json::from_str(include_str!("../../../docs/facts.schema.json")).expect("JSON");
    let mut facts = parsed(&sample::resolved());
    assert_eq!(faults(&schema, &schema, &facts, ""), Vec::<String>::new());
    // And the schema would notice.
    facts["facts"][0]["number"] = "68".into();
    facts["figures"][0]["more"] = 1.into();
    facts["version"] = 1.into();
    assert_eq!(
        faults(&schema, &schema, &facts, ""),
        ["/version: const", "/figures/0/more: unknown", "/facts/0/number: type"]
    );
}

#[test]
fn a_bound_value_names_its_place_and_its_cells() {
    let facts = parsed(&sample::resolved());
    let expected = json!([{
        "kind": "bound",
        "page": "rare-earths/index.html",
        "file": "content/rare-earths.md",
        "line": 2,
        "column": 4,
        "expression": "data.minerals.Terbium[\"Price Surge\"]",
        "text": "68%",
        "value": "68%",
        "number": 68,
        "unit": "%",
        "cells": [{
            "dataset": "minerals", "record": 1, "key": "Terbium", "field": "Price Surge", "text": "68%"
        }]
    }]);
    assert_eq!(facts["facts"], expected, "the filter of the table is no fact");
}

#[test]
fn a_claim_is_listed_with_its_words_and_its_value() {
    let mut resolved = sample::resolved();
    let document = &mut resolved.report.pages[1].document;
    let span = document.expressions[0].span;
    let claim = |proof| crate::model::Claim { proof, text: span, span };
    document.claims = vec![claim(Proof::NotAFact), claim(Proof::Expression(0))];
    let at = document.nodes.iter().position(|node| node.kind == NodeKind::Expression(0)).expect("a value");
    let words = NodeKind::Markdown(pulldown_cmark::Event::Text("two-thirds".into()));
    let nodes = [NodeKind::Claim(1), words, NodeKind::ClaimEnd(1)].map(|kind| Node { kind, span });
    document.nodes.splice(at..=at, nodes);
    let facts = parsed(&resolved);
    assert_eq!(facts["facts"].as_array().map(Vec::len), Some(1));
    let fact = &facts["facts"][0];
    assert_eq!(
        (&fact["kind"], &fact["text"], &fact["value"]),
        (&"checked".into(), &"two-thirds".into(), &"68%".into())
    );
    assert_eq!(fact["cells"][0]["key"], "Terbium");
}

#[test]
fn a_dataset_can_be_checked_against_the_published_file() {
    let facts = parsed(&sample::resolved());
    let dataset = &facts["datasets"][0];
    assert_eq!(dataset["path"], "data/minerals.csv");
    // printf 'Mineral,Price Surge\nTerbium,68%%\n' | sha256sum
    assert_eq!(dataset["sha256"], "a6e4d7592d297b333f3ab6aac7d37b0e4f6a63a5fe94b532fb3a348d79c4a968");
    assert_eq!(dataset["fields"][1]["unit"], "%");
    assert_eq!(facts["figures"][0]["records"], json!([1]));
    let mut resolved = sample::resolved();
    resolved.report.assets.clear();
    assert_eq!(parsed(&resolved)["datasets"][0]["path"], Json::Null);
}

#[test]
fn whole_numbers_have_no_fraction_and_no_number_is_lost() {
    assert_eq!(number(18_000_000.0).to_string(), "18000000");
    assert_eq!(number(-0.25).to_string(), "-0.25");
    assert_eq!(number(1e300).as_f64(), Some(1e300));
    let mut resolved = sample::resolved();
    resolved.pages[1].values[0].value = crate::model::Value::number(f64::NAN, Unit::NONE);
    assert_eq!(parsed(&resolved)["facts"][0]["number"], Json::Null);
}
