//! Bytes of the page cache: numbers, texts and lists one after the other, without names.

use crate::load::Stamp;

/// The hash of nothing that there is.
pub(super) const NOTHING: blake3::Hash = blake3::Hash::from_bytes([0; blake3::OUT_LEN]);

/// Writes them.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// A number, seven bits a byte.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.number(u64::from(flag));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) {
        self.flag(text.is_some());
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub(super) fn hash(&mut self, hash: &blake3::Hash) {
        self.bytes.extend_from_slice(hash.as_bytes());
    }

    /// What tells a file from another.
    pub(super) fn stamp(&mut self, stamp: &Stamp) {
        for number in [stamp.size, stamp.inode, stamp.device, stamp.modified, stamp.changed] {
            self.number(number);
        }
    }

    /// The length of a list, then its items.
    pub(super) fn list<T>(&mut self, list: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.number(list.len() as u64);
        list.iter().for_each(|value| item(self, value));
    }

    /// Something with its length before it.
    pub(super) fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        let mut own = Self::default();
        write(&mut own);
        self.bytes(&own.bytes);
    }

    pub(super) fn texts(&mut self, list: &[String]) {
        self.list(list, |to, text| to.text(text));
    }
}

/// Reads them; `None` when the bytes are something else.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    bytes: &'a [u8],
}

impl<'a> Decoder<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        self.number().map(|number| number != 0)
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    /// Bytes with their length before them.
    pub(super) fn section(&mut self) -> Option<&'a [u8]> {
        let length = self.size()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        std::str::from_utf8(self.section()?).ok().map(str::to_owned)
    }

    pub(super) fn maybe(&mut self) -> Option<Option<String>> {
        if self.flag()? { self.text().map(Some) } else { Some(None) }
    }

    pub(super) fn hash(&mut self) -> Option<blake3::Hash> {
        blake3::Hash::from_slice(self.take(blake3::OUT_LEN)?).ok()
    }

    pub(super) fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp {
            size: self.number()?,
            inode: self.number()?,
            device: self.number()?,
            modified: self.number()?,
            changed: self.number()?,
        })
    }

    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.size()?;
        // What is wrong with the length shows when the bytes end.
        let mut list = Vec::with_capacity(length.min(self.bytes.len()));
        for _ in 0..length {
            list.push(item(self)?);
        }
        Some(list)
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        self.list(Self::text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_cut_bytes_are_refused() {
        let mut to = Encoder::default();
        to.number(300);
        to.text("稀土");
        to.maybe(None);
        to.maybe(Some(""));
        to.hash(&blake3::hash(b"x"));
        to.texts(&["a".to_owned(), "b".to_owned()]);
        let bytes = to.finish();
        let read = |bytes: &[u8]| {
            let mut from = Decoder::new(bytes);
            Some((from.number()?, from.text()?, from.maybe()?, from.maybe()?, from.hash()?, from.texts()?))
        };
        let expected = (
            300,
            "稀土".to_owned(),
            None,
            Some(String::new()),
            blake3::hash(b"x"),
            vec!["a".to_owned(), "b".to_owned()],
        );
        assert_eq!(read(&bytes), Some(expected));
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), None, "{end}");
        }
    }
}
