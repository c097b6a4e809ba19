use super::*;

#[test]
fn inline_constructs_become_nodes() {
    insta::assert_snapshot!(
        nodes("A **{{ data.m[\"Tb | }}\"].x }}**的 grew[^n] [see @key, p. 4; @b] in @fig-a.\n\n[^n]: Note.\n"),
        @r#"
    Start(Paragraph) "A **{{ data.m[\"Tb | }}\"].x }}**的 grew[^n] [see @key, p. 4; @b] in @fig-a.\n"
    "A " "A "
    Start(Strong) "**{{ data.m[\"Tb | }}\"].x }}**"
    expression "data.m[\"Tb | }}\"].x" at "data.m[\"Tb | }}\"].x" "{{ data.m[\"Tb | }}\"].x }}"
    End(Strong) "**{{ data.m[\"Tb | }}\"].x }}**"
    "的 grew" "的 grew"
    note n at "n" "[^n]"
    " " " "
    citation Some("see") key@key Some("p. 4") + None b@b None "[see @key, p. 4; @b]"
    " in " " in "
    reference Figure fig-a "@fig-a"
    "." "."
    End(Paragraph) "A **{{ data.m[\"Tb | }}\"].x }}**的 grew[^n] [see @key, p. 4; @b] in @fig-a.\n"
    "#
    );
}

#[test]
fn code_is_kept_as_written() {
    insta::assert_snapshot!(
        nodes("`{{ a }} @fig-x $5`\n\n    {{ b }} [@c]\n\n```rust\n{{ d }} ~5\n```\n\n$x_{{a}}$ \\{{ e }} &amp; <b title='~1'>\n"),
        @r#"
    Start(Paragraph) "`{{ a }} @fig-x $5`\n"
    code "{{ a }} @fig-x $5" "`{{ a }} @fig-x $5`"
    End(Paragraph) "`{{ a }} @fig-x $5`\n"
    Start(CodeBlock(Indented)) "{{ b }} [@c]\n"
    "{{ b }} [@c]\n" "{{ b }} [@c]\n"
    End(CodeBlock) "{{ b }} [@c]\n"
    code block "rust" "```rust\n{{ d }} ~5\n```"
    "{{ d }} ~5\n" "```rust\n{{ d }} ~5\n```"
    End(CodeBlock) "```rust\n{{ d }} ~5\n```"
    Start(Paragraph) "$x_{{a}}$ \\{{ e }} &amp; <b title='~1'>\n"
    math "x_{{a}}" "$x_{{a}}$"
    " " " "
    "{{ e }} " "{{ e }} "
    "&" "&amp;"
    " " " "
    html "<b title='~1'>" "<b title='~1'>"
    End(Paragraph) "$x_{{a}}$ \\{{ e }} &amp; <b title='~1'>\n"
    "#
    );
}

#[test]
fn expressions_stand_in_tables_headings_links_and_images() {
    insta::assert_snapshot!(
        nodes("## Price {{ a }} now {#sec-price .wide}\n\n| A | B |\n|---|---|\n| {{ f(|r| r.x) }} | **“x”**[^n] |\n\n[to {{ b }}](x.md#y \"T\") ![alt {{ c }}](i.png)\n\n[^n]: {{ d }}\n"),
        @r###"
    heading 2 #sec-price ["wide"] "## Price {{ a }} now {#sec-price .wide}\n"
    "Price " "Price "
    expression "a" at "a" "{{ a }}"
    " now" " now"
    End(Heading(H2)) "## Price {{ a }} now {#sec-price .wide}\n"
    Start(Table([None, None])) "| A | B |\n|---|---|\n| {{ f(|r| r.x) }} | **“x”**[^n] |\n"
    Start(TableHead) "| A | B |\n"
    Start(TableCell) " A "
    "A" "A"
    End(TableCell) " A "
    Start(TableCell) " B "
    "B" "B"
    End(TableCell) " B "
    End(TableHead) "| A | B |\n"
    Start(TableRow) "| {{ f(|r| r.x) }} | **“x”**[^n] |\n"
    Start(TableCell) " {{ f(|r| r.x) }} "
    expression "f(|r| r.x)" at "f(|r| r.x)" "{{ f(|r| r.x) }}"
    End(TableCell) " {{ f(|r| r.x) }} "
    Start(TableCell) " **“x”**[^n] "
    Start(Strong) "**“x”**"
    "“x”" "“x”"
    End(Strong) "**“x”**"
    note n at "n" "[^n]"
    End(TableCell) " **“x”**[^n] "
    End(TableRow) "| {{ f(|r| r.x) }} | **“x”**[^n] |\n"
    End(Table) "| A | B |\n|---|---|\n| {{ f(|r| r.x) }} | **“x”**[^n] |\n"
    Start(Paragraph) "[to {{ b }}](x.md#y \"T\") ![alt {{ c }}](i.png)\n"
    link "x.md#y" "T" "[to {{ b }}](x.md#y \"T\")"
    "to " "to "
    expression "b" at "b" "{{ b }}"
    End(Link) "[to {{ b }}](x.md#y \"T\")"
    " " " "
    image "i.png" [alt <expression "c" at "c">] "![alt {{ c }}](i.png)"
    End(Paragraph) "[to {{ b }}](x.md#y \"T\") ![alt {{ c }}](i.png)\n"
    "###
    );
}

