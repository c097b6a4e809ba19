//! What a language asks of quotation marks and line ends.
//!
//! pulldown-cmark turns straight marks into English curly ones; a page of another language gets its own. A line end between
//! two characters of Chinese or Japanese is no space.

use crate::model::{Locale, Quotes};
use std::borrow::Cow;
use std::ops::Range;

/// The marks of one page, and which are open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typography {
    quotes: Quotes,
    /// Whether marks stand between letters, as in Chinese, Japanese and Korean: the spaces around them, from which Markdown
    /// tells opening from closing ones, say nothing there.
    takes_turns: bool,
    double_is_open: bool,
    single_is_open: bool,
}

impl Typography {
    /// Those of a BCP 47 tag.
    pub(super) fn of(language: &str) -> Self {
        let locale = Locale::of(language);
        let takes_turns = matches!(locale.primary().as_str(), "zh" | "ja" | "ko");
        Self { quotes: locale.quotes, takes_turns, double_is_open: false, single_is_open: false }
    }

    /// Starts a paragraph: a mark that was never closed has no say in it.
    pub(super) const fn begin(&mut self) {
        self.double_is_open = false;
        self.single_is_open = false;
    }

    /// The text of a text event at `range` of `source`: a curly mark that stands for a straight one becomes the
    /// language's. An apostrophe stays one.
    pub(super) fn marks<'t>(&mut self, text: &'t str, source: &str, range: &Range<usize>) -> Cow<'t, str> {
        let quotes = self.quotes;
        let mark = match (text, source.get(range.clone()).unwrap_or_default()) {
            ("“" | "”", "\"") if is_inside(source, range, is_hebrew) => GERSHAYIM,
            ("“" | "”", "\"") => {
                self.double_is_open = if self.takes_turns { !self.double_is_open } else { text == "“" };
                if self.double_is_open { quotes.double.0 } else { quotes.double.1 }
            }
            ("‘" | "’", "'") if !is_apostrophe(source, range) => {
                let opens = if self.takes_turns { !self.single_is_open } else { text == "‘" };
                if !opens && !self.single_is_open {
                    return Cow::Borrowed(text);
                }
                self.single_is_open = opens;
                if opens { quotes.single.0 } else { quotes.single.1 }
            }
            _ => text,
        };
        Cow::Borrowed(mark)
    }
}

/// The mark before the last letter of a Hebrew abbreviation, for which keyboards have a straight one.
const GERSHAYIM: &str = "\u{5f4}";

/// Whether a single mark stands inside a word of letters that are written with spaces between words.
fn is_apostrophe(source: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c) && !matches!(c, '\u{ac00}'..='\u{d7af}');
    is_inside(source, range, is_letter)
}

/// Whether a mark stands between two such letters.
fn is_inside(source: &str, range: &Range<usize>, is_letter: impl Fn(char) -> bool) -> bool {
    let before = source.get(..range.start).and_then(|text| text.chars().next_back());
    let after = source.get(range.end..).and_then(|text| text.chars().next());
    before.is_some_and(&is_letter) && after.is_some_and(&is_letter)
}

const fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// Whether the line end at `range` stands between characters that are written without spaces.
pub(super) fn closes_up(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).and_then(|text| text.trim_end().chars().next_back());
    let after = source.get(range.end..).and_then(|text| text.trim_start().chars().next());
    before.is_some_and(is_unspaced) && after.is_some_and(is_unspaced)
}

/// Han characters, kana and full-width marks; Korean is written with spaces.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use crate::content::inline::plain_text;
    use crate::content::parse;
    use crate::diagnostics::Files;

    fn plain(text: &str, language: &str) -> String {
        let mut files = Files::default();
        let file = files.add("content/index.md", text);
        let (parts, _) = parse(file, "index.md".as_ref(), text, language);
        plain_text(&parts.document.nodes)
    }

    #[test]
    fn straight_quotation_marks_become_the_languages() {
        let text = "Sie sagt \"der 'Markt' war's\" so.";
        for (language, expected) in [
            ("en", "Sie sagt “der ‘Markt’ war’s” so."),
            ("de-AT", "Sie sagt „der ‚Markt‘ war’s“ so."),
            ("de-CH", "Sie sagt «der ‹Markt› war’s» so."),
            ("fr", "Sie sagt «\u{202f}der ‹\u{202f}Markt\u{202f}› war’s\u{202f}» so."),
            ("es", "Sie sagt «der “Markt” war’s» so."),
            ("pt", "Sie sagt “der ‘Markt’ war’s” so."),
            ("ja", "Sie sagt 「der 『Markt』 war’s」 so."),
            ("zh-TW", "Sie sagt 「der 『Markt』 war’s」 so."),
            ("zh", "Sie sagt “der ‘Markt’ war’s” so."),
            ("he", "Sie sagt ”der ’Markt’ war’s” so."),
        ] {
            assert_eq!(plain(text, language), expected, "{language}");
        }
    }

    #[test]
    fn a_mark_in_a_hebrew_abbreviation_is_no_quotation_mark() {
        assert_eq!(plain("\"צה\"ל\" ומנכ\"ל", "he"), "”צה״ל” ומנכ״ל");
        assert_eq!(plain("the \"צה\"ל\" so", "en"), "the “צה״ל” so");
    }

    #[test]
    fn marks_between_letters_without_spaces_take_turns() {
        assert_eq!(
            plain("彼は\"'小都市'効果\"と呼ぶ。\"次\"も", "ja"),
            "彼は「『小都市』効果」と呼ぶ。「次」も"
        );
        assert_eq!(plain("他说\"好\"吗", "zh"), "他说“好”吗");
        assert_eq!(plain("이를 \"'작은' 효과\"라고", "ko"), "이를 “‘작은’ 효과”라고");
    }

    #[test]
    fn marks_that_are_written_out_stay() {
        assert_eq!(plain("“a” and ‘b’ and l’eau", "de"), "“a” and ‘b’ and l’eau");
    }

    #[test]
    fn the_pages_own_language_decides_in_its_title_too() {
        let text = "---\ntitle: '\"A\"'\nlanguage: de\n---\n\"B\"\n";
        let mut files = Files::default();
        let file = files.add("content/index.md", text);
        let (parts, _) = parse(file, "index.md".as_ref(), text, "en");
        assert_eq!(plain_text(&parts.front.title), "„A“");
        assert_eq!(plain_text(&parts.document.nodes), "„B“");
    }

    #[test]
    fn lines_of_chinese_and_japanese_close_up() {
        assert_eq!(plain("市场份额\n上升。\n价格", "zh"), "市场份额上升。价格");
        assert_eq!(plain("市场\nGPT 模型", "zh"), "市场 GPT 模型");
        assert_eq!(plain("시장\n점유율", "ko"), "시장 점유율");
        assert_eq!(plain("a\nb", "ja"), "a b");
    }
}
