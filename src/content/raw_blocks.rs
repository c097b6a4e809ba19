//! Where a page has code and HTML blocks.

use super::options;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// Code and HTML blocks, inside of which nothing is ours. Blocks do not depend on what stands in a line, so the text
/// may be parsed for them before anything is hidden.
pub(super) fn raw_blocks(text: &str) -> Vec<Range<usize>> {
    // Most texts have nothing that could open one: then they are parsed once.
    let bytes = text.as_bytes();
    let may_open = bytes.iter().any(|byte| matches!(byte, b'<' | b'\t'))
        || [(b'`', 3), (b'~', 3), (b' ', 4)].iter().any(|(byte, length)| has_run(bytes, *byte, *length));
    if !may_open {
        return Vec::new();
    }
    let blocks = Parser::new_ext(text, options()).into_offset_iter();
    blocks
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)))
        .map(|(_, range)| range)
        .collect()
}

/// Whether `length` of the same byte follow each other. One byte of every `length` lies in such a run, so only these are looked at.
fn has_run(bytes: &[u8], byte: u8, length: usize) -> bool {
    let mut at = length - 1;
    while let Some(found) = bytes.get(at) {
        if *found == byte {
            let is_same = |other: &&u8| **other == byte;
            let before = bytes[..at].iter().rev().take_while(is_same).count();
            let after = bytes[at..].iter().take_while(is_same).count();
            if before + after >= length {
                return true;
            }
            at += after;
        }
        at += length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn runs_are_found_wherever_they_stand(text in "[`a]{0,24}", length in 1_usize..6) {
            let expected = text.contains(&"`".repeat(length));
            prop_assert_eq!(has_run(text.as_bytes(), b'`', length), expected);
        }
    }
}
