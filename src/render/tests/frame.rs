//! What stands around the text: head, navigation, contents, citation, `404.html`.

use super::build::Build;
use crate::model::PageId;
use jiff::civil::date;

#[test]
fn the_frame_has_landmarks_one_heading_and_no_inline_code() {
    let mut build = Build::new();
    build.markdown("## A {#a}\n\n## B {#b}");
    let html = build.html("index.html");
    for part in [
        "<html lang=\"en\" dir=\"ltr\" class=\"no-js\">",
        "<a class=\"skip-link\" href=\"#main\">Skip to main content</a>",
        "<main id=\"main\" class=\"page\">",
        "<header class=\"site-header\">",
        "<footer class=\"site-footer\">",
        "<body data-root=\"\" data-search-index=\"assets/search-index.1.js\">",
        "content=\"default-src &#39;none&#39;; style-src &#39;self&#39;; script-src &#39;self&#39;; img-src &#39;self&#39; data:; \
         media-src &#39;self&#39;; font-src &#39;self&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\">",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"));
    for script in html.split("<script").skip(1) {
        assert!(
            script.starts_with(" src=\"assets/") || script.starts_with(" type=\"application/"),
            "{script}"
        );
    }
    assert!(!html.contains("charts.1.js"), "a page without charts loads no chart code");
    assert!(!html.contains("canonical") && !html.contains("og:url"), "no address is known");
}

#[test]
fn titles_are_escaped_everywhere() {
    let mut build = Build::new();
    let evil = "A <b> \"&\" 'c'</script>";
    build.resolved.report.config.title = evil.to_owned();
    build.resolved.report.config.description = Some(evil.to_owned());
    build.resolved.report.config.authors = vec![evil.to_owned()];
    build.add_page(evil, "x/index.html", None);
    let html = build.html("x/index.html");
    assert!(!html.contains("<b>"), "{html}");
    let json = html.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["@graph"][0]["name"], evil);
    let escaped = "A &lt;b&gt; &quot;&amp;&quot; &#39;c&#39;&lt;/script&gt;";
    assert!(html.contains(&format!("<h1>{escaped}</h1>")));
    assert!(html.contains(&format!("<meta property=\"og:title\" content=\"{escaped}\">")));
    assert!(build.html("404.html").contains(&format!("href=\"index.html\">{escaped}</a>")));
}

