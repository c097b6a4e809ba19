//! `feed.xml`: an Atom feed (RFC 4287) with an entry for each page that has a date, of the hundred that changed last.

use super::{dates, xml};
use crate::model::{Config, PageId};
use crate::resolve::Resolved;
use jiff::civil::Date;
use std::fmt::Write as _;

/// The most entries: readers of feeds take the whole file each time they look for news.
const ENTRIES: usize = 100;

/// The feed, newest changes first; `None` when no page has a date, for a feed must have one.
pub(super) fn feed(resolved: &Resolved, base_url: &str, build: Option<Date>) -> Option<String> {
    let config = &resolved.report.config;
    let mut entries: Vec<(Date, PageId)> = resolved
        .order
        .iter()
        .filter_map(|&id| Some((dates::of_page(resolved.report.page(id), config, build)?, id)))
        .collect();
    // Stable: pages of one day stay in reading order.
    entries.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    entries.truncate(ENTRIES);
    let (newest, _) = entries.first()?;
    let [home, own] = ["index.html", "feed.xml"].map(|path| xml::absolute(base_url, path));
    let (home, own) = (xml::escape(&home), xml::escape(&own));
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        text,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n  <title>{}</title>",
        xml::escape(&config.language),
        xml::escape(&config.title)
    );
    if let Some(description) = &config.description {
        let _ = writeln!(text, "  <subtitle>{}</subtitle>", xml::escape(description));
    }
    // Its own address, since the home page's is the id of an entry.
    let _ = writeln!(text, "  <id>{own}</id>\n  <updated>{}</updated>", moment(*newest));
    let _ = writeln!(text, "  <link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>");
    let _ = writeln!(text, "  <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>");
    // An entry without an author takes the feed's, and one of both must be there.
    push_authors(&mut text, "  ", feed_authors(config));
    let _ = writeln!(text, "  <generator uri=\"https://crates.io/crates/sourcebook\">Sourcebook</generator>");
    for (date, id) in entries {
        push_entry(&mut text, resolved, base_url, (date, id));
    }
    text.push_str("</feed>\n");
    Some(text)
}

/// Whether there will be a feed: the report has an address, and a page a date.
pub(super) fn expected(resolved: &Resolved, build: Option<Date>) -> bool {
    let report = &resolved.report;
    let dated = |&id: &PageId| dates::of_page(report.page(id), &report.config, build).is_some();
    report.config.base_url.is_some() && resolved.order.iter().any(dated)
}

fn feed_authors(config: &Config) -> &[String] {
    if config.authors.is_empty() { std::slice::from_ref(&config.title) } else { &config.authors }
}

fn push_entry(text: &mut String, resolved: &Resolved, base_url: &str, (updated, id): (Date, PageId)) {
    let page = resolved.report.page(id);
    let settled = resolved.pages.get(id.0 as usize);
    let title = settled.map_or("", |settled| settled.title.as_str());
    let address = xml::absolute(base_url, &page.output);
    let address = xml::escape(&address);
    let _ = writeln!(text, "  <entry>\n    <title>{}</title>\n    <id>{address}</id>", xml::escape(title));
    let _ = writeln!(text, "    <link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>");
    if let Some(published) = page.front.date {
        let _ = writeln!(text, "    <published>{}</published>", moment(published));
    }
    let _ = writeln!(text, "    <updated>{}</updated>", moment(updated));
    push_authors(text, "    ", &page.front.authors);
    let summary = settled.and_then(|settled| settled.summary.as_deref()).unwrap_or(title);
    let _ = writeln!(text, "    <summary>{}</summary>\n  </entry>", xml::escape(summary));
}

fn push_authors(text: &mut String, indent: &str, authors: &[String]) {
    for author in authors {
        let _ = writeln!(text, "{indent}<author><name>{}</name></author>", xml::escape(author));
    }
}

/// The start of a day, in the form Atom asks for.
fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample;
    use jiff::civil::date;

    #[test]
    fn dated_pages_are_entries_with_all_that_atom_asks_for() {
        let mut resolved = sample::resolved();
        resolved.report.config.title = "Minerals & <more>".to_owned();
        let text = feed(&resolved, "https://example.org/r", None).expect("a dated page");
        assert_eq!(sample::elements(&text, "title"), ["Minerals & <more>", "Rare earths"]);
        assert_eq!(
            sample::elements(&text, "id"),
            ["https://example.org/r/feed.xml", "https://example.org/r/rare-earths/"]
        );
        assert_eq!(sample::elements(&text, "updated"), ["2025-06-02T00:00:00Z", "2025-06-02T00:00:00Z"]);
        assert_eq!(sample::elements(&text, "published"), ["2025-06-01T00:00:00Z"]);
        assert_eq!(sample::elements(&text, "name"), ["Ada", "Bob"]);
        assert_eq!(sample::elements(&text, "summary"), ["Prices rose 68%."]);
    }

    #[test]
    fn pages_without_a_date_take_the_reports_or_the_builds() {
        let mut resolved = sample::resolved();
        let text = feed(&resolved, "https://example.org", Some(date(2024, 1, 1))).expect("dates");
        assert_eq!(sample::elements(&text, "id").len(), 4);
        resolved.report.pages[1].front.date = None;
        resolved.report.pages[1].front.updated = None;
        assert_eq!(feed(&resolved, "https://example.org", None), None);
        assert!(!expected(&resolved, None));
        resolved.report.config.date = Some(date(2025, 1, 1));
        let text = feed(&resolved, "https://example.org", Some(date(2024, 1, 1))).expect("dates");
        assert_eq!(sample::elements(&text, "updated"), vec!["2025-01-01T00:00:00Z"; 4]);
    }
}
