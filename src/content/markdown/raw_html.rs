//! Raw HTML: its addresses become nodes, so that they are settled like those of Markdown, and its ids can be linked to.

use super::super::inline::{Spot, misplaced};
use super::super::scan;
use super::Walk;
use crate::diagnostics::rules::{BROKEN_LINK, TOO_LARGE};
use crate::diagnostics::{Diagnostic, Span, Spanned};
use crate::markup;
use crate::model::{Address, AddressKind, Node, NodeKind, RawId};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Readable, Reader, Tokenizer};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::cell::Cell;
use std::ops::Range;

/// So many attributes may a tag have: the reader of HTML calls itself for each.
const ATTRIBUTES: usize = 100;

/// A piece of HTML as Markdown hands it over, and its place in the masked text.
pub(super) type Piece = (String, Range<usize>);

/// Whether a block of HTML is one in which nothing is taken for an expression.
pub(crate) fn is_verbatim(html: &str) -> bool {
    let start = html.trim_start().to_ascii_lowercase();
    ["<!--", "<script", "<style", "<pre", "<textarea"].iter().any(|tag| start.starts_with(tag))
}

impl Walk<'_, '_> {
    pub(super) fn inline_html(&mut self, text: &str, range: Range<usize>) {
        if !text.starts_with("<!--") {
            let help = "put the expression between the tags";
            let spot = Spot { range: range.clone(), place: "an HTML tag", help };
            self.draft.misplaced(self.masked, self.places, text, spot);
        }
        let text = self.masked.restore(text, range.start);
        self.html(&[(text, range)], Event::InlineHtml);
    }

    /// HTML blocks are kept as they are; an expression, a claim or a citation in one would be printed with its braces.
    pub(super) fn html_block(&mut self, range: Range<usize>) {
        self.html.clear();
        let html = self.masked.source().get(range.clone()).unwrap_or("");
        self.push(Event::Start(Tag::HtmlBlock), range.clone());
        if is_verbatim(html) {
            return;
        }
        let Some(found) = scan::first_construct(html) else { return };
        let place = range.start + found.start..range.start + found.end;
        let is_citation = html[found].starts_with('[');
        let help = "leave a blank line before and after the text inside the tags: it is Markdown then";
        self.draft.diagnostics.push(misplaced(is_citation, "an HTML block", self.places.span(place), help));
    }

    pub(super) fn html_line(&mut self, text: &str, range: Range<usize>) {
        self.html.push((self.masked.restore(text, range.start), range));
    }

    pub(super) fn end_html_block(&mut self, range: Range<usize>) {
        let lines = std::mem::take(&mut self.html);
        self.html(&lines, Event::Html);
        self.push(Event::End(TagEnd::HtmlBlock), range);
    }

    /// A tag may run over several pieces, so they are read as one text; each is then cut at the addresses in it.
    fn html(&mut self, pieces: &[Piece], event: fn(CowStr<'static>) -> Event<'static>) {
        let text: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let (addresses, ids) = match addresses_and_ids(&text) {
            Ok(found) => found,
            Err(at) => return self.surplus(pieces, at),
        };
        let mut addresses = addresses.into_iter().peekable();
        let mut ids = ids.into_iter().peekable();
        let mut base = 0;
        for (piece, range) in pieces {
            // A line of a block in a list or quotation may not be what the file says byte for byte.
            let exact = self.masked.source().get(range.clone()) == Some(piece.as_str());
            let place = |part: Range<usize>| match exact {
                true => range.start + part.start..range.start + part.end,
                false => range.clone(),
            };
            let end = base + piece.len();
            while let Some((id, at)) = ids.next_if(|(_, at)| at.start < end) {
                let span = self.places.span(place(at.start - base..at.end.min(end) - base));
                let (id, removed) = id;
                self.draft.document.raw_ids.push(RawId { id: Spanned::new(id, span), removed });
            }
            let mut from = 0;
            while let Some(found) = addresses.next_if(|found| found.range.start < end) {
                let part = found.range.start - base..found.range.end.min(end) - base;
                let span = self.places.span(place(part.clone()));
                if found.range.end > end {
                    self.draft.diagnostics.push(broken_over_lines(span));
                    continue;
                }
                self.push(event(piece[from..part.start].to_owned().into()), place(from..part.start));
                from = part.end;
                let written = piece[part].to_owned();
                let address = Address { kind: found.kind, address: found.address, written, span };
                self.draft.document.addresses.push(address);
                let kind = NodeKind::Address(self.draft.document.addresses.len() - 1);
                self.push_nodes([Node { kind, span }]);
            }
            if from < piece.len() {
                self.push(event(piece[from..].to_owned().into()), place(from..piece.len()));
            }
            base = end;
        }
    }

    /// Reports the attribute at a place of the pieces' text, the first that its tag has too many. They are left out.
    fn surplus(&mut self, pieces: &[Piece], at: usize) {
        let mut end = 0;
        let piece = pieces.iter().find(|(text, _)| {
            end += text.len();
            at < end
        });
        let Some((text, range)) = piece else { return };
        let start = (range.start + at + text.len() - end).min(range.end);
        let message = format!("a tag has more than {ATTRIBUTES} attributes");
        self.draft.diagnostics.push(
            Diagnostic::new(TOO_LARGE, message)
                .at(self.places.span(start..start + 1), "this is one too many")
                .help("close the tag before it with `>`"),
        );
    }
}

fn broken_over_lines(span: Span) -> Diagnostic {
    Diagnostic::new(BROKEN_LINK, "the address runs over the end of a line")
        .at(span, "it begins here")
        .help("write it on one line")
}

/// An address and its place in the HTML.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    kind: AddressKind,
    address: String,
}

