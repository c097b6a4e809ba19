use super::*;

#[test]
fn yaml_and_toml_say_the_same() {
    let yaml = read(
        "---\ntitle: \"Rare \\\"{{ data.m.Tb.x }}\\\" earths\"\nsummary: >-\n  Up {{ data.m.Tb.y }}\n  in [@k].\ndate: 2025-06-01\nupdated: 2025-07-02T10:00:00Z\nauthors: [Ada, 'Bob']\norder: 1.5\ndraft: true\nslug: tb\ntemplate: wide.html\ntoc: false\nlanguage: zh\ntags: [a, 1]\nextra: {hue: red}\n---\nBody\n",
    );
    let toml = read(
        "+++\ntitle = 'Rare \"{{ data.m.Tb.x }}\" earths'\nsummary = \"Up {{ data.m.Tb.y }} in [@k].\"\ndate = 2025-06-01\nupdated = '2025-07-02'\nauthors = ['Ada', 'Bob']\norder = 1.5\ndraft = true\nslug = 'tb'\ntemplate = 'wide.html'\ntoc = false\nlanguage = 'zh'\ntags = ['a', 1]\n[extra]\nhue = 'red'\n+++\nBody\n",
    );
    for read in [&yaml, &toml] {
        let front = &read.parts.front;
        assert_eq!(read.faults(), "");
        assert_eq!(read.prose(&front.title), "Rare “<expression \"data.m.Tb.x\" at \"data.m.Tb.x\">” earths");
        assert_eq!(
            read.prose(front.summary.as_ref().unwrap()),
            "Up <expression \"data.m.Tb.y\" at \"data.m.Tb.y\"> in <citation None k@k None>."
        );
        assert_eq!(front.date.map(|date| date.to_string()).as_deref(), Some("2025-06-01"));
        assert_eq!(front.updated.map(|date| date.to_string()).as_deref(), Some("2025-07-02"));
        assert_eq!(front.authors, ["Ada", "Bob"]);
        assert_eq!((front.order, front.draft, front.toc), (Some(1.5), true, Some(false)));
        assert_eq!((front.slug.as_deref(), front.template.as_deref()), (Some("tb"), Some("wide.html")));
        assert_eq!(front.language.as_deref(), Some("zh"));
        assert_eq!(
            serde_json::Value::from(front.extra.clone()).to_string(),
            r#"{"tags":["a",1],"hue":"red"}"#
        );
        assert_eq!(read.text(read.parts.body), "Body\n");
    }
}

#[test]
fn wrong_types_are_reported_at_their_place() {
    let read = read(
        "---\ntitle: [a]\ndate: June\nauthors: {a: b}\norder: first\ndraft: maybe\nslug: a/b\ntoc: 1\nsummary:\n---\n",
    );
    insta::assert_snapshot!(read.faults(), @r#"
    invalid-front-matter at "[a]": `title` is a list, expected text | write text for `title`
    invalid-front-matter at "June": `date` is the text `June`, expected a date such as `2025-06-01` | write a date such as `2025-06-01` for `date`
    invalid-front-matter at "{a: b}": `authors` is a mapping, expected text | write text for `authors`
    invalid-front-matter at "first": `order` is the text `first`, expected a number | write a number for `order`
    invalid-front-matter at "maybe": `draft` is the text `maybe`, expected `true` or `false` | write `true` or `false` for `draft`
    invalid-front-matter at "a/b": `slug` is the text `a/b`, expected one part of an address such as `rare-earths` | write one part of an address such as `rare-earths` for `slug`
    invalid-front-matter at "1": `toc` is the number 1, expected `true` or `false` | write `true` or `false` for `toc`
    "#);
}

#[test]
fn syntax_faults_are_reported_once() {
    insta::assert_snapshot!(read("---\ntitle: A: B\n---\ntext\n").faults(), @r#"invalid-front-matter at "A: B": text with `: ` in it stands in quotes | write `key: value`, one a line; put a value that holds `: ` in quotes"#);
    insta::assert_snapshot!(read("+++\ntitle = A\norder = 'x'\n+++\ntext\n").faults(), @r#"
    invalid-front-matter at "A": this is not valid TOML: string values must be quoted, expected literal string | write `key = "value"`, one a line; text needs quotes
    invalid-front-matter at "'x'": `order` is the text `x`, expected a number | write a number for `order`
    "#);
    insta::assert_snapshot!(read("+++\ntitle = 'A'\n").faults(), @r#"invalid-front-matter at "+++": the front matter is not closed, expected a second line `+++` | put a line `+++` after the last key"#);
    insta::assert_snapshot!(read("---\ntitle: A\n").faults(), @r#"invalid-front-matter at "---": the front matter is not closed, expected a second line `---` | put a line `---` after the last key"#);
}

#[test]
fn a_rule_across_the_page_is_no_front_matter() {
    let read = read("---\n\n# Title\n");
    assert_eq!(read.faults(), "");
    assert_eq!(read.prose(&read.parts.front.title), "Title");
}

#[test]
fn front_matter_may_stand_below_blank_lines() {
    let drafted = read("\n \n---\ntitle: A\ndraft: true\n---\nText\n");
    assert_eq!(drafted.faults(), "");
    assert!(drafted.parts.front.draft);
    assert_eq!(drafted.text(drafted.parts.body), "Text\n");
    assert!(read("\n+++\ntitle = 'A'\ndraft = true\n+++\nText\n").parts.front.draft);
    let rule = read("\n---\nNote: it rose\n---\n\n# T\n");
    assert_eq!(rule.faults(), "");
    assert_eq!(rule.parts.document.headings.len(), 1);
}

#[test]
fn keys_that_are_nearly_ours_are_reported() {
    let read = |keys: &str| read(&format!("---\ntitle: T\n{keys}\n---\n")).faults();
    for (slip, known) in [("Draft", "draft"), ("drafts", "draft"), ("author", "authors"), ("DATE", "date")] {
        let found = read(&format!("{slip}: true"));
        assert!(found.contains(&format!("`{slip}` means nothing here, expected `{known}`")), "{found}");
    }
    for own in ["data", "dates", "doc", "tags", "border", "subtitle", "data_as_of", "graft", "title2", "lang"]
    {
        assert_eq!(read(&format!("{own}: x")), "", "{own}");
    }
    assert_eq!(read("extra:\n  author: x"), "");
}

#[test]
fn toml_between_the_lines_of_yaml_is_named() {
    let found = read("---\ntitle = \"A\"\ndraft = true\n---\nText\n");
    insta::assert_snapshot!(found.faults(), @r#"invalid-front-matter at "---": found TOML between lines `---`, expected YAML | write `+++` for both lines, or `key: value` for `key = "value"`"#);
}

#[test]
fn windows_line_ends_are_read() {
    let read = read("---\r\ntitle: A {{ x }}\r\n---\r\nText {{ y }}\r\n");
    assert_eq!(read.faults(), "");
    assert_eq!(read.prose(&read.parts.front.title), "A <expression \"x\" at \"x\">");
    assert_eq!(read.text(read.parts.body), "Text {{ y }}\r\n");
}
