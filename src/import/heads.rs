//! Which lines without a mark are headings, and the levels of headings.

use super::Remark;
use super::blocks::{Block, Kind};
use super::captions::{self, unwrapped};
use super::lines::{Shape, is_han};
use crate::model::Locale;
use unicode_width::UnicodeWidthStr;

/// Words before a colon at the top of a letter.
const MEMO: &[&str] = &[
    "to",
    "from",
    "cc",
    "bcc",
    "date",
    "re",
    "subject",
    "attention",
    "attn",
    "through",
    "via",
    "an",
    "von",
    "datum",
    "betreff",
    "de",
    "à",
    "objet",
    "para",
    "fecha",
    "asunto",
];

/// Months in English, by which a day above a text is told.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Settles all blocks: lines about tables go to their tables, and what stands like a heading becomes one.
pub(super) fn settle(blocks: &mut Vec<Block>, shape: &Shape, doubts: &mut Vec<Remark>) {
    captions::settle(blocks);
    bold_headings(blocks);
    if !shape.marked_headings {
        guess(blocks, doubts);
    }
    normalise(blocks);
}

/// A paragraph in bold type alone is a heading below the others.
fn bold_headings(blocks: &mut [Block]) {
    let marked = blocks.iter().filter_map(|block| match &block.kind {
        Kind::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let level = marked.max().map_or(1, |level| (level + 1).min(6));
    for block in blocks {
        let Kind::Text(text) = &block.kind else { continue };
        let inner = ["**", "__"].iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark));
        if let Some(inner) =
            inner.filter(|inner| !inner.contains("**") && inner.width() <= 100 && !inner.ends_with('.'))
        {
            let text = inner.trim_end_matches(':').to_owned();
            block.kind = Kind::Heading { level, text, id: None };
        }
    }
}

/// Whether a line could be a heading: short, without the end of a sentence, and written as a title.
pub(super) fn stands_like_heading(text: &str) -> bool {
    let text = unwrapped(text);
    let ends = text.ends_with(['.', ',', ';', ':', '。', '，', '；', '：', '、', '…', '-', '）']);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if ends || letters < 2 || digits > letters || text.contains(['|', '\t', '\n']) || text.contains("://") {
        return false;
    }
    let dense = text.chars().filter(|c| is_han(*c)).count() * 2 > letters;
    if dense {
        return text.width() <= 50 && !text.contains(['。', '，']);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 16 || text.width() > 110 {
        return false;
    }
    if is_byline(&words) || captions::is_remark(text) {
        return false;
    }
    let first = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    first && (words.len() <= 6 || is_title_case(&words))
}

/// `By A. Author`, `Prepared by …`, `To: …`, `Page 2 of 3`: lines about the document, which no section begins with.
fn is_byline(words: &[&str]) -> bool {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    match lower.as_slice() {
        ["by", ..] | ["prepared" | "written" | "published" | "authored", "by", ..] => true,
        [label, _, ..] if label.strip_suffix(':').is_some_and(|label| MEMO.contains(&label)) => true,
        ["page", number, "of" | "/", ..] => number.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Whether most of the longer words begin with a capital.
fn is_title_case(words: &[&str]) -> bool {
    let long: Vec<&&str> =
        words.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
    let capital = long
        .iter()
        .filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase))
        .count();
    !long.is_empty() && capital * 10 >= long.len() * 6
}

/// How a guessed heading is written, which ranks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Manner {
    /// `2.1 Prices`: the number of its parts.
    Numbered(u8),
    /// `PRICES`.
    Capitals,
    /// `Prices`.
    Plain,
}

