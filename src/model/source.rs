//! The source registry: entries cited by key.

use super::Freshness;
use crate::diagnostics::Span;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// One entry of the registry.
#[derive(Debug, Clone)]
pub struct Source {
    /// The key by which it is cited.
    pub key: String,
    /// Where it is declared.
    pub span: Span,
    /// The bibliographic record.
    pub entry: hayagriva::Entry,
    /// When it was retrieved and when the next release is due, as far as declared.
    pub freshness: Freshness,
}

/// All sources of a report in the order they are declared.
#[derive(Debug, Clone, Default)]
pub struct SourceRegistry {
    entries: IndexMap<String, Source>,
    broken: BTreeSet<String>,
}

impl SourceRegistry {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a source; gives it back when its key is taken.
    pub fn add(&mut self, source: Source) -> Result<(), Box<Source>> {
        if self.entries.contains_key(&source.key) {
            return Err(Box::new(source));
        }
        self.entries.insert(source.key.clone(), source);
        Ok(())
    }

    /// Remembers the key of a source that cannot be read, which is a finding already.
    pub fn add_broken(&mut self, key: String) {
        self.broken.insert(key);
    }

    /// Whether a key is declared, be it of a source that cannot be read.
    #[must_use]
    pub fn declares(&self, key: &str) -> bool {
        self.entries.contains_key(key) || self.broken.contains(key)
    }

    /// The source of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Source> {
        self.entries.get(key)
    }

    /// All sources.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.entries.values()
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}
