//! One diagnostic type, plain data, for every room; and its renderings.
//!
//! A stage returns what it could make together with its [`Diagnostics`] and goes on; the command room prints them.
//! A message is lower case without a full stop and says what was found and what was expected; help is in the
//! imperative. Rules are listed in [`rules`].

mod github;
mod human;
mod json;
mod nearest;
pub mod rules;
mod sarif;
mod path;
mod span;
#[cfg(test)]
mod tests;

pub use github::github;
pub use human::{counted, human, summary};
pub use json::json;
pub use nearest::{DATA_FILES, advice, field_advice, is_slip, nearest, nearest_dataset, unreadable_dataset};
pub use path::{below, is_inside, parted, with_slashes};
pub use rules::RuleId;
pub use sarif::sarif;
pub use span::{File, FileId, Files, LineColumn, Span, Spanned};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built; the author should look.
    Warning,
    /// For the record.
    Note,
}

/// The severity as configuration, JSON and SARIF name it.
pub(crate) const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A place with a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there; may be empty.
    pub message: String,
}

/// A safe mend: replace the text under a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The place whose text is replaced.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// Where; `None` only for faults that stand in no file.
    pub primary: Option<Label>,
    /// Further places, such as the cell that a sentence contradicts.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Vec<String>,
    /// A safe mend, if there is one.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` with the rule's own severity.
    #[must_use]
    pub fn new(rule: RuleId, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Puts it at a place, with a few words (which may be empty).
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.primary = Some(Label { span, message: label.into() });
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn and(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Label { span, message: label.into() });
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds advice when there is some.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }

    /// Adds a safe mend.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }
}

/// The findings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds those of another stage.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether the site must not be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings in the order they were added, or sorted after [`Diagnostics::sorted`].
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Changes each finding in place, for example its severity by configuration.
    pub fn for_each_mut(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.list.iter_mut().for_each(change);
    }

    /// The findings by file path, place and rule, without repetitions.
    #[must_use]
    pub fn sorted(mut self, files: &Files) -> Self {
        let key = |d: &Diagnostic| {
            let place = d
                .primary
                .as_ref()
                .map(|label| (files.get(label.span.file).path.clone(), label.span.start, label.span.end));
            (place, d.rule.name(), d.message.clone())
        };
        self.list.sort_by_cached_key(key);
        self.list.dedup();
        self
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(list: I) -> Self {
        Self { list: list.into_iter().collect() }
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
