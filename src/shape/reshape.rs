//! `unpivot`, `pivot` and `limit`: records become fields, fields records, and many records few.

use super::frame::{Cells, Column, Item};
use super::number::Style;
use super::{Origin, Work};
use crate::diagnostics::{Diagnostic, rules};
use crate::model::{Field, FieldKind, Format, Measure, Moment, Pivot, Precision, Scalar, Unpivot};
use indexmap::IndexMap;
use jiff::civil::Date;

/// Wide to long.
pub(super) fn unpivot(work: &mut Work<'_, '_>, step: &Unpivot) -> Option<()> {
    let long: Vec<usize> = if step.fields.is_empty() {
        let keep = work.find_all(&step.keep)?;
        (0..work.frame.columns.len()).filter(|column| !keep.contains(column)).collect()
    } else {
        work.find_all(&step.fields)?
    };
    let frame = &mut work.frame;
    let names: Vec<String> = long.iter().map(|&column| frame.field(column).name.clone()).collect();
    let titles: Vec<String> = long.iter().map(|&column| frame.field(column).title.clone()).collect();
    let years: Option<Vec<Scalar>> = names.iter().map(|name| year(name)).collect();
    let (mut told, mut values) = (Vec::new(), Vec::new());
    for row in 0..frame.len() {
        for (place, &column) in long.iter().enumerate() {
            let (scalar, text) = match &years {
                Some(years) => (years[place].clone(), &names[place]),
                None => (Scalar::Text(titles[place].as_str().into()), &titles[place]),
            };
            let from = frame.origin(row, column);
            told.push(frame.item(scalar, text, Origin::None));
            values.push(Item { cell: frame.cell(row, column).into_cell(), from });
        }
    }
    let kinds: Vec<FieldKind> = long.iter().map(|&column| frame.field(column).kind).collect();
    let same = |kind: FieldKind| kinds.iter().all(|other| *other == kind);
    let first = long.first().map(|&column| frame.field(column).clone());
    let unit = first.as_ref().and_then(|field| field.unit.clone());
    let shared = long.iter().all(|&column| frame.field(column).unit == unit);
    let value_field = Field {
        kind: kinds.first().copied().filter(|kind| same(*kind)).unwrap_or(FieldKind::Any),
        unit: unit.filter(|_| shared),
        format: first.filter(|_| shared).map(|field| field.format).unwrap_or_default(),
        ..named(&step.value)
    };
    let name_kind = if years.is_some() { FieldKind::Moment } else { FieldKind::Text };
    let rows: Vec<usize> = (0..frame.len()).flat_map(|row| std::iter::repeat_n(row, long.len())).collect();
    frame.pick(&rows);
    let key: Vec<String> = frame.key.iter().map(|&key| frame.field(key).name.clone()).collect();
    let mut column = 0;
    frame.columns.retain(|_| {
        column += 1;
        !long.contains(&(column - 1))
    });
    frame
        .columns
        .push(Column { field: Field { kind: name_kind, ..named(&step.name) }, cells: Cells::Made(told) });
    frame.columns.push(Column { field: value_field, cells: Cells::Made(values) });
    let key = key.iter().chain([&step.name]).filter_map(|name| frame.position(name)).collect();
    frame.key = key;
    Some(())
}

fn named(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        title: name.to_owned(),
        description: None,
        kind: FieldKind::Any,
        unit: None,
        format: Format::default(),
    }
}

/// A field called `1990` is a year.
fn year(name: &str) -> Option<Scalar> {
    let plain = name.len() == 4 && name.bytes().all(|byte| byte.is_ascii_digit());
    let year = name.parse().ok().filter(|year| plain && (1000..=2999).contains(year))?;
    let at = Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0);
    Some(Scalar::Moment(Moment { at, precision: Precision::Year }))
}

