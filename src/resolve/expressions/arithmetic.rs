//! Arithmetic and comparison of values with their units.
//!
//! The rules: equal units add up; a bare number takes the unit of what it meets; a percentage multiplies and divides as
//! its hundredth part; two percentages differ by percentage points; equal units divide to a bare ratio; anything else
//! multiplies and divides units too (`$`/`user` is `$/user`) and does not add up. `x` counts as a bare factor.
//!
//! A product with a percentage is written as its first factor: `68% * 2` is `136%`, `2 * 68%` is `1.36`.
//!
//! A sum has as many decimals as its terms; a product or quotient has as many as it needs, since those of a factor
//! (`$70M`) say nothing about it. Declared decimals hold for both.

use super::fault::Fault;
use super::hints;
use super::operand::Context;
use super::qualifiers;
use crate::model::{Format, Moment, Quantity, Scalar, Unit, Value, Written};
use crate::syntax::print;
use jiff::civil::Date;
use std::cmp::Ordering;

/// `a + b`: numbers add up, words join.
pub(super) fn add(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    present(context, [a, b])?;
    if matches!(a.scalar, Scalar::Text(_)) || matches!(b.scalar, Scalar::Text(_)) {
        let text = format!(
            "{}{}",
            print::value(a, &context.locale.borrow()),
            print::value(b, &context.locale.borrow())
        );
        return Ok(Value::text(&text));
    }
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    let unit = sum_unit(&x.unit, &y.unit).ok_or_else(|| mismatch(context, ("add", "to"), b, a))?;
    computed(a, b, snapped(x.amount + y.amount, x.amount, y.amount), unit)
        .map(|sum| qualifiers::of_sum(finer(sum, a, b), x, y))
}

/// `a - b`; two dates differ by days.
pub(super) fn subtract(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    present(context, [a, b])?;
    if let (Scalar::Moment(x), Scalar::Moment(y)) = (&a.scalar, &b.scalar) {
        let days = x.at.duration_since(y.at).as_secs_f64() / 86_400.0;
        return Ok(Value::number(days.trunc(), Unit::of("day")));
    }
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    let unit = sum_unit(&x.unit, &y.unit).ok_or_else(|| mismatch(context, ("subtract", "from"), b, a))?;
    let points = x.unit.is_percent() && y.unit.is_percent();
    let unit = if points { Unit::of("pp") } else { unit };
    let difference = computed(a, b, snapped(x.amount - y.amount, x.amount, y.amount), unit)?;
    Ok(qualifiers::of_difference(finer(difference, a, b), x, y))
}

/// `a * b`.
pub(super) fn multiply(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    multiplied(context, (a, x), (b, y)).map(|product| qualifiers::of_product(product, x, y))
}

fn multiplied(
    context: &Context,
    (a, x): (&Value, &Quantity),
    (b, y): (&Value, &Quantity),
) -> Result<Value, Fault> {
    let (p, q) = (factor(x), factor(y));
    let unit = match (p, q) {
        // A share of a share is a share.
        (Some(_), Some(_)) if x.unit == y.unit => {
            return product(a, b, x.amount * y.amount * hundredth(x), x.unit.clone());
        }
        (_, Some(_)) if !x.unit.is_none() => {
            return product(a, b, x.amount * y.amount * hundredth(y), x.unit.clone());
        }
        // `70e6 * 68%` is a part of the number; `68% * 2` above is twice the percentage.
        (Some(_), Some(_)) => return product(a, b, x.amount * y.amount * hundredth(y), Unit::NONE),
        (Some(_), None) => return product(a, b, x.amount * y.amount * hundredth(x), y.unit.clone()),
        _ => x.unit.times(&y.unit),
    };
    let rating = |unit: &Unit| unit.factors().iter().any(|(symbol, _)| symbol.starts_with('/'));
    if (rating(&x.unit) || rating(&y.unit)) && !x.unit.is_none() && !y.unit.is_none() {
        return Err(mismatch(context, ("multiply", "with"), a, b));
    }
    product(a, b, x.amount * y.amount, unit)
}

/// `a / b`.
pub(super) fn divide(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    nonzero(context, b, y)?;
    divided((a, x), (b, y)).map(|quotient| qualifiers::of_quotient(quotient, x, y))
}

