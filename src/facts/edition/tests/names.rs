//! Values that stand elsewhere: in another section, on a page or in a dataset with another name.

use super::*;

#[test]
fn moved_and_rewritten_values_are_no_changes() {
    let moved = PAGE
        .replace("{#sec-stocks}", "{#sec-new}")
        .replace("{{ data.minerals.Dysprosium.Surge }}", "{{ data.minerals[\"Dysprosium\"].Surge }}");
    assert!(changes(&moved, DATA).is_empty(), "{}", text(&changes(&moved, DATA)));
}

#[test]
fn a_page_with_another_name_has_not_changed() {
    let before = edition(PAGE, DATA);
    let now = |csv: &str| Edition::of(&named(("sales", PAGE), ("minerals", csv)));
    let same = Changes::between(&before, &now(DATA));
    assert!(same.is_empty(), "{}", text(&same));
    let other = text(&Changes::between(&before, &now(&DATA.replace("180%", "230%"))));
    assert!(other.starts_with("2 values, 1 sentence, 1 rank changed"), "{other}");
    assert!(other.contains("Minerals (sales.html)"), "{other}");
}

#[test]
fn a_dataset_with_another_name_has_not_changed() {
    let page = PAGE.replace("data.minerals", "data.metals").replace("data: minerals", "data: metals");
    let shaped = "\n```table\nid: tbl-sum\ndata: minerals\ntitle: Sum\nsort: Surge\nlimit: 1\n```\n";
    let before = edition(&format!("{PAGE}{shaped}"), DATA);
    let page = format!("{page}{}", shaped.replace("minerals", "metals"));
    let now = |csv: &str| Edition::of(&named(("index", &page), ("metals", csv)));
    let same = Changes::between(&before, &now(DATA));
    assert!(same.is_empty(), "{}", text(&same));
    let other = text(&Changes::between(&before, &now(&DATA.replace(",22,", ",23,"))));
    assert!(other.contains("metals · Dysprosium · Days: 22 → 23"), "{other}");
    assert!(other.starts_with("1 value changed"), "{other}");
    let another = Edition::of(&named(("index", &page), ("metals", "Metal,Price\nIron,1\nTin,2\n")));
    let changes = Changes::between(&before, &another);
    assert!(
        changes.values.iter().any(|change| change.name == "minerals · Terbium · Surge"),
        "{}",
        text(&changes)
    );
}
