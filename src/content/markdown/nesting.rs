//! How deep Markdown may be nested: what follows reads nodes inside nodes, and browsers flatten what is deeper.

use crate::diagnostics::rules::TOO_LARGE;
use crate::diagnostics::{Diagnostic, Span};
use pulldown_cmark::Event;

/// So many lists, quotations, notes, images, links and emphases may stand around one place.
pub(super) const DEPTH: usize = 100;

/// Counts what is open.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: usize,
    /// Whether something was left out.
    pub(super) left_out: bool,
}

impl Nesting {
    /// Whether an event is left out, with all that begins and ends in it: it stands deeper than it may.
    pub(super) fn leaves_out(&mut self, event: &Event<'_>) -> bool {
        self.open += usize::from(matches!(event, Event::Start(_)));
        let is_deep = self.open > DEPTH;
        self.open = self.open.saturating_sub(usize::from(matches!(event, Event::End(_))));
        is_deep
    }
}

/// The finding, where the first stands that is left out.
pub(super) fn finding(span: Span) -> Diagnostic {
    let message = format!("lists, quotations, images or emphasis are nested deeper than {DEPTH}");
    Diagnostic::new(TOO_LARGE, message)
        .at(span, "this is one too deep")
        .help("take them apart, or write `\\` before marks that are to be text")
}
