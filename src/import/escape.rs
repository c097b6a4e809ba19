//! Plain words as Markdown that shows them as they are.

/// A piece of a plain text, with a backslash before what Markdown or an expression would take for a mark.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '$' | '~' | '{' | '}' | '|' | '^' => true,
            '_' => true,
            '&' => next.is_some_and(|next| next.is_alphanumeric() || next == '#'),
            '@' => next.is_some_and(char::is_alphabetic),
            '!' => next == Some('['),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph's text whose first characters would begin another block.
pub(super) fn start(text: &str) -> String {
    let first = text.chars().next().unwrap_or(' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if "#>+-=:".contains(first) {
        return format!("\\{text}");
    }
    let rest = text.get(digits..).unwrap_or("");
    if digits > 0 && digits < 10 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", text.get(..digits).unwrap_or(""));
    }
    text.to_owned()
}

/// A text in double quotes, for YAML, JSON and TOML alike.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// Markdown that stays Markdown, but whose braces are neither an expression nor a claim. In code they are neither anyway.
pub(super) fn braces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('`') {
        let (before, code) = rest.split_at(open);
        out.push_str(&outside_code(before));
        let length = code.bytes().take_while(|byte| *byte == b'`').count();
        let end = closing(&code[length..], length).map_or(length, |at| length + at + length);
        out.push_str(&code[..end]);
        rest = &code[end..];
    }
    out.push_str(&outside_code(rest));
    out
}

fn outside_code(text: &str) -> String {
    text.replace("{{", "\\{{").replace("]{", "]\\{")
}

/// Where a run of just so many backticks begins.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].bytes().take_while(|byte| *byte == b'`').count();
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_escaped_and_words_are_not() {
        assert_eq!(inline("R&D rose 5 % & more"), "R\\&D rose 5 % & more");
        assert_eq!(inline("$5 *a* [b] {{c}} d_e"), "\\$5 \\*a\\* \\[b\\] \\{\\{c\\}\\} d\\_e");
        assert_eq!(braces("{{x}} [a]{= b ]{="), "\\{{x}} [a]\\{= b ]\\{=");
        assert_eq!(braces("`{{a}}` {{b}} ``{{c`}}`` `{{d}}"), "`{{a}}` \\{{b}} ``{{c`}}`` `\\{{d}}");
        assert_eq!(start("1. a"), "1\\. a");
        assert_eq!(start("- a"), "\\- a");
        assert_eq!(start("2024 was"), "2024 was");
    }
}
