//! Each cell of each dataset of the report is changed, one at a time, and `check` has to name each sentence that is wrong then,
//! and no other.
//!
//! What is wrong is worked out here, not by the program: [`CLAIMS`] has the formula of every claim over data, written anew over
//! the digits of the cells, and the numbers for which its words hold by `docs/claims.md`; [`TRUTHS`], when the others hold. A claim that is missing there fails
//! the test. A changed key leaves every expression that names its record without one.

use crate::support::root;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use sourcebook::data::{self, DataFile};
use sourcebook::diagnostics::{Diagnostics, Severity, Span, rules};
use sourcebook::facts::claims;
use sourcebook::load::{self, Options};
use sourcebook::model::{Proof, Report};
use sourcebook::resolve;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

/// The digits of all cells, by dataset, record and field.
type Cells = BTreeMap<(String, String, String), f64>;
/// A formula over the digits: `$18M` is 18.
type Formula = fn(Cell<'_>) -> f64;
/// The same for what is true or false.
type Truth = fn(Cell<'_>) -> bool;
/// The digits of a cell, by dataset, record and field.
type Cell<'a> = &'a dyn Fn(&str, &str, &str) -> f64;

/// The words of each claim over data, its formula, and the least and the first too great number for which it holds.
const CLAIMS: &[(&str, Formula, f64, f64)] = &[
    ("\\$47.6M", |c| 70.0 * c("monetization", "U.S.", "Revenue Share") / 100.0, 47.55, 47.65),
    ("\\$4.0M", |c| 70.0 * c("monetization", "U.S.", "Revenue Share") / 1200.0, 3.95, 4.05),
    ("0.68", |c| c("exposure", "Overseas Revenue %", "MiniMax") / 100.0, 0.675, 0.685),
    ("\\$102.9M", |c| 7000.0 / c("exposure", "Overseas Revenue %", "MiniMax"), 102.85, 102.95),
    ("\\$8.6M", |c| 7000.0 / c("exposure", "Overseas Revenue %", "MiniMax") / 12.0, 8.55, 8.65),
    (
        "more than three times",
        |c| 28.0 / (7000.0 / c("exposure", "Overseas Revenue %", "MiniMax") / 12.0),
        3.0 + 1e-9,
        f64::INFINITY,
    ),
    ("about 40%", |c| 0.68 * (100.0 - c("conch-retention", "8", "Conch AI")), 38.0, 42.0 + 1e-9),
    ("4.79", |c| per_dollar(c, "U.S."), 4.785, 4.795),
    ("2.18", |c| per_dollar(c, "Japan"), 2.175, 2.185),
    ("10.83", |c| per_dollar(c, "SEA"), 10.825, 10.835),
    // `some` loosens by 5 %: 57.95 % to 64.05 %.
    ("some 61%", |c| users(c, "SEA"), 57.95, 64.05 + 1e-9),
    ("27%", |c| users(c, "U.S."), 26.5, 27.5),
    ("68%", |c| (100.0 + c("minerals", "Dysprosium", "Price Surge")) * 0.6 - 100.0, 67.5, 68.5),
    ("2.8", |c| (100.0 + c("minerals", "Dysprosium", "Price Surge")) / 100.0, 2.75, 2.85),
    ("1.68", |c| (100.0 + c("minerals", "Dysprosium", "Price Surge")) * 0.006, 1.675, 1.685),
    ("5+ years", |c| c("minerals", "Terbium", "Substitution Timeline"), 5.0, f64::INFINITY),
    ("12x", times, 11.5, 12.5),
    ("12 times", times, 11.5, 12.5),
    ("about 11 times", |c| times(c) - 1.0, 10.45, 11.55 + 1e-9),
    (
        "half",
        |c| 1.0 - c("retention", "Talkie", "8-Week Retention") / c("retention", "Talkie", "1-Week Retention"),
        0.475,
        0.525 + 1e-9,
    ),
];
/// The words of claims that are true or false, and when they are true.
const TRUTHS: &[(&str, Truth)] = &[
    ("had the most to lose", |c| leads(c, "Overseas Revenue %")),
    ("more MiniMax had at stake", |c| leads(c, "Overseas Revenue %")),
    ("leads its peers on every exposure measure", |c| EXPOSURE.iter().all(|m| leads(c, m))),
    ("highest in each", |c| EXPOSURE.iter().all(|m| leads(c, m))),
    ("most of Talkie's revenue", |c| c("monetization", "U.S.", "Revenue Share") > 50.0),
    ("more than", |c| after_a_week(c, "Talkie") > after_a_week(c, "Replika")),
    ("above", |c| after_a_week(c, "Talkie") > after_a_week(c, "Replika")),
    ("less than", |c| after_a_week(c, "Talkie") < after_a_week(c, "Character.ai")),
    ("best", |c| PLATFORMS.iter().all(|p| stayed(c, "Replika") >= stayed(c, p))),
    ("last", |c| PLATFORMS.iter().all(|p| stayed(c, "Talkie") <= stayed(c, p))),
    ("the steepest fall", |c| {
        let fall = |p| after_a_week(c, p) - stayed(c, p);
        ["Replika", "Character.ai"].iter().all(|p| fall("Talkie") > fall(p))
    }),
    ("kept more people", |c| emotion_orders(c)),
    ("rises with the emotional design score", |c| emotion_orders(c)),
    ("the order of 8-week retention", |c| emotion_orders(c)),
    ("The higher the emotional design score, the higher the 8-week\n  retention", |c| emotion_orders(c)),
    ("leads on every monetization measure", |c| {
        let at = |market, measure| c("monetization", market, measure);
        MONEY.iter().all(|m| at("U.S.", m) >= at("Japan", m) && at("U.S.", m) >= at("SEA", m))
    }),
    ("always in this order from high to\n  low", |c| {
        let at = |market, measure| c("monetization", market, measure);
        MONEY.iter().all(|m| at("U.S.", m) > at("Japan", m) && at("Japan", m) >= at("SEA", m))
    }),
    ("the thinnest stocks", |c| MINERALS.iter().all(|m| stocks(c, "Terbium") <= stocks(c, m))),
    ("rose most in price", |c| MINERALS.iter().all(|m| surge(c, "Terbium") >= surge(c, m))),
    ("rose most while stocks ran thinnest", |c| {
        let terbium = |m: &&str| stocks(c, "Terbium") <= stocks(c, m) && surge(c, "Terbium") >= surge(c, m);
        MINERALS.iter().all(terbium)
    }),
    ("the fewer days of inventory, the larger the surge in price", |c| minerals_order(c)),
    ("runs the other way", |c| minerals_order(c)),
    ("lost users faster than its\n  rivals", |c| {
        gap(c, "8", "Runway ML (2023)") > 0.0 && gap(c, "8", "Pika 1.0 (2024)") > 0.0
    }),
    ("widens over weeks 4-8", |c| {
        ["Runway ML (2023)", "Pika 1.0 (2024)"].iter().all(|t| gap(c, "8", t) > gap(c, "4", t))
    }),
    ("alone falls below half", |c| {
        let week = |tool| c("conch-retention", "8", tool);

        week("Conch AI") < 50.0 && week("Runway ML (2023)") >= 50.0 && week("Pika 1.0 (2024)") >= 50.0
    }),
    ("grew most", |c| {
        let delta = |metric| c("lift", metric, "Delta");
        LIFT.iter().all(|metric| delta("User-Generated Content") >= delta(metric))
    }),
    ("Every measure rose", |c| all_rose(c)),
    ("each rising", |c| all_rose(c)),
    ("same number", |c| {
        c("exposure", "Overseas Revenue %", "MiniMax") == c("monetization", "U.S.", "Revenue Share")
    }),
    ("same pair", |c| {
        let video = |tool| c("conch-retention", "8", tool);

        stayed(c, "Talkie") == video("Conch AI") && stayed(c, "Replika") == video("Runway ML (2023)")
    }),
    ("larger overseas share", |c| zhipu_to_baichuan(c, "Overseas Revenue %").is_gt()),
    ("lower risk index", |c| zhipu_to_baichuan(c, "Geopolitical Risk Index").is_lt()),
    ("lower compliance cost", |c| zhipu_to_baichuan(c, "Cross-border Data Compliance Cost").is_lt()),
];
const EXPOSURE: [&str; 3] =
    ["Overseas Revenue %", "Geopolitical Risk Index", "Cross-border Data Compliance Cost"];
const PLATFORMS: [&str; 3] = ["Talkie", "Replika", "Character.ai"];
const MONEY: [&str; 3] = ["Revenue Share", "ARPU", "User Lifetime Value"];
const MINERALS: [&str; 3] = ["Terbium", "Dysprosium", "Neodymium"];
const LIFT: [&str; 3] = ["Daily Bookings", "Conversion Rate", "User-Generated Content"];
/// Claims that count records, which no changed cell changes, or read a key.
const COUNTS: &[&str] = &["three", "eight", "two", "Three"];

fn leads(c: Cell<'_>, measure: &str) -> bool {
    ["Zhipu AI", "Baichuan"]
        .iter()
        .all(|peer| c("exposure", measure, "MiniMax") > c("exposure", measure, peer))
}

fn zhipu_to_baichuan(c: Cell<'_>, measure: &str) -> std::cmp::Ordering {
    c("exposure", measure, "Zhipu AI").total_cmp(&c("exposure", measure, "Baichuan"))
}

fn after_a_week(c: Cell<'_>, platform: &str) -> f64 {
    c("retention", platform, "1-Week Retention")
}

fn stayed(c: Cell<'_>, platform: &str) -> f64 {
    c("retention", platform, "8-Week Retention")
}

fn emotion_orders(c: Cell<'_>) -> bool {
    let score = |platform: &str| c("retention", platform, "Emotional Design Score");
    in_order(
        &PLATFORMS,
        |one, other| score(one).total_cmp(&score(other)),
        |one, other| stayed(c, one).total_cmp(&stayed(c, other)),
    )
}

fn surge(c: Cell<'_>, mineral: &str) -> f64 {
    c("minerals", mineral, "Price Surge")
}

fn stocks(c: Cell<'_>, mineral: &str) -> f64 {
    c("minerals", mineral, "Inventory Days")
}

fn minerals_order(c: Cell<'_>) -> bool {
    in_order(
        &MINERALS,
        |one, other| surge(c, one).total_cmp(&surge(c, other)),
        |one, other| stocks(c, other).total_cmp(&stocks(c, one)),
    )
}

fn gap(c: Cell<'_>, week: &str, tool: &str) -> f64 {
    c("conch-retention", week, tool) - c("conch-retention", week, "Conch AI")
}

fn all_rose(c: Cell<'_>) -> bool {
    LIFT.iter().all(|metric| c("lift", metric, "Post-Launch") > c("lift", metric, "Pre-Launch"))
}

/// Whether two orders of the names are the same.
fn in_order(
    names: &[&str],
    one: impl Fn(&str, &str) -> std::cmp::Ordering,
    other: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> bool {
    names.iter().all(|a| names.iter().all(|b| one(a, b) == other(a, b)))
}

fn per_dollar(c: Cell<'_>, market: &str) -> f64 {
    c("monetization", market, "Revenue Share") / c("monetization", market, "ARPU")
}

fn users(c: Cell<'_>, market: &str) -> f64 {
    let all: f64 = ["U.S.", "Japan", "SEA"].iter().map(|market| per_dollar(c, market)).sum();
    100.0 * per_dollar(c, market) / all
}

fn times(c: Cell<'_>) -> f64 {
    c("monetization", "U.S.", "ARPU") / c("monetization", "SEA", "ARPU")
}

/// The first number in digits of a text, and its place.
fn digits(text: &str) -> Option<(std::ops::Range<usize>, f64)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let range = start..length.map_or(text.len(), |length| start + length);
    let range = range.start..range.start + text[range.clone()].trim_end_matches(['.', ',']).len();
    Some((range.clone(), text[range].replace(',', "").parse().ok()?))
}

/// One changed cell.
struct Change {
    cell: (String, String, String),
    key: bool,
    span: Span,
    /// What stands in the file instead.
    text: String,
    /// Its digits.
    number: Option<f64>,
}

/// The changes of a report: numbers grow by a hundredth and threefold; keys and words get a letter.
fn changes(report: &Report) -> Vec<Change> {
    let mut changes = Vec::new();
    for (_, dataset) in report.datasets.iter() {
        for record in 0..dataset.len() {
            for (index, field) in dataset.fields().iter().enumerate() {
                let span = dataset.span(record, index);
                let written = report.files.text(span);
                let cell = (dataset.name().to_owned(), dataset.key_text(record), field.name.clone());
                let key = dataset.primary_key().contains(&index);
                let mut add = |text: String, number| {
                    changes.push(Change { cell: cell.clone(), key, span, text, number });
                };
                match digits(written).filter(|_| !key) {
                    Some((range, number)) => {
                        for factor in [1.01, 3.0] {
                            // A score stays within its scale: `26.1/10` is no score.
                            let most = written.split_once('/').and_then(|(_, of)| of.parse().ok());
                            let number = (number * factor * 100.0).round() / 100.0;
                            let number = number.min(most.unwrap_or(f64::INFINITY));
                            let mut text = written.to_owned();
                            text.replace_range(range.clone(), &number.to_string());
                            add(text, Some(number));
                        }
                    }
                    None => {
                        let last =
                            written.rfind(|c: char| c.is_ascii_alphanumeric()).expect("a cell has letters");
                        let more = if written.as_bytes()[last].is_ascii_digit() { '9' } else { 'x' };
                        let mut text = written.to_owned();
                        text.insert(last + 1, more);
                        add(text, None);
                    }
                }
            }
        }
    }
    changes
}

/// The report with one cell changed, and what `check` finds in the claims and expressions of its pages.
fn checked(
    report: &Report,
    files: &BTreeMap<Utf8PathBuf, Vec<u8>>,
    change: &Change,
) -> (Report, Diagnostics) {
    let mut report = report.clone();
    let path = report.files.get(change.span.file).path.clone();
    let mut changed = files.clone();
    let bytes = changed
        .iter_mut()
        .find(|(name, _)| path.as_str().ends_with(name.as_str()))
        .map(|(_, bytes)| bytes)
        .expect("the file of the cell");
    bytes.splice(change.span.range(), change.text.bytes());
    let list: Vec<DataFile<'_>> = changed.iter().map(|(path, bytes)| DataFile::new(path, bytes)).collect();
    let (datasets, _) = data::parse(&mut report.files, Utf8Path::new("content/data"), &list);
    report.datasets = Arc::new(datasets);
    let (resolved, mut found) = resolve::resolve(report);
    found.extend(claims::verify(&resolved));
    (resolved.report, found)
}

fn data_files() -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let folder = root().join("content/data");
    let entries = fs::read_dir(&folder).expect("the data folder is read");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
            (name.into(), fs::read(path).expect("a data file is read"))
        })
        .collect()
}

