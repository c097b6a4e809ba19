//! Which ECharts draws: the build in the program, or one that the report brings along.

use super::engine;
use crate::diagnostics::Span;
use crate::model::Report;

/// The version of the build in the program.
pub(super) const VERSION: &str = "5.5.1";

/// The ECharts build that draws the charts, and that the site ships for the live ones: a picture must not change when
/// scripts run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Library<'a> {
    /// The one in the program.
    Shipped,
    /// The one that `[charts] echarts` names.
    Own {
        /// A classic script that makes a global `echarts`.
        text: &'a str,
        /// Where it is named.
        span: Span,
    },
}

impl<'a> Library<'a> {
    /// That of a report.
    #[must_use]
    pub fn of(report: &'a Report) -> Self {
        match (report.echarts, &report.config.echarts) {
            (Some(file), Some(named)) => Self::Own { text: &report.files.get(file).text, span: named.span },
            _ => Self::Shipped,
        }
    }

    /// The script, its licence at the top.
    #[must_use]
    pub const fn text(self) -> &'a str {
        match self {
            Self::Shipped => engine::ECHARTS_JS,
            Self::Own { text, .. } => text,
        }
    }

    /// What drawings of this build are kept under, so that no other build takes them; the program's own has its version.
    pub(super) fn mark(self) -> String {
        match self {
            Self::Shipped => String::new(),
            Self::Own { text, .. } => blake3::hash(text.as_bytes()).to_hex().to_string(),
        }
    }
}
