//! One block of every kind, over the report's own tables and a few more; and a page to look at them.

use super::super::Library;
use super::support::*;
use crate::model::{Annotation, ChartSpec, ChartType as T, Panels, Stack};
use serde_json::json;

/// Name, data, block.
pub(super) fn gallery() -> Vec<(&'static str, &'static str, ChartSpec)> {
    let retention = ["1-Week Retention", "8-Week Retention"];
    let conch = ["Conch AI", "Runway ML (2023)", "Pika 1.0 (2024)"];
    let three = ["MiniMax", "Zhipu AI", "Baichuan"];
    let line = |text: &str, y: f64| Annotation {
        words: Vec::new(),
        x: None,
        y: Some(y),
        to_x: None,
        to_y: None,
        text: text.to_owned(),
        panel: None,
        span: span(),
    };
    let mut blocks = vec![
        ("bar", MINERALS, spec(T::Bar, "Mineral", &["Price Surge"])),
        ("bar-grouped", RETENTION, spec(T::Bar, "Platform", &retention)),
        ("bar-grouped-lying", RETENTION, spec(T::Bar, "Platform", &retention).with(|s| s.horizontal = true)),
        (
            "bar-stacked",
            YEARS,
            spec(T::Bar, "Month", &["Exports", "Imports"]).with(|s| s.stack = Stack::Plain),
        ),
        ("bar-axis", YEARS, spec(T::Bar, "Month", &["Exports", "Imports"]).with(|s| s.labels = Some(false))),
        (
            "bar-lying-axis",
            CITIES,
            spec(T::Bar, "City", &["People"]).with(|s| {
                s.horizontal = true;
                s.labels = Some(false);
            }),
        ),
        (
            "bar-panels-y",
            MONETIZATION,
            spec(T::Bar, "Market", &["Revenue Share", "ARPU", "User Lifetime Value"])
                .panels(Panels::Y)
                .highlight("U.S.")
                .with(|s| s.horizontal = true),
        ),
        (
            "bar-panels-two",
            MINERALS,
            spec(T::Bar, "Mineral", &["Price Surge", "Inventory Days"])
                .panels(Panels::Y)
                .highlight("Terbium")
                .with(|s| s.horizontal = true),
        ),
        (
            "bar-panels-records",
            EXPOSURE,
            spec(T::Bar, "Metric", &three).panels(Panels::Records).highlight("MiniMax"),
        ),
        (
            "line",
            CONCH,
            spec(T::Line, "Week", &conch).highlight("Conch AI").with(|s| {
                s.labels = Some(true);
                s.annotations = vec![line("Half of the first users", 50.0)];
            }),
        ),
        ("line-plain", CONCH, spec(T::Line, "Week", &conch)),
        ("line-time", YEARS, spec(T::Line, "Month", &["Exports", "Imports"])),
        ("line-panels", YEARS, spec(T::Line, "Month", &["Exports", "Imports"]).panels(Panels::Y)),
        ("area", YEARS, spec(T::Area, "Month", &["Imports"])),
        (
            "area-stacked",
            YEARS,
            spec(T::Area, "Month", &["Exports", "Imports"]).with(|s| s.stack = Stack::Plain),
        ),
    ];
    blocks.extend(points_and_pairs());
    blocks
}

/// The second half of the gallery.
fn points_and_pairs() -> Vec<(&'static str, &'static str, ChartSpec)> {
    let retention = ["1-Week Retention", "8-Week Retention"];
    let lift = || spec(T::Dumbbell, "Metric", &["Pre-Launch", "Post-Launch"]).panels(Panels::Records);
    vec![
        ("pie", MONETIZATION, spec(T::Pie, "Market", &["Revenue Share"])),
        ("donut", CITIES, spec(T::Donut, "City", &["People"])),
        (
            "scatter",
            RETENTION,
            spec(T::Scatter, "Emotional Design Score", &["8-Week Retention"])
                .series("Platform")
                .highlight("Talkie"),
        ),
        ("scatter-groups", CITIES, spec(T::Scatter, "Income", &["Share"]).series("Country")),
        ("bubble", CITIES, spec(T::Bubble, "Income", &["Share"]).field("size", "People")),
        ("slope", RETENTION, spec(T::Slope, "Platform", &retention).highlight("Talkie")),
        (
            "slope-panels",
            LIFT,
            spec(T::Slope, "Metric", &["Pre-Launch", "Post-Launch"]).panels(Panels::Records),
        ),
        ("dumbbell", RETENTION, spec(T::Dumbbell, "Platform", &retention)),
        ("dumbbell-panels", LIFT, lift()),
        (
            "options",
            MINERALS,
            spec(T::Bar, "Mineral", &["Price Surge"]).with(|s| {
                if let serde_json::Value::Object(map) =
                    json!({"series": {"itemStyle": {"color": "var(--chart-3)"}}})
                {
                    s.options = map;
                }
            }),
        ),
    ]
}

