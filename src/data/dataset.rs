//! Table + resource → dataset: the header is matched with the schema, every cell gets its type, every constraint is held
//! against it.

use super::fault::Fault;
use super::header::UNCALCULATED;
use super::keys;
use super::package::Resource;
use super::schema::{FieldSpec, Schema, Type};
use super::table::{Head, RawCell, RawKind, Table};
use super::{cast, infer, marks, stray};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, RuleId, Span, advice, rules};
use crate::model::{
    Cells, Dataset, DatasetParts, Field, FieldKind, Format, Kinds, Scalar, ScalarView, Scalars,
};
use crate::syntax::bytes;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// From so many cells on, the columns of a table are typed side by side, and so many of a column's distinct cells by one thread.
const PARALLEL: usize = 8_192;
/// How many such portions are typed at a time.
const PORTIONS: usize = 8;

/// Where a table comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin<'a> {
    /// The file that its places are in.
    pub(super) file: FileId,
    /// The dataset's name.
    pub(super) name: String,
    /// Path of the data file relative to the report's root.
    pub(super) path: String,
    /// What a data package says of it.
    pub(super) resource: Option<&'a Resource>,
    /// Whether a billion is a million millions in its cells.
    pub(super) long_scale: bool,
}

/// Makes a dataset; `None` when there is no header to make it from.
pub(super) fn build(table: Table, origin: &Origin<'_>) -> (Option<Dataset>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    if table.fields.is_empty() {
        let fault = Fault::new(rules::INVALID_DATA, "the file holds no table", 0..0);
        let fault = fault.label("expected a header and records").help("add records, or remove the file");
        diagnostics.push(fault.diagnostic(origin.file));
        return (None, diagnostics);
    }
    let schema = origin.resource.and_then(|resource| resource.schema.as_ref());
    // Of a header that lacks names, nothing more can be said.
    if let Some(schema) = schema.filter(|_| table.fields.iter().all(|field| !field.name.is_empty())) {
        check_header(&table, schema, origin, &mut diagnostics);
    }
    let key = match schema {
        Some(schema) if !schema.primary_key.is_empty() => keys::declared(&table, schema, &mut diagnostics),
        _ => keys::found(&table),
    };
    let width = table.fields.len();
    let (file, long_scale) = (origin.file, origin.long_scale);
    let typed = |index| column(&Column { table: &table, index, schema, key: &key, file, long_scale });
    // Sharing out the work of a small table takes longer than the work.
    let typed: Vec<Typed> = if table.len().saturating_mul(width) < PARALLEL {
        (0..width).map(typed).collect()
    } else {
        (0..width).into_par_iter().map(typed).collect()
    };
    let mut repeated = Diagnostics::default();
    if schema.is_some_and(|schema| !schema.primary_key.is_empty()) {
        keys::check_primary(&table, &key, origin.file, &mut repeated);
    }
    let (mut fields, mut columns) = (Vec::with_capacity(width), Vec::with_capacity(width));
    for (cells, typed) in table.columns.into_iter().zip(typed) {
        diagnostics.extend(typed.diagnostics);
        fields.push(typed.field);
        columns.push(cells.with(typed.scalars));
    }
    diagnostics.extend(repeated);
    let freshness = origin.resource.map(|resource| resource.freshness.clone()).unwrap_or_default();
    let rules = origin.resource.map(|resource| resource.rules.clone()).unwrap_or_default();
    let dataset =
        Dataset::new(parts(origin, fields, columns, key)).with_freshness(freshness).with_rules(rules);
    diagnostics.extend(stray::check(&dataset, schema));
    (Some(dataset), diagnostics)
}

fn parts(
    origin: &Origin<'_>,
    fields: Vec<Field>,
    columns: Vec<Cells<Scalars>>,
    key: Vec<usize>,
) -> DatasetParts {
    let resource = origin.resource;
    DatasetParts {
        name: origin.name.clone(),
        file: origin.file,
        path: origin.path.clone(),
        title: resource.and_then(|resource| resource.title.clone()),
        description: resource.and_then(|resource| resource.description.clone()),
        fields: fields.into(),
        columns,
        primary_key: key,
        sources: resource.map(|resource| resource.sources.clone()).unwrap_or_default(),
        licences: resource.map(|resource| resource.licences.clone()).unwrap_or_default(),
    }
}

