//! Keys of `chart` and `table` blocks that shape the data before they are shown.
//!
//! | key | value |
//! | --- | --- |
//! | `unpivot` | a list of fields, or `{fields, keep, name, value}` |
//! | `bin` | a field, or `{field, count, step, as}`, or a list of these |
//! | `group` | a field or a list |
//! | `aggregate` | `sum`, `mean`, `median`, `min`, `max` or `count`, or `{New field: mean of Price}` |
//! | `share` | `true`, a field, or `{fields, within, as}` |
//! | `index` | `100 at 2020`, or `{base, at, along, fields, within, as}` |
//! | `change` | `absolute` or `percent`, or `{kind, fields, within, as}` |
//! | `rolling` | a whole number, or `{window, measure, fields, within, as}` |
//! | `pivot` | `{names, values, by}` |
//! | `other` | the name of a record for what `limit` cuts off |

use super::super::inline::Draft;
use super::{missing, reader, unknown};
use crate::diagnostics::{Span, Spanned};
use crate::model::{
    Aggregate, Aggregates, Bin, BinStep, Calendar, ChangeKind, IndexPoint, Measure, Pivot, Rolling, Shape,
    Unpivot, Window,
};
use crate::syntax::read::list_or_one;
use crate::syntax::tree::{Key, Tree, TreeKind};

/// The keys, for the blocks that take them.
pub(super) const KEYS: &[&str] =
    &["unpivot", "bin", "group", "aggregate", "share", "index", "change", "rolling", "pivot", "other"];

const MEASURES: &[(&str, Measure)] = &[
    ("sum", Measure::Sum),
    ("mean", Measure::Mean),
    ("median", Measure::Median),
    ("min", Measure::Min),
    ("max", Measure::Max),
    ("count", Measure::Count),
];
const MEASURE_NAMES: &str = "`sum`, `mean`, `median`, `min`, `max` or `count`";

const CALENDAR: &[(&str, Calendar)] = &[
    ("year", Calendar::Year),
    ("quarter", Calendar::Quarter),
    ("month", Calendar::Month),
    ("week", Calendar::Week),
    ("day", Calendar::Day),
    ("month-of-year", Calendar::MonthOfYear),
    ("weekday", Calendar::Weekday),
    ("hour", Calendar::Hour),
];
const CALENDAR_NAMES: &str =
    "a number, or `year`, `quarter`, `month`, `week`, `day`, `month-of-year`, `weekday` or `hour`";

/// Reads a key; `false` for one that does not shape data.
pub(super) fn key(draft: &mut Draft<'_>, shape: &mut Shape, key: &Key, value: &Tree) -> bool {
    let name = key.name.as_str();
    match name {
        "unpivot" => shape.unpivot = unpivot(draft, value),
        "bin" => shape.bins = list_or_one(value).iter().filter_map(|item| bin(draft, item)).collect(),
        "group" => shape.group = Some(reader(draft).texts(name, value)),
        "aggregate" => shape.aggregate = aggregates(draft, value),
        "share" => shape.share = share(draft, value),
        "index" => shape.index = index(draft, value),
        "change" => shape.change = change(draft, value),
        "rolling" => shape.rolling = rolling(draft, value),
        "pivot" => shape.pivot = pivot(draft, value),
        "other" => shape.other = reader(draft).text(name, value),
        _ => return false,
    }
    true
}

fn unpivot(draft: &mut Draft<'_>, tree: &Tree) -> Option<Unpivot> {
    let span = reader(draft).span(&tree.range);
    let (name, value) = ("Field".to_owned(), "Value".to_owned());
    let mut found = Unpivot { fields: Vec::new(), keep: Vec::new(), name, value, span };
    if tree.map().is_none() {
        found.fields = reader(draft).texts("unpivot", tree);
        return Some(found);
    }
    for (key, value) in tree.map().unwrap_or_default() {
        let name = key.name.as_str();
        match name {
            "fields" => found.fields = reader(draft).texts(name, value),
            "keep" => found.keep = reader(draft).texts(name, value),
            "name" => found.name = reader(draft).text(name, value)?.value,
            "value" => found.value = reader(draft).text(name, value)?.value,
            _ => unknown(draft, key, "`unpivot`", &["fields", "keep", "name", "value"], &[]),
        }
    }
    if found.fields.is_empty() && found.keep.is_empty() {
        missing(draft, span, "`unpivot`", "fields", "[2010, 2020]");
        return None;
    }
    Some(found)
}

