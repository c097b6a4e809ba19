//! The rules that data packages declare, held against the data: totals and their parts, shares that come to 100, changes
//! that follow from before and after.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{CellRef, CellSet, DataRule, Dataset, DatasetId, RuleScope, Scalar};
use crate::resolve::Resolved;
use crate::resolve::expressions::{ExpressionError, Expressions};

/// At most so many cells are shown with one finding.
const CELLS_SHOWN: usize = 6;

/// One finding for each rule that a dataset breaks, or for each record that does.
pub(super) fn broken(resolved: &Resolved) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let datasets = &resolved.report.datasets;
    if datasets.iter().all(|(_, dataset)| dataset.rules().is_empty()) {
        return diagnostics;
    }
    let expressions = Expressions::new(datasets.clone(), resolved.locale.clone());
    for (id, dataset) in datasets.iter() {
        for rule in dataset.rules() {
            let judge = Judge { resolved, expressions: &expressions, id, dataset, rule };
            match rule.scope {
                RuleScope::Table => diagnostics.extend(judge.one(None).into_iter().collect()),
                RuleScope::Record => judge.records(&mut diagnostics),
            }
        }
    }
    diagnostics
}

/// One rule of one dataset.
struct Judge<'a> {
    resolved: &'a Resolved,
    expressions: &'a Expressions,
    id: DatasetId,
    dataset: &'a Dataset,
    rule: &'a DataRule,
}

impl Judge<'_> {
    fn records(&self, diagnostics: &mut Diagnostics) {
        for record in 0..self.dataset.len() as u32 {
            let Some(found) = self.one(Some(record)) else { continue };
            let invalid = found.rule != rules::BROKEN_RULE;
            diagnostics.push(found);
            // What does not evaluate for one record seldom does for the next.
            if invalid {
                return;
            }
        }
    }

    /// What is wrong with the table, or with one record.
    fn one(&self, record: Option<u32>) -> Option<Diagnostic> {
        let source = &self.rule.expression.value;
        match self.expressions.evaluate_about(source, Some(self.id), record) {
            Ok(found) => match found.value.scalar {
                Scalar::Boolean(true) => None,
                Scalar::Boolean(false) => Some(self.finding(record, &found.used)),
                _ => Some(self.no_verdict(&found.text)),
            },
            // Like the constraints of fields, a rule of records asks nothing of empty cells.
            Err(error) if record.is_some() && error.rule == rules::MISSING_VALUE => None,
            Err(error) => Some(self.invalid(&error)),
        }
    }

    fn finding(&self, record: Option<u32>, cells: &CellSet) -> Diagnostic {
        let name = self.dataset.name();
        let subject = match record {
            Some(record) => format!("`{}` of `{name}`", self.dataset.key_text(record as usize)),
            None => format!("`{name}`"),
        };
        let message = format!("{subject} breaks a rule: {}", self.message(record));
        let mut found =
            Diagnostic::new(rules::BROKEN_RULE, message).at(self.rule.expression.span, "this must be true");
        let datasets = &self.resolved.report.datasets;
        // Keys name records; what is wrong stands beside them.
        let is_key =
            |cell: &CellRef| datasets.get(cell.dataset).primary_key().contains(&(cell.field as usize));
        let cells: Vec<CellRef> = cells.iter().filter(|cell| !is_key(cell)).collect();
        for cell in cells.iter().take(CELLS_SHOWN) {
            let dataset = datasets.get(cell.dataset);
            let (record, field) = (cell.record as usize, cell.field as usize);
            let label = format!("{} / {}", dataset.key_text(record), dataset.fields()[field].name);
            found = found.and(dataset.span(record, field), label);
        }
        let more = cells.len().saturating_sub(CELLS_SHOWN);
        let help = "mend the cells, or the rule";
        match more {
            0 => found.help(help),
            more => found.help(format!("{help}; it looks at {more} more cells")),
        }
    }

    /// The author's words with their values in place; as they stand when these cannot be computed.
    fn message(&self, record: Option<u32>) -> String {
        let message = &self.rule.message;
        if !message.contains("${") {
            return message.clone();
        }
        let source = format!("`{}`", message.replace('`', "\\`"));
        let text = self.expressions.evaluate_about(&source, Some(self.id), record);
        text.map_or_else(|_| message.clone(), |text| text.text)
    }

    fn no_verdict(&self, found: &str) -> Diagnostic {
        let message = format!("a rule must be true or false, found {found}");
        Diagnostic::new(rules::INVALID_EXPRESSION, message)
            .at(self.rule.expression.span, "")
            .help("compare something: `r[\"Share\"] > 10`")
    }

    fn invalid(&self, error: &ExpressionError) -> Diagnostic {
        let expression = &self.rule.expression;
        let written = self.resolved.report.files.text(expression.span);
        // With escapes in the JSON text, places in the expression are not places in the file.
        let exact = written.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let span = match exact.filter(|text| *text == expression.value) {
            Some(_) => {
                let inside = Span { start: expression.span.start + 1, ..expression.span };
                inside.within(error.range.clone())
            }
            None => expression.span,
        };
        let found = Diagnostic::new(error.rule, error.message.clone()).at(span, "");
        error.help.iter().fold(found, |found, help| found.help(help.clone()))
    }
}
