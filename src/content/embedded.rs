//! YAML and TOML that hold `{{ … }}`.
//!
//! Braces and quotes of an expression would be syntax to YAML and TOML. So a text that does not parse as it stands is
//! parsed once more with its expressions hidden, and they are put back into the values.

use super::mask::{self, Masked};
use crate::syntax::tree::{SyntaxError, Tree, TreeKind};
use crate::syntax::{toml, yaml};

/// Reads YAML; ranges are of `text`.
pub(super) fn yaml(text: &str) -> Result<Tree, SyntaxError> {
    yaml::parse(text).or_else(|error| {
        let masked = mask::expressions(text);
        if masked.text() == text {
            return Err(error);
        }
        // The placeholder of a claim takes the end of its bracket along.
        let named = |error: &SyntaxError| yaml::text_after_list(text, error.range.start);
        let mut tree = yaml::parse(masked.text())
            .map_err(|error| named(&error).unwrap_or_else(|| in_source(&masked, error)))?;
        restore(&masked, &mut tree);
        Ok(tree)
    })
}

/// Reads TOML; ranges are of `text`.
pub(super) fn toml(text: &str) -> (Tree, Vec<SyntaxError>) {
    let (tree, errors) = toml::parse(text);
    let masked = mask::expressions(text);
    if errors.is_empty() || masked.text() == text {
        return (tree, errors);
    }
    let (mut tree, errors) = toml::parse(masked.text());
    restore(&masked, &mut tree);
    (tree, errors.into_iter().map(|error| in_source(&masked, error)).collect())
}

fn in_source(masked: &Masked<'_>, error: SyntaxError) -> SyntaxError {
    SyntaxError { range: masked.source_range(error.range), ..error }
}

fn restore(masked: &Masked<'_>, tree: &mut Tree) {
    let range = tree.range.clone();
    match &mut tree.kind {
        TreeKind::String(text) => {
            let quoted = masked.source().get(range.clone()).is_some_and(|raw| raw.starts_with('"'));
            let restored = masked.restore(text, range.start);
            // What was hidden from the reader of the quoted text still has its escapes.
            let changed = restored != *text;
            *text = if quoted && changed { restored.replace("\\\"", "\"") } else { restored };
        }
        TreeKind::List(items) => items.iter_mut().for_each(|item| restore(masked, item)),
        TreeKind::Map(entries) => {
            for (key, value) in entries {
                key.name = masked.restore(&key.name, key.range.start);
                restore(masked, value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_need_no_quotes() {
        let read = |text: &str| yaml(text).unwrap().to_json().to_string();
        assert_eq!(read("t: {{ x }}"), r#"{"t":"{{ x }}"}"#);
        assert_eq!(read("t: a {{ m[\"b: c\"] }} # no"), r#"{"t":"a {{ m[\"b: c\"] }}"}"#);
        assert_eq!(read("t: \"{{ m[\\\"a\\\"] }}\"\nu: {{ x }}"), r#"{"t":"{{ m[\"a\"] }}","u":"{{ x }}"}"#);
        assert!(yaml("t: [").is_err());
        let error = yaml("t: [4%]{= m[\"a\"] } of all\nu: b").unwrap_err();
        assert!(error.message.contains("text that begins with `[` stands in quotes"), "{}", error.message);
        assert_eq!(error.range, 3..25);
        let (tree, errors) = toml("t = \"{{ m[\"a\"] }} grew\"");
        assert_eq!(errors, []);
        assert_eq!(tree.to_json().to_string(), r#"{"t":"{{ m[\"a\"] }} grew"}"#);
    }
}
