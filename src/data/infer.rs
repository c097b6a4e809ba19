//! What a column is when no schema says so: its kind, its unit, its format.

use super::moment;
use super::table::RawKind;
use crate::model::{Cells, FieldKind, Format, Kinds, NumberView, ScalarView, Scalars, Unit};

/// Words in a field's name that make its four-digit numbers years.
const YEAR_WORDS: [&str; 9] = ["year", "date", "fy", "jahr", "année", "año", "anno", "年", "년"];

/// Settles the kind of a column and makes its cells agree with it; `scalars` has one for each cell that is held.
///
/// Truth values, dates and texts that stand together are all texts; numbers beside anything else stay numbers.
pub(super) fn settle(name: &str, cells: &Cells<Kinds<RawKind>>, scalars: &mut Scalars) -> FieldKind {
    if all_years(name, cells, scalars) {
        return FieldKind::Moment;
    }
    let (mut number, mut moment, mut boolean, mut text) = (false, false, false, false);
    for scalar in scalars.views() {
        match scalar {
            ScalarView::Number(_) => number = true,
            ScalarView::Moment(_) => moment = true,
            ScalarView::Boolean(_) => boolean = true,
            ScalarView::Text | ScalarView::Words(_) => text = true,
            ScalarView::Missing => {}
        }
    }
    match (number, moment, boolean, text) {
        (true, false, false, false) => FieldKind::Number,
        (true, ..) => FieldKind::Any,
        (false, true, false, false) => FieldKind::Moment,
        (false, false, true, false) => FieldKind::Boolean,
        _ => {
            for index in 0..scalars.len() {
                if matches!(scalars.view(index), ScalarView::Moment(_) | ScalarView::Boolean(_)) {
                    scalars.replace(index, None);
                }
            }
            FieldKind::Text
        }
    }
}

/// Makes moments of four-digit numbers when the field's name, or dates beside them, say that they are years.
fn all_years(name: &str, cells: &Cells<Kinds<RawKind>>, scalars: &mut Scalars) -> bool {
    let named = is_year_name(name);
    let dated = scalars.views().any(|scalar| matches!(scalar, ScalarView::Moment(_)));
    if !named && !dated {
        return false;
    }
    let mut moments = Vec::new();
    for (index, scalar) in scalars.views().enumerate() {
        match scalar {
            ScalarView::Missing | ScalarView::Moment(_) => {}
            ScalarView::Number(_) => {
                if cells.kinds().get(index) == RawKind::Nested {
                    return false;
                }
                match moment::year(cells.nth(index).trim()).filter(moment::is_plausible_year) {
                    Some(moment) => moments.push((index, moment)),
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    if moments.is_empty() {
        return dated;
    }
    moments.into_iter().for_each(|(index, moment)| scalars.replace(index, Some(moment)));
    true
}

fn is_year_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.into_iter().any(|word| {
        YEAR_WORDS.iter().any(|known| {
            let plural = word.strip_suffix('s') == Some(known);
            word == *known || plural || (!known.is_ascii() && word.ends_with(known))
        })
    })
}

/// The unit that all numbers of a column share; `None` when they have none or several.
pub(super) fn unit(scalars: &Scalars) -> Option<Unit> {
    let mut units = numbers(scalars).map(|number| number.unit);
    let unit = units.next()?;
    (!unit.is_none() && units.all(|other| other == unit)).then(|| unit.clone())
}

/// How computed values of a column are printed: with as many decimals as its cells — where these are of several units, or
/// some in thousands and millions and others not, each with its own —, in thousands and millions when all its cells are, with `+` when all its gains are.
pub(super) fn format(scalars: &Scalars) -> Format {
    let nonzero = || numbers(scalars).filter(|number| number.amount != 0.0);
    let gains = || nonzero().filter(|number| number.amount > 0.0);
    let compact = nonzero().next().is_some() && nonzero().all(|number| number.written.scale.is_some());
    let signed = gains().next().is_some() && gains().all(|number| number.written.signed);
    let mut units = numbers(scalars).map(|number| number.unit).filter(|unit| !unit.is_none());
    let several = units.next().is_some_and(|first| units.any(|unit| unit != first));
    let most = |scaled: bool| {
        let those = numbers(scalars).filter(|number| number.written.scale.is_some() == scaled);
        those.map(|number| number.written.decimals).max()
    };
    // Those of `$1.5M` are none of `$950`, and the other way round.
    let decimals = match (several, most(true), most(false)) {
        (true, ..) => None,
        (false, Some(scaled), Some(bare)) => (compact || scaled == bare).then_some(scaled.max(bare)),
        (false, scaled, bare) => scaled.or(bare),
    };
    Format { decimals, compact, signed, ..Format::default() }
}

fn numbers(scalars: &Scalars) -> impl Iterator<Item = NumberView<'_>> {
    scalars.views().filter_map(ScalarView::number)
}
