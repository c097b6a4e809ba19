//! `[words]{= expression }` and `[words]{-}`.
//!
//! What follows the words is hidden like any construct. The opening bracket has no room for a name: one character takes
//! its place, and the place tells which claim it opens.

use super::{Construct, Masked, Masker, edge, scan};
use std::ops::Range;

/// Stands for the opening bracket; to Markdown it is a letter.
pub(super) const OPEN: char = '\u{3}';

/// One claim, hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::content) struct ClaimMark {
    /// Where its opening bracket stands in the text that was masked.
    pub(in crate::content) open: usize,
    /// `]{= expression }` or `]{-}`.
    pub(in crate::content) close: Range<usize>,
}

impl Masker<'_> {
    /// Hides a claim whose opening bracket stands at `at`; gives its length.
    pub(super) fn claim(&mut self, at: usize, rest: &str) -> Option<usize> {
        let words = scan::claim_words(rest)?;
        let after = rest.get(words..)?;
        let Some(length) = scan::claim_proof(after) else {
            // The words are read as they stand; the fault is named where the proof begins.
            if after.starts_with("]{=") {
                self.slips.push(at + words + 1);
                self.paragraph(at + 1..at + words);
                return Some(words + 3);
            }
            return None;
        };
        let close = at + words..at + words + length;
        // Emphasis and quotation marks that begin right behind the bracket want a sign before them, anything else a letter.
        let sign = rest[1..].starts_with(['*', '_', '~'])
            || edge(self.source[..at].chars().rev())
            || (rest[1..].starts_with(['"', '\'']) && !self.follows_a_letter(at));
        self.text[at] = if sign || !self.hides_characters { b',' } else { OPEN as u8 };
        self.claims.push(ClaimMark { open: at, close: close.clone() });
        self.mark(Construct::ClaimEnd, close.start, length);
        self.paragraph(at + 1..close.start);
        Some(close.end - at)
    }

    /// Whether emphasis stands before `at`, and a letter before that: it can open only before a letter.
    fn follows_a_letter(&self, at: usize) -> bool {
        let before = self.source[..at].trim_end_matches(['*', '_', '~']);
        before.len() < at && before.ends_with(char::is_alphanumeric)
    }

    /// `]{=` that no opening bracket belongs to: text behind `\[`, else a fault.
    pub(super) fn stray_end(&mut self, at: usize, rest: &str) -> usize {
        match self.escaped.checked_sub(1) {
            Some(left) => self.escaped = left,
            None => self.slips.push(at + 1),
        }
        scan::claim_proof(rest).unwrap_or(3)
    }

    /// Hides the end of a claim from YAML and TOML, to which its words are text like any other.
    pub(super) fn claim_end_only(&mut self, at: usize, rest: &str) -> usize {
        match scan::claim_proof(rest).filter(|_| rest.starts_with("]{=")) {
            Some(length) => self.mark(Construct::ClaimEnd, at, length),
            None => 1,
        }
    }
}

impl Masked<'_> {
    /// The claims that open in an event's text, which stands at `near`; none when the text is not as it was masked.
    pub(super) fn openings(&self, content: &str, near: usize) -> &[ClaimMark] {
        let end = near.saturating_add(content.len());
        if self.claims.is_empty() || self.text.get(near..end) != Some(content) {
            return &[];
        }
        let first = self.claims.partition_point(|claim| claim.open < near);
        let last = self.claims.partition_point(|claim| claim.open < end);
        self.claims.get(first..last).unwrap_or(&[])
    }

    /// The claim whose end stands at a range.
    pub(in crate::content) fn claim_of(&self, close: &Range<usize>) -> Option<&ClaimMark> {
        // Claims are few between an opening and its end: those nested inside.
        let after = self.claims.partition_point(|claim| claim.open < close.start);
        self.claims.get(..after)?.iter().rev().find(|claim| claim.close == *close)
    }
}
