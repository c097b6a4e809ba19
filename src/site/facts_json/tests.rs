use super::*;
use crate::facts::coverage::evidence;
use crate::model::Proof;
use crate::model::{Node, NodeKind};
use crate::site::sample;

fn parsed(resolved: &Resolved) -> Json {
    serde_json::from_str(&facts_json(resolved, &evidence(resolved))).expect("JSON")
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
        "id": facts["facts"][0]["id"],
        "kind": "bound",
        "page": "rare-earths/index.html",
        "anchor": facts["facts"][0]["anchor"],
        "file": "content/rare-earths.md",
        "line": 2,
        "column": 4,
        "sentence": facts["facts"][0]["sentence"],
        "expression": "data.minerals.Terbium[\"Price Surge\"]",
        "text": "68%",
        "value": "68%",
        "number": 68,
        "unit": "%",
        "origin": [{
            "dataset": "minerals",
            "file": "data/minerals.csv",
            "sha256": "a6e4d7592d297b333f3ab6aac7d37b0e4f6a63a5fe94b532fb3a348d79c4a968",
            "cells": [{ "record": 1, "key": "Terbium", "field": "Price Surge", "text": "68%" }]
        }]
    }]);
    assert_eq!(facts["facts"], expected, "the filter of the table is no fact");
    let sentence = facts["facts"][0]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("68%"), "{sentence}");
}

#[test]
fn a_fact_has_the_id_it_has_in_the_edition() {
    let resolved = sample::resolved();
    let edition = crate::facts::edition::Edition::of(&resolved);
    let facts = parsed(&resolved);
    let ids: Vec<&str> =
        facts["facts"].as_array().expect("a list").iter().filter_map(|fact| fact["id"].as_str()).collect();
    let accepted: Vec<&str> = edition.facts.iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids, accepted);
}

#[test]
fn typed_numbers_are_listed_with_what_supports_them() {
    let mut resolved = sample::resolved();
    let file = resolved.report.pages[0].file;
    let document = &mut resolved.report.pages[0].document;
    let text = |text: &'static str| Node {
        kind: NodeKind::Markdown(pulldown_cmark::Event::Text(text.into())),
        span: crate::diagnostics::Span::new(file, 0..4),
    };
    document.nodes = vec![text("It fell by 7%. It fell by 7%.")];
    let facts = parsed(&resolved);
    let typed: Vec<&Json> = facts["facts"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|fact| fact["kind"] == "unsupported")
        .collect();
    assert_eq!(typed.len(), 2);
    assert_ne!(typed[0]["id"], typed[1]["id"]);
    let shown = (&typed[0]["text"], &typed[0]["number"], &typed[0]["unit"], &typed[0]["expression"]);
    assert_eq!(shown, (&"7%".into(), &7.into(), &"%".into(), &Json::Null));
    assert_eq!(typed[0]["origin"], json!([]));
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
    assert_eq!(fact["origin"][0]["cells"][0]["key"], "Terbium");
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
    assert_eq!(facts::whole(18_000_000.0).to_string(), "18000000");
    assert_eq!(facts::whole(-0.25).to_string(), "-0.25");
    assert_eq!(facts::whole(1e300).as_f64(), Some(1e300));
    let mut resolved = sample::resolved();
    resolved.pages[1].values[0].value = crate::model::Value::number(f64::NAN, Unit::NONE);
    assert_eq!(parsed(&resolved)["facts"][0]["number"], Json::Null);
}
