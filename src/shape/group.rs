//! `group` and `aggregate`: one record for several.

use super::Work;
use super::frame::{Cells, Column, Item, number_field};
use super::number::Style;
use crate::diagnostics::{Diagnostic, Span, Spanned, rules};
use crate::model::{Aggregates, FieldKind, Measure};

/// A field of the outcome.
struct Asked {
    name: Spanned<String>,
    measure: Measure,
    /// The field that is summed up; `None` counts records.
    of: Option<Spanned<String>>,
}

/// Puts records together that have the same group.
pub(super) fn group(work: &mut Work<'_, '_>) -> Option<()> {
    let shape = work.wish.shape;
    let Some(aggregates) = &shape.aggregate else {
        if let Some(first) = shape.group.as_ref().and_then(|group| group.first()) {
            let place = first.span;
            work.diagnostics.push(
                Diagnostic::new(rules::MISSING_KEY, "`group` puts records together; it needs `aggregate`")
                    .at(place, "")
                    .help("add a line such as `aggregate: sum`, or `aggregate: {Sales: sum}`"),
            );
            return None;
        }
        return Some(());
    };
    let asked = asked(work, aggregates);
    let keys = keys(work, &asked)?;
    let groups = work.frame.groups(&keys);
    let mut columns: Vec<(crate::model::Field, Vec<Item>)> = Vec::new();
    let mut fault = false;
    for wanted in &asked {
        match column(work, wanted, &groups) {
            Some(column) => columns.push(column),
            None => fault = true,
        }
    }
    if fault {
        return None;
    }
    let first: Vec<usize> = groups.iter().filter_map(|rows| rows.first().copied()).collect();
    work.frame.pick(&first);
    let kept: Vec<Column> = keys.iter().map(|&key| work.frame.columns[key].clone()).collect();
    work.frame.columns = kept;
    work.frame.key = (0..keys.len()).collect();
    for (field, items) in columns {
        work.frame.columns.push(Column { field, cells: Cells::Made(items) });
    }
    // Classes stand in their own order, not in that of the first record in each.
    let bins: Vec<(usize, bool)> = (0..keys.len())
        .filter(|&key| shape.bins.iter().any(|bin| bin.names(&work.frame.field(key).name)))
        .map(|key| (key, false))
        .collect();
    if !bins.is_empty() {
        work.frame.sort(&bins, work.wish.locale);
    }
    Some(())
}

fn asked(work: &Work<'_, '_>, aggregates: &Aggregates) -> Vec<Asked> {
    match aggregates {
        Aggregates::Each(measure) => {
            let of = |name: &Spanned<String>| {
                let there = work.frame.position(&name.value).is_some();
                (measure.value != Measure::Count || there).then(|| name.clone())
            };
            let each =
                |name: &Spanned<String>| Asked { of: of(name), name: name.clone(), measure: measure.value };
            let named: Vec<Asked> =
                work.wish.values.iter().chain(work.wish.measures.iter().copied()).map(each).collect();
            match named.is_empty() {
                // A table names no fields of its own: all its numbers are meant, or its records.
                true if measure.value == Measure::Count => {
                    vec![each(&Spanned::new("Count".to_owned(), measure.span))]
                }
                true => numbers(work, measure.span).iter().map(each).collect(),
                false => named,
            }
        }
        Aggregates::Named(all) => all
            .iter()
            .map(|aggregate| {
                let own = work.frame.position(&aggregate.name.value).map(|_| aggregate.name.clone());
                let counts = aggregate.measure == Measure::Count;
                let of = aggregate.of.clone().or(own);
                let of = if counts { of } else { Some(of.unwrap_or_else(|| aggregate.name.clone())) };
                Asked { name: aggregate.name.clone(), measure: aggregate.measure, of }
            })
            .collect(),
    }
}

/// The names of the fields of numbers that are not grouped by.
fn numbers(work: &Work<'_, '_>, span: Span) -> Vec<Spanned<String>> {
    let group = work.wish.shape.group.iter().flatten();
    let taken: Vec<&str> = group.map(|name| name.value.as_str()).collect();
    let fields = work.frame.columns.iter().map(|column| &column.field);
    fields
        .filter(|field| field.kind == FieldKind::Number && !taken.contains(&field.name.as_str()))
        .map(|field| Spanned::new(field.name.clone(), span))
        .collect()
}

/// The columns to group by: those named, else those by which the figure tells records apart.
fn keys(work: &mut Work<'_, '_>, asked: &[Asked]) -> Option<Vec<usize>> {
    let wish = work.wish;
    if let Some(group) = &wish.shape.group {
        return work.find_all(group);
    }
    let mut keys = Vec::new();
    for name in wish.along.into_iter().chain(wish.groups.iter().copied()) {
        let made = asked.iter().any(|asked| asked.name.value == name.value);
        if !made {
            let key = work.find(name)?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    Some(keys)
}

fn column(
    work: &mut Work<'_, '_>,
    asked: &Asked,
    groups: &[Vec<usize>],
) -> Option<(crate::model::Field, Vec<Item>)> {
    let name = asked.name.value.as_str();
    let locale = work.wish.locale;
    let Some(of) = &asked.of else {
        let style = Style::bare(0);
        let first = 0;
        let items = groups
            .iter()
            .map(|rows| style.item(&work.frame, rows.len() as f64, work.frame.origins(rows, first), locale))
            .collect();
        return Some((number_field(name, name, &style.unit, style.format), items));
    };
    let source = work.find(of)?;
    if asked.measure == Measure::Count {
        let style = Style::bare(0);
        let count = |rows: &Vec<usize>| {
            let there: Vec<usize> =
                rows.iter().copied().filter(|&row| !work.frame.is_gap(row, source)).collect();
            style.item(&work.frame, there.len() as f64, work.frame.origins(&there, source), locale)
        };
        let items = groups.iter().map(count).collect();
        return Some((number_field(name, name, &style.unit, style.format), items));
    }
    work.numeric(of, source)?;
    let frame = &work.frame;
    let style = Style::of(frame, source, asked.measure.more_decimals());
    let items = groups
        .iter()
        .map(|rows| {
            let there: Vec<usize> =
                rows.iter().copied().filter(|&row| frame.number(row, source).is_some()).collect();
            let amounts: Vec<f64> =
                there.iter().filter_map(|&row| Some(frame.number(row, source)?.amount)).collect();
            let from = frame.origins(&there, source);
            match asked.measure.of(&amounts) {
                Some(amount) => style.item(frame, amount, from, locale),
                None => frame.gap(from),
            }
        })
        .collect();
    let title =
        if frame.field(source).name == name { frame.field(source).title.clone() } else { name.to_owned() };
    let mut field = number_field(name, &title, &style.unit, style.format);
    field.description.clone_from(&frame.field(source).description);
    Some((field, items))
}
