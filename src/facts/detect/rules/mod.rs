//! What only looks like a fact: the table of rules over numbers in digits. The first that matches decides.

mod dates;
mod identifiers;
mod labels;
mod names;

use super::Reason;
use super::context::Context;
use std::ops::Range;

/// A rule: it gives the range of what it recognises around the number.
pub(super) struct Rule {
    pub(super) reason: Reason,
    pub(super) find: fn(&Context<'_>) -> Option<Range<usize>>,
}

const fn rule(reason: Reason, find: fn(&Context<'_>) -> Option<Range<usize>>) -> Rule {
    Rule { reason, find }
}

/// The rules, strongest first.
pub(super) const ALL: &[Rule] = &[
    rule(Reason::Identifier, identifiers::address_in_a_network),
    rule(Reason::Identifier, identifiers::code_with_a_prefix),
    rule(Reason::Date, dates::written_with_marks),
    rule(Reason::Identifier, identifiers::telephone),
    rule(Reason::Name, names::figure_of_speech),
    rule(Reason::Identifier, identifiers::law),
    rule(Reason::Time, dates::time),
    rule(Reason::Ordinal, labels::ordinal),
    rule(Reason::Date, dates::day_and_month),
    rule(Reason::Date, dates::part_of_a_year),
    rule(Reason::Date, dates::east_asian),
    rule(Reason::Ordinal, labels::east_asian_ordinal),
    rule(Reason::Label, labels::east_asian_label),
    rule(Reason::Label, labels::after_a_label),
    rule(Reason::Label, labels::base_of_an_index),
    rule(Reason::Label, labels::in_a_row_of_labels),
    rule(Reason::ListMark, labels::list_mark),
    rule(Reason::ListMark, labels::section_number),
    rule(Reason::Year, dates::year),
    rule(Reason::Year, dates::decade),
    rule(Reason::Version, names::version),
    rule(Reason::Name, names::known),
    rule(Reason::Name, names::joined_to_letters),
    rule(Reason::Name, names::term_of_a_bond),
    rule(Reason::Address, identifiers::street),
    rule(Reason::Identifier, identifiers::postcode),
    rule(Reason::Identifier, identifiers::serial),
    rule(Reason::Name, names::after_a_name),
];
