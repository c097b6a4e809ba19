//! Which value in prose of an older edition each value of a newer one is.
//!
//! An analyst who brings a report up to date changes expressions (`Q2` becomes `Q3`), words around them, or both. So a value is the
//! one that stands in the same words, before it is the one with the same expression: else "Revenue rose to 12. It was 10." would
//! lose what became of 12 as soon as the next quarter's 15 stands in its place.

use super::pairing::Pairing;
use super::types::{FactKind, PublishedFact};
use std::collections::BTreeMap;
use std::rc::Rc;

/// So alike are the words of sentences, from 0 to 1, of which one took the other's place.
const ALIKE: f64 = 0.55;

/// In a section with more sentences than these on both sides, none is looked for that is only alike.
const MANY: usize = 200;

/// A value and the words it stands in.
struct Told<'a> {
    fact: &'a PublishedFact,
    /// The number of its sentence.
    group: usize,
    /// Its place among the values of the sentence.
    slot: usize,
    /// The sentence without its values.
    words: Rc<str>,
}

impl Told<'_> {
    fn is_claim(&self) -> bool {
        self.fact.kind == FactKind::Checked
    }

    /// The value as it stands there.
    fn value(&self) -> (bool, &str, &str, usize) {
        (self.is_claim(), &self.fact.expression, &self.fact.sentence, self.slot)
    }

    /// The words, if they say anything.
    fn said(&self) -> Option<&str> {
        self.words.contains(char::is_alphabetic).then_some(&self.words)
    }
}

/// Old facts by new ones, by their indices.
pub(super) fn facts(old: &[PublishedFact], new: &[PublishedFact]) -> BTreeMap<usize, usize> {
    let (old, new) = (told(old), told(new));
    let mut pairing = Pairing::new(&old, &new);
    // The same value in the same sentence: here, elsewhere on the page, on another page.
    pairing.by(|one| Some((&one.fact.page, &one.fact.anchor, one.value())));
    pairing.by(|one| Some((&one.fact.page, one.value())));
    pairing.by_if_as_many(|one| Some(one.value()));
    // The same expression, then any, in the same words.
    pairing.by(|one| Some((&one.fact.page, &one.fact.anchor, &one.fact.expression, &one.words, one.slot)));
    pairing.by(|one| Some((&one.fact.page, &one.fact.expression, &one.words, one.slot)));
    pairing.by_if_as_many(|one| Some((&one.fact.page, &one.fact.anchor, one.said()?, one.slot)));
    pairing.by_if_as_many(|one| Some((&one.fact.page, one.said()?, one.slot)));
    alike(&mut pairing, &old, &new);
    // The same expression in other words.
    pairing.by(|one| Some((&one.fact.page, &one.fact.anchor, &one.fact.expression, one.is_claim())));
    pairing.by(|one| Some((&one.fact.page, &one.fact.expression, one.is_claim())));
    pairing.by(|one| Some((&one.fact.page, &one.fact.expression)));
    pairing.by_if_as_many(|one| Some((&one.fact.expression, one.said()?, one.slot)));
    pairing.into_partners()
}

/// Facts with their sentences, which are parted as the lock parts them.
fn told(facts: &[PublishedFact]) -> Vec<Told<'_>> {
    let mut told = Vec::with_capacity(facts.len());
    for (group, facts) in facts.chunk_by(PublishedFact::is_beside).enumerate() {
        let words: Rc<str> = words(facts).into();
        let each = |(slot, fact)| Told { fact, group, slot, words: Rc::clone(&words) };
        told.extend(facts.iter().enumerate().map(each));
    }
    told
}

/// The sentence of facts with a mark in the place of each value.
fn words(facts: &[PublishedFact]) -> String {
    let mut rest = facts.first().map_or("", |fact| fact.sentence.as_str());
    let mut words = String::with_capacity(rest.len());
    for fact in facts.iter().filter(|fact| !fact.value.text.is_empty()) {
        if let Some((before, after)) = rest.split_once(&fact.value.text) {
            words.push_str(before);
            words.push('\u{0}');
            rest = after;
        }
    }
    words + rest
}

/// Pairs the values of sentences that are much alike and have as many: "in the second quarter" became "in the third".
fn alike<'a>(pairing: &mut Pairing<'a, Told<'a>>, old: &'a [Told<'a>], new: &'a [Told<'a>]) {
    let sections = pairing.left(|one| one.said().map(|_| (&one.fact.page, &one.fact.anchor)));
    for (before, after) in sections {
        let (before, after) = (sentences(old, &before), sentences(new, &after));
        if before.len().min(after.len()) > MANY {
            continue;
        }
        let mut found = Vec::new();
        for (was, olds) in before.iter().enumerate() {
            for (is, news) in after.iter().enumerate().filter(|(_, news)| news.len() == olds.len()) {
                let likeness = strsim::sorensen_dice(&old[olds[0]].words, &new[news[0]].words);
                if likeness >= ALIKE {
                    found.push((likeness, was, is));
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (mut olds_left, mut news_left) = (vec![true; before.len()], vec![true; after.len()]);
        for (_, was, is) in found {
            if olds_left[was] && news_left[is] {
                (olds_left[was], news_left[is]) = (false, false);
                join(pairing, (old, new), (&before[was], &after[is]));
            }
        }
    }
}

/// Facts of one section by their sentences, of which all are given.
fn sentences(told: &[Told<'_>], facts: &[usize]) -> Vec<Vec<usize>> {
    facts.chunk_by(|&a, &b| told[a].group == told[b].group).map(<[usize]>::to_vec).collect()
}

/// Pairs the values of two sentences: by their expressions, and what is left in order.
fn join<'a>(
    pairing: &mut Pairing<'a, Told<'a>>,
    (old, new): (&'a [Told<'a>], &'a [Told<'a>]),
    (olds, news): (&[usize], &[usize]),
) {
    let mut olds = olds.to_vec();
    let mut rest = Vec::new();
    for &is in news {
        let same = olds.iter().position(|&was| old[was].fact.expression == new[is].fact.expression);
        match same {
            Some(at) => pairing.join(olds.remove(at), is),
            None => rest.push(is),
        }
    }
    olds.into_iter().zip(rest).for_each(|(was, is)| pairing.join(was, is));
}
