//! What an author repeats without end: the program ends by itself and says what it found, whatever stands a few thousand times in a row.

use crate::support::run;
use std::fs;

/// So often each is repeated: a stack overflows far sooner in the tests' build.
const TIMES: usize = 3_000;

/// Pages: what begins again and again, what stands in the middle, what ends it.
const PAGES: [(&str, &str, &str); 40] = [
    ("> ", "x", ""),
    ("- ", "x", ""),
    ("*", "x", "*"),
    ("_a", "", ""),
    ("[", "x", "]"),
    ("[", "x", "](b.md)"),
    ("![", "x", "](b.png)"),
    ("[@a; ", "", "]"),
    ("[^a]: ", "x", ""),
    ("[^a] ", "\n\n[^a]: x", ""),
    ("# x\n", "", ""),
    ("|a", "|\n", "|-"),
    ("a\n: ", "x", ""),
    ("`a", "", ""),
    ("~", "x", "~"),
    ("\"'", "", ""),
    ("<div>", "x", ""),
    ("<b>", "x", "</b>"),
    ("<svg><g>", "", "</g></svg>"),
    ("<table>", "", ""),
    ("<!--", "", ""),
    ("&amp;", "", ""),
    ("$x_", "", "$"),
    ("{", "", "}"),
    ("{{ ", "", ""),
    ("{{ (", "1", ") }}"),
    ("[", "1", "]{= 1}"),
    ("[1]{= ", "1", "}"),
    ("1.5 % ", "", ""),
    ("@fig-a ", "", ""),
    ("```chart\na: [", "", "]\n```\n"),
    ("```table\ndata: d\n```\n\n", "", ""),
    ("::: a\n", "", ":::\n"),
    ("> [!NOTE]\n", "", ""),
    ("1. ", "x", ""),
    ("\\", "", ""),
    ("[a]: b\n", "", ""),
    ("![a](", "b", ")"),
    ("<a href=\"", "x", "\">"),
    ("[x]{-} ", "", ""),
];

/// The same in one expression, formula or tag.
const ONES: [(&str, &str, &str, &str, &str); 12] = [
    ("{{ ", "(", "1", ")", " }}"),
    ("{{ ", "!", "true", "", " }}"),
    ("{{ 1", " + 1", "", "", " }}"),
    ("{{ ", "[", "", "]", " }}"),
    ("{{ data", ".a", "", "", " }}"),
    ("{{ ", "|x| ", "1", "", " }}"),
    ("$", "\\sqrt{", "x", "}", "$"),
    ("$", "\\frac{1}", "", "", "$"),
    ("$", "{", "", "}", "$"),
    ("<a ", "x=\"1\" ", "", "", ">y</a>"),
    ("```echarts\n", "{\"a\":", "1", "}", "\n```"),
    ("```chart\nx: ", "[", "", "]", "\n```"),
];

/// Other files.
const FILES: [(&str, &str, &str, &str, &str, &str); 12] = [
    ("content/data/d.json", "", "[", "", "]", ""),
    ("content/data/d.ndjson", "", "{\"a\":", "1", "}", "\n"),
    ("content/data/d.yaml", "", "- ", "a", "", ""),
    ("content/data/d.toml", "a = ", "[", "", "]", ""),
    ("content/data/d.csv", "", "\"", "", "", ""),
    ("content/data/datapackage.json", "{\"resources\":", "[", "", "]", "}"),
    ("content/sources.bib", "@misc{a, title={", "\\emph{", "x", "}", "}}"),
    ("content/sources.yaml", "a:\n  type: Web\n  parent: ", "{type: Web, parent: ", "1", "}", ""),
    ("sourcebook.toml", "title = \"A\"\nx = ", "[", "", "]", ""),
    ("facts.lock", "version = 1\nx = ", "[", "", "]", ""),
    ("templates/page.html", "{{ ", "(", "1", ")", " }}"),
    ("content/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "<g>", "", "</g>", "</svg>"),
];

/// Builds a report of one page, with one file more: a page or a finding, and no crash.
fn ends_by_itself(page: &str, (path, text): (&str, &str), name: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("sourcebook.toml", "title = \"A\"\n"),
        ("content/index.md", &*format!("# A\n\n{page}\n")),
        (path, text),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let done = run(folder.path(), &["build", "."]);
    let is_fine = match done.status {
        0 => true,
        1 => done.stderr.contains("error["),
        _ => false,
    };
    let failed = !is_fine || done.stderr.contains("panicked");
    failed.then(|| format!("{name}: status {}\n{:.2000}", done.status, done.stderr))
}

fn repeated(before: &str, open: &str, middle: &str, close: &str, after: &str) -> String {
    format!("{before}{}{middle}{}{after}", open.repeat(TIMES), close.repeat(TIMES))
}

#[test]
fn pages_end_by_themselves() {
    let rows = ("content/data/d.csv", "a,b\nx,1\ny,2\n");
    let pages = PAGES.iter().map(|(open, middle, close)| ("", *open, *middle, *close, ""));
    let failed: Vec<String> = pages
        .chain(ONES)
        .filter_map(|(before, open, middle, close, after)| {
            ends_by_itself(&repeated(before, open, middle, close, after), rows, &format!("{before}{open}"))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn files_end_by_themselves() {
    let failed: Vec<String> = FILES
        .iter()
        .filter_map(|(path, before, open, middle, close, after)| {
            ends_by_itself("![A](a.svg)", (path, &repeated(before, open, middle, close, after)), path)
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
