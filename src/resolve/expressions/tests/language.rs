//! What is not part of the language, its limits, and places.

use super::*;

#[test]
fn statements_and_slips_of_the_pen_are_explained() {
    let formula = "an expression is one formula, without statements, assignments or loops";
    fails(&[
        ("let x = 1; x", "invalid-expression", "`let` is not part of an expression", "let", formula),
        (
            "data.x = 1",
            "invalid-expression",
            "`=` is not part of an expression",
            "=",
            "write `==` to compare",
        ),
        ("while true { 1 }", "invalid-expression", "`while` is not part of an expression", "while", formula),
        ("eval(\"1\")", "invalid-expression", "`eval` is not part of an expression", "eval", formula),
        ("", "invalid-expression", "the expression is empty", "", ""),
    ]);
    for source in [
        "fn f() { 1 }",
        "import \"x\" as y",
        "loop { }",
        "for i in 0..9 { i }",
        "print(1)",
        "{ 1; 2 }",
        "1; 2",
        "data.markets.map(|r| { let x = 1; x }).sum()",
        "data.markets.map(|r| { 1; 2 }).sum()",
        "do { 1 } while true",
        "switch 1 { 1 => 2 }",
        "return 1",
        "throw 1",
        "Fn(\"x\")",
        "this",
        "#{a: 1, b: 2}",
        "1 +",
        "((1)",
        "data.",
        "\"abc",
        "data.minerals.Terbium.Price Surge",
        "data.矿物",
        "68% > 5",
        "'abc'",
        "“abc”",
        "1 ? 2 : 3",
    ] {
        let error = evaluator().evaluate(source).err();
        assert_eq!(error.as_ref().map(|e| e.rule.name()), Some("invalid-expression"), "{source}");
        let range = error.map(|e| e.range).unwrap_or_default();
        assert!(source.get(range).is_some(), "the range of {source} lies within it");
    }
    let help =
        |source: &str| evaluator().evaluate(source).err().map(|e| e.help.join("; ")).unwrap_or_default();
    assert_eq!(
        help("data.minerals.Terbium.Price Surge"),
        "a name with spaces stands in brackets and quotes: `[\"Price Surge\"]`"
    );
    assert_eq!(help("data.矿物"), "names with other letters stand in brackets and quotes: `data[\"矿物\"]`");
    assert_eq!(help("data[“x”]"), "use straight quotes: `\"…\"`");
    assert!(help("68% * 2 > * 3").starts_with("write a percentage as a bare number"));
}

#[test]
fn nothing_but_the_data_is_read() {
    for source in [
        "open(\"/etc/passwd\")",
        "read(\"sourcebook.toml\")",
        "\"/etc/passwd\".read()",
        "data[\"../sourcebook.toml\"]",
        "env(\"HOME\")",
        "get_env(\"HOME\")",
        "data.env.HOME",
        "env.HOME",
        "import \"x\"",
        "eval(\"1\")",
        "parse_json(\"1\")",
        "timestamp()",
        "now()",
        "rand()",
        "sleep(1)",
        "system(\"ls\")",
        "data.minerals.call(\"x\")",
    ] {
        let error = evaluator().evaluate(source).expect_err(source);
        let refused = [
            "there is no method `",
            "no dataset is named `",
            "is not known here",
            "is not part of an expression",
            "the expression does not parse",
        ];
        assert!(refused.iter().any(|said| error.message.contains(said)), "{source}: {}", error.message);
    }
}

#[test]
fn limits_hold_and_say_so() {
    let message = |source: &str| evaluator().evaluate(source).err().map(|e| e.message).unwrap_or_default();
    let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(message(&deep), "the expression is nested too deeply");
    assert_eq!(message(&"1+".repeat(10_000)), "the expression is longer than 10,000 bytes");
    assert_eq!(message(&vec!["1"; 4000].join("+")), "the expression is nested too deeply");
    let brackets = |depth: usize| format!("{}1{}", "(1 + ".repeat(depth), ")".repeat(depth));
    assert_eq!((message(&brackets(48)), message(&vec!["1"; 90].join("+"))), (String::new(), String::new()));
    assert_eq!(message("1e400"), "the result is no number: it is too large, or has no real value");
    // What is just allowed fits on the stack.
    for depth in 1..120 {
        assert!(
            ["", "the expression is nested too deeply"].contains(&message(&brackets(depth)).as_str()),
            "{depth} sums"
        );
        let calls = format!("{}1{}", "[1].map(|a| ".repeat(depth), ").sum()".repeat(depth));
        let found = message(&calls);
        assert!(found.is_empty() || found.ends_with("nested too deeply"), "{depth} calls: {found}");
    }
    let list = format!("[{}]", vec!["1"; 48].join(","));
    let nested = format!("{list}.map(|a| {list}.map(|b| {list}.map(|c| a + b + c).sum()).sum()).sum()");
    assert_eq!(message(&nested), "the expression takes more than 1,000,000 steps");
    // Few calls, each of many steps.
    let few = format!("[{}]", vec!["1"; 100].join(","));
    let many = format!("{few}.map(|a| {few}.map(|b| [{}].sum()).sum()).sum()", vec!["a+b"; 2_000].join(","));
    assert_eq!(message(&many), "the expression takes more than 1,000,000 steps");
    let doubled =
        |times: usize| format!("[\"{}\"]{}.first()", "a".repeat(1_000), ".map(|a| `${a}${a}`)".repeat(times));
    assert_eq!(message(&doubled(6)), "");
    assert_eq!(message(&doubled(7)), "a text has more than 100,000 bytes, or a list more than 10,000 items");
    assert_eq!(message("`${\"a\".text()}` + 1 + 2"), "", "the next expression starts anew");
}

#[test]
fn places_are_bytes_in_the_source() {
    let error = evaluator().evaluate("\"漢字\" +\n  data.markets.漢");
    assert_eq!(error.err().map(|e| e.range), Some(26..29));
    let error = evaluator().evaluate("\"漢字\" +\n  data.market.US");
    assert_eq!(error.err().map(|e| e.range), Some(18..24));
}
