//! What holds for every drawing of the gallery.

use super::super::{ChartInput, ChartKind, DrawnChart, Library, NoDrawings, draw_all};
use super::gallery::gallery;
use super::support::draw;
use super::support::{Change, dataset, input, span, spec};
use crate::model::{ChartSpec, ChartType as T, Dataset, Locale};
use std::collections::BTreeSet;

fn all(blocks: &[(&'static str, Dataset, ChartSpec)]) -> Vec<(&'static str, DrawnChart)> {
    let locale = Locale::default();
    let records: Vec<u32> = (0..100).collect();
    let inputs: Vec<ChartInput<'_>> = blocks
        .iter()
        .map(|(name, data, spec)| ChartInput {
            kind: ChartKind::Declared(spec),
            dataset: Some(data),
            records: &records,
            anchor: name,
            title: "A finding",
            assets: &[],
            locale: &locale,
            decal: None,
            span: span(),
        })
        .collect();
    let drawn = draw_all(&inputs, Library::Shipped, &NoDrawings);
    blocks
        .iter()
        .zip(drawn)
        .map(|((name, ..), (drawn, d))| (*name, drawn.unwrap_or_else(|| panic!("{name}: {d:?}"))))
        .collect()
}

fn blocks() -> Vec<(&'static str, Dataset, ChartSpec)> {
    gallery().into_iter().map(|(name, data, spec)| (name, dataset(data), spec)).collect()
}

#[test]
fn every_svg_is_fit_for_a_strict_page() {
    let mut ids = BTreeSet::new();
    for (name, chart) in all(&blocks()) {
        for svg in [&chart.wide, &chart.narrow] {
            for banned in [
                " style=",
                "<style",
                "class=\"zr",
                "xmlns",
                "font-family",
                "ecmeta",
                "#fe01",
                "NaN",
                "undefined",
                "<image",
            ] {
                assert!(!svg.contains(banned), "{name} has {banned}: {svg}");
            }
            assert!(svg.starts_with("<svg class=\"chart-svg\" viewBox=\"0 0 "), "{svg}");
            assert!(svg.ends_with("</svg>"));
            assert_eq!(svg.matches('<').count(), svg.matches('>').count(), "{name}");
            for id in svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(id.starts_with(name), "{id}");
                assert!(ids.insert(id.to_owned()), "{id} is there twice");
                assert!(svg.contains(&format!("url(#{id})")), "{id} is not used");
            }
            assert_eq!(svg.matches("url(#").count() > 0, svg.contains("<clipPath"), "{name}");
            assert!(svg.matches("<text").count() > 2, "{name} has words");
        }
    }
}

#[test]
fn text_is_large_enough_on_a_phone() {
    for (name, chart) in all(&blocks()) {
        for svg in [&chart.wide, &chart.narrow] {
            for size in svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(size.parse::<f64>().is_ok_and(|size| size >= 12.0), "{name}: {size}");
            }
        }
        assert_eq!(chart.live["narrow"]["width"], 288);
    }
}

#[test]
fn a_chart_is_the_same_alone_and_after_others() {
    let blocks = blocks();
    let together = all(&blocks);
    for ((name, data, spec), (_, drawn)) in blocks.iter().zip(&together) {
        let locale = Locale::default();
        let records: Vec<u32> = (0..100).collect();
        let input = ChartInput {
            kind: ChartKind::Declared(spec),
            dataset: Some(data),
            records: &records,
            anchor: name,
            title: "A finding",
            assets: &[],
            locale: &locale,
            decal: None,
            span: span(),
        };
        assert_eq!(draw(&input).0.as_ref(), Some(drawn), "{name}");
    }
}

