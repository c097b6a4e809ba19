//! The inline constructs that are ours, found in a text: where each begins and ends, and what is in it.

mod citations;

pub(super) use citations::{citation, citation_of, is_reference, items, reference};
use std::ops::Range;

/// No construct is longer, in bytes: the search for an end must not read the whole page for each beginning.
pub(crate) const LONGEST: usize = 2000;

/// No words of a claim hold brackets nested deeper.
const MAX_DEPTH: usize = 16;

fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// What follows `{{` at the start of `text`: the length of the whole expression with both pairs of braces. `None` when
/// it is not closed. Strings may hold braces; a closing pair inside an open brace belongs to the expression.
pub(super) fn expression(text: &str) -> Option<usize> {
    let text = near(text);
    aware_of_strings(text, "}}").or_else(|| {
        // A broken string or brace: the end of the line's first pair, so that the expression itself is reported.
        let line = text.lines().next()?;
        let end = line.find("}}")?;
        (!line.get(2..end)?.contains("{{")).then_some(end + 2)
    })
}

/// Whether an expression that begins here ends in its paragraph, but too late; of a long paragraph, what is near is looked at.
pub(super) fn is_too_long(text: &str) -> bool {
    let paragraph = text[..text.floor_char_boundary(10 * LONGEST)].split("\n\n").next().unwrap_or("");
    paragraph.len() > LONGEST && paragraph.contains("}}")
}

/// The length of the words of a claim with their opening bracket: where `]{` stands. `None` when no claim begins here.
/// Brackets inside are balanced; escaped ones and those in code and in expressions do not count.
pub(super) fn claim_words(text: &str) -> Option<usize> {
    let text = near(text);
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        at += text.get(at..)?.find(['[', ']', '\\', '`', '{'])?;
        let rest = &text[at..];
        at += match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => code_span(rest),
            b'{' if rest.starts_with("{{") => expression(rest).unwrap_or(2),
            b'[' if depth == MAX_DEPTH => return None,
            b'[' => {
                depth += 1;
                1
            }
            b']' if depth == 1 => {
                let proof = rest.starts_with("]{=") || rest.starts_with("]{-}");
                return (proof && at > 1).then_some(at);
            }
            b']' => {
                depth = depth.saturating_sub(1);
                // The expression of a claim inside the words may hold brackets and quotes of its own.
                claim_proof(rest).unwrap_or(1)
            }
            _ => 1,
        };
    }
}

/// The length of `]{= expression }` or `]{-}` at the start of `text`; `None` when neither stands there, or it is not
/// closed.
pub(super) fn claim_proof(text: &str) -> Option<usize> {
    if text.starts_with("]{-}") {
        return Some(4);
    }
    proof(text.strip_prefix(']')?).map(|length| length + 1)
}

/// The length of `{= expression }` at the start of `text`; `None` when it does not stand there, or is not closed.
pub(super) fn proof(text: &str) -> Option<usize> {
    let braces = near(text);
    if !braces.starts_with("{=") {
        return None;
    }
    aware_of_strings(braces, "}").or_else(|| {
        // A broken string: up to the line's first brace, so that the expression itself is reported.
        braces.lines().next()?.find('}').map(|end| end + 1)
    })
}

/// The length of an expression with its braces, the first two bytes of which open it.
fn aware_of_strings(text: &str, end: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 2;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'`' => at = string_end(bytes, at)?,
            b'\'' => at = char_end(text, at),
            b'{' if end == "}}" && bytes.get(at + 1) == Some(&b'{') => return None,
            b'{' => {
                depth += 1;
                at += 1;
            }
            b'}' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            b'}' => return text.get(at..)?.starts_with(end).then_some(at + end.len()),
            _ => at += 1,
        }
    }
    None
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The end of a character literal, or just past a stray apostrophe.
fn char_end(text: &str, start: usize) -> usize {
    let rest = text.get(start + 1..).unwrap_or("");
    let mut chars = rest.char_indices();
    match chars.next() {
        Some((_, '\\')) => {
            rest.get(2..).and_then(|r| r.find('\'')).filter(|n| *n < 10).map_or(start + 1, |n| start + 4 + n)
        }
        Some((_, c)) if rest[c.len_utf8()..].starts_with('\'') => start + 2 + c.len_utf8(),
        _ => start + 1,
    }
}

/// The length of a code span at the start of `text`, or of its backticks alone when they are not closed.
pub(crate) fn code_span(text: &str) -> usize {
    let ticks = run(text, '`');
    let mut at = ticks;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('`')) {
        let length = run(&text[at + found..], '`');
        at += found + length;
        if length == ticks {
            return at;
        }
    }
    ticks
}

/// How often `c` stands at the start of `text`.
pub(super) fn run(text: &str, c: char) -> usize {
    text.len() - text.trim_start_matches(c).len()
}

