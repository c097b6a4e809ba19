//! `echarts`: a whole ECharts option, in YAML or JSON.
//!
//! Keys of ours stand beside those of the option: `id`, `subtitle`, `caption`, `note`, `alt`, `source`, `height`, and
//! `title` and `dataset` when they are text (ECharts' own are mappings or lists). `dataset: minerals` fills the option's
//! `dataset` from that dataset. Every other key is the option's. With `option: {…}` the option stands apart, and other
//! keys are faults.

use super::super::inline::Draft;
use super::{Block, SHARED, entries, missing, reader, shared, unknown, values};
use crate::model::{EChartsSpec, Figure, FigureKind};
use crate::syntax::tree::{Tree, TreeKind, json_map};
use serde_json::Map;

const KEYS: &[&str] = &["dataset", "height", "option"];

/// Reads the block; shared keys go into `figure`. `None` when there is nothing to draw.
pub(super) fn read<'h>(
    draft: &mut Draft<'h>,
    block: &Block<'_, 'h>,
    tree: &Tree,
    figure: &mut Figure,
) -> Option<FigureKind> {
    let mut spec = EChartsSpec { data: None, option: Map::new(), height: None };
    let apart = tree.get("option").is_some();
    for (key, value) in entries(draft, block, tree)? {
        let name = key.name.as_str();
        let structured = matches!(value.kind, TreeKind::List(_) | TreeKind::Map(_));
        match name {
            "title" | "dataset" if structured && !apart => {
                spec.option.insert(name.to_owned(), value.to_json());
            }
            _ if value.is_null() && (KEYS.contains(&name) || SHARED.contains(&name)) => {}
            "dataset" => spec.data = reader(draft).text(name, value),
            "height" => spec.height = values::height(&mut reader(draft), name, value),
            "option" => {
                let option = reader(draft).map(name, value).unwrap_or_default();
                spec.option = json_map(option);
            }
            _ if shared(draft, figure, key, value) => {}
            _ if apart => unknown(draft, key, "an `echarts` block with `option`", KEYS, SHARED),
            _ => {
                spec.option.insert(name.to_owned(), value.to_json());
            }
        }
    }
    if !["series", "baseOption", "options"].iter().any(|key| spec.option.contains_key(*key)) {
        missing(draft, block.span, "the `echarts` block", "series", "[{type: bar}]");
        return None;
    }
    Some(FigureKind::ECharts(Box::new(spec)))
}
