//! Golden sites: each folder of `tests/sites/` is a report with the site it must give.
//!
//! `expected/listing.txt` names every file of the site; `expected/main/` has the inside of each page's `<main>`; the case
//! `minimal` also has each page and text file whole, in `expected/whole/`. A report that must not build has
//! `expected/diagnostics.txt` alone. Hashes in the names of assets are left out.

use crate::html::main_of;
use crate::support::{
    Run, Tree, cases, difference, read_tree, report, run, updating, without_hashes, write_tree,
};
use std::fs;
use std::path::Path;

const ADVICE: &str =
    "when the new output is right: UPDATE_EXPECTED=1 cargo test --test suite sites, then read git diff";
/// The case that is compared whole, assets apart.
const WHOLE: &str = "minimal";

#[test]
fn sites_are_as_expected() {
    let mut failures = Vec::new();
    for case in cases("sites") {
        let name = case.file_name().expect("a case has a name").to_string_lossy().into_owned();
        let expected = case.join("expected");
        let found = outcome(&case, &name);
        if updating() {
            if expected.exists() {
                fs::remove_dir_all(&expected).expect("the old expectation is removed");
            }
            write_tree(&expected, &found);
        }
        failures.extend(
            compare(&read_tree(&expected), &found).into_iter().map(|f| format!("{name}/expected/{f}")),
        );
    }
    report(&failures, ADVICE);
}

/// What `expected/` of a case should hold.
fn outcome(case: &Path, name: &str) -> Tree {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("site");
    let run = run(case, &["build", ".", "--output", &output.to_string_lossy(), "--no-cache"]);
    if run.status != 0 {
        return failed(name, run, &output);
    }
    let site = read_tree(&output);
    let mut listing: Vec<String> = site.keys().map(|path| without_hashes(path) + "\n").collect();
    listing.sort();
    let mut found = Tree::from([("listing.txt".to_owned(), listing.concat().into_bytes())]);
    for (path, bytes) in &site {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if path.ends_with(".html") {
            let main = main_of(text).unwrap_or_else(|| panic!("{name}: {path} has no <main>"));
            found.insert(format!("main/{path}"), ending_in_newline(&without_hashes(main)));
        }
        if name == WHOLE && !path.starts_with("assets/") {
            found.insert(format!("whole/{path}"), without_hashes(text).into_bytes());
        }
    }
    found
}

fn failed(name: &str, run: Run, output: &Path) -> Tree {
    assert_eq!(
        run.status, 1,
        "{name}: a report with errors gives status 1, not {}:\n{}",
        run.status, run.stderr
    );
    assert!(!output.exists(), "{name}: the build failed and still made its output folder");
    Tree::from([("diagnostics.txt".to_owned(), run.stderr.into_bytes())])
}

fn ending_in_newline(text: &str) -> Vec<u8> {
    format!("{}\n", text.trim()).into_bytes()
}

/// Differences both ways: missing files, unexpected ones, other contents.
fn compare(expected: &Tree, found: &Tree) -> Vec<String> {
    let missing = expected.keys().filter(|path| !found.contains_key(*path));
    let mut failures: Vec<String> =
        missing.map(|path| format!("{path}: expected, and not made any more")).collect();
    for (path, bytes) in found {
        let Some(before) = expected.get(path) else {
            failures.push(format!("{path}: made, and not expected"));
            continue;
        };
        let (before, now) = (String::from_utf8_lossy(before), String::from_utf8_lossy(bytes));
        failures.extend(difference(&before, &now).map(|place| format!("{path}: {place}")));
    }
    failures
}

#[test]
fn trees_are_compared_both_ways() {
    let tree = |pairs: &[(&str, &str)]| -> Tree {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let failures = compare(&tree(&[("a", "1"), ("b", "2")]), &tree(&[("a", "3"), ("c", "4")]));
    assert_eq!(failures.len(), 3, "{failures:?}");
    assert!(compare(&tree(&[("a", "1")]), &tree(&[("a", "1")])).is_empty());
}
