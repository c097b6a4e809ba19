//! Images and raw charts that say nothing to someone who does not see them.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{Figure, FigureKind, Page};

/// Images without alternative text, and raw charts, of which the program cannot say what they show.
pub(super) fn without_alt(page: &Page) -> Diagnostics {
    let images = page.document.images.iter().filter(|image| image.alt.is_empty()).map(|image| {
        Diagnostic::new(rules::MISSING_ALT, "this image has no alternative text")
            .at(image.span, "")
            .help("say in the square brackets what the image shows")
    });
    let raw = |figure: &&Figure| {
        // A block that cannot be read stands as one without options.
        let FigureKind::ECharts(spec) = &figure.kind else { return false };
        !spec.option.is_empty() && figure.alt.is_none()
    };
    let charts = page.document.figures.iter().filter(raw).map(|figure| {
        Diagnostic::new(
            rules::MISSING_ALT,
            "this chart has no alternative text, and none can be made of raw options",
        )
        .at(figure.span, "")
        .help("say with `alt:` what the chart shows")
    });
    images.chain(charts).collect()
}
