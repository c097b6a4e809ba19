//! Images that say nothing to someone who does not see them.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::Page;

/// Images without alternative text.
pub(super) fn without_alt(page: &Page) -> Diagnostics {
    page.document
        .images
        .iter()
        .filter(|image| image.alt.is_empty())
        .map(|image| {
            Diagnostic::new(rules::MISSING_ALT, "this image has no alternative text")
                .at(image.span, "")
                .help("say in the square brackets what the image shows")
        })
        .collect()
}
