//! Which chart the numbers of a table ask for.

use crate::model::{Dataset, FieldKind, Scalar, Unit};

/// At most so many series or panels.
const MOST: usize = 6;
/// At most so many bars of one series.
const MOST_BARS: usize = 25;

/// A chart of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    /// `bar` or `line`.
    pub(super) kind: &'static str,
    /// The field of categories or times.
    pub(super) x: String,
    /// The fields of numbers.
    pub(super) y: Vec<String>,
    /// `y` or `records` for small multiples.
    pub(super) panels: Option<&'static str>,
    /// What is measured, for the subtitle: `Share (%), by market`.
    pub(super) subtitle: String,
}

/// The chart for a dataset; `None` when its numbers do not ask for one.
pub(super) fn chart(dataset: &Dataset) -> Option<Proposal> {
    if dataset.len() < 2 || dataset.fields().len() < 2 || dataset.primary_key() != [0] {
        return None;
    }
    let columns: Vec<Column> = (1..dataset.fields().len()).filter_map(|at| column(dataset, at)).collect();
    let (uniform, mixed): (Vec<&Column>, Vec<&Column>) =
        columns.iter().partition(|column| column.unit.is_some());
    let times = dataset.fields()[0].kind == FieldKind::Moment || ascending(dataset);
    if times {
        let first = uniform.first()?.unit.clone();
        let y: Vec<&Column> = uniform.into_iter().filter(|column| column.unit == first).take(MOST).collect();
        return (dataset.len() >= 3).then(|| proposal(dataset, "line", &y, None));
    }
    if dataset.len() > MOST_BARS {
        return None;
    }
    if mixed.len() >= 2 && records_agree(dataset, &mixed) && dataset.len() <= MOST {
        return Some(proposal(dataset, "bar", &mixed, Some("records")));
    }
    let first = uniform.first()?;
    let same: Vec<&Column> =
        uniform.iter().copied().filter(|column| column.unit == first.unit).take(MOST).collect();
    if same.len() == uniform.len() || uniform.len() > 4 {
        return Some(proposal(dataset, "bar", &same, None));
    }
    Some(proposal(dataset, "bar", &uniform, Some("y")))
}

/// A column of numbers.
#[derive(Debug)]
struct Column {
    at: usize,
    /// The unit that all its numbers share.
    unit: Option<Unit>,
}

/// A column in which every cell is a number.
fn column(dataset: &Dataset, at: usize) -> Option<Column> {
    let mut units = Vec::new();
    for record in 0..dataset.len() {
        match dataset.scalar(record, at) {
            Scalar::Number(number) => units.push(number.unit),
            Scalar::Missing => {}
            _ => return None,
        }
    }
    let first = units.first()?.clone();
    let unit = units.iter().all(|unit| *unit == first).then_some(first);
    Some(Column { at, unit })
}

/// Whether the first column counts upwards: weeks, ages, distances.
fn ascending(dataset: &Dataset) -> bool {
    let numbers: Vec<Option<f64>> = (0..dataset.len()).map(|record| dataset.amount(record, 0)).collect();
    numbers.iter().all(Option::is_some) && numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// Whether the numbers of each record share a unit.
fn records_agree(dataset: &Dataset, columns: &[&Column]) -> bool {
    (0..dataset.len()).all(|record| {
        let mut units = columns.iter().filter_map(|column| match dataset.scalar(record, column.at) {
            Scalar::Number(number) => Some(number.unit),
            _ => None,
        });
        let first = units.next();
        first.is_some() && units.all(|unit| Some(&unit) == first.as_ref())
    })
}

fn proposal(
    dataset: &Dataset,
    kind: &'static str,
    columns: &[&Column],
    panels: Option<&'static str>,
) -> Proposal {
    let fields = dataset.fields();
    let x = fields[0].name.clone();
    let y: Vec<String> = columns.iter().map(|column| fields[column.at].name.clone()).collect();
    let unit = |column: &&Column| {
        column
            .unit
            .as_ref()
            .filter(|unit| !unit.is_none() && !fields[column.at].name.ends_with(')'))
            .map(|unit| format!(" ({unit})"))
    };
    let named: Vec<String> = columns
        .iter()
        .map(|column| format!("{}{}", fields[column.at].name, unit(column).unwrap_or_default()))
        .collect();
    let subtitle = format!("{}, by {x}", named.join(", "));
    Proposal { kind, x, y, panels, subtitle }
}
