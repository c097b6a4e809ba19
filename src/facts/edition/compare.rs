//! What changed between two editions.

use super::changes::{Changes, ClaimChange, Place, SentenceChange, SourceChange, ValueChange, with_unit};
use super::names::{renamed, split};
use super::types::{Edition, Printed, PublishedCell, PublishedFact};
use super::{figures, ranks, same};
use crate::model::Locale;
use crate::syntax::number::{self, Marks};
use crate::syntax::print;
use std::collections::{BTreeMap, BTreeSet};

/// So many more decimals than printed are shown.
const FINER: u8 = 9;

impl Changes {
    /// What changed from `old` to `new`.
    #[must_use]
    pub fn between(old: &Edition, new: &Edition) -> Self {
        let (renamed, names) = renamed(old, new);
        let old = renamed.as_ref();
        let mut changes = Self { since: old.date, names, ..Self::default() };
        facts(old, new, &mut changes);
        cells(old, new, &mut changes);
        changes.figures = figures::changed(old, new);
        changes.ranks = ranks::changed(old, new);
        changes.sources = sources(old, new);
        let pages: BTreeMap<&str, usize> = old
            .pages
            .iter()
            .chain(&new.pages)
            .enumerate()
            .map(|(at, page)| (page.path.as_str(), at))
            .collect();
        let at = |place: &Place| pages.get(place.page.as_str()).copied();
        changes.values.sort_by_key(|change| at(&change.place));
        changes.claims.sort_by_key(|change| at(&change.place));
        changes.sentences.sort_by_key(|change| at(&change.place));
        changes.figures.sort_by_key(|change| at(&change.place));
        changes.ranks.sort_by_key(|change| at(&change.place));
        changes
    }
}

fn differ(old: &Printed, new: &Printed) -> bool {
    old.text != new.text || old.unit != new.unit
}

/// A claim's words are what is published; what the data say of them is a change of its own.
fn fact_differs(old: &PublishedFact, new: &PublishedFact) -> bool {
    if new.data.is_some() { old.value.text != new.value.text } else { differ(&old.value, &new.value) }
}

fn facts(old: &Edition, new: &Edition, changes: &mut Changes) {
    let partners = same::facts(&old.facts, &new.facts);
    let mut reworded = BTreeSet::new();
    for (index, fact) in new.facts.iter().enumerate() {
        let former = partners.get(&index).and_then(|&at| old.facts.get(at));
        if former.is_none_or(|former| fact_differs(former, fact)) {
            let other = former.filter(|former| former.expression != fact.expression);
            let value = ValueChange {
                former: other.map(|former| former.expression.clone()),
                old_sentence: former.map(|former| former.sentence.clone()),
                old: former.map(|former| former.value.clone()),
                ..of_fact(new, fact, Some(&fact.value))
            };
            changes.values.push(value);
        }
        changes.claims.extend(former.and_then(|former| claim(new, former, fact)));
        let Some(former) = former.filter(|former| former.sentence != fact.sentence) else { continue };
        if reworded.insert((&fact.page, &fact.anchor, &former.sentence, &fact.sentence)) {
            changes.sentences.push(SentenceChange {
                place: Place::fact(new, fact),
                old: former.sentence.clone(),
                new: fact.sentence.clone(),
                span: fact.span,
            });
        }
    }
    let taken: BTreeSet<usize> = partners.into_values().collect();
    for (_, fact) in old.facts.iter().enumerate().filter(|(index, _)| !taken.contains(index)) {
        let sentence = Some(fact.sentence.clone());
        changes.values.push(ValueChange {
            old: Some(fact.value.clone()),
            old_sentence: sentence,
            ..of_fact(old, fact, None)
        });
    }
}

fn claim(edition: &Edition, former: &PublishedFact, fact: &PublishedFact) -> Option<ClaimChange> {
    let (mut old, mut new) = (former.data.clone()?, fact.data.clone()?);
    // Where the unit alone is another, the texts say it.
    if old == new && former.value.unit != fact.value.unit {
        (old, new) = (with_unit(&old, &former.value.unit), with_unit(&new, &fact.value.unit));
    }
    let moved = old != new || former.holds != fact.holds;
    let numbers = former.value.number.zip(fact.value.number).filter(|_| old == new);
    if let Some(finer) = numbers.and_then(|(before, after)| apart(&old, before, after)) {
        (old, new) = finer;
    }
    let change = ClaimChange {
        place: Place::fact(edition, fact),
        fact: fact.id.clone(),
        sentence: fact.sentence.clone(),
        old_words: former.value.text.clone(),
        words: fact.value.text.clone(),
        expression: fact.expression.clone(),
        held: former.holds,
        holds: fact.holds,
        span: fact.span,
        old,
        new,
    };
    moved.then_some(change)
}

