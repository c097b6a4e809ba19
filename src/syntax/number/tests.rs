use super::*;
use proptest::prelude::*;

fn unit_of(text: &str) -> Option<(f64, String)> {
    parse(text).map(|q| (q.amount, q.unit.to_string()))
}

#[test]
fn numbers_with_units_are_read() {
    let cases: &[(&str, f64, &str)] = &[
        ("68%", 68.0, "%"),
        ("68 %", 68.0, "%"),
        ("$14.2", 14.2, "$"),
        ("$18M", 18e6, "$"),
        ("$18m", 18e6, "$"),
        ("12,000", 12_000.0, ""),
        ("8.7/10", 8.7, "/10"),
        ("3.1/5", 3.1, "/5"),
        ("1,200/day", 1200.0, "1/day"),
        ("1,200 per day", 1200.0, "1/day"),
        ("5+ years", 5.0, "year"),
        ("3 years", 3.0, "year"),
        ("12 months", 12.0, "month"),
        ("¥3.2bn", 3.2e9, "¥"),
        ("€ 5 million", 5e6, "€"),
        ("5 million €", 5e6, "€"),
        ("US$3.4bn", 3.4e9, "$"),
        ("USD 5", 5.0, "$"),
        ("+88%", 88.0, "%"),
        ("+87.5%", 87.5, "%"),
        ("-4%", -4.0, "%"),
        ("−4%", -4.0, "%"),
        ("-$5M", -5e6, "$"),
        ("$-5M", -5e6, "$"),
        ("3億", 3e8, ""),
        ("2.4万", 24_000.0, ""),
        ("1.5亿", 1.5e8, ""),
        ("3亿元", 3e8, "元"),
        ("3万亿美元", 3e12, "$"),
        ("120만 명", 1.2e6, "person"),
        ("12x", 12.0, "x"),
        ("×3", 3.0, "x"),
        ("1e6", 1e6, ""),
        ("1.5e-3", 0.0015, ""),
        (".5", 0.5, ""),
        ("386k", 386e3, ""),
        ("4M+ developers", 4e6, "developer"),
        ("5m users", 5e6, "user"),
        ("5 m", 5.0, "m"),
        ("5 m/s", 5.0, "m/s"),
        ("3.5 pp", 3.5, "pp"),
        ("2 percentage points", 2.0, "pp"),
        ("25 bps", 25.0, "bp"),
        ("5 percent", 5.0, "%"),
        ("~5", 5.0, ""),
        ("≈5", 5.0, ""),
        ("c. 5", 5.0, ""),
        ("<1%", 1.0, "%"),
        (">4M", 4e6, ""),
        ("≥5", 5.0, ""),
        ("$5/user/month", 5.0, "$/month·user"),
        ("20 MW", 20.0, "MW"),
        ("20 °C", 20.0, "°C"),
        ("1.5 GWh", 1.5, "GWh"),
        (" 0 ", 0.0, ""),
        ("2025", 2025.0, ""),
        ("1½", 1.5, ""),
        ("1½ million", 1.5e6, ""),
        ("1 ½ million", 1.5e6, ""),
        ("$2¼M", 2.25e6, "$"),
        ("-1⅛%", -1.125, "%"),
        ("12½ years", 12.5, "year"),
        ("5 mio. €", 5e6, "€"),
        ("5 Mrd. €", 5e9, "€"),
        ("14.2 per 100,000", 14.2, "per 100,000"),
        ("14.2 cases per 100,000", 14.2, "cases per 100,000"),
        ("3 hospital admissions/1,000", 3.0, "hospital admissions/1,000"),
        ("3 infections per million", 3.0, "infections per million"),
        ("3 cases per million", 3.0, "case/million"),
        ("$5 per 1,000", 5.0, "$/1,000"),
    ];
    for (text, amount, unit) in cases {
        assert_eq!(unit_of(text), Some((*amount, (*unit).to_owned())), "{text}");
    }
}

