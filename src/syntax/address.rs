//! What the scheme of an address says of it.

/// Whether following an address would run code instead of opening a page. Browsers pass over white space in a scheme.
pub(crate) fn is_dangerous(address: &str) -> bool {
    let cleaned: String =
        address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(12).collect::<String>();
    let scheme = cleaned.split(':').next().unwrap_or_default().to_ascii_lowercase();
    cleaned.contains(':') && matches!(scheme.as_str(), "javascript" | "vbscript" | "data")
}

/// Whether an address is a picture itself.
pub(crate) fn is_picture(address: &str) -> bool {
    address.starts_with("data:image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_code_are_seen_through_white_space() {
        assert!(is_dangerous("java\nscript:alert(1)"));
        assert!(is_dangerous(" JavaScript:x"));
        assert!(is_dangerous("data:text/html,x"));
        assert!(!is_dangerous("https://example.org/javascript:x"));
        assert!(!is_dangerous("data.html"));
    }
}
