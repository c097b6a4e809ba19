//! Words that say that a value is negative: `fell by 4%`, `4% lower`.
//!
//! They count only beside the number, with nothing but small words between: `12 patients lost to follow-up` lost nothing,
//! and `fell to 4%` names a level.

use super::said::Said;
use crate::syntax::number::plural;

/// Before a number.
const BEFORE: &[&str] = &[
    "fell",
    "fall",
    "falls",
    "fallen",
    "falling",
    "drop",
    "dropped",
    "drops",
    "dropping",
    "decline",
    "declined",
    "declines",
    "declining",
    "down",
    "decreased",
    "decrease",
    "decreases",
    "decreasing",
    "shrank",
    "shrunk",
    "lost",
    "loss",
    "losses",
    "slid",
    "slipped",
    "sank",
    "plunged",
    "tumbled",
    "cut",
    "minus",
];
/// Behind a number.
const LOWER: &[&str] = &["lower", "less", "fewer", "down"];
/// Behind a measure, or a number with an article: of counted things they are verbs, as in `12 firms cut jobs`.
const NOUNS: &[&str] = &["decline", "drop", "decrease", "fall", "loss", "cut"];
/// Directly before a number in Chinese and Japanese, and behind it.
const HAN_BEFORE: &[&str] = &["下降", "减少", "減少", "下跌", "下滑", "降低", "跌", "減"];
const HAN_BEHIND: &[&str] = &["減", "低下", "下落"];

/// What may stand between a falling word and its number.
const SMALL: &[&str] = &[
    "a",
    "an",
    "the",
    "its",
    "their",
    "some",
    "another",
    "further",
    "additional",
    "extra",
    "just",
    "only",
    "even",
    "still",
    "was",
    "were",
    "is",
    "are",
    "been",
    "net",
    "total",
    "average",
    "estimated",
    "combined",
    "record",
    "year-on-year",
    "annual",
];
/// What stands between a number and something else than its noun.
const APART: &[&str] = &[
    "or", "of", "in", "and", "to", "by", "than", "at", "for", "from", "with", "is", "are", "was", "were",
    "no", "not", "on",
];

/// Whether the words around a number say that it fell by it.
///
/// `lead` stands before the number, without `bound`, the words of its bound; `after` behind it; all in lower case.
pub(super) fn by(said: &Said, lead: &str, bound: &str, after: &str) -> bool {
    led(lead, bound) || followed(said, lead, after)
}

fn led(lead: &str, bound: &str) -> bool {
    let han = lead.trim_end_matches(['了', ' ']);
    if HAN_BEFORE.iter().any(|word| han.ends_with(word)) {
        return true;
    }
    let words: Vec<&str> = lead.split_whitespace().collect();
    let Some(at) = words.iter().rposition(|word| BEFORE.contains(&bare(word))) else { return false };
    let between = words.get(at + 1..).unwrap_or_default();
    let parted = |word: &&str| word.ends_with([',', ';', '.', '!', '?', ')']);
    if words[at..].iter().any(parted) {
        return false;
    }
    let small = |words: &[&str]| words.iter().all(|word| SMALL.contains(word) || word.ends_with("ly"));
    let marks = ["by", "of", "to", "at", "from", "into", "below", "under", "between"];
    match between.iter().rposition(|word| marks.contains(word)) {
        Some(mark) if between[mark] == "by" => true,
        // `a decline in sales of 4%`, `lost an average of 4%`, but not `a drop rate of 4%`.
        Some(mark) if between[mark] == "of" => {
            matches!(between[0], "in" | "on") || small(between.get(..mark).unwrap_or_default())
        }
        // A level.
        Some(_) => false,
        None => !matches!(bound, "below" | "under") && small(between),
    }
}

fn followed(said: &Said, lead: &str, after: &str) -> bool {
    if HAN_BEHIND.iter().any(|word| after.starts_with(word)) {
        return true;
    }
    let mut words = after.split_whitespace();
    let Some(first) = words.next().filter(|first| first.starts_with(|c: char| c.is_alphabetic() || c == '-'))
    else {
        return false;
    };
    let counted = said.unit.factors().first().is_none_or(|(symbol, _)| plural(symbol).is_some());
    let article = matches!(lead.split_whitespace().next_back(), Some("a" | "an"));
    let says = |word: &str| LOWER.contains(&word) || (NOUNS.contains(&word) && (article || !counted));
    if says(bare(first)) {
        return true;
    }
    // One word more: `4 goals fewer`, `a 4% annual decline`.
    let joined = first.ends_with(char::is_alphabetic) && !APART.contains(&first);
    joined && words.next().is_some_and(|second| says(bare(second)))
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
