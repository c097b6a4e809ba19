//! The gallery, `examples/gallery`: it builds without findings, shows the source of each chart below it, has a chart of
//! every type, and its drawings are those of `tests/gallery/`.
//!
//! A drawing there is the wide one, as the site offers it for download.

use crate::support::{difference, read_tree, relative, report, root, run, updating, write_tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const ADVICE: &str =
    "when the new output is right: UPDATE_EXPECTED=1 cargo test --test suite gallery, then read git diff";

fn gallery() -> PathBuf {
    root().join("examples/gallery")
}

#[test]
fn drawings_are_as_expected() {
    if updating() {
        show_sources();
    }
    let output = tempfile::tempdir().expect("a temporary folder");
    let site = output.path().join("site");
    let run = run(&gallery(), &["build", ".", "--output", &site.to_string_lossy(), "--no-cache", "--strict"]);
    assert_eq!(run.status, 0, "the gallery has findings:\n{}", run.stderr);
    let found = read_tree(&site.join("figures"));
    assert!(found.len() > 10, "the gallery has {} drawings", found.len());
    let folder = root().join("tests/gallery");
    if updating() {
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the old drawings are removed");
        }
        write_tree(&folder, &found);
    }
    let expected = read_tree(&folder);
    let mut failures: Vec<String> = expected
        .keys()
        .filter(|path| !found.contains_key(*path))
        .map(|path| format!("tests/gallery/{path}: expected, and not drawn any more"))
        .collect();
    for (path, bytes) in &found {
        let Some(before) = expected.get(path) else {
            failures.push(format!("tests/gallery/{path}: drawn, and not expected"));
            continue;
        };
        let (before, now) = (String::from_utf8_lossy(before), String::from_utf8_lossy(bytes));
        failures.extend(difference(&before, &now).map(|place| format!("tests/gallery/{path}: {place}")));
    }
    report(&failures, ADVICE);
}

#[test]
fn every_chart_is_followed_by_its_source() {
    if updating() {
        // `drawings_are_as_expected` writes them, before it builds.
        return;
    }
    let missing = |(path, text): (PathBuf, String)| {
        let place = difference(&with_sources(&text), &text)?;
        Some(format!("{}: {place}", relative(&path, root())))
    };
    let failures: Vec<String> = pages().into_iter().filter_map(missing).collect();
    report(&failures, "the block is shown again as `yaml` below it: UPDATE_EXPECTED=1 writes these copies");
}

#[test]
fn every_type_stands_in_the_gallery() {
    let shown: BTreeSet<String> = pages().iter().flat_map(|(_, text)| types(text)).collect();
    let known = known_types();
    assert!(known.len() > 8, "the types are not found: {known:?}");
    let missing: Vec<String> = known
        .into_iter()
        .filter(|name| !shown.contains(name))
        .map(|name| format!("no chart of type `{name}`"))
        .collect();
    report(&missing, "add one to a page of examples/gallery/content");
}

/// Writes the sources below the figures anew where they differ.
fn show_sources() {
    for (path, text) in pages() {
        let with_sources = with_sources(&text);
        if with_sources != text {
            fs::write(&path, with_sources).expect("a page is written");
        }
    }
}

/// The pages of the gallery with their texts.
fn pages() -> Vec<(PathBuf, String)> {
    let entries = walkdir::WalkDir::new(gallery().join("content")).sort_by_file_name();
    let paths = entries.into_iter().map(|entry| entry.expect("a folder is read").into_path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.map(|path| (path.clone(), fs::read_to_string(path).expect("a page is read"))).collect()
}

/// A figure's block in a page: its language, its body, and where the text after it begins.
fn blocks(text: &str) -> Vec<(&str, &str, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("\n```").map(|place| at + place + 4) {
        let body = open + text[open..].find('\n').map_or(0, |end| end + 1);
        let Some(end) = text[body..].find("```\n").map(|end| body + end) else { break };
        found.push((text[open..body].trim(), &text[body..end], end + 4));
        at = end + 3;
    }
    found
}

const SHOWN: [&str; 3] = ["chart", "echarts", "table"];

/// The page with a `yaml` block of the same body after each figure, in the place of the one that is there.
fn with_sources(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (language, body, end) in blocks(text) {
        if !SHOWN.contains(&language) {
            continue;
        }
        out.push_str(&text[at..end]);
        let language = if body.trim_start().starts_with('{') { "json" } else { "yaml" };
        out.push_str(&format!("\n```{language}\n{body}```\n"));
        at = end;
        let rest = text[end..].trim_start();
        if ["```yaml\n", "```json\n"].iter().any(|open| rest.starts_with(open)) {
            let start = text.len() - rest.len();
            at = start + 3 + rest[3..].find("```\n").map_or(0, |end| end + 4);
        }
    }
    out + &text[at..]
}

/// The types of a page's `chart` blocks.
fn types(text: &str) -> Vec<String> {
    let charts = blocks(text).into_iter().filter(|(language, ..)| *language == "chart");
    let type_of =
        |body: &str| body.lines().find_map(|line| Some(line.strip_prefix("type:")?.trim().to_owned()));
    charts.filter_map(|(_, body, _)| type_of(body)).collect()
}

/// The types that the program knows.
fn known_types() -> Vec<String> {
    sourcebook::model::TYPES.iter().map(|row| row.name.to_owned()).collect()
}

/// The series of ECharts 5.5 that need no functions; `custom` does.
const SERIES: [&str; 21] = [
    "line",
    "bar",
    "pie",
    "scatter",
    "effectScatter",
    "radar",
    "tree",
    "treemap",
    "sunburst",
    "boxplot",
    "candlestick",
    "heatmap",
    "map",
    "parallel",
    "lines",
    "graph",
    "sankey",
    "funnel",
    "gauge",
    "pictorialBar",
    "themeRiver",
];

#[test]
fn every_series_of_echarts_stands_in_the_gallery() {
    let pages = pages();
    let options =
        pages.iter().flat_map(|(_, text)| blocks(text)).filter(|(language, ..)| *language == "echarts");
    let bodies: Vec<&str> = options.map(|(_, body, _)| body).collect();
    let drawn = |name: &str| {
        let ends = [",", "}", "\n"].map(|end| format!("type: {name}{end}"));
        bodies.iter().any(|body| ends.iter().any(|end| body.contains(end)))
    };
    let missing: Vec<String> = SERIES
        .iter()
        .filter(|name| !drawn(name))
        .map(|name| format!("no `echarts` block of `{name}`"))
        .collect();
    report(&missing, "add one to examples/gallery/content/raw.md");
}

#[test]
fn sources_are_copied_below_their_figures() {
    let page =
        "# T\n\n```chart\ntype: bar\n```\n\n```yaml\nold: 1\n```\n\nText.\n\n```chart\ntype: line\n```\n";
    let expected = "# T\n\n```chart\ntype: bar\n```\n\n```yaml\ntype: bar\n```\n\nText.\n\n```chart\ntype: line\n```\n\n```yaml\ntype: line\n```\n";
    assert_eq!(with_sources(page), expected);
    assert_eq!(with_sources(expected), expected);
    assert_eq!(types(page), ["bar", "line"]);
}
