use super::*;

/// Every value with its place: `key=kind "source text"`, one per line, nested by indentation.
fn outline(text: &str) -> String {
    fn walk(text: &str, name: &str, tree: &Tree, indent: usize, out: &mut String) {
        let kind = match &tree.kind {
            TreeKind::Null => "null".to_owned(),
            TreeKind::Bool(flag) => flag.to_string(),
            TreeKind::Number(number) => format!("number {number}"),
            TreeKind::Moment(moment) => format!("moment {moment}"),
            TreeKind::String(string) => format!("string {string:?}"),
            TreeKind::List(_) => "list".to_owned(),
            TreeKind::Map(_) => "map".to_owned(),
        };
        let source = &text[tree.range.clone()];
        out.push_str(&format!("{:indent$}{name}: {kind} at {source:?}\n", "", indent = indent * 2));
        for (index, item) in tree.list().unwrap_or_default().iter().enumerate() {
            walk(text, &index.to_string(), item, indent + 1, out);
        }
        for (key, value) in tree.map().unwrap_or_default() {
            walk(text, &text[key.range.clone()], value, indent + 1, out);
        }
    }
    let tree = parse(text).expect("valid YAML");
    let mut out = String::new();
    walk(text, "root", &tree, 0, &mut out);
    out
}

#[test]
fn block_values_have_exact_places() {
    let text = "# note\ntype: bar\n\"two words\": 'it''s'\ny: [1-Week, 8.10]\nnested:\n  漢: null\n  flag: true\nlist:\n  - a\n  -  b # end\nlast:\n";
    insta::assert_snapshot!(outline(text), @r#"
    root: map at "type: bar\n\"two words\": 'it''s'\ny: [1-Week, 8.10]\nnested:\n  漢: null\n  flag: true\nlist:\n  - a\n  -  b # end\nlast"
      type: string "bar" at "bar"
      "two words": string "it's" at "'it''s'"
      y: list at "[1-Week, 8.10]"
        0: string "1-Week" at "1-Week"
        1: number 8.10 at "8.10"
      nested: map at "漢: null\n  flag: true"
        漢: null at "null"
        flag: true at "true"
      list: list at "- a\n  -  b"
        0: string "a" at "a"
        1: string "b" at "b"
      last: null at ""
    "#);
}

#[test]
fn json_is_read_with_numbers_as_written() {
    let text = "{\n\t\"a\": 1.10,\n\t\"b\": [\"x\\/y\", \"\\ud83d\\ude00\", -2e3],\n\t\"c\": {}\n}\n";
    insta::assert_snapshot!(outline(text), @r#"
    root: map at "{\n\t\"a\": 1.10,\n\t\"b\": [\"x\\/y\", \"\\ud83d\\ude00\", -2e3],\n\t\"c\": {}\n}"
      "a": number 1.10 at "1.10"
      "b": list at "[\"x\\/y\", \"\\ud83d\\ude00\", -2e3]"
        0: string "x/y" at "\"x\\/y\""
        1: string "😀" at "\"\\ud83d\\ude00\""
        2: number -2e3 at "-2e3"
      "c": map at "{}"
    "#);
}

#[test]
fn block_scalars_end_with_their_text() {
    let text = "note: >-\n  one\n  two\nraw: |\n  a: b\n\nnext: 1\n";
    insta::assert_snapshot!(outline(text), @r#"
    root: map at "note: >-\n  one\n  two\nraw: |\n  a: b\n\nnext: 1"
      note: string "one two" at "one\n  two"
      raw: string "a: b\n" at "a: b"
      next: number 1 at "1"
    "#);
}

#[test]
fn the_core_schema_decides_types() {
    let kinds = |text: &str| parse(text).unwrap().kind;
    for number in ["0", "-1", "+1", "1.10", ".5", "5.", "1e3", "0x1F", "0o17"] {
        assert_eq!(kinds(number), TreeKind::Number(number.into()), "{number}");
    }
    for text in
        ["no", "on", "1_000", "1,000", "2025-06-01", "-", "+", ".", "e3", "1e", ".inf", "0x", "68%", "1.2.3"]
    {
        if text != "-" {
            assert_eq!(kinds(text), TreeKind::String(text.into()), "{text}");
        }
    }
    assert_eq!(kinds("!!str 12"), TreeKind::String("12".into()));
    assert_eq!(kinds(""), TreeKind::Null);
    assert_eq!(kinds("# only a comment\n"), TreeKind::Null);
}

#[test]
fn aliases_and_merge_keys_are_expanded() {
    let tree = parse("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: *a\n").unwrap();
    assert_eq!(tree.to_json().to_string(), r#"{"a":{"x":1,"y":2},"b":{"y":3,"x":1},"c":{"x":1,"y":2}}"#);
}

fn error(text: &str) -> (String, usize) {
    let error = parse(text).expect_err("a fault");
    (error.message, error.range.start)
}

#[test]
fn faults_have_a_place() {
    assert_eq!(error("a: 1\nb: 2\na: 3\n"), ("the key `a` stands here twice".into(), 10));
    assert_eq!(error("[a]: 1\n"), ("a key is a list, expected text".into(), 0));
    assert_eq!(error("a: 1\n---\nb: 1\n"), ("a second YAML document starts here, expected one".into(), 5));
    insta::assert_debug_snapshot!(error("a: [1, 2\nb: 3\n"), @r#"
    (
        "this is not valid YAML: illegal placement of ':' indicator",
        10,
    )
    "#);
    insta::assert_debug_snapshot!(error("漢: \"x\n"), @r#"
    (
        "this is not valid YAML: unclosed quote",
        5,
    )
    "#);
    insta::assert_debug_snapshot!(error("a: *nobody\n"), @r#"
    (
        "this is not valid YAML: while parsing node, found unknown anchor",
        3,
    )
    "#);
}

#[test]
fn the_commonest_slips_are_named_at_their_line() {
    let quotes = |why: &str| format!("text {why} stands in quotes");
    let reserved = quotes("that begins with `%`, `@` or a backtick");
    assert_eq!(error("a: b: c\n"), (quotes("with `: ` in it"), 3));
    assert_eq!(error("x:\n  - title: Data: Browser\n"), (quotes("with `: ` in it"), 14));
    assert_eq!(error("a: 1\nsubtitle: % of total\n"), (reserved.clone(), 15));
    assert_eq!(error("title: @home\n"), (reserved, 7));
    let tab = "a tab indents this line: YAML is indented with blanks".to_owned();
    assert_eq!(error("a: 1\n\tb: 2\n"), (tab, 5));
    let deeper = error("type: line\n  x: Year\n");
    assert!(deeper.0.starts_with("this line stands further in than the one above"), "{deeper:?}");
    assert_eq!(deeper.1, 11);
    let other = error("a: \"b\" c: d\n").0;
    assert!(other.contains("not valid YAML"), "{other}");
}

#[test]
fn comments_that_are_none_are_found() {
    let cut = |text: &str| -> Vec<String> {
        cut_off(text, &parse(text).unwrap()).into_iter().map(|range| text[range].to_owned()).collect()
    };
    assert_eq!(cut("title: We are #1 in wind\n"), ["#1 in wind"]);
    assert_eq!(cut("- label: Rank #{{ x }} of all \n  value: 1\n"), ["#{{ x }} of all"]);
    assert_eq!(cut("title: #1 in wind\ncolor: #fff\n"), ["#1 in wind", "#fff"]);
    let quiet = "a: b # of note\nc: \"d\" #1\ne: 5 #px\nf: g#1\n# h: i\n#j: k\nl: # m\nn: >\n  o\n";
    assert_eq!(cut(quiet), Vec::<String>::new());
}

#[test]
fn text_that_begins_as_a_list_is_named() {
    let message = "text follows the list that begins this value: text that begins with `[` stands in quotes";
    assert_eq!(error("t: a\ntitle: [42%]{= x } of all\ncaption: b\n"), (message.to_owned(), 12));
    assert_eq!(error("title: [42%] of all\n"), (message.to_owned(), 7));
    assert_eq!(error("- [[1], 2] x\n"), (message.to_owned(), 2));
    assert!(error("a: [1, 2\nb: 3\n").0.contains("illegal placement"), "it has no end");
    assert!(error("a: [1, 2] # x\nb: c: d\n").0.contains("with `: ` in it"), "another fault");
    assert!(error("a: \"b: [1] x\nb: 3\n").0.contains("quote"), "it stands in quotes");
}

#[test]
fn bombs_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let alias = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 10].join(", ")));
    }
    assert_eq!(error(&text).0, "aliases repeat more than 50000 values");
    assert!(parse(&"[".repeat(5000)).is_err());
    assert!(parse(&"- ".repeat(5000)).is_err());
    assert!(parse("a: &a [*a]\n").is_err());
    // Lists of both kinds, each not too deep by itself; and lists that aliases put into each other.
    let deep = "values are nested deeper than 100";
    let mixed =
        |block: usize, flow: usize| format!("{}{}{}", "- ".repeat(block), "[".repeat(flow), "]".repeat(flow));
    assert!(parse(&mixed(50, 50)).is_ok());
    assert_eq!(error(&mixed(60, 60)).0, deep);
    let lists = |inner: &str| format!("{}{inner}{}", "[".repeat(60), "]".repeat(60));
    assert_eq!(error(&format!("a: &a {}\nb: {}\n", lists("x"), lists("*a"))).0, deep);
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[-a-c:#&*!|>'\"{}\\[\\], \t\n漢é0-9.<~%@?]{0,60}") {
        if let Err(error) = parse(&text) {
            assert!(text.is_char_boundary(error.range.start) && text.is_char_boundary(error.range.end));
        } else {
            outline(&text);
        }
    }
}
