//! Values as text.

use crate::model::{Dataset, Format, Locale, Moment, Quantity, Scalar, ScalarView, Written};
use crate::syntax::print;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

/// A cell as written.
pub(super) fn cell(dataset: &Dataset, record: usize, field: usize) -> String {
    let cell = dataset.cell(record, field);
    match cell.scalar {
        ScalarView::Missing => String::new(),
        ScalarView::Words(words) => words.trim().to_owned(),
        _ => cell.text.trim().to_owned(),
    }
}

/// A number at a mark: by the format of its field; without one as written, but for a true minus sign and thousands of
/// five digits and more in groups.
pub(super) fn value(dataset: &Dataset, record: usize, field: usize, locale: &Locale) -> String {
    let text = cell(dataset, record, field);
    let Scalar::Number(quantity) = dataset.scalar(record, field) else { return text };
    let format = &dataset.fields()[field].format;
    if *format != Format::default() {
        // The decimals that cells have in common were not asked for: they are for what is computed from them.
        let common =
            format.declared || format.percent || (format.compact && quantity.written.scale.is_none());
        let decimals = if common { None } else { own_decimals(&text, &quantity) };
        let format = Format { decimals: decimals.or(format.decimals), ..format.clone() };
        return print::quantity(&quantity, &format, locale);
    }
    let plain = text.strip_prefix('-').unwrap_or(&text);
    let plain = if plain.len() >= 5 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        print::amount(quantity.amount.abs(), Some(0), locale)
    } else {
        plain.to_owned()
    };
    let negative = text.starts_with('-') && plain.starts_with(|c: char| c.is_ascii_digit() || c == '$');
    if negative {
        format!("−{plain}")
    } else if text.starts_with('-') {
        text
    } else {
        plain
    }
}

/// The decimals that a number was written with.
fn own_decimals(text: &str, quantity: &Quantity) -> Option<u8> {
    if *quantity.written != Written::default() {
        return Some(quantity.written.decimals);
    }
    let (whole, rest) = text.trim_start_matches('-').split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let written = digits(whole.trim_start_matches('-')) && digits(rest);
    u8::try_from(rest.len()).ok().filter(|_| written)
}

/// A moment as milliseconds since 1970, in UTC.
pub(super) fn milliseconds(moment: &Moment) -> f64 {
    TimeZone::UTC.to_timestamp(moment.at).map_or(0.0, |timestamp| timestamp.as_millisecond() as f64)
}

/// Text for a label formatter, where ECharts replaces `{a}` and the like: braces become look-alikes.
pub(super) fn literal(text: &str) -> String {
    text.replace('{', "❴").replace('}', "❵")
}

/// Adds to a label the height of its lines, where it has several.
pub(super) fn with_lines(mut label: Json, height: f64) -> Json {
    if label["formatter"].as_str().is_some_and(|words| words.contains('\n')) {
        label["lineHeight"] = json!(height);
    }
    label
}

/// The milliseconds since 1970 of a date as authors write it: `2025`, `2025-03`, `2025-03-01`, `2025-03-01 14:30`.
pub(super) fn date(text: &str) -> Option<f64> {
    let at = |time: DateTime| {
        TimeZone::UTC.to_timestamp(time).ok().map(|timestamp| timestamp.as_millisecond() as f64)
    };
    if text.contains(':') {
        return text.trim().parse().ok().and_then(at);
    }
    let mut parts = text.trim().split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let rest: Vec<i8> = parts.map(|part| i8::try_from(part?).ok()).collect::<Option<_>>()?;
    let (month, day) = match rest.as_slice() {
        [] => (1, 1),
        [month] => (*month, 1),
        [month, day] => (*month, *day),
        _ => return None,
    };
    at(Date::new(year, month, day).ok()?.to_datetime(Time::midnight()))
}

/// The words that all names end with: `Retention` of `1-Week Retention` and `8-Week Retention`.
pub(super) fn common_words(names: &[String]) -> String {
    let Some((first, rest)) = names.split_first() else { return String::new() };
    let words: Vec<&str> = first.split_whitespace().collect();
    let ends =
        |tail: &[&str]| rest.iter().all(|name| name.split_whitespace().collect::<Vec<_>>().ends_with(tail));
    let start = (1..words.len()).find(|&start| ends(&words[start..]));
    start.map(|start| words[start..].join(" ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read_as_authors_write_them() {
        assert_eq!(date("1970-01-02"), Some(86_400_000.0));
        assert_eq!((date("1970"), date("1970-02")), (Some(0.0), Some(2_678_400_000.0)));
        assert_eq!((date("1970-01-01 00:01"), date("1970-01-01T00:01:00")), (Some(60_000.0), Some(60_000.0)));
        assert_eq!((date("1970-13"), date("spring"), date("1970-1-1-1")), (None, None, None));
    }
}
