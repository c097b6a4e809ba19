//! Values of the configuration that have a form: colours, addresses, language tags, paths.

use crate::model::{CardPages, DECALS, Look};
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

/// Beginnings of addresses: one or a list.
pub(super) fn beginnings(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Vec<String> {
    let beginning = |text: &str| text.contains("://").then(|| text.to_owned());
    let wanted = "the beginning of an address, such as `https://example.org/`";
    list_or_one(tree).iter().filter_map(|item| formed(reader, name, item, wanted, beginning)).collect()
}

/// `http://` or `https://`, a host and perhaps a path; without a slash at its end.
pub(super) fn base_url(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, ADDRESS, address)
}

/// What [`address`] takes.
pub(crate) const ADDRESS: &str = "an address such as `https://example.org/report`";

/// The address of a site, without a slash at its end, if a text is one.
pub(crate) fn address(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split('/').next().unwrap_or("");
    let refused = |c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\`{}|^".contains(c);
    (!host.is_empty() && !text.contains(refused)).then(|| text.trim_end_matches('/').to_owned())
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

/// The name of a look.
pub(super) fn look(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<Look> {
    let text = tree.string().unwrap_or_default();
    let found = Look::ALL.iter().find(|(known, _)| *known == text).map(|(_, look)| *look);
    if found.is_none() {
        reader.wrong(name, tree, "\"broadsheet\", \"brief\" or \"paper\"");
    }
    found
}

/// When charts carry patterns.
pub(super) fn decal(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<&'static str> {
    let text = tree.string().unwrap_or_default();
    let found = DECALS.iter().copied().find(|known| *known == text);
    if found.is_none() {
        reader.wrong(name, tree, "\"always\" or \"print\"");
    }
    found
}

/// A list of font families, each a word or in quotes where it has spaces, as CSS takes it.
pub(super) fn families(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "font families such as `Inter, Segoe UI`", |text| {
        let names: Option<Vec<String>> = text.split(',').map(font_name).collect();
        names.map(|names| names.join(", "))
    })
}

/// One font family's name, in quotes.
pub(super) fn family(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    formed(reader, name, tree, "the name of a font family", font_name)
}

/// A name in quotes; a generic family such as `sans-serif` is a word of CSS.
fn font_name(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    let generic =
        matches!(text, "serif" | "sans-serif" | "monospace" | "system-ui" | "ui-serif" | "ui-sans-serif");
    let plain = |c: char| c.is_alphanumeric() || " -_.+".contains(c);
    match text {
        "" => None,
        _ if generic => Some(text.to_owned()),
        _ => text.chars().all(plain).then(|| format!("\"{text}\"")),
    }
}

/// A weight from 1 to 1000, or a range of two for a variable font.
pub(super) fn weight(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<String> {
    let text = match tree.number() {
        Some(number) => number.to_string(),
        None => tree.string().unwrap_or_default().to_owned(),
    };
    let parts: Vec<&str> = text.split_whitespace().collect();
    let valid = |part: &&str| part.parse::<u16>().is_ok_and(|weight| (1..=1000).contains(&weight));
    if matches!(parts.len(), 1 | 2) && parts.iter().all(valid) {
        return Some(parts.join(" "));
    }
    reader.wrong(name, tree, "a weight such as `400`, or a range such as `\"300 800\"`");
    None
}

/// The length of a line of text: what people read well, about 45 to 90 letters.
pub(super) fn width(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<f64> {
    let width = tree.number().filter(|number| (28.0..=48.0).contains(number));
    if width.is_none() {
        reader.wrong(name, tree, "a number of rem from 28 to 48");
    }
    width
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
