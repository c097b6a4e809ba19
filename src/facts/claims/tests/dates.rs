//! Dates that words state, and those they do not.

use super::super::dates::{self, Stated};
use crate::model::{Locale, Moment, Precision};
use jiff::civil::date;

fn states(words: &str, moment: Moment, printed: &str, locale: &Locale) -> bool {
    dates::states(words, moment, printed, locale) == Stated::Yes
}

#[test]
fn words_that_speak_of_another_date_are_told() {
    let day = Moment { at: date(2024, 3, 31).at(0, 0, 0, 0), precision: Precision::Day };
    for (language, words) in [
        ("en", "before 31 March 2024"),
        ("en", "not 31 March 2024"),
        ("en", "after 31 March"),
        ("en", "later than 31 March 2024"),
        ("en", "early March 2024"),
        ("en", "mid-March 2024"),
        ("en", "the end of 2024"),
        ("en", "before 2024-03-31"),
        ("de", "vor dem 31. März 2024"),
        ("de", "Ende 2024"),
        ("fr", "avant le 31 mars 2024"),
        ("fr", "fin mars 2024"),
        ("zh", "2024年底"),
    ] {
        let found = dates::states(words, day, "2024-03-31", &Locale::of(language));
        assert_eq!(found, Stated::Turned, "{words}");
    }
    for words in ["by 31 March 2024", "since 31 March 2024", "on 31 March 2024", "until March 2024"] {
        assert!(states(words, day, "2024-03-31", &Locale::default()), "{words}");
    }
}

#[test]
fn a_date_is_compared_to_the_precision_typed() {
    let day = Moment { at: date(2025, 3, 5).at(0, 0, 0, 0), precision: Precision::Day };
    for (language, words) in [
        ("en", "2025-03-05"),
        ("en", "5 March 2025"),
        ("en", "on 5 March 2025"),
        ("en", "March 5, 2025"),
        ("en", "the 5th of March 2025"),
        ("en", "5 Mar 2025"),
        ("en", "5 March"),
        ("en", "March 2025"),
        ("en", "in March"),
        ("en", "2025"),
        ("zh", "2025年3月5日"),
        ("zh", "2025年3月"),
        ("zh", "3月5日"),
        ("zh", "2025年"),
        ("de", "5. März 2025"),
        ("de", "05.03.2025"),
        ("de", "im März 2025"),
        ("es", "5 de marzo de 2025"),
    ] {
        assert!(states(words, day, "2025-03-05", &Locale::of(language)), "{words}");
    }
    for (language, words) in [
        ("en", "6 March 2025"),
        ("en", "15 March 2025"),
        ("en", "April 2025"),
        ("en", "Apr 2025"),
        ("en", "5 April 2025"),
        ("en", "2024"),
        ("en", "2025-03-06"),
        ("en", "Q2 2025"),
        ("en", "early"),
        ("zh", "2025年4月"),
        ("zh", "2025年3月6日"),
        ("de", "6. März 2025"),
    ] {
        assert!(!states(words, day, "2025-03-05", &Locale::of(language)), "{words}");
    }
    let month = Moment { precision: Precision::Month, ..day };
    let english = Locale::default();
    assert!(states("in March 2025, 12 firms", month, "March 2025", &english));
    assert!(!states("5 March 2025", month, "2025-03", &english));
    assert!(!states("15 March 2025", day, "5 March 2025", &english));
}

#[test]
fn a_part_of_a_year_is_no_year() {
    let day = Moment { at: date(2025, 3, 5).at(0, 0, 0, 0), precision: Precision::Day };
    for (language, words) in [
        ("en", "the third quarter of 2025"),
        ("en", "the second half of 2025"),
        ("en", "summer 2025"),
        ("de", "im dritten Quartal 2025"),
        ("zh", "2025年第三季度"),
        ("zh", "2025年下半年"),
    ] {
        assert!(!states(words, day, "2025-03-05", &Locale::of(language)), "{words}");
    }
}
