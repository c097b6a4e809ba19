//! `chart`: a declared chart.
//!
//! | key | value |
//! | --- | --- |
//! | `type` | a name of [`TYPES`]; needed |
//! | `data` | the dataset; needed |
//! | `x` | the field of categories, times or horizontal positions |
//! | `y` | a field of values or a list of them; most types need it |
//! | `series` | a field |
//! | `filter` | an expression over a record: `r.Share > 10` |
//! | `sort` | `Field`, `-Field` or a list |
//! | `limit` | a whole number |
//! | `unpivot`, `bin`, `group` … | see `shape` |
//! | `stack` | `true`, `false`, `percent`, `diverging` or `stream` |
//! | `horizontal`, `labels` | `true` or `false` |
//! | `panels` | `y`, `records` or a field |
//! | `annotations` | a list of `{x, y, text, panel}`; two values in a list are the ends of a band |
//! | `highlight` | the category or series to emphasise |
//! | `height` | pixels |
//! | `options` | raw ECharts options, merged over the generated ones |
//!
//! and the [`KEYS`] of the model, which some types alone take.

use super::super::inline::Draft;
use super::{Block, SHARED, entries, missing, reader, shape, shared, unknown, values};
use crate::diagnostics::rules::UNKNOWN_CHART_TYPE;
use crate::diagnostics::{Diagnostic, Spanned, nearest};
use crate::model::{
    Annotation, ChartSpec, ChartType, Extra, ExtraValue, Figure, FigureKind, KEYS, KeyKind, Panels, Shape,
    Stack, TYPES,
};
use crate::syntax::read::list_or_one;
use crate::syntax::tree::{Key, Tree, TreeKind, json_map};
use serde_json::Map;

const OWN: &[&str] = &[
    "type",
    "data",
    "x",
    "y",
    "series",
    "filter",
    "sort",
    "limit",
    "stack",
    "horizontal",
    "panels",
    "annotations",
    "labels",
    "highlight",
    "height",
    "options",
];

/// Reads the block; shared keys go into `figure`. `None` when it names no dataset.
pub(super) fn read<'h>(
    draft: &mut Draft<'h>,
    block: &Block<'_, 'h>,
    tree: &Tree,
    figure: &mut Figure,
) -> Option<FigureKind> {
    let mut spec = ChartSpec {
        chart_type: Spanned::new(ChartType::Bar, block.span),
        incomplete: false,
        data: Spanned::new(String::new(), block.span),
        x: None,
        y: Vec::new(),
        series: None,
        extras: Vec::new(),
        filter: None,
        sort: Vec::new(),
        limit: None,
        shape: Shape::default(),
        stack: Stack::Off,
        horizontal: false,
        panels: None,
        annotations: Vec::new(),
        labels: None,
        highlight: None,
        height: None,
        options: Map::new(),
    };
    let entries = entries(draft, block, tree)?;
    for (key, value) in entries {
        let name = key.name.as_str();
        let empty = value.is_null() && is_known(name);
        if empty || shared(draft, figure, key, value) {
            continue;
        }
        let known = data_key(draft, &mut spec, key, value)
            || shape::key(draft, &mut spec.shape, key, value)
            || look_key(draft, &mut spec, key, value)
            || extra_key(draft, &mut spec, key, value);
        if !known {
            let own: Vec<&str> = own().collect();
            unknown(draft, key, "a `chart` block", &own, &[shape::KEYS, SHARED].concat());
        }
    }
    let given = |key: &str| entries.iter().any(|(known, value)| known.name == key && !value.is_null());
    let slip = |key: &'static str| {
        let unknown = entries.iter().map(|(given, _)| given.name.as_str()).filter(|name| !is_known(name));
        unknown.into_iter().any(|name| nearest(name, own().chain([key])) == Some(key))
    };
    // What a type that nobody knows needs, nobody knows either.
    let typed = given("type") && !spec.incomplete;
    let needs_y = typed && spec.chart_type.value.row().needs.iter().any(|(key, _)| *key == "y");
    for (key, example) in [("type", "bar"), ("data", "minerals"), ("y", "Share")] {
        if !given(key) && (key != "y" || needs_y) {
            // A key that is nearly this one has been told.
            if !slip(key) {
                missing(draft, block.span, "the `chart` block", key, example);
            }
            spec.incomplete = true;
        }
    }
    (!spec.data.value.is_empty()).then(|| FigureKind::Chart(Box::new(spec)))
}

