//! Claims whose data or words have changed.

use super::*;

#[test]
fn a_claim_whose_data_moved_is_told_and_so_is_one_that_fails() {
    let told = |days: &str| {
        let changes = changes(PAGE, &DATA.replace(",15,", days));
        assert!(changes.values.iter().all(|change| change.fact.is_none()), "the words are the same");
        text(&changes)
    };
    assert!(told(",15.2,").contains("“about 15 days” still holds: the data say 15 → 15.2"));
    assert!(told(",61,").contains("“about 15 days” no longer holds: the data say 15 → 61"));
}

#[test]
fn a_claim_that_can_no_longer_be_proved_does_not_hold() {
    let page = "# A\n\n[Alpha]{= data.x.b.V } with [7%]{= data.x.a.V }, [the most]{= data.x.a.V > 5 }, {{ data.x.b.V }}.\n";
    let of = |csv: &str| Edition::of(&named(("index", page), ("x", csv)));
    let before = of("K,V\na,7%\nb,Alpha\n");
    assert!(before.facts.iter().all(|fact| fact.holds));
    let said = |csv: &str| text(&Changes::between(&before, &of(csv)));
    let moved = said("K,V\na,\nb,12\n");
    assert!(moved.contains("“Alpha” no longer holds: the data say Alpha → 12"), "{moved}");
    assert!(moved.contains("“7%” no longer holds: the data say 7% → nothing"), "{moved}");
    assert!(moved.contains("“the most” no longer holds: the data say true → nothing"), "{moved}");
    let renamed = said("K,V\nc,7%\nb,Alpha\n");
    assert!(renamed.contains("“7%” no longer holds: the data say 7% → nothing"), "{renamed}");
    let lock = Lock { edition: before.clone(), ..Lock::default() };
    let found = differences(Some(&lock), &of("K,V\na,\nb,Alpha\n"));
    let found: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found[0], "“7%” no longer holds: the data say nothing, and said `7%` in the edition");
}

#[test]
fn words_that_were_mended_are_told_with_those_they_replace() {
    let page = |words: &str| format!("# A\n\nIt is [{words}]{{= data.m.a.V }}.\n");
    let edition = |words: &str, data: &str| {
        Edition::of(&named(("index", &page(words)), ("m", &format!("K,V\na,{data}\n"))))
    };
    let old = edition("41%", "41%");
    let said = |words: &str, data: &str| text(&Changes::between(&old, &edition(words, data)));
    let mended = said("38%", "38%");
    assert!(mended.contains("“41%” → “38%”, which holds: the data say 41% → 38%"), "{mended}");
    let wrong = said("39%", "38%");
    assert!(wrong.contains("“41%” → “39%”, which does not hold: the data say 41% → 38%"), "{wrong}");
    let json: serde_json::Value =
        serde_json::from_str(&json(&Changes::between(&old, &edition("38%", "38%")))).expect("JSON");
    assert_eq!(
        (&json["claims"][0]["old"]["words"], &json["claims"][0]["words"]),
        (&"41%".into(), &"38%".into())
    );
    let markdown = markdown(&Changes::between(&old, &edition("38%", "38%")));
    assert!(
        markdown.contains("- “41%” → “38%”, which holds (A: It is 38%.): `data.m.a.V` was `41%`, is `38%`"),
        "{markdown}"
    );
}

#[test]
fn data_that_print_the_same_are_told_with_the_digits_in_which_they_differ() {
    for (language, words, expression, (before, after), said) in [
        ("en", "at least 1.2 times", "(data.m.a.V / data.m.b.V).round(1)", ("121", "119"), "1.21 → 1.19"),
        ("en", "at least 12%", "data.m.a.V.share_of(1000).round()", ("121", "119"), "12.1% → 11.9%"),
        (
            "en",
            "at least $12K",
            "(data.m.a.V * 100).currency(\"$\").compact()",
            ("120.1", "119.9"),
            "$12.01K → $11.99K",
        ),
        ("de", "mindestens 1.200", "(data.m.a.V * 10.001).round()", ("120", "119.96"), "1.200,1 → 1.199,7"),
    ] {
        let of = |value: &str| {
            let page =
                format!("---\nlanguage: {language}\n---\n# A\n\nIt is [{words}]{{= {expression} }}.\n");
            Edition::of(&named(("index", &page), ("m", &format!("K,V\na,{value}\nb,100\n"))))
        };
        let (old, mut new) = (of(before), of(after));
        new.facts.iter_mut().for_each(|fact| fact.holds = false);
        let told = text(&Changes::between(&old, &new));
        assert_eq!(old.facts[0].data, new.facts[0].data, "{words}");
        assert!(told.contains(&format!("no longer holds: the data say {said}")), "{words}: {told}");
    }
}
