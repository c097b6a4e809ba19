//! What a build keeps for the next one never shows: after any edit, a build with the cache gives the bytes of one without.

use crate::support::{Tree, finish, program, read_tree, root, write_tree};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A report with everything that pages can depend on.
const REPORT: &[(&str, &str)] = &[
    (
        "sourcebook.toml",
        "title = \"Edits\"\nbase_url = \"https://example.org/r\"\ndate = 2025-06-01\n\n[publish]\ncards = \"none\"\n",
    ),
    (
        "content/index.md",
        "---\ntitle: Edits\nsummary: All of it\n---\n\nThe first is {{ data.prices.A.Price }}[@one].\n\n## Start {#sec-start}\n\n\
         See @tbl-all, @sec-more and [the rest](b.md#more). ![Dot](dot.svg)\n",
    ),
    (
        "content/a.md",
        "# About A\n\nA costs [$10]{= data.prices.A.Price }.\n\n```table\nid: tbl-all\ntitle: All prices\ndata: prices\nsource: one\n```\n",
    ),
    (
        "content/b.md",
        "# More of B\n\nB costs {{ data.prices.B.Price }}, of {{ data.prices.count() }}[^n].\n\n## More {#sec-more}\n\n## Again {#more}\n\nThe sum is \
         {{ data.other.sum(\"Count\") }}[@two, p. 4].\n\nThe third says {{ data.third.P.Count }}.\n\n[^n]: A note on {{ data.other.X.Count }}.\n",
    ),
    ("content/c/index.md", "# The folder\n\nNothing to see, but [A](../a.md).\n"),
    (
        "content/c/d.md",
        "# Deep\n\n```key-figures\n- label: B\n  value: data.prices.B.Price\n  figure: tbl-all\n```\n\n\
         ```table\nid: tbl-sums\ntitle: Sums\ndata: third\ngroup: Kind\naggregate: {Sum: sum of Count}\nsource: one\n```\n",
    ),
    ("content/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>\n"),
    (
        "content/sources.yaml",
        "one:\n  type: web\n  title: One\n  author: Ada\n  date: 2025\ntwo:\n  type: web\n  title: Two\n  author: Bob\n  date: 2024\n",
    ),
    ("content/data/prices.csv", "Name,Price\nA,$10\nB,$20\n"),
    ("content/data/other.csv", "Name,Count\nX,1\nY,2\n"),
    ("content/data/third.csv", "Name,Kind,Count\nP,k,1\nQ,k,2\n"),
];

