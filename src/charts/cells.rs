//! The cells of the fields that a block names, as text, marks and sums: what the types without axes are read from.

use super::fields::{self, Fields};
use super::plot::Mark;
use super::{ChartInput, label};
use crate::diagnostics::{Diagnostic, Diagnostics, Span, Spanned, rules};
use crate::model::{ChartSpec, Dataset, Format, Scalar, Unit};
use crate::syntax::print;

/// A dataset as a block sees it.
pub(super) struct Cells<'a> {
    input: &'a ChartInput<'a>,
    dataset: &'a Dataset,
    /// The fields that were found.
    pub(super) fields: Fields,
}

impl<'a> Cells<'a> {
    /// The cells of a block, unless a field is missing or unfit.
    pub(super) fn find(
        input: &'a ChartInput<'a>,
        spec: &ChartSpec,
        dataset: &'a Dataset,
    ) -> (Option<Self>, Diagnostics) {
        let (fields, diagnostics) = fields::find(input, spec, dataset);
        (fields.map(|fields| Self { input, dataset, fields }), diagnostics)
    }

    /// The records to show, in order.
    pub(super) fn records(&self) -> impl Iterator<Item = usize> + '_ {
        self.input.records.iter().map(|record| *record as usize).filter(|record| *record < self.dataset.len())
    }

    /// A cell as written.
    pub(super) fn text(&self, record: usize, field: usize) -> String {
        label::cell(self.dataset, record, field)
    }

    /// A cell as a mark; a gap when it holds no number.
    pub(super) fn mark(&self, record: usize, field: usize) -> Mark {
        match self.dataset.scalar(record, field) {
            Scalar::Number(quantity) => Mark {
                value: quantity.amount.is_finite().then_some(quantity.amount),
                text: label::value(self.dataset, record, field, self.input.locale),
                unit: quantity.unit,
                ..Mark::default()
            },
            _ => Mark::default(),
        }
    }

    /// What a record is called on the axis of categories.
    pub(super) fn name(&self, record: usize) -> String {
        match self.fields.x {
            Some(field) => self.text(record, field),
            None => self.dataset.key_text(record),
        }
    }

    /// Where a cell stands.
    pub(super) fn span(&self, record: usize, field: usize) -> Span {
        self.dataset.span(record, field)
    }

    /// The date of a cell as milliseconds since 1970.
    pub(super) fn moment(&self, record: usize, field: usize) -> Option<crate::model::Moment> {
        match self.dataset.scalar(record, field) {
            Scalar::Moment(moment) => Some(moment),
            _ => None,
        }
    }

    /// What readers call a field.
    pub(super) fn title(&self, field: usize) -> String {
        self.dataset.fields()[field].title.clone()
    }

    /// How the numbers of a field are printed.
    pub(super) fn format(&self, field: usize) -> &Format {
        &self.dataset.fields()[field].format
    }

    /// The first unit of a field.
    pub(super) fn unit(&self, field: usize) -> Option<Unit> {
        self.records().map(|record| self.mark(record, field).unit).find(|unit| !unit.is_none())
    }

    /// A number in the manner of a field's cells.
    pub(super) fn printed(&self, amount: f64, field: usize) -> String {
        self.in_format(amount, field, &self.dataset.fields()[field].format)
    }

    /// The same with a sign for millions and the like: `$2M`.
    pub(super) fn compact(&self, amount: f64, field: usize) -> String {
        self.in_format(
            amount,
            field,
            &Format { compact: true, ..self.dataset.fields()[field].format.clone() },
        )
    }

    fn in_format(&self, amount: f64, field: usize, format: &Format) -> String {
        let like = self.records().find_map(|record| match self.dataset.scalar(record, field) {
            Scalar::Number(quantity) => Some(quantity),
            _ => None,
        });
        let Some(mut quantity) = like else { return print::amount(amount, None, self.input.locale) };
        quantity.amount = amount;
        print::quantity(&quantity, format, self.input.locale)
    }

    /// Tells the first cell of a field that a drawing cannot show: `what` it is, and what was expected.
    pub(super) fn refuse(
        &self,
        name: &Spanned<String>,
        record: usize,
        field: usize,
        (message, label): (String, &str),
    ) -> Diagnostic {
        Diagnostic::new(rules::WRONG_FIELD_KIND, message)
            .at(name.span, "")
            .and(self.dataset.span(record, field), label)
            .help("leave the record out with `filter:`, or choose another type")
    }

    /// The finding for an amount of which a field does not say what it belongs to.
    pub(super) fn nameless(
        &self,
        spec: &ChartSpec,
        (name, field): (&Spanned<String>, usize),
        record: usize,
    ) -> Diagnostic {
        let kind = spec.chart_type.value.row().name;
        let message = format!(
            "field `{}` is empty where there is an amount, which a `{kind}` cannot place",
            name.value
        );
        Diagnostic::new(rules::WRONG_FIELD_KIND, message)
            .at(name.span, "")
            .and(self.dataset.span(record, field), "this is empty")
            .help("fill the cell, or leave the record out with `filter:`")
    }

    /// A finding when a field of parts has a negative number, of which no part can be made.
    pub(super) fn check_parts(&self, spec: &ChartSpec, diagnostics: &mut Diagnostics) {
        let (Some(&field), Some(name)) = (self.fields.y.first(), spec.y.first()) else { return };
        let negative =
            self.records().find(|&record| self.mark(record, field).value.is_some_and(|value| value < 0.0));
        if let Some(record) = negative {
            let kind = spec.chart_type.value.row().name;
            let message =
                format!("field `{}` has a negative number, which a `{kind}` cannot show", name.value);
            diagnostics.push(self.refuse(name, record, field, (message, "this is negative")));
        }
    }
}
