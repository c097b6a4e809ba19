//! Diagnostics as workflow commands of GitHub Actions, which show them beside the changed lines.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use super::{Diagnostic, Diagnostics, Files, Severity};
use std::fmt::Write as _;

/// One command a line.
#[must_use]
pub fn github(diagnostics: &Diagnostics, files: &Files) -> String {
    let mut text = String::new();
    for finding in diagnostics {
        command(&mut text, finding, files);
    }
    text
}

fn command(text: &mut String, finding: &Diagnostic, files: &Files) {
    let name = match finding.severity {
        Severity::Note => "notice",
        other => super::severity_name(other),
    };
    let _ = write!(text, "::{name} ");
    let mut cell = None;
    if let Some(place) = &finding.primary {
        let file = files.get(place.span.file);
        let range = place.span.range();
        cell = file.cell(range.start);
        let _ = write!(text, "file={},", property(file.path_on_disk()));
        let (start, end) = (file.line_column(range.start), file.line_column(range.end));
        if cell.is_none() {
            let _ = write!(text, "line={},endLine={},", start.line, end.line);
        }
        // Columns are understood within one line only.
        if cell.is_none() && start.line == end.line {
            let _ = write!(text, "col={},endColumn={},", start.column, end.column);
        }
    }
    let cell = cell.map_or_else(String::new, |cell| format!("{cell}: "));
    let mut message = format!("{cell}{}", finding.message);
    for help in &finding.help {
        message.push('\n');
        message.push_str(help);
    }
    let _ = writeln!(text, "title={}::{}", property(finding.rule.name()), data(&message));
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
