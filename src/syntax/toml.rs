//! TOML → [`Tree`].

use super::tree::{Key, SyntaxError, Tree, TreeKind};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a TOML document: a mapping with all that could be read, and every fault of syntax.
#[must_use]
pub fn parse(text: &str) -> (Tree, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors = errors
        .into_iter()
        .map(|error| SyntaxError {
            message: format!(
                "this is not valid TOML: {}",
                error.message().lines().collect::<Vec<_>>().join(", ")
            ),
            range: error.span().unwrap_or(0..0),
        })
        .collect();
    let tree = Tree { kind: map(table.get_ref()), range: 0..text.len() };
    (tree, errors)
}

fn map(table: &DeTable<'_>) -> TreeKind {
    let entries = table.iter().map(|(key, value)| {
        let key = Key { name: key.get_ref().to_string(), range: key.span() };
        (key, tree(value))
    });
    TreeKind::Map(entries.collect())
}

fn tree(value: &Spanned<DeValue<'_>>) -> Tree {
    let kind = match value.get_ref() {
        DeValue::String(text) => TreeKind::String(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => TreeKind::Number(number.as_str().to_owned()),
        DeValue::Integer(number) => TreeKind::Number(number.to_string()),
        DeValue::Float(number) => TreeKind::Number(number.as_str().to_owned()),
        DeValue::Boolean(flag) => TreeKind::Bool(*flag),
        DeValue::Datetime(moment) => TreeKind::Moment(moment.to_string()),
        DeValue::Array(items) => TreeKind::List(items.iter().map(tree).collect()),
        DeValue::Table(table) => map(table),
    };
    Tree { kind, range: value.span() }
}
