//! `sourcebook import`: plain reports in `tests/import/` and the reports that they become.

use crate::support::{Tree, cases, difference, read_tree, report, run, updating, write_tree};
use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

const ADVICE: &str =
    "when the new output is right: UPDATE_EXPECTED=1 cargo test --test suite imports, then read git diff";
/// Words that become structure: labels of sources and notes, headings of lists of sources.
const STRUCTURE: &[&str] = &[
    "Source",
    "Sources",
    "Data",
    "References",
    "NOTES",
    "Note",
    "来源",
    "数据来源",
    "参考文献",
    "Footnotes",
    // A key of front matter.
    "author",
];

fn input(case: &Path) -> PathBuf {
    let files = fs::read_dir(case).expect("a case is listed").map(|entry| entry.expect("an entry").path());
    let mut inputs = files.filter(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    inputs.next().unwrap_or_else(|| panic!("{} has no input", case.display()))
}

fn needs_pandoc(input: &Path) -> bool {
    input
        .extension()
        .is_some_and(|extension| ["html", "docx", "epub"].iter().any(|known| extension == *known))
}

fn has_pandoc() -> bool {
    Command::new("pandoc").arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn imports_are_as_expected_and_lose_no_word() {
    let mut failures = Vec::new();
    let pandoc = has_pandoc();
    for case in cases("import") {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let input = input(&case);
        if needs_pandoc(&input) && !pandoc {
            // The message stands in the log of `cargo test -- --nocapture`; .ci/run installs pandoc.
            #[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
            {
                eprintln!("tests/import/{name} is left out: pandoc is not installed");
            }
            continue;
        }
        let found = imported(&case, &input);
        let expected = case.join("expected");
        if updating() {
            let _ = fs::remove_dir_all(&expected);
            write_tree(&expected, &found);
        }
        failures
            .extend(compare(&read_tree(&expected), &found).iter().map(|f| format!("{name}/expected/{f}")));
        let text = fs::read(&input).expect("the input is read");
        if let (false, Ok(text)) = (needs_pandoc(&input), String::from_utf8(text)) {
            failures.extend(lost(&text, &found).iter().map(|word| format!("{name}: lost: {word}")));
        }
    }
    report(&failures, ADVICE);
}

/// The report that a case becomes, without what every imported report has, and what is said.
fn imported(case: &Path, input: &Path) -> Tree {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let target = folder.path().join("report");
    let name = input.file_name().expect("a name").to_string_lossy().into_owned();
    let into = target.to_string_lossy().into_owned();
    let run = run(case, &["import", &name, "--into", &into]);
    assert_eq!(run.status, 0, "{}: {}", case.display(), run.stderr);
    let mut tree = read_tree(&target);
    for path in [".gitignore", ".github/workflows/pages.yml"] {
        assert!(tree.remove(path).is_some(), "{}: no {path}", case.display());
    }
    let said = run.stdout.replace(&into, "report").replace('\\', "/");
    tree.insert("said.txt".to_owned(), said.into_bytes());
    tree
}

fn compare(expected: &Tree, found: &Tree) -> Vec<String> {
    let gone =
        expected.keys().filter(|path| !found.contains_key(*path)).map(|path| format!("{path}: not made"));
    let mut failures: Vec<String> = gone.collect();
    for (path, bytes) in found {
        let before = expected.get(path).map_or_else(String::new, |b| String::from_utf8_lossy(b).into_owned());
        let now = String::from_utf8_lossy(bytes);
        failures.extend(difference(&before, &now).map(|place| format!("{path}: {place}")));
    }
    failures
}

/// Words and numbers of the input that stand less often in the pages, data and sources. Marks of sources and numbers of the
/// list's entries are citations now, and words that were parted at the end of a line are whole.
fn lost(text: &str, tree: &Tree) -> Vec<String> {
    let text = text.replace("long-\nawaited", "longawaited").replace("long-awaited", "longawaited");
    // Names of links are gone where their addresses stand.
    let text = text.replace("][off]", "]").replace("\n[off]: ", "\n").replace("\n[ONS]: ", "\n");
    let (mut whole, mut lines) = (String::new(), text.lines().peekable());
    // A source below a table that the list has too stands there once.
    let mut named = String::new();
    let mut listed = false;
    while let Some(line) = lines.next() {
        listed |= STRUCTURE.contains(&line.trim_matches(['#', ' ', '\r']));
        let line = if listed { entry(line) } else { line };
        // The site numbers its tables.
        let title =
            line.strip_prefix("Table ").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let line = title.and_then(|rest| rest.strip_prefix(['.', ':'])).unwrap_or(line);
        if STRUCTURE.iter().any(|label| line.trim_start_matches('*').starts_with(label)) {
            named.push_str(line);
            named.push('\n');
            continue;
        }
        match line
            .strip_suffix('-')
            .filter(|_| lines.peek().is_some_and(|next| next.starts_with(char::is_lowercase)))
        {
            Some(parted) => whole.push_str(parted),
            None => {
                whole.push_str(line);
                whole.push('\n');
            }
        }
    }
    let mut kept = String::new();
    for (path, bytes) in
        // The configuration has author and date, and the title, which the first page has too.
        tree.iter().filter(|(path, _)| {
            let is_content = path.starts_with("content/") && !path.ends_with(".json");
            is_content || *path == "sourcebook.toml" && tree[*path].windows(7).any(|part| part == b"authors")
        })
    {
        let text = String::from_utf8_lossy(bytes).replace("long-awaited", "longawaited");
        // A chart repeats what its table has.
        let parts = text.split("```chart\n").enumerate();
        let parts = parts.map(|(at, part)| {
            if at == 0 || !path.ends_with(".md") {
                part
            } else {
                part.split_once("```").map_or("", |(_, rest)| rest)
            }
        });
        parts.for_each(|part| kept.push_str(part));
    }
    let kept = words(&kept);
    let gone = |(word, count): (String, usize)| {
        let missing = kept.get(&word).copied().unwrap_or(0) < count && !STRUCTURE.contains(&word.as_str());
        missing.then_some(word)
    };
    let named = words(&without_marks(&named)).into_keys().map(|word| (word, 1));
    words(&without_marks(&whole)).into_iter().chain(named).filter_map(gone).collect()
}

/// An entry of a list without its number.
fn entry(line: &str) -> &str {
    let rest = line.trim_start_matches(['(', '[']).trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix([')', ']', '.']).unwrap_or(line)
}

/// A text without `[1]`, `[^1]`, `[1, 2]`, `【1†source】` and `(1)`, and without the mark of `summer.1`.
fn without_marks(text: &str) -> String {
    let mut out = String::new();
    let text = text.replace("†source】", "]").replace('【', "[");
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['[', '(']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.find([']', ')']).map_or(from.len(), |end| end + 1);
        let inner = from[1..end.max(2) - 1].trim().trim_start_matches('^');
        let mark = inner.len() <= 5
            && !inner.is_empty()
            && inner.chars().all(|c| c.is_ascii_digit() || ", -".contains(c));
        let keep = !mark || inner.len() > 2 && inner.bytes().all(|b| b.is_ascii_digit());
        if keep {
            out.push(' ');
            rest = &from[1..];
        } else {
            rest = &from[end..];
        }
    }
    (out + rest).replace("summer.1 ", "summer. ").replace("mer.1 ", "mer. ")
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let plain = |c: char| c.is_alphanumeric() && !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    for word in text.split(|c: char| !plain(c)).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

#[test]
fn the_brief_comes_out_whole() {
    let tree = read_tree(&crate::support::root().join("tests/import/brief/expected"));
    let text = |path: &str| String::from_utf8(tree[path].clone()).expect("a text");
    assert_eq!(tree.keys().filter(|path| path.ends_with(".csv")).count(), 7, "seven tables");
    let said = text("said.txt");
    assert!(said.contains("of which 5 numbered") && said.contains("16 headings"), "{said}");
    let pages: Vec<String> =
        tree.keys().filter(|path| path.ends_with(".md")).map(|path| text(path)).collect();
    let headings = |level: &str| {
        pages.iter().flat_map(|page| page.lines()).filter(|line| line.starts_with(level)).count()
    };
    // With the report's own title: five chapters, their sections, and two that are one level deeper.
    assert_eq!((headings("# "), headings("## "), headings("### ")), (6, 9, 2));
    let items =
        |sign: fn(&str) -> bool| pages.iter().flat_map(|page| page.lines()).filter(|line| sign(line)).count();
    assert_eq!(items(|line| line.starts_with("- ")), 3);
    assert_eq!(items(|line| line.as_bytes().first().is_some_and(u8::is_ascii_digit)), 6);
    for key in ["tmtpost", "apppsych", "app-annie", "china-rare-earth", "tongcheng"] {
        assert!(pages.iter().any(|page| page.contains(&format!("\nsource: {key}\n"))), "{key} is not cited");
    }
}

#[test]
fn what_exists_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("brief.txt", "A Title\n\nSome words."),
        ("brief/mine.txt", "mine"),
        ("empty.txt", " \n"),
        ("a.bib", "@book{a}"),
        ("a.pdf", "%PDF-1.4 words"),
        ("a.csv", "A,B\n1,2\n"),
        ("a.pptx", "words"),
    ];
    let before: Tree = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
    write_tree(folder.path(), &before);
    for (arguments, message) in [
        (&["import", "brief.txt"][..], "--into"),
        (&["import", "brief.txt", "--into", "brief"], "is not empty"),
        (&["import", "brief.txt", "--into", "brief.txt"], "is a file"),
        (&["import", "nothing.txt"], "there is no file"),
        (&["import", "empty.txt"], "holds no words"),
        (&["import", "a.bib"], "copy it to content/sources.bib"),
        (&["import", "a.pdf"], "copy its text into a .txt file"),
        (&["import", "a.csv"], "copy the file into its content/data/"),
        (&["import", "a.pptx"], "slides, not a report"),
        (&["import"], "FILE"),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!(read_tree(folder.path()), before, "{arguments:?}");
    }
    let made = run(folder.path(), &["import", "brief.txt", "--into", "made", "--single-page", "--quiet"]);
    assert_eq!((made.status, made.stdout.as_str()), (0, ""), "{}", made.stderr);
}

