//! What is said, and where: findings and faults to standard error, results to standard output.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the room that prints")]

use crate::diagnostics::{Diagnostics, Files, human, summary};
use std::io::{IsTerminal, Write};

/// Prints all findings and how many there are.
pub(super) fn findings(diagnostics: &Diagnostics, files: &Files) {
    if let Some(summary) = summary(diagnostics) {
        eprint!("{}", human(diagnostics, files, colour()));
        eprintln!("{summary}");
    }
}

/// Prints something that is not the report's fault.
pub(super) fn fault(message: &str) {
    eprintln!("error: {message}");
}

/// Prints a result.
pub(super) fn say(message: &str) {
    // Whoever has read enough of it may close the pipe.
    let _ = writeln!(std::io::stdout(), "{message}");
}

/// Prints a whole document as it is.
pub(super) fn print(document: &str) {
    print!("{document}");
}

/// Prints a remark that is neither a finding nor a result.
pub(super) fn remark(message: &str) {
    eprintln!("{message}");
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Colours stand only on a terminal, and never against the reader's wish (<https://no-color.org>).
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
