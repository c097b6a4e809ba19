//! The older edition with the names that its pages, datasets, figures and records have in the newer one.

use super::NameChange;
use super::pairing::Pairing;
use super::records;
use super::types::{Edition, PublishedCell, PublishedFigure};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What pages or datasets hold, by their names.
type Held<'a, I> = BTreeMap<&'a str, BTreeSet<I>>;

/// The older edition as the newer one would name what is in it. A page, dataset or figure that is gone keeps its name, unless another
/// has it now.
pub(super) fn renamed<'a>(old: &'a Edition, new: &Edition) -> (Cow<'a, Edition>, Vec<NameChange>) {
    let mut edition = Cow::Borrowed(old);
    rename_pages(&mut edition, new);
    rename_datasets(&mut edition, new);
    rename_figures(&mut edition, new);
    let mut changes = rename_fields(&mut edition, new);
    changes.extend(rename_records(&mut edition, new));
    (edition, changes)
}

/// Of the pages that are gone, each is the new one that holds most of what it held.
fn rename_pages(edition: &mut Cow<'_, Edition>, new: &Edition) {
    let paths = |edition: &Edition| edition.pages.iter().map(|page| page.path.clone()).collect::<Vec<_>>();
    // Most often all names stand in both.
    if all_in(&paths(edition), &paths(new)) {
        return;
    }
    let names = successors(&pages(edition), &pages(new));
    if names.is_empty() {
        return;
    }
    let page = |path: &mut String| {
        if let Some(now) = names.get(path) {
            path.clone_from(now);
        }
    };
    let edition = edition.to_mut();
    edition.pages.iter_mut().for_each(|item| page(&mut item.path));
    edition.facts.iter_mut().for_each(|fact| page(&mut fact.page));
    edition.figures.iter_mut().for_each(|figure| page(&mut figure.page));
}

/// The same of datasets, in expressions too.
fn rename_datasets(edition: &mut Cow<'_, Edition>, new: &Edition) {
    let tables = |edition: &Edition| {
        edition.cells.iter().map(|cell| split(&cell.dataset).0.to_owned()).collect::<BTreeSet<_>>()
    };
    let (before, after) = (tables(edition), tables(new));
    if before.is_subset(&after) {
        return;
    }
    let names = successors(&datasets(edition), &datasets(new));
    if names.is_empty() {
        return;
    }
    let dataset = |name: &mut String| {
        let (own, figure) = split(name);
        if let Some(now) = names.get(own) {
            *name = joined(now, figure);
        }
    };
    let edition = edition.to_mut();
    edition.figures.iter_mut().for_each(|figure| dataset(&mut figure.dataset));
    edition.cells.iter_mut().for_each(|cell| dataset(&mut cell.dataset));
    edition.datasets.iter_mut().for_each(|item| dataset(&mut item.name));
    for fact in &mut edition.facts {
        for (old, new) in &names {
            fact.expression = with_dataset(&fact.expression, old, new);
        }
    }
}

/// A figure without an id of its own is called by its number, which another figure may have now. So each is found by what it shows, and what it
/// made of data goes by the name of what it is now.
fn rename_figures(edition: &mut Cow<'_, Edition>, new: &Edition) {
    let partners = figures(edition, new);
    let kept = |is: usize, was: usize| {
        let (old, new) = (&edition.figures[was], &new.figures[is]);
        (&old.page, &old.anchor) == (&new.page, &new.anchor)
    };
    let taken: BTreeSet<(&str, &str)> = new.figures.iter().map(PublishedFigure::place).collect();
    let all_kept =
        partners.len() == edition.figures.len() && partners.iter().all(|(&is, &was)| kept(is, was));
    if all_kept {
        return;
    }
    let now: BTreeMap<usize, usize> = partners.into_iter().map(|(is, was)| (was, is)).collect();
    let mut tables = BTreeMap::new();
    let mut anchors = BTreeMap::new();
    for (was, figure) in edition.figures.iter().enumerate() {
        let (name, part) = split(&figure.dataset);
        let anchor = match now.get(&was) {
            Some(&is) => new.figures[is].anchor.clone(),
            // Its place belongs to another figure.
            None if taken.contains(&figure.place()) => String::new(),
            None => figure.anchor.clone(),
        };
        if !part.is_empty() {
            let part = if anchor.is_empty() { format!("({part})") } else { anchor.clone() };
            tables.insert(figure.dataset.clone(), joined(name, &part));
        }
        anchors.insert((figure.page.clone(), figure.anchor.clone()), anchor);
    }
    let edition = edition.to_mut();
    let table = |name: &mut String| {
        if let Some(now) = tables.get(name) {
            name.clone_from(now);
        }
    };
    edition.cells.iter_mut().for_each(|cell| table(&mut cell.dataset));
    edition.datasets.iter_mut().for_each(|dataset| table(&mut dataset.name));
    for figure in &mut edition.figures {
        table(&mut figure.dataset);
        if let Some(anchor) = anchors.get(&(figure.page.clone(), figure.anchor.clone())) {
            figure.anchor.clone_from(anchor);
        }
    }
    for fact in &mut edition.facts {
        if let Some(anchor) = anchors.get(&(fact.page.clone(), fact.anchor.clone())) {
            fact.anchor.clone_from(anchor);
        }
    }
}

