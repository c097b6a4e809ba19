//! Which of several numbers is meant, and what is one number: rates.

use super::*;

#[test]
fn labels_and_days_beside_a_number_do_not_count() {
    for (words, cell, new) in [
        ("45 cases in week 24", "45", "45 cases in week 24"),
        ("45 cases in week 24", "47", "47 cases in week 24"),
        ("45 cases in week 24", "24", "24 cases in week 24"),
        ("week 24: 45", "45", "week 24: 45"),
        ("45 cases on 12 June", "45", "45 cases on 12 June"),
        ("on 12 June, 45 cases", "46", "on 12 June, 46 cases"),
        ("3rd of 40 firms", "3", "3rd of 40 firms"),
        ("3rd of 40 firms", "4", "several"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn of_several_numbers_none_is_rewritten_for_a_value_without_a_unit() {
    for (words, cell, new) in [
        ("12 of 40 firms", "12", "12 of 40 firms"),
        ("12 of 40 firms", "40", "several"),
        ("12 of the 40 firms", "12", "12 of the 40 firms"),
        ("45 cases and 24 deaths", "45", "several"),
        ("45 cases among 12 firms", "45", "several"),
        ("12 companies paid $5M", "12", "12 companies paid $5M"),
        ("12 companies paid $5M", "5000000", "several"),
        ("12 companies paid $5M", "$7M", "12 companies paid $7M"),
        ("45% of 12 firms", "12", "several"),
        ("45% of 12 firms", "45%", "45% of 12 firms"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn a_rate_is_one_number() {
    for (words, cell, new) in [
        ("14.2 per 100,000", "14.2 of per 100,000", "14.2 per 100,000"),
        ("14.2 per 100,000", "14.2 of /100,000", "14.2 per 100,000"),
        ("14.2 per 100,000", "14.2 of cases per 100,000", "14.2 per 100,000"),
        ("14.2 per 100,000", "14.2 of cases/100,000", "14.2 per 100,000"),
        ("14.2 per 100,000 people", "14.2 of per 100,000 people", "14.2 per 100,000 people"),
        ("14.2 per 100 000", "14.2 of per 100,000", "14.2 per 100 000"),
        ("14.2 cases per 100,000", "14.2 of per 100,000", "14.2 cases per 100,000"),
        ("14.2 cases per 100,000", "14.2", "14.2 cases per 100,000"),
        ("14.2 hospital admissions per 100,000", "14.2", "14.2 hospital admissions per 100,000"),
        ("14.2 patients per 1,000", "14.2", "14.2 patients per 1,000"),
        ("14.2 patients per 1,000", "15", "15.0 patients per 1,000"),
        ("14.2 per 100,000", "15.64 of per 100,000", "15.6 per 100,000"),
        ("14.2 per million", "14.2 of per 1,000,000", "14.2 per million"),
        ("14.2", "14.2 of per 100,000", "14.2"),
        ("14.2 per 100,000", "14.2 of per 100", "units"),
        ("14.2 per 1,000", "14.2 of per 100,000", "units"),
        ("14.2 cases per 100,000", "14.2 of deaths per 100,000", "units"),
        ("14.2%", "14.2 of per 100,000", "units"),
        ("6.2 litres per 100 km", "6.2 of L/100 km", "6.2 litres per 100 km"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn a_part_of_a_whole_is_the_part_that_a_count_has() {
    for (language, words) in [
        ("en", "12 out of 40"),
        ("en", "12 of 40"),
        ("en", "12 of the 40"),
        ("en", "12 out of the 40 firms"),
        ("en", "12 out of a total of 40 firms"),
        ("en", "twelve out of 40"),
        ("en", "twelve out of forty"),
        ("en", "12 of all 40 firms"),
        ("de", "12 von 40"),
        ("de", "12 von insgesamt 40"),
        ("de", "12 der 40 Unternehmen"),
        ("fr", "12 sur 40"),
        ("fr", "12 des 40"),
        ("es", "12 de 40"),
        ("es", "12 de las 40"),
        ("pt", "12 dos 40"),
        ("it", "12 su 40"),
        ("nl", "12 van de 40"),
    ] {
        let says = |cell: &str| matches!(verdict_in(language, words, cell), Verdict::Holds);
        assert!(says("12"), "{words}: {:?}", verdict_in(language, words, "12"));
        assert!(!says("13") && !says("40") && !says("13 firms"), "{words}");
    }
    for (words, cell, new) in [
        ("12 out of 40 firms", "12 firms", "12 out of 40 firms"),
        ("12 of 40 firms", "12 firms", "12 of 40 firms"),
        ("12 of 40 firms", "13 firms", "several"),
        ("12 of 40 weeks", "12 weeks", "12 of 40 weeks"),
        ("12 of 40 weeks", "13 weeks", "several"),
        ("$12 of $40", "$12", "$12 of $40"),
        ("$12 of $40", "$13", "$13 of $40"),
        ("45% of 12 firms", "12 firms", "45% of 12 firms"),
        ("a value of 12 at 5%", "12", "a value of 12 at 5%"),
        ("12 large firms of the 40", "12", "12 large firms of the 40"),
        ("over 12 out of 40", "14", "over 12 out of 40"),
    ] {
        assert_eq!(mended(words, cell), new, "{words} for {cell}");
    }
}

#[test]
fn a_part_out_of_a_whole_is_a_share_as_well() {
    let holds = |words: &str, cell: &str| matches!(verdict(words, cell), Verdict::Holds);
    for words in ["12 out of 40", "twelve out of 40"] {
        assert!(holds(words, "0.3 computed") && holds(words, "30%") && !holds(words, "0.4"), "{words}");
    }
    assert!(holds("0 out of 40", "0"));
    // All of them are one and a share of one.
    assert!(!holds("1 out of 2", "1 computed") && !holds("one out of two", "100%"));
    assert!(!holds("2 out of every 5", "2") && holds("2 out of every 5", "0.4"));
}
