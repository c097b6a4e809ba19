//! Looking through a text without decoding it.

/// A set: whether each byte is in it.
pub type ByteSet = [bool; 256];

/// The set of some bytes.
#[must_use]
pub const fn set(mut bytes: &[u8]) -> ByteSet {
    let mut set = [false; 256];
    while let [first, rest @ ..] = bytes {
        set[*first as usize] = true;
        bytes = rest;
    }
    set
}

/// The same as [`str::trim`], in less time where there is nothing to take away.
#[must_use]
pub fn trim(text: &str) -> &str {
    let is_inside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_inside(bytes.first()) && is_inside(bytes.last()) { text } else { text.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_all_kinds_are_taken_away() {
        for text in ["", "a", "a b", " a", "a\t", "\u{a0}a", "a\u{3000}", "é", " é ", "\n", "\u{b}a"] {
            assert_eq!(trim(text), text.trim(), "{text:?}");
        }
    }

    #[test]
    fn a_set_holds_its_bytes_and_no_others() {
        let set = set(b"a\xff");
        let held: Vec<u8> = (0..=255).filter(|byte| set[*byte as usize]).collect();
        assert_eq!(held, b"a\xff");
    }
}
