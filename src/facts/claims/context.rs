//! What the words around a number say of it: `about`, `over`, `or more`, `fell`.

use super::said::{Bound, Said};

/// Words before a number, longest first where one ends with another.
const BEFORE: &[(&str, Bound)] = &[
    ("no more than", Bound::AtMost),
    ("no less than", Bound::AtLeast),
    ("no fewer than", Bound::AtLeast),
    ("more than", Bound::MoreThan),
    ("less than", Bound::LessThan),
    ("fewer than", Bound::LessThan),
    ("just under", Bound::Nearly),
    ("at least", Bound::AtLeast),
    ("at most", Bound::AtMost),
    ("up to", Bound::AtMost),
    ("close to", Bound::About),
    ("upwards of", Bound::MoreThan),
    ("exceeding", Bound::MoreThan),
    ("exceeded", Bound::MoreThan),
    ("exceeds", Bound::MoreThan),
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
    ("不到", Bound::LessThan),
    ("不足", Bound::LessThan),
    ("至少", Bound::AtLeast),
    ("最多", Bound::AtMost),
    ("至多", Bound::AtMost),
];

/// Words after a number.
const AFTER: &[(&str, Bound)] = &[
    ("or more", Bound::AtLeast),
    ("or less", Bound::AtMost),
    ("or so", Bound::About),
    ("以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("未満", Bound::LessThan),
];

/// Words that say that a value is negative.
const FALLS: &[&str] = &[
    "fell",
    "fall",
    "falls",
    "fallen",
    "drop",
    "dropped",
    "drops",
    "decline",
    "declined",
    "declines",
    "down",
    "decreased",
    "decrease",
    "shrank",
    "lost",
    "loss",
    "slid",
    "slipped",
    "sank",
    "plunged",
    "tumbled",
];

/// Reads the words before and after a number.
pub(super) fn read(text: &str, said: &mut Said) {
    let before = text[..said.range.start].trim_end().to_lowercase();
    let after = text[said.range.end..].trim_start().to_lowercase();
    if said.bound == Bound::Exactly {
        let ends = |phrase: &str| {
            before
                .strip_suffix(phrase)
                .is_some_and(|rest| !phrase.is_ascii() || !rest.ends_with(|c: char| c.is_alphanumeric()))
        };
        let lead = BEFORE.iter().find(|(phrase, _)| ends(phrase));
        let tail = || AFTER.iter().find(|(phrase, _)| after.starts_with(phrase));
        if let Some((_, bound)) = lead.or_else(tail) {
            said.bound = *bound;
        }
    }
    // `fell to 4%` names a level.
    let level = ["to", "at", "from"].iter().any(|word| before.split_whitespace().next_back() == Some(word));
    let mut words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    let positive = said.amount() > 0.0;
    said.falls = positive && !level && words.any(|word| FALLS.contains(&word.as_str()));
}
