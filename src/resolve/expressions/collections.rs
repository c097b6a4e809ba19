//! Methods of datasets, lists of records and lists of values.

use super::access;
use super::arithmetic;
use super::fault::Fault;
use super::operand::{Context, List, Operand, Record, Records};
use crate::model::{CellRef, DatasetId, Scalar, Unit, Value};
use crate::syntax::collate::Collation;
use std::cmp::Ordering;
use std::rc::Rc;

/// Records of one dataset: all of them, or those of a list.
pub(super) fn records(context: &Context, subject: &Operand, method: &str) -> Result<Records, Fault> {
    match subject {
        Operand::Table(table) => {
            let all = 0..context.dataset(table.0).len() as u32;
            Ok(Records { dataset: table.0, records: all.collect() })
        }
        Operand::Records(records) => Ok(records.clone()),
        other => {
            let found = other.describe(context);
            Err(Fault::invalid(format!(
                "`.{method}()` works on a dataset or a list of records, found {found}"
            )))
        }
    }
}

/// The values that `.sum("F")` and its like work on: a field of records, or a list itself.
pub(super) fn values(
    context: &Context,
    subject: &Operand,
    arguments: &[Operand],
    method: &str,
) -> Result<List, Fault> {
    match (subject, arguments) {
        (Operand::List(list), []) => Ok(list.clone()),
        (Operand::Table(_) | Operand::Records(_), [field]) => column(context, subject, field, method),
        (Operand::Table(_) | Operand::Records(_), _) => {
            let found = subject.describe(context);
            Err(Fault::invalid(format!("`.{method}()` of {found} needs the name of a field"))
                .help(format!("write `.{method}(\"Field\")`")))
        }
        (Operand::List(_), _) => {
            Err(Fault::invalid(format!("`.{method}()` of a list of values takes nothing in its brackets")))
        }
        (other, _) => {
            let found = other.describe(context);
            Err(Fault::invalid(format!(
                "`.{method}()` works on a dataset, records or a list of values, found {found}"
            )))
        }
    }
}

/// `.field("F")`: the values of one field, each remembered as read.
pub(super) fn column(
    context: &Context,
    subject: &Operand,
    field: &Operand,
    method: &str,
) -> Result<List, Fault> {
    let cells = cells(context, subject, field, method)?;
    Ok(List((0..cells.len()).map(|at| context.cell(cells.at(at))).collect()))
}

/// The cells of one field that a method is about to read.
fn cells(context: &Context, subject: &Operand, field: &Operand, method: &str) -> Result<Cells, Fault> {
    let Records { dataset, records } = records(context, subject, method)?;
    let field = field_name(context, dataset, field, method)?;
    context.step(read(records.len()))?;
    if matches!(method, "sum" | "mean" | "median" | "max") {
        context.take_all(dataset, records.len(), method);
    }
    Ok(Cells { dataset, records, field })
}

/// The steps that reading so many cells one after the other counts for: a step of a closure takes ten times as long.
const fn read(cells: usize) -> usize {
    cells.div_ceil(10)
}

/// Cells of one field.
struct Cells {
    dataset: DatasetId,
    records: Rc<[u32]>,
    field: u32,
}

impl Cells {
    fn len(&self) -> usize {
        self.records.len()
    }

    fn at(&self, at: usize) -> CellRef {
        CellRef { dataset: self.dataset, record: self.records[at], field: self.field }
    }
}

/// What `.sum()` and `.mean()` work on: a large field is not held as a list.
enum Terms {
    Cells(Cells),
    List(List),
}

impl Terms {
    fn of(context: &Context, subject: &Operand, arguments: &[Operand], method: &str) -> Result<Self, Fault> {
        match arguments {
            [field] if !matches!(subject, Operand::List(_)) => {
                cells(context, subject, field, method).map(Self::Cells)
            }
            _ => values(context, subject, arguments, method).map(Self::List),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Cells(cells) => cells.len(),
            Self::List(list) => list.0.len(),
        }
    }

