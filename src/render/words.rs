//! The words of the interface, one file for each language: `templates/words/<language>.toml`.
//!
//! Ten languages are built in and complete. A report's own file of that name changes or adds a language; what it leaves
//! out falls back to the primary language's file (`de` for `de-AT`) and then to English.

use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, Span, advice, rules};
use crate::model::{Locale, Report};
use std::collections::{BTreeMap, BTreeSet};

const ENGLISH: &str = include_str!("../../templates/words/en.toml");

/// The other languages that are built in, by lower-case tag.
const BUILT_IN: [(&str, &str); 9] = [
    ("ar", include_str!("../../templates/words/ar.toml")),
    ("de", include_str!("../../templates/words/de.toml")),
    ("es", include_str!("../../templates/words/es.toml")),
    ("fr", include_str!("../../templates/words/fr.toml")),
    ("ja", include_str!("../../templates/words/ja.toml")),
    ("ko", include_str!("../../templates/words/ko.toml")),
    ("pt", include_str!("../../templates/words/pt.toml")),
    ("zh", include_str!("../../templates/words/zh.toml")),
    ("zh-hant", include_str!("../../templates/words/zh-hant.toml")),
];

/// The words that `sourcebook.js` says, in English unless the page hands over others.
const SCRIPT: [&str; 16] = [
    "search_prompt",
    "search_loading",
    "search_error",
    "search_none",
    "search_one",
    "search_many",
    "search_shown",
    "kind_page",
    "kind_section",
    "kind_figure",
    "kind_table",
    "kind_source",
    "copy",
    "copied",
    "evidence_data",
    "evidence_see",
];

/// The words that `charts.js` says, in the same way.
const CHARTS: [&str; 6] =
    ["chart_help", "chart_help_zoom", "chart_help_series", "chart_all", "chart_hidden", "chart_shown"];

/// The words of one language, by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    by_key: BTreeMap<String, String>,
    /// The keys whose words are not the built-in English ones.
    changed: BTreeSet<String>,
}

impl Words {
    /// The words of a key; empty for a key that `en.toml` lacks, which a test rules out.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.by_key.get(key).map_or("", String::as_str)
    }

    /// The words of a key with `{name}` replaced.
    pub(crate) fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.get(key).replace(&format!("{{{name}}}"), value)
    }

    /// All words, for templates.
    pub(crate) const fn all(&self) -> &BTreeMap<String, String> {
        &self.by_key
    }

    /// The words of a key, if they are not the built-in English ones.
    pub(crate) fn changed(&self, key: &str) -> Option<&str> {
        self.changed.contains(key).then(|| self.get(key))
    }

    /// What the script has to be told, as JSON for a script block; empty when it says the same.
    pub(crate) fn for_script(&self) -> String {
        self.told(&SCRIPT).map_or_else(String::new, |words| super::escape::script_json(&words))
    }

    /// What the script of charts has to be told, as JSON; `None` when it says the same.
    pub(crate) fn for_charts(&self) -> Option<String> {
        self.told(&CHARTS).map(|words| words.to_string())
    }

    /// The words of some keys that are not the built-in English ones.
    fn told(&self, keys: &[&str]) -> Option<serde_json::Value> {
        let changed = keys.iter().filter_map(|key| Some(((*key).to_owned(), self.changed(key)?.into())));
        let changed: serde_json::Map<String, serde_json::Value> = changed.collect();
        (!changed.is_empty()).then(|| changed.into())
    }

    fn extend(&mut self, other: &BTreeMap<String, String>) {
        for (key, words) in other {
            if self.by_key.insert(key.clone(), words.clone()).is_some_and(|old| old != *words) {
                self.changed.insert(key.clone());
            }
        }
    }
}

/// The words of all languages a report has.
#[derive(Debug, Default)]
pub(crate) struct Languages {
    english: BTreeMap<String, String>,
    /// The built-in words of the report's and its pages' languages.
    built_in: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// What the report's files say.
    by_language: BTreeMap<String, BTreeMap<String, String>>,
}

