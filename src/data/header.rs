//! Names of fields in a header.

use super::fault::Fault;
use super::table::{Head, RawCell};
use crate::diagnostics::rules;
use std::ops::Range;

/// What to do about a formula without its value.
pub(super) const UNCALCULATED: &str =
    "the workbook has the formula and not its result: open it in a spreadsheet program and save it there";

/// A formula where a name should be.
pub(super) fn uncalculated(cell: &RawCell<'_>) -> Fault {
    Fault::new(rules::INVALID_DATA, format!("the header has the formula `{}`", cell.text), cell.place.clone())
        .label("expected a name")
        .help(UNCALCULATED)
}

/// Reports names that are empty or stand twice.
pub(super) fn check(fields: &[Head], faults: &mut Vec<Fault>) {
    let nameless: Vec<&Head> = fields.iter().filter(|field| field.name.is_empty()).collect();
    if let Some(first) = nameless.first() {
        let message = match nameless.len() {
            1 => "a field of the header has no name".to_owned(),
            count => format!("{count} of {} fields of the header have no name", fields.len()),
        };
        // A title, and the empty cells beside it.
        let help = match fields.first().is_some_and(|field| !field.name.is_empty())
            && nameless.len() + 1 == fields.len()
            && fields.len() > 2
        {
            true => "the first line holds the names of the fields: take out the title above them",
            false => {
                "give every field a name, in one line: a cell that is merged with others names the first of them only"
            }
        };
        faults.push(
            Fault::new(rules::INVALID_DATA, message, first.place.clone()).label("expected a name").help(help),
        );
    }
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| !field.name.is_empty()) {
        if let Some(first) = fields.iter().take(index).find(|other| other.name == field.name) {
            faults.push(duplicate_field(&field.name, first.place.clone(), field.place.clone()));
        }
    }
}

/// A field name that stands twice in a header or a record.
pub(super) fn duplicate_field(name: &str, first: Range<usize>, second: Range<usize>) -> Fault {
    Fault::new(rules::DUPLICATE_FIELD, format!("the field `{name}` stands twice"), second)
        .label("again here")
        .and(first, "first here")
        .help("rename one of them: expressions find a field by its name")
}
