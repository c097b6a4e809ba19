//! Heat maps: two categories and a value as a colour, with the value in the cell where it fits and a dash where there is
//! none.

use super::axes;
use super::classes::Classes;
use super::frame::{Job, LINE, Rect, Sheet};
use super::plot::{Mark, Plot};
use super::theme::{self, FONT};
use super::{label, merge, text};
use charming::component::Axis;
use charming::element::{AxisTick, AxisType, ItemStyle};
use charming::series::{Heatmap, Scatter};
use serde_json::{Value as Json, json};

/// Draws the only panel.
pub(super) fn paint(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    let mut sheet = Sheet::new();
    let Some(plot) = plots.first() else { return sheet };
    let values: Vec<f64> = plot.values().collect();
    let classes = Classes::of(&values, job.spec.amount("middle"), (plot.measured(), job.input.locale));
    let top = classes.legend(job, &mut sheet, &job.value_name(plot), 2);
    let most = job.width() * if job.narrow { 0.3 } else { 0.26 };
    let widest = plot.series.iter().map(|row| text::width(&row.name, FONT)).fold(0.0, f64::max);
    let word = plot.series.iter().map(|row| axes::longest_word(&row.name)).fold(0.0, f64::max);
    let names = widest.min(most.max(word.min(job.width() * 0.4))).ceil() + 8.0;
    let count = plot.points.len().max(1) as f64;
    // The outermost names may be wider than their cells, half of which stand in the column of the rows' names.
    let aside = |names: f64, aside: f64| {
        let cell = (job.width() - names - aside) / count;
        let halves = axes::end_halves(plot, job.width() - names - aside);
        (names.max(halves.0 - cell / 2.0), aside.max(halves.1 - cell / 2.0))
    };
    let (names, aside) = aside(names, 1.0);
    let width = job.width() - names - aside;
    let cell = width / count;
    let lines = plot.series.iter().map(|row| text::lines(&row.name, FONT, names - 8.0)).max().unwrap_or(1);
    let row = (lines as f64 * 16.0 + 6.0).max(if job.narrow { 26.0 } else { 30.0 });
    let (step, room) = axes::thinning(plot, width);
    let x_name = axes::name_of_axis(&plot.x_name, width);
    let title = if x_name.is_empty() { 0.0 } else { x_name.len() as f64 * LINE + 2.0 };
    let foot = axes::name_lines(plot, room) * 16.0 + 8.0;
    let rows = plot.series.len() as f64;
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    let height = wanted.map_or(rows * row, |wanted| (wanted - top - foot - title).max(rows * 18.0));
    let inner = Rect { left: names, top, width, height };
    sheet.height = top + height + foot + title;
    let middle = names + width / 2.0;
    sheet.name(&x_name.join("\n"), middle, top + height + foot, charming::element::TextAlign::Center);
    let (x, mut x_extra) = axes::category(plot, room, true);
    x_extra["axisLabel"]["interval"] = json!(step - 1);
    x_extra["axisLine"]["show"] = json!(false);
    let row_names: Vec<String> = plot.series.iter().map(|row| row.name.clone()).collect();
    let mut y_label = axes::in_lines(&row_names, names - 8.0);
    merge::merge(&mut y_label, json!({"color": theme::TEXT, "fontSize": FONT, "margin": 8}));
    let y = Axis::new().type_(AxisType::Category).data(row_names).axis_tick(AxisTick::new().show(false));
    let y_extra = json!({"inverse": true, "axisLine": {"show": false}, "axisLabel": y_label});
    sheet.axes(inner, (x, x_extra), (y, y_extra));
    let size = (cell, height / rows.max(1.0));
    cells(job, &mut sheet, plot, (&classes, size));
    sheet
}

fn cells(job: &Job<'_>, sheet: &mut Sheet, plot: &Plot, (classes, size): (&Classes, (f64, f64))) {
    let marks = || {
        plot.series.iter().enumerate().flat_map(|(row, series)| {
            series.marks.iter().enumerate().map(move |(column, mark)| (row, column, series, mark))
        })
    };
    let data: Vec<Json> = marks()
        .filter_map(|(row, column, series, mark)| {
            let value = mark.value?;
            let class = classes.class(value);
            let point = plot.points.get(column).map_or("", |point| point.text.as_str());
            let dim = job.dimmed(&series.name, point);
            let mut item = json!({"value": [column, row, classes.magnitude.apply(value)], "text": mark.text,
                "name": format!("{}, {point}", series.name)});
            if labelled(job, mark, size) {
                item["label"] = json!({"show": true, "formatter": label::literal(&mark.text),
                    "color": class.colours.1, "fontSize": FONT});
            }
            if dim {
                item["itemStyle"] = json!({"borderColor": theme::BACKGROUND, "borderWidth": 5});
                item["label"] = json!({"show": false});
            }
            Some(item)
        })
        .collect();
    let map = Heatmap::new().item_style(ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.5));
    sheet.series(
        map,
        json!({"data": data, "name": plot.measure, "progressive": 0,
        "emphasis": {"itemStyle": {"borderColor": theme::TEXT, "borderWidth": 2}}}),
    );
    let gaps: Vec<Json> = marks()
        .filter(|(.., mark)| mark.value.is_none())
        .map(|(row, column, ..)| json!([column, row]))
        .collect();
    if !gaps.is_empty() {
        // A dash says that nothing is known, which no colour of a class can say.
        let dash = Scatter::new().item_style(ItemStyle::new().color(theme::MUTED));
        sheet.series(dash, json!({"data": gaps, "symbol": "rect", "symbolSize": [9, 1.5], "silent": true}));
        sheet.more(json!({"visualMap": {"seriesIndex": 0}}));
    }
}

fn labelled(job: &Job<'_>, mark: &Mark, (width, height): (f64, f64)) -> bool {
    job.spec.labels.unwrap_or(true) && text::width(&mark.text, FONT) + 8.0 <= width && height >= 18.0
}
