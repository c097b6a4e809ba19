//! Tables of a dataset → HTML: the `table` figure and the table under "Show data".

use super::context::PageContext;
use super::escape;
use super::grid::{Grid, GridColumn};
use super::sparkline;
use super::total::{adds_up, total};
use crate::model::{ScalarView, Sparkline, TableSpec};
use crate::syntax::print;

/// At most so many records stand under "Show data"; the CSV file has all of them.
pub(super) const UNDER_CHART: usize = 500;
/// At most so many records stand in a `table` without a `limit` of its own; the CSV file has all of them.
pub(super) const IN_TABLE: usize = 1_000;

/// What a table shows beside its cells.
#[derive(Default)]
pub(crate) struct Look<'a> {
    /// The block, for bars, emphasis and totals.
    pub(crate) spec: Option<&'a TableSpec>,
    /// At most so many records; above them stands how many there are.
    pub(crate) limit: Option<usize>,
    /// `aria-label` or `aria-labelledby` of the scroll box, with its value.
    pub(crate) name: (&'static str, &'a str),
    /// The caption for screen readers.
    pub(crate) caption: &'a str,
}

/// Tables of more columns are set small on paper, so that all of them are on the sheet.
const MANY_COLUMNS: usize = 9;
/// Tables of more columns than these get a sheet that lies.
const VERY_MANY_COLUMNS: usize = 16;
/// Letters of a text that is not to stand one word above the other.
const LONG_TEXT: usize = 30;
/// Letters of a number that leaves its bar less room.
const LONG_NUMBER: usize = 8;

/// Writes the scroll box and the table; above it, how many records there are if it does not show them all.
pub(crate) fn write(cx: &PageContext<'_>, out: &mut String, grid: &Grid<'_>, look: &Look<'_>) {
    let shown = look.limit.unwrap_or(usize::MAX);
    if grid.records.len() > shown {
        let number = |count: usize| print::amount(count as f64, Some(0), &cx.resolved.locale);
        out.push_str("<p class=\"table-limit\">");
        let text = cx.words.fill("first_records", "shown", &number(shown));
        escape::push(out, &text.replace("{total}", &number(grid.records.len())));
        out.push_str("</p>\n");
    }
    let many = match grid.columns.len() {
        0..=MANY_COLUMNS => "",
        count if count <= VERY_MANY_COLUMNS => " many",
        _ => " many wide",
    };
    out.push_str(&format!("<div class=\"table-scroll{many}\" role=\"region\" tabindex=\"0\""));
    escape::attribute(out, look.name.0, look.name.1);
    out.push_str("><table class=\"data-table\">\n<caption class=\"visually-hidden\">");
    escape::push(out, look.caption);
    out.push_str("</caption>\n<thead>\n<tr>");
    for column in &grid.columns {
        head(out, column);
    }
    for column in sparklines(look) {
        sparkline::head(out, column);
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    if grid.records.is_empty() {
        out.push_str(&format!("<tr><td colspan=\"{}\">", grid.columns.len() + sparklines(look).len()));
        escape::push(out, cx.words.get("no_records"));
        out.push_str("</td></tr>\n");
    }
    let scales: Vec<Option<f64>> = grid.columns.iter().map(|column| bar_scale(grid, column, look)).collect();
    for &record in grid.records.iter().take(shown) {
        row(cx, out, grid, record, &(look, &scales));
    }
    out.push_str("</tbody>\n");
    if look.spec.is_some_and(|spec| spec.total) {
        foot(cx, out, grid, look);
    }
    out.push_str("</table></div>\n");
}

fn sparklines<'a>(look: &Look<'a>) -> &'a [Sparkline] {
    look.spec.map(|spec| spec.sparklines.as_slice()).unwrap_or_default()
}

fn head(out: &mut String, column: &GridColumn) {
    if column.title.trim().is_empty() {
        // A header without text is no header.
        out.push_str("<td></td>");
        return;
    }
    out.push_str("<th scope=\"col\"");
    if column.numeric {
        out.push_str(" class=\"number\"");
    }
    out.push('>');
    escape::push(out, &column.title);
    if let Some(unit) = &column.unit {
        out.push_str(" <span class=\"unit\">(");
        escape::push(out, &unit.to_string());
        out.push_str(")</span>");
    }
    out.push_str("</th>");
}

