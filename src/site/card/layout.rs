//! Where the words of a card stand: an SVG of a bar and lines of text.

use super::fonts::{FAMILY, Fonts, Weight};
use crate::site::xml;
use std::fmt::Write as _;

const WIDTH: f32 = 1200.0;
const HEIGHT: f32 = 630.0;
const MARGIN: f32 = 72.0;
const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
const INK: &str = "#1b1d20";
const MUTED: &str = "#565b61";

/// What a card says; an empty text is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The report's title, above the page's.
    pub(super) report: String,
    /// The page's title.
    pub(super) title: String,
    /// The first key figure: value and label.
    pub(super) figure: Option<(String, String)>,
    /// Where the site is.
    pub(super) site: String,
}

struct Line<'a> {
    text: &'a str,
    y: f32,
    size: f32,
    weight: Weight,
    colour: &'a str,
}

/// The card; `None` when it would name neither the page nor the report.
pub(super) fn svg(words: &Words, accent: &str, fonts: &Fonts<'_>) -> Option<String> {
    let (above, title) = if words.title.is_empty() {
        ("", words.report.as_str())
    } else {
        (words.report.as_str(), words.title.as_str())
    };
    if title.is_empty() {
        return None;
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"{FAMILY}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\
         <rect width=\"{WIDTH}\" height=\"18\" fill=\"{accent}\"/>"
    );
    let mut y = 112.0;
    if !above.is_empty() {
        let text = shortened(above, 30.0, Weight::Regular, fonts);
        push(&mut svg, &Line { text: &text, y, size: 30.0, weight: Weight::Regular, colour: MUTED });
        y += 26.0;
    }
    let most = if words.figure.is_some() { 3 } else { 5 };
    let (size, lines) = fitted(title, most, fonts);
    for line in &lines {
        y += size * 1.2;
        push(&mut svg, &Line { text: line, y, size, weight: Weight::Bold, colour: INK });
    }
    if let Some((value, label)) = &words.figure {
        let value = shortened(value, 76.0, Weight::Bold, fonts);
        push(&mut svg, &Line { text: &value, y: 500.0, size: 76.0, weight: Weight::Bold, colour: accent });
        let label = shortened(label, 28.0, Weight::Regular, fonts);
        push(&mut svg, &Line { text: &label, y: 542.0, size: 28.0, weight: Weight::Regular, colour: INK });
    }
    let site = shortened(&words.site, 24.0, Weight::Regular, fonts);
    push(&mut svg, &Line { text: &site, y: 592.0, size: 24.0, weight: Weight::Regular, colour: MUTED });
    svg.push_str("</svg>");
    Some(svg)
}

/// The cover of a book, 1200 × 1800: the report's title, who wrote it, the first key figure. `None` without a title.
pub(super) fn cover(words: &Words, accent: &str, fonts: &Fonts<'_>) -> Option<String> {
    const TALL: f32 = 1800.0;
    const SIZES: [f32; 5] = [112.0, 96.0, 84.0, 72.0, 60.0];
    if words.report.is_empty() {
        return None;
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{TALL}\" font-family=\"{FAMILY}\">\
         <rect width=\"{WIDTH}\" height=\"{TALL}\" fill=\"#ffffff\"/>\
         <rect width=\"{WIDTH}\" height=\"40\" fill=\"{accent}\"/>"
    );
    let fits = |size: &f32| wrapped(&words.report, *size, fonts).len() as f32 * size * 1.2 <= 760.0;
    let size = SIZES.into_iter().find(fits).unwrap_or(SIZES[SIZES.len() - 1]);
    let mut y = 190.0;
    for line in wrapped(&words.report, size, fonts).iter().take(10) {
        y += size * 1.2;
        push(&mut svg, &Line { text: line, y, size, weight: Weight::Bold, colour: INK });
    }
    let authors = shortened(&words.title, 40.0, Weight::Regular, fonts);
    push(&mut svg, &Line { text: &authors, y: y + 90.0, size: 40.0, weight: Weight::Regular, colour: MUTED });
    if let Some((value, label)) = &words.figure {
        let value = shortened(value, 190.0, Weight::Bold, fonts);
        push(&mut svg, &Line { text: &value, y: 1480.0, size: 190.0, weight: Weight::Bold, colour: accent });
        let label = shortened(label, 40.0, Weight::Regular, fonts);
        push(&mut svg, &Line { text: &label, y: 1552.0, size: 40.0, weight: Weight::Regular, colour: INK });
    }
    let site = shortened(&words.site, 34.0, Weight::Regular, fonts);
    push(&mut svg, &Line { text: &site, y: 1715.0, size: 34.0, weight: Weight::Regular, colour: MUTED });
    svg.push_str("</svg>");
    Some(svg)
}

