//! What an author declares of a dataset beside its fields.

use crate::diagnostics::{Span, Spanned};
use jiff::civil::Date;

/// A source named in `datapackage.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSource {
    /// Its title, if given.
    pub title: Option<String>,
    /// Its address, if given.
    pub path: Option<String>,
    /// The key of the registry entry it stands for (our `key` property), if given.
    pub key: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A licence named in `datapackage.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Open Definition identifier, such as `CC-BY-4.0`.
    pub name: Option<String>,
    /// Title for readers.
    pub title: Option<String>,
    /// Address of the text.
    pub path: Option<String>,
}

/// How fresh a dataset or source is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Freshness {
    /// When it was retrieved.
    pub retrieved: Option<Date>,
    /// When the next release is due.
    pub next_release: Option<Spanned<Date>>,
}

/// What an author declares to hold of a dataset, beyond what constraints of single cells can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRule {
    /// What it is asked of.
    pub scope: RuleScope,
    /// The expression that must be true.
    pub expression: Spanned<String>,
    /// What holds, in the author's words; `${…}` in them are expressions.
    pub message: String,
}

/// What a [`DataRule`] is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleScope {
    /// Each record, which the expression calls `r`.
    Record,
    /// The dataset as a whole, which the expression calls `t`.
    Table,
}