/// One change: the file, what stands in it, and what stands there then. Nothing before makes the file; nothing after takes
/// it away.
type Edit = (&'static str, Option<&'static str>, Option<&'static str>);

const EDITS: &[(Edit, &str)] = &[
    (("content/c/index.md", Some("Nothing"), Some("Something")), "words of one page"),
    (("content/data/prices.csv", Some("B,$20"), Some("B,$21")), "a cell that pages and a table show"),
    (("content/data/other.csv", Some("Y,2"), Some("Y,3")), "a cell that a sum is made of"),
    (("content/data/other.csv", Some("X,1\n"), Some("X,1\nZ,0\n")), "a record that changes no value"),
    (("content/b.md", Some("## Again"), Some("## Once more")), "a heading"),
    (("content/b.md", Some("## More {"), Some("## Much more {")), "a heading that another page refers to"),
    (("content/c/index.md", Some("# The folder"), Some("# This folder")), "a title in the navigation"),
    (("content/e.md", None, Some("# New\n\nIt says {{ data.prices.A.Price }}.\n")), "a new page"),
    (("content/e.md", Some("# New"), Some("---\ndraft: true\n---\n\n# New")), "a page that becomes a draft"),
    (("content/e.md", Some(""), None), "a page that goes"),
    (("content/dot.svg", Some("width=\"4\""), Some("width=\"9\"")), "an image's size"),
    (("content/sources.yaml", Some("title: Two"), Some("title: Second")), "a source's title"),
    (("sourcebook.toml", Some("title = \"Edits\""), Some("title = \"Edited\"")), "the report's title"),
    (("templates/page.html", None, Some("{% extends \"sourcebook/page.html\" %}")), "a template"),
    (("content/index.md", Some("All of it"), Some("Most of it")), "a summary that the feed shows"),
    (("content/b.md", Some("[@two, p. 4]"), Some("[@two, p. 5]")), "a locator"),
    (("content/data/more.csv", None, Some("Name,Z\nQ,5\n")), "a new dataset"),
    (
        ("content/index.md", Some("The first is"), Some("With {{ data.more.Q.Z }}, the first is")),
        "a value of it",
    ),
    (("content/data/prices.csv", Some("A,$10"), Some("A,$10\nC,$30")), "a record more"),
];

fn edit(report: &mut Tree, (path, before, after): Edit) {
    let old = report.get(path).map(|bytes| String::from_utf8(bytes.clone()).expect("a text"));
    match (before, after) {
        (_, None) => drop(report.remove(path)),
        (None, Some(text)) => drop(report.insert(path.to_owned(), text.as_bytes().to_vec())),
        (Some(before), Some(after)) => {
            let old = old.unwrap_or_else(|| panic!("{path} does not exist"));
            assert!(old.contains(before), "{path} has no `{before}`");
            report.insert(path.to_owned(), old.replacen(before, after, 1).into_bytes());
        }
    }
}

/// Makes a folder hold just these files, and nothing else but what builds leave there.
fn place(report: &Tree, folder: &Path) {
    for part in ["content", "templates"] {
        let _ = std::fs::remove_dir_all(folder.join(part));
    }
    write_tree(folder, report);
}

/// Builds, and says which pages were made and how many files were written.
fn built(folder: &Path, arguments: &[&str]) -> (Tree, String) {
    let mut command = program(folder);
    command.arg("build").args(arguments);
    let run = finish(&mut command);
    assert_eq!(run.status, 0, "{}", run.stderr);
    (read_tree(&folder.join("output")), format!("{}{}", run.stderr, run.stdout))
}

/// One that keeps its cache, one that is built without.
fn folders() -> (TempDir, TempDir) {
    let folder = || tempfile::tempdir().expect("a folder");
    (folder(), folder())
}

fn start() -> Tree {
    REPORT.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn assert_same(kept: &Tree, anew: &Tree, after: &str) {
    let paths: BTreeSet<&String> = kept.keys().chain(anew.keys()).collect();
    let differ: Vec<&&String> = paths.iter().filter(|path| kept.get(**path) != anew.get(**path)).collect();
    assert!(
        differ.is_empty(),
        "after {after}, these files are not those of a build without the cache: {differ:?}"
    );
}

#[test]
fn after_every_edit_the_cache_gives_the_bytes_of_a_build_without() {
    let (cached, fresh) = folders();
    let mut report = start();
    place(&report, cached.path());
    built(cached.path(), &[]);
    for (change, what) in EDITS {
        edit(&mut report, *change);
        place(&report, cached.path());
        place(&report, fresh.path());
        let (kept, _) = built(cached.path(), &[]);
        let (anew, _) = built(fresh.path(), &["--no-cache"]);
        assert_same(&kept, &anew, what);
    }
}

#[test]
fn random_edits_in_any_order_give_the_bytes_of_a_build_without() {
    let (cached, fresh) = folders();
    // Edits that do not depend on each other: there and back again, in an order that only looks like chance.
    let edits: Vec<&(Edit, &str)> = EDITS
        .iter()
        .filter(|((_, before, after), _)| before.is_some_and(|text| !text.is_empty()) && after.is_some())
        .collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut report = start();
    report.insert("content/e.md".to_owned(), b"# New\n".to_vec());
    report.insert("content/data/more.csv".to_owned(), b"Name,Z\nQ,5\n".to_vec());
    place(&report, cached.path());
    built(cached.path(), &[]);
    for _ in 0..12 {
        let mut said = Vec::new();
        for _ in 0..2 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let index = (state >> 33) as usize % edits.len();
            let ((path, before, after), what) = *edits[index];
            if done.remove(&index) {
                edit(&mut report, (path, after, before));
            } else {
                edit(&mut report, (path, before, after));
                done.insert(index);
            }
            said.push(what);
        }
        place(&report, cached.path());
        place(&report, fresh.path());
        let (kept, _) = built(cached.path(), &[]);
        let (anew, _) = built(fresh.path(), &["--no-cache"]);
        assert_same(&kept, &anew, &said.join(" and "));
    }
}

#[test]
fn only_pages_that_use_a_changed_value_are_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut report = start();
    place(&report, folder.path());
    built(folder.path(), &[]);
    let (before, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("0 pages made") && said.contains(" 0 files written"), "{said}");
    edit(&mut report, ("content/data/other.csv", Some("Y,2"), Some("Y,3")));
    place(&report, folder.path());
    let (after, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("1 page made"), "{said}");
    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    let expected = [
        ".sourcebook-manifest.json",
        "assets/search-index.js",
        "b/index.html",
        "data/other.csv",
        "facts.json",
    ];
    assert_eq!(changed, expected, "{said}");
}

