//! The table in a JSON, YAML or TOML file.
//!
//! A table is a list of mappings (one per record), a list of lists (the first is the header), a mapping of `columns`
//! and `data` (both lists) and perhaps the records' keys as `index`, a mapping of fields to their cells (lists of one length, or
//! mappings that count from 0), a mapping of mappings (each key goes to a first field named `key`), or a mapping that holds
//! one of these under its only key. Those with `index` and those that count are how pandas writes a table unless told otherwise.

use super::fault::Fault;
use super::header;
use super::table::{self, Head, RawCell, RawKind, Table, TableBuilder};
use crate::diagnostics::{counted, rules};
use crate::syntax::tree::{Key, Tree, TreeKind};
use indexmap::IndexMap;
use std::ops::Range;

/// The name of the field that holds the keys of a mapping of mappings.
const KEY_FIELD: &str = "key";

/// What a list of lists asks of a writer.
const LENGTH: &str = "give every list as many values as the first one has, `null` for what is missing";

/// The value as a cell; `text` is the file's text. The place of a string is inside its quotes.
fn cell<'a>(tree: &'a Tree, text: &'a str) -> RawCell<'a> {
    let place = tree.range.clone();
    match &tree.kind {
        TreeKind::Null => RawCell::null(place),
        TreeKind::List(_) | TreeKind::Map(_) => {
            let written = text.get(place.clone()).unwrap_or_default();
            RawCell { text: written.into(), place, kind: RawKind::Nested }
        }
        TreeKind::Number(number) => RawCell { text: number.as_str().into(), place, kind: RawKind::Number },
        _ => RawCell::text(tree.scalar_text().unwrap_or_default(), inside_quotes(place, text)),
    }
}

/// The place without the quotes around it.
fn inside_quotes(place: Range<usize>, text: &str) -> Range<usize> {
    let written = text.get(place.clone()).unwrap_or_default();
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if written.len() >= 2 * quote.len() && written.starts_with(quote) && written.ends_with(quote) {
            return place.start + quote.len()..place.end - quote.len();
        }
    }
    place
}

/// The table in a tree.
pub(super) fn read(root: &Tree, text: &str) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let table = find(root, text, &mut faults);
    (table, faults)
}

/// A table from records that stand one after the other, as the lines of NDJSON do.
pub(super) fn read_records(records: &[Tree], text: &str) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let table = from_mappings(records, text, &mut faults);
    (table, faults)
}

fn find(root: &Tree, text: &str, faults: &mut Vec<Fault>) -> Table {
    match &root.kind {
        TreeKind::List(items) if matches!(items.first().map(|item| &item.kind), Some(TreeKind::List(_))) => {
            from_lists(items.iter(), text, faults)
        }
        TreeKind::List(items) => from_mappings(items, text, faults),
        TreeKind::Map(entries) => from_map(root, entries, text, faults),
        TreeKind::Null => Table::default(),
        _ => {
            faults.push(no_table(root));
            Table::default()
        }
    }
}

fn from_map(root: &Tree, entries: &[(Key, Tree)], text: &str, faults: &mut Vec<Fault>) -> Table {
    let list = |name: &str| root.get(name).filter(|value| value.list().is_some());
    if let (Some(columns), Some(data)) = (list("columns"), list("data")) {
        match (entries.len(), list("index")) {
            (2, _) => return from_lists(split(columns, data), text, faults),
            (3, Some(index)) => return from_split(columns, index, data, text, faults),
            _ => {}
        }
    }
    if let (2, Some(Tree { kind: TreeKind::Map(_), .. }), Some(data)) =
        (entries.len(), root.get("schema"), list("data"))
    {
        return find(data, text, faults);
    }
    if let Some(columns) = columns(entries) {
        return from_columns(columns, text, faults);
    }
    match entries {
        [(_, only)] if matches!(only.kind, TreeKind::List(_)) => find(only, text, faults),
        _ if entries.iter().all(|(_, value)| matches!(value.kind, TreeKind::Map(_))) => {
            from_keyed(entries, text, faults)
        }
        _ => {
            faults.push(no_table(root));
            Table::default()
        }
    }
}

