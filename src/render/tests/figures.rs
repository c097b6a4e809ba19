//! Figures, tables, key figures and their files.

use super::build::{Build, bound};
use crate::diagnostics::Spanned;
use crate::model::PageId;
use crate::model::{Asset, ChartSpec, ChartType, Column, FigureKind, KeyFigure, MarkdownTable, TableSpec};
use crate::render::{figure_csv, figure_files};

fn chart(build: &mut Build) -> FigureKind {
    let span = build.span();
    let field = |name: &str| Spanned::new(name.to_owned(), span);
    FigureKind::Chart(Box::new(ChartSpec {
        chart_type: Spanned::new(ChartType::Bar, span),
        incomplete: false,
        data: field("d"),
        x: None,
        y: vec![field("Share")],
        series: None,
        extras: Vec::new(),
        filter: None,
        sort: Vec::new(),
        limit: None,
        shape: crate::model::Shape::default(),
        stack: crate::model::Stack::Off,
        horizontal: false,
        panels: None,
        annotations: Vec::new(),
        labels: None,
        highlight: None,
        height: None,
        options: serde_json::Map::new(),
    }))
}

fn table(build: &mut Build, columns: &[(&str, Option<&str>)]) -> TableSpec {
    let columns = columns
        .iter()
        .map(|(field, title)| Column { field: build.spanned(field), title: title.map(str::to_owned) });
    let columns = columns.collect();
    TableSpec {
        data: build.spanned("d"),
        columns,
        filter: None,
        sort: Vec::new(),
        limit: None,
        shape: crate::model::Shape::default(),
        total: false,
        bars: Vec::new(),
        sparklines: Vec::new(),
        highlight: Vec::new(),
    }
}

const FIELDS: [(&str, &str); 3] = [("Who", ""), ("Share", "%"), ("Price", "$")];
const RECORDS: [&[&str]; 3] = [&["A \"<\"", "60%", "$1,000.5"], &["B, b", "30%", "$500"], &["C", "", "$2"]];

#[test]
fn a_chart_has_two_named_pictures_its_data_and_downloads() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    build.resolved.report.assets.push(Asset { path: "data/d.csv".into(), bytes: [].as_slice().into() });
    let kind = chart(&mut build);
    let (title, note) = (build.text("Up & <up>"), build.text("est."));
    let figure = build.figure(kind, "fig-a", Some(dataset));
    (figure.title, figure.note) = (Some(title), Some(note));
    build.figure_source(Some("k"), "K (2025)", None);
    build.figure_source(None, "Elsewhere", Some("https://e.org/?a&b"));
    build.figure_source(None, "Bad", Some("javascript:x"));
    build.draw("A \"leads\"");
    let content = build.content();
    assert!(content.contains("<figure id=\"fig-a\" class=\"figure figure-chart\">\n<figcaption class=\"figure-head\">\
        <span class=\"figure-label\" id=\"fig-a-label\">Figure 1</span> <span class=\"figure-title\" id=\"fig-a-title\">\
        Up &amp; &lt;up&gt;</span></figcaption>\n<div class=\"chart\" data-chart=\"fig-a\">\n<div class=\"chart-wide\">\
        <svg role=\"img\" aria-label=\"A &quot;leads&quot;\" viewBox=\"0 0 680 360\">"), "{content}");
    assert!(
        content.contains("<div class=\"chart-narrow\"><svg role=\"img\" aria-label=\"A &quot;leads&quot;\"")
    );
    assert!(
        content.contains("class=\"chart-live\">{\"wide\":{\"title\":\"\\u003c/script>\\u003cb>\"}}</script>")
    );
    assert!(content.contains("<p class=\"figure-note\">Note: est.</p>"));
    assert!(
        content.contains(
            "<p class=\"figure-source\">Sources: <a href=\"sources/index.html#source-k\">K (2025)</a>; \
        <a href=\"https://e.org/?a&amp;b\" rel=\"noopener\">Elsewhere</a>; Bad</p>"
        ),
        "{content}"
    );
    assert!(
        content.contains("<summary>Show data<span class=\"visually-hidden\"> of Figure 1</span></summary>")
    );
    assert!(
        content.contains("<th scope=\"col\">Who</th><th scope=\"col\" class=\"number\">Share</th></tr>"),
        "{content}"
    );
    for (text, href) in
        [("CSV", "data/figures/fig-a.csv"), ("SVG", "figures/fig-a.svg"), ("Original data", "data/d.csv")]
    {
        assert!(content.contains(&format!("<a download href=\"{href}\">{text}<span")), "{text}");
    }
    let html = build.html("index.html");
    assert!(html.contains("data-echarts=\"assets/echarts.1.js\""));
    assert!(html.contains("<script src=\"assets/charts.1.js\" defer></script>"));
}

