//! `rules` of a resource, which are ours: expressions that must be true of each record or of the table. They are read here and
//! held against the data by `check`, which can evaluate expressions.

use super::schema::RULE;
use crate::model::{DataRule, RuleScope};
use crate::syntax::read::Reader;
use crate::syntax::tree::Tree;

const KEYS: [&str; 3] = ["record", "table", "message"];

/// Reads `rules`; what does not fit is reported and left out.
pub(super) fn read(reader: &mut Reader<'_>, resource: &Tree) -> Vec<DataRule> {
    let Some(value) = resource.get("rules") else { return Vec::new() };
    let items = reader.list("rules", value).unwrap_or_default();
    items.iter().filter_map(|item| rule(reader, item)).collect()
}

fn rule(reader: &mut Reader<'_>, tree: &Tree) -> Option<DataRule> {
    for (key, _) in reader.map("rule", tree)? {
        if !KEYS.contains(&key.name.as_str()) {
            reader.unknown_key(RULE, key, "a rule", KEYS);
        }
    }
    let (scope, name, value) = match (tree.get("record"), tree.get("table")) {
        (Some(value), None) => (RuleScope::Record, "record", value),
        (None, Some(value)) => (RuleScope::Table, "table", value),
        _ => {
            reader.wrong("rule", tree, "a mapping with an expression as `record` or as `table`");
            return None;
        }
    };
    let expression = reader.string(name, value)?;
    let Some(message) = tree.get("message") else {
        reader.wrong("rule", tree, "a mapping with a `message` that says what holds");
        return None;
    };
    let message = reader.string("message", message)?.value;
    Some(DataRule { scope, expression, message })
}
