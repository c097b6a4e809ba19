//! Laws of the algebra of units, and that no source makes the evaluator fail.

use super::*;
use crate::model::Unit;
use proptest::prelude::*;

/// Two numbers, bare or with a unit.
fn amounts() -> impl Strategy<Value = (Value, Value)> {
    let unit = prop::sample::select(vec!["", "$", "%", "user", "day"]);
    let value = (-1000i32..1000, unit).prop_map(|(n, unit)| {
        let unit = if unit.is_empty() { Unit::NONE } else { Unit::of(unit) };
        Value::number(f64::from(n) / 4.0, unit)
    });
    (value.clone(), value)
}

proptest! {
    #[test]
    fn products_and_quotients_undo_each_other((a, b) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        prop_assume!(b.amount() != Some(0.0));
        let product = arithmetic::multiply(c, &a, &b);
        let back = product.as_ref().ok().and_then(|p| arithmetic::divide(c, p, &b).ok());
        // 0.25% may come back as 0.0025.
        let size = |value: &Value| value.quantity().map_or(f64::NAN, |q| if q.unit.is_percent() { q.amount / 100.0 } else { q.amount });
        let back = back.as_ref().map_or(f64::NAN, size);
        prop_assert!((back - size(&a)).abs() < 1e-9, "{a:?} * {b:?} / {b:?} = {back:?}");
    }

    #[test]
    fn sums_commute_and_keep_the_unit((a, b) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        let (x, y) = (arithmetic::add(c, &a, &b), arithmetic::add(c, &b, &a));
        prop_assert_eq!(x.is_ok(), y.is_ok());
        if let (Ok(x), Ok(y)) = (x, y) {
            prop_assert_eq!(x.quantity(), y.quantity());
        }
    }

    #[test]
    fn order_is_antisymmetric((a, b) in amounts()) {
        let expressions = evaluator();
        let c = &*expressions.context;
        if let (Ok(x), Ok(y)) = (arithmetic::compare(c, &a, &b), arithmetic::compare(c, &b, &a)) {
            prop_assert_eq!(x, y.reverse());
        }
    }

    #[test]
    fn no_source_makes_it_fail(source in "[data.minerals\\[\\]\"TerbumShare()|r<>=+*/%0-9 {}'`$漢-]{0,40}") {
        if let Err(error) = evaluator().evaluate(&source) {
            prop_assert!(source.get(error.range.clone()).is_some(), "{:?} lies in {source}", error.range);
        }
    }
}