fn push(svg: &mut String, line: &Line<'_>) {
    let weight = if line.weight == Weight::Bold { "700" } else { "400" };
    // Writing to a `String` cannot fail.
    let _ = write!(
        svg,
        "<text x=\"{MARGIN}\" y=\"{}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
        line.y,
        line.size,
        line.colour,
        xml::escape(line.text)
    );
}

/// The greatest size at which a title has at most `most` lines that leave room for the rest, and those lines.
fn fitted(title: &str, most: usize, fonts: &Fonts<'_>) -> (f32, Vec<String>) {
    const SIZES: [f32; 5] = [76.0, 68.0, 60.0, 52.0, 46.0];
    let room = if most == 3 { 270.0 } else { 400.0 };
    for size in SIZES {
        let lines = wrapped(title, size, fonts);
        if lines.len() <= most && size * 1.2 * lines.len() as f32 <= room {
            return (size, lines);
        }
    }
    let smallest = SIZES[SIZES.len() - 1];
    let mut lines = wrapped(title, smallest, fonts);
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        *last = ended(last, smallest, Weight::Bold, fonts);
    }
    (smallest, lines)
}

/// Lines broken at spaces, and between any two letters of scripts that are written without them.
fn wrapped(text: &str, size: f32, fonts: &Fonts<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let longer = format!("{line}{piece}");
        if fonts.width(longer.trim_end(), size, Weight::Bold) <= MEASURE {
            line = longer;
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line = shortened(piece.trim_end(), size, Weight::Bold, fonts)
            + piece.get(piece.trim_end().len()..).unwrap_or("");
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts of a text between which a line may end; spaces stay at the end of a part.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = before.is_some_and(|before| {
            let after_space = before.is_whitespace() && !c.is_whitespace();
            after_space || is_wide(before) && !c.is_whitespace() && !closes(c) || is_wide(c) && !opens(before)
        });
        if breaks && at > start {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// A letter of a script written without spaces; punctuation that must not start a line is none.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn closes(c: char) -> bool {
    "、。，．：；？！」』）】》〉”’,.:;?!)]%".contains(c) || c == 'ー'
}

fn opens(c: char) -> bool {
    "「『（【《〈“‘([$".contains(c)
}

/// A text on one line, cut with `…` when it is too long.
fn shortened(text: &str, size: f32, weight: Weight, fonts: &Fonts<'_>) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if fonts.width(&text, size, weight) <= MEASURE { text } else { ended(&text, size, weight, fonts) }
}

/// As much of a text as leaves room for `…`, and that.
fn ended(text: &str, size: f32, weight: Weight, fonts: &Fonts<'_>) -> String {
    let room = MEASURE - fonts.width("…", size, weight);
    let mut kept = String::new();
    let mut width = 0.0;
    for c in text.chars() {
        width += fonts.width(c.encode_utf8(&mut [0; 4]), size, weight);
        if width > room {
            break;
        }
        kept.push(c);
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_between_words_and_shrink() {
        let fonts = Fonts::new(None);
        let (size, lines) = fitted("Rare earths", 3, &fonts);
        assert_eq!((size, lines.as_slice()), (76.0, ["Rare earths".to_owned()].as_slice()));
        let title =
            "Rare earth export controls, what they cost and whom they reach first in the supply chain";
        let (size, lines) = fitted(title, 3, &fonts);
        assert!(size < 76.0 && lines.len() <= 3);
        assert_eq!(lines.join(" "), title);
        let (size, lines) = fitted(&"word ".repeat(100), 3, &fonts);
        assert_eq!((size, lines.len()), (46.0, 3));
        assert!(lines[2].ends_with('…'));
        for line in &lines {
            assert!(fonts.width(line, size, Weight::Bold) <= MEASURE);
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        let fonts = Fonts::new(None);
        let lines = wrapped(&format!("a {} b", "x".repeat(200)), 60.0, &fonts);
        assert_eq!(lines.len(), 3);
        assert!(lines[1].ends_with('…'));
    }

    #[test]
    fn chinese_breaks_between_letters_but_not_before_a_comma() {
        assert_eq!(pieces("稀土，a bc 価格"), ["稀", "土，a ", "bc ", "価", "格"]);
        assert_eq!(pieces("（稀土）"), ["（稀", "土）"]);
        assert_eq!(pieces(""), Vec::<&str>::new());
    }

    #[test]
    fn markup_in_titles_is_text() {
        let words = Words { title: "A <b> & \"c\"".to_owned(), ..Words::default() };
        let svg = svg(&words, "#123456", &Fonts::new(None)).expect("a card");
        assert!(svg.contains(">A &lt;b&gt; &amp; &quot;c&quot;</text>"));
        assert_eq!(super::svg(&Words::default(), "#123456", &Fonts::new(None)), None);
    }
}
