//! What would be left outside, reported once for each address of a page.

use super::leaves::Leaf;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::render::url;
use crate::resolve::{Destination, Resolved};
use std::collections::BTreeSet;
use std::ops::Range;

/// Collects what would be left outside.
pub(super) struct Faults<'a> {
    resolved: &'a Resolved,
    /// What is made: `the single file`.
    made: &'static str,
    seen: BTreeSet<(String, String)>,
    diagnostics: Diagnostics,
}

impl<'a> Faults<'a> {
    /// None yet; `made` says what is made.
    pub(super) fn new(resolved: &'a Resolved, made: &'static str) -> Self {
        Self { resolved, made, seen: BTreeSet::new(), diagnostics: Diagnostics::default() }
    }

    /// An element of a page shows something that is no file of the site.
    pub(super) fn left_outside(&mut self, leaf: &Leaf, element: &str, address: &str) {
        let message = format!(
            "{} would need `{address}`, which `<{element}>` shows from outside the report",
            self.made
        );
        let help = "put the file into the content folder and name it relative to the page, or make it a link";
        let is_it =
            |to: &Destination| matches!(to, Destination::External(to) if url::external(to) == address);
        self.once(leaf, address, (message, help), &is_it, address);
    }

    /// An element of a page shows a file of the site that is of a kind which cannot be put into what is made.
    pub(super) fn unfit(&mut self, leaf: &Leaf, element: &str, path: &str) {
        let help = "put it into another format, such as PNG, JPEG, SVG, MP3 or MP4, or make it a link";
        self.not_held(leaf, element, path, ("not every reading system knows its format", help));
    }

    /// An element of a page shows a file of the site that is not what its name says.
    pub(super) fn broken(&mut self, leaf: &Leaf, element: &str, path: &str, reason: &str) {
        let help = "save it again with the program that drew it, or as PNG: browsers do not show it either";
        self.not_held(leaf, element, path, (reason, help));
    }

    fn not_held(&mut self, leaf: &Leaf, element: &str, path: &str, (reason, help): (&str, &str)) {
        let message = format!("{} cannot hold `{path}`, which `<{element}>` shows: {reason}", self.made);
        let is_it = |to: &Destination| matches!(to, Destination::Asset { path: to, .. } if to == path);
        self.once(leaf, path, (message, help), &is_it, path.rsplit('/').next().unwrap_or(path));
    }

    /// Reports an address of a page, the first time it is met there.
    fn once(
        &mut self,
        leaf: &Leaf,
        address: &str,
        (message, help): (String, &str),
        is_it: &dyn Fn(&Destination) -> bool,
        words: &str,
    ) {
        if self.seen.insert((leaf.path.clone(), address.to_owned())) {
            let place = self.place(leaf, is_it, words);
            self.push(message, help, place);
        }
    }

    fn push(&mut self, message: String, help: &str, place: Option<Span>) {
        let diagnostic = Diagnostic::new(rules::LEFT_OUTSIDE, message).help(help);
        self.diagnostics.push(match place {
            Some(place) => diagnostic.at(place, ""),
            None => diagnostic,
        });
    }

    /// Where the page's text shows something: by what its addresses lead to; else where `words` end an address; else its
    /// first line.
    fn place(&self, leaf: &Leaf, is_it: &dyn Fn(&Destination) -> bool, words: &str) -> Option<Span> {
        let id = leaf.page?;
        let page = self.resolved.report.page(id);
        let settled = self.resolved.pages.get(id.0 as usize);
        let known = settled.and_then(|settled| {
            let images = settled.images.iter().zip(page.document.images.iter().map(|image| image.span));
            let addresses =
                settled.addresses.iter().zip(page.document.addresses.iter().map(|address| address.span));
            let all = images.chain(addresses).filter(|(destination, _)| is_it(destination));
            all.map(|(_, span)| span).min_by_key(|span| span.start)
        });
        let text = &self.resolved.report.files.get(page.file).text;
        Some(known.unwrap_or_else(|| {
            let first = 0..text.lines().next().map_or(0, str::len);
            Span::new(page.file, in_address(text, words).unwrap_or(first))
        }))
    }

    /// A style sheet names something that is no file of the site.
    pub(super) fn style_outside(&mut self, sheet: &str, address: &str) {
        if self.seen.insert((sheet.to_owned(), address.to_owned())) {
            let message =
                format!("{} would need `{address}`, which the style sheet `{sheet}` names", self.made);
            let help = "name a file of the content folder, relative to `assets/` in the site";
            self.diagnostics.push(Diagnostic::new(rules::LEFT_OUTSIDE, message).help(help));
        }
    }

    /// All that was found.
    pub(super) fn finish(self) -> Diagnostics {
        self.diagnostics
    }
}

/// The first address of a text that ends with `words`: behind a quotation mark, a bracket or `=`, not in a sentence.
fn in_address(text: &str, words: &str) -> Option<Range<usize>> {
    let apart = |c: char| c.is_whitespace() || "\"'()<>=`".contains(c);
    let found = text.match_indices(words).map(|(at, _)| {
        let start = text[..at]
            .rfind(apart)
            .map_or(0, |place| place + text[place..].chars().next().map_or(1, char::len_utf8));
        start..at + words.len()
    });
    found.into_iter().find(|range| {
        let is_file = range.len() == words.len() || text[..range.end - words.len()].ends_with('/');
        let opening = text[..range.start].chars().next_back();
        let ends = |next: char| match opening {
            Some('"' | '\'') => opening == Some(next),
            _ => apart(next),
        };
        opening.is_some_and(|opening| "\"'(<=".contains(opening))
            && is_file
            && text[range.end..].chars().next().is_none_or(|next| ends(next) || "?#".contains(next))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_in_addresses_and_not_in_sentences() {
        for (text, expected) in [
            ("See `a.wav`, \"a.wav is\", <b src='x/a.wav'>", Some("x/a.wav")),
            ("a.wav, aa.wav (ba.wav) ![x](../a.wav#t)", Some("../a.wav")),
            ("<img src=a.wav>", Some("a.wav")),
            ("a.wav", None),
        ] {
            assert_eq!(in_address(text, "a.wav").map(|range| &text[range]), expected, "{text}");
        }
    }
}