#[test]
fn a_file_of_the_output_folder_that_somebody_changed_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    place(&start(), folder.path());
    // Data files that rested are not read.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let (before, _) = built(folder.path(), &[]);
    for path in ["a/index.html", "data/prices.csv", "facts.json"] {
        let path = folder.path().join("output").join(path);
        let mut bytes = std::fs::read(&path).expect("a file of the site");
        bytes[0] ^= 1;
        std::fs::write(&path, bytes).expect("written");
    }
    std::fs::remove_file(folder.path().join("output/b/index.html")).expect("a page");
    let (after, said) = built(folder.path(), &["--verbose"]);
    assert_same(&after, &before, "edits of the output folder");
    assert!(said.contains("2 pages made") && said.contains("4 files written"), "{said}");
}

#[test]
fn a_page_that_changed_is_noticed_though_its_size_and_time_did_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut report = start();
    place(&report, folder.path());
    // Files that have just changed are read again in any case.
    std::thread::sleep(std::time::Duration::from_millis(3_100));
    let (before, _) = built(folder.path(), &[]);
    let path = folder.path().join("content/c/index.md");
    let found = std::fs::metadata(&path).expect("a page");
    edit(&mut report, ("content/c/index.md", Some("Nothing"), Some("Secrets")));
    std::fs::write(&path, &report["content/c/index.md"]).expect("written");
    let file = std::fs::File::options().write(true).open(&path).expect("a page");
    file.set_modified(found.modified().expect("a time")).expect("set back");
    drop(file);
    let (kept, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("1 page made"), "{said}");
    assert_ne!(kept, before);
    let (anew, _) = built(folder.path(), &["--no-cache"]);
    assert_same(&kept, &anew, "an edit that keeps size and time");
}

