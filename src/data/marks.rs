//! Numbers whose marks are those of another language than English: `34.873` and `5,3` in a spreadsheet of the continent.

use super::package::Resource;
use super::schema::{FieldSpec, Type};
use crate::diagnostics::{Diagnostic, rules};
use crate::model::{Dataset, FieldKind};
use crate::syntax::number::{self, Marks};

/// The marks of such a spreadsheet, as they are declared.
const DECLARED: &str = "\"decimalChar\": \",\", \"groupChar\": \".\"";

/// The same.
const TURNED: Marks = Marks { decimal: ',', group: Some('.'), long_scale: false };

/// What all cells of a field say of their marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Some have a decimal comma for certain: `5,3`, `34.873,5`.
    Comma,
    /// All marks stand before three digits: `34.873`, or `5,321`. They may part thousands or not.
    Either,
}

/// The finding for a file in which numbers without declared marks are read as text, or, with `;` between its cells in a report whose
/// language has a decimal comma, perhaps as others than they are. `file` is its name, where no sheet has to be named beside it.
pub(super) fn check(
    dataset: &Dataset,
    (text, file): (&str, Option<&str>),
    resource: Option<&Resource>,
    decimal_comma: bool,
) -> Option<Diagnostic> {
    let header =
        text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep=")).unwrap_or_default();
    let is_parted = header.matches(';').count() + 1 >= dataset.fields().len().max(2);
    let schema = resource.and_then(|resource| resource.schema.as_ref());
    let (field, look) = (0..dataset.fields().len()).find_map(|field| {
        let name = &dataset.fields()[field].name;
        let spec = schema.and_then(|schema| schema.fields.iter().find(|spec| spec.name.value == *name));
        // A declared number with another mark is an error of its own.
        let is_number = dataset.fields()[field].kind == FieldKind::Number;
        if is_number && !(is_parted && decimal_comma)
            || spec.is_some_and(|spec| !is_bare(spec) || spec.kind == Type::String)
        {
            return None;
        }
        let look = look(dataset, field)?;
        let is_misread = match look {
            Look::Comma => !is_number,
            Look::Either => is_number,
        };
        is_misread.then_some((field, look))
    })?;
    let name = &dataset.fields()[field].name;
    let record = (0..dataset.len()).find(|record| dataset.text(*record, field).contains([',', '.']))?;
    let written = dataset.text(record, field).trim();
    let message = match look {
        Look::Comma => format!("`{name}` has a decimal comma, as in `{written}`, and is read as text"),
        Look::Either => {
            let other = match written.contains('.') {
                true => written.replace('.', ""),
                false => written.replace(',', "."),
            };
            let read = dataset.amount(record, field)?;
            format!("`{written}` is read as {read}, and may be {other}: fields are parted by `;` here")
        }
    };
    let declared = format!("{{ \"name\": \"{name}\", \"type\": \"number\", {DECLARED} }}");
    let declare = match (schema, file) {
        (None, Some(file)) if resource.is_none() => format!(
            "declare it in `datapackage.json` beside the file: `{{ \"resources\": [{{ \"path\": \"{file}\", \"schema\": {{ \"fieldsMatch\": [\"subset\"], \"fields\": [{declared}] }} }}] }}`"
        ),
        _ => format!("declare it in `datapackage.json`: `{declared}`"),
    };
    let help = match look {
        Look::Comma => declare,
        Look::Either => format!("{declare}; or `\"decimalChar\": \".\"` where it is right"),
    };
    let finding = Diagnostic::new(rules::AMBIGUOUS_NUMBER, message).at(dataset.span(record, field), "");
    Some(finding.help(help))
}

/// What to declare for a cell that is a number once its marks are turned round.
pub(super) fn advice(text: &str, spec: &FieldSpec) -> Option<String> {
    let is_number = is_bare(spec) && text.contains(',') && number::parse_with(text.trim(), TURNED).is_some();
    is_number.then(|| format!("a field with a decimal comma says so in `datapackage.json`: `{DECLARED}`"))
}

/// Whether a field declares neither mark.
fn is_bare(spec: &FieldSpec) -> bool {
    spec.notation.decimal.is_none() && spec.notation.group.is_none()
}

/// How the cells of a field look, if all that are filled are such numbers, and two or more have a mark.
fn look(dataset: &Dataset, field: usize) -> Option<Look> {
    let (mut marked, mut comma, mut commas, mut points) = (0, false, false, false);
    for record in (0..dataset.len()).filter(|record| !dataset.view(*record, field).is_missing()) {
        let digits = digits(dataset.text(record, field).trim())?;
        let (whole, decimals) =
            digits.rsplit_once(',').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let parted = groups(whole)?;
        points |= decimals.is_none() && parted > 0;
        marked += usize::from(decimals.is_some() || parted > 0);
        let Some(decimals) = decimals else { continue };
        if decimals.is_empty() || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        match parted == 0 && decimals.len() == 3 && !whole.starts_with('0') {
            true => commas = true,
            false => comma = true,
        }
    }
    match (comma, commas, points) {
        _ if marked < 2 => None,
        (true, ..) => Some(Look::Comma),
        (false, true, false) | (false, false, true) => Some(Look::Either),
        _ => None,
    }
}

/// The digits of a cell with the marks between them: without sign, and without what a number may have around it, as `41,3 %`.
fn digits(text: &str) -> Option<&str> {
    let bare = text.strip_prefix(['-', '−', '+']).unwrap_or(text);
    let is_digit = |letter: char| letter.is_ascii_digit();
    let inside = bare.get(bare.find(is_digit)?..bare.rfind(is_digit)? + 1)?;
    (inside.len() == bare.len() || number::parse_with(text, TURNED).is_some()).then_some(inside)
}

/// How many points stand before three digits each in what is no more than such groups, the first of one to three digits without a
/// zero before others; `None` for anything else.
fn groups(text: &str) -> Option<usize> {
    let mut parts = text.split('.');
    let first = parts.next()?;
    let is_digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    let mut count = 0;
    for part in parts {
        if part.len() != 3 || !is_digits(part) {
            return None;
        }
        count += 1;
    }
    let fits = (1..=3).contains(&first.len()) && is_digits(first) && (count == 0 || !first.starts_with('0'));
    fits.then_some(count)
}
