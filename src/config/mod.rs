//! `sourcebook.toml` → [`Config`].
//!
//! In: the file's text. Out: the configuration, with defaults for what is absent or faulty, and every fault with its
//! place. Entry: [`parse`]. Steps: TOML → tree; one function per table takes what it knows; what is left over is an
//! unknown key. Whether folders and files exist is for `load` to say.
//!
//! | key | what it is |
//! | --- | --- |
//! | `title` | the report's title; needed |
//! | `description` | one or two sentences |
//! | `language` | BCP 47 tag such as `en` or `zh-Hans`; default `en` |
//! | `authors` | a name or a list of names |
//! | `base_url` | where the site is published: `https://user.github.io/report` |
//! | `date` | date of the edition, for pages without one |
//! | `[build]` `content`, `templates`, `output` | folders below the report's root |
//! | `[build]` `drafts` | whether drafts are built |
//! | `[citations]` `style` | a CSL style's name, or a `.csl` file below the root |
//! | `[theme]` `look` | `"broadsheet"` (default), `"brief"` or `"paper"` |
//! | `[theme]` `text_font`, `head_font`, `ui_font` | lists of font families, as in CSS |
//! | `[[theme.font_files]]` `family`, `file`, `weight`, `italic` | fonts that lie below the content folder |
//! | `[theme]` `logo`, `logo_dark` | images below the content folder |
//! | `[theme]` `width` | length of a line of text in rem, 28 to 48 |
//! | `[theme]` `accent`, `accent_dark` | colours, `#rrggbb` |
//! | `[theme]` `decal` | `"always"` or `"print"`: patterns on the colours of charts |
//! | `[theme]` `palette`, `palette_dark` | lists of chart colours, `#rrggbb` |
//! | `[charts]` `echarts` | an ECharts build below the root, which draws and is shipped in the place of the program's own |
//! | `[check]` `min_coverage` | percent of numbers that must have a source, 0 to 100 |
//! | `[check]` `ignore_links` | beginnings of addresses that `check --links` does not ask for |
//! | `[check.severities]` | rule → `"error"`, `"warning"`, `"note"` or `"off"` |
//! | `[publish]` `cname` | the domain written to `CNAME` |
//! | `[publish]` `card_font` | a font file below the root for the social card |
//! | `[publish]` `cards` | which pages have a social card: `pages`, `report` (the home page), `none` |
//! | `[publish]` `noindex` | whether search engines are asked to stay away |

mod values;

pub(crate) use values::{ADDRESS, address};

#[cfg(test)]
mod tests;

use crate::diagnostics::rules::{ALL, INVALID_CONFIG, UNKNOWN_CONFIG_KEY};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, RuleId, Severity, Span, advice};
use crate::model::{Build, Citations, Config, FontFile, Publish, Security, Theme};
use crate::syntax::read::Reader;
use crate::syntax::toml;
use crate::syntax::tree::{Key, Tree};

/// Reads `sourcebook.toml`.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (Config, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut reader = Reader::new(file, INVALID_CONFIG, &mut diagnostics);
    let (tree, errors) = toml::parse(text);
    let broken = !errors.is_empty();
    for error in errors {
        reader.syntax_error(&error, "write `key = \"value\"`, one a line; text needs quotes");
    }
    let mut config = Config::default();
    read_root(&mut reader, &tree, &mut config);
    if config.title.is_empty() && tree.get("title").is_none() && !broken {
        let first_line = text.lines().next().map_or(0, str::len);
        let at = Span::new(file, 0..first_line);
        reader.push(
            Diagnostic::new(INVALID_CONFIG, "the report has no `title`")
                .at(at, "expected before the first table")
                .help("add `title = \"…\"` as the first line"),
        );
    }
    (config, diagnostics)
}

const ROOT: &[&str] = &[
    "title",
    "description",
    "language",
    "authors",
    "base_url",
    "date",
    "build",
    "citations",
    "theme",
    "charts",
    "check",
    "publish",
    "security",
];

