//! Words that say which way a value moved: `fell by 4%`, `4% lower`; `rose by less than 4%`; `changed by 4%`.
//!
//! They count only beside the number, with nothing but small words between: `12 patients lost to follow-up` lost nothing,
//! and `fell to 4%` names a level.

use super::moves_in::{self, Moves, NONE};
use super::rises_in;
use super::said::{Said, Way};
use crate::syntax::number::plural;

/// Words that may stand between a verb and a number and say nothing.
pub(super) const SMALL: &[&str] = &[
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
];
const FALLS: Moves = Moves {
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
    small: SMALL,
    // What stands behind is told apart by [`followed`].
    behind: &[],
    around: &[],
    joined: false,
};
/// What stands behind a number in English.
struct Behind {
    /// Adverbs and the like.
    plain: &'static [&'static str],
    /// Behind a measure, or a number with an article: of counted things they are verbs, as in `12 firms cut jobs`.
    nouns: &'static [&'static str],
}
const LOWER: Behind = Behind {
    plain: &["lower", "less", "fewer", "down", "smaller", "cheaper"],
    nouns: &[
        "decline",
        "drop",
        "decrease",
        "fall",
        "loss",
        "cut",
        "reduction",
        "contraction",
        "slump",
        "dip",
    ],
};
const HIGHER: Behind = Behind {
    plain: &["higher", "more", "greater", "larger", "bigger", "up", "dearer", "longer", "older", "above"],
    nouns: &[
        "rise",
        "increase",
        "gain",
        "growth",
        "jump",
        "surge",
        "surplus",
        "profit",
        "uptick",
        "expansion",
    ],
};
const APART: Behind = Behind { plain: &["apart"], nouns: &["change", "difference", "gap", "swing"] };
/// Directly before a number in Chinese and Japanese, and behind it.
const HAN_BEFORE: &[&str] =
    &["下降", "减少", "減少", "下跌", "下滑", "降低", "跌", "減", "负", "負", "负增长", "負增長"];
const HAN_BEHIND: &[&str] = &["減", "低下", "下落"];
const HAN_ROSE: &[&str] = &["增长", "增長", "增加", "上升", "上涨", "上漲", "提高", "增"];
const HAN_ROSE_BEHIND: &[&str] = &["増", "上昇", "増加"];

/// What stands between a number and something else than its noun.
const JOINTS: &[&str] = &[
    "or", "of", "in", "and", "to", "by", "than", "at", "for", "from", "with", "is", "are", "was", "were",
    "no", "not", "on",
];

/// The words of one language; English ones and Chinese signs count in all.
#[derive(Clone, Copy)]
struct Own {
    falls: &'static Moves,
    rises: &'static Moves,
    changes: &'static Moves,
}

/// The words of a language, by its primary tag.
const fn own(primary: &str) -> Option<Own> {
    let (falls, rises, changes) = match primary.as_bytes() {
        b"de" => (&moves_in::GERMAN, &rises_in::GERMAN, &rises_in::GERMAN_CHANGES),
        b"fr" => (&moves_in::FRENCH, &rises_in::FRENCH, &rises_in::FRENCH_CHANGES),
        b"es" => (&moves_in::SPANISH, &rises_in::SPANISH, &rises_in::SPANISH_CHANGES),
        b"pt" => (&moves_in::PORTUGUESE, &rises_in::PORTUGUESE, &NONE),
        b"it" => (&moves_in::ITALIAN, &rises_in::ITALIAN, &NONE),
        b"nl" => (&moves_in::DUTCH, &rises_in::DUTCH, &NONE),
        b"ja" => (&moves_in::JAPANESE, &rises_in::JAPANESE, &NONE),
        b"ko" => (&moves_in::KOREAN, &rises_in::KOREAN, &NONE),
        _ => return None,
    };
    Some(Own { falls, rises, changes })
}