/// What an attribute's value is to a page.
enum Part {
    Address(AddressKind, String),
    Set,
    Id(WrittenId),
    Name(String),
}

/// An id, and the name of its element where that does not stay.
type WrittenId = (String, Option<String>);

/// An id and its place in the HTML.
type Id = (WrittenId, Range<usize>);

/// HTML that ends where a tag has too many attributes.
struct Bounded<'a, R> {
    html: R,
    /// How many the open tag has.
    attributes: &'a Cell<usize>,
}

impl<R: Reader> Reader for Bounded<'_, R> {
    type Error = R::Error;

    fn read_byte(&mut self) -> Result<Option<u8>, R::Error> {
        if self.attributes.get() > ATTRIBUTES { Ok(None) } else { self.html.read_byte() }
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        char_buf: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, R::Error> {
        if self.attributes.get() > ATTRIBUTES { Ok(None) } else { self.html.read_until(needle, char_buf) }
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, R::Error> {
        self.html.try_read_string(text, case_sensitive)
    }
}

/// The addresses of a text of HTML in their order, and its ids.
///
/// # Errors
/// Where an attribute stands that its tag has too many.
fn addresses_and_ids(html: &str) -> Result<(Vec<Found>, Vec<Id>), usize> {
    // Most tags have no attribute.
    if !html.contains('=') {
        return Ok(Default::default());
    }
    let (mut tag, mut attribute) = (String::new(), String::new());
    let (attributes, last) = (Cell::new(0), Cell::new(0));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| {
        match event {
            CallbackEvent::OpenStartTag { name } => tag = text(name),
            // The attributes of an end tag come before it and mean nothing.
            CallbackEvent::CloseStartTag { .. } | CallbackEvent::EndTag { .. } => {
                tag.clear();
                attributes.set(0);
            }
            CallbackEvent::AttributeName { name } => {
                attribute = text(name);
                attributes.set(attributes.get() + 1);
                last.set(span.start);
            }
            CallbackEvent::AttributeValue { value } => {
                return part(&tag, &attribute, text(value)).map(|part| (part, span.start..span.end));
            }
            _ => {}
        }
        None
    });
    emitter.naively_switch_states(true);
    let (mut addresses, mut ids) = (Vec::new(), Vec::<Id>::new());
    let html_up_to_surplus = Bounded { html: html.to_reader(), attributes: &attributes };
    for Ok((part, range)) in Tokenizer::new_with_emitter(html_up_to_surplus, emitter) {
        let Some(written) = html.get(range.clone()) else { continue };
        match part {
            Part::Address(kind, address) => {
                let start = range.start + written.len() - written.trim_ascii_start().len();
                addresses.push(Found { range: start..start + written.trim_ascii().len(), kind, address });
            }
            Part::Set => addresses.extend(candidates(written, range.start)),
            Part::Id(id) => ids.push((id, range)),
            // An anchor may have one word as its id and its name.
            Part::Name(name) if ids.iter().any(|((id, _), _)| *id == name) => {}
            Part::Name(name) => ids.push(((name, None), range)),
        }
    }
    if attributes.get() > ATTRIBUTES { Err(last.get()) } else { Ok((addresses, ids)) }
}

