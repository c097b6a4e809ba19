//! English number words: `twelve`, `twenty-one`, `two and a half million`, `two-thirds`, `half`, `doubled`.

use super::cardinal::{BARE_MULTIPLES, LARGE, MULTIPLES, PARTS, SMALL, cardinal, value};
use super::context::Context;
use super::{Class, Form, Found, Number, Reason, lexicon};
use crate::model::{Quantity, Unit, Value};
use crate::syntax::number;

/// Whether number words are looked for in texts of a language.
pub(super) fn serve(language: &str) -> bool {
    let primary = super::languages::primary(language);
    matches!(primary.to_ascii_lowercase().as_str(), "" | "en" | "zh" | "ja" | "ko")
}

/// All words that may begin a number.
const LISTS: [&[(&str, f64)]; 5] = [SMALL, LARGE, PARTS, MULTIPLES, BARE_MULTIPLES];

/// The longest of them.
const LONGEST: usize = 12;

/// By length and first letter, the second letters of these words, a bit each: nearly every word of a text is passed by this
/// alone.
const SECOND_LETTERS: [[u32; 26]; LONGEST + 1] = {
    let mut letters = [[0; 26]; LONGEST + 1];
    let mut list = 0;
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].len() {
            let word = LISTS[list][at].0.as_bytes();
            letters[word.len()][(word[0] - b'a') as usize] |= 1 << (word[1] - b'a');
            at += 1;
        }
        list += 1;
    }
    letters
};

/// Whether a word of ASCII letters may begin a number.
pub(super) fn is_number_word(word: &str) -> bool {
    let letter = |byte: &u8| (byte.to_ascii_lowercase() as usize).wrapping_sub(b'a' as usize);
    let [first, second, ..] = word.as_bytes() else { return false };
    let seconds = SECOND_LETTERS.get(word.len()).and_then(|firsts| firsts.get(letter(first)));
    if seconds.is_none_or(|seconds| letter(second) >= 26 || seconds & (1 << letter(second)) == 0) {
        return false;
    }
    LISTS.iter().any(|list| list.iter().any(|(known, _)| known.eq_ignore_ascii_case(word)))
}

/// The number that begins at a word, if it is one.
pub(super) fn number(context: &Context<'_>) -> Option<Found> {
    let word = context.number().to_ascii_lowercase();
    let previous = word_before(context);
    if context.before().ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(times) = value(MULTIPLES, &word) {
        return (!context.after().starts_with('-')).then(|| fact(context, 0, Form::Multiple, times));
    }
    if let Some(times) = value(BARE_MULTIPLES, &word) {
        return is_multiple(context, &previous).then(|| fact(context, 0, Form::Multiple, times));
    }
    if let Some(parts) = value(PARTS, &word) {
        return part(context, &word, &previous, parts);
    }
    if let Some(scale) = value(LARGE, &word) {
        let single = previous == "a" && !context.after().starts_with('-');
        return single.then(|| fact(context, 0, Form::Single, scale));
    }
    counted(context, &word, &previous)
}

/// `double the`, `to double`, `more than double`.
fn is_multiple(context: &Context<'_>, previous: &str) -> bool {
    let next = context.next_word().to_lowercase();
    let verb = [
        "to", "will", "would", "may", "might", "could", "can", "should", "must", "than", "almost", "nearly",
        "is", "about",
    ];
    !context.after().starts_with('-')
        && (verb.contains(&previous)
            || matches!(next.as_str(), "the" | "that" | "what" | "its" | "their" | "those"))
}

