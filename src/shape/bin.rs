//! `bin`: numbers and dates as classes.

use super::Work;
use super::frame::{Frame, Item};
use crate::diagnostics::{Diagnostic, rules};
use crate::model::{
    Bin, BinStep, Calendar, Field, FieldKind, Format, Locale, Moment, Precision, Quantity, Scalar,
    ScalarView, Written,
};
use crate::syntax::{calendar, print};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::sync::Arc;

impl Bin {
    /// Whether the classes stand in this field.
    pub(super) fn names(&self, field: &str) -> bool {
        self.name.as_deref().unwrap_or(&self.field.value) == field
    }
}

/// Cuts a field into classes.
pub(super) fn bin(work: &mut Work<'_, '_>, step: &Bin) -> Option<()> {
    let column = work.find(&step.field)?;
    let (kind, items) = match step.step {
        BinStep::Calendar(part) => dates_in(work, step, column, part)?,
        BinStep::Count(_) | BinStep::Width(_) => {
            work.numeric(&step.field, column)?;
            (FieldKind::Text, numbers(&work.frame, column, step.step, work.wish.locale))
        }
    };
    let source = work.frame.field(column);
    let name = step.name.as_ref().unwrap_or(&source.name);
    let title = step.name.as_ref().unwrap_or(&source.title);
    let field = Field {
        name: name.clone(),
        title: title.clone(),
        description: source.description.clone(),
        kind,
        unit: None,
        format: Format { date: None, ..source.format.clone() },
    };
    work.frame.put(field, items);
    Some(())
}

/// Classes from a round number on, each as wide as the next. A class is a number, so that it sorts as one, and is written
/// as its limits.
fn numbers(frame: &Frame<'_>, column: usize, step: BinStep, locale: &Locale) -> Vec<Item> {
    let amounts = || (0..frame.len()).filter_map(|row| Some(frame.number(row, column)?.amount));
    let (low, high) =
        amounts().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let width = match step {
        BinStep::Width(width) => width,
        BinStep::Count(count) => round_width((high - low) / f64::from(count)),
        BinStep::Calendar(_) => 1.0,
    };
    // Round numbers have as many decimals as they need.
    let format = &Format { decimals: None, ..frame.field(column).format.clone() };
    let item = |row: usize| {
        let from = frame.origin(row, column);
        let Some(quantity) = frame.number(row, column) else { return frame.gap(from) };
        // The limits are multiples of the width; a value on the upper one belongs to the next class.
        let place = (quantity.amount / width + 1e-9).floor();
        let limit = |place: f64| Quantity {
            amount: tidy(place * width),
            unit: quantity.unit.clone(),
            written: Written { scale: quantity.written.scale.clone(), ..Written::default() }.into(),
        };
        let ends = (limit(place), limit(place + 1.0));
        let words = |end: &Quantity| print::quantity(end, format, locale);
        let text = range(&words(&ends.0), &words(&ends.1));
        frame.item(Scalar::Number(ends.0), &text, from)
    };
    (0..frame.len()).map(item).collect()
}

/// 1, 2, 5 or 10 times a power of ten, and not less than `rough`.
fn round_width(rough: f64) -> f64 {
    if !rough.is_finite() || rough <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(rough.log10().floor());
    let lead = [1.0, 2.0, 5.0, 10.0].into_iter().find(|lead| lead * power >= rough * 0.999);
    tidy(lead.unwrap_or(10.0) * power)
}

fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// `$10–20`, `10–20%`: what both limits have around their digits is said once.
fn range(low: &str, high: &str) -> String {
    let digit = |c: char| c.is_ascii_digit();
    let head = |text: &str| text.find(digit).unwrap_or(0);
    let tail = |text: &str| text.rfind(digit).map_or(text.len(), |at| at + 1);
    let (before, after) = (&high[..head(high)], &high[tail(high)..]);
    // A sign is said of each limit.
    let shared = low.starts_with(before) && !before.contains('−');
    let high = if shared { &high[before.len()..] } else { high };
    let low = if after.is_empty() { low } else { low.strip_suffix(after).unwrap_or(low) };
    if low.starts_with('−') { format!("{low} – {high}") } else { format!("{low}–{high}") }
}

fn dates_in(
    work: &mut Work<'_, '_>,
    step: &Bin,
    column: usize,
    part: Calendar,
) -> Option<(FieldKind, Vec<Item>)> {
    let frame = &work.frame;
    let stray = (0..frame.len())
        .find(|&row| !matches!(frame.scalar(row, column), ScalarView::Moment(_) | ScalarView::Missing));
    if let Some(row) = stray {
        let message =
            format!("field `{}` is not all dates; parts of the calendar take dates", step.field.value);
        work.diagnostics.push(
            Diagnostic::new(rules::WRONG_FIELD_KIND, message)
                .at(step.field.span, "")
                .and(frame.span(row, column), "this is no date")
                .help("declare the field a date in `datapackage.json`, with its `format`"),
        );
        return None;
    }
    let locale = work.wish.locale;
    let item = |row: usize| {
        let from = frame.origin(row, column);
        let ScalarView::Moment(moment) = frame.scalar(row, column) else { return frame.gap(from) };
        let (scalar, text) = class(moment, part, locale);
        frame.item(scalar, &text, from)
    };
    let kind = match part {
        Calendar::MonthOfYear | Calendar::Weekday | Calendar::Hour => FieldKind::Text,
        _ => FieldKind::Moment,
    };
    Some((kind, (0..frame.len()).map(item).collect()))
}

/// The class of a moment, and how it is written.
fn class(moment: Moment, part: Calendar, locale: &Locale) -> (Scalar, String) {
    let date = moment.at.date();
    let first = |month: i8| Date::new(date.year(), month, 1).unwrap_or(date);
    let of = |date: Date, precision: Precision, text: String| {
        (Scalar::Moment(Moment { at: date.at(0, 0, 0, 0), precision }), text)
    };
    let place = |number: i8, text: String| {
        (
            Scalar::Number(Quantity {
                amount: f64::from(number),
                unit: crate::model::Unit::NONE,
                written: Arc::default(),
            }),
            text,
        )
    };
    match part {
        Calendar::Year => of(first(1), Precision::Year, format!("{:04}", date.year())),
        Calendar::Quarter => {
            let quarter = (date.month() - 1) / 3;
            of(first(quarter * 3 + 1), Precision::Month, format!("{:04}-Q{}", date.year(), quarter + 1))
        }
        Calendar::Month => {
            of(first(date.month()), Precision::Month, format!("{:04}-{:02}", date.year(), date.month()))
        }
        Calendar::Week => {
            let back = date.weekday().since(Weekday::Monday);
            let monday = date.checked_sub(i64::from(back).days()).unwrap_or(date);
            of(monday, Precision::Day, monday.to_string())
        }
        Calendar::Day => of(date, Precision::Day, date.to_string()),
        Calendar::MonthOfYear => place(date.month(), calendar::month(date.month(), locale).to_owned()),
        Calendar::Weekday => {
            place(date.weekday().to_monday_one_offset(), calendar::weekday(date.weekday(), locale).to_owned())
        }
        Calendar::Hour => place(moment.at.hour(), format!("{:02}", moment.at.hour())),
    }
}