fn row(
    cx: &PageContext<'_>,
    out: &mut String,
    grid: &Grid<'_>,
    record: usize,
    (look, scales): &(&Look<'_>, &Vec<Option<f64>>),
) {
    out.push_str(if row_is_emphasised(grid, record, look) { "<tr class=\"highlight\">" } else { "<tr>" });
    for (index, column) in grid.columns.iter().enumerate() {
        let text = grid.text(record, column);
        let scale = scales.get(index).copied().flatten();
        let mut classes: Vec<&str> = Vec::new();
        if column.numeric {
            classes.push("number");
        }
        if scale.is_some() {
            classes.push("bar");
        }
        let header = grid.header == Some(index);
        if !column.numeric && text.contains([' ', '-']) && is_one_piece(grid, record, column) {
            classes.push("whole");
        }
        if grid.columns.len() > MANY_COLUMNS && text.chars().count() > LONG_TEXT {
            classes.push("words");
        }
        if !header && emphasised(look, grid, column.field, record) {
            classes.push("highlight");
        }
        out.push_str(if header { "<th scope=\"row\"" } else { "<td" });
        if !classes.is_empty() {
            escape::attribute(out, "class", &classes.join(" "));
        }
        out.push('>');
        if let Some(scale) = scale {
            bar(out, grid, record, column, scale);
        }
        if text.is_empty() {
            missing(cx, out);
        } else {
            escape::push(out, text);
        }
        out.push_str(if header { "</th>" } else { "</td>" });
    }
    for column in sparklines(look) {
        sparkline::cell(cx, out, grid, record, column);
    }
    out.push_str("</tr>\n");
}

/// Whether a cell is a date or a number with its unit, which do not break at the end of a line.
fn is_one_piece(grid: &Grid<'_>, record: usize, column: &GridColumn) -> bool {
    matches!(grid.dataset.view(record, column.field), ScalarView::Moment(_) | ScalarView::Number(_))
}

/// A dash, and words for screen readers.
pub(super) fn missing(cx: &PageContext<'_>, out: &mut String) {
    out.push_str("<span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">");
    escape::push(out, cx.words.get("no_data"));
    out.push_str("</span>");
}

/// A row is emphasised as a whole when the value stands in the column that names the record, or in none shown.
fn row_is_emphasised(grid: &Grid<'_>, record: usize, look: &Look<'_>) -> bool {
    let Some(spec) = look.spec else { return false };
    spec.highlight.iter().any(|(field, value)| {
        let Some(index) = grid.dataset.field(&field.value) else { return false };
        let shown = grid.columns.iter().position(|column| column.field == index);
        (shown.is_none() || shown == grid.header) && grid.dataset.text(record, index) == value.as_str()
    })
}

fn emphasised(look: &Look<'_>, grid: &Grid<'_>, field: usize, record: usize) -> bool {
    let Some(spec) = look.spec else { return false };
    spec.highlight.iter().any(|(name, value)| {
        grid.dataset.field(&name.value) == Some(field) && grid.dataset.text(record, field) == value.as_str()
    })
}

/// The amount that fills a bar: the greatest of the column, by magnitude; `None` for columns without bars.
fn bar_scale(grid: &Grid<'_>, column: &GridColumn, look: &Look<'_>) -> Option<f64> {
    let name = &grid.dataset.fields()[column.field].name;
    let wanted = look.spec.is_some_and(|spec| spec.bars.iter().any(|field| &field.value == name));
    if !wanted {
        return None;
    }
    let greatest = grid
        .records
        .iter()
        .filter_map(|&record| amount(grid, record, column))
        .fold(0.0_f64, |greatest, amount| greatest.max(amount.abs()));
    (greatest > 0.0 && greatest.is_finite()).then_some(greatest)
}

fn bar(out: &mut String, grid: &Grid<'_>, record: usize, column: &GridColumn, scale: f64) {
    let Some(amount) = amount(grid, record, column) else { return };
    let width = (amount.abs() / scale * 1000.0).round() / 10.0;
    let negative = if amount < 0.0 { " negative" } else { "" };
    let long = if grid.records.iter().any(|&record| grid.text(record, column).chars().count() > LONG_NUMBER) {
        " long"
    } else {
        ""
    };
    let class = format!("cell-bar{long}{negative}");
    out.push_str("<svg");
    escape::attribute(out, "class", &class);
    out.push_str(" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect");
    escape::attribute(out, "width", &width.to_string());
    out.push_str(" height=\"8\"/></svg>");
}

fn amount(grid: &Grid<'_>, record: usize, column: &GridColumn) -> Option<f64> {
    grid.dataset.amount(record, column.field)
}

fn foot(cx: &PageContext<'_>, out: &mut String, grid: &Grid<'_>, look: &Look<'_>) {
    out.push_str("<tfoot>\n<tr>");
    for (index, column) in grid.columns.iter().enumerate() {
        if grid.header == Some(index) {
            out.push_str("<th scope=\"row\">");
            escape::push(out, cx.words.get("total"));
            out.push_str("</th>");
            continue;
        }
        out.push_str(if column.numeric { "<td class=\"number\">" } else { "<td>" });
        if index == 0 && grid.header.is_none() {
            escape::push(out, cx.words.get("total"));
            out.push(' ');
        }
        let field = &grid.dataset.fields()[column.field].name;
        if column.numeric && look.spec.is_none_or(|spec| adds_up(&spec.shape, field)) {
            let sum = total(grid, column, &cx.resolved.locale);
            escape::push(out, sum.as_deref().unwrap_or_default());
        }
        out.push_str("</td>");
    }
    for _ in sparklines(look) {
        out.push_str("<td></td>");
    }
    out.push_str("</tr>\n</tfoot>\n");
}