#[test]
fn alternative_texts_name_extremes_and_trends() {
    let drawn = all(&blocks());
    let alt =
        |name: &str| drawn.iter().find(|(other, _)| *other == name).map(|(_, chart)| chart.alt.as_str());
    insta::assert_snapshot!(alt("bar").unwrap(), @"Bar chart: A finding. Highest: Terbium, 220%; lowest: Neodymium, 45%.");
    insta::assert_snapshot!(alt("line-time").unwrap(), @r#"Line chart: A finding. Exports rises from $120M (2023-01) to $260M (2025-01). Imports rises from $80M (2023-01) to $105M (2025-01), with a peak of $120M (2024-07)."#);
    insta::assert_snapshot!(alt("slope").unwrap(), @r#"Slope chart: A finding. Largest change: Talkie, from 82% (1-Week Retention) to 41% (8-Week Retention). Smallest change: Replika, from 79% (1-Week Retention) to 65% (8-Week Retention)."#);
    insta::assert_snapshot!(alt("dumbbell-panels").unwrap(), @r#"Dumbbell chart: A finding. Daily Bookings: from 12,000 (Pre-Launch) to 22,600 (Post-Launch). Conversion Rate: from 3.2% (Pre-Launch) to 6.0% (Post-Launch). User-Generated Content: from 1,200/day (Pre-Launch) to 4,700/day (Post-Launch)."#);
    insta::assert_snapshot!(alt("scatter").unwrap(), @"Scatter plot: A finding. 3 points: 8-Week Retention against Emotional Design Score. Highest: Replika, 65%; lowest: Talkie, 41%.");
    insta::assert_snapshot!(alt("bar-panels-records").unwrap(), @r#"Bar chart: A finding. Overseas Revenue %: highest: MiniMax, 68%; lowest: Baichuan, 9%. Geopolitical Risk Index: highest: MiniMax, 8.7/10; lowest: Zhipu AI, 3.2/10. Cross-border Data Compliance Cost: highest: MiniMax, $18M; lowest: Zhipu AI, $4M."#);
    for (name, chart) in &drawn {
        assert!(chart.alt.split_whitespace().count() <= 70, "{name}: {}", chart.alt);
    }
}

#[test]
fn alternative_texts_speak_the_language_of_the_page() {
    let blocks = blocks();
    let (_, dataset, spec) = blocks.iter().find(|(name, ..)| *name == "bar").unwrap();
    let alt = |language: &str| {
        let locale = Locale::of(language);
        let chart = draw(&ChartInput {
            kind: ChartKind::Declared(spec),
            dataset: Some(dataset),
            records: &(0..100).collect::<Vec<u32>>(),
            anchor: "fig-bar",
            title: "Ein Befund",
            assets: &[],
            locale: &locale,
            decal: None,
            span: span(),
        });
        chart.0.unwrap().alt
    };
    assert_eq!(
        alt("de"),
        "Balkendiagramm: Ein Befund. Höchster Wert: Terbium, 220%; niedrigster: Neodymium, 45%."
    );
    assert_eq!(alt("ja"), "棒グラフ：Ein Befund。最大はTerbium, 220%、最小はNeodymium, 45%。");
    assert_eq!(alt("sv"), "Bar chart: Ein Befund. Highest: Terbium, 220%; lowest: Neodymium, 45%.");
    assert_eq!(raw(serde_json::json!({"series": []}), "ar").0.unwrap().alt, "مخطط: A finding.");
}

#[test]
fn what_is_no_value_is_not_called_one_in_any_language() {
    let alt = |data: &str, block: &ChartSpec, language: &str| {
        let (data, locale) = (dataset(data), Locale::of(language));
        input(block, &data, |input| draw(&ChartInput { locale: &locale, ..*input })).0.unwrap().alt
    };
    let towns = "Town|V\nNorth|1\nNorth|5\nSouth|2\nSouth|9\nSouth|8";
    let boxes = spec(T::Boxplot, "Town", &["V"]);
    for (language, said) in [
        ("de", "Höchster Median: South, 8; niedrigster: North, 3."),
        ("fr", "Médiane la plus haute\u{a0}: South, 8\u{a0}; la plus basse\u{a0}: North, 3."),
        ("es", "Mediana más alta: South, 8; más baja: North, 3."),
        ("pt", "Mediana mais alta: South, 8; mais baixa: North, 3."),
        ("ja", "中央値の最大はSouth, 8、最小はNorth, 3。"),
        ("nl", "Highest median: South, 8; lowest: North, 3."),
    ] {
        let alt = alt(towns, &boxes, language);
        assert!(alt.contains(said), "{alt}");
    }
    let tasks = "Task|From|To\nA|2024-01|2024-03\nB|2024-02|2024-07";
    let bars = spec(T::Gantt, "Task", &[]).field("start", "From").field("end", "To");
    assert_eq!(alt(tasks, &bars, "de"), "Zeitleiste: A finding.");
}

fn raw(option: serde_json::Value, language: &str) -> (Option<DrawnChart>, crate::diagnostics::Diagnostics) {
    let serde_json::Value::Object(option) = option else { unreachable!() };
    let spec = crate::model::EChartsSpec { data: None, option, height: None };
    let locale = Locale::of(language);
    draw(&ChartInput {
        kind: ChartKind::Raw(&spec),
        dataset: None,
        records: &[],
        anchor: "fig-raw",
        title: "A finding",
        assets: &[],
        locale: &locale,
        decal: None,
        span: span(),
    })
}

#[test]
fn axes_count_in_the_language_of_the_page() {
    let option = serde_json::json!({"xAxis": {"min": 0, "max": 1, "interval": 0.5},
        "yAxis": {"min": -20_000, "max": 20_000, "interval": 10_000, "axisLabel": {"formatter": "{value} kg"}},
        "series": [{"type": "scatter", "data": [[0.2, 9_000]]}]});
    for (language, texts) in [
        ("en", [">0.5<", ">10,000 kg<", ">−10,000 kg<"]),
        ("de", [">0,5<", ">10.000 kg<", ">−10.000 kg<"]),
        ("fr", [">0,5<", ">10\u{202f}000 kg<", ">−10\u{202f}000 kg<"]),
    ] {
        let svg = raw(option.clone(), language).0.unwrap().wide;
        assert!(texts.iter().all(|text| svg.contains(text)), "{language}: {svg}");
    }
}

#[test]
fn years_on_axes_have_no_marks_between_thousands() {
    for language in ["en", "de", "ja"] {
        let option = serde_json::json!({
            "xAxis": {"type": "value", "min": 2021, "max": 2023, "interval": 1, "axisLabel": {"grouped": false}},
            "yAxis": {"type": "value"}, "series": [{"type": "line", "data": [[2021, 1000], [2023, 3000]]}],
        });
        let svg = raw(option, language).0.unwrap().wide;
        let grouped = if language == "de" { ">3.000<" } else { ">3,000<" };
        assert!(svg.contains(">2023<") && svg.contains(grouped), "{language}: {svg}");
    }
}

#[test]
fn none_of_many_marks_is_left_out() {
    let points: Vec<_> = (0..5000).map(|i| [i % 97, i % 89]).collect();
    let option =
        serde_json::json!({"xAxis": {}, "yAxis": {}, "series": [{"type": "scatter", "data": points}]});
    let svg = raw(option, "en").0.unwrap().wide;
    // A circle is two arcs; the axes have none.
    assert_eq!(svg.matches('A').count(), 10_000);
}

#[test]
fn what_is_at_fault_is_named() {
    let said = |option| {
        let (drawn, diagnostics) = raw(option, "en");
        assert!(drawn.is_none());
        let one = diagnostics.iter().next().unwrap();
        format!("{}; {}", one.message, one.help.join("; "))
    };
    let series = serde_json::json!([{"type": "bar", "data": [1]}]);
    assert_eq!(
        said(serde_json::json!({"series": series})),
        "chart `fig-raw` cannot be drawn: ECharts says: cannot read property 'get' of undefined; \
         give the option an `xAxis` and a `yAxis`: its series stand on them"
    );
    let line = serde_json::json!([{"type": "line", "data": [[1, 2]], "markLine": {"data": [[{"coord": [1, 1]}, null]]}}]);
    let said = said(serde_json::json!({"xAxis": {}, "yAxis": {}, "series": line}));
    assert!(
        said.ends_with("ECharts draws the chart when `series[0].markLine.data[0]` is left out: look there"),
        "{said}"
    );
}
