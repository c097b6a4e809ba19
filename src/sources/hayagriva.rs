//! Hayagriva YAML.

use super::{Declared, csl, fault, fields, key_fault, mended};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned, advice, rules};
use crate::model::{Freshness, Source};
use crate::syntax::read::Reader;
use crate::syntax::tree::{Key, SyntaxError, Tree, TreeKind};
use crate::syntax::yaml;
use hayagriva::Entry;
use hayagriva::io::from_yaml_str;
use serde_json::{Map, Value as Json};
use std::ops::Range;

/// Types of entries, as hayagriva 0.10 knows them.
const TYPES: [&str; 30] = [
    "article",
    "chapter",
    "entry",
    "anthos",
    "report",
    "thesis",
    "web",
    "scene",
    "artwork",
    "patent",
    "case",
    "newspaper",
    "legislation",
    "manuscript",
    "post",
    "misc",
    "performance",
    "periodical",
    "proceedings",
    "book",
    "blog",
    "reference",
    "conference",
    "anthology",
    "repository",
    "thread",
    "video",
    "audio",
    "exhibition",
    "original",
];
const SHAPE: &str = "write each source as `key:` with indented fields such as `type: Report` and `title: …`";

/// Reads `sources.yaml`.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Declared> {
    let (entries, unread) = entries(file, text, diagnostics);
    for (key, value) in &entries {
        fields::check(file, &key.name, value, diagnostics);
    }
    // A text with a fault is not read whole: hayagriva knows no limits.
    let library = unread.is_empty().then(|| from_yaml_str(text).ok()).flatten();
    let mut sources: Vec<Declared> = unread.into_iter().map(Err).collect();
    for (key, value) in entries {
        let span = Span::new(file, key.range.clone());
        if let Some(fault) = key_fault(&key.name, span) {
            diagnostics.push(fault);
            sources.push(Err(key.name));
            continue;
        }
        let whole = library.as_ref().and_then(|library| library.get(&key.name)).cloned();
        match whole.map_or_else(|| alone(&key.name, &value), Ok) {
            Ok(entry) => {
                let freshness = freshness(file, &value, diagnostics);
                let entry = mended::entry(&entry);
                sources.push(Ok(Source { key: key.name, span, entry, freshness }));
            }
            Err(message) => {
                diagnostics.push(entry_fault(file, &key, &value, &message));
                sources.push(Err(key.name));
            }
        }
    }
    sources
}

/// Our own fields of an entry.
fn freshness(file: FileId, value: &Tree, diagnostics: &mut Diagnostics) -> Freshness {
    let mut reader = Reader::new(file, rules::INVALID_SOURCES, diagnostics);
    let mut date = |name: &str| {
        let value = value.get(name)?;
        Some(Spanned::new(reader.date(name, value)?, reader.span(&value.range)))
    };
    Freshness { retrieved: date("retrieved").map(|date| date.value), next_release: date("next-release") }
}

