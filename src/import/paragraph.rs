//! Lines → the words of a paragraph.

use super::blocks::Reader;
use super::lines::{Line, atx, is_dense, parts_number, underlined};
use super::lists::item;
use super::signs::{DIV, fence, is_note, is_rule, keeps_end, starts_mark};
use super::{Remark, html, links, table};
use unicode_width::UnicodeWidthStr;

impl Reader<'_> {
    /// The words of a paragraph: one line, or all up to its end.
    pub(super) fn paragraph(&mut self) -> String {
        let mut text = self.line(0).map_or("", Line::text).to_owned();
        let Some(width) = self.shape.width else {
            self.at += 1;
            while let Some(next) = self.line(0).map(Line::text).filter(|next| parts_number(&text, next)) {
                text = format!("{text} {next}");
                self.at += 1;
            }
            return text;
        };
        let mut last = text.width();
        self.at += 1;
        while let Some(line) = self.line(0).cloned() {
            let words = line.text();
            // A line that ends well before the edge was not cut there.
            let short = width > 0 && last * 10 < width * 6 && !parts_number(&text, words);
            if short || self.ends_paragraph(&line) {
                break;
            }
            last = words.width();
            self.join(&mut text, words);
            self.at += 1;
        }
        text
    }

    /// Whether the line that is read next, right below a paragraph, is none of it.
    pub(super) fn ends_paragraph(&self, line: &Line) -> bool {
        let words = line.text();
        words.is_empty()
            || is_rule(words)
            || atx(words).is_some()
            || fence(words).is_some()
            || self.shape.markup
                && (words.starts_with(DIV)
                    || html::begins(words, false)
                    || is_note(words)
                    || links::is_definition(words))
            || words.starts_with('>')
            || starts_mark(words)
            || item(line).is_some()
            || self.line(1).is_some_and(|below| underlined(line, below).is_some())
            || table::read(self.lines.get(self.at..).unwrap_or(&[]), &mut Vec::new()).is_some()
    }

    /// Joins two lines of one paragraph, of which the second is read next; a word that was parted at the end of the line becomes whole.
    pub(super) fn join(&mut self, text: &mut String, next: &str) {
        let dense =
            text.chars().next_back().is_some_and(is_dense) || next.chars().next().is_some_and(is_dense);
        let Some(head) = self.parted(text, next) else {
            let above = self.at.checked_sub(1).and_then(|above| self.lines.get(above));
            if self.shape.markup && keeps_end(text, next) {
                text.push('\n');
            } else if self.shape.markup && above.is_some_and(|line| line.broken) {
                text.push_str("\\\n");
            } else if !dense && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(next);
            return;
        };
        let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
        let (whole, hyphened) = (format!("{head}{tail}"), format!("{head}-{tail}"));
        let stands = |word: &str| {
            let word = word.to_lowercase();
            self.all.split(|c: char| !c.is_alphanumeric() && c != '-').any(|known| known == word)
        };
        let known = (stands(&whole), stands(&hyphened));
        if known != (false, true) {
            text.pop();
        }
        if known == (false, false) {
            let line = self.line(0).map_or(0, |line| line.number);
            self.doubts.push(Remark {
                line,
                text: format!("“{hyphened}” was parted at the end of a line: “{whole}”?"),
            });
        }
        text.push_str(next);
    }

    /// The part of a word before a hyphen at the end of a line that goes on in lower case.
    fn parted(&self, text: &str, next: &str) -> Option<String> {
        let before = text.strip_suffix(['-', '\u{2010}'])?;
        let head: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
        let head: String = head.chars().rev().collect();
        let lower = next.starts_with(char::is_lowercase) && self.shape.width.is_some_and(|width| width > 0);
        (lower && head.chars().count() > 1).then_some(head)
    }
}
