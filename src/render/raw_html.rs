//! HTML that stands in a page's text, made harmless by [`markup::clean`].
//!
//! Markdown hands raw HTML over in pieces, with our own output between them, and a tag that one piece opens another may
//! close. So a [`Writer`] marks the pieces ([`mark`]), and at the end of the block that holds them
//! [`settle`] cleans them together, with a placeholder for what stands between: what the author opens there is closed
//! there, and our own markup never meets the sanitizer.

use super::escape;
use super::html::Writer;
use crate::diagnostics::{Diagnostic, Span, rules};
use crate::markup::{self, HELD};
use std::borrow::Cow;

/// Around a piece: characters that Unicode keeps free for such uses. [`HELD`] stands around the number of a placeholder.
const OPEN: char = '\u{FDD0}';
const CLOSE: char = '\u{FDD1}';

/// Places of one finding that are shown beside the first.
const MOST_PLACES: usize = 7;

/// How deep raw HTML may be nested.
const MAX_DEPTH: usize = 256;

impl Writer<'_> {
    /// Raw HTML: kept to be settled, or written as it is when the configuration says so.
    pub(super) fn html(&mut self, html: &str, span: Span) {
        if self.bare {
            return;
        }
        if self.cx.input.resolved.report.config.security.raw_html {
            self.out.push_str(html);
            return;
        }
        mark(&mut self.out, html);
        self.raw.push(span);
    }

    /// An address of raw HTML, as this page names its target; one that stays as it is keeps its spelling.
    pub(super) fn address(&mut self, index: usize) {
        let Some(address) = self.cx.page.document.addresses.get(index) else { return };
        let settled = self.cx.resolved.addresses.get(index).and_then(|destination| self.cx.href(destination));
        match settled.filter(|settled| *settled != address.address) {
            Some(settled) => self.html(&unquoted(&settled), address.span),
            None => self.html(&address.written, address.span),
        }
    }

    /// Begins a block; what raw HTML opens in it is closed in it.
    pub(super) fn enter(&mut self) {
        self.scopes.push((self.out.len(), self.raw.len()));
    }

    /// Ends the block that began last.
    pub(super) fn leave(&mut self) {
        let Some((from, first)) = self.scopes.pop() else { return };
        if self.raw.len() <= first {
            return;
        }
        let pieces = self.raw.split_off(first);
        let from = from.min(self.out.len());
        match settle(&mut self.out, from) {
            Outcome::Whole => {}
            Outcome::Removed(names) => {
                for name in names {
                    let spans = self.pieces_with(&pieces, &name);
                    let finding =
                        Diagnostic::new(rules::UNSAFE_HTML, format!("`{name}` was taken out of raw HTML"))
                            .at(*spans.first().unwrap_or(&pieces[0]), "")
                            .help("what runs, styles, frames or sends forms is left out; `[security] raw_html = true` lets it stand");
                    let others = spans.iter().skip(1).take(MOST_PLACES);
                    self.diagnostics.push(others.fold(finding, |finding, span| finding.and(*span, "here, too")));
                }
            }
            Outcome::Text => self.diagnostics.push(
                Diagnostic::new(rules::UNSAFE_HTML, "raw HTML does not fit around what stands between its tags")
                    .at(pieces[0], "it shows as text")
                    .help("close each tag in the paragraph or list item that opens it; `[security] raw_html = true` lets it stand"),
            ),
        }
    }

    /// The pieces that a name stands in, as the name of a tag or an attribute.
    fn pieces_with(&self, pieces: &[Span], name: &str) -> Vec<Span> {
        let files = &self.cx.input.resolved.report.files;
        let place = |span: &Span| {
            let text = files.text(*span);
            let lower = text.to_ascii_lowercase();
            let mut found = lower
                .match_indices(name)
                .map(|(at, _)| (lower[..at].chars().next_back(), &lower[at + name.len()..]));
            let holds = found.any(|(before, after)| {
                before.is_some_and(|c| c == '<' || c == '"' || c == '\'' || c.is_whitespace())
                    && !after.starts_with(|c: char| c.is_alphanumeric() || c == '-')
            });
            holds.then(|| span.within(0..text.trim_end().len()))
        };
        pieces.iter().filter_map(place).collect()
    }
}

/// A text as the value of an attribute, whatever quotes it stands in, or none.
fn unquoted(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| c.is_ascii_whitespace() || "&<>\"'`=".contains(c);
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match is_special(char) {
            true => out.push_str(&format!("&#{};", u32::from(char))),
            false => out.push(char),
        }
    }
    Cow::Owned(out)
}

/// Puts a piece of raw HTML into a page, to be settled later.
fn mark(out: &mut String, html: &str) {
    out.push(OPEN);
    out.extend(html.chars().filter(|char| ![OPEN, CLOSE, HELD].contains(char)));
    out.push(CLOSE);
}

/// What became of the pieces of a block.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// They stand as the author wrote them.
    Whole,
    /// These tags and attributes were taken out: `script`, `onclick`.
    Removed(Vec<String>),
    /// The pieces do not fit around what stands between them; they show as text.
    Text,
}

/// Cleans the pieces in `out` from the byte `from` on.
fn settle(out: &mut String, from: usize) -> Outcome {
    let text = out.split_off(from);
    let (skeleton, held) = taken_apart(&text);
    if !markup::is_deeper_than(MAX_DEPTH, &skeleton)
        && let Some(cleaned) = put_together(&markup::clean(&skeleton), &held)
    {
        out.push_str(&cleaned);
        let removed = markup::removed(&skeleton);
        return if removed.is_empty() { Outcome::Whole } else { Outcome::Removed(removed) };
    }
    for (piece, raw) in pieces(&text) {
        if raw { escape::push(out, piece) } else { out.push_str(piece) }
    }
    Outcome::Text
}