#[test]
fn tables_that_nobody_touched_are_read_when_something_asks_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut report = start();
    edit(&mut report, ("content/data/odd.csv", None, Some("Name,Z\n=1+1,5\n")));
    place(&report, folder.path());
    // Files that have just changed are read again in any case.
    std::thread::sleep(std::time::Duration::from_millis(3_100));
    let build = |arguments: &[&str]| {
        let run = finish(program(folder.path()).arg("build").args(arguments));
        assert_eq!(run.status, 0, "{}", run.stderr);
        (read_tree(&folder.path().join("output")), run.stderr)
    };
    let (_, first) = build(&[]);
    assert!(first.contains("formula-cell"), "{first}");
    // A finding in a table is shown with its line.
    assert_eq!(build(&[]).1, first);
    let edits: [(Edit, &str); 7] = [
        (("content/c/index.md", Some("Nothing"), Some("Little")), "words"),
        (("content/a.md", Some("A costs"), Some("Today\n\nA costs")), "a page with data, and lines"),
        (("content/b.md", Some("B costs {{"), Some("B costs {{ data.odd.count() }} and {{")), "a table more"),
        (("content/data/prices.csv", Some("B,$20"), Some("B,$21")), "a cell"),
        (("content/c/index.md", Some("Little"), Some("Less")), "words once more"),
        (("content/b.md", Some("## Again"), Some("## Once more")), "a heading"),
        (("sourcebook.toml", Some("title = \"Edits\""), Some("title = \"Edited\"")), "the title"),
    ];
    for (change, what) in edits {
        let path = change.0;
        edit(&mut report, change);
        std::fs::write(folder.path().join(path), &report[path]).expect("written");
        let (kept, said) = build(&[]);
        let (anew, of_all) = build(&["--no-cache"]);
        assert_same(&kept, &anew, what);
        assert_eq!(said, of_all, "{what}");
        // The output folder is not as the last build with a cache left it.
        std::fs::remove_file(folder.path().join("output/data/other.csv")).expect("a table");
        assert_same(&build(&[]).0, &anew, what);
    }
    // A table that went from the site, and one whose bytes changed without a trace in size and time.
    let path = folder.path().join("content/data/other.csv");
    let found = std::fs::metadata(&path).expect("a table");
    std::fs::write(&path, "Name,Count\nX,1\nY,5\n").expect("written");
    let file = std::fs::File::options().write(true).open(&path).expect("a table");
    file.set_modified(found.modified().expect("a time")).expect("set back");
    drop(file);
    let (kept, _) = build(&[]);
    assert_eq!(kept["data/other.csv"], b"Name,Count\nX,1\nY,5\n");
    assert_same(&kept, &build(&["--no-cache"]).0, "a table that keeps size and time");
}

#[test]
fn findings_are_the_same_with_the_cache() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut report = start();
    edit(&mut report, ("content/c/index.md", Some("Nothing"), Some("### Deep\n\nNothing")));
    place(&report, folder.path());
    let said = |arguments: &[&str]| {
        let mut command = program(folder.path());
        command.args(["build", "--quiet"]).args(arguments);
        let run = finish(&mut command);
        (run.status, run.stderr)
    };
    let first = said(&[]);
    assert!(first.1.contains("skipped-heading"), "{}", first.1);
    assert_eq!(said(&[]), first);
    edit(&mut report, ("content/data/prices.csv", Some("A,$10"), Some("A,$11")));
    place(&report, folder.path());
    let (kept, anew) = (said(&[]), said(&["--no-cache"]));
    assert_eq!(kept.0, 1);
    assert!(kept.1.contains("claim-mismatch"), "{}", kept.1);
    assert_eq!(kept, anew);
}

#[test]
fn when_nothing_changed_all_findings_are_told_again_and_no_page_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut report = start();
    edit(&mut report, ("content/c/index.md", Some("Nothing"), Some("### Deep\n\nNothing")));
    edit(&mut report, ("content/data/more.csv", None, Some("Name,Z\n=1+1,5\n")));
    let more = "\nthree:\n  type: web\n  title: Three\n";
    report.entry("content/sources.yaml".to_owned()).or_default().extend_from_slice(more.as_bytes());
    place(&report, folder.path());
    let said = |arguments: &[&str]| {
        let mut command = program(folder.path());
        let run = finish(command.arg("build").args(arguments));
        assert_eq!(run.status, 0, "{}", run.stderr);
        (run.stderr, run.stdout)
    };
    let first = said(&[]);
    for rule in ["skipped-heading", "formula-cell", "unused-source"] {
        assert!(first.0.contains(rule), "{}", first.0);
    }
    let again = said(&["--verbose"]);
    assert_eq!(again.0.replace("0 pages made\n", ""), first.0);
    assert!(again.1.contains("5 pages, 0 files written"), "{}", again.1);
    // Other bytes of a file on which nothing depends, and a file of the site that is gone.
    edit(&mut report, ("content/data/more.csv", Some(",5"), Some(",6")));
    place(&report, folder.path());
    assert!(said(&[]).1.contains(" 2 files written"));
    std::fs::remove_file(folder.path().join("output/robots.txt")).expect("a file of the site");
    assert!(said(&[]).1.contains(" 1 file written"));
}

