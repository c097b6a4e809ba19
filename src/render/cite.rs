//! "Cite this page": a ready reference and a BibTeX entry, with the version's date and, when it is known, the address.

use super::context::PageContext;
use super::meta::authors;
use super::page::{date_text, version_date};
use super::url;
use serde::Serialize;

/// A reference to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reference {
    /// For a list of references: `A. Author (2025). Title. Report. Version of 1 June 2025. https://…`
    pub(crate) text: String,
    /// A BibTeX entry.
    pub(crate) bibtex: String,
}

/// The reference to a page.
pub(crate) fn reference(cx: &PageContext<'_>) -> Reference {
    let config = &cx.input.resolved.report.config;
    let authors = authors(cx).join(", ");
    let date = version_date(cx);
    let address = config.base_url.as_deref().map(|base| url::absolute(base, &cx.page.output));
    let title = &cx.resolved.title;
    let mut parts: Vec<String> = Vec::new();
    match (authors.is_empty(), date) {
        (false, Some(date)) => parts.push(format!("{authors} ({}).", date.year())),
        (false, None) => parts.push(format!("{authors}.")),
        (true, _) => {}
    }
    parts.push(sentence(title));
    if *title != config.title && !config.title.is_empty() {
        parts.push(sentence(&config.title));
    }
    if let Some(date) = date {
        parts.push(cx.words.fill("cite_version", "date", &date_text(date, super::page::language(cx))));
    }
    parts.extend(address.clone());
    Reference { text: parts.join(" "), bibtex: bibtex(cx, address.as_deref()) }
}

/// The text with a full stop, unless it ends in a mark of its own.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '。', '？', '！']) { text.to_owned() } else { format!("{text}.") }
}

fn bibtex(cx: &PageContext<'_>, address: Option<&str>) -> String {
    let config = &cx.input.resolved.report.config;
    let date = version_date(cx);
    let year = date.map_or_else(String::new, |date| date.year().to_string());
    let mut fields: Vec<(&str, String)> = Vec::new();
    if !authors(cx).is_empty() {
        let names: Vec<String> = authors(cx).iter().map(|name| format!("{{{}}}", tex(name))).collect();
        fields.push(("author", names.join(" and ")));
    }
    fields.push(("title", format!("{{{}}}", tex(&cx.resolved.title))));
    if cx.resolved.title != config.title && !config.title.is_empty() {
        fields.push(("howpublished", tex(&config.title)));
    }
    if let Some(date) = date {
        fields.push(("year", year.clone()));
        fields.push(("note", tex(&cx.words.fill("cite_version", "date", &date.to_string()))));
    }
    if let Some(address) = address {
        fields.push(("url", address.to_owned()));
    }
    let mut text = format!("@misc{{{}{year},\n", key(&cx.page.output));
    for (name, value) in fields {
        text.push_str(&format!("  {name} = {{{value}}},\n"));
    }
    text.push('}');
    text
}

/// The entry's key: the last folder of the page's path, as letters and digits.
fn key(output: &str) -> String {
    let folder = output.trim_end_matches("index.html").trim_end_matches(".html").trim_end_matches('/');
    let name: String =
        folder.rsplit('/').next().unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if name.is_empty() { "report".to_owned() } else { name }
}

/// Text with TeX's special characters escaped.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_is_escaped_and_keys_are_plain() {
        assert_eq!(tex(r"50% of {A_B} & \x"), r"50\% of \{A\_B\} \& \textbackslash{}x");
        assert_eq!(key("rare-earths/index.html"), "rareearths");
        assert_eq!(key("index.html"), "report");
        assert_eq!(key("稀土/index.html"), "report");
        assert_eq!(sentence("Why?"), "Why?");
    }
}