#[test]
fn an_authors_alternative_text_wins_and_a_missing_drawing_shows_the_data() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    let kind = chart(&mut build);
    let alt = build.text("my words");
    build.figure(kind.clone(), "fig-a", Some(dataset)).alt = Some(alt);
    build.draw("generated");
    build.figure(kind, "fig-b", Some(dataset));
    let content = build.content();
    assert!(content.contains("aria-label=\"my words\"") && !content.contains("generated"));
    assert!(content.contains("<details class=\"figure-data\" open>"));
    assert!(!content.contains("figures/fig-b.svg"));
}

#[test]
fn a_table_has_units_bars_emphasis_and_a_total() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    let mut spec =
        table(&mut build, &[("Share", None), ("Who", Some("Name")), ("Price", Some("Price in $"))]);
    spec.total = true;
    spec.bars = vec![build.spanned("Share")];
    spec.highlight =
        vec![(build.spanned("Who"), "B, b".to_owned()), (build.spanned("Price"), "$2".to_owned())];
    let title = build.text("T & t");
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset)).title = Some(title);
    let content = build.content();
    assert!(
        content.contains(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" \
        aria-labelledby=\"tbl-x-label tbl-x-title\"><table class=\"data-table\">\n\
        <caption class=\"visually-hidden\">Table 1: T &amp; t</caption>"
        ),
        "{content}"
    );
    assert!(
        content.contains("<th scope=\"col\" class=\"number\">Price in $</th>"),
        "the title says the unit"
    );
    assert!(
        content.contains(
            "<tr><td class=\"number bar\"><svg class=\"cell-bar\" viewBox=\"0 0 100 8\" \
        preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" height=\"8\"/></svg>60%</td>\
        <th scope=\"row\">A &quot;&lt;&quot;</th><td class=\"number\">$1,000.5</td></tr>"
        ),
        "{content}"
    );
    assert!(content.contains("<tr class=\"highlight\"><td class=\"number bar\">"));
    assert!(
        content.contains("<span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">no data</span>")
    );
    assert!(content.contains("<td class=\"number highlight\">$2</td>"));
    assert!(
        content.contains(
            "<tfoot>\n<tr><td class=\"number\">90%</td><th scope=\"row\">Total</th>\
        <td class=\"number\">$1,502.5</td></tr>\n</tfoot>"
        ),
        "{content}"
    );
}

#[test]
fn a_unit_stands_in_the_header_or_in_each_cell() {
    let mut build = Build::new();
    let fields = [("Who", ""), ("Output", "t"), ("Share", "%"), ("Price", "$"), ("Work days", "day")];
    let records = [["A", "5", "60%", "$5", "3"].as_slice(), &["B", "6", "", "7", "4"]];
    let dataset = build.dataset("d", &fields, &records);
    let spec = table(&mut build, &[]);
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let content = build.content();
    for head in [
        "Output <span class=\"unit\">(t)</span>",
        "Share",
        "Price <span class=\"unit\">($)</span>",
        "Work days",
    ] {
        assert!(content.contains(&format!("class=\"number\">{head}</th>")), "{head}: {content}");
    }
}

#[test]
fn a_table_without_records_says_so() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &[]);
    let spec = table(&mut build, &[]);
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let row = format!("<tr><td colspan=\"{}\">No records.</td></tr>", FIELDS.len());
    assert!(build.content().contains(&row), "{}", build.content());
}

#[test]
fn totals_of_inexact_numbers_say_so_and_of_texts_are_empty() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &[("Who", ""), ("N", "")], &[&["A", "~1200"], &["B", "-1300.25"]]);
    let mut spec = table(&mut build, &[]);
    spec.total = true;
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    assert!(
        build.content().contains("<td class=\"number\">≈-100.25</td></tr>\n</tfoot>"),
        "{}",
        build.content()
    );
}

