//! Whether numbers agree that were rounded before they were written down.
//!
//! A cell stands for all numbers that round to it: `88%` for 87.5 % to 88.5 %, `$18M` for $17.5M to $18.5M. A computed
//! value stands for itself.

use super::arithmetic::{compare, quantity};
use super::collections;
use super::fault::Fault;
use super::operand::{Context, Operand};
use crate::model::{Scalar, Value};

/// Errors of binary fractions relative to the numbers, which are no disagreement.
const NOISE: f64 = 1e-9;

/// `a.agrees(b)`: whether the two can be one number, each being rounded as it is written.
pub(super) fn agrees(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let (x, y) = (quantity(context, a)?.amount, quantity(context, b)?.amount);
    // Refuses units that do not go together.
    compare(context, a, b)?;
    Ok(verdict((x, y), slack(a) + slack(b)))
}

/// `parts.adds_up(total)`: whether the values come to the total, as far as the rounding of each allows.
pub(super) fn adds_up(context: &Context, parts: &Operand, total: &Operand) -> Result<Operand, Fault> {
    let list = collections::values(context, parts, &[], "adds_up")?;
    let (sum, total) = (collections::sum_of(context, &list)?, total.clone().value(context)?);
    let (x, y) = (quantity(context, &sum)?.amount, quantity(context, &total)?.amount);
    compare(context, &sum, &total)?;
    let slack = list.0.iter().map(slack).sum::<f64>() + slack(&total);
    Ok(Operand::Value(verdict((x, y), slack)))
}

fn verdict((x, y): (f64, f64), slack: f64) -> Value {
    let noise = NOISE * x.abs().max(y.abs());
    Value::new(Scalar::Boolean((x - y).abs() <= slack + noise))
}

/// Half a unit of the last digit of a value that is printed as written; nothing for whole counts such as the `100` of an
/// expression, and for what was computed.
fn slack(value: &Value) -> f64 {
    let Some(quantity) = value.quantity().filter(|_| value.text.is_some()) else { return 0.0 };
    let power = quantity.written.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent));
    0.5 * 10f64.powi(power - i32::from(quantity.written.decimals))
}