fn no_table(node: &Tree) -> Fault {
    Fault::new(rules::INVALID_DATA, "this holds no table", node.range.clone())
        .label(format!("found {}, expected a list of records", node.describe()))
        .help("write a list of mappings, one per record, with the same keys (pandas: `orient=\"records\"`)")
}

/// The header, and the records behind it.
fn split<'a>(columns: &'a Tree, data: &'a Tree) -> impl Iterator<Item = &'a Tree> {
    std::iter::once(columns).chain(data.list().unwrap_or_default())
}

/// A table whose records have their keys apart. Keys that only count the records are none.
fn from_split(columns: &Tree, index: &Tree, data: &Tree, text: &str, faults: &mut Vec<Fault>) -> Table {
    let keys = index.list().unwrap_or_default();
    if counts(keys.iter().map(|key| key.scalar_text().unwrap_or_default())) {
        return from_lists(split(columns, data), text, faults);
    }
    let records = data.list().unwrap_or_default().len();
    if keys.len() != records {
        let message = format!("`index` has {}, `data` has {records}", counted(keys.len(), "key"));
        faults.push(Fault::new(rules::INVALID_DATA, message, index.range.clone()).label("expected as many"));
        return Table::default();
    }
    let start = columns.range.start..columns.range.start;
    let first = std::iter::once(RawCell::text(KEY_FIELD, start));
    let keys = first.chain(keys.iter().map(|key| cell(key, text)));
    rows(split(columns, data), keys.map(Some), text, faults)
}

/// Whether names are 0, 1, 2 and so on.
fn counts<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    names.enumerate().all(|(number, name)| name == number.to_string())
}

/// A field's key, and its cells.
type Column<'a> = (&'a Key, Vec<&'a Tree>);

/// The cells of each field, where a mapping holds them by field: as lists of one length, or as mappings that count.
fn columns(entries: &[(Key, Tree)]) -> Option<Vec<Column<'_>>> {
    let columns: Vec<Column<'_>> =
        entries.iter().map(|(key, value)| Some((key, column(value)?))).collect::<Option<_>>()?;
    let length = columns.first().map_or(0, |(_, cells)| cells.len());
    (length > 0 && columns.iter().all(|(_, cells)| cells.len() == length)).then_some(columns)
}

fn column(value: &Tree) -> Option<Vec<&Tree>> {
    let cells: Vec<&Tree> = match &value.kind {
        TreeKind::List(items) => items.iter().collect(),
        TreeKind::Map(entries) if counts(entries.iter().map(|(key, _)| key.name.as_str())) => {
            entries.iter().map(|(_, cell)| cell).collect()
        }
        _ => return None,
    };
    let is_value = |cell: &&Tree| !matches!(cell.kind, TreeKind::List(_) | TreeKind::Map(_));
    cells.iter().all(is_value).then_some(cells)
}

/// A table that is held by field.
fn from_columns(columns: Vec<Column<'_>>, text: &str, faults: &mut Vec<Fault>) -> Table {
    let mut rows =
        vec![columns.iter().map(|(key, _)| RawCell::text(key.name.as_str(), key.range.clone())).collect()];
    let records = columns.first().map_or(0, |(_, cells)| cells.len());
    rows.extend((0..records).map(|record| {
        columns.iter().filter_map(|(_, cells)| cells.get(record)).map(|value| cell(value, text)).collect()
    }));
    table::from_rows(rows, faults)
}

/// A list of lists: the first is the header.
fn from_lists<'a>(lists: impl Iterator<Item = &'a Tree>, text: &'a str, faults: &mut Vec<Fault>) -> Table {
    rows(lists, std::iter::repeat_with(|| None), text, faults)
}

