//! Ticks of time axes: at the beginnings of years, months, days or hours, as close as their labels allow, and no closer than
//! the data; where there would be fewer than two, at the ends of the data. ECharts' own are of uneven steps and repeat labels.

use super::text;
use super::theme::FONT;
use crate::model::Locale;
use crate::syntax::calendar;
use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

/// The distance of ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Years(i16),
    Months(i8),
    Days(i8),
    Hours(i8),
    Minutes(i8),
}

const STEPS: &[Step] = &[
    Step::Minutes(1),
    Step::Minutes(5),
    Step::Minutes(15),
    Step::Minutes(30),
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
];

const DAY: f64 = 86_400_000.0;

impl Step {
    /// About how long it is, in milliseconds.
    fn length(self) -> f64 {
        match self {
            Self::Years(n) => f64::from(n) * 365.25 * DAY,
            Self::Months(n) => f64::from(n) * 30.4 * DAY,
            Self::Days(n) => f64::from(n) * DAY,
            Self::Hours(n) => f64::from(n) * DAY / 24.0,
            Self::Minutes(n) => f64::from(n) * DAY / 1440.0,
        }
    }

    /// The width of its labels.
    fn label_width(self, locale: &Locale) -> f64 {
        let words = Words::of(locale);
        let month =
            || (1..=12).map(|month| text::width(calendar::month(month, locale), FONT)).fold(0.0, f64::max);
        match (self, words.samples) {
            (Self::Years(_), _) => text::width("2000", FONT),
            (Self::Months(_), Some(samples)) => text::width(samples.0, FONT),
            (Self::Days(_), Some(samples)) => text::width(samples.1, FONT),
            (Self::Months(_), None) => month() + text::width(" 2000", FONT),
            (Self::Days(_), None) => month() + text::width("28. ", FONT),
            (Self::Hours(_) | Self::Minutes(_), _) => text::width("00:00", FONT),
        }
    }

    /// The last beginning at or before a moment.
    fn floor(self, at: DateTime) -> DateTime {
        let date = at.date();
        let day = |year: i16, month: i8, day: i8| {
            jiff::civil::Date::new(year, month, day).unwrap_or(date).at(0, 0, 0, 0)
        };
        match self {
            Self::Years(n) => day(date.year().div_euclid(n) * n, 1, 1),
            Self::Months(n) => day(date.year(), (date.month() - 1) / n * n + 1, 1),
            // Two weeks are the halves of a month, weeks its quarters: they meet with the months.
            Self::Days(1) => day(date.year(), date.month(), date.day()),
            Self::Days(n) => {
                day(date.year(), date.month(), ((date.day() - 1) / n * n + 1).min(28 / n * n - n + 1))
            }
            Self::Hours(n) => date.at(at.hour() / n * n, 0, 0, 0),
            Self::Minutes(n) => date.at(at.hour(), at.minute() / n * n, 0, 0),
        }
    }

    /// The next beginning after one.
    fn next(self, at: DateTime) -> Option<DateTime> {
        match self {
            Self::Years(n) => at.checked_add(i64::from(n).years()).ok(),
            Self::Months(n) => at.checked_add(i64::from(n).months()).ok(),
            Self::Days(1) => at.checked_add(1.days()).ok(),
            Self::Days(n) => {
                let next = at.checked_add(i64::from(n).days()).ok()?;
                let last = 28 / n * n - n + 1;
                let same = next.month() == at.month() && next.day() <= last;
                if same {
                    Some(next)
                } else {
                    at.date().last_of_month().tomorrow().ok().map(|d| d.at(0, 0, 0, 0))
                }
            }
            Self::Hours(n) => at.checked_add(i64::from(n).hours()).ok(),
            Self::Minutes(n) => at.checked_add(i64::from(n).minutes()).ok(),
        }
    }

    fn ticks(self, first: DateTime, last: DateTime) -> Vec<DateTime> {
        let start = self.floor(first);
        let mut at = if start < first { self.next(start) } else { Some(start) };
        let mut ticks = Vec::new();
        while let Some(tick) = at.filter(|tick| *tick <= last && ticks.len() < 200) {
            ticks.push(tick);
            at = self.next(tick).filter(|next| *next > tick);
        }
        ticks
    }
}

/// Labels in ECharts' patterns; `prepare` tells it the names of the months.
struct Words {
    /// A month, and a month with its year.
    month: (&'static str, &'static str),
    /// A day.
    day: &'static str,
    /// A day with its year.
    date: &'static str,
    /// The widest month and the widest day, where names of months do not tell.
    samples: Option<(&'static str, &'static str)>,
}

