//! Bytes → text: UTF-8 with or without a byte order mark, UTF-16 with one. Nothing is guessed beyond that: a wrong
//! guess would show as wrong words in a report.

use bytestring::ByteString;
use std::ops::Range;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodeError {
    /// Offset of the first wrong byte in the file.
    pub(crate) offset: usize,
    /// What was found and what was expected.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
    /// The text with U+FFFD where it cannot be read, to show the place in.
    pub(crate) lossy: String,
    /// The place of the fault in `lossy`.
    pub(crate) place: Range<usize>,
}

const SAVE_AS: &str = "save the file as UTF-8";

/// The text of a file without its byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<ByteString, DecodeError> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?.into(),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?.into(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3)?.into(),
        rest => utf8(rest, 0)?.into(),
    };
    without_nul(bytes, text)
}

/// The same for a file that is known to be UTF-8: its text is not copied.
pub(crate) fn decode_utf8(text: &ByteString) -> Result<ByteString, DecodeError> {
    match text.starts_with('\u{FEFF}') {
        true => decode(text.as_bytes()),
        false => without_nul(text.as_bytes(), text.clone()),
    }
}

fn without_nul(bytes: &[u8], text: ByteString) -> Result<ByteString, DecodeError> {
    match memchr::memchr(0, text.as_bytes()) {
        Some(at) => Err(nul(bytes, text.to_string(), at)),
        None => Ok(text),
    }
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        DecodeError {
            offset: at + skipped,
            message: format!("byte 0x{byte:02X} at offset {} is not UTF-8", at + skipped),
            help: SAVE_AS,
            lossy: String::from_utf8_lossy(bytes).into_owned(),
            place: at..at + '\u{FFFD}'.len_utf8(),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut fault: Option<(usize, usize)> = None;
    let mut offset = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let letter = decoded.unwrap_or_else(|_| {
            fault.get_or_insert((offset, text.len()));
            '\u{FFFD}'
        });
        text.push(letter);
        offset += 2 * letter.len_utf16();
    }
    if !odd.is_empty() && fault.is_none() {
        fault = Some((offset, text.len()));
        text.push('\u{FFFD}');
    }
    match fault {
        None => Ok(text),
        Some((offset, at)) => Err(DecodeError {
            offset,
            message: format!(
                "the bytes at offset {offset} are not UTF-16, which the byte order mark announces"
            ),
            help: SAVE_AS,
            place: at..at + '\u{FFFD}'.len_utf8(),
            lossy: text,
        }),
    }
}

fn nul(bytes: &[u8], text: String, at: usize) -> DecodeError {
    let offset = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            2 + 2 * text.get(..at).map_or(0, |before| before.encode_utf16().count())
        }
        [0xEF, 0xBB, 0xBF, ..] => at + 3,
        _ => at,
    };
    DecodeError {
        offset,
        message: format!("a NUL byte at offset {offset}: this is no text file"),
        help: "save the file as UTF-8; UTF-16 needs a byte order mark",
        lossy: text,
        place: at..at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_mark(mark: [u8; 2], text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[test]
    fn all_encodings_give_the_same_text() {
        let text = "Terbium,億,😀\r\n";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(format!("\u{FEFF}{text}").as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(&with_mark([0xFF, 0xFE], text, u16::to_le_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(&with_mark([0xFE, 0xFF], text, u16::to_be_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn faults_name_the_byte() {
        let latin1 = decode(b"caf\xE9,1\n").expect_err("latin 1");
        assert_eq!((latin1.offset, latin1.place.clone()), (3, 3..6));
        assert_eq!(latin1.message, "byte 0xE9 at offset 3 is not UTF-8");
        assert_eq!(latin1.lossy, "caf\u{FFFD},1\n");
        let nul = decode(b"a\0b").expect_err("nul");
        assert_eq!((nul.offset, nul.place), (1, 1..2));
        let lone = decode(&[0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'b', 0]).expect_err("lone surrogate");
        assert_eq!((lone.offset, lone.place), (4, 1..4));
        let odd = decode(&[0xFE, 0xFF, 0, b'a', 0]).expect_err("half a unit");
        assert_eq!(odd.offset, 4);
    }
}
