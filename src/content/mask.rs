//! Hides our inline constructs from Markdown.
//!
//! Every construct is replaced by a placeholder of the same length in bytes, so that all offsets stay true: a character
//! of Unicode's private-use area that names the construct, and letters. Markdown takes it for a word. The events'
//! texts are then cut at the placeholders ([`Masked::pieces`]); where a text is kept as written — code, HTML,
//! addresses — they are turned back ([`Masked::restore`]).
//!
//! Single characters are hidden as well: `$` that is money rather than a formula, a single `~` ("about"), and the opening
//! bracket of a claim, which is found again by its place ([`claims`]).

mod claims;
mod names;
#[cfg(test)]
mod tests;

use super::{scan, slips};
use crate::syntax::bytes::{self, ByteSet};
pub(super) use claims::ClaimMark;
use names::{Names, edge, ends_a_quotation, next_name, placeholder};
use std::borrow::Cow;
use std::ops::Range;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Construct {
    /// `{{ … }}`
    Expression,
    /// `[@a; @b]`
    Citation,
    /// `[^a]`
    NoteUse,
    /// `@fig-a`
    Reference,
    /// `]{= … }` or `]{-}`
    ClaimEnd,
}

/// One hidden construct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) construct: Construct,
    /// Its place in the text that was masked.
    pub(super) range: Range<usize>,
    placeholder: String,
}

/// A part of an event's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'m> {
    /// Plain text and its offset in the event's text.
    Text(usize, Cow<'m, str>),
    /// A construct.
    Mark(&'m Mark),
    /// The opening bracket of a claim.
    Claim(&'m ClaimMark),
}

/// A text with its constructs hidden.
#[derive(Debug, Clone)]
pub(super) struct Masked<'t> {
    source: &'t str,
    text: String,
    marks: Vec<Mark>,
    /// In the order of their opening brackets.
    claims: Vec<ClaimMark>,
    /// Offsets of `{{` without `}}`, of `{=` without `}` or an opening bracket, and of what is written a little otherwise.
    slips: Vec<usize>,
    hides_characters: bool,
    names: Names,
}

const DOLLAR: char = '\u{1}';
const TILDE: char = '\u{2}';

/// Whether a text has one of the characters that stand for others.
fn has_hidden(text: &str) -> bool {
    memchr::memchr3(DOLLAR as u8, TILDE as u8, claims::OPEN as u8, text.as_bytes()).is_some()
}

/// Whether something may begin with a byte.
const SPECIAL: ByteSet = bytes::set(b"\\`<{[]@$~");

/// Hides all constructs outside of `skip` (code and HTML blocks, in order).
pub(super) fn all<'t>(source: &'t str, skip: &[Range<usize>]) -> Masked<'t> {
    run(source, skip, false)
}

/// Hides expressions only: for text that is YAML or TOML first.
pub(super) fn expressions(source: &str) -> Masked<'_> {
    run(source, &[], true)
}

fn run<'t>(source: &'t str, skip: &[Range<usize>], expressions_only: bool) -> Masked<'t> {
    let mut masker = Masker {
        source,
        text: source.as_bytes().to_vec(),
        marks: Vec::new(),
        claims: Vec::new(),
        slips: Vec::new(),
        expressions_only,
        names: Names::of(source),
        address: 0,
        escaped: 0,
        hides_characters: !expressions_only && !has_hidden(source),
    };
    let mut start = 0;
    for range in skip {
        masker.scan(start..range.start.max(start));
        start = range.end.max(start);
    }
    masker.scan(start..source.len());
    let Masker { text, marks, claims, mut slips, hides_characters, names, .. } = masker;
    slips.sort_unstable();
    // Placeholders are whole characters in place of whole characters, so this never falls back.
    let text = String::from_utf8(text).unwrap_or_else(|_| source.to_owned());
    Masked { source, text, marks, claims, slips, hides_characters, names }
}

struct Masker<'t> {
    source: &'t str,
    text: Vec<u8>,
    marks: Vec<Mark>,
    claims: Vec<ClaimMark>,
    slips: Vec<usize>,
    expressions_only: bool,
    /// Whether the control characters are free to stand for `$`, `~` and `[`.
    hides_characters: bool,
    names: Names,
    /// Where the last link's address ends: a control character would break it.
    address: usize,
    /// How many `\[` of the paragraph stand before.
    escaped: usize,
}