fn bin(draft: &mut Draft<'_>, tree: &Tree) -> Option<Bin> {
    const DEFAULT: BinStep = BinStep::Count(10);
    let span = reader(draft).span(&tree.range);
    if tree.map().is_none() {
        let field = reader(draft).text("bin", tree)?;
        return Some(Bin { field, step: DEFAULT, name: None, span });
    }
    let (mut field, mut step, mut name) = (None, DEFAULT, None);
    for (key, value) in tree.map().unwrap_or_default() {
        match key.name.as_str() {
            "field" => field = reader(draft).text("field", value),
            "count" => step = BinStep::Count(positive(draft, "count", value)?),
            "step" => step = bin_step(draft, value)?,
            "as" => name = reader(draft).text("as", value).map(|name| name.value),
            _ => unknown(draft, key, "`bin`", &["field", "count", "step", "as"], &[]),
        }
    }
    if field.is_none() {
        missing(draft, span, "`bin`", "field", "Price");
    }
    Some(Bin { field: field?, step, name, span })
}

fn bin_step(draft: &mut Draft<'_>, tree: &Tree) -> Option<BinStep> {
    if let Some(width) = tree.number().filter(|width| width.is_finite() && *width > 0.0) {
        return Some(BinStep::Width(width));
    }
    let known = tree.string().and_then(|text| CALENDAR.iter().find(|(name, _)| *name == text));
    if known.is_none() {
        reader(draft).wrong("step", tree, CALENDAR_NAMES);
    }
    known.map(|(_, part)| BinStep::Calendar(*part))
}

