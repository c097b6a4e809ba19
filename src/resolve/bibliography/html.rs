//! What a style made of a source → HTML that is safe to put on a page: text escaped, no style attributes, links to the
//! web only.

use crate::syntax::escape;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

/// An entry without the number or label that a style puts before it.
pub(super) fn entry(first: Option<&ElemChild>, content: &ElemChildren) -> String {
    let mut html = String::new();
    if let Some(first) = first {
        child(first, &mut html);
        if !html.is_empty() {
            html.push(' ');
        }
    }
    children(content, &mut html);
    // Brackets and points around a number that is left out.
    let html = html.trim_start_matches(|c: char| c.is_whitespace() || ".,:;)]".contains(c));
    let words: Vec<&str> = html.split(' ').filter(|word| !word.is_empty()).collect();
    without_stray_commas(&words.join(" "))
}

/// A style puts a comma behind a year for the month that a source may not have: `(2025,)`, `2025,.`.
fn without_stray_commas(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut linked = false;
    while let Some(letter) = rest.chars().next() {
        let length = match rest.find('>') {
            Some(end) if letter == '<' => end + 1,
            _ => letter.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        // Addresses keep their commas.
        linked = (linked || piece.starts_with("<a ")) && piece != "</a>";
        let closes = matches!(letter, ')' | ',') || (letter == '.' && !after.starts_with('.'));
        if closes && !linked && out.ends_with(',') {
            out.pop();
        }
        out.push_str(piece);
        rest = after;
    }
    out
}

/// An entry with a place in the source before its last full stop: `…, 2025, p. 4.`
pub(super) fn with_locator(html: String, locator: Option<&str>) -> String {
    let Some(locator) = locator.map(str::trim).filter(|locator| !locator.is_empty()) else { return html };
    let stop = html.ends_with('.') || html.ends_with('。');
    let body = if stop { html.trim_end_matches(['.', '。']) } else { html.as_str() };
    let locator = escape::html(locator.trim_end_matches('.'));
    format!("{body}, {locator}{}", if html.ends_with('。') { "。" } else { "." })
}

fn children(list: &ElemChildren, html: &mut String) {
    for item in &list.0 {
        child(item, html);
    }
}

fn child(item: &ElemChild, html: &mut String) {
    match item {
        ElemChild::Text(text) => formatted(text, html),
        ElemChild::Elem(elem) => {
            if matches!(elem.meta, Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel)) {
                return;
            }
            // Blocks of a style are runs of one entry here.
            if elem.display.is_some() && !html.is_empty() && !html.ends_with(' ') {
                html.push(' ');
            }
            children(&elem.children, html);
        }
        ElemChild::Markup(text) => escape::push(html, text),
        ElemChild::Link { text, url } if is_web(url) => {
            html.push_str(&format!("<a href=\"{}\">", escape::html(url)));
            formatted(text, html);
            html.push_str("</a>");
        }
        ElemChild::Link { text, .. } => formatted(text, html),
        ElemChild::Transparent { .. } => {}
    }
}

fn formatted(text: &Formatted, html: &mut String) {
    let tags = tags(&text.formatting);
    for (open, _) in &tags {
        html.push_str(open);
    }
    escape::push(html, &text.text);
    for (_, close) in tags.iter().rev() {
        html.push_str(close);
    }
}

fn tags(formatting: &Formatting) -> Vec<(&'static str, &'static str)> {
    let mut tags = Vec::new();
    if formatting.font_style == FontStyle::Italic {
        tags.push(("<em>", "</em>"));
    }
    if formatting.font_weight == FontWeight::Bold {
        tags.push(("<strong>", "</strong>"));
    }
    if formatting.font_variant == FontVariant::SmallCaps {
        tags.push(("<span class=\"small-caps\">", "</span>"));
    }
    match formatting.vertical_align {
        VerticalAlign::Sup => tags.push(("<sup>", "</sup>")),
        VerticalAlign::Sub => tags.push(("<sub>", "</sub>")),
        _ => {}
    }
    tags
}

/// Whether an address is one of the web.
pub(super) fn is_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    url.contains("://") && ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}
