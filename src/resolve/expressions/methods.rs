//! The methods of the expression language: one row each, with its use for messages.

use super::arithmetic::{self, computed, mismatch, nonzero, quantity};
use super::collections;
use super::fault::Fault;
use super::operand::{Context, Operand};
use super::qualifiers;
use super::rounding;
use crate::model::{Format, Locale, Quantity, Scalar, Unit, Value};
use crate::syntax::{number, print};
use std::cmp::Ordering;
use std::sync::Arc;

/// What a method gets: what it is called on, and what stands in its brackets.
pub(super) type Run = fn(&Context, &Operand, &[Operand]) -> Result<Operand, Fault>;

/// One method. `a.change(b)` may be written `change(a, b)` too.
pub(super) struct Method {
    pub(super) name: &'static str,
    /// The fewest and the most arguments.
    pub(super) arguments: (usize, usize),
    /// How it is written.
    pub(super) usage: &'static str,
    pub(super) run: Run,
}

const fn method(name: &'static str, arguments: (usize, usize), usage: &'static str, run: Run) -> Method {
    Method { name, arguments, usage, run }
}

/// All methods but `.filter` and `.map`, which call back into Rhai.
pub(super) const METHODS: &[Method] = &[
    // Collections.
    method("records", (0, 0), ".records()", |c, s, _| {
        collections::records(c, s, "records").map(Operand::Records)
    }),
    method("field", (1, 1), ".field(\"Field\")", |c, s, a| {
        collections::column(c, s, &a[0], "field").map(Operand::List)
    }),
    method("count", (0, 0), ".count()", |c, s, _| collections::count(c, s).map(Operand::Value)),
    method("first", (0, 0), ".first()", |c, s, _| collections::end(c, s, false)),
    method("last", (0, 0), ".last()", |c, s, _| collections::end(c, s, true)),
    method("sort", (0, 1), ".sort(\"Field\")", collections::sort),
    method("rank", (1, 1), ".rank(\"Field\")", |c, s, a| collections::rank(c, s, &a[0]).map(Operand::Value)),
    method("sum", (0, 1), ".sum(\"Field\")", |c, s, a| collections::sum(c, s, a).map(Operand::Value)),
    method("mean", (0, 1), ".mean(\"Field\")", |c, s, a| collections::mean(c, s, a).map(Operand::Value)),
    method("median", (0, 1), ".median(\"Field\")", |c, s, a| {
        collections::median(c, &collections::values(c, s, a, "median")?).map(Operand::Value)
    }),
    method("min", (0, 1), ".min(\"Field\")", |c, s, a| extreme(c, s, a, Ordering::Less)),
    method("max", (0, 1), ".max(\"Field\")", |c, s, a| extreme(c, s, a, Ordering::Greater)),
    // Formats.
    method("percent", (0, 1), ".percent(1)", |c, s, a| on(c, s, a, percent)),
    method("currency", (0, 1), ".currency(\"€\")", |c, s, a| on(c, s, a, currency)),
    method("round", (0, 1), ".round(2)", |c, s, a| on(c, s, a, round)),
    method("compact", (0, 0), ".compact()", |c, s, a| on(c, s, a, compact)),
    method("signed", (0, 0), ".signed()", |c, s, a| on(c, s, a, signed)),
    method("date", (0, 1), ".date(\"%B %Y\")", |c, s, a| on(c, s, a, date)),
    // What arithmetic hides.
    method("change", (1, 1), "before.change(after)", |c, s, a| with(c, s, &a[0], change)),
    method("share_of", (1, 1), "part.share_of(total)", |c, s, a| with(c, s, &a[0], share_of)),
    method("times", (1, 1), "greater.times(smaller)", |c, s, a| with(c, s, &a[0], times)),
    // What rounding hides.
    method("agrees", (1, 1), "rounded.agrees(exact)", |c, s, a| with(c, s, &a[0], rounding::agrees)),
    method("adds_up", (1, 1), ".field(\"Field\").adds_up(total)", |c, s, a| rounding::adds_up(c, s, &a[0])),
    // Single values.
    method("abs", (0, 0), ".abs()", |c, s, a| on(c, s, a, abs)),
    method("number", (0, 0), ".number()", |c, s, a| on(c, s, a, bare)),
    method("unit", (0, 0), ".unit()", |c, s, a| on(c, s, a, unit)),
    method("text", (0, 0), ".text()", |c, s, a| on(c, s, a, text)),
    method("is_missing", (0, 0), ".is_missing()", |c, s, a| on(c, s, a, is_missing)),
    method("contains", (1, 1), ".contains(\"words\")", contains),
    method("starts_with", (1, 1), ".starts_with(\"words\")", |c, s, a| {
        with(c, s, &a[0], |c, x, y| words(c, x, y, |x, y| x.starts_with(y)))
    }),
    method("ends_with", (1, 1), ".ends_with(\"words\")", |c, s, a| {
        with(c, s, &a[0], |c, x, y| words(c, x, y, |x, y| x.ends_with(y)))
    }),
];

