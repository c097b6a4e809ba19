//! A resource's Table Schema as a value: `schema` in `datapackage.json`.
//!
//! Numbers may carry units whatever `bareNumber` defaults to; only an explicit `true` forbids them. Our own properties of
//! a field are `unit` and `displayFormat`.

use super::cast;
use super::constraint::{self, Constraint};
use super::unit;
use crate::diagnostics::{RuleId, Span, Spanned, is_slip, rules};
use crate::model::{Format, Unit};
use crate::syntax::read::{Reader, list_or_one};
use crate::syntax::tree::{Key, Tree};

/// The rule of all faults of a data package.
pub(super) const RULE: RuleId = rules::INVALID_SCHEMA;

/// A table schema.
#[derive(Debug, Clone, Default)]
pub(super) struct Schema {
    /// The declared fields.
    pub(super) fields: Vec<FieldSpec>,
    /// The names of the primary key's fields.
    pub(super) primary_key: Vec<Spanned<String>>,
    /// Texts that mean a missing cell, apart from the empty one.
    pub(super) missing: Vec<String>,
    /// References to other resources.
    pub(super) foreign_keys: Vec<ForeignKey>,
    /// Whether the data may have fields that are not declared (`fieldsMatch`).
    pub(super) extra_fields: bool,
    /// Whether the data may lack declared fields (`fieldsMatch`).
    pub(super) absent_fields: bool,
}

/// What is declared of one field.
#[derive(Debug, Clone)]
pub(super) struct FieldSpec {
    /// The name in the header.
    pub(super) name: Spanned<String>,
    /// The title for readers.
    pub(super) title: Option<String>,
    /// What it measures.
    pub(super) description: Option<String>,
    /// The type.
    pub(super) kind: Type,
    /// The notation, as far as the type has several.
    pub(super) notation: Notation,
    /// The unit of numbers that carry none, and the only one they may carry.
    pub(super) unit: Option<Unit>,
    /// Texts that mean a missing cell in this field.
    pub(super) missing: Vec<String>,
    /// What every cell must keep to.
    pub(super) constraints: Vec<Constraint>,
    /// How computed values are printed, as far as it is declared.
    pub(super) display: Option<Format>,
}

/// How the cells of a field are written.
#[derive(Debug, Clone, Default)]
pub(super) struct Notation {
    /// `format`: a `strptime` pattern for dates; `None` is ISO 8601.
    pub(super) pattern: Option<String>,
    /// Whether a number must stand without a unit.
    pub(super) bare: bool,
    /// Decimal mark, when it is not the point.
    pub(super) decimal: Option<char>,
    /// Thousands separator, when it is not the comma.
    pub(super) group: Option<char>,
    /// Texts that mean true; empty means the usual ones.
    pub(super) true_values: Vec<String>,
    /// Texts that mean false; empty means the usual ones.
    pub(super) false_values: Vec<String>,
}

/// The types of Table Schema. Objects, arrays and places on a map are kept as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Number,
    Integer,
    Boolean,
    Date,
    DateTime,
    Time,
    Year,
    YearMonth,
    Duration,
    Any,
    Structure,
}

/// A reference of fields to fields of another resource.
#[derive(Debug, Clone)]
pub(super) struct ForeignKey {
    /// The fields of this resource.
    pub(super) fields: Vec<Spanned<String>>,
    /// The other resource's name; empty is this one.
    pub(super) resource: Spanned<String>,
    /// Its fields.
    pub(super) targets: Vec<Spanned<String>>,
}

const TYPES: [(&str, Type); 16] = [
    ("string", Type::String),
    ("number", Type::Number),
    ("integer", Type::Integer),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("datetime", Type::DateTime),
    ("time", Type::Time),
    ("year", Type::Year),
    ("yearmonth", Type::YearMonth),
    ("duration", Type::Duration),
    ("any", Type::Any),
    ("object", Type::Structure),
    ("array", Type::Structure),
    ("list", Type::Structure),
    ("geopoint", Type::Structure),
    ("geojson", Type::Structure),
];
const SCHEMA_KEYS: [&str; 6] =
    ["fields", "primaryKey", "missingValues", "foreignKeys", "uniqueKeys", "fieldsMatch"];
