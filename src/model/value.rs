//! One value: a number with its unit (or a text, a date, a truth value), the text as written, and its origin.

use super::{CellRef, Format};
use jiff::civil::DateTime;
use std::sync::Arc;

/// One value: a cell of a dataset, or what an expression made of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is.
    pub scalar: Scalar,
    /// The text as written in the data file; `None` once it was computed.
    pub text: Option<Arc<str>>,
    /// The cell it was read from; `None` once it was computed.
    pub origin: Option<CellRef>,
    /// How it is printed when it has no text of its own: the field's format, or what a method asked for.
    pub format: Format,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Scalar {
    /// An empty cell, or one of the missing values of its dataset.
    #[default]
    Missing,
    /// Words.
    Text(Arc<str>),
    /// True or false.
    Boolean(bool),
    /// A number with a unit.
    Number(Quantity),
    /// A date or a date with a time.
    Moment(Moment),
}

/// A number with its unit and the manner in which it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number with its scale multiplied out: `$18M` is 18,000,000; `68%` is 68 (the unit says the rest).
    pub amount: f64,
    /// The unit.
    pub unit: Unit,
    /// The manner of writing, so that another number can be written the same way; the numbers of a field share it.
    pub written: Arc<Written>,
}

/// A product of unit symbols with integer powers: `$`, `$/user` (`$`¹ `user`⁻¹), `%`, `/10` (a rating out of ten).
///
/// Symbols are kept sorted, so that equal units compare equal; the empty product is a bare number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Unit {
    /// Symbol and power, sorted by symbol; no power is 0; `None` when there are none.
    factors: Option<Arc<Vec<(String, i8)>>>,
}

/// How a number was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Digits after the decimal mark.
    pub decimals: u8,
    /// `K`, `M`, `億` …
    pub scale: Option<Scale>,
    /// Whether a positive number carries `+`.
    pub signed: bool,
    /// Whether thousands are grouped.
    pub grouped: bool,
    /// `5+`, `~5`, `<5`.
    pub qualifier: Option<Qualifier>,
    /// What stands before the digits apart from the sign: `$`, `US$`, `~`.
    pub prefix: String,
    /// What stands after the digits: `%`, `M`, `/day`, ` years`, `+ years`.
    pub suffix: String,
}

/// A power of ten with its written sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// As written: `M`, `bn`, ` million`, `億`.
    pub symbol: String,
    /// The power of ten: 6 for a million.
    pub exponent: u8,
}

/// What a written number says of its exactness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// `5+`, `≥5`: at least.
    AtLeast,
    /// `≤5`: at most.
    AtMost,
    /// `>5`: more than.
    MoreThan,
    /// `<5`: less than.
    LessThan,
    /// `~5`, `≈5`, `c. 5`: about.
    About,
}

/// A date, or a date with a time, as precisely as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The moment; what was not written is the first possible (January, the 1st, 00:00).
    pub at: DateTime,
    /// How much of it was written.
    pub precision: Precision,
}

/// How much of a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `2025`.
    Year,
    /// `2025-03`.
    Month,
    /// `2025-03-01`.
    Day,
    /// `2025-03-01T12:00:00`.
    Second,
}

impl Unit {
    /// No unit: a bare number.
    pub const NONE: Self = Self { factors: None };

    /// The unit of one symbol.
    #[must_use]
    pub fn of(symbol: &str) -> Self {
        Self::from(vec![(symbol.to_owned(), 1)])
    }

    /// `%`.
    #[must_use]
    pub fn percent() -> Self {
        Self::of("%")
    }

    /// Whether it is no unit.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.factors.is_none()
    }

    /// Whether it is `%`.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.is_symbol("%")
    }

    /// Whether it is exactly this symbol.
    #[must_use]
    pub fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.factors(), [(s, 1)] if s == symbol)
    }

    /// The symbols with their powers.
    #[must_use]
    pub fn factors(&self) -> &[(String, i8)] {
        self.factors.as_ref().map_or(&[], |factors| factors.as_slice())
    }

    /// The unit of a product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        self.combine(other, 1)
    }

    /// The unit of a quotient: `$`/`$` is none, `$`/`user` is `$/user`.
    #[must_use]
    pub fn per(&self, other: &Self) -> Self {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Self, sign: i8) -> Self {
        let mut factors = self.factors().to_vec();
        for (symbol, power) in other.factors() {
            match factors.iter_mut().find(|(s, _)| s == symbol) {
                Some((_, sum)) => *sum = sum.saturating_add(power.saturating_mul(sign)),
                None => factors.push((symbol.clone(), power.saturating_mul(sign))),
            }
        }
        factors.retain(|(_, power)| *power != 0);
        factors.sort();
        Self::from(factors)
    }

    fn from(factors: Vec<(String, i8)>) -> Self {
        Self { factors: (!factors.is_empty()).then(|| Arc::new(factors)) }
    }
}

/// The unit as a reader sees it on an axis or in a table head: `$`, `%`, `$/user`, `/10`, `1/day`.
impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |positive: bool| -> String {
            self.factors()
                .iter()
                .filter(|(_, power)| (*power > 0) == positive)
                .map(|(symbol, power)| match power.unsigned_abs() {
                    1 => symbol.clone(),
                    n => format!("{symbol}^{n}"),
                })
                .collect::<Vec<_>>()
                .join("·")
        };
        let (above, below) = (part(true), part(false));
        match (above.is_empty(), below.is_empty()) {
            (_, true) => f.write_str(&above),
            (true, false) => write!(f, "1/{below}"),
            (false, false) => write!(f, "{above}/{below}"),
        }
    }
}

impl Value {
    /// A value without origin, printed plainly.
    #[must_use]
    pub fn new(scalar: Scalar) -> Self {
        Self { scalar, text: None, origin: None, format: Format::default() }
    }

    /// A bare or unit-bearing number without origin.
    #[must_use]
    pub fn number(amount: f64, unit: Unit) -> Self {
        Self::new(Scalar::Number(Quantity { amount, unit, written: Arc::default() }))
    }

    /// A text without origin.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new(Scalar::Text(text.into()))
    }

    /// The quantity, if it is a number.
    #[must_use]
    pub const fn quantity(&self) -> Option<&Quantity> {
        match &self.scalar {
            Scalar::Number(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The number without its unit (`68%` is 68), if it is one.
    #[must_use]
    pub fn amount(&self) -> Option<f64> {
        self.quantity().map(|quantity| quantity.amount)
    }

    /// Whether it is missing.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.scalar, Scalar::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_multiply_and_cancel() {
        let dollar = Unit::of("$");
        let user = Unit::of("user");
        assert_eq!(dollar.per(&user).to_string(), "$/user");
        assert_eq!(dollar.per(&user).times(&user), dollar);
        assert!(dollar.per(&dollar).is_none());
        assert_eq!(Unit::NONE.per(&Unit::of("day")).to_string(), "1/day");
        assert!(Unit::percent().is_percent());
    }
}
