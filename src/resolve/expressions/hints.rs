//! What to do about an expression that does not parse: help for the slips that people make.

use super::fault::Fault;

/// Help for a percent sign.
pub(super) const PERCENT: &str = "write a percentage as a bare number: it takes the unit of what it meets, so `share > 68` compares with 68%";

/// Whether an expression is a shortcode of Hugo, Zola or Quarto: `< figure … >`, `% note %`, `youtube(id="…")`.
fn is_shortcode(source: &str) -> bool {
    let source = source.trim_start();
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let call = source.split_once('(').filter(|(name, _)| is_name(name));
    let argument = call.and_then(|(_, rest)| rest.split_once('='));
    source.starts_with(['<', '%'])
        || argument.is_some_and(|(key, value)| is_name(key.trim()) && !value.starts_with('='))
}

/// Adds help for the usual slips; the fault was found at the byte `at`.
pub(super) fn hinted(mut fault: Fault, source: &str, at: usize) -> Fault {
    if is_shortcode(source) {
        fault.help.clear();
        return fault.help(
            "a shortcode of another program means nothing here: write what it stands for in Markdown or HTML, or `\\{{` for two braces",
        );
    }
    if source.contains(['“', '”', '‘', '’']) {
        return fault.help("use straight quotes: `\"…\"`");
    }
    if outside_quotes(source, |c| !c.is_ascii()) {
        return fault.help("names with other letters stand in brackets and quotes: `data[\"矿物\"]`");
    }
    if let Some(key) = bare_key(source) {
        return fault
            .help(format!("a name that begins with a digit stands in brackets and quotes: `[\"{key}\"]`"));
    }
    if let Some((word, sign)) = SPELLED.into_iter().find(|(word, _)| has_word(source, word)) {
        return fault.help(format!("write `{sign}` for `{word}`"));
    }
    let percent = source.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'%');
    if percent {
        return fault.help(PERCENT);
    }
    if source.contains("=>") {
        return fault.help("write a function with bars: `|r| …`");
    }
    if source.contains('\'') {
        return fault.help("texts stand in double quotes: `\"…\"`");
    }
    if !fault.help.is_empty() || !fault.message.ends_with("was not expected here") {
        return fault;
    }
    match words_at(source, at) {
        Some(words) if words.starts_with(|c: char| c.is_ascii_digit()) => {
            let number = words.split(' ').next().unwrap_or_default();
            fault.help(format!("a number has no unit in an expression: write `{number}`"))
        }
        Some(words) if words.len() == source.trim().len() => {
            fault.help("an expression names a cell, as in `data.minerals[\"Terbium\"][\"Price Surge\"]`; texts stand in quotes")
        }
        Some(words) => {
            let owner = if source.contains("data") { "" } else { "r" };
            fault.help(format!("a name with spaces stands in brackets and quotes: `{owner}[\"{words}\"]`"))
        }
        None => fault,
    }
}

/// The words around a byte, when several stand there in a row: `Price Surge` of `r.Price Surge > 100`.
fn words_at(source: &str, at: usize) -> Option<&str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ' ');
    let (before, after) = (source.get(..at)?, source.get(at..)?);
    let start =
        before.char_indices().rev().find(|(_, c)| !is_part(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = at + after.find(|c: char| !is_part(c)).unwrap_or(after.len());
    let words = source.get(start..end)?.trim();
    let is_name = words.contains(' ') && !words.split(' ').any(|word| KEYWORDS.contains(&word));
    is_name.then_some(words)
}

/// Words that are no names.
const KEYWORDS: [&str; 5] = ["if", "then", "else", "in", "is"];

/// Operators as other languages write them.
const SPELLED: [(&str, &str); 3] = [("and", "&&"), ("or", "||"), ("not", "!")];

/// Whether a word stands outside of quotes, in capitals or not.
fn has_word(source: &str, word: &str) -> bool {
    let unquoted = source.split('"').step_by(2);
    unquoted
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .any(|found| found.eq_ignore_ascii_case(word))
}

/// A name behind a dot that begins with a digit: `2017` of `data.electricity.2017.Renewables`.
fn bare_key(source: &str) -> Option<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    source.split('"').step_by(2).find_map(|part| {
        part.match_indices('.').find_map(|(at, _)| {
            let owner = part[..at].rsplit(|c: char| !is_part(c)).next().unwrap_or_default();
            let behind = &part[at + 1..];
            let key = &behind[..behind.find(|c: char| !is_part(c)).unwrap_or(behind.len())];
            let is_name = owner.starts_with(char::is_alphabetic) || part[..at].ends_with(']');
            (is_name && key.starts_with(|c: char| c.is_ascii_digit())).then_some(key)
        })
    })
}

fn outside_quotes(source: &str, test: impl Fn(char) -> bool) -> bool {
    let mut quoted = false;
    source.chars().any(|c| {
        quoted ^= c == '"';
        !quoted && test(c)
    })
}

/// What to do about the text of a cell that should be a number.
pub(super) fn number(text: &str) -> &'static str {
    let text = text.trim();
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let begins =
        text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_ascii_digit());
    let digits = text.trim_start_matches(['-', '−', '+']);
    let is_marked = digits.contains([',', '.'])
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}'));
    match (has_digit, begins) {
        (true, _) if is_marked => {
            "a field with a decimal comma says so in `datapackage.json`: `\"decimalChar\": \",\", \"groupChar\": \".\"`"
        }
        (true, true) => {
            "write the number alone into the cell, and its unit into `datapackage.json`: `\"unit\": \"…\"`"
        }
        _ => {
            "mend the cell, leave its record out with `.filter(|r| …)`, or name the text in `missingValues` of `datapackage.json` when it stands for an empty cell"
        }
    }
}
