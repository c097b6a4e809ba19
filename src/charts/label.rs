//! Values as text.

use crate::model::{Dataset, Locale, Moment, Scalar};
use jiff::tz::TimeZone;

/// A cell as written.
pub(super) fn cell(dataset: &Dataset, record: usize, field: usize, _locale: &Locale) -> String {
    let cell = dataset.cell(record, field);
    match &cell.scalar {
        Scalar::Missing => String::new(),
        Scalar::Text(text) => text.trim().to_owned(),
        _ => cell.text.trim().to_owned(),
    }
}

/// A moment as milliseconds since 1970, in UTC.
pub(super) fn milliseconds(moment: &Moment) -> f64 {
    TimeZone::UTC.to_timestamp(moment.at).map_or(0.0, |timestamp| timestamp.as_millisecond() as f64)
}

/// Text for a label formatter, where ECharts replaces `{a}` and the like: braces become look-alikes.
pub(super) fn literal(text: &str) -> String {
    text.replace('{', "❴").replace('}', "❵")
}
