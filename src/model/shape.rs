//! How a figure's data are shaped before they are drawn: what the keys `unpivot`, `bin`, `group`, `aggregate`, `share`,
//! `index`, `change`, `rolling`, `pivot` and `other` of a block ask for.

use crate::diagnostics::{Span, Spanned};

/// All that a block asks of its data beside `filter`, `sort` and `limit`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    /// Fields become records.
    pub unpivot: Option<Unpivot>,
    /// Numbers or dates become classes.
    pub bins: Vec<Bin>,
    /// The fields that records are put together by; `None` lets the figure decide.
    pub group: Option<Vec<Spanned<String>>>,
    /// What becomes of the other fields of a group.
    pub aggregate: Option<Aggregates>,
    /// Values as parts of their sum.
    pub share: Option<Window<()>>,
    /// Values as multiples of the one at a point.
    pub index: Option<Window<IndexPoint>>,
    /// Values as differences from the record before.
    pub change: Option<Window<ChangeKind>>,
    /// Values as means and the like of the last records.
    pub rolling: Option<Window<Rolling>>,
    /// Records become fields.
    pub pivot: Option<Pivot>,
    /// The name of a record that sums up what `limit` cuts off.
    pub other: Option<Spanned<String>>,
}

impl Shape {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Wide to long: each of the fields makes a record of each record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpivot {
    /// The fields that become records; empty means all but `keep`.
    pub fields: Vec<Spanned<String>>,
    /// The fields that stay, when `fields` is empty.
    pub keep: Vec<Spanned<String>>,
    /// The new field of names.
    pub name: String,
    /// The new field of values.
    pub value: String,
    /// Where it is asked for.
    pub span: Span,
}

/// Long to wide: each value of one field becomes a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The field whose values become fields.
    pub names: Spanned<String>,
    /// The field whose values fill them.
    pub values: Spanned<String>,
    /// The fields that tell records apart; `None` means all others.
    pub by: Option<Vec<Spanned<String>>>,
    /// Where it is asked for.
    pub span: Span,
}

/// A field cut into classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The field.
    pub field: Spanned<String>,
    /// How wide a class is.
    pub step: BinStep,
    /// The new field; `None` replaces the old one.
    pub name: Option<String>,
    /// Where it is asked for.
    pub span: Span,
}

/// How wide the classes of a field are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BinStep {
    /// Round, so that there are about so many.
    Count(u32),
    /// So wide, from zero on.
    Width(f64),
    /// A part of the calendar.
    Calendar(Calendar),
}

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// Years.
    Year,
    /// Quarters of a year.
    Quarter,
    /// Months of a year.
    Month,
    /// Weeks, from Monday.
    Week,
    /// Days.
    Day,
    /// The twelve months, whatever the year.
    MonthOfYear,
    /// The seven days of the week, from Monday.
    Weekday,
    /// The 24 hours, whatever the day.
    Hour,
}

/// One number for several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The sum.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The one in the middle.
    Median,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// How many there are.
    Count,
}

/// What becomes of the fields of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregates {
    /// The same for every field of values of the figure.
    Each(Spanned<Measure>),
    /// One new field each.
    Named(Vec<Aggregate>),
}

/// A field that sums up a field of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// The new field.
    pub name: Spanned<String>,
    /// How.
    pub measure: Measure,
    /// The field summed up; `None` is the one that is called like the new one, or the records themselves for a count.
    pub of: Option<Spanned<String>>,
}

/// A step that sees a value among others.
#[derive(Debug, Clone, PartialEq)]
pub struct Window<T> {
    /// What it does.
    pub what: T,
    /// The fields it does it to; empty means the figure's fields of values.
    pub fields: Vec<Spanned<String>>,
    /// The fields that keep series apart; `None` lets the figure decide.
    pub within: Option<Vec<Spanned<String>>>,
    /// The new field; `None` replaces the old one.
    pub name: Option<String>,
    /// Where it is asked for.
    pub span: Span,
}

/// The value that others are multiples of.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexPoint {
    /// What it becomes: 100.
    pub base: f64,
    /// The record: the text of its category, or the beginning of its date.
    pub at: Spanned<String>,
    /// The field in which `at` stands; `None` lets the figure decide.
    pub along: Option<Spanned<String>>,
}

/// How a change is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// As a difference.
    Absolute,
    /// In per cent of the record before.
    Percent,
}

/// A window that moves over the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rolling {
    /// How many records it holds.
    pub window: u32,
    /// What is told of them.
    pub measure: Measure,
}
