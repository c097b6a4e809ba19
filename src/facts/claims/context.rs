//! What the words around a number say of it: `about`, `over`, `not more than`, `or more`; [`moves`] says which way it moved.
//!
//! Words that may turn the meaning round in a way that is not known leave the number [`Bound::Unclear`], which holds for nothing.

use super::said::{Bound, Said, Shape, Way, is_year};
use super::{dates, languages, moves};

/// Words before a number, longest first where one ends with another.
const BEFORE: &[(&str, Bound)] = &[
    ("more than", Bound::MoreThan),
    ("less than", Bound::LessThan),
    ("fewer than", Bound::LessThan),
    ("higher than", Bound::MoreThan),
    ("greater than", Bound::MoreThan),
    ("lower than", Bound::LessThan),
    ("not quite", Bound::Nearly),
    ("at least", Bound::AtLeast),
    ("at most", Bound::AtMost),
    ("up to", Bound::AtMost),
    ("close to", Bound::About),
    ("upwards of", Bound::MoreThan),
    ("in excess of", Bound::MoreThan),
    ("north of", Bound::MoreThan),
    ("topping", Bound::MoreThan),
    ("surpassing", Bound::MoreThan),
    ("short of", Bound::LessThan),
    ("shy of", Bound::Nearly),
    ("as many as", Bound::AtMost),
    ("as much as", Bound::AtMost),
    ("as few as", Bound::AtLeast),
    ("as little as", Bound::AtLeast),
    ("a maximum of", Bound::AtMost),
    ("a minimum of", Bound::AtLeast),
    ("exceeding", Bound::MoreThan),
    ("exceeded", Bound::MoreThan),
    ("exceeds", Bound::MoreThan),
    ("exceed", Bound::MoreThan),
    ("over", Bound::MoreThan),
    ("above", Bound::MoreThan),
    ("under", Bound::LessThan),
    ("below", Bound::LessThan),
    ("nearly", Bound::Nearly),
    ("almost", Bound::Nearly),
    ("about", Bound::About),
    ("around", Bound::About),
    ("roughly", Bound::About),
    ("approximately", Bound::About),
    ("approx.", Bound::About),
    ("circa", Bound::About),
    ("ca.", Bound::About),
    ("c.", Bound::About),
    ("some", Bound::About),
    ("~", Bound::About),
    ("≈", Bound::About),
    ("大约", Bound::About),
    ("约", Bound::About),
    ("約", Bound::About),
    ("およそ", Bound::About),
    ("接近", Bound::Nearly),
    ("近", Bound::Nearly),
    ("ほぼ", Bound::Nearly),
    ("超过", Bound::MoreThan),
    ("超過", Bound::MoreThan),
    ("逾", Bound::MoreThan),
    ("高于", Bound::MoreThan),
    ("高於", Bound::MoreThan),
    ("多于", Bound::MoreThan),
    ("多於", Bound::MoreThan),
    ("低于", Bound::LessThan),
    ("低於", Bound::LessThan),
    ("少于", Bound::LessThan),
    ("少於", Bound::LessThan),
    ("不到", Bound::LessThan),
    ("不足", Bound::LessThan),
    ("至少", Bound::AtLeast),
    ("最多", Bound::AtMost),
    ("至多", Bound::AtMost),
];

