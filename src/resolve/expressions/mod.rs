//! Expressions: `data.minerals["Terbium"]["Price Surge"]` → a value, its text, and every cell it was made of.
//!
//! In: the report's datasets and locale, then the source of one expression at a time. Out: [`Evaluated`] or
//! [`ExpressionError`] with its place in the source. Entry: [`Expressions::evaluate`]; [`Expressions::compile_filter`]
//! for a condition over the records of a dataset. The language is Rhai's expressions without statements ([`engine`]), with our
//! types ([`operand`]), names ([`access`]), operators ([`arithmetic`]) and methods ([`methods`], [`collections`]).
//!
//! Left out: assignments, loops, functions of the author's own, input and output.

mod access;
mod arithmetic;
mod collections;
mod engine;
mod errors;
mod fault;
mod hints;
mod methods;
mod operand;
mod qualifiers;
mod rounding;
#[cfg(test)]
mod tests;

pub use errors::ExpressionError;

use super::Evaluated;
use crate::diagnostics::rules;
use crate::model::{Dataset, DatasetId, Datasets, Locale, Scalar, Value};
use crate::syntax::print;
use fault::Fault;
use operand::{Context, Operand, Record, Table};
use rhai::{AST, Dynamic, Engine, Position};
use std::rc::Rc;
use std::sync::Arc;

/// Evaluates expressions over the datasets of one report. It is bound to its thread; each thread makes its own.
#[derive(Debug)]
pub struct Expressions {
    engine: Engine,
    context: Rc<Context>,
}

/// A condition over the records of one dataset, compiled once.
#[derive(Debug)]
pub struct Filter<'e> {
    expressions: &'e Expressions,
    source: String,
    ast: AST,
    dataset: DatasetId,
}

impl Expressions {
    /// An evaluator over these datasets that prints by this locale.
    #[must_use]
    pub fn new(datasets: Arc<Datasets>, locale: Locale) -> Self {
        let context = Rc::new(Context::new(datasets, locale));
        Self { engine: engine::engine(&context), context }
    }

    /// Prints by another locale from now on: that of the next page.
    pub fn speak(&self, locale: &Locale) {
        self.context.locale.replace(locale.clone());
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// When it does not parse, names what does not exist, breaks the rules of units, or is no single value.
    pub fn evaluate(&self, source: &str) -> Result<Evaluated, ExpressionError> {
        self.evaluate_about(source, None, None)
    }

    /// The value of an expression about a dataset, which it calls `t`, and a record of it, which it calls `r`.
    ///
    /// # Errors
    /// As [`Expressions::evaluate`].
    pub fn evaluate_about(
        &self,
        source: &str,
        dataset: Option<DatasetId>,
        record: Option<u32>,
    ) -> Result<Evaluated, ExpressionError> {
        let ast = self.compile(source)?;
        let result = self.run(source, &ast, (dataset, record));
        let used = self.context.take_used();
        let value = result?;
        Ok(Evaluated { text: print::value(&value, &self.context.locale.borrow()), value, used })
    }

    /// The datasets that were asked for since this was last called.
    pub(crate) fn take_asked(&self) -> Vec<DatasetId> {
        std::mem::take(&mut *self.context.asked.borrow_mut()).into_iter().collect()
    }

    /// A dataset that expressions can name.
    pub(crate) fn dataset(&self, id: DatasetId) -> &Dataset {
        self.context.dataset(id)
    }

    /// The datasets of which a method took all records since this was last called, although the last one is the total of the others;
    /// and the method.
    pub(crate) fn take_totals(&self) -> Vec<(DatasetId, String)> {
        std::mem::take(&mut *self.context.totals.borrow_mut()).into_iter().collect()
    }

    /// Whether a condition holds for one record; [`Expressions::compile_filter`] serves many.
    ///
    /// # Errors
    /// When it does not parse, or has no verdict.
    pub fn filter(&self, source: &str, dataset: DatasetId, record: u32) -> Result<bool, ExpressionError> {
        self.compile_filter(source, dataset)?.keeps(record)
    }

    /// A condition over the records of a dataset, with the record as `r` and the dataset as `t`:
    /// `r.Share > 10`.
    ///
    /// # Errors
    /// When it does not parse.
    pub fn compile_filter(&self, source: &str, dataset: DatasetId) -> Result<Filter<'_>, ExpressionError> {
        let ast = self.compile(source)?;
        Ok(Filter { expressions: self, source: source.to_owned(), ast, dataset })
    }

    fn compile(&self, source: &str) -> Result<AST, ExpressionError> {
        // Rhai counts columns in 16 bits, and nobody can read a formula of that length.
        if source.len() > 10_000 {
            let fault = Fault::invalid("the expression is longer than 10,000 bytes");
            return Err(ExpressionError::new(fault, source, Position::NONE));
        }
        self.engine.compile_expression(source).map_err(|error| errors::parsing(source, &error))
    }

    fn run(
        &self,
        source: &str,
        ast: &AST,
        (dataset, record): (Option<DatasetId>, Option<u32>),
    ) -> Result<Value, ExpressionError> {
        self.context.totals.borrow_mut().clear();
        self.context.table.set(dataset.map(Table));
        let record = dataset.zip(record).map(|(dataset, record)| Record { dataset, record });
        self.context.record.set(record);
        let result = self.engine.eval_ast::<Dynamic>(ast);
        let result = result.map_err(|error| errors::running(&self.context, source, &error))?;
        single(&self.context, self.context.read(result))
            .map_err(|fault| ExpressionError::new(fault, source, Position::NONE))
    }
}

impl Filter<'_> {
    /// Whether the condition holds for a record.
    ///
    /// # Errors
    /// When the condition has no value for it, or one that is neither true nor false.
    pub fn keeps(&self, record: u32) -> Result<bool, ExpressionError> {
        let Expressions { context, .. } = self.expressions;
        let result = self.expressions.run(&self.source, &self.ast, (Some(self.dataset), Some(record)));
        context.take_used();
        match result? {
            Value { scalar: Scalar::Boolean(keeps), .. } => Ok(keeps),
            other => {
                let found = context.describe(&other);
                let fault =
                    Fault::invalid(format!("a filter must be true or false for each record, found {found}"))
                        .help("compare something: `r[\"Share\"] > 10`");
                Err(ExpressionError::new(fault, &self.source, Position::NONE))
            }
        }
    }

    /// The records of the dataset for which the condition holds, in order.
    ///
    /// # Errors
    /// As [`Filter::keeps`], at the first record that has no verdict.
    pub fn records(&self) -> Result<Vec<u32>, ExpressionError> {
        let count = self.expressions.context.dataset(self.dataset).len() as u32;
        let mut kept = Vec::new();
        for record in 0..count {
            if self.keeps(record)? {
                kept.push(record);
            }
        }
        Ok(kept)
    }
}

/// The result as one value that can be printed.
fn single(context: &Context, result: Operand) -> Result<Value, Fault> {
    match result {
        Operand::Value(value) if value.is_missing() => Err(context.missing(&value)),
        // `1e400` is written, not computed.
        Operand::Value(value) if value.amount().is_some_and(|amount| !amount.is_finite()) => {
            Err(arithmetic::no_number())
        }
        Operand::Value(value) => Ok(value),
        other => {
            let found = other.describe(context);
            Err(Fault::new(
                rules::INVALID_EXPRESSION,
                format!("the expression gives {found}; one value was expected"),
            )
            .help(other.advice()))
        }
    }
}
