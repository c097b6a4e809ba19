//! Datasets and blocks made by hand.

use super::super::{ChartInput, ChartKind, DrawnChart, Library, NoDrawings, draw_all};
use crate::diagnostics::{Diagnostics, FileId, Files, Span, Spanned};
use crate::model::{
    Cell, ChartSpec, ChartType, Dataset, DatasetParts, Extra, ExtraValue, Field, FieldKind, Format, Locale,
    Moment, Panels, Precision, Quantity, Scalar, Unit, Written,
};
use jiff::civil::date;
use serde_json::Map;

pub(super) const EXPOSURE: &str = "Metric|MiniMax|Zhipu AI|Baichuan
Overseas Revenue %|68%|12%|9%
Geopolitical Risk Index|8.7/10|3.2/10|4.1/10
Cross-border Data Compliance Cost|$18M|$4M|$7M";
pub(super) const RETENTION: &str = "Platform|1-Week Retention|8-Week Retention|Emotional Design Score
Talkie|82%|41%|3.1/5
Replika|79%|65%|4.7/5
Character.ai|88%|58%|4.2/5";
pub(super) const MONETIZATION: &str = "Market|Revenue Share|ARPU|User Lifetime Value
U.S.|68%|$14.2|$210
Japan|19%|$8.7|$95
SEA|13%|$1.2|$11";
pub(super) const CONCH: &str = "Week|Conch AI|Runway ML (2023)|Pika 1.0 (2024)
1|100%|100%|100%
4|62%|78%|82%
8|41%|65%|71%";
pub(super) const MINERALS: &str = "Mineral|Price Surge|Inventory Days|Substitution Timeline
Terbium|220%|15|5+ years
Dysprosium|180%|22|3 years
Neodymium|45%|38|12 months";
pub(super) const LIFT: &str = "Metric|Pre-Launch|Post-Launch|Delta
Daily Bookings|12,000|22,600|+88%
Conversion Rate|3.2%|6.0%|+87.5%
User-Generated Content|1,200/day|4,700/day|+292%";
pub(super) const YEARS: &str = "Month|Exports|Imports|Region
2023-01|$120M|$80M|North
2023-07|$150M|$95M|North
2024-01||$110M|South
2024-07|$210M|$120M|South
2025-01|$260M|$105M|South";
pub(super) const CITIES: &str = "City|Income|Share|People|Country
Berlin|31|22%|3700000|Germany
Hamburg|34|18%|1900000|Germany
Lyon|29|25%|520000|France
Paris|38|15%|2100000|France
Torino|24|31%|840000|Italy
Milano|33|20%|1400000|Italy";

/// A dataset of lines with cells between bars; the first field is the key.
pub(super) fn dataset(text: &str) -> Dataset {
    formatted(text, &Format::default())
}

/// A dataset all of whose fields have a format.
pub(super) fn formatted(text: &str, format: &Format) -> Dataset {
    let mut files = Files::default();
    let file = files.add("content/data/test.csv", text);
    let mut lines = text.split('\n');
    let names: Vec<&str> = lines.next().unwrap().split('|').collect();
    let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); names.len()];
    let mut start = names.join("|").len() + 1;
    for line in lines {
        for (column, cell) in line.split('|').enumerate() {
            let place = start as u32..(start + cell.len()) as u32;
            columns[column].push(Cell { scalar: scalar(cell), text: cell.into(), place });
            start += cell.len() + 1;
        }
    }
    let fields = names
        .iter()
        .zip(&columns)
        .map(|(name, cells)| Field { format: format.clone(), ..field(name, cells) });
    let fields = fields.collect();
    Dataset::new(DatasetParts {
        name: "test".to_owned(),
        file,
        path: "content/data/test.csv".to_owned(),
        title: None,
        description: None,
        fields,
        columns: columns.into_iter().map(|cells| cells.into_iter().collect()).collect(),
        primary_key: vec![0],
        sources: Vec::new(),
        licences: Vec::new(),
    })
}

fn field(name: &str, cells: &[Cell]) -> Field {
    let kind = |cell: &Cell| match cell.scalar {
        Scalar::Number(_) => Some(FieldKind::Number),
        Scalar::Moment(_) => Some(FieldKind::Moment),
        Scalar::Text(_) => Some(FieldKind::Text),
        Scalar::Boolean(_) => Some(FieldKind::Boolean),
        Scalar::Missing => None,
    };
    let first = cells.iter().find_map(kind).unwrap_or(FieldKind::Any);
    let same = cells.iter().filter_map(kind).all(|other| other == first);
    Field {
        name: name.to_owned(),
        title: name.to_owned(),
        description: None,
        kind: if same { first } else { FieldKind::Any },
        unit: None,
        format: Format::default(),
    }
}

