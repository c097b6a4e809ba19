//! Calendars: a value for each day as a colour, weeks as columns, a year below the other; half a year on phones.

use super::ChartInput;
use super::cells::Cells;
use super::classes::Classes;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::measured::{Measured, axis_name};
use super::plot::Mark;
use super::text;
use super::theme::{self, FONT};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::{ChartSpec, Dataset, Format, Locale, Precision, Unit};
use crate::syntax::calendar as names;
use charming::series::Heatmap;
use jiff::civil::{Date, Weekday};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Days with their values.
struct Days {
    days: BTreeMap<Date, Mark>,
    measure: String,
    unit: Option<Unit>,
    format: Format,
}

/// The calendar of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    let (Some(x), Some(&y)) = (cells.fields.x, cells.fields.y.first()) else { return (None, diagnostics) };
    let mut days = BTreeMap::new();
    for record in cells.records() {
        let moment = cells.moment(record, x).filter(|moment| moment.precision >= Precision::Day);
        let Some(name) = &spec.x else { break };
        let Some(moment) = moment else {
            let message = format!("field `{}` is not all days; a calendar takes dates", name.value);
            diagnostics.push(cells.refuse(name, record, x, (message, "this is no day")));
            break;
        };
        let day = moment.at.date();
        if days.insert(day, cells.mark(record, y)).is_some() {
            twice(spec, &cells.text(record, x), &mut diagnostics);
            break;
        }
    }
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    (
        Some(Box::new(Days {
            days,
            measure: cells.title(y),
            unit: cells.unit(y),
            format: cells.format(y).clone(),
        })),
        diagnostics,
    )
}

fn twice(spec: &ChartSpec, day: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            rules::CHART_FAILED,
            format!("two records are of the day {day}; a calendar shows one"),
        )
        .at(spec.chart_type.span, "")
        .help("choose one of them with `filter:`"),
    );
}

impl Days {
    /// The stretches that stand below each other, as year, first month and last month.
    fn stretches(&self, narrow: bool) -> Vec<(i16, i8, i8)> {
        let mut found: Vec<(i16, i8, i8)> = Vec::new();
        for day in self.days.keys() {
            let stretch = match (narrow, day.month() <= 6) {
                (false, _) => (day.year(), 1, 12),
                (true, true) => (day.year(), 1, 6),
                (true, false) => (day.year(), 7, 12),
            };
            if found.last() != Some(&stretch) {
                found.push(stretch);
            }
        }
        found
    }
}

impl Drawing for Days {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        let mut sheet = Sheet::new();
        let values: Vec<f64> = self.days.values().filter_map(|mark| mark.value).collect();
        let measured = Measured { unit: self.unit.as_ref(), format: &self.format };
        let classes = Classes::of(&values, job.spec.amount("middle"), (measured, job.input.locale));
        let unit = measured.words(classes.magnitude, job.input.locale);
        let name = axis_name(&self.measure, unit.as_deref());
        let mut top = classes.legend(job, &mut sheet, &name, 1) + 4.0;
        let days = [Weekday::Monday, Weekday::Thursday].map(|day| names::weekday(day, job.input.locale));
        let left = (days.iter().map(|day| text::width(day, FONT)).fold(0.0, f64::max) + 8.0).max(42.0);
        let weeks = if job.narrow { 27.0 } else { 54.0 };
        let cell = ((job.width() - left - 2.0) / weeks).floor();
        let stretches = self.stretches(job.narrow);
        let mut calendars = Vec::new();
        for (index, (year, from, to)) in stretches.iter().enumerate() {
            let last = Date::new(*year, *to, 1).map_or(30, |date| date.days_in_month());
            top += 38.0;
            sheet.heading(&year.to_string(), 0.0, top - 38.0);
            calendars.push(calendar(
                (left, top, cell),
                [format!("{year}-{from:02}-01"), format!("{year}-{to:02}-{last}")],
                (days, job.input.locale),
            ));
            let data: Vec<Json> = self
                .days
                .iter()
                .filter(|(day, _)| day.year() == *year && (*from..=*to).contains(&day.month()))
                .filter_map(|(day, mark)| {
                    let value = classes.magnitude.apply(mark.value?);
                    Some(json!({"value": [day.to_string(), value], "text": mark.text, "name": day.to_string()}))
                })
                .collect();
            let extra = json!({"coordinateSystem": "calendar", "calendarIndex": index, "data": data,
                "itemStyle": {"borderColor": theme::BACKGROUND, "borderWidth": 1},
                "emphasis": {"itemStyle": {"borderColor": theme::TEXT, "borderWidth": 1.5}}});
            sheet.series(Heatmap::new(), extra);
            top += cell * 7.0 + 14.0;
        }
        sheet.more(json!({"calendar": calendars}));
        sheet.height = top - 6.0;
        sheet
    }

    /// "366 days, from 2024-01-01 to 2024-12-31. Highest: 2024-07-14, 31 °C; lowest: 2024-01-09, −8 °C."
    fn sentences(&self) -> Vec<String> {
        let known: Vec<(&Date, f64, &str)> =
            self.days.iter().filter_map(|(day, mark)| Some((day, mark.value?, mark.text.as_str()))).collect();
        let (Some(first), Some(last)) = (known.first(), known.last()) else {
            return vec!["No values.".to_owned()];
        };
        let highest = known.iter().fold(first, |a, b| if b.1 > a.1 { b } else { a });
        let lowest = known.iter().fold(first, |a, b| if b.1 < a.1 { b } else { a });
        vec![
            format!("{} days from {} to {}.", known.len(), first.0, last.0),
            format!("Highest: {}, {}; lowest: {}, {}.", highest.0, highest.2, lowest.0, lowest.2),
        ]
    }

    fn names(&self) -> Vec<String> {
        self.days.keys().map(ToString::to_string).collect()
    }

    fn is_empty(&self) -> bool {
        self.days.values().all(|mark| mark.value.is_none())
    }
}

fn calendar(
    (left, top, cell): (f64, f64, f64),
    range: [String; 2],
    ([monday, thursday], locale): ([&str; 2], &Locale),
) -> Json {
    let months: Vec<&str> = (1..=12).map(|number| names::month(number, locale)).collect();
    json!({
        "left": left, "top": top, "cellSize": [cell, cell], "range": range, "orient": "horizontal",
        "itemStyle": {"color": "transparent", "borderWidth": 0.5, "borderColor": theme::GRID},
        "splitLine": {"lineStyle": {"color": theme::MUTED, "width": 1}},
        "yearLabel": {"show": false},
        "monthLabel": {"color": theme::MUTED, "fontSize": FONT, "margin": 5, "align": "left", "nameMap": months},
        "dayLabel": {"firstDay": 1, "color": theme::MUTED, "fontSize": FONT, "margin": 5,
            "nameMap": ["", monday, "", "", thursday, "", ""]},
    })
}