/// The words of claims, and the sources of other expressions, at whose places something was found.
fn named(report: &Report, found: &Diagnostics) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for diagnostic in found {
        // A figure without a source has none with another cell either.
        if diagnostic.severity != Severity::Error {
            continue;
        }
        let expected = [rules::CLAIM_MISMATCH, rules::UNDEFINED_RECORD];
        assert!(expected.contains(&diagnostic.rule), "{diagnostic:?}");
        let span = diagnostic.primary.as_ref().expect("a place").span;
        let within =
            |outer: Span| outer.file == span.file && outer.start <= span.start && span.end <= outer.end;
        let at = |page: &sourcebook::model::Page, outer: Span| {
            let file = report.files.get(page.file);
            format!(
                "{}:{} {}",
                file.path,
                file.line_column(outer.range().start).line,
                report.files.text(outer)
            )
        };
        for page in &report.pages {
            let claims = page.document.claims.iter().filter(|claim| within(claim.span));
            let expressions = page.document.expressions.iter().filter(|expression| within(expression.span));
            match diagnostic.rule == rules::CLAIM_MISMATCH {
                true => named.extend(claims.map(|claim| at(page, claim.text))),
                false => named.extend(expressions.map(|expression| at(page, expression.span))),
            }
        }
    }
    named
}