/// `cargo test --lib charts::tests::gallery -- --ignored` writes the gallery to `target/chart-gallery`.
#[test]
#[ignore = "writes a page to look at"]
fn write_gallery() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/chart-gallery");
    std::fs::create_dir_all(folder).unwrap();
    let colours = "--chart-1:#12436d;--chart-2:#28a197;--chart-3:#801650;--chart-4:#f46a25;--chart-5:#3d3d3d;\
        --chart-6:#a285d1;--chart-text:#1c1c1c;--chart-muted:#595959;--chart-axis:#8c8c8c;--chart-grid:#e0e0e0;\
        --chart-background:#fff;--chart-grey:#949494";
    let dark = "--chart-1:#6aa5e0;--chart-2:#3fbfb3;--chart-3:#d973a8;--chart-4:#f58a4f;--chart-5:#c9c9c9;\
        --chart-6:#b39ddb;--chart-text:#eee;--chart-muted:#b0b0b0;--chart-axis:#777;--chart-grid:#333;\
        --chart-background:#121212;--chart-grey:#7a7a7a";
    let page = |body: &str, colours: &str| {
        format!(
            "<!doctype html><meta charset=utf-8><style>:root{{{colours}}}body{{background:var(--chart-background);\
            color:var(--chart-text);font-family:Helvetica,Arial,sans-serif;margin:16px}}h3{{font-size:13px}}\
            svg{{width:100%;height:auto;display:block}}.w{{width:680px;outline:1px dotted #c77}}.n{{width:288px;outline:1px dotted #c77}}\
            section{{display:flex;gap:40px;margin-bottom:40px;align-items:start}}</style>{body}"
        )
    };
    let mut parts = Vec::new();
    let mut live = String::new();
    for (name, data, block) in gallery() {
        let (drawn, diagnostics) = input(&block, &dataset(data), |input| {
            super::support::draw(&super::super::ChartInput { anchor: name, ..*input })
        });
        let drawn = drawn.unwrap_or_else(|| panic!("{name}: {diagnostics:?}"));
        parts.push(format!(
            "<h3>{name}: {}</h3><section><div class=w>{}</div><div class=n>{}</div></section>",
            drawn.alt, drawn.wide, drawn.narrow
        ));
        live += &format!(
            "<figure id={name}><div class=chart data-chart={name}><div class=chart-wide>{}</div><div class=chart-narrow>{}</div>\
             <script type=application/json class=chart-live>{}</script></div></figure>",
            super::super::svg_with_label(&drawn.wide, &drawn.alt),
            super::super::svg_with_label(&drawn.narrow, &drawn.alt),
            drawn.live
        );
        let options = serde_json::to_string_pretty(&drawn.live).unwrap();
        std::fs::write(format!("{folder}/{name}.json"), options).unwrap();
    }
    for (number, chunk) in parts.chunks(5).enumerate() {
        std::fs::write(format!("{folder}/light-{number}.html"), page(&chunk.concat(), colours)).unwrap();
        std::fs::write(format!("{folder}/dark-{number}.html"), page(&chunk.concat(), dark)).unwrap();
    }
    let style = "body{margin:16px;max-width:680px;background:var(--chart-background);color:var(--chart-text);\
        font-family:Helvetica,Arial,sans-serif}figure{margin:0 0 30px}svg{width:100%;height:auto;display:block}\
        .chart-alive,.chart-narrow{display:none}.chart-is-live>.chart-alive{display:block}\
        .chart-is-live>.chart-wide,.chart-is-live>.chart-narrow{display:none}\
        .chart-help,.chart-status{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}\
        @media(max-width:639px){.chart-wide{display:none}.chart-narrow{display:block}}";
    let style = format!(":root{{{colours}}}[data-theme=dark]{{{dark}}}{style}");
    std::fs::write(format!("{folder}/live.css"), style).unwrap();
    std::fs::write(format!("{folder}/echarts.js"), Library::Shipped.text()).unwrap();
    let head = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
        <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'self'; script-src 'self'; \
        img-src 'self' data:\"><title>charts</title><link rel=stylesheet href=live.css>\
        <script defer src=../../templates/charts.js></script><script defer src=probe.js></script>\
        <body data-echarts=echarts.js>";
    std::fs::write(format!("{folder}/live.html"), format!("{head}{live}")).unwrap();
}
