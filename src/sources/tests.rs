//! Registries from texts in memory.

use super::*;
use crate::diagnostics::Files;

struct Run {
    registry: SourceRegistry,
    findings: Vec<String>,
}

fn run(yaml: &str, bib: &str) -> Run {
    let mut files = Files::default();
    let yaml_file = files.add("content/sources.yaml", yaml);
    let bib_file = files.add("content/sources.bib", bib);
    let (registry, diagnostics) = parse(Some((yaml_file, yaml)), Some((bib_file, bib)));
    let shown = |d: &Diagnostic| {
        let span = d.primary.as_ref().map(|label| label.span).expect("every finding has a place");
        let file = files.get(span.file);
        let at = file.line_column(span.start as usize);
        let path = file.path.file_name().unwrap_or_default();
        let help = d.help.first().map(|help| format!(" ({help})")).unwrap_or_default();
        format!(
            "{path}:{}:{} {}: {} [{}]{help}",
            at.line,
            at.column,
            d.rule.name(),
            d.message,
            files.text(span)
        )
    };
    let findings = diagnostics.iter().map(shown).collect();
    for source in registry.iter() {
        assert_eq!(files.text(source.span), source.key, "the span is the key's");
    }
    Run { registry, findings }
}

const GOOD: &str = "tmtpost:\n  type: Report\n  title: A\n  author: TMTPost\n  date: 2025\n漢字:\n  type: web\n  title: { value: 'B $5M', verbatim: true }\n  url: https://example.org\n";
const BIB: &str = "@string{pub = {A Press}}\n@book{smith,\n  title = {Rare {Earths}},\n  author = {Smith, Jane and Doe, Al},\n  publisher = pub,\n  year = 2024\n}\n";

#[test]
fn both_files_make_one_registry() {
    let run = run(GOOD, BIB);
    assert_eq!(run.findings, Vec::<String>::new());
    assert_eq!(run.registry.keys().collect::<Vec<_>>(), ["tmtpost", "漢字", "smith"]);
    let smith = &run.registry.get("smith").expect("smith").entry;
    assert_eq!(smith.title().map(ToString::to_string).as_deref(), Some("Rare Earths"));
}

#[test]
fn keys_are_unique_across_files() {
    let again = "a:\n  type: Book\n  title: x\nb:\n  type: Misc\n  title: z\na:\n  type: Book\n  title: y\n";
    let found = run(again, "@misc{b,\n title = {x}}\n@misc{b,\n title = {y}}\n");
    assert_eq!(
        found.findings,
        [
            "sources.yaml:7:1 duplicate-source: two sources have the key `a`, expected a different one for each [a] (rename one of them, or remove it)",
            "sources.bib:1:7 duplicate-source: two sources have the key `b`, expected a different one for each [b] (rename one of them, or remove it)",
            "sources.bib:3:7 duplicate-source: two sources have the key `b`, expected a different one for each [b] (rename one of them, or remove it)",
        ]
    );
    assert_eq!(
        found.registry.get("a").and_then(|a| a.entry.title()).map(ToString::to_string).as_deref(),
        Some("x")
    );
}

#[test]
fn every_broken_entry_is_reported_and_the_others_stay() {
    let yaml = "a:\n  title: no type\nb:\n  type: Reprot\n  title: x\nc:\n  type: Web\n  titel: x\n  url: not a url\nd: 5\ne:\n  type: Book\n  title: fine\n  date: 2025-13\nf:\n  type: Book\n  title: good\n";
    let found = run(yaml, "");
    let starts = [
        "sources.yaml:8:3 invalid-sources: the source `c` has the field `titel`, which is not known [titel] (did you mean `title`?)",
        "sources.yaml:1:1 invalid-sources: the source `a` cannot be read: it has no `type` [a]",
        "sources.yaml:4:9 invalid-sources: the source `b` cannot be read: `Reprot` is not a type of source [Reprot] (did you mean `report`?)",
        "sources.yaml:9:8 invalid-sources: the source `c` cannot be read: `url`: ",
        "sources.yaml:10:1 invalid-sources: the source `d` cannot be read: it is a number, expected a mapping of fields [d]",
        "sources.yaml:14:9 invalid-sources: the source `e` cannot be read: `date`: ",
    ];
    assert_eq!(found.findings.len(), starts.len(), "{:#?}", found.findings);
    for (found, start) in found.findings.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
    assert_eq!(found.registry.keys().collect::<Vec<_>>(), ["f"]);
}

#[test]
fn broken_yaml_is_reported_by_piece() {
    let found = run("a:\n  type: [Book\nb:\n  type: Book\n  title: x\nc:\n type: 'open\n", "");
    assert_eq!(found.findings.len(), 2, "{:#?}", found.findings);
    assert!(
        found.findings[0].starts_with("sources.yaml:2:9 invalid-sources: this is not valid YAML"),
        "{:#?}",
        found.findings
    );
    assert_eq!(found.registry.keys().collect::<Vec<_>>(), ["b"]);
    assert_eq!(run("- a\n- b\n", "").findings.len(), 1);
    assert_eq!(run("", "").findings, Vec::<String>::new());
}

#[test]
fn broken_bibtex_is_reported_by_entry() {
    let bib = "@book{a,\n  title = {open,\n}\n@book{b,\n  title = {x}\n  year = {2024}\n}\n@misc{c, title = {fine}}\n";
    let found = run("", bib);
    assert_eq!(found.findings.len(), 2, "{:#?}", found.findings);
    assert!(found.findings[0].contains("the source `a` cannot be read"), "{:#?}", found.findings);
    assert!(
        found.findings[1].starts_with("sources.bib:6:3") && found.findings[1].contains("`b`"),
        "{:#?}",
        found.findings
    );
    assert_eq!(found.registry.keys().collect::<Vec<_>>(), ["c"]);
    assert_eq!(run("", "just words\n").findings.len(), 1);
}
