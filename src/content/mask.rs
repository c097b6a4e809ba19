//! Hides our inline constructs from Markdown.
//!
//! Every construct is replaced by a placeholder of the same length in bytes, so that all offsets stay true: a character
//! of Unicode's private-use area that names the construct, and letters. Markdown takes it for a word. The events'
//! texts are then cut at the placeholders ([`Masked::pieces`]); where a text is kept as written — code, HTML,
//! addresses — they are turned back ([`Masked::restore`]).
//!
//! Two single characters are hidden as well: `$` that is money rather than a formula, and a single `~` ("about").

use super::scan;
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
    Text(usize, String),
    /// A construct.
    Mark(&'m Mark),
}

/// A text with its constructs hidden.
#[derive(Debug, Clone)]
pub(super) struct Masked<'t> {
    source: &'t str,
    text: String,
    marks: Vec<Mark>,
    /// Offsets of `{{` without `}}`.
    unclosed: Vec<usize>,
}

const FIRST: u32 = 0xE000;
const COUNT: usize = 6400;
const DOLLAR: char = '\u{1}';
const TILDE: char = '\u{2}';

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
        unclosed: Vec::new(),
        expressions_only,
    };
    let mut start = 0;
    for range in skip {
        masker.scan(start..range.start.max(start));
        start = range.end.max(start);
    }
    masker.scan(start..source.len());
    let Masker { text, marks, unclosed, .. } = masker;
    // Placeholders are whole characters in place of whole characters, so this never falls back.
    let text = String::from_utf8(text).unwrap_or_else(|_| source.to_owned());
    Masked { source, text, marks, unclosed }
}

struct Masker<'t> {
    source: &'t str,
    text: Vec<u8>,
    marks: Vec<Mark>,
    unclosed: Vec<usize>,
    expressions_only: bool,
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
                self.paragraph(start..at);
                start = at;
            }
        }
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let next = rest.find(['\\', '`', '<', '{', '[', '@', '$', '~']);
            let Some(found) = next else { return };
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
                    self.unclosed.push(at);
                    2
                }
            };
        }
        if self.expressions_only {
            return 1;
        }
        match rest.as_bytes()[0] {
            b'\\' if rest.starts_with("\\{{") => 3,
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => scan::code_span(rest),
            b'<' => scan::comment_or_autolink(rest).unwrap_or(1),
            b'[' => self.bracket(at, rest),
            b'@' => self.reference(at, rest),
            b'$' => self.dollar(at, rest),
            b'~' => self.tilde(at, rest),
            _ => 1,
        }
    }

    fn bracket(&mut self, at: usize, rest: &str) -> usize {
        // The next issue's `[text]{= expression }` and `[text]{-}` are found here, before the others.
        if let Some(length) = scan::note_use(rest) {
            if rest[length..].starts_with(':') && self.begins_line(at) {
                return length;
            }
            return self.mark(Construct::NoteUse, at, length);
        }
        match scan::citation(rest) {
            Some((length, _)) if rest[length..].starts_with(':') && self.begins_line(at) => 1,
            Some((length, _)) => self.mark(Construct::Citation, at, length),
            None => 1,
        }
    }

    fn reference(&mut self, at: usize, rest: &str) -> usize {
        // A letter before it makes it a mail address, but scripts without spaces put no space there.
        let word = |c: char| c == '_' || (c.is_alphanumeric() && c < '\u{2E80}');
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
        self.text[at..at + count].fill(DOLLAR as u8);
        count
    }

    fn tilde(&mut self, at: usize, rest: &str) -> usize {
        let count = scan::run(rest, '~');
        if count == 1 {
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
        if length < 4 || self.source.get(range.clone()).is_none() {
            return length;
        }
        let before = edge(self.source[..at].chars().rev());
        let after = edge(self.source[range.end..].chars());
        let placeholder = placeholder(self.marks.len(), length, before, after);
        self.text[range.clone()].copy_from_slice(placeholder.as_bytes());
        self.marks.push(Mark { construct, range, placeholder });
        length
    }
}

/// Whether a placeholder should be punctuation on the side where `chars` lead away from it.
///
/// `**` opens or closes by what stands on either side. A placeholder is a letter, which is right for `**{{ x }}**的`;
/// but in `**"quoted"**[^1]` the sign could then not close.
fn edge(chars: impl Iterator<Item = char>) -> bool {
    let mut chars = chars.peekable();
    if !chars.peek().is_some_and(|c| "*_~".contains(*c)) {
        return false;
    }
    chars.find(|c| !"*_~".contains(*c)).is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
}

