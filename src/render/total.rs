//! The last row of a table: sums, written the way the column's cells are written.

use super::grid::{Grid, GridColumn};
use crate::diagnostics::Spanned;
use crate::model::{Aggregates, ChangeKind, Locale, Measure, Quantity, Scalar, Shape, Window, Written};
use crate::syntax::number::is_rate;
use crate::syntax::print;

/// Whether the sum of a field's numbers says something; that of means, extremes, indexes and growth does not. The last
/// step that made the field decides.
pub(crate) fn adds_up(shape: &Shape, field: &str) -> bool {
    let measured = |name: &str| match &shape.aggregate {
        Some(Aggregates::Named(all)) => {
            all.iter().find(|aggregate| aggregate.name.value == name).map(|aggregate| aggregate.measure)
        }
        _ => None,
    };
    // The fields that a pivot makes hold what another field held.
    let field = match &shape.pivot {
        Some(pivot) if measured(field).is_none() => pivot.values.value.as_str(),
        _ => field,
    };
    if shape.rolling.as_ref().is_some_and(|step| makes(step, field))
        || shape.index.as_ref().is_some_and(|step| makes(step, field))
    {
        return false;
    }
    if let Some(step) = shape.change.as_ref().filter(|step| makes(step, field)) {
        return step.what == ChangeKind::Absolute;
    }
    shape.share.as_ref().is_some_and(|step| makes(step, field))
        || measured(field).is_none_or(|measure| matches!(measure, Measure::Sum | Measure::Count))
}

fn makes<T>(step: &Window<T>, field: &str) -> bool {
    let own = |name: &Spanned<String>| name.value == field;
    step.name.as_ref().map_or_else(|| step.fields.iter().any(own), |name| name == field)
}

/// The sum of a column's numbers as text; `None` when they have different units, are rates (`$/user` does not add up) or
/// multiples, or are all inexact.
pub(crate) fn total(grid: &Grid<'_>, column: &GridColumn, locale: &Locale) -> Option<String> {
    let (texts, cells): (Vec<&str>, Vec<Quantity>) = grid
        .records
        .iter()
        .filter_map(|&record| match grid.dataset.scalar(record, column.field) {
            Scalar::Number(quantity) => Some((grid.text(record, column), quantity)),
            _ => None,
        })
        .unzip();
    let unit = &cells.first()?.unit;
    // `8.7/10` is a mark out of ten: marks do not add up, and neither do rates and multiples.
    let is_amount = |symbol: &str| !symbol.starts_with('/') && symbol != "x" && !is_rate(symbol);
    let adds_up = unit.factors().iter().all(|(symbol, power)| *power > 0 && is_amount(symbol));
    if !adds_up || cells.iter().any(|cell| cell.unit != *unit) {
        return None;
    }
    // The greatest cell has the scale that suits the sum: `$900K` and `$3.1M` make `$4.0M`.
    let (text, model) = texts
        .iter()
        .zip(&cells)
        .filter(|(_, cell)| cell.written.qualifier.is_none())
        .max_by(|a, b| exponent(a.1).cmp(&exponent(b.1)))?;
    let scale = 10_f64.powi(i32::from(exponent(model)));
    let decimals = cells.iter().filter(|cell| exponent(cell) == exponent(model)).map(|c| c.written.decimals);
    let decimals = decimals.max().unwrap_or(0);
    let sum = cells.iter().map(|cell| cell.amount).sum::<f64>() / scale;
    if !sum.is_finite() {
        return None;
    }
    let inexact = if cells.iter().any(|cell| cell.written.qualifier.is_some()) { "≈" } else { "" };
    // What a step made was printed and has no suffix as written: its sum is printed as well; so is that of a field which
    // says how its computed values look.
    let format = &grid.dataset.fields()[column.field].format;
    let declared = format.declared || format.compact || format.percent || format.currency.is_some();
    let printed = |text: &str, cell: &Quantity| print::quantity(cell, format, locale) == text;
    let bare = texts.iter().zip(&cells).any(|(text, cell)| {
        !cell.written.grouped && (cell.amount / scale).abs() >= 1000.0 && !printed(text, cell)
    });
    let made = declared || exponent(model) > 0 || (!bare && printed(text, model));
    if made && model.written.suffix.is_empty() {
        let sum = Quantity { amount: sum * scale, ..model.clone() };
        return Some(format!("{inexact}{}", print::quantity(&sum, format, locale)));
    }
    let grouped = !bare
        && (cells.iter().any(|cell| cell.written.grouped)
            || cells.iter().all(|cell| (cell.amount / scale).abs() < 1000.0));
    // The same printing as of values, so that a sum in prose is the one in the table.
    let manner = Written { decimals, grouped, ..Written::default() };
    let digits = print::in_style(at_15_digits(sum.abs()), &manner, locale);
    let is_zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    let sign = match () {
        () if is_zero => "",
        () if sum < 0.0 => "-",
        () if cells.iter().any(|cell| cell.written.signed) => "+",
        () => "",
    };
    Some(format!("{inexact}{sign}{}{digits}{}", model.written.prefix, model.written.suffix))
}

fn exponent(quantity: &Quantity) -> u8 {
    quantity.written.scale.as_ref().map_or(0, |scale| scale.exponent)
}

/// Without the errors of binary fractions: 1.2 and 1.05 are 2.25.
fn at_15_digits(amount: f64) -> f64 {
    format!("{amount:.14e}").parse().unwrap_or(amount)
}
