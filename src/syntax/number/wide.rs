//! Full-width digits, as Chinese and Japanese texts have them, as the narrow ones that all rules read.

use std::borrow::Cow;
use std::ops::Range;

/// A text with narrow digits, and where each of its bytes stands in the text that was typed.
#[derive(Debug, Clone)]
pub(crate) struct Narrow {
    pub(crate) text: String,
    places: Vec<usize>,
}

impl Narrow {
    /// The text with narrow digits; `None` when it has no others.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if !has_wide(text) {
            return None;
        }
        let mut narrow =
            Self { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        let mut before = ' ';
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let digit_follows = chars.peek().is_some_and(|(_, next)| is_wide_digit(*next));
            let new = match c {
                '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
                '．' if is_wide_digit(before) && digit_follows => '.',
                '，' if is_wide_digit(before) && digit_follows => ',',
                '－' if digit_follows => '-',
                '＋' if digit_follows => '+',
                _ => c,
            };
            narrow.text.push(new);
            narrow.places.resize(narrow.text.len(), at);
            before = c;
        }
        narrow.places.push(text.len());
        Some(narrow)
    }

    /// The place in the text that was typed.
    pub(crate) fn back(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).or(self.places.last()).copied().unwrap_or(at);
        place(range.start)..place(range.end)
    }
}

/// A text with narrow digits.
pub(crate) fn narrow(text: &str) -> Cow<'_, str> {
    Narrow::of(text).map_or(Cow::Borrowed(text), |narrow| Cow::Owned(narrow.text))
}

fn has_wide(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_wide_digit)
}

const fn is_wide_digit(c: char) -> bool {
    matches!(c, '０'..='９')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_become_narrow_and_keep_their_places() {
        let text = "約１，２３４人、－４．２％。";
        let narrow = Narrow::of(text).expect("wide digits");
        assert_eq!(narrow.text, "約1,234人、-4.2％。");
        let start = narrow.text.find("1,234").expect("the number");
        assert_eq!(&text[narrow.back(&(start..start + 5))], "１，２３４");
        assert_eq!(narrow.back(&(0..narrow.text.len())), 0..text.len());
        assert!(Narrow::of("123人").is_none());
    }
}
