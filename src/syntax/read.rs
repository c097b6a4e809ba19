//! Typed values out of a [`Tree`]: what does not fit is reported at its place and read as absent.
//!
//! The ranges of the tree must be those of the file ([`Tree::map_ranges`]).

use super::tree::{Key, SyntaxError, Tree, TreeKind};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, RuleId, Span, Spanned, advice};
use jiff::civil::Date;
use std::ops::Range;

/// Reads values of one file and reports faults under one rule. `name` is the key as the message shows it.
#[derive(Debug)]
pub struct Reader<'a> {
    file: FileId,
    rule: RuleId,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    /// A reader of `file` that reports under `rule`.
    pub const fn new(file: FileId, rule: RuleId, diagnostics: &'a mut Diagnostics) -> Self {
        Self { file, rule, diagnostics }
    }

    /// The span of a range of the file.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// Reports anything.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a text that does not parse; `help` says how the language is written.
    pub fn syntax_error(&mut self, error: &SyntaxError, help: &str) {
        let span = self.span(&error.range);
        self.push(Diagnostic::new(self.rule, error.message.clone()).at(span, "").help(help));
    }

    /// Reports a value of the wrong type or form.
    pub fn wrong(&mut self, name: &str, tree: &Tree, expected: &str) {
        let message = format!("`{name}` is {}, expected {expected}", found(tree));
        let span = self.span(&tree.range);
        self.push(
            Diagnostic::new(self.rule, message)
                .at(span, format!("expected {expected}"))
                .help(format!("write {expected} for `{name}`")),
        );
    }

    /// Reports a key that is not known under `rule`, with the nearest known one.
    pub fn unknown_key<'k>(
        &mut self,
        rule: RuleId,
        key: &Key,
        place: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let message = format!("{place} has no key `{}`", key.name);
        let span = self.span(&key.range);
        self.push(
            Diagnostic::new(rule, message)
                .at(span, "not a known key")
                .maybe_help(advice("key", &key.name, known)),
        );
    }

    /// Entries of a mapping.
    pub fn map<'t>(&mut self, name: &str, tree: &'t Tree) -> Option<&'t [(Key, Tree)]> {
        let entries = tree.map();
        if entries.is_none() {
            self.wrong(name, tree, "a mapping of keys and values");
        }
        entries
    }

    /// Items of a list.
    pub fn list<'t>(&mut self, name: &str, tree: &'t Tree) -> Option<&'t [Tree]> {
        let items = tree.list();
        if items.is_none() {
            self.wrong(name, tree, "a list");
        }
        items
    }

    /// Text.
    pub fn string(&mut self, name: &str, tree: &Tree) -> Option<Spanned<String>> {
        let text = tree.string();
        if text.is_none() {
            self.wrong(name, tree, "text");
        }
        text.map(|text| Spanned::new(text.to_owned(), self.span(&tree.range)))
    }

    /// A language tag (BCP 47), by its form.
    pub fn language(&mut self, name: &str, tree: &Tree) -> Option<String> {
        let tag = tree.string().filter(|text| is_language(text));
        if tag.is_none() {
            self.wrong(name, tree, "a language tag such as `en` or `zh-Hans`");
        }
        tag.map(str::to_owned)
    }

    /// Text, or a number, date or truth value as written: a field may be called `2025`.
    pub fn text(&mut self, name: &str, tree: &Tree) -> Option<Spanned<String>> {
        let text = tree.scalar_text();
        if text.is_none() {
            self.wrong(name, tree, "text");
        }
        text.map(|text| Spanned::new(text.to_owned(), self.span(&tree.range)))
    }

    /// `true` or `false`.
    pub fn bool(&mut self, name: &str, tree: &Tree) -> Option<bool> {
        match tree.kind {
            TreeKind::Bool(flag) => Some(flag),
            _ => {
                self.wrong(name, tree, "`true` or `false`");
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, name: &str, tree: &Tree) -> Option<f64> {
        let number = tree.number();
        if number.is_none() {
            self.wrong(name, tree, "a number");
        }
        number
    }

    /// A whole number from 0.
    pub fn u32(&mut self, name: &str, tree: &Tree) -> Option<u32> {
        let whole = tree.number().filter(|n| n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(n));
        if whole.is_none() {
            self.wrong(name, tree, "a whole number from 0");
        }
        whole.map(|number| number as u32)
    }

    /// A day: a date of TOML, or text such as `2025-06-01`. A time of day is dropped.
    pub fn date(&mut self, name: &str, tree: &Tree) -> Option<Date> {
        let text = match &tree.kind {
            TreeKind::Moment(text) | TreeKind::String(text) => Some(text.as_str()),
            _ => None,
        };
        let day = text.map(|text| text.split(['T', 't', ' ']).next().unwrap_or(text));
        let date = day.filter(|day| day.len() == 10).and_then(|day| day.parse().ok());
        if date.is_none() {
            self.wrong(name, tree, "a date such as `2025-06-01`");
        }
        date
    }

    /// One text or a list of texts; numbers, dates and truth values count as text.
    pub fn texts(&mut self, name: &str, tree: &Tree) -> Vec<Spanned<String>> {
        list_or_one(tree).iter().filter_map(|item| self.text(name, item)).collect()
    }
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

/// The items of a list, or the value itself as the only one; nothing for null.
#[must_use]
pub fn list_or_one(tree: &Tree) -> &[Tree] {
    match &tree.kind {
        TreeKind::List(items) => items,
        TreeKind::Null => &[],
        _ => std::slice::from_ref(tree),
    }
}

/// A value as a message shows it: scalars by their text, when it is short.
fn found(tree: &Tree) -> String {
    match tree.scalar_text() {
        Some("") => "empty text".to_owned(),
        Some(text) if text.chars().count() <= 40 && !text.contains('\n') => match tree.kind {
            TreeKind::String(_) => format!("the text `{text}`"),
            TreeKind::Number(_) => format!("the number {text}"),
            TreeKind::Moment(_) => format!("the date {text}"),
            _ => text.to_owned(),
        },
        _ => tree.describe().to_owned(),
    }
}
