//! Vulgar fractions behind a whole number: `1½`.

/// A fraction as decimals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// As many as a number holds.
    pub(super) digits: &'static str,
    /// As many as it is rounded to where it is written out.
    pub(super) decimals: u8,
}

const FRACTIONS: &[(char, &str, u8)] = &[
    ('½', "5", 1),
    ('¼', "25", 2),
    ('¾', "75", 2),
    ('⅓', "3333333333333333", 2),
    ('⅔', "6666666666666667", 2),
    ('⅕', "2", 1),
    ('⅖', "4", 1),
    ('⅗', "6", 1),
    ('⅘', "8", 1),
    ('⅙', "1666666666666667", 2),
    ('⅚', "8333333333333333", 2),
    ('⅛', "125", 3),
    ('⅜', "375", 3),
    ('⅝', "625", 3),
    ('⅞', "875", 3),
];

/// The fraction at the start of what stands behind a whole number, perhaps after a space, and the rest.
pub(super) fn leading(text: &str) -> Option<(Part, &str)> {
    let text = text.strip_prefix([' ', '\u{a0}', '\u{2009}', '\u{202f}']).unwrap_or(text);
    let first = text.chars().next()?;
    let (_, digits, decimals) = FRACTIONS.iter().find(|(sign, ..)| *sign == first)?;
    Some((Part { digits, decimals: *decimals }, text.get(first.len_utf8()..)?))
}

/// Whether a character is such a fraction.
pub(crate) fn is_fraction(c: char) -> bool {
    FRACTIONS.iter().any(|(sign, ..)| *sign == c)
}
