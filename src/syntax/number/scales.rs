//! Scale words and letters behind a number: `million`, `Mrd.`, `万`, `M`.

/// Scale words and their powers of ten, longest first within a script.
const SCALES: &[(&str, u8)] = &[
    ("trillions", 12),
    ("trillion", 12),
    ("billions", 9),
    ("billion", 9),
    ("millions", 6),
    ("million", 6),
    ("thousands", 3),
    ("thousand", 3),
    ("mln", 6),
    ("mio.", 6),
    ("mio", 6),
    ("mrd.", 9),
    ("mrd", 9),
    ("bn", 9),
    ("mn", 6),
    ("tn", 12),
    ("万亿", 12),
    ("萬億", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("万", 4),
    ("萬", 4),
    ("億", 8),
    ("亿", 8),
    ("兆", 12),
    ("만", 4),
    ("억", 8),
    ("조", 12),
    ("千", 3),
];

/// Scale words of languages in which a billion is a million millions; in such a text they come before the others.
const LONG_SCALES: &[(&str, u8)] = &[
    // English as it is written there, German and French.
    ("billions", 12),
    ("billion", 12),
    ("trillions", 18),
    ("trillion", 18),
    ("millionen", 6),
    ("milliarden", 9),
    ("milliarde", 9),
    ("billionen", 12),
    ("bio.", 12),
    ("bio", 12),
    ("billiarden", 15),
    ("billiarde", 15),
    ("trillionen", 18),
    ("milliards", 9),
    ("milliard", 9),
    ("mds", 9),
    ("md", 9),
    // Spanish and Portuguese.
    ("mil millones", 9),
    ("millones", 6),
    ("millón", 6),
    ("billones", 12),
    ("billón", 12),
    ("trillones", 18),
    ("trillón", 18),
    ("mil milhões", 9),
    ("milhões", 6),
    ("milhão", 6),
    ("biliões", 12),
    ("bilião", 12),
    // Italian and Dutch.
    ("milioni", 6),
    ("milione", 6),
    ("miliardi", 9),
    ("miliardo", 9),
    ("bilioni", 12),
    ("mld", 9),
    ("miljoen", 6),
    ("miljard", 9),
    ("biljoen", 12),
    ("triljoen", 18),
    // Danish, Norwegian and Swedish.
    ("millioner", 6),
    ("milliarder", 9),
    ("billioner", 12),
    ("miljoner", 6),
    ("miljon", 6),
    ("miljarder", 9),
    ("biljoner", 12),
    ("biljon", 12),
];

/// Scale letters: case matters, and they stand directly behind the number.
const LETTERS: &[(char, u8)] = &[('k', 3), ('K', 3), ('M', 6), ('B', 9), ('b', 9), ('T', 12)];

/// Scale letters that are units too, and scales only where money or counted things stand around them.
const AMBIGUOUS: &[(char, u8)] = &[('m', 6), ('t', 12)];

/// The scale at the start of `text` (spaces before it are stripped): how many bytes it takes, and its power of ten.
///
/// `money` says that a currency stands before the number; `spaced` that a space does.
pub(super) fn scale_prefix(text: &str, money: bool, spaced: bool) -> Option<(usize, u8)> {
    if let Some(found) = word_prefix(SCALES, text) {
        return Some(found);
    }
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    if !ends_word(rest) || (spaced && !money) {
        return None;
    }
    let counted = || rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let known =
        |list: &[(char, u8)]| list.iter().find(|(letter, _)| *letter == first).map(|(_, power)| (1, *power));
    known(LETTERS).or_else(|| known(AMBIGUOUS).filter(|_| money || counted()))
}

/// The scale word at the start of `text` in a language of the long scale.
pub(super) fn long_scale_prefix(text: &str) -> Option<(usize, u8)> {
    word_prefix(LONG_SCALES, text)
}

fn word_prefix(list: &[(&str, u8)], text: &str) -> Option<(usize, u8)> {
    let reads = |word: &str| {
        // Words of Latin letters end where the letters do; Chinese signs are followed by anything.
        let latin = word.starts_with(|c: char| c.is_ascii());
        text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && (!latin || text.get(word.len()..).is_some_and(ends_word))
    };
    list.iter().find(|(word, _)| reads(word)).map(|(word, power)| (word.len(), *power))
}

fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii())
}
