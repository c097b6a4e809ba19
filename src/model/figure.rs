//! Figures: what a fenced `chart`, `echarts`, `table` or `key-figures` block asks for.

use super::{ChartType, Extra, ExtraValue, Node, Prose, Shape};
use crate::diagnostics::{Span, Spanned};
use serde_json::{Map, Value as Json};

/// A figure: what all kinds share, and the kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The id as written (`fig-retention`), if any.
    pub id: Option<Spanned<String>>,
    /// The headline.
    pub title: Option<Prose>,
    /// Measure, unit, place, period.
    pub subtitle: Option<Prose>,
    /// A sentence or two under the figure.
    pub caption: Option<Prose>,
    /// Footnotes of the figure.
    pub note: Option<Prose>,
    /// Alternative text; generated from the data when `None`.
    pub alt: Option<Prose>,
    /// Keys of sources as written; empty means the dataset's own.
    pub sources: Vec<Spanned<String>>,
    /// What it is.
    pub kind: FigureKind,
    /// The whole block.
    pub span: Span,
}

/// The kinds of figures.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureKind {
    /// A declared chart.
    Chart(Box<ChartSpec>),
    /// A raw ECharts option.
    ECharts(Box<EChartsSpec>),
    /// A table of a dataset.
    Table(Box<TableSpec>),
    /// A Markdown table with a `Table: …` line.
    MarkdownTable(MarkdownTable),
    /// Key figures; not numbered.
    KeyFigures(Vec<KeyFigure>),
}

/// How series of one category stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stack {
    /// Beside or over each other.
    #[default]
    Off,
    /// On top of each other.
    Plain,
    /// On top of each other, as shares of 100 %.
    Percent,
    /// To both sides of a middle: the series of the first half to the left, the others to the right.
    Diverging,
    /// On top of each other around a middle line, without a scale.
    Stream,
}

/// How small multiples are cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Panels {
    /// One panel for each field of `y`, each with its own axis and unit.
    Y,
    /// One panel for each record; the fields of `y` are the categories.
    Records,
    /// One panel for each value of this field.
    Field(Spanned<String>),
}

/// A field to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The field.
    pub field: Spanned<String>,
    /// Greatest first (`-Field`).
    pub descending: bool,
}

/// A line, band or point with words, in data coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Position on the category or horizontal axis.
    pub x: Option<Json>,
    /// Position on the value axis.
    pub y: Option<f64>,
    /// The other end of a band along the category or horizontal axis.
    pub to_x: Option<Json>,
    /// The other end of a band along the value axis.
    pub to_y: Option<f64>,
    /// The words.
    pub words: Prose,
    /// The words as plain text: as written, and with values in place once they are settled.
    pub text: String,
    /// The title of the only panel it stands in.
    pub panel: Option<Spanned<String>>,
    /// Where it stands.
    pub span: Span,
}

/// What a `chart` block asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSpec {
    /// The type; any where the block is incomplete.
    pub chart_type: Spanned<ChartType>,
    /// Whether a type or values are missing or unknown, which has been told: then no more than its fields can be looked at.
    pub incomplete: bool,
    /// The dataset.
    pub data: Spanned<String>,
    /// The field of categories, times or horizontal positions.
    pub x: Option<Spanned<String>>,
    /// The fields of values; several make several series.
    pub y: Vec<Spanned<String>>,
    /// The field whose values name the series (long data).
    pub series: Option<Spanned<String>>,
    /// The keys that some types alone take.
    pub extras: Vec<Extra>,
    /// Index into [`super::Document::expressions`]: an expression over a record `r`.
    pub filter: Option<usize>,
    /// Order of records.
    pub sort: Vec<SortKey>,
    /// At most so many records.
    pub limit: Option<usize>,
    /// What else becomes of the data before they are drawn.
    pub shape: Shape,
    /// Bars and areas on top of each other.
    pub stack: Stack,
    /// Bars lie.
    pub horizontal: bool,
    /// Small multiples.
    pub panels: Option<Panels>,
    /// Lines and points with words.
    pub annotations: Vec<Annotation>,
    /// Values written at the marks; `None` lets the chart decide.
    pub labels: Option<bool>,
    /// The category or series to emphasise; all others are grey.
    pub highlight: Option<Spanned<String>>,
    /// Height of the wide rendering in CSS pixels.
    pub height: Option<u32>,
    /// Raw ECharts options merged over the generated ones.
    pub options: Map<String, Json>,
}

