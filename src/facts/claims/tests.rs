//! The table of rules in `docs/claims.md`, and what must hold of every number.

use super::rewrite::{mends, rewrite};
use super::*;
use crate::model::{CellRef, CellSet, DatasetId, Unit, Value};
use crate::syntax::number::parse;
use proptest::prelude::*;

mod around;
mod dates;
mod meant;
mod proved;

/// A value as it would be written in a cell; `of thousand $` declares a unit that only a schema can.
fn quantity(cell: &str) -> Quantity {
    match cell.split_once(" of ") {
        Some((number, unit)) => Quantity { unit: Unit::of(unit), ..parse(number).expect("a number") },
        None => parse(cell).unwrap_or_else(|| panic!("{cell} is no number")),
    }
}

fn verdict(words: &str, cell: &str) -> Verdict {
    verdict_in("en", words, cell)
}

/// A cell as a value; `0.95 computed` comes from nowhere.
fn cell_value(cell: &str) -> Value {
    let number = cell.strip_suffix(" computed");
    let origin = CellRef { dataset: DatasetId(0), record: 0, field: 0 };
    let value = Value::new(Scalar::Number(quantity(number.unwrap_or(cell))));
    Value { origin: number.is_none().then_some(origin), ..value }
}

fn verdict_in(language: &str, words: &str, cell: &str) -> Verdict {
    let value = cell_value(cell);
    let quantity = value.quantity().expect("a number").clone();
    let proof = Evaluated { value, text: String::new(), used: CellSet::default() };
    judge(words, &quantity, &proof, &Locale::of(language))
}

/// What is written in place of the number; the words themselves when they hold.
fn mended(words: &str, cell: &str) -> String {
    let locale = Locale::default();
    match verdict(words, cell) {
        Verdict::Holds => words.to_owned(),
        Verdict::Differs(said, values) => {
            let value = cell_value(cell);
            let new = values.iter().find_map(|amount| {
                rewrite(words, &said, *amount, &locale)
                    .filter(|new| mends(words, &said, new, &value, &locale))
            });
            let mut text = words.to_owned();
            match new {
                Some(new) => text.replace_range(said.range, &new),
                None => text.clear(),
            }
            text
        }
        Verdict::NoNumber => "no number".to_owned(),
        Verdict::Several(_) => "several".to_owned(),
        Verdict::Unclear(_) => "unclear".to_owned(),
        Verdict::Units(_) => "units".to_owned(),
    }
}

const HOLDS: &[(&str, &str)] = &[
    ("12x", "11.83x"),
    ("12x", "11.83"),
    ("12 times", "11.83"),
    ("twelvefold", "11.83"),
    ("12-fold", "11.83x"),
    ("$14", "$14.2"),
    ("$14", "$14.2/user"),
    ("68%", "67.5%"),
    ("68%", "0.68"),
    ("68%", "68"),
    ("68", "68%"),
    ("$28M", "28,400 of thousand $"),
    ("$28 million", "$27.6M"),
    ("$28M", "28 of $M"),
    ("386k", "386,440"),
    ("386k users", "386,440 users"),
    ("3.5 percentage points", "3.47 pp"),
    ("3.5pp", "3.47 pp"),
    ("-4%", "-4.2%"),
    ("\u{2212}4%", "-4.2%"),
    ("fell 4%", "-4.2%"),
    ("fell to 4%", "4.2%"),
    ("1:3", "0.33"),
    ("3 to 1", "3.1"),
    ("3–5", "4.2"),
    ("3–5", "5.4"),
    ("$3–5M", "$4M"),
    ("between 3% and 5%", "3%"),
    ("two-thirds", "66%"),
    ("half", "0.51"),
    ("a quarter", "24%"),
    ("more than a quarter", "26%"),
    ("twelve", "12.3"),
    ("two million users", "2,300,000 users"),
    ("three hundred", "287"),
    ("two hundred and five", "205"),
    ("half a million", "520,000"),
    ("doubled", "2.06"),
    ("tripled", "3x"),
    ("3億", "3.2億"),
    ("2.4万", "23,900"),
    ("1.5亿元", "153,000,000"),
    ("约3亿用户", "290,000,000"),
    ("about 70%", "67%"),
    ("~5", "5.2"),
    ("around 12,000", "12,345"),
    ("nearly 70%", "69.2%"),
    ("almost 5", "4.6"),
    ("over 40%", "41%"),
    ("more than 40%", "95%"),
    ("at least 40%", "40%"),
    ("5+ years", "7 years"),
    ("under 40%", "39%"),
    ("less than $5", "$4.99"),
    ("up to 40%", "40%"),
    ("no more than 40", "40"),
    ("in 2025 it was 68%", "68.4%"),
    ("3rd", "3"),
    ("0.0%", "0.04%"),
    ("2.5", "2.45"),
    ("0.68", "68%"),
    ("1/3", "0.3333"),
    ("three in four", "75%"),
    ("one out of five", "0.21"),
    ("0.7", "68%"),
    ("0.5", "0.5%"),
];

