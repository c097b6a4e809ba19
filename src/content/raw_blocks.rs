//! Where a page has code and HTML blocks.

use super::options;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// Code and HTML blocks, inside of which nothing is ours. Blocks do not depend on what stands in a line, so the text
/// may be parsed for them before anything is hidden.
pub(super) fn raw_blocks(text: &str) -> Vec<Range<usize>> {
    // Most texts have nothing that could open one: then they are parsed once.
    let bytes = text.as_bytes();
    let may_open = memchr::memchr2(b'<', b'\t', bytes).is_some()
        || ["```", "~~~", "    "].iter().any(|run| memchr::memmem::find(bytes, run.as_bytes()).is_some());
    if !may_open {
        return Vec::new();
    }
    let blocks = Parser::new_ext(text, options()).into_offset_iter();
    blocks
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, range)| range)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_every_kind_are_found_and_none_where_there_is_none() {
        for text in ["a ` b `` c ~~ d  e   f", "a\n\n- b\n- c\n", ""] {
            assert_eq!(raw_blocks(text), Vec::new(), "{text}");
        }
        for (text, range) in [
            ("a\n\n```\nb\n```\n", 3..12),
            ("~~~\nb\n~~~\n", 0..9),
            ("a\n\n    b\n", 7..9),
            ("a\n\n\tb\n", 4..6),
            ("<div>\nb\n</div>\n", 0..15),
        ] {
            assert_eq!(raw_blocks(text), [range], "{text}");
        }
    }
}
