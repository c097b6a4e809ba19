//! Entries and notes in several styles.

use super::*;
use crate::diagnostics::Files;

const SOURCES: &str = "tmtpost:
  type: Report
  title: TMTPost AI Industry Report of MiniMax and the U.S. market
  author: TMTPost
  organization: TMTPost
  date: 2025
smith:
  type: Article
  title: 'Rare <b>earths</b> & MiniMax {in braces}'
  author: ['Smith, Jane', 'Doe, Al']
  date: 2024-03
  page-range: 4-9
  url: { value: 'https://example.org/a?b=1&c=2', date: 2025-01-01 }
  parent: { type: Periodical, title: Journal of iThings, volume: 3 }
evil:
  type: Web
  title: Click
  url: 'javascript:alert(1)'
wang:
  type: Book
  title: 中国稀土产业 MiniMax 研究
  author: '王, 小明'
  publisher: 商务印书馆
  date: 2023
  note: Second edition
";

fn registry() -> SourceRegistry {
    let mut files = Files::default();
    let file = files.add("content/sources.yaml", SOURCES);
    let (registry, diagnostics) = crate::sources::parse(Some((file, SOURCES)), None);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    registry
}

fn named(name: &str) -> Style {
    style(Some(name), None).expect(name)
}

#[test]
fn places_of_two_kinds_keep_their_words() {
    let registry = registry();
    let note = |locator| note(&registry, &named("chicago-notes"), "en", "tmtpost", Some(locator));
    for (locator, expected) in [
        ("ch. 4", ", chap. 4."),
        ("ch. 4, p. 5", ", ch. 4, p. 5."),
        ("sec. 3; fig. 2", ", sec. 3; fig. 2."),
        ("p. 4, fig. 2", ", 4, fig. 2."),
        ("pp. 3-5, 7", ", 3–5, 7."),
    ] {
        let note = note(locator);
        assert!(note.ends_with(expected), "{locator}: {note}");
    }
}

#[test]
fn notes_are_entries_without_their_numbers() {
    let registry = registry();
    let link = "<a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>";
    let title = "Rare &lt;b&gt;earths&lt;/b&gt; &amp; MiniMax in braces";
    let journal = "<em>Journal of iThings</em>";
    let note = |style: &str, key: &str, locator| note(&registry, &named(style), "en", key, locator);
    assert_eq!(
        note("ieee", "tmtpost", None),
        "TMTPost, “TMTPost AI Industry Report of MiniMax and the U.S. market,” 2025."
    );
    assert_eq!(
        note("ieee", "smith", Some("p. 4")),
        format!(
            "J. Smith and A. Doe, “{title},” {journal}, vol. 3, pp. 4–9, Mar. 2024, Accessed: Jan. 01, 2025. [Online]. Available: {link}, p. 4."
        )
    );
    assert_eq!(
        note("apa", "smith", None),
        format!("Smith, J., &amp; Doe, A. (2024). {title}. {journal}, <em>3</em>, 4–9. {link}")
    );
    assert_eq!(
        note("chicago-notes", "smith", Some("p. 4")),
        format!("Jane Smith and Al Doe, “{title},” {journal} 3 (March 2024): 4, {link}.")
    );
    assert_eq!(
        note("nature", "tmtpost", Some("Table <2>")),
        "TMTPost. <em>TMTPost AI Industry Report of MiniMax and the U.S. Market</em>. (2025), Table &lt;2&gt;."
    );
    assert_eq!(
        note("alphanumeric", "wang", None),
        "王小明, <em>中国稀土产业 MiniMax 研究</em>. 商务印书馆, 2023."
    );
    assert_eq!(note("ieee", "evil", None), "“Click.” [Online]. Available: javascript:alert(1)");
    assert_eq!(note("ieee", "nobody", None), "");
}

