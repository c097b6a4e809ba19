//! Short names of months and days of the week, for axes and classes, by language.

use crate::model::Locale;
use jiff::civil::Weekday;

/// Names of a language: months from January, days from Monday.
struct Names {
    language: &'static str,
    months: [&'static str; 12],
    days: [&'static str; 7],
}

const ENGLISH: Names = Names {
    language: "en",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
};

const OTHERS: &[Names] = &[
    Names {
        language: "de",
        months: [
            "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
        ],
        days: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    },
    Names {
        language: "fr",
        months: [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
        days: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    },
    Names {
        language: "es",
        months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
        days: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    },
    Names {
        language: "pt",
        months: [
            "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez.",
        ],
        days: ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    },
    Names {
        language: "it",
        months: ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
        days: ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    },
    Names {
        language: "nl",
        months: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        days: ["ma", "di", "wo", "do", "vr", "za", "zo"],
    },
    Names {
        language: "zh",
        months: CJK_MONTHS,
        days: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    },
    Names {
        language: "zh-hant",
        months: CJK_MONTHS,
        days: ["週一", "週二", "週三", "週四", "週五", "週六", "週日"],
    },
    Names {
        language: "ar",
        months: [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
        days: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    },
    Names { language: "ja", months: CJK_MONTHS, days: ["月", "火", "水", "木", "金", "土", "日"] },
    Names {
        language: "ko",
        months: ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"],
        days: ["월", "화", "수", "목", "금", "토", "일"],
    },
];

const CJK_MONTHS: [&str; 12] =
    ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

fn names(locale: &Locale) -> &'static Names {
    let traditional = Locale::is_traditional(&locale.language);
    let language = if traditional { "zh-hant".to_owned() } else { locale.primary() };
    OTHERS.iter().find(|names| names.language == language).unwrap_or(&ENGLISH)
}

/// The short name of a month, from 1.
#[must_use]
pub fn month(number: i8, locale: &Locale) -> &'static str {
    let place = usize::try_from(number - 1).unwrap_or(0);
    names(locale).months.get(place).copied().unwrap_or_default()
}

/// The short name of a day of the week.
#[must_use]
pub fn weekday(day: Weekday, locale: &Locale) -> &'static str {
    let place = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    names(locale).days.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_by_language() {
        assert_eq!(month(3, &Locale::of("de-AT")), "März");
        assert_eq!(month(12, &Locale::of("zh-Hant")), "12月");
        assert_eq!(month(1, &Locale::of("sv")), "Jan");
        assert_eq!(
            (month(1, &Locale::of("ar")), weekday(Weekday::Monday, &Locale::of("zh-TW"))),
            ("يناير", "週一")
        );
        assert_eq!(weekday(Weekday::Sunday, &Locale::of("en")), "Sun");
    }
}
