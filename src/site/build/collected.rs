//! The files that are put together from parts of all pages: the search index and `facts.json`. They are as long as all pages
//! together, so they go into the new tree bit by bit; one that would be made of the very parts it was made of stays as it is.

use super::codec::NOTHING;
use super::key;
use super::parts::{Part, Parts};
use super::plan::Plan;
use super::record::is_there;
use super::run::Run;
use super::sources::Sources;
use crate::load::DATA;
use crate::resolve::Resolved;
use crate::site::facts_json::{self, List, Take};
use crate::site::search_index;
use crate::site::write::{Stored, There, WriteError, Writing};
use std::io::{self, Write as _};

/// Texts of pages that are read at a time.
const TEXTS: usize = 256;

/// Where the files were put.
pub(super) struct Collected {
    /// Those of the search index, by path.
    pub(super) search: Vec<(String, Stored)>,
    /// The list of facts.
    pub(super) facts: Stored,
}

impl Run<'_> {
    /// Puts the files into the new tree, unless the output folder has them; nothing is put where nothing is to be written.
    pub(super) fn collect(
        &mut self,
        resolved: &Resolved,
        plan: &mut Plan,
        order: &[usize],
        writing: Option<&Writing>,
    ) -> (Collected, Option<WriteError>) {
        let nothing = Stored { hash: blake3::hash(b""), there: None };
        let mut collected = Collected { search: Vec::new(), facts: nothing };
        let Some(writing) = writing else { return (collected, None) };
        let (search, key) = rayon::join(
            || put_search_index(&mut self.parts, resolved, (plan, order), writing),
            || facts_key(&self.sources, resolved, &Lists::of(plan, order)),
        );
        let put = search.and_then(|(search, keys)| {
            (collected.search, plan.search) = (search, keys);
            collected.facts = self.put_facts(resolved, (plan, order), key, writing)?;
            Ok(())
        });
        plan.facts = key;
        (collected, put.err())
    }

    fn put_facts(
        &mut self,
        resolved: &Resolved,
        (plan, order): (&Plan, &[usize]),
        key: blake3::Hash,
        writing: &Writing,
    ) -> Result<Stored, WriteError> {
        if let Some(stored) = as_left(plan, facts_json::PATH, writing).filter(|_| plan.facts == key) {
            return Ok(stored);
        }
        let hashes =
            plan.data.iter().filter_map(|data| Some((format!("{DATA}/{}", data.path), data.sha256.clone()?)));
        let hashes: facts_json::Hashes = hashes.collect();
        let lists = Lists::of(plan, order);
        let spare = self.spare();
        let parts = &mut self.parts;
        writing.put_with(facts_json::PATH, spare.as_deref(), |out| {
            facts_json::write(out, resolved, &hashes, &mut |list, take| {
                hand_over(parts, lists.get(list), take)
            })
        })
    }
}

/// A file of no page that stands in the output folder as the last build left it.
fn as_left(plan: &Plan, path: &str, writing: &Writing) -> Option<Stored> {
    let known = plan.others.iter().find(|output| output.path == path);
    let known = known.filter(|known| is_there(writing, known))?;
    Some(Stored { hash: known.hash, there: Some(There::left(known.stat)) })
}

/// The files of the search index, and the hash of what each was made of.
type SearchIndex = (Vec<(String, Stored)>, Vec<blake3::Hash>);

fn put_search_index(
    parts: &mut Parts,
    resolved: &Resolved,
    (plan, order): (&Plan, &[usize]),
    writing: &Writing,
) -> Result<SearchIndex, WriteError> {
    let count = search_index::count(order.len());
    let (mut files, mut keys) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (file, pages) in search_index::portions(order).enumerate() {
        let path = search_index::path(file);
        let entries: Vec<Part> = pages.iter().map(|index| plan.records[*index].search).collect();
        let rest = search_index::rest(resolved, file);
        let mut key = String::with_capacity(pages.len() * 2 * blake3::OUT_LEN);
        entries.iter().for_each(|part| key.push_str(&part.key()));
        key.push_str(rest.as_deref().unwrap_or_default());
        key.push_str(&count.to_string());
        let key = blake3::hash(key.as_bytes());
        let known = plan.search.get(file) == Some(&key);
        let stored = match as_left(plan, &path, writing).filter(|_| known) {
            Some(stored) => stored,
            None => {
                // What is lost is said when the list of facts is made.
                let entries = parts.texts(&entries).unwrap_or_default();
                let script = search_index::script((file, count), entries.iter().chain(rest.as_deref()));
                writing.put(&path, script.as_bytes())?
            }
        };
        files.push((path, stored));
        keys.push(key);
    }
    Ok((files, keys))
}

/// What the long lists of `facts.json` are put together from.
struct Lists {
    datasets: Vec<Part>,
    figures: Vec<Part>,
    facts: Vec<Part>,
}

impl Lists {
    fn of(plan: &Plan, order: &[usize]) -> Self {
        let in_order = || order.iter().map(|index| &plan.records[*index]);
        Self {
            datasets: plan.data.iter().flat_map(|data| data.facts.iter().copied()).collect(),
            figures: in_order().map(|record| record.figures).collect(),
            facts: in_order().map(|record| record.facts).collect(),
        }
    }

    fn get(&self, list: List) -> &[Part] {
        match list {
            List::Datasets => &self.datasets,
            List::Figures => &self.figures,
            List::Facts => &self.facts,
        }
    }
}

/// The hash of what `facts.json` is made of: the file with the hashes of its longest parts in their place, and the files whose
/// hashes stand in them.
fn facts_key(sources: &Sources, resolved: &Resolved, lists: &Lists) -> blake3::Hash {
    let mut key = key::hasher();
    let hashes = sources.data.iter().try_for_each(|hash| key.write_all(hash.as_bytes()));
    let written = hashes.and_then(|()| {
        facts_json::write(&mut key, resolved, &facts_json::Hashes::new(), &mut |list, take| {
            lists.get(list).iter().try_for_each(|part| take(&part.key()))
        })
    });
    written.map_or(NOTHING, |()| key::finish(key))
}

/// Reads texts some at a time, and hands each over while the next ones are read.
fn hand_over(parts: &mut Parts, list: &[Part], take: &mut Take<'_>) -> io::Result<()> {
    let mut portions = list.chunks(TEXTS);
    let mut next = portions.next().map(|portion| parts.texts(portion));
    while let Some(texts) = next {
        let texts = texts.ok_or_else(|| io::Error::other("a part of it is lost"))?;
        let (taken, read) = rayon::join(
            || texts.iter().try_for_each(&mut *take),
            || portions.next().map(|portion| parts.texts(portion)),
        );
        taken?;
        next = read;
    }
    Ok(())
}
