//! The numbers of a page: computed, checked, cited, unsupported.

use super::origin::Origins;
use super::unit;
use crate::diagnostics::Span;
use crate::facts::claims;
use crate::facts::coverage::{PageCoverage, Typed};
use crate::facts::edition::{self, FactPlace};
use crate::model::{Expression, FigureKind, Page, PageId, Proof, Quantity};
use crate::resolve::{Evaluated, Resolved, ResolvedPage};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the facts of one page are made from.
pub(super) struct Facts<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) origins: &'a Origins<'a>,
    pub(super) id: PageId,
    pub(super) settled: &'a ResolvedPage,
}

impl Facts<'_> {
    /// The facts of the page in the order in which they stand in its file.
    pub(super) fn all(&self, evidence: Option<&PageCoverage>) -> Vec<Json> {
        let mut facts = self.over_data();
        facts.extend(self.typed(evidence.map_or(&[], |page| &page.typed)));
        facts.sort_by_key(|(start, _)| *start);
        facts.into_iter().map(|(_, json)| json).collect()
    }

    fn page(&self) -> &Page {
        self.resolved.report.page(self.id)
    }

    fn over_data(&self) -> Vec<(u32, Json)> {
        let page = self.page();
        let filters = filters(page);
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
                let json = self.fact(expression, value, (claims.get(&index).copied(), places.get(&index)));
                (expression.span.start, json)
            })
            .collect()
    }

    fn fact(
        &self,
        expression: &Expression,
        value: &Evaluated,
        (words, place): (Option<&str>, Option<&FactPlace>),
    ) -> Json {
        let page = self.page();
        // A value that stands in no sentence: of an annotation.
        let own =
            || edition::fact_id(&[&page.output, "", &expression.source, &expression.span.start.to_string()]);
        let mut json = self.place(expression.span);
        let fields = json!({
            "id": place.map_or_else(own, |place| place.id.clone()),
            "kind": if words.is_some() { "checked" } else { "bound" },
            "anchor": place.map(|place| place.anchor.as_str()).filter(|anchor| !anchor.is_empty()),
            "sentence": place.map(|place| place.sentence.as_str()),
            "expression": expression.source,
            "text": words.map_or(value.text.as_str(), str::trim),
            "value": value.text,
            "origin": self.origins.json(&value.used),
        });
        extend(&mut json, fields);
        extend(&mut json, number(value.value.quantity()));
        json
    }

    fn typed(&self, typed: &[Typed]) -> Vec<(u32, Json)> {
        let page = self.page();
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let fact = |typed: &Typed, count: usize| {
            let id = edition::fact_id(&[&page.output, &typed.sentence, &typed.text, &count.to_string()]);
            let mut json = self.place(typed.span);
            let fields = json!({
                "id": id,
                "kind": if typed.cited { "cited" } else { "unsupported" },
                "anchor": null,
                "sentence": typed.sentence,
                "expression": null,
                "text": typed.text,
                "value": null,
                "origin": [],
            });
            extend(&mut json, fields);
            extend(
                &mut json,
                number(match typed.number.quantities.as_slice() {
                    [quantity] => Some(quantity),
                    _ => None,
                }),
            );
            (typed.span.start, json)
        };
        let mut facts = Vec::with_capacity(typed.len());
        for typed in typed {
            let count = seen.entry((&typed.sentence, &typed.text)).or_default();
            *count += 1;
            facts.push(fact(typed, *count));
        }
        facts
    }

    fn place(&self, span: Span) -> Json {
        let file = self.resolved.report.files.get(span.file);
        let at = file.line_column(span.range().start);
        json!({ "page": self.page().output, "file": file.path.as_str(), "line": at.line, "column": at.column })
    }
}

fn extend(json: &mut Json, more: Json) {
    if let (Json::Object(to), Json::Object(more)) = (json, more) {
        to.extend(more);
    }
}

/// Number and unit of a quantity; nulls without one.
fn number(quantity: Option<&Quantity>) -> Json {
    let amount = quantity.map(|quantity| quantity.amount).filter(|amount| amount.is_finite());
    json!({ "number": amount.map_or(Json::Null, whole), "unit": quantity.and_then(|quantity| unit(&quantity.unit)) })
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

/// Expressions that choose records: they say nothing to a reader by themselves.
fn filters(page: &Page) -> BTreeSet<usize> {
    let filters = page.document.figures.iter().filter_map(|figure| match &figure.kind {
        FigureKind::Chart(chart) => chart.filter,
        FigureKind::Table(table) => table.filter,
        FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
    });
    filters.collect()
}
