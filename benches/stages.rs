//! What each stage of a build takes, by itself: `cargo bench --bench stages`. Nothing in the tests depends on it.

#[path = "corpus/mod.rs"]
#[expect(dead_code, reason = "the program `corpus` uses the rest")]
mod corpus;

use camino::{Utf8Path, Utf8PathBuf};
use corpus::{Dialect, Extras};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use sourcebook::data::{self, DataFile};
use sourcebook::diagnostics::Files;
use sourcebook::facts::coverage::evidence;
use sourcebook::load::{self, Options};
use sourcebook::model::Locale;
use sourcebook::render::{self, AssetNames, RenderInput};
use sourcebook::resolve::expressions::Expressions;
use sourcebook::resolve::{self, Resolved};
use sourcebook::site::{self, Cache, Protected};
use sourcebook::{content, facts, syntax};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

/// Pages of the reports that are built whole.
const PAGES: usize = 100;

fn main() {
    divan::main();
}

/// A corpus on disk, and its path.
fn report(extras: Extras) -> (TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    corpus::write(folder.path(), PAGES, Dialect::Sourcebook, extras).expect("a corpus");
    let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a path in UTF-8");
    (folder, path)
}

fn resolved(extras: Extras) -> (TempDir, Resolved) {
    let (folder, path) = report(extras);
    let (report, found) = load::read(&path, &Options::default());
    assert!(!found.has_errors(), "{found:?}");
    let (resolved, found) = resolve::resolve(report);
    assert!(!found.has_errors(), "{found:?}");
    (folder, resolved)
}

#[divan::bench]
fn front_matter(bencher: Bencher<'_, '_>) {
    let text = "title: A page of the corpus\nsummary: What it says, in a sentence or two.\ndate: 2025-06-01\norder: 3\n";
    bencher.counter(BytesCount::of_str(text)).bench(|| syntax::yaml::parse(divan::black_box(text)));
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    let text = corpus::pages::body(1, Extras::None);
    let mut files = Files::default();
    let file = files.add("content/page.md", text.as_str());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| content::parse(file, Utf8Path::new("page.md"), divan::black_box(&text), "en"));
}

/// The floor's share of the same page.
#[divan::bench]
fn markdown_by_pulldown_alone(bencher: Bencher<'_, '_>) {
    let text = corpus::pages::body(1, Extras::None);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut html = String::with_capacity(text.len() * 2);
        let parser = pulldown_cmark::Parser::new_ext(divan::black_box(&text), pulldown_cmark::Options::all());
        pulldown_cmark::html::push_html(&mut html, parser);
        html
    });
}

#[divan::bench(args = [12, 10_000])]
fn data_typing(bencher: Bencher<'_, '_>, records: usize) {
    let csv = corpus::text::Writer::new(1).csv(records, 5);
    let data = [DataFile::new(Utf8Path::new("a.csv"), csv.as_bytes())];
    bencher
        .counter(BytesCount::of_str(&csv))
        .bench(|| data::parse(&mut Files::default(), Utf8Path::new("content/data"), divan::black_box(&data)));
}

#[divan::bench]
fn expressions(bencher: Bencher<'_, '_>) {
    let csv = corpus::pages::csv(1);
    let data = [DataFile::new(Utf8Path::new("p.csv"), csv.as_bytes())];
    let (datasets, _) = data::parse(&mut Files::default(), Utf8Path::new("content/data"), &data);
    let expressions = Expressions::new(Arc::new(datasets), Locale::of("en"));
    bencher
        .counter(ItemsCount::new(1_usize))
        .bench_local(|| expressions.evaluate(divan::black_box("data.p.K03[\"Value 2\"]")).expect("a value"));
}

#[divan::bench]
fn resolution(bencher: Bencher<'_, '_>) {
    let (_folder, path) = report(Extras::Values);
    let (report, _) = load::read(&path, &Options::default());
    bencher.counter(ItemsCount::new(PAGES)).with_inputs(|| report.clone()).bench_values(resolve::resolve);
}

#[divan::bench]
fn claims_and_checks(bencher: Bencher<'_, '_>) {
    let (_folder, resolved) = resolved(Extras::Values);
    bencher
        .counter(ItemsCount::new(PAGES))
        .bench(|| (facts::claims::verify(&resolved), sourcebook::check::run(&resolved)));
}

/// Pages as HTML: their text, and the templates around it.
#[divan::bench]
fn templates(bencher: Bencher<'_, '_>) {
    let (_folder, resolved) = resolved(Extras::Values);
    let (evidence, charts, assets) = (evidence(&resolved), BTreeMap::new(), AssetNames::default());
    let input = RenderInput { resolved: &resolved, evidence: &evidence, charts: &charts, assets: &assets };
    bencher.counter(ItemsCount::new(PAGES)).bench(|| render::pages(&input));
}

/// All files of a site, but for the writing.
#[divan::bench]
fn site_in_memory(bencher: Bencher<'_, '_>) {
    let (_folder, resolved) = resolved(Extras::Values);
    bencher
        .counter(ItemsCount::new(PAGES))
        .bench(|| site::make(&resolved, &evidence(&resolved), &Cache::none(), None));
}

#[divan::bench]
fn search_index(bencher: Bencher<'_, '_>) {
    let (_folder, resolved) = resolved(Extras::None);
    bencher.counter(ItemsCount::new(PAGES)).bench(|| site::search_index(&resolved));
}

#[divan::bench]
fn facts_json(bencher: Bencher<'_, '_>) {
    let (_folder, resolved) = resolved(Extras::Values);
    bencher.counter(ItemsCount::new(PAGES)).bench(|| site::facts_json(&resolved, &evidence(&resolved)));
}

#[divan::bench]
fn writing_all(bencher: Bencher<'_, '_>) {
    let (folder, resolved) = resolved(Extras::None);
    let (made, _) = site::make(&resolved, &evidence(&resolved), &Cache::none(), None);
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a path in UTF-8");
    let (content, templates, output) = (root.join("content"), root.join("templates"), root.join("output"));
    let protected = Protected { root: &root, content: &content, templates: &templates, home: None };
    bencher
        .counter(ItemsCount::new(made.len()))
        .with_inputs(|| {
            let _ = std::fs::remove_dir_all(&output);
        })
        .bench_values(|()| site::write(&made, &output, &protected).expect("written"));
}

#[divan::bench]
fn writing_nothing_new(bencher: Bencher<'_, '_>) {
    let (folder, resolved) = resolved(Extras::None);
    let (made, _) = site::make(&resolved, &evidence(&resolved), &Cache::none(), None);
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a path in UTF-8");
    let (content, templates, output) = (root.join("content"), root.join("templates"), root.join("output"));
    let protected = Protected { root: &root, content: &content, templates: &templates, home: None };
    site::write(&made, &output, &protected).expect("written");
    bencher
        .counter(ItemsCount::new(made.len()))
        .bench(|| site::write(&made, &output, &protected).expect("the same"));
}
