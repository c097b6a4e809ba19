//! `sourcebook changes`: what has changed since an edition.

use super::args::{ChangesArguments, ChangesFormat};
use super::{Outcome, pipeline, terminal};
use crate::diagnostics::{Diagnostics, Files, Severity, rules};
use crate::facts::edition::{self, Changes, FILE_NAME, Lock};
use camino::Utf8Path;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

/// Prints the changes. A report with errors is compared as far as it goes: a claim that fails is a change to be told.
pub(super) fn changes(arguments: &ChangesArguments) -> Outcome {
    let mut made = pipeline::make(&arguments.common, None);
    let present = made.edition();
    let own_is_bad =
        arguments.since.is_none() && made.diagnostics.iter().any(|found| found.rule == rules::INVALID_LOCK);
    let files = &mut made.resolved.report.files;
    let compared = match &arguments.since {
        None => made.lock.ok_or_else(|| {
            format!(
                "there is no {FILE_NAME} to compare with: run `sourcebook accept`, or name one with `--since`"
            )
        }),
        Some(since) => {
            let text = text_of(since, &arguments.common.folder);
            text.and_then(|(name, text)| {
                read(files, &name, text).map_err(|found| {
                    // It was named from here.
                    terminal::findings(&found, files, Utf8Path::new(""));
                    format!("{name} is no edition to compare with")
                })
            })
        }
    };
    if made.diagnostics.has_errors() {
        terminal::findings(&made.diagnostics, files, &arguments.common.folder);
    }
    if own_is_bad {
        return Outcome::Faulty;
    }
    let accepted = match compared {
        Ok(lock) => lock,
        Err(message) => {
            terminal::fault(&message);
            return Outcome::Failed;
        }
    };
    let errors = made.diagnostics.count(Severity::Error);
    let changes = Changes { errors, ..Changes::between(&accepted.edition, &present) };
    let text = match arguments.format {
        ChangesFormat::Text => edition::text(&changes),
        ChangesFormat::Markdown => edition::markdown(&changes),
        ChangesFormat::Json => edition::json(&changes),
    };
    terminal::say(text.trim_end());
    if made.diagnostics.has_errors() { Outcome::Faulty } else { Outcome::Fine }
}

fn read(files: &mut Files, name: &str, text: String) -> Result<Lock, Diagnostics> {
    let file = files.add(name, text);
    let (lock, found) = edition::read(file, &files.get(file).text);
    if found.has_errors() { Err(found) } else { Ok(lock) }
}

/// The name and text of another lock: a file's, else a git revision's.
fn text_of(since: &str, folder: &Utf8Path) -> Result<(String, String), String> {
    match fs::read_to_string(since) {
        Ok(text) => return Ok((since.to_owned(), text)),
        Err(error) if fs::metadata(since).is_ok_and(|found| found.is_file()) => {
            return Err(format!("{since} cannot be read: {error}"));
        }
        Err(_) => {}
    }
    if since.starts_with('-') || since.is_empty() {
        return Err(format!("`{since}` is neither a file nor a git revision"));
    }
    let name = format!("{since}:{FILE_NAME}");
    Ok((name, shown(since, folder)?))
}

/// The lock of a git revision.
fn shown(revision: &str, folder: &Utf8Path) -> Result<String, String> {
    let git = |arguments: &[&str]| {
        Command::new("git").arg("-C").arg(folder.as_str()).args(arguments).output().map_err(|error| {
            if error.kind() == ErrorKind::NotFound {
                format!(
                    "`{revision}` is no file, and git, which could know it as a revision, is not installed"
                )
            } else {
                format!("git cannot be started: {error}")
            }
        })
    };
    let object = format!("{revision}^{{commit}}");
    let known = git(&["rev-parse", "--verify", "--quiet", &object])?;
    if !known.status.success() {
        return Err(format!("`{revision}` is neither a file nor a git revision of `{folder}`"));
    }
    let shown = git(&["show", &format!("{revision}:./{FILE_NAME}")])?;
    if !shown.status.success() {
        return Err(format!("the git revision `{revision}` has no {FILE_NAME}"));
    }
    String::from_utf8(shown.stdout).map_err(|_| format!("{FILE_NAME} of `{revision}` is not UTF-8"))
}
