//! Tera's errors → diagnostics with the place in the report's template.

use crate::diagnostics::{Diagnostic, FileId, Files, RuleId, Span, advice, rules};
use crate::model::Report;
use std::collections::BTreeMap;
use tera::{Error, ErrorKind, ReportError};

const RULE: RuleId = rules::INVALID_TEMPLATE;
const DOCUMENTED: &str = "the user guide lists the variables of every template, under Reference, Templates";

/// The diagnostics of an error: one, or several when Tera looked at all templates at once.
pub(crate) fn of_error(error: &Error, files: &BTreeMap<String, FileId>, report: &Report) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(fault) | ErrorKind::RenderingError(fault) => vec![of_report(fault, files)],
        ErrorKind::MissingParent { current, parent } => {
            let fault =
                Diagnostic::new(RULE, format!("`{current}` extends `{parent}`, which does not exist"))
                    .maybe_help(advice("template", parent, known(files)));
            vec![at_text(fault, current, parent, files, &report.files)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            // A built-in template that extends the report's is only where it was noticed.
            let chain = std::iter::once(tpl).chain(inheritance_chain);
            let tpl = chain.into_iter().find(|name| files.contains_key(name.as_str())).unwrap_or(tpl);
            let fault = Diagnostic::new(RULE, format!("`{tpl}` extends itself"))
                .help(format!("to build on the built-in template, extend `sourcebook/{tpl}`"));
            vec![at_text(fault, tpl, "extends", files, &report.files)]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            let fault = Diagnostic::new(RULE, format!("`{tpl}` includes itself"));
            vec![at_text(fault, tpl, "include", files, &report.files)]
        }
        other => of_text(&other.to_string(), files, &report.files),
    }
}

fn known(files: &BTreeMap<String, FileId>) -> impl Iterator<Item = &str> {
    ["base.html", "page.html", "sources.html", "changes.html", "404.html"]
        .into_iter()
        .chain(files.keys().map(String::as_str))
}

fn of_report(fault: &ReportError, files: &BTreeMap<String, FileId>) -> Diagnostic {
    let diagnostic = described(fault.message());
    match files.get(fault.filename()) {
        Some(file) => diagnostic.at(Span::new(*file, fault.span().range.clone()), ""),
        None => diagnostic.help(format!("the fault is in the built-in template `{}`", fault.filename())),
    }
}

/// Tera's message in our form: lower case, no full stop, the list of names turned into the nearest one.
fn described(message: &str) -> Diagnostic {
    let (message, names) = ["Available variables: ", "Available fields: "]
        .into_iter()
        .find_map(|list| message.split_once(list))
        .unwrap_or((message, ""));
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    let first: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    let text = format!("{first}{}", letters.as_str());
    let wanted = message.split('`').nth(1).unwrap_or_default();
    let names: Vec<&str> = names.split(", ").map(str::trim).filter(|name| !name.is_empty()).collect();
    let diagnostic = Diagnostic::new(RULE, text);
    match message.split_whitespace().next() {
        Some("Variable" | "Field") if names.is_empty() => diagnostic.help(DOCUMENTED),
        Some("Variable" | "Field") => {
            diagnostic.maybe_help(advice("name", wanted, names.iter().copied())).help(DOCUMENTED)
        }
        // What is unknown gets the nearest name instead.
        Some("Unknown" | "unknown") => diagnostic,
        _ => diagnostic.help(SYNTAX),
    }
}

const SYNTAX: &str = "values stand in `{{ … }}`, tags in `{% … %}`, remarks in `{# … #}`";

/// The place of the first `needle` in a template, for errors without a place.
fn at_text(
    fault: Diagnostic,
    name: &str,
    needle: &str,
    files: &BTreeMap<String, FileId>,
    texts: &Files,
) -> Diagnostic {
    let Some(file) = files.get(name) else { return fault };
    let start = texts.get(*file).text.find(needle);
    fault.at(Span::new(*file, start.map_or(0..0, |start| start..start + needle.len())), "")
}

/// Several faults as the text Tera makes of them: `error: …`, ` --> name:line:column`, an excerpt with carets.
fn of_text(text: &str, files: &BTreeMap<String, FileId>, texts: &Files) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for part in text.split("error: ").filter(|part| !part.trim().is_empty()) {
        let message = part.lines().next().unwrap_or_default();
        let place = part.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let carets =
            part.lines().rfind(|line| line.contains('^')).map_or(1, |line| line.matches('^').count());
        let span = place.and_then(|place| span_of(place.trim(), carets, files, texts));
        let fault = described(message);
        let wanted = message.split('`').nth(1).unwrap_or_default();
        let fault = match message.split_whitespace().nth(1) {
            Some("filter") => fault.maybe_help(advice("filter", wanted, FILTERS)),
            Some("template") => fault.maybe_help(advice("template", wanted, known(files))),
            _ => fault,
        };
        found.push(match span {
            Some(span) => fault.at(span, ""),
            None => fault,
        });
    }
    found
}

/// `page.html:3:7` as a span of `carets` characters.
fn span_of(place: &str, carets: usize, files: &BTreeMap<String, FileId>, texts: &Files) -> Option<Span> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = *files.get(parts.next()?)?;
    let text = &texts.get(file).text;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start..)?;
    let offset = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let first = column.saturating_sub(1);
    Some(Span::new(file, start + offset(first)..start + offset(first + carets)))
}

/// Tera's own filters, for "did you mean".
const FILTERS: [&str; 36] = [
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
];
