//! Headings that skip a level: a reader who jumps from heading to heading misses one.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::Page;

/// The page's title is level 1, so its text starts at level 2.
pub(super) fn skipped(page: &Page) -> Diagnostics {
    let mut above = 1;
    let mut diagnostics = Diagnostics::default();
    for (index, heading) in page.document.headings.iter().enumerate() {
        if page.document.title_heading == Some(index) {
            continue;
        }
        if heading.level > above + 1 {
            let wanted = "#".repeat(usize::from(above) + 1);
            diagnostics.push(
                Diagnostic::new(
                    rules::SKIPPED_HEADING,
                    format!("a heading of level {} follows one of level {above}", heading.level),
                )
                .at(heading.span, "")
                .help(format!("begin it with `{wanted}`")),
            );
        }
        above = heading.level;
    }
    diagnostics
}
