//! What is said, and where: findings and faults to standard error, results to standard output.

use crate::diagnostics::{Diagnostics, Files, human, summary, with_slashes};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a result could not be printed.
static LOST: AtomicBool = AtomicBool::new(false);

/// Whether a part of the result could not be printed, which was said.
pub(super) fn is_lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

fn put(mut to: impl Write, text: fmt::Arguments<'_>) -> io::Result<()> {
    to.write_fmt(text).and_then(|()| to.flush())
}

/// Writes to standard error. When nobody hears it, there is nobody to tell.
fn tell(text: fmt::Arguments<'_>) {
    let _ = put(stderr(), text);
}

/// Writes a result. Whoever has read enough of it may close the pipe, which is no fault.
fn give(text: fmt::Arguments<'_>) {
    let lost = put(stdout(), text).err().filter(|error| error.kind() != ErrorKind::BrokenPipe);
    if let Some(error) = lost
        && !LOST.swap(true, Ordering::Relaxed)
    {
        fault(&format!("cannot write to standard output: {error}"));
    }
}

/// Prints all findings and how many there are; the files are those of the report in `folder`.
pub(super) fn findings(diagnostics: &Diagnostics, files: &Files, folder: &Utf8Path) {
    if let Some(summary) = summary(diagnostics) {
        tell(format_args!("{}{summary}\n", human(diagnostics, &from_here(files, folder), colour())));
    }
}

/// A report's files with their paths as they are from here, where editors and build servers look for them.
pub(super) fn from_here(files: &Files, folder: &Utf8Path) -> Files {
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok());
    files.under(&relative(folder, here.as_deref()))
}

/// A folder as it is from `here`: empty where that is the same, and as it was given where it lies elsewhere.
fn relative(folder: &Utf8Path, here: Option<&Utf8Path>) -> Utf8PathBuf {
    let folder = here.and_then(|here| folder.strip_prefix(here).ok()).unwrap_or(folder);
    let parts: Utf8PathBuf =
        folder.components().filter(|part| !matches!(part, Utf8Component::CurDir)).collect();
    with_slashes(parts.as_str()).into_owned().into()
}

/// Prints something that is not the report's fault.
pub(super) fn fault(message: &str) {
    tell(format_args!("error: {message}\n"));
}

/// Prints a result.
pub(super) fn say(message: &str) {
    give(format_args!("{message}\n"));
}

/// Prints a whole document as it is.
pub(super) fn print(document: &str) {
    give(format_args!("{document}"));
}

/// Prints a remark that is neither a finding nor a result.
pub(super) fn remark(message: &str) {
    tell(format_args!("{message}\n"));
}

/// Says what takes its time, to someone who sits before a terminal.
pub(super) fn progress(message: &str) {
    if stderr().is_terminal() {
        remark(message);
    }
}

/// Colours stand only on a terminal, and never against the reader's wish (<https://no-color.org>).
fn colour() -> bool {
    stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_it_is_from_here() {
        let from_here = |folder: &str| relative(Utf8Path::new(folder), Some(Utf8Path::new("/w/repo")));
        for same in [".", "./", "", "/w/repo", "/w/repo/"] {
            assert_eq!(from_here(same), "", "{same}");
        }
        assert_eq!(from_here("./reports/x/"), "reports/x");
        assert_eq!(from_here("/w/repo/reports/x"), "reports/x");
        assert_eq!(from_here("../other"), "../other");
        assert_eq!(from_here("/w/other"), "/w/other");
        assert_eq!(relative(Utf8Path::new("/w/repo"), None), "/w/repo");
    }
}
