//! Dates in a claim's words, compared to the precision in which they are typed.

use crate::model::{Locale, Moment, Precision};
use crate::syntax::print;
use jiff::civil::date;

/// The forms of a day, a month and a year beside those that the language of the page prints, the most telling first.
const DAYS: &[&str] = &[
    "%-d %B %Y",
    "%B %-d %Y",
    "%-d %b %Y",
    "%b %-d %Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%-d.%-m.%Y",
    "%Y年%-m月%-d日",
    "%-d %B",
    "%B %-d",
    "%-d %b",
    "%b %-d",
    "%-m月%-d日",
];
const MONTHS: &[&str] = &["%B %Y", "%b %Y", "%Y-%m", "%Y年%-m月", "%B", "%-m月"];
const YEARS: &[&str] = &["%Y年", "%Y"];

/// Words for parts of a year, which are not looked up: `the third quarter of 2025`.
const PARTS: &[&str] = &[
    "quarter",
    "half",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "quartal",
    "quartals",
    "halbjahr",
    "halbjahres",
    "frühjahr",
    "sommer",
    "herbst",
    "trimestre",
    "semestre",
    "printemps",
    "été",
    "automne",
    "hiver",
    "primavera",
    "verano",
    "otoño",
    "invierno",
    "kwartaal",
];
const HAN_PARTS: &[&str] = &["季", "四半期", "半年", "上期", "下期", "春", "夏", "秋", "冬", "分期"];

/// What some words say of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// That it is this one.
    Yes,
    /// Another one, or none.
    No,
    /// They name it beside a word such as `before`, and mean another one.
    Turned,
}

/// Whether the words name a date: as it is printed (`in March 2025` states `March 2025`), or in another form and no other.
pub(super) fn states(words: &str, moment: Moment, printed: &str, locale: &Locale) -> Stated {
    let found =
        |before: &str, after: &str| if is_turned(before, after) { Stated::Turned } else { Stated::Yes };
    if let Some((before, after)) = parts(words, printed).filter(|_| !printed.is_empty()) {
        return found(before, after);
    }
    let words = folded(words);
    let own = locale.dates;
    let known = [
        (Precision::Day, own.day, DAYS),
        (Precision::Month, own.month, MONTHS),
        (Precision::Year, own.year, YEARS),
    ];
    let names = months(locale);
    let plain = |rest: &str| {
        let mut words = rest.split(|c: char| !c.is_alphanumeric());
        !HAN_PARTS.iter().any(|part| rest.contains(part))
            && words.all(|word| {
                !word.contains(|c: char| c.is_numeric())
                    && !PARTS.contains(&word)
                    && !names.iter().any(|name| name == word)
            })
    };
    let mut forms = known
        .into_iter()
        .filter(|(precision, ..)| *precision <= moment.precision)
        .flat_map(|(_, own, others)| std::iter::once(own).chain(others.iter().copied()));
    forms
        .find_map(|pattern| {
            let form = print::date(moment, pattern, locale).map(|form| folded(&form))?;
            let (before, after) = parts(&words, &form)?;
            (plain(before) && plain(after)).then(|| found(before, after))
        })
        .unwrap_or(Stated::No)
}

/// Words directly before a date that speak of another one.
const TURNS: &[&str] = &[
    "before",
    "after",
    "not",
    "early",
    "late",
    "mid",
    "vor",
    "nach",
    "nicht",
    "anfang",
    "mitte",
    "ende",
    "avant",
    "après",
    "pas",
    "début",
    "fin",
    "antes",
    "después",
    "principios",
    "finales",
];
/// Words that do so with `of`, or with `than` and `to`.
const TURNS_JOINED: &[&str] =
    &["end", "beginning", "start", "middle", "later", "earlier", "prior", "rather", "other"];
const TURNS_HAN: &[&str] =
    &["前", "以前", "之前", "后", "以后", "之后", "後", "以後", "底", "末", "初", "より前", "より後"];

/// Whether the words around a date speak of another one: `before`, `not`, `the end of`.
pub(super) fn is_turned(before: &str, after: &str) -> bool {
    let lower = before.to_lowercase();
    let mut words = lower
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .rev()
        .skip_while(|word| {
            ["the", "of", "de", "del", "du", "des", "than", "to", "dem", "den", "le", "el"].contains(word)
        });
    let last = words.next().unwrap_or("");
    // `of` is gone from folded words.
    let joined = !lower.trim_end().ends_with(last) || TURNS_JOINED[..4].contains(&last);
    TURNS.contains(&last)
        || (TURNS_JOINED.contains(&last) && joined)
        || TURNS_HAN.iter().any(|han| after.starts_with(han))
}

/// What stands before and behind a date in a text; `None` when it does not stand there as a whole.
fn parts<'t>(text: &'t str, date: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices(date).map(|(at, date)| (&text[..at], &text[at + date.len()..])).find(
        |(before, after)| {
            !before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        },
    )
}

/// In lower case, without commas and points, `of`, and the endings of `5th`.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace([',', '.'], "");
    let words = text.split_whitespace().filter(|word| *word != "of").map(|word| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(word.get(digits.len()..), Some("st" | "nd" | "rd" | "th"));
        if ordinal && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The names of all months in the language of the page, whole and short.
fn months(locale: &Locale) -> Vec<String> {
    let name = |month: i8, pattern: &str| {
        let at = date(2000, month, 1).at(0, 0, 0, 0);
        print::date(Moment { at, precision: Precision::Month }, pattern, locale).map(|name| folded(&name))
    };
    (1..=12).flat_map(|month| ["%B", "%b"].map(|pattern| name(month, pattern))).flatten().collect()
}
