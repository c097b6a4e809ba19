//! The order of records.

use crate::model::ScalarView;
use crate::syntax::collate::Collation;
use std::cmp::Ordering;

/// Compares two records by several fields, each ascending or descending. `cell` gives what a field's cell of the first or
/// the second record is, and its text.
pub fn by_keys<'c>(
    keys: &[(usize, bool)],
    collation: &Collation,
    cell: impl Fn(usize, bool) -> (ScalarView<'c>, &'c str),
) -> Ordering {
    keys.iter()
        .map(|&(field, descending)| compare(cell(field, true), cell(field, false), collation, descending))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers by amount, moments by time, texts by the order of their language; missing values last either way. Each cell with its
/// text.
#[must_use]
pub fn compare(
    a: (ScalarView<'_>, &str),
    b: (ScalarView<'_>, &str),
    collation: &Collation,
    descending: bool,
) -> Ordering {
    let order = match (a.0, b.0) {
        (ScalarView::Missing, ScalarView::Missing) => return Ordering::Equal,
        (ScalarView::Missing, _) => return Ordering::Greater,
        (_, ScalarView::Missing) => return Ordering::Less,
        (ScalarView::Number(a), ScalarView::Number(b)) => a.amount.total_cmp(&b.amount),
        (ScalarView::Moment(a), ScalarView::Moment(b)) => a.cmp(&b),
        (ScalarView::Boolean(a), ScalarView::Boolean(b)) => a.cmp(&b),
        (view_a, view_b) => match (words(view_a, a.1), words(view_b, b.1)) {
            (Some(a), Some(b)) => collation.compare(a, b),
            _ => kind_rank(view_a).cmp(&kind_rank(view_b)),
        },
    };
    if descending { order.reverse() } else { order }
}

fn words<'a>(view: ScalarView<'a>, text: &'a str) -> Option<&'a str> {
    match view {
        ScalarView::Text => Some(text),
        ScalarView::Words(words) => Some(words),
        _ => None,
    }
}

const fn kind_rank(view: ScalarView<'_>) -> u8 {
    match view {
        ScalarView::Boolean(_) => 0,
        ScalarView::Number(_) => 1,
        ScalarView::Moment(_) => 2,
        ScalarView::Text | ScalarView::Words(_) => 3,
        ScalarView::Missing => 4,
    }
}
