//! Editions of small reports read from strings.

mod claims;
mod figures;
mod names;
mod updates;

use super::*;
use crate::content;
use crate::data;
use crate::diagnostics::{Diagnostics, Files, rules};
use crate::model::{Page, Report};
use crate::resolve::{Resolved, resolve};
use camino::Utf8Path;
use jiff::civil::date;

const PAGE: &str = "\
# Minerals

Terbium rose {{ data.minerals.Terbium.Surge }} in the U.S. market [@x]. Dysprosium rose \
{{ data.minerals.Dysprosium.Surge }}, not {{ data.minerals.Terbium.Surge }}.

## Stocks {#sec-stocks}

- They last [about 15 days]{= data.minerals.Terbium.Days }.

| Mineral | Surge |
| --- | --- |
| Terbium | {{ data.minerals.Terbium.Surge }} |

```table
id: tbl-minerals
data: minerals
title: Terbium rose {{ data.minerals.Terbium.Surge }}
columns: [Mineral, Surge, Days]
```
";

const DATA: &str =
    "Mineral,Surge,Days,Unshown\nTerbium,220%,15,1\nDysprosium,180%,22,2\nNeodymium,-4%,38,3\n";

fn resolved(page: &str, csv: &str) -> Resolved {
    named(("index", page), ("minerals", csv))
}

/// A report of one page and one dataset, each with its name.
fn named((path, page): (&str, &str), (dataset, csv): (&str, &str)) -> Resolved {
    let mut files = Files::default();
    let source = format!("{path}.md");
    let file = files.add(format!("content/{source}"), page);
    let (parts, _) = content::parse(file, Utf8Path::new(&source), page, "en");
    let data_file = format!("{dataset}.csv");
    let input = [data::DataFile::new(Utf8Path::new(&data_file), csv.as_bytes())];
    let (datasets, found) = data::parse(&mut files, Utf8Path::new("content/data"), &input);
    assert!(found.is_empty(), "{found:?}");
    let content::PageParts { front, document, body } = parts;
    let page = Page {
        path: source.into(),
        file,
        output: format!("{path}.html"),
        parent: None,
        front,
        document,
        body,
    };
    let report = Report { files, pages: vec![page], datasets: datasets.into(), ..Report::default() };
    resolve(report).0
}

fn edition(page: &str, csv: &str) -> Edition {
    Edition { date: Some(date(2026, 11, 23)), ..Edition::of(&resolved(page, csv)) }
}

fn changes(page: &str, csv: &str) -> Changes {
    Changes::between(&edition(PAGE, DATA), &edition(page, csv))
}

fn read_text(text: &str) -> (Lock, Diagnostics) {
    let mut files = Files::default();
    let file = files.add(FILE_NAME, text);
    read(file, text)
}

#[test]
fn facts_have_their_sentence_and_the_nearest_anchor() {
    let edition = edition(PAGE, DATA);
    let facts: Vec<(&str, &str, &str)> = edition
        .facts
        .iter()
        .map(|fact| (fact.anchor.as_str(), fact.value.text.as_str(), fact.sentence.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("", "220%", "Terbium rose 220% in the U.S. market."),
            ("", "180%", "Dysprosium rose 180%, not 220%."),
            ("", "220%", "Dysprosium rose 180%, not 220%."),
            ("sec-stocks", "about 15 days", "They last about 15 days."),
            ("sec-stocks", "220%", "Terbium | 220%"),
            ("tbl-minerals", "220%", "Terbium rose 220%"),
        ]
    );
    let claim = &edition.facts[3];
    assert_eq!((claim.kind, claim.data.as_deref()), (FactKind::Checked, Some("15")));
    let ids: std::collections::BTreeSet<&str> = edition.facts.iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids.len(), edition.facts.len(), "ids are unique");
}

#[test]
fn cells_are_those_that_a_figure_shows() {
    let edition = edition(PAGE, DATA);
    let cells: Vec<String> = edition
        .cells
        .iter()
        .map(|cell| format!("{}.{}={}", cell.record, cell.field, cell.value.text))
        .collect();
    assert_eq!(cells[..3], ["Terbium.Surge=220%", "Terbium.Days=15", "Dysprosium.Surge=180%"]);
    assert!(cells.iter().all(|cell| !cell.contains("Unshown") && !cell.contains("Mineral=")), "{cells:?}");
    assert_eq!(edition.cells[4].value.number, Some(-4.0));
}