impl Languages {
    /// Reads the built-in words and the report's.
    pub(crate) fn read(report: &Report) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let english: BTreeMap<String, String> = toml::from_str(ENGLISH).unwrap_or_default();
        let mut by_language: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (name, file) in &report.templates {
            let language = name.strip_prefix("words/").and_then(|rest| rest.strip_suffix(".toml"));
            let Some(language) = language else { continue };
            let words = read_file(*file, &report.files, &english, &mut diagnostics);
            by_language.entry(language.to_ascii_lowercase()).or_default().extend(words);
        }
        (Self { english, built_in: built_in(report), by_language }, diagnostics)
    }

    /// The words of a BCP 47 tag.
    pub(crate) fn of(&self, tag: &str) -> Words {
        let mut words = Words::default();
        words.extend(&self.english);
        for language in std::iter::once("en").chain(fallbacks(tag).iter().map(String::as_str)) {
            for files in [self.built_in.get(language), self.by_language.get(language)] {
                if let Some(more) = files {
                    words.extend(more);
                }
            }
        }
        words
    }
}

/// The built-in words that the report's pages may ask for: not every build reads ten files.
fn built_in(report: &Report) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let pages = report.pages.iter().filter_map(|page| page.front.language.as_deref());
    let tags: BTreeSet<&str> = pages.chain([report.config.language.as_str()]).collect();
    let wanted: BTreeSet<String> = tags.into_iter().flat_map(fallbacks).collect();
    let files = BUILT_IN.iter().filter(|(language, _)| wanted.contains(*language));
    files.map(|(language, text)| (*language, toml::from_str(text).unwrap_or_default())).collect()
}

/// The files a language takes words from, the most general first: `zh`, `zh-hant`, `zh-tw` for `zh-TW`.
fn fallbacks(tag: &str) -> Vec<String> {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default().to_owned();
    let mut files = vec![primary];
    if Locale::is_traditional(&tag) {
        files.push("zh-hant".to_owned());
    }
    if !files.contains(&tag) {
        files.push(tag);
    }
    files
}

