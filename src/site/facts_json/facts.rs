//! The numbers of a page: computed, checked, cited, unsupported.

use super::origin::{OfDataset, Origins};
use super::unit;
use crate::diagnostics::Span;
use crate::facts::claims;
use crate::facts::coverage::{PageCoverage, Typed};
use crate::facts::edition::{self, FactPlace};
use crate::model::{Expression, Page, PageId, Proof, Quantity};
use crate::resolve::{Evaluated, Resolved, ResolvedPage};
use serde::Serialize;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the facts of one page are made from.
pub(super) struct Facts<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) origins: &'a Origins<'a>,
    pub(super) id: PageId,
    pub(super) settled: &'a ResolvedPage,
}

/// A fact as it stands in the file.
#[derive(Debug, Serialize)]
pub(super) struct Fact<'a> {
    page: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    id: String,
    kind: &'static str,
    anchor: Option<String>,
    sentence: Option<Cow<'a, str>>,
    expression: Option<&'a str>,
    text: Cow<'a, str>,
    value: Option<&'a str>,
    origin: Vec<OfDataset<'a>>,
    number: Option<Json>,
    unit: Option<String>,
}

impl<'a> Facts<'a> {
    /// The facts of the page in the order in which they stand in its file.
    pub(super) fn all(&self, evidence: Option<&'a PageCoverage>) -> Vec<Fact<'a>> {
        let mut facts = self.over_data();
        facts.extend(self.typed(evidence.map_or(&[], |page| &page.typed)));
        facts.sort_by_key(|(start, _)| *start);
        facts.into_iter().map(|(_, fact)| fact).collect()
    }

    fn page(&self) -> &'a Page {
        self.resolved.report.page(self.id)
    }

    fn over_data(&self) -> Vec<(u32, Fact<'a>)> {
        let page = self.page();
        let filters = page.document.filters();
        let words = claims::of_page(page, self.settled, &self.resolved.report.files);
        let claims: BTreeMap<usize, &str> = page
            .document
            .claims
            .iter()
            .zip(&words)
            .filter_map(|(claim, words)| match claim.proof {
                Proof::Expression(index) => Some((index, words.text.as_str())),
                Proof::NotAFact => None,
            })
            .collect();
        let places = edition::places(self.resolved, self.id);
        let all = page.document.expressions.iter().zip(&self.settled.values).enumerate();
        all.filter(|(index, _)| !filters.contains(index))
            .map(|(index, (expression, value))| {
                let fact = self.fact(expression, value, (claims.get(&index).copied(), places.get(&index)));
                (expression.span.start, fact)
            })
            .collect()
    }

    fn fact(
        &self,
        expression: &'a Expression,
        value: &'a Evaluated,
        (words, place): (Option<&str>, Option<&FactPlace>),
    ) -> Fact<'a> {
        let page = self.page();
        // A value that stands in no sentence: of an annotation.
        let own =
            || edition::fact_id(&[&page.output, "", &expression.source, &expression.span.start.to_string()]);
        Fact {
            id: place.map_or_else(own, |place| place.id.clone()),
            kind: if words.is_some() { "checked" } else { "bound" },
            anchor: place.map(|place| place.anchor.clone()).filter(|anchor| !anchor.is_empty()),
            sentence: place.map(|place| place.sentence.clone().into()),
            expression: Some(&expression.source),
            text: words.map_or(Cow::Borrowed(value.text.as_str()), |words| words.trim().to_owned().into()),
            value: Some(&value.text),
            origin: self.origins.of_cells(&value.used),
            ..self.place(expression.span, value.value.quantity())
        }
    }

    fn typed(&self, typed: &'a [Typed]) -> Vec<(u32, Fact<'a>)> {
        let page = self.page();
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut facts = Vec::with_capacity(typed.len());
        for typed in typed {
            let count = seen.entry((&typed.sentence, &typed.text)).or_default();
            *count += 1;
            let quantity = match typed.number.quantities.as_slice() {
                [quantity] => Some(quantity),
                _ => None,
            };
            let fact = Fact {
                id: edition::fact_id(&[&page.output, &typed.sentence, &typed.text, &count.to_string()]),
                kind: if typed.cited { "cited" } else { "unsupported" },
                sentence: Some(Cow::Borrowed(&typed.sentence)),
                text: Cow::Borrowed(&typed.text),
                ..self.place(typed.span, quantity)
            };
            facts.push((typed.span.start, fact));
        }
        facts
    }

    /// What a fact at a place has in any case: place, number and unit.
    fn place(&self, span: Span, quantity: Option<&Quantity>) -> Fact<'a> {
        let file = self.resolved.report.files.get(span.file);
        let at = file.line_column(span.range().start);
        let amount = quantity.map(|quantity| quantity.amount).filter(|amount| amount.is_finite());
        Fact {
            page: &self.page().output,
            file: file.path.as_str(),
            line: at.line,
            column: at.column,
            id: String::new(),
            kind: "",
            anchor: None,
            sentence: None,
            expression: None,
            text: Cow::Borrowed(""),
            value: None,
            origin: Vec::new(),
            number: amount.map(whole),
            unit: quantity.and_then(|quantity| unit(&quantity.unit)),
        }
    }
}

/// A whole number without `.0`, as a person would write it.
pub(super) fn whole(amount: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if amount.fract() == 0.0 && amount.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
        let whole = amount as i64;
        return whole.into();
    }
    amount.into()
}