/// What a figure shows.
struct Shown<'a> {
    figure: &'a PublishedFigure,
    dataset: &'a str,
    /// The cells that it made itself: record, field, unit and text.
    made: Vec<(&'a str, &'a str, &'a str, &'a str)>,
}

impl Shown<'_> {
    /// Figures that differ in this are never the same.
    fn about(&self) -> (&str, &str, bool) {
        (&self.figure.page, self.dataset, self.made.is_empty())
    }

    /// The cells without what the data may change.
    fn shape(&self) -> Vec<(&str, &str, &str)> {
        self.made.iter().map(|&(record, field, unit, _)| (record, field, unit)).collect()
    }
}

/// Old figures by new ones, by their indices.
fn figures(old: &Edition, new: &Edition) -> BTreeMap<usize, usize> {
    let (old, new) = (shown(old), shown(new));
    let mut pairing = Pairing::new(&old, &new);
    // With an id of its own; else showing the same; else made in the same way; else what shows the same fields; else what stands in its place.
    pairing.by(|one| one.figure.has_own_id().then(|| (one.about(), &one.figure.anchor)));
    pairing.by(|one| Some((one.about(), &one.figure.fields, &one.figure.records, &one.made)));
    pairing.by(|one| Some((one.about(), &one.figure.fields, one.shape())));
    pairing.by(|one| Some((one.about(), &one.figure.fields)));
    pairing.by(|one| Some((one.about(), &one.figure.anchor)));
    pairing.into_partners()
}

fn shown<'a>(edition: &'a Edition) -> Vec<Shown<'a>> {
    let mut made: BTreeMap<&str, Vec<(&str, &str, &str, &str)>> = BTreeMap::new();
    for cell in edition.cells.iter().filter(|cell| !split(&cell.dataset).1.is_empty()) {
        let PublishedCell { dataset, record, field, value, .. } = cell;
        made.entry(dataset).or_default().push((record, field, &value.unit, &value.text));
    }
    let each = |figure: &'a PublishedFigure| {
        let made = made.remove(figure.dataset.as_str()).unwrap_or_default();
        Shown { figure, dataset: split(&figure.dataset).0, made }
    };
    edition.figures.iter().map(each).collect()
}

/// Fields that are gone, as new ones with mostly the same cells.
fn rename_fields(edition: &mut Cow<'_, Edition>, new: &Edition) -> Vec<NameChange> {
    let names = inner(edition, new, |cell| (&cell.field, &cell.record));
    if names.is_empty() {
        return Vec::new();
    }
    let edition = edition.to_mut();
    let rename = |dataset: &str, field: &mut String| {
        if let Some(now) = names.get(&(dataset.to_owned(), field.clone())) {
            field.clone_from(now);
        }
    };
    edition.cells.iter_mut().for_each(|cell| rename(&cell.dataset, &mut cell.field));
    for figure in &mut edition.figures {
        figure.fields.iter_mut().for_each(|field| rename(&figure.dataset, field));
    }
    changes(names, false)
}

