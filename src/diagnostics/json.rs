//! Diagnostics as JSON, for programs. Version 1, documented in `docs/formats.md`.

use super::{Diagnostic, Diagnostics, Files, Label, Severity};
use serde_json::{Value as Json, json};

/// All findings as one JSON object.
#[must_use]
pub fn json(diagnostics: &Diagnostics, files: &Files) -> String {
    let findings: Vec<Json> = diagnostics.iter().map(|finding| one(finding, files)).collect();
    let object = json!({
        "version": 1,
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "notes": diagnostics.count(Severity::Note),
        "findings": findings,
    });
    format!("{object:#}\n")
}

fn one(finding: &Diagnostic, files: &Files) -> Json {
    let fix = finding.fix.as_ref().map(|fix| {
        let place = Label { span: fix.span, message: String::new() };
        json!({ "place": label(&place, files), "text": fix.text })
    });
    json!({
        "rule": finding.rule.name(),
        "severity": super::severity_name(finding.severity),
        "message": finding.message,
        "place": finding.primary.as_ref().map(|place| label(place, files)),
        "related": finding.related.iter().map(|place| label(place, files)).collect::<Vec<_>>(),
        "help": finding.help,
        "fix": fix,
    })
}

/// Lines and columns count from 1, columns in characters; offsets count bytes from 0. The end is not included.
fn label(label: &Label, files: &Files) -> Json {
    let file = files.get(label.span.file);
    let range = label.span.range();
    let (start, end) = (file.line_column(range.start), file.line_column(range.end));
    let mut place = json!({
        "file": file.path_on_disk(),
        "line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column,
        "start": range.start, "end": range.end,
        "message": label.message,
    });
    if let Some(cell) = file.cell(range.start) {
        place["cell"] = json!(cell);
    }
    place
}
