//! Sentences in a block of text.

use std::ops::Range;

/// Words with a full stop that ends no sentence, in lower case.
const ABBREVIATIONS: [&str; 17] = [
    "al", "approx", "ca", "cf", "co", "corp", "dept", "dr", "est", "etc", "inc", "ltd", "mr", "mrs", "ms",
    "prof", "vs",
];

/// The same, where a number follows.
const BEFORE_NUMBERS: [&str; 5] = ["art", "ed", "fig", "no", "sec"];

/// No sentence goes on farther from its value, in bytes: a long block is not looked through for each.
const LONGEST: usize = 2000;

/// The sentence of `block` that holds the bytes of `place`, without spaces around it.
pub(super) fn around(block: &str, place: &Range<usize>) -> String {
    let from = block.floor_char_boundary(place.start.saturating_sub(LONGEST));
    let block = &block[from..block.floor_char_boundary(place.end.saturating_add(LONGEST))];
    let place = place.start - from..place.end - from;
    let mut start = 0;
    for end in ends(block) {
        if end > place.start && end >= place.end {
            return block.get(start..end).unwrap_or(block).trim().to_owned();
        }
        if end <= place.start {
            start = end;
        }
    }
    block.get(start..).unwrap_or(block).trim().to_owned()
}

/// Where sentences end, each past its marks.
fn ends(block: &str) -> impl Iterator<Item = usize> {
    block.char_indices().filter_map(move |(at, mark)| {
        let after = at + mark.len_utf8();
        match mark {
            '。' | '！' | '？' => Some(after + closing(block.get(after..)?)),
            '.' | '!' | '?' => {
                let end = after + closing(block.get(after..)?);
                let rest = block.get(end..)?;
                let begins = rest.trim_start();
                let opens = begins.chars().next().is_some_and(|next| !next.is_lowercase());
                let apart = rest.starts_with(char::is_whitespace) && opens;
                let counts = begins.starts_with(|next: char| next.is_ascii_digit());
                (apart && !(mark == '.' && is_abbreviation(block.get(..at)?, counts))).then_some(end)
            }
            _ => None,
        }
    })
}

/// The length of quotes and brackets that close after a sentence's mark.
fn closing(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(['"', '\'', '”', '’', ')', ']', '」', '』', '）', '»']).len()
}

/// Whether the text before a full stop ends in one letter (`U.S.`, `J. Smith`) or a known abbreviation; some are one only
/// before a number (`No. 3`).
fn is_abbreviation(before: &str, number_follows: bool) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let word = word.to_lowercase();
    is_letter
        || ABBREVIATIONS.contains(&word.as_str())
        || (number_follows && BEFORE_NUMBERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(block: &str, value: &str) -> String {
        let at = block.find(value).expect("the block holds the value");
        around(block, &(at..at + value.len()))
    }

    #[test]
    fn a_sentence_ends_at_its_mark_and_not_at_a_decimal_or_an_abbreviation() {
        let block =
            "It fell. In the U.S. market, Dr. Lee paid $14.2 a user (of 3.5M). “Cheap!” Then it rose.";
        assert_eq!(of(block, "14.2"), "In the U.S. market, Dr. Lee paid $14.2 a user (of 3.5M).");
        assert_eq!(of(block, "rose"), "Then it rose.");
        assert_eq!(of(block, "It fell"), "It fell.");
        assert_eq!(of("价格上涨68%。库存15天。", "15"), "库存15天。");
        assert_eq!(of("See no. 3 for 68%. Not so? No. 9% it is.", "68%"), "See no. 3 for 68%.");
        assert_eq!(of("Was it so? Oh no. Then 9%.", "9%"), "Then 9%.");
        assert_eq!(of("No mark at 68%", "68%"), "No mark at 68%");
    }

    #[test]
    fn a_value_that_holds_a_mark_is_not_cut() {
        assert_eq!(around("He said Yes. So. Then", &(8..16)), "He said Yes. So.");
        assert_eq!(around("short", &(90..99)), "short");
        let endless = "68 % ".repeat(4_000);
        assert_eq!(around(&endless, &(10_000..10_002)).len(), 2 * LONGEST + 2);
    }
}