/// The same of records; those without a key have only been given other numbers, which is no change.
fn rename_records(edition: &mut Cow<'_, Edition>, new: &Edition) -> Vec<NameChange> {
    let numbers = records::moved(edition, new);
    let moved = |dataset: &str| numbers.keys().any(|(name, _)| name == dataset);
    let mut names = inner(edition, new, |cell| (&cell.record, &cell.field));
    names.retain(|(dataset, _), _| !moved(dataset));
    if numbers.is_empty() && names.is_empty() {
        return Vec::new();
    }
    let edition = edition.to_mut();
    let rename = |dataset: &str, record: &mut String| {
        let key = (dataset.to_owned(), record.clone());
        if let Some(now) = numbers.get(&key).or_else(|| names.get(&key)) {
            record.clone_from(now);
        }
    };
    edition.cells.iter_mut().for_each(|cell| rename(&cell.dataset, &mut cell.record));
    for figure in &mut edition.figures {
        figure.records.iter_mut().flatten().for_each(|record| rename(&figure.dataset, record));
    }
    changes(names, true)
}

/// The new names of what is in datasets, by dataset and old name; one equal value may be chance.
fn inner<'a>(
    old: &'a Edition,
    new: &'a Edition,
    names: fn(&'a PublishedCell) -> (&'a str, &'a str),
) -> BTreeMap<(String, String), String> {
    let held = |edition: &'a Edition| {
        let mut held: BTreeMap<&str, Held<'a, (&str, &str)>> = BTreeMap::new();
        for cell in edition.cells.iter().filter(|cell| !cell.value.text.is_empty()) {
            let (name, other) = names(cell);
            let items = held.entry(&cell.dataset).or_default().entry(name).or_default();
            items.insert((other, &cell.value.text));
        }
        held
    };
    let (before, after) = (held(old), held(new));
    let mut found = BTreeMap::new();
    for (dataset, olds) in &before {
        let Some(news) = after.get(dataset) else { continue };
        if olds.keys().all(|name| news.contains_key(name)) {
            continue;
        }
        for (was, is) in successors(olds, news) {
            let common = olds.get(was.as_str()).zip(news.get(is.as_str()));
            if common.is_some_and(|(was, is)| was.intersection(is).count() > 1) {
                found.insert(((*dataset).to_owned(), was), is);
            }
        }
    }
    found
}

/// What readers are told: once, also where figures shape the dataset.
fn changes(names: BTreeMap<(String, String), String>, is_record: bool) -> Vec<NameChange> {
    let change = |((dataset, old), new): ((String, String), String)| NameChange {
        dataset: split(&dataset).0.to_owned(),
        is_record,
        old,
        new,
    };
    names.into_iter().map(change).collect::<BTreeSet<_>>().into_iter().collect()
}

fn all_in(old: &[String], new: &[String]) -> bool {
    let new: BTreeSet<&String> = new.iter().collect();
    old.iter().all(|name| new.contains(name))
}

/// The new name of each that is gone.
fn successors<I: Ord>(old: &Held<'_, I>, new: &Held<'_, I>) -> BTreeMap<String, String> {
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
    best.into_iter().map(|(name, (_, gone))| (gone.to_owned(), name.to_owned())).collect()
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
pub(super) fn split(name: &str) -> (&str, &str) {
    name.split_once('#').unwrap_or((name, ""))
}

fn joined(name: &str, figure: &str) -> String {
    if figure.is_empty() { name.to_owned() } else { format!("{name}#{figure}") }
}

/// An expression with another name of a dataset: `data.sales.Iowa` or `data["sales"].Iowa`.
fn with_dataset(expression: &str, old: &str, new: &str) -> String {
    let quoted = expression.replace(&format!("data[\"{old}\"]"), &format!("data[\"{new}\"]"));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let now = if new.chars().all(is_word) { format!("data.{new}") } else { format!("data[\"{new}\"]") };
    let mut out = String::new();
    let mut rest = quoted.as_str();
    while let Some((before, after)) = rest.split_once(&format!("data.{old}")) {
        out.push_str(before);
        let whole = !after.starts_with(is_word) && !out.ends_with(is_word);
        out.push_str(&if whole { now.clone() } else { format!("data.{old}") });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::with_dataset;

    #[test]
    fn expressions_follow_the_name_of_a_dataset() {
        for (expression, expected) in [
            ("data.sales.Iowa + data.sales2.Iowa", "data.turnover.Iowa + data.sales2.Iowa"),
            ("data[\"sales\"].Iowa", "data[\"turnover\"].Iowa"),
            ("metadata.sales", "metadata.sales"),
        ] {
            assert_eq!(with_dataset(expression, "sales", "turnover"), expected);
        }
        assert_eq!(with_dataset("data.sales.count()", "sales", "q/sales"), "data[\"q/sales\"].count()");
    }
}
