//! Coverage of small reports, and claims written into them.

use super::*;
use crate::content;
use crate::data::{self, DataFile};
use crate::model::{Page, Report};
use camino::Utf8Path;
use std::sync::Arc;

const MINERALS: &str =
    "Mineral,Price Surge,Inventory Days\nTerbium,220%,15\nDysprosium,180%,22\nNeodymium,45%,38\n";
const CHART: &str = "\n```chart\ndata: minerals\ntype: bar\nx: Mineral\ny: Price Surge\ntitle: Prices\n```\n";

/// A report of one page over the minerals.
fn resolved(text: &str) -> Resolved {
    let mut report = Report::default();
    let data = [DataFile::new(Utf8Path::new("minerals.csv"), MINERALS.as_bytes())];
    let (datasets, found) = data::parse(&mut report.files, Utf8Path::new("content/data"), &data);
    assert!(!found.has_errors(), "{found:?}");
    report.datasets = Arc::new(datasets);
    let file = report.files.add("content/index.md", text);
    let (parts, _) = content::parse(file, Utf8Path::new("index.md"), text, "en");
    report.pages.push(Page {
        path: "index.md".into(),
        file,
        output: "index.html".to_owned(),
        parent: None,
        front: parts.front,
        document: parts.document,
        body: parts.body,
    });
    crate::resolve::resolve(report).0
}

