//! What is said, and where: findings and faults to standard error, results to standard output.

use crate::diagnostics::{Diagnostics, Files, human, summary};
use std::fmt;
use std::io::{IsTerminal, Write, stderr, stdout};

/// Writes a text. Whoever has read enough of it may close the pipe, which is no fault.
fn put(mut to: impl Write, text: fmt::Arguments<'_>) {
    let _ = to.write_fmt(text).and_then(|()| to.flush());
}

/// Prints all findings and how many there are.
pub(super) fn findings(diagnostics: &Diagnostics, files: &Files) {
    if let Some(summary) = summary(diagnostics) {
        put(stderr(), format_args!("{}{summary}\n", human(diagnostics, files, colour())));
    }
}

/// Prints something that is not the report's fault.
pub(super) fn fault(message: &str) {
    put(stderr(), format_args!("error: {message}\n"));
}

/// Prints a result.
pub(super) fn say(message: &str) {
    put(stdout(), format_args!("{message}\n"));
}

/// Prints a whole document as it is.
pub(super) fn print(document: &str) {
    put(stdout(), format_args!("{document}"));
}

/// Prints a remark that is neither a finding nor a result.
pub(super) fn remark(message: &str) {
    put(stderr(), format_args!("{message}\n"));
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Colours stand only on a terminal, and never against the reader's wish (<https://no-color.org>).
fn colour() -> bool {
    stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