/// Which way the words around a number say that the value moved by it.
///
/// `lead` stands before the number, without `bound`, the words of its bound; `after` behind it; all in lower case.
pub(super) fn way(said: &Said, around: (&str, &str), after: &str, language: &str) -> Way {
    let own = own(language);
    let says = |own: Option<&Moves>, english: &Moves, behind: &Behind, han: (&[&str], &[&str])| {
        let own = own.is_some_and(|moves| match moves.joined {
            true => beside(moves, around.0, after),
            false => led(moves, around.0, around.1) || followed_by(moves, around.0, after),
        });
        let lead = around.0.trim_end_matches(['了', ' ']);
        let before = han.0.iter().any(|word| lead.ends_with(word)) && !lead.ends_with("正负");
        let beside = before || han.1.iter().any(|word| after.starts_with(word));
        own || beside || led(english, around.0, around.1) || followed(said, behind, around.0, after)
    };
    if says(own.map(|own| own.falls), &FALLS, &LOWER, (HAN_BEFORE, HAN_BEHIND)) {
        Way::Falls
    } else if says(own.map(|own| own.rises), &rises_in::RISES, &HIGHER, (HAN_ROSE, HAN_ROSE_BEHIND)) {
        Way::Rises
    } else if says(own.map(|own| own.changes), &rises_in::CHANGES, &APART, (&[], &[])) {
        Way::Either
    } else {
        Way::Unsaid
    }
}

/// Whether a word without spaces around it stands directly before or behind the number.
fn beside(moves: &Moves, lead: &str, after: &str) -> bool {
    moves.before.iter().any(|word| lead.ends_with(word))
        || moves.behind.iter().any(|word| after.starts_with(word))
}

fn led(moves: &Moves, lead: &str, bound: &str) -> bool {
    let words: Vec<&str> = lead.split_whitespace().collect();
    let Some(at) = words.iter().rposition(|word| moves.before.contains(&bare(word))) else { return false };
    let between = words.get(at + 1..).unwrap_or_default();
    let parted = |word: &&str| word.ends_with([',', ';', '.', '!', '?', ')']);
    if words[at..].iter().any(parted) {
        return false;
    }
    let small = |words: &[&str]| words.iter().all(|word| moves.small.contains(word) || word.ends_with("ly"));
    let joins = |word: &str| moves.by.contains(&word) || moves.of.contains(&word);
    match between.iter().rposition(|word| joins(word) || moves.level.contains(word)) {
        Some(mark) if moves.by.contains(&between[mark]) => true,
        // `a decline in sales of 4%`, `lost an average of 4%`, `negative growth of 4%`, but not `a drop rate of 4%`.
        Some(mark) if moves.of.contains(&between[mark]) => {
            // `the surge of terbium was 4%` is no surge of 4 %.
            small(between.get(mark + 1..).unwrap_or_default())
                && (matches!(between[0], "in" | "on" | "im" | "en")
                    || (words[at] == "negative" && mark == 1)
                    || small(between.get(..mark).unwrap_or_default()))
        }
        // A level.
        Some(_) => false,
        None => !moves.level.contains(&bound) && small(between),
    }
}

/// Whether a word behind the number says so: `um 4 % gesunken`, but not `auf 4 % gesunken`.
fn followed_by(moves: &Moves, lead: &str, after: &str) -> bool {
    let before: Vec<&str> = lead.split_whitespace().collect();
    if before.last().is_some_and(|word| moves.level.contains(word)) {
        return false;
    }
    let mut words = after.split_whitespace();
    let Some(first) = words.next().filter(|first| first.starts_with(char::is_alphabetic)) else {
        return false;
    };
    moves.behind.contains(&bare(first))
        || moves.around.iter().any(|(open, close)| *close == bare(first) && before.contains(open))
}

fn followed(said: &Said, behind: &Behind, lead: &str, after: &str) -> bool {
    let mut words = after.split_whitespace();
    let Some(first) = words.next().filter(|first| first.starts_with(|c: char| c.is_alphabetic() || c == '-'))
    else {
        return false;
    };
    let counted = said.unit.factors().first().is_none_or(|(symbol, _)| plural(symbol).is_some());
    let article = matches!(lead.split_whitespace().next_back(), Some("a" | "an"));
    let says =
        |word: &str| behind.plain.contains(&word) || (behind.nouns.contains(&word) && (article || !counted));
    if says(bare(first)) {
        return true;
    }
    // One word more: `4 goals fewer`, `a 4% annual decline`.
    let joined = first.ends_with(char::is_alphabetic) && !JOINTS.contains(&first);
    joined && words.next().is_some_and(|second| says(bare(second)))
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