/// Two numbers that are printed as one text, each with the digits in which they differ.
fn apart(text: &str, old: f64, new: f64) -> Option<(String, String)> {
    // An edition does not say by which marks its numbers are printed: they are those by which the text is this number.
    let read = |locale: &Locale| {
        let printed = number::parse_with(text, Marks::of(locale)).map(|printed| printed.amount);
        let far = |printed: f64| [1.0, 0.01].map(|unit| (printed * unit - new).abs());
        printed.map(far).map_or(f64::INFINITY, |[number, share]| number.min(share))
    };
    let locale = ["en", "de", "fr"].map(Locale::of).into_iter().min_by(|a, b| read(a).total_cmp(&read(b)))?;
    let finer = |number, more| print::finer(text, number, more, &locale);
    (1..=FINER).map_while(|more| finer(old, more).zip(finer(new, more))).find(|(old, new)| old != new)
}

fn of_fact(edition: &Edition, fact: &PublishedFact, new: Option<&Printed>) -> ValueChange {
    ValueChange {
        place: Place::fact(edition, fact),
        also: Vec::new(),
        name: fact.expression.clone(),
        former: None,
        fact: Some(fact.id.clone()),
        sentence: Some(fact.sentence.clone()),
        old_sentence: None,
        old: None,
        new: new.cloned(),
        span: fact.span,
    }
}

fn cells(old: &Edition, new: &Edition, changes: &mut Changes) {
    let key = |cell: &PublishedCell| (cell.dataset.clone(), cell.record.clone(), cell.field.clone());
    let former: BTreeMap<_, &PublishedCell> = old.cells.iter().map(|cell| (key(cell), cell)).collect();
    let mut kept = BTreeSet::new();
    for cell in &new.cells {
        let key = key(cell);
        let before = former.get(&key).map(|cell| &cell.value);
        if before.is_none_or(|before| differ(before, &cell.value)) {
            changes.values.push(of_cell(new, cell, (before, Some(&cell.value))));
        }
        kept.insert(key);
    }
    for cell in old.cells.iter().filter(|cell| !kept.contains(&key(cell))) {
        changes.values.push(of_cell(old, cell, (Some(&cell.value), None)));
    }
}

fn of_cell(
    edition: &Edition,
    cell: &PublishedCell,
    (old, new): (Option<&Printed>, Option<&Printed>),
) -> ValueChange {
    let mut figures = edition.figures_of(&cell.dataset, &cell.record, &cell.field);
    let place = figures.next().map_or_else(Place::default, |figure| Place::figure(edition, figure));
    ValueChange {
        place,
        also: figures.map(|figure| figure.label.clone()).collect(),
        name: format!("{} · {} · {}", table(edition, &cell.dataset), cell.record, cell.field),
        former: None,
        fact: None,
        sentence: None,
        old_sentence: None,
        old: old.cloned(),
        new: new.cloned(),
        span: cell.span,
    }
}

/// What cells stand in: a dataset by its name, what a figure made of one by the figure's label.
pub(super) fn table(edition: &Edition, name: &str) -> String {
    let figure = edition.figures.iter().find(|figure| figure.dataset == name);
    let made = figure.filter(|_| !split(name).1.is_empty()).map(|figure| figure.label.as_str());
    made.filter(|label| !label.is_empty()).unwrap_or(name).to_owned()
}

fn sources(old: &Edition, new: &Edition) -> Vec<SourceChange> {
    let keys: BTreeSet<&str> =
        old.sources.iter().chain(&new.sources).map(|source| source.key.as_str()).collect();
    let find = |edition: &Edition, key: &str| {
        let found = edition.sources.iter().find(|source| source.key == key);
        found.map(|source| (source.entry.clone(), source.span))
    };
    keys.into_iter()
        .filter_map(|key| {
            let (before, after) = (find(old, key), find(new, key));
            let span = after.as_ref().or(before.as_ref()).and_then(|(_, span)| *span);
            let (before, after) = (before.map(|(entry, _)| entry), after.map(|(entry, _)| entry));
            (before != after).then(|| SourceChange { key: key.to_owned(), old: before, new: after, span })
        })
        .collect()
}