    /// One of them, remembered as read.
    fn value(&self, context: &Context, at: usize) -> Value {
        match self {
            Self::Cells(cells) => context.cell(cells.at(at)),
            Self::List(list) => list.0[at].clone(),
        }
    }

    /// The number in a cell that is written just as another one: then their values differ in nothing else.
    fn like(&self, context: &Context, other: usize, at: usize) -> Option<(CellRef, f64)> {
        let Self::Cells(cells) = self else { return None };
        let dataset = context.dataset(cells.dataset);
        let number = |at: usize| dataset.view(cells.records[at] as usize, cells.field as usize).number();
        let (known, next) = (number(other)?, number(at)?);
        let same = known.unit == next.unit && known.written == next.written;
        same.then(|| (cells.at(at), next.amount))
    }
}

/// The sum.
pub(super) fn sum(context: &Context, subject: &Operand, arguments: &[Operand]) -> Result<Value, Fault> {
    added(context, &Terms::of(context, subject, arguments, "sum")?)
}

/// The sum of a list.
pub(super) fn sum_of(context: &Context, list: &List) -> Result<Value, Fault> {
    added(context, &Terms::List(list.clone()))
}

/// The sum of terms one after the other. A term like the one before adds to the amount alone: what else the sum is has been
/// settled then.
fn added(context: &Context, terms: &Terms) -> Result<Value, Fault> {
    let mut sum: Option<Value> = None;
    let mut settled: Option<usize> = None;
    for at in 0..terms.len() {
        if let (Some(sum), Some(before)) = (&mut sum, settled)
            && let Some((cell, amount)) = terms.like(context, before, at)
        {
            context.note(cell);
            arithmetic::grow(sum, amount)?;
            continue;
        }
        let value = terms.value(context, at);
        let quantity = arithmetic::quantity(context, &value)?;
        sum = Some(match &sum {
            None => arithmetic::computed(&value, &value, quantity.amount, quantity.unit.clone())?,
            Some(sum) => {
                settled = Some(at);
                arithmetic::add(context, sum, &value)?
            }
        });
    }
    sum.map_or_else(|| nothing(context, terms), Ok)
}

/// The sum of no terms: 0, in the unit of their field.
fn nothing(context: &Context, terms: &Terms) -> Result<Value, Fault> {
    if let Terms::Cells(Cells { dataset, field, .. }) = terms {
        let all = 0..context.dataset(*dataset).len();
        let mut values = all.map(|record| {
            context.datasets.value(CellRef { dataset: *dataset, record: record as u32, field: *field })
        });
        if let Some(value) = values.find(|value| value.quantity().is_some())
            && let Some(quantity) = value.quantity()
        {
            return arithmetic::computed(&value, &value, 0.0, quantity.unit.clone());
        }
    }
    Ok(Value::number(0.0, Unit::NONE))
}

/// The arithmetic mean.
pub(super) fn mean(context: &Context, subject: &Operand, arguments: &[Operand]) -> Result<Value, Fault> {
    mean_of(context, &Terms::of(context, subject, arguments, "mean")?)
}

fn mean_of(context: &Context, terms: &Terms) -> Result<Value, Fault> {
    let count = terms.len();
    if count == 0 {
        return Err(empty("mean"));
    }
    arithmetic::divide(context, &added(context, terms)?, &Value::number(count as f64, Unit::NONE))
}

/// The median: the value in the middle, untouched, or the mean of the two there.
pub(super) fn median(context: &Context, list: &List) -> Result<Value, Fault> {
    filled(list, "median")?;
    list.0.iter().try_for_each(|value| arithmetic::quantity(context, value).map(drop))?;
    let order = order(context, &list.0)?;
    let at = |place: usize| list.0[order[place]].clone();
    let half = order.len() / 2;
    if order.len() % 2 == 1 {
        return Ok(at(half));
    }
    mean_of(context, &Terms::List(List([at(half - 1), at(half)].into())))
}

