//! Names of organisations that are read as those of persons, because no braces keep them together: `International Energy
//! Agency` is one I. E. Agency there, and `Ministry of Trade and Industry` are two.

use super::scan::Field;
use crate::diagnostics::{Diagnostic, FileId, Span, rules};
use std::ops::Range;

/// Words that organisations are called by, and persons are not.
const WORDS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "center",
    "centre",
    "commission",
    "committee",
    "company",
    "consortium",
    "corporation",
    "council",
    "department",
    "federation",
    "forum",
    "foundation",
    "fund",
    "gmbh",
    "group",
    "inc",
    "inc.",
    "institute",
    "institut",
    "laboratory",
    "llc",
    "ltd",
    "ltd.",
    "ministry",
    "ministerium",
    "nations",
    "network",
    "observatory",
    "office",
    "organisation",
    "organization",
    "programme",
    "research",
    "secretariat",
    "service",
    "services",
    "society",
    "statistics",
    "survey",
    "union",
    "university",
];

/// A finding for each such name in a field.
pub(super) fn check<'a>(
    file: FileId,
    text: &'a str,
    fields: &'a [Field],
) -> impl Iterator<Item = Diagnostic> + use<'a> {
    let people = fields.iter().filter(|field| matches!(field.name.as_str(), "author" | "editor"));
    people.flat_map(move |field| {
        let found = names(text, field.value_place.clone()).into_iter().find(|name| is_organisation(&text[name.clone()]));
        found.map(|name| {
            let message = format!("`{}` is read as the name of a person", &text[name.clone()]);
            Diagnostic::new(rules::UNBRACED_NAME, message).at(Span::new(file, name), "").help(
                "put braces around the whole name of an organisation, its commas and `and` too: `{{Bureau of Trade and Labour}}`",
            )
        })
    })
}

/// The names between `and`.
fn names(text: &str, value: Range<usize>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let (mut start, mut depth) = (value.start, 0_usize);
    let mut name = |from: usize, to: usize| {
        let written = &text[from..to];
        let begin = from + written.len() - written.trim_start().len();
        names.push(begin..begin + written.trim().len());
    };
    for (at, letter) in text[value.clone()].char_indices() {
        let at = value.start + at;
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if letter.is_whitespace() && depth == 0 && at >= start => {
                let word = text[at..value.end].trim_start();
                let is_and =
                    word.strip_prefix("and").is_some_and(|after| after.starts_with(char::is_whitespace));
                if is_and {
                    name(start, at);
                    start = value.end - word.len() + "and".len();
                }
            }
            _ => {}
        }
    }
    name(start, value.end);
    names
}

/// Whether a name without braces has one of the words in it. `Bank, Aaron` is a person, `Ministry of Economy, Trade` is none.
fn is_organisation(name: &str) -> bool {
    if name.contains(['{', '=']) {
        return false;
    }
    let (family, given) = name.split_once(',').unwrap_or((name, ""));
    let words: Vec<String> = family.split_whitespace().map(str::to_lowercase).collect();
    words.len() > 1
        && words.iter().any(|word| WORDS.contains(&word.as_str()))
        && (given.is_empty() || words.iter().any(|word| ["of", "for", "de", "für"].contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{is_organisation, names};

    #[test]
    fn names_are_parted_as_bibtex_parts_them() {
        let text = "A, B and {C and D} and\n E";
        let names: Vec<&str> = names(text, 0..text.len()).into_iter().map(|name| &text[name]).collect();
        assert_eq!(names, ["A, B", "{C and D}", "E"]);
    }

    #[test]
    fn organisations_are_told_from_persons() {
        for name in
            ["International Energy Agency", "Bureau of Trade", "Ministry of Economy, Trade", "World Bank"]
        {
            assert!(is_organisation(name), "{name}");
        }
        for name in
            ["Bank, Aaron", "Jane Smith", "{World Bank}", "Banks, Ministry", "Bank", "family=Bank, given=A"]
        {
            assert!(!is_organisation(name), "{name}");
        }
    }
}