fn measure(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<Measure> {
    let found = tree.string().and_then(measure_of);
    if found.is_none() {
        reader(draft).wrong(name, tree, MEASURE_NAMES);
    }
    found
}

fn measure_of(text: &str) -> Option<Measure> {
    MEASURES.iter().find(|(name, _)| *name == text).map(|(_, measure)| *measure)
}

fn aggregates(draft: &mut Draft<'_>, tree: &Tree) -> Option<Aggregates> {
    let span = reader(draft).span(&tree.range);
    let TreeKind::Map(entries) = &tree.kind else {
        return Some(Aggregates::Each(Spanned::new(measure(draft, "aggregate", tree)?, span)));
    };
    let mut all = Vec::new();
    for (key, value) in entries {
        let name = Spanned::new(key.name.clone(), reader(draft).span(&key.range));
        let text = reader(draft).text(&key.name, value)?;
        let (word, of) = match text.value.split_once(" of ") {
            Some((word, of)) => (word.trim(), Some(Spanned::new(of.trim().to_owned(), text.span))),
            None => (text.value.trim(), None),
        };
        let Some(measure) = measure_of(word) else {
            let expected = format!("{MEASURE_NAMES}, as in `sum` or `mean of Price`");
            reader(draft).wrong(&key.name, value, &expected);
            continue;
        };
        all.push(Aggregate { name, measure, of });
    }
    Some(Aggregates::Named(all))
}

/// The keys that all steps with a window share.
struct Common {
    fields: Vec<Spanned<String>>,
    within: Option<Vec<Spanned<String>>>,
    name: Option<String>,
    span: Span,
}

impl Common {
    fn new(draft: &mut Draft<'_>, tree: &Tree) -> Self {
        Self { fields: Vec::new(), within: None, name: None, span: reader(draft).span(&tree.range) }
    }

    /// Reads a shared key; says of any other that it is not known.
    fn key(&mut self, draft: &mut Draft<'_>, step: &str, own: &[&str], (key, value): (&Key, &Tree)) {
        let name = key.name.as_str();
        match name {
            "fields" => self.fields = reader(draft).texts(name, value),
            "within" => self.within = Some(reader(draft).texts(name, value)),
            "as" => self.name = reader(draft).text(name, value).map(|name| name.value),
            _ => unknown(draft, key, &format!("`{step}`"), own, &["fields", "within", "as"]),
        }
    }

    fn window<T>(self, what: T) -> Window<T> {
        Window { what, fields: self.fields, within: self.within, name: self.name, span: self.span }
    }
}

fn share(draft: &mut Draft<'_>, tree: &Tree) -> Option<Window<()>> {
    let mut common = Common::new(draft, tree);
    match &tree.kind {
        TreeKind::Bool(true) => {}
        TreeKind::Bool(false) => return None,
        TreeKind::Map(entries) => {
            entries.iter().for_each(|(key, value)| common.key(draft, "share", &[], (key, value)));
        }
        _ => common.fields = reader(draft).texts("share", tree),
    }
    Some(common.window(()))
}

fn index(draft: &mut Draft<'_>, tree: &Tree) -> Option<Window<IndexPoint>> {
    let mut common = Common::new(draft, tree);
    let Some(entries) = tree.map() else {
        let text = reader(draft).text("index", tree)?;
        let parts = text.value.split_once(" at ");
        let base = parts.and_then(|(base, _)| base.trim().parse::<f64>().ok()).filter(|base| is_base(*base));
        let (Some((_, at)), Some(base)) = (parts, base) else {
            reader(draft).wrong("index", tree, "a base and a record such as `100 at 2020`");
            return None;
        };
        let at = Spanned::new(at.trim().to_owned(), text.span);
        return Some(common.window(IndexPoint { base, at, along: None }));
    };
    let (mut base, mut at, mut along) = (100.0, None, None);
    for (key, value) in entries {
        match key.name.as_str() {
            "base" => match reader(draft).number("base", value)? {
                number if is_base(number) => base = number,
                _ => {
                    reader(draft).wrong("base", value, "a number other than 0");
                    return None;
                }
            },
            "at" => at = reader(draft).text("at", value),
            "along" => along = reader(draft).text("along", value),
            _ => common.key(draft, "index", &["base", "at", "along"], (key, value)),
        }
    }
    if at.is_none() {
        missing(draft, common.span, "`index`", "at", "2020");
    }
    Some(common.window(IndexPoint { base, at: at?, along }))
}

fn is_base(base: f64) -> bool {
    base.is_finite() && base != 0.0
}

fn change(draft: &mut Draft<'_>, tree: &Tree) -> Option<Window<ChangeKind>> {
    let mut common = Common::new(draft, tree);
    let Some(entries) = tree.map() else {
        return Some(common.window(change_kind(draft, "change", tree)?));
    };
    let mut kind = ChangeKind::Absolute;
    for (key, value) in entries {
        match key.name.as_str() {
            "kind" => kind = change_kind(draft, "kind", value)?,
            _ => common.key(draft, "change", &["kind"], (key, value)),
        }
    }
    Some(common.window(kind))
}

fn change_kind(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<ChangeKind> {
    match tree.string() {
        Some("absolute") => Some(ChangeKind::Absolute),
        Some("percent") => Some(ChangeKind::Percent),
        _ => {
            reader(draft).wrong(name, tree, "`absolute` or `percent`");
            None
        }
    }
}

fn rolling(draft: &mut Draft<'_>, tree: &Tree) -> Option<Window<Rolling>> {
    let mut common = Common::new(draft, tree);
    let Some(entries) = tree.map() else {
        let window = positive(draft, "rolling", tree)?;
        return Some(common.window(Rolling { window, measure: Measure::Mean }));
    };
    let (mut window, mut of) = (None, Measure::Mean);
    for (key, value) in entries {
        match key.name.as_str() {
            "window" => window = Some(positive(draft, "window", value)?),
            "measure" => of = measure(draft, "measure", value)?,
            _ => common.key(draft, "rolling", &["window", "measure"], (key, value)),
        }
    }
    if window.is_none() {
        missing(draft, common.span, "`rolling`", "window", "7");
    }
    Some(common.window(Rolling { window: window?, measure: of }))
}

fn positive(draft: &mut Draft<'_>, name: &str, tree: &Tree) -> Option<u32> {
    let number = tree.number().filter(|n| n.fract() == 0.0 && (1.0..=10_000.0).contains(n));
    if number.is_none() {
        reader(draft).wrong(name, tree, "a whole number from 1 to 10000");
    }
    number.map(|number| number as u32)
}

fn pivot(draft: &mut Draft<'_>, tree: &Tree) -> Option<Pivot> {
    let span = reader(draft).span(&tree.range);
    let (mut names, mut values, mut by) = (None, None, None);
    for (key, value) in reader(draft).map("pivot", tree)? {
        let name = key.name.as_str();
        match name {
            "names" => names = reader(draft).text(name, value),
            "values" => values = reader(draft).text(name, value),
            "by" => by = Some(reader(draft).texts(name, value)),
            _ => unknown(draft, key, "`pivot`", &["names", "values", "by"], &[]),
        }
    }
    for (key, there, example) in [("names", names.is_some(), "Year"), ("values", values.is_some(), "Sales")] {
        if !there {
            missing(draft, span, "`pivot`", key, example);
        }
    }
    Some(Pivot { names: names?, values: values?, by, span })
}
