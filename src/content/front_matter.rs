//! What stands above a page's text: TOML between `+++` lines or YAML between `---` lines.

use super::embedded;
use super::inline::Draft;
use super::places::Places;
use super::typography::Typography;
use crate::diagnostics::rules::INVALID_FRONT_MATTER;
use crate::diagnostics::{Diagnostic, is_slip};
use crate::model::{FrontMatter, Prose};
use crate::syntax::read::{Reader, list_or_one};
use crate::syntax::tree::{Key, Tree, json_map};
use crate::syntax::yaml;
use std::ops::Range;

/// The keys that mean something. Words of four letters and fewer have too many neighbours for a misspelling to be sure.
const KEYS: [&str; 9] =
    ["title", "summary", "updated", "authors", "order", "draft", "template", "language", "extra"];
const SHORT_KEYS: [&str; 3] = ["date", "slug", "toc"];

/// Reads the front matter, if there is one; gives it and where the page's text begins. A title is left in the draft.
pub(super) fn read(draft: &mut Draft<'_>) -> (FrontMatter, usize) {
    let text = draft.host.text;
    let blank: usize =
        text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let first_line = text[blank..].lines().next().map(str::trim_end);
    let Some(fence) = ["+++", "---"].into_iter().find(|fence| first_line == Some(fence)) else {
        return (FrontMatter::default(), 0);
    };
    let is_first = blank == 0;
    let Some((inner, body)) = parts(text, blank, fence) else {
        if fence == "+++" || (is_first && begins_with_key(text)) {
            let message = format!("the front matter is not closed, expected a second line `{fence}`");
            draft.diagnostics.push(
                Diagnostic::new(INVALID_FRONT_MATTER, message)
                    .at(draft.host.span(blank..blank + fence.len()), "begins here")
                    .help(format!("put a line `{fence}` after the last key")),
            );
            unsure_title(draft);
        }
        return (FrontMatter::default(), 0);
    };
    // Behind a blank line it may be a rule across the page, and a heading below.
    let lines = || text[inner.clone()].lines();
    if !is_first && !lines().any(|line| key_of(line, ':').or(key_of(line, '=')).is_some_and(is_key)) {
        return (FrontMatter::default(), 0);
    }
    if let Some(line) = lines().find(|line| !line.trim().is_empty())
        && fence == "---"
        && key_of(line, '=').is_some()
    {
        let span = draft.host.span(blank..blank + fence.len());
        draft.diagnostics.push(
            Diagnostic::new(INVALID_FRONT_MATTER, "found TOML between lines `---`, expected YAML")
                .at(span, "TOML stands between lines `+++`")
                .help("write `+++` for both lines, or `key: value` for `key = \"value\"`"),
        );
        unsure_title(draft);
        return (FrontMatter::default(), body);
    }
    (keys(draft, fence, inner), body)
}

/// The range between the fences, the first of which begins at `from`, and where the text after them begins.
fn parts(text: &str, from: usize, fence: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text[from..].split_inclusive('\n');
    let start = from + lines.next()?.len();
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
    text.lines().nth(1).and_then(|line| key_of(line, ':')).is_some()
}

/// What stands before a sign in a line, if it may be a key.
fn key_of(line: &str, sign: char) -> Option<&str> {
    let key = line.split_once(sign)?.0.trim_end();
    let fits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    fits.then_some(key)
}

/// Whether a name is a key that means something.
fn is_key(name: &str) -> bool {
    KEYS.contains(&name) || SHORT_KEYS.contains(&name)
}

/// The key that a name can only be meant for.
fn meant(name: &str) -> Option<&'static str> {
    let first = |name: &str| name.chars().next().map(|letter| letter.to_ascii_lowercase());
    let near = |known: &&str| first(name) == first(known) && is_slip(name, &[known]);
    let same = |known: &&str| name.eq_ignore_ascii_case(known);
    KEYS.into_iter().find(near).or_else(|| SHORT_KEYS.into_iter().find(same))
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
    if fence == "---" {
        draft.cut_off(yaml::cut_off(text, &tree).into_iter().map(shift));
    }
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
            report_slip(draft, key);
            front.extra.insert(key.name.clone(), value.to_json());
        }
    }
    front
}

/// Reports a key that can only be meant for another one.
fn report_slip(draft: &mut Draft<'_>, key: &Key) {
    let Some(known) = meant(&key.name) else { return };
    let span = draft.host.span(key.range.clone());
    draft.diagnostics.push(
        Diagnostic::new(
            INVALID_FRONT_MATTER,
            format!("`{}` means nothing here, expected `{known}`", key.name),
        )
        .at(span, "not a known key")
        .help(format!("write `{known}`; a key of your own for templates may stand below `extra`")),
    );
    if known == "title" {
        unsure_title(draft);
    }
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
