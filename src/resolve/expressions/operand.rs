//! What expressions handle: values, the data, one dataset, records, lists; and what is known while one runs.

use super::fault::Fault;
use crate::data;
use crate::diagnostics::rules;
use crate::model::{
    CellRef, CellSet, CellSetBuilder, Dataset, DatasetId, Datasets, Locale, Quantity, Scalar, Unit, Value,
};
use crate::syntax::number::{self, Marks};
use crate::syntax::print;
use rhai::{Dynamic, FnPtr, INT, ImmutableString};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// The most steps one expression may take, and the most cells it may read and items it may visit.
pub(super) const MAX_STEPS: u64 = 1_000_000;

/// What one call of a function in `.filter` or `.map` counts for.
const STEPS_OF_A_CALL: usize = 10;

/// So many steps of Rhai are in that: more than a condition takes.
const STEPS_IN_A_CALL: u64 = 30;

/// The fault of an expression that takes longer.
pub(super) fn too_many_steps() -> Fault {
    Fault::invalid("the expression takes more than 1,000,000 steps")
        .help("filter first, and nest `.filter` and `.map` less")
}

/// What an expression runs against, and the cells it has read.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) datasets: Arc<Datasets>,
    /// The datasets that were asked for.
    pub(super) asked: RefCell<BTreeSet<DatasetId>>,
    pub(super) locale: RefCell<Locale>,
    /// The datasets of which a method took all records, with the method, although the last one is their total.
    pub(super) totals: RefCell<BTreeSet<(DatasetId, String)>>,
    used: RefCell<CellSetBuilder>,
    flags: RefCell<Vec<CellRef>>,
    steps: Cell<u64>,
    /// Steps of Rhai that are counted already.
    paid: Cell<u64>,
    /// The record `r` of a filter.
    pub(super) record: Cell<Option<Record>>,
    /// The dataset `t` of a filter or rule.
    pub(super) table: Cell<Option<Table>>,
}

/// The name `data`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root;

/// `data.minerals`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table(pub(super) DatasetId);

/// `data.minerals.Terbium`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) dataset: DatasetId,
    pub(super) record: u32,
}

/// `data.minerals.records()`.
#[derive(Debug, Clone)]
pub(super) struct Records {
    pub(super) dataset: DatasetId,
    pub(super) records: Rc<[u32]>,
}

/// `data.minerals.field("Price Surge")`.
#[derive(Debug, Clone)]
pub(super) struct List(pub(super) Rc<[Value]>);

/// Anything an expression can hold.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Value(Value),
    Root,
    Table(Table),
    Record(Record),
    Records(Records),
    List(List),
    Closure(FnPtr),
    Nothing,
}

impl Context {
    pub(super) fn new(datasets: Arc<Datasets>, locale: Locale) -> Self {
        Self {
            datasets,
            asked: RefCell::default(),
            totals: RefCell::default(),
            locale: RefCell::new(locale),
            used: RefCell::default(),
            flags: RefCell::default(),
            steps: Cell::new(0),
            paid: Cell::new(0),
            record: Cell::new(None),
            table: Cell::new(None),
        }
    }

    /// The text as one number, with the scale words of the page's language.
    pub(super) fn number(&self, text: &str) -> Option<Quantity> {
        number::parse_with(text, Marks::english_in(&self.locale.borrow().language))
    }

    pub(super) fn dataset(&self, id: DatasetId) -> &Dataset {
        self.datasets.get(id)
    }

    /// Counts the call of a function in `.filter` or `.map`.
    pub(super) fn call(&self) -> Result<(), Fault> {
        self.paid.set(STEPS_IN_A_CALL);
        self.step(STEPS_OF_A_CALL)
    }

    /// Counts a step that Rhai takes: its own count forgets those of a function that a method calls.
    pub(super) fn step_of_rhai(&self) -> Result<(), Fault> {
        match self.paid.get().checked_sub(1) {
            Some(paid) => {
                self.paid.set(paid);
                Ok(())
            }
            None => self.step(1),
        }
    }

