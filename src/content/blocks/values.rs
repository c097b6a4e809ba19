//! Values that several kinds of blocks share.

use super::super::inline::Draft;
use super::super::places::Places;
use super::reader;
use crate::diagnostics::Spanned;
use crate::model::{Prose, SortKey};
use crate::syntax::read::{Reader, list_or_one};
use crate::syntax::tree::Tree;

/// An id: no white space, without `#` or `@`.
pub(super) fn id(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<Spanned<String>> {
    let id = reader.text(name, tree)?;
    let fits =
        !id.value.is_empty() && !id.value.contains(|c: char| c.is_whitespace() || "#@\"'<>&".contains(c));
    if !fits {
        reader.wrong(name, tree, "an id such as `fig-retention`, without spaces");
    }
    fits.then_some(id)
}

/// Text as inline Markdown.
pub(super) fn prose(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<Prose> {
    words(draft, name, tree).map(|(_, prose)| prose)
}

/// The same with the text as written.
pub(super) fn words(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<(String, Prose)> {
    let text = reader(draft).text(name, tree)?.value;
    let places = Places::of_value(draft.host, tree.range.clone(), &text);
    let prose = draft.prose(&text, places);
    Some((text, prose))
}

/// An expression, with or without its braces: its index.
pub(super) fn expression(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<usize> {
    let text = reader(draft).text(name, tree)?.value;
    let places = Places::of_value(draft.host, tree.range.clone(), &text);
    let trimmed = text.trim();
    let lead = text.len() - text.trim_start().len();
    let inner = trimmed.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    let (source, start) = inner.map_or((trimmed, lead), |inner| (inner, lead + 2));
    Some(draft.expression(source, &places, start..start + source.len()))
}

/// Keys of sources: one or a list; `@` before a key is left out.
pub(super) fn sources(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Vec<Spanned<String>> {
    let mut keys = reader.texts(name, tree);
    for key in &mut keys {
        if let Some(plain) = key.value.strip_prefix('@') {
            key.value = plain.to_owned();
        }
    }
    keys
}

/// `Field`, `-Field`, or a list of these.
pub(super) fn sort(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Vec<SortKey> {
    let mut keys = Vec::new();
    for item in list_or_one(tree) {
        let Some(text) = reader(draft).text(name, item) else { continue };
        let places = Places::of_value(draft.host, item.range.clone(), &text.value);
        let field = text.value.strip_prefix('-').unwrap_or(&text.value);
        let start = text.value.len() - field.len();
        let span = places.span(start..text.value.len());
        let field = Spanned::new(field.to_owned(), span);
        keys.push(SortKey { descending: start > 0, field });
    }
    keys
}

/// A whole number from 1.
pub(super) fn limit(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<usize> {
    let number = tree.number().filter(|n| n.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(n));
    if number.is_none() {
        reader.wrong(name, tree, "a whole number from 1");
    }
    number.map(|number| number as usize)
}

/// A height in CSS pixels.
pub(super) fn height(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<u32> {
    let number = tree.number().filter(|n| n.fract() == 0.0 && (80.0..=4000.0).contains(n));
    if number.is_none() {
        reader.wrong(name, tree, "a height in pixels from 80 to 4000");
    }
    number.map(|number| number as u32)
}