/// What has to be named after a change, by the formulas of this file.
fn expected(report: &Report, cells: &Cells, change: &Change) -> BTreeSet<String> {
    let (dataset, record, _) = &change.cell;
    let value = |d: &str, r: &str, f: &str| {
        let cell = (d.to_owned(), r.to_owned(), f.to_owned());
        match change.number {
            Some(number) if cell == change.cell => number,
            _ => *cells.get(&cell).unwrap_or_else(|| panic!("no cell {cell:?}")),
        }
    };
    let mut expected = BTreeSet::new();
    for page in &report.pages {
        let file = report.files.get(page.file);
        let at = |span: Span| {
            format!("{}:{} {}", file.path, file.line_column(span.range().start).line, report.files.text(span))
        };
        if change.key {
            for expression in &page.document.expressions {
                let source = &expression.source;
                let paths = [format!("data.{dataset}"), format!("data[\"{dataset}\"]")];
                let keys = [format!("[\"{record}\"]"), format!(".{record}")];
                if paths.iter().any(|path| keys.iter().any(|key| source.contains(&format!("{path}{key}")))) {
                    expected.insert(at(expression.span));
                }
            }
            continue;
        }
        for claim in &page.document.claims {
            let Proof::Expression(index) = claim.proof else { continue };
            let words = report.files.text(claim.text);
            if !page.document.expressions[index].source.contains("data") || COUNTS.contains(&words) {
                continue;
            }
            if let Some((_, truth)) = TRUTHS.iter().find(|(known, _)| *known == words) {
                if !truth(&value) {
                    expected.insert(at(claim.text));
                }
                continue;
            }
            let (_, formula, least, beyond) = CLAIMS
                .iter()
                .find(|(known, ..)| *known == words)
                .unwrap_or_else(|| panic!("{}: write the claim into CLAIMS", at(claim.text)));
            let number = formula(&value);
            if !(*least <= number && number < *beyond) {
                expected.insert(at(claim.text));
            }
        }
    }
    expected
}

