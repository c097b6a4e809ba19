//! Words that were once proved, or refused, wrongly; a row says what comes out: the words when they hold, else what is written in
//! place of the number, or why nothing is.

use super::*;

fn holds_in(language: &str, words: &str, cell: &str) -> bool {
    matches!(verdict_in(language, words, cell), Verdict::Holds)
}

#[track_caller]
fn mended_all(cases: &[(&str, &str, &str)]) {
    for (words, cell, new) in cases {
        let new = if *new == "=" { words } else { new };
        assert_eq!(&mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn a_bare_number_has_one_reading_in_percent_where_many_would_hold() {
    mended_all(&[
        ("less than 40%", "0.95", "less than 96%"),
        ("no more than 40%", "0.95 computed", "no more than 95%"),
        ("under 40%", "0.95", "under 96%"),
        ("≤ 40%", "0.95", "≤ 95%"),
        ("40% or less", "0.95", "95% or less"),
        ("lower than 40%", "0.95", "lower than 96%"),
        ("0–40%", "0.95", ""),
        ("more than 40%", "0.95", "="),
        ("over 90%", "0.95 computed", "="),
        ("more than 50%", "30.5", "more than 30%"),
        ("more than 20%", "30.5", "="),
        ("less than 40%", "30.5", "="),
        ("under 3%", "2.4", "="),
        ("under 3%", "2.4 computed", "units"),
        ("less than 40%", "1.2 computed", "units"),
        ("more than 100%", "1.2 computed", "units"),
        ("more than 1%", "1.2 computed", "="),
        ("1%", "0.95", "95%"),
        ("0.6%", "0.6", "="),
        ("1%", "1", "="),
        ("more than 0.5", "30%", "more than 0.2"),
        ("less than 0.5", "40%", "="),
        ("more than 0.5", "68%", "="),
    ]);
}

#[test]
fn a_unit_is_read_as_its_field_declares_it() {
    mended_all(&[
        ("61.2% of GDP", "61.2 of % of GDP", "="),
        ("61.2%", "61.2 of % of GDP", "="),
        ("60% of GDP", "61.2 of % of GDP", "61% of GDP"),
        ("$61.2", "61.2 of % of GDP", "units"),
        ("3.4 Mt CO2", "3.4 of Mt CO2", "="),
        ("3.4 million t CO2", "3400000 of t CO2", "="),
        ("0.4 kg CO2e/kWh", "0.41 of kg CO2e/kWh", "="),
        ("12 Mt CO2e", "11.8 of Mt CO2e", "="),
        ("12 Mt", "11.8 of Mt CO2e", "units"),
        ("42 years of age", "42 of years of age", "="),
        ("42 years", "42 of years of age", "="),
        ("12.3 EUR million", "12.3 of EUR million", "="),
        ("€12.3 million", "12.3 of EUR million", "="),
        ("12.3 EUR million", "14.3 of EUR million", "14.3 EUR million"),
        ("12.3 $m", "12.3 of $m", "="),
        ("12.3 US$ million", "12.3 of US$ million", "="),
        ("12.3 tonnes", "12.3 of % of GDP", "units"),
    ]);
}

#[test]
fn languages_have_words_for_a_fall() {
    for (language, words) in [
        ("de", "fiel um 4,2 %"),
        ("de", "sank 2024 um 4,2 %"),
        ("de", "ein Rückgang von 4,2 %"),
        ("de", "ging um 4,2 % zurück"),
        ("de", "ist um 4,2 % gesunken"),
        ("de", "nahm um 4,2 % ab"),
        ("de", "4,2 % niedriger"),
        ("fr", "une baisse de 4,2 %"),
        ("fr", "a diminué de 4,2 %"),
        ("fr", "moins 4,2 %"),
        ("es", "cayó un 4,2 %"),
        ("es", "disminuyó en 4,2 %"),
        ("pt", "caiu 4,2%"),
        ("it", "è calato del 4,2 %"),
        ("nl", "daalde met 4,2 %"),
        ("ja", "4.2%低下"),
        ("ja", "マイナス4.2%"),
        ("ja", "▲4.2%"),
        ("ko", "4.2% 감소"),
        ("zh", "负4.2%"),
        ("en", "–4.2%"),
        ("en", "rose –4.2%"),
        ("en", "negative 4.2%"),
        ("en", "negative growth of 4.2%"),
        ("en", "shrinking by 4.2%"),
        ("en", "was reduced by 4.2%"),
        ("en", "a reduction of 4.2%"),
        ("en", "a 4.2% contraction"),
        ("en", "contracted 4.2%"),
        ("en", "slumped 4.2%"),
        ("en", "plummeted by 4.2%"),
        ("en", "dipped 4.2%"),
        ("en", "eased by 4.2%"),
        ("en", "losing 4.2%"),
        ("en", "weakened by 4.2%"),
    ] {
        assert!(holds_in(language, words, "-4.2%"), "{words} in {language} for a fall");
        assert!(!holds_in(language, words, "4.2%"), "{words} in {language} for a rise");
    }
    for (language, words) in [
        ("de", "fiel auf 4,2 %"),
        ("de", "ist auf knapp 4,3 % gesunken"),
        ("de", "nahm um 4,2 % zu"),
        ("de", "stieg um 4,2 %"),
        ("fr", "est tombé à 4,2 %"),
        ("fr", "a baissé à 4,2 %"),
        ("es", "cayó a 4,2 %"),
        ("nl", "daalde tot 4,2 %"),
        ("ja", "4.2%に低下"),
        ("en", "▲4.2%"),
        ("en", "was reduced to 4.2%"),
        ("en", "a reduced rate of 4.2%"),
        ("en", "4.2% below the poverty line"),
    ] {
        assert!(holds_in(language, words, "4.2%"), "{words} in {language} for a level");
    }
    assert!(holds_in("ja", "4.2ポイント低下", "-4.2 pp") && !holds_in("ja", "4.2ポイント低下", "4.2 pp"));
}

#[test]
fn percentage_points_are_no_percent_in_any_form() {
    for (language, words) in [
        ("de", "12 Prozentpunkte"),
        ("fr", "12 points de pourcentage"),
        ("es", "12 puntos porcentuales"),
        ("pt", "12 pontos percentuais"),
        ("it", "12 punti percentuali"),
        ("nl", "12 procentpunten"),
        ("ja", "12ポイント"),
        ("ko", "12%p"),
        ("en", "12-percentage-point"),
        ("en", "12-point"),
        ("en", "12 points"),
    ] {
        assert!(!holds_in(language, words, "12%"), "{words} in {language} for percent");
        assert!(holds_in(language, words, "12 pp"), "{words} in {language} for points");
    }
    for (language, words) in [("de", "12 Prozent"), ("en", "12-percent"), ("fr", "12 pour cent")] {
        assert!(
            holds_in(language, words, "12%") && !holds_in(language, words, "12 pp"),
            "{words} in {language}"
        );
    }
}

#[test]
fn a_negation_a_word_away_turns_a_bound_round_or_is_unclear() {
    for words in
        ["never fell below 40%", "did not fall below 40%", "does not fall below 40%", "hasn't been below 40%"]
    {
        assert!(holds_in("en", words, "41%") && !holds_in("en", words, "39%"), "{words}");
    }
    for words in ["did not rise above 40%", "not yet above 40%", "no longer above 40%", "cannot go over 40%"]
    {
        assert!(holds_in("en", words, "39%") && !holds_in("en", words, "41%"), "{words}");
    }
    for (language, words) in [
        ("en", "not much more than 40%"),
        ("en", "not all of them pay over 40%"),
        ("en", "not about 40%"),
        ("en", "not 40%"),
        ("en", "did not reach 40%"),
        ("en", "no firm with 40% or more"),
        ("en", "half of 40%"),
        ("en", "most, if not over 40%"),
        ("en", "nowhere near 40%"),
        ("en", "twice 40%"),
        ("de", "kein Land über 40 %"),
        ("en", "two orders of magnitude"),
    ] {
        for cell in ["2", "20%", "39%", "40%", "41%"] {
            let verdict = verdict_in(language, words, cell);
            assert!(matches!(verdict, Verdict::Unclear(_)), "{words} for {cell}: {verdict:?}");
        }
    }
    for (language, words, cell, expected) in [
        ("en", "they are “not over 40%”", "39%", true),
        ("en", "they are “not over 40%”", "41%", false),
        ("en", "hardly more than 40%", "90%", false),
        ("en", "40% smaller", "40%", false),
        ("de", "nie unter 40 %", "41%", true),
        ("de", "nie unter 40 %", "39%", false),
        ("pt", "no ano mais de 40%", "41%", true),
        ("ja", "40%を超えない", "39%", true),
        ("ja", "40%を超えない", "41%", false),
        ("en", "The non-EU share is over 40%", "41%", true),
        ("en", "12 firms that do not report", "12", true),
        ("en", "without the 5 largest", "5", true),
        ("en", "It is no member, with over 40%", "41%", true),
    ] {
        assert_eq!(holds_in(language, words, cell), expected, "{words} in {language} for {cell}");
    }
}

#[test]
fn a_fall_may_be_a_range() {
    for words in [
        "fell by between 8% and 10%",
        "a fall of between 8% and 10%",
        "fell between 8% and 10%",
        "fell 8–10%",
    ] {
        assert!(holds_in("en", words, "-9%") && !holds_in("en", words, "9%"), "{words}");
    }
    assert!(holds_in("en", "fell to between 8% and 10%", "9%"));
}

#[test]
fn parts_of_a_percent_are_percent() {
    mended_all(&[
        ("half a percent", "50%", ""),
        ("half a percent", "0.5%", "="),
        ("half a per cent", "0.52%", "="),
        ("half of one percent", "0.5%", "="),
        ("a tenth of a percent", "0.1%", "="),
        ("a tenth of a percent", "10%", ""),
        ("three quarters of a percent", "0.75%", "="),
        ("less than half a percent", "0.4%", "="),
        ("less than half a percent", "40%", ""),
        ("half a percentage point", "0.5 pp", "="),
        ("half a percentage point", "0.5%", "units"),
        ("half a point", "0.5 pp", "="),
        ("half of all firms", "50%", "="),
        ("half a dozen", "6", "="),
    ]);
}

#[test]
fn less_than_one_times_as_much_turns_a_bound_round() {
    mended_all(&[
        ("more than halved", "0.9", ""),
        ("more than halved", "0.3", "="),
        ("almost halved", "0.52", "="),
        ("almost halved", "0.45", ""),
        ("more than doubled", "2.3", "="),
        ("almost doubled", "1.9", "="),
    ]);
}

#[test]
fn the_scale_and_the_sign_of_money_are_those_of_both_ends() {
    for words in ["$12–15 million", "$12-15m", "$10 to 15 million", "between $12 and 15 million"] {
        assert!(holds_in("en", words, "$13M"), "{words}");
        assert!(!holds_in("en", words, "$13") && !holds_in("en", words, "$500,000"), "{words}");
    }
    mended_all(&[
        ("£5–6m", "£5.5M", "="),
        ("£5–6m", "£5", ""),
        ("£5–6m", "£7M", ""),
        ("€10-12bn", "€11bn", "="),
    ]);
}

#[test]
fn a_number_that_is_part_of_a_larger_one_is_not_written_anew() {
    mended_all(&[
        ("one in every five", "20%", "="),
        ("one in every five", "50%", ""),
        ("one adult in five", "20%", "="),
        ("one adult in five", "50%", ""),
        ("one adult in five was", "50%", ""),
        ("one in 1,000", "0.1%", "="),
        ("one in 1,000", "0.2%", ""),
        ("quarter of a million", "250000", "="),
        ("a quarter of a million", "250000", "="),
        ("a quarter of a million", "340000", "340,000"),
        ("twenty-first", "20", ""),
        ("twenty-first", "21", "="),
        ("twenty-second", "20", ""),
        ("second of 27", "2", "="),
        ("second of 27", "3", "several"),
        ("1.2m", "1,234,567 people", "="),
        ("1.2m people", "1,234,567 people", "="),
        ("1.2m", "1.2 m", "="),
        ("1.2m", "1.3 m", "1.3m"),
    ]);
}

#[test]
fn more_words_set_a_bound() {
    mended_all(&[
        ("in excess of 40%", "39.8%", "in excess of 39%"),
        ("in excess of 40%", "41%", "="),
        ("aged 65 and over", "65", "="),
        ("just shy of 40%", "39%", "="),
        ("just shy of 40%", "40.2%", "just shy of 41%"),
        ("just short of 40%", "39%", "="),
        ("as many as 40", "41", "as many as 41"),
        ("a maximum of 40", "38", "="),
    ]);
}

#[test]
fn a_count_with_a_year_is_no_ratio() {
    mended_all(&[
        ("123 in 2024", "123", "="),
        ("123 in 2024", "0.0607707509881", "0.06 in 2024"),
        ("ranked 2nd in 2024", "2", "="),
        ("1,234 in 2023/24", "1234", "="),
        ("1 in 2000", "0.0005", "="),
        ("1 in 2,024", "0.000494", "="),
    ]);
}

#[test]
fn everyday_chinese_and_japanese_numbers_are_read() {
    for (words, cell, expected) in [
        ("3分の1", "1.2", false),
        ("3分の1", "0.33", true),
        ("3分の1", "33%", true),
        ("三分の1", "33%", true),
        ("百分之5", "5%", true),
        ("百分之5", "5 pp", false),
        ("1兆2000億円", "2000億円", false),
        ("1兆2000億円", "1.2兆円", true),
        ("1億2345万人", "123450000", true),
        ("12万3456人", "123456人", true),
        ("12万3456人", "123457人", false),
        ("1.5 × 10⁹", "1500000000", true),
        ("1.5 × 10⁹", "1500000", false),
    ] {
        assert_eq!(holds_in("ja", words, cell), expected, "{words} for {cell}");
    }
}

#[test]
fn one_currency_is_not_another() {
    for words in ["SEK 12", "12 SEK", "12 pounds", "12 rupees", "12 cents"] {
        assert!(!holds_in("en", words, "$12"), "{words}");
    }
    for (words, unit) in
        [("€12", "EUR"), ("$12", "USD"), ("12 pounds", "£"), ("£12", "GBP"), ("SEK 12", "SEK")]
    {
        assert!(holds_in("en", words, &format!("12 of {unit}")), "{words} for {unit}");
    }
}

#[test]
fn brackets_take_the_words_that_count() {
    let brackets = |sentence: &str, number: &str, cell: &str| {
        let at = sentence.find(number).expect("the number");
        let found =
            super::super::brackets(sentence, &(at..at + number.len()), &cell_value(cell), &Locale::default());
        found.map_or_else(String::new, |range| sentence[range].to_owned())
    };
    for (sentence, number, cell, expected) in [
        ("Inflation in Spain is 3%.", "3%", "3.46%", "3%"),
        ("Inflation in Spain is under 3%.", "3%", "3.46%", ""),
        ("Inflation in Spain is under 4%.", "4%", "3.46%", "under 4%"),
        ("Inflation in Peru is over 2%.", "2%", "2.5%", "over 2%"),
        ("Inflation in Peru is 2%.", "2%", "2.5%", ""),
        ("Inflation in Peru is no more than 3%.", "3%", "2.5%", "no more than 3%"),
        ("Inflation in Peru is not 3%.", "3%", "3%", ""),
        ("Inflation in Peru is about 3%, in Spain 5%.", "3%", "3%", "about 3%"),
        ("Sales of Peru fell by 3%.", "3%", "3%", ""),
        ("Sales of Peru fell by 3%.", "3%", "-3%", "fell by 3%"),
        ("Sales of Peru fell to 3%.", "3%", "3%", "3%"),
        ("In Peru it is 3% or more.", "3%", "3%", "3% or more"),
        ("In Peru it is between 3% and 5%.", "3%", "3%", ""),
        ("秘鲁的通胀超过40%。", "40%", "41%", "超过40%"),
    ] {
        assert_eq!(brackets(sentence, number, cell), expected, "{sentence} for {cell}");
    }
}
