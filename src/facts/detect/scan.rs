//! Where a number may begin: digits, words of the lexicon, Chinese numerals.

use super::{han, words};
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
pub(super) fn candidates(text: &str) -> impl Iterator<Item = Candidate> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // Between words there are spaces and marks, which begin nothing.
            at += text.as_bytes().get(at..)?.iter().position(|byte| begins(*byte))?;
            let rest = text.get(at..)?;
            let (length, kind) = run(rest, rest.chars().next()?);
            let range = at..at + length;
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
fn run(rest: &str, first: char) -> (usize, Option<Kind>) {
    if first.is_ascii_digit() {
        return (digits(rest), Some(Kind::Digits));
    }
    if first.is_ascii_alphabetic() {
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("");
        // A word with letters of other alphabets is none of ours.
        let pure = rest.get(end..).is_none_or(|rest| {
            !rest.starts_with(|c: char| c.is_alphanumeric() && !super::context::is_cjk(c))
        });
        return (end, (pure && words::is_number_word(word)).then_some(Kind::Word));
    }
    if han::is_numeral(first) {
        let end = rest.find(|c| !han::is_numeral(c)).unwrap_or(rest.len());
        return (end, Some(Kind::Han));
    }
    (first.len_utf8(), None)
}

/// The length of `12,345.6`.
fn digits(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1)) {
        end += 1;
    }
    end
}
