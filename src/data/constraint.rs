//! Constraints of Table Schema on one cell: reading them and holding a cell against them. (`unique` looks at a whole
//! column: see `keys`.)

use super::cast;
use super::schema::{FieldSpec, RULE, slip};
use super::table::{RawCell, RawKind};
use crate::diagnostics::{Diagnostic, Span};
use crate::model::Scalar;
use crate::syntax::read::Reader;
use crate::syntax::tree::{Tree, TreeKind};
use regex_lite::Regex;
use std::cmp::Ordering;

/// One constraint and where it is declared.
#[derive(Debug, Clone)]
pub(super) struct Constraint {
    /// What is asked.
    pub(super) kind: ConstraintKind,
    /// Where.
    pub(super) span: Span,
}

/// What a constraint asks.
#[derive(Debug, Clone)]
pub(super) enum ConstraintKind {
    /// No cell is missing.
    Required,
    /// No two cells are equal.
    Unique,
    /// Not on the wrong side of a bound, which is kept with its text.
    Bound { bound: Scalar, text: String, allowed: &'static [Ordering], words: &'static str },
    /// One of these.
    OneOf(Vec<(String, Scalar)>),
    /// The whole text matches.
    Pattern(Regex, String),
    /// At least as many characters.
    MinLength(usize),
    /// At most as many characters.
    MaxLength(usize),
}

const KEYS: [&str; 11] = [
    "required",
    "unique",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "jsonSchema",
];

/// Reads `constraints`; bounds and members are read as cells of the field are.
pub(super) fn read(reader: &mut Reader<'_>, tree: &Tree, spec: &FieldSpec) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    for (key, value) in reader.map("constraints", tree).unwrap_or_default() {
        let name = key.name.as_str();
        let kind = match name {
            "required" => reader.bool(name, value).and_then(|on| on.then_some(ConstraintKind::Required)),
            "unique" => reader.bool(name, value).and_then(|on| on.then_some(ConstraintKind::Unique)),
            "minimum" => {
                bound(reader, (name, value), spec, (&[Ordering::Greater, Ordering::Equal], "at least"))
            }
            "maximum" => bound(reader, (name, value), spec, (&[Ordering::Less, Ordering::Equal], "at most")),
            "exclusiveMinimum" => bound(reader, (name, value), spec, (&[Ordering::Greater], "more than")),
            "exclusiveMaximum" => bound(reader, (name, value), spec, (&[Ordering::Less], "less than")),
            "enum" => members(reader, value, spec),
            "pattern" => pattern(reader, value),
            "minLength" => reader.u32(name, value).map(|n| ConstraintKind::MinLength(n as usize)),
            "maxLength" => reader.u32(name, value).map(|n| ConstraintKind::MaxLength(n as usize)),
            _ => {
                slip(reader, key, "`constraints`", &KEYS);
                None
            }
        };
        let span = reader.span(&(key.range.start..value.range.end));
        constraints.extend(kind.map(|kind| Constraint { kind, span }));
    }
    constraints
}

/// A value of the schema as a cell of the field.
fn scalar(value: &Tree, spec: &FieldSpec) -> Option<(String, Scalar)> {
    let text = value.scalar_text()?.to_owned();
    let kind = if matches!(value.kind, TreeKind::Number(_)) { RawKind::Number } else { RawKind::Text };
    let cell = RawCell { text: text.as_str().into(), place: 0..0, kind };
    // Bounds are numbers of JSON, which have no scale words.
    cast::by_type(&cell, spec, false).map(|scalar| (text, scalar))
}

fn bound(
    reader: &mut Reader<'_>,
    (name, value): (&str, &Tree),
    spec: &FieldSpec,
    (allowed, words): (&'static [Ordering], &'static str),
) -> Option<ConstraintKind> {
    match scalar(value, spec) {
        Some((text, bound @ (Scalar::Number(_) | Scalar::Moment(_)))) => {
            Some(ConstraintKind::Bound { bound, text, allowed, words })
        }
        _ => {
            reader.wrong(name, value, &spec.expected());
            None
        }
    }
}

fn members(reader: &mut Reader<'_>, tree: &Tree, spec: &FieldSpec) -> Option<ConstraintKind> {
    let mut members = Vec::new();
    for item in reader.list("enum", tree)? {
        match scalar(item, spec) {
            Some(member) => members.push(member),
            None => reader.wrong("enum", item, &spec.expected()),
        }
    }
    Some(ConstraintKind::OneOf(members))
}

fn pattern(reader: &mut Reader<'_>, tree: &Tree) -> Option<ConstraintKind> {
    let text = reader.string("pattern", tree)?;
    match Regex::new(&format!("^(?:{})$", text.value)) {
        Ok(regex) => Some(ConstraintKind::Pattern(regex, text.value)),
        Err(error) => {
            let message = format!("the pattern `{}` does not parse: {error}", text.value);
            reader.push(
                Diagnostic::new(RULE, message)
                    .at(text.span, "")
                    .help("write a regular expression, for example `[A-Z]{3}`"),
            );
            None
        }
    }
}

impl ConstraintKind {
    /// What is expected of a cell that breaks this; `None` when the cell keeps to it.
    pub(super) fn broken_by(&self, scalar: &Scalar, text: &str) -> Option<String> {
        if let Self::Required = self {
            return matches!(scalar, Scalar::Missing)
                .then(|| "a value, because the field is required".to_owned());
        }
        if matches!(scalar, Scalar::Missing) {
            return None;
        }
        match self {
            Self::Required | Self::Unique => None,
            Self::Bound { bound, text, allowed, words } => {
                let ordering = compare(scalar, bound)?;
                (!allowed.contains(&ordering)).then(|| format!("{words} {text}"))
            }
            Self::OneOf(members) => {
                let known = members.iter().any(|(member, value)| member == text || same(value, scalar));
                let names: Vec<String> = members.iter().map(|(member, _)| format!("`{member}`")).collect();
                (!known).then(|| format!("one of {}", names.join(", ")))
            }
            Self::Pattern(regex, pattern) => {
                (!regex.is_match(text)).then(|| format!("a text that matches `{pattern}`"))
            }
            Self::MinLength(length) => {
                (text.chars().count() < *length).then(|| format!("at least {length} characters"))
            }
            Self::MaxLength(length) => {
                (text.chars().count() > *length).then(|| format!("at most {length} characters"))
            }
        }
    }
}

/// The order of two numbers or two moments. Units are not asked: the type has settled them.
fn compare(left: &Scalar, right: &Scalar) -> Option<Ordering> {
    match (left, right) {
        (Scalar::Number(left), Scalar::Number(right)) => left.amount.partial_cmp(&right.amount),
        (Scalar::Moment(left), Scalar::Moment(right)) => Some(left.at.cmp(&right.at)),
        _ => None,
    }
}

fn same(left: &Scalar, right: &Scalar) -> bool {
    match (left, right) {
        (Scalar::Number(left), Scalar::Number(right)) => {
            left.amount == right.amount && left.unit == right.unit
        }
        _ => left == right,
    }
}
