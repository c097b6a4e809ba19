//! What printing the file adds: running heads, page numbers, a paper.

use std::fmt::Write as _;

/// Longer running heads are cut at a word.
const LONGEST: usize = 64;

/// A paper size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    const fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// Rules for paged media: the report's title stands at the head of every sheet but the first, and beside it the title of
/// the part. A part has pages of its own name for that.
pub(super) fn rules(paper: Option<Paper>, report: &str, parts: &[(String, String)]) -> String {
    let mut css = String::new();
    if let Some(paper) = paper {
        let _ = write!(css, "@page{{size:{}}}", paper.name());
    }
    let _ = write!(css, "@page{{@top-left{{content:{}}}}}", string(&running(report)));
    for (index, (id, title)) in parts.iter().enumerate() {
        let _ = write!(
            css,
            "@page p{index}{{@top-right{{content:{}}}}}@media print{{[id={}]{{page:p{index}}}}}",
            string(&if index == 0 { String::new() } else { running(title) }),
            string(id)
        );
    }
    css.push_str("@page:first{@top-left{content:none}@top-right{content:none}}");
    css
}

fn running(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let start: String = title.chars().take(LONGEST).collect();
    let words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', ' ']))
}

/// A text as CSS writes it.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // A line break ends a string, and `<` might end the style sheet.
            c if c.is_control() || c == '<' => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_cannot_leave_their_strings() {
        assert_eq!(string("a \"b\" \\ \n</style>"), "\"a \\\"b\\\" \\\\ \\a \\3c /style>\"");
    }

    #[test]
    fn long_titles_end_at_a_word() {
        assert_eq!(running("Short"), "Short");
        assert_eq!(running(&"word, ".repeat(20)), format!("{}word…", "word, ".repeat(9)));
    }
}
