//! The archive's CSL locales, each decoded when it is first needed: all sixty take longer than a small report to build.

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{Locale, LocaleCode};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The locales by the language that asked for them.
#[derive(Debug, Clone, Default)]
pub(super) struct Locales(Arc<Mutex<BTreeMap<String, Arc<[Locale]>>>>);

impl Locales {
    /// All in which hayagriva looks for the words of a language: its own, the one it falls back to, and American English.
    pub(super) fn of(&self, language: &LocaleCode) -> Arc<[Locale]> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let decode = || {
            let codes = [Some(language.clone()), language.fallback(), Some(LocaleCode::en_us())];
            let mut codes: Vec<LocaleCode> = codes.into_iter().flatten().collect();
            codes.dedup();
            codes.iter().filter_map(decode).collect()
        };
        Arc::clone(known.entry(language.0.clone()).or_insert_with(decode))
    }
}

/// The locale of a code, if the archive has one.
fn decode(code: &LocaleCode) -> Option<Locale> {
    let bytes = LOCALES.iter().find(|bytes| is_of(bytes, &code.0))?;
    ciborium::from_reader(*bytes).ok()
}

/// Whether a locale is that of a tag. In CBOR (RFC 8949) it is a map, whose first key is the language; a short text has its
/// length in its first byte.
fn is_of(bytes: &[u8], tag: &str) -> bool {
    let text = |text: &str| std::iter::once(0x60 + text.len() as u8).chain(text.bytes()).collect::<Vec<u8>>();
    let rest = bytes.get(1..).and_then(|bytes| bytes.strip_prefix(text("@xml:lang").as_slice()));
    tag.len() < 24 && rest.is_some_and(|rest| rest.starts_with(&text(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_locale_of_the_archive_is_found_by_its_code() {
        let all = hayagriva::archive::locales();
        assert!(all.len() > 50);
        for locale in all {
            let code = locale.lang.clone().expect("a code");
            assert_eq!(decode(&code), Some(locale), "{code}");
        }
        for none in ["", "e", "en", "en-USA", "tlh", "a-tag-with-more-letters-than-fit"] {
            assert_eq!(decode(&LocaleCode(none.to_owned())), None, "{none}");
        }
    }

    #[test]
    fn a_language_falls_back_to_a_relative_and_to_english() {
        let found = |tag: &str| -> Vec<String> {
            let locales = Locales::default().of(&LocaleCode(tag.to_owned()));
            locales.iter().filter_map(|locale| Some(locale.lang.as_ref()?.0.clone())).collect()
        };
        assert_eq!(found("de-AT"), ["de-AT", "de-DE", "en-US"]);
        assert_eq!(found("de"), ["de-DE", "en-US"]);
        assert_eq!(found("en"), ["en-US"]);
        assert_eq!(found("en-US"), ["en-US"]);
        assert_eq!(found("tlh"), ["en-US"]);
    }
}
