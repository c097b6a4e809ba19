//! How wide text is: for each character the wider of Helvetica's advance, which Arial and Liberation Sans share, and that
//! of Noto Sans, which the program holds; a few percent more for still wider faces (DejaVu Sans), so that no label is cut
//! off whatever sans-serif face a reader has. Ideographs are one em in every face.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::LazyLock;
use unicode_width::UnicodeWidthChar;

/// The font that knows the letters of most scripts.
static NOTO: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::new(notosans::REGULAR_TTF).ok());

/// Widths of the characters U+0020 to U+007E in thousandths of the font size (Helvetica's metrics).
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// What is added for faces wider than both.
const MARGIN: f64 = 1.08;

/// The width of one line of text in pixels at a font size in pixels; of several lines, that of the widest.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.lines().map(|line| line.chars().map(advance).sum::<f64>()).fold(0.0, f64::max) * size * MARGIN
}

/// The width under a CSS `font` such as `bold 13px sans-serif`.
pub(super) fn css_width(text: &str, font: &str) -> f64 {
    let size = font
        .split_ascii_whitespace()
        .find_map(|word| word.split('/').next()?.strip_suffix("px")?.parse::<f64>().ok())
        .unwrap_or(12.0);
    let bold =
        font.contains("bold") || ["600", "700", "800", "900"].iter().any(|weight| font.starts_with(weight));
    width(text, size) * if bold { 1.06 } else { 1.0 }
}

/// The number of lines that text takes when it is broken to fit `room` pixels, words that are longer too.
pub(super) fn lines(text: &str, size: f64, room: f64) -> usize {
    fold(text, size, room).len()
}

/// The text in lines of at most `room` pixels: broken at spaces, and within words that are longer.
pub(super) fn fold(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in wrap(text, size, room) {
        let mut rest = line.as_str();
        while width(rest, size) > room {
            let end = fitting(rest, size, room);
            if end >= rest.len() {
                break;
            }
            lines.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        lines.push(rest.to_owned());
    }
    lines
}

/// At most so many lines of at most `room` pixels; an ellipsis stands for what has no room.
pub(super) fn fitted(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines = fold(text, size, room);
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            last.truncate(fitting(last, size, room - width("…", size)));
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

/// How many bytes of a line fit into `room` pixels; at least what is drawn as its first character.
fn fitting(line: &str, size: f64, room: f64) -> usize {
    let (mut used, mut end, mut before) = (0.0, 0, None);
    for (at, c) in line.char_indices() {
        if !belongs(before, c) {
            end = at;
        }
        used += advance(c) * size * MARGIN;
        if used > room && end > 0 {
            return end;
        }
        before = Some(c);
    }
    line.len()
}

/// Whether a character is drawn as one with that before it: an accent, a part of an emoji.
fn belongs(before: Option<char>, c: char) -> bool {
    before.is_some_and(|before| before == '\u{200d}' || c.width() == Some(0))
}

/// The text broken at spaces (CJK anywhere) into lines of at most `room` pixels; a longer word stands alone.
pub(super) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let last = lines.len() - 1;
        let joined = format!("{}{piece}", lines[last]);
        if lines[last].is_empty() || width(joined.trim_end(), size) <= room {
            lines[last] = joined;
        } else {
            lines.push(piece.trim_start().to_owned());
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Whether a line may be broken at a character: the spaces within `1 234` and `(out of 10)` hold together.
fn is_gap(c: char) -> bool {
    c.is_whitespace() && !['\u{a0}', '\u{202f}'].contains(&c)
}

/// Words with the space after them; each wide character by itself.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let wide = c.width() == Some(2);
        if let Some(piece) = pieces.last_mut()
            && belongs(piece.chars().next_back(), c)
        {
            piece.push(c);
            continue;
        }
        match pieces.last_mut() {
            Some(piece) if open && !wide => piece.push(c),
            Some(piece) if is_gap(c) => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        open = !wide && !is_gap(c);
    }
    pieces
}

/// The advance of a character in ems.
fn advance(c: char) -> f64 {
    match c {
        ' '..='~' => (f64::from(ASCII[c as usize - 0x20]) / 1000.0).max(noto(c).unwrap_or(0.0)),
        '\u{2009}' | '\u{202f}' => 0.2,
        '–' | '€' | '£' | '¥' => 0.556,
        '—' | '…' | '→' | '←' => 1.0,
        _ => match c.width() {
            None | Some(0) => 0.0,
            Some(1) => noto(c).unwrap_or(if c.is_uppercase() { 0.7 } else { 0.556 }),
            Some(_) => 1.0 / MARGIN,
        },
    }
}

/// The advance of a character in Noto Sans, if it has it.
fn noto(c: char) -> Option<f64> {
    let font = NOTO.as_ref()?;
    let glyph = font.charmap().map(c)?;
    let advance = font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)?;
    Some(f64::from(advance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_and_cjk_have_their_widths() {
        // 0.572 em in Noto Sans, 0.556 in Helvetica.
        assert!((width("000", 10.0) - 18.53).abs() < 0.01);
        assert!(width("Щ", 10.0) > width("Т", 10.0));
        assert!((width("漢字", 12.0) - 24.0).abs() < 0.01);
        assert!(width("WWW", 12.0) > 2.0 * width("iii", 12.0));
        assert_eq!(css_width("0", "normal 20px/1.2 sans-serif"), width("0", 20.0));
    }

    #[test]
    fn text_is_broken_to_fit() {
        assert_eq!(
            wrap("Cross-border Data Compliance Cost", 13.0, 128.0),
            ["Cross-border Data", "Compliance Cost"]
        );
        assert_eq!(wrap("稀土出口管制", 12.0, 37.0), ["稀土出", "口管制"]);
        assert_eq!(wrap("Donaudampfschifffahrt", 12.0, 30.0), ["Donaudampfschifffahrt"]);
        assert_eq!(lines("", 12.0, 30.0), 1);
    }

    #[test]
    fn what_has_no_room_is_broken_or_left_to_an_ellipsis() {
        assert_eq!(fold("a Donaudampfschiff", 10.0, 50.0), ["a", "Donauda", "mpfschiff"]);
        assert_eq!(fitted("Cross-border Data Compliance Cost", 13.0, 128.0, 1), ["Cross-border Da…"]);
        assert_eq!(fitted("Cross-border Data", 13.0, 128.0, 1), ["Cross-border Data"]);
        assert_eq!(fold("WW", 12.0, 1.0), ["W", "W"]);
        assert_eq!(fold("👩‍🚀e\u{301}e", 12.0, 1.0), ["👩‍🚀", "e\u{301}", "e"]);
    }
}