/// Whether a `chart` block may have a key.
fn is_known(name: &str) -> bool {
    own().any(|known| known == name) || shape::KEYS.contains(&name) || SHARED.contains(&name)
}

/// Keys that say what is shown.
fn data_key(draft: &mut Draft<'_>, spec: &mut ChartSpec, key: &Key, value: &Tree) -> bool {
    let name = key.name.as_str();
    match name {
        "type" => {
            let found = chart_type(draft, value);
            spec.incomplete = found.is_none();
            spec.chart_type = found.unwrap_or_else(|| spec.chart_type.clone());
        }
        "data" => {
            if let Some(data) = reader(draft).text(name, value) {
                spec.data = data;
            }
        }
        "x" => spec.x = reader(draft).text(name, value),
        "y" => spec.y = reader(draft).texts(name, value),
        "series" => spec.series = reader(draft).text(name, value),
        "filter" => spec.filter = values::expression(draft, name, value),
        "sort" => spec.sort = values::sort(draft, name, value),
        "limit" => spec.limit = values::limit(&mut reader(draft), name, value),
        _ => return false,
    }
    true
}

/// Keys that say how it looks.
fn look_key(draft: &mut Draft<'_>, spec: &mut ChartSpec, key: &Key, value: &Tree) -> bool {
    let name = key.name.as_str();
    match name {
        "stack" => spec.stack = stack(draft, value),
        "horizontal" => spec.horizontal = reader(draft).bool(name, value).unwrap_or_default(),
        "labels" => spec.labels = reader(draft).bool(name, value),
        "panels" => spec.panels = panels(draft, value),
        "annotations" => {
            let items = list_or_one(value).iter();
            spec.annotations = items.filter_map(|item| annotation(draft, item)).collect();
        }
        "highlight" => spec.highlight = reader(draft).text(name, value),
        "height" => spec.height = values::height(&mut reader(draft), name, value),
        "options" => {
            let options = reader(draft).map(name, value).unwrap_or_default();
            spec.options = json_map(options);
        }
        _ => return false,
    }
    true
}

/// The keys of a `chart` block apart from those of all figures.
fn own() -> impl Iterator<Item = &'static str> {
    OWN.iter().copied().chain(KEYS.iter().map(|row| row.name))
}

/// Keys that some types alone take.
fn extra_key(draft: &mut Draft<'_>, spec: &mut ChartSpec, key: &Key, value: &Tree) -> bool {
    let Some(row) = KEYS.iter().find(|row| row.name == key.name) else { return false };
    let span = reader(draft).span(&value.range);
    let found = match row.kind {
        KeyKind::Field | KeyKind::Numbers(_) => {
            reader(draft).text(row.name, value).map(|field| ExtraValue::Fields(vec![field]))
        }
        KeyKind::Fields | KeyKind::ManyNumbers(_) => {
            Some(ExtraValue::Fields(reader(draft).texts(row.name, value)))
        }
        KeyKind::Amount(least, most) => {
            let number = value.number().filter(|number| (least..=most).contains(number));
            if number.is_none() {
                reader(draft).wrong(row.name, value, &format!("a number from {least} to {most}"));
            }
            number.map(ExtraValue::Amount)
        }
        KeyKind::Switch => reader(draft).bool(row.name, value).map(ExtraValue::Switch),
        KeyKind::Choice(words) => {
            choice(draft, row.name, value, words).map(|word| ExtraValue::Text(word.to_owned()))
        }
        KeyKind::Texts => Some(ExtraValue::Texts(reader(draft).texts(row.name, value))),
        KeyKind::Text => reader(draft).text(row.name, value).map(|text| ExtraValue::Text(text.value)),
    };
    spec.extras.extend(found.map(|value| Extra { key: row.name, value, span }));
    true
}

