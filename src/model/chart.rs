//! The chart types and the keys that some of them take: one row each, which the reader of blocks, the finding for keys
//! that a type does not take, the search for fields, the table below a chart and editions all go by.
//!
//! A new type is a variant of [`ChartType`], a row of [`TYPES`], and an arm of `charts::families::builder`; a new key is a
//! row of `KEYS`. Both stand in `chart_types.rs`.

use super::chart_types::TYPES;
use crate::diagnostics::{Span, Spanned};

/// The declared chart types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartType {
    /// Bars, grouped or stacked, upright or lying.
    Bar,
    /// Dots on stems from zero.
    Lollipop,
    /// Changes that add up to a total.
    Waterfall,
    /// Bars against targets and ranges.
    Bullet,
    /// Rows of symbols that each stand for so many.
    Pictorial,
    /// How many values fall into each of several intervals.
    Histogram,
    /// Quartiles of groups of values.
    Boxplot,
    /// All values of groups as dots.
    Strip,
    /// Opening, closing, lowest and highest prices.
    Candlestick,
    /// Tasks from their start to their end.
    Gantt,
    /// Lines.
    Line,
    /// Filled lines.
    Area,
    /// Ranks over time.
    Bump,
    /// Parts of a whole.
    Pie,
    /// Parts of a whole with a hole.
    Donut,
    /// Parts of a whole as half a ring.
    HalfDonut,
    /// Amounts as the lengths of petals of equal width.
    Rose,
    /// Parts of parts as rectangles.
    Treemap,
    /// Parts of parts as rings.
    Sunburst,
    /// Parts of parts as columns of bars.
    Icicle,
    /// What belongs to what, as branches.
    Tree,
    /// Flows between things as bands.
    Sankey,
    /// Flows between things around a circle.
    Chord,
    /// Things and their links.
    Network,
    /// Several measures of a few things around a middle.
    Radar,
    /// Several measures of many things as parallel axes.
    Parallel,
    /// What is left after each step.
    Funnel,
    /// One value within its limits.
    Gauge,
    /// Values of two categories as colours.
    Heatmap,
    /// Values of days as colours.
    Calendar,
    /// Values of regions as colours.
    Map,
    /// Points.
    Scatter,
    /// Points joined in the order of their records.
    ConnectedScatter,
    /// Points with a size.
    Bubble,
    /// Before and after as two ends of a line between two axes.
    Slope,
    /// Before and after as two dots on one axis.
    Dumbbell,
}

/// What holds for a chart type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeRow {
    /// The type.
    pub kind: ChartType,
    /// As authors write it.
    pub name: &'static str,
    /// What an alternative text calls it.
    pub noun: &'static str,
    /// The keys it cannot do without, and what the field is of: `("x", "categories")`.
    pub needs: &'static [(&'static str, &'static str)],
    /// The keys it takes beyond `type`, `data`, `x`, `y`, those that shape the data, and those of the look that all take.
    pub takes: &'static [&'static str],
    /// `x` is a measure, which does not say which record is which.
    pub measured_x: bool,
}

/// What a key of `KEYS` holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeyKind {
    /// A field of any kind.
    Field,
    /// A field or a list of fields, of any kind.
    Fields,
    /// A field of numbers; the words say what of.
    Numbers(&'static str),
    /// A field or a list of fields, of numbers.
    ManyNumbers(&'static str),
    /// A number between two limits.
    Amount(f64, f64),
    /// `true` or `false`.
    Switch,
    /// One of these words; `true` stands for the first.
    Choice(&'static [&'static str]),
    /// Any text.
    Text,
    /// A text or a list of them.
    Texts,
}

/// A key that some types take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyRow {
    /// As authors write it.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
}

/// A key of `KEYS` that a block has.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub value: ExtraValue,
    /// Where the value stands.
    pub span: Span,
}

/// The value of a key of `KEYS`.
#[derive(Debug, Clone, PartialEq)]
pub enum ExtraValue {
    /// Fields.
    Fields(Vec<Spanned<String>>),
    /// A number.
    Amount(f64),
    /// A word or text.
    Text(String),
    /// Texts.
    Texts(Vec<Spanned<String>>),
    /// `true` or `false`.
    Switch(bool),
}

impl ChartType {
    /// What holds for this type.
    #[must_use]
    pub fn row(self) -> &'static TypeRow {
        // Every type has a row: a test sees to it.
        TYPES.iter().find(|row| row.kind == self).unwrap_or(&TYPES[0])
    }

    /// The type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TYPES.iter().find(|row| row.name == name).map(|row| row.kind)
    }
}

impl TypeRow {
    /// Whether the type takes a key.
    #[must_use]
    pub fn takes(&self, key: &str) -> bool {
        self.takes.contains(&key) || self.needs.iter().any(|(needed, _)| *needed == key)
    }
}

#[cfg(test)]
mod tests {
    use super::super::chart_types::KEYS;
    use super::*;

    #[test]
    fn rows_are_of_one_name_and_type() {
        for (place, row) in TYPES.iter().enumerate() {
            assert!(TYPES[..place].iter().all(|other| other.name != row.name && other.kind != row.kind));
            assert_eq!((row.kind.row(), ChartType::named(row.name)), (row, Some(row.kind)));
        }
        for (place, row) in KEYS.iter().enumerate() {
            assert!(KEYS[..place].iter().all(|other| other.name != row.name), "{}", row.name);
            assert!(TYPES.iter().any(|kind| kind.takes(row.name)), "no type takes `{}`", row.name);
        }
    }
}