/// Long to wide.
pub(super) fn pivot(work: &mut Work<'_, '_>, step: &Pivot) -> Option<()> {
    let names = work.find(&step.names);
    let values = work.find(&step.values);
    let by = match &step.by {
        Some(by) => work.find_all(by)?,
        None => (0..work.frame.columns.len())
            .filter(|column| Some(*column) != names && Some(*column) != values)
            .collect(),
    };
    let (names, values) = (names?, values?);
    let frame = &work.frame;
    let groups = frame.groups(&by);
    let mut columns: IndexMap<String, Vec<Option<usize>>> = IndexMap::new();
    for row in 0..frame.len() {
        columns.entry(frame.text(row, names).to_owned()).or_insert_with(|| vec![None; groups.len()]);
    }
    for (place, rows) in groups.iter().enumerate() {
        for &row in rows {
            let Some(slot) = columns.get_mut(frame.text(row, names)).and_then(|slots| slots.get_mut(place))
            else {
                continue;
            };
            if slot.is_some() {
                let told: Vec<&str> =
                    by.iter().chain([&names]).map(|&column| frame.text(row, column)).collect();
                let message = format!("two records are {}; a pivot needs one for each", told.join(", "));
                work.diagnostics.push(
                    Diagnostic::new(rules::DUPLICATE_KEY, message)
                        .at(step.span, "")
                        .and(frame.span(row, values), "the second one")
                        .help("put them together first with `aggregate:`, or tell them apart with `by:`"),
                );
                return None;
            }
            *slot = Some(row);
        }
    }
    let template = frame.field(values).clone();
    let made: Vec<Column> = columns
        .into_iter()
        .map(|(name, slots)| {
            let item = |slot: Option<usize>| match slot {
                Some(row) => {
                    Item { cell: frame.cell(row, values).into_cell(), from: frame.origin(row, values) }
                }
                None => frame.gap(Origin::None),
            };
            let field = Field { title: name.clone(), name, ..template.clone() };
            Column { field, cells: Cells::Made(slots.into_iter().map(item).collect()) }
        })
        .collect();
    let first: Vec<usize> = groups.iter().filter_map(|rows| rows.first().copied()).collect();
    let frame = &mut work.frame;
    frame.pick(&first);
    frame.columns = by.iter().map(|&column| frame.columns[column].clone()).chain(made).collect();
    frame.key = (0..by.len()).collect();
    Some(())
}

/// The first records; with a name for the rest, one more that sums them up.
pub(super) fn limit(work: &mut Work<'_, '_>, limit: usize, other: Option<&str>) {
    let count = work.frame.len();
    if count <= limit {
        return;
    }
    let rest: Vec<usize> = (limit..count).collect();
    let made = other.map(|name| summed(work, name, &rest));
    let kept: Vec<usize> = (0..limit).chain(other.map(|_| limit)).collect();
    work.frame.pick(&kept);
    let Some(items) = made else { return };
    for (column, item) in items.into_iter().enumerate() {
        work.frame.own(column);
        if let Cells::Made(cells) = &mut work.frame.columns[column].cells
            && let Some(last) = cells.last_mut()
        {
            *last = item;
        }
    }
}

/// The record that stands for several: sums of numbers, and its name where records are named.
fn summed(work: &Work<'_, '_>, name: &str, rest: &[usize]) -> Vec<Item> {
    let frame = &work.frame;
    let along = work.wish.along.and_then(|name| frame.position(&name.value));
    let label = along.or_else(|| frame.key.first().copied()).unwrap_or(0);
    let sum = |column: usize| {
        if column == label {
            return frame.item(Scalar::Text(name.into()), name, Origin::None);
        }
        let same = |column: usize| {
            let mut units = rest.iter().filter_map(|&row| Some(frame.number(row, column)?.unit));
            let first = units.next();
            units.all(|unit| Some(&unit) == first.as_ref())
        };
        let number = frame.field(column).kind == FieldKind::Number && same(column);
        let amounts: Vec<f64> =
            rest.iter().filter_map(|&row| Some(frame.number(row, column)?.amount)).collect();
        match Measure::Sum.of(&amounts).filter(|_| number) {
            Some(amount) => {
                let from = frame.origins(rest, column);
                Style::of(frame, column, 0).item(frame, amount, from, work.wish.locale)
            }
            None => frame.gap(Origin::None),
        }
    };
    (0..frame.columns.len()).map(sum).collect()
}
