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
    fn a_field_sums_up_as_its_values_do(
        cells in prop::collection::vec(
            prop::sample::select(vec![
                "$1", "2", "3.5", "$4M", "$2.25M", "5%", "1.5 pp", "~6", "7+", "+3", "0.1", "-0.3", "1e3", "$4M", "2", "",
            ]),
            1..9,
        ),
        same in 0..2,
    ) {
        // Cells of one manner, as most fields have, or of several.
        let cells: Vec<&str> = cells.iter().map(|cell| if same == 0 { cells[0] } else { cell }).collect();
        let mut files = Files::default();
        let mut datasets = Datasets::default();
        let text = format!("Number|Value\n{}", cells.iter().map(|cell| format!("n|{cell}\n")).collect::<String>());
        datasets.add(dataset(&mut files, "x", 0, &text)).expect("added");
        let expressions = Expressions::new(Arc::new(datasets), Locale::of("en"));
        for method in ["sum", "mean"] {
            let field = expressions.evaluate(&format!("data.x.{method}(\"Value\")"));
            let values = expressions.evaluate(&format!("data.x.field(\"Value\").{method}()"));
            let seen = |evaluated: Result<_, _>| evaluated.map(|evaluated| format!("{evaluated:?}")).ok();
            prop_assert_eq!(seen(field), seen(values));
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
