use super::*;
use crate::model::Proof;

/// Each claim of a page as `words | expression | whole`.
fn claims(text: &str) -> Vec<String> {
    let read = read(text);
    assert!(read.diagnostics.is_empty(), "{text}: {}", read.faults());
    let document = &read.parts.document;
    let claim = |claim: &crate::model::Claim| {
        let proof = match claim.proof {
            Proof::Expression(index) => {
                let expression = &document.expressions[index];
                assert_eq!(read.text(expression.span), expression.source);
                expression.source.clone()
            }
            Proof::NotAFact => "-".to_owned(),
        };
        format!("{} | {proof} | {}", read.text(claim.text), read.text(claim.span))
    };
    document.claims.iter().map(claim).collect()
}

fn body(text: &str) -> Vec<String> {
    claims(&format!("---\ntitle: T\n---\n{text}"))
}

#[test]
fn a_claim_stands_around_its_words() {
    insta::assert_snapshot!(nodes("It is **[68%]{= data.x[\"a } b\"].y }** of [F-35]{-}.\n"), @r#"
    Start(Paragraph) "It is **[68%]{= data.x[\"a } b\"].y }** of [F-35]{-}.\n"
    "It is " "It is "
    Start(Strong) "**[68%]{= data.x[\"a } b\"].y }**"
    claim 0 "["
    "68%" "68%"
    claim 0 ends "]{= data.x[\"a } b\"].y }"
    End(Strong) "**[68%]{= data.x[\"a } b\"].y }**"
    " of " " of "
    claim 1 "["
    "F-35" "F-35"
    claim 1 ends "]{-}"
    "." "."
    End(Paragraph) "It is **[68%]{= data.x[\"a } b\"].y }** of [F-35]{-}.\n"
    "#);
}

#[test]
fn words_hold_emphasis_links_values_and_claims() {
    insta::assert_snapshot!(nodes("[_a_ [b](u) {{ x }} [12 *k*]{=y}]{= \"]{=\" }的\n"), @r#"
    Start(Paragraph) "[_a_ [b](u) {{ x }} [12 *k*]{=y}]{= \"]{=\" }的\n"
    claim 0 "["
    Start(Emphasis) "_a_"
    "a" "a"
    End(Emphasis) "_a_"
    " " " "
    link "u" "" "[b](u)"
    "b" "b"
    End(Link) "[b](u)"
    " " " "
    expression "x" at "x" "{{ x }}"
    " " " "
    claim 1 "["
    "12 " "12 "
    Start(Emphasis) "*k*"
    "k" "k"
    End(Emphasis) "*k*"
    claim 1 ends "]{=y}"
    claim 0 ends "]{= \"]{=\" }"
    "的" "的"
    End(Paragraph) "[_a_ [b](u) {{ x }} [12 *k*]{=y}]{= \"]{=\" }的\n"
    "#);
}

#[test]
fn claims_stand_wherever_inline_markdown_does() {
    assert_eq!(body("## [2x]{= a } more {#id}\n"), ["2x | a | [2x]{= a }"]);
    assert_eq!(
        body("- [$5]{=a}\n- > [**$5**\n  > more]{= b }\n"),
        ["$5 | a | [$5]{=a}", "**$5**\n  > more | b | [**$5**\n  > more]{= b }"]
    );
    assert_eq!(
        body("| a |\n|---|\n| [~5]{= d.filter(|r| r.x).count() } |\n\nTable: [6]{=c} {#tbl-a}\n"),
        ["~5 | d.filter(|r| r.x).count() | [~5]{= d.filter(|r| r.x).count() }", "6 | c | [6]{=c}"]
    );
    assert_eq!(
        body("a[^n] ![b [7]{= c }](i.png \"t\")\n\n[^n]: d [8]{= e }\n"),
        ["7 | c | [7]{= c }", "8 | e | [8]{= e }"]
    );
    assert_eq!(
        body("```table\ndata: d\ntitle: up [9%]{= d[\"x\"].y } in all\nnote: |\n  the [3億]{= f }\n```\n"),
        ["9% | d[\"x\"].y | [9%]{= d[\"x\"].y }", "3億 | f | [3億]{= f }"]
    );
    assert_eq!(
        claims("+++\ntitle = \"Up [68%]{= d[\"x\"] } in a year\"\nsummary = \"[rose]{= b > a }\"\n+++\n"),
        ["68% | d[\"x\"] | [68%]{= d[\"x\"] }", "rose | b > a | [rose]{= b > a }"]
    );
    assert_eq!(body("[a [68%]{= x } b](u)\n"), ["68% | x | [68%]{= x }"]);
}

#[test]
fn what_only_looks_like_a_claim_is_text() {
    for text in [
        "`[68%]{= x }`",
        "[68%](u){= x}",
        "\\[68%\\]\\{= x }",
        "A \\[not a claim]{= 1 } b.",
        "[]{-}",
        "[a]{#b}",
        "```\n[68%]{= x }\n```",
    ] {
        assert_eq!(body(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn quotation_marks_in_a_claim_open_and_close() {
    let printed = |text: &str| {
        let printed = nodes(text);
        let marks = printed.lines().filter_map(|line| line.trim().strip_prefix('"')?.chars().next());
        marks.filter(|c| "“”‘’".contains(*c)).collect::<String>()
    };
    for text in [
        "[\"best\"]{= x }\n",
        "[\"40%\"]{-}\n",
        "**[\"best\"]{= x }** of all\n",
        "a \"[best]{= x }\" b\n",
        "[the \"best\"]{= x } of all\n",
        "a \"best\"[^1] one\n\n[^1]: c\n",
        "a \"{{ x }}\" (\"{{ x }}\")\n",
    ] {
        let found = printed(text);
        assert_eq!(found.replace("“”", ""), "", "{text}: {found}");
    }
    assert_eq!(printed("[the 'best']{-} of 'all'\n"), "‘’‘’");
    assert!(nodes("的**[\"a\"]{= x }**的\n").contains("Start(Strong)"));
}

#[test]
fn broken_claims_are_reported_where_they_stand() {
    let faults = |text: &str| read(&format!("---\ntitle: T\n---\n{text}")).faults();
    insta::assert_snapshot!(faults("a [68%]{= x\n\nb \\[1] 68%]{= x } c\n\nd [68%]{= }\n"), @r#"
    invalid-expression at "{=": found `{=` without `}`, expected both in one paragraph | close it with `}`, or write `\{=` for the braces themselves
    invalid-expression at "{=": found `]{=` without `[` before it, expected `[words]{= expression }` | put the words in brackets, or write `\{=` for the braces themselves
    invalid-expression at " ": the expression is empty, expected one such as `data.x.y.z` | write an expression between the braces, or `\{{` for the braces themselves
    "#);
    for crossed in ["*a [b* c]{= x }\n", "- [a\n- b]{= x }\n", "| a | b |\n|---|---|\n| [1 | 2]{= x } |\n"] {
        assert!(faults(crossed).contains("do not enclose whole words"), "{crossed}: {}", faults(crossed));
    }
    assert!(faults("[a](b \"c\" [68%]{=x}) <i title=\"[68%]{= x }\">b</i>").contains("in an HTML tag"));
}
