//! The cells a figure shows, as titled columns over records: for the tables on the page and the CSV files.

use super::markdown_table::Cells;
use crate::model::{
    ChartSpec, Dataset, FieldKind, FigureKind, Locale, NumberView, Page, PageId, Panels, TableSpec, Unit,
    Written,
};
use crate::resolve::{Resolved, plain};
use crate::syntax::{number, print};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Columns over records of a dataset.
pub(crate) struct Grid<'a> {
    /// The dataset.
    pub(crate) dataset: &'a Dataset,
    /// The columns in order.
    pub(crate) columns: Vec<GridColumn>,
    /// The records in order, all within the dataset.
    pub(crate) records: Vec<usize>,
    /// The column that names a record, if it is shown.
    pub(crate) header: Option<usize>,
}

/// One column.
pub(crate) struct GridColumn {
    /// The dataset's field.
    pub(crate) field: usize,
    /// The title a reader sees.
    pub(crate) title: String,
    /// The unit its numbers share, unless the title or each of its cells says it.
    pub(crate) unit: Option<Unit>,
    /// Whether it holds numbers.
    pub(crate) numeric: bool,
}

impl<'a> Grid<'a> {
    /// The cells of a page's figure; `None` for figures without a dataset.
    pub(crate) fn of(resolved: &'a Resolved, page: PageId, figure: usize) -> Option<Self> {
        let figures = &resolved.report.pages.get(page.0 as usize)?.document.figures;
        let kind = &figures.get(figure)?.kind;
        let settled = resolved.pages.get(page.0 as usize)?.figures.get(figure)?;
        let dataset = settled.data(&resolved.report)?;
        let named: Vec<(&str, Option<&str>)> = match kind {
            FigureKind::Chart(spec) => chart_fields(spec, dataset),
            FigureKind::Table(spec) => table_fields(spec),
            _ => Vec::new(),
        };
        let records: Vec<usize> =
            settled.records.iter().map(|r| *r as usize).filter(|r| *r < dataset.len()).collect();
        let column = |field, title| column((dataset, &records), field, title);
        let mut columns: Vec<GridColumn> = Vec::new();
        for (name, title) in named {
            let Some(field) = dataset.field(name) else { continue };
            if matches!(kind, FigureKind::Table(_)) || columns.iter().all(|column| column.field != field) {
                columns.push(column(field, title));
            }
        }
        if columns.is_empty() {
            columns = (0..dataset.fields().len()).map(|field| column(field, None)).collect();
        }
        let header = match dataset.primary_key() {
            [key] => columns.iter().position(|column| column.field == *key),
            _ => None,
        };
        // Numbers name no record: the first column's sum would give way to the word for it.
        let header = header.or_else(|| columns.first().filter(|first| !first.numeric).map(|_| 0));
        Some(Self { dataset, columns, records, header })
    }

    /// The text of a cell as a reader sees it; empty when it is missing.
    pub(crate) fn text(&self, record: usize, column: &GridColumn) -> &'a str {
        let cell = self.dataset.cell(record, column.field);
        if cell.scalar.is_missing() { "" } else { cell.text.trim() }
    }
}

impl Grid<'_> {
    /// Whether no author grouped the thousands of a column of numbers: those that the program made are not grouped either.
    fn is_ungrouped(&self, column: &GridColumn) -> bool {
        let number = |record: &usize| self.dataset.view(*record, column.field).number();
        let grouped = self.records.iter().filter_map(number).any(|number| number.written.grouped);
        column.numeric && !grouped && self.dataset.fields()[column.field].format.grouped != Some(true)
    }
}

/// The text of a number without the marks between thousands that the program sets in this language; what an author wrote
/// stays, since his mark of decimals may be the same.
fn ungrouped(text: &str, number: &NumberView<'_>, locale: &Locale) -> String {
    let power = number.written.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent));
    let whole = (number.amount.abs() / 10f64.powi(power)).trunc();
    let grouped = print::amount(whole, Some(0), locale);
    text.replacen(&grouped, &grouped.replace(locale.group, ""), 1)
}

/// A figure's cells as CSV, as they were charted (RFC 4180, UTF-8 without byte order mark); `None` for key figures and
/// raw charts without a dataset.
#[must_use]
pub fn figure_csv(resolved: &Resolved, page: PageId, figure: usize) -> Option<String> {
    if let Some(rows) = markdown_rows(resolved, page, figure) {
        return csv(&rows);
    }
    let grid = Grid::of(resolved, page, figure)?;
    let head = grid.columns.iter().map(|column| column.title.clone()).collect();
    let locale = &resolved.pages.get(page.0 as usize)?.locale;
    let plain: Vec<bool> = grid.columns.iter().map(|column| grid.is_ungrouped(column)).collect();
    let body = grid.records.iter().map(|&record| {
        let cell = |(column, plain): (&GridColumn, &bool)| {
            let text = grid.text(record, column);
            let number = grid.dataset.view(record, column.field).number().filter(|_| *plain);
            number.map_or_else(|| text.to_owned(), |number| ungrouped(text, &number, locale))
        };
        grid.columns.iter().zip(&plain).map(cell).collect::<Vec<String>>()
    });
    csv(&std::iter::once(head).chain(body).collect::<Vec<Vec<String>>>())
}

fn markdown_rows(resolved: &Resolved, page: PageId, figure: usize) -> Option<Vec<Vec<String>>> {
    let source: &Page = resolved.report.pages.get(page.0 as usize)?;
    let settled = resolved.pages.get(page.0 as usize)?;
    match &source.document.figures.get(figure)?.kind {
        FigureKind::MarkdownTable(table) => {
            Some(Cells::read(&table.nodes).texts(|nodes| plain(nodes, source, settled)))
        }
        _ => None,
    }
}

