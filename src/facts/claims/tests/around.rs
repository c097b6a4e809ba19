//! What the words around a number say: bounds, their negation, falls and levels.

use super::*;

fn holds(words: &str, cell: &str) -> bool {
    match verdict(words, cell) {
        Verdict::Holds => true,
        Verdict::Differs(..) => false,
        other => panic!("{words} for {cell}: {other:?}"),
    }
}

#[test]
fn a_negated_bound_is_the_other_one() {
    for words in [
        "not more than 5%",
        "not over 5%",
        "not above 5%",
        "not exceeding 5%",
        "does not exceed 5%",
        "doesn't exceed 5%",
        "never more than 5%",
        "no more than 5%",
        "no higher than 5%",
        "without exceeding 5%",
        "不超过5%",
        "不高于5%",
        "未超过5%",
    ] {
        assert!(holds(words, "4%") && holds(words, "5%") && !holds(words, "6%"), "{words}");
    }
    for words in [
        "not less than 5%",
        "not fewer than 5%",
        "not below 5%",
        "not under 5%",
        "never less than 5%",
        "no less than 5%",
        "不低于5%",
        "不少于5%",
    ] {
        assert!(!holds(words, "4%") && holds(words, "5%") && holds(words, "6%"), "{words}");
    }
    for (words, cell, new) in [
        ("not more than 5%", "6.2%", "not more than 7%"),
        ("not less than 5%", "4.2%", "not less than 4%"),
        ("notably more than 5%", "6%", "notably more than 5%"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn just_over_is_close() {
    for words in
        ["just over 40%", "just above 40%", "slightly more than 40%", "a little over 40%", "barely above 40%"]
    {
        assert!(holds(words, "41%") && holds(words, "44%"), "{words}");
        assert!(!holds(words, "40%") && !holds(words, "45%") && !holds(words, "95%"), "{words}");
    }
    for words in
        ["just under 40%", "slightly under 40%", "just below 40%", "a little less than 40%", "not quite 40%"]
    {
        assert!(holds(words, "39%") && !holds(words, "41%") && !holds(words, "2%"), "{words}");
    }
    assert_eq!(mended("just over 40%", "95.4%"), "just over 95%");
    assert_eq!(mended("just over a quarter", "26%"), "just over a quarter");
    assert_eq!(mended("well over 40%", "95%"), "well over 40%");
}

#[test]
fn bounds_before_ratios_and_ranges_count() {
    for (words, cell, expected) in [
        ("one in five", "20%", true),
        ("more than one in five", "19%", false),
        ("more than one in five", "21%", true),
        ("at least one in three", "30%", false),
        ("at least one in three", "0.34", true),
        ("less than one in five", "21%", false),
        ("fewer than one in five", "19%", true),
        ("nearly two in three", "68%", false),
        ("nearly two in three", "65%", true),
        ("roughly one in five", "18%", true),
        ("roughly one in five", "12%", false),
        ("about 3 to 1", "3.1", true),
        ("about 3 to 1", "3.6", false),
        ("about 3–5%", "5.2%", true),
        ("about 3–5%", "6%", false),
        ("more than 3–5%", "4%", false),
        ("at least 3–5%", "5%", true),
    ] {
        assert_eq!(holds(words, cell), expected, "{words} for {cell}");
    }
    assert!(holds("<b onclick=alert> 1", "1"));
}

#[test]
fn a_level_is_no_fall() {
    for words in [
        "fell to 4%",
        "fell to around 4%",
        "fell to just 4%",
        "fell to about 4%",
        "fell to between 3% and 5%",
        "fell below 4.2%",
        "has fallen to 4%",
        "down from 4%",
        "dropped in the year to March to 4%",
        "降至4%",
        "下降到4%",
    ] {
        assert!(holds(words, "4.1%"), "{words}");
    }
    assert!(holds("fell to under 4%", "3.8%") && holds("fell below 4%", "3.8%"));
    for words in [
        "fell 4%",
        "fell by 4%",
        "fell by about 4%",
        "fell by up to 5%",
        "fell sharply by 4%",
        "fell in 2024 by 4%",
        "fell less than 5%",
        "a decline of 4%",
        "a decline in sales of 4%",
        "a 4% decline",
        "a 4% year-on-year drop",
        "down 4%",
        "4% down",
        "4% lower",
        "4% less",
        "4% fewer",
        "minus 4%",
        "cut by 4%",
        "a net loss of 4%",
        "下降4%",
        "下降了4%",
        "同比减少约4%",
        "下跌4%",
    ] {
        assert!(holds(words, "-4.2%") && !holds(words, "4.2%"), "{words}");
    }
}

#[test]
fn a_falling_word_elsewhere_says_nothing_of_the_number() {
    for (words, cell) in [
        ("12 patients lost to follow-up", "12"),
        ("lost-time injuries: 12", "12"),
        ("drop-out rate of 4%", "4%"),
        ("after the decline, 12 firms", "12"),
        ("12 firms declined to answer", "12"),
        ("sales fell in all 12 regions", "12"),
        ("Fall 2024: 12 cases", "12"),
        ("no less than 4%", "4%"),
        ("4% or less", "4%"),
    ] {
        assert!(holds(words, cell), "{words} for {cell}");
    }
}

#[test]
fn a_sign_that_turns_is_left_to_the_author() {
    for (words, cell, new) in [
        ("rose 4%", "-4.2%", ""),
        ("fell \u{2212}4%", "4.2%", ""),
        ("a rate of 4%", "-4.2%", ""),
        ("4%", "-4.2%", "\u{2212}4%"),
        ("-4%", "4.2%", "4%"),
        ("minus 4%", "-5.2%", "minus 5%"),
        ("4% lower", "-5.2%", "5% lower"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn other_languages_have_words_of_their_own() {
    for (language, words, cell, expected) in [
        ("de", "mehr als 40 %", "39.8%", false),
        ("de", "mehr als 40 %", "45%", true),
        ("de", "nicht mehr als 40 %", "39%", true),
        ("de", "weniger als 40 %", "40.2%", false),
        ("de", "rund 40 %", "41%", true),
        ("de", "über 40 %", "45%", true),
        ("de", "gegenüber 40 %", "45%", false),
        ("de", "zwischen 3 und 5 %", "4%", true),
        ("de", "3 bis 5 %", "4%", true),
        ("de-AT", "knapp 40 %", "39%", true),
        ("fr", "plus de 40 %", "39.8%", false),
        ("fr", "entre 3 et 5 %", "4%", true),
        ("es", "al menos 40 %", "39.8%", false),
        ("pt", "quase 40%", "39%", true),
        ("it", "oltre 40%", "45%", true),
        ("nl", "minstens 40%", "39.8%", false),
        ("ja", "40%超", "45%", true),
        ("ko", "40% 이상", "39.8%", false),
        ("ar", "أكثر من 40%", "39.8%", false),
        ("en", "rund 40%", "41%", false),
    ] {
        let verdict = verdict_in(language, words, cell);
        assert_eq!(matches!(verdict, Verdict::Holds), expected, "{words} for {cell}: {verdict:?}");
    }
}

#[test]
fn what_rose_by_less_did_not_fall() {
    for words in [
        "rose by less than 5%",
        "rose at most 5%",
        "rose up to 5%",
        "up less than 5%",
        "an increase of under 5%",
        "increased by no more than 5%",
        "less than 5% higher",
        "up to 5% more",
        "stieg um weniger als 5%",
        "um höchstens 5% gestiegen",
        "a augmenté de moins de 5%",
    ] {
        let language = match words.split(' ').next() {
            Some("stieg" | "um") => "de",
            Some("a") => "fr",
            _ => "en",
        };
        let says = |cell: &str| matches!(verdict_in(language, words, cell), Verdict::Holds);
        assert!(says("4%") && !says("6%") && !says("-3%") && !says("-23%"), "{words}");
    }
    assert!(holds("gained fewer than 3 seats", "2") && !holds("gained fewer than 3 seats", "-7"));
    assert!(!holds("a surplus of less than £5m", "£-6,000,000"));
    // A level is none, and what says by how much says the direction itself.
    assert!(holds("rose to less than 5%", "-3%") && holds("rose by 5%", "5%") && !holds("rose by 5%", "-5%"));
}

#[test]
fn a_change_has_a_size() {
    for words in
        ["changed by less than 5%", "a change of less than 5%", "less than 5% apart", "a gap of under 5%"]
    {
        assert!(
            holds(words, "4%") && holds(words, "-4%") && !holds(words, "-6%") && !holds(words, "6%"),
            "{words}"
        );
    }
    assert!(holds("changed by 5%", "-5%") && !holds("changed by +5%", "-5%") && holds("changed to 5%", "5%"));
    assert_eq!(mended("changed by 5%", "-7%"), "changed by 7%");
}

#[test]
fn a_unit_further_behind_is_compared_too() {
    let units = |words: &str, cell: &str| matches!(verdict(words, cell), Verdict::Units(_));
    for (words, cell) in [
        ("12 more days", "12 weeks"),
        ("12 consecutive days", "12 weeks"),
        ("12 calendar months", "12 weeks"),
        ("12 micrograms", "12 mg"),
        ("12 µg", "12 mg"),
        ("12 feet", "12 m"),
        ("12 square metres", "12 m"),
        ("12 Canadian dollars", "$12"),
        ("12 megawatt hours", "12 kWh"),
        ("12 mph", "12 km/h"),
        ("£14 a week", "£14/month"),
        ("£14 an hour", "£14/month"),
        ("£14 weekly", "£14/month"),
        ("£12 every day", "£12/hour"),
        ("£12-a-day", "£12/hour"),
        ("£12 p.a.", "£12/hour"),
        ("12 extra people", "12%"),
    ] {
        assert!(units(words, cell), "{words} for {cell}: {:?}", verdict(words, cell));
    }
    for (words, cell) in [
        ("12 more weeks", "12 weeks"),
        ("12 of 40 weeks", "12"),
        ("£14 a month", "£14/month"),
        ("£14 a month on average", "£14/month"),
        ("£14 a week", "£14"),
        ("12 grams", "12 g"),
        ("12 new jobs for women", "12 jobs"),
        ("220 in weeks of frost", "220%"),
        ("14 people a day", "14 people/day"),
        ("5 large companies", "5 companies"),
    ] {
        assert!(holds(words, cell), "{words} for {cell}");
    }
}

#[test]
fn thousands_may_have_other_marks_than_the_page() {
    for words in
        ["2 000 people", "2\u{a0}000 people", "2\u{202f}000 people", "2\u{2009}000 people", "2'000 people"]
    {
        assert!(holds(words, "2000") && !holds(words, "2"), "{words}");
    }
    assert!(!holds("more than 2 000 homes", "1500"));
    assert_eq!(mended("£1 021", "£950"), "£950");
}

#[test]
fn a_comparison_needs_no_blanks() {
    for (words, cell, expected) in [
        ("p<0.05", "0.0512", false),
        ("p<0.05", "0.031", true),
        ("p>0.05", "0.21", true),
        ("p<.05", "0.0312", true),
        ("n>12", "13", true),
        ("n≥12", "11.6", false),
        ("(p<0.001)", "0.0012", false),
    ] {
        assert_eq!(holds(words, cell), expected, "{words} for {cell}");
    }
}

#[test]
fn a_part_in_words_is_told_from_its_whole() {
    for words in ["twelve of 40 schools", "twelve of the 40 schools", "12 of 40 schools"] {
        assert!(holds(words, "12") && matches!(verdict(words, "40"), Verdict::Several(_)), "{words}");
    }
    assert!(holds("one of 16 states", "16"));
}

#[test]
fn a_year_beside_words_for_another_one_is_unclear() {
    for words in ["not 2024", "after 2024", "before 2024", "later than 2024"] {
        assert!(
            matches!(verdict(words, "2024"), Verdict::Unclear(_)),
            "{words}: {:?}",
            verdict(words, "2024")
        );
    }
    assert!(holds("in 2024", "2024") && holds("since 2024", "2024"));
}

#[test]
fn rates_of_other_languages_are_rates() {
    for (language, words, cell) in [
        ("de", "14,2 je 100.000 Einwohner", "14.2 per 100,000"),
        ("de", "14,2 Fälle pro 100.000", "14.2 per 100,000"),
        ("fr", "14,2 pour 100 000 habitants", "14.2 per 100,000"),
        ("es", "14,2 por cada 100.000 habitantes", "14.2 per 100,000"),
    ] {
        let says = |cell: &str| matches!(verdict_in(language, words, cell), Verdict::Holds);
        assert!(says(cell), "{words}: {:?}", verdict_in(language, words, cell));
        assert!(!says(&cell.replace("100,000", "1,000")) && !says(&cell.replace("14.2", "15.3")), "{words}");
    }
}
