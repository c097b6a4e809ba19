//! The last row of a table: sums, written the way the column's cells are written.

use super::grid::{Grid, GridColumn};
use crate::model::{Locale, Quantity, Scalar};

/// The sum of a column's numbers as text; `None` when they have different units, are rates (`$/user` does not add up)
/// or are all inexact.
pub(crate) fn total(grid: &Grid<'_>, column: &GridColumn, locale: &Locale) -> Option<String> {
    let cells: Vec<Quantity> = grid
        .records
        .iter()
        .filter_map(|&record| match grid.dataset.scalar(record, column.field) {
            Scalar::Number(quantity) => Some(quantity),
            _ => None,
        })
        .collect();
    let unit = &cells.first()?.unit;
    let adds_up = unit.factors().iter().all(|(_, power)| *power > 0);
    if !adds_up || cells.iter().any(|cell| cell.unit != *unit) {
        return None;
    }
    // The greatest cell has the scale that suits the sum: `$900K` and `$3.1M` make `$4.0M`.
    let model = cells
        .iter()
        .filter(|cell| cell.written.qualifier.is_none())
        .max_by(|a, b| exponent(a).cmp(&exponent(b)))?;
    let scale = 10_f64.powi(i32::from(exponent(model)));
    let decimals = cells.iter().filter(|cell| exponent(cell) == exponent(model)).map(|c| c.written.decimals);
    let decimals = usize::from(decimals.max().unwrap_or(0));
    let sum = cells.iter().map(|cell| cell.amount).sum::<f64>() / scale;
    if !sum.is_finite() {
        return None;
    }
    let grouped = cells.iter().any(|cell| cell.written.grouped)
        || cells.iter().all(|cell| (cell.amount / scale).abs() < 1000.0);
    let digits = digits(sum.abs(), decimals, grouped, locale);
    let is_zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    let sign = match () {
        () if is_zero => "",
        () if sum < 0.0 => "-",
        () if cells.iter().any(|cell| cell.written.signed) => "+",
        () => "",
    };
    let inexact = if cells.iter().any(|cell| cell.written.qualifier.is_some()) { "≈" } else { "" };
    Some(format!("{inexact}{sign}{}{digits}{}", model.written.prefix, model.written.suffix))
}

fn exponent(quantity: &Quantity) -> u8 {
    quantity.written.scale.as_ref().map_or(0, |scale| scale.exponent)
}

fn digits(amount: f64, decimals: usize, grouped: bool, locale: &Locale) -> String {
    let plain = format!("{amount:.decimals$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if grouped && index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(locale.group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(locale.decimal);
        text.push_str(fraction);
    }
    text
}
