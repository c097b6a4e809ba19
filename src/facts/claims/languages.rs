//! Words around a number in languages other than English and Chinese: the commonest ones.

use super::said::Bound::{self, About, AtLeast, AtMost, JustOver, LessThan, MoreThan, Nearly};

type Words = &'static [(&'static str, Bound)];

const GERMAN: Words = &[
    ("mehr als", MoreThan),
    ("weniger als", LessThan),
    ("über", MoreThan),
    ("unter", LessThan),
    ("mindestens", AtLeast),
    ("wenigstens", AtLeast),
    ("höchstens", AtMost),
    ("maximal", AtMost),
    ("bis zu", AtMost),
    ("rund", About),
    ("etwa", About),
    ("ungefähr", About),
    ("knapp", Nearly),
    ("fast", Nearly),
    ("nahezu", Nearly),
    ("beinahe", Nearly),
    ("gut", JustOver),
];
const FRENCH: Words = &[
    ("un peu plus de", JustOver),
    ("un peu moins de", Nearly),
    ("plus de", MoreThan),
    ("moins de", LessThan),
    ("au moins", AtLeast),
    ("au plus", AtMost),
    ("au maximum", AtMost),
    ("jusqu'à", AtMost),
    ("jusqu’à", AtMost),
    ("environ", About),
    ("près de", Nearly),
    ("presque", Nearly),
];
const SPANISH: Words = &[
    ("más de", MoreThan),
    ("menos de", LessThan),
    ("al menos", AtLeast),
    ("por lo menos", AtLeast),
    ("como máximo", AtMost),
    ("hasta", AtMost),
    ("cerca de", About),
    ("alrededor de", About),
    ("aproximadamente", About),
    ("unos", About),
    ("unas", About),
    ("casi", Nearly),
];
const PORTUGUESE: Words = &[
    ("mais de", MoreThan),
    ("menos de", LessThan),
    ("pelo menos", AtLeast),
    ("no máximo", AtMost),
    ("até", AtMost),
    ("cerca de", About),
    ("aproximadamente", About),
    ("quase", Nearly),
];
const ITALIAN: Words = &[
    ("più di", MoreThan),
    ("oltre", MoreThan),
    ("meno di", LessThan),
    ("almeno", AtLeast),
    ("al massimo", AtMost),
    ("fino a", AtMost),
    ("quasi", Nearly),
];
const DUTCH: Words = &[
    ("meer dan", MoreThan),
    ("minder dan", LessThan),
    ("minstens", AtLeast),
    ("ten minste", AtLeast),
    ("hoogstens", AtMost),
    ("maximaal", AtMost),
    ("ongeveer", About),
    ("bijna", Nearly),
    ("ruim", JustOver),
];
const JAPANESE: Words = &[("少なくとも", AtLeast), ("最大", AtMost)];
const KOREAN: Words = &[("약", About), ("거의", Nearly), ("최소", AtLeast), ("최대", AtMost)];
const ARABIC: Words = &[("أكثر من", MoreThan), ("أقل من", LessThan), ("نحو", About), ("حوالي", About)];

/// The words before a number in a language, longest first where one ends with another.
pub(super) fn before(primary: &str) -> Words {
    match primary {
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        "pt" => PORTUGUESE,
        "it" => ITALIAN,
        "nl" => DUTCH,
        "ja" => JAPANESE,
        "ko" => KOREAN,
        "ar" => ARABIC,
        _ => &[],
    }
}

/// The words behind a number in a language.
pub(super) fn after(primary: &str) -> Words {
    match primary {
        "ja" => &[
            ("超", MoreThan),
            ("を超え", MoreThan),
            ("を上回", MoreThan),
            ("を下回", LessThan),
            ("に満たない", LessThan),
            ("に達しな", LessThan),
            ("弱", Nearly),
        ],
        "ko" => &[("이상", AtLeast), ("이하", AtMost), ("미만", LessThan), ("초과", MoreThan)],
        _ => &[],
    }
}

/// What stands before and between the two ends of a range.
pub(super) const BETWEEN: &[(&str, &str)] = &[
    ("between", "and"),
    ("zwischen", "und"),
    ("entre", "et"),
    ("entre", "y"),
    ("entre", "e"),
    ("tra", "e"),
    ("tussen", "en"),
];

/// Words that turn a bound round in a language.
pub(super) fn negations(primary: &str) -> &'static [&'static str] {
    match primary {
        "de" => &["nicht", "nie", "niemals", "kein", "keine", "keinem", "keinen", "keiner", "ohne"],
        "fr" => &["pas", "jamais", "aucun", "aucune", "sans", "non"],
        "es" => &["nunca", "sin", "ningún", "ninguna"],
        "pt" => &["não", "nunca", "sem", "nenhum", "nenhuma"],
        "it" => &["non", "mai", "senza", "nessun", "nessuna"],
        "nl" => &["niet", "nooit", "geen", "zonder"],
        _ => &[],
    }
}

/// The words between a part and its whole in a language, longest first where one ends with another: `12 von insgesamt 40`.
pub(super) fn wholes(primary: &str) -> &'static [&'static str] {
    match primary {
        "en" => &[
            "out of a total of",
            "out of the",
            "out of all",
            "out of",
            "of a total of",
            "of the",
            "of these",
            "of all",
            "of",
        ],
        "de" => &["von insgesamt", "von den", "von allen", "von", "der insgesamt", "der"],
        "fr" => &["sur un total de", "sur les", "sur", "des"],
        "es" => &["de un total de", "de los", "de las", "de"],
        "pt" => &["de um total de", "dos", "das", "de"],
        "it" => &["su un totale di", "su", "dei", "degli", "delle", "di"],
        "nl" => &["van in totaal", "van de", "van", "op de"],
        _ => &[],
    }
}
