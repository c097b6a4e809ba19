//! Reading order: the page tree walked from the top.

use crate::model::{Page, PageId, Report};
use std::collections::BTreeMap;

/// All pages, each followed by those below it; siblings by `order`, then by path, the home page first.
pub(super) fn reading_order(report: &Report) -> Vec<PageId> {
    let mut children: BTreeMap<Option<PageId>, Vec<PageId>> = BTreeMap::new();
    for (id, page) in report.pages() {
        children.entry(page.parent).or_default().push(id);
    }
    for siblings in children.values_mut() {
        siblings.sort_by(|a, b| compare(report.page(*a), report.page(*b)));
    }
    let mut order = Vec::with_capacity(report.pages.len());
    let mut stack: Vec<PageId> = children.remove(&None).unwrap_or_default();
    stack.reverse();
    while let Some(id) = stack.pop() {
        order.push(id);
        if let Some(below) = children.remove(&Some(id)) {
            stack.extend(below.into_iter().rev());
        }
    }
    order
}

fn compare(a: &Page, b: &Page) -> std::cmp::Ordering {
    let place = |page: &Page| page.front.order.unwrap_or(f64::INFINITY);
    b.is_home().cmp(&a.is_home()).then(place(a).total_cmp(&place(b))).then_with(|| a.path.cmp(&b.path))
}
