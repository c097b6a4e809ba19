//! Marks of sources in a text → citations; the words between them as Markdown.

use super::escape;
use super::notes::Notes;
use super::powers::power;
use super::references::References;

/// Makes Markdown of a text's words.
#[derive(Debug)]
pub(super) struct Marker<'a> {
    /// The sources.
    pub(super) references: &'a mut References,
    /// The footnotes.
    pub(super) notes: &'a Notes,
    /// Whether the text is Markdown already.
    pub(super) markup: bool,
    /// How many places cite a source.
    pub(super) citations: usize,
}

/// The digit that a superscript stands for.
pub(super) const fn superscript(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        _ => return None,
    })
}

/// A part of a text.
enum Part {
    Words(String),
    Marks(Vec<String>),
    /// `[1](https://…)`.
    Address(String),
    /// `(Name, 2024)`: the whole of it and the name.
    Dated(String, String),
}

impl Marker<'_> {
    /// A text as Markdown with citations.
    pub(super) fn markdown(&mut self, text: &str) -> String {
        let mut out = String::new();
        let (parts, powers) = self.parts(text);
        powers.into_iter().for_each(|doubt| self.references.doubt(doubt));
        for part in parts {
            let keys: Vec<String> = match part {
                Part::Words(words) => {
                    out.push_str(&self.words(&words));
                    continue;
                }
                Part::Marks(marks) => marks.iter().filter_map(|mark| self.references.cite(mark)).collect(),
                Part::Address(url) => vec![self.references.cite_address(&url)],
                Part::Dated(whole, name) => {
                    out.push_str(&format!(" {}", self.words(&whole)));
                    vec![self.references.cite_dated(&whole, &name)]
                }
            };
            self.citations += 1;
            let cited = keys.iter().map(|key| format!("@{key}")).collect::<Vec<_>>().join("; ");
            // Marks that follow on one another become one; after a sentence's end none is parted from it.
            if out.ends_with(']')
                && out.rfind("[@").is_some_and(|open| !out[open..].contains(char::is_whitespace))
            {
                out.pop();
                out.push_str(&format!("; {cited}]"));
                continue;
            }
            let joined = out.is_empty() || out.ends_with([' ', '.', '。', '”', '"', '!', '?', '！', '？']);
            out.push_str(if joined { "" } else { " " });
            out.push_str(&format!("[{cited}]"));
        }
        out
    }

    /// A text without its marks, for titles and data, and the marks.
    pub(super) fn bare(&self, text: &str) -> (String, Vec<String>) {
        let (text, _) = self.notes.cut(text);
        let (mut words, mut marks) = (String::new(), Vec::new());
        for part in self.parts(&text).0 {
            match part {
                Part::Words(more) => words.push_str(&more),
                Part::Marks(more) => marks.extend(more),
                Part::Address(url) => words.push_str(&format!(" {url}")),
                Part::Dated(whole, _) => words.push_str(&format!(" {whole}")),
            }
        }
        if self.markup {
            words = unmarked(&words);
        }
        (words.split_whitespace().collect::<Vec<_>>().join(" "), marks)
    }

    /// Plain words as Markdown; Markdown as it is, but for braces.
    pub(super) fn words(&self, text: &str) -> String {
        if self.markup { escape::braces(text) } else { addresses(text) }
    }

    /// The parts of a text, and what is to be said of powers that might be marks.
    fn parts(&self, text: &str) -> (Vec<Part>, Vec<String>) {
        let (mut parts, mut doubts) = (Vec::new(), Vec::new());
        let (mut words, mut rest) = (String::new(), text);
        while let Some(c) = rest.chars().next() {
            // What stands in code and formulas, and powers, are no marks.
            let whole = if self.markup { escape::verbatim(rest, &words) } else { None };
            let whole = whole.or_else(|| {
                let (length, is_doubtful) = power(rest, &words)?;
                doubts.extend(self.doubt(&words, &rest[..length]).filter(|_| is_doubtful));
                Some(length)
            });
            if let Some(length) = whole {
                words.push_str(rest.get(..length).unwrap_or(rest));
                rest = rest.get(length..).unwrap_or("");
                continue;
            }
            let found = self.mark(rest, &words);
            if let Some((part, length)) = found {
                if !words.is_empty() {
                    parts.push(Part::Words(std::mem::take(&mut words)));
                }
                // A space before a mark belongs to it.
                if let Some(Part::Words(before)) = parts.last_mut() {
                    before.truncate(before.trim_end_matches(' ').len());
                }
                parts.push(part);
                rest = rest.get(length..).unwrap_or("");
            } else {
                words.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            }
        }
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        (parts, doubts)
    }

    /// What is to be said of a power behind these words when a source has its number.
    fn doubt(&self, words: &str, power: &str) -> Option<String> {
        let number: String = power.chars().filter_map(superscript).collect();
        let word = words.split_whitespace().next_back().unwrap_or("");
        self.references
            .knows(&number)
            .then(|| format!("“{word}{power}” was taken for a power, not for a mark of source {number}"))
    }

    /// The mark at the start of `rest` and its length.
    fn mark(&self, rest: &str, before: &str) -> Option<(Part, usize)> {
        let dated =
            || dated(rest).map(|(whole, name)| (Part::Dated(whole.to_owned(), name.to_owned()), whole.len()));
        self.raised(rest)
            .or_else(|| self.bracketed(rest, before))
            .or_else(|| self.lowered(rest, before))
            .or_else(dated)
    }

    /// The `1` of `summer.1 Then`, which was raised before it was copied.
    fn lowered(&self, rest: &str, before: &str) -> Option<(Part, usize)> {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let word = before.strip_suffix(['.', ',', ';', '”', '"', ')'])?;
        let letters = word.chars().rev().take_while(|c| c.is_alphabetic()).count();
        let ends = rest.get(digits..).is_some_and(|after| after.is_empty() || after.starts_with(' '));
        let mark =
            rest.get(..digits).filter(|mark| (1..=2).contains(&mark.len()) && self.references.knows(mark))?;
        (ends && letters > 3).then(|| (Part::Marks(vec![mark.to_owned()]), digits))
    }

    /// `¹`, `¹²`, `¹,²`.
    fn raised(&self, rest: &str) -> Option<(Part, usize)> {
        superscript(rest.chars().next()?)?;
        let run: String =
            rest.chars().take_while(|c| superscript(*c).is_some() || ",⁻˒·".contains(*c)).collect();
        let run = run.trim_end_matches([',', '⁻', '·']);
        let mut marks = Vec::new();
        for group in run.split([',', '˒', '·']).filter(|group| !group.is_empty()) {
            let digits: String = group.chars().filter_map(superscript).collect();
            if self.references.knows(&digits) {
                marks.push(digits);
            } else {
                marks.extend(digits.chars().map(String::from));
            }
        }
        let known = !marks.is_empty() && marks.iter().all(|mark| self.references.knows(mark));
        known.then_some((Part::Marks(marks), run.len()))
    }

    /// `[1]`, `[1, 2]`, `[1-3]`, `\[1\]`, `(1)`, `[^a]`, `[1](https://…)`.
    fn bracketed(&self, rest: &str, before: &str) -> Option<(Part, usize)> {
        let (open, close) = [("\\[", "\\]"), ("[", "]"), ("【", "】"), ("(", ")"), ("（", "）")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?;
        let end = near(rest).find(close)?;
        let inner = rest.get(open.len()..end)?;
        let after = rest.get(end + close.len()..).unwrap_or("");
        if let Some(linked) = after.strip_prefix('(').filter(|_| open == "[") {
            let numbered = !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
            let (url, _) = linked.split_once(')').filter(|(url, _)| numbered && url.starts_with("http"))?;
            let length = end + close.len() + url.len() + 2;
            return Some((Part::Address(url.split(' ').next().unwrap_or(url).to_owned()), length));
        }
        if before.ends_with('!') || after.starts_with(['(', '[']) && open == "[" && !after.starts_with("[") {
            return None;
        }
        let mut marks = Vec::new();
        for part in inner.split([',', ';', '、', '，']).map(str::trim) {
            // Chats write 【3†source】.
            let part = part.split_once('†').map_or(part, |(number, _)| number);
            match part
                .split_once(['-', '–'])
                .and_then(|(a, b)| Some((a.parse::<u16>().ok()?, b.parse::<u16>().ok()?)))
            {
                Some((a, b)) if a < b && b - a < 50 => marks.extend((a..=b).map(|number| number.to_string())),
                _ => marks.push(part.to_owned()),
            }
        }
        let known = marks.iter().all(|mark| self.references.knows(mark));
        // A number in round brackets may be anything: it counts right behind a word, a percentage or a quotation only.
        let round = ["(", "（"].contains(&open) && !self.references.counted()
            || open == "("
                && !before.trim_end().ends_with(|c: char| c.is_alphabetic() || ".,;%”\"".contains(c));
        (known && !round).then(|| (Part::Marks(marks), end + close.len()))
    }
}

