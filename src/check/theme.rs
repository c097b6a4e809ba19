//! Files that `[theme]` names.

use crate::diagnostics::{Diagnostic, Diagnostics, RuleId, Spanned, advice, rules};
use crate::model::Report;

/// Logos and fonts that the content folder does not hold.
pub(super) fn missing_files(report: &Report) -> Diagnostics {
    let theme = &report.config.theme;
    let logos = [&theme.logo, &theme.logo_dark].into_iter().flatten();
    let logos = logos.map(|logo| (rules::MISSING_IMAGE, "image", logo));
    let fonts = theme.font_files.iter().map(|font| (rules::UNREADABLE_FILE, "font", &font.file));
    logos.chain(fonts).filter_map(|(rule, kind, file)| missing(report, rule, kind, file)).collect()
}

fn missing(report: &Report, rule: RuleId, kind: &str, file: &Spanned<String>) -> Option<Diagnostic> {
    if report.assets.iter().any(|asset| asset.path == file.value) {
        return None;
    }
    let content = &report.config.build.content;
    let names = report.assets.iter().map(|asset| asset.path.as_str());
    Some(
        Diagnostic::new(rule, format!("the {kind} `{content}/{}` does not exist", file.value))
            .at(file.span, "")
            .maybe_help(advice("file", &file.value, names))
            .help(format!("name a file relative to `{content}`")),
    )
}
