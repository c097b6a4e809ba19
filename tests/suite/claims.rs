//! Claims through the real program: a changed cell names the sentences that are wrong, and `--fix` mends them.

use crate::support::{run, write_tree};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const DATA: &str = "Company,Share,Revenue,Change\nMiniMax,68%,$18M,-4%\nZhipu,12%,$9M,2%\n";

/// Windows line ends, and each claim in another kind of place.
const PAGE: &str = "\u{feff}# Report of [$18M]{= data.exposure.MiniMax.Revenue }\r\n\r\n\
    MiniMax earns **[68%]{= data.exposure.MiniMax[\"Share\"] }** abroad, [more than half]{= data.exposure.MiniMax.Share },\r\n\
    which is the [highest of all]{= data.exposure.MiniMax.Share == data.exposure.max(\"Share\") }.\r\n\r\n\
    | Company | Revenue |\r\n|---|---|\r\n| MiniMax | [$18M]{= data.exposure.MiniMax.Revenue } |\r\n\
    | Zhipu | [fell -4%]{-} [fell 4%]{= data.exposure.MiniMax.Change }[^n] |\r\n\r\n\
    [^n]: Zhipu has [a  $9 million]{= data.exposure.Zhipu.Revenue }; 68% stays.\r\n";

fn report(data: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("sourcebook.toml", "title = \"Report\"\n"),
        ("content/index.md", PAGE),
        ("content/data/exposure.csv", data),
    ];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    folder
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("content/index.md")).expect("the page is read")
}

/// What the first lines of the errors say.
fn errors(stderr: &str) -> Vec<String> {
    stderr.lines().filter(|line| line.starts_with("error")).map(str::to_owned).collect()
}

