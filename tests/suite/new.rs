//! `sourcebook new`: the report builds as it is, shows what it should, and nothing that exists is touched.

use crate::html::main_of;
use crate::support::{Run, Tree, read_tree, run, write_tree};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn fine(folder: &Path, arguments: &[&str]) -> Run {
    let run = run(folder, arguments);
    assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
    run
}

#[test]
fn a_new_report_is_strictly_sound_and_all_its_numbers_are_supported() {
    let folder = folder();
    let said = fine(folder.path(), &["new", "my-first_report"]);
    assert!(said.stdout.contains("sourcebook build my-first_report"), "{}", said.stdout);
    fine(
        folder.path(),
        &["build", "my-first_report", "--strict", "--base-url", "https://example.org/some/base"],
    );
    // Nothing is dated yet, so there is no feed to lead to.
    let page = fs::read_to_string(folder.path().join("my-first_report/output/index.html")).expect("a page");
    assert!(page.contains("<title>My first report</title>") && !page.contains("feed.xml"), "{page}");
    let checked = fine(folder.path(), &["check", "my-first_report", "--strict", "--min-coverage", "100"]);
    let all = checked.stdout.lines().find(|line| line.ends_with("all pages")).expect("a line of all pages");
    let counts: Vec<&str> = all.split_whitespace().collect();
    let ["100.0", "%", facts, bound, claims, cited, "0", ..] = counts[..] else { panic!("{all}") };
    for (count, name) in [(facts, "facts"), (bound, "bound"), (claims, "checked")] {
        assert_ne!(count, "0", "no {name}: {all}");
    }
    assert!(cited.parse::<usize>().is_ok(), "{all}");
}

#[test]
fn a_new_report_shows_one_of_everything() {
    let folder = folder();
    fine(folder.path(), &["new", "minerals"]);
    let files: Vec<String> = read_tree(folder.path()).into_keys().collect();
    let expected = [
        "minerals/.github/workflows/pages.yml",
        "minerals/.gitignore",
        "minerals/README.md",
        "minerals/content/data/datapackage.json",
        "minerals/content/data/planets.csv",
        "minerals/content/index.md",
        "minerals/content/sources.yaml",
        "minerals/sourcebook.toml",
    ];
    assert_eq!(files, expected);
    fine(folder.path(), &["build", "minerals"]);
    let site = read_tree(&folder.path().join("minerals/output"));
    let page = String::from_utf8(site["index.html"].clone()).expect("a page is text");
    let main = main_of(&page).expect("the page has a main part");
    for (part, what) in [
        (">Minerals</h1>", "the title of the folder's name"),
        ("142,984", "a value"),
        ("11 times", "a claim"),
        ("<svg", "a chart"),
        ("<table", "a table"),
        ("Planetary Fact Sheet", "a source"),
        ("has no ground to measure from", "a footnote"),
    ] {
        assert!(main.contains(part), "the page has not {what}: {main}");
    }
    let readme = fs::read_to_string(folder.path().join("minerals/README.md")).expect("a README");
    assert_eq!(readme.lines().count(), 5, "{readme}");
}

#[test]
fn the_present_folder_may_be_filled_when_it_is_empty_or_holds_only_git() {
    let folder = folder();
    write_tree(folder.path(), &Tree::from([(".git/HEAD".to_owned(), b"ref".to_vec())]));
    let said = fine(folder.path(), &["new", "."]);
    assert!(said.stdout.contains("`sourcebook`"), "{}", said.stdout);
    fine(folder.path(), &["build", "--strict"]);
    assert_eq!(fine(&folder.path().join("content"), &["new", "../second", "--quiet"]).stdout, "");
}

#[test]
fn a_folder_that_is_not_empty_is_refused_and_left_as_it_is() {
    let folder = folder();
    let before = Tree::from([("report/notes.txt".to_owned(), b"mine".to_vec())]);
    write_tree(folder.path(), &before);
    for target in ["report", "report/notes.txt", "."] {
        let run = run(folder.path(), &["new", target]);
        assert_eq!(run.status, 2, "{target}: {}", run.stdout);
        assert!(
            run.stderr.contains(target) && run.stderr.contains("an empty one"),
            "{target}: {}",
            run.stderr
        );
        assert_eq!(read_tree(folder.path()), before);
    }
    assert_eq!(run(folder.path(), &["new"]).status, 2);
}