#[test]
fn without_pandoc_the_message_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_tree(folder.path(), &Tree::from([("a.docx".to_owned(), b"x".to_vec())]));
    let mut program = crate::support::program(folder.path());
    let run = crate::support::finish(program.args(["import", "a.docx"]).env("PATH", folder.path()));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("pandoc, which is not installed: install it"), "{}", run.stderr);
    assert!(!folder.path().join("a").exists());
}

#[test]
fn captions_of_html_tables_become_their_titles() {
    if !has_pandoc() {
        return;
    }
    let table = |caption: &str| {
        format!(
            "<table>{caption}<thead><tr><th>Region</th><th>Rent</th></tr></thead>\
             <tbody><tr><td>North</td><td>10</td></tr><tr><td>South</td><td>12</td></tr></tbody></table>"
        )
    };
    for (caption, title) in [
        (
            "<caption>Rents <b>by</b> region, which are the rents of last year.</caption>",
            "Rents by region, which are the rents of last year.",
        ),
        ("<caption>Table 1: Rents</caption>", "Rents"),
        ("<caption><p>Rents</p><p>of all</p></caption>", "Rents of all"),
        ("", "What it costs"),
    ] {
        let html = format!(
            "<h1>Homes</h1><p>All of it.</p><h2>What it costs</h2><p>So it is.</p>{}<p>Source: Office</p><p>After it.</p>",
            table(caption)
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_tree(folder.path(), &Tree::from([("a.html".to_owned(), html.into_bytes())]));
        let run = run(folder.path(), &["import", "a.html", "--single-page"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let page = fs::read_to_string(folder.path().join("a/content/index.md")).expect("a page");
        assert!(page.contains(&format!("title: \"{title}\"\n")), "{page}");
        assert!(page.contains("source: office\n"), "{page}");
        let (_, after) = page.rsplit_once("```\n").expect("a table");
        assert_eq!(after.trim(), "After it.", "{page}");
    }
}

#[test]
fn citations_of_org_are_those_of_markdown() {
    if !has_pandoc() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "#+title: T\n\nPrices rose [cite:see @smith p. 4; @doe].\n";
    fs::write(folder.path().join("a.org"), text).expect("the input is written");
    // The sources come with the author's `.bib`.
    assert_eq!(run(folder.path(), &["import", "a.org"]).status, 1);
    let page = fs::read_to_string(folder.path().join("a/content/index.md")).expect("a page");
    assert!(page.contains("Prices rose [see @smith, p. 4; @doe]."), "{page}");
}

#[test]
fn what_a_document_names_elsewhere_is_not_read_and_said() {
    if !has_pandoc() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    server.set_nonblocking(true).expect("set");
    let address = format!("http://{}/page", server.local_addr().expect("an address"));
    fs::write(folder.path().join("secret.txt"), "Hidden words.\n").expect("written");
    let secret = folder.path().join("secret.txt").to_string_lossy().into_owned();
    let documents = [
        (
            "a.html",
            format!("<h1>Title</h1><p>Words.</p><iframe src=\"{address}\"></iframe>"),
            address.as_str(),
        ),
        ("b.rst", format!("Title\n=====\n\nWords.\n\n.. include:: {secret}\n"), secret.as_str()),
        ("c.org", format!("* Title\nWords.\n#+INCLUDE: \"{secret}\"\n"), secret.as_str()),
    ];
    for (name, text, elsewhere) in documents {
        fs::write(folder.path().join(name), text).expect("written");
        let run = run(folder.path(), &["import", name]);
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
        let tree = read_tree(&folder.path().join(name.split('.').next().expect("a stem")));
        let page = String::from_utf8_lossy(&tree["content/index.md"]).into_owned();
        assert!(page.contains("Words.") && !page.contains("Hidden"), "{name}: {page}");
        let said = format!("`{elsewhere}` was not read");
        assert!(run.stdout.contains(&said), "{name}: {}", run.stdout);
        assert!(server.accept().is_err(), "{name}: somebody was asked for it");
    }
}
