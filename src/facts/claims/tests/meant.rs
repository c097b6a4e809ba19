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
