use super::*;
use crate::diagnostics::Files;
use crate::model::{Cell, Dataset, DatasetParts, Field, FieldKind, Format, Moment, Precision};
use crate::syntax::number;
use jiff::civil::Date;
use proptest::prelude::*;

/// A dataset from comma-separated text; `key` fields from the left make the primary key.
fn dataset(files: &mut Files, name: &str, key: usize, text: &str) -> Dataset {
    let file = files.add(format!("content/data/{name}.csv"), text);
    let mut lines = text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let records: Vec<Vec<&str>> = lines.collect();
    let field = |name: &&str| Field {
        name: (*name).to_owned(),
        title: (*name).to_owned(),
        description: None,
        kind: FieldKind::Any,
        unit: None,
        format: Format::default(),
    };
    let cell = |text: &str| Cell { scalar: scalar(text), text: text.into(), place: 0..0 };
    Dataset::new(DatasetParts {
        name: name.to_owned(),
        file,
        path: format!("data/{name}.csv"),
        title: None,
        description: None,
        fields: header.iter().map(field).collect(),
        columns: (0..header.len()).map(|f| records.iter().map(|r| cell(r[f])).collect()).collect(),
        primary_key: (0..key).collect(),
        sources: Vec::new(),
        licences: Vec::new(),
    })
}

fn scalar(text: &str) -> Scalar {
    match text {
        "" => Scalar::Missing,
        "yes" => Scalar::Boolean(true),
        "no" => Scalar::Boolean(false),
        _ => match (text.parse::<Date>(), number::parse(text)) {
            (Ok(date), _) => Scalar::Moment(Moment { at: date.into(), precision: Precision::Day }),
            (_, Some(quantity)) => Scalar::Number(quantity),
            _ => Scalar::Text(text.into()),
        },
    }
}

const MINERALS: &str = "Mineral|Price Surge|Inventory Days|Timeline
Terbium|220%|15|5+ years
Dysprosium|180%|22|3 years
Neodymium|45%|38|12 months";
const MARKETS: &str = "Market|Share|ARPU|Users|Risk|Listed|Since
US|68%|$14.2|4,000 users|8.7/10|yes|2024-03-01
Japan|19%|$8.7|1,000 users|3.2/10|no|2024-06-01
SEA|13%|$1.2|500 users|4.1/10|yes|2025-03-01";
const COSTS: &str = "Company|Revenue|Cost|Note
MiniMax|$70M|$18M|
Zhipu AI|$28M|$4M|state
Baichuan|$0|$7M|";
const RETENTION: &str = "Week|Conch AI
1|100%
4|62%
8|41%";
const SURVEY: &str = "Answer|Votes
A|3
B|4";

fn evaluator_in(language: &str) -> Expressions {
    let mut files = Files::default();
    let mut datasets = Datasets::default();
    let all = [
        ("minerals", 1, MINERALS),
        ("markets", 1, MARKETS),
        ("costs", 1, COSTS),
        ("conch-retention", 1, RETENTION),
        ("folder/survey", 0, SURVEY),
        ("survey", 0, SURVEY),
    ];
    for (name, key, text) in all {
        let added = datasets.add(dataset(&mut files, name, key, text));
        assert!(added.is_ok(), "{name} is there once");
    }
    Expressions::new(Arc::new(datasets), Locale::of(language))
}

fn evaluator() -> Expressions {
    evaluator_in("en")
}

#[track_caller]
fn prints(cases: &[(&str, &str)]) {
    let expressions = evaluator();
    for (source, expected) in cases {
        match expressions.evaluate(source) {
            Ok(evaluated) => assert_eq!(&evaluated.text, expected, "{source}"),
            Err(error) => panic!("{source}: {error:?}"),
        }
    }
}

