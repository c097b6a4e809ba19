//! A text as lines, and what kind of text it is: with Markdown's marks or without, one line a paragraph or cut at a width.

use crate::syntax::number;
use unicode_width::UnicodeWidthStr;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Its text, with what stands before it but not what stands behind.
    pub(super) raw: String,
    /// Whether two spaces stood behind it, by which Markdown breaks a line.
    pub(super) broken: bool,
}

impl Line {
    /// The text without the space around it.
    pub(super) fn text(&self) -> &str {
        self.raw.trim()
    }

    /// How far the line is set in.
    pub(super) fn indent(&self) -> usize {
        columns(&self.raw[..self.raw.len() - self.raw.trim_start().len()])
    }

    /// The line set in less by so many columns, or as far as it is.
    pub(super) fn set_out(&self, by: usize) -> String {
        let (indent, text) = (self.indent(), self.raw.trim_start());
        if text.is_empty() {
            String::new()
        } else {
            format!("{}{text}", " ".repeat(indent.saturating_sub(by)))
        }
    }
}

/// The columns that the start of a line takes; a tab ends at the next that four divides.
pub(super) fn columns(start: &str) -> usize {
    start.chars().fold(0, |at, c| if c == '\t' { at / 4 * 4 + 4 } else { at + 1 })
}

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Whether it holds Markdown's marks, which keep their meaning.
    pub(super) markup: bool,
    /// Whether headings are marked, so that none is guessed.
    pub(super) marked_headings: bool,
    /// The width at which paragraphs are cut into lines; `None` when each line is a paragraph.
    pub(super) width: Option<usize>,
}

/// The lines of a text. Spaces of all kinds become plain ones, what is invisible goes, form feeds part lines.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let mut lines = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        for part in line.split('\u{c}') {
            let raw: String = part.chars().filter(|c| !is_invisible(*c)).map(plain_space).collect();
            let (broken, raw) = (raw.ends_with("  "), raw.trim_end().to_owned());
            lines.push(Line { number: index + 1, raw, broken });
        }
    }
    lines
}

/// Marks of byte order, zero-width spaces, soft hyphens, and control characters other than the tab.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
        || (c.is_control() && c != '\t')
}

fn plain_space(c: char) -> char {
    if c != '\t' && c != '\u{3000}' && c.is_whitespace() { ' ' } else { c }
}

/// What kind of text the lines are.
pub(super) fn shape(lines: &[Line]) -> Shape {
    let atx = lines.iter().any(|line| atx(line.text()).is_some());
    let underlined = lines.windows(2).any(|pair| underlined(&pair[0], &pair[1]).is_some());
    let marks = lines.iter().map(|line| marks(line.text())).sum::<usize>();
    let markup = atx || marks >= 2;
    let width = if markup { Some(0) } else { width(lines) };
    Shape { markup, marked_headings: atx || underlined, width }
}

/// The level and text of `## Heading`.
pub(super) fn atx(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = text.get(level..)?;
    let words = rest.trim().trim_end_matches('#').trim_end();
    let heading = (1..=6).contains(&level) && rest.starts_with([' ', '\t']) && !words.is_empty();
    heading.then_some((level as u8, words))
}

/// The sign under an underlined heading.
pub(super) fn underlined(line: &Line, below: &Line) -> Option<char> {
    let (text, rule) = (line.text(), below.text());
    let sign = rule.chars().next().filter(|sign| "=-~*_^".contains(*sign))?;
    let long = rule.chars().count();
    let fits = long >= 3 && rule.chars().all(|c| c == sign) && long * 2 >= text.width();
    let heading = !text.is_empty()
        && text.chars().any(char::is_alphanumeric)
        && !text.contains(['|', '\t'])
        && text.width() <= 100
        && !text.ends_with(['.', ',', ';'])
        && atx(text).is_none();
    (fits && heading).then_some(sign)
}

/// How many of Markdown's marks stand in a line.
fn marks(text: &str) -> usize {
    let paired = |mark: &str| text.matches(mark).count() / 2;
    let links = text.match_indices("](").filter(|(at, _)| text[..*at].contains('[')).count();
    let notes = text.matches("[^").count();
    let fence = usize::from(text.starts_with("```")) * 2;
    let piped = usize::from(text.starts_with('|') && text.ends_with('|') && text.len() > 2);
    paired("**") + links + notes + fence + piped
}

