//! Which cells of the page's datasets say what an unsupported number says.

use super::{Candidate, Scope};
use crate::facts::detect::{Form, Number};
use crate::model::{CellRef, Dataset, DatasetId, PageId, Quantity, Scalar};
use crate::resolve::Resolved;
use crate::syntax::number::{Decimal, rates_agree};
use std::collections::{BTreeMap, BTreeSet};

/// At most so many are shown for one number.
const MOST: usize = 5;
/// From this score on a candidate is certain enough to be written: the record is named, and the field too.
const CERTAIN: u32 = 12;

/// The numbers of the datasets that a page uses.
#[derive(Debug)]
pub(super) struct Candidates<'a> {
    resolved: &'a Resolved,
    page: PageId,
    scope: Scope,
    cells: Option<Cells>,
}

/// Cells by their leading digits, so that a page with many numbers does not look at every cell for each.
type Cells = BTreeMap<i64, Vec<CellRef>>;

impl<'a> Candidates<'a> {
    pub(super) const fn new(resolved: &'a Resolved, page: PageId, scope: Scope) -> Self {
        Self { resolved, page, scope, cells: None }
    }

    /// The candidates for a number, best first, and whether the first is the only good one.
    pub(super) fn find(&mut self, number: &Number, sentence: &str) -> (Vec<Candidate>, bool) {
        let [quantity] = number.quantities.as_slice() else { return (Vec::new(), false) };
        if !matches!(number.form, Form::Single | Form::Fraction) {
            return (Vec::new(), false);
        }
        let (resolved, page, scope) = (self.resolved, self.page, self.scope);
        let cells = self.cells.get_or_insert_with(|| cells(resolved, page, scope));
        let dataset = |cell: &CellRef| resolved.report.datasets.get(cell.dataset);
        let same = |cell: &CellRef| match dataset(cell).scalar(cell.record as usize, cell.field as usize) {
            Scalar::Number(value) => says(quantity, &value),
            _ => false,
        };
        let same: Vec<CellRef> = near(cells, quantity).filter(same).collect();
        if same.is_empty() {
            return (Vec::new(), false);
        }
        let words = words(sentence);
        let sentence = sentence.to_lowercase();
        let mut found: Vec<(u32, Candidate)> = Vec::new();
        for cell in same {
            let dataset = dataset(&cell);
            let (record, field) = (cell.record as usize, cell.field as usize);
            let (Some(expression), (score, why)) =
                (expression(dataset, record, field), score(dataset, &cell, &sentence, &words))
            else {
                continue;
            };
            // A bare small number equals too many cells by chance.
            if score > 0 || !quantity.unit.is_none() || quantity.amount.abs() > 20.0 {
                found.push((score, Candidate { expression, cell, why }));
            }
        }
        found.sort_by(|(a, x), (b, y)| b.cmp(a).then(x.cell.cmp(&y.cell)));
        let best = found.first().map_or(0, |(score, _)| *score);
        let rivals = found.iter().filter(|(score, _)| *score == best).count();
        let candidates = found.into_iter().take(MOST).map(|(_, candidate)| candidate).collect();
        (candidates, best >= CERTAIN && rivals == 1)
    }
}

fn cells(resolved: &Resolved, page: PageId, scope: Scope) -> Cells {
    let mut cells = Cells::new();
    let Some(settled) = resolved.pages.get(page.0 as usize) else { return cells };
    let shown = settled.figures.iter().filter_map(|figure| figure.dataset);
    let used = settled.values.iter().flat_map(|value| value.used.datasets().map(|(id, _)| id));
    let all = resolved.report.datasets.iter().map(|(id, _)| id);
    let datasets: BTreeSet<DatasetId> = match scope {
        Scope::Page => shown.chain(used).collect(),
        Scope::Report => all.collect(),
    };
    for id in datasets {
        let dataset = resolved.report.datasets.get(id);
        for field in 0..dataset.fields().len() {
            for record in 0..dataset.len() {
                if let Some(amount) = dataset.amount(record, field) {
                    let cell = CellRef { dataset: id, record: record as u32, field: field as u32 };
                    cells.entry(bucket(amount)).or_default().push(cell);
                }
            }
        }
    }
    cells
}

/// Numbers whose sizes differ by less than a factor of two share a bucket or stand in neighbouring ones.
fn bucket(amount: f64) -> i64 {
    if amount == 0.0 { i64::MIN / 2 } else { amount.abs().log2().floor() as i64 }
}

