//! Changes for programs; `docs/changes.md` describes the format.

use super::changes::{Changes, Place, ValueChange};
use super::types::Printed;
use super::{Difference, FigureChange};
use serde_json::{Value as Json, json};

/// The version of the format.
const VERSION: u32 = 1;

/// All changes as JSON, with a line break at the end.
#[must_use]
pub fn json(changes: &Changes) -> String {
    let list = |items: Vec<Json>| Json::Array(items);
    let value = json!({
        "version": VERSION,
        "since": changes.since.map(|date| date.to_string()),
        "errors": changes.errors,
        "values": list(changes.values.iter().map(value).collect()),
        "claims": list(changes.claims.iter().map(|change| json!({
            "place": place(&change.place),
            "id": change.fact,
            "sentence": change.sentence,
            "words": change.words,
            "expression": change.expression,
            "old": { "words": change.old_words, "data": change.old, "holds": change.held },
            "new": { "words": change.words, "data": change.new, "holds": change.holds },
        })).collect()),
        "sentences": list(changes.sentences.iter().map(|change| json!({
            "place": place(&change.place),
            "old": change.old,
            "new": change.new,
        })).collect()),
        "figures": list(changes.figures.iter().map(figure).collect()),
        "ranks": list(changes.ranks.iter().map(|change| json!({
            "place": place(&change.place),
            "dataset": change.dataset,
            "of": change.of,
            "rank": if change.greatest { "greatest" } else { "least" },
            "old": holders(&change.old),
            "new": holders(&change.new),
        })).collect()),
        "names": list(changes.names.iter().map(|change| json!({
            "dataset": change.dataset,
            "kind": change.kind(),
            "old": change.old,
            "new": change.new,
        })).collect()),
        "sources": list(changes.sources.iter().map(|change| json!({
            "key": change.key,
            "old": change.old,
            "new": change.new,
        })).collect()),
    });
    format!("{value:#}\n")
}

fn value(change: &ValueChange) -> Json {
    json!({
        "kind": if change.fact.is_some() { "fact" } else { "cell" },
        "id": change.fact,
        "name": change.name,
        "former": change.former,
        "sentence": change.sentence,
        "place": place(&change.place),
        "also": change.also,
        "old": change.old.as_ref().map(printed),
        "new": change.new.as_ref().map(printed),
        "sign_turned": change.sign_turned(),
    })
}

fn figure(change: &FigureChange) -> Json {
    let difference = |of: &Difference| json!({ "gone": of.gone, "new": of.new });
    json!({
        "place": place(&change.place),
        "dataset": change.dataset,
        "records": difference(&change.records),
        "fields": difference(&change.fields),
        "order": change.order.as_ref().map(|(old, new)| json!({ "old": old, "new": new })),
    })
}

fn place(place: &Place) -> Json {
    json!({ "page": place.page, "title": place.title, "anchor": place.anchor, "label": place.label })
}

fn printed(value: &Printed) -> Json {
    json!({
        "text": value.text,
        "number": value.number,
        "unit": (!value.unit.is_empty()).then_some(&value.unit),
    })
}

fn holders(holders: &[(String, String)]) -> Json {
    holders.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
