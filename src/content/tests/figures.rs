use super::*;
use crate::model::{ChartType, Figure, FigureKind, Panels, Stack};

fn figure(body: &str) -> (Read, Figure) {
    let read = page(body);
    let figure = read.parts.document.figures[0].clone();
    (read, figure)
}

fn faults(body: &str) -> String {
    read(&format!("---\ntitle: T\n---\n{body}")).faults()
}

#[test]
fn a_chart_is_read_with_places_in_the_file() {
    let body = "1. In a list:\n\n   ```chart\n   id: fig-a\n   type: bar\n   data: retention\n   x: 平台\n   y: [1-Week, 8-Week]\n   title: Users {{ data.r[\"a: b\"].c }} leave [@k]\n   subtitle: 'per cent, it''s {{ x }}'\n   filter: r.Share > 10\n   sort: -Share\n   limit: 5\n   stack: true\n   panels: y\n   labels: false\n   highlight: Talkie\n   height: 300\n   source: [apppsych, '@tmt']\n   annotations:\n     - {x: 2025, y: 3.5, text: Ban}\n   options: {grid: {left: 1.50}}\n   ```\n";
    let (read, figure) = figure(body);
    let FigureKind::Chart(spec) = &figure.kind else { panic!("{figure:?}") };
    assert_eq!((spec.chart_type.value, read.text(spec.chart_type.span)), (ChartType::Bar, "bar"));
    assert_eq!(read.text(spec.data.span), "retention");
    assert_eq!(spec.x.as_ref().map(|x| (x.value.as_str(), read.text(x.span))), Some(("平台", "平台")));
    let y: Vec<_> = spec.y.iter().map(|y| (y.value.as_str(), read.text(y.span))).collect();
    assert_eq!(y, [("1-Week", "1-Week"), ("8-Week", "8-Week")]);
    assert_eq!(
        read.prose(figure.title.as_ref().unwrap()),
        "Users <expression \"data.r[\\\"a: b\\\"].c\" at \"data.r[\\\"a: b\\\"].c\"> leave <citation None k@k None>"
    );
    assert_eq!(read.prose(figure.subtitle.as_ref().unwrap()), "per cent, it’s <expression \"x\" at \"x\">");
    let filter = &read.parts.document.expressions[spec.filter.unwrap()];
    assert_eq!((filter.source.as_str(), read.text(filter.span)), ("r.Share > 10", "r.Share > 10"));
    assert_eq!((spec.sort[0].descending, read.text(spec.sort[0].field.span)), (true, "Share"));
    assert_eq!(
        (spec.limit, spec.stack, spec.labels, spec.height),
        (Some(5), Stack::Plain, Some(false), Some(300))
    );
    assert_eq!(spec.panels, Some(Panels::Y));
    assert_eq!(spec.highlight.as_ref().map(|h| h.value.as_str()), Some("Talkie"));
    let sources: Vec<_> = figure.sources.iter().map(|source| source.value.as_str()).collect();
    assert_eq!(sources, ["apppsych", "tmt"]);
    let note = &spec.annotations[0];
    assert_eq!((note.x.clone(), note.y, note.text.as_str()), (Some(2025.into()), Some(3.5), "Ban"));
    assert_eq!(read.text(note.span), "{x: 2025, y: 3.5, text: Ban}");
    assert_eq!(spec.options["grid"]["left"], 1.5);
    assert_eq!(figure.id.as_ref().map(|id| read.text(id.span)), Some("fig-a"));
}

#[test]
fn block_scalars_and_quotations_have_exact_places() {
    let (read, figure) =
        figure("> ```table\n> data: m\n> note: |\n>   One {{ a }}\n> caption: >-\n>   Two\n> ```\n");
    assert_eq!(read.prose(figure.caption.as_ref().unwrap()), "Two");
    assert_eq!(read.prose(figure.note.as_ref().unwrap()), "One <expression \"a\" at \"a\">");
}

#[test]
fn a_table_is_read() {
    let (read, figure) = figure(
        "```table\ndata: m\ncolumns: [A, {field: B, title: \"Bee\"}, 2025]\nbars: Share\ntotal: true\nsort: [Name, -Share]\nhighlight: {Platform: Talkie, Use: [a, b]}\n```\n",
    );
    let FigureKind::Table(spec) = &figure.kind else { panic!("{figure:?}") };
    let columns: Vec<_> =
        spec.columns.iter().map(|c| (read.text(c.field.span), c.title.as_deref())).collect();
    assert_eq!(columns, [("A", None), ("B", Some("Bee")), ("2025", None)]);
    assert_eq!((spec.total, spec.bars[0].value.as_str(), spec.sort.len()), (true, "Share", 2));
    let highlight: Vec<_> = spec.highlight.iter().map(|(f, v)| (f.value.as_str(), v.as_str())).collect();
    assert_eq!(highlight, [("Platform", "Talkie"), ("Use", "a"), ("Use", "b")]);
}

