//! Sentences of a block.

use crate::facts::detect;
use std::ops::Range;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "cf", "al", "fig", "figs", "no", "nos",
    "vol", "p", "pp", "sec", "ch", "approx", "ca", "c", "est", "inc", "ltd", "co", "corp", "jr", "sr", "jan",
    "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "a.m", "p.m", "u.s", "u.k",
    "u.n", "e.u", "d.c", "gen", "gov", "sen", "rep", "art", "eq", "ref", "ed", "eds", "resp", "incl", "max",
    "min", "avg", "dept", "univ", "ave", "mt",
];

/// No sentence is longer, in bytes: what goes on is cut there, between words. Each of its numbers keeps the sentence.
const LONGEST: usize = 2000;

/// The sentences of a text, in order; spaces between two belong to the second.
pub(super) fn split(text: &str, language: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(c) = rest.chars().next()
    {
        at += c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' | '!' | '?' => true,
            '.' => ends_sentence(text, at) && !is_day(text, at, language),
            _ => at - start > LONGEST && c != ',' && !c.is_alphanumeric(),
        };
        if ends {
            let closing =
                |c: char| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '」' | '』' | '）' | '»' | '.');
            let behind = text.get(at..).unwrap_or("");
            at += behind.len() - behind.trim_start_matches(closing).len();
            sentences.push(start..at);
            start = at;
        }
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) || sentences.is_empty() {
        sentences.push(start..text.len());
    } else if let Some(last) = sentences.last_mut() {
        last.end = text.len();
    }
    sentences
}

/// Whether the full stop before byte `end` ends a sentence: not that of a decimal, an initial or an abbreviation.
fn ends_sentence(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or("").trim_start_matches(['"', '”', '’', ')', ']', '」']);
    if after.is_empty() {
        return true;
    }
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next = after.trim_start().chars().next();
    let before = text.get(..end - 1).unwrap_or("");
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let lower = word.to_lowercase();
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    // `in the U.S. The next …`: a short form may also end its sentence, which only a following article shows.
    let opens =
        ["The ", "In ", "It ", "This ", "But ", "A "].iter().any(|word| after.trim_start().starts_with(word));
    if (ABBREVIATIONS.contains(&lower.as_str()) && !(opens && lower.contains('.'))) || initial {
        return false;
    }
    next.is_none_or(|next| !next.is_lowercase())
}

/// Whether the full stop before byte `end` stands behind the day of a German date: `am 5. März`.
fn is_day(text: &str, end: usize, language: &str) -> bool {
    let before = text.get(..end - 1).unwrap_or("");
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let next = text.get(end..).unwrap_or("").trim_start();
    let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let german = language.split(['-', '_']).next() == Some("de");
    german && (1..=2).contains(&digits) && detect::is_month(word, language)
}

/// The sentence in which byte `at` stands.
pub(super) fn at(sentences: &[Range<usize>], at: usize) -> Range<usize> {
    let found = sentences.get(sentences.partition_point(|sentence| sentence.end <= at));
    found.or_else(|| sentences.last()).cloned().unwrap_or(0..0)
}

/// The sentence that a mark at byte `mark` belongs to: the one it stands in, or the one that ended just before it.
pub(super) fn at_mark(sentences: &[Range<usize>], text: &str, mark: usize) -> Range<usize> {
    let before = text.get(..mark).unwrap_or("").trim_end().len();
    at(sentences, before.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = split(text, "en").into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_decimals_and_initials_end_no_sentence() {
        check(
            "The U.S. market grew 3.5% vs. 2%. Mr. J. Smith left.",
            &["The U.S. market grew 3.5% vs. 2%.", "Mr. J. Smith left."],
        );
        check("It is, e.g. 5 a.m. in Rome! Why?", &["It is, e.g. 5 a.m. in Rome!", "Why?"]);
        check("He said “12%.” Then he left", &["He said “12%.”", "Then he left"]);
        check(
            "They sell in the U.S. The rest is sold elsewhere.",
            &["They sell in the U.S.", "The rest is sold elsewhere."],
        );
    }

    #[test]
    fn a_text_without_end_is_cut() {
        assert_eq!(split(&"1 + ".repeat(1000), "en"), [0..2002, 2002..4000]);
        assert_eq!(split(&"1,234".repeat(1000), "en").len(), 1);
    }

    #[test]
    fn a_german_date_ends_no_sentence() {
        let text = "Am 5. März stieg sie auf 12. Dann fiel sie.";
        assert_eq!(split(text, "de").len(), 2);
        assert_eq!(split("It rose to 5. April was calm.", "en").len(), 2);
    }

    #[test]
    fn east_asian_full_stops_need_no_space() {
        check("增长三成。利润下降5%。", &["增长三成。", "利润下降5%。"]);
    }

    #[test]
    fn a_mark_belongs_to_the_sentence_before_it() {
        let text = "One is 5. Two is 6.";
        let sentences = split(text, "en");
        assert_eq!(at_mark(&sentences, text, 9), 0..9);
        assert_eq!(at_mark(&sentences, text, 10), 0..9);
        assert_eq!(at_mark(&sentences, text, 13), 9..19);
        assert_eq!(at_mark(&sentences, text, 0), 0..9);
        assert_eq!(split("", "en").first(), Some(&(0..0)));
    }
}