impl Masker<'_> {
    /// Scans one region, paragraph by paragraph: nothing of ours runs over a blank line.
    fn scan(&mut self, region: Range<usize>) {
        let Some(text) = self.source.get(region.clone()) else { return };
        let mut start = region.start;
        let mut at = region.start;
        for line in text.split_inclusive('\n') {
            at += line.len();
            let blank = line.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
            if blank || at == region.end {
                self.escaped = 0;
                self.paragraph(start..at);
                start = at;
            }
        }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let Some(found) = rest.bytes().position(|byte| SPECIAL[byte as usize]) else { return };
            at += found;
            at += self.special(at, &rest[found..]).max(1);
            while !self.source.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Handles the special character at `at`, where `rest` begins; gives the bytes passed over.
    fn special(&mut self, at: usize, rest: &str) -> usize {
        if rest.starts_with("{{") {
            return match scan::expression(rest) {
                Some(length) => self.mark(Construct::Expression, at, length),
                None => {
                    self.slips.push(at);
                    2
                }
            };
        }
        if self.expressions_only {
            return self.claim_end_only(at, rest);
        }
        match rest.as_bytes()[0] {
            b'\\' if rest.starts_with("\\{{") => 3,
            b'\\' if rest.starts_with("\\[") => {
                self.escaped += 1;
                2
            }
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => scan::code_span(rest),
            b'<' => scan::comment_or_autolink(rest).unwrap_or(1),
            b'[' => self.bracket(at, rest),
            b']' if rest.starts_with("]{=") => self.stray_end(at, rest),
            b']' if at >= self.address => {
                self.escaped = self.escaped.saturating_sub(1);
                if slips::spaced_address(rest).is_some() {
                    self.slips.push(at);
                }
                self.address = at + scan::address(rest);
                1
            }
            b'{' => self.brace(at, rest),
            b'@' => self.reference(at, rest),
            b'$' => self.dollar(at, rest),
            b'~' => self.tilde(at, rest),
            _ => 1,
        }
    }

    fn bracket(&mut self, at: usize, rest: &str) -> usize {
        if let Some(length) = self.claim(at, rest) {
            return length;
        }
        if let Some(length) = scan::note_use(rest) {
            if rest[length..].starts_with(':') && self.begins_line(at) {
                return length;
            }
            return self.mark(Construct::NoteUse, at, length);
        }
        if slips::note_in_place(&self.source[..at], rest).is_some() {
            self.slips.push(at);
        }
        match scan::citation(rest) {
            Some((length, _)) if rest[length..].starts_with(':') && self.begins_line(at) => 1,
            Some((length, _)) => self.mark(Construct::Citation, at, length),
            None => 1,
        }
    }

    fn brace(&mut self, at: usize, rest: &str) -> usize {
        let before = &self.source[..at];
        if slips::is_apart(before, rest)
            || slips::is_single(rest)
            || slips::is_bare(before, rest)
            || slips::tag(rest).is_some()
        {
            self.slips.push(at);
        }
        1
    }

    fn reference(&mut self, at: usize, rest: &str) -> usize {
        // A letter before it makes it a mail address; but Arabic and Hebrew join `and` or `in` to the next word, and scripts without
        // spaces put none there.
        let word = |c: char| c == '_' || (c.is_alphanumeric() && c < '\u{590}');
        if self.before(at).is_some_and(word) {
            return 1;
        }
        scan::reference(rest).map_or(1, |length| self.mark(Construct::Reference, at, length))
    }

    fn dollar(&mut self, at: usize, rest: &str) -> usize {
        if let Some(length) = scan::formula(rest, self.before(at)) {
            return length;
        }
        let count = scan::run(rest, '$').min(2);
        if self.hides_characters && at >= self.address {
            self.text[at..at + count].fill(DOLLAR as u8);
        }
        count
    }

    fn tilde(&mut self, at: usize, rest: &str) -> usize {
        let count = scan::run(rest, '~');
        if count == 1 && self.hides_characters && at >= self.address {
            self.text[at] = TILDE as u8;
        }
        count
    }

    /// Whether only white space and marks of quotes and lists stand before `at` in its line.
    fn begins_line(&self, at: usize) -> bool {
        let line = self.source[..at].rsplit('\n').next().unwrap_or("");
        line.chars().all(|c| c.is_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(c))
    }

    fn before(&self, at: usize) -> Option<char> {
        self.source[..at].chars().next_back()
    }

    fn mark(&mut self, construct: Construct, at: usize, length: usize) -> usize {
        let range = at..at + length;
        let Some(name) = self.names.name(self.marks.len()) else { return length };
        if length < 4 {
            return length;
        }
        // To YAML and TOML a comma would be syntax, and emphasis is nothing.
        let outer = &self.source[..at];
        let before = !self.expressions_only && (edge(outer.chars().rev()) || ends_a_quotation(outer));
        let after = !self.expressions_only && edge(self.source[range.end..].chars());
        let placeholder = placeholder(name, length, before, after);
        self.text[range.clone()].copy_from_slice(placeholder.as_bytes());
        self.marks.push(Mark { construct, range, placeholder });
        length
    }
}