/// The smallest (`Less`) or greatest (`Greater`) value, untouched.
pub(super) fn extreme(context: &Context, list: &List, wanted: Ordering) -> Result<Value, Fault> {
    filled(list, if wanted.is_lt() { "min" } else { "max" })?;
    if let Some(missing) = list.0.iter().find(|value| value.is_missing()) {
        return Err(context.missing(missing));
    }
    let mut best = &list.0[0];
    for value in &list.0[1..] {
        if arithmetic::compare(context, value, best)? == wanted {
            best = value;
        }
    }
    Ok(best.clone())
}

/// The first or last of a collection.
pub(super) fn end(context: &Context, subject: &Operand, last: bool) -> Result<Operand, Fault> {
    let method = if last { "last" } else { "first" };
    if let Operand::List(list) = subject {
        filled(list, method)?;
        let value = if last { list.0.last() } else { list.0.first() };
        return value.cloned().map(Operand::Value).ok_or_else(|| empty(method));
    }
    let records = records(context, subject, method)?;
    let record = if last { records.records.last() } else { records.records.first() };
    let record = record.copied().ok_or_else(|| empty(method).help("no record is left after the filter"))?;
    Ok(Operand::Record(Record { dataset: records.dataset, record }))
}

/// How many there are. The number of all records comes from what names them: their keys, else their first field; that of chosen
/// ones from what was read to choose them.
pub(super) fn count(context: &Context, subject: &Operand) -> Result<Value, Fault> {
    let count = match subject {
        Operand::List(list) => list.0.len(),
        other => {
            let Records { dataset, records } = records(context, other, "count")?;
            context.take_all(dataset, records.len(), "count");
            let all = context.dataset(dataset);
            let names = if all.primary_key().is_empty() { &[0] } else { all.primary_key() };
            for &field in names.iter().filter(|_| records.len() == all.len()) {
                let cells =
                    (0..all.len() as u32).map(|record| CellRef { dataset, record, field: field as u32 });
                cells.for_each(|cell| context.note(cell));
            }
            records.len()
        }
    };
    Ok(Value::number(count as f64, Unit::NONE))
}

/// `.sort("F")`, smallest first, or `.sort("-F")`; empty cells last; records of equal value keep their order.
pub(super) fn sort(context: &Context, subject: &Operand, arguments: &[Operand]) -> Result<Operand, Fault> {
    if let (Operand::List(list), []) = (subject, arguments) {
        let order = order(context, &list.0)?;
        return Ok(Operand::List(List(order.into_iter().map(|index| list.0[index].clone()).collect())));
    }
    let records = records(context, subject, "sort")?;
    let [key] = arguments else {
        return Err(Fault::invalid("`.sort()` needs the name of a field")
            .help("write `.sort(\"Field\")` or `.sort(\"-Field\")`"));
    };
    let (field, descending) = direction(context, records.dataset, key, "sort")?;
    context.step(read(records.records.len()))?;
    context.take_all(records.dataset, records.records.len(), "sort");
    let cell = |record: &u32| CellRef { dataset: records.dataset, record: *record, field };
    let values: Vec<Value> = records.records.iter().map(|record| context.cell(cell(record))).collect();
    let (mut order, missing): (Vec<usize>, Vec<usize>) =
        order(context, &values)?.into_iter().partition(|index| !values[*index].is_missing());
    if descending {
        let collation = Collation::of(&context.locale.borrow());
        let reversed = |a: &usize, b: &usize| key_order(&values[*b], &values[*a], &collation);
        order.sort_unstable();
        order.sort_by(reversed);
    }
    let sorted = order.into_iter().chain(missing).map(|index| records.records[index]).collect();
    Ok(Operand::Records(Records { dataset: records.dataset, records: sorted }))
}

