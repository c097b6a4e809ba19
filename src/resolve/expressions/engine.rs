//! The Rhai engine with our types and nothing else: no packages, no statements, limits on everything.

use super::access;
use super::arithmetic;
use super::fault::Fault;
use super::methods::METHODS;
use super::operand::{Context, List, MAX_STEPS, Operand, Record, Records, Root, Table};
use crate::model::{Scalar, Value};
use crate::syntax::print;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};
use std::cmp::Ordering;
use std::rc::Rc;

type Answer = Result<Dynamic, Box<EvalAltResult>>;
type Verdict = fn(Ordering) -> bool;
type OfTwo = fn(&Context, &Value, &Value) -> Result<Value, Fault>;

/// The most bytes a text may have.
pub(super) const MAX_TEXT: usize = 100_000;
/// The most items a list written in an expression may have.
pub(super) const MAX_LIST: usize = 10_000;
/// The most levels of an expression: a pair of brackets takes two, each term of a sum one.
const MAX_DEPTH: usize = 100;

/// What belongs to the language around expressions, and is switched off.
pub(super) const STATEMENTS: &[&str] = &[
    "let",
    "const",
    "while",
    "loop",
    "do",
    "until",
    "for",
    "fn",
    "private",
    "return",
    "throw",
    "try",
    "catch",
    "import",
    "export",
    "as",
    "global",
    "eval",
    "print",
    "debug",
    "Fn",
    "call",
    "curry",
    "is_shared",
    "is_def_fn",
    "is_def_var",
    "type_of",
    "this",
    "switch",
    "break",
    "continue",
    "=",
    "+=",
    "-=",
    "*=",
    "/=",
    "**=",
    "%=",
    "<<=",
    ">>=",
    "&=",
    "|=",
    "^=",
];

/// An engine whose functions read `context`.
pub(super) fn engine(context: &Rc<Context>) -> Engine {
    let mut engine = Engine::new_raw();
    limit(&mut engine, context);
    register_types(&mut engine);
    register_indexers(&mut engine, context);
    register_text(&mut engine, context);
    register_operators(&mut engine, context);
    register_comparisons(&mut engine, context);
    register_methods(&mut engine, context);
    register_closures(&mut engine, context);
    resolve_names(&mut engine, context);
    engine
}

fn limit(engine: &mut Engine, context: &Rc<Context>) {
    for symbol in STATEMENTS {
        engine.disable_symbol(*symbol);
    }
    engine
        .set_optimization_level(rhai::OptimizationLevel::None)
        // Else `7 / 2` would be Rhai's whole division, and 3.
        .set_fast_operators(false)
        .set_allow_looping(false)
        .set_allow_statement_expression(false)
        .set_allow_switch_expression(false)
        .set_max_operations(MAX_STEPS)
        .set_max_expr_depths(MAX_DEPTH, MAX_DEPTH)
        .set_max_call_levels(16)
        .set_max_string_size(MAX_TEXT)
        .set_max_array_size(MAX_LIST)
        .set_max_map_size(1)
        .set_max_variables(64);
    let c = context.clone();
    engine.on_progress(move |_| c.step_of_rhai().is_err().then_some(Dynamic::UNIT));
}

/// Gives `data`, and in a filter or rule `r` and `t`, their meaning. As variables of a scope they would be shared with the functions
/// that use them, and Rhai lets nothing read a shared variable while a method of it runs.
#[expect(deprecated, reason = "not deprecated: Rhai marks interfaces that way that it may still change")]
fn resolve_names(engine: &mut Engine, context: &Rc<Context>) {
    let c = context.clone();
    engine.on_var(move |name, _, local| {
        if local.scope().contains(name) {
            return Ok(None);
        }
        Ok(match name {
            "data" => Some(Dynamic::from(Root)),
            "r" => c.record.get().map(Dynamic::from),
            "t" => c.table.get().map(Dynamic::from),
            _ => None,
        })
    });
}

fn register_types(engine: &mut Engine) {
    engine
        .register_type_with_name::<Value>("a value")
        .register_type_with_name::<Root>("all data")
        .register_type_with_name::<Table>("a dataset")
        .register_type_with_name::<Record>("a record")
        .register_type_with_name::<Records>("a list of records")
        .register_type_with_name::<List>("a list of values");
}

