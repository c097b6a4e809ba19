//! The table of contents: sections of level 2 and 3 as nested lists.

use super::context::PageContext;
use super::html::bare;
use super::{escape, url};
use crate::model::{Heading, NodeKind};

/// Pages with at least so many sections have a table of contents unless they say otherwise.
const SECTIONS: usize = 2;

/// The page's contents as `<ol>…</ol>`; empty when it has none or wants none.
pub(crate) fn contents(cx: &PageContext<'_>) -> String {
    // In the order of the text; a heading inside a quote or note is no section.
    let headings: Vec<&Heading> = cx
        .page
        .document
        .nodes
        .iter()
        .filter_map(|node| match node.kind {
            NodeKind::Heading(index) => cx.page.document.headings.get(index),
            _ => None,
        })
        .filter(|heading| heading.level <= 3)
        .collect();
    let sections = headings.iter().filter(|heading| heading.level <= 2).count();
    let wanted = cx.page.front.toc.unwrap_or(sections >= SECTIONS);
    if !wanted || headings.is_empty() {
        return String::new();
    }
    let mut out = String::from("<ol>");
    let mut index = 0;
    while index < headings.len() {
        let below = headings[index + 1..].iter().take_while(|heading| heading.level > 2).count();
        entry(cx, &mut out, headings[index]);
        if headings[index].level <= 2 && below > 0 {
            out.push_str("<ol>");
            for heading in &headings[index + 1..=index + below] {
                entry(cx, &mut out, heading);
                out.push_str("</li>");
            }
            out.push_str("</ol>");
            index += below;
        }
        out.push_str("</li>");
        index += 1;
    }
    out.push_str("</ol>");
    out
}

fn entry(cx: &PageContext<'_>, out: &mut String, heading: &Heading) {
    out.push_str("<li><a");
    escape::attribute(out, "href", &url::relative_anchor("", "", Some(&heading.id)));
    out.push('>');
    out.push_str(&bare(cx, &heading.text));
    out.push_str("</a>");
}
