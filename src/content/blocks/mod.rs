//! Fenced `chart`, `echarts`, `table` and `key-figures` blocks → [`Figure`]s.
//!
//! In: the block's YAML and where its lines stand in the file. Out: a figure, and every fault of its keys with its
//! place. Entry: [`figure`]. A block is read as a mapping of keys with places rather than through serde, which would
//! stop at the first fault. Whether datasets, fields and sources exist is for later rooms.
//!
//! All but `key-figures` take `id`, `title`, `subtitle`, `caption`, `note`, `alt` (text with expressions, citations and
//! references) and `source` (a key or a list). A block that cannot be read leaves a stand-in with its id, so that
//! references to it are not faults of their own.

mod chart;
mod echarts;
mod key_figures;
mod shape;
mod table;
mod values;

use super::embedded;
use super::inline::Draft;
use super::places::Places;
use crate::diagnostics::rules::{INVALID_BLOCK, MISSING_KEY, UNKNOWN_KEY};
use crate::diagnostics::{Diagnostic, FileId, Span, Spanned, is_slip};
use crate::model::{EChartsSpec, Figure, FigureKind, MarkdownTable};
use crate::syntax::read::Reader;
use crate::syntax::tree::{Key, Tree};
use crate::syntax::yaml;
use serde_json::Map;

/// A fenced block.
#[derive(Debug, Clone)]
pub(super) struct Block<'b, 'h> {
    /// The first word after the fence.
    pub(super) name: &'b str,
    /// The text between the fences.
    pub(super) body: &'b str,
    /// Where the bytes of the body stand.
    pub(super) places: Places<'h>,
    /// The whole block.
    pub(super) span: Span,
}

/// Keys that all figures but key figures have.
const SHARED: &[&str] = &["id", "title", "subtitle", "caption", "note", "alt", "source"];

/// The names of blocks that are figures.
const NAMES: [&str; 4] = ["chart", "echarts", "table", "key-figures"];

/// Whether blocks of this name are figures.
pub(super) fn is_figure(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The name that a block's can only be meant for: it is near, and lines below begin with keys of figures.
fn meant(block: &Block<'_, '_>) -> Option<&'static str> {
    const KEYS: [&str; 8] = ["id", "type", "data", "dataset", "option", "series", "label", "value"];
    let key = |line: &str| line.trim_start_matches("- ").split_once(':').map(|(key, _)| key.to_owned());
    let has_key = block.body.lines().filter_map(key).any(|key| KEYS.contains(&key.as_str()));
    let near = |known: &&str| {
        let first = |name: &str| name.chars().next().map(|letter| letter.to_ascii_lowercase());
        first(block.name) == first(known) && is_slip(block.name, &[known])
    };
    let name = NAMES.into_iter().find(near)?;
    has_key.then_some(name)
}

/// Reads a block; `None` when it is no figure but code.
pub(super) fn figure<'h>(draft: &mut Draft<'h>, block: &Block<'_, 'h>) -> Option<Figure> {
    if !is_figure(block.name) {
        let name = meant(block)?;
        let message = format!("a block `{}` is shown as code, expected `{name}`", block.name);
        let finding = Diagnostic::new(INVALID_BLOCK, message)
            .at(first_line(draft, block.span), "not the name of a figure")
            .help(format!("write `{name}`, or `yaml` for code"));
        draft.diagnostics.push(finding);
        return self::figure(draft, &Block { name, ..block.clone() });
    }
    let mut figure = Figure {
        id: None,
        title: None,
        subtitle: None,
        caption: None,
        note: None,
        alt: None,
        sources: Vec::new(),
        kind: stand_in(block.name),
        span: block.span,
    };
    let Some(tree) = tree(draft, block) else {
        figure.id = guessed_id(draft.host.file, block);
        return Some(figure);
    };
    let kind = match block.name {
        "chart" => chart::read(draft, block, &tree, &mut figure),
        "echarts" => echarts::read(draft, block, &tree, &mut figure),
        "table" => table::read(draft, block, &tree, &mut figure),
        _ => key_figures::read(draft, block, &tree),
    };
    if let Some(kind) = kind {
        figure.kind = kind;
    }
    Some(figure)
}