/// The method of a name.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}

/// The names of all methods.
pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    METHODS.iter().map(|method| method.name).chain(["filter", "map"])
}

/// How the method of a name is written.
pub(super) fn usage(name: &str) -> Option<&'static str> {
    match name {
        "filter" => Some(".filter(|r| …)"),
        "map" => Some(".map(|r| …)"),
        _ => find(name).map(|method| method.usage),
    }
}

type OfOne = fn(&Context, Value, &[Operand]) -> Result<Value, Fault>;
type OfTwo = fn(&Context, &Value, &Value) -> Result<Value, Fault>;

fn on(context: &Context, subject: &Operand, arguments: &[Operand], run: OfOne) -> Result<Operand, Fault> {
    run(context, subject.clone().value(context)?, arguments).map(Operand::Value)
}

fn with(context: &Context, subject: &Operand, argument: &Operand, run: OfTwo) -> Result<Operand, Fault> {
    let (a, b) = (subject.clone().value(context)?, argument.clone().value(context)?);
    run(context, &a, &b).map(Operand::Value)
}

fn extreme(
    context: &Context,
    subject: &Operand,
    arguments: &[Operand],
    wanted: Ordering,
) -> Result<Operand, Fault> {
    let name = if wanted.is_lt() { "min" } else { "max" };
    let list = match (subject, arguments) {
        (Operand::Value(a), [Operand::Value(b)]) => super::operand::List([a.clone(), b.clone()].into()),
        _ => collections::values(context, subject, arguments, name)?,
    };
    collections::extreme(context, &list, wanted).map(Operand::Value)
}

/// The same number, printed another way: it keeps its origin and loses its text.
fn formatted(value: Value, quantity: Quantity, change: impl FnOnce(&mut Format)) -> Value {
    let mut value = Value { scalar: Scalar::Number(quantity), text: None, ..value };
    change(&mut value.format);
    value
}

/// The number of digits in the brackets, if there is one.
fn digits(context: &Context, arguments: &[Operand]) -> Result<Option<u8>, Fault> {
    let Some(argument) = arguments.first() else { return Ok(None) };
    let digits = argument.whole().and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 15);
    let found = || {
        Fault::invalid(format!(
            "a number of digits from 0 to 15 was expected, found {}",
            argument.describe(context)
        ))
    };
    digits.map(Some).ok_or_else(found)
}

