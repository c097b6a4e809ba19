//! Addresses outside the report: what [`crate::links`] asks for.

use crate::diagnostics::Span;
use crate::resolve::{Destination, Resolved};
use indexmap::IndexMap;
use url::Url;

/// An address on another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideAddress {
    /// The address, without a fragment: a server never sees one.
    pub url: Url,
    /// Every place that leads there, in the order of pages, then data packages, then sources.
    pub spans: Vec<Span>,
}

/// Every `http` and `https` address that the report leads to, once each, but for those that begin as one of `[check] ignore_links` does.
#[must_use]
pub fn outside(resolved: &Resolved) -> Vec<OutsideAddress> {
    let report = &resolved.report;
    let mut found = Found { ignored: &report.config.ignore_links, addresses: IndexMap::new() };
    for ((_, page), settled) in report.pages().zip(&resolved.pages) {
        for (link, to) in page.document.links.iter().zip(&settled.links) {
            found.add_destination(to, link.span);
        }
        for (address, to) in page.document.addresses.iter().zip(&settled.addresses) {
            found.add_destination(to, address.span);
        }
    }
    for (_, dataset) in report.datasets.iter() {
        for source in dataset.sources() {
            found.add(source.path.as_deref().unwrap_or_default(), source.span);
        }
    }
    for entry in &resolved.sources {
        if let (Some(url), Some(source)) = (&entry.url, report.sources.get(&entry.key)) {
            found.add(url, place(resolved, url, source.span));
        }
    }
    let addresses = found.addresses.into_iter();
    addresses.map(|(url, spans)| OutsideAddress { url, spans }).collect()
}

/// Where a source names its address: behind its key, as it is written; else the key.
fn place(resolved: &Resolved, url: &str, key: Span) -> Span {
    let file = resolved.report.files.get(key.file);
    let later = resolved.report.sources.iter().map(|source| source.span);
    let next = later.filter(|span| span.file == key.file && span.start > key.start).map(|span| span.start);
    let end = next.min().map_or(file.text.len(), |start| start as usize);
    let entry = file.text.get(key.start as usize..end).unwrap_or_default();
    entry
        .find(url)
        .map_or(key, |at| Span::new(key.file, key.start as usize + at..key.start as usize + at + url.len()))
}

struct Found<'a> {
    ignored: &'a [String],
    addresses: IndexMap<Url, Vec<Span>>,
}

impl Found<'_> {
    fn add_destination(&mut self, to: &Destination, span: Span) {
        if let Destination::External(address) = to {
            self.add(address, span);
        }
    }

    fn add(&mut self, address: &str, span: Span) {
        let Ok(mut url) = Url::parse(address.trim()) else { return };
        url.set_fragment(None);
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        if is_web && !self.ignored.iter().any(|start| url.as_str().starts_with(start.as_str())) {
            let spans = self.addresses.entry(url).or_default();
            // The sheets of a workbook name one source.
            if spans.last() != Some(&span) {
                spans.push(span);
            }
        }
    }
}
