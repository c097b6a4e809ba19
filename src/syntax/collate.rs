//! The order of texts in a language: `Äpfel` before `Birnen` in German, `Ö` behind `Z` in Swedish, Chinese by pinyin. Orders
//! are those of CLDR (<https://cldr.unicode.org>) by the Unicode Collation Algorithm; numbers within texts count as numbers,
//! so that `Week 9` stands before `Week 10`.

use crate::model::Locale;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use std::cmp::Ordering;

/// The order of one language.
#[derive(Debug)]
pub struct Collation {
    /// `None` never: the root order is compiled in. Texts go by code points then.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of a locale; a language that CLDR does not know has the root order.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        let language = icu_locale_core::Locale::try_from_str(&locale.language.replace('_', "-"));
        let mut preferences = language.map_or_else(|_| CollatorPreferences::default(), |tag| (&tag).into());
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self { collator: CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok() }
    }

    /// Compares two texts. Only equal ones are equal: texts that the language does not tell apart go by code points.
    #[must_use]
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let order = self.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        order.then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, texts: &str) -> String {
        let collation = Collation::of(&Locale::of(language));
        let mut texts: Vec<&str> = texts.split(' ').collect();
        texts.sort_by(|a, b| collation.compare(a, b));
        texts.join(" ")
    }

    #[test]
    fn texts_stand_in_the_order_of_their_language() {
        assert_eq!(sorted("en", "zebra Äpfel apple Zoo bear"), "Äpfel apple bear zebra Zoo");
        assert_eq!(sorted("de", "Zug Öl Ofen Ähre Ast"), "Ähre Ast Ofen Öl Zug");
        assert_eq!(sorted("sv", "Öland Zorn Åre Alvesta"), "Alvesta Zorn Åre Öland");
        assert_eq!(sorted("es", "nube ñandú oso"), "nube ñandú oso");
        assert_eq!(sorted("zh", "中国 阿根廷 日本"), "阿根廷 日本 中国");
        assert_eq!(sorted("no such tag", "b a"), "a b");
    }

    #[test]
    fn numbers_within_texts_count_as_numbers() {
        assert_eq!(sorted("en", "W10 W9 W1"), "W1 W9 W10");
    }

    #[test]
    fn only_equal_texts_are_equal() {
        let collation = Collation::of(&Locale::of("en"));
        assert_eq!(collation.compare("é", "e\u{301}"), "é".cmp("e\u{301}"));
        assert_eq!(collation.compare("a", "a"), Ordering::Equal);
    }
}
