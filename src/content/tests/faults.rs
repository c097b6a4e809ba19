use super::*;

fn faults(body: &str) -> String {
    read(&format!("---\ntitle: T\n---\n{body}")).faults()
}

#[test]
fn braces_without_an_end_are_reported() {
    insta::assert_snapshot!(faults("a {{ b\n\n| x |\n|---|\n| {{ y |\n\nempty {{ }}, `{{` <!-- {{ --> fine\n\n    {{ code\n"), @r#"
    invalid-expression at "{{": found `{{` without `}}`, expected both in one paragraph | close it with `}}`, or write `\{{` for the braces themselves
    invalid-expression at "{{": found `{{` without `}}`, expected both in one paragraph | close it with `}}`, or write `\{{` for the braces themselves
    invalid-expression at " ": the expression is empty, expected one such as `data.x.y.z` | write an expression between the braces, or `\{{` for the braces themselves
    "#);
}

#[test]
fn an_expression_that_is_too_long_is_not_said_to_have_no_end() {
    let long = faults(&format!("a {{{{ {} }}}}\n", "1 + ".repeat(600)));
    insta::assert_snapshot!(long, @r#"invalid-expression at "{{": found `{{` without `}}` in the 2000 bytes that follow | shorten the expression, or close it with `}}` if it was to end before"#);
    let open = faults(&format!("a {{{{ {}\n\n}}}}\n", "1 + ".repeat(600)));
    assert!(open.contains("expected both in one paragraph"), "{open}");
}

#[test]
fn what_is_nested_too_deep_is_told_once_and_left_out() {
    for (open, close) in [("![", "](b)"), ("> ", ""), ("- ", ""), ("**a ", " b**")] {
        let text = format!("{}x{}\n", open.repeat(3_000), close.repeat(3_000));
        let found = faults(&text);
        assert_eq!(found.matches("are nested deeper than 100").count(), 1, "{open} {found}");
    }
}

#[test]
fn expressions_where_none_is_evaluated_are_reported() {
    insta::assert_snapshot!(
        faults("[x]({{ a }}) ![y]({{ b }}) <i title=\"{{ c }}\">z</i>\n\n<div>\n{{ d }}\n</div>\n\n<!--\n{{ e }}\n-->\n"),
        @r#"
    invalid-expression at "{{ a }}": an expression stands in an address, where none is evaluated | write the address itself
    invalid-expression at "{{ b }}": an expression stands in an address, where none is evaluated | write the address itself
    invalid-expression at "{{ c }}": an expression stands in an HTML tag, where none is evaluated | put the expression between the tags
    invalid-expression at "{{": an expression stands in an HTML block, where none is evaluated | leave a blank line before and after the text inside the tags: it is Markdown then
    "#
    );
}

#[test]
fn marks_written_a_little_otherwise_are_reported() {
    insta::assert_snapshot!(faults("[21 times] {= data.m.x.A } and { data.m[\"x\"].A }, ![x](my pic.png).\n\nTable: A {#tbl-a}\n\n| x |\n|---|\n| 1 |\n"), @r#"
    invalid-expression at "{=": found a blank between `]` and `{`, expected `[words]{= expression }` | take the blank out, or write `\{` for the brace itself
    invalid-expression at "{ data.m[\"x\"].A }": found an expression in single braces | write `{{ … }}`, or `\{` for the brace itself
    foreign-markup at "](my pic.png)": an address with a blank in it is none: this is printed as text | put the address between `<` and `>`, or write `%20` for each blank
    foreign-markup at "Table: A {#tbl-a}": the caption of a table stands below it: this one is printed as text | put the line right below the table, with a blank line between them
    "#);
    let fine = "[a] \\{= x } `{ data.m.x.A }` \\{ data.m.x.A } {data.table} [1](see page 5) ![x](<my pic.png>)\n\n    {data.m.x.A}\n";
    assert_eq!(faults(fine), "");
}

#[test]
fn ids_and_footnotes_are_unique() {
    insta::assert_snapshot!(faults("## A {#x}\n\n## B {#x}\n\n[^n] [^n]: z\n\n[^n]: one\n\n[^n]: two\n"), @r###"
    duplicate-id at "n": the footnote `n` is defined twice | give one of them another name
    duplicate-id at "## B {#x}\n": the id `x` is taken already on this page | give it another id
    "###);
}

#[test]
fn a_page_needs_one_title() {
    insta::assert_snapshot!(read("text\n").faults(), @r#"missing-title at "text": the page `page.md` has no title | add `title` to the front matter, or begin the text with `# Title`"#);
    insta::assert_snapshot!(read("").faults(), @r#"missing-title at "": the page `page.md` has no title | add `title` to the front matter, or begin the text with `# Title`"#);
    insta::assert_snapshot!(read("# A\n\n# B\n").faults(), @r##"duplicate-title at "# B\n": the page has a title already, found a second one | make it `##`, or take `title` out of the front matter"##);
    insta::assert_snapshot!(faults("# Other\n"), @r##"duplicate-title at "# Other\n": the page has a title already, found a second one | make it `##`, or take `title` out of the front matter"##);
}

#[test]
fn a_title_of_a_column_is_plain_text() {
    let found = faults(
        "```table\ndata: m\ncolumns: [{field: A, title: \"Rise of {{ data.m.x.A }}\"}, {field: B, title: \"Use [@s]\"}]\n```\n",
    );
    let lines: Vec<&str> = found.lines().collect();
    assert!(
        lines.len() == 2
            && lines[0].contains("the title of a column has `{{`, expected plain text")
            && lines[1].contains("the title of a column has `[@`, expected plain text"),
        "{found}"
    );
}