fn read_root(reader: &mut Reader<'_>, tree: &Tree, config: &mut Config) {
    for (key, value) in tree.map().unwrap_or_default() {
        let name = key.name.as_str();
        match name {
            "title" => config.title = values::filled(reader, name, value).unwrap_or_default(),
            "description" => config.description = values::filled(reader, name, value),
            "language" => config.language = reader.language(name, value).unwrap_or_else(|| "en".into()),
            "authors" => config.authors = values::names(reader, name, value),
            "base_url" => config.base_url = values::base_url(reader, name, value),
            "date" => config.date = reader.date(name, value),
            "build" => read_build(reader, value, &mut config.build),
            "citations" => read_citations(reader, value, &mut config.citations),
            "theme" => read_theme(reader, value, &mut config.theme),
            "charts" => read_charts(reader, value, config),
            "check" => read_check(reader, value, config),
            "publish" => read_publish(reader, value, &mut config.publish),
            "security" => read_security(reader, value, &mut config.security),
            _ => unknown(reader, key, "`sourcebook.toml`", ROOT),
        }
    }
}

fn read_build(reader: &mut Reader<'_>, tree: &Tree, build: &mut Build) {
    for (key, value) in reader.map("build", tree).unwrap_or_default() {
        let name = key.name.as_str();
        match name {
            "content" => keep(&mut build.content, values::path(reader, name, value)),
            "templates" => keep(&mut build.templates, values::path(reader, name, value)),
            "output" => keep(&mut build.output, values::path(reader, name, value)),
            "drafts" => keep(&mut build.drafts, reader.bool(name, value)),
            _ => unknown(reader, key, "`[build]`", &["content", "templates", "output", "drafts"]),
        }
    }
}

fn read_citations(reader: &mut Reader<'_>, tree: &Tree, citations: &mut Citations) {
    for (key, value) in reader.map("citations", tree).unwrap_or_default() {
        match key.name.as_str() {
            "style" => citations.style = reader.string("style", value),
            _ => unknown(reader, key, "`[citations]`", &["style"]),
        }
    }
}

fn read_theme(reader: &mut Reader<'_>, tree: &Tree, theme: &mut Theme) {
    for (key, value) in reader.map("theme", tree).unwrap_or_default() {
        let name = key.name.as_str();
        match name {
            "look" => keep(&mut theme.look, values::look(reader, name, value)),
            "text_font" => theme.fonts.text = values::families(reader, name, value),
            "head_font" => theme.fonts.head = values::families(reader, name, value),
            "ui_font" => theme.fonts.ui = values::families(reader, name, value),
            "font_files" => theme.font_files = read_font_files(reader, value),
            "logo" => theme.logo = reader.string(name, value),
            "logo_dark" => theme.logo_dark = reader.string(name, value),
            "width" => theme.width = values::width(reader, name, value),
            "accent" => theme.accent = values::colour(reader, name, value),
            "accent_dark" => theme.accent_dark = values::colour(reader, name, value),
            "decal" => theme.decal = values::decal(reader, name, value),
            "palette" => theme.palette = values::colours(reader, name, value),
            "palette_dark" => theme.palette_dark = values::colours(reader, name, value),
            _ => unknown(reader, key, "`[theme]`", THEME),
        }
    }
}

/// Findings with the severities of the configuration; with `strict`, warnings are errors.
#[must_use]
pub fn with_severities(diagnostics: &Diagnostics, config: &Config, strict: bool) -> Diagnostics {
    let configured = diagnostics.iter().filter_map(|diagnostic| {
        let mut diagnostic = diagnostic.clone();
        if let Some((_, severity)) = config.severities.iter().find(|(rule, _)| *rule == diagnostic.rule) {
            diagnostic.severity = (*severity)?;
        }
        if strict && diagnostic.severity == Severity::Warning {
            diagnostic.severity = Severity::Error;
        }
        Some(diagnostic)
    });
    configured.collect()
}

const THEME: &[&str] = &[
    "look",
    "text_font",
    "head_font",
    "ui_font",
    "font_files",
    "logo",
    "logo_dark",
    "width",
    "accent",
    "accent_dark",
    "decal",
    "palette",
    "palette_dark",
];

fn read_font_files(reader: &mut Reader<'_>, tree: &Tree) -> Vec<FontFile> {
    let items = reader.list("font_files", tree).unwrap_or_default();
    items.iter().filter_map(|item| read_font_file(reader, item)).collect()
}

