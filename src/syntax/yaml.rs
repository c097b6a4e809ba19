//! YAML 1.2 (and with it JSON) → [`Tree`]. The only file that names the YAML parser.
//!
//! That is granit-parser, the parser under serde-saphyr: its events give scalars as they are written and the bytes they
//! stand at, keys and collections included, which serde's data model has no room for.
//!
//! Numbers, truth values and null are those of YAML's core schema, so `no`, `on` and dates are text. Anchors, aliases and
//! merge keys (`<<`) work; what aliases repeat is bounded. One document per text.

mod comments;
mod faults;

use super::tree::{Key, SyntaxError, Tree, TreeKind};
pub(crate) use comments::{CUT_OFF_HELP, cut_off, cut_off_finding, cut_off_message};
pub(crate) use faults::text_after_list;
use faults::{boundary, syntax_error};
use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Values that aliases may repeat in one text: far more than any report needs, far less than memory holds.
const ALIASED_VALUES: usize = 50_000;
/// How deep lists and mappings may be nested.
const DEPTH: usize = 100;

/// Reads one YAML document, or JSON. Empty text is [`TreeKind::Null`].
///
/// # Errors
/// The first fault: bad syntax, a repeated key, a key that is not a scalar, an unknown alias, or aliases that repeat too
/// much.
pub fn parse(text: &str) -> Result<Tree, SyntaxError> {
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
    };
    let mut builder = Builder { text, ..Builder::default() };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| syntax_error(text, &error))?;
        builder.event(event, span)?;
    }
    Ok(builder.root.unwrap_or(Tree { kind: TreeKind::Null, range: 0..0 }))
}

/// A list or mapping that is not finished.
struct Open {
    start: usize,
    flow: bool,
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Tree>),
    Map { entries: Vec<(Key, Tree)>, seen: BTreeSet<String>, key: Option<Key>, merge: Vec<Tree> },
}

#[derive(Default)]
struct Builder<'a> {
    text: &'a str,
    root: Option<Tree>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Tree, usize)>,
    aliased: usize,
    documents: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), SyntaxError> {
        let range = self.range(&span);
        match event {
            Event::DocumentStart(..) => self.document(range),
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(text.into_owned(), style, tag.as_deref());
                self.add(Tree { kind, range }, anchor)
            }
            Event::SequenceStart(style, anchor, _) => {
                self.start(range, style, anchor, Items::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, _) => {
                let items =
                    Items::Map { entries: Vec::new(), seen: BTreeSet::new(), key: None, merge: Vec::new() };
                self.start(range, style, anchor, items)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range),
            Event::Alias(anchor) => self.alias(anchor, range),
            _ => Ok(()),
        }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or(0..0);
        let start = boundary(self.text, range.start);
        let end = boundary(self.text, range.end).max(start);
        // A block scalar's span runs on over the line break that ends it.
        let found = self.text[start..end].trim_end();
        start..start + found.len()
    }

    fn document(&mut self, range: Range<usize>) -> Result<(), SyntaxError> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(SyntaxError {
                message: "a second YAML document starts here, expected one".into(),
                range,
            });
        }
        Ok(())
    }

    fn start(
        &mut self,
        range: Range<usize>,
        style: StructureStyle,
        anchor: usize,
        items: Items,
    ) -> Result<(), SyntaxError> {
        if self.open.len() >= DEPTH {
            let message = format!("values are nested deeper than {DEPTH}");
            return Err(SyntaxError { message, range });
        }
        self.open.push(Open { start: range.start, flow: style == StructureStyle::Flow, anchor, items });
        Ok(())
    }

    fn end(&mut self, range: Range<usize>) -> Result<(), SyntaxError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let last = match &open.items {
            Items::List(items) => items.last(),
            Items::Map { entries, .. } => entries.last().map(|(_, value)| value),
        };
        // A block collection ends where its last value does, not where the next key begins.
        let end = if open.flow { range.end } else { last.map_or(open.start, |last| last.range.end) };
        let range = open.start..end.max(open.start);
        let kind = match open.items {
            Items::List(items) => TreeKind::List(items),
            Items::Map { mut entries, mut seen, merge, .. } => {
                merge.into_iter().for_each(|base| merge_into(&mut entries, &mut seen, base));
                TreeKind::Map(entries)
            }
        };
        self.add(Tree { kind, range }, open.anchor)
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), SyntaxError> {
        let Some((tree, size)) = self.anchors.get(&anchor) else {
            return Err(SyntaxError { message: "this alias has no anchor before it".into(), range });
        };
        self.aliased += size;
        if self.aliased > ALIASED_VALUES {
            let message = format!("aliases repeat more than {ALIASED_VALUES} values");
            return Err(SyntaxError { message, range });
        }
        let mut tree = tree.clone();
        tree.range = range;
        if self.open.len() + depth(&tree) > DEPTH {
            let message = format!("values are nested deeper than {DEPTH}");
            return Err(SyntaxError { message, range: tree.range });
        }
        self.add(tree, 0)
    }

    fn add(&mut self, tree: Tree, anchor: usize) -> Result<(), SyntaxError> {
        if anchor != 0 {
            self.anchors.insert(anchor, (tree.clone(), size(&tree)));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(tree);
            return Ok(());
        };
        match &mut open.items {
            Items::List(items) => items.push(tree),
            Items::Map { entries, seen, key, merge } => match key.take() {
                None => *key = Some(key_of(tree, seen)?),
                Some(name) if name.name == "<<" => merge.push(tree),
                Some(name) => entries.push((name, tree)),
            },
        }
        Ok(())
    }
}

