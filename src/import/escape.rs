//! Plain words as Markdown that shows them as they are.

use crate::content;

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

/// Markdown that stays Markdown, but whose braces are neither an expression nor a claim. In code and formulas they are neither
/// anyway, but for two behind the sign that begins a formula.
pub(super) fn braces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['`', '$']) {
        let start = at + found;
        at = start + 1;
        let Some(length) = verbatim(&text[start..], &text[..start]) else { continue };
        out.push_str(&outside_code(&text[from..start]));
        let whole = &text[start..start + length];
        match whole.strip_prefix("${{") {
            Some(rest) => out.push_str(&format!("${{ {{{rest}")),
            None => out.push_str(whole),
        }
        (from, at) = (start + length, start + length);
    }
    out.push_str(&outside_code(&text[from..]));
    out
}

/// The length of the code or the formula at the start of a text of Markdown; `before` is what stands before it.
pub(super) fn verbatim(text: &str, before: &str) -> Option<usize> {
    let before = before.chars().next_back();
    match text.bytes().next() {
        Some(b'`') => Some(content::code_span(text)),
        Some(b'$') if before == Some('\\') => None,
        Some(b'$') if text.starts_with("${{") => {
            // What begins with an expression is a formula only when it looks like TeX.
            let near = &text[..text.floor_char_boundary(content::LONGEST)];
            let length = content::formula(&near.replacen("${{", "${ {", 1), before)? - 1;
            text.get(..length)?.contains(['\\', '^', '_']).then_some(length)
        }
        Some(b'$') => content::formula(text, before),
        _ => None,
    }
}

fn outside_code(text: &str) -> String {
    let mut out = text.replace("{{", "\\{{").replace("]{", "]\\{");
    // What is nearly an expression or a claim is a fault, too.
    for (mark, plain) in [(" {=", " \\{="), ("\n{=", "\n\\{="), ("{ data", "\\{ data"), ("{data", "\\{data")]
    {
        if out.contains(mark) {
            out = out.replace(mark, plain);
        }
    }
    out
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
        assert_eq!(braces(r"$\frac{{a}}{b}$ {{c}}"), r"$\frac{{a}}{b}$ \{{c}}");
        assert_eq!(braces(r"$5 {{a}} and $6 {{b}}$"), r"$5 \{{a}} and $6 \{{b}}$");
        assert_eq!(braces("${{x}^{2}}$ and ${{ a }} b"), "${ {x}^{2}}$ and $\\{{ a }} b");
        assert_eq!(braces("[a] {= b } { data.x.y } {data.x.y}"), "[a] \\{= b } \\{ data.x.y } \\{data.x.y}");
        assert_eq!(start("1. a"), "1\\. a");
        assert_eq!(start("- a"), "\\- a");
        assert_eq!(start("2024 was"), "2024 was");
    }
}
