//! One written cell → scalar, by a declared type or, without one, by its looks.

use super::moment;
use super::schema::{FieldSpec, Notation, Type};
use super::table::{RawCell, RawKind};
use crate::model::{Quantity, Scalar, Unit, Written};
use crate::syntax::bytes;
use crate::syntax::number::{self, Marks};

/// Texts that mean true where a schema declares a truth value and no texts of its own.
const TRUE: [&str; 4] = ["true", "True", "TRUE", "1"];
/// Texts that mean false there.
const FALSE: [&str; 4] = ["false", "False", "FALSE", "0"];

/// A cell by its looks: missing, truth value, date, number, else text. A year alone looks like a number.
pub(super) fn guess(cell: &RawCell<'_>, long_scale: bool) -> Scalar {
    let text = bytes::trim(&cell.text);
    if cell.kind == RawKind::Null || text.is_empty() {
        return Scalar::Missing;
    }
    if cell.kind == RawKind::Nested {
        return Scalar::Text((*cell.text).into());
    }
    match text {
        "true" | "True" | "TRUE" => return Scalar::Boolean(true),
        "false" | "False" | "FALSE" => return Scalar::Boolean(false),
        _ => {}
    }
    if let Some(moment) = moment::iso(text) {
        return Scalar::Moment(moment);
    }
    number(cell, None, long_scale).map_or_else(|| Scalar::Text((*cell.text).into()), Scalar::Number)
}

/// A cell by its field's type; `None` when it does not fit.
pub(super) fn by_type(cell: &RawCell<'_>, spec: &FieldSpec, long_scale: bool) -> Option<Scalar> {
    let text = bytes::trim(&cell.text);
    if cell.kind == RawKind::Nested && !matches!(spec.kind, Type::Structure | Type::Any) {
        return None;
    }
    let pattern = spec.notation.pattern.as_deref();
    match spec.kind {
        Type::String | Type::Structure => Some(Scalar::Text((*cell.text).into())),
        Type::Any => match (guess(cell, long_scale), number_of(cell, spec, long_scale)) {
            (Scalar::Number(_) | Scalar::Text(_), Some(number)) => {
                with_unit(number, spec).map(Scalar::Number)
            }
            (other, _) => Some(other),
        },
        Type::Number => declared_number(cell, spec, long_scale).map(Scalar::Number),
        Type::Integer => declared_number(cell, spec, long_scale)
            .filter(|number| number.amount.fract() == 0.0)
            .map(Scalar::Number),
        Type::Boolean => boolean(text, &spec.notation).map(Scalar::Boolean),
        Type::Date | Type::DateTime | Type::YearMonth | Type::Year => match pattern {
            Some(pattern) => moment::by_pattern(pattern, text),
            None => iso(text, spec.kind),
        }
        .map(Scalar::Moment),
        Type::Time => moment::is_time(pattern, text).then(|| Scalar::Text((*cell.text).into())),
        Type::Duration => duration(cell, spec, long_scale),
    }
}

fn iso(text: &str, kind: Type) -> Option<crate::model::Moment> {
    use crate::model::Precision;
    match kind {
        Type::Year => moment::year(text),
        Type::YearMonth => moment::month(text),
        Type::Date => moment::iso(text).filter(|moment| moment.precision == Precision::Day),
        _ => moment::iso(text).filter(|moment| moment.precision >= Precision::Day),
    }
}

/// `P1Y6M` stays text; `5 years` is a number with a unit.
fn duration(cell: &RawCell<'_>, spec: &FieldSpec, long_scale: bool) -> Option<Scalar> {
    let text = cell.text.trim();
    if text.starts_with(['P', 'p', '-']) && text.parse::<jiff::Span>().is_ok() {
        return Some(Scalar::Text((*cell.text).into()));
    }
    declared_number(cell, spec, long_scale).map(Scalar::Number)
}

fn boolean(text: &str, notation: &Notation) -> Option<bool> {
    let is = |own: &[String], usual: [&str; 4]| match own {
        [] => usual.contains(&text),
        own => own.iter().any(|value| value == text),
    };
    if is(&notation.true_values, TRUE) {
        return Some(true);
    }
    is(&notation.false_values, FALSE).then_some(false)
}

fn declared_number(cell: &RawCell<'_>, spec: &FieldSpec, long_scale: bool) -> Option<Quantity> {
    let number = number_of(cell, spec, long_scale)?;
    if spec.notation.bare && !number.unit.is_none() {
        return None;
    }
    with_unit(number, spec)
}

/// The number of a cell, perhaps with the field's unit behind it, which may be a word that no other field knows: `5 apples`.
fn number_of(cell: &RawCell<'_>, spec: &FieldSpec, long_scale: bool) -> Option<Quantity> {
    number(cell, Some(&spec.notation), long_scale).or_else(|| {
        let unit = spec.unit.as_ref().filter(|unit| !unit.is_none())?;
        let text = bytes::trim(&cell.text).strip_suffix(&unit.to_string())?.trim_end();
        let bare = RawCell { text: text.into(), place: cell.place.clone(), kind: cell.kind };
        let number =
            number(&bare, Some(&spec.notation), long_scale).filter(|number| number.unit.is_none())?;
        Some(Quantity { unit: unit.clone(), ..number })
    })
}

