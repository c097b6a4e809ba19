//! Diagnostics as SARIF 2.1.0 (OASIS, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), for code
//! scanning.

use super::{Diagnostic, Diagnostics, Files, Label, RuleId, Severity};
use camino::Utf8Path;
use serde_json::{Value as Json, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// All findings as a SARIF log of one run.
#[must_use]
pub fn sarif(diagnostics: &Diagnostics, files: &Files) -> String {
    let mut rules: Vec<RuleId> = Vec::new();
    for finding in diagnostics {
        if !rules.contains(&finding.rule) {
            rules.push(finding.rule);
        }
    }
    rules.sort_by_key(|rule| rule.name());
    let results: Vec<Json> = diagnostics.iter().map(|finding| result(finding, &rules, files)).collect();
    let described: Vec<Json> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.name(),
                "shortDescription": { "text": rule.summary() },
                "defaultConfiguration": { "level": super::severity_name(rule.severity()) },
            })
        })
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sourcebook",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": described,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(finding: &Diagnostic, rules: &[RuleId], files: &Files) -> Json {
    let help = finding.help.iter().map(|help| format!("\n{help}")).collect::<String>();
    let mut result = json!({
        "ruleId": finding.rule.name(),
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": super::severity_name(finding.severity),
        "message": { "text": format!("{}{}{help}", cell(finding.primary.as_ref(), files), finding.message) },
        "locations": finding.primary.iter().map(|place| location(place, files)).collect::<Vec<_>>(),
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(index, place)| {
            let mut location = location(place, files);
            location["id"] = json!(index + 1);
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let (Some(fix), Severity::Error) = (&finding.fix, finding.severity) {
        let place = Label { span: fix.span, message: String::new() };
        let change = json!({
            "artifactLocation": artifact(&place, files),
            "replacements": [{ "deletedRegion": region(&place, files), "insertedContent": { "text": fix.text } }],
        });
        result["fixes"] = json!([{ "artifactChanges": [change] }]);
    }
    result
}

/// The cell of a place in a workbook, which has no lines, before a message.
fn cell(place: Option<&Label>, files: &Files) -> String {
    let cell = place.and_then(|place| files.get(place.span.file).cell(place.span.range().start));
    cell.map(|cell| format!("{cell}: ")).unwrap_or_default()
}

fn location(place: &Label, files: &Files) -> Json {
    let physical = match cell(Some(place), files).is_empty() {
        true => json!({ "artifactLocation": artifact(place, files), "region": region(place, files) }),
        false => json!({ "artifactLocation": artifact(place, files) }),
    };
    match place.message.as_str() {
        "" => json!({ "physicalLocation": physical }),
        message => json!({ "physicalLocation": physical, "message": { "text": message } }),
    }
}

/// The file as a URI as RFC 3986 wants it, relative when its path is.
fn artifact(place: &Label, files: &Files) -> Json {
    let path = Utf8Path::new(files.get(place.span.file).path_on_disk());
    let root = match path.is_absolute() {
        true if path.as_str().starts_with('/') => "file://",
        true => "file:///",
        false => "",
    };
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(byte);
    let uri: String = path
        .as_str()
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    json!({ "uri": format!("{root}{uri}") })
}

fn region(place: &Label, files: &Files) -> Json {
    let file = files.get(place.span.file);
    let range = place.span.range();
    let (start, end) = (file.line_column(range.start), file.line_column(range.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}
