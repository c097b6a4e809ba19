//! Escaping: text and attributes of HTML, JSON in a script block.

use crate::syntax::bytes::{self, ByteSet};

/// Appends `text` with the five characters that mean something in HTML escaped; fit for text and for attributes in
/// double quotes.
pub(crate) fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(index) = rest.bytes().position(|byte| SPECIAL[byte as usize]) {
        let (plain, special) = rest.split_at(index);
        out.push_str(plain);
        out.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}

/// The bytes that are escaped.
const SPECIAL: ByteSet = bytes::set(b"&<>\"'");

/// Appends ` name="value"`.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push(out, value);
    out.push('"');
}

/// JSON that may stand in a `<script>` block: `<` is written as an escape, so that neither `</script` nor `<!--` can
/// end or confuse the block.
pub(crate) fn script_json(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_characters_are_escaped_among_other_scripts() {
        let mut out = String::new();
        push(&mut out, r#"漢<a href="x">'&'</a>字"#);
        assert_eq!(out, "漢&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;字");
    }

    #[test]
    fn json_cannot_end_its_script_block() {
        let json = serde_json::json!({ "a": "</script><!--<script>" });
        let text = script_json(&json);
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(json));
    }
}