#[test]
fn claims_that_hold_are_silent_in_check_and_build() {
    let report = report(DATA);
    for arguments in [&["check"][..], &["build"], &["check", "--fix"]] {
        let run = run(report.path(), arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    }
    assert_eq!(page(report.path()), PAGE);
    let html = fs::read_to_string(report.path().join("output/index.html")).expect("the page is built");
    assert!(html.contains("<strong><data class=\"claim\" value=\"68\" data-unit=\"%\""), "{html}");
    assert!(html.contains("fell -4% <data"), "what is no fact is text: {html}");
}

#[test]
fn a_changed_cell_names_exactly_the_sentences_that_are_wrong() {
    let changes: [(&str, &str, &[&str]); 4] = [
        ("MiniMax,68%", "MiniMax,61%", &["error[claim-mismatch]: the words say `68%`, the data say `61%`"]),
        ("$18M", "$21M", &["error[claim-mismatch]: the words say `$18M`, the data say `$21M`"; 2]),
        ("-4%", "-6%", &["error[claim-mismatch]: the words say `fell 4%`, the data say `-6%`"]),
        (
            "Zhipu,12%",
            "Zhipu,72%",
            &["error[claim-mismatch]: the words say `highest of all`, but the expression is false"],
        ),
    ];
    for (from, to, expected) in changes {
        let report = report(&DATA.replace(from, to));
        for command in ["check", "build"] {
            let run = run(report.path(), &[command]);
            assert_eq!(run.status, 1);
            assert_eq!(errors(&run.stderr), expected, "{command}: {}", run.stderr);
            assert!(run.stderr.contains("content/data/exposure.csv:"), "{}", run.stderr);
        }
    }
}

#[test]
fn fix_rewrites_the_numbers_and_nothing_else() {
    let data =
        DATA.replace("68%", "61%").replace("$18M", "$21M").replace("-4%", "-6%").replace("$9M", "$11M");
    let report = report(&data);
    let mended = run(report.path(), &["check", "--fix"]);
    assert_eq!(mended.status, 0, "{}", mended.stderr);
    assert!(mended.stderr.contains("content/index.md: 5 numbers rewritten"), "{}", mended.stderr);
    let expected = PAGE
        .replace("$18M", "$21M")
        .replace("[68%]", "[61%]")
        .replace("[fell 4%]", "[fell 6%]")
        .replace("$9 million", "$11 million");
    assert_eq!(page(report.path()), expected);
    let names: Vec<String> = fs::read_dir(report.path().join("content"))
        .expect("the folder is read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".tmp"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
    let again = run(report.path(), &["check"]);
    assert_eq!((again.status, again.stderr.as_str()), (0, ""));
}

#[test]
fn a_file_that_cannot_be_rewritten_does_not_keep_others_from_it() {
    let report = report(&DATA.replace("$18M", "$21M"));
    let claim = |page: &str| format!("# {page}\n\n[$18M]{{= data.exposure.MiniMax.Revenue }}.\n");
    let content = report.path().join("content");
    let wide: Vec<u8> = claim("B").encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(content.join("b.md"), [&b"\xff\xfe"[..], &wide].concat()).expect("written");
    fs::write(content.join("c.md"), claim("C")).expect("written");
    let run = run(report.path(), &["check", "--fix"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error: content/b.md: the file is not UTF-8"), "{}", run.stderr);
    assert!(run.stderr.contains("content/c.md: 1 number rewritten"), "{}", run.stderr);
    assert!(fs::read_to_string(content.join("c.md")).expect("a page").contains("[$21M]"));
}

#[test]
fn what_no_number_mends_stays_an_error() {
    let report = report(&DATA.replace("68%", "6%"));
    let run = run(report.path(), &["check", "--fix"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert_eq!(
        errors(&run.stderr),
        [
            "error[claim-mismatch]: the words say `more than half`, the data say `6%`",
            "error[claim-mismatch]: the words say `highest of all`, but the expression is false"
        ]
    );
    assert!(page(report.path()).contains("[6%]"));
}

#[test]
fn data_and_claims_of_a_german_report_count_by_the_long_scale() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let claim = |words: &str, key: &str| format!("[{words}]{{= data.schulden.{key}.Schuld }}");
    let page = format!(
        "# Schulden\n\n{}, {}, {}, {}.\n",
        claim("2 Billionen Euro", "A"),
        claim("2.000 Milliarden Euro", "A"),
        claim("1 Billion Euro", "B"),
        claim("1.500.000", "C")
    );
    let data = "Land,Schuld\nA,2 Billionen €\nB,1 Billion €\nC,1½ Millionen\n";
    let files = [
        ("sourcebook.toml", "title = \"Schulden\"\nlanguage = \"de\"\n"),
        ("content/index.md", page.as_str()),
        ("content/data/schulden.csv", data),
    ];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    let run = run(folder.path(), &["check"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

/// A report of one page and a table of texts and numbers.
fn small(language: &str, page: &str) -> TempDir {
    let data = "Key,Name,Profit\na,Côte d'Ivoire,-$9M\nb,\"The \"\"Big\"\" One\",-3%\nc,Smith -- Sons ...,1\nd,Alien: Romulus,2\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = format!("title = \"Report\"\nlanguage = \"{language}\"\n");
    let files =
        [("sourcebook.toml", config.as_str()), ("content/index.md", page), ("content/data/p.csv", data)];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    folder
}

#[test]
fn words_with_straight_marks_are_those_of_the_data() {
    let page = "# Report\n\n[Côte d'Ivoire]{= data.p.a.Name }, [The \"Big\" One]{= data.p.b.Name }, \
        [Smith -- Sons ...]{= data.p.c.Name }, [Côte d’Ivoire]{= data.p.a.Name }.\n";
    for language in ["en", "de", "de-CH", "fr", "es", "ja", "he"] {
        let report = small(language, page);
        let run = run(report.path(), &["check"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{language}");
    }
}

#[test]
fn fix_leaves_what_would_read_otherwise_where_it_stands() {
    // A backslash would be seen, and a colon would end a key.
    for page in [
        "# Report\n\nIt made [\\$5M]{= data.p.a.Profit }, [\\-5%]{= data.p.b.Profit } more.\n",
        "---\ntitle: On [Aliens]{= data.p.d.Name } and others\n---\n\nWords.\n",
    ] {
        let report = small("en", page);
        let run = run(report.path(), &["check", "--fix"]);
        assert_eq!(run.status, 1, "{}", run.stderr);
        let after = self::page(report.path());
        assert!(!after.contains("\\\u{2212}") && !after.contains("Alien:"), "{after}");
        assert!(run.stderr.contains("claim-mismatch"), "{}", run.stderr);
    }
}