fn key_of(tree: Tree, seen: &mut BTreeSet<String>) -> Result<Key, SyntaxError> {
    let name = match (&tree.kind, tree.scalar_text()) {
        (_, Some(name)) => name.to_owned(),
        (TreeKind::Null, None) => String::new(),
        (_, None) => {
            let message = format!("a key is {}, expected text", tree.describe());
            return Err(SyntaxError { message, range: tree.range });
        }
    };
    if !seen.insert(name.clone()) {
        return Err(SyntaxError {
            message: format!("the key `{name}` stands here twice"),
            range: tree.range,
        });
    }
    Ok(Key { name, range: tree.range })
}

/// `<<: *base` or `<<: [*a, *b]`: keys of the base that the mapping does not have itself.
fn merge_into(entries: &mut Vec<(Key, Tree)>, seen: &mut BTreeSet<String>, base: Tree) {
    match base.kind {
        TreeKind::Map(more) => {
            let new = more.into_iter().filter(|(key, _)| seen.insert(key.name.clone()));
            entries.extend(new);
        }
        TreeKind::List(bases) => bases.into_iter().for_each(|base| merge_into(entries, seen, base)),
        _ => {}
    }
}

fn size(tree: &Tree) -> usize {
    1 + match &tree.kind {
        TreeKind::List(items) => items.iter().map(size).sum(),
        TreeKind::Map(entries) => entries.iter().map(|(_, value)| 1 + size(value)).sum(),
        _ => 0,
    }
}

fn depth(tree: &Tree) -> usize {
    match &tree.kind {
        TreeKind::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        TreeKind::Map(entries) => 1 + entries.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}

fn scalar(text: String, style: ScalarStyle, tag: Option<&Tag>) -> TreeKind {
    let tagged_text = tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
    if style != ScalarStyle::Plain || tagged_text {
        return TreeKind::String(text);
    }
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => TreeKind::Null,
        "true" | "True" | "TRUE" => TreeKind::Bool(true),
        "false" | "False" | "FALSE" => TreeKind::Bool(false),
        number if is_number(number) => TreeKind::Number(text),
        _ => TreeKind::String(text),
    }
}

/// Whether a plain scalar is a number of YAML's core schema that is finite.
fn is_number(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_fits
}

#[cfg(test)]
mod tests;
