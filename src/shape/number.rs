//! Numbers that steps make: one measure of several, written as the cells they come from are written.

use super::Origin;
use super::Work;
use super::frame::{Frame, Item};
use crate::diagnostics::{Diagnostic, Spanned, rules};
use crate::model::{Format, Locale, Measure, NumberView, Quantity, Scalar, ScalarView, Scale, Unit, Written};
use crate::syntax::print;

/// Decimals beyond which written digits are taken for noise.
const NOISE: u8 = 4;

/// How a column writes its numbers: so do those that are made of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// The unit of all numbers.
    pub(super) unit: Unit,
    pub(super) format: Format,
    scale: Option<Scale>,
    prefix: String,
}

impl Style {
    /// The style of a column's numbers; `more` decimals than they have.
    pub(super) fn of(frame: &Frame<'_>, column: usize, more: u8) -> Self {
        let field = frame.field(column);
        let numbers = || (0..frame.len()).filter_map(|row| frame.number(row, column));
        let power = |q: &NumberView<'_>| q.written.scale.as_ref().map_or(0, |scale| scale.exponent);
        // The greatest scale suits sums: `$900K` and `$3.1M` make `$4.0M`.
        let model = numbers().filter(|q| q.written.qualifier.is_none()).max_by_key(|q| power(q));
        let greatest = model.as_ref().map_or(0, power);
        let decimals =
            numbers().filter(|q| power(q) == greatest).map(|q| q.written.decimals).max().unwrap_or(0);
        let mut format = field.format.clone();
        // What reading found is what the cells have; what an author declared stays.
        if !format.declared && format.decimals.is_none_or(|found| found == decimals) {
            let scaled = |q: NumberView<'_>| q.amount.abs() / 10f64.powi(i32::from(power(&q)));
            // The decimals of `$1.5M` are not those of `$950`.
            let mixed = greatest > 0 && numbers().any(|q| power(&q) == 0 && q.amount != 0.0);
            let large = numbers().map(scaled).fold(0.0, f64::max) >= 1000.0;
            format.decimals = (decimals <= NOISE && !mixed).then_some(if large && decimals == 0 {
                0
            } else {
                decimals + more
            });
        }
        let unit = numbers().map(|q| q.unit).find(|unit| !unit.is_none()).cloned().unwrap_or_default();
        Self {
            unit,
            format,
            scale: model.as_ref().and_then(|q| q.written.scale.clone()),
            prefix: model.map(|q| q.written.prefix.clone()).unwrap_or_default(),
        }
    }

    /// Numbers in per cent, with one decimal.
    pub(super) fn percent(signed: bool) -> Self {
        let format = Format { decimals: Some(1), signed, ..Format::default() };
        Self { unit: Unit::percent(), format, ..Self::default() }
    }

    /// Numbers without a unit.
    pub(super) fn bare(decimals: u8) -> Self {
        Self { format: Format { decimals: Some(decimals), ..Format::default() }, ..Self::default() }
    }

    /// A number in this style.
    pub(super) fn item(&self, frame: &Frame<'_>, amount: f64, from: Origin, locale: &Locale) -> Item {
        let written = Written {
            decimals: self.format.decimals.unwrap_or_default(),
            scale: self.scale.clone(),
            signed: self.format.signed,
            prefix: self.prefix.clone(),
            ..Written::default()
        };
        let quantity = Quantity { amount: tidy(amount), unit: self.unit.clone(), written: written.into() };
        let text = print::quantity(&quantity, &self.format, locale);
        frame.item(Scalar::Number(quantity), &text, from)
    }
}

/// A number without the noise of binary fractions.
fn tidy(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    format!("{value:.12e}").parse().unwrap_or(value)
}

impl Measure {
    /// One number for several; `None` for none.
    pub(super) fn of(self, amounts: &[f64]) -> Option<f64> {
        let count = amounts.len() as f64;
        let sum = || amounts.iter().sum::<f64>();
        match (self, amounts) {
            (Self::Count, _) => Some(count),
            (_, []) => None,
            (Self::Sum, _) => Some(sum()),
            (Self::Mean, _) => Some(sum() / count),
            (Self::Min, _) => amounts.iter().copied().reduce(f64::min),
            (Self::Max, _) => amounts.iter().copied().reduce(f64::max),
            (Self::Median, _) => {
                let mut sorted = amounts.to_vec();
                sorted.sort_by(f64::total_cmp);
                let middle = sorted.len() / 2;
                let upper = sorted[middle];
                Some(if sorted.len() % 2 == 1 { upper } else { (sorted[middle - 1] + upper) / 2.0 })
            }
        }
    }

    /// How many decimals more than its numbers it is written with.
    pub(super) const fn more_decimals(self) -> u8 {
        match self {
            Self::Mean | Self::Median => 1,
            Self::Sum | Self::Min | Self::Max | Self::Count => 0,
        }
    }
}

impl Work<'_, '_> {
    /// Whether a column holds numbers of one unit, or gaps; else a finding at the name that asked for it.
    pub(super) fn numeric(&mut self, name: &Spanned<String>, column: usize) -> Option<()> {
        let frame = &self.frame;
        let stray = (0..frame.len())
            .find(|&row| !matches!(frame.scalar(row, column), ScalarView::Number(_) | ScalarView::Missing));
        if let Some(row) = stray {
            let message = format!("field `{}` is not all numbers; this step takes numbers", name.value);
            self.diagnostics.push(
                Diagnostic::new(rules::WRONG_FIELD_KIND, message)
                    .at(name.span, "")
                    .and(frame.span(row, column), "this is no number")
                    .help("leave the record out with `filter:`, or declare a missing value in `datapackage.json`"),
            );
            return None;
        }
        let units = || (0..frame.len()).filter_map(|row| Some((row, frame.number(row, column)?.unit)));
        let known = || units().filter(|(_, unit)| !unit.is_none());
        let first = known().next().map(|(_, unit)| unit);
        let other = known().find(|(_, other)| Some(other) != first.as_ref());
        if let Some(((row, other), unit)) = other.zip(first) {
            let message = format!(
                "field `{}` has numbers in `{unit}` and in `{other}`; this step takes one unit",
                name.value
            );
            self.diagnostics.push(
                Diagnostic::new(rules::UNIT_MISMATCH, message)
                    .at(name.span, "")
                    .and(frame.span(row, column), "")
                    .help("keep one unit with `filter:`, or shape each unit in a figure of its own"),
            );
            return None;
        }
        Some(())
    }
}
