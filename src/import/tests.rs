//! Laws of the import: no word is lost, and what comes out is a report without an error.

use super::*;
use crate::diagnostics::{Diagnostics, Severity};
use crate::{facts, load, resolve};
use camino::Utf8Path;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Words that trip up what is not careful.
const WORDS: &[&str] = &[
    "sales",
    "Growth",
    "rose",
    "the",
    "R&D",
    "$14.2",
    "68%",
    "1,200/day",
    "8.7/10",
    "{{x}}",
    "*star*",
    "a_b_c",
    "[draft]",
    "<tag>",
    "`code`",
    "C#",
    "#1",
    "~5",
    "x^2",
    "@home",
    "fig-1",
    "U.S.",
    "F-35",
    "稀土",
    "€3bn",
    "100 km",
    "\\",
    "&amp;",
    "|",
    "!",
    "2024.",
    "“so”",
    "l’eau",
    "1)",
    "--",
    "==",
    "f(x)",
    "(1)",
    "m²",
    "{-}",
    "]{=",
    "+++",
    "https://example.org/a_b",
    "Ж",
    "n/a",
    "…",
];

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(WORDS).prop_map(str::to_owned)
}

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..14).prop_map(|words| words.join(" "))
}

fn heading() -> impl Strategy<Value = String> {
    prop::sample::select(
        &["Growth of Sales", "MARKETS", "2.1 Prices", "What Comes Next?", "Key Findings in 2024"][..],
    )
    .prop_map(str::to_owned)
}

fn cell() -> impl Strategy<Value = String> {
    prop::sample::select(
        &[
            "Alpha",
            "Beta & Co",
            "68%",
            "$18M",
            "12,000",
            "–",
            "",
            "3.2/10",
            "a, b",
            "\"q\"",
            "2024",
            "5+ years",
        ][..],
    )
    .prop_map(str::to_owned)
}

fn table() -> impl Strategy<Value = String> {
    let row = |columns: usize| prop::collection::vec(cell(), columns);
    let rows = (2_usize..5).prop_flat_map(move |columns| prop::collection::vec(row(columns), 2..6));
    (rows, prop::bool::ANY, prop::option::of(100_u16..1000)).prop_map(|(rows, tabs, source)| {
        let mut lines = vec!["Name of Things".to_owned()];
        let join = |row: &Vec<String>| if tabs { row.join("\t") } else { format!("{} |", row.join(" | ")) };
        let header: Vec<String> = (0..rows[0].len()).map(|at| format!("Field {at}")).collect();
        lines.push(join(&header));
        if !tabs {
            lines.push("---|".repeat(header.len().saturating_sub(1)));
        }
        lines.extend(rows.iter().map(join));
        // Two tables with one source would name it once.
        if let Some(number) = source {
            lines.push(format!("Source: Bureau of Numbers, {number}"));
        }
        lines.join("\n")
    })
}

fn list() -> impl Strategy<Value = String> {
    (prop::collection::vec(sentence(), 1..4), prop::sample::select(&["- ", "• ", "* ", ""][..])).prop_map(
        |(items, bullet)| {
            let item = |(at, text): (usize, &String)| match bullet {
                "" => format!("{}. {text}", at + 1),
                bullet => format!("{bullet}{text}"),
            };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
        },
    )
}

/// A list whose items hold other blocks, of which the last word may be set in too little.
fn items() -> impl Strategy<Value = String> {
    (prop::collection::vec(sentence(), 5), 0_usize..6).prop_map(|(texts, inset)| {
        let [a, b, c, d, e] = texts.as_slice() else { return String::new() };
        let inset = " ".repeat(inset);
        format!("- {a}\n\n  {b}\n  > {c}\n\n  ```\n  {d}\n  ```\n- {e}\n\n{inset}{a}\n{inset}- {c}")
    })
}

fn document() -> impl Strategy<Value = String> {
    let block = prop_oneof![3 => sentence(), 2 => heading(), 1 => table(), 1 => list(), 1 => items(), 1 => sentence().prop_map(|s| format!("> {s}"))];
    (prop::collection::vec(block, 1..9), prop::sample::select(&["\n", "\n\n", "\r\n\r\n"][..]), prop::bool::ANY).prop_map(
        |(blocks, gap, sources)| {
            let mut text = blocks.join(gap);
            if sources {
                text.push_str("\n\nGrowth was seen¹ and named.²\n\nData Sources\n¹ Alpha Office: Yearbook\n² Beta, Report 2024");
            }
            text
        },
    )
}

/// Letters and digits that belong together, with how often they stand in a text.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let plain = |c: char| c.is_alphanumeric() && marks::superscript(c).is_none();
    // No space parts Han letters from what stands beside them, and none is written where their lines are joined.
    let apart: String = text
        .chars()
        .flat_map(|c| if super::lines::is_dense(c) { vec![' ', c, ' '] } else { vec![c] })
        .collect();
    for word in apart.split(|c: char| !plain(c)).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// The words of a report's pages, data and sources, without what the import adds to the pages.