fn divided((a, x): (&Value, &Quantity), (b, y): (&Value, &Quantity)) -> Result<Value, Fault> {
    if x.unit == y.unit {
        let ratio = x.amount / y.amount;
        // A plain divisor leaves the format alone; two cells of one field make a ratio, which has none.
        let format = if x.unit.is_none() && b.format == Format::default() {
            declared(a.format.clone())
        } else {
            Format::default()
        };
        return Ok(Value { format, ..Value::number(finite(ratio)?, Unit::NONE) });
    }
    match factor(y) {
        Some(_) => product(a, b, x.amount / (y.amount * hundredth(y)), x.unit.clone()),
        None if x.unit.is_symbol("x") => product(a, b, x.amount / y.amount, Unit::NONE.per(&y.unit)),
        None => product(a, b, x.amount / y.amount, x.unit.per(&y.unit)),
    }
}

/// `a ** b`: bare numbers only, since units have whole powers.
pub(super) fn power(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    if !x.unit.is_none() || !y.unit.is_none() {
        let pair = format!("{} ** {}", context.describe(a), context.describe(b));
        return Err(Fault::units(format!("`**` takes bare numbers, found {pair}"))
            .help("strip the unit with `.number()`"));
    }
    computed(a, b, x.amount.powf(y.amount), Unit::NONE)
}

/// `-a`.
pub(super) fn negate(context: &Context, a: &Value) -> Result<Value, Fault> {
    let x = quantity(context, a)?;
    computed(a, a, -x.amount, x.unit.clone()).map(|negative| qualifiers::of_negative(negative, x))
}

/// The order of two values; a fault when they have none.
pub(super) fn compare(context: &Context, a: &Value, b: &Value) -> Result<Ordering, Fault> {
    present(context, [a, b])?;
    let unlike = || {
        let pair = format!("{} with {}", context.describe(a), context.describe(b));
        Fault::invalid(format!("cannot compare {pair}"))
            .help("compare numbers with numbers and words with words")
    };
    match (&a.scalar, &b.scalar) {
        (Scalar::Number(x), Scalar::Number(y)) => numbers(context, (a, x), (b, y)),
        (Scalar::Number(x), Scalar::Text(text)) => {
            let y = context.number(text).ok_or_else(unlike)?;
            numbers(context, (a, x), (b, &y))
        }
        (Scalar::Text(_), Scalar::Number(_)) | (Scalar::Text(_), Scalar::Moment(_)) => {
            compare(context, b, a).map(Ordering::reverse)
        }
        (Scalar::Text(x), Scalar::Text(y)) => Ok(x.cmp(y)),
        (Scalar::Boolean(x), Scalar::Boolean(y)) => Ok(x.cmp(y)),
        (Scalar::Moment(x), Scalar::Moment(y)) => Ok(x.at.cmp(&y.at)),
        (Scalar::Moment(x), Scalar::Text(text)) => {
            let y: Date = text.parse().map_err(|_| unlike())?;
            Ok(x.at.cmp(&y.into()))
        }
        (Scalar::Moment(x), Scalar::Number(y)) if y.unit.is_none() => {
            Ok(f64::from(x.at.year()).total_cmp(&y.amount))
        }
        (Scalar::Number(_), Scalar::Moment(_)) => compare(context, b, a).map(Ordering::reverse),
        _ => Err(unlike()),
    }
}

/// `a == b`. A missing value equals another one and the empty text; a number does not equal a word.
pub(super) fn equal(context: &Context, a: &Value, b: &Value) -> Result<bool, Fault> {
    let empty = |value: &Value| matches!(&value.scalar, Scalar::Text(text) if text.is_empty());
    match (&a.scalar, &b.scalar) {
        (Scalar::Missing, Scalar::Missing) => Ok(true),
        (Scalar::Missing, _) => Ok(empty(b)),
        (_, Scalar::Missing) => Ok(empty(a)),
        (Scalar::Number(_), Scalar::Text(text)) | (Scalar::Text(text), Scalar::Number(_))
            if context.number(text).is_none() =>
        {
            Ok(false)
        }
        _ => compare(context, a, b).map(Ordering::is_eq),
    }
}