    /// Counts steps.
    pub(super) fn step(&self, count: usize) -> Result<(), Fault> {
        self.steps.set(self.steps.get().saturating_add(count as u64));
        if self.steps.get() > MAX_STEPS { Err(too_many_steps()) } else { Ok(()) }
    }

    /// Remembers that a method takes in so many records of a dataset, if they are all and the last one is the total of the others.
    pub(super) fn take_all(&self, dataset: DatasetId, records: usize, method: &str) {
        let whole = self.dataset(dataset);
        if records == whole.len() && data::total(whole).is_some() {
            self.totals.borrow_mut().insert((dataset, method.to_owned()));
        }
    }

    /// Reads a cell and remembers it.
    pub(super) fn cell(&self, cell: CellRef) -> Value {
        self.note(cell);
        self.datasets.value(cell)
    }

    /// Remembers a cell as read.
    pub(super) fn note(&self, cell: CellRef) {
        self.used.borrow_mut().add(cell);
    }

    /// A value as Rhai holds it. A truth value has to be Rhai's own for `&&` and `if`; its tag says which cell it was
    /// read from.
    pub(super) fn dynamic(&self, value: Value) -> Dynamic {
        let (Scalar::Boolean(flag), Some(cell)) = (&value.scalar, value.origin) else {
            return match value.scalar {
                Scalar::Boolean(flag) => Dynamic::from(flag),
                _ => Dynamic::from(value),
            };
        };
        let mut flags = self.flags.borrow_mut();
        flags.push(cell);
        let mut dynamic = Dynamic::from(*flag);
        dynamic.set_tag(i32::try_from(flags.len()).unwrap_or(0));
        dynamic
    }

    /// Forgets what the last expression read, and gives it back.
    pub(super) fn take_used(&self) -> CellSet {
        self.flags.borrow_mut().clear();
        self.steps.set(0);
        self.paid.set(0);
        std::mem::take(&mut *self.used.borrow_mut()).finish()
    }

    /// What an expression holds, as one of ours.
    pub(super) fn read(&self, dynamic: Dynamic) -> Operand {
        let tag = dynamic.tag();
        let dynamic = dynamic.flatten();
        if let Ok(flag) = dynamic.as_bool() {
            return Operand::Value(self.flag(flag, tag));
        }
        if let Ok(int) = dynamic.as_int() {
            return Operand::Value(Value::number(int as f64, Unit::NONE));
        }
        if let Ok(float) = dynamic.as_float() {
            return Operand::Value(Value::number(float, Unit::NONE));
        }
        if let Ok(letter) = dynamic.as_char() {
            return Operand::Value(Value::text(letter.encode_utf8(&mut [0; 4])));
        }
        if dynamic.is_string() {
            let text = dynamic.into_immutable_string().unwrap_or_default();
            return Operand::Value(Value::text(&text));
        }
        if dynamic.is_array() {
            return self.list(dynamic.into_array().unwrap_or_default());
        }
        own(dynamic)
    }

    /// A value with the name of its cell, for messages: `68% (MiniMax / Share)`.
    pub(super) fn describe(&self, value: &Value) -> String {
        let text = match &value.scalar {
            Scalar::Text(text) => format!("the text `{text}`"),
            _ => print::value(value, &self.locale.borrow()),
        };
        match value.origin {
            Some(cell) if value.is_missing() => self.name(cell),
            Some(cell) => format!("{text} ({})", self.name(cell)),
            None => text,
        }
    }

    /// `Terbium / Price Surge`.
    pub(super) fn name(&self, cell: CellRef) -> String {
        let dataset = self.dataset(cell.dataset);
        let field = dataset.fields().get(cell.field as usize).map_or("", |field| &field.name);
        let key = dataset.key_text(cell.record as usize);
        match dataset.primary_key() {
            [] => format!("{} / record {key} / {field}", dataset.name()),
            _ => format!("{key} / {field}"),
        }
    }

    /// The fault of an empty cell.
    pub(super) fn missing(&self, value: &Value) -> Fault {
        let what = value.origin.map_or_else(|| "the value".to_owned(), |cell| self.name(cell));
        Fault::new(rules::MISSING_VALUE, format!("{what} is empty; a value was expected"))
            .help("leave empty cells out first: `.filter(|r| !r[\"…\"].is_missing())`, or fill the cell")
    }