#[test]
fn a_damaged_cache_costs_time_and_never_bytes() {
    let (cached, fresh) = folders();
    let mut report = start();
    place(&report, cached.path());
    built(cached.path(), &[]);
    let files = |what: &str| -> Vec<PathBuf> {
        let folder = std::fs::read_dir(cached.path().join(".sourcebook/cache")).expect("the cache");
        let paths = folder.map(|entry| entry.expect("an entry").path());
        paths
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(what)))
            .collect()
    };
    for (what, before, after) in
        [("parts.", "Y,2", "Y,3"), ("pages", "Y,3", "Y,4"), ("records", "Y,4", "Y,5")]
    {
        let [path] = &files(what)[..] else { panic!("one file: {:?}", files(what)) };
        let mut bytes = std::fs::read(path).expect("a file of the cache");
        bytes.iter_mut().for_each(|byte| *byte ^= 1);
        std::fs::write(path, bytes).expect("written");
        edit(&mut report, ("content/data/other.csv", Some(before), Some(after)));
        for folder in [&cached, &fresh] {
            place(&report, folder.path());
        }
        let (kept, said) = built(cached.path(), &["--verbose"]);
        assert!(said.contains("5 pages made"), "{what}: {said}");
        assert_same(&kept, &built(fresh.path(), &["--no-cache"]).0, what);
    }
    assert_eq!(files("parts.").len(), 1, "what nothing names is removed");
}

#[test]
fn the_corpus_is_the_same_with_the_cache_and_without() {
    let folder = tempfile::tempdir().expect("a folder");
    corpus::write(folder.path(), 30, corpus::Dialect::Sourcebook, corpus::Extras::Values).expect("a corpus");
    built(folder.path(), &[]);
    let page = folder.path().join("content/s000/p00007.md");
    let text = std::fs::read_to_string(&page).expect("a page");
    std::fs::write(&page, text.replacen("The ", "Each ", 1) + "\nOne more.\n").expect("written");
    let (kept, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("1 page made"), "{said}");
    let (anew, _) = built(folder.path(), &["--no-cache"]);
    assert_same(&kept, &anew, "an edit of one page");
    assert!(root().is_dir());
}

#[test]
fn what_was_made_again_is_known_by_the_next_build() {
    let folder = tempfile::tempdir().expect("a folder");
    corpus::write(folder.path(), 30, corpus::Dialect::Sourcebook, corpus::Extras::Values).expect("a corpus");
    // What has just changed gets no stamp, and another record the next time.
    std::thread::sleep(std::time::Duration::from_millis(100));
    built(folder.path(), &[]);
    // One page of many: what is known of the others is not written anew.
    let data = folder.path().join("content/data/p00007.csv");
    let text = std::fs::read_to_string(&data).expect("a data file");
    let record = text.lines().find(|line| line.starts_with("K03,")).expect("a record");
    let fields: Vec<&str> = record.split(',').collect();
    std::fs::write(&data, text.replace(record, &record.replace(fields[3], "77%"))).expect("written");
    let (first, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("1 page made"), "{said}");
    let (again, said) = built(folder.path(), &["--verbose"]);
    assert!(said.contains("0 pages made") && said.contains(" 0 files written"), "{said}");
    assert_same(&again, &first, "no edit");
    assert_same(&again, &built(folder.path(), &["--no-cache"]).0, "an edit of one cell");
}