fn read_font_file(reader: &mut Reader<'_>, tree: &Tree) -> Option<FontFile> {
    let (mut family, mut file, mut weight, mut italic) = (None, None, None, false);
    for (key, value) in reader.map("font_files", tree)? {
        let name = key.name.as_str();
        match name {
            "family" => family = values::family(reader, name, value),
            "file" => file = reader.string(name, value),
            "weight" => weight = values::weight(reader, name, value),
            "italic" => keep(&mut italic, reader.bool(name, value)),
            _ => unknown(reader, key, "`[[theme.font_files]]`", &["family", "file", "weight", "italic"]),
        }
    }
    for lacking in ["family", "file"].into_iter().filter(|key| tree.get(key).is_none()) {
        let span = reader.span(&tree.range);
        reader.push(
            Diagnostic::new(INVALID_CONFIG, format!("a font file lacks `{lacking}`"))
                .at(span, "")
                .help("write `{ family = \"Inter\", file = \"fonts/inter.woff2\" }`"),
        );
    }
    Some(FontFile { family: family?, file: file?, weight, italic })
}

fn read_publish(reader: &mut Reader<'_>, tree: &Tree, publish: &mut Publish) {
    for (key, value) in reader.map("publish", tree).unwrap_or_default() {
        let name = key.name.as_str();
        match name {
            "cname" => publish.cname = values::domain(reader, name, value),
            "card_font" => publish.card_font = reader.string(name, value),
            "cards" => keep(&mut publish.cards, values::cards(reader, name, value)),
            "noindex" => keep(&mut publish.noindex, reader.bool(name, value)),
            _ => unknown(reader, key, "`[publish]`", &["cname", "card_font", "cards", "noindex"]),
        }
    }
}

fn read_security(reader: &mut Reader<'_>, tree: &Tree, security: &mut Security) {
    for (key, value) in reader.map("security", tree).unwrap_or_default() {
        match key.name.as_str() {
            "raw_html" => keep(&mut security.raw_html, reader.bool("raw_html", value)),
            _ => unknown(reader, key, "`[security]`", &["raw_html"]),
        }
    }
}

fn read_charts(reader: &mut Reader<'_>, tree: &Tree, config: &mut Config) {
    for (key, value) in reader.map("charts", tree).unwrap_or_default() {
        match key.name.as_str() {
            "echarts" => config.echarts = reader.string("echarts", value),
            _ => unknown(reader, key, "`[charts]`", &["echarts"]),
        }
    }
}

fn read_check(reader: &mut Reader<'_>, tree: &Tree, config: &mut Config) {
    for (key, value) in reader.map("check", tree).unwrap_or_default() {
        match key.name.as_str() {
            "min_coverage" => config.min_coverage = values::percent(reader, "min_coverage", value),
            "ignore_links" => config.ignore_links = values::beginnings(reader, "ignore_links", value),
            "severities" => read_severities(reader, value, &mut config.severities),
            _ => unknown(reader, key, "`[check]`", &["min_coverage", "ignore_links", "severities"]),
        }
    }
}

fn read_severities(reader: &mut Reader<'_>, tree: &Tree, severities: &mut Vec<(RuleId, Option<Severity>)>) {
    for (key, value) in reader.map("severities", tree).unwrap_or_default() {
        let rule = RuleId::find(&key.name);
        if rule.is_none() {
            let span = reader.span(&key.range);
            reader.push(
                Diagnostic::new(UNKNOWN_CONFIG_KEY, format!("there is no rule `{}`", key.name))
                    .at(span, "not a known rule")
                    .maybe_help(advice("rule", &key.name, ALL.iter().map(|rule| rule.name()))),
            );
        }
        let severity = match value.string() {
            Some("error") => Some(Severity::Error),
            Some("warning") => Some(Severity::Warning),
            Some("note") => Some(Severity::Note),
            Some("off") => None,
            _ => {
                reader.wrong(&key.name, value, "\"error\", \"warning\", \"note\" or \"off\"");
                continue;
            }
        };
        severities.extend(rule.map(|rule| (rule, severity)));
    }
}

fn unknown(reader: &mut Reader<'_>, key: &Key, place: &str, known: &[&str]) {
    reader.unknown_key(UNKNOWN_CONFIG_KEY, key, place, known.iter().copied());
}

fn keep<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
