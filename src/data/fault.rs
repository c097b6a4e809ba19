//! A finding inside one file, before the file has a name: readers work on text alone.

use crate::diagnostics::{Diagnostic, FileId, RuleId, Span};
use std::ops::Range;

/// A finding at places of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    rule: RuleId,
    message: String,
    place: Range<usize>,
    label: String,
    related: Vec<(Range<usize>, String)>,
    help: Option<String>,
}

impl Fault {
    /// A finding of `rule` at `place`.
    pub(super) fn new(rule: RuleId, message: impl Into<String>, place: Range<usize>) -> Self {
        Self { rule, message: message.into(), place, label: String::new(), related: Vec::new(), help: None }
    }

    /// A few words at the place.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Another place.
    pub(super) fn and(mut self, place: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Advice.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding under another rule.
    pub(super) fn under(mut self, rule: RuleId) -> Self {
        self.rule = rule;
        self
    }

    /// Whether it is a finding of this rule.
    pub(super) fn is(&self, rule: RuleId) -> bool {
        self.rule == rule
    }

    /// The finding in its file.
    pub(super) fn diagnostic(self, file: FileId) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.rule, self.message)
            .at(Span::new(file, self.place), self.label)
            .maybe_help(self.help);
        for (place, label) in self.related {
            diagnostic = diagnostic.and(Span::new(file, place), label);
        }
        diagnostic
    }
}
