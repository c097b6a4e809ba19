//! Whole files in, datasets and findings out.

use super::*;
use crate::diagnostics::Files;
use crate::model::{FieldKind, Scalar};

mod formats;
mod merged;
mod package;
mod places;
mod sheets;

/// What a run over some files gives.
pub(super) struct Run {
    pub(super) files: Files,
    pub(super) datasets: Datasets,
    pub(super) diagnostics: Diagnostics,
}

/// Reads files given as path and bytes.
pub(super) fn run(data: &[(&str, &[u8])]) -> Run {
    let mut files = Files::default();
    let data: Vec<DataFile<'_>> =
        data.iter().map(|(path, bytes)| DataFile::new(Utf8Path::new(path), bytes)).collect();
    let (datasets, diagnostics) = parse(&mut files, Utf8Path::new("content/data"), &data);
    Run { files, datasets, diagnostics }
}

/// Reads text files that are expected to be without fault.
pub(super) fn clean(data: &[(&str, &str)]) -> Run {
    let run = texts(data);
    assert_eq!(run.findings(), Vec::<String>::new());
    run
}

/// Reads text files.
pub(super) fn texts(data: &[(&str, &str)]) -> Run {
    let data: Vec<(&str, &[u8])> = data.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    run(&data)
}

impl Run {
    /// `path:line:column rule: message [text under the span]` of each finding.
    pub(super) fn findings(&self) -> Vec<String> {
        let shown = |d: &Diagnostic| {
            let span = d.primary.as_ref().map(|label| label.span).expect("every finding has a place");
            let file = self.files.get(span.file);
            let at = file.line_column(span.start as usize);
            let text = self.files.text(span);
            format!("{}:{}:{} {}: {} [{text}]", file.path, at.line, at.column, d.rule.name(), d.message)
        };
        self.diagnostics.iter().map(shown).collect()
    }

    pub(super) fn dataset(&self, name: &str) -> &Dataset {
        self.datasets.get(self.datasets.find(name).unwrap_or_else(|| panic!("no dataset {name}")))
    }

    /// A dataset as lines of `text=scalar`, for comparing formats.
    pub(super) fn cells(&self, name: &str) -> Vec<Vec<String>> {
        let dataset = self.dataset(name);
        let cell = |record, field| {
            let cell = dataset.cell(record, field);
            let scalar = match cell.scalar.to_scalar(cell.text) {
                Scalar::Missing => "-".to_owned(),
                Scalar::Text(_) => "text".to_owned(),
                Scalar::Boolean(value) => value.to_string(),
                Scalar::Number(number) => format!("{}{}", number.amount, number.unit),
                Scalar::Moment(moment) => format!("{:?} {}", moment.precision, moment.at.date()),
            };
            format!("{}={scalar}", cell.text)
        };
        (0..dataset.len())
            .map(|record| (0..dataset.fields().len()).map(|field| cell(record, field)).collect())
            .collect()
    }

    pub(super) fn kinds(&self, name: &str) -> Vec<(&str, FieldKind, String)> {
        let unit =
            |field: &crate::model::Field| field.unit.as_ref().map(ToString::to_string).unwrap_or_default();
        self.dataset(name)
            .fields()
            .iter()
            .map(|field| (field.name.as_str(), field.kind, unit(field)))
            .collect()
    }
}
