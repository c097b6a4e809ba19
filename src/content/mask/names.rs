//! The words that stand in for constructs while Markdown is read.

use std::collections::BTreeSet;

/// The private-use characters that stand for marks: those that the text itself does not hold.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// Characters in order when some are taken; all when `None`.
    free: Option<Vec<char>>,
}

impl Names {
    pub(super) const ALL: std::ops::RangeInclusive<char> = '\u{E000}'..='\u{F8FF}';

    pub(super) fn of(source: &str) -> Self {
        let mut taken: BTreeSet<char> = BTreeSet::new();
        let mut from = 0;
        while let Some((at, name)) = next_name(source, from) {
            taken.insert(name);
            from = at + name.len_utf8();
        }
        let free = || Self::ALL.filter(|c| !taken.contains(c)).collect();
        Self { free: (!taken.is_empty()).then(free) }
    }

    pub(super) fn count(&self) -> usize {
        self.free.as_ref().map_or(*Self::ALL.end() as usize - *Self::ALL.start() as usize + 1, Vec::len)
    }

    /// The name of the mark of an index; after the last name the first comes again.
    pub(super) fn name(&self, index: usize) -> Option<char> {
        let index = index.checked_rem(self.count())?;
        match &self.free {
            Some(free) => free.get(index).copied(),
            None => char::from_u32(*Self::ALL.start() as u32 + u32::try_from(index).ok()?),
        }
    }

    /// The first index that has this name.
    pub(super) fn index(&self, name: char) -> Option<usize> {
        match &self.free {
            Some(free) => free.binary_search(&name).ok(),
            None => Some(name as usize - *Self::ALL.start() as usize),
        }
    }
}

/// Whether a placeholder should be punctuation on the side where `chars` lead away from it.
///
/// `**` opens or closes by what stands on either side. A placeholder is a letter, which is right for `**{{ x }}**的`;
/// but in `**"quoted"**[^1]` the sign could then not close.
pub(super) fn edge(chars: impl Iterator<Item = char>) -> bool {
    let mut chars = chars.peekable();
    if !chars.peek().is_some_and(|c| "*_~".contains(*c)) {
        return false;
    }
    chars.find(|c| !"*_~".contains(*c)).is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
}

/// Whether a text ends with a straight quotation mark that closes: before a letter it would open.
pub(super) fn ends_a_quotation(text: &str) -> bool {
    let quoted = text.trim_end_matches(['"', '\'']);
    quoted.len() < text.len()
        && !quoted.ends_with(|c: char| c.is_whitespace() || "([{".contains(c))
        && !quoted.is_empty()
}

/// A word of `length` bytes (at least 4) that names the mark.
pub(super) fn placeholder(name: char, length: usize, before: bool, after: bool) -> String {
    let mut text = String::with_capacity(length);
    if before {
        text.push(',');
    }
    text.push(name);
    while text.len() < length {
        text.push('x');
    }
    if after && !(before && length == 4) {
        text.pop();
        text.push(',');
    }
    text
}

/// The first name in a text from byte `from` on. In UTF-8, all names begin with one of two bytes that are rare in texts.
pub(super) fn next_name(content: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        let rest = content.as_bytes().get(from..)?;
        let at = from + memchr::memchr2(0xEE, 0xEF, rest)?;
        // Only a character's first byte has these values.
        let found = content.get(at..)?.chars().next()?;
        if Names::ALL.contains(&found) {
            return Some((at, found));
        }
        from = at + found.len_utf8();
    }
}
