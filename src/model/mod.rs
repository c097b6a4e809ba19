//! The types that all rooms share: no behaviour but their own, no IO.
//!
//! In reading order: a [`Value`] is one cell; a [`Dataset`] has typed fields and records of them; a [`Figure`] shows a
//! dataset; a [`Document`] is one page's text as nodes; a [`Page`] is a document with front matter; a [`Report`] is all
//! that was read.

mod cell;
mod cell_set;
mod cells;
mod chart;
mod chart_types;
mod config;
mod dataset;
mod datasets;
mod declared;
mod document;
mod figure;
mod format;
mod report;
mod scalars;
mod shape;
mod source;
mod value;

pub use cell::{Cell, CellView};
pub use cell_set::{CellSet, CellSetBuilder, CellsOfOne};
pub use cells::{Cells, CellsBuilder, Kinds};
pub use chart::{ChartType, Extra, ExtraValue, KeyKind, KeyRow, TypeRow};
pub use chart_types::{DECALS, KEYS, TYPES};
pub use config::{Build, CardPages, Citations, Config, FontFile, Fonts, Look, Publish, Security, Theme};
pub use dataset::{CellRef, Dataset, DatasetId, DatasetParts, Field, FieldKind};
pub use datasets::Datasets;
pub use declared::{DataRule, DataSource, Freshness, Licence, RuleScope};
pub use document::{
    Address, AddressKind, Citation, CitationGroup, Claim, CrossReference, Document, Expression, Footnote,
    Heading, Image, Link, Node, NodeKind, NoteUse, Proof, Prose, RawId, ReferenceKind,
};
pub use figure::{
    Annotation, ChartSpec, Column, EChartsSpec, Figure, FigureKind, KeyFigure, MarkdownTable, Panels,
    SortKey, Sparkline, Stack, TableSpec,
};
pub use format::{DatePatterns, Format, Locale, Quotes};
pub use report::{Asset, FrontMatter, Page, PageId, Report};
pub use scalars::{NumberView, ScalarView, Scalars};
pub use shape::{
    Aggregate, Aggregates, Bin, BinStep, Calendar, ChangeKind, IndexPoint, Measure, Pivot, Rolling, Shape,
    Unpivot, Window,
};
pub use source::{Source, SourceRegistry};
pub use value::{Moment, Precision, Qualifier, Quantity, Scalar, Scale, Unit, Value, Written};
