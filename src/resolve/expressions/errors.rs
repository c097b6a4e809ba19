//! Rhai's errors and our faults → one error with rule, message, place and help.

use super::access;
use super::engine::{MAX_LIST, MAX_TEXT, STATEMENTS};
use super::fault::Fault;
use super::hints;
use super::methods;
use super::operand::{Context, too_many_steps};
use crate::diagnostics::{RuleId, nearest};
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType, Position};
use std::ops::Range;

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// The rule.
    pub rule: RuleId,
    /// What was found and what was expected.
    pub message: String,
    /// The place, in bytes of the expression.
    pub range: Range<usize>,
    /// What to do.
    pub help: Vec<String>,
}

impl ExpressionError {
    pub(super) fn new(fault: Fault, source: &str, position: Position) -> Self {
        let near = offset(source, position);
        let named = fault.name.as_deref().and_then(|name| find(source, name, near));
        let range = named.unwrap_or_else(|| match position {
            position if position.is_none() => whole(source),
            _ => token(source, near),
        });
        Self { rule: fault.rule, message: fault.message, range, help: fault.help }
    }
}

/// The error of an expression that does not parse.
pub(super) fn parsing(source: &str, error: &ParseError) -> ExpressionError {
    let invalid = |message: String| Fault::invalid(message);
    if source.trim().is_empty() {
        return ExpressionError::new(invalid("the expression is empty".to_owned()), source, Position::NONE);
    }
    let fault = match error.err_type() {
        ParseErrorType::Reserved(symbol) | ParseErrorType::UnknownOperator(symbol) => reserved(symbol),
        ParseErrorType::ExprTooDeep => invalid("the expression is nested too deeply".to_owned()),
        ParseErrorType::LiteralTooLarge(..) => {
            invalid("a text or list in the expression is too long".to_owned())
        }
        ParseErrorType::UnexpectedEOF => invalid("the expression ends too early".to_owned())
            .help("look for what is missing at its end: a value after an operator, a closing bracket"),
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            invalid("a text has no closing quote".to_owned()).help("put a `\"` where the text ends")
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(text) | LexError::ImproperSymbol(text, _))
            if STATEMENTS.contains(&text.as_str()) =>
        {
            reserved(text)
        }
        ParseErrorType::BadInput(LexError::UnexpectedInput(text)) => {
            // Rhai's parser wraps its tokenizer's words.
            let letter = text.strip_prefix("Unexpected '").and_then(|text| text.strip_suffix('\''));
            invalid(format!("`{}` was not expected here", letter.unwrap_or(text)))
        }
        ParseErrorType::BadInput(LexError::ImproperSymbol(symbol, _)) if !symbol.is_empty() => {
            invalid(format!("`{symbol}` was not expected here"))
        }
        other => invalid(format!("the expression does not parse: {}", lower_first(&other.to_string()))),
    };
    let at = offset(source, error.position());
    ExpressionError::new(hints::hinted(fault, source, at), source, error.position())
}

/// The error of an expression that parses and has no value.
pub(super) fn running(context: &Context, source: &str, error: &EvalAltResult) -> ExpressionError {
    let (error, position) = innermost(error);
    // Rhai puts this one somewhere into the operand.
    let position =
        if let EvalAltResult::ErrorMismatchDataType(..) = error { Position::NONE } else { position };
    ExpressionError::new(fault_of(context, source, error), source, position)
}

/// What went wrong in the function that was called last, and the closest place known.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Position) {
    let EvalAltResult::ErrorInFunctionCall(_, _, inner, position) = error else {
        return (error, error.position());
    };
    let (error, own) = innermost(inner);
    (error, own.or_else(*position))
}

fn fault_of(context: &Context, source: &str, error: &EvalAltResult) -> Fault {
    match error {
        EvalAltResult::ErrorRuntime(token, _) => match token.clone().try_cast::<Fault>() {
            Some(fault) => fault,
            None => Fault::invalid(token.to_string()),
        },
        EvalAltResult::ErrorParsing(kind, _) => Fault::invalid(lower_first(&kind.to_string())),
        EvalAltResult::ErrorVariableNotFound(name, _) => unknown_name(context, source, name),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => unknown_method(signature),
        EvalAltResult::ErrorDotExpr(..) | EvalAltResult::ErrorIndexingType(..) => {
            Fault::invalid("a plain number, text or truth value has no parts")
        }
        EvalAltResult::ErrorMismatchDataType(wanted, found, _)
        | EvalAltResult::ErrorMismatchOutputType(wanted, found, _) => {
            Fault::invalid(format!("{} was expected, found {}", type_name(wanted), type_name(found)))
        }
        EvalAltResult::ErrorTooManyOperations(_) | EvalAltResult::ErrorTerminated(..) => too_many_steps(),
        EvalAltResult::ErrorStackOverflow(_) => {
            Fault::invalid("functions in the expression are nested too deeply")
        }
        EvalAltResult::ErrorDataTooLarge(..) => Fault::invalid(format!(
            "a text has more than {} bytes, or a list more than {} items",
            grouped(MAX_TEXT as u64),
            grouped(MAX_LIST as u64)
        )),
        other => Fault::invalid(lower_first(&unplaced(&other.to_string()))),
    }
}