fn manner(text: &str) -> Manner {
    let number = text.split_whitespace().next().unwrap_or("");
    let parts: Vec<&str> = number.trim_end_matches(['.', ')']).split('.').collect();
    let counted =
        parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if counted && text.chars().any(char::is_alphabetic) {
        return Manner::Numbered(parts.len() as u8);
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let capitals = letters.len() > 3 && letters.iter().all(|c| c.is_uppercase());
    if capitals { Manner::Capitals } else { Manner::Plain }
}

/// Makes headings of the lines that stand like them. Those that follow on one another nest; one that stands alone is of
/// the level of the last.
fn guess(blocks: &mut [Block], doubts: &mut Vec<Remark>) {
    single_items(blocks);
    let likely: Vec<bool> = (0..blocks.len()).map(|at| is_heading(blocks, at)).collect();
    let texts = |at: usize| match blocks.get(at).map(|block| &block.kind) {
        Some(Kind::Text(text)) => manner(unwrapped(text)),
        _ => Manner::Plain,
    };
    let manners: Vec<Option<Manner>> =
        likely.iter().enumerate().map(|(at, is)| is.then(|| texts(at))).collect();
    let capitals = manners.contains(&Some(Manner::Capitals)) && manners.contains(&Some(Manner::Plain));
    let numbered = manners.iter().flatten().any(|manner| matches!(manner, Manner::Numbered(_)));
    // Over numbered sections, a first line without a number is the title of the whole.
    let titled = numbered && matches!(manners.first(), Some(Some(Manner::Plain | Manner::Capitals)));
    let (mut leaf, mut run) = (1_u8, 0_u8);
    for (at, found) in manners.iter().enumerate() {
        let Some(manner) = found else {
            run = 0;
            continue;
        };
        let base = u8::from(capitals && *manner == Manner::Plain);
        let level = match manner {
            Manner::Numbered(parts) => *parts + u8::from(titled),
            // Where sections are numbered, a line without a number is a title, or stands below them.
            Manner::Plain | Manner::Capitals if numbered && at > 0 => 2 + u8::from(titled),
            Manner::Capitals => 1,
            Manner::Plain => {
                let next = manners.get(at + 1).copied().flatten().is_some();
                let nested = if run > 0 {
                    run + 1
                } else if next {
                    base + 1
                } else {
                    leaf.max(base + 1)
                };
                nested.min(6)
            }
        };
        (run, leaf) = (level, level);
        let block = &mut blocks[at];
        if let Kind::Text(text) = &block.kind {
            let text = unwrapped(text).to_owned();
            if !matches!(manner, Manner::Numbered(_)) && text.split_whitespace().count() > 12 {
                doubts.push(Remark { line: block.line, text: format!("taken for a heading: “{text}”") });
            }
            block.kind = Kind::Heading { level, text, id: None };
        }
    }
}

/// A numbered line that has no neighbour is a numbered heading, not a list of one.
fn single_items(blocks: &mut [Block]) {
    for block in blocks {
        let Kind::List(items) = &block.kind else { continue };
        if let [item] = items.as_slice()
            && let Some(number) = &item.number
            && item.below.is_empty()
            && stands_like_heading(&item.text)
            && item.text.split_whitespace().count() <= 10
        {
            block.kind = Kind::Text(format!("{number}. {}", item.text));
        }
    }
}

/// Whether a paragraph is a heading: it stands like one, and something stands below it.
fn is_heading(blocks: &[Block], at: usize) -> bool {
    let Some(Kind::Text(text)) = blocks.get(at).map(|block| &block.kind) else { return false };
    let Some(below) = blocks.get(at + 1) else { return false };
    // A caption has lost its picture or table, and a day above the text is that of the whole.
    let stands = stands_like_heading(text)
        && !captions::is_numbered(text)
        && !(is_date(text) && blocks[..at].iter().all(stands_above_text));
    match &below.kind {
        // Above another line of its kind, only a title; above a sentence, any short line.
        Kind::Text(next) => {
            let sentence = next.width() > text.width()
                || stands_like_heading(next)
                || next.ends_with(['.', ':', '。', '：']);
            stands && sentence
        }
        _ => stands,
    }
}

/// Whether a block may stand between a title and the text: a name, an office, a day.
fn stands_above_text(block: &Block) -> bool {
    matches!(&block.kind, Kind::Text(text) if text.width() <= 110 && !text.ends_with(['.', ':', '。']))
}

/// `March 2025`, `12 May 2025`, `May 3rd, 2025`.
fn is_date(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let others = ["de", "fr", "es"].map(|language| Locale::of(language).months);
    let months: Vec<String> = MONTHS
        .iter()
        .chain(others.into_iter().flatten().flatten())
        .map(|month| month.to_lowercase())
        .collect();
    let is_month = |word: &&str| months.contains(&word.to_lowercase());
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 4;
    words.iter().filter(|word| is_month(word)).count() == 1
        && words.iter().any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        && words.iter().all(|word| is_month(word) || is_number(word))
}

/// Levels without gaps: a heading is at most one level below the last, and the first is of level 1.
fn normalise(blocks: &mut [Block]) {
    // Levels as they were and as they are, from the outermost inwards.
    let mut open: Vec<u8> = Vec::new();
    for block in blocks {
        if let Kind::Heading { level, .. } = &mut block.kind {
            open.retain(|outer| *outer < *level);
            open.push(*level);
            *level = open.len() as u8;
        }
    }
}

/// Takes the heading over the whole text off: the first, when no other is of its level, or when it has no sections of its
/// own. A line or two may stand before it. With it comes its id.
pub(super) fn title(blocks: &mut Vec<Block>) -> Option<(String, Option<String>)> {
    let at = blocks.iter().position(|block| level_of(block).is_some())?;
    let Some(Kind::Heading { level: 1, text, id }) = blocks.get(at).map(|block| &block.kind) else {
        return None;
    };
    let levels: Vec<u8> = blocks.iter().skip(at + 1).filter_map(level_of).collect();
    let alone = !levels.contains(&1);
    let sections = blocks.get(at + 1).and_then(level_of).is_some_and(|level| level > 1);
    let early = at == 0 || (at <= 2 && alone);
    if !early || (sections && !alone) {
        return None;
    }
    let title = (text.clone(), id.clone());
    blocks.remove(at);
    if alone {
        for block in blocks.iter_mut() {
            if let Kind::Heading { level, .. } = &mut block.kind {
                *level -= 1;
            }
        }
    }
    Some(title)
}

fn level_of(block: &Block) -> Option<u8> {
    match block.kind {
        Kind::Heading { level, .. } => Some(level),
        _ => None,
    }
}