impl<'t> Masked<'t> {
    /// The text for Markdown.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text as written.
    pub(super) const fn source(&self) -> &'t str {
        self.source
    }

    /// The range of the source for one of the masked text, whose characters are others inside a construct.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let inside = |at: usize| self.marks.iter().find(|mark| mark.range.start < at && at < mark.range.end);
        let start = inside(range.start).map_or(range.start, |mark| mark.range.start);
        let end = inside(range.end).map_or(range.end, |mark| mark.range.end);
        start..end
    }

    /// Offsets of braces that are not closed, or do not belong to a bracket, and of other slips, within a range.
    pub(super) fn slips(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let first = self.slips.partition_point(|at| *at < range.start);
        let end = range.end;
        self.slips.iter().skip(first).copied().take_while(move |at| *at < end)
    }

    /// An event's text that has no construct in it, as most have none.
    pub(super) fn plain<'m>(&'m self, content: &'m str, near: usize) -> Option<Cow<'m, str>> {
        let is_plain = self.openings(content, near).is_empty() && next_name(content, 0).is_none();
        (is_plain && !content.is_empty()).then(|| self.unhide(content))
    }

    /// Cuts an event's text, which stands near offset `near`, at the constructs in it.
    pub(super) fn pieces<'m>(&'m self, content: &'m str, near: usize) -> Vec<Piece<'m>> {
        let mut openings = self.openings(content, near).iter().peekable();
        let mut pieces = Vec::new();
        let mut start = 0;
        let mut from = 0;
        let plain = |pieces: &mut Vec<Piece<'m>>, range: Range<usize>| {
            if let Some(text) = content.get(range.clone()).filter(|text| !text.is_empty()) {
                pieces.push(Piece::Text(range.start, self.unhide(text)));
            }
        };
        loop {
            let name = next_name(content, from);
            let name_at = name.map_or(content.len(), |(at, _)| at);
            if let Some(claim) = openings.next_if(|claim| claim.open - near <= name_at) {
                let at = claim.open - near;
                plain(&mut pieces, start..at);
                pieces.push(Piece::Claim(claim));
                start = at + 1;
                from = from.max(start);
                continue;
            }
            let Some((at, name)) = name else { break };
            from = at + name.len_utf8();
            let Some((mark, lead)) = self.find(name, near.saturating_add(at), content, at) else { continue };
            plain(&mut pieces, start..at - lead);
            start = at - lead + mark.placeholder.len();
            from = start;
            pieces.push(Piece::Mark(mark));
        }
        plain(&mut pieces, start..content.len());
        pieces
    }

    /// An event's text as it was written.
    pub(super) fn restore(&self, content: &str, near: usize) -> String {
        if content.is_empty() {
            return String::new();
        }
        if let Some(text) = self.plain(content, near) {
            return text.into_owned();
        }
        let pieces = self.pieces(content, near);
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(_, text) => text.as_ref(),
                Piece::Mark(mark) => self.source.get(mark.range.clone()).unwrap_or(""),
                Piece::Claim(_) => "[",
            })
            .collect()
    }

    fn unhide<'m>(&self, text: &'m str) -> Cow<'m, str> {
        if !self.hides_characters || !has_hidden(text) {
            return Cow::Borrowed(text);
        }
        text.replace(DOLLAR, "$").replace(TILDE, "~").replace(claims::OPEN, "[").into()
    }

    /// The mark that a private-use character at `at` names, and the bytes before it that belong to the placeholder.
    /// Of marks with the same name, the nearest one.
    fn find(&self, name: char, near: usize, content: &str, at: usize) -> Option<(&Mark, usize)> {
        let index = self.names.index(name)?;
        let candidates = self.marks.iter().skip(index).step_by(self.names.count());
        let mark = candidates.min_by_key(|mark| mark.range.start.abs_diff(near))?;
        let lead = mark.placeholder.find(name)?;
        let start = at.checked_sub(lead)?;
        content.get(start..)?.starts_with(&mark.placeholder).then_some((mark, lead))
    }
}
