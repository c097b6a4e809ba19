//! Short forms for source lines, with the words that join names in the language of the report.

use super::others::are_others;
use super::{Style, csl_language, title};
use hayagriva::Entry;
use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{LocaleCode, TermForm};
use hayagriva::types::Person;

/// What stands between two names, and for all names but the first.
#[derive(Debug, Clone)]
pub(crate) struct Joints {
    pub(super) and: String,
    pub(super) others: String,
}

impl Style {
    /// The words of a language as the locales of styles have them, else the English ones.
    pub(crate) fn joints(&self, language: &str) -> Joints {
        let code = csl_language(language);
        let locales = self.locales.of(&LocaleCode(code.clone()));
        let term = |term: OtherTerm| {
            let found =
                locales.iter().find_map(|locale| locale.term(Term::Other(term), TermForm::Long)?.single());
            found.unwrap_or_default().to_owned()
        };
        // The locale's word is "and so on", which is not said of people.
        let others = if code.starts_with("ko") { "외".to_owned() } else { term(OtherTerm::EtAl) };
        Joints { and: term(OtherTerm::And), others }
    }
}

impl Joints {
    fn two(&self, one: &str, two: &str) -> String {
        match self.and.as_str() {
            // Korean has one word behind consonants and one behind vowels; Arabic's is part of the word behind it.
            "와/과" => format!("{one}{} {two}", if ends_in_consonant(one) { "과" } else { "와" }),
            "و" => format!("{one} و{two}"),
            and => spaced(&spaced(one, and), two),
        }
    }
}

/// Two pieces of text with a blank between them, unless both are of scripts that have none.
pub(super) fn spaced(one: &str, two: &str) -> String {
    let unspaced =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'));
    let tight = unspaced(one.chars().next_back()) && unspaced(two.chars().next());
    format!("{one}{}{two}", if tight { "" } else { " " })
}

/// Whether a Korean word ends in a consonant: each syllable is a letter of its own, in rows of 28 endings.
fn ends_in_consonant(word: &str) -> bool {
    let last = word.chars().next_back().map_or(0, u32::from);
    (0xac00..=0xd7a3).contains(&last) && !(last - 0xac00).is_multiple_of(28)
}

/// A short form for source lines: `TMTPost (2025)`, `Smith et al. (2024)`; with the title where no year tells the
/// author's works apart: `MiniMax, Internal Analytics Dashboard`.
pub(crate) fn short(entry: &Entry, joints: &Joints) -> String {
    let people = [entry.authors(), entry.editors()].into_iter().flatten().find(|people| !people.is_empty());
    let name = match people {
        Some([one]) => family(one),
        Some([one, two]) if !are_others(two) => joints.two(&family(one), &family(two)),
        Some([one, ..]) => spaced(&family(one), &joints.others),
        _ => {
            match entry.organization().or_else(|| entry.publisher().and_then(|publisher| publisher.name())) {
                Some(name) => name.to_string(),
                None => title(entry),
            }
        }
    };
    match entry.date_any() {
        Some(date) => format!("{name} ({})", date.year),
        None => match title(entry) {
            title if title == name => name,
            title => format!("{name}, {title}"),
        },
    }
}

fn family(person: &Person) -> String {
    match (&person.given_name, &person.prefix) {
        (Some(given), _) if person.is_cjk() => format!("{}{given}", person.name),
        (_, Some(prefix)) => format!("{prefix} {}", person.name),
        _ => person.name.clone(),
    }
}
