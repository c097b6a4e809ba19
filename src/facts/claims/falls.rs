//! Words that say that a value is negative: `fell by 4%`, `4% lower`.
//!
//! They count only beside the number, with nothing but small words between: `12 patients lost to follow-up` lost nothing,
//! and `fell to 4%` names a level.

use super::falls_in::{self, Falls};
use super::said::Said;
use crate::syntax::number::plural;

const ENGLISH: Falls = Falls {
    before: &[
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
        "shrink",
        "shrinks",
        "shrinking",
        "contracted",
        "contracts",
        "contracting",
        "contraction",
        "reduced",
        "reduces",
        "reducing",
        "reduce",
        "reduction",
        "slump",
        "slumped",
        "plummeted",
        "dip",
        "dipped",
        "eased",
        "weakened",
        "lost",
        "lose",
        "loses",
        "losing",
        "loss",
        "losses",
        "slid",
        "slipped",
        "sank",
        "plunged",
        "tumbled",
        "cut",
        "minus",
        "negative",
    ],
    by: &["by"],
    of: &["of"],
    level: &["to", "at", "from", "into", "below", "under"],
    small: &[
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
        "between",
    ],
    // What stands behind is told apart by [`followed`].
    behind: &[],
    around: &[],
    joined: false,
};
/// Behind a number.
const LOWER: &[&str] = &["lower", "less", "fewer", "down", "smaller", "cheaper"];
/// Behind a measure, or a number with an article: of counted things they are verbs, as in `12 firms cut jobs`.
const NOUNS: &[&str] =
    &["decline", "drop", "decrease", "fall", "loss", "cut", "reduction", "contraction", "slump", "dip"];
/// Directly before a number in Chinese and Japanese, and behind it.
const HAN_BEFORE: &[&str] =
    &["下降", "减少", "減少", "下跌", "下滑", "降低", "跌", "減", "负", "負", "负增长", "負增長"];
const HAN_BEHIND: &[&str] = &["減", "低下", "下落"];

/// What stands between a number and something else than its noun.
const APART: &[&str] = &[
    "or", "of", "in", "and", "to", "by", "than", "at", "for", "from", "with", "is", "are", "was", "were",
    "no", "not", "on",
];

/// Whether the words around a number say that it fell by it.
///
/// `lead` stands before the number, without `bound`, the words of its bound; `after` behind it; all in lower case.
pub(super) fn by(said: &Said, (lead, bound): (&str, &str), after: &str, language: &str) -> bool {
    let own = falls_in::of(language).is_some_and(|falls| match falls.joined {
        true => beside(falls, lead, after),
        false => led(falls, lead, bound) || behind(falls, lead, after),
    });
    let han = lead.trim_end_matches(['了', ' ']);
    let han = HAN_BEFORE.iter().any(|word| han.ends_with(word)) && !han.ends_with("正负");
    own || han || led(&ENGLISH, lead, bound) || followed(said, lead, after)
}

/// Whether a word without spaces around it stands directly before or behind the number.
fn beside(falls: &Falls, lead: &str, after: &str) -> bool {
    falls.before.iter().any(|word| lead.ends_with(word))
        || falls.behind.iter().any(|word| after.starts_with(word))
}

fn led(falls: &Falls, lead: &str, bound: &str) -> bool {
    let words: Vec<&str> = lead.split_whitespace().collect();
    let Some(at) = words.iter().rposition(|word| falls.before.contains(&bare(word))) else { return false };
    let between = words.get(at + 1..).unwrap_or_default();
    let parted = |word: &&str| word.ends_with([',', ';', '.', '!', '?', ')']);
    if words[at..].iter().any(parted) {
        return false;
    }
    let small = |words: &[&str]| words.iter().all(|word| falls.small.contains(word) || word.ends_with("ly"));
    let joins = |word: &str| falls.by.contains(&word) || falls.of.contains(&word);
    match between.iter().rposition(|word| joins(word) || falls.level.contains(word)) {
        Some(mark) if falls.by.contains(&between[mark]) => true,
        // `a decline in sales of 4%`, `lost an average of 4%`, `negative growth of 4%`, but not `a drop rate of 4%`.
        Some(mark) if falls.of.contains(&between[mark]) => {
            matches!(between[0], "in" | "on" | "im" | "en")
                || (words[at] == "negative" && mark == 1)
                || small(between.get(..mark).unwrap_or_default())
        }
        // A level.
        Some(_) => false,
        None => !falls.level.contains(&bound) && small(between),
    }
}

/// Whether a word behind the number says so: `um 4 % gesunken`, but not `auf 4 % gesunken`.
fn behind(falls: &Falls, lead: &str, after: &str) -> bool {
    let before: Vec<&str> = lead.split_whitespace().collect();
    if before.last().is_some_and(|word| falls.level.contains(word)) {
        return false;
    }
    let mut words = after.split_whitespace();
    let Some(first) = words.next().filter(|first| first.starts_with(char::is_alphabetic)) else {
        return false;
    };
    falls.behind.contains(&bare(first))
        || falls.around.iter().any(|(open, close)| *close == bare(first) && before.contains(open))
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
