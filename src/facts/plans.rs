//! Words for a plan or a guess, in lower case: the number beside them is none that the data have.

pub(super) const ENGLISH: &[&str] = &[
    "would",
    "could",
    "should",
    "might",
    "may",
    "will",
    "if",
    "target",
    "goal",
    "forecast",
    "expected",
    "planned",
    "projected",
];
const GERMAN: &[&str] = &[
    "würde", "würden", "könnte", "könnten", "soll", "sollte", "sollten", "ziel", "prognose", "erwartet",
    "geplant",
];
const FRENCH: &[&str] = &[
    "objectif",
    "cible",
    "serait",
    "seraient",
    "pourrait",
    "pourraient",
    "devrait",
    "devraient",
    "sera",
    "seront",
    "prévision",
    "prévu",
    "prévue",
    "attendu",
];
const SPANISH: &[&str] = &[
    "objetivo",
    "meta",
    "sería",
    "serían",
    "podría",
    "podrían",
    "debería",
    "será",
    "serán",
    "previsión",
    "previsto",
    "esperado",
];

/// Those of a language other than English, by its primary tag.
pub(super) fn of(primary: &str) -> &'static [&'static str] {
    match primary {
        "de" => GERMAN,
        "fr" => FRENCH,
        "es" => SPANISH,
        _ => &[],
    }
}

/// Whether a word in lower case is one in any language.
pub(super) fn is_one(word: &str) -> bool {
    [ENGLISH, GERMAN, FRENCH, SPANISH].iter().any(|words| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_language_are_looked_for_alone_or_with_all_others() {
        assert!(is_one("planned") && is_one("prévue") && is_one("könnten") && is_one("podría"));
        assert!(of("fr").contains(&"prévue") && !of("de").contains(&"prévue") && of("en").is_empty());
        assert!(!is_one("wird") && !is_one("was"), "those are said of what is, too");
    }
}
