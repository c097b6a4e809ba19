//! Nothing of the brief is lost: every number and every name in `tests/brief/` stands in the built pages of the report in
//! the repository. `tests/brief/README.md` describes the files and how they are compared.

use crate::html::{self, Block, plain};
use crate::support::{build, report, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ADVICE: &str = "mend the report in content/, or, when a row is wrong, tests/brief/";

/// The blocks of the pages that rows ask for, by the page's Markdown file.
struct Pages(BTreeMap<String, Vec<Block>>);

impl Pages {
    fn read(site: &Path, rows: &[Vec<String>], column: usize) -> Self {
        let pages = rows.iter().map(|row| row[column].clone());
        Self(pages.map(|page| (page.clone(), blocks_of(site, &page))).collect())
    }

    fn of(&self, page: &str) -> &[Block] {
        &self.0[page]
    }
}

#[test]
fn every_number_and_fact_of_the_brief_is_on_its_page() {
    let site = tempfile::tempdir().expect("a temporary folder");
    build(root(), site.path());
    let (numbers, facts) = (rows("numbers.tsv"), rows("facts.tsv"));
    let mut failures = missing_numbers(&Pages::read(site.path(), &numbers, 1), &numbers);
    failures.extend(missing_facts(&Pages::read(site.path(), &facts, 1), &facts));
    report(&failures, ADVICE);
}

fn missing_numbers(pages: &Pages, rows: &[Vec<String>]) -> Vec<String> {
    let missing = rows.iter().filter(|row| {
        let context: Vec<String> = row[2].split("; ").map(plain).collect();
        !pages.of(&row[1]).iter().any(|block| holds_number(block, &row[0], &context))
    });
    missing.map(|row| format!("{}: no block holds the number {} with: {}", row[1], row[0], row[2])).collect()
}

fn missing_facts(pages: &Pages, rows: &[Vec<String>]) -> Vec<String> {
    let missing =
        rows.iter().filter(|row| !pages.of(&row[1]).iter().any(|block| block.text.contains(&plain(&row[0]))));
    missing.map(|row| format!("{}: no block holds the {} {}", row[1], row[2], row[0])).collect()
}

fn holds_number(block: &Block, number: &str, context: &[String]) -> bool {
    if !context.iter().all(|words| block.text.contains(words)) {
        return false;
    }
    if let Some(place) = number.strip_suffix('.').and_then(|digits| digits.parse().ok()) {
        return block.ordinal == Some(place);
    }
    holds_whole(&block.text, &plain(&plain_digits(number)))
}

/// `¹` → `1`: the brief's superscript marks.
fn plain_digits(number: &str) -> String {
    number
        .chars()
        .map(|c| "¹²³⁴⁵".chars().zip('1'..).find(|(mark, _)| *mark == c).map_or(c, |(_, digit)| digit))
        .collect()
}

/// Whether `text` has `number` as a whole: no letter or digit beside it, and not within a longer number.
fn holds_whole(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(start, _)| {
        let mut before = text[..start].chars().rev();
        let mut after = text[start + number.len()..].chars();
        !joined(before.next(), before.next()) && !joined(after.next(), after.next())
    })
}

/// Whether the characters beside a number, the nearer one first, make it longer.
fn joined(near: Option<char>, far: Option<char>) -> bool {
    match near {
        Some('.' | ',') => far.is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/brief").join(name)).expect("the brief's data is read");
    let rows: Vec<Vec<String>> =
        text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    assert!(rows.len() > 100 && rows.iter().all(|row| row.len() == 3), "{name}: not a whole table");
    rows
}

fn blocks_of(site: &Path, page: &str) -> Vec<Block> {
    let stem = page.strip_suffix(".md").expect("a page is a Markdown file");
    let path = if stem == "index" { "index.html".to_owned() } else { format!("{stem}/index.html") };
    let text = fs::read_to_string(site.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    html::blocks(html::main_of(&text).unwrap_or_else(|| panic!("{path}: no <main>")))
}

#[test]
fn numbers_are_found_only_as_a_whole() {
    assert!(holds_whole("of 68% in 2024.", "68%") && holds_whole("of 68% in 2024.", "2024"));
    assert!(!holds_whole("6.0%", "6") && !holds_whole("12,000", "12") && !holds_whole("$118m", "18m"));
    assert!(!holds_whole("1200", "200") && holds_whole("about 200, or 3", "200"));
}

#[test]
fn list_items_are_found_by_their_place() {
    let block = Block { text: "benchmark obsession: mlperf".to_owned(), ordinal: Some(1) };
    let context = ["mlperf".to_owned()];
    assert!(holds_number(&block, "1.", &context) && !holds_number(&block, "2.", &context));
}
