//! Records without a key, which are named by their numbers: which record of an older edition each of a newer one is, by what it
//! holds. Else one record more at the top would be another value in every cell.

use super::types::{Edition, PublishedCell};
use std::collections::{BTreeMap, BTreeSet};

/// The cells of a record, of the fields that both editions show.
type Cells = Vec<Option<String>>;

/// A record: its name, and its cells by field.
type Row<'a> = (&'a str, BTreeMap<&'a str, &'a str>);

/// The new names of old records, by dataset and old name. One that is gone stands in brackets where another has its number now.
pub(super) fn moved(old: &Edition, new: &Edition) -> BTreeMap<(String, String), String> {
    let mut names = BTreeMap::new();
    let numbered: BTreeSet<&str> = [old, new]
        .into_iter()
        .flat_map(|edition| &edition.datasets)
        .filter(|dataset| dataset.numbered)
        .map(|dataset| dataset.name.as_str())
        .collect();
    let (before, after) = (rows(old, &numbered), rows(new, &numbered));
    for (dataset, olds) in &before {
        let Some(news) = after.get(dataset) else { continue };
        let fields: BTreeSet<&str> = fields(olds).intersection(&fields(news)).copied().collect();
        let only = |rows: &[Row<'_>]| -> Vec<Cells> {
            let cells = |row: &Row<'_>| {
                fields.iter().map(|field| row.1.get(field).map(ToString::to_string)).collect()
            };
            rows.iter().map(cells).collect()
        };
        let partners = aligned(&only(olds), &only(news));
        let taken: BTreeSet<&str> = news.iter().map(|(name, _)| *name).collect();
        for (at, (name, _)) in olds.iter().enumerate() {
            let now = match partners.get(&at) {
                Some(&is) => news[is].0.to_owned(),
                None if taken.contains(name) => format!("({name})"),
                None => continue,
            };
            if now != *name {
                names.insert(((*dataset).to_owned(), (*name).to_owned()), now);
            }
        }
    }
    names
}

fn rows<'a>(edition: &'a Edition, numbered: &BTreeSet<&str>) -> BTreeMap<&'a str, Vec<Row<'a>>> {
    let mut rows: BTreeMap<&str, Vec<Row<'a>>> = BTreeMap::new();
    for cell in edition.cells.iter().filter(|cell| numbered.contains(cell.dataset.as_str())) {
        let PublishedCell { dataset, record, field, value, .. } = cell;
        let rows = rows.entry(dataset).or_default();
        if rows.last().is_none_or(|(last, _)| last != record) {
            rows.push((record, BTreeMap::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            cells.insert(field, &value.text);
        }
    }
    rows
}

fn fields<'a>(rows: &[Row<'a>]) -> BTreeSet<&'a str> {
    rows.iter().flat_map(|(_, cells)| cells.keys().copied()).collect()
}

/// New rows by old ones: equal ones at both ends; between them the equal ones that stand once and in one order; between these,
/// rows of which half of the cells or more are equal.
fn aligned(old: &[Cells], new: &[Cells]) -> BTreeMap<usize, usize> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let mut partners: BTreeMap<usize, usize> = (0..start).map(|at| (at, at)).collect();
    partners.extend((1..=end).map(|back| (old.len() - back, new.len() - back)));
    let (olds, news) = (start..old.len() - end, start..new.len() - end);
    let fixed = in_order(once(old, olds.clone(), new, news.clone()));
    let (mut was, mut is) = (olds.start, news.start);
    for (next_was, next_is) in fixed.iter().copied().chain([(olds.end, news.end)]) {
        let mut from = is;
        for (at, row) in old.iter().enumerate().take(next_was).skip(was) {
            if let Some(found) = (from..next_is).find(|&other| half(row, &new[other])) {
                partners.insert(at, found);
                from = found + 1;
            }
        }
        (was, is) = (next_was + 1, next_is + 1);
    }
    partners.extend(fixed);
    partners
}

/// Equal rows that stand once on either side, in the order of the old ones.
fn once(
    old: &[Cells],
    olds: std::ops::Range<usize>,
    new: &[Cells],
    news: std::ops::Range<usize>,
) -> Vec<(usize, usize)> {
    let mut seen: BTreeMap<&Cells, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    olds.for_each(|at| seen.entry(&old[at]).or_default().0.push(at));
    news.for_each(|at| seen.entry(&new[at]).or_default().1.push(at));
    let single = |(olds, news): &(Vec<usize>, Vec<usize>)| match (olds.as_slice(), news.as_slice()) {
        ([was], [is]) => Some((*was, *is)),
        _ => None,
    };
    let mut pairs: Vec<(usize, usize)> = seen.values().filter_map(single).collect();
    pairs.sort_unstable();
    pairs
}

/// The longest run of pairs that rises on both sides.
fn in_order(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // The last pair of the best run of each length, and the pair before each.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (at, &(_, is)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < is);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut run = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = before[at];
    }
    run.reverse();
    run
}

fn half(old: &[Option<String>], new: &[Option<String>]) -> bool {
    let equal = old.iter().zip(new).filter(|(old, new)| old == new).count();
    equal * 2 >= old.len() && equal > 0
}

#[cfg(test)]
mod tests {
    use super::{Cells, aligned};

    fn rows(text: &str) -> Vec<Cells> {
        text.split(' ').map(|row| row.chars().map(|cell| Some(cell.to_string())).collect()).collect()
    }

    #[test]
    fn rows_are_known_by_what_they_hold() {
        for (old, new, expected) in [
            ("ab cd", "xy ab cd", "0-1 1-2"),
            ("ab cd ef", "ab ef", "0-0 2-1"),
            ("ab cd ef", "ab cx ef", "0-0 1-1 2-2"),
            ("ab cd ef", "ef ab cd", "0-1 1-2"),
            ("ab ab cd", "ab ab ab cd", "0-0 1-1 2-3"),
            ("ab", "cd", ""),
            ("ab cd ef gh", "cd xb ef gz", "1-0 2-2 3-3"),
        ] {
            let found: Vec<String> =
                aligned(&rows(old), &rows(new)).iter().map(|(was, is)| format!("{was}-{is}")).collect();
            assert_eq!(found.join(" "), expected, "{old} → {new}");
        }
    }
}