fn scalar(cell: &str) -> Scalar {
    if cell.is_empty() {
        return Scalar::Missing;
    }
    if let Some((year, month)) = cell.split_once('-').filter(|(year, _)| year.len() == 4)
        && let (Ok(year), Ok(month)) = (year.parse(), month.parse())
    {
        return Scalar::Moment(Moment {
            at: date(year, month, 1).at(0, 0, 0, 0),
            precision: Precision::Month,
        });
    }
    let digits: String = cell.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let before_slash = cell.split('/').next().unwrap_or(cell);
    let number: String =
        before_slash.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let known = ["years", "months", "/day", "M"].iter().any(|word| cell.ends_with(word));
    if digits.is_empty() || (letters > 0 && !known) {
        return Scalar::Text(cell.into());
    }
    let Ok(mut amount) = number.parse::<f64>() else { return Scalar::Text(cell.into()) };
    let unit = if cell.starts_with('$') {
        if cell.ends_with('M') {
            amount *= 1e6;
        }
        Unit::of("$")
    } else if cell.ends_with('%') {
        Unit::percent()
    } else if let Some((_, per)) = cell.split_once('/') {
        if per == "day" { Unit::NONE.per(&Unit::of("day")) } else { Unit::of(&format!("/{per}")) }
    } else if letters > 0 {
        Unit::of(cell.rsplit(' ').next().unwrap_or_default())
    } else {
        Unit::NONE
    };
    Scalar::Number(Quantity { amount, unit, written: Written::default().into() })
}

/// The page that blocks stand in: names are found in it for spans.
pub(super) fn span() -> Span {
    Span::new(file(), 0..10)
}

fn file() -> FileId {
    Files::default().add("content/index.md", "")
}

fn name(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::new(file(), 3..3 + text.len()))
}

/// A block with these fields.
pub(super) fn spec(kind: ChartType, x: &str, y: &[&str]) -> ChartSpec {
    ChartSpec {
        chart_type: Spanned::new(kind, span()),
        incomplete: false,
        data: name("test"),
        x: (!x.is_empty()).then(|| name(x)),
        y: y.iter().map(|y| name(y)).collect(),
        series: None,
        extras: Vec::new(),
        filter: None,
        sort: Vec::new(),
        limit: None,
        shape: crate::model::Shape::default(),
        stack: crate::model::Stack::Off,
        horizontal: false,
        panels: None,
        annotations: Vec::new(),
        labels: None,
        highlight: None,
        height: None,
        options: Map::new(),
    }
}

/// What tests change of a block.
pub(super) trait Change: Sized {
    fn with(self, change: impl FnOnce(&mut ChartSpec)) -> Self;
    fn panels(self, panels: Panels) -> Self;
    fn highlight(self, text: &str) -> Self;
    fn series(self, text: &str) -> Self;
    fn extra(self, key: &'static str, value: ExtraValue) -> Self;
    fn field(self, key: &'static str, text: &str) -> Self {
        self.extra(key, ExtraValue::Fields(vec![name(text)]))
    }
}

impl Change for ChartSpec {
    fn with(mut self, change: impl FnOnce(&mut ChartSpec)) -> Self {
        change(&mut self);
        self
    }

    fn panels(self, panels: Panels) -> Self {
        self.with(|spec| spec.panels = Some(panels))
    }

    fn highlight(self, text: &str) -> Self {
        self.with(|spec| spec.highlight = Some(name(text)))
    }

    fn series(self, text: &str) -> Self {
        self.with(|spec| spec.series = Some(name(text)))
    }

    fn extra(self, key: &'static str, value: ExtraValue) -> Self {
        self.with(|spec| spec.extras.push(Extra { key, value, span: span() }))
    }
}

/// A block over a dataset, handed to `work` as an input.
pub(super) fn input<T>(spec: &ChartSpec, data: &Dataset, work: impl FnOnce(&ChartInput<'_>) -> T) -> T {
    let records: Vec<u32> = (0..data.len() as u32).collect();
    let locale = Locale::default();
    work(&ChartInput {
        kind: ChartKind::Declared(spec),
        dataset: Some(data),
        records: &records,
        anchor: "fig-test",
        title: "A finding",
        assets: &[],
        locale: &locale,
        decal: None,
        span: span(),
    })
}

/// One chart, drawn by an engine of its own.
pub(super) fn draw(input: &ChartInput<'_>) -> (Option<DrawnChart>, Diagnostics) {
    draw_all(std::slice::from_ref(input), Library::Shipped, &NoDrawings).pop().unwrap_or_default()
}
