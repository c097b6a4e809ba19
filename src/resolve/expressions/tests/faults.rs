//! What expressions report.

use super::*;

const ZERO: &str = "say what holds then: `if x == 0 { \"none\" } else { … }`, or leave the sentence out";

#[test]
fn a_letter_that_does_not_belong_is_named_once() {
    fails(&[(
        "data.minerals.Zé",
        "invalid-expression",
        "`é` was not expected here",
        "é",
        "names with other letters stand in brackets and quotes: `data[\"矿物\"]`",
    )]);
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
            ZERO,
        ),
        ("1 / 0", "invalid-expression", "division by zero: the divisor is 0", "/", ZERO),
        (
            "(-5).change(5)",
            "invalid-expression",
            "no change in percent can be said from below zero: the number before is negative",
            "change",
            "say the difference: `after - before`",
        ),
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
            "mend the cell, leave its record out with `.filter(|r| …)`, or name the text in `missingValues` of `datapackage.json` when it stands for an empty cell",
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
            "data.markets.records()[0].Share",
            "invalid-expression",
            "a list of 3 records of `markets` has no part 0",
            "[",
            "pick one value: `.first()[\"Field\"]`, `.sum(\"Field\")`, `.count()`",
        ),
    ]);
}

#[test]
fn methods_say_how_they_are_used() {
    fails(&[
        (
            "data.markets.sum()",
            "invalid-expression",
            "`.sum()` of the dataset `markets` needs the name of a field",
            "sum",
            "write `.sum(\"Field\")`",
        ),
        (
            "data.markets.US.rank(\"a\", \"b\")",
            "invalid-expression",
            "`rank` takes 1 argument in its brackets, found 2",
            "rank",
            "write `.rank(\"Field\")`",
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
            "data.markets.US.Share && true",
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

/// The help of an expression that has no value.
fn help(source: &str) -> String {
    evaluator().evaluate(source).expect_err(source).help.join("; ")
}

#[test]
fn words_of_other_languages_and_bare_keys_are_named() {
    let all = "data.minerals.count() > 2 and data.minerals.count() < 5";
    assert_eq!(help(all), "write `&&` for `and`");
    assert_eq!(help("not data.markets.US.Listed"), "write `!` for `not`");
    for source in ["data.minerals.2017.Lead", "data.minerals.2017[\"Lead\"]"] {
        assert_eq!(
            help(source),
            "a name that begins with a digit stands in brackets and quotes: `[\"2017\"]`",
            "{source}"
        );
    }
    let bare = "data.minerals.filter(|r| Mineral == \"Terbium\").count()";
    assert_eq!(help(bare), "`Mineral` is a field: write it behind its record, `r.Mineral`");
}