const FIELD_KEYS: [&str; 16] = [
    "name",
    "title",
    "description",
    "type",
    "format",
    "unit",
    "displayFormat",
    "bareNumber",
    "decimalChar",
    "groupChar",
    "trueValues",
    "falseValues",
    "missingValues",
    "constraints",
    "example",
    "rdfType",
];

/// Reads `schema`.
pub(super) fn read(reader: &mut Reader<'_>, tree: &Tree) -> Option<Schema> {
    let mut schema = Schema { missing: vec![String::new()], ..Schema::default() };
    for (key, value) in reader.map("schema", tree)? {
        match key.name.as_str() {
            "fields" => {
                let fields = reader.list("fields", value).unwrap_or_default();
                schema.fields = fields.iter().filter_map(|field| field_spec(reader, field)).collect();
            }
            "primaryKey" => schema.primary_key = reader.texts("primaryKey", value),
            "missingValues" => schema.missing = missing_values(reader, value),
            "foreignKeys" => {
                let keys = reader.list("foreignKeys", value).unwrap_or_default();
                schema.foreign_keys = keys.iter().filter_map(|key| foreign_key(reader, key)).collect();
            }
            "fieldsMatch" => {
                let words = reader.texts("fieldsMatch", value);
                let has = |names: [&str; 2]| words.iter().any(|word| names.contains(&word.value.as_str()));
                schema.extra_fields = has(["subset", "partial"]);
                schema.absent_fields = has(["superset", "partial"]);
            }
            _ => slip(reader, key, "the schema", &SCHEMA_KEYS),
        }
    }
    check_repeated(reader, &schema.fields);
    Some(schema)
}

/// Frictionless lets anyone add properties, so only a near miss of a known name is a fault.
pub(super) fn slip(reader: &mut Reader<'_>, key: &Key, place: &str, known: &[&'static str]) {
    // Words in use beside those of the specification that look like slips of them.
    let other = matches!(key.name.as_str(), "date" | "scheme" | "role");
    if !other && is_slip(&key.name, known) {
        reader.unknown_key(RULE, key, place, known.iter().copied());
    }
}

fn check_repeated(reader: &mut Reader<'_>, fields: &[FieldSpec]) {
    for (index, field) in fields.iter().enumerate() {
        let first = fields.iter().take(index).find(|other| other.name.value == field.name.value);
        if let Some(first) = first {
            let message = format!("the schema declares the field `{}` twice", field.name.value);
            reader.push(
                crate::diagnostics::Diagnostic::new(RULE, message)
                    .at(field.name.span, "again here")
                    .and(first.name.span, "first here")
                    .help("remove one of them"),
            );
        }
    }
}

/// `missingValues`: texts, or mappings with `value`.
fn missing_values(reader: &mut Reader<'_>, tree: &Tree) -> Vec<String> {
    let items = reader.list("missingValues", tree).unwrap_or_default();
    let value = |item: &Tree| item.get("value").unwrap_or(item).scalar_text().map(str::to_owned);
    items.iter().filter_map(value).collect()
}

fn field_spec(reader: &mut Reader<'_>, tree: &Tree) -> Option<FieldSpec> {
    let entries = reader.map("field", tree)?;
    let Some(name) = tree.get("name").and_then(|name| reader.text("name", name)) else {
        if tree.get("name").is_none() {
            reader.wrong("field", tree, "a mapping with `name`");
        }
        return None;
    };
    let mut spec = FieldSpec {
        name,
        title: None,
        description: None,
        kind: Type::Any,
        notation: Notation::default(),
        unit: None,
        missing: Vec::new(),
        constraints: Vec::new(),
        display: None,
    };
    for (key, value) in entries {
        property(reader, &mut spec, key, value);
    }
    // Bounds are read as cells of the field are, so the type must be known first.
    if let Some(constraints) = tree.get("constraints") {
        spec.constraints = constraint::read(reader, constraints, &spec);
    }
    Some(spec)
}

