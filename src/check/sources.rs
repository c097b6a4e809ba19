//! Sources that nothing cites.

use crate::content;
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::resolve::Resolved;

/// Registry entries without a use.
pub(super) fn unused(resolved: &Resolved) -> Diagnostics {
    resolved
        .sources
        .iter()
        .filter(|entry| entry.uses.is_empty())
        .filter_map(|entry| resolved.report.sources.get(&entry.key))
        .map(|source| {
            Diagnostic::new(rules::UNUSED_SOURCE, format!("nothing cites the source `{}`", source.key))
                .at(source.span, "")
                .help(format!("cite it with `{}`, or take it out", content::citation_of(&source.key)))
        })
        .collect()
}