/// The entries with their places: from the whole text, or, when that is not YAML, from each piece that is. Then the keys of
/// the other pieces.
fn entries(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> (Vec<(Key, Tree)>, Vec<String>) {
    let mut unread = Vec::new();
    let whole = match yaml::parse(text) {
        Ok(tree) => {
            cut_off(file, text, &tree, &|range| range, diagnostics);
            return match csl::sources(&tree) {
                Some(sources) => {
                    diagnostics.push(csl::fault(file, &sources));
                    (Vec::new(), sources.keys)
                }
                None => (top_level(file, tree, diagnostics), unread),
            };
        }
        Err(error) => error,
    };
    let pieces = pieces(text);
    if pieces.len() < 2 {
        diagnostics.push(syntax(file, &whole));
        return (Vec::new(), text.lines().filter_map(key_of).collect());
    }
    let mut entries = Vec::new();
    let before = diagnostics.iter().count();
    for piece in pieces {
        let shift = |range: Range<usize>| range.start + piece.start..range.end + piece.start;
        let piece_text = text.get(piece.clone()).unwrap_or_default();
        match yaml::parse(piece_text) {
            Ok(mut tree) => {
                cut_off(file, piece_text, &tree, &shift, diagnostics);
                tree.map_ranges(&shift);
                entries.extend(top_level(file, tree, diagnostics));
            }
            Err(error) => {
                unread.extend(text.get(piece.clone()).and_then(key_of));
                let error = SyntaxError { range: shift(error.range), message: error.message };
                diagnostics.push(syntax(file, &error));
            }
        }
    }
    // Every piece is fine by itself, so the fault is between them; a repeated key is reported by the registry.
    let repeated = entries.iter().enumerate().any(|(index, (key, _))| {
        entries.iter().take(index).any(|(other, _): &(Key, Tree)| other.name == key.name)
    });
    if unread.is_empty() && !repeated && diagnostics.iter().count() == before {
        diagnostics.push(syntax(file, &whole));
    }
    (entries, unread)
}

/// Reports words that YAML takes for comments.
fn cut_off(
    file: FileId,
    text: &str,
    tree: &Tree,
    shift: &impl Fn(Range<usize>) -> Range<usize>,
    diagnostics: &mut Diagnostics,
) {
    for range in yaml::cut_off(text, tree) {
        let words = text.get(range.clone()).unwrap_or_default();
        diagnostics.push(yaml::cut_off_finding(words, Span::new(file, shift(range))));
    }
}

/// The key that a piece begins with.
fn key_of(piece: &str) -> Option<String> {
    let (key, _) = piece.split_once(':')?;
    Some(key.trim_matches(['"', '\'']).to_owned())
        .filter(|key| !key.starts_with([' ', '#']) && !key.is_empty())
}

fn syntax(file: FileId, error: &SyntaxError) -> Diagnostic {
    Diagnostic::new(rules::INVALID_SOURCES, error.message.clone())
        .at(Span::new(file, error.range.clone()), "")
        .help(SHAPE)
}

fn top_level(file: FileId, tree: Tree, diagnostics: &mut Diagnostics) -> Vec<(Key, Tree)> {
    match tree.kind {
        TreeKind::Map(entries) => entries,
        TreeKind::Null => Vec::new(),
        _ => {
            let message =
                format!("the sources are {}, expected a mapping of keys to sources", tree.describe());
            let span = Span::new(file, tree.range);
            diagnostics.push(Diagnostic::new(rules::INVALID_SOURCES, message).at(span, "").help(SHAPE));
            Vec::new()
        }
    }
}

/// The text from each line that starts a top-level key to the next such line.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let starts_key = line.chars().next().is_some_and(|c| !c.is_whitespace() && !"#-}]".contains(c));
        if starts_key {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// One entry read by itself, as JSON, which is YAML too.
fn alone(key: &str, value: &Tree) -> Result<Entry, String> {
    let mut library = Map::new();
    library.insert(key.to_owned(), value.to_json());
    let text = Json::Object(library).to_string();
    match from_yaml_str(&text) {
        Ok(library) => library.get(key).cloned().ok_or_else(|| "it has no content".to_owned()),
        Err(error) => Err(plain(&error.to_string(), key)),
    }
}

/// Hayagriva's message without the key before it and the place behind it, which is of no file.
fn plain(message: &str, key: &str) -> String {
    let message = message.strip_prefix(&format!("{key}: ")).unwrap_or(message);
    let end = message.find(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(message).to_owned()
}

/// The fault at the field that causes it: the one without which the entry can be read.
fn entry_fault(file: FileId, key: &Key, value: &Tree, message: &str) -> Diagnostic {
    let whole = Span::new(file, key.range.clone());
    let Some(fields) = value.map() else {
        let message = format!("it is {}, expected a mapping of fields", value.describe());
        return fault(&key.name, &message, whole).help(SHAPE);
    };
    if !fields.iter().any(|(field, _)| field.name == "type") {
        return fault(&key.name, "it has no `type`", whole).help("add a type, for example `type: Report`");
    }
    let guilty = fields.iter().find(|(field, _)| alone_without(&key.name, value, &field.name));
    let Some((field, wrong)) = guilty else { return fault(&key.name, message, whole).help(SHAPE) };
    let span = Span::new(file, wrong.range.clone());
    let kind = wrong.scalar_text().filter(|_| field.name == "type");
    if let Some(kind) = kind {
        let message = format!("`{kind}` is not a type of source");
        return fault(&key.name, &message, span).maybe_help(advice("type", &kind.to_lowercase(), TYPES));
    }
    let message = message.strip_prefix(&format!("{}.", key.name)).unwrap_or(message);
    fault(&key.name, &format!("`{}`: {}", field.name, plain(message, &field.name)), span).help(
        match field.name.as_str() {
            "url" => "write the whole address, as in `https://example.org/report`".to_owned(),
            "date" => "write a date such as `2025-06-01`, `2025-06` or `2025`".to_owned(),
            name => format!("write `{name}` as the Hayagriva format has it"),
        },
    )
}

/// Whether an entry can be read without one of its fields. (A type cannot be left out, so it is replaced.)
fn alone_without(key: &str, value: &Tree, field: &str) -> bool {
    let TreeKind::Map(fields) = &value.kind else { return false };
    let mut fields = fields.clone();
    if field == "type" {
        for (name, value) in &mut fields {
            if name.name == "type" {
                value.kind = TreeKind::String("misc".to_owned());
            }
        }
    } else {
        fields.retain(|(name, _)| name.name != field);
    }
    alone(key, &Tree { kind: TreeKind::Map(fields), range: value.range.clone() }).is_ok()
}
