//! Figures that show other records or fields, or in another order, though no value has changed.

use super::*;

const TOWNS: &str = "Town,Share,People\nA,10%,50\nB,20%,40\nC,30%,30\n";
const PAGE: &str = "\
# Towns

```table
id: tbl-all
data: towns
title: All towns
columns: [Town, Share]
```

```chart
type: bar
id: fig-top
data: towns
x: Town
y: Share
title: The largest towns
sort: -People
limit: 2
```
";

fn towns(page: &str, csv: &str) -> Edition {
    Edition { date: Some(date(2026, 11, 23)), ..Edition::of(&named(("index", page), ("towns", csv))) }
}

fn said(page: &str, csv: &str) -> String {
    text(&Changes::between(&towns(PAGE, TOWNS), &towns(page, csv)))
}

#[test]
fn other_records_in_a_chart_are_a_change() {
    insta::assert_snapshot!(said(PAGE, &TOWNS.replace("30%,30", "30%,60")), @r"
    1 figure changed since the edition of 2026-11-23

    Figures
      Towns, Figure 1: gone: B; new: C
    ");
    assert!(said(&PAGE.replace("limit: 2", "limit: 1"), TOWNS).contains("Towns, Figure 1: gone: B"));
}

#[test]
fn another_order_is_a_change() {
    assert!(
        said(PAGE, &TOWNS.replace("20%,40", "20%,60"))
            .contains("Towns, Figure 1: another order: A, B → B, A")
    );
    let sorted = PAGE.replace("columns: [Town, Share]", "columns: [Town, Share]\nsort: -Share");
    assert!(said(&sorted, TOWNS).contains("Towns, Table 1: another order: A, B, C → C, B, A"));
    let turned = "Town,Share,People\nB,20%,40\nA,10%,50\nC,30%,30\n";
    insta::assert_snapshot!(said(PAGE, turned), @r"
    1 figure changed since the edition of 2026-11-23

    Figures
      Towns, Table 1: another order: A, B → B, A
    ");
}

#[test]
fn what_the_values_say_is_not_said_again() {
    let more = said(PAGE, &format!("{TOWNS}D,5%,1\n"));
    assert!(more.contains("towns · D · Share: new: 5%"), "{more}");
    assert!(!more.contains("Figures"), "{more}");
    let field = said(&PAGE.replace("columns: [Town, Share]", "columns: [Town, Share, People]"), TOWNS);
    assert!(field.contains("towns · A · People: new: 50") && !field.contains("Figures"), "{field}");
}

#[test]
fn another_field_in_a_figure_is_a_change() {
    let page = PAGE.replace("columns: [Town, Share]", "columns: [Town, Share, People]");
    let old = towns(&page, TOWNS);
    let changes = Changes::between(&old, &towns(&page.replace("y: Share", "y: People"), TOWNS));
    assert!(text(&changes).contains("Towns, Figure 1: gone: Share; new: People"), "{}", text(&changes));
}

#[test]
fn figures_that_changed_are_told_everywhere() {
    let old = towns(PAGE, TOWNS);
    let now = towns(PAGE, &TOWNS.replace("30%,30", "30%,60"));
    let changes = Changes::between(&old, &now);
    let told = markdown(&changes);
    assert!(told.contains("### Published values: 1 figure changed"), "{told}");
    assert!(told.contains("**Figures**\n\n- Towns, Figure 1: gone: B; new: C\n"), "{told}");
    let json: serde_json::Value = serde_json::from_str(&json(&changes)).expect("JSON");
    let figure = &json["figures"][0];
    assert_eq!((&figure["place"]["anchor"], &figure["dataset"]), (&"fig-top".into(), &"towns".into()));
    assert_eq!(figure["records"], serde_json::json!({"gone": ["B"], "new": ["C"]}));
    assert_eq!(figure["fields"], serde_json::json!({"gone": [], "new": []}));
    assert!(figure["order"].is_null());
    let lock = Lock { edition: old, ..Lock::default() };
    let found = differences(Some(&lock), &now);
    let first = found.iter().next().expect("a finding");
    assert_eq!(
        first.message,
        "Figure 1 showed something else (gone: B; new: C) in the edition of 2026-11-23"
    );
    assert!(first.primary.is_some());
    let next = Lock::next(Some(&lock), now, &changes, date(2026, 12, 1));
    let past = &next.history[0].changes[0];
    assert_eq!((past.value.as_str(), past.anchor.as_str()), ("Figure 1", "fig-top"));
    assert_eq!((past.old.as_deref(), past.new.as_deref()), (Some("B"), Some("C")));
}

#[test]
fn a_lock_holds_what_figures_show() {
    let sorted = PAGE.replace("columns: [Town, Share]", "columns: [Town]\nsort: -Share");
    for page in [PAGE, &sorted] {
        let now = towns(page, TOWNS);
        let text_of_lock = write(&Lock { edition: now.clone(), ..Lock::default() });
        let (again, found) = read_text(&text_of_lock);
        assert!(found.is_empty(), "{found:?}");
        let changes = Changes::between(&again.edition, &now);
        assert!(changes.is_empty(), "{}", text(&changes));
    }
    assert!(!write(&Lock { edition: towns(PAGE, TOWNS), ..Lock::default() }).contains("\"C\"]"));
}

#[test]
fn fields_under_sparklines_are_published() {
    let page = "# A\n\n```table\nid: tbl-a\ndata: m\ntitle: A\ncolumns: [K, \"2025\"]\nsparklines: {Trend: [\"2023\", \"2024\", \"2025\"]}\n```\n";
    let of = |page: &str, csv: &str| Edition::of(&named(("index", page), ("m", csv)));
    let data = "K,2023,2024,2025,Unshown\na,1,2,3,4\nb,5,6,7,8\n";
    let said = text(&Changes::between(&of(page, data), &of(page, &data.replace("a,1", "a,9"))));
    assert!(said.contains("m · a · 2023: 1 → 9"), "{said}");
    let whole = page.replace("columns: [K, \"2025\"]\n", "");
    assert_eq!(of(&whole, data).cells.len(), 8, "a table without columns shows all fields");
}
