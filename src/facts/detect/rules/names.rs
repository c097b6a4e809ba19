//! Names and versions that hold digits.

use super::super::context::Context;
use super::super::{extent, languages, lexicon};
use std::ops::Range;

/// `24/7`, `9/11`, `401(k)`, `20/20 vision`.
pub(super) fn figure_of_speech(context: &Context<'_>) -> Option<Range<usize>> {
    let chunk = context.chunk();
    let known = ["24/7", "9/11", "401(k", "401(k)", "20/20", "7-Eleven", "1-2-3", "101"];
    (known.contains(&chunk) && !lexicon::is_counted(context.next_word())).then(|| context.chunk_range())
}

/// `2.3.1`, `v2.3`, `version 3.1`, `Pika 1.0`, `Python 3.12`.
pub(super) fn version(context: &Context<'_>) -> Option<Range<usize>> {
    let number = context.number();
    let parts: Vec<&str> = number.split('.').collect();
    let dotted =
        parts.len() >= 3 && !number.contains(',') && parts.iter().skip(1).any(|part| part.len() != 3);
    let marked = matches!(context.glue(), "v" | "V");
    let previous = context.previous();
    let word = matches!(
        previous.to_lowercase().as_str(),
        "version" | "versions" | "release" | "build" | "v." | "ver."
    );
    if (dotted && context.glue().is_empty()) || marked || (word && context.stands_alone()) {
        return Some(context.chunk_range());
    }
    let product = is_name(context, previous) && context.stands_alone() && parts.len() == 2;
    (product && number.ends_with(".0") && !measures(context)).then(|| context.chunk_range())
}

/// `Windows 11`, `Boeing 737`, `S&P 500`, `ISO 9001`.
pub(super) fn known(context: &Context<'_>) -> Option<Range<usize>> {
    let named = lexicon::is_numbered_name(context.previous()) && context.glue().is_empty();
    let tail = context.bare_tail();
    let part = tail.is_empty()
        || tail.starts_with(['-', '’', '\'', '/'])
        || tail.chars().all(char::is_alphabetic) && tail.len() <= 2;
    (named && part && !measures(context) && !context.number().contains(',')).then(|| context.chunk_range())
}

/// `F-35`, `COVID-19`, `PM2.5`, `CO2`, `carbon-14`; `5G`, `3D`, `10-K`, `2AA`.
pub(super) fn joined_to_letters(context: &Context<'_>) -> Option<Range<usize>> {
    let glue = context.glue();
    let letters = glue.strip_suffix(['-', '‑']).unwrap_or(glue);
    if letters.ends_with(|c: char| c.is_alphabetic() || c.is_ascii_digit()) && !extent::is_prefix(glue) {
        let joined = letters.len() < glue.len();
        let word = letters.rsplit('-').next().unwrap_or(letters);
        if !(joined && (lexicon::is_open_prefix(word) || letters.ends_with(|c: char| c.is_ascii_digit()))) {
            return Some(context.chunk_range());
        }
    }
    let tail = context.bare_tail();
    let capital = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    let behind = tail.strip_prefix('-').is_some_and(|rest| capital(rest) && rest.len() <= 2);
    let direct =
        tail.starts_with(|c: char| c.is_alphabetic()) && !tail.starts_with('s') && !extent::reads(context);
    (glue.is_empty() && (behind || direct)).then(|| context.chunk_range())
}

/// `10-year Treasury`, `2-year notes`.
pub(super) fn term_of_a_bond(context: &Context<'_>) -> Option<Range<usize>> {
    let term = matches!(context.bare_tail(), "-year" | "-month" | "-yr");
    (term && lexicon::is_bond(&context.next_word().to_lowercase())).then(|| context.chunk_range())
}

/// A small whole number behind a capitalised word, with nothing that it could count behind it: `Talkie 2 was`.
pub(super) fn after_a_name(context: &Context<'_>) -> Option<Range<usize>> {
    let small = context.integer().is_some() && context.number().len() <= 4;
    let alone = context.glue().is_empty() && matches!(context.bare_tail(), "" | "’s" | "'s");
    if !small || !alone || !is_name(context, context.previous()) || is_noun(context) {
        return None;
    }
    let next = context.next_word();
    let counts = !context.is_closed() && !next.is_empty() && !lexicon::is_function_word(next) && next != "&";
    (!counts && !measures(context)).then(|| context.chunk_range())
}

/// Whether a word is capitalised and neither a function word nor a month.
fn is_name(context: &Context<'_>, word: &str) -> bool {
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let letters = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '&' | '’' | '.'))
        && !word.ends_with('.');
    // `CC BY 4.0`: what is all capitals is a name, whatever it spells.
    let acronym = word.chars().all(|c| c.is_ascii_uppercase());
    capital
        && letters
        && (acronym || !lexicon::is_function_word(word))
        && !context.is_month(word)
        && word.chars().count() > 1
}

/// Whether the word before the number is more likely a noun than a name, where nouns have a capital: `zählte die Stadt 412`. One
/// that numbers parts makes a label of the number all the same.
fn is_noun(context: &Context<'_>) -> bool {
    let previous = context.previous();
    if !context.has_capital_nouns() || context.is_label(previous) {
        return false;
    }
    let acronym = previous.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    let before = context.before().trim_end().strip_suffix(previous).unwrap_or("").trim_end();
    let word = before.rsplit([' ', '\u{a0}', '(']).next().unwrap_or("");
    !acronym && (languages::is_german_determiner(word) || languages::is_german_preposition(word))
}

fn measures(context: &Context<'_>) -> bool {
    let next = context.next_word();
    lexicon::is_scale(next) || lexicon::is_symbol_of_unit(next) || context.tail().starts_with('%')
}