#[test]
fn a_total_is_rounded_as_the_sum_in_prose() {
    let mut build = Build::new();
    let records: [&[&str]; 2] = [&["A", "$1.0M"], &["B", "$250K"]];
    let dataset = build.dataset("d", &[("Who", ""), ("Price", "$")], &records);
    let mut spec = table(&mut build, &[]);
    spec.total = true;
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let content = build.content();
    assert!(content.contains("<td class=\"number\">$1.3M</td>"), "{content}");
}

#[test]
fn a_total_is_grouped_as_its_cells_are_and_marks_out_of_ten_have_none() {
    let mut build = Build::new();
    let records: [&[&str]; 2] = [&["A", "137", "8.7"], &["B", "6713", "7.5"]];
    let dataset = build.dataset("d", &[("Who", ""), ("N", ""), ("Score", "/10")], &records);
    let mut spec = table(&mut build, &[]);
    spec.total = true;
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let content = build.content();
    assert!(content.contains("<td class=\"number\">6850</td><td class=\"number\"></td>"), "{content}");
}

#[test]
fn rates_and_multiples_do_not_add_up() {
    let mut build = Build::new();
    let fields = [("Who", ""), ("Rate", "per 1,000"), ("Cases", "cases per 1,000"), ("Growth", "x")];
    let records: [&[&str]; 2] = [
        &["A", "5.5 per 1,000", "3 cases per 1,000", "1.5x"],
        &["B", "2 per 1,000", "4 cases per 1,000", "2x"],
    ];
    let dataset = build.dataset("d", &fields, &records);
    let mut spec = table(&mut build, &[]);
    spec.total = true;
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let content = build.content();
    let empty = "<td class=\"number\"></td>".repeat(3);
    assert!(content.contains(&format!("Total</th>{empty}")), "{content}");
}

#[test]
fn a_column_of_numbers_keeps_its_sum_where_no_name_is_shown() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    let mut spec = table(&mut build, &[("Share", None), ("Price", None)]);
    spec.total = true;
    build.figure(FigureKind::Table(Box::new(spec)), "tbl-x", Some(dataset));
    let content = build.content();
    assert!(
        content.contains(
            "<tr><td class=\"number\">Total 90%</td><td class=\"number\">$1,502.5</td></tr>\n</tfoot>"
        ),
        "{content}"
    );
    assert!(!content.contains("scope=\"row\""), "{content}");
}

#[test]
fn long_data_are_cut_on_the_page_and_whole_in_the_file() {
    let rows: Vec<String> = (0..501).map(|n| n.to_string()).collect();
    let records: Vec<[&str; 2]> = rows.iter().map(|n| [n.as_str(), "1%"]).collect();
    let records: Vec<&[&str]> = records.iter().map(<[&str; 2]>::as_slice).collect();
    let mut build = Build::new();
    let dataset = build.dataset("d", &[("Who", ""), ("Share", "%")], &records);
    let kind = chart(&mut build);
    build.figure(kind, "fig-a", Some(dataset));
    build.draw("x");
    let content = build.content();
    assert_eq!(content.matches("<th scope=\"row\">").count(), 500);
    assert!(content.contains("The first 500 of 501 records; the CSV file has all of them."));
    assert_eq!(figure_csv(&build.resolved, PageId(0), 0).unwrap().lines().count(), 502);
}

#[test]
fn csv_files_hold_the_cells_as_charted() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    let kind = chart(&mut build);
    build.figure(kind, "fig-a", Some(dataset));
    build.settled().figures[0].records = vec![1, 0, 99];
    let nodes = build.parse("| a | b |\n|--|--|\n| *x* | \"y, z\" |");
    build.figure(FigureKind::MarkdownTable(MarkdownTable { nodes }), "tbl-b", None);
    build.figure(FigureKind::KeyFigures(Vec::new()), "", None);
    let files = figure_files(&build.resolved, &build.resolved.order);
    let found: Vec<(&str, &str)> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_ref())).collect();
    assert_eq!(
        found,
        [
            ("data/figures/fig-a.csv", "Who,Share\r\n\"B, b\",30%\r\n\"A \"\"<\"\"\",60%\r\n"),
            ("data/figures/tbl-b.csv", "a,b\r\nx,\"\"\"y, z\"\"\"\r\n"),
        ]
    );
}