/// The names that help lists are those of all datasets, and not of those alone that a build reads.
#[test]
fn a_dataset_that_is_none_is_told_with_all_names_after_an_edit_too() {
    let (cached, fresh) = folders();
    let mut report = start();
    let more = b"[check.severities]\nundefined-dataset = \"warning\"\n";
    report.get_mut("sourcebook.toml").expect("the configuration").extend(more);
    report.insert("content/e.md".to_owned(), b"# None\n\nIt is {{ data.qqq.A }}.\n".to_vec());
    place(&report, cached.path());
    std::thread::sleep(std::time::Duration::from_millis(100));
    built(cached.path(), &[]);
    edit(&mut report, ("content/c/index.md", Some("Nothing"), Some("Something")));
    let said = |folder: &Path, arguments: &[&str]| {
        place(&report, folder);
        let run = finish(program(folder).arg("build").args(arguments));
        assert_eq!(run.status, 0, "{}", run.stderr);
        run.stderr
    };
    let anew = said(fresh.path(), &["--no-cache"]);
    assert!(anew.contains("known: `data.other`, `data.prices`, `data.third`"), "{anew}");
    assert_eq!(said(cached.path(), &[]), anew);
}

#[test]
fn what_another_build_added_goes_though_all_of_ours_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    place(&start(), folder.path());
    let (before, _) = built(folder.path(), &[]);
    let more = folder.path().join("content/more.txt");
    std::fs::write(&more, "more").expect("written");
    assert!(built(folder.path(), &["--no-cache"]).0.contains_key("more.txt"));
    std::fs::remove_file(&more).expect("removed");
    assert_same(&built(folder.path(), &[]).0, &before, "a file that came and went");
}

#[path = "../../benches/corpus/mod.rs"]
#[expect(dead_code, reason = "the program `corpus` uses the rest")]
pub(crate) mod corpus;