#[test]
fn the_head_names_addresses_dates_and_datasets() {
    let mut build = Build::new();
    let config = &mut build.resolved.report.config;
    config.base_url = Some("https://e.org/r".to_owned());
    config.authors = vec!["A. Author".to_owned()];
    config.date = Some(date(2025, 6, 1));
    build.assets.feed = Some("feed.xml".to_owned());
    let id = build.add_page("Rare", "rare/index.html", None);
    build.assets.cards.insert(id, "assets/card-1.png".to_owned());
    build.dataset("d", &[("Who", "")], &[&["A"]]);
    build
        .resolved
        .report
        .assets
        .push(crate::model::Asset { path: "data/d.csv".into(), bytes: [].as_slice().into() });
    let nodes = build.parse("a");
    let dataset = build.resolved.report.datasets.find("d");
    build.figure(
        crate::model::FigureKind::MarkdownTable(crate::model::MarkdownTable { nodes }),
        "tbl-a",
        dataset,
    );
    build.page().front.updated = Some(date(2025, 7, 2));
    let html = build.html("rare/index.html");
    for part in [
        "<title>Rare – The report</title>",
        "<link rel=\"canonical\" href=\"https://e.org/r/rare/\">",
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"The report\" href=\"../feed.xml\">",
        "<meta property=\"og:image\" content=\"https://e.org/r/assets/card-1.png\">",
        "<meta name=\"citation_author\" content=\"A. Author\">",
        "<meta name=\"citation_publication_date\" content=\"2025/07/02\">",
        "\"datePublished\":\"2025-06-01\",\"dateModified\":\"2025-07-02\"",
        "{\"@type\":\"Dataset\",\"name\":\"d\"",
        "\"contentUrl\":\"https://e.org/r/data/d.csv\"",
        "Published <time datetime=\"2025-06-01\">1 June 2025</time>",
        "Updated <time datetime=\"2025-07-02\">2 July 2025</time>",
        "<p>A. Author (2025). Rare. The report. Version of 2 July 2025. https://e.org/r/rare/</p>",
        "@misc{rare2025,\n  author = {{A. Author}},\n  title = {{Rare}},\n  howpublished = {The report},\n  \
         year = {2025},\n  note = {Version of 2025-07-02.},\n  url = {https://e.org/r/rare/},\n}",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn navigation_follows_the_order_and_marks_the_place() {
    let mut build = Build::new();
    let parent = build.add_page("Part", "part/index.html", None);
    build.add_page("Leaf", "part/leaf/index.html", Some(parent));
    build.add_page("End", "end/index.html", None);
    let html = build.html("part/leaf/index.html");
    assert!(html.contains(
        "<ol><li><a href=\"../../index.html\">Home</a></li><li><a href=\"../index.html\">Part</a><ol><li>\
         <a href=\"index.html\" aria-current=\"page\">Leaf</a></li></ol></li><li><a href=\"../../end/index.html\">End</a>\
         </li></ol>"
    ), "{html}");
    assert!(html.contains(
        "<nav class=\"breadcrumbs\" aria-label=\"Breadcrumb\"><ol><li><a href=\"../../index.html\">Home</a></li><li>\
         <a href=\"../index.html\">Part</a></li></ol></nav>"
    ), "{html}");
    assert!(html.contains(
        "<a rel=\"prev\" class=\"pager-previous\" href=\"../index.html\"><span class=\"pager-label\">Previous</span> \
         <span class=\"pager-title\">Part</span></a><a rel=\"next\" class=\"pager-next\" href=\"../../end/index.html\">"
    ), "{html}");
    let home = build.html("index.html");
    assert!(!home.contains("class=\"breadcrumbs\"") && !home.contains("rel=\"prev\""));
}

#[test]
fn large_reports_show_only_the_branch_of_the_page() {
    let mut build = Build::new();
    let parent = build.add_page("Part", "part/index.html", None);
    for n in 0..250 {
        build.add_page(&format!("Leaf {n}"), &format!("part/{n}/index.html"), Some(parent));
    }
    assert!(!build.html("index.html").contains("Leaf 7<"));
    assert!(build.html("part/3/index.html").contains("<a href=\"../7/index.html\">Leaf 7</a>"));
}

#[test]
fn contents_nest_and_obey_the_front_matter() {
    let mut build = Build::new();
    build.markdown("## A *b* {#a}\n\n### C {#c}\n\n#### D {#d}\n\n## 稀土 {#稀土}");
    let list = "<ol><li><a href=\"#a\">A <em>b</em></a><ol><li><a href=\"#c\">C</a></li></ol></li>\
                <li><a href=\"#稀土\">稀土</a></li></ol>";
    let html = build.html("index.html");
    assert!(html.contains(&format!("<p class=\"toc-title\">On this page</p>{list}</nav>")), "{html}");
    assert!(html.contains(&format!("<details><summary>On this page</summary>{list}</details></nav>")));
    build.page().front.toc = Some(false);
    assert!(!build.html("index.html").contains("class=\"toc"));
    let mut short = Build::new();
    short.markdown("### C {#c}\n\n## A {#a}");
    assert!(!short.html("index.html").contains("class=\"toc"));
    short.page().front.toc = Some(true);
    assert!(
        short
            .html("index.html")
            .contains("<ol><li><a href=\"#c\">C</a></li><li><a href=\"#a\">A</a></li></ol>")
    );
}

#[test]
fn ids_are_unique_and_every_fragment_exists() {
    let mut build = Build::new();
    build.markdown("## A {#a}\n\n## B {#b}");
    let note = build.note_use("n", "x");
    build.paragraph(vec![note]);
    let nodes = build.parse("| a |\n|--|\n| x |");
    build.figure(
        crate::model::FigureKind::MarkdownTable(crate::model::MarkdownTable { nodes }),
        "tbl-a",
        None,
    );
    let html = build.html("index.html");
    let mut ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
    for fragment in html.split("href=\"#").skip(1).map(|part| part.split('"').next().unwrap()) {
        assert!(ids.contains(&fragment), "#{fragment}");
    }
}

#[test]
fn a_page_can_have_another_language() {
    let mut build = Build::new();
    build.template("words/ar.toml", "notes = \"ملاحظات\"");
    build.page().front.language = Some("ar".to_owned());
    let note = build.note_use("n", "x");
    build.paragraph(vec![note]);
    let html = build.html("index.html");
    assert!(
        html.contains("<html lang=\"ar\" dir=\"rtl\"") && html.contains("<h2 id=\"notes-title\">ملاحظات</h2>")
    );
    assert!(build.html("404.html").contains("<html lang=\"en\" dir=\"ltr\""));
}

#[test]
fn the_page_for_missing_addresses_needs_nothing_loaded() {
    let mut build = Build::new();
    let html = build.html("404.html");
    assert!(html.contains("data-base=\"\" data-css=\"assets/sourcebook.1.css\""), "{html}");
    assert!(html.contains("data-path=\"index.html\" href=\"index.html\""));
    assert!(!html.contains("<link rel=\"stylesheet\"") && !html.contains(" src="));
    build.resolved.report.config.base_url = Some("https://e.org/a/b".to_owned());
    let html = build.html("404.html");
    assert!(html.contains("data-base=\"/a/b/\""));
    assert!(html.contains("data-path=\"index.html\" href=\"https://e.org/a/b/index.html\""), "{html}");
}

#[test]
fn the_policy_of_the_page_for_missing_addresses_names_its_two_texts() {
    let html = Build::new().html("404.html");
    let policy =
        html.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    for tag in ["style", "script"] {
        let text =
            html.split(&format!("<{tag}>")).nth(1).unwrap().split(&format!("</{tag}>")).next().unwrap();
        let hash = super::sha256::base64(&super::sha256::sha256(text.as_bytes()));
        assert!(
            policy.contains(&format!("{tag}-src &#39;self&#39; &#39;sha256-{hash}&#39;")),
            "{tag}: {hash} in {policy}"
        );
    }
}

#[test]
fn pages_come_in_reading_order_and_drafts_stay_out() {
    let mut build = Build::new();
    build.add_page("B", "b/index.html", None);
    build.add_page("Draft", "draft/index.html", None);
    build.resolved.order = vec![PageId(1), PageId(0)];
    let (pages, _) = build.render();
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["b/index.html", "index.html", "404.html"]);
    assert!(pages.iter().all(|page| !page.html.contains("Draft")));
}
