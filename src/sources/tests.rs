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
        assert_eq!(files.text(source.span).trim_matches(['"', '\'']), source.key, "the span is the key's");
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
        "sources.yaml:9:8 invalid-sources: the source `c` cannot be read: `url`: relative URL without a base",
        "sources.yaml:10:1 invalid-sources: the source `d` cannot be read: it is a number, expected a mapping of fields [d]",
        "sources.yaml:14:9 invalid-sources: the source `e` cannot be read: `date`: month not in interval 1-12",
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

/// Hayagriva's own words of an entry's fields that matter here.
fn entry(yaml: &str, bib: &str) -> ::hayagriva::Entry {
    let run = run(yaml, bib);
    assert_eq!(run.findings, Vec::<String>::new());
    run.registry.iter().next().expect("a source").entry.clone()
}

#[test]
fn organisations_with_lower_case_words_keep_their_names() {
    let name = |author: &str| {
        let entry = entry(&format!("a:\n  type: Web\n  title: T\n  author: '{author}'\n"), "");
        let one = entry.authors().expect("an author")[0].clone();
        (one.name, one.prefix, one.given_name)
    };
    let organisations = [
        "Bank of England",
        "Deutsches Institut für Normung e. V.",
        "deutsche bahn ag",
        "van Beethoven",
        "BBC",
    ];
    for whole in organisations {
        assert_eq!(name(whole), (whole.to_owned(), None, None));
    }
    let given = |name: &str| Some(name.to_owned());
    assert_eq!(name("van Beethoven, Ludwig"), ("Beethoven".to_owned(), given("van"), given("Ludwig")));
    let editor = entry("a: { type: Book, title: T, parent: { type: Book, editor: Bank of Japan } }\n", "");
    assert_eq!(editor.parents()[0].editors().expect("an editor")[0].name, "Bank of Japan");
}

