//! `share`, `index`, `change` and `rolling`: a value seen among others.

use super::frame::{Item, number_field};
use super::number::Style;
use super::{Origin, Work};
use crate::diagnostics::{Diagnostic, Spanned, advice, rules};
use crate::model::{ChangeKind, Field, FieldKind, IndexPoint, Measure, Rolling, ScalarView, Unit, Window};

/// The fields a step works on, and the rows that belong together.
struct Scope {
    fields: Vec<(Spanned<String>, usize)>,
    groups: Vec<Vec<usize>>,
}

/// What a step makes of a field: its title, how it is written, and an amount for each row, with what it is made of.
struct Outcome {
    title: String,
    style: Style,
    amounts: Vec<(Option<f64>, Origin)>,
}

fn scope<T>(work: &mut Work<'_, '_>, step: &Window<T>, default: bool) -> Option<Scope> {
    let wish = work.wish;
    let names: Vec<Spanned<String>> =
        if step.fields.is_empty() { wish.values.to_vec() } else { step.fields.clone() };
    if let (Some(_), [_, second, ..]) = (&step.name, names.as_slice()) {
        work.diagnostics.push(
            Diagnostic::new(rules::INVALID_BLOCK, "`as` names one field; this step works on several")
                .at(step.span, "")
                .and(second.span, "the second field")
                .help("take `as` out, or name one field with `fields:`"),
        );
        return None;
    }
    if names.is_empty() {
        work.diagnostics.push(
            Diagnostic::new(rules::MISSING_KEY, "this step does not know its fields")
                .at(step.span, "")
                .help("name them: `fields: [Sales]`"),
        );
        return None;
    }
    let found = work.find_all(&names)?;
    for (name, &column) in names.iter().zip(&found) {
        work.numeric(name, column)?;
    }
    let within = match &step.within {
        Some(within) => work.find_all(within)?,
        None if default => wish.groups.iter().filter_map(|name| work.frame.position(&name.value)).collect(),
        None => Vec::new(),
    };
    let groups = work.frame.groups(&within);
    Some(Scope { fields: names.into_iter().zip(found).collect(), groups })
}

fn put<T>(work: &mut Work<'_, '_>, step: &Window<T>, column: usize, outcome: Outcome) {
    let locale = work.wish.locale;
    let frame = &work.frame;
    let Outcome { title, style, amounts } = outcome;
    let items: Vec<Item> = amounts
        .into_iter()
        .map(|(amount, from)| match amount {
            Some(amount) => style.item(frame, amount, from, locale),
            None => frame.gap(from),
        })
        .collect();
    let source = frame.field(column);
    let name = step.name.as_deref().unwrap_or(&source.name);
    let title = step.name.clone().unwrap_or(title);
    let field = Field {
        description: source.description.clone(),
        ..number_field(name, &title, &style.unit, style.format.clone())
    };
    work.frame.put(field, items);
}

/// Records by date, unless the block says otherwise: steps that look back must see them in order.
fn in_time(work: &mut Work<'_, '_>) {
    let along = work.wish.along.and_then(|name| work.frame.position(&name.value));
    let Some(along) = along.filter(|&along| work.frame.field(along).kind == FieldKind::Moment) else {
        return;
    };
    if !work.sorted {
        work.frame.sort(&[(along, false)], work.wish.locale);
    }
}

/// Each value in per cent of the sum of all, or of its group.
pub(super) fn share(work: &mut Work<'_, '_>, step: &Window<()>) -> Option<()> {
    let Scope { fields, groups } = scope(work, step, false)?;
    for (name, column) in fields {
        let frame = &work.frame;
        let negative =
            (0..frame.len()).find(|&row| frame.number(row, column).is_some_and(|q| q.amount < 0.0));
        if let Some(row) = negative {
            work.diagnostics.push(
                Diagnostic::new(
                    rules::WRONG_FIELD_KIND,
                    format!(
                        "field `{}` has a negative number; parts of a whole are not negative",
                        name.value
                    ),
                )
                .at(name.span, "")
                .and(frame.span(row, column), "this is negative")
                .help("leave the record out with `filter:`, or show the values as they are"),
            );
            return None;
        }
        let mut amounts = vec![(None, Origin::None); frame.len()];
        for rows in &groups {
            let there: Vec<usize> =
                rows.iter().copied().filter(|&row| frame.number(row, column).is_some()).collect();
            let total: f64 = there.iter().filter_map(|&row| Some(frame.number(row, column)?.amount)).sum();
            let whole = frame.origins(&there, column);
            for &row in &there {
                let part = frame.number(row, column).map(|q| q.amount / total * 100.0);
                amounts[row] = (part.filter(|part| part.is_finite()), whole.clone());
            }
        }
        let title = frame.field(column).title.clone();
        put(work, step, column, Outcome { title, style: Style::percent(false), amounts });
    }
    Some(())
}