fn unknown_name(context: &Context, source: &str, name: &str) -> Fault {
    let fault = Fault::invalid(format!("`{name}` is not known here")).named(name);
    let names: Vec<&str> = context.datasets.names().collect();
    if names.contains(&name) {
        return fault.help(format!("datasets stand below `data`: write {}", access::path("data", name)));
    }
    if context.datasets.iter().any(|(_, dataset)| dataset.field(name).is_some()) {
        let field = access::path("r", name);
        return match source.contains('|') || context.record.get().is_some() {
            true => fault.help(format!("`{name}` is a field: write it behind its record, {field}")),
            false => fault.help(format!(
                "`{name}` is a field: in the brackets of a method it stands in quotes, `\"{name}\"`"
            )),
        };
    }
    if nearest(name, ["data"]).is_some() {
        return fault.help("did you mean `data`?");
    }
    if let Some(usage) = methods::usage(name) {
        return fault.help(format!("`{name}` is a method: it stands behind a value, as in `{usage}`"));
    }
    // `data.conch-retention` reads as a subtraction.
    if let Some(dashed) = names.iter().find(|known| known.split('-').any(|part| part == name)) {
        return fault
            .help(format!("a name with a hyphen stands in brackets: {}", access::path("data", dashed)));
    }
    fault.help("an expression starts from `data`, as in `data.minerals[\"Terbium\"][\"Price Surge\"]`; texts stand in quotes")
}

/// The fault of a call that fits no function: `sum (a dataset, a value)`.
fn unknown_method(signature: &str) -> Fault {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
    let types: Vec<&str> =
        types.trim_end_matches(')').split(", ").filter(|text| !text.is_empty()).map(type_name).collect();
    if let "filter" | "map" = name {
        return Fault::invalid(format!("`.{name}(…)` needs a function"))
            .named(name)
            .help(format!("write `.{name}(|r| …)`"));
    }
    if let Some(method) = methods::find(name) {
        let (fewest, most) = method.arguments;
        let wanted = if fewest == most { fewest.to_string() } else { format!("{fewest} or {most}") };
        let found = types.len().saturating_sub(1);
        let arguments = if wanted == "1" { "argument" } else { "arguments" };
        return Fault::invalid(format!("`{name}` takes {wanted} {arguments} in its brackets, found {found}"))
            .named(name)
            .help(format!("write `{}`", method.usage));
    }
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        let fault = Fault::invalid(format!("`{name}` does not work on {}", types.join(" and ")));
        return if name == "%" { fault.help(hints::PERCENT) } else { fault };
    }
    let known = methods::names();
    let fault = Fault::invalid(format!("there is no method `{name}`")).named(name);
    match nearest(name, known.clone()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "methods are {}",
            known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        )),
    }
}

fn reserved(symbol: &str) -> Fault {
    let fault = Fault::invalid(format!("`{symbol}` is not part of an expression")).named(symbol);
    match symbol {
        "=" => fault.help("write `==` to compare"),
        "?" => fault.help("write `if … { … } else { … }` to choose"),
        "$" => fault.help(
            "a number has no unit in an expression: write `18e6` for $18M, or name the cell that holds it",
        ),
        _ => fault.help("an expression is one formula, without statements, assignments or loops"),
    }
}

/// Rhai's names of types as readers know them.
fn type_name(name: &str) -> &str {
    match name.rsplit("::").next().unwrap_or(name) {
        "Value" => "a value",
        "Root" => "all data",
        "Table" => "a dataset",
        "Record" => "a record",
        "Records" => "a list of records",
        "List" => "a list of values",
        "bool" => "true or false",
        "i64" | "f64" => "a number",
        "&str | ImmutableString | String" | "ImmutableString" | "string" | "&str" => "a text",
        "Fn" => "a function",
        "array" => "a list",
        "map" => "a map",
        "()" => "nothing",
        other => other,
    }
}

/// The byte at a position of Rhai's, which counts lines and characters from 1.
fn offset(source: &str, position: Position) -> usize {
    let line = position.line().unwrap_or(1).saturating_sub(1);
    let column = position.position().unwrap_or(1).saturating_sub(1);
    let start = match line {
        0 => 0,
        _ => source.match_indices('\n').nth(line - 1).map_or(source.len(), |(index, _)| index + 1),
    };
    let rest = source.get(start..).unwrap_or("");
    rest.char_indices().nth(column).map_or(source.len(), |(index, _)| start + index)
}

/// The place of a name nearest to a byte, quotes excluded.
fn find(source: &str, name: &str, near: usize) -> Option<Range<usize>> {
    if name.is_empty() {
        return None;
    }
    let places = source.match_indices(name).map(|(start, _)| start);
    places.min_by_key(|start| start.abs_diff(near)).map(|start| start..start + name.len())
}

/// The word or the operator at a byte; behind a dot, the name that follows it.
fn token(source: &str, at: usize) -> Range<usize> {
    const LONG: [&str; 7] = ["**", "<=", ">=", "==", "!=", "&&", "||"];
    let rest = source.get(at..).unwrap_or("");
    if let Some(after) = rest.strip_prefix('.')
        && after.starts_with(char::is_alphabetic)
    {
        return token(source, at + 1);
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    if word > 0 {
        return at..at + word;
    }
    if LONG.iter().any(|sign| rest.starts_with(sign)) {
        return at..at + 2;
    }
    let end = source.trim_end().len();
    rest.chars().next().map_or(end..end, |sign| at..at + sign.len_utf8())
}

fn whole(source: &str) -> Range<usize> {
    let start = source.len() - source.trim_start().len();
    start..source.trim_end().len().max(start)
}

/// Rhai's message without ` (line 1, position 3)`.
fn unplaced(message: &str) -> String {
    message.rsplit_once(" (line ").map_or(message, |(text, _)| text).to_owned()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn grouped(number: u64) -> String {
    crate::syntax::print::amount(number as f64, Some(0), &crate::model::Locale::default())
}