fn stand_in(name: &str) -> FigureKind {
    match name {
        "table" => FigureKind::MarkdownTable(MarkdownTable { nodes: Vec::new() }),
        "key-figures" => FigureKind::KeyFigures(Vec::new()),
        _ => FigureKind::ECharts(Box::new(EChartsSpec { data: None, option: Map::new(), height: None })),
    }
}

/// The block's YAML with places in the file.
fn tree<'h>(draft: &mut Draft<'h>, block: &Block<'_, 'h>) -> Option<Tree> {
    match embedded::yaml(block.body) {
        Ok(mut tree) => {
            let places = yaml::cut_off(block.body, &tree).into_iter().map(|range| block.places.range(range));
            draft.cut_off(places);
            tree.map_ranges(&|range| block.places.range(range));
            Some(tree)
        }
        Err(mut error) => {
            error.range = block.places.range(error.range);
            let help = "write `key: value`, one a line; put a value that holds `: ` or ` #` in quotes";
            reader(draft).syntax_error(&error, help);
            None
        }
    }
}

/// The id of a block that is not YAML, from a line that begins with `id:`.
fn guessed_id(file: FileId, block: &Block<'_, '_>) -> Option<Spanned<String>> {
    let mut lines = block.body.lines();
    let id = lines.find_map(|line| line.strip_prefix("id:"))?;
    let id = id.trim().trim_matches(['"', '\'']);
    (!id.is_empty()).then(|| Spanned::new(id.to_owned(), Span { file, ..block.span }))
}

fn reader<'d>(draft: &'d mut Draft<'_>) -> Reader<'d> {
    Reader::new(draft.host.file, INVALID_BLOCK, &mut draft.diagnostics)
}

/// The entries of a block that is a mapping.
fn entries<'t>(draft: &mut Draft<'_>, block: &Block<'_, '_>, tree: &'t Tree) -> Option<&'t [(Key, Tree)]> {
    if tree.is_null() {
        // An empty block: what it lacks is said key by key.
        return Some(&[]);
    }
    reader(draft).map(block.name, tree)
}

/// Reads a shared key; `false` for any other.
fn shared(draft: &mut Draft<'_>, figure: &mut Figure, key: &Key, value: &Tree) -> bool {
    let name = key.name.as_str();
    match name {
        "id" => figure.id = values::id(&mut reader(draft), name, value),
        "title" => figure.title = values::prose(draft, name, value),
        "subtitle" => figure.subtitle = values::prose(draft, name, value),
        "caption" => figure.caption = values::prose(draft, name, value),
        "note" => figure.note = values::prose(draft, name, value),
        "alt" => {
            figure.alt = values::prose(draft, name, value);
            draft.refuse_marks(figure.alt.as_deref().unwrap_or_default());
        }
        "source" => figure.sources = values::sources(&mut reader(draft), name, value),
        _ => return false,
    }
    true
}

fn unknown(draft: &mut Draft<'_>, key: &Key, place: &str, own: &[&str], shared: &[&str]) {
    let known = own.iter().chain(shared).copied();
    reader(draft).unknown_key(UNKNOWN_KEY, key, place, known);
}

/// Reports a key that is needed and absent: at the fence line, or at an item of a list.
fn missing(draft: &mut Draft<'_>, span: Span, what: &str, key: &str, example: &str) {
    let place = first_line(draft, span);
    draft.diagnostics.push(
        Diagnostic::new(MISSING_KEY, format!("{what} lacks the key `{key}`"))
            .at(place, format!("expected `{key}`"))
            .help(format!("add a line such as `{key}: {example}`")),
    );
}

/// The first line of a place.
fn first_line(draft: &Draft<'_>, span: Span) -> Span {
    let text = draft.host.text.get(span.range()).unwrap_or("");
    let start = span.range().start;
    draft.host.span(start..start + text.lines().next().map_or(0, str::len))
}