/// The length of an HTML comment or an autolink at the start of `text`, inside of which nothing is ours.
pub(super) fn comment_or_autolink(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| end + 3);
    }
    let end = 1 + text.get(1..)?.find(['>', '<', ' ', '\n', '\t'])?;
    let inner = text.get(1..end)?;
    let scheme = inner.split(':').next().filter(|scheme| scheme.len() < inner.len())?;
    let is_scheme =
        scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
    (is_scheme && text[end..].starts_with('>')).then_some(end + 1)
}

/// The length of a formula at the start of `text`, which begins with `$`; `None` when the sign is money.
///
/// Pandoc's rule (no space inside the signs, no digit after the second) and one more: what begins with a digit and
/// holds a space is a formula only when it looks like TeX, so that `$14/user ($/user)` is none.
pub(crate) fn formula(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with("$$") {
        return text.get(2..)?.find("$$").map(|end| end + 4);
    }
    let text = near(text);
    let first = text.get(1..)?.chars().next()?;
    if first.is_whitespace() || text[1..].starts_with("{{") || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut from = 1;
    while let Some(found) = text.get(from..)?.find('$') {
        let end = from + found;
        from = end + 1;
        let inner = text.get(1..end)?;
        let follows = text.get(end + 1..)?.chars().next();
        let closes = !inner.is_empty()
            && !inner.ends_with(|c: char| c.is_whitespace() || c == '\\')
            && !follows.is_some_and(|c| c.is_ascii_digit());
        if closes {
            let money = first.is_ascii_digit()
                && inner.contains(char::is_whitespace)
                && !inner.contains(['\\', '^', '_', '=', '+']);
            return (!money).then_some(end + 1);
        }
    }
    None
}

/// The length of `](address` or `]: address` at the start of `text`; 0 when neither stands there.
pub(super) fn address(text: &str) -> usize {
    if !text.starts_with("](") && !text.starts_with("]:") {
        return 0;
    }
    let rest = text[2..].trim_start();
    let length = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
    text.len() - rest.len() + length
}

/// `[^name]` at the start of `text`: its length.
pub(super) fn note_use(text: &str) -> Option<usize> {
    let text = near(text);
    let name = text.strip_prefix("[^")?;
    let end = name.find([']', '[', ' ', '\t', '\n', '^'])?;
    (end > 0 && name[end..].starts_with(']')).then_some(end + 3)
}

/// Where the first expression, claim's proof or citation begins in a text in which none has a meaning.
pub(super) fn first_construct(text: &str) -> Option<Range<usize>> {
    text.match_indices(['{', ']', '[']).find_map(|(at, _)| {
        let rest = &text[at..];
        let length = match rest.as_bytes()[0] {
            b'{' => (rest.starts_with("{{") && near(rest).contains("}}")).then_some(2),
            b']' => claim_proof(rest),
            _ => citation(rest).map(|(length, _)| length),
        };
        length.map(|length| at..at + length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_end_at_their_own_braces() {
        for whole in [
            "{{ x }}",
            "{{}}",
            r#"{{ data.m["a }} b"]["{{"] }}"#,
            r#"{{ "\"}}" }}"#,
            "{{ `}}` }}",
            "{{ '}' + '\\u{41}' }}",
            "{{ #{a: #{b: 1}} }}",
            "{{ f.map(|r| { r.x })}}",
            "{{ it's }}",
        ] {
            assert_eq!(expression(&format!("{whole} tail }}}}")), Some(whole.len()), "{whole}");
        }
        assert_eq!(expression(r#"{{ data["x }} tail"#), Some(13));
        for broken in ["{{ x }", "{{ x\ny", "{{ x {{ y }}", "{{"] {
            assert_eq!(expression(broken), None, "{broken}");
        }
    }

    #[test]
    fn money_is_no_formula() {
        for formula_text in ["$x$", "$2x + 3$", "$$a\nb$$", r"$\frac{a}{b}$", "$10$"] {
            assert_eq!(formula(formula_text, None), Some(formula_text.len()), "{formula_text}");
        }
        for money in [
            "$14 to $18",
            "$14-$18",
            "$14/user ($/user)",
            "$ 5$",
            "$5M, $10M and US$ 3",
            "${{ x }}–${{ y }}",
            "$",
        ] {
            assert_eq!(formula(money, None), None, "{money}");
        }
        assert_eq!(formula("$ and HK$", Some('S')), None);
    }

    #[test]
    fn other_constructs_have_their_lengths() {
        assert_eq!(code_span("``a ` b`` c"), 9);
        assert_eq!(code_span("`` a"), 2);
        assert_eq!(note_use("[^a-1] x"), Some(6));
        assert_eq!(note_use("[^a b]"), None);
        assert_eq!(address("](a~b.md) c"), 8);
        assert_eq!(address("]: a~b.md 'T'"), 9);
        assert_eq!(address("] (a)"), 0);
        assert_eq!(comment_or_autolink("<!-- {{ --> b"), Some(11));
        assert_eq!(comment_or_autolink("<https://a.b/@fig-x> c"), Some(20));
        assert_eq!(comment_or_autolink("<b>"), None);
    }
}
