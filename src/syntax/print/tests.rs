use super::*;
use crate::model::Qualifier;
use crate::syntax::number::{Marks, parse, parse_with};
use jiff::civil::datetime;
use proptest::prelude::*;

fn en() -> Locale {
    Locale::of("en")
}

fn of(amount: f64, unit: &str) -> Quantity {
    let unit = if unit.is_empty() { Unit::NONE } else { Unit::of(unit) };
    Quantity { amount, unit, written: Written::default().into() }
}

fn printed(amount: f64, unit: &str, format: Format) -> String {
    quantity(&of(amount, unit), &format, &en())
}

#[test]
fn rounding_sees_the_digits_a_reader_sees() {
    let cases = [
        (2.675, Some(2), "2.68"),
        (1.005, Some(2), "1.01"),
        (-0.5, Some(0), "−1"),
        (0.49, Some(0), "0"),
        (-0.001, Some(2), "0.00"),
        (999.995, Some(2), "1,000.00"),
        (12000.0, None, "12,000"),
        (11.833_333, None, "11.83"),
        (14.20, None, "14.2"),
        (0.0034, None, "0.0034"),
        (0.003_448, None, "0.0034"),
        (0.0996, None, "0.1"),
        (0.5, None, "0.5"),
        (1e-20, None, "0"),
        (1e21, None, "1,000,000,000,000,000,000,000"),
        (f64::NAN, None, "–"),
    ];
    for (number, decimals, expected) in cases {
        assert_eq!(amount(number, decimals, &en()), expected, "{number} to {decimals:?}");
    }
}

#[test]
fn marks_follow_the_locale() {
    assert_eq!(amount(-1_234_567.891, Some(1), &Locale::of("de")), "−1.234.567,9");
    assert_eq!(amount(1234.5, None, &Locale::of("fr")), "1\u{202f}234,5");
    assert_eq!(compact(150_000_000.0, None, &Locale::of("zh-Hans")), "1.5亿");
    assert_eq!(compact(386_000.0, None, &Locale::of("ja")), "38.6万");
}

#[test]
fn compact_takes_the_largest_scale_and_promotes() {
    let cases = [
        (47_600_000.0, None, "47.6M"),
        (999_960.0, None, "1M"),
        (950_000.0, None, "950K"),
        (-1_254_000_000.0, None, "−1.3B"),
        (386_000.0, Some(1), "386.0K"),
        (14.25, None, "14.25"),
        (0.0, None, "0"),
    ];
    for (number, decimals, expected) in cases {
        assert_eq!(compact(number, decimals, &en()), expected);
    }
}

#[test]
fn units_stand_where_readers_expect_them() {
    let plain = Format::default;
    assert_eq!(printed(14.2, "$", plain()), "$14.2");
    assert_eq!(printed(-4.0, "$", plain()), "−$4");
    assert_eq!(printed(68.0, "%", plain()), "68%");
    assert_eq!(printed(24.0, "pp", plain()), "24 pp");
    assert_eq!(printed(5.5, "/10", plain()), "5.5/10");
    assert_eq!(printed(3.0, "year", plain()), "3 years");
    assert_eq!(printed(1.0, "year", plain()), "1 year");
    assert_eq!(printed(20.0, "MW", plain()), "20 MW");
    assert_eq!(printed(3.0, "元", plain()), "3元");
    assert_eq!(printed(12.0, "CHF", plain()), "CHF\u{a0}12");
    let per_user = Quantity { unit: Unit::of("$").per(&Unit::of("user")), ..of(14.25, "") };
    assert_eq!(quantity(&per_user, &plain(), &en()), "$14.25/user");
    let per_day = Quantity { unit: Unit::NONE.per(&Unit::of("day")), ..of(1200.0, "") };
    assert_eq!(quantity(&per_day, &plain(), &en()), "1,200/day");
    let product = Quantity { unit: Unit::of("kW").times(&Unit::of("hour")), ..of(5.0, "") };
    assert_eq!(quantity(&product, &plain(), &en()), "5 hour·kW");
    assert_eq!(quantity(&of(24.0, "pp"), &plain(), &Locale::of("zh")), "24个百分点");
}