/// Reports fields that only the schema or only the data have.
fn check_header(table: &Table, schema: &Schema, origin: &Origin<'_>, diagnostics: &mut Diagnostics) {
    let header = Span::new(origin.file, header_place(&table.fields));
    let declared = |name: &str| schema.fields.iter().any(|spec| spec.name.value == name);
    let names = || table.fields.iter().map(|field| field.name.as_str()).filter(|name| !declared(name));
    for spec in &schema.fields {
        let name = spec.name.value.as_str();
        if !schema.absent_fields && !table.fields.iter().any(|field| field.name == name) {
            let help = match names().next() {
                Some(_) => advice("field", name, names()),
                None => Some("remove the field from the schema, or add it to the data".to_owned()),
            };
            diagnostics.push(
                Diagnostic::new(
                    rules::INVALID_SCHEMA,
                    format!("the schema declares the field `{name}`, which the data do not have"),
                )
                .at(spec.span(), "declared here")
                .and(header, "not in this header")
                .maybe_help(help),
            );
        }
    }
    // Without a single declared field, the schema is there for its keys and missing values only.
    if schema.extra_fields || schema.fields.is_empty() {
        return;
    }
    let last = schema.fields.last().map(FieldSpec::span);
    for field in table.fields.iter().filter(|field| !declared(&field.name)) {
        let message = format!("the data have the field `{}`, which the schema does not declare", field.name);
        let mut diagnostic = Diagnostic::new(rules::INVALID_SCHEMA, message)
            .at(Span::new(origin.file, field.place.clone()), "not declared")
            .help("declare it in the schema, or set `fieldsMatch` to `subset`");
        if let Some(last) = last {
            diagnostic = diagnostic.and(last, "the schema's last field");
        }
        diagnostics.push(diagnostic);
    }
}

/// The place of the names in the header, as far as they stand on one line.
fn header_place(fields: &[Head]) -> std::ops::Range<usize> {
    let start = fields.iter().map(|field| field.place.start).min().unwrap_or(0);
    let end = fields.first().map_or(start, |field| field.place.end);
    start..end.max(start)
}

/// One column of a table and what is known of it.
struct Column<'a> {
    table: &'a Table,
    index: usize,
    schema: Option<&'a Schema>,
    key: &'a [usize],
    file: FileId,
    long_scale: bool,
}

impl Column<'_> {
    fn name(&self) -> &str {
        self.table.fields.get(self.index).map_or("", |field| &field.name)
    }

    fn cells(&self) -> &Cells<Kinds<RawKind>> {
        &self.table.columns[self.index]
    }

    /// A finding at a cell: "`Price` of `Terbium` is `x`, expected y".
    fn cell_fault(&self, rule: RuleId, record: usize, expected: &str) -> Diagnostic {
        let text = self.cells().text(record);
        let found = if text.trim().is_empty() { "empty".to_owned() } else { shown(text) };
        let message = format!(
            "`{}` of {} is {found}, expected {expected}",
            self.name(),
            keys::record_name(self.table, self.key, record)
        );
        Diagnostic::new(rule, message)
            .at(self.cells().span(self.file, record), format!("expected {expected}"))
    }
}

/// A cell's text as a message shows it.
fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", line.get(..end).unwrap_or_default()),
        None => format!("`{line}`"),
    }
}

/// A column with types.
struct Typed {
    field: Field,
    /// What each cell is that is held.
    scalars: Scalars,
    diagnostics: Diagnostics,
}

