//! What becomes of `5+`, `~4` and `<5` in arithmetic: a sum with a value of at least five is at least the sum.

use crate::model::{Qualifier, Quantity, Scalar, Value};
use std::sync::Arc;

/// The value of `a + b`.
pub(super) fn of_sum(value: Value, a: &Quantity, b: &Quantity) -> Value {
    set(value, both(of(a), of(b)))
}

/// The value of `a - b`.
pub(super) fn of_difference(value: Value, a: &Quantity, b: &Quantity) -> Value {
    set(value, both(of(a), of(b).map(turned)))
}

/// The value of `a * b`: a factor below zero turns the other's direction round.
pub(super) fn of_product(value: Value, a: &Quantity, b: &Quantity) -> Value {
    set(value, both(scaled(of(a), b), scaled(of(b), a)))
}

/// The value of `a / b`: the greater the divisor, the smaller the quotient.
pub(super) fn of_quotient(value: Value, a: &Quantity, b: &Quantity) -> Value {
    set(value, both(scaled(of(a), b), scaled(of(b), a).map(turned)))
}

/// The value of `-a`.
pub(super) fn of_negative(value: Value, a: &Quantity) -> Value {
    set(value, of(a).map(turned))
}

/// The same value with the qualifier of the quantity it was made of.
pub(super) fn as_of(value: Value, a: &Quantity) -> Value {
    set(value, of(a))
}

fn of(quantity: &Quantity) -> Option<Qualifier> {
    quantity.written.qualifier
}

fn set(mut value: Value, qualifier: Option<Qualifier>) -> Value {
    if let Scalar::Number(quantity) = &mut value.scalar
        && quantity.written.qualifier != qualifier
    {
        Arc::make_mut(&mut quantity.written).qualifier = qualifier;
    }
    value
}

fn scaled(qualifier: Option<Qualifier>, factor: &Quantity) -> Option<Qualifier> {
    if factor.amount < 0.0 { qualifier.map(turned) } else { qualifier }
}

const fn turned(qualifier: Qualifier) -> Qualifier {
    match qualifier {
        Qualifier::AtLeast => Qualifier::AtMost,
        Qualifier::AtMost => Qualifier::AtLeast,
        Qualifier::MoreThan => Qualifier::LessThan,
        Qualifier::LessThan => Qualifier::MoreThan,
        Qualifier::About => Qualifier::About,
    }
}

/// What two qualifiers say together; those that point apart leave a number that is about right at best.
fn both(a: Option<Qualifier>, b: Option<Qualifier>) -> Option<Qualifier> {
    use Qualifier::{About, AtLeast, AtMost, LessThan, MoreThan};
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    Some(match (a, b) {
        (a, b) if a == b => a,
        (AtLeast, MoreThan) | (MoreThan, AtLeast) => MoreThan,
        (AtMost, LessThan) | (LessThan, AtMost) => LessThan,
        _ => About,
    })
}