#[test]
fn a_markdown_table_can_be_a_numbered_figure() {
    let mut build = Build::new();
    let nodes = build.parse("| a | b |\n|--|--|\n| x | 1 |");
    build.figure(FigureKind::MarkdownTable(MarkdownTable { nodes }), "tbl-b", None);
    let content = build.content();
    assert!(
        content.contains(
            "role=\"region\" aria-labelledby=\"tbl-b-label\"><table class=\"data-table\">\n\
        <caption class=\"visually-hidden\">Table 1</caption>"
        ),
        "{content}"
    );
    assert!(content.contains("<a download href=\"data/figures/tbl-b.csv\">"));
}

#[test]
fn key_figures_are_cards_with_links() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &FIELDS, &RECORDS);
    build.settled().values = vec![bound("60%", 60.0, "%", None), bound("+3", 3.0, "", None)];
    let (label, note) = (build.text("of <all>"), build.text("now"));
    let figure = build.spanned("fig-a");
    let card = KeyFigure {
        label,
        value: 0,
        delta: Some(1),
        note: Some(note),
        figure: Some(figure),
        sources: Vec::new(),
    };
    build.figure(FigureKind::KeyFigures(vec![card]), "", None);
    build.figure(FigureKind::KeyFigures(Vec::new()), "", None);
    let kind = chart(&mut build);
    build.figure(kind, "fig-a", Some(dataset));
    build.draw("x");
    let content = build.content();
    assert!(
        content.contains(
            "<section class=\"key-figures\" aria-label=\"Key figures\">\n<ul>\n<li class=\"key-figure\">\n\
        <p class=\"key-figure-value\"><data class=\"value\" value=\"60\" data-unit=\"%\">60%</data></p>\n\
        <p class=\"key-figure-label\">of &lt;all&gt;</p>\n<p class=\"key-figure-delta\">"
        ),
        "{content}"
    );
    assert!(
        content.contains("<p class=\"key-figure-note\">now · <a href=\"#fig-a\">Figure 1</a></p>"),
        "{content}"
    );
    assert!(content.contains("aria-label=\"Key figures 2\""));
}

#[test]
fn long_key_figures_are_set_smaller() {
    for (text, class) in [
        ("$47.6M", "key-figures"),
        ("22,600 bookings", "key-figures long"),
        ("84,358,845", "key-figures long"),
        ("4,185,550,000,000", "key-figures longer"),
    ] {
        let mut build = Build::new();
        build.settled().values = vec![bound(text, 1.0, "", None)];
        let label = build.text("of all");
        let card = KeyFigure { label, value: 0, delta: None, note: None, figure: None, sources: Vec::new() };
        build.figure(FigureKind::KeyFigures(vec![card]), "", None);
        assert!(build.content().contains(&format!("<section class=\"{class}\"")), "{text}");
    }
}

#[test]
fn of_a_long_table_the_page_has_the_first_records_and_the_file_all() {
    let names: Vec<String> = (0..1_200).map(|record| format!("R{record}")).collect();
    let records: Vec<[&str; 3]> = names.iter().map(|name| [name, "1%", "$2"]).collect();
    let records: Vec<&[&str]> = records.iter().map(|record| &record[..]).collect();
    let limit =
        "<p class=\"table-limit\">The first 1,000 of 1,200 records; the CSV file has all of them.</p>";
    for (wanted, rows, said) in [(None, 1_000, true), (Some(1_100), 1_100, false)] {
        let mut build = Build::new();
        let dataset = build.dataset("d", &FIELDS, &records);
        let mut spec = table(&mut build, &[("Who", None), ("Share", None)]);
        spec.limit = wanted;
        spec.total = true;
        build.figure(FigureKind::Table(Box::new(spec)), "tbl-b", Some(dataset));
        build.settled().figures[0].records.truncate(wanted.unwrap_or(usize::MAX));
        let content = build.content();
        assert_eq!(content.matches("<th scope=\"row\">R").count(), rows);
        assert_eq!(content.contains(limit), said, "{wanted:?}");
        assert!(content.contains(if said { "<td class=\"number\">1,200%</td>" } else { "1,100%" }));
        let csv = figure_csv(&build.resolved, PageId(0), 0).expect("a table has a file");
        assert_eq!(csv.lines().count(), 1 + wanted.unwrap_or(1_200));
    }
}
