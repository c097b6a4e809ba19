//! Whether a number as typed holds for a value in its unit.

use super::said::{Bound, Said, Shape, Typed};
use crate::syntax::number::Decimal;

/// `about`: within so much of the number typed.
const ABOUT: f64 = 0.05;
/// `nearly`, `just over`: at most so much below or above the number typed.
const NEARLY: f64 = 0.1;
/// A fraction in words holds within so much: a half is 47.5 % to 52.5 %.
const FRACTION: f64 = 0.025;
/// `doubled` holds within so much of two.
const MULTIPLE: f64 = 0.05;

/// Whether the words hold for `value`, which has the unit of the number in them.
pub(super) fn holds(said: &Said, value: f64) -> bool {
    let Some(value) = said.seen(snapped(value)) else { return false };
    match &said.shape {
        Shape::Number(typed) => number(typed, said.bound, value),
        Shape::Range(low, high) => range(low, high, said.bound, value),
        Shape::Ratio(a, b) => ratio(a, b, said.bound, value),
        Shape::Fraction(part) => round(*part, FRACTION, said.bound, value),
        Shape::Multiple(factor) => {
            // `more than halved` leaves less than a half.
            let bound = if *factor < 1.0 { mirrored(said.bound) } else { said.bound };
            round(*factor, MULTIPLE * factor, bound, value)
        }
    }
}

const fn mirrored(bound: Bound) -> Bound {
    match bound {
        Bound::MoreThan => Bound::LessThan,
        Bound::AtLeast => Bound::AtMost,
        Bound::LessThan => Bound::MoreThan,
        Bound::AtMost => Bound::AtLeast,
        Bound::Nearly => Bound::JustOver,
        Bound::JustOver => Bound::Nearly,
        Bound::Exactly | Bound::About | Bound::Unclear => bound,
    }
}

fn number(typed: &Typed, bound: Bound, value: f64) -> bool {
    match bound {
        Bound::Exactly => rounds_to(value, typed),
        Bound::About => rounds_to(value, typed) || (value - typed.amount).abs() <= ABOUT * typed.amount.abs(),
        _ => inequality(typed.amount, bound, value),
    }
}

/// Both ends of a range are what the words before it say: `at least 3–5` is at least 5.
fn range(low: &Typed, high: &Typed, bound: Bound, value: f64) -> bool {
    let inside = low.amount <= value && value <= high.amount;
    match bound {
        Bound::Exactly | Bound::About => inside || number(low, bound, value) || number(high, bound, value),
        _ => inequality(low.amount, bound, value) && inequality(high.amount, bound, value),
    }
}

/// `3 in 4` is exact to its digits; `about` and `over` speak of the quotient, as of a fraction.
fn ratio(a: &Typed, b: &Typed, bound: Bound, value: f64) -> bool {
    let shown = |value: f64, typed: &Typed| rounds_to(snapped(value), typed);
    let exact = || match value == 0.0 {
        true => a.amount == 0.0,
        false => shown(value * b.amount, a) && shown(a.amount / value, b),
    };
    let quotient = snapped(a.amount / b.amount);
    match bound {
        Bound::Exactly => exact(),
        Bound::About => exact() || round(quotient, FRACTION.max(quotient * ABOUT / 2.0), bound, value),
        _ => inequality(quotient, bound, value),
    }
}

/// A number that stands for its neighbourhood: a fraction, `doubled`.
fn round(amount: f64, tolerance: f64, bound: Bound, value: f64) -> bool {
    let within = |tolerance: f64| snapped((value - amount).abs()) <= snapped(tolerance);
    match bound {
        Bound::Exactly => within(tolerance),
        Bound::About => within(2.0 * tolerance),
        _ => inequality(amount, bound, value),
    }
}

fn inequality(amount: f64, bound: Bound, value: f64) -> bool {
    match bound {
        Bound::MoreThan => value > amount,
        Bound::AtLeast => value >= amount,
        Bound::LessThan => value < amount,
        Bound::AtMost => value <= amount,
        Bound::Nearly => {
            let (size, value) = (amount.abs(), value * amount.signum());
            value <= size && value >= snapped(size * (1.0 - NEARLY))
        }
        Bound::JustOver => {
            let (size, value) = (amount.abs(), value * amount.signum());
            value > size && value <= snapped(size * (1.0 + NEARLY))
        }
        Bound::Exactly | Bound::About | Bound::Unclear => false,
    }
}

/// Whether the value, rounded to the last digit typed (halves away from zero), reads as typed.
fn rounds_to(value: f64, typed: &Typed) -> bool {
    let at_grain = |number: f64| Decimal::of(number).map(|decimal| decimal.shifted(-typed.grain).rounded(0));
    let (found, expected) = (at_grain(value), at_grain(typed.amount));
    let zero = Decimal::of(0.0);
    found.is_some() && found == expected && (found == zero || (value < 0.0) == (typed.amount < 0.0))
}

/// Without the noise of arithmetic beyond twelve digits: 2.4999999999999996 is 2.5.
pub(super) fn snapped(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}
