//! Which item of an older list each item of a newer one is.

use std::collections::{BTreeMap, BTreeSet};

/// Old items by new ones, by their indices, found one key after the other.
pub(super) struct Pairing<'a, T> {
    old: &'a [T],
    new: &'a [T],
    partners: BTreeMap<usize, usize>,
    taken: BTreeSet<usize>,
}

impl<'a, T> Pairing<'a, T> {
    pub(super) const fn new(old: &'a [T], new: &'a [T]) -> Self {
        Self { old, new, partners: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// Pairs what is left and has an equal key, in order.
    pub(super) fn by<K: Ord>(&mut self, key: impl Fn(&'a T) -> Option<K>) {
        self.join_groups(self.left(key), |_, _| true);
    }

    /// The same, of keys that as many old as new items have: else an item more or less would shift all partners.
    pub(super) fn by_if_as_many<K: Ord>(&mut self, key: impl Fn(&'a T) -> Option<K>) {
        self.join_groups(self.left(key), |old, new| old == new);
    }

    fn join_groups(&mut self, groups: Vec<(Vec<usize>, Vec<usize>)>, fits: fn(usize, usize) -> bool) {
        for (old, new) in groups.into_iter().filter(|(old, new)| fits(old.len(), new.len())) {
            old.into_iter().zip(new).for_each(|(old, new)| self.join(old, new));
        }
    }

    /// The old and new items without partners, by their keys.
    pub(super) fn left<K: Ord>(&self, key: impl Fn(&'a T) -> Option<K>) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: BTreeMap<K, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (index, item) in self.old.iter().enumerate().filter(|(index, _)| !self.taken.contains(index)) {
            if let Some(key) = key(item) {
                groups.entry(key).or_default().0.push(index);
            }
        }
        for (index, item) in self.new.iter().enumerate() {
            if !self.partners.contains_key(&index)
                && let Some(group) = key(item).and_then(|key| groups.get_mut(&key))
            {
                group.1.push(index);
            }
        }
        groups.into_values().filter(|(_, new)| !new.is_empty()).collect()
    }

    pub(super) fn join(&mut self, old: usize, new: usize) {
        self.taken.insert(old);
        self.partners.insert(new, old);
    }

    /// Old items by new ones.
    pub(super) fn into_partners(self) -> BTreeMap<usize, usize> {
        self.partners
    }
}