#[test]
fn every_style_keeps_brands_and_gives_safe_html() {
    let registry = registry();
    for archived in ArchivedStyle::all() {
        let name = archived.names()[0];
        let CslStyle::Independent(csl) = archived.get() else { continue };
        let style = Style::new(csl);
        let entries = entries(&registry, &style, "en");
        assert_eq!(entries.len(), 4, "{name}");
        for (key, html) in entries {
            let note = note(&registry, &style, "en", &key, Some("p. 4"));
            for html in [html, note] {
                assert!(
                    !html.contains("<b>") && !html.contains("style=") && !html.contains("href=\"javascript"),
                    "{name}: {html}"
                );
                assert!(!html.starts_with(['[', '1', '2', '3', '4', '.', ']']), "{name}: {html}");
                let upper = html.to_uppercase();
                for brand in ["MiniMax", "TMTPost", "iThings", "U.S."] {
                    // A style may leave a part out, or set it all in capitals; it may not change its letters.
                    let shouted = brand.to_uppercase();
                    let found = upper.matches(&shouted).count();
                    let as_shouted = if shouted == brand { 0 } else { html.matches(&shouted).count() };
                    let kept = html.matches(brand).count() + as_shouted;
                    assert_eq!(found, kept, "{name}: {html}");
                }
            }
        }
    }
}

#[test]
fn an_entry_that_a_style_leaves_empty_is_told_plainly() {
    let text = "dashboard:\n  type: Misc\n  title: Internal <Dashboard>\n  author: MiniMax\n";
    let mut files = Files::default();
    let file = files.add("content/sources.yaml", text);
    let (registry, _) = crate::sources::parse(Some((file, text)), None);
    let chicago = named("chicago-notes");
    let entries = entries(&registry, &chicago, "en");
    assert_eq!(entries, [("dashboard".to_owned(), "MiniMax, Internal &lt;Dashboard&gt;.".to_owned())]);
    let found = note(&registry, &chicago, "en", "dashboard", Some("p. 4"));
    assert_eq!(found, "MiniMax, “Internal &lt;dashboard&gt;,” n.d., 4.");
}

#[test]
fn languages_have_their_words() {
    let registry = registry();
    let ieee = named("ieee");
    assert!(note(&registry, &ieee, "de", "smith", None).contains("Smith und A. Doe"));
    for language in ["zh-Hant", "zh", "ja", "xx", "", "漢"] {
        assert!(
            note(&registry, &ieee, language, "wang", None).contains("中国稀土产业 MiniMax 研究"),
            "{language}"
        );
    }
}

#[test]
fn getters_give_plain_text() {
    let registry = registry();
    let joints = Style::default().joints("en");
    let short = |entry: &Entry| short(entry, &joints);
    let entry = |key: &str| &registry.get(key).expect(key).entry;
    assert_eq!(short(entry("tmtpost")), "TMTPost (2025)");
    assert_eq!(short(entry("smith")), "Smith and Doe (2024)");
    assert_eq!(short(entry("wang")), "王小明 (2023)");
    assert_eq!(short(entry("evil")), "Click");
    assert_eq!(title(entry("smith")), "Rare <b>earths</b> & MiniMax in braces");
    assert_eq!(url(entry("smith")).as_deref(), Some("https://example.org/a?b=1&c=2"));
    assert_eq!(url(entry("evil")), None);
    assert_eq!(entry_note(entry("wang")).as_deref(), Some("Second edition"));
}

#[test]
fn unknown_styles_name_the_nearest() {
    let fault = style(Some("chicago-note"), None).expect_err("no such style");
    assert_eq!(fault.message, "there is no citation style `chicago-note`");
    assert_eq!(fault.help.as_deref(), Some("did you mean `chicago-notes`?"));
    let fault = style(Some("zzzzzz"), None).expect_err("no such style");
    assert!(fault.help.is_some_and(|help| help.contains("`ieee`")));
    let fault = style(Some("x.csl"), Some("<style/>")).expect_err("no CSL");
    assert!(fault.message.starts_with("the citation style does not parse: "), "{}", fault.message);
}