fn read_file(
    file: FileId,
    files: &Files,
    known: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let text = &files.get(file).text;
    let table: BTreeMap<toml::Spanned<String>, toml::Spanned<toml::Value>> = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => {
            let span = Span::new(file, error.span().unwrap_or(0..0));
            let message = format!("interface words do not parse: {}", error.message());
            diagnostics.push(Diagnostic::new(rules::INVALID_TEMPLATE, message).at(span, ""));
            return BTreeMap::new();
        }
    };
    let mut words = BTreeMap::new();
    for (key, value) in table {
        let span = Span::new(file, key.span());
        if !known.contains_key(key.as_ref()) {
            let names = known.keys().map(String::as_str);
            diagnostics.push(
                Diagnostic::new(
                    rules::INVALID_TEMPLATE,
                    format!("no interface words have the key `{}`", key.as_ref()),
                )
                .at(span, "unknown key")
                .maybe_help(advice("key", key.as_ref(), names)),
            );
            continue;
        }
        match value.get_ref() {
            toml::Value::String(text) => {
                words.insert(key.into_inner(), text.clone());
            }
            other => diagnostics.push(
                Diagnostic::new(
                    rules::INVALID_TEMPLATE,
                    format!("found {} for `{}`, expected a string", other.type_str(), key.as_ref()),
                )
                .at(Span::new(file, value.span()), "")
                .help("put the words in quotes"),
            ),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(files: &[(&str, &str)]) -> Report {
        let mut report = Report::default();
        for (name, text) in files {
            let id = report.files.add(format!("templates/{name}"), *text);
            report.templates.push(((*name).to_owned(), id));
        }
        report
    }

    #[test]
    fn english_is_complete_for_every_key_the_code_asks_for() {
        let (languages, diagnostics) = Languages::read(&Report::default());
        let words = languages.of("xx");
        assert!(diagnostics.is_empty());
        let sources = [
            include_str!("changes_page.rs"),
            include_str!("html.rs"),
            include_str!("inline.rs"),
            include_str!("figure.rs"),
            include_str!("key_figures.rs"),
            include_str!("markdown_table.rs"),
            include_str!("nav.rs"),
            include_str!("notes.rs"),
            include_str!("page.rs"),
            include_str!("sources_page.rs"),
            include_str!("table.rs"),
        ];
        let mut asked = 0;
        for source in sources {
            for call in ["words.get(\"", "words.fill(\""] {
                for part in source.split(call).skip(1) {
                    let key = part.split('"').next().unwrap_or_default();
                    assert!(!words.get(key).is_empty(), "en.toml lacks `{key}`");
                    asked += 1;
                }
            }
        }
        assert!(asked > 20, "only {asked} keys found");
    }

    #[test]
    fn the_script_says_the_same_in_english() {
        let (languages, _) = Languages::read(&Report::default());
        let words = languages.of("en");
        let script = include_str!("../../templates/sourcebook.js");
        for key in SCRIPT {
            assert!(script.contains(&format!("  {key}: \"{}\",", words.get(key))), "{key}");
        }
        assert_eq!(script.matches("  search_").count() + script.matches("  kind_").count(), 12);
        let charts = include_str!("../../templates/charts.js");
        for key in CHARTS {
            assert!(charts.contains(&format!("    {key}: '{}'", words.get(key))), "{key}");
        }
        assert_eq!(words.for_charts(), None);
        assert_eq!(words.for_script(), "");
    }

    #[test]
    fn the_script_is_told_what_differs() {
        let report = report(&[("words/en.toml", "copy = \"<Copy> it\"\nnotes = \"Endnotes\"\n")]);
        let (languages, _) = Languages::read(&report);
        assert_eq!(languages.of("sw").for_script(), r#"{"copy":"\u003cCopy> it"}"#);
        assert_eq!(languages.of("sw").get("notes"), "Endnotes");
    }

    #[test]
    fn a_report_adds_a_language_and_the_rest_stays_english() {
        let report = report(&[("words/sw.toml", "notes = \"Tanbihi\"\n")]);
        let (languages, diagnostics) = Languages::read(&report);
        assert!(diagnostics.is_empty());
        assert_eq!(languages.of("sw-KE").get("notes"), "Tanbihi");
        assert_eq!(languages.of("sw-KE").fill("note", "n", "3"), "Note 3");
        assert_eq!(languages.of("en").get("notes"), "Notes");
    }

    #[test]
    fn a_report_changes_words_of_a_built_in_language() {
        let mut report = report(&[("words/de.toml", "notes = \"Fußnoten\"\n")]);
        report.config.language = "de-AT".to_owned();
        let (languages, _) = Languages::read(&report);
        assert_eq!(languages.of("de-AT").get("notes"), "Fußnoten");
        assert_eq!(languages.of("de-AT").get("search"), "Suche");
        assert!(languages.of("de-AT").for_script().contains(r#""copied":"Kopiert""#));
    }

    #[test]
    fn traditional_chinese_has_words_of_its_own() {
        let mut report = Report::default();
        for (tag, expected) in
            [("zh", "搜索"), ("zh-Hant", "搜尋"), ("zh-TW", "搜尋"), ("zh-Hans-HK", "搜索")]
        {
            report.config.language = tag.to_owned();
            assert_eq!(Languages::read(&report).0.of(tag).get("search"), expected, "{tag}");
        }
    }

    /// The `{names}` of a text, sorted.
    fn holes(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_built_in_language_is_complete() {
        let english: BTreeMap<String, String> = toml::from_str(ENGLISH).expect("en.toml");
        for (language, text) in BUILT_IN {
            let words: BTreeMap<String, String> = toml::from_str(text).expect(language);
            let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(&words), keys(&english), "{language}");
            for (key, said) in &words {
                assert_eq!(holes(said), holes(&english[key]), "{language}: {key}");
                assert!(!said.trim().is_empty(), "{language}: {key}");
            }
        }
    }

    #[test]
    fn faults_in_words_name_the_place() {
        let report =
            report(&[("words/de.toml", "original_dat = \"x\"\nnotes = 3\n"), ("words/fr.toml", "a = ")]);
        let (_, diagnostics) = Languages::read(&report);
        let found: Vec<(String, &str)> = diagnostics
            .iter()
            .map(|d| (d.message.clone(), report.files.text(d.primary.as_ref().unwrap().span)))
            .collect();
        assert_eq!(found[0], ("found integer for `notes`, expected a string".to_owned(), "3"));
        assert_eq!(found[1], ("no interface words have the key `original_dat`".to_owned(), "original_dat"));
        assert!(found[2].0.starts_with("interface words do not parse: "), "{}", found[2].0);
        assert_eq!(diagnostics.iter().nth(1).unwrap().help, ["did you mean `original_data`?"]);
    }
}