#[test]
fn a_lock_is_read_as_it_was_written() {
    let mut lock = Lock { edition: edition(PAGE, DATA), ..Lock::default() };
    lock.edition.facts[0].expression = "a ' \"\\\n\u{1}".to_owned();
    lock.edition.cells[0].value.number = Some(1e300);
    lock.edition.cells[1].value.number = Some(-0.0);
    lock.edition.figures[0].records = Some(vec!["Terbium".to_owned()]);
    lock.edition.sources =
        vec![PublishedSource {
            key: "x".to_owned(), entry: "An “entry” \\ 稀土".to_owned(), span: None
        }];
    let old = PastChange {
        page: "index.html".to_owned(),
        anchor: String::new(),
        label: "Minerals".to_owned(),
        value: "minerals · Terbium · Surge".to_owned(),
        old: None,
        new: Some("220%".to_owned()),
    };
    lock.history = vec![PastChanges { date: date(2026, 1, 2), changes: vec![old], more: 7 }];
    let text = write(&lock);
    let (again, found) = read_text(&text);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(write(&again), text);
    assert_eq!(again.history, lock.history);
    assert_eq!(again.edition.facts[0].expression, lock.edition.facts[0].expression);
    assert!(Changes::between(&lock.edition, &again.edition).is_empty());
}

#[test]
fn a_changed_cell_changes_one_line_and_its_sentences() {
    let before = write(&Lock { edition: edition(PAGE, DATA), ..Lock::default() });
    let after = write(&Lock { edition: edition(PAGE, &DATA.replace("180%", "230%")), ..Lock::default() });
    let differ: Vec<&str> =
        after.lines().zip(before.lines()).filter(|(a, b)| a != b).map(|(after, _)| after).collect();
    assert_eq!(differ.len(), 3, "{differ:#?}");
    assert_eq!(
        differ[2],
        "  { record = \"Dysprosium\", field = \"Surge\", text = \"230%\", number = 230, unit = \"%\" },"
    );
}