#[test]
fn key_figures_hold_expressions() {
    let (read, figure) = figure(
        "```key-figures\n- label: Revenue in {{ y }}\n  value: data.c.MiniMax[\"Revenue\"]\n  delta: \"{{ data.c.MiniMax.Growth }}\"\n  note: as of [@k]\n  figure: '@fig-a'\n  source: k\n- {label: B, value: '{{ b }}'}\n```\n",
    );
    let FigureKind::KeyFigures(cards) = &figure.kind else { panic!("{figure:?}") };
    let expressions = &read.parts.document.expressions;
    let shown = |index: usize| (expressions[index].source.as_str(), read.text(expressions[index].span));
    assert_eq!(shown(cards[0].value), ("data.c.MiniMax[\"Revenue\"]", "data.c.MiniMax[\"Revenue\"]"));
    assert_eq!(shown(cards[0].delta.unwrap()), ("data.c.MiniMax.Growth", "data.c.MiniMax.Growth"));
    assert_eq!(shown(cards[1].value), ("b", "b"));
    assert_eq!(cards[0].figure.as_ref().map(|figure| figure.value.as_str()), Some("fig-a"));
    assert_eq!(read.prose(&cards[0].label), "Revenue in <expression \"y\" at \"y\">");
}

#[test]
fn an_echarts_option_and_our_keys_stand_side_by_side() {
    let option = |body: &str| match figure(body).1.kind {
        FigureKind::ECharts(spec) => {
            (spec.data.map(|d| d.value), serde_json::Value::from(spec.option).to_string())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        option(
            "```echarts\n{\"title\": \"Ours\", \"dataset\": \"m\", \"xAxis\": {\"max\": 1.10}, \"series\": [{\"type\": \"bar\"}]}\n```\n"
        ),
        (Some("m".into()), r#"{"xAxis":{"max":1.1},"series":[{"type":"bar"}]}"#.into())
    );
    assert_eq!(
        option("```echarts\ntitle: {text: Theirs}\ndataset: {source: []}\nseries: []\n```\n"),
        (None, r#"{"title":{"text":"Theirs"},"dataset":{"source":[]},"series":[]}"#.into())
    );
    assert_eq!(
        option("```echarts\noption: {series: []}\ntitle: Ours\n```\n"),
        (None, r#"{"series":[]}"#.into())
    );
}

#[test]
fn a_caption_makes_a_table_a_figure() {
    for gap in ["", "\n"] {
        let body = format!(
            "| A | B |\n|---|---|\n| 1 | 2 |\n{gap}Table: Costs of {{{{ x }}}} [@k] {{#tbl-costs}}\n\nAfter.\n"
        );
        let (read, figure) = figure(&body);
        assert_eq!(
            read.prose(figure.title.as_ref().unwrap()).trim(),
            "Costs of <expression \"x\" at \"x\"> <citation None k@k None>"
        );
        assert_eq!(
            figure.id.as_ref().map(|id| (id.value.as_str(), read.text(id.span))),
            Some(("tbl-costs", "tbl-costs"))
        );
        let FigureKind::MarkdownTable(table) = &figure.kind else { panic!("{figure:?}") };
        let cells: Vec<String> = table.nodes.iter().map(|node| read.node(node)).collect();
        assert!(cells.contains(&"\"2\"".to_owned()) && !cells.concat().contains("Costs"), "{cells:?}");
        assert_eq!(table.nodes.last().map(|node| read.node(node)).as_deref(), Some("End(Table)"));
        let rows = table.nodes.iter().filter(|node| read.node(node) == "End(TableRow)").count();
        assert_eq!(rows, 1);
        insta::allow_duplicates! {
            insta::assert_snapshot!(read.nodes(&read.parts.document.nodes[1..]), @r#"
            Start(Paragraph) "After.\n"
            "After." "After."
            End(Paragraph) "After.\n"
            "#);
        }
    }
    assert_eq!(page("| A |\n|---|\n| 1 |\n\nTables: no\n").parts.document.figures, []);
}

#[test]
fn faults_of_blocks_have_their_place() {
    insta::assert_snapshot!(
        faults("```chart\ntype: bat\ndata: m\ny: A\nstak: true\nlimit: 0\nheight: tall\npanels: 3\nsort: {a: b}\nannotations: [{x: 1}, {text: a}, b]\nid: a b\n```\n"),
        @r#"
    unknown-chart-type at "bat": there is no chart type `bat` | did you mean `bar`?; the types are `bar`, `lollipop`, `waterfall`, `bullet`, `pictorial`, `histogram`, `boxplot`, `strip`, `candlestick`, `gantt`, `line`, `area`, `bump`, `pie`, `donut`, `scatter`, `connected-scatter`, `bubble`, `slope`, `dumbbell`, `half-donut`, `rose`, `treemap`, `sunburst`, `icicle`, `tree`, `sankey`, `chord`, `network`, `radar`, `parallel`, `funnel`, `gauge`, `heatmap`, `calendar`, `map`; an `echarts` block can draw any other
    unknown-key at "stak": a `chart` block has no key `stak` | did you mean `stack`?
    invalid-block at "0": `limit` is the number 0, expected a whole number from 1 | write a whole number from 1 for `limit`
    invalid-block at "tall": `height` is the text `tall`, expected a height in pixels from 80 to 4000 | write a height in pixels from 80 to 4000 for `height`
    invalid-block at "3": `panels` is the number 3, expected `y`, `records` or a field | write `y`, `records` or a field for `panels`
    invalid-block at "{a: b}": `sort` is a mapping, expected text | write text for `sort`
    missing-key at "{x: 1}": the annotation lacks the key `text` | add a line such as `text: Export ban`
    missing-key at "{text: a}": the annotation lacks the key `x` | add a line such as `x: 2025`
    invalid-block at "b": `annotations` is the text `b`, expected a mapping of keys and values | write a mapping of keys and values for `annotations`
    invalid-block at "a b": `id` is the text `a b`, expected an id such as `fig-retention`, without spaces | write an id such as `fig-retention`, without spaces for `id`
    "#
    );
    insta::assert_snapshot!(faults("```chart\n```\n\n```table\ncolumns: [{title: a, feld: b}]\nhighlight: x\n```\n"), @r#"
    missing-key at "```chart": the `chart` block lacks the key `type` | add a line such as `type: bar`
    missing-key at "```chart": the `chart` block lacks the key `data` | add a line such as `data: minerals`
    unknown-key at "feld": a column has no key `feld` | did you mean `field`?
    missing-key at "{title: a, feld: b}": the column lacks the key `field` | add a line such as `field: Share`
    invalid-block at "x": `highlight` is the text `x`, expected a mapping such as `{Platform: Talkie}` | write a mapping such as `{Platform: Talkie}` for `highlight`
    missing-key at "```table": the `table` block lacks the key `data` | add a line such as `data: minerals`
    "#);
    insta::assert_snapshot!(faults("```echarts\nid: fig-x\n```\n\n```key-figures\na: b\n```\n\n```key-figures\n- label: A\n- {value: 1, labl: B}\n```\n"), @r#"
    missing-key at "```echarts": the `echarts` block lacks the key `series` | add a line such as `series: [{type: bar}]`
    invalid-block at "a: b": `key-figures` is a mapping, expected a list of cards with `label` and `value` | write a list of cards with `label` and `value` for `key-figures`
    missing-key at "label: A": the key figure lacks the key `value` | add a line such as `value: data.company.MiniMax.Revenue`
    unknown-key at "labl": a key figure has no key `labl` | did you mean `label`?
    missing-key at "{value: 1, labl: B}": the key figure lacks the key `label` | add a line such as `label: Revenue`
    "#);
}

#[test]
fn a_block_that_is_not_yaml_leaves_a_stand_in() {
    let read = read("---\ntitle: T\n---\n```chart\nid: fig-a\ntitle: A: B\n```\n");
    insta::assert_snapshot!(read.faults(), @r#"invalid-block at "A: B": text with `: ` in it stands in quotes | write `key: value`, one a line; put a value that holds `: ` or ` #` in quotes"#);
    assert_eq!(read.parts.document.figures[0].id.as_ref().map(|id| id.value.as_str()), Some("fig-a"));
}

#[test]
fn names_that_are_nearly_ours_are_reported() {
    for (slip, known) in
        [("Chart", "chart"), ("charts", "chart"), ("echart", "echarts"), ("key_figures", "key-figures")]
    {
        let read = read(&format!("---\ntitle: T\n---\n```{slip}\nid: fig-a\ntype: bar\ndata: m\n```\n"));
        let found = read.faults();
        let named =
            format!("invalid-block at \"```{slip}\": a block `{slip}` is shown as code, expected `{known}`");
        assert!(found.contains(&named), "{found}");
        assert_eq!(read.parts.document.figures.len(), 1);
    }
    assert_eq!(page("```Chart\nSee the chart.\n```\n\n```cart\nno: key\n```\n").parts.document.figures, []);
}

#[test]
fn other_fences_are_code() {
    assert_eq!(page("```yaml\ntype: bar\n```\n").parts.document.figures, []);
}
