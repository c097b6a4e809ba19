//! Identifiers that a reader can read in an address, in any script.

use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text as an identifier: lower case, letters and digits of any script, words joined by `-`; `section` when nothing
/// is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() || is_combining_mark(c) || c == '_' {
            slug.push(c);
        } else if (c.is_whitespace() || "-–—/.".contains(c)) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    match text.is_ascii() {
        true => text.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut push),
        false => text.nfc().flat_map(char::to_lowercase).nfc().for_each(&mut push),
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

/// The identifiers of one page.
#[derive(Debug, Clone, Default)]
pub struct Identifiers {
    taken: BTreeSet<String>,
    /// The number to try next, by what stands before it.
    next: BTreeMap<String, u32>,
}

impl Identifiers {
    /// Takes an identifier as it is; `false` when it is taken already.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// Takes the slug of a text, with `-2`, `-3` … when it is taken already.
    pub fn make(&mut self, text: &str) -> String {
        let base = slug(text);
        if self.take(&base) {
            return base;
        }
        let mut number = self.next.get(&base).copied().unwrap_or(2);
        let id = loop {
            let id = format!("{base}-{number}");
            number += 1;
            if self.take(&id) {
                break id;
            }
        };
        self.next.insert(base, number);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_any_script() {
        assert_eq!(slug("Rare Earths & Travel"), "rare-earths-travel");
        assert_eq!(slug("  1. What's new? "), "1-whats-new");
        assert_eq!(slug("稀土 与 出口管制"), "稀土-与-出口管制");
        assert_eq!(slug("Cafe\u{301} Ärger"), "café-ärger");
        assert_eq!(slug("हिन्दी भाषा"), "हिन्दी-भाषा");
        assert_eq!(slug("Before – after"), "before-after");
        assert_eq!(slug("A/B test v1.2"), "a-b-test-v1-2");
        assert_eq!(slug("!?"), "section");
    }

    #[test]
    fn identifiers_are_unique() {
        let mut ids = Identifiers::default();
        assert!(ids.take("notes-2"));
        assert_eq!(ids.make("Notes"), "notes");
        assert_eq!(ids.make("notes!"), "notes-3");
        assert!(ids.take("notes-4"));
        assert_eq!(ids.make("notes"), "notes-5");
        assert!(!ids.take("notes"));
    }
}
