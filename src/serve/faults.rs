//! What the overlay shows of a build that failed. Pure.

use crate::diagnostics::{Diagnostic, Diagnostics, Files, human, severity_name, summary};
use serde_json::{Value as Json, json};

/// The most findings that are shown on a page; the terminal has all.
const MOST: usize = 50;

/// The findings of a build that failed, as the client takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    json: Json,
}

impl Faults {
    /// Those of a build; `None` when there is no error among them.
    #[must_use]
    pub fn of(diagnostics: &Diagnostics, files: &Files) -> Option<Self> {
        if !diagnostics.has_errors() {
            return None;
        }
        // What stops the build goes first.
        let mut list: Vec<&Diagnostic> = diagnostics.iter().collect();
        list.sort_by_key(|diagnostic| diagnostic.severity);
        let shown: Vec<Json> = list.iter().take(MOST).map(|diagnostic| one(diagnostic, files)).collect();
        let json = json!({
            "summary": summary(diagnostics),
            "more": list.len() - shown.len(),
            "findings": shown,
        });
        Some(Self { json })
    }

    pub(super) const fn json(&self) -> &Json {
        &self.json
    }
}

fn one(diagnostic: &Diagnostic, files: &Files) -> Json {
    let place = diagnostic.primary.as_ref().map(|label| {
        let file = files.get(label.span.file);
        let start = file.line_column(label.span.range().start);
        format!("{}:{}:{}", file.path, start.line, start.column)
    });
    let excerpt = human(&std::iter::once(diagnostic.clone()).collect(), files, false);
    // Its first line says rule and message, which stand above the excerpt.
    let excerpt = excerpt.split_once('\n').map_or("", |(_, rest)| rest.trim_end());
    json!({
        "rule": diagnostic.rule.name(),
        "severity": severity_name(diagnostic.severity),
        "message": diagnostic.message,
        "place": place,
        "excerpt": excerpt,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Span, rules};

    #[test]
    fn errors_go_first_with_place_and_excerpt() {
        let mut files = Files::default();
        let file = files.add("content/index.md", "# A\n\n{{ data.nowhere }} <b>\n");
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::new(rules::UNUSED_SOURCE, "the source is not used"));
        assert_eq!(Faults::of(&diagnostics, &files), None);
        diagnostics.push(
            Diagnostic::new(rules::UNDEFINED_DATASET, "no such dataset").at(Span::new(file, 8..20), "here"),
        );
        let faults = Faults::of(&diagnostics, &files).unwrap();
        assert_eq!(faults.json["summary"], "1 error, 1 warning");
        let first = &faults.json["findings"][0];
        assert_eq!(
            (&first["rule"], &first["place"]),
            (&json!("undefined-dataset"), &json!("content/index.md:3:4"))
        );
        let excerpt = first["excerpt"].as_str().unwrap();
        assert!(excerpt.contains("{{ data.nowhere }} <b>") && excerpt.contains("^ here"), "{excerpt}");
        assert!(!excerpt.contains("no such dataset"), "{excerpt}");
    }

    #[test]
    fn a_flood_of_findings_is_cut() {
        let many = (0..60).map(|n| Diagnostic::new(rules::UNDEFINED_DATASET, format!("no {n}"))).collect();
        let faults = Faults::of(&many, &Files::default()).unwrap();
        assert_eq!(
            (faults.json["findings"].as_array().unwrap().len(), &faults.json["more"]),
            (MOST, &json!(10))
        );
    }
}
