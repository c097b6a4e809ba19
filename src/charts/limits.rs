//! What a chart cannot show well, or not at all: too many categories, nothing or less on a logarithmic axis, and
//! ranges that end below their beginning.

use super::ChartInput;
use super::fields::Fields;
use super::label;
use super::plot::{Plot, XKind};
use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, rules};
use crate::model::{ChartSpec, ChartType, Dataset};

/// More bars than this are a grey area.
const BARS: usize = 60;
/// More slices than this are a fan.
const SLICES: usize = 8;

/// A warning when there are more categories than a reader can tell apart.
pub(super) fn categories(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    plots: &[Plot],
    diagnostics: &mut Diagnostics,
) {
    let most = match spec.chart_type.value {
        ChartType::Bar => BARS,
        ChartType::Pie | ChartType::Donut => SLICES,
        _ => return,
    };
    let crowded =
        plots.iter().filter(|plot| plot.axis == XKind::Category).map(|plot| plot.points.len()).max();
    let Some(count) = crowded.filter(|count| *count > most) else { return };
    let kind = spec.chart_type.value.row().name;
    diagnostics.push(
        Diagnostic::new(
            rules::TOO_MANY_CATEGORIES,
            format!("the chart has {count} categories; a `{kind}` chart shows at most {most} well"),
        )
        .at(spec.x.as_ref().map_or(input.span, |x| x.span), "")
        .help("keep the first with `sort:` and `limit:`, sum up the rest with `other:`, or put them together with `aggregate:`"),
    );
}

/// Findings for numbers that have no place on an axis that is to be logarithmic.
pub(super) fn logarithms(
    spec: &ChartSpec,
    dataset: &Dataset,
    records: &[usize],
    diagnostics: &mut Diagnostics,
) {
    if spec.word("scale").is_some() {
        spec.y.iter().for_each(|name| positive(name, dataset, records, diagnostics));
    }
    if let (Some(_), Some(name)) = (spec.word("x_scale"), &spec.x) {
        positive(name, dataset, records, diagnostics);
    }
}

/// Findings for records whose `low` is above their `high`: such a range has no place, and a line would lose its band.
pub(super) fn turned(
    fields: &Fields,
    (spec, dataset): (&ChartSpec, &Dataset),
    records: &[usize],
    diagnostics: &mut Diagnostics,
) {
    for (low, high) in fields.all_of("low").zip(fields.all_of("high")) {
        let ends = |record: usize| Some((dataset.amount(record, low)?, dataset.amount(record, high)?));
        for &record in records.iter().filter(|&&record| ends(record).is_some_and(|(low, high)| low > high)) {
            let name = fields.x.map(|x| label::cell(dataset, record, x)).filter(|name| !name.is_empty());
            let what = match spec.chart_type.value {
                ChartType::Candlestick => "the lowest price is above the highest",
                _ => "the lower end of the band is above the upper one",
            };
            let message = name.map_or_else(|| what.to_owned(), |name| format!("at `{name}`, {what}"));
            diagnostics.push(
                Diagnostic::new(rules::WRONG_FIELD_KIND, message)
                    .at(dataset.span(record, high), format!("below {}", label::cell(dataset, record, low)))
                    .help("put the lesser value into the field of `low`, or leave the record out with `filter:`"),
            );
        }
    }
}

fn positive(name: &Spanned<String>, dataset: &Dataset, records: &[usize], diagnostics: &mut Diagnostics) {
    let Some(field) = dataset.field(&name.value) else { return };
    let amount = |record: usize| dataset.amount(record, field);
    let Some(&record) = records.iter().find(|&&record| amount(record).is_some_and(|amount| amount <= 0.0))
    else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(
            rules::WRONG_FIELD_KIND,
            format!(
                "field `{}` is not all above zero; a logarithmic axis has no place for the rest",
                name.value
            ),
        )
        .at(name.span, "")
        .and(dataset.span(record, field), "this is zero or less")
        .help(format!("leave such records out with `filter: r[\"{}\"] > 0`, or take `log` out", name.value)),
    );
}