const FAILS: &[(&str, &str, &str)] = &[
    ("68%", "61%", "61%"),
    ("1", "68%", "68"),
    ("0.61", "68%", "0.68"),
    ("$18M", "$21M", "$21M"),
    ("$18 million", "$2.06B", "$2,060 million"),
    ("$28M", "28,400", "$0.03M"),
    ("12x", "14.4", "14x"),
    ("twelvefold", "9.9", "tenfold"),
    ("12,000", "12,345", "12,345"),
    ("386k", "1,386,440", "1,386k"),
    ("-4%", "-5.4%", "-5%"),
    ("\u{2212}4%", "-5.4%", "\u{2212}5%"),
    ("fell 4%", "-6%", "fell 6%"),
    ("fell 4%", "4%", ""),
    ("4%", "-4%", "\u{2212}4%"),
    ("rose +4%", "6%", "rose +6%"),
    ("3–5", "5.6", ""),
    ("1:3", "3", ""),
    ("1:4", "0.3333", ""),
    ("1/3", "0.5", ""),
    ("three in four", "60%", ""),
    ("half", "66%", "two-thirds"),
    ("two-thirds", "50%", "half"),
    ("doubled", "1.5", ""),
    ("Doubled", "3.1", "Tripled"),
    ("Twelve", "14", "Fourteen"),
    ("twelve", "2,345", "2,345"),
    ("two million", "3,100,000", "three million"),
    ("nine hundred", "61", "sixty-one"),
    ("2.4万", "31,000", "3.1万"),
    ("3億", "5.2億", "5億"),
    ("about 70%", "60%", "about 60%"),
    ("nearly 70%", "70.5%", "nearly 71%"),
    ("over 40%", "38.4%", "over 38%"),
    ("over 40%", "38%", "over 37%"),
    ("at least 40%", "38%", "at least 38%"),
    ("under 40%", "41.2%", "under 42%"),
    ("up to 40%", "41.2%", "up to 42%"),
    ("$14", "€14", "units"),
    ("4%", "4 pp", "units"),
    ("68%", "$68", "units"),
    ("3 days", "3 weeks", "units"),
    ("from 61% to 68%", "68%", "several"),
    ("words", "3", "no number"),
    ("F-35", "35", "no number"),
    ("Q1", "1", "no number"),
    ("3rd", "2", "2nd"),
    ("$18M", "$400,000", "$0.4M"),
];

#[test]
fn words_that_hold() {
    for (words, cell) in HOLDS {
        let verdict = verdict(words, cell);
        assert!(matches!(verdict, Verdict::Holds), "`{words}` for {cell}: {verdict:?}");
    }
}

#[test]
fn words_that_fail_and_what_would_hold() {
    for (words, cell, expected) in FAILS {
        assert_eq!(mended(words, cell), *expected, "`{words}` for {cell}");
        assert!(!matches!(verdict(words, cell), Verdict::Holds), "`{words}` for {cell}");
    }
}

