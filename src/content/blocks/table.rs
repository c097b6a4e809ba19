//! `table`: a table of a dataset.
//!
//! | key | value |
//! | --- | --- |
//! | `data` | the dataset; needed |
//! | `columns` | fields in order, each a name or `{field, title}`; all when absent |
//! | `filter` | an expression over a record: `r.Share > 10` |
//! | `sort` | `Field`, `-Field` or a list |
//! | `limit` | a whole number |
//! | `unpivot`, `bin`, `group` … | see `shape` |
//! | `total` | `true` for a last row with sums |
//! | `bars` | a field or a list: bars in the cells |
//! | `sparklines` | `{Trend: [2022, 2023, 2024]}`: columns of small lines over fields |
//! | `highlight` | `{Field: value}`: cells to emphasise; a value may be a list |

use super::super::inline::Draft;
use super::{Block, SHARED, entries, missing, reader, shape, shared, unknown, values};
use crate::diagnostics::rules::INVALID_BLOCK;
use crate::diagnostics::{Diagnostic, Spanned};
use crate::model::{Column, Figure, FigureKind, Sparkline, TableSpec};
use crate::syntax::read::list_or_one;
use crate::syntax::tree::{Key, Tree, TreeKind};

const KEYS: &[&str] =
    &["data", "columns", "filter", "sort", "limit", "total", "bars", "sparklines", "highlight"];

/// Reads the block; shared keys go into `figure`. `None` when it lacks its dataset.
pub(super) fn read<'h>(
    draft: &mut Draft<'h>,
    block: &Block<'_, 'h>,
    tree: &Tree,
    figure: &mut Figure,
) -> Option<FigureKind> {
    let mut spec = TableSpec::of(Spanned::new(String::new(), block.span));
    for (key, value) in entries(draft, block, tree)? {
        let empty = value.is_null()
            && [KEYS, shape::KEYS, SHARED].iter().any(|keys| keys.contains(&key.name.as_str()));
        let known = empty
            || shared(draft, figure, key, value)
            || own_key(draft, &mut spec, key, value)
            || shape::key(draft, &mut spec.shape, key, value);
        if !known {
            unknown(draft, key, "a `table` block", KEYS, &[shape::KEYS, SHARED].concat());
        }
    }
    if tree.get("data").is_none_or(Tree::is_null) {
        missing(draft, block.span, "the `table` block", "data", "minerals");
    }
    (!spec.data.value.is_empty()).then(|| FigureKind::Table(Box::new(spec)))
}

fn own_key(draft: &mut Draft<'_>, spec: &mut TableSpec, key: &Key, value: &Tree) -> bool {
    let name = key.name.as_str();
    match name {
        "data" => {
            if let Some(data) = reader(draft).text(name, value) {
                spec.data = data;
            }
        }
        "columns" => {
            spec.columns = list_or_one(value).iter().filter_map(|item| column(draft, item)).collect()
        }
        "filter" => spec.filter = values::expression(draft, name, value),
        "sort" => spec.sort = values::sort(draft, name, value),
        "limit" => spec.limit = values::limit(&mut reader(draft), name, value),
        "total" => spec.total = reader(draft).bool(name, value).unwrap_or_default(),
        "bars" => spec.bars = reader(draft).texts(name, value),
        "sparklines" => spec.sparklines = sparklines(draft, value),
        "highlight" => spec.highlight = highlight(draft, value),
        _ => return false,
    }
    true
}

fn column(draft: &mut Draft<'_>, tree: &Tree) -> Option<Column> {
    let TreeKind::Map(entries) = &tree.kind else {
        return reader(draft).text("columns", tree).map(|field| Column { field, title: None });
    };
    let mut title = None;
    let mut field = None;
    for (key, value) in entries {
        match key.name.as_str() {
            "field" => field = reader(draft).text("field", value),
            "title" => title = reader(draft).text("title", value).and_then(|title| plain(draft, title)),
            _ => unknown(draft, key, "a column", &["field", "title"], &[]),
        }
    }
    if tree.get("field").is_none() {
        let span = reader(draft).span(&tree.range);
        missing(draft, span, "the column", "field", "Share");
    }
    field.map(|field| Column { field, title })
}

/// A title names a column in CSV files, too, so it is plain text: what would be a value or a citation elsewhere is refused.
fn plain(draft: &mut Draft<'_>, title: Spanned<String>) -> Option<String> {
    let Some(markup) = ["{{", "[@"].into_iter().find(|markup| title.value.contains(markup)) else {
        return Some(title.value);
    };
    let message = format!("the title of a column has `{markup}`, expected plain text");
    draft.diagnostics.push(
        Diagnostic::new(INVALID_BLOCK, message)
            .at(title.span, "expected plain text")
            .help("values and citations stand in the table's `title`, `subtitle`, `caption` or `note`"),
    );
    None
}

fn sparklines(draft: &mut Draft<'_>, tree: &Tree) -> Vec<Sparkline> {
    let Some(entries) = tree.map() else {
        reader(draft).wrong("sparklines", tree, "a mapping such as `{Trend: [2022, 2023, 2024]}`");
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in entries {
        let fields = reader(draft).texts("sparklines", value);
        if fields.len() < 2 {
            reader(draft).wrong("sparklines", value, "a list of two fields or more");
            continue;
        }
        found.push(Sparkline { title: key.name.clone(), fields });
    }
    found
}

fn highlight(draft: &mut Draft<'_>, tree: &Tree) -> Vec<(Spanned<String>, String)> {
    if tree.map().is_none() {
        reader(draft).wrong("highlight", tree, "a mapping such as `{Platform: Talkie}`");
    }
    let mut pairs = Vec::new();
    for (key, value) in tree.map().unwrap_or_default() {
        let field = Spanned::new(key.name.clone(), reader(draft).span(&key.range));
        let values = reader(draft).texts("highlight", value);
        pairs.extend(values.into_iter().map(|value| (field.clone(), value.value)));
    }
    pairs
}