/// Rule, message, the text under the range, and help of each expression's error.
#[track_caller]
fn fails(cases: &[(&str, &str, &str, &str, &str)]) {
    let expressions = evaluator();
    for (source, rule, message, place, help) in cases {
        let error = match expressions.evaluate(source) {
            Ok(evaluated) => panic!("{source} gives {}", evaluated.text),
            Err(error) => error,
        };
        let under = source.get(error.range.clone()).unwrap_or("out of range");
        let found = (error.rule.name(), error.message.as_str(), under, error.help.join("; "));
        assert_eq!(found, (*rule, *message, *place, (*help).to_owned()), "{source}");
    }
}

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
        (r#"data.markets.filter(|r| r.Share > 99).sum("Share")"#, "0"),
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
        ("(70000000 * data.markets.US.Share).signed()", "+4,760,000,000%"),
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
        cells.into_iter().map(|cell| (cell.dataset.0, cell.record, cell.field)).collect()
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
    assert_eq!(used("data.markets.count()"), []);
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
    assert_eq!(filter.used().len(), 5, "the second half is not read where the first is false");
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
fn unknown_names_name_the_nearest() {
    fails(&[
        (
            "data.mineral.Terbium",
            "undefined-dataset",
            "no dataset is named `mineral`",
            "mineral",
            "did you mean `data.minerals`?",
        ),
        (
            r#"data["conch-retenton"][1]"#,
            "undefined-dataset",
            "no dataset is named `conch-retenton`",
            "conch-retenton",
            "did you mean `data[\"conch-retention\"]`?",
        ),
        (
            r#"data.minerals["Terbum"]["Price Surge"]"#,
            "undefined-record",
            "`minerals` has no record `Terbum`",
            "Terbum",
            "did you mean `Terbium`?",
        ),
        (
            r#"data.minerals["Price Surge"]"#,
            "undefined-record",
            "`minerals` has no record `Price Surge`",
            "Price Surge",
            "`Price Surge` is a field: name a record first, as in `data.minerals[\"Terbium\"][\"Price Surge\"]`, or take all its values with `.field(\"Price Surge\")`",
        ),
        (
            "data.survey.A",
            "undefined-record",
            "`survey` has no record `A`",
            "A",
            "the dataset has no primary key: declare `primaryKey` in `datapackage.json`, or find the record with `.filter(|r| …).first()`",
        ),
        (
            r#"data.minerals.Terbium["Price surge"]"#,
            "undefined-field",
            "`minerals` has no field `Price surge`",
            "Price surge",
            "did you mean `Price Surge`?",
        ),
        (
            r#"data.markets.sum("Shares") + data.minerals.Terbium.Share"#,
            "undefined-field",
            "`markets` has no field `Shares`",
            "Shares",
            "did you mean `Share`?",
        ),
        (
            "minerals.Terbium",
            "invalid-expression",
            "`minerals` is not known here",
            "minerals",
            "datasets stand below `data`: write `data.minerals`",
        ),
        (
            "data.survey.count() + date.x",
            "invalid-expression",
            "`date` is not known here",
            "date",
            "did you mean `data`?",
        ),
        (
            "data.conch-retention",
            "undefined-dataset",
            "no dataset is named `conch`",
            "conch",
            "did you mean `data[\"conch-retention\"]`?",
        ),
        (
            r#"data.markets.maen("Share")"#,
            "invalid-expression",
            "there is no method `maen`",
            "maen",
            "did you mean `mean`?",
        ),
    ]);
}

#[test]
fn units_that_do_not_go_together_are_named() {
    let product = "a percentage of an amount is a product: `amount * percentage`";
    let strip = "strip a unit with `.number()` if that is meant";
    fails(&[
        (
            "data.markets.US.Share + data.costs.MiniMax.Cost",
            "unit-mismatch",
            "cannot add $18M (MiniMax / Cost) to 68% (US / Share): the units `$` and `%` do not go together",
            "+",
            product,
        ),
        (
            "data.costs.MiniMax.Cost - data.markets.US.Users",
            "unit-mismatch",
            "cannot subtract 4,000 users (US / Users) from $18M (MiniMax / Cost): the units `user` and `$` do not go together",
            "-",
            strip,
        ),
        (
            "data.markets.US.ARPU > data.markets.US.Share",
            "unit-mismatch",
            "cannot compare $14.2 (US / ARPU) with 68% (US / Share): the units `$` and `%` do not go together",
            ">",
            product,
        ),
        (
            "data.markets.US.Risk * data.markets.US.ARPU",
            "unit-mismatch",
            "cannot multiply 8.7/10 (US / Risk) with $14.2 (US / ARPU): the units `/10` and `$` do not go together",
            "*",
            strip,
        ),
        (
            "data.minerals.field(\"Timeline\").sum()",
            "unit-mismatch",
            "cannot add 12 months (Neodymium / Timeline) to 8 years: the units `month` and `year` do not go together",
            "sum",
            strip,
        ),
        (
            "data.markets.US.ARPU.percent()",
            "unit-mismatch",
            "`.percent()` needs a ratio or a percentage, found $14.2 (US / ARPU)",
            "percent",
            "a ratio comes from `a / b`, a percentage from `a.share_of(b)`",
        ),
        (
            "data.markets.US.ARPU.currency(\"€\")",
            "unit-mismatch",
            "`.currency(\"€\")` of $14.2 (US / ARPU), which is in $",
            "currency",
            "convert it first: multiply by a rate, then take `.number()`",
        ),
        (
            "data.markets.US.ARPU ** 2",
            "unit-mismatch",
            "`**` takes bare numbers, found $14.2 (US / ARPU) ** 2",
            "**",
            "strip the unit with `.number()`",
        ),
    ]);
}

#[test]
fn values_that_do_not_exist_are_errors() {
    let empty = "leave empty cells out first: `.filter(|r| !r[\"…\"].is_missing())`, or fill the cell";
    fails(&[
        (
            "data.costs.MiniMax.Note",
            "missing-value",
            "MiniMax / Note is empty; a value was expected",
            "data.costs.MiniMax.Note",
            empty,
        ),
        (
            "data.costs.MiniMax.Note * 2",
            "missing-value",
            "MiniMax / Note is empty; a value was expected",
            "*",
            empty,
        ),
        (
            "data.costs.MiniMax.Revenue / data.costs.Baichuan.Revenue",
            "invalid-expression",
            "division by zero: Baichuan / Revenue is 0",
            "/",
            "",
        ),
        ("1 / 0", "invalid-expression", "division by zero: the divisor is 0", "/", ""),
        (
            "(-1) ** 0.5",
            "invalid-expression",
            "the result is no number: it is too large, or has no real value",
            "**",
            "",
        ),
        (
            "data.markets.filter(|r| r.Share > 99).first()",
            "invalid-expression",
            "`.first()` of an empty list has no value",
            "first",
            "no record is left after the filter",
        ),
        (
            "data.markets.US.Market * 2",
            "invalid-expression",
            "the text `US` (US / Market) is no number; a number was expected",
            "*",
            "",
        ),
        (
            "data.markets.US.Market > 5",
            "invalid-expression",
            "cannot compare 5 with the text `US` (US / Market)",
            ">",
            "compare numbers with numbers and words with words",
        ),
    ]);
}

#[test]
fn what_is_no_single_value_says_how_to_pick_one() {
    fails(&[
        (
            " data.minerals.Terbium ",
            "invalid-expression",
            "the expression gives the record `Terbium` of `minerals`; one value was expected",
            "data.minerals.Terbium",
            "name a field of the record: `[\"Field\"]`",
        ),
        (
            "data",
            "invalid-expression",
            "the expression gives all data; one value was expected",
            "data",
            "name a dataset, a record and a field: `data.minerals[\"Terbium\"][\"Price Surge\"]`",
        ),
        (
            "data.markets.field(\"Share\")",
            "invalid-expression",
            "the expression gives a list of 3 values; one value was expected",
            "data.markets.field(\"Share\")",
            "pick one value: `.first()`, `.sum()`, `.max()`, `.count()`",
        ),
        (
            "data.markets.records()",
            "invalid-expression",
            "the expression gives a list of 3 records of `markets`; one value was expected",
            "data.markets.records()",
            "pick one value: `.first()[\"Field\"]`, `.sum(\"Field\")`, `.count()`",
        ),
        (
            "|r| r.Share",
            "invalid-expression",
            "the expression gives a function; one value was expected",
            "|r| r.Share",
            "hand the function to `.filter(…)` or `.map(…)`",
        ),
        (
            "data.markets + 1",
            "invalid-expression",
            "the dataset `markets` stands where one value was expected",
            "+",
            "name a record and a field, or sum up: `.sum(\"Field\")`, `.count()`",
        ),
        (
            "data.markets.US.Share.Share",
            "invalid-expression",
            "68% (US / Share) has no part `Share`",
            "Share",
            "it is a single value already",
        ),
        (
            "data.markets.field(\"Share\").sum",
            "invalid-expression",
            "a list of 3 values has no part `sum`",
            "sum",
            "a method has brackets: `.sum(\"Field\")`",
        ),
        (
            "data.markets.sum()",
            "invalid-expression",
            "`.sum()` of the dataset `markets` needs the name of a field",
            "sum",
            "write `.sum(\"Field\")`",
        ),
        (
            "data.markets.US.Share.round(1, 2)",
            "invalid-expression",
            "`round` takes 0 or 1 arguments in its brackets, found 2",
            "round",
            "write `.round(2)`",
        ),
        (
            "data.markets.US.Share.round(99)",
            "invalid-expression",
            "a number of digits from 0 to 15 was expected, found 99",
            "round",
            "",
        ),
        (
            "data.markets.US.Since.date(\"%!\")",
            "invalid-expression",
            "`%!` is no date pattern",
            "date",
            "write `%Y` for the year, `%B` or `%-m` for the month, `%-d` for the day: `.date(\"%-d %B %Y\")`",
        ),
        (
            "data.markets.filter(\"Share\")",
            "invalid-expression",
            "`.filter(…)` needs a function",
            "filter",
            "write `.filter(|r| …)`",
        ),
        (
            "data.markets.filter(|r| r.Share).count()",
            "invalid-expression",
            "the function of `.filter(…)` must give true or false, found 68% (US / Share)",
            "filter",
            "",
        ),
        (
            "data.markets.US.Share && true",
            "invalid-expression",
            "true or false was expected, found a value",
            "Share",
            "",
        ),
        (
            "!data.markets.US.Share",
            "invalid-expression",
            "`!` needs true or false, found 68% (US / Share)",
            "!",
            "",
        ),
    ]);
}

#[test]
fn statements_and_slips_of_the_pen_are_explained() {
    let formula = "an expression is one formula, without statements, assignments or loops";
    fails(&[
        ("let x = 1; x", "invalid-expression", "`let` is not part of an expression", "let", formula),
        (
            "data.x = 1",
            "invalid-expression",
            "`=` is not part of an expression",
            "=",
            "write `==` to compare",
        ),
        ("while true { 1 }", "invalid-expression", "`while` is not part of an expression", "while", formula),
        ("eval(\"1\")", "invalid-expression", "`eval` is not part of an expression", "eval", formula),
        ("", "invalid-expression", "the expression is empty", "", ""),
    ]);
    for source in [
        "fn f() { 1 }",
        "import \"x\" as y",
        "loop { }",
        "for i in 0..9 { i }",
        "print(1)",
        "{ 1; 2 }",
        "1; 2",
        "data.markets.map(|r| { let x = 1; x }).sum()",
        "data.markets.map(|r| { 1; 2 }).sum()",
        "do { 1 } while true",
        "switch 1 { 1 => 2 }",
        "return 1",
        "throw 1",
        "Fn(\"x\")",
        "this",
        "#{a: 1, b: 2}",
        "1 +",
        "((1)",
        "data.",
        "\"abc",
        "data.minerals.Terbium.Price Surge",
        "data.矿物",
        "68% > 5",
        "'abc'",
        "“abc”",
        "1 ? 2 : 3",
    ] {
        let error = evaluator().evaluate(source).err();
        assert_eq!(error.as_ref().map(|e| e.rule.name()), Some("invalid-expression"), "{source}");
        let range = error.map(|e| e.range).unwrap_or_default();
        assert!(source.get(range).is_some(), "the range of {source} lies within it");
    }
    let help =
        |source: &str| evaluator().evaluate(source).err().map(|e| e.help.join("; ")).unwrap_or_default();
    assert_eq!(
        help("data.minerals.Terbium.Price Surge"),
        "a name with spaces stands in brackets and quotes: `[\"Price Surge\"]`"
    );
    assert_eq!(help("data.矿物"), "names with other letters stand in brackets and quotes: `data[\"矿物\"]`");
    assert_eq!(help("data[“x”]"), "use straight quotes: `\"…\"`");
    assert!(help("68% * 2 > * 3").starts_with("write a percentage as a bare number"));
}

#[test]
fn limits_hold_and_say_so() {
    let message = |source: &str| evaluator().evaluate(source).err().map(|e| e.message).unwrap_or_default();
    let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(message(&deep), "the expression is nested too deeply");
    assert_eq!(message(&"1+".repeat(10_000)), "the expression is longer than 10,000 bytes");
    assert_eq!(message(&vec!["1"; 4000].join("+")), "the expression is nested too deeply");
    let list = format!("[{}]", vec!["1"; 110].join(","));
    let nested = format!("{list}.map(|a| {list}.map(|b| {list}.map(|c| a + b + c).sum()).sum()).sum()");
    assert_eq!(message(&nested), "the expression takes more than 1,000,000 steps");
    assert_eq!(message("`${\"a\".text()}` + 1 + 2"), "", "the next expression starts anew");
}

#[test]
fn places_are_bytes_in_the_source() {
    let error = evaluator().evaluate("\"漢字\" +\n  data.markets.漢");
    assert_eq!(error.err().map(|e| e.range), Some(26..29));
    let error = evaluator().evaluate("\"漢字\" +\n  data.market.US");
    assert_eq!(error.err().map(|e| e.range), Some(18..24));
}

/// A value written in an expression: a bare number or one with a unit, as a text that `==` and methods read.
fn amounts() -> impl Strategy<Value = (Value, Value, Value)> {
    let unit = prop::sample::select(vec!["", "$", "%", "user", "day"]);
    let value = (-1000i32..1000, unit).prop_map(|(n, unit)| {
        let unit = if unit.is_empty() { crate::model::Unit::NONE } else { crate::model::Unit::of(unit) };
        Value::number(f64::from(n) / 4.0, unit)
    });
    (value.clone(), value.clone(), value)
}

proptest! {
    #[test]
    fn products_and_quotients_undo_each_other((a, b, _) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        prop_assume!(b.amount() != Some(0.0));
        let product = arithmetic::multiply(c, &a, &b);
        let back = product.as_ref().ok().and_then(|p| arithmetic::divide(c, p, &b).ok());
        // 0.25% may come back as 0.0025.
        let size = |value: &Value| value.quantity().map_or(f64::NAN, |q| if q.unit.is_percent() { q.amount / 100.0 } else { q.amount });
        let back = back.as_ref().map_or(f64::NAN, size);
        prop_assert!((back - size(&a)).abs() < 1e-9, "{a:?} * {b:?} / {b:?} = {back:?}");
    }

    #[test]
    fn sums_commute_and_keep_the_unit((a, b, _) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        let (x, y) = (arithmetic::add(c, &a, &b), arithmetic::add(c, &b, &a));
        prop_assert_eq!(x.is_ok(), y.is_ok());
        if let (Ok(x), Ok(y)) = (x, y) {
            prop_assert_eq!(x.quantity(), y.quantity());
        }
    }

    #[test]
    fn order_is_antisymmetric((a, b, _) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        if let (Ok(x), Ok(y)) = (arithmetic::compare(c, &a, &b), arithmetic::compare(c, &b, &a)) {
            prop_assert_eq!(x, y.reverse());
        }
    }

    #[test]
    fn no_source_makes_it_fail(source in "[data.minerals\\[\\]\"TerbumShare()|r<>=+*/%0-9 {}'`$漢-]{0,40}") {
        if let Err(error) = evaluator().evaluate(&source) {
            prop_assert!(source.get(error.range.clone()).is_some(), "{:?} lies in {source}", error.range);
        }
    }
}
