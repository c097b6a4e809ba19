//! Editions as an author meets them: accept, change a cell, see what that does, accept again, and what readers are shown.

use crate::support::{Run, Tree, finish, program, run, write_tree};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const PAGE: &str = "\
# Minerals

## Prices

Terbium rose {{ data.minerals.Terbium.Surge }} [@creia]. Dysprosium rose {{ data.minerals.Dysprosium.Surge }}.

```table
id: tbl-minerals
data: minerals
title: Prices and stocks
source: creia
```
";
const DATA: &str = "Mineral,Surge,Change\nTerbium,220%,-4%\nDysprosium,180%,7%\n";
const SOURCES: &str = "creia:\n  type: Report\n  title: Market Data\n  author: CREIA\n  date: 2025\n";

fn report() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("sourcebook.toml", "title = \"Minerals\"\n"),
        ("content/index.md", PAGE),
        ("content/data/minerals.csv", DATA),
        ("content/sources.yaml", SOURCES),
    ];
    let tree: Tree = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    write_tree(folder.path(), &tree);
    folder
}

fn accept(report: &Path, date: &str) -> Run {
    let run = run(report, &["accept", "--date", date, "--no-cache"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run
}

fn raise(report: &Path) {
    let text = DATA.replace("180%", "230%").replace("-4%", "4%");
    fs::write(report.join("content/data/minerals.csv"), text).expect("the data are written");
}

/// A report that was accepted, and whose data have changed since.
fn changed() -> TempDir {
    let report = report();
    accept(report.path(), "2026-11-23");
    raise(report.path());
    report
}

fn changes(report: &Path, arguments: &[&str]) -> String {
    let run = run(report, &[&["changes", "--no-cache"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn an_accepted_report_has_not_changed() {
    let report = report();
    let said = accept(report.path(), "2026-11-23").stdout;
    assert_eq!(
        said,
        "facts.lock: accepted the first edition, of 2026-11-23: 2 values in prose, 4 cells of figures, 1 source\n"
    );
    assert_eq!(changes(report.path(), &[]), "nothing has changed since the edition of 2026-11-23\n");
    assert_eq!(run(report.path(), &["check", "--locked", "--no-cache"]).status, 0);
    let before = fs::read(report.path().join("facts.lock")).expect("a lock");
    accept(report.path(), "2027-01-01");
    assert_eq!(fs::read(report.path().join("facts.lock")).expect("a lock"), before);
}

#[test]
fn changes_are_told_as_text() {
    insta::assert_snapshot!(changes(changed().path(), &[]), @r#"
    3 values, 1 sentence, 2 ranks, 1 sign changed since the edition of 2026-11-23

    Minerals (index.html)
      data.minerals.Dysprosium.Surge: 180% → 230%  [Prices]
      minerals · Terbium · Change: -4% → 4%  (the sign turned)  [Table 1]
      minerals · Dysprosium · Surge: 180% → 230%  [Table 1]

    Sentences
      Minerals, Prices
        - Dysprosium rose 180%.
        + Dysprosium rose 230%.

    Ranks
      greatest Surge of minerals: Terbium (220%) → Dysprosium (230%)
      least Surge of minerals: Dysprosium (180%) → Terbium (220%)
    "#);
}

#[test]
fn changes_are_told_as_markdown() {
    insta::assert_snapshot!(changes(changed().path(), &["--format", "markdown"]), @r#"
    ### Published values: 3 values, 1 sentence, 2 ranks, 1 sign changed since the edition of 2026-11-23

    **Claims, ranks and signs**

    - Greatest `Surge` of `minerals`: Terbium (220%) → **Dysprosium (230%)**
    - Least `Surge` of `minerals`: Dysprosium (180%) → **Terbium (220%)**
    - The sign of `minerals · Terbium · Change` turned: `-4%` → `4%`

    **Minerals**

    | Value | Before | After | Where |
    | --- | --- | --- | --- |
    | `data.minerals.Dysprosium.Surge` | `180%` | `230%` | Prices |
    | `minerals · Terbium · Change` | `-4%` | `4%` | Table 1 |
    | `minerals · Dysprosium · Surge` | `180%` | `230%` | Table 1 |

    **Sentences**

    | Where | Before | After |
    | --- | --- | --- |
    | Minerals, Prices | Dysprosium rose 180%. | Dysprosium rose 230%. |
    "#);
}

#[test]
fn changes_are_told_as_json() {
    let text = changes(changed().path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&json["version"], &json["since"]), (&1.into(), &"2026-11-23".into()));
    let first = &json["values"][0];
    assert_eq!(first["kind"], "fact");
    assert_eq!(first["sentence"], "Dysprosium rose 230%.");
    assert_eq!((&first["old"]["number"], &first["new"]["text"]), (&180.0.into(), &"230%".into()));
    assert_eq!(json["values"][1]["sign_turned"], true);
    assert_eq!(json["ranks"][0]["new"][0]["name"], "Dysprosium");
    // Every name of the format stands in its description.
    let docs = fs::read_to_string(crate::support::root().join("docs/changes.md")).expect("the description");
    for name in
        json.as_object().expect("an object").keys().chain(first.as_object().expect("an object").keys())
    {
        assert!(docs.contains(&format!("`{name}`")), "docs/changes.md does not name `{name}`");
    }
}

#[test]
fn check_locked_fails_until_the_change_is_accepted_and_readers_see_it() {
    let report = changed();
    let path = report.path();
    let locked = run(path, &["check", "--locked", "--no-cache"]);
    assert_eq!(locked.status, 1);
    assert!(
        locked
            .stderr
            .contains("error[edition-differs]: `minerals · Dysprosium · Surge` is `230%`, and was `180%`")
            && locked.stderr.contains("content/data/minerals.csv:3:12"),
        "{}",
        locked.stderr
    );
    assert_eq!(run(path, &["build", "--no-cache"]).status, 0);
    assert!(!path.join("output/changes").exists(), "a first edition has changed nothing");
    accept(path, "2026-12-01");
    assert_eq!(run(path, &["check", "--locked", "--no-cache"]).status, 0);
    assert_eq!(run(path, &["build", "--no-cache"]).status, 0);
    let page = fs::read_to_string(path.join("output/changes/index.html")).expect("the Changes page");
    let table = page.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).expect("a table");
    insta::assert_snapshot!(table.trim(), @r#"
    <tr><th scope="row">Dysprosium rose 230%.</th><td>180%</td><td>230%</td><td><a href="../index.html#prices">Minerals, Prices</a></td></tr>
    <tr><th scope="row">minerals · Terbium · Change</th><td>-4%</td><td>4%</td><td><a href="../index.html#tbl-minerals">Minerals, Table 1</a></td></tr>
    <tr><th scope="row">minerals · Dysprosium · Surge</th><td>180%</td><td>230%</td><td><a href="../index.html#tbl-minerals">Minerals, Table 1</a></td></tr>
    "#);
    assert!(page.contains("<h2 id=\"edition-1\">Edition of 1 December 2026</h2>"));
    let home = fs::read_to_string(path.join("output/index.html")).expect("the home page");
    assert_eq!(home.matches("href=\"changes/index.html\"").count(), 2, "in the navigation and in the footer");
}

#[test]
fn a_git_revision_and_a_file_are_editions_too() {
    let report = report();
    let path = report.path();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").current_dir(path).args(identity).args(arguments).output();
        assert!(done.expect("git starts").status.success(), "git {arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["commit", "-q", "--allow-empty", "-m", "Nothing"]);
    git(&["tag", "empty"]);
    accept(path, "2026-11-23");
    git(&["add", "facts.lock"]);
    git(&["commit", "-q", "-m", "Edition"]);
    git(&["tag", "first"]);
    fs::copy(path.join("facts.lock"), path.join("old.lock")).expect("a copy");
    raise(path);
    accept(path, "2026-12-01");
    assert_eq!(changes(path, &[]), "nothing has changed since the edition of 2026-12-01\n");
    let of_git = changes(path, &["--since", "first"]);
    assert!(of_git.starts_with("3 values, 1 sentence"), "{of_git}");
    assert_eq!(changes(path, &["--since", "old.lock"]), of_git);
    let fails = |since: &str| {
        let run = run(path, &["changes", "--no-cache", "--since", since]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        run.stderr
    };
    assert_eq!(fails("empty"), "error: the git revision `empty` has no facts.lock\n");
    assert_eq!(fails("nowhere"), "error: `nowhere` is neither a file nor a git revision of `.`\n");
    assert!(fails("content/index.md").contains("error[invalid-lock]"));
    let without = finish(program(path).args(["changes", "--no-cache", "--since", "first"]).env("PATH", ""));
    assert_eq!(without.status, 2);
    assert!(
        without.stderr.contains("git, which could know it as a revision, is not installed"),
        "{}",
        without.stderr
    );
}

#[test]
fn without_an_edition_there_is_nothing_to_compare_with() {
    let report = report();
    let changes = run(report.path(), &["changes", "--no-cache"]);
    assert_eq!(changes.status, 2);
    assert!(
        changes.stderr.starts_with("error: there is no facts.lock to compare with"),
        "{}",
        changes.stderr
    );
    fs::write(report.path().join("content/index.md"), "# Report\n\n{{ data.nowhere }}\n").expect("a page");
    let accept = run(report.path(), &["accept", "--no-cache"]);
    assert_eq!(accept.status, 1);
    assert!(!report.path().join("facts.lock").exists(), "a report with errors is accepted");
}

#[test]
fn the_page_says_when_the_data_were_retrieved() {
    let report = report();
    let package =
        r#"{"resources": [{"name": "minerals", "path": "minerals.csv", "retrieved": "2026-06-01"}]}"#;
    fs::write(report.path().join("content/data/datapackage.json"), package).expect("a package");
    assert_eq!(run(report.path(), &["build", "--no-cache"]).status, 0);
    let page = fs::read_to_string(report.path().join("output/index.html")).expect("the page");
    assert!(page.contains("Data as of <time datetime=\"2026-06-01\">1 June 2026</time></p>"));
}