#[test]
fn the_number_of_the_value_s_unit_is_meant() {
    let number = |words: &str, cell: &str| match verdict(words, cell) {
        Verdict::Differs(said, _) => words[said.range].to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(number("12 of 40 firms, or 30%", "50%"), "30%");
    assert_eq!(number("12 companies paid $5M", "$7M"), "$5M");
    assert_eq!(number("In 2024 some 12 firms", "15"), "12 firms");
}

/// Numbers as authors write them.
fn written() -> impl Strategy<Value = String> {
    let number = (0_u32..2_000_000, 0_u8..4).prop_map(|(digits, decimals)| {
        let scale = 10f64.powi(i32::from(decimals));
        crate::syntax::print::amount(f64::from(digits) / scale, Some(decimals), &Locale::default())
    });
    let before = prop::sample::select(vec!["", "-", "$", "€", "US$", "-$", "~", "+"]);
    let after = prop::sample::select(vec!["", "M", "k", " million", "bn", "万", "億"]);
    (before, number, after).prop_map(|(before, number, after)| format!("{before}{number}{after}"))
}

fn found(words: &str) -> Option<Said> {
    let value = quantity("1");
    match said::find(words, &Locale::default(), &value) {
        said::Found::One(said) => Some(*said),
        _ => None,
    }
}

proptest! {
    #[test]
    fn a_number_is_printed_as_it_was_typed(words in written()) {
        let said = found(&words).expect("one number");
        prop_assert_eq!(said.range.clone(), 0..words.len());
        let said = Said { bound: said::Bound::Exactly, ..said };
        let said::Shape::Number(typed) = &said.shape else { panic!("{said:?}") };
        // A sign before nothing is no sign.
        if typed.amount != 0.0 {
            prop_assert_eq!(rewrite(&words, &said, typed.amount, &Locale::default()), Some(words.clone()));
        }
    }

    #[test]
    fn a_number_holds_for_what_rounds_to_it_and_not_for_the_next(words in written(), part in -0.499_f64..0.499) {
        let said = Said { bound: said::Bound::Exactly, ..found(&words).expect("one number") };
        let said::Shape::Number(typed) = &said.shape else { panic!("{said:?}") };
        let unit = 10f64.powi(typed.grain);
        prop_assert!(hold::holds(&said, typed.amount));
        // A value on the other side of zero has another sign.
        if typed.amount != 0.0 {
            prop_assert!(hold::holds(&said, typed.amount + part * unit), "{words} {part}");
        }
        prop_assert!(!hold::holds(&said, typed.amount + unit), "{words}");
        prop_assert!(!hold::holds(&said, typed.amount - unit), "{words}");
    }

    #[test]
    fn any_words_are_read(words in "\\PC{0,60}", amount in any::<f64>()) {
        let quantity = Quantity { amount, ..quantity("1") };
        let proof = Evaluated { value: Value::number(amount, Unit::NONE), text: String::new(), used: CellSet::default() };
        if let Verdict::Differs(said, values) = judge(&words, &quantity, &proof, &Locale::default()) {
            for value in values {
                let _ = rewrite(&words, &said, value, &Locale::default());
            }
        }
    }
}

#[test]
fn a_numeral_is_read_whole() {
    for (words, cell) in [
        ("1½ days", "1.5"),
        ("1½ days", "1.5 days"),
        ("10⁶", "1000000"),
        ("12 dozen", "144"),
        ("5 crore", "50000000"),
        ("₹5 crore", "₹50000000"),
        ("1.2 lakh", "120000"),
        ("1.2 Milliarden", "1.2bn"),
        ("1.2 Millionen", "1.2M"),
        ("4割", "40%"),
        ("4成", "0.4"),
        ("40 per cent", "40%"),
    ] {
        assert_eq!(mended(words, cell), words, "{words} for {cell}");
    }
}

#[test]
fn what_cannot_be_written_anew_is_left_alone() {
    for (words, cell, new) in [
        ("1½ days", "2.5", ""),
        ("10⁶", "3000000", ""),
        ("12 dozen", "150", ""),
        ("5 crore", "60000000", "6 crore"),
        ("1.2 Milliarden", "2.5bn", "2.5 Milliarden"),
        ("4割", "70%", "7割"),
        ("1.234,50 €", "€1234.5", "no number"),
        ("1.2.3", "5", "no number"),
        ("5十", "7", "no number"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn mixed_numbers_and_chinese_shares_are_read() {
    for (words, cell) in [
        ("one and a half million", "1500000"),
        ("one and a half million", "1.46M"),
        ("two and a half", "2.5"),
        ("two and a half times", "2.5x"),
        ("a million and a half", "1500000"),
        ("three and a quarter billion", "3.25bn"),
        ("four and two-thirds", "4.67"),
        ("1½ million", "1500000"),
        ("$1½ million", "$1.5M"),
        ("1 ½ million", "1500000"),
        ("2½万", "25000"),
        ("百分之四十", "40%"),
        ("百分之四十", "0.4"),
        ("百分之三点五", "3.5%"),
        ("四成", "40%"),
        ("约四成", "41%"),
        ("三成五", "35%"),
        ("三成半", "35%"),
        ("3成5", "35%"),
        ("三割五分", "35%"),
        ("超过三成", "33%"),
        ("三分之一", "33%"),
        ("一半", "51%"),
        ("两倍", "2.1x"),
        ("十五", "15"),
        ("十五家企业", "15"),
        ("三百", "287"),
        ("第三", "3"),
        ("第十二", "12"),
        ("4.2个百分点", "4.2 pp"),
        ("first", "1"),
        ("the third of all", "3"),
        ("halved", "0.49"),
    ] {
        assert_eq!(mended(words, cell), words, "{words} for {cell}");
    }
}

#[test]
fn numerals_that_are_not_known_whole_are_refused() {
    for (words, cell, new) in [
        ("one and a half million", "3500000", "3,500,000"),
        ("two and a half", "3.24", "3.2"),
        ("1½ million", "2500000", ""),
        ("百分之四十", "50%", ""),
        ("四成", "70%", ""),
        ("3成5", "45%", ""),
        ("百分之", "40%", "no number"),
        ("成", "40%", "no number"),
        ("三成立", "30%", "no number"),
        ("一方面", "1", "no number"),
        ("十分重要", "10", "no number"),
        // What the word behind a number means is not known, and the number alone is no part of it to rewrite.
        ("3 juta", "5000000", ""),
        ("three juta", "5000000", ""),
        ("3-juta", "5000000", ""),
        ("12 firms", "14", "14 firms"),
        ("12 of them", "14", "14 of them"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn a_billion_is_what_it_is_in_the_language_of_the_page() {
    for (language, words, cell) in [
        ("de", "1 Billion", "1e12"),
        ("de", "1,5 Billionen", "1.5e12"),
        ("de-AT", "3 Bio. Euro", "€3e12"),
        ("de", "1 Trillion", "1e18"),
        ("de", "1 Milliarde", "1e9"),
        ("de", "1,2 Mrd. €", "€1.2bn"),
        ("fr", "1 billion", "1e12"),
        ("fr", "2 billions", "2e12"),
        ("fr", "1 milliard", "1e9"),
        ("es", "1 billón", "1e12"),
        ("es", "2 billones", "2e12"),
        ("nl", "2 biljoen", "2e12"),
        ("pt-BR", "2 bilhões", "2e9"),
        ("en", "1 billion", "1e9"),
        ("ja", "1 billion", "1e9"),
    ] {
        let verdict = verdict_in(language, words, cell);
        assert!(matches!(verdict, Verdict::Holds), "`{words}` in {language}: {verdict:?}");
    }
    assert!(matches!(verdict_in("de", "1 Billion", "1e9"), Verdict::Differs(..)));
    assert!(matches!(verdict_in("en", "1 billion", "1e12"), Verdict::Differs(..)));
}