fn percent(context: &Context, value: Value, arguments: &[Operand]) -> Result<Value, Fault> {
    let digits = digits(context, arguments)?;
    let mut q = quantity(context, &value)?.clone();
    let mut own = value.format.decimals;
    if q.unit.is_none() || q.unit.is_symbol("x") {
        let hundredfold = arithmetic::multiply(context, &value, &Value::number(100.0, Unit::NONE))?;
        q.amount = hundredfold.amount().unwrap_or(q.amount);
        own = own.map(|decimals| decimals.saturating_sub(2));
    } else if !q.unit.is_percent() && !q.unit.is_symbol("pp") {
        let found = context.describe(&value);
        return Err(Fault::units(format!("`.percent()` needs a ratio or a percentage, found {found}"))
            .help("a ratio comes from `a / b`, a percentage from `a.share_of(b)`"));
    }
    q.unit = Unit::percent();
    Arc::make_mut(&mut q.written).scale = None;
    let decimals = digits.or(own);
    Ok(formatted(value, q, |format| {
        *format = Format { decimals, signed: format.signed, ..Format::default() };
    }))
}

fn currency(context: &Context, value: Value, arguments: &[Operand]) -> Result<Value, Fault> {
    let mut q = quantity(context, &value)?.clone();
    let own = q.unit.factors().iter().find(|(symbol, power)| *power == 1 && number::is_currency(symbol));
    let own = own.map(|(symbol, _)| symbol.clone());
    let asked = match arguments.first() {
        None => None,
        Some(sign) => {
            Some(sign.text().ok_or_else(|| Fault::invalid("`.currency()` takes a sign such as `\"€\"`"))?)
        }
    };
    let found = context.describe(&value);
    match (own, asked) {
        (Some(own), Some(asked)) if own != *asked && !number::is_sign_of(&asked, &own) => {
            return Err(Fault::units(format!("`.currency(\"{asked}\")` of {found}, which is in {own}"))
                .help("convert it first: multiply by a rate, then take `.number()`"));
        }
        (Some(_), _) => {}
        (None, Some(sign)) if q.unit.is_none() => q.unit = Unit::of(&sign),
        (None, None) if q.unit.is_none() => {
            return Err(
                Fault::invalid(format!("{found} has no currency")).help("name one: `.currency(\"€\")`")
            );
        }
        (None, _) => return Err(Fault::units(format!("{found} is no amount of money"))),
    }
    // Cents where there are some; an amount in millions keeps its digits.
    let cents = if q.amount.fract() == 0.0 { 0 } else { 2 };
    let scaled = q.written.scale.is_some() || value.format.compact;
    Ok(formatted(value, q, |format| format.decimals = if scaled { format.decimals } else { Some(cents) }))
}

fn round(context: &Context, value: Value, arguments: &[Operand]) -> Result<Value, Fault> {
    let digits = digits(context, arguments)?.unwrap_or(0);
    let q = quantity(context, &value)?.clone();
    Ok(formatted(value, q, |format| format.decimals = Some(digits)))
}

fn compact(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    let mut q = quantity(context, &value)?.clone();
    Arc::make_mut(&mut q.written).scale = None;
    Ok(formatted(value, q, |format| *format = Format { compact: true, decimals: None, ..format.clone() }))
}

fn signed(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    let q = quantity(context, &value)?.clone();
    // The digits stay as they were written: `88.0%` is `+88.0%`.
    let decimals = value.text.as_ref().map(|_| q.written.decimals);
    Ok(formatted(value, q, |format| {
        *format = Format { signed: true, decimals: format.decimals.or(decimals), ..format.clone() }
    }))
}

fn date(context: &Context, value: Value, arguments: &[Operand]) -> Result<Value, Fault> {
    let moment = arithmetic::moment(context, &value)?;
    let Some(pattern) = arguments.first() else {
        return Ok(Value { text: None, format: Format { date: None, ..value.format.clone() }, ..value });
    };
    let pattern = pattern.text().unwrap_or_default();
    if pattern.is_empty() || print::date(moment, &pattern, &Locale::default()).is_none() {
        return Err(Fault::invalid(format!("`{pattern}` is no date pattern")).help(
            "write `%Y` for the year, `%B` or `%-m` for the month, `%-d` for the day: `.date(\"%-d %B %Y\")`",
        ));
    }
    let format = Format { date: Some(pattern.to_string()), ..value.format.clone() };
    Ok(Value { text: None, format, ..value })
}