/// A table of lists, each with the cell that stands before it, if any.
fn rows<'a>(
    lists: impl Iterator<Item = &'a Tree>,
    first: impl Iterator<Item = Option<RawCell<'a>>>,
    text: &'a str,
    faults: &mut Vec<Fault>,
) -> Table {
    let mut cells = Vec::new();
    for (row, first) in lists.zip(first) {
        match &row.kind {
            TreeKind::List(items) => {
                cells.push(first.into_iter().chain(items.iter().map(|item| cell(item, text))).collect());
            }
            _ => faults.push(wrong_record(row, cells.len(), "a list")),
        }
    }
    let before = faults.len();
    let table = table::from_rows(cells, faults);
    for fault in faults.split_off(before) {
        let is_ragged = fault.is(rules::RAGGED_RECORD);
        faults.push(if is_ragged { fault.help(LENGTH) } else { fault });
    }
    table
}

fn wrong_record(node: &Tree, number: usize, expected: &str) -> Fault {
    let message = format!("record {number} is {}, expected {expected}", node.describe());
    Fault::new(rules::INVALID_DATA, message, node.range.clone())
}

/// A list of mappings: the fields are the keys in the order in which they first appear; a record without one of them
/// has an empty cell there.
fn from_mappings(items: &[Tree], text: &str, faults: &mut Vec<Fault>) -> Table {
    let mut records = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match &item.kind {
            TreeKind::Map(entries) => records.push((item.range.clone(), entries.as_slice(), None)),
            _ => faults.push(wrong_record(item, index + 1, "a mapping of field names to cells")),
        }
    }
    collect(records, IndexMap::new(), text, faults)
}

/// A mapping of mappings: its keys are the first field.
fn from_keyed(entries: &[(Key, Tree)], text: &str, faults: &mut Vec<Fault>) -> Table {
    let mut fields = IndexMap::new();
    let mut records = Vec::new();
    for (key, value) in entries {
        fields.entry(KEY_FIELD.to_owned()).or_insert(key.range.clone());
        if let TreeKind::Map(cells) = &value.kind {
            records.push((value.range.clone(), cells.as_slice(), Some(key)));
        }
    }
    collect(records, fields, text, faults)
}

/// The place of a record, its cells by name, and its key in a mapping of mappings.
type Record<'a> = (Range<usize>, &'a [(Key, Tree)], Option<&'a Key>);

fn collect(
    records: Vec<Record<'_>>,
    mut fields: IndexMap<String, Range<usize>>,
    text: &str,
    faults: &mut Vec<Fault>,
) -> Table {
    for (key, _) in records.iter().flat_map(|(_, entries, _)| entries.iter()) {
        if !fields.contains_key(&key.name) {
            if key.name.trim().is_empty() {
                faults.push(Fault::new(rules::INVALID_DATA, "a field has no name", key.range.clone()));
            }
            fields.insert(key.name.clone(), key.range.clone());
        }
    }
    let heads =
        fields.iter().map(|(name, place)| Head { name: name.clone(), place: place.clone() }).collect();
    let mut table = TableBuilder::of(heads);
    for (place, entries, key) in records {
        let end = place.start..place.start;
        let mut row: Vec<Option<RawCell<'_>>> = vec![None; fields.len()];
        if let (Some(slot), Some(key)) = (row.first_mut(), key) {
            *slot = Some(RawCell::text(key.name.as_str(), key.range.clone()));
        }
        for (name, value) in entries {
            match fields.get_index_of(&name.name).and_then(|index| row.get_mut(index)) {
                Some(slot @ None) => *slot = Some(cell(value, text)),
                _ => {
                    let first = key.unwrap_or(name).range.clone();
                    faults.push(header::duplicate_field(&name.name, first, name.range.clone()));
                }
            }
        }
        let mut row =
            row.into_iter().map(|cell| cell.unwrap_or_else(|| RawCell::null(end.clone()))).collect();
        table.row(&mut row, faults);
    }
    table.finish(faults)
}