/// The start of a text: no mark is longer.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(1000)]
}

/// `(Name of a Source, 2024)` at the start of a text: the whole of it and the name.
fn dated(rest: &str) -> Option<(&str, &str)> {
    let inner = near(rest.strip_prefix('(')?).split_once(')')?.0;
    let (name, year) = inner.rsplit_once([',', '，'])?;
    let year = year.trim();
    let plausible = year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && year.bytes().all(|b| b.is_ascii_digit());
    let first = name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let named =
        first && name.split_whitespace().count() <= 8 && !name.contains(['(', '[', ';', '*', '\\', ':']);
    (plausible && named).then(|| (rest.get(..inner.len() + 2).unwrap_or(rest), name.trim()))
}

/// Plain words as Markdown, with addresses as links.
fn addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("https://").or_else(|| rest.find("http://")) {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || !c.is_ascii() || "<>\"{}|\\^`".contains(c))
            .unwrap_or(from.len());
        let url = from
            .get(..end)
            .unwrap_or(from)
            .trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?', '\'', '*', '_']);
        out.push_str(&escape::inline(before));
        let host = url.split("//").nth(1).unwrap_or("");
        if host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.contains('.') {
            out.push_str(&format!("<{url}>"));
        } else {
            out.push_str(&escape::inline(url));
        }
        rest = from.get(url.len()..).unwrap_or("");
    }
    out.push_str(&escape::inline(rest));
    out
}