/// From `a` to `b`, in percent of `a`.
fn change(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let ratio = ratio(context, b, a, ("compare", "with"))?;
    if a.amount().is_some_and(|amount| amount < 0.0) {
        let what = a.origin.map_or_else(|| "the number before".to_owned(), |cell| context.name(cell));
        let message = format!("no change in percent can be said from below zero: {what} is negative");
        return Err(Fault::invalid(message).help("say the difference: `after - before`"));
    }
    percentage(&ratio, ratio.amount().unwrap_or_default() - 1.0)
}

fn share_of(context: &Context, a: &Value, total: &Value) -> Result<Value, Fault> {
    let ratio = ratio(context, a, total, ("take the share of", "in"))?;
    percentage(&ratio, ratio.amount().unwrap_or_default())
}

fn percentage(ratio: &Value, share: f64) -> Result<Value, Fault> {
    let value = computed(ratio, ratio, share * 100.0, Unit::percent())?;
    Ok(ratio.quantity().map_or(value.clone(), |ratio| qualifiers::as_of(value, ratio)))
}

fn times(context: &Context, a: &Value, b: &Value) -> Result<Value, Fault> {
    let ratio = ratio(context, a, b, ("compare", "with"))?;
    Ok(Value { format: Format { suffix: Some("x".to_owned()), ..Format::default() }, ..ratio })
}

/// `a / b` of two values of one unit.
fn ratio(context: &Context, a: &Value, b: &Value, words: (&str, &str)) -> Result<Value, Fault> {
    let (x, y) = (quantity(context, a)?, quantity(context, b)?);
    if x.unit != y.unit && !x.unit.is_none() && !y.unit.is_none() {
        return Err(mismatch(context, words, a, b));
    }
    nonzero(context, b, y)?;
    let ratio = arithmetic::divide(
        context,
        &Value::number(x.amount, Unit::NONE),
        &Value::number(y.amount, Unit::NONE),
    )?;
    Ok(qualifiers::of_quotient(Value::new(ratio.scalar), x, y))
}

fn abs(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    let q = quantity(context, &value)?;
    let size = computed(&value, &value, q.amount.abs(), q.unit.clone())?;
    Ok(if q.amount < 0.0 { qualifiers::of_negative(size, q) } else { qualifiers::as_of(size, q) })
}

fn bare(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    let q = quantity(context, &value)?;
    // The decimals of `$18.5M` are those of millions: they say nothing about 18,500,000.
    let scaled = q.written.scale.is_some() || value.format.compact;
    let decimals = value.format.decimals.filter(|_| !scaled);
    let format = Format { decimals, grouped: value.format.grouped, ..Format::default() };
    Ok(Value { format, ..Value::number(q.amount, Unit::NONE) })
}

fn unit(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    Ok(Value::text(&quantity(context, &value)?.unit.to_string()))
}

fn text(context: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    Ok(Value::text(&print::value(&value, &context.locale.borrow())))
}

fn is_missing(_: &Context, value: Value, _: &[Operand]) -> Result<Value, Fault> {
    Ok(Value::new(Scalar::Boolean(value.is_missing())))
}

fn contains(context: &Context, subject: &Operand, arguments: &[Operand]) -> Result<Operand, Fault> {
    let wanted = arguments[0].clone().value(context)?;
    let Operand::List(list) = subject else {
        return with(context, subject, &arguments[0], |c, x, y| words(c, x, y, |x, y| x.contains(y)));
    };
    for value in list.0.iter() {
        if arithmetic::equal(context, value, &wanted)? {
            return Ok(Operand::Value(Value::new(Scalar::Boolean(true))));
        }
    }
    Ok(Operand::Value(Value::new(Scalar::Boolean(false))))
}

fn words(context: &Context, a: &Value, b: &Value, test: fn(&str, &str) -> bool) -> Result<Value, Fault> {
    let (a, b) = (print::value(a, &context.locale.borrow()), print::value(b, &context.locale.borrow()));
    Ok(Value::new(Scalar::Boolean(test(&a, &b))))
}
