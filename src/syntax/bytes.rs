//! Sets of bytes, for looking through a text without decoding it.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_its_bytes_and_no_others() {
        let set = set(b"a\xff");
        let held: Vec<u8> = (0..=255).filter(|byte| set[*byte as usize]).collect();
        assert_eq!(held, b"a\xff");
    }
}
