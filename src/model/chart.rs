//! The chart types and the keys that some of them take: one row each, which the reader of blocks, the finding for keys
//! that a type does not take, the search for fields, the table below a chart and editions all go by.
//!
//! A new type is a variant of [`ChartType`], a row of [`TYPES`], and an arm of `charts::families::builder`; a new key is a
//! row of [`KEYS`].

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

/// What a key of [`KEYS`] holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeyKind {
    /// A field of any kind.
    Field,
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

/// A key of [`KEYS`] that a block has.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub value: ExtraValue,
    /// Where the value stands.
    pub span: Span,
}

/// The value of a key of [`KEYS`].
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

const X: (&str, &str) = ("x", "categories");
const ACROSS: (&str, &str) = ("x", "horizontal positions");
const Y: (&str, &str) = ("y", "values");

/// The symbols of pictorial charts.
const ICONS: &[&str] = &["circle", "square", "person", "drop", "house", "tree"];

/// All types, in the order in which findings name them.
pub const TYPES: &[TypeRow] = &[
    TypeRow {
        kind: ChartType::Bar,
        name: "bar",
        noun: "Bar chart",
        needs: &[X, Y],
        takes: &["series", "stack", "horizontal", "panels", "labels", "annotations", "rank"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Lollipop,
        name: "lollipop",
        noun: "Lollipop chart",
        needs: &[X, Y],
        takes: &["panels", "labels", "annotations", "rank"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Waterfall,
        name: "waterfall",
        noun: "Waterfall chart",
        needs: &[X, Y],
        takes: &["totals", "panels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Bullet,
        name: "bullet",
        noun: "Bullet chart",
        needs: &[X, Y, ("target", "targets")],
        takes: &["ranges", "panels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Pictorial,
        name: "pictorial",
        noun: "Pictorial chart",
        needs: &[X, Y],
        takes: &["each", "icon", "panels"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Histogram,
        name: "histogram",
        noun: "Histogram",
        needs: &[("x", "values")],
        takes: &["bins", "panels", "annotations"],
        measured_x: true,
    },
    TypeRow {
        kind: ChartType::Boxplot,
        name: "boxplot",
        noun: "Box plot",
        needs: &[Y],
        takes: &["x", "panels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Strip,
        name: "strip",
        noun: "Strip plot",
        needs: &[Y],
        takes: &["x", "panels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Candlestick,
        name: "candlestick",
        noun: "Candlestick chart",
        needs: &[
            ("x", "dates"),
            ("open", "opening prices"),
            ("close", "closing prices"),
            ("low", "lowest prices"),
            ("high", "highest prices"),
        ],
        takes: &["annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Gantt,
        name: "gantt",
        noun: "Timeline",
        needs: &[("x", "tasks"), ("start", "starts"), ("end", "ends")],
        takes: &["color", "labels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Line,
        name: "line",
        noun: "Line chart",
        needs: &[X, Y],
        takes: &["series", "stack", "panels", "labels", "annotations", "step", "low", "high"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Area,
        name: "area",
        noun: "Area chart",
        needs: &[X, Y],
        takes: &["series", "stack", "panels", "labels", "annotations", "step"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Bump,
        name: "bump",
        noun: "Bump chart",
        needs: &[X, Y],
        takes: &["series"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Pie,
        name: "pie",
        noun: "Pie chart",
        needs: &[X, Y],
        takes: &["panels"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Donut,
        name: "donut",
        noun: "Donut chart",
        needs: &[X, Y],
        takes: &["panels"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Scatter,
        name: "scatter",
        noun: "Scatter plot",
        needs: &[ACROSS, Y],
        takes: &["series", "size", "color", "labels", "annotations"],
        measured_x: true,
    },
    TypeRow {
        kind: ChartType::ConnectedScatter,
        name: "connected-scatter",
        noun: "Connected scatter plot",
        needs: &[ACROSS, Y],
        takes: &["series", "labels", "annotations"],
        measured_x: true,
    },
    TypeRow {
        kind: ChartType::Bubble,
        name: "bubble",
        noun: "Bubble chart",
        needs: &[ACROSS, Y, ("size", "sizes")],
        takes: &["series", "size", "color", "labels", "annotations"],
        measured_x: true,
    },
    TypeRow {
        kind: ChartType::Slope,
        name: "slope",
        noun: "Slope chart",
        needs: &[X, Y],
        takes: &["series", "panels", "annotations"],
        measured_x: false,
    },
    TypeRow {
        kind: ChartType::Dumbbell,
        name: "dumbbell",
        noun: "Dumbbell chart",
        needs: &[X, Y],
        takes: &["series", "panels", "labels", "annotations"],
        measured_x: false,
    },
];

/// The keys of a `chart` block that some types alone take and that hold no structure of their own.
pub const KEYS: &[KeyRow] = &[
    KeyRow { name: "rank", kind: KeyKind::Switch },
    KeyRow { name: "totals", kind: KeyKind::Texts },
    KeyRow { name: "target", kind: KeyKind::Numbers("target") },
    KeyRow { name: "ranges", kind: KeyKind::ManyNumbers("range") },
    KeyRow { name: "each", kind: KeyKind::Amount(1e-9, 1e15) },
    KeyRow { name: "icon", kind: KeyKind::Choice(ICONS) },
    KeyRow { name: "bins", kind: KeyKind::Amount(1.0, 200.0) },
    KeyRow { name: "open", kind: KeyKind::Numbers("opening price") },
    KeyRow { name: "close", kind: KeyKind::Numbers("closing price") },
    KeyRow { name: "low", kind: KeyKind::ManyNumbers("lower end") },
    KeyRow { name: "high", kind: KeyKind::ManyNumbers("upper end") },
    KeyRow { name: "start", kind: KeyKind::Field },
    KeyRow { name: "end", kind: KeyKind::Field },
    KeyRow { name: "step", kind: KeyKind::Choice(&["end", "start", "middle"]) },
    KeyRow { name: "size", kind: KeyKind::Numbers("size of bubbles") },
    KeyRow { name: "color", kind: KeyKind::Field },
];

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
