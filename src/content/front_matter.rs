//! What stands above a page's text: TOML between `+++` lines or YAML between `---` lines.

use super::embedded;
use super::inline::Draft;
use super::places::Places;
use super::typography::Typography;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::rules::INVALID_FRONT_MATTER;
use crate::model::{FrontMatter, Prose};
use crate::syntax::read::{Reader, list_or_one};
use crate::syntax::tree::{Tree, json_map};
use std::ops::Range;

/// Reads the front matter, if there is one; gives it and where the page's text begins. A title is left in the draft.
pub(super) fn read(draft: &mut Draft<'_>) -> (FrontMatter, usize) {
    let text = draft.host.text;
    let Some(fence) =
        ["+++", "---"].into_iter().find(|fence| text.lines().next().map(str::trim_end) == Some(fence))
    else {
        return (FrontMatter::default(), 0);
    };
    let Some((inner, body)) = parts(text, fence) else {
        if fence == "+++" || begins_with_key(text) {
            let message = format!("the front matter is not closed, expected a second line `{fence}`");
            draft.diagnostics.push(
                Diagnostic::new(INVALID_FRONT_MATTER, message)
                    .at(draft.host.span(0..fence.len()), "begins here")
                    .help(format!("put a line `{fence}` after the last key")),
            );
            unsure_title(draft);
        }
        return (FrontMatter::default(), 0);
    };
    (keys(draft, fence, inner), body)
}

/// The range between the fences, and where the text after them begins.
fn parts(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let start = lines.next()?.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == fence {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Whether the second line looks like `key: value`, so that the first is no rule across the page.
fn begins_with_key(text: &str) -> bool {
    let line = text.lines().nth(1).unwrap_or("");
    let key = line.split(':').next().filter(|key| key.len() < line.len()).unwrap_or("");
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn keys(draft: &mut Draft<'_>, fence: &str, inner: Range<usize>) -> FrontMatter {
    let text = draft.host.text.get(inner.clone()).unwrap_or("");
    let (tree, errors, help) = if fence == "+++" {
        let (tree, errors) = embedded::toml(text);
        (Some(tree), errors, "write `key = \"value\"`, one a line; text needs quotes")
    } else {
        match embedded::yaml(text) {
            Ok(tree) => (Some(tree), Vec::new(), ""),
            Err(error) => {
                (None, vec![error], "write `key: value`, one a line; put a value that holds `: ` in quotes")
            }
        }
    };
    let shift = |range: Range<usize>| range.start + inner.start..range.end + inner.start;
    for mut error in errors {
        error.range = shift(error.range);
        reader(draft).syntax_error(&error, help);
        unsure_title(draft);
    }
    let Some(mut tree) = tree.filter(|tree| !tree.is_null()) else { return FrontMatter::default() };
    tree.map_ranges(&shift);
    let mut front = FrontMatter::default();
    let entries = reader(draft).map("front matter", &tree).unwrap_or_default();
    // Before the title, wherever it stands: quotation marks depend on it.
    let language =
        entries.iter().find(|(key, _)| key.name == "language").and_then(|(_, value)| value.string());
    if let Some(language) = language {
        draft.typography = Typography::of(language);
    }
    for (key, value) in entries {
        if !value.is_null() && !key_of_ours(draft, &mut front, &key.name, value) {
            // A key for templates.
            front.extra.insert(key.name.clone(), value.to_json());
        }
    }
    front
}

/// Whether there is a title cannot be said: neither that it is missing nor that a heading is a second one.
fn unsure_title(draft: &mut Draft<'_>) {
    draft.title.get_or_insert_default();
    draft.is_title_unsure = true;
}

fn reader<'d>(draft: &'d mut Draft<'_>) -> Reader<'d> {
    Reader::new(draft.host.file, INVALID_FRONT_MATTER, &mut draft.diagnostics)
}

/// Reads a key that means something; `false` for any other.
fn key_of_ours(draft: &mut Draft<'_>, front: &mut FrontMatter, name: &str, value: &Tree) -> bool {
    match name {
        "title" => {
            let title = prose(draft, name, value).unwrap_or_default();
            draft.title = Some(title);
        }
        "summary" => front.summary = prose(draft, name, value),
        "date" => front.date = reader(draft).date(name, value),
        "updated" => front.updated = reader(draft).date(name, value),
        "authors" => front.authors = authors(&mut reader(draft), value),
        "order" => front.order = reader(draft).number(name, value),
        "draft" => front.draft = reader(draft).bool(name, value).unwrap_or_default(),
        "slug" => front.slug = slug(&mut reader(draft), value),
        "template" => front.template = reader(draft).string(name, value).map(|text| text.value),
        "toc" => front.toc = reader(draft).bool(name, value),
        "language" => front.language = reader(draft).language(name, value),
        "extra" => {
            let entries = reader(draft).map(name, value).unwrap_or_default();
            front.extra.extend(json_map(entries));
        }
        _ => return false,
    }
    true
}

fn prose(draft: &mut Draft<'_>, name: &str, value: &Tree) -> Option<Prose> {
    let text = reader(draft).text(name, value)?;
    if text.value.trim().is_empty() {
        reader(draft).wrong(name, value, "text that is not empty");
        return Some(Prose::new());
    }
    let places = Places::of_value(draft.host, value.range.clone(), &text.value);
    Some(draft.prose(&text.value, places))
}

fn authors(reader: &mut Reader<'_>, value: &Tree) -> Vec<String> {
    let mut authors = Vec::new();
    for item in list_or_one(value) {
        match reader.text("authors", item) {
            Some(text) if text.value.trim().is_empty() => {
                reader.wrong("authors", item, "text that is not empty")
            }
            text => authors.extend(text.map(|text| text.value)),
        }
    }
    authors
}

fn slug(reader: &mut Reader<'_>, value: &Tree) -> Option<String> {
    let slug = reader.text("slug", value)?.value;
    let refused = |c: char| c.is_whitespace() || c.is_control() || "/\\?#%:*\"<>|".contains(c);
    if slug.is_empty() || slug.starts_with('.') || slug.contains(refused) {
        reader.wrong("slug", value, "one part of an address such as `rare-earths`");
        return None;
    }
    Some(slug)
}