/// `half of`, `a third.`, `another fifth`; not `the first half` and not `a third dose`.
fn part(context: &Context<'_>, word: &str, previous: &str, parts: f64) -> Option<Found> {
    if context.after().starts_with(['-', '’', '\'']) {
        return None;
    }
    let fraction = |length| Some(fact(context, length, Form::Fraction, 1.0 / parts));
    if word == "half" {
        if matches!(previous, "first" | "second" | "latter" | "other" | "better" | "third")
            || context.glue().ends_with('-')
        {
            return None;
        }
        // `half a percent`, `half of one percentage point`.
        if let Some((length, unit)) = point_behind(context.after()) {
            let quantities = Value::number(0.5, Unit::of(unit)).quantity().cloned().into_iter().collect();
            let range = context.range.start..context.range.end + length;
            return Some(Found { range, class: Class::Fact(Number { form: Form::Single, quantities }) });
        }
        // `half a million`, `half a dozen`.
        let rest = context.after().strip_prefix(" a ").unwrap_or("");
        let scale = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        return match value(LARGE, scale) {
            Some(scale_value) => {
                Some(fact(context, " a ".len() + scale.len(), Form::Single, scale_value / 2.0))
            }
            None => fraction(0),
        };
    }
    let next = context.next();
    let ends = context.is_closed()
        || next.is_empty()
        || matches!(
            next,
            "of" | "more" | "less" | "and" | "in" | "below" | "above" | "from" | "since" | "between"
                // A plural: `a third are rented`.
                | "are" | "were" | "have"
        );
    let certain = matches!(previous, "another")
        || (previous == "a" && !matches!(word, "fourth" | "sixth" | "seventh" | "ninth"));
    (certain && ends).then(|| fraction(0)).flatten()
}

/// ` a percent`, ` of one percentage point`: how long it is, and the unit.
fn point_behind(after: &str) -> Option<(usize, &'static str)> {
    let rest = [" of a ", " of one ", " a ", " "].iter().find_map(|joint| after.strip_prefix(joint))?;
    let points = [("percentage point", "pp"), ("percent", "%"), ("per cent", "%")];
    let (name, unit) = points.iter().find(|(name, _)| rest.starts_with(name))?;
    let length = after.len() - rest.len() + name.len();
    (!after.get(length..)?.starts_with(|c: char| c.is_alphabetic() && c != 's')).then_some((length, unit))
}

/// Cardinals and what follows them.
fn counted(context: &Context<'_>, word: &str, previous: &str) -> Option<Found> {
    let text = context.text.get(context.range.start..)?;
    let (length, amount) = cardinal(text)?;
    let rest = text.get(length..)?;
    let end = context.range.start + length;
    if context.glue().ends_with(['-', '/', '.', '@', '#'])
        && !lexicon::is_open_prefix(context.glue().trim_end_matches('-'))
    {
        return None;
    }
    if let Some(exempt) = exempt(context, previous, rest) {
        return Some(Found { range: context.range.start..end, class: Class::Exempt(exempt) });
    }
    if let Some((more, parts)) = fraction_behind(rest) {
        return Some(fact(context, length - word.len() + more, Form::Fraction, amount / parts));
    }
    if let Some(more) = ratio_behind(rest) {
        let mut found = fact(context, length - word.len() + more.0, Form::Ratio, amount);
        if let Class::Fact(number) = &mut found.class {
            number.quantities.extend(plain(more.1));
        }
        return Some(found);
    }
    if is_idiom(word, previous, rest, length > word.len()) || is_ordinal(rest) {
        return None;
    }
    if rest.starts_with("-fold") {
        return Some(fact(context, length - word.len() + "-fold".len(), Form::Multiple, amount));
    }
    let (more, quantity) = with_unit(rest, amount);
    let class = Class::Fact(Number { form: Form::Single, quantities: quantity.into_iter().collect() });
    Some(Found { range: context.range.start..end + more, class })
}

/// What makes a number word no fact: names, labels, words that point back.
fn exempt(context: &Context<'_>, previous: &str, rest: &str) -> Option<Reason> {
    let capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let raw = context.previous();
    if capital(context.number())
        && capital(raw)
        && !context.begins_sentence()
        && !lexicon::is_function_word(raw)
    {
        return Some(Reason::Name);
    }
    if lexicon::is_label(raw.trim_end_matches('.'))
        && !capital(context.number())
        && !matches!(
            raw,
            "issue" | "line" | "point" | "note" | "type" | "rule" | "question" | "level" | "category"
        )
    {
        return Some(Reason::Label);
    }
    if previous == "number" {
        return Some(Reason::Ordinal);
    }
    let next = context.next_word();
    let nothing = next.is_empty()
        || matches!(
            next,
            "is" | "are"
                | "was"
                | "were"
                | "have"
                | "had"
                | "do"
                | "did"
                | "can"
                | "will"
                | "differ"
                | "and"
                | "in"
                | "for"
        );
    let plain = !rest.starts_with('-');
    (matches!(previous, "the" | "these" | "those" | "other") && nothing && plain)
        .then_some(Reason::BackReference)
}

