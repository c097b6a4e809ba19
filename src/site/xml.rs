//! Text and addresses as XML and URLs want them.

use crate::syntax::escape::is_in_xml;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Text for an element or an attribute in double quotes. Characters that XML cannot hold are left out.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"&<>\"".contains(&byte);
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if is_in_xml(c) => escaped.push(c),
            _ => {}
        }
    }
    Cow::Owned(escaped)
}

/// The absolute address of a path of the site; the `index.html` of a folder is left out.
pub(super) fn absolute(base_url: &str, path: &str) -> String {
    let path = match path {
        "index.html" => "",
        path => path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(path),
    };
    format!("{}/{}", base_url.trim_end_matches('/'), encode(path))
}

/// A path or fragment with all that cannot stand in an address percent-encoded.
pub(super) fn encode(path: &str) -> Cow<'_, str> {
    let stands = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte);
    if path.bytes().all(stands) {
        return Cow::Borrowed(path);
    }
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if stands(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_control_characters_go() {
        assert_eq!(escape("a<b> & \"c\"\u{0}\u{1b}\u{fffe}稀\n"), "a&lt;b&gt; &amp; &quot;c&quot;稀\n");
    }

    #[test]
    fn addresses_are_absolute_and_encoded() {
        let base = "https://example.org/r/";
        assert_eq!(absolute(base, "index.html"), "https://example.org/r/");
        assert_eq!(absolute(base, "a/index.html"), "https://example.org/r/a/");
        assert_eq!(absolute(base, "myindex.html"), "https://example.org/r/myindex.html");
        assert_eq!(absolute(base, "稀 土.png"), "https://example.org/r/%E7%A8%80%20%E5%9C%9F.png");
        assert_eq!(encode("a?b#c%"), "a%3Fb%23c%25");
    }
}
