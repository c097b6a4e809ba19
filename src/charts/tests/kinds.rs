//! The types that are made of bars, lines and points in their own ways: what is drawn, what is said, what is refused.

use super::super::draw::plan;
use super::support::*;
use crate::diagnostics::{Spanned, rules};
use crate::model::{Annotation, ChartSpec, ChartType as T, ExtraValue, Panels, Stack};
use serde_json::{Value as Json, json};

const FLOWS: &str = "Item|Amount|Note
Start|100|a
Sales|40|b
Costs|-60|c
End||d";
const GOALS: &str = "Service|Done|Goal|Poor|Good
Repairs|71%|80%|50%|100%
Refunds|93%|90%|50%|100%";
const ANSWERS: &str = "Statement|No|Neither|Yes
Fares are fair|50|20|30
Buses are clean|20|20|60";
const PRICES: &str = "Day|Open|Close|Low|High
2025-01|10|12|9|13
2025-02|12|11|10|14
2025-03|11|15|11|16";
const TASKS: &str = "Task|Phase|Start|End
Survey|Plan|2024-01|2024-06
Works|Build|2024-05|2025-03
Works, second|Build|2025-04|2025-09";
const RANKS: &str = "Year|North|South|West
2020|10|20|30
2021|40|20|10";
const RUNS: &str = "Run|Line|Minutes
1|A|10
2|A|12
3|A|14
4|A|40
5|B|21
6|B|25
7|B|29
8|B|30";
const FORECAST: &str = "Year|People|Low|High
2020|4.1|4.1|4.1
2030|4.4|4.2|4.6
2040|4.5|4.0|5.0";

/// Name, data, block.
fn kinds() -> Vec<(&'static str, &'static str, ChartSpec)> {
    let texts = |names: &[&str]| {
        let text = |name: &&str| Spanned::new((*name).to_owned(), span());
        ExtraValue::Texts(names.iter().map(text).collect())
    };
    let word = |word: &str| ExtraValue::Text(word.to_owned());
    let answers = ["No", "Neither", "Yes"];
    let stacked = |kind: T, stack: Stack| spec(kind, "Statement", &answers).with(|s| s.stack = stack);
    let goals = spec(T::Bullet, "Service", &["Done"]).field("target", "Goal");
    let candle = spec(T::Candlestick, "Day", &[]).field("open", "Open").field("close", "Close");
    let gantt = spec(T::Gantt, "Task", &[]).field("start", "Start").field("end", "End");
    vec![
        ("percent", ANSWERS, stacked(T::Bar, Stack::Percent)),
        ("diverging", ANSWERS, stacked(T::Bar, Stack::Diverging)),
        (
            "stream",
            RANKS,
            spec(T::Area, "Year", &["North", "South", "West"]).with(|s| s.stack = Stack::Stream),
        ),
        ("signs", FLOWS, spec(T::Bar, "Item", &["Amount"]).with(|s| s.horizontal = true)),
        ("ranked", CITIES, spec(T::Bar, "City", &["Income"]).extra("rank", ExtraValue::Switch(true))),
        ("lollipop", CITIES, spec(T::Lollipop, "City", &["Income"])),
        (
            "waterfall",
            FLOWS,
            spec(T::Waterfall, "Item", &["Amount"]).extra("totals", texts(&["Start", "End"])),
        ),
        ("bullet", GOALS, goals.field("ranges", "Good")),
        ("pictorial", CITIES, spec(T::Pictorial, "City", &["People"]).extra("icon", word("person"))),
        ("histogram", RUNS, spec(T::Histogram, "Minutes", &[]).extra("bins", ExtraValue::Amount(4.0))),
        ("boxplot", RUNS, spec(T::Boxplot, "Line", &["Minutes"])),
        ("strip", RUNS, spec(T::Strip, "Line", &["Minutes"]).highlight("A")),
        ("candlestick", PRICES, candle.field("low", "Low").field("high", "High")),
        ("gantt", TASKS, gantt.field("color", "Phase")),
        ("step", RANKS, spec(T::Line, "Year", &["North"]).extra("step", word("middle"))),
        ("band", FORECAST, spec(T::Line, "Year", &["People"]).field("low", "Low").field("high", "High")),
        ("bump", RANKS, spec(T::Bump, "Year", &["North", "South", "West"])),
        ("connected-scatter", FORECAST, spec(T::ConnectedScatter, "Low", &["People"])),
    ]
}

#[test]
fn each_kind_has_its_option() {
    for (name, data, block) in kinds() {
        let made = input(&block, &dataset(data), |input| plan(input).0);
        let made = made.unwrap_or_else(|| panic!("{name} has no plan"));
        let series: Vec<String> = made.wide.option["series"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|series| format!("series {series}"))
            .collect();
        let text = format!("{}\n{} × {}\n{}", made.alt, made.wide.width, made.wide.height, series.join("\n"));
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("kind-{name}"), text);
        });
    }
}