/// Words after a number.
const AFTER: &[(&str, Bound)] = &[
    ("or more", Bound::AtLeast),
    ("or over", Bound::AtLeast),
    ("or above", Bound::AtLeast),
    ("or higher", Bound::AtLeast),
    ("or greater", Bound::AtLeast),
    ("or older", Bound::AtLeast),
    ("or longer", Bound::AtLeast),
    ("and over", Bound::AtLeast),
    ("and above", Bound::AtLeast),
    ("and older", Bound::AtLeast),
    ("and more", Bound::AtLeast),
    ("or less", Bound::AtMost),
    ("or fewer", Bound::AtMost),
    ("or under", Bound::AtMost),
    ("or below", Bound::AtMost),
    ("or lower", Bound::AtMost),
    ("or younger", Bound::AtMost),
    ("and under", Bound::AtMost),
    ("and below", Bound::AtMost),
    ("and younger", Bound::AtMost),
    ("or so", Bound::About),
    ("以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("未満", Bound::LessThan),
];

/// Words before `over` and `under` that leave little between the value and the number.
const CLOSE: &[&str] = &[
    "just",
    "slightly",
    "barely",
    "marginally",
    "narrowly",
    "hardly",
    "scarcely",
    "a little",
    "a bit",
    "a shade",
];

/// Words before a number that speak of another one.
const ELSE: &[&str] =
    &["nowhere near", "far from", "nothing like", "anything but", "other than", "twice", "double", "triple"];
/// Words behind a number that make another one of it.
const MAGNITUDES: &[&str] = &["orders of magnitude", "order of magnitude"];

/// Words before a bound that turn it round; those of other languages stand in [`languages::negations`].
const NOT: &[&str] = &["not", "no", "never", "without", "nor", "cannot"];
const HAN_NOT: &[&str] = &["不", "未", "没有", "沒有"];

/// Words that may stand between `not` and what it turns round: `did not fall below`, `no longer above`.
const CARRIED: &[&str] = &[
    "fall",
    "falls",
    "fell",
    "fallen",
    "falling",
    "drop",
    "drops",
    "dropped",
    "dropping",
    "dip",
    "dips",
    "dipped",
    "sink",
    "sank",
    "sunk",
    "slip",
    "slipped",
    "decline",
    "declined",
    "decrease",
    "decreased",
    "go",
    "goes",
    "went",
    "gone",
    "going",
    "rise",
    "rises",
    "rose",
    "risen",
    "rising",
    "climb",
    "climbed",
    "grow",
    "grew",
    "grown",
    "increase",
    "increased",
    "get",
    "got",
    "move",
    "moved",
    "come",
    "came",
    "reach",
    "reached",
    "stay",
    "stayed",
    "stand",
    "stood",
    "lie",
    "be",
    "been",
    "being",
    "is",
    "are",
    "was",
    "were",
    "have",
    "has",
    "had",
    "to",
    "by",
    "at",
    "of",
    "a",
    "an",
    "the",
    "yet",
    "longer",
    "ever",
    "any",
    "again",
    "still",
    "now",
    "once",
];
/// So many words before a bound are looked at.
const REACH: usize = 6;

/// What the words before a bound make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Negation {
    None,
    Turned,
    /// `not` stands there, and what it turns round cannot be told.
    Unclear,
}

/// Reads the words before and after a number, in the page's language and in English.
pub(super) fn read(text: &str, said: &mut Said, language: &str) {
    let before = text[..said.range.start].trim_end().to_lowercase();
    let after = text[said.range.end..].trim_start().to_lowercase();
    let (mut lead, mut words) = (before.as_str(), "");
    if said.bound == Bound::Exactly {
        let mut known = languages::before(language).iter().chain(BEFORE);
        let mut behind = languages::after(language).iter().chain(AFTER);
        if let Some((phrase, bound)) = known.find(|(phrase, _)| ends(&before, phrase)) {
            (lead, words) = (before.strip_suffix(phrase).unwrap_or("").trim_end(), *phrase);
            said.bound = *bound;
        } else if let Some((phrase, bound)) = behind.find(|(phrase, _)| starts(&after, phrase)) {
            said.bound = behind_number(*bound, after.get(phrase.len()..).unwrap_or(""));
        }
    }
    let close = CLOSE.iter().find(|close| !words.is_empty() && ends(lead, close));
    if let Some(close) = close {
        (lead, words) = (lead.strip_suffix(close).unwrap_or("").trim_end(), *close);
    }
    // `without the 5 largest` says how many they are.
    let named = said.bound == Bound::Exactly
        && ["the", "these", "those", "a", "an"].iter().any(|word| ends(lead, word));
    let negation = if named { Negation::None } else { negation(lead, language) };
    said.bound = qualified(said.bound, close.is_some(), negation);
    let unknown =
        ELSE.iter().any(|word| ends(&before, word)) || MAGNITUDES.iter().any(|of| after.starts_with(of));
    // `after 2024` names another year.
    let other_year = said.bound == Bound::Exactly && is_year(said) && dates::is_turned(lead, &after);
    if unknown || other_year || part_of(said, lead) {
        said.bound = Bound::Unclear;
    }
    let signed = text.get(said.range.clone()).is_some_and(|typed| typed.starts_with(['+', '-', '−', '±']));
    if said.amount() > 0.0 {
        said.way = match moves::way(said, (lead, words), &after, language) {
            // `changed by +4%` says which way.
            Way::Either if signed => Way::Unsaid,
            way => way,
        };
    }
}