/// What is wrong with a cell, wherever it stands.
struct CellFault {
    rule: RuleId,
    expected: String,
    related: Option<(Span, &'static str)>,
    help: String,
}

/// Types one column and holds its constraints against it.
fn column(column: &Column<'_>) -> Typed {
    let name = column.name();
    let spec = column.schema.and_then(|schema| schema.fields.iter().find(|spec| spec.name.value == name));
    let cells = column.cells();
    let faults: Mutex<BTreeMap<usize, Vec<CellFault>>> = Mutex::default();
    let typed = |index: usize| {
        let mut found = Vec::new();
        let cell = RawCell { text: cells.nth(index).into(), place: 0..0, kind: cells.kinds().get(index) };
        let scalar = scalar(column, spec, &cell, &mut found);
        if !found.is_empty() {
            faults.lock().unwrap_or_else(PoisonError::into_inner).insert(index, found);
        }
        scalar
    };
    let mut scalars = Scalars::of_about(cells.held());
    // Some portions at a time: all of them at once would be held twice.
    let starts: Vec<usize> = (0..cells.held()).step_by(PARALLEL).collect();
    for starts in starts.chunks(PORTIONS) {
        let portion = |start: &usize| {
            let mut portion = Scalars::default();
            for index in *start..cells.held().min(start + PARALLEL) {
                portion.push(typed(index), cells.nth(index));
            }
            portion
        };
        let portions: Vec<Scalars> = starts.par_iter().map(portion).collect();
        portions.into_iter().for_each(|portion| scalars.append(portion));
    }
    scalars.shrink();
    let faults = faults.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut diagnostics = Diagnostics::default();
    if !faults.is_empty() {
        for record in 0..cells.len() {
            for fault in faults.get(&cells.which(record)).into_iter().flatten() {
                let mut diagnostic = column.cell_fault(fault.rule, record, &fault.expected);
                if let Some((span, label)) = fault.related {
                    diagnostic = diagnostic.and(span, label);
                }
                diagnostics.push(diagnostic.help(fault.help.clone()));
            }
        }
    }
    let kind = match spec.map_or(Type::Any, |spec| spec.kind) {
        Type::String | Type::Structure | Type::Time => FieldKind::Text,
        Type::Number | Type::Integer => FieldKind::Number,
        Type::Boolean => FieldKind::Boolean,
        Type::Date | Type::DateTime | Type::Year | Type::YearMonth => FieldKind::Moment,
        Type::Any | Type::Duration => infer::settle(name, cells, &mut scalars),
    };
    if let Some(spec) = spec {
        check_constraints(column, spec, &scalars, &mut diagnostics);
    }
    let field = Field {
        name: name.to_owned(),
        title: spec.and_then(|spec| spec.title.clone()).unwrap_or_else(|| name.to_owned()),
        description: spec.and_then(|spec| spec.description.clone()),
        kind,
        unit: spec.and_then(|spec| spec.unit.clone()).or_else(|| infer::unit(&scalars)),
        format: format(spec, &scalars),
    };
    Typed { field, scalars, diagnostics }
}

fn format(spec: Option<&FieldSpec>, scalars: &Scalars) -> Format {
    let found = infer::format(scalars);
    let Some(display) = spec.and_then(|spec| spec.display.clone()) else { return found };
    // A ratio that is printed as percent has two decimals fewer than its cells.
    let ratio = display.percent && scalars.views().filter_map(ScalarView::number).all(|q| q.unit.is_none());
    let own = found.decimals.map(|own| if ratio { own.saturating_sub(2) } else { own });
    Format { decimals: display.decimals.or(own), declared: display.decimals.is_some(), ..display }
}

fn scalar(
    column: &Column<'_>,
    spec: Option<&FieldSpec>,
    cell: &RawCell<'_>,
    faults: &mut Vec<CellFault>,
) -> Scalar {
    let scalar = typed(column, spec, cell, faults);
    if let Scalar::Text(text) = &scalar
        && text.len() > 1
        && text.starts_with(['=', '+', '-', '@'])
    {
        faults.push(CellFault {
            rule: rules::FORMULA_CELL,
            expected: "a text that no program takes for a formula".to_owned(),
            related: None,
            help: "readers open the published file in spreadsheet programs, which would run it: begin it with another character".to_owned(),
        });
    }
    scalar
}

fn typed(
    column: &Column<'_>,
    spec: Option<&FieldSpec>,
    cell: &RawCell<'_>,
    faults: &mut Vec<CellFault>,
) -> Scalar {
    if is_missing(column.schema, spec, cell) {
        return Scalar::Missing;
    }
    let mut fault = |expected: &str, related, help: &str| {
        let (expected, help) = (expected.to_owned(), help.to_owned());
        faults.push(CellFault { rule: rules::INVALID_CELL, expected, related, help });
    };
    if cell.kind == RawKind::Error {
        fault("a value", None, &format!("mend the formula, or add `{}` to `missingValues`", cell.text));
        return Scalar::Missing;
    }
    if cell.kind == RawKind::Uncalculated {
        fault("a value", None, UNCALCULATED);
        return Scalar::Missing;
    }
    if cell.kind == RawKind::Nested && spec.is_none() {
        let help = "a cell holds one value: give each part a field of its own";
        fault("a text, number or truth value", None, help);
        return Scalar::Text((*cell.text).into());
    }
    let Some(spec) = spec else { return cast::guess(cell, column.long_scale) };
    cast::by_type(cell, spec, column.long_scale).unwrap_or_else(|| {
        let declare = || cast::unit_advice(cell, spec, column.long_scale);
        let help = marks::advice(&cell.text, spec).or_else(declare).unwrap_or_else(|| {
            "mend the cell, change the field's type, or add the text to `missingValues`".to_owned()
        });
        fault(&spec.expected(), Some((spec.span(), "the field is declared here")), &help);
        Scalar::Text((*cell.text).into())
    })
}

fn is_missing(schema: Option<&Schema>, spec: Option<&FieldSpec>, cell: &RawCell<'_>) -> bool {
    let text = bytes::trim(&cell.text);
    if cell.kind == RawKind::Null {
        return true;
    }
    let listed = match (spec, schema) {
        (Some(spec), _) if !spec.missing.is_empty() => spec.missing.iter().any(|missing| missing == text),
        (_, Some(schema)) => schema.missing.iter().any(|missing| missing == text),
        _ => false,
    };
    let is_text = spec.is_some_and(|spec| spec.kind == Type::String);
    listed || (text.is_empty() && !is_text)
}

fn check_constraints(
    column: &Column<'_>,
    spec: &FieldSpec,
    scalars: &Scalars,
    diagnostics: &mut Diagnostics,
) {
    let cells = column.cells();
    for constraint in &spec.constraints {
        let broken: BTreeMap<usize, String> = (0..cells.held())
            .into_par_iter()
            .with_min_len(PARALLEL)
            .filter_map(|index| {
                Some((
                    index,
                    constraint.kind.broken_by(&scalars.get(index, cells.nth(index)), cells.nth(index))?,
                ))
            })
            .collect();
        if !broken.is_empty() {
            for record in 0..cells.len() {
                let Some(expected) = broken.get(&cells.which(record)) else { continue };
                diagnostics.push(
                    column
                        .cell_fault(rules::CONSTRAINT_VIOLATION, record, expected)
                        .and(constraint.span, "the constraint")
                        .help("mend the cell, or change the constraint"),
                );
            }
        }
        if let super::constraint::ConstraintKind::Unique = constraint.kind {
            keys::check_unique((cells, scalars), spec, column.file, diagnostics);
        }
    }
}
