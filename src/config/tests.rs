use super::*;
use crate::diagnostics::{Files, Spanned};

/// Each fault as `rule at "text": message | help`.
fn faults(text: &str) -> String {
    let mut files = Files::default();
    let file = files.add("sourcebook.toml", text);
    let (_, diagnostics) = parse(file, text);
    let lines = diagnostics.iter().map(|d| {
        let place = d.primary.as_ref().map_or("", |label| files.text(label.span));
        format!("{} at {place:?}: {} | {}\n", d.rule.name(), d.message, d.help.join(" "))
    });
    lines.collect()
}

fn config(text: &str) -> Config {
    let mut files = Files::default();
    let file = files.add("sourcebook.toml", text);
    let (config, diagnostics) = parse(file, text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    config
}

#[test]
fn a_full_configuration_is_read() {
    let text = r##"
title = "Signals"
description = "Five parts."
language = "zh-Hans"
authors = "Ada"
base_url = "https://user.github.io/report/"
date = 2025-06-01
[build]
content = "./text/"
templates = "theme/templates"
output = "public"
drafts = true
[citations]
style = "chicago-author-date"
[theme]
accent = "#12436D"
accent_dark = "#abc"
palette = ["#12436D", "#28A197"]
[check]
min_coverage = 80
ignore_links = "https://intranet.example/"
[check.severities]
unused-source = "off"
missing-alt = "error"
[publish]
cards = "report"
cname = "report.example.org"
card_font = "fonts/x.ttf"
noindex = true
"##;
    let found = config(text);
    assert_eq!((found.title.as_str(), found.language.as_str()), ("Signals", "zh-Hans"));
    assert_eq!(found.authors, ["Ada"]);
    assert_eq!(found.base_url.as_deref(), Some("https://user.github.io/report"));
    assert_eq!(found.date.map(|date| date.to_string()).as_deref(), Some("2025-06-01"));
    let build = Build {
        content: "text".into(),
        templates: "theme/templates".into(),
        output: "public".into(),
        drafts: true,
    };
    assert_eq!(found.build, build);
    let style: Option<&Spanned<String>> = found.citations.style.as_ref();
    assert_eq!(style.map(|s| &text[s.span.range()]), Some("\"chicago-author-date\""));
    assert_eq!(found.theme.accent.as_deref(), Some("#12436d"));
    assert_eq!(found.theme.accent_dark.as_deref(), Some("#aabbcc"));
    assert_eq!(found.theme.palette, ["#12436d", "#28a197"]);
    assert_eq!(found.min_coverage, Some(80.0));
    assert_eq!(found.ignore_links, ["https://intranet.example/"]);
    let severities: Vec<_> = found.severities.iter().map(|(rule, s)| (rule.name(), *s)).collect();
    assert_eq!(severities, [("unused-source", None), ("missing-alt", Some(Severity::Error))]);
    assert_eq!(found.publish.cname.as_deref(), Some("report.example.org"));
    assert!(found.publish.noindex);
    assert_eq!(found.publish.cards, crate::model::CardPages::Report);
}

#[test]
fn absent_keys_have_defaults() {
    assert_eq!(config("title = 'T'"), Config { title: "T".into(), ..Config::default() });
}

#[test]
fn all_faults_are_reported_at_their_place() {
    let text = r##"
titel = "x"
language = "English"
authors = [1, ""]
base_url = "example.org"
date = "June"
build = "output"
[theme]
accent = "blue"
palette = ["#12", "#123456"]
colour = 1
[check]
min_coverage = 120
ignore_links = ["example.org"]
[check.severity]
x = "off"
[check.severities]
unused-sources = "off"
missing-alt = "fatal"
[publish]
cname = "https://x.org"
noindex = "yes"
"##;
    insta::assert_snapshot!(faults(text), @r##"
    unknown-config-key at "titel": `sourcebook.toml` has no key `titel` | did you mean `title`?
    invalid-config at "\"English\"": `language` is the text `English`, expected a language tag such as `en` or `zh-Hans` | write a language tag such as `en` or `zh-Hans` for `language`
    invalid-config at "1": `authors` is the number 1, expected text that is not empty | write text that is not empty for `authors`
    invalid-config at "\"\"": `authors` is empty text, expected text that is not empty | write text that is not empty for `authors`
    invalid-config at "\"example.org\"": `base_url` is the text `example.org`, expected an address such as `https://example.org/report` | write an address such as `https://example.org/report` for `base_url`
    invalid-config at "\"June\"": `date` is the text `June`, expected a date such as `2025-06-01` | write a date such as `2025-06-01` for `date`
    invalid-config at "\"output\"": `build` is the text `output`, expected a mapping of keys and values | write a mapping of keys and values for `build`
    invalid-config at "\"blue\"": `accent` is the text `blue`, expected a colour such as `#12436d` | write a colour such as `#12436d` for `accent`
    invalid-config at "\"#12\"": `palette` is the text `#12`, expected a colour such as `#12436d` | write a colour such as `#12436d` for `palette`
    unknown-config-key at "colour": `[theme]` has no key `colour` | known: `look`, `text_font`, `head_font`, `ui_font`, `font_files`, `logo`, `logo_dark`, `width`, `accent`, `accent_dark`, `decal`, `palette`, …
    invalid-config at "120": `min_coverage` is the number 120, expected a number from 0 to 100 | write a number from 0 to 100 for `min_coverage`
    invalid-config at "\"example.org\"": `ignore_links` is the text `example.org`, expected the beginning of an address, such as `https://example.org/` | write the beginning of an address, such as `https://example.org/` for `ignore_links`
    unknown-config-key at "severity": `[check]` has no key `severity` | did you mean `severities`?
    unknown-config-key at "unused-sources": there is no rule `unused-sources` | did you mean `unused-source`?
    invalid-config at "\"fatal\"": `missing-alt` is the text `fatal`, expected "error", "warning", "note" or "off" | write "error", "warning", "note" or "off" for `missing-alt`
    invalid-config at "\"https://x.org\"": `cname` is the text `https://x.org`, expected a domain such as `report.example.org` | write a domain such as `report.example.org` for `cname`
    invalid-config at "\"yes\"": `noindex` is the text `yes`, expected `true` or `false` | write `true` or `false` for `noindex`
    invalid-config at "": the report has no `title` | add `title = "…"` as the first line
    "##);
}

#[test]
fn folders_stay_below_the_root() {
    let text = "title = 'T'\n[build]\ncontent = '../x'\ntemplates = ''\noutput = '/srv'\n";
    insta::assert_snapshot!(faults(text), @r#"
    invalid-config at "'../x'": `content` is the text `../x`, expected a folder below the report's own, such as `content` | write a folder below the report's own, such as `content` for `content`
    invalid-config at "''": `templates` is empty text, expected a folder below the report's own, such as `content` | write a folder below the report's own, such as `content` for `templates`
    invalid-config at "'/srv'": `output` is the text `/srv`, expected a folder below the report's own, such as `content` | write a folder below the report's own, such as `content` for `output`
    "#);
}

#[test]
fn syntax_faults_do_not_hide_others() {
    insta::assert_snapshot!(faults("title = Signals\nlanguage = 'e'\n"), @r#"
    invalid-config at "Signals": this is not valid TOML: string values must be quoted, expected literal string | write `key = "value"`, one a line; text needs quotes
    invalid-config at "'e'": `language` is the text `e`, expected a language tag such as `en` or `zh-Hans` | write a language tag such as `en` or `zh-Hans` for `language`
    "#);
    insta::assert_snapshot!(faults(""), @r#"invalid-config at "": the report has no `title` | add `title = "…"` as the first line"#);
}