#[test]
fn each_kind_is_drawn_without_findings() {
    for (name, data, block) in kinds() {
        let (drawn, diagnostics) = input(&block, &dataset(data), draw);
        assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
        let drawn = drawn.unwrap_or_else(|| panic!("{name} is not drawn"));
        for svg in [&drawn.wide, &drawn.narrow] {
            assert!(!svg.contains("NaN") && !svg.contains("undefined"), "{name}: {svg}");
            assert!(svg.matches("<path").count() > 2, "{name}: {svg}");
        }
    }
}

#[test]
fn notes_are_lines_points_and_bands() {
    let note = |x: Option<i32>, to_x: Option<i32>, y: Option<f64>, to_y: Option<f64>| Annotation {
        words: Vec::new(),
        x: x.map(Into::into),
        to_x: to_x.map(Into::into),
        y,
        to_y,
        text: "Ban".to_owned(),
        panel: None,
        span: span(),
    };
    let block = spec(T::Line, "Year", &["People"]).with(|s| {
        s.annotations = vec![
            note(Some(2030), None, None, None),
            note(Some(2020), Some(2030), None, None),
            note(None, None, Some(4.2), Some(4.4)),
            note(Some(2040), None, Some(4.5), None),
        ];
    });
    let made = input(&block, &dataset(FORECAST), |input| plan(input).0).unwrap();
    let series = made.wide.option["series"].as_array().unwrap();
    assert_eq!(series[0]["markLine"]["data"][0]["xAxis"], 2030);
    assert_eq!(series[0]["markPoint"]["data"][0]["coord"], serde_json::json!([2040, 4.5]));
    let bands = &series[1]["markArea"]["data"];
    assert_eq!((&bands[0][0]["xAxis"], &bands[0][1]["xAxis"]), (&2020.into(), &2030.into()));
    assert_eq!((&bands[1][0]["yAxis"], &bands[1][1]["yAxis"]), (&4.2.into(), &4.4.into()));
}

#[test]
fn a_note_stands_in_every_panel_or_in_the_one_it_names() {
    let note = |panel: Option<&str>, x: Option<&str>, y: Option<f64>| Annotation {
        words: Vec::new(),
        x: x.map(Into::into),
        y,
        to_x: None,
        to_y: None,
        text: "Ban".to_owned(),
        panel: panel.map(|title| Spanned::new(title.to_owned(), span())),
        span: span(),
    };
    let lines = |notes: Vec<Annotation>| -> Vec<usize> {
        let block = spec(T::Line, "Month", &["Exports", "Imports"])
            .panels(crate::model::Panels::Y)
            .with(|s| s.annotations = notes.clone());
        let made = input(&block, &dataset(YEARS), |input| plan(input).0).unwrap();
        let series = made.wide.option["series"].as_array().unwrap().clone();
        let count = |series: &serde_json::Value| series["markLine"]["data"].as_array().map_or(0, Vec::len);
        series.iter().map(count).collect()
    };
    assert_eq!(lines(vec![note(None, None, Some(1.0))]), [1, 0]);
    assert_eq!(lines(vec![note(None, Some("2024-03"), None)]), [1, 1]);
    assert_eq!(lines(vec![note(Some("Imports"), None, Some(1.0))]), [0, 1]);
}

#[test]
fn patterns_for_print_are_in_the_drawing_and_not_in_the_live_chart() {
    let block = |word: &str| {
        spec(T::Bar, "Month", &["Exports", "Imports"])
            .with(|s| s.stack = crate::model::Stack::Plain)
            .extra("decal", ExtraValue::Text(word.to_owned()))
    };
    let drawn = |word: &str| input(&block(word), &dataset(YEARS), draw).0.unwrap();
    let (always, print) = (drawn("always"), drawn("print"));
    assert!(always.wide.contains("<pattern") && print.narrow.contains("<pattern"));
    assert!(
        always.live["wide"]["option"]["aria"].is_object() && print.live["wide"]["option"]["aria"].is_null()
    );
    assert_eq!(
        (always.wide.contains("chart-decal-print"), print.wide.contains("chart-decal-print")),
        (false, true)
    );
    let file = super::super::standalone(&print.wide, &super::super::Palette::light());
    assert!(file.starts_with("<svg xmlns") && !file.contains("chart-decal-print"), "{}", &file[..200]);
}

