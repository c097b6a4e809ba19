//! Where records and annotations stand on the horizontal axis, and what is said of those that stand nowhere.

use super::label;
use super::plot::{Plot, XKind};
use crate::diagnostics::{Diagnostic, Spanned, rules};
use crate::model::{Annotation, ChartSpec, ChartType, Dataset, FieldKind, ScalarView};
use serde_json::Value as Json;

/// The field of the horizontal axis, as a chart takes it.
pub(super) struct Places<'a> {
    dataset: &'a Dataset,
    field: Option<usize>,
    /// The kind of the axis.
    pub(super) axis: XKind,
    /// Whether what has no name stands nowhere.
    named: bool,
}

impl<'a> Places<'a> {
    /// Those of a block.
    pub(super) fn of(spec: &ChartSpec, dataset: &'a Dataset, field: Option<usize>) -> Self {
        let kind = spec.chart_type.value;
        let continuous = matches!(kind, ChartType::Line | ChartType::Area);
        let axis = match field.map(|field| dataset.fields()[field].kind) {
            Some(FieldKind::Number) if continuous => XKind::Number,
            Some(FieldKind::Moment) if continuous => XKind::Time,
            _ => XKind::Category,
        };
        Self { dataset, field, axis, named: kind == ChartType::Bump }
    }

    /// Whether a record stands somewhere: not between numbers or dates, nor in time, when its own is missing.
    pub(super) fn has(&self, record: usize) -> bool {
        let Some(field) = self.field else { return true };
        match (self.axis, self.dataset.view(record, field)) {
            (XKind::Number, x) => matches!(x, ScalarView::Number(_)),
            (XKind::Time, x) => matches!(x, ScalarView::Moment(_)),
            (XKind::Category, x) => !(self.named && x.is_missing()),
        }
    }

    /// Where it stands: as a number, or as the one of this index.
    pub(super) fn at(&self, record: usize, index: usize) -> f64 {
        let scalar = self.field.map(|field| self.dataset.view(record, field));
        match (self.axis, scalar) {
            (XKind::Number, Some(ScalarView::Number(number))) => number.amount,
            (XKind::Time, Some(ScalarView::Moment(moment))) => label::milliseconds(&moment),
            _ => index as f64,
        }
    }
}

/// The warning about records that a chart leaves out since a field of theirs is empty, if there are any.
pub(super) fn left_out(
    dataset: &Dataset,
    (name, field): (&Spanned<String>, usize),
    records: &[usize],
) -> Option<Diagnostic> {
    // A cell with another text than the field asks for was reported where it stands.
    let empty = |record: &&usize| dataset.view(**record, field).is_missing();
    let records: Vec<usize> = records.iter().filter(empty).copied().collect();
    let first = *records.first()?;
    let field_name = &name.value;
    let message = match records.len() {
        1 => format!("a record has no `{field_name}`, and the chart leaves out its values"),
        count => format!("{count} records have no `{field_name}`, and the chart leaves out their values"),
    };
    let place = if records.len() == 1 { "this is empty" } else { "the first of these" };
    let help = format!(
        "fill the field in, or say that the chart is without them: `filter: '!r[\"{field_name}\"].is_missing()'`"
    );
    let finding = Diagnostic::new(rules::UNPLACED_RECORD, message).at(name.span, "");
    Some(finding.and(dataset.span(first, field), place).help(help))
}

/// What an annotation gives for its place, as text.
pub(super) fn written(x: &Json) -> String {
    x.as_str().map_or_else(|| x.to_string(), str::to_owned)
}

/// The place of an annotation on an axis of numbers, or of dates as the milliseconds since 1970.
pub(super) fn read(x: &Json, dates: bool) -> Option<f64> {
    let text = written(x);
    if dates {
        label::date(&text)
    } else {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// The finding for an annotation that stands nowhere on an axis of numbers or dates.
pub(super) fn nowhere(note: &Annotation, x: &Json, dates: bool) -> Diagnostic {
    let (what, help) = match dates {
        true => ("no date", "write a date as 2025, 2025-03 or 2025-03-01"),
        false => ("no number", "write a number: the axis is one of numbers"),
    };
    let message = format!("an annotation stands at `{}`, which is {what}", written(x));
    Diagnostic::new(rules::UNDEFINED_RECORD, message).at(note.span, "").help(help)
}

/// Points in the order of their places, with their marks.
pub(super) fn sort(plot: &mut Plot) {
    let mut order: Vec<usize> = (0..plot.points.len()).collect();
    order.sort_by(|a, b| plot.points[*a].at.total_cmp(&plot.points[*b].at));
    plot.points = order.iter().map(|&i| plot.points[i].clone()).collect();
    for series in &mut plot.series {
        series.marks = order.iter().filter_map(|&i| series.marks.get(i).cloned()).collect();
    }
}
