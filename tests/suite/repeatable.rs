//! Same input, same bytes: neither the folder nor the number of threads, the time zone, the language or the clock of the
//! machine shows in a site, nor do the times of the report's files.

use crate::incremental::corpus;
use crate::support::{Tree, finish, program, read_tree, root, write_tree};
use std::fs::{File, FileTimes};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

/// The report's own files: what a copy of it needs.
const PARTS: &[&str] = &["content", "templates"];

fn copy_of(report: &Path, into: &Path) {
    for part in PARTS.iter().filter(|part| report.join(part).is_dir()) {
        write_tree(&into.join(part), &read_tree(&report.join(part)));
    }
    std::fs::copy(report.join("sourcebook.toml"), into.join("sourcebook.toml"))
        .expect("the configuration is copied");
}

/// Under what a site is built.
struct Circumstances {
    /// The folder of the report in a temporary folder.
    inner: &'static str,
    jobs: &'static str,
    environment: [(&'static str, &'static str); 3],
    /// Whether clock and files are of another year.
    other_time: bool,
}

fn site_of(report: &Path, circumstances: &Circumstances) -> Tree {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join(circumstances.inner);
    std::fs::create_dir_all(&copy).expect("a folder is made");
    copy_of(report, &copy);
    let mut command = program(&copy);
    if circumstances.other_time {
        for path in read_tree(&copy).keys() {
            let time = FileTimes::new().set_modified(UNIX_EPOCH + Duration::from_secs(1_234_567_890));
            let file = File::options().write(true).open(copy.join(path)).expect("a file of the report");
            file.set_times(time).expect("its time is set");
        }
        command = in_another_year(command);
    }
    command.args(["build", "--jobs", circumstances.jobs]).envs(circumstances.environment);
    let run = finish(&mut command);
    assert_eq!(run.status, 0, "{}", run.stderr);
    read_tree(&copy.join("output"))
}

/// The command with a clock that shows another year, where faketime is installed.
fn in_another_year(command: Command) -> Command {
    if Command::new("faketime").arg("--version").output().is_err() {
        return without_faketime(command);
    }
    let mut other = Command::new("faketime");
    other.arg("2031-12-31 23:59:58").arg(command.get_program());
    other.current_dir(command.get_current_dir().expect("the report's folder"));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    other
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn without_faketime(command: Command) -> Command {
    eprintln!("faketime is not installed: both builds have the same clock");
    command
}

fn check(report: &Path) {
    let first = site_of(
        report,
        &Circumstances {
            inner: "a",
            jobs: "1",
            environment: [("TZ", "Pacific/Kiritimati"), ("LANG", "C"), ("LC_ALL", "C")],
            other_time: false,
        },
    );
    let second = site_of(
        report,
        &Circumstances {
            inner: "b/é 漢",
            jobs: "4",
            environment: [("TZ", "America/Los_Angeles"), ("LANG", "ja_JP.UTF-8"), ("LC_ALL", "de_DE.UTF-8")],
            other_time: true,
        },
    );
    assert!(!first.is_empty(), "the build wrote nothing");
    let paths: Vec<_> = first.keys().collect();
    assert_eq!(paths, second.keys().collect::<Vec<_>>(), "the two sites have other files");
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{path} differs between two builds of {}", report.display());
    }
}

#[test]
fn two_builds_of_the_report_give_the_same_bytes() {
    check(root());
}

#[test]
fn two_builds_of_a_cjk_report_give_the_same_bytes() {
    check(&root().join("tests/sites/cjk"));
}

#[test]
fn two_builds_of_the_corpus_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // More pages than are held whole at one time.
    corpus::write(folder.path(), 200, corpus::Dialect::Sourcebook, corpus::Extras::Values).expect("a corpus");
    check(folder.path());
}