#[test]
fn a_changed_cell_names_each_sentence_that_is_wrong_and_no_other() {
    let folder = Utf8Path::from_path(root()).expect("a path in UTF-8");
    let (report, found) = load::read(folder, &Options { drafts: false, base_url: None });
    assert!(!found.has_errors(), "{found:?}");
    let mut cells = Cells::new();
    for (_, dataset) in report.datasets.iter() {
        for record in 0..dataset.len() {
            for (index, field) in dataset.fields().iter().enumerate() {
                if let Some((_, number)) = digits(dataset.text(record, index)) {
                    let key = dataset.key_text(record);
                    cells.insert((dataset.name().to_owned(), key, field.name.clone()), number);
                }
            }
        }
    }
    let files = data_files();
    let changes = changes(&report);
    let of_cells: BTreeSet<_> = changes.iter().map(|change| &change.cell).collect();
    let all: usize = report.datasets.iter().map(|(_, dataset)| dataset.len() * dataset.fields().len()).sum();
    assert_eq!(of_cells.len(), all, "every cell is changed");
    let wrong: Vec<(String, usize)> = changes
        .par_iter()
        .map(|change| {
            let (checked, found) = checked(&report, &files, change);
            let (named, expected) = (named(&checked, &found), expected(&report, &cells, change));
            let what = format!("{:?} → {}", change.cell, change.text);
            let differs =
                (named != expected).then(|| format!("{what}: named {named:#?}, expected {expected:#?}"));
            (differs.unwrap_or_default(), expected.len())
        })
        .collect();
    let failures: Vec<&str> =
        wrong.iter().map(|(text, _)| text.as_str()).filter(|text| !text.is_empty()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let breaking = wrong.iter().filter(|(_, count)| *count > 0).count();
    assert!(breaking > 20, "only {breaking} of {} changes make a sentence wrong", changes.len());
}