/// Texts of so many pages are not held, but read again.
#[test]
fn a_large_report_has_the_same_findings_with_excerpts_and_the_same_bytes() {
    let (cached, fresh) = folders();
    let mut report = start();
    let code = "    let a = b;\n".repeat(7_000);
    for number in 0..130 {
        let text =
            format!("# Page {number}\n\nIt costs {{{{ data.prices.A.Price }}}}.\n\n```rust\n{code}```\n");
        report.insert(format!("content/many/p{number:03}.md"), text.into_bytes());
    }
    report.insert("content/many/z.md".to_owned(), b"# Last\n\n### Deep down\n\nWords.\n".to_vec());
    report.insert("content/many/index.md".to_owned(), b"# Many\n\n\xff is no text.\n".to_vec());
    let said = |folder: &Path, arguments: &[&str]| finish(program(folder).arg("build").args(arguments));
    place(&report, cached.path());
    let run = said(cached.path(), &[]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    for part in ["invalid-encoding", "is no text.", "skipped-heading", "### Deep down"] {
        assert!(run.stderr.contains(part), "no `{part}`: {}", run.stderr);
    }
    report.insert("content/many/index.md".to_owned(), b"# Many\n\nAll of them.\n".to_vec());
    place(&report, cached.path());
    let first = said(cached.path(), &[]);
    assert!(first.status == 0 && first.stderr.contains("### Deep down"), "{}", first.stderr);
    let again = said(cached.path(), &[]);
    assert_eq!(again.stderr, first.stderr);
    assert!(again.stdout.contains("137 pages, 0 files written"), "{}", again.stdout);
    edit(&mut report, ("content/data/prices.csv", Some("A,$10"), Some("A,$12")));
    edit(&mut report, ("content/a.md", Some("[$10]"), Some("[$12]")));
    for folder in [&cached, &fresh] {
        place(&report, folder.path());
    }
    let (kept, _) = built(cached.path(), &[]);
    assert_same(&kept, &built(fresh.path(), &["--no-cache"]).0, "a cell that most pages show");
}

/// What somebody does before a build.
type Change<'a> = &'a dyn Fn(&mut Tree);

/// Of so many files, the tree of the build before is kept and mended instead of making another.
#[test]
fn a_large_site_is_the_same_whatever_became_of_its_spare_tree() {
    let (cached, fresh) = folders();
    let mut report = start();
    for number in 0..1_000 {
        report.insert(format!("content/files/f{number:04}.txt"), format!("text {number:04}").into_bytes());
    }
    for name in ["a", "b", "c"] {
        report.insert(format!("content/more/{name}.txt"), name.repeat(4).into_bytes());
    }
    place(&report, cached.path());
    built(cached.path(), &[]);
    let spare = cached.path().join(".sourcebook/spare");
    assert!(spare.join("files/f0006.txt").is_file());
    let output = cached.path().join("output/files");
    let changes: [(&str, Change<'_>); 4] = [
        ("a page", &|_| ()),
        ("a file of the spare tree is gone", &|_| {
            std::fs::remove_file(spare.join("files/f0003.txt")).expect("removed");
        }),
        ("a file of the output folder was changed in its place", &|_| {
            std::fs::write(output.join("f0004.txt"), "TEXT 0004").expect("written");
        }),
        ("a file is gone, another one new", &|report: &mut Tree| {
            report.remove("content/files/f0005.txt");
            report.insert("content/files/f0005.txt/new.txt".to_owned(), b"new".to_vec());
        }),
    ];
    for (number, (what, change)) in changes.into_iter().enumerate() {
        change(&mut report);
        report.insert("content/v.md".to_owned(), format!("# V\n\nVersion {number} of it.\n").into_bytes());
        for folder in [&cached, &fresh] {
            place(&report, folder.path());
        }
        let (kept, _) = built(cached.path(), &[]);
        assert_same(&kept, &built(fresh.path(), &["--no-cache"]).0, what);
        assert!(spare.join("files/f0006.txt").is_file(), "{what}");
    }
    // Folders that rested are not looked into: what happens to them is noticed all the same.
    let mut build = |number: usize| {
        report.insert("content/v.md".to_owned(), format!("# V\n\nVersion {number} of it.\n").into_bytes());
        for folder in [&cached, &fresh] {
            std::fs::write(folder.path().join("content/v.md"), &report["content/v.md"]).expect("written");
        }
        let (kept, _) = built(cached.path(), &[]);
        (kept, built(fresh.path(), &["--no-cache"]).0)
    };
    for number in 10..13 {
        std::thread::sleep(std::time::Duration::from_millis(3_100));
        let (kept, anew) = build(number);
        assert_same(&kept, &anew, "rested folders");
    }
    let output = cached.path().join("output/more");
    let changes: [(&str, &dyn Fn()); 3] = [
        ("a file of the spare tree was replaced", &|| {
            std::fs::remove_file(spare.join("more/a.txt")).expect("removed");
            std::fs::write(spare.join("more/a.txt"), "AAAA").expect("written");
        }),
        ("a file of the output folder was replaced", &|| {
            std::fs::remove_file(output.join("b.txt")).expect("removed");
            std::fs::write(output.join("b.txt"), "BBBB").expect("written");
        }),
        ("a foreign file", &|| std::fs::write(output.join("mine.txt"), "mine").expect("written")),
    ];
    for (number, (what, change)) in changes.into_iter().enumerate() {
        change();
        for round in 0..2 {
            let (mut kept, anew) = build(20 + 2 * number + round);
            let mine = kept.remove("more/mine.txt");
            assert_eq!(mine.is_some(), what == "a foreign file", "{what}");
            assert_same(&kept, &anew, what);
        }
    }
    std::fs::remove_dir_all(cached.path().join("content/files")).expect("removed");
    built(cached.path(), &[]);
    assert!(!spare.exists(), "a small site needs none");
}
