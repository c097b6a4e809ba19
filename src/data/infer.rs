//! What a column is when no schema says so: its kind, its unit, its format.

use super::moment;
use super::table::RawKind;
use crate::model::{Cells, FieldKind, Format, Quantity, Scalar, Unit};

/// Words in a field's name that make its four-digit numbers years.
const YEAR_WORDS: [&str; 9] = ["year", "date", "fy", "jahr", "année", "año", "anno", "年", "년"];

/// Settles the kind of a column and makes its cells agree with it; `scalars` has one for each distinct cell.
///
/// Truth values, dates and texts that stand together are all texts; numbers beside anything else stay numbers.
pub(super) fn settle(name: &str, cells: &Cells<RawKind>, scalars: &mut [Scalar]) -> FieldKind {
    if all_years(name, cells, scalars) {
        return FieldKind::Moment;
    }
    let has = |is: fn(&Scalar) -> bool| scalars.iter().any(is);
    let number = has(|scalar| matches!(scalar, Scalar::Number(_)));
    let moment = has(|scalar| matches!(scalar, Scalar::Moment(_)));
    let boolean = has(|scalar| matches!(scalar, Scalar::Boolean(_)));
    let text = has(|scalar| matches!(scalar, Scalar::Text(_)));
    match (number, moment, boolean, text) {
        (true, false, false, false) => FieldKind::Number,
        (true, ..) => FieldKind::Any,
        (false, true, false, false) => FieldKind::Moment,
        (false, false, true, false) => FieldKind::Boolean,
        _ => {
            for (scalar, (text, _)) in scalars.iter_mut().zip(cells.distinct()) {
                if !matches!(scalar, Scalar::Missing | Scalar::Text(_)) {
                    *scalar = Scalar::Text(text.into());
                }
            }
            FieldKind::Text
        }
    }
}

/// Makes moments of four-digit numbers when the field's name, or dates beside them, say that they are years.
fn all_years(name: &str, cells: &Cells<RawKind>, scalars: &mut [Scalar]) -> bool {
    let named = is_year_name(name);
    let dated = scalars.iter().any(|scalar| matches!(scalar, Scalar::Moment(_)));
    if !named && !dated {
        return false;
    }
    let mut moments = Vec::with_capacity(scalars.len());
    for (scalar, (text, kind)) in scalars.iter().zip(cells.distinct()) {
        match scalar {
            Scalar::Missing | Scalar::Moment(_) => moments.push(None),
            Scalar::Number(_) => {
                if *kind == RawKind::Nested {
                    return false;
                }
                match moment::year(text.trim()).filter(moment::is_plausible_year) {
                    Some(moment) => moments.push(Some(moment)),
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    if moments.iter().all(Option::is_none) {
        return dated;
    }
    for (scalar, moment) in scalars.iter_mut().zip(moments) {
        if let Some(moment) = moment {
            *scalar = Scalar::Moment(moment);
        }
    }
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
pub(super) fn unit(scalars: &[Scalar]) -> Option<Unit> {
    let mut numbers = numbers(scalars);
    let unit = &numbers.next()?.unit;
    (!unit.is_none() && numbers.all(|number| number.unit == *unit)).then(|| unit.clone())
}

/// How computed values of a column are printed: with as many decimals as its cells — where these are of several units, each
/// with its own —, in thousands and millions when all its cells are, with `+` when all its gains are.
pub(super) fn format(scalars: &[Scalar]) -> Format {
    let nonzero: Vec<&Quantity> = numbers(scalars).filter(|number| number.amount != 0.0).collect();
    let compact = !nonzero.is_empty() && nonzero.iter().all(|number| number.written.scale.is_some());
    let gains: Vec<&&Quantity> = nonzero.iter().filter(|number| number.amount > 0.0).collect();
    let mut units = numbers(scalars).map(|number| &number.unit).filter(|unit| !unit.is_none());
    let several = units.next().is_some_and(|first| units.any(|unit| unit != first));
    let decimals = numbers(scalars)
        .filter(|_| !several)
        .filter(|number| compact || number.written.scale.is_none())
        .map(|number| number.written.decimals)
        .max();
    Format {
        decimals,
        compact,
        signed: !gains.is_empty() && gains.iter().all(|number| number.written.signed),
        ..Format::default()
    }
}

fn numbers(scalars: &[Scalar]) -> impl Iterator<Item = &Quantity> {
    scalars.iter().filter_map(|scalar| match scalar {
        Scalar::Number(number) => Some(number),
        _ => None,
    })
}