/// The width at which a text was cut: many of its lines are nearly that long, do not end a sentence, and go on in the next.
fn width(lines: &[Line]) -> Option<usize> {
    let prose = |line: &&Line| !line.text().contains(['|', '\t']);
    let mut widths: Vec<usize> =
        lines.iter().filter(prose).map(|line| line.text().width()).filter(|width| *width > 20).collect();
    widths.sort_unstable();
    let long = *widths.get(widths.len() * 9 / 10)?;
    if long > 120 {
        return None;
    }
    let runs_on = |pair: &&[Line]| {
        let (text, next) = (pair[0].text(), pair[1].text());
        if parts_number(text, next) {
            return true;
        }
        let open = !text.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '”', '"', '|']);
        open && text.width() * 10 >= long * 7
            && next.starts_with(|c: char| c.is_alphanumeric() && !c.is_uppercase())
    };
    let cut = lines.windows(2).filter(runs_on).count();
    (cut >= 2 && cut * 6 >= widths.len()).then_some(long)
}

/// Whether a line of prose ends with a number whose unit or scale begins the next: `14.7`, `GW`. A unit in capitals is one of letters
/// that hardly begin a sentence.
pub(super) fn parts_number(text: &str, next: &str) -> bool {
    let last = text.split_whitespace().next_back().filter(|_| text.split_whitespace().count() >= 4);
    let first = next.split_whitespace().next().map(|word| word.trim_end_matches([',', '.', ';', ':', ')']));
    let (Some(last), Some(first)) = (last, first) else { return false };
    let is_unit = first.starts_with(char::is_lowercase)
        || first.chars().count() <= 4 && first.chars().skip(1).any(char::is_uppercase);
    is_unit
        && last.ends_with(|c: char| c.is_ascii_digit())
        && number::parse(last).is_some()
        && number::parse(&format!("{last} {first}")).is_some()
}

/// The language of a text by its letters: `zh`, `ja`, `ko`, else `en`.
pub(super) fn language(text: &str) -> &'static str {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let letters = count(char::is_alphabetic);
    let kana = count(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    let hangul = count(|c| matches!(c, '\u{ac00}'..='\u{d7af}'));
    let han = count(is_han);
    match letters {
        all if kana * 20 > all => "ja",
        all if hangul * 4 > all => "ko",
        all if han * 4 > all => "zh",
        _ => "en",
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

/// Whether words of the script stand without spaces between them.
pub(super) fn is_dense(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape_of(text: &str) -> Shape {
        shape(&lines(text))
    }

    #[test]
    fn line_ends_and_spaces_of_all_kinds_are_read() {
        let found = lines("\u{feff}a\u{a0}b\r\nc\rd\u{ad}e\u{c}f  ");
        let texts: Vec<(usize, &str)> = found.iter().map(|line| (line.number, line.raw.as_str())).collect();
        assert_eq!(texts, [(1, "a b"), (2, "c"), (3, "de"), (3, "f")]);
    }

    #[test]
    fn the_kind_of_text_is_found() {
        assert!(shape_of("# A\n\ntext").markup);
        assert!(shape_of("**a** and [b](c)").markup);
        assert!(!shape_of("A title\n\nSome * text * here").markup);
        let plain = shape_of("Title\n=====\n\nText.");
        assert!(plain.marked_headings && !plain.markup);
        let long = "A paragraph that goes on and on in one line as word processors write them, ".repeat(4);
        assert_eq!(shape_of(&format!("{long}\n{long}\n{long}")).width, None);
        let cut = "This paragraph was copied from a page that\nwas set in a narrow column, so that its lines\n\
                   are cut where the column ended and go on\nbelow. That is common.";
        assert!(shape_of(cut).width.is_some());
    }

    #[test]
    fn numbers_are_parted_from_their_units() {
        for (text, next) in [
            ("capacity in the region reached 14.7", "GW at the end"),
            ("and the price rose to $3.2", "million, which was"),
            ("it went on for 5", "years."),
        ] {
            assert!(parts_number(text, next), "{text} / {next}");
        }
        for (text, next) in [
            ("the price rose in 2023", "The next year"),
            ("it rose in 3", "of them"),
            ("Table 3", "days of work"),
            ("it is what the figures of 3", "Days say"),
            ("it ended in 2023.", "days later"),
            ("and that is all of it", "days"),
        ] {
            assert!(!parts_number(text, next), "{text} / {next}");
        }
    }

    #[test]
    fn languages_are_told_by_letters() {
        assert_eq!(language("出口增长了百分之三"), "zh");
        assert_eq!(language("輸出は三割増えた。"), "ja");
        assert_eq!(language("수출이 늘었다"), "ko");
        assert_eq!(language("Exports to 中国 rose"), "en");
    }
}
