//! Records that are none: the notes and totals that stand below a table in a spreadsheet.

use super::schema::{Schema, Type};
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::model::Dataset;

/// Words that a note begins with, before a colon, in the languages of the interface and some more.
const NOTES: [&str; 27] = [
    "source",
    "sources",
    "note",
    "notes",
    "quelle",
    "quellen",
    "anmerkung",
    "anmerkungen",
    "hinweis",
    "fuente",
    "fuentes",
    "nota",
    "notas",
    "remarque",
    "remarques",
    "fonte",
    "fontes",
    "bron",
    "bronnen",
    "noot",
    "出典",
    "注",
    "来源",
    "來源",
    "출처",
    "주",
    "المصدر",
];
/// Words by which a record is a total.
const TOTALS: [&str; 26] = [
    "total",
    "totals",
    "sum",
    "all",
    "overall",
    "world",
    "summe",
    "gesamt",
    "insgesamt",
    "alle",
    "ensemble",
    "totaux",
    "somme",
    "suma",
    "todos",
    "totale",
    "soma",
    "totaal",
    "合计",
    "合計",
    "总计",
    "總計",
    "総計",
    "계",
    "합계",
    "المجموع",
];
/// How far a total may be off since its parts are rounded.
const ROUNDING: f64 = 0.002;

/// What looks like a record at the end of a dataset and certainly is a note, or a total among dates.
pub(super) fn check(dataset: &Dataset, schema: Option<&Schema>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let Some(first) = dataset.fields().first() else { return diagnostics };
    // A cell that does not have its declared type has been reported.
    let spec = schema.and_then(|schema| schema.fields.iter().find(|spec| spec.name.value == first.name));
    if spec.is_some_and(|spec| !matches!(spec.kind, Type::Any | Type::String)) {
        return diagnostics;
    }
    let mut records = dataset.len();
    while let Some(last) = records.checked_sub(1).filter(|last| *last > 0 && is_bare(dataset, *last)) {
        records = last;
    }
    let (dated, counted) = (begin_with(4, dataset, records), begin_with(1, dataset, records));
    for record in records..dataset.len() {
        let text = dataset.text(record, 0).trim();
        // Beside numbers it may be one more group that is left open: `Unknown`.
        let is_sentence = counted && text.split_whitespace().count() > 3;
        if is_note(text) || ((dated || is_sentence) && text.starts_with(char::is_alphabetic)) {
            let message = format!("a note stands below the records of `{}`", dataset.name());
            diagnostics.push(
                Diagnostic::new(rules::STRAY_RECORD, message)
                    .at(dataset.span(record, 0), "read as a record")
                    .help("take the line out of the file: notes stand in the `note` of a figure, sources in `sources.yaml`"),
            );
        }
    }
    if let Some(last) = records.checked_sub(1).filter(|last| counted_but(dataset, *last)) {
        let message = format!("the last record of `{}` is the total of the others", dataset.name());
        diagnostics.push(
            Diagnostic::new(rules::STRAY_RECORD, message)
                .at(dataset.span(last, 0), "counted and drawn like the others")
                .help("take the line out of the file: `.sum(\"Field\")` computes it"),
        );
    }
    diagnostics
}

/// The last record, where a word says that it is the total of the others, and a field agrees. One among dates and numbers is
/// reported when the file is read.
pub(crate) fn total(dataset: &Dataset) -> Option<usize> {
    let last = dataset.len().checked_sub(1).filter(|last| *last > 1)?;
    let is_named = is_total(dataset.text(last, 0));
    (is_named && !begin_with(1, dataset, last) && adds_up(dataset, last)).then_some(last)
}

/// Whether a record is the total of those above, which begin with dates, or with numbers, where a word says so.
fn counted_but(dataset: &Dataset, last: usize) -> bool {
    let text = dataset.text(last, 0).trim();
    let begins = begin_with(4, dataset, last) || (is_total(text) && begin_with(1, dataset, last));
    last > 1 && text.starts_with(char::is_alphabetic) && begins && adds_up(dataset, last)
}

/// Whether a word says that a record is a total.
fn is_total(text: &str) -> bool {
    let label = text.to_lowercase();
    label.split(|c: char| !c.is_alphanumeric()).any(|word| TOTALS.contains(&word))
}

/// Whether a record has a text in its first field, and nothing in the others.
fn is_bare(dataset: &Dataset, record: usize) -> bool {
    let width = dataset.fields().len();
    width > 1
        && !dataset.text(record, 0).trim().is_empty()
        && (1..width).all(|field| dataset.text(record, field).trim().is_empty())
}

/// Whether the first cell of each of so many records, of which there are some, begins with so many digits: one for a number, four for a
/// year or a date.
fn begin_with(digits: usize, dataset: &Dataset, records: usize) -> bool {
    let begins = |record: usize| {
        let text = dataset.text(record, 0).trim_start();
        text.bytes().take_while(u8::is_ascii_digit).count() >= digits
    };
    records > 1 && (0..records).all(begins)
}

/// Whether a text begins as the notes below a table do: `Source: …`.
pub(super) fn is_note(text: &str) -> bool {
    let Some((lead, _)) = text.split_once([':', '：']) else { return false };
    NOTES.contains(&lead.trim().to_lowercase().as_str())
}

/// Whether the number of a record in some field is the sum of those above, of which several are not zero. Shares and means do not add
/// up in the others.
fn adds_up(dataset: &Dataset, last: usize) -> bool {
    (1..dataset.fields().len()).any(|field| {
        let Some(own) = dataset.amount(last, field) else { return false };
        let parts: Vec<f64> = (0..last).filter_map(|record| dataset.amount(record, field)).collect();
        let sum: f64 = parts.iter().sum();
        let several = parts.iter().filter(|part| **part != 0.0).count() > 1;
        several && (own - sum).abs() <= sum.abs() * ROUNDING
    })
}
