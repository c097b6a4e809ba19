//! What hayagriva reads in a way that loses words in print, set right.

use hayagriva::Entry;
use hayagriva::types::{Person, PersonsWithRoles};

/// The entry with whole names and bare DOIs, in what it is part of too.
pub(super) fn entry(entry: &Entry) -> Entry {
    let mut mended = entry.clone();
    if let Some(authors) = entry.authors() {
        mended.set_authors(authors.iter().map(whole).collect());
    }
    if let Some(editors) = entry.editors() {
        mended.set_editors(editors.iter().map(whole).collect());
    }
    if let Some(others) = entry.affiliated() {
        let whole = |group: &PersonsWithRoles| {
            PersonsWithRoles::new(group.names.iter().map(whole).collect(), group.role.clone())
        };
        mended.set_affiliated(others.iter().map(whole).collect());
    }
    if let Some(doi) = entry.doi() {
        mended.set_doi(bare_doi(doi).to_owned());
    }
    mended.set_parents(entry.parents().iter().map(self::entry).collect());
    mended
}

/// In a name without a given one, hayagriva takes all up to the last lower-case word as a prefix of the name, and styles leave
/// prefixes out there: `Bank of England` would be England.
fn whole(person: &Person) -> Person {
    let mut whole = person.clone();
    if let (Some(prefix), None) = (&person.prefix, &person.given_name) {
        whole.name = format!("{} {}", prefix.trim(), person.name);
        whole.prefix = None;
    }
    whole
}

/// `10.5/d` of `https://doi.org/10.5/d` and `doi:10.5/d`.
fn bare_doi(written: &str) -> &str {
    let start = |text: &str, lead: &str| {
        text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead)).then_some(lead.len())
    };
    let mut doi = written.trim();
    for lead in ["https://", "http://", "dx.doi.org/", "www.doi.org/", "doi.org/", "doi:"] {
        doi = doi[start(doi, lead).unwrap_or(0)..].trim_start();
    }
    doi
}
