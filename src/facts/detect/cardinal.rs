//! The values of English number words, and cardinals put together of them: `two hundred and five`.

pub(super) const SMALL: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];
pub(super) const LARGE: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
];
pub(super) const PARTS: &[(&str, f64)] = &[
    ("half", 2.0),
    ("third", 3.0),
    ("quarter", 4.0),
    ("fourth", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
    ("hundredth", 100.0),
    ("thousandth", 1000.0),
];
pub(super) const MULTIPLES: &[(&str, f64)] = &[
    ("doubled", 2.0),
    ("doubling", 2.0),
    ("tripled", 3.0),
    ("tripling", 3.0),
    ("trebled", 3.0),
    ("trebling", 3.0),
    ("quadrupled", 4.0),
    ("quadrupling", 4.0),
    ("quintupled", 5.0),
    ("halved", 0.5),
    ("halving", 0.5),
    ("twice", 2.0),
    ("thrice", 3.0),
    ("twofold", 2.0),
    ("threefold", 3.0),
    ("fourfold", 4.0),
    ("fivefold", 5.0),
    ("sixfold", 6.0),
    ("sevenfold", 7.0),
    ("eightfold", 8.0),
    ("ninefold", 9.0),
    ("tenfold", 10.0),
    ("hundredfold", 100.0),
];
/// Verbs in their bare form, which are other words elsewhere.
pub(super) const BARE_MULTIPLES: &[(&str, f64)] =
    &[("double", 2.0), ("triple", 3.0), ("treble", 3.0), ("quadruple", 4.0), ("halve", 0.5)];

/// The value of a word in a table.
pub(super) fn value(list: &[(&str, f64)], word: &str) -> Option<f64> {
    list.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// The cardinal at the start of a text: how long it is, and its value.
pub(super) fn cardinal(text: &str) -> Option<(usize, f64)> {
    let (mut total, mut group, mut end, mut at) = (0.0, None::<f64>, 0, 0);
    loop {
        let rest = text.get(at..)?;
        let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
        let lower = word.to_ascii_lowercase();
        match (value(SMALL, &lower), value(LARGE, &lower), group) {
            (Some(small), _, None) => group = Some(small),
            (Some(small), _, Some(before)) if joins(before, small) => group = Some(before + small),
            (_, Some(large), Some(before)) if large <= 100.0 => group = Some(before * large),
            (_, Some(large), Some(before)) => {
                total += before * large;
                group = Some(0.0);
            }
            _ => break,
        }
        end = at + word.len();
        // `twenty-one`, `two hundred`, `two hundred and five`.
        let behind = text.get(end..)?;
        let joint = [" and ", " ", "-"].iter().find(|joint| behind.starts_with(**joint));
        let Some(joint) = joint else { break };
        if *joint == " and " && group.is_some_and(|group| group < 100.0) && total == 0.0 {
            break;
        }
        at = end + joint.len();
    }
    (end > 0).then(|| (end, total + group.unwrap_or(0.0)))
}

/// Whether a smaller number may follow: `twenty one`, `hundred five`; not `two three`.
fn joins(before: f64, small: f64) -> bool {
    (before >= 20.0 && before % 10.0 == 0.0 && small < 10.0 && small > 0.0)
        || (before >= 100.0 && before % 100.0 == 0.0)
        || before == 0.0
}
