//! The order of records.

use crate::model::Scalar;
use crate::syntax::collate::Collation;
use std::cmp::Ordering;

/// Compares two records by several fields, each ascending or descending. `scalar` gives a field's value of the first or
/// the second record.
pub fn by_keys(
    keys: &[(usize, bool)],
    collation: &Collation,
    scalar: impl Fn(usize, bool) -> Scalar,
) -> Ordering {
    keys.iter()
        .map(|&(field, descending)| {
            compare(&scalar(field, true), &scalar(field, false), collation, descending)
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers by amount, moments by time, texts by the order of their language; missing values last either way.
#[must_use]
pub fn compare(a: &Scalar, b: &Scalar, collation: &Collation, descending: bool) -> Ordering {
    let order = match (a, b) {
        (Scalar::Missing, Scalar::Missing) => return Ordering::Equal,
        (Scalar::Missing, _) => return Ordering::Greater,
        (_, Scalar::Missing) => return Ordering::Less,
        (Scalar::Number(a), Scalar::Number(b)) => a.amount.total_cmp(&b.amount),
        (Scalar::Moment(a), Scalar::Moment(b)) => a.cmp(b),
        (Scalar::Text(a), Scalar::Text(b)) => collation.compare(a, b),
        (Scalar::Boolean(a), Scalar::Boolean(b)) => a.cmp(b),
        (a, b) => kind_rank(a).cmp(&kind_rank(b)),
    };
    if descending { order.reverse() } else { order }
}

const fn kind_rank(scalar: &Scalar) -> u8 {
    match scalar {
        Scalar::Boolean(_) => 0,
        Scalar::Number(_) => 1,
        Scalar::Moment(_) => 2,
        Scalar::Text(_) => 3,
        Scalar::Missing => 4,
    }
}