/// The patterns of a month and of a day.
pub(super) fn patterns(locale: &Locale) -> (&'static str, &'static str) {
    let words = Words::of(locale);
    (words.month.0, words.day)
}

impl Words {
    fn of(locale: &Locale) -> Self {
        match locale.language.split(['-', '_']).next().unwrap_or_default() {
            "en" => Self {
                month: ("{MMM}", "{MMM} {yyyy}"),
                day: "{d} {MMM}",
                date: "{d} {MMM} {yyyy}",
                samples: Some(("Aug 2000", "28 Aug")),
            },
            "zh" | "ja" => Self {
                month: ("{M}月", "{yyyy}年{M}月"),
                day: "{M}月{d}日",
                date: "{yyyy}年{M}月{d}日",
                samples: Some(("2000年12月", "12月28日")),
            },
            "ko" => Self {
                month: ("{M}월", "{yyyy}년 {M}월"),
                day: "{M}월 {d}일",
                date: "{yyyy}년 {M}월 {d}일",
                samples: Some(("2000년 12월", "12월 28일")),
            },
            "de" => Self {
                month: ("{MMM}", "{MMM} {yyyy}"),
                day: "{d}. {MMM}",
                date: "{d}. {MMM} {yyyy}",
                samples: None,
            },
            _ => Self {
                month: ("{MMM}", "{MMM} {yyyy}"),
                day: "{d} {MMM}",
                date: "{d} {MMM} {yyyy}",
                samples: None,
            },
        }
    }
}

/// The ticks of an axis and the patterns of their labels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ticks {
    /// Milliseconds since 1970.
    pub(super) at: Vec<f64>,
    /// ECharts' `axisLabel.formatter`.
    pub(super) formatter: Json,
}

/// Ticks for moments in order, between two ends of an axis so wide.
pub(super) fn ticks(moments: &[f64], (first, last): (f64, f64), width: f64, locale: &Locale) -> Ticks {
    let span = (last - first).max(1.0);
    let closest =
        moments.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0).fold(span, f64::min);
    let fits = |step: &&Step| {
        let room = step.length() / span * width;
        step.length() > closest * 0.9 && room >= step.label_width(locale) + 14.0
    };
    let (from, to) = (civil(first), civil(last));
    let chosen = STEPS.iter().filter(fits).find(|step| !step.ticks(from, to).is_empty());
    // Quarters are the better ticks, but one alone says nothing of distances.
    let pairs = &Step::Months(2);
    let lonely = chosen.is_some_and(|step| *step == Step::Months(3) && step.ticks(from, to).len() < 2);
    let chosen = if lonely && fits(&pairs) { Some(pairs) } else { chosen };
    let found = chosen.map(|step| (*step, step.ticks(from, to))).filter(|(_, ticks)| ticks.len() > 1);
    let Some((step, found)) = found else { return ends(moments, locale) };
    Ticks {
        formatter: formatter(step, &found, locale),
        at: found.iter().map(|at| milliseconds(*at)).collect(),
    }
}

/// The first and the last moment, said as precisely as the most precise of all.
fn ends(moments: &[f64], locale: &Locale) -> Ticks {
    let words = Words::of(locale);
    let grain = |at: &f64| match civil(*at) {
        at if (at.hour(), at.minute()) != (0, 0) => 3,
        at if at.day() > 1 => 2,
        at if at.month() > 1 => 1,
        _ => 0,
    };
    let formatter = match moments.iter().map(grain).max() {
        Some(3) => json!(format!("{} {{HH}}:{{mm}}", words.day)),
        Some(2) => json!(words.date),
        Some(1) => json!(words.month.1),
        _ => json!("{yyyy}"),
    };
    let mut at: Vec<f64> = moments.first().into_iter().chain(moments.last()).copied().collect();
    at.dedup();
    Ticks { at, formatter }
}

fn formatter(step: Step, ticks: &[DateTime], locale: &Locale) -> Json {
    let words = Words::of(locale);
    let years =
        ticks.iter().any(|tick| (tick.month(), tick.day(), tick.hour(), tick.minute()) == (1, 1, 0, 0));
    let month = if years { words.month.0 } else { words.month.1 };
    match step {
        Step::Years(_) => json!("{yyyy}"),
        Step::Months(_) => json!({"year": "{yyyy}", "quarter": month, "month": month}),
        Step::Days(_) => {
            json!({"year": "{yyyy}", "quarter": words.day, "month": words.day, "week": words.day, "day": words.day})
        }
        Step::Hours(_) | Step::Minutes(_) => {
            json!({"year": words.day, "quarter": words.day, "month": words.day, "week": words.day, "day": words.day,
                "halfDay": "{HH}:{mm}", "quarterDay": "{HH}:{mm}", "hour": "{HH}:{mm}", "minute": "{HH}:{mm}"})
        }
    }
}

