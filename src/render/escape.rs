//! Escaping: text and attributes of HTML, JSON in a script block.

pub(crate) use crate::syntax::escape::push;

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
    fn json_cannot_end_its_script_block() {
        let json = serde_json::json!({ "a": "</script><!--<script>" });
        let text = script_json(&json);
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(json));
    }
}