#[test]
fn formats_change_one_thing_each() {
    let f = Format::default;
    assert_eq!(printed(0.683, "", Format { percent: true, decimals: Some(1), ..f() }), "68.3%");
    assert_eq!(printed(68.0, "%", Format { percent: true, ..f() }), "68%");
    assert_eq!(printed(88.0, "%", Format { signed: true, ..f() }), "+88%");
    assert_eq!(printed(0.0, "%", Format { signed: true, ..f() }), "0%");
    assert_eq!(
        printed(1234.0, "", Format { currency: Some("€".into()), decimals: Some(2), ..f() }),
        "€1,234.00"
    );
    assert_eq!(printed(47_600_000.0, "$", Format { compact: true, ..f() }), "$47.6M");
    assert_eq!(printed(11.8333, "", Format { suffix: Some("x".into()), ..f() }), "11.8x");
    assert_eq!(printed(2025.0, "", Format { grouped: Some(false), ..f() }), "2025");
}

#[test]
fn a_computed_value_keeps_the_scale_of_its_cells() {
    let written = parse("$18M").map(|q| q.written).unwrap_or_default();
    let of = |amount| Quantity { amount, unit: Unit::of("$"), written: written.clone() };
    assert_eq!(quantity(&of(47_600_000.0), &Format::default(), &en()), "$47.6M");
    assert_eq!(
        quantity(&of(47_612_345.0), &Format { decimals: Some(2), ..Format::default() }, &en()),
        "$47.61M"
    );
    assert_eq!(quantity(&of(382_978.72), &Format::default(), &en()), "$382,978.72");
    let compact = Format { compact: true, decimals: Some(0), ..Format::default() };
    assert_eq!(quantity(&of(29_000_000.0), &compact, &en()), "$29M");
    assert_eq!(quantity(&of(1_234_000_000.0), &compact, &en()), "$1.2B");
}

#[test]
fn a_number_takes_the_style_of_another() {
    let cases = [
        ("$18M", 21e6, "$21M"),
        ("€ 5 million", 7.4e6, "€ 7 million"),
        ("5+ years", 3.0, "3+ years"),
        ("+87.5%", -4.25, "−4.3%"),
        ("~$5", -6.0, "~−$6"),
        ("¥3.2bn", 1e9, "¥1.0bn"),
        ("1,200/day", 22_600.0, "22,600/day"),
        ("8.7/10", 9.0, "9.0/10"),
    ];
    for (style, number, expected) in cases {
        let written = parse(style).map(|q| q.written).unwrap_or_default();
        assert_eq!(in_style(number, &written, &en()), expected, "in the style of {style}");
    }
}

#[test]
fn dates_are_as_precise_as_written() {
    let at = |precision| Moment { at: datetime(2025, 3, 1, 12, 30, 0, 0), precision };
    let en_date = |precision| moment(at(precision), &Format::default(), &en());
    assert_eq!(en_date(Precision::Year), "2025");
    assert_eq!(en_date(Precision::Month), "March 2025");
    assert_eq!(en_date(Precision::Day), "1 March 2025");
    assert_eq!(en_date(Precision::Second), "1 March 2025 12:30");
    assert_eq!(moment(at(Precision::Month), &Format::default(), &Locale::of("ja")), "2025年3月");
    let format = Format { date: Some("%d.%m.%y".into()), ..Format::default() };
    assert_eq!(moment(at(Precision::Day), &format, &en()), "01.03.25");
    assert_eq!(date(at(Precision::Day), "%!", &en()), None);
}

#[test]
fn months_are_named_in_the_language() {
    let at = |precision| Moment { at: datetime(2025, 3, 1, 0, 0, 0, 0), precision };
    for (tag, month, day) in [
        ("de", "März 2025", "1. März 2025"),
        ("fr-CA", "mars 2025", "1 mars 2025"),
        ("es", "marzo de 2025", "1 de marzo de 2025"),
        ("pt-BR", "março de 2025", "1 de março de 2025"),
        ("ar", "مارس 2025", "1 مارس 2025"),
        ("zh-Hant", "2025年3月", "2025年3月1日"),
        ("ko", "2025년 3월", "2025년 3월 1일"),
    ] {
        let locale = Locale::of(tag);
        assert_eq!(moment(at(Precision::Month), &Format::default(), &locale), month);
        assert_eq!(moment(at(Precision::Day), &Format::default(), &locale), day);
    }
    let short = |tag, month| {
        let at = Moment { at: datetime(2025, month, 5, 0, 0, 0, 0), precision: Precision::Day };
        date(at, "%b %% %d", &Locale::of(tag)).unwrap_or_default()
    };
    assert_eq!(short("de", 9), "Sept. % 05");
    assert_eq!(short("de", 5), "Mai % 05");
    assert_eq!(short("fr", 7), "juil. % 05");
    assert_eq!(short("en", 9), "Sep % 05");
    assert_eq!(date(at(Precision::Day), "%!", &Locale::of("de")), None);
}