/// The quantity of a value that has to be a number.
pub(super) fn quantity<'v>(context: &Context, value: &'v Value) -> Result<&'v Quantity, Fault> {
    match &value.scalar {
        Scalar::Number(quantity) => Ok(quantity),
        Scalar::Missing => Err(context.missing(value)),
        _ => {
            let found = context.describe(value);
            let fault = Fault::invalid(format!("{found} is no number; a number was expected"));
            Err(match &value.scalar {
                Scalar::Text(text) if value.origin.is_some() => fault.help(hints::number(text)),
                _ => fault,
            })
        }
    }
}

/// A fault when the divisor is zero.
pub(super) fn nonzero(context: &Context, value: &Value, quantity: &Quantity) -> Result<(), Fault> {
    if quantity.amount != 0.0 {
        return Ok(());
    }
    let what = value.origin.map_or_else(|| "the divisor".to_owned(), |cell| context.name(cell));
    let fault = Fault::invalid(format!("division by zero: {what} is 0"));
    Err(fault.help("say what holds then: `if x == 0 { \"none\" } else { … }`, or leave the sentence out"))
}

/// A fault that says which units do not go together.
pub(super) fn mismatch(context: &Context, (verb, particle): (&str, &str), a: &Value, b: &Value) -> Fault {
    let unit = |value: &Value| value.quantity().map_or_else(String::new, |q| q.unit.to_string());
    let (left, right) = (unit(a), unit(b));
    let pair = format!("cannot {verb} {} {particle} {}", context.describe(a), context.describe(b));
    let fault = Fault::units(format!("{pair}: the units `{left}` and `{right}` do not go together"));
    if left == "%" || right == "%" {
        return fault.help("a percentage of an amount is a product: `amount * percentage`");
    }
    fault.help("strip a unit with `.number()` if that is meant")
}

/// A value made of two others: unit as given; format and scale of the operand that has that unit.
pub(super) fn computed(a: &Value, b: &Value, amount: f64, unit: Unit) -> Result<Value, Fault> {
    let has = |value: &&Value| value.quantity().is_some_and(|q| q.unit == unit);
    let plain = |value: &&Value| value.format == Format::default() && value.origin.is_none();
    let carriers = [a, b].into_iter().filter(has);
    let carrier = carriers.clone().find(|value| !plain(value)).or_else(|| carriers.clone().next());
    let decimals = a.format.decimals.filter(|_| unit.is_symbol("pp"));
    let format =
        carrier.map_or_else(|| Format { decimals, ..Format::default() }, |value| value.format.clone());
    let written = carrier.and_then(Value::quantity).map_or_else(Written::default, |q| Written {
        scale: q.written.scale.clone(),
        prefix: q.written.prefix.clone(),
        ..Written::default()
    });
    let quantity = Quantity { amount: finite(amount)?, unit, written: written.into() };
    Ok(Value { format, ..Value::new(Scalar::Number(quantity)) })
}

/// A sum with the decimals of its finer term: 68% less 64.5% is 3.5 points.
fn finer(mut sum: Value, a: &Value, b: &Value) -> Value {
    let scale = |value: &Value| value.quantity().and_then(|quantity| quantity.written.scale.clone());
    if let (Some(x), Some(y)) = (a.format.decimals, b.format.decimals)
        && scale(a) == scale(b)
    {
        sum.format.decimals = Some(x.max(y));
    }
    sum
}

fn product(a: &Value, b: &Value, amount: f64, unit: Unit) -> Result<Value, Fault> {
    let mut value = computed(a, b, amount, unit)?;
    value.format = declared(value.format);
    Ok(value)
}

/// A format whose decimals are those that were declared: those of the cells say nothing about a product.
fn declared(format: Format) -> Format {
    Format { decimals: format.decimals.filter(|_| format.declared), ..format }
}

/// A moment, for callers that need a date.
pub(super) fn moment(context: &Context, value: &Value) -> Result<Moment, Fault> {
    match &value.scalar {
        Scalar::Moment(moment) => Ok(*moment),
        Scalar::Missing => Err(context.missing(value)),
        _ => Err(Fault::invalid(format!("{} is no date; a date was expected", context.describe(value)))),
    }
}