/// What to declare for a number that has another unit than its field, or one that the program does not know.
pub(super) fn unit_advice(cell: &RawCell<'_>, spec: &FieldSpec, long_scale: bool) -> Option<String> {
    let is_number = matches!(spec.kind, Type::Number | Type::Integer | Type::Any);
    if spec.notation.bare || !is_number {
        return None;
    }
    let found = number(cell, Some(&spec.notation), long_scale).map(|number| number.unit.to_string());
    let unknown = || {
        let text = bytes::trim(&cell.text);
        let (digits, unit) = text.split_once(' ')?;
        let bare = RawCell { text: digits.into(), place: cell.place.clone(), kind: cell.kind };
        number(&bare, Some(&spec.notation), long_scale)?;
        Some(unit.trim().to_owned())
    };
    let unit = found.or_else(unknown).filter(|unit| !unit.is_empty())?;
    Some(match &spec.unit {
        Some(declared) => {
            format!("declare the unit of the cells, `\"unit\": \"{unit}\"`, or write this one in {declared}")
        }
        None => format!("declare the unit of the field: `\"unit\": \"{unit}\"`; or write the number alone"),
    })
}

/// A bare number takes the declared unit; another unit than the declared one does not fit.
fn with_unit(mut number: Quantity, spec: &FieldSpec) -> Option<Quantity> {
    match &spec.unit {
        Some(unit) if number.unit.is_none() => number.unit = unit.clone(),
        Some(unit) if number.unit != *unit => return None,
        _ => {}
    }
    Some(number)
}

fn number(cell: &RawCell<'_>, notation: Option<&Notation>, long_scale: bool) -> Option<Quantity> {
    let text = bytes::trim(&cell.text);
    let marks = match (notation, cell.kind) {
        (Some(notation), RawKind::Text) => marks(notation),
        _ => Marks::default(),
    };
    let parsed = number::parse_with(text, Marks { long_scale, ..marks });
    match cell.kind {
        RawKind::Exact { amount, percent } => Some(exact(amount, percent, parsed)),
        // The format's own notation, which no reader of prose knows: `1e6`, `1_000`.
        RawKind::Number => parsed.or_else(|| {
            let value: f64 = text.replace('_', "").parse().ok()?;
            value.is_finite().then(|| bare(value))
        }),
        _ => parsed,
    }
}

/// The exact value with the unit and manner of its text.
fn exact(amount: f64, percent: bool, parsed: Option<Quantity>) -> Quantity {
    let amount = format!("{amount:.14e}").parse().unwrap_or(amount);
    let Some(mut number) = parsed else {
        let unit = if percent { Unit::percent() } else { Unit::NONE };
        return Quantity { unit, ..bare(amount) };
    };
    // What the text says with a scale in words (`3M` for 3) counts; a sign in words (`3 down` for -3) says the value.
    let unit = 10f64.powi(-i32::from(number.written.decimals));
    if (number.amount.abs() - amount.abs()).abs() <= unit {
        number.amount = amount;
    }
    number
}

fn bare(amount: f64) -> Quantity {
    let text = amount.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let written = Written { decimals: u8::try_from(decimals).unwrap_or(u8::MAX), ..Written::default() };
    Quantity { amount, unit: Unit::NONE, written: written.into() }
}

/// The marks of a field: `.` between thousands when `,` is the decimal mark and nothing else is said.
fn marks(notation: &Notation) -> Marks {
    let decimal = notation.decimal.unwrap_or('.');
    let group = notation.group.unwrap_or(if decimal == ',' { '.' } else { ',' });
    Marks { decimal, group: (group != decimal).then_some(group), ..Marks::default() }
}

/// What a cell of a field must be, as words of a message.
pub(super) fn expected(spec: &FieldSpec) -> String {
    let pattern = spec.notation.pattern.as_deref();
    let in_pattern = |what: &str| pattern.map(|pattern| format!("{what} written as `{pattern}`"));
    let number = |what: &str| match &spec.unit {
        _ if spec.notation.bare => format!("{what} without a unit"),
        Some(unit) => format!("{what} in {unit}"),
        None => what.to_owned(),
    };
    match spec.kind {
        Type::String => "a text".to_owned(),
        Type::Number | Type::Any => number("a number"),
        Type::Integer => number("a whole number"),
        Type::Boolean => match (spec.notation.true_values.first(), spec.notation.false_values.first()) {
            (Some(yes), Some(no)) => format!("`{yes}` or `{no}`"),
            _ => "`true` or `false`".to_owned(),
        },
        Type::Date => in_pattern("a date").unwrap_or_else(|| "a date such as `2025-03-01`".to_owned()),
        Type::DateTime => in_pattern("a date and time")
            .unwrap_or_else(|| "a date and time such as `2025-03-01T12:30:00`".to_owned()),
        Type::Time => in_pattern("a time").unwrap_or_else(|| "a time such as `12:30:00`".to_owned()),
        Type::Year => in_pattern("a year").unwrap_or_else(|| "a year such as `2025`".to_owned()),
        Type::YearMonth => in_pattern("a month").unwrap_or_else(|| "a month such as `2025-03`".to_owned()),
        Type::Duration => "a duration such as `P1Y6M` or `18 months`".to_owned(),
        Type::Structure => "a text".to_owned(),
    }
}