/// A word of `length` bytes (at least 4) that names the mark.
fn placeholder(index: usize, length: usize, before: bool, after: bool) -> String {
    let name = char::from_u32(FIRST + (index % COUNT) as u32).unwrap_or('\u{E000}');
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

impl<'t> Masked<'t> {
    /// The text for Markdown.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text as written.
    pub(super) const fn source(&self) -> &'t str {
        self.source
    }

    /// Offsets of `{{` without `}}` within a range.
    pub(super) fn unclosed(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        self.unclosed.iter().copied().filter(move |at| range.contains(at))
    }

    /// Cuts an event's text, which stands near offset `near`, at the constructs in it.
    pub(super) fn pieces(&self, content: &str, near: usize) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        let mut from = 0;
        while let Some((at, name)) = next_name(content, from) {
            from = at + name.len_utf8();
            let Some((mark, lead)) = self.find(name, near, content, at) else { continue };
            if at - lead > start {
                pieces.push(Piece::Text(start, unhide(&content[start..at - lead])));
            }
            start = at - lead + mark.placeholder.len();
            from = start;
            pieces.push(Piece::Mark(mark));
        }
        if start < content.len() {
            pieces.push(Piece::Text(start, unhide(&content[start..])));
        }
        pieces
    }

    /// An event's text as it was written.
    pub(super) fn restore(&self, content: &str, near: usize) -> String {
        let pieces = self.pieces(content, near);
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(_, text) => text.as_str(),
                Piece::Mark(mark) => self.source.get(mark.range.clone()).unwrap_or(""),
            })
            .collect()
    }

    /// The mark that a private-use character at `at` names, and the bytes before it that belong to the placeholder.
    /// Of marks with the same name, the nearest one.
    fn find(&self, name: char, near: usize, content: &str, at: usize) -> Option<(&Mark, usize)> {
        let index = (name as u32 - FIRST) as usize;
        let candidates = self.marks.iter().skip(index).step_by(COUNT);
        let mark = candidates.min_by_key(|mark| mark.range.start.abs_diff(near))?;
        let lead = mark.placeholder.find(name)?;
        let start = at.checked_sub(lead)?;
        content.get(start..)?.starts_with(&mark.placeholder).then_some((mark, lead))
    }
}

fn next_name(content: &str, from: usize) -> Option<(usize, char)> {
    let names = FIRST..FIRST + COUNT as u32;
    let mut chars = content.get(from..)?.char_indices();
    chars.find(|(_, c)| names.contains(&(*c as u32))).map(|(at, c)| (from + at, c))
}

fn unhide(text: &str) -> String {
    text.replace(DOLLAR, "$").replace(TILDE, "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The constructs found, and that the mask keeps the length and can be undone.
    fn found(text: &str) -> Vec<&str> {
        let masked = all(text, &[]);
        assert_eq!(masked.text().len(), text.len());
        assert_eq!(masked.restore(masked.text(), 0), text);
        masked.marks.iter().map(|mark| &text[mark.range.clone()]).collect()
    }

    #[test]
    fn constructs_are_found_outside_of_code() {
        let text =
            "a {{ x }} `{{ y }}` [@k; @l] ``[@n]`` [^1] @fig-a me@fig-b.org 见@tbl-c。\\{{ z }} \\[@q]";
        assert_eq!(found(text), ["{{ x }}", "[@k; @l]", "[^1]", "@fig-a", "@tbl-c"]);
        assert_eq!(found("[^n]: a [^m]\n> - [^o]: b"), ["[^m]"]);
        assert_eq!(found("<!-- {{ a }} --> <https://x.y/@fig-z> $x_{{a}}$"), Vec::<&str>::new());
        assert_eq!(found("[@handle](https://x.com) [@a]"), ["[@a]"]);
        assert_eq!(found("{{ a\n+ b }}\n\n{{ c\n\n}}"), ["{{ a\n+ b }}"]);
    }

    #[test]
    fn money_and_about_are_hidden() {
        let masked = all("$5 to $6, ~5 and ~~gone~~ $x$", &[]);
        assert_eq!(masked.text(), "\u{1}5 to \u{1}6, \u{2}5 and ~~gone~~ $x$");
    }

    #[test]
    fn placeholders_beside_emphasis_are_what_emphasis_needs() {
        let edges = |text: &str| {
            let masked = all(text, &[]);
            let placeholder = &masked.marks[0].placeholder;
            (placeholder.starts_with(','), placeholder.ends_with(','))
        };
        assert_eq!(edges("**{{ x }}**的"), (false, false));
        assert_eq!(edges("**“引”**[^1]"), (true, false));
        assert_eq!(edges("[^1]**“引”**"), (false, true));
        assert_eq!(edges("的**{{ x }}**"), (false, false));
    }

    #[test]
    fn unclosed_braces_are_remembered() {
        let masked = all("a {{ b\n\nc {{ d }", &[]);
        assert_eq!(masked.unclosed(&(0..99)).collect::<Vec<_>>(), [2, 10]);
    }

    #[test]
    fn more_marks_than_names_are_told_apart_by_place() {
        let text: String = (0..7000).map(|n| format!("{{{{ {n} }}}} ")).collect();
        assert_eq!(found(&text).len(), 7000);
        let masked = all(&text, &[]);
        let near = text.find("{{ 6999 }}").unwrap();
        assert_eq!(masked.restore(&masked.text()[near..near + 10], near), "{{ 6999 }}");
    }
}
