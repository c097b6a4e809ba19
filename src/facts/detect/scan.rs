//! Where a number may begin: digits, words of the lexicon, Chinese numerals.

use super::{han, words};
use crate::syntax::number::{Marks, grouped_otherwise};
use std::ops::Range;

/// What a candidate is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Digits,
    Word,
    Han,
}

/// A place where a number may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// The candidates of a text in reading order.
pub(super) fn candidates(text: &str, marks: Marks) -> impl Iterator<Item = Candidate> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // Between words there are spaces and marks, which begin nothing.
            at += text.as_bytes().get(at..)?.iter().position(|byte| begins(*byte))?;
            let rest = text.get(at..)?;
            let (length, kind) = run(rest, rest.chars().next()?, marks);
            let start = if kind == Some(Kind::Digits) { mark_before(text, at, marks) } else { at };
            let range = start..at + length;
            at = range.end;
            if let Some(kind) = kind {
                return Some(Candidate { range, kind });
            }
        }
    })
}

/// Whether a run that may be a number can begin with a byte.
const fn begins(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// The run that begins with `first`: how long it is, and what it is if it may be a number.
fn run(rest: &str, first: char, marks: Marks) -> (usize, Option<Kind>) {
    if first.is_ascii_digit() {
        let length = grouped_otherwise(rest, marks).map_or_else(|| digits(rest, marks), |(length, _)| length);
        return (length, Some(Kind::Digits));
    }
    if first.is_ascii_alphabetic() {
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("");
        // A word with letters of other alphabets is none of ours.
        let pure = || {
            rest.get(end..).is_none_or(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric() && !super::context::is_cjk(c))
            })
        };
        return (end, (words::is_number_word(word) && pure()).then_some(Kind::Word));
    }
    if han::is_numeral(first) {
        let end = rest.find(|c| !han::is_numeral(c)).unwrap_or(rest.len());
        return (end, Some(Kind::Han));
    }
    (first.len_utf8(), None)
}

/// The length of `12,345.6`, and of `12 345` where thousands are parted by spaces.
pub(super) fn digits(text: &str, marks: Marks) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    // How many digits the group has; decimals have no groups.
    let (mut end, mut group) = (0, Some(0).filter(|_| bytes.first() != Some(&b'0')));
    loop {
        if digit(end) {
            (end, group) = (end + 1, group.map(|digits| digits + 1));
        } else if matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1) {
            (end, group) = (end + 1, None);
        } else if let Some(mark) = group_mark(text, end, marks).filter(|_| matches!(group, Some(1..=3))) {
            (end, group) = (end + mark, Some(0));
        } else {
            return end;
        }
    }
}

/// The length of the mark between thousands at a place before three digits, where it is none of `.` and `,`.
fn group_mark(text: &str, at: usize, marks: Marks) -> Option<usize> {
    let mark = marks.group.filter(|mark| !matches!(mark, '.' | ','))?;
    let rest = text.get(at..)?;
    let found = rest.chars().next()?;
    let space = mark.is_whitespace() && matches!(found, ' ' | '\u{a0}' | '\u{202f}');
    let behind = rest.get(found.len_utf8()..)?;
    let three = behind.bytes().take_while(u8::is_ascii_digit).count() == 3;
    (at > 0 && (found == mark || space) && three).then_some(found.len_utf8())
}

/// Where a number begins that starts with its decimal mark: `p = .03`.
fn mark_before(text: &str, at: usize, marks: Marks) -> usize {
    let lead = text.get(..at).and_then(|before| before.strip_suffix('.')).filter(|_| marks.decimal == '.');
    match lead.map(|lead| lead.chars().next_back()) {
        Some(None) => at - 1,
        Some(Some(before))
            if before.is_whitespace() || matches!(before, '(' | '=' | '<' | '>' | '-' | '−') =>
        {
            at - 1
        }
        _ => at,
    }
}
