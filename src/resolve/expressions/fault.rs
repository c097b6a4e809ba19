//! What a function of ours reports while an expression runs; [`errors`](super::errors) gives it its place.

use crate::diagnostics::{RuleId, rules};
use rhai::{Dynamic, EvalAltResult, Position};

/// A fault without a place yet. Rhai carries it as the token of a run-time error.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) rule: RuleId,
    pub(super) message: String,
    /// The name as it stands in the expression, by which the exact place is found.
    pub(super) name: Option<String>,
    pub(super) help: Vec<String>,
}

impl Fault {
    pub(super) fn new(rule: RuleId, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), name: None, help: Vec::new() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(rules::INVALID_EXPRESSION, message)
    }

    pub(super) fn units(message: impl Into<String>) -> Self {
        Self::new(rules::UNIT_MISMATCH, message)
    }

    pub(super) fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

impl From<Fault> for Box<EvalAltResult> {
    fn from(fault: Fault) -> Self {
        Self::new(EvalAltResult::ErrorRuntime(Dynamic::from(fault), Position::NONE))
    }
}