fn all(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, usize> {
    let mut text = String::new();
    for (path, bytes) in
        files.iter().filter(|(path, _)| path.starts_with("content/") && !path.ends_with(".json"))
    {
        let whole = String::from_utf8_lossy(bytes);
        let mut chart = false;
        for line in whole.lines() {
            chart = (chart || line == "```chart") && line != "```";
            if !chart || !path.ends_with(".md") {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    words(&text)
}

/// Words that become structure: labels, and the heading of the list of sources.
const STRUCTURE: &[&str] = &["Source", "Sources", "Data"];

fn lost(text: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let kept = all(files);
    let gone = |(word, count): (String, usize)| {
        let missing = kept.get(&word).copied().unwrap_or(0) < count && !STRUCTURE.contains(&word.as_str());
        missing.then_some(word)
    };
    words(text).into_iter().filter_map(gone).collect()
}

fn errors(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let (report, mut found): (_, Diagnostics) =
        load::read(Utf8Path::from_path(folder.path()).unwrap(), &load::Options::default());
    let (resolved, more) = resolve::resolve(report);
    found.extend(more);
    found.extend(facts::claims::verify(&resolved));
    found.iter().filter(|found| found.severity == Severity::Error).map(|found| format!("{found:?}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_the_report_has_no_error(text in document(), single_page in prop::bool::ANY) {
        let imported = import(&text, &Options { name: "Report", single_page });
        let lost = lost(&text, &imported.files);
        let shown = || imported.files.iter().map(|(path, bytes)| format!("--- {path}\n{}", String::from_utf8_lossy(bytes))).collect::<String>();
        prop_assert!(lost.is_empty(), "lost {lost:?} of\n{text}\n{}", shown());
        let errors = errors(&imported.files);
        prop_assert!(errors.is_empty(), "{errors:#?} of\n{text}\n{}", shown());
    }

    #[test]
    fn any_text_is_taken(text in "\\PC{0,200}", lines in prop::collection::vec("[ \\t|#>*`<~.\\[\\]()1a-c=-]{0,12}", 0..12)) {
        for text in [text, lines.join("\n")] {
            let imported = import(&text, &Options { name: "Report", single_page: false });
            prop_assert!(imported.files.contains_key("content/index.md"));
        }
    }
}

#[test]
fn consecutive_headings_nest_and_single_ones_stand_beside_the_last() {
    let text = "A Summary of the whole that is a sentence.\nFirst Part of It\nWhat It Says About This\nA sentence that is long.\n\
                What It Says About That\nAnother sentence.\nSecond Part of It\nPrices and Wages\nThe Deepest of All\nA last one.";
    let imported = import(text, &Options { name: "Report", single_page: true });
    let page = String::from_utf8(imported.files["content/index.md"].clone()).unwrap();
    let headings: Vec<&str> = page.lines().filter(|line| line.starts_with('#')).collect();
    let expected = [
        "# Report",
        "## First Part of It",
        "### What It Says About This",
        "### What It Says About That",
        "## Second Part of It",
        "### Prices and Wages",
        "#### The Deepest of All",
    ];
    assert_eq!(headings, expected);
    assert_eq!(imported.found.pages, 1);
}

/// The blocks of a Markdown text from its first list to its last, without paragraphs, which depend on blank lines.
fn structure(markdown: &str) -> String {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let mut out = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::List(first)) => out.push_str(&format!("<list {first:?}>")),
            Event::Start(Tag::Item) => out.push_str("<item>"),
            Event::Start(Tag::BlockQuote(_)) => out.push_str("<quote>"),
            Event::Start(Tag::CodeBlock(_)) => out.push_str("<code>"),
            Event::Start(Tag::HtmlBlock) => out.push_str("<html>"),
            Event::Start(Tag::Paragraph) => out.push_str("<p>"),
            Event::End(TagEnd::Paragraph) => out.push('¶'),
            Event::End(
                TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => out.push_str("</>"),
            Event::Text(text) | Event::Code(text) | Event::Html(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            _ => {}
        }
    }
    let (from, to) = (out.find("<list").unwrap_or(0), out.rfind("</>").unwrap_or(out.len()));
    let out = out[from..to].to_owned();
    // Where a paragraph ends at the end of an item, or before another block, tight lists have no mark of it.
    out.replace("<p>", "").replace("¶<", "<")
}

#[test]
fn items_of_several_blocks_come_through() {
    for list in [
        // A second paragraph, in tight lists, too.
        "- one\n\n  two\n  three\n\n  four\n- five",
        "1. one\n\n   two\n\n2. three",
        "10. one\n\n    two\n11. three\n\n    four",
        "-   one\n\n    two\n\n-   three",
        // Code, also with blank lines, set in, and with a fence right behind the sign.
        "- one\n  ```js\n  a\n\n    b\n  ```\n- two",
        "- one\n\n  ~~~\n  - a\n  # b {{ c }}\n  ~~~\n\n  two\n- three",
        "- ```\n  a\n  ```\n- two",
        "- one\n\n      a\n\n        b\n      - c\n\n  two\n- three",
        "\t- one\n\n\t  ```\n\t  a\n\t  ```\n\t- two".trim_start(),
        "- one\n  ```\n  a\nout of it\n- two",
        // A quotation.
        "- one\n  > two\n  > three\n- four",
        "- one\n\n  > two\n  >\n  > three\n\n  four\n- five",
        "- > one\n  > two\n- three",
        "- > one | two\n  > three | four\n- five",
        // Lists in items, and what stands around them.
        "- one\n\n  - two\n\n    three\n\n  four\n- five",
        "1. one\n   - two\n     ```\n     a\n     ```\n   - three\n\n   four\n2. five",
        "- one\n  1. two\n\n     three\n  2. four\n     > five\n- six",
        "- one\n  - two\n    - three\n\n      four\n\n    five\n\n  six\n\nseven\n\n- eight",
        "- one\n\n  ***\n\n  two\n- three",
        "- one\n\n  <div>\n  a\n  </div>\n\n  two\n- three",
        // What is not set in far enough stands below the list.
        "1. one\n\n  two\n\n3. three",
    ] {
        let text = format!("# T\n\n{list}\n\nEnd.\n");
        let imported = import(&text, &Options { name: "Report", single_page: true });
        let page = String::from_utf8(imported.files["content/index.md"].clone()).unwrap();
        assert_eq!(structure(&page), structure(&text), "of\n{text}\nbecame\n{page}");
        assert!(errors(&imported.files).is_empty(), "{page}");
        assert!(page.lines().all(|line| !line.ends_with(' ')), "{page:?}");
    }
}

#[test]
fn items_of_a_plain_text_hold_what_is_set_in_below_them() {
    let text =
        "Title of It\n\nWords that are a sentence.\n\n• one *a*\n\n   1. two of it\n\n• three\n\nLast words.";
    let imported = import(text, &Options { name: "Report", single_page: true });
    let page = String::from_utf8(imported.files["content/index.md"].clone()).unwrap();
    assert!(page.contains("- one \\*a\\*\n  1. two of it\n- three\n\nLast words.\n"), "{page}");
    let text = text.replace("1. two of it", "two_of # it");
    let imported = import(&text, &Options { name: "Report", single_page: true });
    let page = String::from_utf8(imported.files["content/index.md"].clone()).unwrap();
    assert!(page.contains("- one \\*a\\*\n\n  two\\_of # it\n\n- three\n\nLast words.\n"), "{page}");
}

#[test]
fn sources_keep_what_stands_below_their_first_lines() {
    let text = "# T\n\nIt rose [1].\n\n## References\n\n1. Alpha: Yearbook\n\n   https://example.org/a\n\n2. Beta: Report\n";
    let imported = import(text, &Options { name: "Report", single_page: true });
    let sources = String::from_utf8(imported.files["content/sources.yaml"].clone()).unwrap();
    assert!(sources.contains("url: \"https://example.org/a\""), "{sources}");
    assert_eq!(imported.found.numbered_sources, 2, "{sources}");
}

#[test]
fn braces_in_raw_html_are_no_expressions() {
    for (html, expected) in [
        ("<div class=\"a\">\nUp {{ x }} and [9%]{= y } [@z]\n</div>", "{{ x }} and [9%]{= y } [@z]"),
        ("<p>{{{{a}}}} {{", "{{{{a}}}} {{"),
        ("<span title=\"{{ a }}\">\n", "{{ a }}"),
        ("- a\n\n  <table>\n  <tr><td>{{ a }}</td></tr>\n  </table>", "{{ a }}"),
        ("- <div>{{ a }}</div>\n- b", "{{ a }}"),
        ("> <div>{{ a }}</div>\n> {{ b }}", "{{ a }}"),
        ("<pre>\n{{ a }}\n\n{{ b }}\n</pre>", "{{ a }}\n\n{{ b }}"),
        ("<!-- {{ a }}\n\n{{ b }} -->", "{{ a }}\n\n{{ b }}"),
    ] {
        let text = format!("# T\n\nOne.\n\n{html}\n\nTwo.\n");
        let imported = import(&text, &Options { name: "Report", single_page: true });
        let page = String::from_utf8(imported.files["content/index.md"].clone()).unwrap();
        assert_eq!(errors(&imported.files), [""; 0], "{page}");
        let mut shown = String::new();
        pulldown_cmark::html::push_html(&mut shown, pulldown_cmark::Parser::new(&page));
        let shown = shown.replace("&#123;", "{").replace("&#64;", "@");
        assert!(shown.contains(expected), "{page}\n{shown}");
    }
}

#[test]
fn raw_html_whose_braces_were_changed_is_named() {
    let text = "# T\n\n<div>\n{{ a }}\n</div>\n\n<div>b</div>\n\n<pre>{{ c }}</pre>\n";
    let found = import(text, &Options { name: "Report", single_page: true }).found;
    let said: Vec<(usize, &str)> =
        found.doubts.iter().map(|remark| (remark.line, remark.text.as_str())).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].0 == 3 && said[0].1.contains("raw HTML"), "{said:?}");
}
