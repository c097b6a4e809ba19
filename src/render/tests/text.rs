//! Nodes become HTML.

use super::build::{Build, bound};
use crate::model::{Asset, CellRef, CrossReference, NodeKind, PageId, ReferenceKind};
use crate::resolve::{Destination, Target};

fn check(markdown: &str, expected: &str) {
    let content = Build::new().markdown(markdown).content();
    let body = content.strip_prefix("<div class=\"page-body\">\n").unwrap().strip_suffix("</div>").unwrap();
    assert_eq!(body, expected);
}

#[test]
fn blocks() {
    check(
        "a *b* **c** ~~d~~ `e<f`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>\n",
    );
    check("> q", "<blockquote>\n<p>q</p>\n</blockquote>\n");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
    check("a\\\nb\nc\n\n---", "<p>a<br>\nb\nc</p>\n<hr>\n");
    check("t\n: d", "<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>\n");
    check(
        "```rust\nlet a = \"<b>\";\n```",
        "<pre tabindex=\"0\"><code class=\"language-rust\">let a = &quot;&lt;b&gt;&quot;;\n</code></pre>\n",
    );
    check("<b class=\"x\">raw</b>", "<p><b class=\"x\">raw</b></p>\n");
}

#[test]
fn alerts_and_tasks() {
    check(
        "> [!WARNING]\n> w",
        "<aside class=\"alert alert-warning\" role=\"note\" aria-label=\"Warning\">\n\
         <p class=\"alert-title\">Warning</p>\n<p>w</p>\n</aside>\n",
    );
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n\
         <li><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>\n",
    );
}

#[test]
fn headings_start_at_level_two_and_link_to_themselves() {
    check(
        "## A *b* \"<\" {#x .c}\n\n# One {#one}",
        "<h2 id=\"x\" class=\"c\">A <em>b</em> &quot;&lt;&quot; \
         <a class=\"anchor\" href=\"#x\" aria-label=\"Link to this section: A b &quot;&lt;&quot;\">#</a></h2>\n\
         <h2 id=\"one\">One <a class=\"anchor\" href=\"#one\" aria-label=\"Link to this section: One\">#</a></h2>\n",
    );
}

#[test]
fn links_are_escaped_and_cannot_run_code() {
    check(
        "[a](https://e.org/?a=1&b='2' \"t <\") [m](mailto:x@e.org)",
        "<p><a href=\"https://e.org/?a=1&amp;b=&#39;2&#39;\" rel=\"noopener\" title=\"t &lt;\">a</a> \
         <a href=\"mailto:x@e.org\">m</a></p>\n",
    );
    check("[a *b*](javascript:alert(1)) c", "<p>a <em>b</em> c</p>\n");
}

#[test]
fn links_inside_the_report_are_relative_and_name_the_file() {
    let mut build = Build::new();
    build.add_page("Other", "a/b/index.html", None);
    build.resolved.order.swap(0, 1);
    build.markdown("[p](x) [s](y) [f](z) [self](w)");
    build.settled().links = vec![
        Destination::Page { page: PageId(0), anchor: Some("x".to_owned()) },
        Destination::Site { path: "sources/index.html".to_owned(), anchor: None },
        Destination::Asset { path: "data/a b.csv".into(), anchor: None },
        Destination::Page { page: PageId(1), anchor: Some("here".to_owned()) },
    ];
    let html = build.html("a/b/index.html");
    assert!(html.contains(
        "<p><a href=\"../../index.html#x\">p</a> <a href=\"../../sources/index.html\">s</a> \
         <a href=\"../../data/a%20b.csv\">f</a> <a href=\"#here\">self</a></p>"
    ));
}

#[test]
fn images_have_dimensions_and_a_lone_one_with_a_title_is_a_figure() {
    let mut build = Build::new();
    build.markdown("![a \"<\"](i.svg \"T & t\")\n\nx ![](j.png)");
    build.settled().images[0] = Destination::Asset { path: "i.svg".into(), anchor: None };
    let bytes = b"<svg width='30' height='20'></svg>".as_slice().into();
    build.resolved.report.assets.push(Asset { path: "i.svg".into(), bytes });
    let content = build.content();
    assert!(content.contains(
        "<figure class=\"figure figure-image\">\n<img src=\"i.svg\" alt=\"a &quot;&lt;&quot;\" width=\"30\" \
         height=\"20\" loading=\"lazy\">\n<figcaption class=\"figure-foot\"><p class=\"figure-caption\">T &amp; t</p>\
         </figcaption>\n</figure>\n<p>x <img src=\"j.png\" alt=\"\" loading=\"lazy\"></p>"
    ), "{content}");
}

