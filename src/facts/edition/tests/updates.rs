//! A report that is brought up to date: what has changed is said, and nothing else.

use super::*;

fn of(page: &str, data: &str) -> Edition {
    Edition::of(&named(("index", page), ("q", data)))
}

fn said((old_page, old_data): (&str, &str), (page, data): (&str, &str)) -> String {
    text(&Changes::between(&of(old_page, old_data), &of(page, data)))
}

const QUARTERS: &str = "Q,Rev,Cost\nQ1,10,7\nQ2,12,8\n";

#[test]
fn the_next_quarter_takes_the_place_of_the_last() {
    let page = "# M\n\nRevenue rose to {{ data.q.Q2.Rev }}. A quarter before it was {{ data.q.Q1.Rev }}.\n";
    let next = page.replace("Q2", "Q3").replace("Q1", "Q2");
    insta::assert_snapshot!(said((page, QUARTERS), (&next, &format!("{QUARTERS}Q3,15,9\n"))), @r"
    2 values, 2 sentences changed since the edition

    M (index.html)
      data.q.Q2.Rev → data.q.Q3.Rev: 12 → 15
      data.q.Q1.Rev → data.q.Q2.Rev: 10 → 12

    Sentences
      M
        - Revenue rose to 12.
        + Revenue rose to 15.
      M
        - A quarter before it was 10.
        + A quarter before it was 12.
    ");
    let words = "# M\n\nIn the second quarter of 2025 it was {{ data.q.Q2.Rev }}.\n\nIn the first it was {{ data.q.Q1.Rev }}.\n";
    let next =
        words.replace("second", "third").replace("first", "second").replace("Q2", "Q3").replace("Q1", "Q2");
    let told = said((words, QUARTERS), (&next, &format!("{QUARTERS}Q3,15,9\n")));
    assert!(
        told.contains(
            "- In the second quarter of 2025 it was 12.\n    + In the third quarter of 2025 it was 15."
        ),
        "{told}"
    );
    assert!(told.starts_with("2 values, 2 sentences changed"), "{told}");
}

#[test]
fn readers_are_shown_sentences_where_the_expression_is_another() {
    let page = "# M\n\nRevenue rose to {{ data.q.Q1.Rev }}.\n";
    let old = Lock { edition: of(page, QUARTERS), ..Lock::default() };
    let now = of(&page.replace("Q1", "Q2"), QUARTERS);
    let changes = Changes::between(&old.edition, &now);
    let next = Lock::next(Some(&old), now, &changes, date(2026, 12, 1));
    let past = &next.history[0].changes[0];
    assert_eq!(
        (past.value.as_str(), past.old.as_deref(), past.new.as_deref()),
        ("", Some("Revenue rose to 10."), Some("Revenue rose to 12."))
    );
}

#[test]
fn what_is_said_twice_is_known_by_its_sentence() {
    let page = "# M\n\nAlpha has {{ data.q.count() }} quarters. Beta has {{ data.q.count() }} quarters.\n";
    let told =
        said((page, QUARTERS), (&page.replace("Alpha has {{ data.q.count() }} quarters. ", ""), QUARTERS));
    assert!(told.starts_with("1 value changed") && told.contains("data.q.count(): gone: 2"), "{told}");
    let sections =
        "# M\n\n## A\n\nThere are {{ data.q.count() }} here.\n\n## B\n\nAnd {{ data.q.count() }} there.\n";
    let swapped =
        "# M\n\n## A\n\nAnd {{ data.q.count() }} there.\n\n## B\n\nThere are {{ data.q.count() }} here.\n";
    assert!(said((sections, QUARTERS), (swapped, QUARTERS)).starts_with("nothing has changed"));
    let notes = "# M\n\nOne[^a] and two[^b].\n\n[^a]: Of {{ data.q.count() }} by phone.\n[^b]: Of {{ data.q.count() }} by post.\n";
    let more = notes.replace("One", "None[^c], one").replace("[^a]:", "[^c]: More.\n[^a]:");
    assert!(said((notes, QUARTERS), (&more, QUARTERS)).starts_with("nothing has changed"));
    let claims = "# M\n\nIt is [12]{= data.q.Q2.Rev }. That is [about 12]{= data.q.Q2.Rev }. So {{ data.q.Q2.Rev }}.\n";
    let told = said((claims, QUARTERS), (&claims.replace("It is [12]{= data.q.Q2.Rev }. ", ""), QUARTERS));
    assert!(told.starts_with("1 value changed") && told.contains("gone: 12"), "{told}");
}

#[test]
fn a_sentence_is_told_at_each_of_its_places() {
    let page = "# M\n\n## A\n\nIt earned {{ data.q.Q1.Rev }}.\n\n## B\n\nIt earned {{ data.q.Q1.Rev }}.\n";
    let told = said((page, QUARTERS), (page, &QUARTERS.replace("Q1,10", "Q1,11")));
    assert!(told.starts_with("2 values, 2 sentences changed"), "{told}");
}

#[test]
fn a_chart_above_others_changes_nothing_in_them() {
    let chart = |extra: &str| format!("```chart\ntype: bar\ndata: q\nx: Q\ny: Rev\ntitle: T\n{extra}```\n\n");
    let (shared, moved) = (chart("share: true\n"), chart("change: absolute\n"));
    let page = format!("# M\n\n{shared}{moved}");
    let data = "Q,Rev\nA,10\nB,12\nC,11\n";
    let more = format!("# M\n\n{}{shared}{moved}", chart("sort: -Rev\n"));
    let told = said((&page, data), (&more, data));
    // Only the new chart's own cells.
    assert!(told.starts_with("3 values changed") && told.contains("q · A · Rev: new: 10"), "{told}");
    let plain = format!("# M\n\n{}{}{shared}", chart("rolling: 2\n"), chart("sort: Rev\n"));
    let swapped = format!("# M\n\n{}{}{shared}", chart("sort: Rev\n"), chart("rolling: 2\n"));
    assert!(said((&plain, data), (&swapped, data)).starts_with("nothing has changed"));
    let named = page.replacen("title: T\nshare", "title: T\nid: fig-share\nshare", 1);
    assert!(said((&page, data), (&named, data)).starts_with("nothing has changed"));
    let told = said((&page, data), (&more, &data.replace("C,11", "C,13")));
    assert!(told.contains("Figure 2 · C · Rev: 33.3% → 37.1%"), "{told}");
}

#[test]
fn none_is_first_among_records_of_which_some_are_not_shown() {
    let page = "# M\n\n```table\ndata: q\ntitle: T\nsort: -Rev\nlimit: 2\n```\n";
    let data = "Q,Rev,Cost\nA,10,7\nB,12,8\nC,9,3\n";
    let told = said((page, data), (page, &data.replace("C,9", "C,11")));
    assert!(told.contains("gone") && !told.contains("Ranks"), "{told}");
    let told = said((page, data), (&page.replace("limit: 2", "limit: 3"), data));
    assert!(!told.contains("Ranks"), "{told}");
    let whole = page.replace("limit: 2\n", "");
    let told = said((&whole, data), (&whole, &data.replace("C,9", "C,13")));
    assert!(told.contains("greatest Rev of q: B (12) → C (13)"), "{told}");
}

#[test]
fn records_without_a_key_are_known_by_what_they_hold() {
    let page = "# M\n\n```table\ndata: q\ntitle: T\n```\n";
    let data = "Day,Event,Cost\nMon,Flood,5\nMon,Fire,9\nTue,Storm,2\nTue,Frost,1\n";
    let told = said((page, data), (page, &data.replace("Cost\n", "Cost\nWed,Hail,3\n")));
    insta::assert_snapshot!(told, @r"
    3 values changed since the edition

    M (index.html)
      q · 1 · Day: new: Wed  [Table 1]
      q · 1 · Event: new: Hail  [Table 1]
      q · 1 · Cost: new: 3  [Table 1]
    ");
    let told = said((page, data), (page, &data.replace("Mon,Flood,5\n", "").replace("Storm,2", "Storm,4")));
    assert!(told.contains("q · (1) · Event: gone: Flood") && told.contains("q · 2 · Cost: 2 → 4"), "{told}");
    assert!(told.starts_with("4 values changed"), "{told}");
    let lock = write(&Lock { edition: of(page, data), ..Lock::default() });
    assert!(lock.contains("numbered = true"), "{lock}");
    let (again, _) = read_text(&lock);
    assert_eq!(again.edition.datasets, of(page, data).datasets);
}

#[test]
fn a_claim_is_told_with_its_sentence_and_its_unit() {
    let page = "# M\n\nRevenue [rose]{= data.q.Q2.Rev > data.q.Q1.Rev }. Costs [rose]{= data.q.Q2.Cost > data.q.Q1.Cost } too.\n";
    let told = said((page, QUARTERS), (page, &QUARTERS.replace("Q2,12,8", "Q2,9,6")));
    assert!(told.contains("M: Revenue rose.\n    by data.q.Q2.Rev > data.q.Q1.Rev"), "{told}");
    assert!(told.contains("M: Costs rose too."), "{told}");
    let rate = "# M\n\nThe rate was [1.08]{= data.q.Q1.Rev } dollars.\n";
    let told = said((rate, "Q,Rev\nQ1,$1.08\n"), (rate, "Q,Rev\nQ1,€1.08\n"));
    assert!(told.contains("$1.08 → €1.08"), "{told}");
}

#[test]
fn moves_between_pages_are_no_changes() {
    let pages = |first: &str, second: &str| {
        let mut edition = Edition::of(&named(("index", first), ("q", QUARTERS)));
        let other = Edition::of(&named(("other", second), ("q", QUARTERS)));
        edition.pages.extend(other.pages);
        edition.facts.extend(other.facts);
        edition
    };
    let sentence = "Revenue was {{ data.q.Q1.Rev }} then.";
    let old = pages(&format!("# A\n\n{sentence}\n"), "# B\n\nIt is {{ data.q.Q2.Rev }}.\n");
    let new = pages("# A\n\nNothing.\n", &format!("# B\n\nIt is {{{{ data.q.Q2.Rev }}}}. {sentence}\n"));
    let changes = Changes::between(&old, &new);
    assert!(changes.is_empty(), "{}", text(&changes));
}

#[test]
fn fields_and_records_with_another_name_are_told_as_that() {
    let page = "# M\n\n```table\ndata: q\ntitle: T\n```\n";
    let data = "Q,Rev,Cost\nQ1,10,7\nQ2,12,8\nQ3,9,3\n";
    let now = data.replace("Cost", "Costs").replace("Q2,12", "2025 Q2,12").replace("Q3,9", "Q3,11");
    insta::assert_snapshot!(said((page, data), (page, &now)), @r"
    1 value, 1 rank, 2 names changed since the edition

    M (index.html)
      q · Q3 · Rev: 9 → 11  [Table 1]

    Ranks
      least Rev of q: Q3 (9) → Q1 (10)

    Names
      field of q: Cost → Costs
      record of q: Q2 → 2025 Q2
    ");
    let changes = Changes::between(&of(page, data), &of(page, &now));
    assert!(markdown(&changes).contains("| field of `q` | `Cost` | `Costs` |"), "{}", markdown(&changes));
    let lock = Lock { edition: of(page, data), ..Lock::default() };
    let found = differences(Some(&lock), &of(page, &now));
    assert!(
        found.iter().any(|found| found.message.starts_with("the field `Costs` of `q` was called `Cost`"))
    );
    let other = said((page, data), (page, &data.replace("Q3,9,3", "Q4,1,2")));
    assert!(other.contains("q · Q4 · Rev: new: 1") && !other.contains("Names"), "{other}");
}

#[test]
fn a_report_with_errors_says_that_values_are_missing() {
    let page = "# M\n\nIt is {{ data.q.Q1.Rev }}.\n";
    let same = Changes::between(&of(page, QUARTERS), &of(page, QUARTERS));
    let told = text(&Changes { errors: 2, ..same.clone() });
    assert!(told.starts_with("The report has 2 errors: values"), "{told}");
    assert!(markdown(&Changes { errors: 1, ..same }).contains("> [!WARNING]\n> The report has an error:"));
}
