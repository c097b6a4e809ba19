//! The tree that YAML, JSON and TOML are read into: values as written, each with its place.

use serde_json::{Map, Number, Value as Json};
use std::ops::Range;

/// One value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// What it is.
    pub kind: TreeKind,
    /// Where it stands, in bytes of the text that was parsed, quotes and brackets included.
    pub range: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeKind {
    /// Nothing, or `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number as written: `1.10`, `0x1F`, `1_000` (TOML).
    Number(String),
    /// A date or time as written; TOML only (YAML has them as text).
    Moment(String),
    /// Text, without quotes and with its escapes read.
    String(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values in the order they are written; no key twice.
    Map(Vec<(Key, Tree)>),
}

/// A key and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key without quotes.
    pub name: String,
    /// Where it stands, quotes included.
    pub range: Range<usize>,
}

/// Why a text is not YAML or TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What was found, and what was expected.
    pub message: String,
    /// Where, in bytes of the text that was parsed.
    pub range: Range<usize>,
}

impl Tree {
    /// The entries of a mapping; `None` for anything else.
    #[must_use]
    pub fn map(&self) -> Option<&[(Key, Self)]> {
        match &self.kind {
            TreeKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a list; `None` for anything else.
    #[must_use]
    pub fn list(&self) -> Option<&[Self]> {
        match &self.kind {
            TreeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string; `None` for anything else.
    #[must_use]
    pub fn string(&self) -> Option<&str> {
        match &self.kind {
            TreeKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string, number, date or truth value; `None` for anything else.
    #[must_use]
    pub fn scalar_text(&self) -> Option<&str> {
        match &self.kind {
            TreeKind::String(text) | TreeKind::Number(text) | TreeKind::Moment(text) => Some(text),
            TreeKind::Bool(true) => Some("true"),
            TreeKind::Bool(false) => Some("false"),
            TreeKind::Null | TreeKind::List(_) | TreeKind::Map(_) => None,
        }
    }

    /// A number's value; `None` for anything else.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match &self.kind {
            TreeKind::Number(text) => number_value(text),
            _ => None,
        }
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.kind, TreeKind::Null)
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key of a mapping and its value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(&Key, &Self)> {
        self.map()?.iter().find(|(known, _)| known.name == key).map(|(key, value)| (key, value))
    }

    /// The kind as words for a message: `a number`, `a list`.
    #[must_use]
    pub const fn describe(&self) -> &'static str {
        match self.kind {
            TreeKind::Null => "nothing",
            TreeKind::Bool(_) => "true or false",
            TreeKind::Number(_) => "a number",
            TreeKind::Moment(_) => "a date",
            TreeKind::String(_) => "text",
            TreeKind::List(_) => "a list",
            TreeKind::Map(_) => "a mapping",
        }
    }

    /// The value as JSON; a number that JSON cannot hold becomes text.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match &self.kind {
            TreeKind::Null => Json::Null,
            TreeKind::Bool(flag) => Json::Bool(*flag),
            TreeKind::Number(text) => json_number(text),
            TreeKind::Moment(text) | TreeKind::String(text) => Json::String(text.clone()),
            TreeKind::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            TreeKind::Map(entries) => Json::Object(json_map(entries)),
        }
    }

    /// Changes all ranges, of keys too: from a text to the file it was taken from.
    pub fn map_ranges(&mut self, change: &impl Fn(Range<usize>) -> Range<usize>) {
        self.range = change(self.range.clone());
        match &mut self.kind {
            TreeKind::List(items) => items.iter_mut().for_each(|item| item.map_ranges(change)),
            TreeKind::Map(entries) => {
                for (key, value) in entries {
                    key.range = change(key.range.clone());
                    value.map_ranges(change);
                }
            }
            _ => {}
        }
    }
}

/// Entries of a mapping as a JSON object.
#[must_use]
pub fn json_map(entries: &[(Key, Tree)]) -> Map<String, Json> {
    entries.iter().map(|(key, value)| (key.name.clone(), value.to_json())).collect()
}

/// The value of a number of YAML, JSON or TOML; `None` when it is not finite.
fn number_value(text: &str) -> Option<f64> {
    let plain = text.replace('_', "");
    if let Some(integer) = integer_value(&plain) {
        return Some(integer as f64);
    }
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

fn integer_value(plain: &str) -> Option<i64> {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, plain.strip_prefix('+').unwrap_or(plain)),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    i64::from_str_radix(digits, radix).ok().and_then(|number| number.checked_mul(sign))
}

fn json_number(text: &str) -> Json {
    if let Some(integer) = integer_value(&text.replace('_', "")) {
        return Json::from(integer);
    }
    let number = number_value(text).and_then(Number::from_f64);
    number.map_or_else(|| Json::String(text.to_owned()), Json::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Tree { kind: TreeKind::Number(text.to_owned()), range: 0..0 }.to_json()
    }

    #[test]
    fn numbers_become_json_of_the_same_value() {
        assert_eq!(json("1.10").to_string(), "1.1");
        assert_eq!(json("-12"), Json::from(-12));
        assert_eq!(json("0x1F"), Json::from(31));
        assert_eq!(json("1_000"), Json::from(1000));
        assert_eq!(json("+3e2").to_string(), "300.0");
        assert_eq!(json("1e999"), Json::from("1e999"));
    }
}