/// A bound with the words before it: `just over` is close, `not more than` is at most.
const fn qualified(bound: Bound, close: bool, negation: Negation) -> Bound {
    match (bound, negation) {
        (Bound::MoreThan, Negation::None) if close => Bound::JustOver,
        (Bound::LessThan, Negation::None) if close => Bound::Nearly,
        // Of a number alone, `not` is more often said of something else.
        (bound, Negation::None) | (bound @ Bound::Exactly, Negation::Unclear) => bound,
        (Bound::MoreThan, Negation::Turned) if !close => Bound::AtMost,
        (Bound::LessThan, Negation::Turned) if !close => Bound::AtLeast,
        _ => Bound::Unclear,
    }
}

/// Whether the words before a bound turn it round.
fn negation(lead: &str, language: &str) -> Negation {
    if HAN_NOT.iter().any(|not| lead.ends_with(not)) {
        return Negation::Turned;
    }
    let clause = lead.rsplit([',', ';', ':', '.', '(', '—', '，', '、', '。']).next().unwrap_or("");
    let not = |word: &str| {
        // In Portuguese `no` is `in the`.
        (NOT.contains(&word) && !(word == "no" && language == "pt"))
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || languages::negations(language).contains(&word)
    };
    let words: Vec<&str> = clause
        .split_whitespace()
        .rev()
        .map(|word| word.trim_start_matches(['"', '“', '‘', '\'', '«', '„']))
        .collect();
    let mut carried = true;
    for (at, word) in words.iter().enumerate().take(REACH) {
        if not(word) {
            // `if not over 40%` leaves open whether it is.
            let open = words.get(at + 1).is_some_and(|word| ["if", "or", "whether"].contains(word));
            return if carried && !open { Negation::Turned } else { Negation::Unclear };
        }
        carried &= CARRIED.contains(word);
    }
    Negation::None
}

/// A bound behind a number with what follows it: `を超えない` is at most.
fn behind_number(bound: Bound, rest: &str) -> Bound {
    let rest = rest.trim_start_matches(['ら', 'り', 'わ', 'て', 'は', 'い']);
    let turned = ["ない", "なかった", "なく", "ず", "ません"].iter().any(|not| rest.starts_with(not));
    match bound {
        Bound::MoreThan if turned => Bound::AtMost,
        Bound::LessThan if turned => Bound::AtLeast,
        bound => bound,
    }
}

/// Whether only a part of a number is spoken of, as in `half of 1%`.
fn part_of(said: &Said, lead: &str) -> bool {
    let Some(part) = lead.strip_suffix(" of") else { return false };
    let word = part.rsplit(' ').next().unwrap_or("");
    let share = said.unit.is_percent() || said.unit.is_symbol("pp");
    let parts = ["half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"];
    matches!(said.shape, Shape::Number(_)) && share && parts.contains(&word)
}

/// Whether a text ends with a phrase, as words of their own where the script has spaces between words.
fn ends(text: &str, phrase: &str) -> bool {
    let spaced = phrase.starts_with(|c: char| c.is_alphabetic() && c < '\u{2e80}');
    text.strip_suffix(phrase).is_some_and(|rest| !spaced || !rest.ends_with(char::is_alphanumeric))
}

/// Whether a text starts with a phrase, as words of their own where the script has spaces between words.
fn starts(text: &str, phrase: &str) -> bool {
    let spaced = phrase.ends_with(|c: char| c.is_alphabetic() && c < '\u{2e80}');
    text.strip_prefix(phrase).is_some_and(|rest| !spaced || !rest.starts_with(char::is_alphanumeric))
}