/// Bound, checked and cited numbers, and the texts of unsupported ones.
fn counts(text: &str) -> (usize, usize, usize, Vec<String>) {
    let page = coverage(&resolved(&format!("# Report\n\n{text}"))).pages.remove(0);
    (page.bound, page.checked, page.cited, page.unsupported.into_iter().map(|number| number.text).collect())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn each_class_is_counted() {
    let text = "It rose {{ data.minerals.Terbium[\"Price Surge\"] }} or [45%]{= data.minerals.Neodymium[\"Price Surge\"] }.\n\
        The [12 apostles]{-} met.\n\nIt fell by 7%.[^a] It cost $5 in 2024.\n\n[^a]: A note of 3 pages.\n";
    assert_eq!(counts(text), (1, 1, 1, texts(&["$5", "3 pages"])));
}

#[test]
fn a_citation_covers_its_sentence_row_or_quotation() {
    assert_eq!(counts("It fell 7% vs. 8% [^a]. It rose 9%.\n\n[^a]: Note.").2, 2);
    assert_eq!(counts("> It fell by 7%. It rose by 9%.\n>\n> Someone [^a]\n\n[^a]: Note.").2, 2);
    let (_, _, cited, open) = counts("| a | b |\n|---|---|\n| 7% | 8% [^a] |\n| 9% | x |\n\n[^a]: Note.");
    assert_eq!((cited, open), (2, texts(&["9%"])));
}

#[test]
fn code_formulas_and_marked_words_are_left_out() {
    let nothing = (0, 0, 0, Vec::new());
    assert_eq!(counts("Run `x 12`.\n\n```\n12 apples\n```\n\n[the 12]{-} and the F-35."), nothing);
}

#[test]
fn texts_of_figures_headings_lists_and_notes_are_read() {
    let text = "## Up 4%\n\n- 5% here\n- nested\n  - 6% there\n\n| x | y |\n|---|---|\n| a | 7% |\n\nTable: Of 8% {#tbl-x}\n";
    assert_eq!(counts(text).3, texts(&["4%", "5%", "6%", "8%", "7%"]));
}

#[test]
fn emphasis_does_not_hide_a_number() {
    assert_eq!(counts("It rose **68**% and \\$70M.").3, texts(&["68%", "$70M"]));
}

#[test]
fn percentages_count_supported_numbers() {
    let found = coverage(&resolved("# R\n\n5% and 6%.\n\n7%.[^a]\n\n[^a]: Note."));
    assert_eq!((found.facts(), found.supported()), (3, 1));
    assert!((found.percent() - 100.0 / 3.0).abs() < 1e-9);
    assert!((coverage(&resolved("# R\n\nNothing.")).percent() - 100.0).abs() < 1e-9);
}

#[test]
fn a_number_of_the_pages_data_comes_with_its_expression() {
    let resolved =
        resolved(&format!("# R\n\nThe price surge of terbium was 220%, of neodymium 44%.\n{CHART}"));
    let found = coverage(&resolved);
    let numbers: Vec<&Unsupported> = found.unsupported().collect();
    assert_eq!(numbers.len(), 2);
    assert_eq!(numbers[0].candidates[0].expression, "data.minerals[\"Terbium\"][\"Price Surge\"]");
    assert_eq!(numbers[0].candidates[0].why, "the sentence names Terbium and Price Surge");
    assert!(numbers[0].unambiguous && numbers[1].candidates.is_empty());
    let expressions = crate::resolve::expressions::Expressions::new(
        resolved.report.datasets.clone(),
        resolved.locale.clone(),
    );
    let value = expressions.evaluate(&numbers[0].candidates[0].expression).map(|found| found.text);
    assert_eq!(value.ok().as_deref(), Some("220%"));
}

#[test]
fn units_and_precision_must_agree() {
    let candidates = |text: &str| {
        let found = coverage(&resolved(&format!("# R\n\n{text}\n{CHART}")));
        found.unsupported().next().map(|number| number.candidates.len())
    };
    assert_eq!(candidates("Terbium rose by $220."), Some(0));
    assert_eq!(candidates("Terbium rose by 220.0%."), Some(1));
    assert_eq!(candidates("Terbium rose by 221%."), Some(0));
    assert_eq!(candidates("Stocks of terbium were down to 15 days."), Some(1));
}

#[test]
fn data_that_the_page_does_not_use_are_not_offered() {
    let found = coverage(&resolved("# R\n\nThe price surge of terbium was 220%."));
    assert!(found.unsupported().all(|number| number.candidates.is_empty()));
}

#[test]
fn a_bound_number_is_checked_when_read_again() {
    let text = format!("# R\n\nThe price surge of terbium was 220%, and 45% it was not.\n{CHART}");
    let before = resolved(&text);
    let edits = bind(&before, &coverage(&before));
    assert_eq!(edits.len(), 1, "{edits:?}");
    let mut changed = text.clone();
    changed.replace_range(edits[0].range.clone(), &edits[0].text);
    assert!(
        changed.contains("was [220%]{= data.minerals[\"Terbium\"][\"Price Surge\"] }, and 45%"),
        "{changed}"
    );
    let page = coverage(&resolved(&changed)).pages.remove(0);
    assert_eq!((page.checked, page.unsupported.len()), (1, 1));
    assert_eq!(bind(&resolved(&changed), &coverage(&resolved(&changed))), []);
}

#[test]
fn front_matter_figures_and_links_are_not_written_into() {
    let sentence = "The price surge of terbium was 220%.";
    let text = format!(
        "+++\ntitle = 'R'\nsummary = '{sentence}'\n+++\n\n[{sentence}](x.md)\n{}",
        CHART.replace("Prices", sentence)
    );
    let resolved = resolved(&text);
    let found = coverage(&resolved);
    assert_eq!(found.unsupported().filter(|number| number.unambiguous).count(), 3);
    assert_eq!(bind(&resolved, &found), []);
}

/// The page with what can be bound in it.
fn bound(text: &str) -> String {
    let text = format!("# R\n\n{text}\n{CHART}");
    let before = resolved(&text);
    let mut changed = text.clone();
    for edit in bind(&before, &coverage(&before)).into_iter().rev() {
        changed.replace_range(edit.range, &edit.text);
    }
    changed.trim_start_matches("# R\n\n").trim_end_matches(CHART).trim_end().to_owned()
}

#[test]
fn words_that_set_a_bound_stand_in_the_brackets_and_hold() {
    let claim = |words: &str| format!("[{words}]{{= data.minerals[\"Terbium\"][\"Price Surge\"] }}");
    for (before, words, after) in [
        ("The price surge of terbium was ", "not more than 220%", "."),
        ("The price surge of terbium was ", "about 220%", " then."),
        ("The price surge of terbium was ", "220% or more", "."),
    ] {
        assert_eq!(bound(&format!("{before}{words}{after}")), format!("{before}{}{after}", claim(words)));
    }
    for text in [
        "The price surge of terbium was under 220%.",
        "The price surge of terbium was over 220%.",
        "The price surge of terbium was not 220%.",
        "The price surge of terbium fell by 220%.",
        "The price surge of terbium was **at least** 220%.",
        "The price surge of terbium was not in all months over 220%.",
        "The price surge of terbium was between 220% and 230%.",
    ] {
        assert_eq!(bound(text), text);
    }
}

#[test]
fn the_numbers_of_a_sentence_hold_one_text() {
    let page =
        coverage(&resolved("# Report\n\nIt sold 12 cars and 13 boats. Then 14 planes.\n")).pages.remove(0);
    let [cars, boats, planes] = page.unsupported.as_slice() else { panic!("{:?}", page.unsupported) };
    assert!(
        Arc::ptr_eq(&cars.sentence, &boats.sentence) && Arc::ptr_eq(&cars.sentence, &page.typed[0].sentence)
    );
    assert_eq!((&*cars.sentence, &*planes.sentence), ("It sold 12 cars and 13 boats.", "Then 14 planes."));
}