fn near(cells: &Cells, quantity: &Quantity) -> impl Iterator<Item = CellRef> {
    let bucket = bucket(quantity.amount);
    cells.range(bucket - 1..=bucket + 1).flat_map(|(_, cells)| cells.iter().copied())
}

/// Whether a typed number says what a cell holds, at the precision in which it is typed.
fn says(typed: &Quantity, cell: &Quantity) -> bool {
    let exponent = typed.written.scale.as_ref().map_or(0, |scale| i32::from(scale.exponent));
    let grain = exponent - i32::from(typed.written.decimals);
    let rounded = |amount: f64| Decimal::of(amount).map(|decimal| decimal.shifted(-grain).rounded(0));
    let close = (typed.amount < 0.0) == (cell.amount < 0.0) && rounded(typed.amount) == rounded(cell.amount);
    // A whole number of thousands may be typed without its unit, never without `%` or a currency.
    let word = |unit: &crate::model::Unit| {
        let text = unit.to_string();
        text.chars().all(|c| c.is_ascii_lowercase()) && text.len() > 2
    };
    let agree = typed.unit == cell.unit
        || rates_agree(&typed.unit, &cell.unit)
        || (typed.unit.is_none() && word(&cell.unit))
        || (cell.unit.is_none() && word(&typed.unit));
    close && agree && (typed.amount == 0.0) == (cell.amount == 0.0)
}

/// The expression for a cell; `None` when its record has no key to be asked for.
fn expression(dataset: &Dataset, record: usize, field: usize) -> Option<String> {
    let name = dataset.name();
    let key = dataset.key_text(record);
    let addressed = !dataset.primary_key().is_empty() && dataset.record(&key) == Some(record);
    let field = &dataset.fields().get(field)?.name;
    let plain = |text: &str| !text.contains(['{', '}', '\n', '\r', '`', '|']);
    if !addressed || !plain(&key) || !plain(field) || !plain(name) {
        return None;
    }
    let identifier = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    let dataset = if identifier { format!("data.{name}") } else { format!("data[{}]", quoted(name)) };
    Some(format!("{dataset}[{}][{}]", quoted(&key), quoted(field)))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// How well a sentence fits a cell, and what speaks for it.
fn score(dataset: &Dataset, cell: &CellRef, sentence: &str, words: &BTreeSet<String>) -> (u32, String) {
    let key = dataset.key_text(cell.record as usize);
    let field = &dataset.fields()[cell.field as usize];
    let key_score = name_score(&key, sentence, words, 10);
    let field_score =
        name_score(&field.name, sentence, words, 8).max(name_score(&field.title, sentence, words, 8));
    let mut named = Vec::new();
    if key_score > 0 {
        named.push(key);
    }
    if field_score > 0 {
        named.push(field.title.clone());
    }
    let why = if named.is_empty() {
        "it has the same number".to_owned()
    } else {
        format!("the sentence names {}", named.join(" and "))
    };
    (key_score + field_score, why)
}

/// `whole` when a sentence holds a name as it is, less when it holds some of its words.
fn name_score(name: &str, sentence: &str, words: &BTreeSet<String>, whole: u32) -> u32 {
    let lower = name.to_lowercase();
    if lower.chars().any(char::is_alphabetic) && holds(sentence, &lower) {
        return whole;
    }
    let parts = self::words(name);
    let named = parts.iter().filter(|part| words.contains(*part)).count() as u32;
    let all = parts.len() as u32;
    if all == 0 || named == 0 { 0 } else { (whole - 1) * named / all }
}

/// Whether a sentence holds a name as a whole, not as a part of a longer word.
fn holds(sentence: &str, name: &str) -> bool {
    sentence.match_indices(name).any(|(at, _)| {
        let letter = |c: char| c.is_ascii_alphanumeric();
        let before = sentence.get(..at).is_some_and(|text| text.ends_with(letter));
        let after = sentence.get(at + name.len()..).is_some_and(|text| text.starts_with(letter));
        !before && !after
    })
}

/// The words of a text that tell something, cut to their stems.
fn words(text: &str) -> BTreeSet<String> {
    const EMPTY: &[&str] = &["the", "and", "for", "with", "from", "per"];
    let lower = text.to_lowercase();
    let words =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2 && !EMPTY.contains(word));
    words.map(|word| stem(word).to_owned()).collect()
}

fn stem(word: &str) -> &str {
    let cut = ["ing", "es", "ed", "s"].iter().find_map(|end| word.strip_suffix(end));
    cut.filter(|cut| cut.chars().count() > 2).unwrap_or(word)
}