/// `twenty-first`.
fn is_ordinal(rest: &str) -> bool {
    ["first", "second", "third"]
        .iter()
        .any(|word| rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(word)))
        || PARTS
            .iter()
            .skip(3)
            .any(|(word, _)| rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(word)))
}

/// `one` alone as a pronoun, `net zero`, `two-way`.
fn is_idiom(word: &str, previous: &str, rest: &str, compound: bool) -> bool {
    let joined = rest.strip_prefix('-').unwrap_or("");
    if word == "zero" {
        return rest.starts_with('-') || matches!(previous, "net" | "ground" | "near" | "patient" | "day");
    }
    let kinds = [
        "way",
        "sided",
        "faced",
        "tier",
        "tiered",
        "dimensional",
        "wheel",
        "stroke",
        "thirds",
        "off",
        "legged",
        "party",
    ];
    if kinds.iter().any(|kind| joined.starts_with(kind)) {
        return true;
    }
    if word != "one" || compound {
        return false;
    }
    let next = rest.strip_prefix(' ').unwrap_or("").split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let measures = [
        "percent",
        "per",
        "year",
        "month",
        "week",
        "hour",
        "minute",
        "million",
        "billion",
        "trillion",
        "hundred",
        "thousand",
        "tonne",
        "litre",
        "kilogram",
        "kilometre",
        "metre",
    ];
    let point = rest.starts_with(" percentage point") || rest.starts_with(" basis point");
    let measured = point
        || measures.contains(&next)
        || ["year", "month", "hour", "week"].iter().any(|unit| joined.starts_with(unit));
    !measured || matches!(previous, "no" | "any" | "every" | "each" | "which" | "only")
}

/// `-thirds`, ` quarters`, `-fifth`.
fn fraction_behind(rest: &str) -> Option<(usize, f64)> {
    let word = rest.strip_prefix(['-', ' '])?;
    let word = word.split(|c: char| !c.is_ascii_alphabetic()).next()?;
    let parts = value(PARTS, word.strip_suffix('s').unwrap_or(word))?;
    // `two quarters` and `one second half` are no fractions; `two fifths` and `three-quarters` are.
    let halves = parts > 2.0 || rest.starts_with('-');
    halves.then_some((1 + word.len(), parts))
}

/// ` in five`, ` out of 10`.
fn ratio_behind(rest: &str) -> Option<(usize, f64)> {
    let joint = [" out of ", " in "].into_iter().find(|joint| rest.starts_with(joint))?;
    let after = rest.get(joint.len()..)?;
    let digits = after.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(after.len());
    let (length, amount) = match after.get(..digits).map(|digits| digits.trim_end_matches(',')) {
        Some(digits) if !digits.is_empty() && digits.len() != 4 => {
            (digits.len(), digits.replace(',', "").parse().ok()?)
        }
        _ => cardinal(after)?,
    };
    Some((joint.len() + length, amount))
}

/// The unit behind a number in words, read as if it stood in digits.
fn with_unit(rest: &str, amount: f64) -> (usize, Option<Quantity>) {
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in rest.char_indices().take(30) {
        if !(c.is_ascii_alphabetic() || c == ' ') {
            break;
        }
        let next = rest.get(at + 1..).and_then(|rest| rest.chars().next());
        if c != ' ' && next.is_none_or(|next| !next.is_ascii_alphabetic()) {
            ends.push(at + 1);
        }
        if ends.len() == 3 {
            break;
        }
    }
    for end in ends.into_iter().rev() {
        let quantity = rest.get(..end).and_then(|unit| number::parse(&format!("{amount}{unit}")));
        if quantity.is_some() {
            return (end, quantity);
        }
    }
    (0, plain(amount))
}

fn plain(amount: f64) -> Option<Quantity> {
    Value::number(amount, Unit::NONE).quantity().cloned()
}

/// A fact from the word on, `more` bytes longer than it.
fn fact(context: &Context<'_>, more: usize, form: Form, amount: f64) -> Found {
    let quantities = plain(amount).into_iter().collect();
    Found {
        range: context.range.start..context.range.end + more,
        class: Class::Fact(Number { form, quantities }),
    }
}

/// The word before, in lower case.
fn word_before(context: &Context<'_>) -> String {
    context.previous().to_lowercase()
}
