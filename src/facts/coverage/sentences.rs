//! Sentences of a block.

use crate::facts::detect;
use std::ops::Range;

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
            '。' | '！' | '？' | '!' | '?' | '؟' | '۔' => true,
            '.' => ends_sentence(text, at, language),
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

/// Whether the full stop before byte `end` ends a sentence: not that of a decimal, an initial, an abbreviation or an ordinal.
fn ends_sentence(text: &str, end: usize, language: &str) -> bool {
    let after = text.get(end..).unwrap_or("");
    let behind = after.trim_start_matches(['"', '”', '’', ')', ']', '」']);
    if behind.is_empty() {
        return true;
    }
    if !behind.starts_with(char::is_whitespace) {
        return false;
    }
    let next = behind.trim_start();
    let before = text.get(..end - 1).unwrap_or("");
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    // `in the U.S. The next …`: a short form may also end its sentence, which only a following article shows.
    let opens = || ["The ", "In ", "It ", "This ", "But ", "A "].iter().any(|word| next.starts_with(word));
    if is_short(word, language) && !(word.contains('.') && opens()) {
        return false;
    }
    !next.starts_with(char::is_lowercase) && !detect::is_ordinal(before, after, language)
}

/// Whether a word before a full stop is an initial or a short form: `J.`, `z.`, `vgl.`, `p.ex.`.
fn is_short(word: &str, language: &str) -> bool {
    let letters = |part: &str| {
        part.chars().all(char::is_alphabetic).then(|| part.chars().count()).filter(|count| *count > 0)
    };
    let english = detect::primary(language) == "en";
    let initial = letters(word) == Some(1) && (!english || word.starts_with(char::is_uppercase));
    let dotted =
        word.contains('.') && word.split('.').all(|part| letters(part).is_some_and(|count| count <= 2));
    initial || dotted || detect::is_abbreviation(&word.to_lowercase(), language)
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

    fn check(text: &str, expected: &[&str]) {
        check_in("en", text, expected);
    }

    #[track_caller]
    fn check_in(language: &str, text: &str, expected: &[&str]) {
        let found: Vec<&str> = split(text, language).into_iter().map(|range| text[range].trim()).collect();
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
    fn short_forms_and_ordinals_of_other_languages_end_no_sentence() {
        for (language, text, second) in [
            ("de", "Der Umsatz stieg auf 3 Mrd. Euro. Das ist viel.", "Das"),
            (
                "de",
                "Es waren z. B. Kinder, d. h. Schüler bzw. Lehrlinge (vgl. Abb. 3). Danach kam niemand.",
                "Danach",
            ),
            ("de", "Bremen kam auf den 3. Platz. Kiel fehlte.", "Kiel"),
            ("de", "In der 2. und 3. Welle starben mehr, z.B. Alte. Die Welle ebbte ab.", "Die"),
            ("de", "Es wurden 12. Danach keine mehr.", "Danach"),
            ("fr", "M. Dupont a compté env. 40 Parisiens, p. ex. Paul. Puis rien.", "Puis"),
            ("fr", "Selon l'art. L. 123 il y en a 4. Les autres manquent.", "Les"),
            ("es", "Según el Sr. Ruiz, la pág. 14 cita a EE. UU. y más. Luego nada.", "Luego"),
            ("pt", "Segundo a Dra. Lima, são aprox. 40 no séc. XIX. Depois nada.", "Depois"),
            ("cs", "Na 3. místě skončil Brno. Praha chyběla.", "Praha"),
            ("ar", "هل ارتفع؟ نعم.", "نعم"),
        ] {
            let sentences = split(text, language);
            assert_eq!(
                sentences.len(),
                2,
                "{text}: {:?}",
                sentences.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>()
            );
            assert!(text[sentences[1].clone()].trim().starts_with(second), "{text}");
        }
        check_in("es", "Dijo que no. Luego calló.", &["Dijo que no.", "Luego calló."]);
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
