//! Notes and sources.

use super::build::Build;
use crate::model::NodeKind;
use crate::resolve::{Note, NoteBody, NoteMark, SourceEntry, SourceUse};

fn source(key: &str, html: &str, uses: Vec<SourceUse>) -> SourceEntry {
    SourceEntry {
        key: key.to_owned(),
        html: html.to_owned(),
        short: format!("{key} & co (2025)"),
        title: "T <1>".to_owned(),
        url: Some("https://e.org/?a&b".to_owned()),
        note: Some("only \"named\"".to_owned()),
        uses,
    }
}

#[test]
fn a_note_used_twice_has_one_entry_and_two_ways_back() {
    let mut build = Build::new();
    let first = build.note_use("n", "Body *with* [link](https://e.org).");
    let mut text = build.text("One");
    text.push(first);
    build.paragraph(text);
    let second = build.note_use("n", "");
    build.paragraph(vec![second]);
    let html = build.html("index.html");
    assert!(html.contains(
        "<aside class=\"margin-note\" aria-hidden=\"true\" data-note=\"1\"><span class=\"margin-note-number\">1</span> \
         Body <em>with</em> <a href=\"https://e.org\" tabindex=\"-1\" rel=\"noopener\">link</a>.</aside>\n<p>One<sup class=\"note-mark\"><a id=\"note-1-use-1\" href=\"#note-1\" \
         aria-label=\"Note 1\">1</a></sup></p>\n<p><sup class=\"note-mark\"><a id=\"note-1-use-2\""
    ), "{html}");
    assert_eq!(html.matches("margin-note\"").count(), 1);
    assert!(html.contains(
        "<li id=\"note-1\"><p>Body <em>with</em> <a href=\"https://e.org\" rel=\"noopener\">link</a>. \
         <span class=\"note-backs\"><a class=\"note-back\" href=\"#note-1-use-1\" aria-label=\"Back to use a of note 1\">\
         a</a> <a class=\"note-back\" href=\"#note-1-use-2\" aria-label=\"Back to use b of note 1\">b</a></span></p></li>"
    ), "{html}");
}

#[test]
fn citations_that_follow_each_other_share_one_superscript_outside_of_links() {
    let mut build = Build::new();
    build.resolved.sources = vec![source("k", "<i>K</i>", Vec::new())];
    let html = "<i>K</i>, <a href=\"https://k.org\">k.org</a>, p. 4".to_owned();
    let body = NoteBody::Source { key: "k".to_owned(), html };
    build.settled().notes = vec![Note { body: body.clone(), uses: 1 }, Note { body, uses: 1 }];
    let mark = |note| NoteMark { note, occurrence: 0 };
    build.settled().citations = vec![vec![mark(0), mark(1)]];
    let third = build.note_use("f", "Foot.");
    let mut nodes = build.parse("[a](https://e.org) b");
    let citation = build.node(NodeKind::Citation(0));
    nodes.splice(3..3, [citation, third]);
    build.page().document.nodes = nodes;
    let html = build.html("index.html");
    let start = html.find("rel=\"noopener\">a</a><sup class=\"note-mark\">").unwrap();
    let marks = &html[start..start + html[start..].find("</sup>").unwrap()];
    assert_eq!(marks.matches("<a id=\"note-").count(), 3, "{marks}");
    assert_eq!(marks.matches("</a>, <a ").count(), 2, "{marks}");
    assert!(html.contains(
        "<li id=\"note-1\"><p><i>K</i>, <a href=\"https://k.org\">k.org</a>, p. 4 <a class=\"note-source\" href=\"sources/index.html#source-k\" \
         aria-label=\"Details of source k &amp; co (2025)\">details</a> <span class=\"note-backs\"><a class=\"note-back\" \
         href=\"#note-1-use-1\" aria-label=\"Back to the text at note 1\">↩</a></span></p></li>"
    ), "{html}");
    assert_eq!(html.matches("class=\"margin-note\"").count(), 3);
    assert!(html.contains("<a tabindex=\"-1\" href=\"https://k.org\">k.org</a>, p. 4</aside>"), "{html}");
}

#[test]
fn the_sources_page_links_to_every_use() {
    let mut build = Build::new();
    let values = build.add_page("Values", "v/index.html", None);
    let other = build.add_page("Other <p>", "o/index.html", None);
    let place = |anchor: &str, label: &str| SourceUse {
        page: other,
        anchor: anchor.to_owned(),
        label: label.to_owned(),
    };
    let uses = vec![
        place("note-2-use-1", "Other <p>"),
        place("note-2-use-2", "Other <p>"),
        place("fig-x", "Figure 3"),
        SourceUse { page: values, anchor: String::new(), label: "Values".to_owned() },
    ];
    let body = NoteBody::Source { key: "a".to_owned(), html: String::new() };
    build.settled().notes = vec![Note { body: body.clone(), uses: 1 }, Note { body, uses: 2 }];
    build.resolved.sources = vec![source("a", "<i>A</i>", uses), source("b", "B", Vec::new())];
    build.resolved.sources[1].url = Some("JavaScript:alert(1)".to_owned());
    let html = build.html("sources/index.html");
    assert!(html.contains("<h1>Sources</h1>"));
    assert!(html.contains("<li class=\"source\" id=\"source-a\">\n<p class=\"source-entry\"><i>A</i></p>\n\
        <p class=\"source-note\">only &quot;named&quot;</p>\n<p class=\"source-link\"><a rel=\"noopener\" \
        href=\"https://e.org/?a&amp;b\">Open the source<span class=\"visually-hidden\">: T &lt;1&gt;</span></a></p>"));
    assert!(html.contains("<li><a href=\"../o/index.html\">Other &lt;p&gt;</a>: \
        <a href=\"../o/index.html#note-2-use-1\">Note 2 a</a>, <a href=\"../o/index.html#note-2-use-2\">Note 2 b</a>, \
        <a href=\"../o/index.html#fig-x\">Figure 3</a></li>\n<li><a href=\"../v/index.html\">Values</a></li>"), "{html}");
    assert!(html.contains("<p class=\"source-uses\">Not cited in this report.</p>"));
    assert!(!html.contains("alert(1)"), "{html}");
    assert!(html.contains("<a href=\"index.html\" aria-current=\"page\">Sources</a>"));
}

#[test]
fn a_report_without_sources_has_no_sources_page() {
    let (pages, _) = Build::new().render();
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["index.html", "404.html"]);
}
