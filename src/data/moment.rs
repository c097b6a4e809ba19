//! Written dates → [`Moment`], as precisely as they were written.

use crate::model::{Moment, Precision};
use jiff::civil::{Date, DateTime, Time, date};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::temporal::Pieces;

/// `2025-03`, `2025-03-01`, `2025-03-01T12:00:00` (with a blank for `T`, without seconds, with a zone, which is
/// dropped). A year alone is not taken: it may be a number.
pub(super) fn iso(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if bytes.get(4) != Some(&b'-') || !bytes.first()?.is_ascii_digit() {
        return None;
    }
    match bytes.len() {
        7 => month(text),
        10 => text.parse::<Date>().ok().map(day),
        16.. if matches!(bytes.get(10), Some(b'T' | b't' | b' ')) => second(text),
        _ => None,
    }
}

/// `2025`, in four digits.
pub(super) fn year(text: &str) -> Option<Moment> {
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = Date::new(text.parse().ok()?, 1, 1).ok()?;
    Some(Moment { at: at.at(0, 0, 0, 0), precision: Precision::Year })
}

/// `2025-03`.
pub(super) fn month(text: &str) -> Option<Moment> {
    let (year_text, month_text) = text.split_once('-')?;
    let year = year(year_text)?.at.year();
    if month_text.len() != 2 || !month_text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = Date::new(year, month_text.parse().ok()?, 1).ok()?;
    Some(Moment { at: at.at(0, 0, 0, 0), precision: Precision::Month })
}

/// A whole day.
fn day(date: Date) -> Moment {
    Moment { at: date.at(0, 0, 0, 0), precision: Precision::Day }
}

fn second(text: &str) -> Option<Moment> {
    let pieces = Pieces::parse(text).ok()?;
    let at: DateTime = pieces.date().to_datetime(pieces.time()?);
    Some(Moment { at, precision: Precision::Second })
}

/// A date in a `strptime` pattern, such as `%d.%m.%Y`; how precise it is follows from the pattern.
pub(super) fn by_pattern(pattern: &str, text: &str) -> Option<Moment> {
    let parsed = BrokenDownTime::parse(pattern, text).ok()?;
    if let (Some(_), Ok(at)) = (parsed.hour(), parsed.to_datetime()) {
        return Some(Moment { at, precision: Precision::Second });
    }
    if let Ok(date) = parsed.to_date() {
        return Some(day(date));
    }
    // A day that the month does not have makes no date, not a month.
    if parsed.day().is_some() || parsed.day_of_year().is_some() {
        return None;
    }
    let year = parsed.year()?;
    let (month, precision) = match parsed.month() {
        Some(month) => (month, Precision::Month),
        None => (1, Precision::Year),
    };
    let at = Date::new(year, month, 1).ok()?.at(0, 0, 0, 0);
    Some(Moment { at, precision })
}

/// Whether a text is a time of day: `12:30`, `12:30:00`, or one in a `strptime` pattern.
pub(super) fn is_time(pattern: Option<&str>, text: &str) -> bool {
    match pattern {
        Some(pattern) => BrokenDownTime::parse(pattern, text).is_ok_and(|parsed| parsed.to_time().is_ok()),
        None => text.contains(':') && text.parse::<Time>().is_ok(),
    }
}

/// The year 1800 to 2100 that a bare number in a field of years stands for.
pub(super) fn is_plausible_year(moment: &Moment) -> bool {
    (date(1800, 1, 1)..=date(2100, 12, 31)).contains(&moment.at.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(moment: Option<Moment>) -> Option<(String, Precision)> {
        moment.map(|moment| (moment.at.to_string(), moment.precision))
    }

    #[test]
    fn dates_keep_their_precision() {
        let at = |text: &str| text.to_owned();
        assert_eq!(shown(iso("2025-03")), Some((at("2025-03-01T00:00:00"), Precision::Month)));
        assert_eq!(shown(iso("2025-03-09")), Some((at("2025-03-09T00:00:00"), Precision::Day)));
        assert_eq!(shown(iso("2025-03-09T12:30:00Z")), Some((at("2025-03-09T12:30:00"), Precision::Second)));
        assert_eq!(shown(iso("2025-03-09 12:30")), Some((at("2025-03-09T12:30:00"), Precision::Second)));
        assert_eq!(shown(year("2025")), Some((at("2025-01-01T00:00:00"), Precision::Year)));
        for wrong in ["2025", "2025-13", "2025-02-30", "1999-2000", "20250301", "2025-Q1", "漢字-2025", ""]
        {
            assert_eq!(iso(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn patterns_give_dates() {
        let expected = Some((("2025-03-09T00:00:00").to_owned(), Precision::Day));
        assert_eq!(shown(by_pattern("%d.%m.%Y", "09.03.2025")), expected);
        let month = Some((("2025-03-01T00:00:00").to_owned(), Precision::Month));
        assert_eq!(shown(by_pattern("%m/%Y", "03/2025")), month);
        assert_eq!(by_pattern("%d.%m.%Y", "2025-03-09"), None);
        assert_eq!(by_pattern("%d.%m.%Y", "30.02.2024"), None);
        assert_eq!(by_pattern("%d.%m.%Y", "31.04.2023"), None);
        assert_eq!(by_pattern("%d.%m.%Y %H:%M", "31.02.2024 23:00"), None);
        assert_eq!(by_pattern("%j %Y", "366 2023"), None);
        assert!(is_time(None, "12:30:00") && !is_time(None, "noon"));
    }
}
