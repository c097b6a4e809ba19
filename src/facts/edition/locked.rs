//! What `check --locked` finds: the present state against the accepted edition.

use super::changes::{Changes, ValueChange};
use super::text::shows;
use super::types::{Edition, Lock};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use std::collections::BTreeSet;

/// So many differences are shown one by one.
const SHOWN: usize = 10;
const HELP: &str = "if this is right, run `sourcebook accept` and commit `facts.lock`";

/// The first differences, each at its place, and how many more there are.
#[must_use]
pub fn differences(lock: Option<&Lock>, present: &Edition) -> Diagnostics {
    let Some(lock) = lock else {
        let none =
            Diagnostic::new(rules::EDITION_DIFFERS, "the report has no accepted edition: no `facts.lock`")
                .help("run `sourcebook accept` and commit `facts.lock`");
        return std::iter::once(none).collect();
    };
    let changes = Changes::between(&lock.edition, present);
    let all = messages(&changes);
    let date = lock.edition.date.map_or_else(String::new, |date| format!(" of {date}"));
    let mut diagnostics = Diagnostics::default();
    for (message, span) in all.iter().take(SHOWN) {
        let diagnostic = Diagnostic::new(rules::EDITION_DIFFERS, format!("{message} in the edition{date}"));
        let diagnostic = match span {
            Some(span) => diagnostic.at(*span, ""),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help(HELP));
    }
    if all.len() > SHOWN {
        let message = format!("{} more places differ from the edition{date}", all.len() - SHOWN);
        let diagnostic = Diagnostic::new(rules::EDITION_DIFFERS, message);
        let diagnostic = match lock.date_span {
            Some(span) => diagnostic.at(span, "accepted then"),
            None => diagnostic,
        };
        diagnostics.push(diagnostic.help("`sourcebook changes` lists them all").help(HELP));
    }
    diagnostics
}

/// One message for each difference. Ranks and signs follow from values, and so do most sentences.
fn messages(changes: &Changes) -> Vec<(String, Option<Span>)> {
    let mut messages: Vec<(String, Option<Span>)> =
        changes.values.iter().map(|change| (value(change), change.span)).collect();
    messages.extend(changes.claims.iter().map(|claim| {
        let said = |data: &str| if data.is_empty() { "nothing".to_owned() } else { format!("`{data}`") };
        let (new, old) = (said(&claim.new), said(&claim.old));
        let data = format!("say {new}, and said {old}");
        let message = if claim.held && !claim.holds {
            format!("“{}” no longer holds: the data {data}", claim.words)
        } else {
            format!("the data behind “{}” {data}", claim.words)
        };
        (message, claim.span)
    }));
    let explained: BTreeSet<&str> =
        changes.values.iter().filter_map(|change| change.sentence.as_deref()).collect();
    messages.extend(
        changes.sentences.iter().filter(|sentence| !explained.contains(sentence.new.as_str())).map(
            |sentence| (format!("the sentence around this value was “{}”", sentence.old), sentence.span),
        ),
    );
    messages.extend(changes.figures.iter().map(|figure| {
        (format!("{} showed something else ({})", figure.place.label, shows(figure)), figure.span)
    }));
    messages.extend(changes.names.iter().map(|name| {
        (format!("the {} `{}` of `{}` was called `{}`", name.kind(), name.new, name.dataset, name.old), None)
    }));
    messages.extend(changes.sources.iter().map(|source| {
        let what = match (&source.old, &source.new) {
            (None, _) => "was not there",
            (_, None) => "is gone; it stood",
            _ => "read otherwise",
        };
        (format!("the source `{}` {what}", source.key), source.span)
    }));
    messages
}

fn value(change: &ValueChange) -> String {
    let name = &change.name;
    match (change.old_text().as_deref(), change.new_text().as_deref()) {
        (Some(old), Some(new)) if change.former.is_some() => {
            let former = change.former.as_deref().unwrap_or_default();
            format!("`{name}` is `{new}`, where `{former}` was `{old}`")
        }
        (Some(old), Some("")) => format!("`{name}` is empty, and was `{old}`"),
        (Some(""), Some(new)) => format!("`{name}` is `{new}`, and was empty"),
        (Some(old), Some(new)) => format!("`{name}` is `{new}`, and was `{old}`"),
        (None, Some("")) => format!("`{name}` is empty, and was not published"),
        (None, Some(new)) => format!("`{name}` is `{new}`, and was not published"),
        (Some(old), _) => format!("`{name}` is not published, and was `{old}`"),
        (None, None) => format!("`{name}` is another"),
    }
}
