//! The addresses in a style sheet.

/// The style sheet with what `of` makes of each address in `url(…)`.
pub(super) fn with_addresses(css: &str, mut of: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        out.push_str(before);
        let inner = after.trim_start();
        let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (address, tail) = match quote {
            Some(quote) => {
                let (address, tail) = inner[1..].split_once(quote).unwrap_or((&inner[1..], ""));
                (address, tail.trim_start().strip_prefix(')').unwrap_or(tail))
            }
            None => inner.split_once(')').unwrap_or((inner, "")),
        };
        let address = address.trim();
        let is_own = address.starts_with("data:") || address.starts_with('#');
        let address = if is_own { address.to_owned() } else { of(address) };
        out.push_str(&format!("url(\"{}\")", address.replace('"', "%22")));
        rest = tail;
    }
    out.push_str(rest);
    out
}