/// Each value as a multiple of the one at a point, which becomes the base.
pub(super) fn index(work: &mut Work<'_, '_>, step: &Window<IndexPoint>) -> Option<()> {
    in_time(work);
    let Scope { fields, groups } = scope(work, step, true)?;
    let IndexPoint { base, at, along } = &step.what;
    let along = match along.as_ref().or(work.wish.along) {
        Some(name) => work.find(name)?,
        None => work.frame.key.first().copied().unwrap_or(0),
    };
    for (name, column) in fields {
        let frame = &work.frame;
        let mut amounts = vec![(None, Origin::None); frame.len()];
        for rows in &groups {
            let Some(&point) = rows.iter().find(|&&row| is_at(&frame.cell(row, along), &at.value)) else {
                let fault = no_point(work, at, along, rows);
                work.diagnostics.push(fault);
                return None;
            };
            let start_value = frame.number(point, column).map(|q| q.amount);
            let Some(unit) = start_value.filter(|amount| *amount > 0.0) else {
                let fault = no_base(work, (&name, column), at, point);
                work.diagnostics.push(fault);
                return None;
            };
            let start = frame.origin(point, column);
            for &row in rows {
                let amount = frame.number(row, column).map(|q| q.amount / unit * base);
                amounts[row] = (amount, Origin::union([&start, &frame.origin(row, column)]));
            }
        }
        let title = format!("{} ({} = {base})", frame.field(column).title, at.value);
        put(work, step, column, Outcome { title, style: Style::bare(1), amounts });
    }
    Some(())
}

/// The finding for a point whose value is no base: nothing is a multiple of zero, and multiples of a loss turn rises and
/// falls round.
fn no_base(
    work: &Work<'_, '_>,
    (name, column): (&Spanned<String>, usize),
    at: &Spanned<String>,
    point: usize,
) -> Diagnostic {
    let frame = &work.frame;
    let below = frame.number(point, column).is_some_and(|q| q.amount < 0.0);
    let (what, help) = match below {
        true => (
            "below 0 at {at}; an index needs a base above 0",
            "choose another record, or show differences: `change: absolute`",
        ),
        false => (
            "empty or 0 at {at}; an index needs a base",
            "choose another record, or leave the series out with `filter:`",
        ),
    };
    let message = format!("field `{}` is {}", name.value, what.replace("{at}", &at.value));
    Diagnostic::new(rules::MISSING_VALUE, message)
        .at(at.span, "")
        .and(frame.span(point, column), "here")
        .help(help)
}

/// Whether a cell is the one that `at` names: its text, or the beginning of its date.
fn is_at(cell: &crate::model::CellView<'_>, at: &str) -> bool {
    if cell.text.trim() == at {
        return true;
    }
    match cell.scalar {
        ScalarView::Moment(moment) => {
            let whole = moment.at.to_string();
            whole.strip_prefix(at).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

fn no_point(work: &Work<'_, '_>, at: &Spanned<String>, along: usize, rows: &[usize]) -> Diagnostic {
    let frame = &work.frame;
    let name = &frame.field(along).name;
    let of = work.wish.groups.iter().find_map(|group| frame.position(&group.value));
    let series = of.zip(rows.first()).map(|(group, &row)| format!(" of {}", frame.text(row, group)));
    let known = rows.iter().map(|&row| frame.text(row, along));
    let message = format!("no record{} has the {name} `{}`", series.unwrap_or_default(), at.value);
    Diagnostic::new(rules::UNDEFINED_RECORD, message)
        .at(at.span, "")
        .maybe_help(advice(name, &at.value, known))
}

/// Each value as its difference from the record before.
pub(super) fn change(work: &mut Work<'_, '_>, step: &Window<ChangeKind>) -> Option<()> {
    in_time(work);
    let Scope { fields, groups } = scope(work, step, true)?;
    for (_, column) in fields {
        let frame = &work.frame;
        let mut amounts = vec![(None, Origin::None); frame.len()];
        for rows in &groups {
            for pair in rows.windows(2) {
                let (before, now) = (frame.number(pair[0], column), frame.number(pair[1], column));
                let amount = before.zip(now).and_then(|(before, now)| match step.what {
                    ChangeKind::Absolute => Some(now.amount - before.amount),
                    // In per cent of nothing, or of a debt, a change says nothing.
                    ChangeKind::Percent => {
                        (before.amount > 0.0).then(|| (now.amount / before.amount - 1.0) * 100.0)
                    }
                });
                amounts[pair[1]] = (amount, frame.origins(pair, column));
            }
        }
        let style = match step.what {
            ChangeKind::Percent => Style::percent(true),
            ChangeKind::Absolute => {
                let mut style = Style::of(frame, column, 0);
                style.format.signed = true;
                if style.unit.is_percent() {
                    style.unit = Unit::of("pp");
                    style.format.percent = false;
                }
                style
            }
        };
        let title = format!("Δ {}", frame.field(column).title);
        put(work, step, column, Outcome { title, style, amounts });
    }
    Some(())
}

/// Each value with those before it; a gap until there are enough, and where one is missing.
pub(super) fn rolling(work: &mut Work<'_, '_>, step: &Window<Rolling>) -> Option<()> {
    in_time(work);
    let Scope { fields, groups } = scope(work, step, true)?;
    let Rolling { window, measure } = step.what;
    for (_, column) in fields {
        let frame = &work.frame;
        let mut amounts = vec![(None, Origin::None); frame.len()];
        for rows in &groups {
            for part in rows.windows(window as usize) {
                let numbers: Vec<f64> =
                    part.iter().filter_map(|&row| Some(frame.number(row, column)?.amount)).collect();
                let whole = numbers.len() == part.len();
                let amount = measure.of(&numbers).filter(|_| whole || measure == Measure::Count);
                if let Some(&last) = part.last() {
                    amounts[last] = (amount, frame.origins(part, column));
                }
            }
        }
        let style = if measure == Measure::Count {
            Style::bare(0)
        } else {
            Style::of(frame, column, measure.more_decimals())
        };
        let title = frame.field(column).title.clone();
        put(work, step, column, Outcome { title, style, amounts });
    }
    Some(())
}