fn part(tag: &str, attribute: &str, value: String) -> Option<Part> {
    let kind = match (tag, attribute) {
        ("", _) => return None,
        (_, "id") => return Some(Part::Id((value, (!markup::stays(tag)).then(|| tag.to_owned())))),
        ("a", "name") => return Some(Part::Name(value)),
        ("img" | "source", "srcset") => return Some(Part::Set),
        ("a" | "area", "href") => AddressKind::Link,
        ("img", "src") | ("video", "poster") => AddressKind::Image,
        ("source" | "video" | "audio" | "track", "src") => AddressKind::Media,
        _ => return None,
    };
    // Browsers pass over line ends and tabs anywhere in an address.
    let address = value.trim_ascii().replace(['\t', '\n', '\r'], "");
    (!address.is_empty()).then_some(Part::Address(kind, address))
}

/// The addresses of a `srcset`, which stands at byte `base`: `a.png 1x, b.png 2x`
/// (<https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute>).
fn candidates(set: &str, base: usize) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let apart = |c: char| c.is_ascii_whitespace() || c == ',';
    while let Some(start) = set[at..].find(|c| !apart(c)).map(|skip| at + skip) {
        let end = set[start..].find(|c: char| c.is_ascii_whitespace()).map_or(set.len(), |len| start + len);
        let address = set[start..end].trim_end_matches(',');
        let range = base + start..base + start + address.len();
        found.push(Found { range, kind: AddressKind::Image, address: address.replace("&amp;", "&") });
        // A comma right behind the address ends it; else its width or density goes on to the next comma.
        at = match address.len() < end - start {
            true => end,
            false => set[end..].find(',').map_or(set.len(), |len| end + len),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<(&str, AddressKind, String)> {
        let (found, _) = addresses_and_ids(html).unwrap();
        found.into_iter().map(|found| (&html[found.range], found.kind, found.address)).collect()
    }

    #[test]
    fn addresses_are_found_with_their_places() {
        use AddressKind::{Image, Link, Media};
        for (html, expected) in [
            ("<a href=\"b.md\">", vec![("b.md", Link, "b.md")]),
            ("<A title=x\n HREF='a&amp;b.md' >", vec![("a&amp;b.md", Link, "a&b.md")]),
            ("<img src=é.png alt=x><area href=x>", vec![("é.png", Image, "é.png"), ("x", Link, "x")]),
            ("<video poster=p.png src=v.mp4>", vec![("p.png", Image, "p.png"), ("v.mp4", Media, "v.mp4")]),
            ("<a href=\" x \">", vec![("x", Link, "x")]),
            ("<a href=\"jav&#x09;ascript:x\">", vec![("jav&#x09;ascript:x", Link, "javascript:x")]),
            ("<script src=x.js></script><link href=x.css><iframe src=x></iframe>", vec![]),
            ("<a href=''><a href=\" \"><a href>", vec![]),
            ("</a href=x><b href=x><!-- <img src=x> --><script>'<a href=x>'</script>", vec![]),
            ("<a href=\"never closed", vec![]),
            ("a <b && c = d", vec![]),
            (
                "<img srcset=\"a.png, b.png 2x,c.png 3x , d,e.png\">",
                vec![
                    ("a.png", Image, "a.png"),
                    ("b.png", Image, "b.png"),
                    ("c.png", Image, "c.png"),
                    ("d,e.png", Image, "d,e.png"),
                ],
            ),
            ("<img srcset=\",, \">", vec![]),
            ("<img srcset=\"a&amp;b.png 1x\">", vec![("a&amp;b.png", Image, "a&b.png")]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(raw, kind, text): (_, _, &str)| (raw, kind, text.to_owned()))
                .collect();
            assert_eq!(found(html), expected, "{html}");
        }
    }

    #[test]
    fn ids_are_found() {
        let (_, ids) = addresses_and_ids("<div id=\"a b\"><a name=c><p name=d><b ID=é></b id=f>").unwrap();
        assert_eq!(ids.into_iter().map(|((id, _), _)| id).collect::<Vec<_>>(), ["a b", "c", "é"]);
        assert_eq!(addresses_and_ids("<a id=x name=x>").unwrap().1.len(), 1);
    }

    #[test]
    fn a_tag_has_so_many_attributes_only() {
        let tag = |count: usize| format!("<a {}href=\"b\">", "x=\"1\" ".repeat(count));
        assert_eq!(found(&tag(ATTRIBUTES - 1).repeat(2)).len(), 2);
        let end = format!("</a {}>", "x=1 ".repeat(ATTRIBUTES));
        assert_eq!(found(&format!("{end}{end}<a href=\"b\">")).len(), 1);
        assert_eq!(addresses_and_ids(&tag(100_000)), Err(3 + 6 * ATTRIBUTES));
    }
}