fn register_indexers(engine: &mut Engine, context: &Rc<Context>) {
    let c = context.clone();
    engine.register_indexer_get(move |_: &mut Root, key: Dynamic| -> Answer {
        Ok(Dynamic::from(access::table(&c, &c.read(key))?))
    });
    let c = context.clone();
    engine.register_indexer_get(move |table: &mut Table, key: Dynamic| -> Answer {
        Ok(Dynamic::from(access::record(&c, *table, &c.read(key))?))
    });
    let c = context.clone();
    engine.register_indexer_get(move |record: &mut Record, key: Dynamic| -> Answer {
        Ok(c.dynamic(access::cell(&c, *record, &c.read(key))?))
    });
    let c = context.clone();
    engine.register_indexer_get(move |records: &mut Records, key: Dynamic| -> Answer {
        no_parts(&c, &Operand::Records(records.clone()), key)
    });
    let c = context.clone();
    engine.register_indexer_get(move |list: &mut List, key: Dynamic| -> Answer {
        no_parts(&c, &Operand::List(list.clone()), key)
    });
    let c = context.clone();
    engine.register_indexer_get(move |value: &mut Value, key: Dynamic| -> Answer {
        no_parts(&c, &Operand::Value(value.clone()), key)
    });
}

/// Texts with `${…}` in them print values as prose does.
fn register_text(engine: &mut Engine, context: &Rc<Context>) {
    let c = context.clone();
    engine.register_fn("to_string", move |value: &mut Value| print::value(value, &c.locale.borrow()));
}

fn no_parts(context: &Context, subject: &Operand, key: Dynamic) -> Answer {
    let key = context.read(key);
    let described = subject.describe(context);
    let Some(name) = key.text() else {
        let fault = Fault::invalid(format!("{described} has no part {}", key.describe(context)));
        return Err(fault.help(subject.advice()).into());
    };
    let fault = Fault::invalid(format!("{described} has no part `{name}`")).named(&name);
    let fault = match super::methods::find(&name) {
        Some(method) => fault.help(format!("a method has brackets: `{}`", method.usage)),
        None if matches!(subject, Operand::Value(_)) => fault.help("it is a single value already"),
        None => fault.help(subject.advice()),
    };
    Err(fault.into())
}

fn register_operators(engine: &mut Engine, context: &Rc<Context>) {
    let operators: [(&str, OfTwo); 5] = [
        ("+", arithmetic::add),
        ("-", arithmetic::subtract),
        ("*", arithmetic::multiply),
        ("/", arithmetic::divide),
        ("**", arithmetic::power),
    ];
    for (name, run) in operators {
        let c = context.clone();
        engine.register_fn(name, move |a: Dynamic, b: Dynamic| -> Answer {
            let (a, b) = (c.read(a).value(&c)?, c.read(b).value(&c)?);
            Ok(c.dynamic(run(&c, &a, &b)?))
        });
    }
    let c = context.clone();
    engine.register_fn("-", move |a: Dynamic| -> Answer {
        let a = c.read(a).value(&c)?;
        Ok(c.dynamic(arithmetic::negate(&c, &a)?))
    });
    let c = context.clone();
    engine.register_fn("!", move |a: Dynamic| -> Answer {
        let a = c.read(a).value(&c)?;
        match a.scalar {
            Scalar::Boolean(flag) => Ok(Dynamic::from(!flag)),
            _ => Err(Fault::invalid(format!("`!` needs true or false, found {}", c.describe(&a))).into()),
        }
    });
}