#[test]
fn bibtex_entries_are_found_by_their_braces() {
    let keys = |bib: &str| {
        let run = run("", bib);
        assert_eq!(run.findings, Vec::<String>::new(), "{bib}");
        run.registry.keys().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(keys("@misc{a, title={A}} @misc{b, title={B}}"), ["a", "b"]);
    assert_eq!(keys("@comment{\n@misc{a, title={A}, note={n}}\n}\n@misc{b, title={B}}"), ["b"]);
    assert_eq!(keys("@misc{a, abstract={x\n@misc{zz, title={no}}\n}, title={A}}\n"), ["a"]);
    assert_eq!(keys("mail me@x.org {or} % @misc{n, title={N}}\n@misc{a, title={\\{ \"A\"}}"), ["a"]);
    assert_eq!(
        keys("@misc{a,% a brace }\n title=\"A {} b\", % }\n year=2020}\n@misc{b, title={B}}"),
        ["a", "b"]
    );
    assert_eq!(keys("@comment{it's \"so} @misc{a, title={A}}"), ["a"]);
    let broken = run("", "@misc{a, title={A}\n@misc{b, title={B}}\n  @misc{c, title={C}}");
    assert_eq!(broken.registry.keys().collect::<Vec<_>>(), ["b", "c"]);
    assert!(broken.findings[0].contains("`a` cannot be read"), "{:?}", broken.findings);
}

#[test]
fn keys_that_no_citation_can_name_are_reported() {
    let yaml = "sp ace: { type: Web, title: A }\nfig-x: { type: Web, title: B }\n\"O'Neil\": { type: Web, title: C }\n\"a[1];\": { type: Web, title: D }\n";
    let found = run(yaml, "@misc{b c, title={B}}\n@misc{a., title={C}}\n");
    let starts = [
        "sources.yaml:1:1 invalid-sources: no citation can name the key `sp ace` [sp ace] (write it without blanks, brackets, braces and semicolons: `sp-ace`)",
        "sources.yaml:2:1 invalid-sources: no citation can name the key `fig-x`, which begins like",
        "sources.yaml:4:1 invalid-sources: no citation can name the key `a[1];` ",
        "sources.bib:1:7 invalid-sources: no citation can name the key `b c` ",
    ];
    assert_eq!(found.findings.len(), starts.len(), "{:#?}", found.findings);
    for (found, start) in found.findings.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
    assert_eq!(found.registry.keys().collect::<Vec<_>>(), ["O'Neil", "a."]);
}

#[test]
fn a_doi_may_be_written_as_an_address() {
    for written in
        ["10.5/c", "https://doi.org/10.5/c", "http://dx.doi.org/10.5/c", "DOI: 10.5/c", "doi:10.5/c"]
    {
        let yaml = format!("a:\n  type: Article\n  title: T\n  serial-number: {{ doi: '{written}' }}\n");
        assert_eq!(entry(&yaml, "").doi(), Some("10.5/c"), "{written}");
        let bib = format!("@article{{a, title={{T}}, doi={{{written}}}}}");
        assert_eq!(entry("", &bib).doi(), Some("10.5/c"), "{written}");
    }
}

#[test]
fn addresses_in_bibtex_are_read() {
    let url = |field: &str| {
        let entry = entry("", &format!("@misc{{a, title={{T}}, {field}, year=2020}}"));
        entry.url().map(|url| url.value.to_string())
    };
    let address = Some("https://x.org/a_b".to_owned());
    for field in [
        "url={https://x.org/a_b}",
        "url={\\url{https://x.org/a_b}}",
        "url=\"\\url{https://x.org/a_b}\"",
        "howpublished={\\url{https://x.org/a_b}}",
        "HowPublished = {Online: \\url{https://x.org/a_b}.}",
        "howpublished={https://x.org/a_b}",
    ] {
        assert_eq!(url(field), address, "{field}");
    }
    assert_eq!(url("howpublished={Mimeo}"), None);
    let note = |bib: &str| entry("", bib).note().map(ToString::to_string);
    let around = note("@misc{a, title={T}, howpublished={Press release, see \\url{https://x.org/a_b}.}}");
    assert_eq!(around.as_deref(), Some("Press release, see https://x.org/a_b."));
    assert_eq!(note("@misc{a, title={T}, howpublished={\\url{https://x.org/a_b}}}"), None);
    assert_eq!(url("url={https://x.org/a_b}, howpublished={\\url{https://y.org}}"), address);
    let found = run("", "@misc{a, title={A}, url={www.x.org}}");
    assert_eq!(
        found.findings,
        [
            "sources.bib:1:26 invalid-sources: the source `a` cannot be read: `url`: `www.x.org` is no address [www.x.org] (begin it with `https://`)"
        ]
    );
}

#[test]
fn institutions_publish_their_reports_and_theses() {
    for (kind, field) in [("techreport", "institution"), ("phdthesis", "school"), ("report", "institution")] {
        let entry = entry(
            "",
            &format!("@{kind}{{a, title={{T}}, {field}={{A Place}}, address={{Bonn}}, year=2020}}"),
        );
        let publisher = entry.publisher().expect(kind);
        assert_eq!(publisher.name().map(ToString::to_string).as_deref(), Some("A Place"), "{kind}");
        assert_eq!(publisher.location().map(ToString::to_string).as_deref(), Some("Bonn"), "{kind}");
    }
}

#[test]
fn every_unknown_field_is_reported_with_the_name_it_has_here() {
    let yaml = "a:\n  type: Article\n  title: T\n  journal: J\n  doi: 10.5/c\n  year: 2020\n  pages: 3\n  accessed: 2020-01-01\n  zzzzzz: 1\n  parent: { type: Web, container-title: X, parent: { tytle: Y } }\n";
    let found = run(yaml, "");
    let helps = [
        ("journal", "parent: { type: Periodical"),
        ("doi", "serial-number: { doi: … }"),
        ("year", "date: 2024"),
        ("pages", "page-range"),
        ("accessed", "url: { value"),
        ("zzzzzz", "known: "),
        ("container-title", "parent: {"),
        ("tytle", "title"),
    ];
    let unknown: Vec<&String> =
        found.findings.iter().filter(|text| text.contains("which is not known")).collect();
    assert_eq!(unknown.len(), helps.len(), "{:#?}", found.findings);
    for (found, (field, help)) in unknown.iter().zip(helps) {
        assert!(found.contains(&format!("has the field `{field}`")) && found.contains(help), "{found}");
    }
}

#[test]
fn faults_in_bibtex_name_their_fields() {
    let found = run("", "@misc{a, title={A}, year={n.d.}}\n@misc{b, title={B}, year=2020, month={5 June}}\n");
    assert_eq!(found.findings.len(), 2, "{:#?}", found.findings);
    let starts = [
        "sources.bib:1:27 invalid-sources: the source `a` cannot be read: `year`: ",
        "sources.bib:2:39 invalid-sources: the source `b` cannot be read: `month`: ",
    ];
    for ((found, start), value) in found.findings.iter().zip(starts).zip(["[n.d.]", "[5 June]"]) {
        assert!(
            found.starts_with(start) && found.contains(value) && found.contains("write a year as"),
            "{found}"
        );
    }
}

#[test]
fn keys_of_broken_sources_are_declared() {
    let found = run(
        "a:\n  type: Reprot\nb:\n  type: [x\n'c':\n  type: Web\n",
        "@misc{d, title={}\n@misc{e, title={E}}\n",
    );
    for key in ["a", "b", "c", "d", "e"] {
        assert!(found.registry.declares(key), "{key}");
    }
    assert!(!found.registry.declares("f"));
    assert!(found.registry.get("a").is_none() && found.registry.get("d").is_none());
}

#[test]
fn sources_in_the_format_of_csl_are_called_by_their_name() {
    let json = r#"[{"id": "a", "type": "book", "title": "T"}, {"id": "b", "type": "book"}]"#;
    let yaml = "---\nreferences:\n- id: a\n  type: book\n  title: T\n- {id: b, type: book}\n...\n";
    for (text, name) in [(json, "CSL-JSON"), (yaml, "CSL-YAML")] {
        let found = run(text, "");
        assert_eq!(found.findings.len(), 1, "{:#?}", found.findings);
        assert!(found.findings[0].contains(&format!("these sources are {name}")), "{:#?}", found.findings);
        assert!(found.registry.declares("a") && found.registry.declares("b"));
    }
}

#[test]
fn tex_in_bibtex_is_made_readable() {
    let bib = "@article{a, title={Growth of CO$_2$ in m$^3$}, author={Doe, J.~R.}, journal={Phys. \\emph{Rev.}}, note={H\\textsubscript{2}O}, year=2020}";
    let entry = entry("", bib);
    let text = |text: Option<&::hayagriva::types::FormatString>| text.map(ToString::to_string);
    assert_eq!(text(entry.title()).as_deref(), Some("Growth of CO₂ in m³"));
    assert_eq!(text(entry.note()).as_deref(), Some("H₂O"));
    assert_eq!(text(entry.parents()[0].title()).as_deref(), Some("Phys. Rev."));
    assert_eq!(entry.authors().expect("an author")[0].given_name.as_deref(), Some("J. R."));
}

#[test]
fn braces_may_be_nested_so_deep_only() {
    let nested = |depth: usize| format!("{}x{}", "{".repeat(depth), "}".repeat(depth));
    let bib = format!(
        "@misc{{a, title={}}}\n@misc{{b, title={}}}\n@misc{{c, title={{$_{}$}}}}",
        nested(90),
        nested(200_000),
        nested(200_000)
    );
    let run = run("", &bib);
    let finding = "invalid-sources: braces are nested deeper than 100 [{] (close every brace and quote, and put a comma between fields)";
    assert_eq!(run.findings, ["2:115", "3:117"].map(|place| format!("sources.bib:{place} {finding}")));
    assert!(run.registry.get("a").is_some() && run.registry.get("b").is_none());
}