/// The messages about a block.
fn said(data: &str, block: &ChartSpec) -> Vec<String> {
    let (_, diagnostics) = input(block, &dataset(data), draw);
    diagnostics.iter().map(|found| format!("{}: {}", found.rule.name(), found.message)).collect()
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let totals = ExtraValue::Texts(vec![Spanned::new("Ende".to_owned(), span())]);
    let waterfall = spec(T::Waterfall, "Item", &["Amount"]).extra("totals", totals);
    assert_eq!(
        said(FLOWS, &waterfall),
        ["undefined-record: `totals` names `Ende`, which is no category of the chart"]
    );
    let bullet = spec(T::Bullet, "Service", &["Done"]);
    assert_eq!(said(GOALS, &bullet), ["missing-key: the chart has no `target`: the field of targets"]);
    let gantt = spec(T::Gantt, "Task", &[]).field("start", "Phase").field("end", "End");
    assert_eq!(
        said(TASKS, &gantt),
        ["wrong-field-kind: field `Phase` is not all dates; the ends of bars are dates or numbers"]
    );
    let backwards = spec(T::Gantt, "Task", &[]).field("start", "End").field("end", "Start");
    assert_eq!(said(TASKS, &backwards)[0], "wrong-field-kind: the bar ends before it begins");
    let band = spec(T::Line, "Year", &["People"]).field("low", "Low");
    assert_eq!(
        said(FORECAST, &band),
        ["missing-key: a band has two ends, but `high` has fewer fields than its counterpart"]
    );
    let stream = spec(T::Bar, "Year", &["North", "South"]).with(|s| s.stack = Stack::Stream);
    assert_eq!(said(RANKS, &stream), ["unused-key: a `bar` chart does not take `stack: stream`"]);
    let text = spec(T::Histogram, "Line", &[]);
    assert_eq!(
        said(RUNS, &text),
        ["wrong-field-kind: field `Line` is text; the horizontal axis takes numbers"]
    );
    let counted = spec(T::Histogram, "Minutes", &["Run"]);
    assert_eq!(said(RUNS, &counted), ["unused-key: a `histogram` chart does not take `y`"]);
}

#[test]
fn panels_cut_rows_and_histograms() {
    let by_line = || Panels::Field(Spanned::new("Line".to_owned(), span()));
    for block in [
        spec(T::Histogram, "Minutes", &[]).panels(by_line()),
        spec(T::Strip, "", &["Minutes"]).panels(by_line()),
    ] {
        let made = input(&block, &dataset(RUNS), |input| plan(input).0).unwrap();
        assert_eq!(made.wide.option["grid"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn panels_are_put_into_words_by_their_own_data() {
    let alt = |data: &str, block: ChartSpec| {
        let block = block.panels(Panels::Field(Spanned::new("Region".to_owned(), span())));
        input(&block, &dataset(data), |input| plan(input).0).unwrap().alt
    };
    let goals = "Region|Service|Done|Goal\nNorth|Repairs|71|80\nNorth|Refunds|93|90\nSouth|Calls|50|20\nSouth|Mail|60|70";
    let bullets = alt(goals, spec(T::Bullet, "Service", &["Done"]).field("target", "Goal"));
    assert!(bullets.contains("South: 1 of 2 reach their target."), "{bullets}");
    assert!(bullets.contains("South: Furthest below: Mail, 60 against 70."), "{bullets}");
    let runs = "Region|Line|Minutes\nNorth|A|10\nNorth|A|11\nNorth|B|10\nNorth|B|40\nSouth|C|1\nSouth|C|90\nSouth|D|5\nSouth|D|7";
    let boxes = alt(runs, spec(T::Boxplot, "Line", &["Minutes"]));
    assert!(boxes.contains("North: Widest spread: B:"), "{boxes}");
    assert!(boxes.contains("South: Widest spread: C:"), "{boxes}");
}

#[test]
fn panels_have_no_effect_where_the_type_does_not_take_them() {
    let ranks = "Year|Region|North|South\n2020|A|1|2\n2021|A|1|2\n2022|B|2|1";
    let block = spec(T::Bump, "Year", &["North", "South"]);
    let alone = input(&block, &dataset(ranks), |input| plan(input).0).unwrap();
    let panels = Panels::Field(Spanned::new("Region".to_owned(), span()));
    let (cut, said) = input(&block.panels(panels), &dataset(ranks), plan);
    assert_eq!(cut.map(|cut| cut.alt), Some(alone.alt));
    assert_eq!(said.iter().filter(|found| found.rule == rules::UNUSED_KEY).count(), 1);
}

#[test]
fn panels_of_bars_have_one_scale_and_tell_their_names() {
    let of = |data: &str| {
        let panels = Panels::Field(Spanned::new("Region".to_owned(), span()));
        let block = spec(T::Bar, "Town", &["People"]).panels(panels).with(|s| s.horizontal = true);
        input(&block, &dataset(data), |input| plan(input).0).unwrap().wide.option
    };
    let names = |option: &Json, panel: usize| {
        let axis = &option["yAxis"][panel];
        (axis["data"].to_string(), axis["axisLabel"]["show"].clone())
    };
    let apart =
        of("Town|Region|People\nAshby|North|1200\nBorly|North|800\nCrane|South|4000\nDunmore|South|3100");
    assert_eq!(names(&apart, 0), (r#"["Ashby","Borly"]"#.to_owned(), json!(true)));
    assert_eq!(names(&apart, 1), (r#"["Crane","Dunmore"]"#.to_owned(), json!(true)));
    assert_eq!(apart["xAxis"][0]["max"], apart["xAxis"][1]["max"]);
    let alike = of("Town|Region|People\nB|North|2\nC|North|3\nA|South|4\nB|South|5\nC|South|6");
    assert_eq!(names(&alike, 0), (r#"["A","B","C"]"#.to_owned(), json!(true)));
    assert_eq!(names(&alike, 1).1, json!(false), "what stands side by side is named once");
    assert_eq!(alike["series"][0]["data"][0]["value"], Json::Null);
}