#[test]
fn tables_have_scopes_scroll_boxes_and_number_columns() {
    check(
        "| Who | Share | |\n|---|---|:-:|\n| A `<` | 68% | x |\n| B | $5 | y |",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table 1 of this page\"><table>\n\
         <thead>\n<tr><th scope=\"col\">Who</th><th scope=\"col\" class=\"number\">Share</th>\
         <td class=\"align-center\"></td></tr>\n</thead>\n<tbody>\n\
         <tr><th scope=\"row\">A <code>&lt;</code></th><td class=\"number\"><span class=\"unsupported\">68%</span></td>\
         <td class=\"align-center\">x</td></tr>\n\
         <tr><th scope=\"row\">B</th><td class=\"number\"><span class=\"unsupported\">$5</span></td>\
         <td class=\"align-center\">y</td></tr>\n\
         </tbody>\n</table></div>\n",
    );
}

#[test]
fn formulas_become_mathml_and_broken_ones_are_reported() {
    let content = Build::new().markdown("$x^2$ and $$y$$").content();
    assert!(content.contains("<math><msup><mi>x</mi><mn>2</mn></msup></math>"), "{content}");
    assert!(content.contains("<math display=\"block\">"), "{content}");
    let (pages, diagnostics) = Build::new().markdown("a $\\frc{1}$ b $\\alpha").render();
    let fault = diagnostics.iter().next().unwrap();
    assert_eq!((fault.rule.name(), diagnostics.iter().count()), ("invalid-math", 1));
    let span = fault.primary.as_ref().unwrap().span;
    assert_eq!((span.start, span.end), (3, 7));
    assert_eq!(pages.len(), 2, "the page is still rendered");
}

#[test]
fn values_say_where_they_come_from() {
    let mut build = Build::new();
    let dataset =
        build.dataset("minerals", &[("Name", ""), ("Price \"Surge\"", "%")], &[&["Terbium", "68%"]]);
    let cell = CellRef { dataset, record: 0, field: 1 };
    let read = build.expression(bound("68%", 68.0, "%", Some(cell)));
    let mut computed = bound("<1.5", 1.5, "$", None);
    computed.used = (0..5).map(|record| CellRef { record, ..cell }).collect();
    let computed = build.expression(computed);
    build.paragraph(vec![read, computed]);
    let content = build.content();
    assert!(content.contains(
        "<data class=\"value\" value=\"68\" data-unit=\"%\" title=\"Terbium · Price &quot;Surge&quot; · minerals\">68%</data>"
    ), "{content}");
    assert!(
        content
            .contains("<data class=\"value\" value=\"1.5\" data-unit=\"$\" title=\"Computed from Terbium · ")
    );
    assert!(content.contains("; and 2 more · minerals\">&lt;1.5</data>"), "{content}");
}

#[test]
fn references_link_across_pages_but_not_inside_links() {
    let mut build = Build::new();
    let other = build.add_page("Other", "o/index.html", None);
    let span = build.span();
    let reference = CrossReference { kind: ReferenceKind::Figure, id: "fig-x".to_owned(), span };
    build.page().document.references = vec![reference];
    build.settled().references =
        vec![Target { page: PageId(0), anchor: "fig-x".to_owned(), label: "Figure 3".to_owned() }];
    assert_eq!(other, PageId(1));
    let mut nodes = build.parse("[a](https://e.org)");
    let reference = build.node(NodeKind::Reference(0));
    nodes.insert(2, reference.clone());
    build.page().document.nodes = nodes;
    build.paragraph(vec![reference]);
    let html = build.html("o/index.html");
    assert!(
        html.contains(
            "<a class=\"reference reference-number\" href=\"../index.html#fig-x\">Figure 3</a></p>"
        ),
        "{html}"
    );
    assert!(html.contains("<a href=\"https://e.org\" rel=\"noopener\">Figure 3a</a>"), "{html}");
}
