//! Contradictions of small reports: what is found, and what is left alone.

use super::*;
use crate::content;
use crate::data::{self, DataFile};
use crate::facts::coverage::coverage;
use crate::model::{Page, Report};
use camino::Utf8Path;
use std::sync::Arc;

const DATA: &str = "Company,Overseas Revenue %,Compliance Cost,Bookings,Complaint Rate\n\
    MiniMax,68%,$18M,12000,\"10.0 per 100,000\"\nZhipu AI,12%,$4M,9000,\"7.0 per 100,000\"\n";

/// The messages for a report of these pages.
fn found(pages: &[&str]) -> Vec<String> {
    found_in("en", DATA, pages)
}

fn found_in(language: &str, data: &str, pages: &[&str]) -> Vec<String> {
    let mut report = Report::default();
    language.clone_into(&mut report.config.language);
    let data = [DataFile::new(Utf8Path::new("exposure.csv"), data.as_bytes())];
    let (datasets, faults) = data::parse(&mut report.files, Utf8Path::new("content/data"), &data);
    assert!(!faults.has_errors(), "{faults:?}");
    report.datasets = Arc::new(datasets);
    for (index, text) in pages.iter().enumerate() {
        let path = format!("page-{index}.md");
        let head = if text.starts_with("+++") { "" } else { "# Report\n\n" };
        let text = format!("{head}{text}");
        let file = report.files.add(format!("content/{path}"), text.as_str());
        let (parts, _) = content::parse(file, Utf8Path::new(&path), &text, language);
        report.pages.push(Page {
            path: path.as_str().into(),
            file,
            output: format!("page-{index}.html"),
            parent: None,
            front: parts.front,
            document: parts.document,
            body: parts.body,
        });
    }
    let (resolved, _) = crate::resolve::resolve(report);
    find(&resolved, &coverage(&resolved)).iter().map(|found| found.message.clone()).collect()
}

#[test]
fn a_sentence_contradicts_the_cell_it_names() {
    let message = "contradicts `68%`: both are stated for MiniMax / Overseas Revenue %";
    for text in [
        "The overseas revenue of MiniMax is **61%** of all.",
        "- MiniMax: overseas revenue of 61%",
        "Overseas revenue is 61% at MiniMax. Zhipu AI earns 12% there.",
        "MiniMax has overseas revenue of 61% [@x].",
    ] {
        assert_eq!(found(&[text]), [format!("`61%` {message}")], "{text}");
    }
    assert_eq!(
        found(&["The compliance cost is $1.8M for MiniMax."]),
        ["`$1.8M` contradicts `$18M`: both are stated for MiniMax / Compliance Cost"]
    );
    assert_eq!(
        found(&["The complaint rate of MiniMax is 12 per 100,000."]),
        ["`12 per 100,000` contradicts `10.0 per 100,000`: both are stated for MiniMax / Complaint Rate"]
    );
}

#[test]
fn what_holds_at_its_precision_or_speaks_of_something_else_is_left_alone() {
    for text in [
        "The overseas revenue of MiniMax is 68% of all.",
        "The overseas revenue of MiniMax is about 70% of all.",
        "MiniMax spends nearly $20M: its compliance cost.",
        "The overseas revenue of MiniMax rose by 5%.",
        "The overseas revenue of MiniMax was 50% in 2023.",
        "The overseas revenue of MiniMax, unlike that of Zhipu AI, is 61%.",
        "MiniMax has overseas revenue of 61%, and a margin of 5%.",
        "MiniMax serves 3 markets with its overseas revenue.",
        "MiniMax pays $20M for overseas revenue.",
        "Minimaxing overseas revenue is 61% of the work.",
        "The overseas revenue of MiniMax is [61%]{-} they say.",
        "## In 2023\n\nThe overseas revenue of MiniMax is 61%.",
        "The overseas revenue of MiniMax would be 61%.",
    ] {
        assert_eq!(found(&[text]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_table_contradicts_the_data_and_an_earlier_table() {
    let table = |cell: &str| format!("| Company | Overseas Revenue |\n|---|---|\n| MiniMax | {cell} |\n");
    assert_eq!(
        found(&[&table("61%")]),
        ["`61%` contradicts `68%`: both are stated for MiniMax / Overseas Revenue %"]
    );
    assert_eq!(found(&[&table("68%")]), Vec::<String>::new());
    let own = |cell: &str| format!("| Firm | Margin |\n|---|---|\n| Baichuan | {cell} |\n");
    let one = ["`9%` contradicts `8%`: both are stated for Baichuan / Margin"];
    assert_eq!(found(&[&own("8%"), &own("9%")]), one);
    assert_eq!(found(&[&own("8%"), "The margin of Baichuan is 9%."]), one);
    assert_eq!(found(&[&own("8%"), "The margin of Baichuan is 8%."]), Vec::<String>::new());
}

#[test]
fn two_sentences_that_differ_in_the_number_alone_contradict_each_other() {
    let message = "`$90M` contradicts `$70M`: two sentences differ in nothing but this number";
    assert_eq!(found(&["MiniMax has sales of $70M.", "Note. MiniMax has sales of $90M."]), [message]);
    for pair in [
        ["MiniMax has sales of $70M.", "MiniMax has sales of about $70M."],
        ["MiniMax has sales of $70M.", "Zhipu AI has sales of $90M."],
        ["The firm has sales of $70M.", "The firm has sales of $90M."],
        ["MiniMax has sales of $70M.", "MiniMax has 90 offices."],
    ] {
        assert_eq!(found(&pair), Vec::<String>::new(), "{pair:?}");
    }
}

#[test]
fn numbers_have_the_marks_of_the_page() {
    let data = "Land,Inflation,Kosten\nSpanien,12.5%,€12000\n";
    let german = |text: &str| found_in("de", data, &[text]);
    assert_eq!(
        german("Die Inflation in Spanien liegt bei 13,5 %."),
        ["`13,5 %` contradicts `12.5%`: both are stated for Spanien / Inflation"]
    );
    for text in [
        "Die Inflation in Spanien liegt bei 12,5 %.",
        "Die Kosten in Spanien sind 12.000 Euro.",
        "Die Inflation in Spanien sank um 0,5 %.",
        "Die Inflation in Spanien liegt unter 13 %.",
    ] {
        assert_eq!(german(text), [""; 0], "{text}");
    }
    // Two forms of one sum.
    assert_eq!(german("Spanien zahlt 12.000 Euro.\n\nSpanien zahlt 12.000 €."), [""; 0]);
    let mixed = "+++\nlanguage = 'en'\n+++\n\n# R\n\nKosten of Spanien are €12,000.";
    assert_eq!(found_in("de", data, &[mixed]), [""; 0]);
}
