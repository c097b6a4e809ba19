//! Values of the configuration that have a form: colours, addresses, language tags, paths.

use crate::model::CardPages;
use crate::syntax::read::{Reader, list_or_one};
use crate::syntax::tree::Tree;

/// Text that is not empty.
pub(super) fn filled(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "text that is not empty", |text| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}

/// A name or a list of names.
pub(super) fn names(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Vec<String> {
    list_or_one(tree).iter().filter_map(|item| filled(reader, name, item)).collect()
}

/// A BCP 47 tag, by its form.
pub(super) fn language(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "a language tag such as `en` or `zh-Hans`", |text| {
        is_language(text).then(|| text.to_owned())
    })
}

/// Whether a text has the form of a BCP 47 tag.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    let letters = primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters
        && (2..=3).contains(&primary.len())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `http://` or `https://`, a host and perhaps a path; without a slash at its end.
pub(super) fn base_url(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "an address such as `https://example.org/report`", |text| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split('/').next().unwrap_or("");
        let refused = |c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\`{}|^".contains(c);
        (!host.is_empty() && !text.contains(refused)).then(|| text.trim_end_matches('/').to_owned())
    })
}

/// Which pages have a social card.
pub(super) fn cards(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<CardPages> {
    let cards = match tree.string() {
        Some("pages") => Some(CardPages::Pages),
        Some("report") => Some(CardPages::Report),
        Some("none") => Some(CardPages::None),
        _ => None,
    };
    if cards.is_none() {
        reader.wrong(name, tree, "\"pages\", \"report\" or \"none\"");
    }
    cards
}

/// A domain without scheme, port and path.
pub(super) fn domain(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "a domain such as `report.example.org`", |text| {
        let label = |part: &str| {
            !part.is_empty()
                && !part.starts_with('-')
                && part.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        (text.contains('.') && text.split('.').all(label)).then(|| text.to_owned())
    })
}

/// A folder below the report's root, with `/` and without a slash at its end.
pub(super) fn path(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "a folder below the report's own, such as `content`", |text| {
        let text = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
        let inside = |part: &str| !part.is_empty() && part != "." && part != "..";
        (text.split('/').all(inside) && !text.contains(['\\', ':', '\0'])).then(|| text.to_owned())
    })
}

/// A percentage as a number from 0 to 100.
pub(super) fn percent(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<f64> {
    let percent = tree.number().filter(|number| (0.0..=100.0).contains(number));
    if percent.is_none() {
        reader.wrong(name, tree, "a number from 0 to 100");
    }
    percent
}

/// `#rrggbb` or `#rgb`, as `#rrggbb` in lower case.
pub(super) fn colour(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "a colour such as `#12436d`", |text| {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let digits = digits.to_ascii_lowercase();
        match digits.len() {
            6 => Some(format!("#{digits}")),
            3 => Some(digits.chars().fold("#".to_owned(), |text, c| format!("{text}{c}{c}"))),
            _ => None,
        }
    })
}

/// A list of colours.
pub(super) fn colours(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Vec<String> {
    let items = reader.list(name, tree).unwrap_or_default();
    items.iter().filter_map(|item| colour(reader, name, item)).collect()
}

fn formed(
    reader: &mut Reader<'_>,
    name: &str,
    tree: &Tree,
    expected: &str,
    read: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let value = tree.string().and_then(read);
    if value.is_none() {
        reader.wrong(name, tree, expected);
    }
    value
}