fn civil(milliseconds: f64) -> DateTime {
    let at = jiff::Timestamp::from_millisecond(milliseconds as i64).unwrap_or_default();
    TimeZone::UTC.to_datetime(at)
}

fn milliseconds(at: DateTime) -> f64 {
    TimeZone::UTC.to_timestamp(at).map_or(0.0, |at| at.as_millisecond() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn told(moments: &[DateTime], width: f64, language: &str) -> (Vec<String>, Json) {
        let moments: Vec<f64> = moments.iter().map(|at| milliseconds(*at)).collect();
        let ends = (moments[0], moments[moments.len() - 1]);
        let Ticks { at, formatter } = ticks(&moments, ends, width, &Locale::of(language));
        (at.iter().map(|at| civil(*at).date().to_string()).collect(), formatter)
    }

    fn every_month(from: i16, months: i32) -> Vec<DateTime> {
        (0..months)
            .map(|n| date(from, 1, 1).checked_add(n.months()).expect("a month").at(0, 0, 0, 0))
            .collect()
    }

    #[test]
    fn ticks_stand_at_round_dates_with_room_for_their_labels() {
        let (at, formatter) = told(&every_month(1958, 700), 600.0, "en");
        assert_eq!(at.first().map(String::as_str), Some("1960-01-01"));
        assert_eq!((at.len(), formatter), (12, json!("{yyyy}")));
        let (at, _) = told(&every_month(1958, 700), 230.0, "en");
        assert_eq!(at, ["1960-01-01", "1980-01-01", "2000-01-01"]);
    }

    #[test]
    fn months_say_their_year_when_no_january_does() {
        let year = told(&every_month(2024, 13), 600.0, "en");
        assert_eq!(year.0, ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"]);
        assert_eq!(year.1["month"], "{MMM}");
        let spring = told(&every_month(2024, 13)[2..6], 600.0, "zh");
        assert_eq!(spring.0, ["2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"]);
        assert_eq!(spring.1["month"], "{yyyy}年{M}月");
    }

    #[test]
    fn ticks_are_no_closer_than_the_data() {
        let years: Vec<DateTime> = (2018..=2024).map(|year| date(year, 1, 1).at(0, 0, 0, 0)).collect();
        assert_eq!(told(&years, 2000.0, "en").0.len(), 7);
        let one = told(&years[..1], 600.0, "en");
        assert_eq!(one.0, ["2018-01-01"]);
    }

    #[test]
    fn where_no_two_round_dates_stand_the_data_say_their_own() {
        let of = |dates: &[(i16, i8, i8)], language: &str| {
            let moments: Vec<DateTime> =
                dates.iter().map(|(y, m, d)| date(*y, *m, *d).at(0, 0, 0, 0)).collect();
            let (at, formatter) = told(&moments, 600.0, language);
            (at.join(" "), formatter.as_str().unwrap_or_default().to_owned())
        };
        let said = |at: &str, formatter: &str| (at.to_owned(), formatter.to_owned());
        assert_eq!(of(&[(1990, 1, 1), (2020, 1, 1)], "en"), said("1990-01-01 2020-01-01", "{yyyy}"));
        assert_eq!(of(&[(2011, 1, 1), (2021, 1, 1)], "en"), said("2011-01-01 2021-01-01", "{yyyy}"));
        assert_eq!(of(&[(2020, 1, 1)], "en"), said("2020-01-01", "{yyyy}"));
        assert_eq!(of(&[(2024, 3, 1)], "en"), said("2024-03-01", "{MMM} {yyyy}"));
        assert_eq!(of(&[(2024, 3, 5)], "ja"), said("2024-03-05", "{yyyy}年{M}月{d}日"));
        assert_eq!(of(&[(2000, 1, 1), (2020, 1, 1)], "en").0, "2000-01-01 2020-01-01");
    }

    #[test]
    fn days_and_hours_have_ticks_too() {
        let days: Vec<DateTime> =
            (0..60).map(|n| date(2024, 2, 20).checked_add(n.days()).expect("a day").at(0, 0, 0, 0)).collect();
        let weeks = told(&days, 600.0, "en");
        assert_eq!(weeks.0[..4], ["2024-02-22", "2024-03-01", "2024-03-08", "2024-03-15"]);
        let hours: Vec<DateTime> = (0..24).map(|hour| date(2024, 2, 20).at(hour, 0, 0, 0)).collect();
        assert_eq!(told(&hours, 300.0, "de").1["hour"], "{HH}:{mm}");
    }
}
