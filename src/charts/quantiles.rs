//! Medians and quartiles, and how they are written.

use crate::model::{Format, Locale, Quantity};
use crate::syntax::print;

/// A number that may lie between two cells, such as a median: with one decimal more than these have, where it needs one and
/// no author says how many.
pub(super) fn between(quantity: &Quantity, format: &Format, locale: &Locale) -> String {
    let as_cells = print::quantity(quantity, format, locale);
    let Some(decimals) = format.decimals.filter(|_| !format.declared) else { return as_cells };
    let finer = Format { decimals: Some(decimals.saturating_add(1)), ..format.clone() };
    let finer = print::quantity(quantity, &finer, locale);
    // What only has a zero more is no finer.
    let same = as_cells.bytes().zip(finer.bytes()).take_while(|(a, b)| a == b).count();
    let (Some(rest), Some(more)) = (as_cells.get(same..), finer.get(same..)) else { return finer };
    let zeros = [format!("{}0", locale.decimal), "0".to_owned()];
    let is_same = zeros.iter().any(|zero| more.strip_prefix(zero.as_str()) == Some(rest));
    if is_same { as_cells } else { finer }
}

/// The value below which a part of sorted values lies.
pub(super) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = part * last as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;
    use std::sync::Arc;

    #[test]
    fn quantiles_of_few_values() {
        assert_eq!((quantile(&[], 0.5), quantile(&[8.0], 0.25)), (0.0, 8.0));
    }

    #[test]
    fn what_lies_between_cells_has_a_decimal_more_where_it_needs_one() {
        let said = |amount: f64, decimals: Option<u8>, declared: bool| {
            let format = Format { decimals, declared, ..Format::default() };
            let quantity = Quantity { amount, unit: Unit::of("years"), written: Arc::default() };
            between(&quantity, &format, &Locale::default())
        };
        assert_eq!(
            (said(1.5, Some(0), false), said(-0.5, Some(0), false)),
            ("1.5 years".into(), "−0.5 years".into())
        );
        assert_eq!(
            (said(2.0, Some(0), false), said(1.8, Some(1), false)),
            ("2 years".into(), "1.8 years".into())
        );
        assert_eq!(
            (said(9.96, Some(1), false), said(1.5, Some(0), true)),
            ("9.96 years".into(), "2 years".into())
        );
        assert_eq!(said(1_000.5, Some(0), false), "1,000.5 years");
    }
}