#[test]
fn percent_signs_stand_apart_where_the_language_has_it_so() {
    let percent = parse("12.5%").expect("a number");
    let printed = |tag| quantity(&percent, &Format::default(), &Locale::of(tag));
    assert_eq!(printed("en"), "12.5%");
    assert_eq!(printed("de"), "12,5\u{a0}%");
    assert_eq!(printed("fr"), "12,5\u{202f}%");
    assert_eq!(printed("pt-BR"), "12,5%");
}

#[test]
fn untouched_values_print_as_written() {
    let quantity = parse("5+ years").filter(|q| q.written.qualifier == Some(Qualifier::AtLeast));
    let cell = Value {
        text: Some("5+ years".into()),
        ..Value::new(quantity.map_or(Scalar::Missing, Scalar::Number))
    };
    assert_eq!(value(&cell, &Locale::of("de")), "5+ years");
    assert_eq!(value(&Value { text: None, ..cell }, &en()), "5+ years");
    assert_eq!(value(&Value::text("Talkie"), &en()), "Talkie");
}

/// Written numbers in canonical form: a true minus, marks in the usual order.
fn canonical() -> impl Strategy<Value = String> {
    let about = prop::sample::select(vec!["", "~", "≈", "<", "≥", "about "]);
    let sign = prop::sample::select(vec!["", "+", "−"]);
    let currency = prop::sample::select(vec!["", "$", "US$", "€ ", "¥"]);
    let scale = prop::sample::select(vec!["", "M", "bn", " million", "億", "万"]);
    let unit = prop::sample::select(vec!["", "/day", "/user/month", " per year"]);
    (about, sign, currency, 0u64..10_000_000, 0usize..4, scale, unit).prop_map(
        |(about, sign, currency, digits, decimals, scale, unit)| {
            let sign = if digits == 0 { "" } else { sign };
            let number = digits as f64 / 10f64.powi(decimals as i32);
            let digits = amount(number, Some(decimals as u8), &Locale::of("en"));
            format!("{about}{sign}{currency}{digits}{scale}{unit}")
        },
    )
}

proptest! {
    #[test]
    fn printing_in_its_own_style_gives_the_text_back(text in canonical()) {
        let q = parse(&text);
        prop_assert!(q.is_some(), "{text} is a number");
        let Some(q) = q else { return Ok(()) };
        prop_assert_eq!(in_style(q.amount, &q.written, &Locale::of("en")), text);
    }

    #[test]
    fn parsing_what_was_printed_gives_the_number_back(
        number in -1e15f64..1e15, decimals in 0u8..6, signed: bool, language in prop::sample::select(vec!["en", "de", "fr"]),
    ) {
        let locale = Locale::of(language);
        let written = Written { decimals, signed, grouped: true, prefix: "$".into(), ..Written::default() };
        let text = in_style(number, &written, &locale);
        let back = parse_with(&text, Marks::of(&locale));
        prop_assert!(back.is_some(), "{text} is a number");
        let Some(back) = back else { return Ok(()) };
        prop_assert!((back.amount - number).abs() <= 0.5 * 10f64.powi(-i32::from(decimals)) * 1.000_001 + number.abs() * 1e-15);
        prop_assert_eq!(in_style(back.amount, &back.written, &locale), text);
    }

    #[test]
    fn rounding_is_monotonic_and_within_half_a_unit(a in -1e6f64..1e6, b in -1e6f64..1e6, decimals in 0u8..5) {
        let read = |n: f64| parse(&amount(n, Some(decimals), &Locale::of("en"))).map_or(f64::NAN, |q| q.amount);
        let (low, high) = if a <= b { (a, b) } else { (b, a) };
        prop_assert!(read(low) <= read(high));
        prop_assert!((read(a) - a).abs() <= 0.5 * 10f64.powi(-i32::from(decimals)) * 1.000_001);
    }
}