#[test]
fn money_and_about_are_text() {
    insta::assert_snapshot!(nodes("约**$5**到$10，约~5，~6 ~~gone~~ \"q\" -- {{ x }}%\n"), @r#"
    Start(Paragraph) "约**$5**到$10，约~5，~6 ~~gone~~ \"q\" -- {{ x }}%\n"
    "约" "约"
    Start(Strong) "**$5**"
    "$5" "$5"
    End(Strong) "**$5**"
    "到$10，约~5，~6 " "到$10，约~5，~6 "
    Start(Strikethrough) "~~gone~~"
    "gone" "gone"
    End(Strikethrough) "~~gone~~"
    " " " "
    "“" "\""
    "q" "q"
    "”" "\""
    " " " "
    "–" "--"
    " " " "
    expression "x" at "x" "{{ x }}"
    "%" "%"
    End(Paragraph) "约**$5**到$10，约~5，~6 ~~gone~~ \"q\" -- {{ x }}%\n"
    "#);
}

#[test]
fn definitions_alerts_and_tasks_are_markdown() {
    insta::assert_snapshot!(nodes("> [!NOTE]\n> See {{ a }}\n\n- [x] done\n\nTerm\n: Means {{ b }}\n"), @r#"
    Start(BlockQuote(Some(Note))) "> [!NOTE]\n> See {{ a }}\n"
    Start(Paragraph) "See {{ a }}\n"
    "See " "See "
    expression "a" at "a" "{{ a }}"
    End(Paragraph) "See {{ a }}\n"
    End(BlockQuote(Some(Note))) "> [!NOTE]\n> See {{ a }}\n"
    Start(List(None)) "- [x] done\n\n"
    Start(Item) "- [x] done\n\n"
    TaskListMarker(true) "[x]"
    "done" "done"
    End(Item) "- [x] done\n\n"
    End(List(false)) "- [x] done\n\n"
    Start(DefinitionList) "Term\n: Means {{ b }}\n"
    Start(DefinitionListTitle) "Term\n"
    "Term" "Term"
    End(DefinitionListTitle) "Term\n"
    Start(DefinitionListDefinition) ": Means {{ b }}\n"
    "Means " "Means "
    expression "b" at "b" "{{ b }}"
    End(DefinitionListDefinition) ": Means {{ b }}\n"
    End(DefinitionList) "Term\n: Means {{ b }}\n"
    "#);
}

#[test]
fn references_in_brackets_keep_their_words() {
    insta::assert_snapshot!(nodes("[see @fig-a, left; @tbl-b] [@sec-c; @key]\n"), @r#"
    Start(Paragraph) "[see @fig-a, left; @tbl-b] [@sec-c; @key]\n"
    "see " "see"
    reference Figure fig-a "fig-a"
    ", left" "left"
    "; " ""
    reference Table tbl-b "tbl-b"
    " " " "
    reference Section sec-c "sec-c"
    citation None key@key None "[@sec-c; @key]"
    End(Paragraph) "[see @fig-a, left; @tbl-b] [@sec-c; @key]\n"
    "#);
}

#[test]
fn footnotes_are_taken_out_of_the_text() {
    let read = page(
        "- a[^one]\n\n  [^one]: In a list [@k], {{ x }}.\n\n> b[^two] and [^nobody]\n>\n> [^two]: First.\n>\n>     Second.\n\nend\n",
    );
    let document = &read.parts.document;
    insta::assert_snapshot!(read.nodes(&document.nodes), @r#"
    Start(List(None)) "- a[^one]\n\n  [^one]: In a list [@k], {{ x }}.\n\n"
    Start(Item) "- a[^one]\n\n  [^one]: In a list [@k], {{ x }}.\n\n"
    Start(Paragraph) "a[^one]\n"
    "a" "a"
    note one at "one" "[^one]"
    End(Paragraph) "a[^one]\n"
    End(Item) "- a[^one]\n\n  [^one]: In a list [@k], {{ x }}.\n\n"
    End(List(false)) "- a[^one]\n\n  [^one]: In a list [@k], {{ x }}.\n\n"
    Start(BlockQuote(None)) "> b[^two] and [^nobody]\n>\n> [^two]: First.\n>\n>     Second.\n"
    Start(Paragraph) "b[^two] and [^nobody]\n"
    "b" "b"
    note two at "two" "[^two]"
    " and " " and "
    note nobody at "nobody" "[^nobody]"
    End(Paragraph) "b[^two] and [^nobody]\n"
    End(BlockQuote(None)) "> b[^two] and [^nobody]\n>\n> [^two]: First.\n>\n>     Second.\n"
    Start(Paragraph) "end\n"
    "end" "end"
    End(Paragraph) "end\n"
    "#);
    let notes: String = document
        .footnotes
        .values()
        .map(|note| {
            format!("{} at {:?}:\n{}", note.name.value, read.text(note.name.span), read.nodes(&note.body))
        })
        .collect();
    insta::assert_snapshot!(notes, @r#"
    one at "one":
    Start(Paragraph) "In a list [@k], {{ x }}.\n"
    "In a list " "In a list "
    citation None k@k None "[@k]"
    ", " ", "
    expression "x" at "x" "{{ x }}"
    "." "."
    End(Paragraph) "In a list [@k], {{ x }}.\n"
    two at "two":
    Start(Paragraph) "First.\n"
    "First." "First."
    End(Paragraph) "First.\n"
    Start(Paragraph) "Second.\n"
    "Second." "Second."
    End(Paragraph) "Second.\n"
    "#);
}

#[test]
fn headings_have_unique_readable_ids() {
    let read = page(
        "## 稀土 {{ x }} 管制\n\n## Notes\n\n### Notes\n\n## Other {#notes}\n\n## Note 3\n\n## *Big* `x`!\n",
    );
    let ids: Vec<&str> = read.parts.document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["稀土-管制", "notes-2", "notes-3", "notes", "section-note-3", "big-x"]);
    assert_eq!(read.prose(&read.parts.document.headings[0].text), "稀土 <expression \"x\" at \"x\"> 管制");
}

#[test]
fn the_first_heading_is_the_title() {
    let read = read("# Rare {{ x }} *earths*\n\nText.\n\n## Part\n");
    assert_eq!(read.faults(), "");
    assert_eq!(
        read.prose(&read.parts.front.title),
        "Rare <expression \"x\" at \"x\"> <Start(Emphasis)>earths<End(Emphasis)>"
    );
    assert_eq!(read.parts.document.headings.len(), 1);
    insta::assert_snapshot!(read.nodes(&read.parts.document.nodes), @r###"
    Start(Paragraph) "Text.\n"
    "Text." "Text."
    End(Paragraph) "Text.\n"
    heading 2 #part [] "## Part\n"
    "Part" "Part"
    End(Heading(H2)) "## Part\n"
    "###);
    let same = page("# T\n\ntext\n");
    assert_eq!(same.parts.document.headings, []);
}

#[test]
fn links_keep_their_destination() {
    insta::assert_snapshot!(nodes("<me@x.org> <https://a.b/@fig-x> [r] [@handle](https://x.com/@fig-y) [x](a~b.md)\n\n[r]: y.md 'Title'\n"), @r#"
    Start(Paragraph) "<me@x.org> <https://a.b/@fig-x> [r] [@handle](https://x.com/@fig-y) [x](a~b.md)\n"
    link "mailto:me@x.org" "" "<me@x.org>"
    "me@x.org" "me@x.org"
    End(Link) "<me@x.org>"
    " " " "
    link "https://a.b/@fig-x" "" "<https://a.b/@fig-x>"
    "https://a.b/@fig-x" "https://a.b/@fig-x"
    End(Link) "<https://a.b/@fig-x>"
    " " " "
    link "y.md" "Title" "[r]"
    "r" "r"
    End(Link) "[r]"
    " " " "
    link "https://x.com/@fig-y" "" "[@handle](https://x.com/@fig-y)"
    "@handle" "@handle"
    End(Link) "[@handle](https://x.com/@fig-y)"
    " " " "
    link "a~b.md" "" "[x](a~b.md)"
    "x" "x"
    End(Link) "[x](a~b.md)"
    End(Paragraph) "<me@x.org> <https://a.b/@fig-x> [r] [@handle](https://x.com/@fig-y) [x](a~b.md)\n"
    "#);
}

#[test]
fn pages_go_to_folders_of_their_own() {
    let path = |path: &str, slug| output_path(Utf8Path::new(path), slug);
    assert_eq!(path("index.md", None), "index.html");
    assert_eq!(path("index.md", Some("x")), "index.html");
    assert_eq!(path("rare-earths.md", None), "rare-earths/index.html");
    assert_eq!(path("a/index.md", None), "a/index.html");
    assert_eq!(path("a/b.md", None), "a/b/index.html");
    assert_eq!(path("a/b.md", Some("c")), "a/c/index.html");
    assert_eq!(path("a/b/index.md", Some("c")), "a/c/index.html");
    assert_eq!(path("v1.2.md", None), "v1.2/index.html");
}

#[test]
fn made_ids_are_none_that_the_page_has() {
    let read = page("## Main\n\n## Notes title\n\n## Cite title\n\n## Fact origin\n");
    let ids: Vec<&str> = read.parts.document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["section-main", "section-notes-title", "section-cite-title", "section-fact-origin"]);
}

#[test]
fn a_title_keeps_the_id_that_was_written_for_it() {
    let read = read("# Über {#sec-z}\n\nText.\n");
    let heading = &read.parts.document.headings[read.parts.document.title_heading.unwrap()];
    assert_eq!((heading.id.as_str(), read.prose(&heading.text).as_str()), ("sec-z", "Über"));
}