fn property(reader: &mut Reader<'_>, spec: &mut FieldSpec, key: &Key, value: &Tree) {
    let name = key.name.as_str();
    let text = |reader: &mut Reader<'_>| reader.text(name, value).map(|text| text.value);
    let texts = |reader: &mut Reader<'_>| reader.texts(name, value).into_iter().map(|t| t.value).collect();
    match name {
        "title" => spec.title = text(reader),
        "description" => spec.description = text(reader),
        "type" => spec.kind = kind(reader, value).unwrap_or(Type::Any),
        "format" => {
            spec.notation.pattern = text(reader).filter(|format| format.contains('%'));
        }
        "unit" => spec.unit = text(reader).map(|unit| unit::declared(&unit)),
        "displayFormat" => spec.display = display_format(reader, value),
        "bareNumber" => spec.notation.bare = reader.bool(name, value).unwrap_or(false),
        "decimalChar" => spec.notation.decimal = letter(reader, name, value),
        "groupChar" => spec.notation.group = letter(reader, name, value),
        "trueValues" => spec.notation.true_values = texts(reader),
        "falseValues" => spec.notation.false_values = texts(reader),
        "missingValues" => spec.missing = missing_values(reader, value),
        "name" | "constraints" => {}
        _ => slip(reader, key, "a field", &FIELD_KEYS),
    }
}

fn kind(reader: &mut Reader<'_>, tree: &Tree) -> Option<Type> {
    let name = reader.string("type", tree)?;
    let kind = TYPES.iter().find(|(known, _)| *known == name.value).map(|(_, kind)| *kind);
    if kind.is_none() {
        let message = format!("`{}` is not a type of Table Schema", name.value);
        let known = TYPES.iter().map(|(known, _)| *known);
        reader.push(
            crate::diagnostics::Diagnostic::new(RULE, message)
                .at(name.span, "unknown type")
                .maybe_help(crate::diagnostics::advice("type", &name.value, known)),
        );
    }
    kind
}

fn letter(reader: &mut Reader<'_>, name: &str, tree: &Tree) -> Option<char> {
    let text = reader.string(name, tree)?;
    let mut letters = text.value.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Some(letter),
        _ => {
            reader.wrong(name, tree, "one character");
            None
        }
    }
}

/// `displayFormat`: how computed values of the field are printed.
fn display_format(reader: &mut Reader<'_>, tree: &Tree) -> Option<Format> {
    const KEYS: [&str; 8] =
        ["decimals", "compact", "signed", "percent", "currency", "suffix", "grouped", "date"];
    let mut format = Format::default();
    for (key, value) in reader.map("displayFormat", tree)? {
        let name = key.name.as_str();
        match name {
            "decimals" => {
                let decimals =
                    value.number().filter(|n| n.fract() == 0.0 && (0.0..=20.0).contains(n)).map(|n| n as u8);
                if decimals.is_none() {
                    reader.wrong(name, value, "a whole number from 0 to 20");
                }
                (format.decimals, format.declared) = (decimals, decimals.is_some());
            }
            "compact" => format.compact = reader.bool(name, value).unwrap_or(false),
            "signed" => format.signed = reader.bool(name, value).unwrap_or(false),
            "percent" => format.percent = reader.bool(name, value).unwrap_or(false),
            "grouped" => format.grouped = reader.bool(name, value),
            "currency" => format.currency = reader.string(name, value).map(|text| text.value),
            "suffix" => format.suffix = reader.string(name, value).map(|text| text.value),
            "date" => format.date = reader.string(name, value).map(|text| text.value),
            _ => reader.unknown_key(RULE, key, "`displayFormat`", KEYS),
        }
    }
    Some(format)
}

fn foreign_key(reader: &mut Reader<'_>, tree: &Tree) -> Option<ForeignKey> {
    reader.map("foreign key", tree)?;
    let (Some(fields), Some(reference)) = (tree.get("fields"), tree.get("reference")) else {
        reader.wrong("foreign key", tree, "a mapping with `fields` and `reference`");
        return None;
    };
    let Some(targets) = reference.get("fields") else {
        reader.wrong("reference", reference, "a mapping with `resource` and `fields`");
        return None;
    };
    let here = Spanned::new(String::new(), reader.span(&reference.range));
    let resource = reference.get("resource").and_then(|name| reader.string("resource", name)).unwrap_or(here);
    let key = ForeignKey {
        fields: reader.texts("fields", fields),
        resource,
        targets: reader.texts("fields", targets),
    };
    if key.fields.len() != key.targets.len() || list_or_one(fields).is_empty() {
        reader.wrong("fields", targets, "as many fields as the foreign key has");
        return None;
    }
    Some(key)
}

impl FieldSpec {
    /// Where the field is declared.
    pub(super) const fn span(&self) -> Span {
        self.name.span
    }

    /// What a cell must be, as words of a message.
    pub(super) fn expected(&self) -> String {
        cast::expected(self)
    }
}
