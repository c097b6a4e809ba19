//! What becomes of a figure's data before they are shown: dataset + block → derived dataset.
//!
//! In: a dataset, the records that `filter` left, and what the block asks for ([`Wish`]). Out: a [`Derived`] dataset, each
//! cell of which knows the cells it was made of, and what is wrong. Entry: `derive`. Pure.
//!
//! One order for all figures, whatever the order of the keys in the block:
//!
//! 1. `filter` (done before: it is an expression);
//! 2. `unpivot`, then `bin` ([`reshape`], [`bin`]);
//! 3. `group` and `aggregate` ([`group`]);
//! 4. `share`; `sort`; `index`, `change`, `rolling` ([`window`]);
//! 5. `pivot`, then `limit` with `other` ([`reshape`], [`order`]).
//!
//! `sort` waits for the last step that makes a field it names. Units and formats go with the values: a share is in per cent,
//! a change in per cent or percentage points, an index has no unit, a count neither.

mod bin;
mod derived;
mod frame;
mod group;
mod number;
pub mod order;
mod reshape;
#[cfg(test)]
mod tests;
mod window;

pub use derived::{Derived, Origin};

use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, rules};
use crate::model::{Dataset, DatasetId, Locale, Shape, SortKey};
use frame::Frame;

/// What a figure wants of its data.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The steps.
    pub shape: &'a Shape,
    /// The order of records.
    pub sort: &'a [SortKey],
    /// At most so many records.
    pub limit: Option<usize>,
    /// The field along which records stand: the categories or dates of a chart.
    pub along: Option<&'a Spanned<String>>,
    /// The fields of values.
    pub values: &'a [Spanned<String>],
    /// Fields of numbers beside the values, such as the sizes of bubbles.
    pub measures: Vec<&'a Spanned<String>>,
    /// The fields that keep series and panels apart.
    pub groups: Vec<&'a Spanned<String>>,
    /// How numbers and dates are printed.
    pub locale: &'a Locale,
}

/// The data of a figure.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Its id.
    pub id: DatasetId,
    /// The records that are left of it.
    pub records: &'a [u32],
}

/// Shapes data; `None` when a step cannot be done, and every fault is told.
#[must_use]
pub fn derive(given: Given<'_>, wish: &Wish<'_>) -> (Option<Derived>, Diagnostics) {
    let mut work =
        Work { frame: Frame::new(given), wish, diagnostics: Diagnostics::default(), sorted: false };
    let done = work.run();
    let names: Vec<&str> =
        wish.groups.iter().copied().chain(wish.along).map(|name| name.value.as_str()).collect();
    let Work { frame, diagnostics, .. } = work;
    (done.map(|()| frame.finish(&names)).filter(|_| !diagnostics.has_errors()), diagnostics)
}

/// The data on their way through the steps.
struct Work<'a, 'w> {
    frame: Frame<'a>,
    wish: &'w Wish<'w>,
    diagnostics: Diagnostics,
    sorted: bool,
}

impl Work<'_, '_> {
    fn run(&mut self) -> Option<()> {
        let shape = self.wish.shape;
        if let Some(unpivot) = &shape.unpivot {
            reshape::unpivot(self, unpivot)?;
        }
        for step in &shape.bins {
            bin::bin(self, step)?;
        }
        group::group(self)?;
        if let Some(step) = &shape.share {
            window::share(self, step)?;
        }
        self.sort_when_possible(false)?;
        if let Some(step) = &shape.index {
            window::index(self, step)?;
        }
        if let Some(step) = &shape.change {
            window::change(self, step)?;
        }
        if let Some(step) = &shape.rolling {
            window::rolling(self, step)?;
        }
        self.sort_when_possible(false)?;
        if let Some(step) = &shape.pivot {
            reshape::pivot(self, step)?;
        }
        self.sort_when_possible(true)?;
        self.limit()
    }

    /// Sorts once, as soon as all fields are there; at last whatever is missing is told.
    fn sort_when_possible(&mut self, last: bool) -> Option<()> {
        let keys = self.wish.sort;
        let there = keys.iter().all(|key| self.frame.position(&key.field.value).is_some());
        if self.sorted || keys.is_empty() || !(there || last) {
            return Some(());
        }
        let keys: Vec<(usize, bool)> =
            keys.iter().map(|key| Some((self.find(&key.field)?, key.descending))).collect::<Option<_>>()?;
        self.frame.sort(&keys, self.wish.locale);
        self.sorted = true;
        Some(())
    }

    fn limit(&mut self) -> Option<()> {
        let other = self.wish.shape.other.as_ref();
        let Some(limit) = self.wish.limit else {
            if let Some(other) = other {
                self.diagnostics.push(
                    Diagnostic::new(
                        rules::UNUSED_KEY,
                        "`other` names what `limit` cuts off; there is no `limit`",
                    )
                    .at(other.span, "")
                    .help("add a line such as `limit: 5`"),
                );
            }
            return Some(());
        };
        reshape::limit(self, limit, other.map(|other| other.value.as_str()));
        Some(())
    }

    /// The place of a field, or a finding with the nearest name.
    fn find(&mut self, name: &Spanned<String>) -> Option<usize> {
        let found = self.frame.position(&name.value);
        if found.is_none() {
            self.diagnostics.push(self.frame.no_field(name));
        }
        found
    }

    fn find_all(&mut self, names: &[Spanned<String>]) -> Option<Vec<usize>> {
        // All of them are looked for, so that each fault is told.
        let found: Vec<Option<usize>> = names.iter().map(|name| self.find(name)).collect();
        found.into_iter().collect()
    }
}