fn csv(rows: &[Vec<String>]) -> Option<String> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// A cell that a spreadsheet program would run as a formula gets an apostrophe before it; a number has the minus that programs
/// read.
fn harmless(cell: &str) -> Cow<'_, str> {
    if let Some(size) = cell.strip_prefix('\u{2212}').filter(|_| number::parse(cell).is_some()) {
        return format!("-{size}").into();
    }
    let runs = cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs && number::parse(cell).is_none() { format!("'{cell}").into() } else { cell.into() }
}

fn column((dataset, records): (&Dataset, &[usize]), index: usize, title: Option<&str>) -> GridColumn {
    let field = &dataset.fields()[index];
    let title = title.unwrap_or(&field.title).to_owned();
    let numeric = field.kind == FieldKind::Number;
    let unit = field.unit.clone().filter(|unit| {
        let said = || says(&title, unit) || cells_say(dataset, records, index, unit);
        numeric && !unit.is_none() && !said()
    });
    GridColumn { field: index, title, unit, numeric }
}

/// Whether a title names a unit, as a word of its own: `Output` does not name `t`.
fn says(title: &str, unit: &Unit) -> bool {
    let (title, symbol) = (title.to_lowercase(), unit.to_string());
    let joined = |one: Option<char>, two: Option<char>| {
        one.is_some_and(char::is_lowercase) && two.is_some_and(char::is_lowercase)
    };
    let stands = |name: &str| {
        title.match_indices(name).any(|(at, _)| {
            let (before, after) = (&title[..at], &title[at + name.len()..]);
            let is_part = joined(before.chars().next_back(), name.chars().next())
                || joined(name.chars().next_back(), after.chars().next());
            !is_part
        })
    };
    stands(&symbol.to_lowercase()) || number::plural(&symbol).is_some_and(stands)
}

/// Whether each number that is shown has the unit beside it, as `$5` and `5 days` have.
fn cells_say(dataset: &Dataset, records: &[usize], field: usize, unit: &Unit) -> bool {
    let mut numbers = records
        .iter()
        .filter_map(|&record| {
            Some((dataset.text(record, field), dataset.view(record, field).number()?.written))
        })
        .peekable();
    let say = |(text, written): (&str, &Written)| {
        // `M` may be a million, and a unit.
        let scale = written.scale.as_ref().map_or("", |scale| scale.symbol.as_str());
        let text = text.replacen(scale, "", 1);
        unit.factors().iter().all(|(symbol, _)| text.contains(symbol.as_str()))
    };
    numbers.peek().is_some() && numbers.all(|(text, written)| say((text, written)))
}

/// The fields a chart draws, the one that names its records first.
fn chart_fields<'a>(spec: &'a ChartSpec, dataset: &'a Dataset) -> Vec<(&'a str, Option<&'a str>)> {
    let keys = dataset.primary_key().iter().map(|&key| dataset.fields()[key].name.as_str());
    let x = spec.x.as_ref().map(|field| field.value.as_str());
    // The horizontal axis of points is a measure: it says nothing about which record is which.
    let points = spec.chart_type.value.row().measured_x;
    let mut names: Vec<&str> = match x {
        Some(x) if !points => vec![x],
        _ => keys.collect(),
    };
    if let Some(Panels::Field(field)) = &spec.panels {
        names.push(&field.value);
    }
    let plain = spec.series.iter().chain(spec.field("color"));
    names.extend(plain.map(|field| field.value.as_str()));
    names.extend(x.filter(|_| points));
    names.extend(spec.y.iter().chain(spec.extra_fields()).map(|field| field.value.as_str()));
    let mut shown = BTreeSet::new();
    names.retain(|name| shown.insert(*name));
    names.into_iter().map(|name| (name, None)).collect()
}

fn table_fields(spec: &TableSpec) -> Vec<(&str, Option<&str>)> {
    spec.columns.iter().map(|column| (column.field.value.as_str(), column.title.as_deref())).collect()
}

#[cfg(test)]
mod tests {
    use super::{csv, harmless, ungrouped};
    use crate::model::{Locale, NumberView, Unit, Written};

    #[test]
    fn marks_between_thousands_go_and_marks_of_decimals_stay() {
        let plain = |text: &str, amount: f64, language: &str| {
            let number = NumberView { amount, unit: &Unit::NONE, written: &Written::default().into() };
            ungrouped(text, &number, &Locale::of(language))
        };
        assert_eq!(
            (plain("1,999", 1999.0, "en"), plain("$2,899.50", 2899.5, "en")),
            ("1999".into(), "$2899.50".into())
        );
        assert_eq!(plain("−12.345,5", -12345.5, "de"), "−12345,5");
        // Written by an author, on a German page.
        assert_eq!((plain("1.500", 1.5, "de"), plain("1.5", 1.5, "de")), ("1.500".into(), "1.5".into()));
    }

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for cell in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "=1",
            "@1",
            "-1 cmd|' /C calc'!A0",
            "-1+1",
            "-1*SUM(A1)",
            "+1 (A1)",
            "-1 x!A1",
        ] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["-4%", "+88%", "-1,200", "-", "a=b", "", "$5", "−"] {
            assert_eq!(harmless(cell), cell);
        }
        // Programs read no other minus.
        assert_eq!((harmless("−3"), harmless("−1.25 t")), ("-3".into(), "-1.25 t".into()));
        let rows = [["=a", "b"], ["@c", "-4%"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(csv(&rows).as_deref(), Some("'=a,b\r\n'@c,-4%\r\n"));
    }
}