#[test]
fn values_sentences_ranks_and_signs_are_found() {
    let changes = changes(PAGE, &DATA.replace("180%", "230%").replace("-4%", "4%"));
    insta::assert_snapshot!(text(&changes), @r"
    3 values, 1 sentence, 1 rank, 1 sign changed since the edition of 2026-11-23

    Minerals (index.html)
      data.minerals.Dysprosium.Surge: 180% → 230%
      minerals · Dysprosium · Surge: 180% → 230%  [Table 1]
      minerals · Neodymium · Surge: -4% → 4%  (the sign turned)  [Table 1]

    Sentences
      Minerals
        - Dysprosium rose 180%, not 220%.
        + Dysprosium rose 230%, not 220%.

    Ranks
      greatest Surge of minerals: Terbium (220%) → Dysprosium (230%)
    ");
}

#[test]
fn fields_of_a_record_have_ranks_too() {
    let page = "# Firms\n\n```table\nid: tbl-test\ndata: minerals\ntitle: Firms\n```\n";
    let data = |risk: &str| format!("Year,Alpha,Beta\n2023,30%,20%\n2024,{risk},41%\n");
    let now = edition(page, &data("27%"));
    let changes = Changes::between(&edition(page, &data("87%")), &now);
    let said = text(&changes);
    assert!(said.contains("greatest 2024 of minerals: Alpha (87%) → Beta (41%)"), "{said}");
    assert!(said.contains("least 2024 of minerals: Beta (41%) → Alpha (27%)"), "{said}");
    assert!(!said.contains("Year"), "a key is no rival: {said}");
}

#[test]
fn added_and_removed_values_have_one_side() {
    let page = PAGE.replace(" Dysprosium rose {{ data.minerals.Dysprosium.Surge }}, not", " It was");
    let found = changes(&page, &format!("{DATA}Yttrium,1%,2,3\n"));
    let sides: Vec<(&str, bool, bool)> = found
        .values
        .iter()
        .map(|change| (change.name.as_str(), change.old.is_some(), change.new.is_some()))
        .collect();
    assert_eq!(
        sides,
        [
            ("data.minerals.Dysprosium.Surge", true, false),
            ("minerals · Yttrium · Surge", false, true),
            ("minerals · Yttrium · Days", false, true),
        ]
    );
}

#[test]
fn the_next_lock_remembers_changes_and_keeps_the_date_without_them() {
    let first = Lock::next(None, edition(PAGE, DATA), &Changes::default(), date(2026, 1, 1));
    assert_eq!((first.edition.date, first.history.len()), (Some(date(2026, 1, 1)), 0));
    let same = Lock::next(Some(&first), edition(PAGE, DATA), &Changes::default(), date(2026, 2, 1));
    assert_eq!((same.edition.date, same.history.len()), (Some(date(2026, 1, 1)), 0));
    let mut lock = same;
    for surge in 1..=12 {
        let present = edition(PAGE, &DATA.replace("180%", &format!("{surge}%")));
        let changes = Changes::between(&lock.edition, &present);
        lock = Lock::next(Some(&lock), present, &changes, date(2026, 3, surge));
    }
    assert_eq!(lock.history.len(), 10, "the last ten editions are remembered");
    let newest = &lock.history[0];
    assert_eq!(newest.date, date(2026, 3, 12));
    let change = newest.changes.last().expect("a change");
    assert_eq!(
        (change.value.as_str(), change.old.as_deref(), change.new.as_deref(), change.anchor.as_str()),
        ("minerals · Dysprosium · Surge", Some("11%"), Some("12%"), "tbl-minerals")
    );
}

#[test]
fn locked_names_the_first_differences_at_their_places() {
    let lock = Lock { edition: edition(PAGE, DATA), ..Lock::default() };
    let resolved = resolved(PAGE, &DATA.replace("180%", "230%"));
    let found = differences(Some(&lock), &Edition::of(&resolved));
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|found| {
            let place = found.primary.as_ref().map_or("", |label| resolved.report.files.text(label.span));
            (found.message.as_str(), place)
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "`data.minerals.Dysprosium.Surge` is `230%`, and was `180%` in the edition of 2026-11-23",
                "data.minerals.Dysprosium.Surge"
            ),
            (
                "`minerals · Dysprosium · Surge` is `230%`, and was `180%` in the edition of 2026-11-23",
                "230%"
            ),
        ]
    );
    let none = differences(None, &Edition::of(&resolved));
    assert_eq!(none.iter().next().map(|found| found.rule), Some(rules::EDITION_DIFFERS));
    let empty = differences(Some(&Lock::default()), &Edition::of(&resolved));
    let last = empty.iter().last().expect("a finding");
    assert_eq!((empty.iter().count(), last.message.as_str()), (11, "2 more places differ from the edition"));
}

#[test]
fn a_cell_that_became_empty_is_said_to_be_empty() {
    let lock = Lock { edition: edition(PAGE, DATA), ..Lock::default() };
    let resolved = resolved(PAGE, &DATA.replace("-4%", ""));
    let found: Vec<String> =
        differences(Some(&lock), &Edition::of(&resolved)).iter().map(|found| found.message.clone()).collect();
    assert_eq!(
        found,
        ["`minerals · Neodymium · Surge` is empty, and was `-4%` in the edition of 2026-11-23"]
    );
}

#[test]
fn bad_locks_are_reported_at_their_place() {
    let cases = [
        ("version = 1\n<<<<<<< HEAD\n", "<<<<<<< HEAD"),
        ("date = 2026-01-01\n", "d"),
        ("version = 2\n", "2"),
        ("version = 1\ndate = \"soon\"\n", "\"soon\""),
        (
            "version = 1\n[[datasets]]\nname = \"a\"\ncells = [{ record = \"r\", field = \"f\", text = 5 }]\n",
            "5",
        ),
        ("version = 1\n[[sentences]]\nfacts = 7\n", "7"),
        ("version = 1\nsources = [3]\n", "3"),
    ];
    for (text, place) in cases {
        let (_, found) = read_text(text);
        let first = found.iter().next().unwrap_or_else(|| panic!("{text} is taken"));
        assert_eq!(first.rule, rules::INVALID_LOCK);
        let range = first.primary.as_ref().expect("a place").span.range();
        assert!(
            text.contains(place) && place.contains(&text[range.clone()]),
            "{text}: {range:?} {}",
            first.message
        );
    }
}