    fn flag(&self, flag: bool, tag: i32) -> Value {
        let index = usize::try_from(tag).ok().and_then(|tag| tag.checked_sub(1));
        let cell = index.and_then(|index| self.flags.borrow().get(index).copied());
        cell.map_or_else(|| Value::new(Scalar::Boolean(flag)), |cell| self.datasets.value(cell))
    }

    fn list(&self, array: Vec<Dynamic>) -> Operand {
        let values: Option<Rc<[Value]>> = array
            .into_iter()
            .map(|item| match self.read(item) {
                Operand::Value(value) => Some(value),
                _ => None,
            })
            .collect();
        values.map_or(Operand::Nothing, |values| Operand::List(List(values)))
    }
}

fn own(dynamic: Dynamic) -> Operand {
    if dynamic.is::<Value>() {
        return Operand::Value(dynamic.cast());
    }
    if dynamic.is::<Record>() {
        return Operand::Record(dynamic.cast());
    }
    if dynamic.is::<Table>() {
        return Operand::Table(dynamic.cast());
    }
    if dynamic.is::<Records>() {
        return Operand::Records(dynamic.cast());
    }
    if dynamic.is::<List>() {
        return Operand::List(dynamic.cast());
    }
    if dynamic.is::<Root>() {
        return Operand::Root;
    }
    dynamic.try_cast::<FnPtr>().map_or(Operand::Nothing, Operand::Closure)
}

impl Operand {
    /// What it is, for messages.
    pub(super) fn describe(&self, context: &Context) -> String {
        match self {
            Self::Value(value) => context.describe(value),
            Self::Root => "all data".to_owned(),
            Self::Table(table) => format!("the dataset `{}`", context.dataset(table.0).name()),
            Self::Record(record) => {
                let dataset = context.dataset(record.dataset);
                format!("the record `{}` of `{}`", dataset.key_text(record.record as usize), dataset.name())
            }
            Self::Records(records) => {
                let name = context.dataset(records.dataset).name();
                format!("a list of {} records of `{name}`", records.records.len())
            }
            Self::List(list) => format!("a list of {} values", list.0.len()),
            Self::Closure(_) => "a function".to_owned(),
            Self::Nothing => "nothing that can be used".to_owned(),
        }
    }

    /// How to come from it to one value.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Self::Value(_) => "give one value",
            Self::Root => {
                "name a dataset, a record and a field: `data.minerals[\"Terbium\"][\"Price Surge\"]`"
            }
            Self::Table(_) => "name a record and a field, or sum up: `.sum(\"Field\")`, `.count()`",
            Self::Record(_) => "name a field of the record: `[\"Field\"]`",
            Self::Records(_) => "pick one value: `.first()[\"Field\"]`, `.sum(\"Field\")`, `.count()`",
            Self::List(_) => "pick one value: `.first()`, `.sum()`, `.max()`, `.count()`",
            Self::Closure(_) => "hand the function to `.filter(…)` or `.map(…)`",
            Self::Nothing => "give one value",
        }
    }

    /// It as a value, or a fault that says what it is and how to pick one.
    pub(super) fn value(self, context: &Context) -> Result<Value, Fault> {
        match self {
            Self::Value(value) => Ok(value),
            other => {
                let found = other.describe(context);
                Err(Fault::invalid(format!("{found} stands where one value was expected"))
                    .help(other.advice()))
            }
        }
    }

    /// It as a text, for names of fields.
    pub(super) fn text(&self) -> Option<ImmutableString> {
        match self {
            Self::Value(Value { scalar: Scalar::Text(text), .. }) => Some((&**text).into()),
            _ => None,
        }
    }

    /// It as a small whole number.
    pub(super) fn whole(&self) -> Option<INT> {
        let Self::Value(value) = self else { return None };
        let amount = value.quantity().filter(|q| q.unit.is_none())?.amount;
        (amount.fract() == 0.0 && amount.abs() < 1e15).then_some(amount as INT)
    }
}
