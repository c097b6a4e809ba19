//! Text in its places: as HTML and XML want it.

use super::bytes::{self, ByteSet};
use std::borrow::Cow;
use std::convert::Infallible;
use std::io;

/// Appends `text` with the five characters that mean something in HTML escaped; fit for text and for attributes in
/// double quotes. Control characters, which HTML cannot hold, are left out.
pub fn push(out: &mut String, text: &str) {
    let Ok(()) = pieces(text, |piece| {
        out.push_str(piece);
        Ok::<(), Infallible>(())
    });
}

/// The same as a text of its own.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// The same for templates.
///
/// # Errors
/// When it cannot be written.
pub fn write(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    pieces(text, |piece| out.write_all(piece.as_bytes()))
}

fn pieces<E>(text: &str, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = text;
    while let Some(index) = rest.bytes().position(|byte| SPECIAL[byte as usize]) {
        let (plain, special) = rest.split_at(index);
        put(plain)?;
        put(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "",
        })?;
        rest = &special[1..];
    }
    put(rest)
}

/// The bytes that are escaped, and the control characters but for tab and ends of lines.
const SPECIAL: ByteSet = bytes::set(
    b"&<>\"'\0\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
);

/// Whether XML can hold a character: `Char` of XML 1.0 (<https://www.w3.org/TR/xml/#charsets>).
#[must_use]
pub const fn is_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A text without the characters that XML cannot hold.
#[must_use]
pub fn for_xml(text: &str) -> Cow<'_, str> {
    match text.chars().all(is_in_xml) {
        true => Cow::Borrowed(text),
        false => text.chars().filter(|c| is_in_xml(*c)).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_characters_are_escaped_among_other_scripts() {
        let text = r#"漢<a href="x">'&'</a>字"#;
        let escaped = "漢&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;字";
        assert_eq!(html(text), escaped);
        let mut out = Vec::new();
        write(text, &mut out).expect("written");
        assert_eq!(out, escaped.as_bytes());
    }

    #[test]
    fn control_characters_are_left_out() {
        let all: String = (0..=0x7f_u8).map(char::from).filter(|c| !"&<>\"'".contains(*c)).collect();
        let held: String = all.chars().filter(|c| !c.is_control() || "\t\n\r\u{c}".contains(*c)).collect();
        assert_eq!(html(&all), held);
        assert_eq!(for_xml("a\0\u{1}\u{b}\u{1f}\u{fffe}\u{ffff}漢\t\r\n𝄞"), "a漢\t\r\n𝄞");
        assert!(matches!(for_xml("a漢"), Cow::Borrowed("a漢")));
    }
}
