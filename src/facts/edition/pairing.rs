//! What is one and the same in two editions: facts and figures by their keys, pages and datasets by what they hold.

use super::types::Edition;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Which old item each new one is, by their indices: of those that are left, one with an equal first key, else second
/// key, and so on.
pub(super) fn pair<'a, T, K: Ord>(
    old: &'a [T],
    new: &'a [T],
    keys: [fn(&'a T) -> K; 3],
) -> BTreeMap<usize, usize> {
    let mut partners = BTreeMap::new();
    let mut free: BTreeSet<usize> = (0..old.len()).collect();
    for key in keys {
        let mut waiting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &index in free.iter().rev() {
            waiting.entry(key(&old[index])).or_default().push(index);
        }
        for (index, item) in new.iter().enumerate() {
            if partners.contains_key(&index) {
                continue;
            }
            if let Some(found) = waiting.get_mut(&key(item)).and_then(Vec::pop) {
                partners.insert(index, found);
                free.remove(&found);
            }
        }
    }
    partners
}

/// What pages or datasets hold, by their names.
type Held<'a, I> = BTreeMap<&'a str, BTreeSet<I>>;

/// The older edition with the names that its pages and datasets have in the newer one: of those that are gone, each is the
/// new one that holds most of what it held.
pub(super) fn renamed<'a>(old: &'a Edition, new: &'a Edition) -> Cow<'a, Edition> {
    let paths = |edition: &'a Edition| edition.pages.iter().map(|page| page.path.as_str());
    let tables = |edition: &'a Edition| edition.cells.iter().map(|cell| split(&cell.dataset).0);
    // Most often all names stand in both.
    let pages =
        if all_in(paths(old), paths(new)) { BTreeMap::new() } else { successors(&pages(old), &pages(new)) };
    let datasets = if all_in(tables(old), tables(new)) {
        BTreeMap::new()
    } else {
        successors(&datasets(old), &datasets(new))
    };
    if pages.is_empty() && datasets.is_empty() {
        return Cow::Borrowed(old);
    }
    let page = |path: &mut String| {
        if let Some(now) = pages.get(path.as_str()) {
            (*now).clone_into(path);
        }
    };
    let dataset = |name: &mut String| {
        let (own, figure) = split(name);
        if let Some(now) = datasets.get(own) {
            *name = if figure.is_empty() { (*now).to_owned() } else { format!("{now}#{figure}") };
        }
    };
    let mut edition = old.clone();
    edition.pages.iter_mut().for_each(|item| page(&mut item.path));
    edition.facts.iter_mut().for_each(|fact| page(&mut fact.page));
    for figure in &mut edition.figures {
        page(&mut figure.page);
        dataset(&mut figure.dataset);
    }
    edition.cells.iter_mut().for_each(|cell| dataset(&mut cell.dataset));
    Cow::Owned(edition)
}

fn all_in<'a>(mut old: impl Iterator<Item = &'a str>, new: impl Iterator<Item = &'a str>) -> bool {
    let new: BTreeSet<&str> = new.collect();
    old.all(|name| new.contains(name))
}

/// The new name of each that is gone.
fn successors<'a, I: Ord>(old: &Held<'a, I>, new: &Held<'a, I>) -> BTreeMap<&'a str, &'a str> {
    let fresh = || new.iter().filter(|(name, _)| !old.contains_key(*name));
    // Where each thing stands; what stands in several says nothing.
    let mut places: BTreeMap<&I, Option<&str>> = BTreeMap::new();
    for (&name, items) in fresh() {
        items.iter().for_each(|item| {
            places.entry(item).and_modify(|place| *place = None).or_insert(Some(name));
        });
    }
    let mut best: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (&gone, items) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut all = 0;
        for item in items {
            let place = places.get(item);
            all += usize::from(place != Some(&None));
            if let Some(Some(name)) = place {
                *votes.entry(name).or_default() += 1;
            }
        }
        let Some((name, count)) = votes.into_iter().max_by_key(|(_, count)| *count) else { continue };
        if count * 2 > all && best.get(name).is_none_or(|(most, _)| count > *most) {
            best.insert(name, (count, gone));
        }
    }
    best.into_iter().map(|(name, (_, gone))| (gone, name)).collect()
}

/// Titles, sentences, expressions and figures of pages.
fn pages(edition: &Edition) -> Held<'_, (&str, &str)> {
    let mut held: Held<'_, (&str, &str)> = Held::new();
    for page in &edition.pages {
        held.entry(&page.path).or_default().insert(("title", &page.title));
    }
    for fact in &edition.facts {
        let items = [("sentence", fact.sentence.as_str()), ("expression", &fact.expression)];
        held.entry(&fact.page).or_default().extend(items);
    }
    for figure in &edition.figures {
        held.entry(&figure.page).or_default().insert((&figure.dataset, &figure.anchor));
    }
    held
}

/// The cells of datasets, and of the figures that shape them.
fn datasets(edition: &Edition) -> Held<'_, (&str, &str, &str)> {
    let mut held: Held<'_, (&str, &str, &str)> = Held::new();
    for cell in &edition.cells {
        let (name, figure) = split(&cell.dataset);
        held.entry(name).or_default().insert((figure, &cell.record, &cell.field));
    }
    held
}

/// A dataset's name, and the figure that shapes it: `minerals#fig-prices`.
fn split(name: &str) -> (&str, &str) {
    name.split_once('#').unwrap_or((name, ""))
}
