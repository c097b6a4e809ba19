//! What would be left outside, reported once for each address of a page.

use super::leaves::Leaf;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::resolve::Resolved;
use std::collections::BTreeSet;

/// Collects what would be left outside.
pub(super) struct Faults<'a> {
    resolved: &'a Resolved,
    /// What is made: `the single file`.
    made: &'static str,
    seen: BTreeSet<(String, String)>,
    diagnostics: Diagnostics,
}

impl<'a> Faults<'a> {
    /// None yet; `made` says what is made.
    pub(super) fn new(resolved: &'a Resolved, made: &'static str) -> Self {
        Self { resolved, made, seen: BTreeSet::new(), diagnostics: Diagnostics::default() }
    }

    /// An element of a page shows something that is no file of the site.
    pub(super) fn left_outside(&mut self, leaf: &Leaf, element: &str, address: &str) {
        if !self.seen.insert((leaf.path.clone(), address.to_owned())) {
            return;
        }
        let message = format!(
            "{} would need `{address}`, which `<{element}>` shows from outside the report",
            self.made
        );
        let help = "put the file into the content folder and name it relative to the page, or make it a link";
        let mut diagnostic = Diagnostic::new(rules::LEFT_OUTSIDE, message).help(help);
        if let Some(page) = leaf.page {
            let file = self.resolved.report.page(page).file;
            let text = &self.resolved.report.files.get(file).text;
            let place = text.find(address).map_or(0..0, |start| start..start + address.len());
            diagnostic = diagnostic.at(Span::new(file, place), "");
        }
        self.diagnostics.push(diagnostic);
    }

    /// A style sheet names something that is no file of the site.
    pub(super) fn style_outside(&mut self, sheet: &str, address: &str) {
        if self.seen.insert((sheet.to_owned(), address.to_owned())) {
            let message =
                format!("{} would need `{address}`, which the style sheet `{sheet}` names", self.made);
            let help = "name a file of the content folder, relative to `assets/` in the site";
            self.diagnostics.push(Diagnostic::new(rules::LEFT_OUTSIDE, message).help(help));
        }
    }

    /// All that was found.
    pub(super) fn finish(self) -> Diagnostics {
        self.diagnostics
    }
}
