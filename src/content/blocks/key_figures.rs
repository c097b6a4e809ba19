//! `key-figures`: the cards at the top of a report, a list of `label`, `value` (an expression), `delta` (an expression),
//! `note`, `figure` (the id of the figure it links to) and `source`.

use super::super::inline::Draft;
use super::{Block, missing, reader, unknown, values};
use crate::diagnostics::Spanned;
use crate::model::{FigureKind, KeyFigure, Prose};
use crate::syntax::tree::Tree;

const KEYS: &[&str] = &["label", "value", "delta", "note", "figure", "source"];

/// Reads the block. Cards that lack a key are left out.
pub(super) fn read<'h>(draft: &mut Draft<'h>, block: &Block<'_, 'h>, tree: &Tree) -> Option<FigureKind> {
    if tree.is_null() {
        missing(draft, block.span, "the `key-figures` block", "- label", "Revenue");
        return None;
    }
    let cards = reader(draft).list(block.name, tree)?;
    Some(FigureKind::KeyFigures(cards.iter().filter_map(|item| card(draft, item)).collect()))
}

fn card(draft: &mut Draft<'_>, tree: &Tree) -> Option<KeyFigure> {
    let mut label: Option<Prose> = None;
    let mut value: Option<usize> = None;
    let (mut delta, mut note, mut figure, mut sources) = (None, None, None, Vec::new());
    for (key, tree) in reader(draft).map("key-figures", tree)? {
        let name = key.name.as_str();
        match name {
            _ if tree.is_null() && KEYS.contains(&name) => {}
            "label" => label = values::prose(draft, name, tree),
            "value" => value = values::expression(draft, name, tree),
            "delta" => delta = values::expression(draft, name, tree),
            "note" => note = values::prose(draft, name, tree),
            "figure" => figure = figure_id(draft, tree),
            "source" => sources = values::sources(&mut reader(draft), name, tree),
            _ => unknown(draft, key, "a key figure", KEYS, &[]),
        }
    }
    let span = reader(draft).span(&tree.range);
    for (key, example) in [("label", "Revenue"), ("value", "data.company.MiniMax.Revenue")] {
        if tree.get(key).is_none_or(Tree::is_null) {
            missing(draft, span, "the key figure", key, example);
        }
    }
    Some(KeyFigure { label: label?, value: value?, delta, note, figure, sources })
}

/// `fig-a`, with or without `@` or `#` before it.
fn figure_id(draft: &mut Draft<'_>, tree: &Tree) -> Option<Spanned<String>> {
    let mut id = reader(draft).text("figure", tree)?;
    id.value = id.value.trim_start_matches(['@', '#']).to_owned();
    Some(id)
}