#[test]
fn a_csl_file_is_a_style() {
    let csl = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>T</title><id>t</id><updated>2025-01-01T00:00:00+00:00</updated></info>
      <citation><layout><text variable="citation-number"/></layout></citation>
      <bibliography><layout suffix="."><text variable="citation-number" prefix="(" suffix=") "/><text variable="title" text-case="title" font-weight="bold"/></layout></bibliography></style>"#;
    let style = style(None, Some(csl)).expect("a style");
    assert_eq!(
        note(&registry(), &style, "en", "tmtpost", Some("p. 4.")),
        "<strong>TMTPost AI Industry Report of MiniMax and the U.S. Market</strong>, p. 4."
    );
}

fn read(text: &str) -> SourceRegistry {
    let mut files = Files::default();
    let file = files.add("content/sources.yaml", text);
    let (registry, diagnostics) = crate::sources::parse(Some((file, text)), None);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    registry
}

#[test]
fn source_lines_join_names_in_their_language() {
    let text = "a: { type: Web, title: T, author: ['王, 小明', '李, 四'], date: 2024 }
b: { type: Web, title: T, author: ['Smith, Jane', 'Doe, Al'], date: 2024 }
c: { type: Web, title: T, author: ['王, 小明', '李, 四', '张, 三'], date: 2024 }
d: { type: Web, title: T, author: ['Smith, Jane', 'Doe, Al', 'Roe, B'], date: 2024 }
e: { type: Web, title: T, author: ['김, 철수', '박, 영'], date: 2024 }
";
    let registry = read(text);
    let lines = |language: &str| -> Vec<String> {
        let joints = Style::default().joints(language);
        registry.iter().map(|source| short(&source.entry, &joints)).collect()
    };
    let years = |names: [&str; 5]| names.map(|name| format!("{name} (2024)")).to_vec();
    assert_eq!(
        lines("en"),
        years(["王小明 and 李四", "Smith and Doe", "王小明 et al.", "Smith et al.", "김 and 박"])
    );
    assert_eq!(lines("xx"), lines("en"));
    assert_eq!(lines("zh"), years(["王小明和李四", "Smith 和 Doe", "王小明等", "Smith 等", "김 和 박"]));
    assert_eq!(lines("ja"), years(["王小明と李四", "Smith と Doe", "王小明ほか", "Smith ほか", "김 と 박"]));
    assert_eq!(lines("ko")[4], "김과 박 (2024)");
    assert_eq!(lines("ko")[3], "Smith 외 (2024)");
    for (language, line) in [
        ("de", "Smith und Doe (2024)"),
        ("de-AT", "Smith und Doe (2024)"),
        ("fr", "Smith et Doe (2024)"),
        ("es", "Smith y Doe (2024)"),
        ("it", "Smith e Doe (2024)"),
        ("pt", "Smith e Doe (2024)"),
        ("nl", "Smith en Doe (2024)"),
        ("ar", "Smith وDoe (2024)"),
    ] {
        assert_eq!(lines(language)[1], line, "{language}");
    }
}

#[test]
fn organisations_are_printed_whole() {
    let registry = read(
        "a: { type: Web, title: T, author: Bank of England, date: 2025 }
b: { type: Web, title: T, author: deutsche bahn ag, date: 2025 }
c: { type: Web, title: T, author: Deutsches Institut für Normung e. V., date: 2025 }
",
    );
    for style in ["apa", "chicago-notes", "ieee", "nature"] {
        let told = |key: &str| note(&registry, &named(style), "en", key, None);
        assert!(told("a").contains("Bank of England"), "{style}: {}", told("a"));
        assert!(told("b").contains("deutsche bahn ag"), "{style}: {}", told("b"));
        assert!(told("c").contains("Deutsches Institut für Normung e. V."), "{style}: {}", told("c"));
    }
    let line = short(&registry.get("b").expect("b").entry, &Style::default().joints("en"));
    assert_eq!(line, "deutsche bahn ag (2025)");
}

#[test]
fn title_case_keeps_capitals_and_small_words() {
    let registry = read(
        "a: { type: Web, title: GDP, date: 2025 }
b: { type: Web, title: The GDP of the USA, date: 2025 }
c: { type: Web, title: THE GREAT CRISIS, date: 2025 }
d: { type: Web, title: sales of the App Store in MiniMax AI markets, date: 2025 }
",
    );
    let told = |key: &str| {
        let html = note(&registry, &named("chicago-notes"), "en", key, None);
        html.split(['“', '”']).nth(1).unwrap_or_default().trim_end_matches([',', '.']).to_owned()
    };
    assert_eq!(told("a"), "GDP");
    assert_eq!(told("b"), "The GDP of the USA");
    assert_eq!(told("c"), "THE GREAT CRISIS");
    assert_eq!(told("d"), "Sales of the App Store in MiniMax AI Markets");
}

