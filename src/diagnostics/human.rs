//! Diagnostics for people: excerpts with carets. The only file that names annotate-snippets.

use super::{Diagnostic, Diagnostics, File, FileId, Files, Label, LineColumn, RuleId, Severity, rules};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A line of more bytes is not shown: a renderer looks through all of it, once for each finding.
const LONGEST: usize = 5_000;

/// All findings as text for a terminal, with colours when `colour` is set.
#[must_use]
pub fn human(diagnostics: &Diagnostics, files: &Files, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    let mut counts: BTreeMap<(&str, FileId), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let place = diagnostic.primary.as_ref().filter(|_| OF_RECORDS.contains(&diagnostic.rule));
        if let Some(label) = place {
            let count = counts.entry((diagnostic.rule.name(), label.span.file)).or_default();
            *count += 1;
            if *count > SHOWN {
                continue;
            }
        }
        text.push_str(&renderer.render(&groups(diagnostic, files)));
        text.push_str("\n\n");
    }
    for ((rule, file), count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        let path = &files.get(file).path;
        let more = counted(count - SHOWN, "more finding");
        text.push_str(&format!(
            "… and {more} of `{rule}` in {path}: `sourcebook check --format json` lists all\n\n"
        ));
    }
    text
}

/// Rules of single records: one wrong line of a data package, or one column of a wrong kind, breaks them in each record of a file.
const OF_RECORDS: [RuleId; 5] = [
    rules::INVALID_CELL,
    rules::CONSTRAINT_VIOLATION,
    rules::RAGGED_RECORD,
    rules::BROKEN_RULE,
    rules::FORMULA_CELL,
];

/// So many findings of such a rule are shown of a file; the others are counted.
const SHOWN: usize = 20;

/// `1 page`, `2 pages`: for a thing whose name takes an `s`.
#[must_use]
pub fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// "3 errors, 1 warning", or `None` when there is nothing to say.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> Option<String> {
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts: Vec<String> = counts
        .into_iter()
        .map(|(severity, name)| (diagnostics.count(severity), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| counted(count, name))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn groups<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.rule.name()));
    let primary = diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary));
    let related = diagnostic.related.iter().map(|label| (label, AnnotationKind::Context));
    for (label, kind) in primary.chain(related) {
        group = place(group, label, kind, files);
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut groups = vec![group];
    if let Some(fix) = &diagnostic.fix {
        let file = files.get(fix.span.file);
        let lines = Lines::of(file, fix.span.range());
        let patch = Snippet::source(lines.text)
            .line_start(lines.first)
            .path(file.path.as_str())
            .patch(Patch::new(lines.range, fix.text.as_str()));
        groups.push(Group::with_title(Level::HELP.secondary_title("write this instead")).element(patch));
    }
    groups
}

/// Adds the place of a label, with the lines there, unless one is longer than [`LONGEST`].
fn place<'a>(group: Group<'a>, label: &'a Label, kind: AnnotationKind, files: &'a Files) -> Group<'a> {
    let file = files.get(label.span.file);
    let lines = Lines::of(file, label.span.range());
    if lines.text.lines().any(|line| line.len() > LONGEST) {
        let LineColumn { line, column } = file.line_column(label.span.start as usize);
        return group.element(Origin::path(file.path.as_str()).line(line).char_column(column));
    }
    let words = match file.cell(label.span.range().start) {
        Some(cell) if label.message.is_empty() => cell.into(),
        Some(cell) => format!("{cell}: {}", label.message).into(),
        None => Cow::Borrowed(label.message.as_str()),
    };
    let snippet = Snippet::source(lines.text).line_start(lines.first).path(file.path.as_str());
    group.element(snippet.annotation(kind.span(lines.range).label(words)))
}

/// The lines that a span touches.
struct Lines<'a> {
    text: &'a str,
    /// Number of the first line, from 1.
    first: usize,
    /// The span within `text`.
    range: Range<usize>,
}

impl<'a> Lines<'a> {
    fn of(file: &'a File, range: Range<usize>) -> Self {
        let text: &str = &file.text;
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        // The end of a text belongs to its last line, though a newline may stand before it.
        let before = if start == text.len() { text.trim_end_matches('\n').len() } else { start };
        let from = text[..before].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let first = file.line_column(from).line;
        Self { text: &text[from..to], first, range: start - from..end - from }
    }
}