/// The text in pieces: raw HTML and what stands between, in turn.
fn pieces(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split(OPEN).enumerate().flat_map(|(index, part)| {
        let (raw, rest) = match part.split_once(CLOSE) {
            Some((raw, rest)) if index > 0 => (raw, rest),
            _ => ("", part),
        };
        [(raw, true), (rest, false)]
    })
}

/// The raw HTML with placeholders, and what they stand for. White space stays: a table takes no text.
fn taken_apart(text: &str) -> (String, Vec<&str>) {
    let (mut skeleton, mut held) = (String::new(), Vec::new());
    for (piece, raw) in pieces(text) {
        if raw || piece.trim().is_empty() {
            skeleton.push_str(piece);
        } else {
            skeleton.push_str(&format!("{HELD}{}{HELD}", held.len()));
            held.push(piece);
        }
    }
    (skeleton, held)
}

/// The cleaned skeleton with all that was held, once each and in order; else `None`.
fn put_together(cleaned: &str, held: &[&str]) -> Option<String> {
    let mut out = String::new();
    let mut next = 0;
    for (index, part) in cleaned.split(HELD).enumerate() {
        if index % 2 == 0 {
            out.push_str(part);
        } else {
            (part.parse() == Ok(next)).then_some(())?;
            out.push_str(held.get(next)?);
            next += 1;
        }
    }
    (next == held.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces in brackets `‹…›` are raw.
    fn settled(text: &str) -> (String, Outcome) {
        let mut out = "before ".to_owned();
        for (index, part) in text.split('‹').enumerate() {
            match part.split_once('›') {
                Some((raw, rest)) if index > 0 => {
                    mark(&mut out, raw);
                    out.push_str(rest);
                }
                _ => out.push_str(part),
            }
        }
        let outcome = settle(&mut out, "before ".len());
        (out.strip_prefix("before ").unwrap().to_owned(), outcome)
    }

    #[test]
    fn an_address_fits_into_any_quotes() {
        assert_eq!(unquoted("../a/index.html#b"), "../a/index.html#b");
        assert_eq!(unquoted("a b'\"&="), "a&#32;b&#39;&#34;&#38;&#61;");
    }

    #[test]
    fn what_is_harmless_stays() {
        for text in [
            "Press ‹<kbd>›Ctrl‹</kbd>›.",
            "‹<details class=\"more\" open=\"\"><summary>›Why‹</summary>›\n<p class=ours onclick=ours>Because.</p>\n‹</details>›",
            "‹<table><tbody><tr><td>›\n<p>a</p>\n‹</td></tr></tbody></table>›",
            "‹<a href=\"../x/index.html#y\" id=\"z\">›x‹</a>› ‹<br>›",
            "‹<img src=\"a.png\" alt=\"A\" width=\"3\">›",
        ] {
            assert_eq!(settled(text), (text.replace(['‹', '›'], ""), Outcome::Whole), "{text}");
        }
    }

    #[test]
    fn what_runs_is_taken_out_and_named() {
        for (text, left, names) in [
            ("a‹<script>alert(1)</script>›b", "ab", "script"),
            ("‹<img src=\"x\" onerror=\"alert(1)\">›", "<img src=\"x\">", "onerror"),
            ("‹<a href=\"javascript:alert(1)\">›x‹</a>›", "<a>x</a>", "href"),
            ("‹<iframe src=\"https://example.org\"></iframe>›x", "x", "iframe"),
            ("‹<b style=\"position:fixed\">›x‹</b>›", "<b>x</b>", "style"),
            ("‹<form action=\"/\"><input name=\"q\"></form>›x", "x", "form input"),
            ("‹<svg><a xlink:href=\"javascript:alert(1)\"><text>y</text></a></svg>›x", "x", "svg"),
        ] {
            let (out, outcome) = settled(text);
            assert_eq!(out, left, "{text}");
            let Outcome::Removed(found) = outcome else { panic!("{text}: {outcome:?}") };
            assert!(
                names.split(' ').all(|name| found.iter().any(|found| found == name)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_opened_is_closed_and_nothing_else_is() {
        assert_eq!(settled("‹<div>›x"), ("<div>x</div>".to_owned(), Outcome::Whole));
        assert_eq!(settled("x‹</div></main>›y"), ("xy".to_owned(), Outcome::Whole));
    }

    #[test]
    fn nothing_of_the_text_is_lost() {
        let (out, outcome) = settled("a‹<script>›b‹</script>›c");
        assert_eq!((out.as_str(), outcome), ("a&lt;script&gt;b&lt;/script&gt;c", Outcome::Text));
        let (out, outcome) = settled("‹<div title=\"›<p>b</p>‹\">›c");
        assert_eq!(outcome, Outcome::Text);
        assert_eq!(settled(&format!("‹{}›x", "<div>".repeat(MAX_DEPTH + 1))).1, Outcome::Text);
        assert_eq!(settled(&format!("‹{}›x", "<br><p>a</p>".repeat(MAX_DEPTH + 1))).1, Outcome::Whole);
        assert!(out.contains("<p>b</p>") && !out.contains("<div"), "{out}");
    }

    #[test]
    fn marks_in_the_text_itself_gain_nothing() {
        let mut out = String::new();
        mark(&mut out, "<b>\u{FDD2}0\u{FDD2}\u{FDD1}");
        out.push_str("x\u{FDD0}y\u{FDD2}");
        mark(&mut out, "</b>");
        settle(&mut out, 0);
        assert!(!out.contains("\u{FDD0}") && out.starts_with("<b>0x"), "{out:?}");
    }
}