/// One of some words; `true` stands for the first, `false` for none.
fn choice(
    draft: &mut Draft<'_>,
    key: &str,
    value: &Tree,
    words: &'static [&'static str],
) -> Option<&'static str> {
    match value.kind {
        TreeKind::Bool(false) => return None,
        TreeKind::Bool(true) => return words.first().copied(),
        _ => {}
    }
    let found = value.string().and_then(|text| words.iter().copied().find(|word| *word == text));
    if found.is_none() {
        let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        reader(draft).wrong(key, value, &format!("`true`, `false` or {}", list.join(", ")));
    }
    found
}

fn stack(draft: &mut Draft<'_>, value: &Tree) -> Stack {
    match choice(draft, "stack", value, &["plain", "percent", "diverging", "stream"]) {
        Some("percent") => Stack::Percent,
        Some("diverging") => Stack::Diverging,
        Some("stream") => Stack::Stream,
        Some(_) => Stack::Plain,
        None => Stack::Off,
    }
}

fn chart_type(draft: &mut Draft<'_>, tree: &Tree) -> Option<Spanned<ChartType>> {
    let name = reader(draft).text("type", tree)?;
    if let Some(found) = ChartType::named(&name.value) {
        return Some(Spanned::new(found, name.span));
    }
    let names = || TYPES.iter().map(|row| row.name);
    let near = nearest(&name.value, names()).map(|near| format!("did you mean `{near}`?"));
    draft.diagnostics.push(
        Diagnostic::new(UNKNOWN_CHART_TYPE, format!("there is no chart type `{}`", name.value))
            .at(name.span, "not a chart type")
            .maybe_help(near)
            .help(format!(
                "the types are {}; an `echarts` block can draw any other",
                names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
    );
    None
}

fn panels(draft: &mut Draft<'_>, tree: &Tree) -> Option<Panels> {
    let Some(text) = tree.string() else {
        reader(draft).wrong("panels", tree, "`y`, `records` or a field");
        return None;
    };
    let span = reader(draft).span(&tree.range);
    Some(match text {
        "y" => Panels::Y,
        "records" => Panels::Records,
        field => Panels::Field(Spanned::new(field.to_owned(), span)),
    })
}

fn annotation(draft: &mut Draft<'_>, tree: &Tree) -> Option<Annotation> {
    let span = reader(draft).span(&tree.range);
    let mut found = Annotation {
        x: None,
        y: None,
        to_x: None,
        to_y: None,
        words: Vec::new(),
        text: String::new(),
        panel: None,
        span,
    };
    let entries = reader(draft).map("annotations", tree)?;
    for (key, value) in entries {
        let ends = match &value.kind {
            TreeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        match key.name.as_str() {
            "x" => {
                let odd = ends.iter().any(|end| matches!(end.kind, TreeKind::List(_) | TreeKind::Map(_)));
                if odd || !(1..=2).contains(&ends.len()) {
                    let expected = "a category, a number or a date, or a list of two for a band";
                    reader(draft).wrong("x", value, expected);
                    continue;
                }
                found.x = ends.first().map(Tree::to_json);
                found.to_x = ends.get(1).map(Tree::to_json);
            }
            "y" if ends.len() > 2 => {
                reader(draft).wrong("y", value, "a number, or a list of two for a band");
            }
            "y" => {
                found.y = ends.first().and_then(|end| reader(draft).number("y", end));
                found.to_y = ends.get(1).and_then(|end| reader(draft).number("y", end));
            }
            "text" => {
                (found.text, found.words) = values::words(draft, "text", value).unwrap_or_default();
            }
            "panel" => found.panel = reader(draft).text("panel", value),
            _ => unknown(draft, key, "an annotation", &["x", "y", "text", "panel"], &[]),
        }
    }
    let given = |key: &str| tree.get(key).is_some_and(|value| !value.is_null());
    if !given("text") {
        missing(draft, span, "the annotation", "text", "Export ban");
        return None;
    }
    if !given("x") && !given("y") {
        missing(draft, span, "the annotation", "x", "2025");
        return None;
    }
    Some(found)
}