fn present(context: &Context, values: [&Value; 2]) -> Result<(), Fault> {
    values.into_iter().find(|value| value.is_missing()).map_or(Ok(()), |value| Err(context.missing(value)))
}

fn numbers(
    context: &Context,
    (a, x): (&Value, &Quantity),
    (b, y): (&Value, &Quantity),
) -> Result<Ordering, Fault> {
    if x.unit != y.unit && !x.unit.is_none() && !y.unit.is_none() {
        return Err(mismatch(context, ("compare", "with"), a, b));
    }
    // Sums of decimal fractions carry errors in the last binary digits; readers know nothing of them.
    let close = (x.amount - y.amount).abs() <= 1e-12 * x.amount.abs().max(y.amount.abs());
    Ok(if close { Ordering::Equal } else { x.amount.total_cmp(&y.amount) })
}

/// The unit of a sum; `None` when the two do not add up.
fn sum_unit(a: &Unit, b: &Unit) -> Option<Unit> {
    let percentages = |a: &Unit, b: &Unit| a.is_percent() && b.is_symbol("pp");
    match () {
        () if a == b || b.is_none() => Some(a.clone()),
        () if a.is_none() => Some(b.clone()),
        () if percentages(a, b) || percentages(b, a) => Some(Unit::percent()),
        () => None,
    }
}

/// Whether a quantity multiplies as a bare factor: bare, `%`, percentage points, `x`.
fn factor(quantity: &Quantity) -> Option<()> {
    let unit = &quantity.unit;
    (unit.is_none() || unit.is_percent() || unit.is_symbol("pp") || unit.is_symbol("x")).then_some(())
}

fn hundredth(quantity: &Quantity) -> f64 {
    if quantity.unit.is_percent() || quantity.unit.is_symbol("pp") { 0.01 } else { 1.0 }
}

/// Adds a number to a sum, whose unit and manner stay as they are.
pub(super) fn grow(sum: &mut Value, amount: f64) -> Result<(), Fault> {
    if let Scalar::Number(quantity) = &mut sum.scalar {
        quantity.amount = finite(snapped(quantity.amount + amount, quantity.amount, amount))?;
    }
    Ok(())
}

/// A sum that is nothing but the error of its terms is zero.
fn snapped(sum: f64, x: f64, y: f64) -> f64 {
    if sum.abs() < 1e-13 * x.abs().max(y.abs()) { 0.0 } else { sum }
}

/// The number at 15 significant digits, which hides the errors of binary fractions; a fault when it is too large.
fn finite(amount: f64) -> Result<f64, Fault> {
    if !amount.is_finite() {
        return Err(no_number());
    }
    Ok(short(amount).unwrap_or_else(|| at_15_digits(amount)))
}

/// The fault of a result that is infinite, or none.
pub(super) fn no_number() -> Fault {
    Fault::invalid("the result is no number: it is too large, or has no real value")
}

fn at_15_digits(amount: f64) -> f64 {
    format!("{amount:.14e}").parse().unwrap_or(amount)
}

/// The same for what lies next to a number of at most 15 digits, four of them after the decimal mark, as most numbers do.
///
/// Such a number is the quotient of two that are exact, so the division gives what its digits are read as. It is off by no more
/// than 1.2 parts in 10^16, the amount from that by 2.3; half of the fifteenth digit is five or more.
fn short(amount: f64) -> Option<f64> {
    [1.0, 10.0, 100.0, 1000.0, 10_000.0].into_iter().find_map(|scale| {
        let digits = (amount * scale).round();
        let short = digits / scale;
        (digits.abs() < 1e15 && (amount - short).abs() <= f64::EPSILON * short.abs()).then_some(short)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_to_15_digits_is_the_same(
            digits in -1_200_000_000_000_000_i64..1_200_000_000_000_000, zeros in 0..14, power in 0..7, ulps in -4_i64..5
        ) {
            let amount = (digits / 10_i64.pow(zeros as u32)) as f64 / 10_f64.powi(power);
            let near = f64::from_bits((amount.to_bits() as i64 + ulps) as u64);
            if let Some(short) = short(near) {
                prop_assert_eq!(short.to_bits(), at_15_digits(near).to_bits(), "{:e}", near);
            }
        }
    }
}
