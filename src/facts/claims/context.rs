//! What the words around a number say of it: `about`, `over`, `not more than`, `or more`; [`falls`] says whether it fell.

use super::said::{Bound, Said};
use super::{falls, languages};

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
    ("or less", Bound::AtMost),
    ("or so", Bound::About),
    ("以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("未満", Bound::LessThan),
];

/// Words before `over` and `under` that leave little between the value and the number.
const CLOSE: &[&str] =
    &["just", "slightly", "barely", "marginally", "narrowly", "a little", "a bit", "a shade"];

/// Words before a bound that turn it round.
const NOT: &[&str] = &[
    "not", "no", "never", "without", "nor", "cannot", "not to", "n't", "n’t", "nicht", "pas", "não", "non",
    "niet",
];
const HAN_NOT: &[&str] = &["不", "未", "没有", "沒有"];

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
            said.bound = qualified(lead, *bound);
        } else if let Some((_, bound)) = behind.find(|(phrase, _)| after.starts_with(phrase)) {
            said.bound = *bound;
        }
    }
    if let Some(close) = CLOSE.iter().find(|close| !words.is_empty() && ends(lead, close)) {
        (lead, words) = (lead.strip_suffix(close).unwrap_or("").trim_end(), *close);
    }
    said.falls = said.amount() > 0.0 && falls::by(said, lead, words, &after);
}

/// A bound with the words before it: `just over` is close, `not more than` is at most.
fn qualified(lead: &str, bound: Bound) -> Bound {
    let negated = NOT.iter().any(|not| ends(lead, not)) || HAN_NOT.iter().any(|not| lead.ends_with(not));
    match bound {
        Bound::MoreThan if CLOSE.iter().any(|close| ends(lead, close)) => Bound::JustOver,
        Bound::LessThan if CLOSE.iter().any(|close| ends(lead, close)) => Bound::Nearly,
        Bound::MoreThan if negated => Bound::AtMost,
        Bound::LessThan if negated => Bound::AtLeast,
        bound => bound,
    }
}

/// Whether a text ends with a phrase, as words of their own where the script has spaces between words.
fn ends(text: &str, phrase: &str) -> bool {
    let part = phrase.starts_with("n'") || phrase.starts_with("n’");
    let spaced = !part && phrase.starts_with(|c: char| c.is_alphabetic() && c < '\u{2e80}');
    text.strip_suffix(phrase).is_some_and(|rest| !spaced || !rest.ends_with(char::is_alphanumeric))
}