#[test]
fn no_comma_stands_before_another_mark() {
    let registry = read(
        "a: { type: Web, title: iPhone sales, author: BBC, date: 2025, url: 'https://x.org/a,,b,.c' }
",
    );
    let apa = note(&registry, &named("apa"), "en", "a", None);
    assert_eq!(
        apa,
        "BBC. (2025). <em>iPhone sales</em>. <a href=\"https://x.org/a,,b,.c\">https://x.org/a,,b,.c</a>"
    );
    for place in [".", ",", " . "] {
        assert_eq!(note(&registry, &named("apa"), "en", "a", Some(place)), apa);
    }
    let chicago = |place| note(&registry, &named("chicago-notes"), "en", "a", place);
    assert_eq!(chicago(Some(".")), chicago(None));
    for style in ArchivedStyle::all() {
        let Ok(style) = archived(*style) else { continue };
        let html = note(&registry, &style, "en", "a", None).replace("a,,b,.c", "");
        assert!(![",)", ",.", ",,"].iter().any(|stray| html.contains(stray)), "{html}");
    }
}

#[test]
fn styles_without_a_form_of_names_print_authors() {
    let registry = registry();
    let names =
        ["vancouver", "vancouver-superscript", "nlm-citation-sequence", "nlm-citation-sequence-superscript"];
    for style in names {
        let html = note(&registry, &named(style), "en", "smith", None);
        assert!(html.starts_with("Smith J, Doe A. Rare &lt;b&gt;earths"), "{style}: {html}");
    }
}

#[test]
fn others_are_told_by_the_term_of_the_language() {
    let registry = read(
        "a: { type: Web, title: T, author: ['Smith, Jane', 'Doe, Al', others], date: 2025 }
b: { type: Web, title: T, author: ['Smith, Jane', others], date: 2025 }
",
    );
    for (style, language, many, one) in [
        ("ieee", "en", "J. Smith, A. Doe, et al., “T.”", "J. Smith et al., “T.”"),
        ("ieee", "de", "J. Smith, A. Doe, u.\u{a0}a.", "J. Smith u.\u{a0}a."),
        ("apa", "en", "Smith, J., Doe, A., et al. (2025)", "Smith, J., et al. (2025)"),
        ("nature", "en", "Smith, J., Doe, A. et al. ", "Smith, J. et al. "),
        ("vancouver", "en", "Smith J, Doe A, et al. ", "Smith J, et al. "),
        ("chicago-notes", "en", "Jane Smith et al., “T,”", "Jane Smith et al., “T,”"),
    ] {
        for (key, start) in [("a", many), ("b", one)] {
            let html = note(&registry, &named(style), language, key, None);
            assert!(html.starts_with(start), "{style}: {html}");
        }
    }
    assert_eq!(
        short(&registry.get("b").expect("b").entry, &Style::default().joints("en")),
        "Smith et al. (2025)"
    );
    for style in ArchivedStyle::all() {
        let Ok(style) = archived(*style) else { continue };
        let html: String = entries(&registry, &style, "en").into_iter().map(|(_, html)| html).collect();
        assert!(!html.contains("others") && !html.contains('\u{FDD3}'), "{html}");
    }
}

#[test]
fn a_small_word_behind_an_abbreviation_begins_no_sentence() {
    let registry = read(
        "a: { type: Article, title: T, date: 2025, parent: { type: Periodical, title: Proc. of the Royal Soc. of London } }
",
    );
    for style in ["apa", "chicago-notes", "ieee"] {
        let html = note(&registry, &named(style), "en", "a", None);
        assert!(html.contains("Proc. of the Royal Soc. of London"), "{style}: {html}");
    }
}
