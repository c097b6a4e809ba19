//! TOML → [`Tree`].

use super::tree::{Key, SyntaxError, Tree, TreeKind};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a TOML document: a mapping with all that could be read, and every fault of syntax.
#[must_use]
pub fn parse(text: &str) -> (Tree, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors = errors.into_iter().map(|error| syntax_error(text, &error)).collect();
    let tree = Tree { kind: map(table.get_ref()), range: 0..text.len() };
    (tree, errors)
}

fn syntax_error(text: &str, error: &toml::de::Error) -> SyntaxError {
    let range = error.span().unwrap_or(0..0);
    let is_curly = text.get(range.start..).is_some_and(|rest| rest.starts_with(['“', '”', '„', '‘', '’']));
    let message = match is_curly {
        true => "a text stands in straight quotes: `\"…\"`".to_owned(),
        false => {
            let message: Vec<&str> = error.message().lines().collect();
            format!("this is not valid TOML: {}", message.join(", "))
        }
    };
    SyntaxError { message, range }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_exact_places() {
        let text = "title = \"漢\"\n[build]\n'out put' = 'x' # end\nn = 1_000\nf = 1.10\nd = 2025-06-01\nl = [0x1F, true]\n";
        let (tree, errors) = parse(text);
        assert_eq!(errors, []);
        assert_eq!(&text[tree.get("title").unwrap().range.clone()], "\"漢\"");
        let build = tree.get("build").unwrap();
        let (key, value) = build.entry("out put").unwrap();
        assert_eq!((&text[key.range.clone()], &text[value.range.clone()]), ("'out put'", "'x'"));
        assert_eq!(build.get("n").unwrap().number(), Some(1000.0));
        assert_eq!(build.get("f").unwrap().kind, TreeKind::Number("1.10".into()));
        assert_eq!(build.get("d").unwrap().kind, TreeKind::Moment("2025-06-01".into()));
        assert_eq!(build.get("l").unwrap().to_json().to_string(), "[31,true]");
    }

    #[test]
    fn curly_quotes_are_named() {
        let (_, errors) = parse("title = “X”\n");
        assert_eq!(errors[0].message, "a text stands in straight quotes: `\"…\"`");
    }

    #[test]
    fn every_fault_is_reported_and_the_rest_is_read() {
        let text = "a = 1\nb = \nc = 3\na = 4\nd = nope\n";
        let (tree, errors) = parse(text);
        let found: Vec<_> =
            errors.iter().map(|e| (e.message.as_str(), text[..e.range.start].lines().count())).collect();
        insta::assert_debug_snapshot!(found, @r#"
        [
            (
                "this is not valid TOML: string values must be quoted, expected literal string",
                2,
            ),
            (
                "this is not valid TOML: duplicate key",
                3,
            ),
            (
                "this is not valid TOML: invalid float, expected `nan`",
                5,
            ),
        ]
        "#);
        assert_eq!(tree.get("c").unwrap().number(), Some(3.0));
    }
}