/// Markdown's words without emphasis, code marks and backslashes; a link keeps its address.
fn unmarked(text: &str) -> String {
    let text =
        text.replace("**", "").replace("__", "").replace('`', "").replace("](", " (").replace("![", "[");
    let mut out = String::new();
    let mut is_open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let punctuation = chars.peek().is_some_and(char::is_ascii_punctuation);
        let after_space = out.is_empty() || out.ends_with(char::is_whitespace);
        let before_space = chars.peek().is_some_and(|next| next.is_whitespace());
        match c {
            '\\' if punctuation => out.extend(chars.next()),
            '*' if after_space && !before_space => is_open = true,
            '*' if !after_space && (is_open || !before_space) => is_open = false,
            '[' if text.contains(" (") => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::blocks::{Block, Kind};
    use crate::import::lines::Shape;
    use crate::import::references;

    fn sources(list: &[&str]) -> References {
        let text = |text: &str| Block { line: 1, apart: true, kind: Kind::Text(text.to_owned()) };
        let mut blocks = vec![text("Sources")];
        blocks.extend(list.iter().map(|entry| text(entry)));
        let shape = Shape { markup: false, marked_headings: false, width: None };
        references::take(&mut blocks, &shape, &mut Vec::new())
    }

    fn plain(text: &str) -> String {
        let mut references = sources(&["[1] Alpha: A", "[2] Beta: B", "[3] Gamma: C"]);
        Marker { references: &mut references, notes: &Notes::default(), markup: false, citations: 0 }
            .markdown(text)
    }

    #[test]
    fn marks_of_all_kinds_become_citations() {
        assert_eq!(plain("Sales rose¹ and fell².³"), "Sales rose [@alpha] and fell [@beta].[@gamma]");
        assert_eq!(plain("Both¹² and¹,³ here"), "Both [@alpha; @beta] and [@alpha; @gamma] here");
        assert_eq!(
            plain("a [1], b [1-3], c [2][3] d (2)."),
            "a [@alpha], b [@alpha; @beta; @gamma], c [@beta; @gamma] d (2)."
        );
        assert_eq!(plain("said so【3†source】."), "said so [@gamma].");
        assert_eq!(plain("In Q1 2025¹ it was"), "In Q1 2025 [@alpha] it was");
        assert_eq!(plain("in the summer.1 Then 3.1 m"), "in the summer.[@alpha] Then 3.1 m");
        assert_eq!(plain("rose (Alpha, 2024), fell"), "rose (Alpha, 2024) [@alpha], fell");
        assert_eq!(plain("rose (in May, 2024) (2023)"), "rose (in May, 2024) (2023)");
    }

    #[test]
    fn what_is_no_mark_stays() {
        assert_eq!(
            plain("5 m² and 10³ and x⁷ of [9] in 5 (3) \\ *"),
            "5 m² and 10³ and x⁷ of \\[9\\] in 5 (3) \\\\ \\*"
        );
        assert_eq!(plain("see https://example.org/a_b."), "see <https://example.org/a_b>.");
    }

    #[test]
    fn powers_code_and_formulas_have_no_marks() {
        assert_eq!(
            plain("with v³, R² was 0.9, 12 m s⁻¹, rose²"),
            "with v³, R² was 0.9, 12 m s⁻¹, rose [@beta]"
        );
        let mut references = sources(&["[1] Alpha: A", "[2] Beta: B"]);
        let notes = Notes::default();
        let mut marker = Marker { references: &mut references, notes: &notes, markup: true, citations: 0 };
        assert_eq!(
            marker.markdown("`a[1]` $x[1] + {{a}}²$ *x*² up [1]"),
            "`a[1]` $x[1] + {{a}}²$ *x*² up [@alpha]"
        );
        assert_eq!(marker.citations, 1);
        marker.markdown("An R² of it, and R² again.");
        let mut found = crate::import::Found::default();
        marker.references.remark(&mut found);
        let powers = found.doubts.iter().filter(|doubt| doubt.text.contains("“R²”")).count();
        assert_eq!(powers, 1, "{:?}", found.doubts);
    }

    #[test]
    fn numbered_links_of_chats_become_sources() {
        let mut references = sources(&["[1] Alpha: A"]);
        let notes = Notes::default();
        let mut marker = Marker { references: &mut references, notes: &notes, markup: true, citations: 0 };
        assert_eq!(marker.markdown("Sales rose [2](https://example.org/x)."), "Sales rose [@example-org-x].");
        assert_eq!(marker.bare("**68%** [1] of *all*"), ("68% of all".to_owned(), vec!["1".to_owned()]));
        assert_eq!(marker.bare("of *all* in 5 * 3, *all*.").0, "of all in 5 * 3, all.");
    }
}
