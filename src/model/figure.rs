//! Figures: what a fenced `chart`, `echarts`, `table` or `key-figures` block asks for.

use super::{Node, Prose, Shape};
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

/// The declared chart types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartType {
    /// Bars, grouped or stacked, upright or lying.
    Bar,
    /// Lines.
    Line,
    /// Filled lines.
    Area,
    /// Parts of a whole.
    Pie,
    /// Parts of a whole with a hole.
    Donut,
    /// Points.
    Scatter,
    /// Points with a size.
    Bubble,
    /// Before and after as two ends of a line between two axes.
    Slope,
    /// Before and after as two dots on one axis.
    Dumbbell,
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
    /// The words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What a `chart` block asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSpec {
    /// The type.
    pub chart_type: Spanned<ChartType>,
    /// The dataset.
    pub data: Spanned<String>,
    /// The field of categories, times or horizontal positions.
    pub x: Option<Spanned<String>>,
    /// The fields of values; several make several series.
    pub y: Vec<Spanned<String>>,
    /// The field whose values name the series (long data).
    pub series: Option<Spanned<String>>,
    /// The field of sizes (bubble).
    pub size: Option<Spanned<String>>,
    /// The field that colours points by category.
    pub color: Option<Spanned<String>>,
    /// Index into [`super::Document::expressions`]: an expression over a record `r`.
    pub filter: Option<usize>,
    /// Order of records.
    pub sort: Vec<SortKey>,
    /// At most so many records.
    pub limit: Option<usize>,
    /// What else becomes of the data before they are drawn.
    pub shape: Shape,
    /// Bars and areas on top of each other.
    pub stack: bool,
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
    /// Fields and the values that are emphasised.
    pub highlight: Vec<(Spanned<String>, String)>,
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
