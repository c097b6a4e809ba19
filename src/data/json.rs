//! JSON → [`Tree`]. A reader of its own, because places and numbers as they were written are wanted, and serde gives
//! neither; the YAML reader does not know JSON's surrogate pairs. It takes RFC 8259 and nothing else.

use super::fault::Fault;
use crate::diagnostics::rules;
use crate::syntax::tree::{Key, Tree, TreeKind};
use std::collections::BTreeSet;

/// How deep lists and mappings may stand in one another.
const DEPTH: usize = 128;

/// Among so many keys, one is looked for one by one.
const FEW: usize = 16;

/// What JSON asks of a writer.
const WRITING: &str =
    "put keys and texts in double quotes, a comma between two items, and none after the last";

/// Reads one JSON text.
pub(super) fn parse(text: &str) -> Result<Tree, Fault> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let node = reader.value()?;
    reader.blanks();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.fault("more text after the end of the JSON value")),
    }
}

/// Reads one JSON value per line; a line that does not parse is a fault, and the others go on.
pub(super) fn parse_lines(text: &str) -> (Vec<Tree>, Vec<Fault>) {
    let (mut nodes, mut faults) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if !line.trim().is_empty() {
            let mut reader = Reader { text: text.get(..end).unwrap_or(text), at: start, depth: 0 };
            let node = reader.value().and_then(|node| {
                reader.blanks();
                match reader.peek() {
                    None => Ok(node),
                    Some(_) => Err(reader.fault("more than one JSON value on this line")),
                }
            });
            match node {
                Ok(node) => nodes.push(node),
                Err(fault) => faults.push(fault),
            }
        }
        start = end;
    }
    (nodes, faults)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A fault at the present place.
    fn fault(&self, message: &str) -> Fault {
        let mut start = self.at.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let found = match rest.chars().next() {
            None => "the end of the text".to_owned(),
            Some(sign @ ('"' | '\'' | '\\')) => format!("`{sign}`"),
            Some(sign) => format!("`{}`", sign.escape_debug()),
        };
        let end = start + rest.chars().next().map_or(0, char::len_utf8);
        Fault::new(rules::INVALID_DATA, message, start..end).label(format!("found {found}")).help(WRITING)
    }

    fn value(&mut self) -> Result<Tree, Fault> {
        self.blanks();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::map)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => TreeKind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => TreeKind::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Tree { kind, range: start..self.at })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<TreeKind, Fault>) -> Result<TreeKind, Fault> {
        if self.depth == DEPTH {
            return Err(self.fault("the JSON is nested too deeply"));
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn list(&mut self) -> Result<TreeKind, Fault> {
        let mut items = Vec::new();
        self.blanks();
        if self.take(b']') {
            return Ok(TreeKind::List(items));
        }
        loop {
            items.push(self.value()?);
            self.blanks();
            if self.take(b']') {
                return Ok(TreeKind::List(items));
            }
            if !self.take(b',') {
                return Err(self.fault("expected `,` or `]` after an item of a list"));
            }
        }
    }

    fn map(&mut self) -> Result<TreeKind, Fault> {
        let (mut entries, mut seen): (Vec<(Key, Tree)>, BTreeSet<String>) = Default::default();
        self.blanks();
        if self.take(b'}') {
            return Ok(TreeKind::Map(entries));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault("expected a key in double quotes"));
            }
            let name = self.string()?;
            let range = start..self.at;
            if entries.len() == FEW {
                seen.extend(entries.iter().map(|(key, _)| key.name.clone()));
            }
            let is_new = match entries.len() {
                0..FEW => entries.iter().all(|(key, _)| key.name != name),
                _ => seen.insert(name.clone()),
            };
            if !is_new {
                let message = format!("the key `{name}` stands here twice");
                return Err(
                    Fault::new(rules::INVALID_DATA, message, range).help("give each key of an object once")
                );
            }
            let key = Key { name, range };
            self.blanks();
            if !self.take(b':') {
                return Err(self.fault("expected `:` after a key"));
            }
            entries.push((key, self.value()?));
            self.blanks();
            if self.take(b'}') {
                return Ok(TreeKind::Map(entries));
            }
            if !self.take(b',') {
                return Err(self.fault("expected `,` or `}` after a value"));
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Result<TreeKind, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words =
            [("true", TreeKind::Bool(true)), ("false", TreeKind::Bool(false)), ("null", TreeKind::Null)];
        for (word, kind) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.fault("expected a JSON value"))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.fault("expected a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.take(b'-');
        if self.take(b'0') {
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(self.fault("a JSON number has no leading zeros"));
            }
        } else {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default().to_owned())
    }

    /// A string from its opening to its closing quote.
    fn string(&mut self) -> Result<String, Fault> {
        let opened = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let is_special = |byte: u8| matches!(byte, b'"' | b'\\' | ..b' ');
            let plain = rest.bytes().position(is_special).unwrap_or(rest.len());
            value.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape()?),
                Some(_) => return Err(self.fault("a control character must be written with `\\`")),
                None => {
                    let place = opened..opened + 1;
                    return Err(
                        Fault::new(rules::INVALID_DATA, "a string is not closed", place).label("opened here")
                    );
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let escaped = self.peek();
        let letter = match escaped {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => return self.unicode(),
            _ => return Err(self.fault("this escape is not known to JSON")),
        };
        self.at += 1;
        Ok(letter)
    }

    /// `\uXXXX`, or two of them for a letter beyond the basic plane.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.hex()?;
        let units = match first {
            0xD800..=0xDBFF => {
                if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
                    return Err(self.fault("half of a surrogate pair"));
                }
                self.at += 1;
                vec![first, self.hex()?]
            }
            _ => vec![first],
        };
        match char::decode_utf16(units).next() {
            Some(Ok(letter)) => Ok(letter),
            _ => Err(self.fault("half of a surrogate pair")),
        }
    }

    fn hex(&mut self) -> Result<u16, Fault> {
        self.at += 1;
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(unit) = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) else {
            return Err(self.fault("expected four hexadecimal digits"));
        };
        self.at += 4;
        Ok(unit)
    }
}
