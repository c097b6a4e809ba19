//! `404.html`: works at any depth under any base path. `templates/404.html` says how.

use super::{RenderInput, meta};
use tera::{Context, Value};

/// Its path in the site.
pub(crate) const PATH: &str = "404.html";

const STYLE: &str = include_str!("../../templates/404.css");
const SCRIPT: &str = include_str!("../../templates/404.js");

/// SHA-256 of [`STYLE`] and [`SCRIPT`] in Base64, which lets the page's policy allow these two texts and no others. A
/// test fails, and says the right ones, when a text was changed.
const STYLE_HASH: &str = "H9GugWyq+GGAO3m6LjR0t1WIbw+1kUpRrFHTxjCv15s=";
const SCRIPT_HASH: &str = "zGSwJh/PoDIoraYGmDbUO9uN9tAUeD+A7TC4yU/CtYo=";

/// The template's variables.
pub(crate) fn context(input: &RenderInput<'_>, words: &Value) -> Context {
    let config = &input.resolved.report.config;
    let mut context = Context::new();
    let language = config.language.as_str();
    context.insert("lang", language);
    context.insert("dir", super::page::direction(language));
    context.insert("csp", &policy());
    context.insert("icon", meta::ICON);
    let title = words.get_from_path("not_found").and_then(Value::as_str);
    context.insert("title", &super::page::document_title(title.unwrap_or("404"), &config.title));
    context.insert_value("words", words.clone());
    context.insert_value("style", Value::safe_string(STYLE));
    context.insert_value("script", Value::safe_string(SCRIPT));
    let home = config.base_url.as_deref().map(|base| format!("{}/index.html", base.trim_end_matches('/')));
    context.insert("home", home.as_deref().unwrap_or("index.html"));
    context.insert("base_path", &config.base_url.as_deref().map_or_else(String::new, base_path));
    context.insert("report", &serde_json::json!({ "title": config.title, "base_url": config.base_url }));
    let assets = input.assets;
    context.insert(
        "assets",
        &serde_json::json!({ "css": assets.css, "script": assets.script, "search_index": assets.search_index }),
    );
    context
}

fn policy() -> String {
    meta::POLICY
        .replace("style-src 'self'", &format!("style-src 'self' 'sha256-{STYLE_HASH}'"))
        .replace("script-src 'self'", &format!("script-src 'self' 'sha256-{SCRIPT_HASH}'"))
}

/// The path of an address with a slash at both ends: `https://example.org/report` has `/report/`.
fn base_path(base_url: &str) -> String {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let path = after_scheme.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}
