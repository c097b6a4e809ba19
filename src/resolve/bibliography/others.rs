//! `and others` at the end of a list of names, as BibTeX has it: “et al.”, in the language of the report. Styles know only lists that
//! they cut themselves, so the word goes through them as a sign of its own, which gives way to the term afterwards.

use super::short::{Joints, spaced};
use hayagriva::types::Person;

/// What stands for the others while a style works: a character that Unicode keeps free for such uses.
const SIGN: char = '\u{FDD3}';

/// The names as a style should see them.
pub(super) fn signed(people: &[Person]) -> Vec<Person> {
    let mut people = people.to_vec();
    if let [_, .., last] = people.as_mut_slice()
        && are_others(last)
    {
        last.name = SIGN.to_string();
    }
    people
}

/// Whether a name is the word for all names that are not given.
pub(super) fn are_others(person: &Person) -> bool {
    person.name == "others" && person.given_name.is_none()
}

/// What a style wrote, with the term in the place of the sign and of the word that joins it to the name before.
pub(super) fn termed(html: &str, joints: &Joints) -> String {
    let mut parts = html.split(SIGN);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let before = out.trim_end();
        let joint = [joints.and.as_str(), "&amp;"].into_iter().find_map(|and| before.strip_suffix(and));
        out = spaced(joint.unwrap_or(before).trim_end(), &joints.others);
        out.push_str(part.strip_prefix('.').filter(|_| out.ends_with('.')).unwrap_or(part));
    }
    out
}
