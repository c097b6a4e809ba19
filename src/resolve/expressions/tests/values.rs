//! What expressions give.

use super::*;

#[test]
fn untouched_values_print_as_written() {
    prints(&[
        (r#"data.minerals["Terbium"]["Price Surge"]"#, "220%"),
        (r#"data.minerals.Terbium["Timeline"]"#, "5+ years"),
        (r#"data["minerals"].Terbium.Timeline"#, "5+ years"),
        (r#"data.costs["Zhipu AI"].Note"#, "state"),
        (r#"data["conch-retention"][4]["Conch AI"]"#, "62%"),
        (r#"data["folder/survey"][2].Answer"#, "B"),
        (r#"data.markets.US.Listed"#, "yes"),
        (r#"data.markets.US.Since"#, "2024-03-01"),
        (r#"data.minerals.max("Price Surge")"#, "220%"),
        (r#"data.minerals.median("Price Surge")"#, "180%"),
        (r#""words""#, "words"),
        ("1 < 2", "true"),
    ]);
}

#[test]
fn arithmetic_knows_units() {
    prints(&[
        ("7 / 2", "3.5"),
        ("-5 + 2", "−3"),
        ("2 ** 10", "1,024"),
        ("0.1 + 0.2", "0.3"),
        ("data.costs.MiniMax.Revenue * data.markets.US.Share", "$47.6M"),
        ("data.markets.US.Share * data.costs.MiniMax.Revenue", "$47.6M"),
        (r#"data.costs["Zhipu AI"].Revenue / data.minerals.Neodymium["Price Surge"]"#, "$62.22M"),
        ("data.markets.US.ARPU / data.markets.SEA.ARPU", "11.83"),
        ("data.costs.MiniMax.Revenue / data.markets.US.Users", "$17,500/user"),
        ("data.costs.MiniMax.Revenue / data.markets.US.Users * data.markets.SEA.Users", "$8,750,000"),
        ("data.markets.US.Share + data.markets.Japan.Share", "87%"),
        ("data.markets.US.Share - data.markets.Japan.Share", "49 pp"),
        ("100 - data.markets.US.Share", "32%"),
        ("data.markets.US.Share + (data.markets.US.Share - data.markets.Japan.Share)", "117%"),
        ("data.markets.US.Share * data.markets.US.Share", "46.24%"),
        ("data.markets.US.Share / 2", "34%"),
        ("data.markets.US.ARPU + 1", "$15.2"),
        ("data.costs.MiniMax.Cost + data.costs.Baichuan.Cost", "$25M"),
        ("-data.markets.US.ARPU", "−$14.2"),
        ("data.markets.US.Risk - data.markets.Japan.Risk", "5.5/10"),
        ("data.markets.SEA.Since - data.markets.US.Since", "365 days"),
        (r#""rose to " + data.markets.US.Share"#, "rose to 68%"),
        (r#"if data.markets.US.Share > 50 { "most" } else { "some" }"#, "most"),
        ("`${data.markets.US.Share} of ${data.costs.MiniMax.Revenue / 2}`", "68% of $35M"),
    ]);
    assert_eq!(
        evaluator_in("zh").evaluate("data.markets.US.Share - data.markets.Japan.Share").map(|e| e.text),
        Ok("49个百分点".to_owned())
    );
}

#[test]
fn comparisons_know_units() {
    prints(&[
        ("data.markets.US.Share > 68", "false"),
        ("data.markets.US.Share >= 68", "true"),
        ("data.markets.US.Share == 68", "true"),
        (r#"data.markets.US.Share == "68%""#, "true"),
        (r#"data.markets.US.Share != "n/a""#, "true"),
        ("data.markets.US.ARPU < data.markets.Japan.ARPU", "false"),
        ("data.markets.US.Listed && !data.markets.Japan.Listed", "true"),
        (r#"data.markets.US.Since < "2025-01-01""#, "true"),
        ("data.markets.SEA.Since >= 2025", "true"),
        (r#"data.markets.US.Market == "US""#, "true"),
        (r#"data.costs.MiniMax.Note == """#, "true"),
        ("data.costs.MiniMax.Note.is_missing()", "true"),
        (r#"data.markets.sum("Share") == 100"#, "true"),
        (r#"data.markets.US.Market.contains("U") && "x".starts_with("x") && "xy".ends_with("y")"#, "true"),
        (r#"data.markets.field("Market").contains("SEA")"#, "true"),
    ]);
}

#[test]
fn collections_answer_questions() {
    prints(&[
        ("data.markets.count()", "3"),
        ("data.markets.records().count()", "3"),
        (r#"data.markets.sum("Share")"#, "100%"),
        (r#"data.markets.mean("ARPU")"#, "$8.03"),
        (r#"data.markets.min("ARPU")"#, "$1.2"),
        (r#"data["conch-retention"].median("Conch AI")"#, "62%"),
        (r#"data.markets.filter(|r| r.Share < 60).median("Share")"#, "16%"),
        (r#"data.costs.sum("Cost")"#, "$29M"),
        (r#"data.minerals.filter(|r| r["Price Surge"] >= 100).count()"#, "2"),
        (r#"data.minerals.filter(|r| r["Price Surge"] >= 100).last().Mineral"#, "Dysprosium"),
        (r#"data.markets.filter(|r| r.Listed).map(|r| r.Market).last()"#, "SEA"),
        (r#"data.markets.map(|r| r.ARPU * r.Users).sum()"#, "66,100 $·user"),
        (r#"data.markets.filter(|r| r.Share > data.markets.mean("Share")).first().Market"#, "US"),
        (r#"data.markets.sort("Share").first().Market"#, "SEA"),
        (r#"data.markets.sort("-ARPU").last().Market"#, "SEA"),
        (r#"data.markets.sort("Market").first().Market"#, "Japan"),
        (r#"data.markets.Japan.rank("Share")"#, "2"),
        (r#"data.markets.Japan.rank("-Risk")"#, "1"),
        (r#"data.markets.field("Share").max()"#, "68%"),
        (r#"data.markets.field("Share").first()"#, "68%"),
        (r#"data.markets.field("ARPU").filter(|v| v > 5).sum()"#, "$22.9"),
        (r#"data.markets.field("ARPU").sort().first()"#, "$1.2"),
        ("[data.markets.US.ARPU, data.markets.Japan.ARPU].mean()", "$11.45"),
        ("max(data.markets.US.ARPU, data.markets.Japan.ARPU)", "$14.2"),
        (r#"data.markets.filter(|r| r.Share > 99).sum("Share")"#, "0%"),
        (r#"data.markets.filter(|r| r.Share > 99).sum("ARPU") + data.markets.US.ARPU"#, "$14.2"),
        (r#"data.markets.filter(|r| r.Share > 99).sum("Users")"#, "0 users"),
        (r#"data.survey.filter(|r| r.Votes > 99).sum("Votes")"#, "0"),
    ]);
}

#[test]
fn methods_format_one_value() {
    prints(&[
        ("data.markets.US.ARPU.round(0)", "$14"),
        ("data.markets.US.ARPU.round(2)", "$14.20"),
        ("data.markets.US.ARPU.currency()", "$14.20"),
        (r#"(1234.5).currency("€")"#, "€1,234.50"),
        ("data.costs.MiniMax.Revenue.currency()", "$70M"),
        ("(data.markets.SEA.ARPU / data.markets.US.ARPU).percent(1)", "8.5%"),
        ("(data.markets.US.Share - data.markets.SEA.Share).percent()", "55%"),
        ("(1234567).compact()", "1.2M"),
        ("(70000000 * data.markets.US.Share).signed()", "+47,600,000"),
        ("data.markets.US.Share.signed()", "+68%"),
        (r#"data.markets.US.Since.date("%-d %B %Y")"#, "1 March 2024"),
        ("data.markets.Japan.ARPU.change(data.markets.US.ARPU)", "63.22%"),
        ("change(data.markets.US.ARPU, data.markets.Japan.ARPU).round(0)", "−39%"),
        ("data.costs.MiniMax.Cost.share_of(data.costs.MiniMax.Revenue)", "25.71%"),
        (r#"share_of(data.markets.US.ARPU, data.markets.sum("ARPU")).round(1)"#, "58.9%"),
        ("data.markets.US.ARPU.times(data.markets.SEA.ARPU)", "11.8x"),
        ("times(12, 1)", "12x"),
        ("(data.markets.SEA.Share - data.markets.US.Share).abs()", "55 pp"),
        ("data.markets.US.Share.number()", "68"),
        ("data.markets.US.Share.unit()", "%"),
        (r#"data.markets.US.Share.text() + "!""#, "68%!"),
    ]);
}

#[test]
fn every_cell_that_was_read_is_remembered_in_order() {
    let expressions = evaluator();
    let used = |source: &str| -> Vec<(u32, u32, u32)> {
        let evaluated = expressions.evaluate(source);
        let cells = evaluated.map(|e| e.used).unwrap_or_default();
        cells.iter().map(|cell| (cell.dataset.0, cell.record, cell.field)).collect()
    };
    assert_eq!(used(r#"data.minerals.Terbium["Price Surge"]"#), [(0, 0, 1)]);
    assert_eq!(
        used("data.markets.SEA.ARPU + data.markets.US.ARPU + data.markets.SEA.ARPU"),
        [(1, 0, 2), (1, 2, 2)]
    );
    assert_eq!(used(r#"data.markets.sum("Share")"#), [(1, 0, 1), (1, 1, 1), (1, 2, 1)]);
    assert_eq!(
        used("data.markets.filter(|r| r.Share > 50).first().Market"),
        [(1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 2, 1)]
    );
    assert_eq!(used("data.markets.count()"), [(1, 0, 0), (1, 1, 0), (1, 2, 0)]);
    assert_eq!(used("data.markets.records().count()"), used("data.markets.count()"));
    assert_eq!(used("data.markets.filter(|r| r.Share > 50).count()"), [(1, 0, 1), (1, 1, 1), (1, 2, 1)]);
    assert_eq!(
        used("data.survey.count()"),
        [(5, 0, 0), (5, 1, 0)],
        "without a key, the first field names a record"
    );
    assert_eq!(used(r#"data.markets.filter(|r| r.Share > 99).sum("ARPU")"#).len(), 3, "those of the filter");
    let _ = expressions.evaluate("data.markets.US.Share + data.markets.US.ARPU");
    assert_eq!(used("1 + 1"), [], "what a failed expression read is forgotten");
    let origin =
        |source| expressions.evaluate(source).ok().and_then(|e| e.value.origin).map(|cell| cell.field);
    assert_eq!(origin("data.markets.US.Share"), Some(1));
    assert_eq!(origin("data.markets.US.Listed"), Some(5));
    assert_eq!(origin("data.markets.US.Share.round(1)"), Some(1));
    assert_eq!(origin("data.markets.US.Share * 1"), None);
}

#[test]
fn filters_run_over_records() {
    let expressions = evaluator();
    let markets = DatasetId(1);
    let filter = expressions.compile_filter(r#"r.Share < 50 && r["ARPU"] > 5"#, markets);
    let Ok(filter) = filter else { panic!("it parses") };
    assert_eq!(filter.records(), Ok(vec![1]));
    let read = |record: u32| {
        let evaluated =
            expressions.evaluate_about("r.Share < 50 && r[\"ARPU\"] > 5", Some(markets), Some(record));
        evaluated.map(|evaluated| evaluated.used.len()).unwrap_or_default()
    };
    assert_eq!([read(0), read(1)], [1, 2], "the second half is not read where the first is false");
    assert_eq!(expressions.filter("r.Listed", markets, 0), Ok(true));
    assert_eq!(expressions.filter("r.Share > data.markets.mean(\"Share\")", markets, 0), Ok(true));
    assert_eq!(
        expressions.filter("data.markets.filter(|q| q.Share > r.Share).count() == 1", markets, 1),
        Ok(true)
    );
    let error = expressions.filter("r.Share", markets, 0).err();
    assert_eq!(
        error.map(|e| e.message).as_deref(),
        Some("a filter must be true or false for each record, found 68% (US / Share)")
    );
    let error = expressions.filter("r.Shares > 10", markets, 0).err();
    assert_eq!(
        error.map(|e| (e.message, e.range)),
        Some(("`markets` has no field `Shares`".to_owned(), 2..8))
    );
}

#[test]
fn qualifiers_outlive_arithmetic() {
    prints(&[
        ("data.minerals.Terbium.Timeline + 1", "6+ years"),
        ("data.minerals.Terbium.Timeline + data.minerals.Dysprosium.Timeline", "8+ years"),
        ("data.minerals.Dysprosium.Timeline - data.minerals.Terbium.Timeline", "≤−2 years"),
        ("-data.minerals.Terbium.Timeline", "≤−5 years"),
        ("data.minerals.Terbium.Timeline * 2", "10+ years"),
        ("data.minerals.Terbium.Timeline * -2", "≤−10 years"),
        ("data.minerals.Terbium.Timeline / data.minerals.Terbium.Timeline", "~1"),
        ("data.minerals.Dysprosium.Timeline / data.minerals.Terbium.Timeline", "≤0.6"),
        ("data.minerals.Terbium.Timeline.share_of(data.minerals.Dysprosium.Timeline)", "166.67%+"),
        ("data.minerals.Terbium.Timeline.number()", "5"),
    ]);
}

#[test]
fn a_product_with_a_percentage_is_written_as_its_first_factor() {
    prints(&[
        ("70e6 * data.markets.US.Share", "47,600,000"),
        ("data.markets.US.Share * 2", "136%"),
        ("data.costs.MiniMax.Revenue * data.markets.US.Share", "$47.6M"),
        ("data.markets.US.Share * data.costs.MiniMax.Revenue", "$47.6M"),
    ]);
}

#[test]
fn rounded_numbers_agree_within_their_last_digits() {
    prints(&[
        ("data.markets.US.Share.agrees(68.49)", "true"),
        ("data.markets.US.Share.agrees(68.51)", "false"),
        ("data.costs.MiniMax.Revenue.agrees(70.4e6)", "true"),
        ("data.costs.MiniMax.Revenue.agrees(70.6e6)", "false"),
        // 100 of nothing is exact, each of three shares may be off by half a point.
        ("data.markets.field(\"Share\").adds_up(100)", "true"),
        ("data.markets.field(\"Share\").adds_up(101.5)", "true"),
        ("data.markets.field(\"Share\").adds_up(101.6)", "false"),
    ]);
}

#[test]
fn declared_decimals_hold_for_all_that_is_computed() {
    use crate::data::{DataFile, parse};
    use camino::Utf8Path;
    let package = r#"{"resources": [{"path": "x.csv", "schema": {"fields": [{"name": "Name"},
        {"name": "A", "displayFormat": {"decimals": 2}}, {"name": "B", "displayFormat": {"decimals": 1}},
        {"name": "C"}, {"name": "D", "displayFormat": {"decimals": 2, "compact": true}}]}}]}"#;
    let csv = "Name,A,B,C,D\na,1,$10,1.5,$500K\nb,2,$15,2.5,$700K\nc,6,$2,4,$900K\n";
    let mut files = Files::default();
    let data = [
        DataFile::new(Utf8Path::new("x.csv"), csv.as_bytes()),
        DataFile::new(Utf8Path::new("datapackage.json"), package.as_bytes()),
    ];
    let (datasets, found) = parse(&mut files, Utf8Path::new("content/data"), &data);
    assert!(found.is_empty(), "{found:?}");
    let expressions = Expressions::new(Arc::new(datasets), Locale::of("en"));
    let cases = [
        ("data.x.mean(\"A\")", "3.00"),
        ("data.x.mean(\"B\")", "$9.0"),
        ("data.x.a.A * 2", "2.00"),
        ("data.x.a.A / 3", "0.33"),
        ("data.x.a.B * 1.25", "$12.5"),
        ("data.x.a.B / data.x.b.B", "0.67"),
        ("data.x.mean(\"C\")", "2.67"),
        ("data.x.a.C * 2", "3"),
        ("data.x.sum(\"D\")", "$2.10M"),
        ("data.x.mean(\"D\")", "$700.00K"),
    ];
    for (source, expected) in cases {
        assert_eq!(expressions.evaluate(source).expect("a value").text, expected, "{source}");
    }
}