impl ChartSpec {
    /// The first field of a key that some types alone take.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Spanned<String>> {
        self.fields_of(key).first()
    }

    /// All fields of a key that some types alone take.
    #[must_use]
    pub fn fields_of(&self, key: &str) -> &[Spanned<String>] {
        match self.extra(key) {
            Some(ExtraValue::Fields(fields)) => fields,
            _ => &[],
        }
    }

    /// The number of a key that some types alone take.
    #[must_use]
    pub fn amount(&self, key: &str) -> Option<f64> {
        match self.extra(key) {
            Some(ExtraValue::Amount(amount)) => Some(*amount),
            _ => None,
        }
    }

    /// The text of a key that some types alone take.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        match self.extra(key) {
            Some(ExtraValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The text of a key that some types alone take, with its place.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        let extra = self.extras.iter().find(|extra| extra.key == key)?;
        match &extra.value {
            ExtraValue::Text(text) => Some(Spanned::new(text.clone(), extra.span)),
            _ => None,
        }
    }

    /// The texts of a key that some types alone take.
    #[must_use]
    pub fn texts(&self, key: &str) -> &[Spanned<String>] {
        match self.extra(key) {
            Some(ExtraValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// Whether a key that some types alone take is switched on.
    #[must_use]
    pub fn is_on(&self, key: &str) -> bool {
        matches!(self.extra(key), Some(ExtraValue::Switch(true)))
    }

    /// All fields that keys of some types alone name.
    pub fn extra_fields(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.extras.iter().flat_map(|extra| match &extra.value {
            ExtraValue::Fields(fields) => fields.as_slice(),
            _ => &[],
        })
    }

    fn extra(&self, key: &str) -> Option<&ExtraValue> {
        self.extras.iter().find(|extra| extra.key == key).map(|extra| &extra.value)
    }
}

/// What an `echarts` block asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct EChartsSpec {
    /// The dataset that fills `dataset.source`, if named.
    pub data: Option<Spanned<String>>,
    /// The whole option.
    pub option: Map<String, Json>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
}

/// A column of a `table` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: Spanned<String>,
    /// Another title than the field's.
    pub title: Option<String>,
}

/// What a `table` block asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSpec {
    /// The dataset.
    pub data: Spanned<String>,
    /// Columns in order; empty means all fields.
    pub columns: Vec<Column>,
    /// Index into [`super::Document::expressions`]: an expression over a record `r`.
    pub filter: Option<usize>,
    /// Order of records.
    pub sort: Vec<SortKey>,
    /// At most so many records.
    pub limit: Option<usize>,
    /// What else becomes of the data before they are shown.
    pub shape: Shape,
    /// A last row with sums of the numeric columns.
    pub total: bool,
    /// Fields with in-cell bars.
    pub bars: Vec<Spanned<String>>,
    /// Columns of small lines, after the others.
    pub sparklines: Vec<Sparkline>,
    /// Fields and the values that are emphasised.
    pub highlight: Vec<(Spanned<String>, String)>,
}

impl TableSpec {
    /// A table of a dataset, and nothing else asked for.
    #[must_use]
    pub fn of(data: Spanned<String>) -> Self {
        Self {
            data,
            columns: Vec::new(),
            filter: None,
            sort: Vec::new(),
            limit: None,
            shape: Shape::default(),
            total: false,
            bars: Vec::new(),
            sparklines: Vec::new(),
            highlight: Vec::new(),
        }
    }
}

/// A column of small lines, each over several fields of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sparkline {
    /// The column's title.
    pub title: String,
    /// The fields in order.
    pub fields: Vec<Spanned<String>>,
}

/// A Markdown table made a figure by the line `Table: title {#tbl-id}` after it; the title is [`Figure::title`].
#[derive(Debug, Clone, PartialEq)]
pub struct MarkdownTable {
    /// `Start(Table)` to `End(Table)`.
    pub nodes: Vec<Node>,
}

/// One card of a `key-figures` block.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyFigure {
    /// What it is.
    pub label: Prose,
    /// Index into [`super::Document::expressions`].
    pub value: usize,
    /// The change, also an expression.
    pub delta: Option<usize>,
    /// A line below.
    pub note: Option<Prose>,
    /// The id of the figure it links to.
    pub figure: Option<Spanned<String>>,
    /// Keys of its sources.
    pub sources: Vec<Spanned<String>>,
}
