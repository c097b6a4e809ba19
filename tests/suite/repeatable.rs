//! Same input, same bytes: neither the folder nor the number of threads, the time zone or the language of the machine
//! shows in a site.

use crate::incremental::corpus;
use crate::support::{Tree, finish, program, read_tree, root, write_tree};
use std::path::Path;

/// The report's own files: what a copy of it needs.
const PARTS: &[&str] = &["content", "templates"];

fn copy_of(report: &Path, into: &Path) {
    for part in PARTS.iter().filter(|part| report.join(part).is_dir()) {
        write_tree(&into.join(part), &read_tree(&report.join(part)));
    }
    std::fs::copy(report.join("sourcebook.toml"), into.join("sourcebook.toml"))
        .expect("the configuration is copied");
}

fn site_of(report: &Path, inner: &str, jobs: &str, environment: &[(&str, &str)]) -> Tree {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join(inner);
    std::fs::create_dir_all(&copy).expect("a folder is made");
    copy_of(report, &copy);
    let mut command = program(&copy);
    command.args(["build", "--jobs", jobs]).envs(environment.iter().copied());
    let run = finish(&mut command);
    assert_eq!(run.status, 0, "{}", run.stderr);
    read_tree(&copy.join("output"))
}

fn check(report: &Path) {
    let first = site_of(report, "a", "1", &[("TZ", "Pacific/Kiritimati"), ("LANG", "C"), ("LC_ALL", "C")]);
    let second = site_of(
        report,
        "b/é 漢",
        "4",
        &[("TZ", "America/Los_Angeles"), ("LANG", "ja_JP.UTF-8"), ("LC_ALL", "de_DE.UTF-8")],
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