#[test]
fn other_texts_are_no_numbers() {
    let cases = [
        "",
        " ",
        "-",
        "+",
        "$",
        "%",
        ".",
        ",",
        "5.",
        "F-35",
        "Q1 2025",
        "2025-03-01",
        "01/02/2025",
        "MiniMax-01",
        "555-0134",
        "+1 555 0134",
        "£12–15",
        "3-5",
        "3–5 years",
        "(1,200)",
        "1,2",
        "12,34",
        "1,2000",
        "1.2.3",
        "007",
        "1 234",
        "24/7",
        "1/2",
        "6/5",
        "-3/5",
        "5 apples",
        "5 MW of wind",
        "MW",
        "5%%",
        "$5 €",
        "5 K",
        "3D",
        "2x4",
        "~5+",
        "12:30",
        "5e",
        "1e999",
        "NaN",
        "inf",
        "٣",
        "v1.0",
        "5/",
        "5/1a",
        "½½",
        "1½½",
        "1.5½",
        "1½5",
        "1½e6",
        "1  ½",
        "1/100,000",
        "3 per 7",
        "3 per 100,00",
        "3 per 100,000 in all",
        "3 of them per 1,000",
    ];
    for text in cases {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn the_manner_of_writing_is_kept() {
    let written = |text| parse(text).map(|q| Written::clone(&q.written));
    assert_eq!(
        written("€ 5.25 million"),
        Some(Written {
            decimals: 2,
            scale: Some(Scale { symbol: " million".into(), exponent: 6 }),
            grouped: true,
            prefix: "€ ".into(),
            suffix: " million".into(),
            ..Written::default()
        })
    );
    assert_eq!(
        written("5+ years"),
        Some(Written {
            qualifier: Some(Qualifier::AtLeast),
            grouped: true,
            suffix: "+ years".into(),
            ..Written::default()
        })
    );
    let plus = written("+12000").unwrap_or_default();
    assert!(plus.signed && !plus.grouped);
    assert_eq!(written("≤5").and_then(|w| w.qualifier), Some(Qualifier::AtMost));
    assert_eq!(written("1.25e1").map(|w| w.decimals), Some(1));
}

#[test]
fn marks_come_from_the_caller() {
    let german = Marks { decimal: ',', group: Some('.'), ..Marks::default() };
    assert_eq!(parse_with("1.234,5", german).map(|q| q.amount), Some(1234.5));
    assert_eq!(parse_with("1,234.5", german), None);
    let french = Marks { decimal: ',', group: Some('\u{202f}'), ..Marks::default() };
    assert_eq!(parse_with("1 234,5", french).map(|q| q.amount), Some(1234.5));
    let none = Marks { group: None, ..Marks::default() };
    assert_eq!(parse_with("1,234", none), None);
}

#[test]
fn a_billion_is_a_million_millions_where_the_language_says_so() {
    let long = Marks { long_scale: true, ..Marks::default() };
    for (text, amount, unit) in [
        ("1 Billion", 1e12, ""),
        ("2 Billionen €", 2e12, "€"),
        ("2 Bio. €", 2e12, "€"),
        ("3 trillion", 3e18, ""),
        ("1 Milliarde €", 1e9, "€"),
        ("4 milliards", 4e9, ""),
        ("1 billón", 1e12, ""),
        ("1.5bn", 1.5e9, ""),
        ("$3B", 3e9, "$"),
        ("2 million", 2e6, ""),
    ] {
        let read = parse_with(text, long).map(|q| (q.amount, q.unit.to_string()));
        assert_eq!(read, Some((amount, unit.to_owned())), "{text}");
    }
    assert_eq!(parse("1 billion").map(|q| q.amount), Some(1e9));
    assert_eq!(parse("2 Bio. €"), None);
    for (tag, is_long) in [
        ("de", true),
        ("fr-CA", true),
        ("es", true),
        ("da", true),
        ("en", false),
        ("pt-BR", false),
        ("pt-PT", true),
    ] {
        assert_eq!(Marks::of(&Locale::of(tag)).long_scale, is_long, "{tag}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_fail(text in any::<String>()) {
        if let Some(q) = parse(&text) {
            prop_assert!(q.amount.is_finite());
        }
    }

    #[test]
    fn no_number_like_text_makes_it_fail(text in "[-+~<$€×]{0,3}[0-9.,]{0,12}[eE]?[-+]?[0-9]{0,4}[ %/+kMbnm万億a-z0-9]{0,8}") {
        if let Some(q) = parse(&text) {
            prop_assert!(q.amount.is_finite());
        }
    }
}

proptest! {
    #[test]
    fn plain_numbers_are_read_as_any_others(text in "[0-9]{0,20}([.,][0-9]{0,20})?", comma in any::<bool>()) {
        let marks = if comma { Marks { decimal: ',', group: Some('.'), ..Marks::default() } } else { Marks::default() };
        if let Some(number) = plain(&text, marks) {
            prop_assert_eq!(Some(number), written(&text, marks));
        }
    }
}

#[test]
fn digits_with_one_decimal_mark_are_plain() {
    for text in ["0", "7", "1234", "0.5", "12.50", "31415926535897932384.62643"] {
        assert!(plain(text, Marks::default()).is_some(), "{text}");
    }
    for text in ["", ".", "5.", ".5", "007", "1,234", "1.2.3", "-5", "5%", "٣"] {
        assert_eq!(plain(text, Marks::default()), None, "{text}");
    }
}
