//! What `check` adds to the reading of a report with 1,000 pages and 62,000 numbers: `cargo bench --bench check`.
//!
//! Every page has sixty-two numbers in its text: computed, checked, cited and unsupported ones, with years and names between them that are
//! no facts, a Markdown table, and the data of one of twenty datasets.

use sourcebook::facts::{claims, contradictions, coverage};
use sourcebook::load::{self, Options};
use sourcebook::resolve::{self, Resolved};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

const PAGES: usize = 1_000;
const DATASETS: usize = 20;
const RECORDS: usize = 50;

fn main() {
    divan::main();
}

/// The report, read and resolved once.
fn report() -> &'static Resolved {
    static REPORT: OnceLock<(TempDir, Resolved)> = OnceLock::new();
    let (_, resolved) = REPORT.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path());
        let root = folder.path().try_into().expect("a path in UTF-8");
        let (report, found) = load::read(root, &Options { drafts: false, base_url: None });
        assert!(!found.has_errors(), "{found:?}");
        let (resolved, found) = resolve::resolve(report);
        assert!(!found.has_errors(), "{found:?}");
        let numbers = coverage::evidence(&resolved).facts();
        assert!((50_000..=65_000).contains(&numbers), "{numbers} numbers");
        (folder, resolved)
    });
    resolved
}

/// Everything that `check` does when the report has been read and resolved.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn whole(bencher: divan::Bencher<'_, '_>) {
    let resolved = report();
    bencher.bench(|| {
        let found = claims::verify(resolved);
        let coverage = coverage::coverage(resolved);
        (found, contradictions::find(resolved, &coverage), sourcebook::check::run(resolved))
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn claims_are_verified(bencher: divan::Bencher<'_, '_>) {
    let resolved = report();
    bencher.bench(|| claims::verify(resolved));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn numbers_are_found(bencher: divan::Bencher<'_, '_>) {
    let resolved = report();
    bencher.bench(|| coverage::evidence(resolved));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn candidates_are_found(bencher: divan::Bencher<'_, '_>) {
    let resolved = report();
    let evidence = coverage::evidence(resolved);
    bencher
        .with_inputs(|| evidence.clone())
        .bench_values(|evidence| coverage::with_candidates(resolved, evidence, coverage::Scope::Page));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn contradictions_are_found(bencher: divan::Bencher<'_, '_>) {
    let resolved = report();
    let coverage = coverage::coverage(resolved);
    bencher.bench(|| contradictions::find(resolved, &coverage));
}

fn write(folder: &Path) {
    let content = folder.join("content");
    fs::create_dir_all(content.join("data")).expect("a folder is made");
    let put = |path: &Path, text: &str| fs::write(path, text).expect("a file is written");
    put(&folder.join("sourcebook.toml"), "title = \"Report\"\n");
    put(&content.join("index.md"), "# Report\n");
    put(&content.join("sources.yaml"), "survey:\n  type: Report\n  title: Survey\n  date: 2025\n");
    for dataset in 0..DATASETS {
        let mut text = String::from("Region,Share of sales,Revenue,Visitors\n");
        for record in 0..RECORDS {
            let (share, revenue, visitors) = values(dataset, record);
            let _ = writeln!(text, "Region {record},{share}%,${revenue}M,{visitors}");
        }
        put(&content.join(format!("data/d{dataset}.csv")), &text);
    }
    for page in 0..PAGES {
        put(&content.join(format!("page-{page}.md")), &text(page));
    }
}

fn values(dataset: usize, record: usize) -> (usize, usize, usize) {
    let seed = dataset * 131 + record * 17;
    (seed % 97 + 1, seed % 311 + 2, seed * 37 % 90_000 + 1_000)
}

/// A page of fifty numbers.
fn text(page: usize) -> String {
    let dataset = page % DATASETS;
    let mut text = format!("# Page {page}\n\n");
    for part in 0..5 {
        let record = (page + part * 7) % RECORDS;
        let (share, revenue, visitors) = values(dataset, record);
        let cell = |field: &str| format!("data.d{dataset}[\"Region {record}\"][\"{field}\"]");
        let _ = write!(
            text,
            "## Part {part} of the review\n\n\
            In 2024 the share of sales in Region {record} stood at [{share}%]{{= {} }}, and revenue came to {{{{ {} }}}} in Q3 2025. \
            The F-35 programme had {visitors} visitors. Costs rose by {}.{}% to \\${}M, of which about two-thirds were wages [@survey]. \
            The survey of {} firms in {} countries found that {}% of them plan to move 3–5 plants within {} months.\n\n\
            | Region | Cost |\n|---|---|\n| North {page} | {} kg |\n\n",
            cell("Share of sales"),
            cell("Revenue"),
            part + 2,
            page % 10,
            revenue + part,
            1_200 + page,
            part + 12,
            (page * 7 + part) % 99 + 1,
            part + 6,
            page * 3 + part + 100,
        );
    }
    text
}