fn register_comparisons(engine: &mut Engine, context: &Rc<Context>) {
    let orders: [(&str, Verdict); 4] =
        [("<", Ordering::is_lt), ("<=", Ordering::is_le), (">", Ordering::is_gt), (">=", Ordering::is_ge)];
    for (name, test) in orders {
        let c = context.clone();
        engine.register_fn(name, move |a: Dynamic, b: Dynamic| -> Answer {
            let (a, b) = (c.read(a).value(&c)?, c.read(b).value(&c)?);
            Ok(Dynamic::from(test(arithmetic::compare(&c, &a, &b)?)))
        });
    }
    for (name, wanted) in [("==", true), ("!=", false)] {
        let c = context.clone();
        engine.register_fn(name, move |a: Dynamic, b: Dynamic| -> Answer {
            let (a, b) = (c.read(a).value(&c)?, c.read(b).value(&c)?);
            Ok(Dynamic::from(arithmetic::equal(&c, &a, &b)? == wanted))
        });
    }
}

fn register_methods(engine: &mut Engine, context: &Rc<Context>) {
    for method in METHODS {
        let (fewest, most) = method.arguments;
        let run = method.run;
        if fewest == 0 {
            let c = context.clone();
            engine.register_fn(method.name, move |a: Dynamic| -> Answer {
                Ok(give(&c, run(&c, &c.read(a), &[])?))
            });
        }
        if most == 1 {
            let c = context.clone();
            engine.register_fn(method.name, move |a: Dynamic, b: Dynamic| -> Answer {
                Ok(give(&c, run(&c, &c.read(a), &[c.read(b)])?))
            });
        }
    }
}

/// `.filter(|r| …)` and `.map(|r| …)`, over records or values.
fn register_closures(engine: &mut Engine, context: &Rc<Context>) {
    let c = context.clone();
    engine.register_fn("filter", move |call: NativeCallContext, a: Dynamic, test: FnPtr| -> Answer {
        filter(&c, &call, &c.read(a), &test)
    });
    let c = context.clone();
    engine.register_fn("map", move |call: NativeCallContext, a: Dynamic, make: FnPtr| -> Answer {
        let mut values = Vec::new();
        for item in items(&c, &c.read(a), "map")? {
            c.call()?;
            let made = make.call_within_context::<Dynamic>(&call, (item,))?;
            values.push(c.read(made).value(&c)?);
        }
        Ok(Dynamic::from(List(values.into())))
    });
}

fn filter(context: &Context, call: &NativeCallContext<'_>, subject: &Operand, test: &FnPtr) -> Answer {
    let mut kept = Vec::new();
    for (index, item) in items(context, subject, "filter")?.into_iter().enumerate() {
        context.call()?;
        let verdict = context.read(test.call_within_context::<Dynamic>(call, (item,))?);
        match &verdict {
            Operand::Value(Value { scalar: Scalar::Boolean(true), .. }) => kept.push(index),
            Operand::Value(Value { scalar: Scalar::Boolean(false), .. }) => {}
            other => {
                let found = other.describe(context);
                return Err(Fault::invalid(format!(
                    "the function of `.filter(…)` must give true or false, found {found}"
                ))
                .into());
            }
        }
    }
    if let Operand::List(list) = subject {
        return Ok(Dynamic::from(List(kept.into_iter().map(|index| list.0[index].clone()).collect())));
    }
    let records = super::collections::records(context, subject, "filter")?;
    let kept = kept.into_iter().map(|index| records.records[index]).collect();
    Ok(Dynamic::from(Records { dataset: records.dataset, records: kept }))
}

fn items(context: &Context, subject: &Operand, method: &str) -> Result<Vec<Dynamic>, Fault> {
    if let Operand::List(list) = subject {
        return Ok(list.0.iter().map(|value| context.dynamic(value.clone())).collect());
    }
    let records = super::collections::records(context, subject, method)?;
    let record = |record: &u32| Dynamic::from(Record { dataset: records.dataset, record: *record });
    Ok(records.records.iter().map(record).collect())
}

/// One of ours as Rhai holds it.
fn give(context: &Context, operand: Operand) -> Dynamic {
    match operand {
        Operand::Value(value) => context.dynamic(value),
        Operand::Root => Dynamic::from(Root),
        Operand::Table(table) => Dynamic::from(table),
        Operand::Record(record) => Dynamic::from(record),
        Operand::Records(records) => Dynamic::from(records),
        Operand::List(list) => Dynamic::from(list),
        Operand::Closure(function) => Dynamic::from(function),
        Operand::Nothing => Dynamic::UNIT,
    }
}