/// `.rank("F")` of a record among all of its dataset: 1 for the greatest (`"-F"`: the smallest); equal values share a
/// rank; empty cells have none.
pub(super) fn rank(context: &Context, subject: &Operand, key: &Operand) -> Result<Value, Fault> {
    let Operand::Record(record) = subject else {
        let found = subject.describe(context);
        return Err(Fault::invalid(format!("`.rank()` works on one record, found {found}")));
    };
    let (field, ascending) = direction(context, record.dataset, key, "rank")?;
    let cell = |index: u32| CellRef { dataset: record.dataset, record: index, field };
    let own = context.cell(cell(record.record));
    if own.is_missing() {
        return Err(context.missing(&own));
    }
    let before = if ascending { Ordering::Less } else { Ordering::Greater };
    context.step(read(context.dataset(record.dataset).len()))?;
    context.take_all(record.dataset, context.dataset(record.dataset).len(), "rank");
    let mut rank = 1.0;
    for other in 0..context.dataset(record.dataset).len() as u32 {
        let value = context.cell(cell(other));
        if !value.is_missing() && arithmetic::compare(context, &value, &own)? == before {
            rank += 1.0;
        }
    }
    Ok(Value::number(rank, Unit::NONE))
}

/// The places of values in ascending order, empty ones last; a fault when two of them have no order.
fn order(context: &Context, values: &[Value]) -> Result<Vec<usize>, Fault> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let mut present = values.iter().filter(|value| !value.is_missing());
    if let Some(first) = present.next() {
        // All have to compare with the first: then all have one kind and one unit, and their keys a total order.
        present.try_for_each(|value| match (&first.scalar, &value.scalar) {
            (a, b) if std::mem::discriminant(a) == std::mem::discriminant(b) => {
                arithmetic::compare(context, first, value).map(drop)
            }
            _ => {
                let pair = format!("{} and {}", context.describe(first), context.describe(value));
                Err(Fault::invalid(format!("{pair} have no order: they are of different kinds")))
            }
        })?;
    }
    let collation = Collation::of(&context.locale.borrow());
    order.sort_by(|a, b| key_order(&values[*a], &values[*b], &collation));
    Ok(order)
}

/// A total order of values of one kind, with empty ones last.
fn key_order(a: &Value, b: &Value, collation: &Collation) -> Ordering {
    match (&a.scalar, &b.scalar) {
        (Scalar::Number(x), Scalar::Number(y)) => x.amount.total_cmp(&y.amount),
        (Scalar::Text(x), Scalar::Text(y)) => collation.compare(x, y),
        (Scalar::Boolean(x), Scalar::Boolean(y)) => x.cmp(y),
        (Scalar::Moment(x), Scalar::Moment(y)) => x.at.cmp(&y.at),
        _ => a.is_missing().cmp(&b.is_missing()),
    }
}

fn field_name(context: &Context, dataset: DatasetId, field: &Operand, method: &str) -> Result<u32, Fault> {
    let Some(name) = field.text() else {
        let found = field.describe(context);
        return Err(Fault::invalid(format!("`.{method}()` needs the name of a field, found {found}"))
            .help(format!("write `.{method}(\"Field\")`")));
    };
    access::field(context, dataset, &name)
}

/// A field and whether its name was turned round by `-`.
fn direction(
    context: &Context,
    dataset: DatasetId,
    key: &Operand,
    method: &str,
) -> Result<(u32, bool), Fault> {
    if let Some(name) = key.text()
        && let Some(bare) = name.strip_prefix('-')
        && context.dataset(dataset).field(&name).is_none()
    {
        return access::field(context, dataset, bare).map(|field| (field, true));
    }
    field_name(context, dataset, key, method).map(|field| (field, false))
}

fn filled(list: &List, method: &str) -> Result<(), Fault> {
    if list.0.is_empty() { Err(empty(method)) } else { Ok(()) }
}

fn empty(method: &str) -> Fault {
    Fault::invalid(format!("`.{method}()` of an empty list has no value"))
}
